"""What a keeper is asked, by when, and about whom: no more of the person than lies there, and nobody's guess."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.rights.commands import approve, received, told, typed
from tests.rights.keeping import KEEPER, add_archive
from tests.third_parties.test_kept_by_people import BOER, NOBODY, tasks
from tests.worlds import World

NUMBERS = """  cards:
    category: profile
    controller: {ours}
    customer-number: [number]
    not_personal: [drawer]
    erase: row
"""


def goes(world: World, right: str, address: str, *more: str, confirmed: bool = True) -> str:
    """A request that was approved, and what follows from that."""
    reference = received(world, right, address, *more)
    if confirmed:
        assert typed(world, "request", "confirm", reference)[0] == 0
    else:
        identified = ("request", "identify", reference, "--by", BOER, "--how", "called back")
        assert typed(world, *identified)[0] == 0
    approve(world, reference)
    assert typed(world, "work")[0] == 0
    return reference


def slow_keeper(world: World) -> None:
    """One whose own term is longer than ours."""
    add_archive(world)
    file = world.made.home.policy / "systems" / "archive.yaml"
    file.write_text(file.read_text("utf-8").replace("answer_within: 7 days", "answer_within: 90 days"), "utf-8")


def test_the_answer_is_asked_before_our_own_day_and_reminded_by_then(world: World) -> None:
    slow_keeper(world)
    reference = goes(world, "access", world.made.asks)
    work_by = date.fromisoformat(told(world, "request", "show", reference)["case"]["row"]["work_by"])
    (task,) = tasks(world)
    assert str(task["due_at"])[:10] == str(work_by), "midnight in Amsterdam lies on the same day in UTC"
    for day, letters in ((work_by, 1), (work_by + timedelta(days=1), 2)):
        with world.open(f"{day}T12:00:00Z") as belofte:
            belofte.work.tend()
            belofte.work.tend()
        assert len(world.letters_to(KEEPER)) == letters, day


def test_past_our_own_day_the_keeper_still_has_its_term(world: World) -> None:
    """What is late already is asked for within the keeper's own term, not for yesterday."""
    add_archive(world)
    long_ago = (date.today() - timedelta(days=60)).isoformat()
    goes(world, "access", world.made.asks, "--received", f"{long_ago}T10:00:00+01:00", "--channel", "mail")
    (task,) = tasks(world)
    assert str(task["due_at"])[:10] > date.today().isoformat()


@pytest.mark.parametrize("ours", ["true", "false"])
def test_of_the_person_only_what_lies_there_for_us_is_named(world: World, ours: str) -> None:
    """A table that is kept for a customer of ours lets nothing of the person out."""
    add_archive(world, more=NUMBERS.format(ours=ours))
    goes(world, "access", world.made.asks)
    number = world.made.number_of(world.made.asks)
    assert (number in world.letters_to(KEEPER)[0]) is (ours == "true")


@pytest.mark.parametrize("vouched", [True, False])
def test_a_name_that_only_the_form_gives_goes_to_nobody_before_a_person_vouched_for_it(
    world: World, vouched: bool
) -> None:
    add_archive(world)
    goes(world, "access", NOBODY, "--name", "Jan Verzonnen", confirmed=not vouched)
    (letter,) = world.letters_to(KEEPER)
    assert NOBODY in letter
    assert ("Jan Verzonnen" in letter) is vouched


def corrected(world: World, kind: str, to: str) -> str:
    """A request to put one thing right, confirmed and approved."""
    reference = received(world, "rectification", world.made.asks)
    wrong = ("request", "correct", reference, "--kind", kind, "--to", to, "--by", BOER)
    assert typed(world, *wrong)[0] == 0
    assert typed(world, "request", "confirm", reference)[0] == 0
    approve(world, reference)
    return reference


def test_a_correction_goes_to_the_keeper_too_with_what_is_right(world: World) -> None:
    """All systems: what lies on paper is put right as well, and the answer waits for whoever keeps it."""
    add_archive(world)
    reference = corrected(world, "name", "Anna Vermeer")
    assert typed(world, "work")[0] == 0
    assert "Anna Vermeer" in world.letters_to(KEEPER)[0]
    (task,) = tasks(world)
    assert told(world, "request", "show", reference)["case"]["row"]["state"] == "acting"
    assert typed(world, "task", "done", str(task["id"]), "--by", BOER, "--count", "2")[0] == 0
    case = told(world, "request", "show", reference)["case"]
    assert case["row"]["state"] == "answered"
    assert [r["lines"][0]["planned"] for r in case["receipts"] if r["system"] == "archive"] == [2]


def test_a_correction_of_what_does_not_lie_there_is_not_asked_of_the_keeper(world: World) -> None:
    add_archive(world)
    corrected(world, "language", "en")
    assert (world.letters_to(KEEPER), tasks(world)) == ([], [])


def test_after_the_answer_nobody_is_reminded(world: World) -> None:
    add_archive(world)
    goes(world, "access", world.made.asks)
    (task,) = tasks(world)
    assert typed(world, "task", "done", str(task["id"]), "--by", BOER, "--outcome", "nothing-there")[0] == 0
    later = (date.today() + timedelta(days=12)).isoformat()
    with world.open(f"{later}T12:00:00Z") as belofte:
        belofte.work.tend()
    assert len(world.letters_to(KEEPER)) == 1
    assert tasks(world, "keeper-silent") == []
