"""A list that is not let through: nothing goes, it shows as late with its days, and asks nobody until there is reason
to (RET-4)."""

from __future__ import annotations

from tests.clocks import as_if_in, in_days
from tests.retention.test_late import reason, verdict
from tests.retention.test_sweep import BY, listed
from tests.rights.commands import change_policy, crm, told, typed
from tests.worlds import World

from belofte.procedures.office.needs_desk import NeedsDesk

WHY = ("--why", "the rule counts from the wrong day")
TOMORROW = as_if_in(1, "06:00")


def asks(world: World) -> bool:
    """Whether the list stands among what needs somebody."""
    with world.open() as belofte:
        return any(one.kind == "sweep" for one in belofte.desk(NeedsDesk).needs().more)


def test_what_is_put_off_stays_is_late_and_asks_nobody(world: World) -> None:
    before = crm(world, "SELECT count(*) FROM page_views")
    shown = listed(world)
    assert asks(world)
    status, said = typed(world, "sweep", "--put-off", shown["id"], *BY, *WHY)
    assert status == 0, said
    assert "put off by P. de Boer: the rule counts from the wrong day; nothing goes" in said
    assert not asks(world)
    late = verdict(world)
    assert late["state"] == "broken"
    assert f"days late, put off on {in_days(0)}" in reason(late)
    assert "P. de Boer" not in reason(late), "a check names nobody"
    days = next(one["late"] for one in shown["collections"] if one["collection"] == "page_views")
    again = listed(world, *TOMORROW)
    assert (again["put_off"]["by"], again["put_off"]["why"]) == (BY[1], WHY[1]), "the next day it is still put off"
    assert next(one["late"] for one in again["collections"] if one["collection"] == "page_views") == days + 1
    assert not asks(world)
    assert crm(world, "SELECT count(*) FROM page_views") == before


def test_whoever_approves_it_meanwhile_ends_it(world: World) -> None:
    before = crm(world, "SELECT count(*) FROM page_views")
    shown = listed(world)
    assert typed(world, "sweep", "--put-off", shown["id"], *BY, *WHY)[0] == 0
    assert typed(world, "sweep", "--approve", shown["id"], *BY)[0] == 0
    assert crm(world, "SELECT count(*) FROM page_views") < before
    after = listed(world)
    assert (after["waits"], after["put_off"], after["due"]) == (None, None, 0)


def test_it_is_asked_again_on_its_day_or_with_another_rule(world: World) -> None:
    shown = listed(world)
    tomorrow = str(in_days(1))
    until = ("--until", tomorrow)
    assert typed(world, "sweep", "--put-off", shown["id"], *BY, *WHY, *until)[0] == 0
    assert told(world, "sweep", "--system", "crm")["lists"][0]["put_off"]["until"] == tomorrow
    assert listed(world, *TOMORROW)["put_off"] is None
    assert asks(world)
    shown = listed(world)
    assert typed(world, "sweep", "--put-off", shown["id"], *BY, *WHY)[0] == 0
    assert not asks(world)
    change_policy(world, "at_most: 14 months, after: collected", "at_most: 12 months, after: collected")
    assert listed(world)["put_off"] is None
    assert asks(world)


def test_it_takes_a_name_a_reason_and_a_list_that_waits(world: World) -> None:
    shown = listed(world)
    for wrong in (
        ("--put-off", shown["id"], "--by", " ", *WHY),
        ("--put-off", shown["id"], *BY),
        ("--put-off", "list-none", *BY, *WHY),
        ("--put-off", shown["id"], *BY, *WHY, "--until", "2020-01-01"),
        ("--put-off", shown["id"], *BY, *WHY, "--until", "tomorrow"),
        ("--put-off", shown["id"], "--approve", shown["id"], *BY, *WHY),
        ("--dry-run", *WHY),
    ):
        assert typed(world, "sweep", *wrong)[0] == 2, wrong
    assert typed(world, "sweep", "--approve", shown["id"], *BY)[0] == 0
    assert typed(world, "sweep", "--put-off", shown["id"], *BY, *WHY)[0] == 1
