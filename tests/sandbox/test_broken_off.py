"""A system refuses for good in the middle of an act: what was done there has its receipt, what remains is planned again
and has its own, and nobody is told of a record twice (every act leaves a receipt)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from tests.worlds import World, carry_out

from belofte.bootstrap import Belofte, make_demo, open_landscape
from belofte.domain.part_done import as_done
from belofte.domain.plan import Outcome, Receipt
from belofte.domain.request import RequestState
from belofte.domain.system_map import Verb

PLANNED = {"accounts": 1, "contacts": 1, "bank-accounts": 1}
"""What the books hold of the person that goes; the bank account is the first to go."""
DONE_FIRST = {"accounts": (0, 1), "contacts": (0, 1), "bank-accounts": (1, 0)}
"""By table: acted on, and seen to remain."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    yield World(make_demo(tmp_path / "demo", 50, systems=frozenset({"crm", "exact", "mailchimp"})))


def broken(world: World, **faults: str) -> None:
    with open_landscape(world.made.home.policy) as landscape:
        for name in landscape.names:
            landscape.simulator(name).mend()
            if fault := faults.get(name):
                landscape.simulator(name).break_(fault)


def asked(world: World, belofte: Belofte) -> str:
    return world.ask(belofte, "erasure", world.made.company.cast.canary.email)


def of_books(belofte: Belofte, reference: str) -> list[Receipt]:
    receipts = belofte.office.show(reference).receipts
    return [one for one in receipts if one.system == "exact" and one.verb is Verb.ERASE]


def numbers(receipt: Receipt) -> dict[str, tuple[int | None, int | None]]:
    return {line.collection: (line.acted, line.remains) for line in receipt.lines}


def told(receipts: Sequence[Receipt]) -> dict[str, int]:
    """Table -> records that the answer counts."""
    sums = dict.fromkeys(PLANNED, 0)
    for line in (line for receipt in as_done(receipts) for line in receipt.lines):
        sums[line.collection] += line.planned
    return sums


def planned_again(world: World, belofte: Belofte, reference: str) -> None:
    assert belofte.office.show(reference).row.state == RequestState.PLANNED
    broken(world)
    belofte.office.plan(reference)
    world.approve(belofte, reference)


@pytest.mark.parametrize("fault", ["refused,on=contacts-", "no-right,on=contacts-"])
def test_what_was_done_before_a_refusal_for_good_has_its_receipt(world: World, fault: str) -> None:
    broken(world, exact=fault)
    with world.open() as belofte:
        reference = asked(world, belofte)
        world.approve(belofte, reference)
        (receipt,) = of_books(belofte, reference)
        assert receipt.outcome is Outcome.FAILED
        assert numbers(receipt) == DONE_FIRST
        assert receipt.looked == ("keys", "identifiers")
        assert receipt.problem is not None
        planned_again(world, belofte, reference)
        first, second = of_books(belofte, reference)
        assert (first.outcome, second.outcome) == (Outcome.FAILED, Outcome.DONE)
        assert {line.collection for line in second.lines} == {"accounts", "contacts"}
        assert told([first, second]) == PLANNED
        assert belofte.office.show(reference).row.state == RequestState.ANSWERED


def test_what_waits_elsewhere_ends_with_its_plan_and_is_planned_again(world: World) -> None:
    broken(world, exact="500,on=contacts-", mailchimp="refused,on=delete-permanent")
    with world.open() as belofte:
        reference = asked(world, belofte)
        world.approve(belofte, reference)
        (receipt,) = of_books(belofte, reference)
        assert receipt.outcome is Outcome.FAILED
        planned_again(world, belofte, reference)
        carry_out(belofte)
        first, second = of_books(belofte, reference)
        assert second.outcome is Outcome.DONE
        assert told([first, second]) == PLANNED
        systems = [one.system for one in belofte.office.show(reference).receipts if one.verb is Verb.ERASE]
        assert sorted(systems) == ["crm", "exact", "exact", "mailchimp", "mailchimp"]
