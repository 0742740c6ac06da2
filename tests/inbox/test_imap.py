"""A mailbox over IMAP, on a real Dovecot: read once, kept, marked, and said when it cannot be reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.inbox.dovecot import ACCOUNT, PASSWORD, TOKEN, Dovecot
from tests.inbox.mails import mail
from tests.rights.commands import told, typed
from tests.worlds import World

from belofte.domain.message import OurSide
from belofte.mail.imap import ImapMailbox, ImapPlace
from belofte.ports import Arrived, MailboxPurpose, MailboxUnreachable
from belofte.wire.imap import ImapServer, Security
from belofte.wire.sign_in import PasswordSignIn, SignIn, TokenSignIn

GOOD = PasswordSignIn(ACCOUNT, lambda: PASSWORD)
OURS = OurSide(("mx.linprofs.example",), ("linprofs.example",))


def place(server: Dovecot, way: SignIn = GOOD) -> ImapPlace:
    return ImapPlace(ImapServer("127.0.0.1", server.tls, Security.TLS, way, timeout=60, tls=server.trust))


def at_server(at: ImapPlace, **changes: Any) -> ImapPlace:
    return replace(at, server=replace(at.server, **changes))


def mailbox(at: ImapPlace, purpose: MailboxPurpose = MailboxPurpose.PRIVACY) -> ImapMailbox:
    return ImapMailbox(at, purpose, OURS)


def fetched(box: ImapMailbox, mark: str = "", limit: int = 100) -> tuple[list[Arrived], str]:
    found = list(box.fetch(mark, limit))
    return [arrived for arrived, _ in found], found[-1][1] if found else mark


def test_every_message_is_read_once_in_its_order_and_byte_for_byte(imap_server: Dovecot) -> None:
    raw = [mail(f"a{n}@post.example") for n in range(3)]
    for each in raw:
        imap_server.put(each)
    box = mailbox(place(imap_server))
    first, mark = fetched(box, limit=2)
    rest, mark = fetched(box, mark)
    assert [one.raw for one in (*first, *rest)] == raw
    assert all(one.whole and one.arrived_at for one in first)
    assert abs(first[0].arrived_at - datetime.now(UTC)) < timedelta(minutes=5)
    assert fetched(box, mark) == ([], mark)
    imap_server.put(mail("late@post.example"))
    assert len(fetched(box, mark)[0]) == 1


def test_what_was_taken_in_bears_our_keyword_and_is_not_deleted(imap_server: Dovecot) -> None:
    imap_server.put(mail("a@post.example"))
    imap_server.put(mail("b@post.example"))
    box = mailbox(place(imap_server))
    first, _ = fetched(box, limit=1)
    box.taken([one.uid for one in first])
    flags = imap_server.flags()
    assert ["BelofteTaken" in one for one in flags] == [True, False]
    assert not any("Seen" in one or "Deleted" in one for one in flags), "nothing else about them has changed"


def test_when_the_server_numbers_anew_only_what_lacks_our_keyword_comes_again(imap_server: Dovecot) -> None:
    imap_server.put(mail("a@post.example"))
    box = mailbox(place(imap_server))
    first, mark = fetched(box)
    box.taken([one.uid for one in first])
    imap_server.put(mail("b@post.example"))
    forgotten = f"1{mark}"  # another UIDVALIDITY
    again, _ = fetched(box, forgotten)
    assert [b"b@post.example" in one.raw for one in again] == [True]
    assert box.get(f"1{first[0].uid}") is None, "a number of before names another message now"
    kept = box.get(first[0].uid)
    assert kept is not None and kept.raw == first[0].raw


def test_it_can_be_moved_instead_and_a_folder_that_is_missing_is_said(imap_server: Dovecot) -> None:
    imap_server.put(mail("a@post.example"))
    at = replace(place(imap_server), done_folder="Done")
    box = mailbox(at)
    first, _ = fetched(box)
    box.taken([first[0].uid])
    assert (imap_server.subjects(), imap_server.subjects("Done")) == (0, 1)
    imap_server.put(mail("b@post.example"))
    box = mailbox(replace(at, done_folder="Nowhere"))
    with pytest.raises(MailboxUnreachable, match="cannot be moved"):
        box.taken([fetched(box)[0][0].uid])
    assert imap_server.subjects() == 1


def test_a_shared_mailbox_is_left_as_it_was_found(imap_server: Dovecot) -> None:
    imap_server.put(mail("a@post.example"))
    box = mailbox(place(imap_server), MailboxPurpose.SHARED)
    first, _ = fetched(box)
    box.taken([one.uid for one in first])
    assert not any("Belofte" in one or "Seen" in one for one in imap_server.flags())


def test_of_a_message_that_is_too_large_only_the_beginning_is_read(imap_server: Dovecot) -> None:
    imap_server.put(mail("a@post.example", "x" * 900 + "\n" + "y\n" * 20_000))
    box = mailbox(replace(place(imap_server), largest=1000))
    first, _ = fetched(box)
    assert (len(first[0].raw), first[0].whole) == (1000, False)


def test_only_what_came_since_a_day_is_read(imap_server: Dovecot) -> None:
    imap_server.put(mail("a@post.example"))
    at = place(imap_server)
    today = datetime.now(UTC).date()
    assert len(fetched(mailbox(replace(at, since=today - timedelta(days=2))))[0]) == 1
    assert fetched(mailbox(replace(at, since=date(today.year + 1, 1, 31))))[0] == []


def test_an_access_token_signs_in_and_a_bad_one_does_not(imap_server: Dovecot) -> None:
    imap_server.put(mail("a@post.example"))
    good = mailbox(place(imap_server, TokenSignIn(ACCOUNT, lambda: TOKEN)))
    assert len(fetched(good)[0]) == 1
    assert TOKEN in imap_server.asked_tokens
    with pytest.raises(MailboxUnreachable, match="refused our sign-in"):
        fetched(mailbox(place(imap_server, TokenSignIn(ACCOUNT, lambda: "stolen"))))


WRONG: dict[str, tuple[Callable[[ImapPlace], ImapPlace], str]] = {
    "password": (lambda at: at_server(at, sign_in=PasswordSignIn(ACCOUNT, lambda: "guess")), "refused our sign-in"),
    "certificate": (lambda at: at_server(at, tls=None), "not trusted"),
    "folder": (lambda at: replace(at, folder="Nowhere"), "folder is not in"),
    "port": (lambda at: at_server(at, port=9), "cannot be worked with"),
    "no way in": (lambda at: at_server(at, sign_in=None), "No way to sign in"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_and_never_taken_for_an_empty_mailbox(imap_server: Dovecot, name: str) -> None:
    change, said = WRONG[name]
    with pytest.raises(MailboxUnreachable, match=said) as caught:
        fetched(mailbox(change(place(imap_server))))
    assert PASSWORD not in str(caught.value) and ACCOUNT not in str(caught.value)


def test_starttls_is_used_before_anything_is_said(imap_server: Dovecot) -> None:
    imap_server.put(mail("a@post.example"))
    at = at_server(place(imap_server), port=imap_server.plain, security=Security.STARTTLS)
    assert len(fetched(mailbox(at))[0]) == 1


SETTINGS = """
[mailbox.privacy]
account = "{account}"
host = "127.0.0.1"
port = {port}
security = "none"
password = "file:imap-password"
servers = ["mx.linprofs.example"]
"""


def test_a_request_by_mail_from_the_mailbox_to_the_register_of_open_ones(world: World, imap_server: Dovecot) -> None:
    """T-01 over a real mail server, by the settings of an installation."""
    home = world.made.home.path
    (home / "imap-password").write_text(PASSWORD, "utf-8")
    (home / "belofte.toml").write_text(SETTINGS.format(account=ACCOUNT, port=imap_server.plain), "utf-8")
    imap_server.put(mail(world.made.asks))
    assert told(world, "inbox", "fetch")["done"] == {"request": 1}
    assert told(world, "inbox", "fetch")["done"] == {}
    rows = told(world, "request", "list")["requests"]
    assert [(row["right"], row["waiting"]) for row in rows] == [("access", "confirmation")]
    assert "BelofteTaken" in imap_server.flags()[0]
    (home / "imap-password").write_text("changed", "utf-8")
    status, said = typed(world, "inbox", "fetch")
    assert status == 3 and "refused our sign-in" in said and PASSWORD not in said
    assert "mailbox-unreachable" in [task["kind"] for task in told(world, "task", "list")["tasks"]]
    (home / "imap-password").write_text(PASSWORD, "utf-8")
    assert typed(world, "inbox", "fetch")[0] == 0
    assert "mailbox-unreachable" not in [task["kind"] for task in told(world, "task", "list")["tasks"]]
