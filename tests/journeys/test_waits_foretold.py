"""How long a vendor's limits make a search wait is said before it begins; what it cuts off is told as a part."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.rights.commands import crm, received, told, typed
from tests.worlds import World

from belofte.bootstrap import make_demo
from belofte.connectors.http.kept import Kept

A_DAY = 250  # calls, as DHL gives a new key


@pytest.fixture
def company(tmp_path: Path) -> World:
    return World(make_demo(tmp_path / "home", 60, frozenset({"crm", "mailchimp", "dhl"})))


def used_up(world: World, left: int) -> None:
    """The calls of today, but for so many, were made by other commands."""
    kept = Kept(world.made.home.connectors / "dhl")
    with kept.locked("calls"):
        kept.note("calls", {"day": f"{datetime.now(UTC):%Y-%m-%d}", "count": A_DAY - left})


def two_parcels(world: World) -> str:
    """The address of somebody to whom DHL brought more than one parcel."""
    found = crm(
        world,
        "SELECT c.email FROM shipments s JOIN orders o ON o.id = s.order_id JOIN customers c ON c.id = o.customer_id"
        " WHERE s.carrier = 'dhl' GROUP BY c.email HAVING count(*) > 1 ORDER BY c.email",
    )
    return str(found[0][0])


def test_nothing_is_said_where_nobody_waits(company: World) -> None:
    _, said = typed(company, "find", company.made.asks)
    assert "a day" not in said
    assert told(company, "find", company.made.asks)["waits"] == []


def test_find_says_before_it_begins_that_the_rest_is_for_tomorrow(company: World) -> None:
    used_up(company, 0)
    status, said = typed(company, "find", company.made.asks)
    lines = said.splitlines()
    assert status == 3
    assert "at 250 a day, 0 left today; the rest tomorrow" in lines[0]
    assert lines[1].startswith("  [1/3]"), "progress comes after it"
    wait = told(company, "find", company.made.asks)["waits"][0]
    assert (wait["system"], wait["foretold"]["left"], wait["foretold"]["days"]) == ("dhl", 0, 2)


def test_what_was_seen_before_the_day_was_used_up_is_shown_as_a_part(company: World) -> None:
    asks = two_parcels(company)
    systems = told(company, "find", asks)["systems"]
    whole, calls = systems["dhl"], systems["crm"]["shipments"]  # each number is asked for, whoever carried it
    assert sum(whole.values()) > 1
    used_up(company, calls - 1)
    seen = told(company, "find", asks)
    assert "dhl" not in seen["systems"], "what was seen in part is not what is there"
    assert 0 < sum(seen["partly_seen"]["dhl"].values()) < sum(whole.values())
    (away,) = seen["could_not_look"]
    assert (away["system"], away["until"][10:19]) == ("dhl", "T00:00:00")
    used_up(company, calls - 1)
    _, said = typed(company, "find", asks)
    assert "a part: not all was seen" in said
    assert "could not look at everything: dhl takes no more calls today, until " in said


def test_planning_says_so_too_and_the_plan_waits_until_then(company: World) -> None:
    used_up(company, 0)
    reference = received(company, "access", company.made.asks)
    assert typed(company, "request", "identify", reference, "--by", "P. de Boer", "--how", "called back")[0] == 0
    used_up(company, 0)
    status, said = typed(company, "request", "plan", reference)
    assert status == 3
    assert "at 250 a day, 0 left today; the rest tomorrow" in said.splitlines()[0]
    assert "  [1/3]" in said
    plan = told(company, "request", "show", reference)["case"]["plan"]
    tomorrow = plan["blind"][0]["until"]
    assert plan["blind"][0]["system"] == "dhl"
    with company.open() as belofte, belofte.parts.store.reading() as tx:
        case = tx.requests.by_reference(reference).id
        looks = {due.at for due in tx.dates.coming("look-again") if due.about == case}
    assert looks == {datetime.fromisoformat(tomorrow)}, "not every five minutes: until then there is nothing new"
