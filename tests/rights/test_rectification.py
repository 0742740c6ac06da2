"""Rectification, end to end: put right everywhere, read back, told after the last write (REC, Art. 16)."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.worlds import World, carry_out

from belofte.bootstrap import Belofte
from belofte.domain.plan import Outcome
from belofte.domain.system_map import Verb
from belofte.domain.wish import Correction, Wish
from belofte.procedures.desks import Submission


def crm(world: World, statement: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(world.made.home.sandbox / "crm.sqlite")) as database, database:
        return list(database.execute(statement, values))


def ask(world: World, belofte: Belofte, address: str, *corrections: Correction, statement: str = "") -> str:
    """The form is filled in and the button behind the mailed link pressed."""
    wish = Wish(corrections, statement)
    reference = belofte.public.submit(Submission("rectification", address, "nl", wish=wish))
    belofte.work.tend()
    assert belofte.public.confirm(world.link_for(address)) == "open"
    return reference


def test_a_name_is_put_right_everywhere_and_read_back(world: World) -> None:
    """T-37: all tables, read back equal, confirmed after the last write."""
    address, old = world.made.asks, world.made.name_of(world.made.asks)
    with world.open() as belofte:
        reference = ask(world, belofte, address, Correction("name", old, "Anna Bakker"))
        assert "gewijzigd" not in world.letters_to(address)[-1]
        case = world.approve(belofte, reference)
    assert case.row.state == "answered"
    receipt = next(r for r in case.receipts if r.verb is Verb.RECTIFY)
    assert receipt.outcome is Outcome.DONE
    assert sum(line.remains or 0 for line in receipt.lines) == 0
    assert crm(world, "SELECT full_name FROM customers WHERE email = ?", address) == [("Anna Bakker",)]
    assert crm(world, "SELECT name FROM subscriptions WHERE email = ?", address) == [("Anna Bakker",)]
    steps = [receipt.verb for receipt in case.receipts]
    assert steps.index(Verb.TELL) > steps.index(Verb.RECTIFY)
    assert "Anna Bakker" not in repr(case)
