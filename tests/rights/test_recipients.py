"""Who got the data hears of its correction and erasure, and is reminded until there is an answer (Art. 19, ACC-3)."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from tests.rights.mailing import add_mailing
from tests.rights.test_rectification import ask, run
from tests.worlds import World

from belofte.bootstrap import Belofte
from belofte.domain.errors import WrongUse
from belofte.domain.task import TaskState
from belofte.domain.wish import Correction
from belofte.procedures.office.needs_desk import NeedsDesk
from belofte.procedures.parts import IDENTIFIERS, ITEMS
from belofte.procedures.rights.recipients import TELL_RECIPIENTS as TELL
from belofte.procedures.rights.recipients_desk import NoticeView, RecipientsDesk

CARRIER, MAILING = "privacy@postnl.example", "privacy@mailchimp.example"


def notices(belofte: Belofte, reference: str) -> dict[str, NoticeView]:
    return {one.recipient: one for one in belofte.desk(RecipientsDesk).of_request(reference)}


def open_tasks(belofte: Belofte, kind: str) -> list[str | None]:
    with belofte.parts.store.reading() as tx:
        return [task.system for task in tx.tasks.in_state(TaskState.OPEN) if task.kind == kind]


def test_an_erasure_is_told_to_who_got_the_data_and_to_the_person_who_they_are(world: World) -> None:
    """R-19: who got the address hears which; who did not get it is told by a person; the answer names them all."""
    address = world.made.leaves
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", address)
        world.approve(belofte, reference)
        belofte.work.tend()
        told = notices(belofte, reference)
    assert (told["mailchimp"].state, told["mailchimp"].action) == ("told", "erased")
    assert told["postnl"].state == "to-tell"
    assert "authority" not in told
    assert address in world.letters_to(MAILING)[-1]
    assert not world.letters_to(CARRIER)
    answer = next(letter for letter in reversed(world.letters_to(address)) if "PostNL" in letter)
    assert "ook aan" in answer


def test_only_recipients_of_what_changed_are_told(world: World) -> None:
    """ACC-3: somebody who is in the newsletter and nowhere else never went to a carrier."""
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", world.made.company.cast.subscriber.email)
        world.approve(belofte, reference)
        belofte.work.tend()
        assert set(notices(belofte, reference)) == {"mailchimp"}
    assert not world.letters_to(CARRIER)


def test_a_recipient_whose_own_system_was_put_right_is_not_told_again(world: World) -> None:
    """What stands in a connected system was changed there; a letter would ask for it twice."""
    add_mailing(world)
    with world.open() as belofte:
        old = world.made.name_of(world.made.asks)
        reference = ask(world, belofte, world.made.asks, Correction("name", old, "Anna Bakker"))
        world.approve(belofte, reference)
        assert "mailchimp" not in notices(belofte, reference)
        carrier = notices(belofte, reference).get("postnl")
    assert carrier is not None
    letter = world.letters_to(CARRIER)[-1]
    assert "Anna Bakker" in letter
    assert world.made.asks not in letter


def test_silence_is_reminded_twice_and_then_becomes_a_task(world: World) -> None:
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", world.made.leaves)
        world.approve(belofte, reference)
        moment = belofte.parts.now()
    letters = len(world.letters_to(MAILING))
    for days, reminders, silent in ((10, 1, 0), (20, 2, 0), (30, 2, 1)):
        with world.open((moment + timedelta(days=days, minutes=days)).isoformat()) as belofte:
            belofte.work.tend()
            if silent:
                assert "mailchimp" in open_tasks(belofte, "recipient-silent")
            else:
                assert notices(belofte, reference)["mailchimp"].reminders == reminders
    assert len(world.letters_to(MAILING)) == letters + 2


def test_an_answer_is_noted_on_the_command_line_and_ends_the_reminders(world: World) -> None:
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", world.made.leaves)
        world.approve(belofte, reference)
        later = belofte.parts.now() + timedelta(weeks=3)
    status, listed = run(world, "request", "recipients", reference, "--json")
    assert status == 0
    rows = {row["recipient"]: row for row in json.loads(listed)["notices"]}
    notice = rows["mailchimp"]["id"]
    assert run(world, "told", "answer", notice, "--says", "done", "--by", "P. de Boer")[0] == 0
    assert run(world, "told", "answer", notice, "--says", "cannot", "--by", "P. de Boer")[0] == 1
    assert run(world, "told", "answer", notice, "--says", "perhaps", "--by", "P. de Boer")[0] == 2
    by_hand = next(row for row in rows.values() if row["state"] == "to-tell")
    assert run(world, "told", "done", by_hand["id"], "--by", "P. de Boer")[0] == 0
    with world.open(later.isoformat()) as belofte:
        belofte.work.tend()
        seen = notices(belofte, reference)
        assert (seen["mailchimp"].answer, seen["mailchimp"].reminders, seen["mailchimp"].noted_by) == (
            "done",
            0,
            "P. de Boer",
        )
        assert by_hand["recipient"] in open_tasks(belofte, "recipient-silent")


def test_the_book_of_notices_dies_with_its_case_and_names_nobody(world: World) -> None:
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", world.made.leaves)
        world.approve(belofte, reference)
        assert world.made.leaves not in repr(notices(belofte, reference))
        for task in belofte.desk(NeedsDesk).needs().tasks:
            if task.kind == TELL:
                belofte.desk(NeedsDesk).finish(task.id, "P. de Boer")
        later = belofte.parts.now() + timedelta(weeks=30)
    with world.open(later.isoformat()) as belofte:
        belofte.work.tend()
        assert not belofte.desk(RecipientsDesk).unanswered()


def test_a_case_does_not_close_over_recipients_nobody_told(world: World) -> None:
    """Art. 19: the answer said that they would be told; after the case term only what that needs is kept."""
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", world.made.leaves)
        world.approve(belofte, reference)
        case = _case_of(belofte, reference)
        assert _column(belofte, case, ITEMS)
        to_tell = [one for one in notices(belofte, reference).values() if one.state == "to-tell"]
        start = belofte.parts.now()
    later = (start + timedelta(weeks=30)).isoformat()
    with world.open(later) as belofte:
        belofte.work.tend()
        assert TELL in {task.kind for task in belofte.desk(NeedsDesk).needs().tasks}
        assert belofte.office.show(reference).row.state == "answered"
        assert not _column(belofte, case, ITEMS)
        assert world.made.leaves in _column(belofte, case, IDENTIFIERS)
        assert {one.kind for one in belofte.office.show(reference).letters} <= {"recipient-reminder"}
        belofte.work.tend()
    for one in to_tell:
        assert run(world, "told", "answer", one.id, "--says", "cannot", "--by", "P. de Boer")[0] == 2
        words = ("--words", "gestopt in 2024; niemand meer te bereiken")
        assert run(world, "told", "answer", one.id, "--says", "cannot", *words, "--by", "P. de Boer")[0] == 0
    with world.open() as belofte:
        assert all(
            one.told_at is None for one in notices(belofte, reference).values() if one.id in {t.id for t in to_tell}
        )
    with world.open(later) as belofte:
        belofte.work.tend()
        assert not open_tasks(belofte, TELL)
        with pytest.raises(WrongUse):
            belofte.office.show(reference)


def test_marking_the_task_done_notes_that_each_of_them_was_told(world: World) -> None:
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", world.made.leaves)
        world.approve(belofte, reference)
        (task,) = [one for one in belofte.desk(NeedsDesk).needs().tasks if one.kind == TELL]
        assert task.due_on is not None
        belofte.desk(NeedsDesk).finish(task.id, "P. de Boer")
        assert "to-tell" not in {one.state for one in notices(belofte, reference).values()}


def _case_of(belofte: Belofte, reference: str) -> str:
    with belofte.parts.store.reading() as tx:
        return tx.requests.by_reference(reference).id


def _column(belofte: Belofte, case: str, column: str) -> str:
    with belofte.parts.store.reading() as tx:
        return tx.vault.newest(column, [case]).get(case, b"").decode()
