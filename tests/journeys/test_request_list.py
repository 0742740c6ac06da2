"""``belofte request list``, narrowed by what the office's page asks as well."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tests.rights.commands import approve, received, told, typed
from tests.rights.test_identity import confirmed
from tests.worlds import World

EARLY, LATER = "2027-02-04T09:00:00Z", "2027-02-20T09:00:00Z"


@pytest.fixture
def queued(world: World) -> dict[str, str]:
    """Three requests of one person: a copy that was sent, an erasure that waits for the office, and a later question
    of which the address was not confirmed. Right → reference."""
    made = {right: received(world, right, world.made.asks, "--now", EARLY) for right in ("access", "erasure")}
    for reference in made.values():
        confirmed(world, reference, "--now", EARLY)
    approve(world, made["access"], "--now", EARLY)
    return {**made, "rectification": received(world, "rectification", world.made.asks, "--now", LATER)}


NARROWED: Sequence[tuple[str, list[str]]] = (
    ("", ["erasure", "rectification"]),
    ("--right erasure", ["erasure"]),
    ("--right access", []),
    ("--state received", ["rectification"]),
    ("--state answered", ["access"]),
    ("--waiting confirmation", ["rectification"]),
    ("--waiting office --right rectification", []),
    ("--handled-by Mieke", []),
    ("--due-before 2027-03-07", ["erasure"]),
    ("--due-before 2027-03-04", []),
    ("--late answer", []),
    ("--late answer --now 2027-03-08T09:00:00Z", ["erasure"]),
    ("--late answer --due-before 2027-12-31 --now 2027-03-08T09:00:00Z", ["erasure"]),
    ("--answered", ["access"]),
    ("--answered --right erasure", []),
)


def test_the_list_is_narrowed_by_all_that_is_asked(world: World, queued: dict[str, str]) -> None:
    for asked, found in NARROWED:
        words = [*asked.split(), *(() if "--now" in asked else ("--now", LATER))]
        rows = told(world, "request", "list", *words)["requests"]
        assert [row["reference"] for row in rows] == [queued[right] for right in found], asked
    for right, reference in queued.items():
        rows = told(world, "request", "list", "--search", reference.lower().replace("-", " "), "--now", LATER)
        assert [row["right"] for row in rows["requests"]] == [right], "whatever became of it"
    assert told(world, "request", "list", "--search", "B-2222-222", "--now", LATER)["requests"] == []


def test_it_says_whether_nothing_is_open_or_nothing_fits(world: World) -> None:
    assert typed(world, "request", "list")[1].strip() == "No open requests."
    assert typed(world, "request", "list", "--right", "access")[1].strip() == "No request fits that."


def test_a_question_that_makes_no_sense_is_no_empty_list(world: World) -> None:
    for asked, said in (
        ("--right forgetting", "There is no such right."),
        ("--due-before soon", "--due-before is not a day."),
        ("--search B-2222-222 --right access", "use --search alone"),
        ("--search B-2222-222 --answered", "use --search alone"),
        ("--answered --state planned", "--answered and --state both say which states."),
    ):
        status, printed = typed(world, "request", "list", *asked.split())
        assert (status, said in printed) == (2, True), asked
