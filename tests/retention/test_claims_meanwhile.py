"""What is placed while a sweep runs counts before its next batch, and before the one that runs is final (RET-4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.retention.test_by_days import BATCH, OLD, left_of, listed, views
from tests.retention.test_hold import placed
from tests.retention.test_sweep import BY, line, swept
from tests.rights.commands import approve, crm, done_by_hand, received, told, typed
from tests.worlds import World, carry_out

from belofte.procedures.retaining.by_keys import AT_ONCE
from belofte.procedures.retaining.claims import Claiming
from belofte.procedures.retaining.running import Came
from belofte.procedures.retaining.sweep_desk import SweepDesk
from belofte.procedures.retaining.sweeping import sweep_system
from belofte.sweep_port import MayGo


class Between:
    """Does something once, after the first batch of one collection."""

    def __init__(self, collection: str, do: Callable[[], object]) -> None:
        self.collection, self.do, self.done = collection, do, False

    def __call__(self, _system: str, collection: str, _went: int) -> None:
        if collection == self.collection and not self.done:
            self.done = True
            self.do()


def swept_while(world: World, between: Between) -> Came:
    """One sweep of the customer database; so many at once stop and ask."""
    shown = listed(world)
    with world.open() as belofte:
        desk = belofte.desk(SweepDesk)
        desk.approve(shown["id"], BY[1])
        (came,) = desk.sweep(between, "crm")
    assert between.done, "there was a moment between two batches"
    return came


def two_days(world: World) -> tuple[list[int], list[int]]:
    """Two days that are two batches, the second of another customer; their row numbers."""
    first, second = views(world, OLD[0], BATCH), views(world, OLD[1], BATCH)
    crm(world, "UPDATE page_views SET customer_id = 2 WHERE id BETWEEN ? AND ?", second[0], second[-1])
    return first, second


def counts(world: World, collection: str) -> dict[str, int]:
    """How the newest sweep left a collection, as the office sees it."""
    with world.open() as belofte:
        looked = next(one for one in belofte.desk(SweepDesk).looked() if one.system == "crm")
        of = next(one for one in looked.lines if one.collection == collection)
        return {standing.value: n for standing, n in of.counts.items()}


def test_a_hold_placed_between_two_batches_of_days_keeps_its_record(world: World) -> None:
    swept(world)
    first, second = two_days(world)
    came = swept_while(world, Between("page_views", lambda: placed(world, "--record", f"crm.page_views:{second[5]}")))
    assert left_of(world, first) == 0
    assert crm(world, "SELECT id FROM page_views WHERE at < '2019-12-31'") == [(second[5],)]
    assert came.went["page_views"] == 2 * BATCH - 1
    assert counts(world, "page_views") == {"held": 1}
    assert line(listed(world), "page_views")["counts"] == {"held": 1}
    assert told(world, "check")["verdicts"]


def left_customers(world: World, count: int) -> list[int]:
    """So many customers who left long ago; their row numbers."""
    before = int(crm(world, "SELECT max(id) FROM customers")[0][0])
    crm(
        world,
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "
        "INSERT INTO customers(customer_no, kind, full_name, email, left_on) "
        "SELECT 'X-' || i, 'person', 'N. N.', 'x' || i || '@post.example', '2020-01-01' FROM n",
    )
    return list(range(before + 1, before + 1 + count))


def named(world: World, keys: list[int]) -> list[int]:
    """Those of these customers whose name is still there."""
    found = crm(world, "SELECT id FROM customers WHERE full_name IS NOT NULL AND id BETWEEN ? AND ?", keys[0], keys[-1])
    return [int(row[0]) for row in found]


def test_a_hold_placed_between_two_batches_of_keys_keeps_its_record(world: World) -> None:
    swept(world)
    keys = left_customers(world, AT_ONCE + 100)
    came = swept_while(world, Between("customers", lambda: placed(world, "--record", f"crm.customers:{keys[-1]}")))
    assert named(world, keys) == [keys[-1]]
    assert came.went["customers"] == AT_ONCE + 99
    assert counts(world, "customers") == {"held": 1}


def asks_for_access(world: World, address: str) -> None:
    assert typed(world, "request", "confirm", received(world, "access", address))[0] == 0


def restricts(world: World, address: str) -> None:
    reference = received(world, "restriction", address)
    assert typed(world, "request", "confirm", reference)[0] == 0
    approve(world, reference)
    done_by_hand(world)
    with world.open() as belofte:
        carry_out(belofte)


@pytest.mark.parametrize("came_in", [asks_for_access, restricts])
def test_a_request_or_restriction_that_comes_in_between_two_batches_keeps_what_it_is_about(
    world: World, came_in: Callable[[World, str], None]
) -> None:
    swept(world)
    first, second = two_days(world)
    address = str(crm(world, "SELECT email FROM customers WHERE id = 2")[0][0])
    swept_while(world, Between("page_views", lambda: came_in(world, address)))
    assert (left_of(world, first), left_of(world, second)) == (0, BATCH)
    standing = {asks_for_access: "in-an-open-request", restricts: "restricted-and-asked"}[came_in]
    assert counts(world, "page_views") == {standing: BATCH}


class AsksLate:
    """A connector in whose transaction somebody places a hold, after the statement and before it is made final."""

    def __init__(self, inner: Any, do: Callable[[], object]) -> None:
        self.inner, self.do, self.asked = inner, do, 0

    def _late(self, may_go: MayGo) -> MayGo:
        def asked() -> bool:
            self.asked += 1
            if self.asked == 1:
                self.do()
            return may_go()

        return asked

    def sweep_days(self, order: Any, may_go: MayGo) -> Any:
        """As the connector, asked late."""
        return self.inner.sweep_days(order, self._late(may_go))

    def sweep_keys(self, order: Any, may_go: MayGo) -> Any:
        """As the connector, asked late."""
        return self.inner.sweep_keys(order, self._late(may_go))


def _through(name: str) -> Callable[..., Any]:
    return lambda self, *given: getattr(self.inner, name)(*given)


for _name in (
    *("write_order", "without_index", "due", "undated", "sweep", "look_again", "one_by_one", "due_by_day", "more_due"),
    *("look_again_at_days", "hanging_on", "contents", "shows", "observe", "purge", "find"),
):
    setattr(AsksLate, _name, _through(_name))


@pytest.mark.parametrize("collection", ["page_views", "customers"])
def test_a_hold_placed_after_the_statement_and_before_it_is_final_keeps_its_record(
    world: World, collection: str
) -> None:
    swept(world)
    keys = views(world, OLD[0], 4) if collection == "page_views" else left_customers(world, 4)

    def place() -> None:
        placed(world, "--record", f"crm.{collection}:{keys[1]}")

    with world.open() as belofte:
        late = AsksLate(belofte.parts.connectors["crm"], place)
        parts = replace(belofte.parts, connectors={**belofte.parts.connectors, "crm": late})
        came = sweep_system(parts, parts.systems["crm"], Claiming(parts), lambda *_: None)
        assert not parts.store.ledger.find_unfinished()
    assert late.asked > 1
    held = "SELECT id FROM page_views WHERE at < '2019-12-31'"
    left = [int(row[0]) for row in crm(world, held)] if collection == "page_views" else named(world, keys)
    assert left == [keys[1]]
    assert came.went[collection] == 3
