"""What others do in a mailbox while it is worked in, and servers that can do less. Against a real Dovecot."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.connectors.imap.mailbox import (
    ask,
    connector,
    count,
    counted,
    empty_all,
    keys,
    letter,
    mail_system,
    make_folder,
    messages,
    order,
    put,
)
from tests.inbox.dovecot import ABSENT, PROGRAM, Dovecot, dovecot

from belofte.domain.plan import Decision, Outcome
from belofte.domain.system_map import Verb

JAN, PIET = "jan@x.example", "piet@y.example"
SET_APART = {"folder": "Beperkt"}


@pytest.fixture(scope="module", params=["IMAP4rev1 MOVE", "IMAP4rev1"])
def lesser_servers(request: pytest.FixtureRequest) -> Iterator[Dovecot]:
    """Dovecot that says it can do less than it can."""
    if PROGRAM is None:
        pytest.skip(ABSENT)
    config = f"imap_capability = {request.param}\n"
    with tempfile.TemporaryDirectory(prefix="belofte-imap-") as folder, dovecot(Path(folder), config) as server:
        yield server


@pytest.fixture
def lesser_server(lesser_servers: Dovecot) -> Dovecot:
    empty_all(lesser_servers)
    return lesser_servers


def once(word: str, happens: Callable[[], object]) -> Callable[[str], None]:
    """Before the first command with this word comes to the server, this happens there."""
    waiting = [happens]

    def before(said: str) -> None:
        if word in said and waiting:
            waiting.pop()()

    return before


def numbered_anew(server: Dovecot) -> None:
    """Somebody throws the folder away and makes another of its name: Piet has the number that Jan had."""
    with server.by_hand() as imap:
        imap.delete('"Archive.2025"')
    make_folder(server, "Archive/2025")
    put(server, letter(PIET), "Archive/2025")


@pytest.mark.parametrize("verb", [Verb.ERASE, Verb.RESTRICT])
def test_a_folder_numbered_anew_after_the_search_loses_nobody_elses_message(mail_server: Dovecot, verb: Verb) -> None:
    make_folder(mail_server, "Archive/2025")
    put(mail_server, letter(JAN), "Archive/2025")
    system, who = mail_system(messages(restrict=SET_APART)), ask("r1", JAN)
    found = keys(connector(mail_server, system).find([who]))
    with counted(mail_server, once(" SELECT ", lambda: numbered_anew(mail_server))) as line:
        box = connector(mail_server, system, port=line.port)
        if verb is Verb.ERASE:
            list(box.erase([order(who, Decision.DELETE, found)]))
        else:
            list(box.restrict([order(who, Decision.DO, found, verb)]))
    assert " SELECT " in " ".join(line.said)
    assert count(mail_server, "Archive/2025") == 1
    assert [one.key[0] for one in connector(mail_server, system).find([ask("r2", PIET)])] == ["Archive/2025"]


def test_what_somebody_marks_as_deleted_while_ours_is_marked_does_not_go_along(lesser_server: Dovecot) -> None:
    put(lesser_server, letter(JAN))
    put(lesser_server, letter(PIET))
    who = ask("r1", JAN)
    found = keys(connector(lesser_server).find([who]))

    def marks() -> None:
        with lesser_server.by_hand() as imap:
            imap.store(imap.search(None, "FROM", PIET)[1][0].decode(), "+FLAGS", "(\\Deleted)")

    with counted(lesser_server, once(" STORE ", marks)) as line:
        [result] = connector(lesser_server, port=line.port).erase([order(who, Decision.DELETE, found)])
    assert len(list(connector(lesser_server).find([ask("r2", PIET)]))) == 1
    if result.outcome is Outcome.DONE:
        assert list(connector(lesser_server).find([who])) == []
        return
    assert result.problem is not None
    assert "marked other messages" in result.problem.remedy
    assert ["Deleted" in flags for flags in lesser_server.flags()] == [False, True], "ours is no longer marked"


def test_a_restricted_message_lies_in_one_place_only_on_every_server(lesser_server: Dovecot) -> None:
    put(lesser_server, letter(JAN))
    box, who = connector(lesser_server, mail_system(messages(restrict=SET_APART))), ask("r1", JAN)
    [done] = box.restrict([order(who, Decision.DO, keys(box.find([who])), Verb.RESTRICT)])
    assert done.outcome is Outcome.DONE
    assert [one.key[0] for one in box.find([who])] == ["Beperkt/INBOX"]
    assert count(lesser_server) == 0


def test_what_an_erasure_that_was_broken_off_left_in_its_own_folder_goes_with_the_next(mail_server: Dovecot) -> None:
    make_folder(mail_server, "Belofte erasing")
    put(mail_server, letter(JAN, subject="half"), "Belofte erasing")
    put(mail_server, letter(JAN))
    box, who = connector(mail_server), ask("r1", JAN)
    [result] = box.erase([order(who, Decision.DELETE, keys(box.find([who])))])
    assert (result.outcome, count(mail_server)) == (Outcome.DONE, 0)
    assert count(mail_server, "Belofte erasing") == 0
