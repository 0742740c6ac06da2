"""Practice: every exercise is a real request with a trap; falling into it is told, seeing it is told too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from belofte.bootstrap import Belofte, make_demo, open_belofte
from belofte.bootstrap.practicing import PracticeRoom
from belofte.domain.course import Phase
from belofte.domain.errors import Refused
from belofte.domain.request import RequestState
from belofte.domain.rights.names import HANDLED
from belofte.engine.inline import complete
from belofte.procedures.office.needs_desk import NeedsDesk
from belofte.procedures.rights.service_decision import decide_service
from belofte.sandbox.exercise import Exercise, Facts
from belofte.sandbox.practice import EXERCISES, exercise
from belofte.sandbox.practice_of_rights import OF_OTHER_RIGHTS

BY = "Mieke de Boer"
_NOT_STOPPED = "It did not stop: while nobody knows whose request it is, the mail goes on (GDPR 7(3), 21(3))"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp("practice") / "demo", 60).home.policy


@pytest.fixture
def belofte(demo: Path) -> Iterator[Belofte]:
    with open_belofte(demo) as opened:
        yield opened


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Belofte]:
    with open_belofte(make_demo(tmp_path / "demo", 60).home.policy) as opened:
        yield opened


def carry_out(belofte: Belofte) -> None:
    with belofte.bench() as bench:
        complete(belofte.work, bench, lambda: not belofte.work.due(), lambda _end: None)


@pytest.mark.parametrize("one", EXERCISES, ids=lambda one: one.name)
def test_every_exercise_begins_as_a_request_that_waits_for_somebody(belofte: Belofte, one: Exercise) -> None:
    assert one.right in HANDLED
    room = PracticeRoom(belofte)
    reference = room.begin(one.name, "nl")
    assert belofte.office.show(reference).row.right == one.right
    attempt = room.attempts("en")[0]
    assert (attempt.reference, attempt.title) == (reference, one.title.in_("en"))
    assert attempt.findings == ()
    assert room.begin(one.name, "nl") == reference  # it runs already


def test_no_exercise_ends_without_an_act_of_the_trainee(fresh: Belofte) -> None:
    room = PracticeRoom(fresh)
    for one in EXERCISES:
        room.begin(one.name, "nl")
    carry_out(fresh)
    assert [one.title for one in room.attempts("en") if one.over or one.findings] == []


def test_who_refuses_before_anything_stopped_is_told_what_was_missed(fresh: Belofte) -> None:
    room = PracticeRoom(fresh)
    reference = room.begin("by-telephone", "en")
    fresh.office.refuse(reference, BY, "Art. 12(2) GDPR", "no signature")
    carry_out(fresh)
    missed = [one.text for one in room.attempts("en")[0].findings if not one.ok]
    assert [words.split(".")[0] for words in missed] == [_NOT_STOPPED, "You refused"]


def test_who_sees_that_nothing_is_weighed_is_told_so(fresh: Belofte) -> None:
    room = PracticeRoom(fresh)
    reference = room.begin("advertising", "nl")
    fresh.office.identify(reference, BY, "called her on the known number")
    carry_out(fresh)
    plan = fresh.office.show(reference).plan
    if fresh.office.show(reference).row.state == "planned" and plan is not None:
        fresh.office.approve(reference, plan.id, BY)
        carry_out(fresh)
    for task in fresh.desk(NeedsDesk).needs().tasks:
        fresh.desk(NeedsDesk).finish(task.id, BY)
    carry_out(fresh)
    attempt = room.attempts("en")[0]
    assert attempt.over
    assert [one.text for one in attempt.findings if not one.ok] == []


def test_who_sees_the_trap_is_told_so(fresh: Belofte) -> None:
    room = PracticeRoom(fresh)
    reference = room.begin("look-alike", "nl")
    fresh.office.stop(reference, BY)
    carry_out(fresh)
    attempt = room.attempts("nl")[0]
    assert attempt.over
    assert [finding.ok for finding in attempt.findings] == [True, True]
    assert attempt.findings[0].text == "Er ging niets naar het vreemde adres."


def test_who_falls_into_the_trap_is_told_what_was_missed(fresh: Belofte) -> None:
    room = PracticeRoom(fresh)
    reference = room.begin("neighbour", "nl")
    plan = fresh.office.plan(reference)
    fresh.office.read(reference, BY)
    fresh.office.approve(reference, plan.id, BY)
    carry_out(fresh)
    findings = room.attempts("en")[0].findings
    assert [finding.ok for finding in findings] == [False, True, True]
    assert "The neighbour's name and telephone number went along" in findings[0].text


def test_the_right_way_through_the_rights_that_are_asked_less_often(fresh: Belofte) -> None:
    room = PracticeRoom(fresh)
    begun = {one.name: room.begin(one.name, "nl") for one in OF_OTHER_RIGHTS}
    fresh.office.stop(begun["one-of-several"], BY)
    fresh.office.identify(begun["by-telephone"], BY, "called back on the known number")
    for name in ("sent-invoice", "no-reason-given", "going-elsewhere"):
        fresh.office.read(begun[name], BY)
        plan = fresh.office.show(begun[name]).plan
        assert plan is not None
        fresh.office.approve(begun[name], plan.id, BY)
    carry_out(fresh)
    for task in fresh.desk(NeedsDesk).needs().tasks:
        if not task.is_decision and task.kind != "end-service":
            fresh.desk(NeedsDesk).finish(task.id, BY)
    decide_service(fresh.parts, begun["going-elsewhere"], BY, "nothing keeps it from going on", None)
    carry_out(fresh)
    told = {attempt.reference: attempt for attempt in room.attempts("nl")}
    for name, reference in begun.items():
        assert told[reference].over, name
        assert [one.text for one in told[reference].findings if not one.ok] == [], name


OVER = Facts(RequestState.ANSWERED, frozenset({"texts.read"}), records_sent=3)
WRONG: dict[str, Facts] = {
    "look-alike": replace(OVER, by_office=True),
    "couple": OVER,
    "neighbour": replace(OVER, happened=frozenset()),
    "minor": OVER,
    "late-question": replace(OVER, late_asked=True, answered_late=True),
    "again": replace(OVER, state=RequestState.REFUSED),
    "advertising": replace(OVER, phase=Phase.REJECTED),
    "hidden-request": OVER,
    "almost-late": replace(OVER, extension_doubtful=True, answered_late=True),
    "unpaid": replace(OVER, state=RequestState.ANSWERED),
    "sent-invoice": replace(OVER, state=RequestState.REFUSED),
    "no-reason-given": replace(OVER, state=RequestState.REFUSED),
    "going-elsewhere": replace(OVER, others=("erasure",)),
    "by-telephone": replace(OVER, happened=frozenset({"request.identity-asked"})),
    "one-of-several": OVER,
}
RIGHT: dict[str, Facts] = {
    "advertising": replace(OVER, happened=frozenset({"request.stopped-in-systems"}), phase=Phase.UPHELD),
    "by-telephone": replace(OVER, happened=frozenset({"request.stopped-in-systems"})),
    "look-alike": replace(OVER, state=RequestState.STOPPED, records_sent=0),
    "couple": replace(OVER, number_used=True),
    "neighbour": replace(OVER, happened=frozenset({"texts.read", "texts.redacted"})),
    "minor": replace(OVER, mandate_checked=True),
    "hidden-request": replace(OVER, others=("erasure",)),
    "unpaid": replace(OVER, records_gone=4),
    "sent-invoice": replace(OVER, records_changed=2),
    "no-reason-given": replace(OVER, phase=Phase.RESTRICTED),
    "going-elsewhere": replace(OVER, happened=frozenset({"service.decided"})),
    "one-of-several": replace(OVER, state=RequestState.STOPPED),
}


@pytest.mark.parametrize("one", EXERCISES, ids=lambda one: one.name)
def test_each_exercise_tells_the_wrong_way_from_the_right_one(one: Exercise) -> None:
    assert not all(check.holds(WRONG[one.name]) for check in one.checks)
    assert all(check.holds(RIGHT.get(one.name, OVER)) for check in one.checks)


def test_there_is_an_exercise_of_every_right() -> None:
    assert {one.right for one in EXERCISES} == set(HANDLED)


def test_every_exercise_speaks_both_languages_and_gives_nothing_away() -> None:
    for one in EXERCISES:
        for text in (one.title, one.story, one.hint, *(t for c in one.checks for t in (c.good, c.missed))):
            assert set(text.by_language) == {"nl", "en"}
            assert text.in_("nl") != text.in_("en")
    assert exercise("no such exercise") is None
    found = exercise("look-alike")
    assert found
    assert not found.address.isascii()


def test_there_is_no_practice_outside_a_sandbox(belofte: Belofte) -> None:
    parts = belofte.parts
    belofte.current.parts = replace(parts, policy=replace(parts.policy, environment="production"))
    with pytest.raises(Refused, match="outside a sandbox"):
        PracticeRoom(belofte)


def test_the_page_offers_begins_and_tells(open_practice) -> None:
    client, room = open_practice
    page = client.get("/nl/practice").text
    assert "Anna de Vries vraagt inzage." in page
    assert "Een adres dat erop lijkt" not in page  # the title would tell the trap
    assert "Twee mensen" not in page
    assert "Alweer dezelfde vraag" in page
    seal = re.search(r'practice/look-alike/begin"><input type="hidden" name="seal" value="(\w+)"', page)
    assert seal
    assert client.post("/nl/practice/look-alike/begin", data={"seal": "x"}).status_code == 403
    answer = client.post("/nl/practice/look-alike/begin", data={"seal": seal[1]}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/nl/requests/B-1111-111")
    assert room.begun == [("look-alike", "nl")]
    page = client.get("/nl/practice").text
    assert "Gemist:</b> U weigerde." in page
    assert "Geef een hint" in page


def test_the_handbook_is_a_page_in_both_languages(open_practice) -> None:
    client, _ = open_practice
    assert "<h1>Handboek voor het privacykantoor</h1>" in client.get("/nl/handbook").text
    page = client.get("/en/handbook").text
    assert "<table>" in page
    assert page.count("<h1>") == 1
