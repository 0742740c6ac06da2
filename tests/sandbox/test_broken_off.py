"""A system refuses for good in the middle of an act: what was done there has its receipt, what remains is planned again
and has its own, and nobody is told of a record twice (every act leaves a receipt)."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from tests.rights.commands import typed
from tests.worlds import World, carry_out

from belofte.bootstrap import Belofte, make_demo, open_landscape
from belofte.domain.part_done import as_done
from belofte.domain.plan import Outcome, Receipt
from belofte.domain.request import RequestState
from belofte.domain.system_map import Verb
from belofte.procedures.office.needs_desk import NeedsDesk

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


def test_what_was_copied_before_a_new_plan_is_in_answer_and_copy_once(world: World) -> None:
    """The shop was copied when the books refused: it stands in the new plan too."""
    known = world.made.company.cast.anna.email
    with world.open() as belofte:
        reference = world.ask(belofte, "access", known)
        planned = refused_at_the_act(world, belofte, reference, exact="no-right")
        planned_again(world, belofte, reference)
        receipts = belofte.office.show(reference).receipts
        assert [one.system for one in receipts if one.verb is Verb.EXPORT].count("crm") == 2
        assert told_records(receipts) == planned
        parts = belofte.public.download(world.link_for(known))
        assert parts is not None
        copy = zipfile.ZipFile(io.BytesIO(b"".join(parts)))
    rows = len(copy.read("csv/crm.invoices.csv").decode("utf-8-sig").splitlines()) - 1
    assert rows == planned["crm", "invoices", "export"] > 0


def test_what_goes_later_is_told_of_once_although_it_is_planned_again(tmp_path: Path) -> None:
    """Nobody can look into Analytics: what was asked of it stands in the new plan once more."""
    world = World(make_demo(tmp_path / "demo", 50, systems=frozenset({"crm", "google-analytics", "mailchimp"})))
    with world.open() as belofte:
        reference = asked(world, belofte)
        planned = refused_at_the_act(world, belofte, reference, mailchimp="no-right")
        planned_again(world, belofte, reference)
        receipts = belofte.office.show(reference).receipts
        assert [one.system for one in receipts if one.verb is Verb.ERASE].count("google-analytics") == 2
        assert told_records(receipts) == planned


def refused_at_the_act(
    world: World, belofte: Belofte, reference: str, **faults: str
) -> dict[tuple[str, str, str], int]:
    """Approved, and then a system refuses for good; gives what was planned first."""
    planned = planned_records(belofte, reference)
    plan = belofte.office.show(reference).plan
    assert plan is not None
    belofte.office.read(reference, "P. de Boer")
    broken(world, **faults)
    belofte.office.approve(reference, plan.id, "P. de Boer")
    carry_out(belofte)
    return planned


def planned_records(belofte: Belofte, reference: str) -> dict[tuple[str, str, str], int]:
    plan = belofte.office.show(reference).plan
    assert plan is not None
    lines = [line for step in plan.steps if step.verb is not Verb.PURGE for line in step.lines]
    sums = Counter[tuple[str, str, str]]()
    for line in lines:
        sums[line.system, line.collection, str(line.decision)] += line.count
    return dict(sums)


def told_records(receipts: Sequence[Receipt]) -> dict[tuple[str, str, str], int]:
    sums = Counter[tuple[str, str, str]]()
    for one in as_done(receipts):
        for line in one.lines if one.verb is not Verb.PURGE else ():
            sums[one.system, line.collection, str(line.decision)] += line.planned
    return dict(sums)


def test_a_purge_that_fails_for_good_leaves_its_receipt_and_is_a_persons_task(world: World) -> None:
    """The rows went, the file cannot be rewritten: the answer goes out, says so, and nobody calls it done."""
    with closing(sqlite3.connect(world.made.company.path)) as shop:
        shop.create_function("of_the_shop", 1, int, deterministic=True)
        shop.execute("CREATE INDEX guarded ON managed_accounts(id) WHERE of_the_shop(id) > 0")
    with world.open() as belofte:
        reference = asked(world, belofte)
        world.approve(belofte, reference)
        case = belofte.office.show(reference)
        ends = {one.verb: one for one in case.receipts if one.system == "crm"}
        assert (ends[Verb.ERASE].outcome, ends[Verb.PURGE].outcome) == (Outcome.DONE, Outcome.MANUAL)
        problem = ends[Verb.PURGE].problem
        assert problem is not None
        assert "look at what guards this table" in problem.remedy
        assert case.row.state == RequestState.ANSWERED
        desk = belofte.desk(NeedsDesk)
        (task,) = (one for one in desk.needs().tasks if one.kind == "finish-by-hand")
        assert (task.system, task.count > 0) == ("crm", True)
        known = world.made.company.cast.canary.email
        assert "nog met de hand: klantenadministratie" in world.letters_to(known)[-1]
        desk.finish(task.id, "P. de Boer")
        belofte.work.tend()
        assert "Bij klantenadministratie is het werk nu gedaan" in world.letters_to(known)[-1], (
            "as the answer said: you hear when it is done"
        )


def test_texts_that_nobody_can_read_now_are_no_fault_of_ours_and_no_texts(world: World) -> None:
    """The mailings went away between the plan and the reading."""
    anna = world.made.company.cast.anna.email
    with world.open() as belofte:
        reference = world.ask(belofte, "access", anna)
    read = ("request", "read", reference, "--by", "P. de Boer")
    broken(world, mailchimp="down")
    status, said = typed(world, *read)
    assert (status, "Nobody can read in mailchimp now: mailchimp does not answer." in said) == (3, True)
    shown = json.loads(typed(world, "request", "show", reference, "--json")[1])
    assert shown["case"]["texts_read"] is False, "nobody was handed them"
