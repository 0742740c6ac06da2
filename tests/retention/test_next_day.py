"""A sweep's list says on which day the next record goes, whatever is due today: to the day, by the sweep's own rule."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.clocks import in_days
from tests.disclosures.rooms import rooms
from tests.retention.test_sweep import BY, YEAR, invoice, line, listed, swept
from tests.rights.commands import crm, told, typed
from tests.worlds import World

from belofte.domain.notice.wording import day
from belofte.procedures.retaining.next_day import FARTHEST, first_day

TODAY = date(2026, 11, 23)


@given(st.sets(st.integers(-400, 80_000), max_size=6))
def test_the_first_day_with_more_is_found_by_asking_only_whether_there_is_more(days: set[int]) -> None:
    """``days`` on which something becomes due, counted from today."""
    asked: list[int] = []

    def more(day: date) -> bool:
        asked.append((day - TODAY).days)
        return any(0 < one <= asked[-1] for one in days)

    later = sorted(one for one in days if 0 < one <= FARTHEST.days)
    expected = TODAY + timedelta(later[0]) if later else None
    assert first_day(TODAY, more) == (expected, True)
    assert len(asked) <= (2 if 1 in days else 36)


def test_a_system_that_cannot_say_gives_no_day_and_is_not_taken_for_one_without() -> None:
    assert first_day(TODAY, lambda _day: None) == (None, False)
    assert first_day(TODAY, lambda day: None if day < TODAY + FARTHEST else True) == (None, False)


def test_a_record_that_goes_while_we_ask_leaves_no_day_and_no_endless_asking() -> None:
    """An erasure takes the only record that was still to come, just after the first question."""
    answers = iter([True, *[False] * 100])
    assert first_day(TODAY, lambda _day: next(answers)) == (None, True)


def views(world: World, *days: str) -> None:
    for one in days:
        crm(world, "INSERT INTO page_views(at, customer_id, ip, agent, path) VALUES (?, 1, '10.0.0.1', 'x', '/')",
            f"{one} 12:00:00")  # fmt: skip


def fourteen_months() -> tuple[date, date]:
    """A day on which a page view was collected, and the day in the month to come on which it goes."""
    today = in_days(0)
    goes = today.year * 12 + today.month  # the next month, counted from zero
    before = goes - 14
    return date(before // 12, before % 12 + 1, 2), date(goes // 12, goes % 12 + 1, 3)


def test_the_next_day_is_told_beside_what_is_due(world: World) -> None:
    """Page views: 14 months after collection. What is due today, and what is held, hides no later day."""
    collected, goes = fourteen_months()
    crm(world, "DELETE FROM page_views")
    views(world, "2019-05-01", f"{collected}", f"{in_days(-300)}")
    shown = line(listed(world, "--dry-run"), "page_views")
    assert shown["counts"]["due"] == 1
    assert (shown["next_on"], shown["next_seen"]) == (f"{goes}", True)
    assert f"next on {goes}" in typed(world, "sweep", "--dry-run", "--system", "crm")[1]
    crm(world, "DELETE FROM page_views WHERE at > '2020-01-01'")
    alone = line(listed(world, "--dry-run"), "page_views")
    assert (alone["counts"]["due"], alone["next_on"], alone["next_seen"]) == (1, None, True)


def test_the_next_day_is_that_of_the_rule_with_all_its_days(world: World) -> None:
    """An invoice stays seven years after the book year in which it was settled."""
    crm(world, "DELETE FROM invoices")
    invoice(world, f"{YEAR - 6}-03-01", "F-1")
    goes = f"{YEAR + 2}-01-01"
    assert line(listed(world, "--dry-run"), "invoices")["next_on"] == goes
    invoice(world, "2010-01-01", "F-DUE")
    invoice(world, None, "F-OPEN")
    shown = line(listed(world, "--dry-run"), "invoices")
    assert (shown["counts"]["due"], shown["counts"]["undecided"], shown["next_on"]) == (1, 1, goes)


def test_the_day_that_a_person_decided_is_a_next_day_too(world: World) -> None:
    swept(world)
    crm(world, "DELETE FROM invoices")
    key = invoice(world, None, "F-OPEN")
    assert line(listed(world, "--dry-run"), "invoices")["next_on"] is None
    kept = ("term", "decide", f"crm.invoices:{key}", "--keep-until", f"{YEAR}-12-31", "--why", "a claim", *BY)
    assert typed(world, *kept)[0] == 0
    assert line(listed(world, "--dry-run"), "invoices")["next_on"] == f"{YEAR + 1}-01-01"


def test_the_page_says_the_day_and_tells_none_from_not_to_be_told(world: World) -> None:
    crm(world, "DELETE FROM page_views")
    collected, goes = fourteen_months()
    views(world, "2019-05-01", f"{collected}")
    told(world, "sweep")
    assert typed(world, "user", "add", "P. de Boer", "--role", "privacy-officer")[0] == 0
    with rooms(world, "P. de Boer") as (_, (boer,)):
        shown = boer.see("/nl/sweeps")
        assert row(shown, "page_views").endswith(f">{day(goes).nl}</td></tr>")
        english = boer.see("/en/sweeps")
        assert row(english, "page_views").endswith(f">{day(goes).en}</td></tr>")
        with world.open() as belofte, belofte.parts.store.transaction() as tx:
            (newest,) = [one for one in tx.sweeps.looked() if one.system == "crm"]
            blank = [replace(one, next_on=None, next_seen=one.collection == "mails") for one in newest.lines]
            tx.sweeps.put_looked(replace(newest, lines=tuple(blank)))
        shown = boer.see("/nl/sweeps")
        assert row(shown, "mails").endswith(">geen</td></tr>")
        assert row(shown, "page_views").endswith(">niet te zeggen</td></tr>")


def row(page: str, collection: str) -> str:
    found = re.search(rf'<tr><th scope="row">{collection}</th>.*?</tr>', page, re.DOTALL)
    assert found
    return found[0]
