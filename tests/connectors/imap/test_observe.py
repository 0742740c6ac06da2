"""What can be said of a mailbox, and what could not be looked at."""

from __future__ import annotations

import json
from datetime import date
from email import message_from_bytes, policy

import pytest
from tests.connectors.imap.mailbox import connector, letter, mail_system, make_folder, messages, put
from tests.inbox.dovecot import Dovecot

from belofte.domain.promise import Reach
from belofte.domain.system_map import EraseClear
from belofte.ports import SystemUnreachable
from belofte.wire.imap import folder_by_name, folder_on_the_wire


def test_how_old_the_messages_are_and_how_many_are_past_a_day(mail_server: Dovecot) -> None:
    make_folder(mail_server, "Archive/2024")
    put(mail_server, letter("a@x.example", date="Mon, 01 Jan 2024 10:00:00 +0000"), "Archive/2024")
    put(mail_server, letter("b@x.example", date="Tue, 02 Jan 2024 10:00:00 +0000"))
    put(mail_server, letter("c@x.example", date="Mon, 02 Feb 2026 10:00:00 +0000"))
    put(mail_server, letter("d@x.example", date="gisteren"))
    names = [
        "oldest/messages/received",
        f"oldest/messages/received/{date(2024, 1, 1)}",
        f"oldest/messages/received/{date(2024, 1, 2)}",
        f"oldest/messages/received/{date(2090, 1, 1)}",
        f"past-term/messages/received/{date(2024, 1, 1)}",
        f"past-term/messages/received/{date(2024, 1, 2)}",
        "without-start/messages/received",
        "rows/messages",
        "undeclared",
        "encrypted",
        "setting/tls",
    ]
    told = {one.name: one.value for one in connector(mail_server).observe(names)}
    assert list(told) == names
    assert told.pop("setting/tls") in ("TLSv1.3", "TLSv1.2")
    assert list(told.values()) == ["2024-01-01", "2024-01-02", "2026-02-02", None, 1, 2, 1, 4, 0, True]


def test_what_a_mailbox_does_not_know_is_absent_and_what_the_map_does_not_know_was_not_looked_at(
    mail_server: Dovecot,
) -> None:
    seen = list(connector(mail_server).observe(["setting/quota", "server-version", "nonsense", "rows/other"]))
    assert [one.reach for one in seen] == [Reach.ABSENT, Reach.ABSENT, Reach.ABSENT, Reach.UNREACHABLE]
    assert all(one.why for one in seen)


def test_a_folder_that_nobody_declared_is_counted(mail_server: Dovecot) -> None:
    make_folder(mail_server, "Nieuw")
    [seen] = connector(mail_server).observe(["undeclared"])
    assert seen.value == 1


def test_a_server_that_is_away_could_not_be_looked_at(mail_server: Dovecot) -> None:
    box = connector(mail_server, port=9)
    with pytest.raises(SystemUnreachable) as away:
        list(box.find([]))
    assert away.value.transient
    assert "host and port" in away.value.remedy


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"at": {}}, "where its messages lie"),
        ({"erase": EraseClear({"subject": None})}, "clears a message"),
        ({"kinds": {"email": ("from", "afzender")}}, "afzender"),
        ({"clock": {"received": "subject"}}, "no day"),
        ({"restrict": {"folder": "Apart", "subject": "x"}}, "restricts by more"),
    ],
)
def test_a_map_that_no_mailbox_can_follow_is_refused(
    mail_server: Dovecot, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(SystemUnreachable, match=words) as refused:
        connector(mail_server, mail_system(messages(**changes)))
    assert not refused.value.transient


@pytest.mark.parametrize(
    ("name", "wire"),
    [("Entwürfe", "Entw&APw-rfe"), ("A & B", "A &- B"), ("日本語", "&ZeVnLIqe-"), ("INBOX/Café", "INBOX/Caf&AOk-")],
)
def test_folder_names_on_the_wire(name: str, wire: str) -> None:
    assert folder_on_the_wire(name) == wire
    assert folder_by_name(wire) == name


def test_the_day_a_quota_is_told_it_is_told_in_order(mail_server: Dovecot) -> None:
    [seen] = connector(mail_server).observe(["setting/quota"])
    assert seen.value is None or json.loads(str(seen.value))


LINK = "https://shop.example/afmelden?t=1"


def confirmation(html: str = "", text: str = "") -> bytes:
    made = message_from_bytes(letter("shop@linprofs.example", "anna@x.example", text=text), policy=policy.default)
    if html:
        made.add_alternative(html, subtype="html")
    return bytes(made)


@pytest.mark.parametrize(
    ("html", "text", "seen"),
    [
        (f'<p>Besteld.</p><a href="{LINK}">Afmelden</a>', f"Besteld.\nAfmelden: {LINK}", {"html": True, "text": True}),
        ("<p>Besteld.</p>", "Besteld.", {"html": False, "text": False}),
        (f'<p>Besteld.</p><a href="{LINK}">Unsubscribe</a>', "Besteld.", {"html": True, "text": False}),
        ("<p>Wilt u zich afmelden? Bel ons.</p>", f"Uitschrijven\n{LINK}", {"html": False, "text": True}),
        (f'<a href="{LINK}">Afmelden</a><p>{"Besteld. " * 200}</p>', "", {"html": False, "text": False}),
        ('<a href="http://shop.example/afmelden">Afmelden</a>', f"{LINK}", {"html": False, "text": True}),
    ],
)
def test_every_part_of_a_confirmation_ends_with_a_link_to_sign_off(
    mail_server: Dovecot, html: str, text: str, seen: dict[str, bool]
) -> None:
    """T-67: without a link the promise is broken; a text part without one is enough for that."""
    make_folder(mail_server, "Winkel")
    put(mail_server, confirmation(f'<a href="{LINK}">Afmelden</a>', f"Afmelden {LINK}"), "Winkel")
    put(mail_server, confirmation(html, text), "Winkel")
    box = connector(mail_server, mail_system(messages(), settings={"automatic": ("Winkel", "Weg")}))
    [told] = box.observe(["setting/unsubscribe-link"])
    assert json.loads(str(told.value)) == {"Winkel": seen, "Weg": {"unreachable": "there is no such folder"}}


def test_without_a_folder_for_it_nobody_looked_at_mail_that_leaves(mail_server: Dovecot) -> None:
    [told] = connector(mail_server).observe(["setting/unsubscribe-link"])
    assert told.reach is Reach.ABSENT and "automatic" in str(told.why)
