"""Messages are copied, erased and set apart. Against a real Dovecot, on its disk too."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.connectors.imap.mailbox import (
    NOW,
    ask,
    bytes_on_disk,
    connector,
    count,
    counted,
    keys,
    letter,
    mail_system,
    make_folder,
    messages,
    order,
    put,
)
from tests.inbox.dovecot import ABSENT, ACCOUNT, PROGRAM, Dovecot, dovecot

from belofte.domain.plan import Decision, Outcome
from belofte.domain.policy import Period, Unit
from belofte.domain.system_map import Verb
from belofte.ports import Order, OrderLine, PlanOutdated

JAN, PIET = "jan@x.example", "piet@y.example"
CANARY = "kanarie-7f3a91"


def test_the_copy_holds_the_message_as_it_came_and_its_words(mail_server: Dovecot) -> None:
    raw = letter(JAN, cc="sales@linprofs.example", subject="Bestelling café", text="Graag twee.\nDank!")
    put(mail_server, raw)
    put(mail_server, letter(PIET))
    box = connector(mail_server, mail_system(messages(files={"original": "message/rfc822"})))
    who = ask("r1", JAN)
    [one] = box.export([order(who, Decision.EXPORT, keys(box.find([who])))])
    assert one.files["original"].replace(b"\r\n", b"\n") == raw
    assert one.fields["subject"] == "Bestelling café"
    assert one.fields["body"] == "Graag twee.\nDank!"
    assert one.fields["from"] == JAN
    assert one.fields["date"] == "2026-02-02T09:00:00+00:00"
    assert (one.collection, one.category, one.via) == ("messages", "order", "email → messages")


def test_a_copy_that_no_longer_fits_its_plan_is_not_made(mail_server: Dovecot) -> None:
    put(mail_server, letter(JAN))
    box, who = connector(mail_server), ask("r1", JAN)
    approved = order(who, Decision.EXPORT, keys(box.find([who])))
    put(mail_server, letter(JAN, cc=PIET))
    copied = box.export([approved])
    with pytest.raises(PlanOutdated) as outdated:
        list(copied)
    assert set(outdated.value.failures) == {"r1"}


def test_erased_messages_are_gone_from_the_server_and_from_its_disk(mail_server: Dovecot) -> None:
    make_folder(mail_server, "Archive/2025")
    put(mail_server, letter(JAN, text=CANARY))
    put(mail_server, letter(PIET, text="blijft"))
    put(mail_server, letter("info@linprofs.example", JAN, text=CANARY), "Archive/2025")
    put(mail_server, letter(JAN, cc=PIET, text="van twee mensen"))
    box, who = connector(mail_server), ask("r1", JAN)
    found = list(box.find([who]))
    own, shared = [f.key for f in found if not f.shared], [f.key for f in found if f.shared]
    lines = (
        OrderLine("messages", Decision.DELETE, frozenset(own)),
        OrderLine("messages", Decision.ASK, frozenset(shared), "shared"),
    )
    approved = Order("r1", who.identifiers, lines, Verb.ERASE)
    assert bytes_on_disk(mail_server.home, CANARY.encode())
    [acted] = box.erase([approved])
    [looked] = box.read_back([approved])
    assert (acted.outcome, [line.acted for line in acted.lines]) == (Outcome.DONE, [2, 0])
    assert (looked.outcome, [line.remains for line in looked.lines]) == (Outcome.DONE, [0, None])
    assert (count(mail_server), count(mail_server, "Archive/2025")) == (2, 0)
    assert bytes_on_disk(mail_server.home / "mail", CANARY.encode()) == []
    assert [one.shared for one in box.find([who])] == [True]


def test_a_second_time_finds_nothing_to_do(mail_server: Dovecot) -> None:
    put(mail_server, letter(JAN))
    box, who = connector(mail_server), ask("r1", JAN)
    approved = order(who, Decision.DELETE, keys(box.find([who])))
    for acted in (1, 0):
        [result] = box.erase([approved])
        assert (result.outcome, result.lines[0].acted) == (Outcome.DONE, acted)


def test_what_arrives_between_plan_and_act_goes_along_and_what_others_share_sends_it_back(mail_server: Dovecot) -> None:
    put(mail_server, letter(JAN))
    box, who = connector(mail_server), ask("r1", JAN)
    approved = order(who, Decision.DELETE, keys(box.find([who])))
    put(mail_server, letter(JAN, subject="nog iets"))
    [result] = box.erase([approved])
    assert (result.outcome, result.lines[0].acted) == (Outcome.DONE, 2)
    put(mail_server, letter(JAN, cc=PIET))
    [result] = box.erase([approved])
    assert result.outcome is Outcome.FAILED
    assert result.problem is not None
    assert "plan no longer fits" in result.problem.remedy
    assert count(mail_server) == 1


def test_a_folder_numbered_anew_is_searched_again(mail_server: Dovecot) -> None:
    make_folder(mail_server, "Archive/2025")
    put(mail_server, letter(PIET), "Archive/2025")
    put(mail_server, letter(JAN), "Archive/2025")
    box, who = connector(mail_server), ask("r1", JAN)
    approved = order(who, Decision.DELETE, keys(box.find([who])))
    with mail_server.by_hand() as imap:
        imap.delete('"Archive.2025"')
    make_folder(mail_server, "Archive/2025")
    for sender in (JAN, PIET):  # now Piet has the number that Jan had
        put(mail_server, letter(sender), "Archive/2025")
    [result] = box.erase([approved])
    assert (result.outcome, result.lines[0].acted) == (Outcome.DONE, 1)
    assert list(box.find([who])) == []
    assert len(list(box.find([ask("r2", PIET)]))) == 1


def test_many_orders_have_one_result_each_and_share_the_commands(mail_server: Dovecot) -> None:
    people = [ask(f"r{n}", f"p{n}@x.example") for n in range(30)]
    for n in range(30):
        put(mail_server, letter(f"p{n}@x.example"))
    box = connector(mail_server)
    orders = [order(who, Decision.DELETE, [f.key for f in box.find([who])]) for who in people]
    with counted(mail_server) as line:
        results = list(connector(mail_server, port=line.port).erase(orders))
    assert [result.request for result in results] == [who.request for who in people]
    assert all(result.lines[0].acted == 1 for result in results)
    assert line.verbs().count("UID EXPUNGE") == 1
    assert count(mail_server) == 0


def test_restricted_messages_lie_apart_and_come_back_to_where_they_were(mail_server: Dovecot) -> None:
    make_folder(mail_server, "Archive/Café")
    put(mail_server, letter(JAN))
    put(mail_server, letter(JAN), "Archive/Café")
    box = connector(mail_server, mail_system(messages(restrict={"folder": "Beperkt"})))
    who = ask("r1", JAN)
    [done] = box.restrict([order(who, Decision.DO, keys(box.find([who])), Verb.RESTRICT)])
    assert (done.outcome, done.lines[0].acted) == (Outcome.DONE, 2)
    again = order(who, Decision.DO, keys(box.find([who])), Verb.RESTRICT)
    assert [line.remains for result in box.read_back([again]) for line in result.lines] == [0]
    assert sorted(one.key[0] for one in box.find([who])) == ["Beperkt/Archive/Café", "Beperkt/INBOX"]
    back = order(who, Decision.DO, keys(box.find([who])), Verb.LIFT)
    assert [line.remains for result in box.read_back([back]) for line in result.lines] == [2]
    assert [result.outcome for result in box.lift([back])] == [Outcome.DONE]
    assert [line.remains for result in box.read_back([back]) for line in result.lines] == [0]
    assert sorted(one.key[0] for one in box.find([who])) == ["Archive/Café", "INBOX"]


def test_without_a_folder_for_it_a_message_cannot_be_restricted(mail_server: Dovecot) -> None:
    put(mail_server, letter(JAN))
    box, who = connector(mail_server), ask("r1", JAN)
    assert Verb.RESTRICT not in box.can
    [result] = box.restrict([order(who, Decision.DO, keys(box.find([who])), Verb.RESTRICT)])
    assert result.outcome is Outcome.FAILED
    [result] = box.rectify([order(who, Decision.DO, None, Verb.RECTIFY)])
    assert result.outcome is Outcome.IMPOSSIBLE


def test_what_the_server_itself_keeps_has_the_day_that_the_map_gives(mail_server: Dovecot) -> None:
    who = ask("r1", JAN)
    [unknown] = connector(mail_server).purge([order(who, Decision.DELETE, None)])
    assert unknown.outcome is Outcome.MANUAL
    [dated] = connector(mail_server, mail_system(backups=Period(35, Unit.DAYS))).purge(
        [order(who, Decision.DELETE, None)]
    )
    assert (dated.outcome, dated.until) == (Outcome.PENDING, date(2026, 12, 27))
    assert NOW.date() < date(2026, 12, 27)


@pytest.fixture(scope="module", params=["IMAP4rev1 MOVE", "IMAP4rev1"])
def lesser_server(request: pytest.FixtureRequest) -> Iterator[tuple[str, Dovecot]]:
    """Dovecot that says it can do less than it can."""
    if PROGRAM is None:
        pytest.skip(ABSENT)
    config = f"imap_capability = {request.param}\n"
    with tempfile.TemporaryDirectory(prefix="belofte-imap-") as folder, dovecot(Path(folder), config) as server:
        yield request.param, server


def test_without_uidplus_nobody_elses_deleted_messages_go_along(lesser_server: tuple[str, Dovecot]) -> None:
    offered, server = lesser_server
    server.empty()
    put(server, letter(PIET, subject="door een ander weggegooid"))
    with server.by_hand() as imap:
        imap.store("1", "+FLAGS", "(\\Deleted)")
    put(server, letter(JAN))
    box, who = connector(server), ask("r1", JAN)
    approved = order(who, Decision.DELETE, keys(box.find([who])))
    [result] = box.erase([approved])
    assert [one.key for one in box.find([ask("r2", PIET)])], "Piet's message is still there"
    if "MOVE" in offered:
        assert (result.outcome, list(box.find([who]))) == (Outcome.DONE, [])
        assert count(server, "Belofte erasing") == 0
        return
    assert result.outcome is Outcome.FAILED
    assert result.problem is not None
    assert "marked other messages" in result.problem.remedy
    assert server.flags().count("1 (FLAGS (\\Deleted))") <= 1
    with server.by_hand() as imap:
        imap.store("1", "-FLAGS", "(\\Deleted)")
    [result] = box.erase([approved])
    assert (result.outcome, list(box.find([who]))) == (Outcome.DONE, [])
    assert len(list(box.find([ask("r2", PIET)]))) == 1


def test_the_servers_own_caches_are_what_the_days_of_the_map_are_for(mail_server: Dovecot) -> None:
    """A cache may quote heads of an expunged message until the server tidies up, which its own command does."""
    program = shutil.which("doveadm", path="/usr/bin:/usr/sbin:/usr/local/bin")
    if program is None:
        pytest.skip("doveadm is not here, so the server's caches were not tidied up (2026-11-23).")
    put(mail_server, letter(JAN, subject=CANARY, text=CANARY))
    box, who = connector(mail_server), ask("r1", JAN)
    approved = order(who, Decision.DELETE, keys(box.find([who])))
    assert [result.outcome for result in box.erase([approved])] == [Outcome.DONE]
    config = str(mail_server.home / "dovecot.conf")
    subprocess.run([program, "-c", config, "mailbox", "cache", "purge", "-u", ACCOUNT, "INBOX"], check=True)
    left = bytes_on_disk(mail_server.home / "mail", CANARY.encode())
    assert left == []
