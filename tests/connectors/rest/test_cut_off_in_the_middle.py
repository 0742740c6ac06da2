"""A vendor that lets no more calls through in the middle of a search: who was seen whole until then is seen, what was
found of the others is told as a part, and nobody is told that nothing was found."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.connectors.rest.clubkast import KEY, Clubkast
from tests.connectors.rest.systems import NOW, NoPause, folder_with
from tests.connectors.rest.test_carriers import LABELS, TRACKED, dhl_text, folder
from tests.connectors.rest.test_ways import FILE, TABLES

from belofte.connectors.http.connector import HttpConnector
from belofte.connectors.http.kept import Kept
from belofte.connectors.http.making import Surroundings, make_connector
from belofte.domain.identity import Identifier
from belofte.domain.located import Found
from belofte.domain.plan import Decision
from belofte.ports import Ask, NotAllSeen, Order, OrderLine, PlanOutdated, Record, SystemUnreachable
from belofte.procedures.planning.locate import locate
from belofte.sandbox.rest.simulator import Simulator, simulate

A_DAY = 250  # calls, as DHL gives a new key
BOTH = ("labels", "shipments")
PEOPLE = 130  # each with an order and a parcel: 260 calls


class Clock:
    """A clock that is put forward by hand."""

    at = NOW

    def now(self) -> datetime:
        return self.at


def asked(number: int) -> Ask:
    order = Identifier("key", "shop.parcels.order_no", f"LP-{number}")
    return Ask(f"r{number}", (order, Identifier("key", "shop.parcels.barcode", f"JVGL{number}")))


@pytest.fixture
def dhl(tmp_path: Path, clock: Clock) -> Iterator[Simulator]:
    def at_dhl() -> float:
        return time.time() + (clock.at - NOW).total_seconds()

    with simulate("dhl", tmp_path / "dhl.sqlite", at_dhl) as vendor:
        numbers = range(PEOPLE)
        vendor.put("shipments", [{"id": f"JVGL{n}"} for n in numbers])
        vendor.put("labels", [{"orderReference": f"LP-{n}", "trackerCode": f"JVGL{n}"} for n in numbers])
        yield vendor


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pause() -> NoPause:
    return NoPause()


@pytest.fixture
def connector(tmp_path: Path, dhl: Simulator, clock: Clock, pause: NoPause) -> Iterator[HttpConnector]:
    keys = dhl.secrets
    secrets = {"file:t": keys["api_key"], "file:a": keys["user_id"], "file:k": keys["key"]}
    system = folder(tmp_path / "policy", "dhl", dhl_text(dhl, f"{LABELS}, {TRACKED}")).systems["dhl"]
    around = Surroundings(clock, secrets.__getitem__, tmp_path / "kept", only_here=True, pause=pause)
    with ExitStack() as stack:
        yield stack.enter_context(closing(make_connector(system, around)))


def found_until_cut_off(connector: HttpConnector, asks: list[Ask]) -> tuple[list[Found], NotAllSeen]:
    """What came before the end, and the end."""
    found: list[Found] = []
    with pytest.raises(NotAllSeen) as cut:
        found.extend(connector.find(asks))  # extend keeps what came before the error
    return found, cut.value


def test_who_was_seen_before_the_day_was_used_up_is_seen(connector: HttpConnector, dhl: Simulator) -> None:
    asks = [asked(number) for number in range(PEOPLE)]
    found, cut = found_until_cut_off(connector, asks)
    seen = {one.request for one in found} - cut.requests
    assert seen == {f"r{number}" for number in range(A_DAY // 2)}
    assert cut.requests == {f"r{number}" for number in range(A_DAY // 2, PEOPLE)}
    assert cut.until == datetime(2026, 11, 24, tzinfo=UTC)
    assert "2026-11-24 00:00 UTC" in cut.why
    assert sum(1 for _ in dhl.state.database.execute("SELECT 1 FROM calls WHERE method = 'GET'")) == A_DAY


def test_the_rest_is_seen_the_next_day(connector: HttpConnector, clock: Clock) -> None:
    _, cut = found_until_cut_off(connector, [asked(number) for number in range(PEOPLE)])
    rest = [asked(number) for number in range(PEOPLE) if f"r{number}" in cut.requests]
    clock.at = NOW + timedelta(days=1)
    assert {one.request for one in connector.find(rest)} == cut.requests


def test_who_takes_no_call_is_seen_although_the_day_is_used_up(connector: HttpConnector) -> None:
    stranger = Ask("stranger", (Identifier("email", "", "x@post.example"),))
    _, cut = found_until_cut_off(connector, [*(asked(number) for number in range(PEOPLE)), stranger])
    assert "stranger" not in cut.requests


def test_a_part_is_shown_and_is_never_all(connector: HttpConnector, dhl: Simulator, pause: NoPause) -> None:
    """Labels were seen, shipments were not: the person is not known to have no shipments there."""
    dhl.break_("429,on=track")
    located = locate({"dhl": connector}, [asked(1)])["r1"]
    assert located.found == {}
    assert [one.system for one in located.blind] == ["dhl"]
    assert [one.collection for one in located.partly["dhl"]] == ["labels"]
    assert sum(pause.waited) > 30, "it was asked again before it was given up"


def test_what_came_before_in_the_same_collection_is_kept(connector: HttpConnector, tmp_path: Path) -> None:
    kept = Kept(tmp_path / "kept")
    with kept.locked("calls"):
        kept.note("calls", {"day": NOW.date().isoformat(), "count": A_DAY - 1})
    orders = tuple(Identifier("key", "shop.parcels.order_no", f"LP-{number}") for number in range(3))
    located = locate({"dhl": connector}, [Ask("r", orders)])["r"]
    assert located.found == {}
    assert [(one.collection, one.key) for one in located.partly["dhl"]] == [("labels", ("JVGL0",))]


def test_pages_that_came_before_are_kept(tmp_path: Path, clock: Clock, pause: NoPause) -> None:
    """Of a list fewer come than the vendor counts: who stands on what came is shown, as a part."""
    (tmp_path / "connectors").mkdir(parents=True)
    listed = FILE.replace("LIMITS", "").replace("{by: email, one: by-email}", "{all: members}")
    (tmp_path / "connectors" / "club.yaml").write_text(listed, encoding="utf-8")
    asks = [Ask(f"r{n}", (Identifier("email", "", f"member{n}@club.example"),)) for n in range(10, 15)]
    with Clubkast() as service:
        for number in range(10, 14):
            service.add(number, f"member{number}@club.example", f"Member {number}")
        service.short_by = 1
        text = f"kind: club\nkey: file:k\nallow: all\ntables: {TABLES}\nurl: {service.url}\n"
        system = folder_with(tmp_path, "club", text, "email, name, notes, cookie-id").systems["club"]
        around = Surroundings(clock, {"file:k": KEY}.__getitem__, tmp_path / "kept", pause=pause)
        with closing(make_connector(system, around)) as club:
            located = locate({"club": club}, asks)
    assert all(one.found == {} and one.blind for one in located.values()), "nobody was seen whole"
    assert [len(one.partly.get("club", ())) for one in located.values()] == [1, 1, 1, 1, 0]


def test_other_people_s_plans_do_not_wait(connector: HttpConnector) -> None:
    located = locate({"dhl": connector}, [asked(number) for number in range(PEOPLE)])
    blind = [case for case, one in located.items() if one.blind]
    assert blind == [f"r{number}" for number in range(A_DAY // 2, PEOPLE)]
    assert all(len(one.found["dhl"]) == 2 for case, one in located.items() if case not in blind)
    assert {one.blind[0].until for one in located.values() if one.blind} == {datetime(2026, 11, 24, tzinfo=UTC)}


def test_a_copy_that_was_not_reached_any_more_is_made_later(connector: HttpConnector) -> None:
    orders = [
        Order(
            asked(number).request,
            asked(number).identifiers,
            tuple(
                OrderLine(name, Decision.EXPORT, frozenset({(f"JVGL{number}",)})) for name in ("labels", "shipments")
            ),
        )
        for number in range(PEOPLE)
    ]
    records: list[Record] = []
    with pytest.raises(PlanOutdated) as cut:
        records.extend(connector.export(orders))
    assert {one.request for one in records}.isdisjoint(cut.value.failures)
    assert len({one.request for one in records}) == A_DAY // 2
    assert len(records) == A_DAY
    assert all(one.transient for one in cut.value.failures.values()), "tried again, and no new plan for it"
    with pytest.raises(SystemUnreachable):
        list(connector.export(orders[-1:]))


def test_who_waited_in_vain_just_now_does_not_wait_as_long_again(
    connector: HttpConnector, dhl: Simulator, pause: NoPause
) -> None:
    dhl.break_("429")
    found_until_cut_off(connector, [asked(1)])
    first = sum(pause.waited)
    found_until_cut_off(connector, [asked(2)])
    assert first > 30
    assert sum(pause.waited) - first < 5


def test_who_asks_after_a_search_that_was_cut_off_is_not_told_that_nothing_is_there(connector: HttpConnector) -> None:
    """In one look everybody asks the same lists: what ended one search answers no other."""
    with connector.one_look():
        found_until_cut_off(connector, [asked(number) for number in range(PEOPLE)])
        with pytest.raises(SystemUnreachable):
            list(connector.hanging_on("labels", [asked(PEOPLE - 1).identifiers]))
