"""Somebody is told: of what is new, near, past and untouched, once each; and one mail a morning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.notify.conftest import Place

from belofte.domain.reference import reference_from
from belofte.domain.request import Request
from belofte.domain.staff_rows import task_row
from belofte.domain.task import Task
from belofte.procedures.clock.daily_mail import mail_daily
from belofte.procedures.clock.notifying import AT_ONCE, tell_staff
from belofte.store_port import Transaction

OFFICE, STAND_IN, SECOND = "kantoor@werk.example", "directie@werk.example", "bestuur@werk.example"


@pytest.fixture
def told(place: Place) -> Place:
    """An office with a stand-in and a second person."""
    set_office(place, email=OFFICE, stand_in=STAND_IN, second=SECOND)
    place.tend()
    return place


def set_office(place: Place, **named: object) -> None:
    policy = place.belofte.parts.policy
    changed = replace(policy, privacy_office=replace(policy.privacy_office, **named))
    place.belofte.current.parts = replace(place.belofte.parts, policy=changed)


def minutes(place: Place, count: float = 2) -> None:
    place.clock.forward(minutes=count)
    place.tend()


def letters(place: Place, to: str = OFFICE) -> list[str]:
    return place.world.letters_to(to)


def test_a_new_request_is_told_once_to_the_office_and_its_stand_in(told: Place) -> None:
    reference = told.receive(name="Anna Jansen")
    for _ in range(3):
        minutes(told)
    for who in (OFFICE, STAND_IN):
        mine = [text for text in letters(told, who) if reference in text]
        assert len(mine) == 1
        assert "een verzoek of een taak bijgekomen" in mine[0]
        assert "inzage" in mine[0]
        assert "Anna" not in mine[0]
        assert told.world.made.asks not in mine[0]
    assert letters(told, SECOND) == []


def test_what_came_in_within_a_minute_is_one_mail(told: Place) -> None:
    for n in range(30):
        told.receive(address=f"{n}@post.example")
    before = len(letters(told))
    minutes(told)
    assert len(letters(told)) == before + 1
    assert "en nog 10" in letters(told)[-1]


def test_three_working_days_before_it_must_be_done_and_when_it_is_past(told: Place) -> None:
    reference = told.receive()
    minutes(told)
    row = told.belofte.office.show(reference).row
    assert row.work_by is not None
    days = (row.work_by - told.belofte.parts.today()).days
    seen: dict[str, int] = {}
    for day in range(days + 4):
        told.clock.forward(days=1)
        told.tend()
        for what, words in (("soon", "moet het binnenkort"), ("overdue", "niet op tijd")):
            if what not in seen and any(words in text and reference in text for text in letters(told)):
                seen[what] = day + 1 - days
    assert -6 <= seen["soon"] <= -3, "three working days, weekends and holidays apart"
    assert seen["overdue"] == 1
    overdue = [text for text in letters(told) if "niet op tijd" in text and reference in text]
    assert len(overdue) == 1


def test_the_policys_own_number_of_working_days_counts(told: Place) -> None:
    set_office(told, tell_before=15)
    reference = told.receive()
    minutes(told)
    for _ in range(12):
        told.clock.forward(days=1)
        told.tend()
    assert any("moet het binnenkort" in text and reference in text for text in letters(told))


def test_a_new_task_is_told_and_an_overdue_one_again(told: Place) -> None:
    with told.belofte.parts.store.transaction() as tx:
        now = told.clock.now()
        tx.tasks.add([Task("task-1", "ask_person", now, system="crm", due_at=now + timedelta(days=2))])
    minutes(told)
    assert [("taak" in text.lower(), "crm" in text) for text in letters(told) if "crm" in text] == [(True, True)]
    told.clock.forward(days=3)
    told.tend()
    assert len([text for text in letters(told) if "niet op tijd" in text and "crm" in text]) == 1


def test_what_nobody_touched_goes_to_the_second_person(told: Place) -> None:
    reference, other = told.receive(), told.receive("portability", "ander@post.example")
    told.tend()
    told.belofte.public.confirm(told.world.link_for(told.world.made.asks))
    told.belofte.office.identify(other, "P. de Boer", "called back")
    for _ in range(5):
        told.clock.forward(days=1)
        told.belofte.office.plan(other)  # somebody works on this one every day
        with told.belofte.parts.store.transaction() as tx:
            case = tx.requests.by_reference(other)
            tx.events.add("request.taken", case.id, told.clock.now())
        told.tend()
    mine = letters(told, SECOND)
    assert len([text for text in mine if reference in text]) == 1
    assert [text for text in mine if other in text] == []


def test_one_mail_a_morning_with_what_the_page_shows(told: Place) -> None:
    reference = told.receive()
    told.tend()
    told.belofte.public.confirm(told.world.link_for(told.world.made.asks))
    told.clock.forward(days=1)
    for _ in range(5):
        minutes(told, 30)
    mine = [text for text in letters(told) if "Dit wacht op u" in text and "bijgekomen" not in text]
    daily = [text for text in mine if reference in text]
    assert len(daily) == 1
    told.clock.moment = told.clock.moment.replace(day=28)  # a Saturday
    told.tend()
    assert len([t for t in letters(told) if "Dit wacht op u" in t and "bijgekomen" not in t]) == len(mine)


def test_nothing_to_do_is_no_mail(told: Place) -> None:
    told.clock.forward(days=1)
    told.tend()
    assert letters(told) == []


@pytest.mark.parametrize("round_", [tell_staff, mail_daily])
def test_after_a_crash_each_is_told_once(told: Place, round_: Callable[..., int]) -> None:
    """The process dies when everything was written and nothing committed; the next round tells it, once."""
    reference = told.receive()
    told.tend()
    told.belofte.public.confirm(told.world.link_for(told.world.made.asks))
    told.clock.forward(days=1)
    parts = told.belofte.parts

    class Dies:
        """A writer of letters that dies at its second letter."""

        count = 0

        def write(self, *asked: object) -> object:
            self.count += 1
            if self.count == 2:
                raise MemoryError
            return parts.letter_writer.write(*asked)

    with parts.store.transaction() as tx:
        tx.tasks.add([Task("task-9", "choose", told.clock.now())])
    with pytest.raises(MemoryError):
        round_(replace(parts, letter_writer=Dies()))
    for _ in range(3):
        minutes(told)
    mine = letters(told)
    assert len([text for text in mine if "bijgekomen" in text and "Taak choose" in text]) == 1
    assert len([text for text in mine if "bijgekomen" in text and reference in text]) == 1
    assert len([text for text in mine if "bijgekomen" not in text and reference in text]) == 1


def test_mail_to_staff_is_swept(told: Place) -> None:
    told.receive()
    minutes(told)

    def left(tx: Transaction) -> int:
        return len(tx.letters.of_request("staff"))

    with told.belofte.parts.store.reading() as tx:
        assert left(tx) == 2
    for _ in range(9):
        told.clock.forward(days=1)
        told.tend()
    with told.belofte.parts.store.reading() as tx:
        assert all(letter.due_at > told.clock.now() - timedelta(days=8) for letter in tx.letters.of_request("staff"))


def test_much_that_is_past_does_not_hide_what_is_near(told: Place) -> None:
    """More requests are past than are told of in one go; the near one is told within the next rounds."""
    parts = told.belofte.parts
    cases = [f"case-{n}" for n in range(AT_ONCE + 8)]
    parts.store.open_cases(cases)
    today = parts.today()
    with parts.store.transaction() as tx:
        for n, case in enumerate(cases):
            day = today + timedelta(days=1) if n == AT_ONCE + 7 else today - timedelta(days=2)
            now = told.clock.now()
            tx.requests.add(
                Request(case, "access", "web", now, now, "nl", 1, work_by=day), reference_from(n.to_bytes(5, "big"))
            )
    last = reference_from((AT_ONCE + 7).to_bytes(5, "big"))
    for _ in range(3):
        minutes(told)
    assert any("moet het binnenkort" in text and last in text for text in letters(told))


def test_a_task_past_its_day_says_so_in_the_daily_mail() -> None:
    day = date(2026, 11, 20)
    late = task_row("nl", "B-2222-222", "tell-recipients", None, day, date(2026, 11, 23))
    assert late.endswith("klaar op 2026-11-20, te laat")
    assert task_row("en", None, "tell-recipients", None, day, date(2026, 11, 23)).endswith("overdue")
    assert "te laat" not in task_row("nl", "B-2222-222", "tell-recipients", None, day, day)
