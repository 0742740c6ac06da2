"""Google Analytics: it can only be told whom it concerns; what it keeps of visitors, and for how long."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from tests.connectors.rest.systems import NOW, NoPause, folder_with, system_text
from tests.connectors.rest.visits import ANNA, COOKIE, KINDS, SHOP, SITE, Connected, analytics

from belofte.connectors.http.connector import HttpConnector
from belofte.connectors.http.making import Surroundings, make_connector
from belofte.domain.identity import Identifier
from belofte.domain.located import Key
from belofte.domain.plan import Decision, Outcome
from belofte.domain.promise import Reach
from belofte.domain.system_map import Verb
from belofte.ports import Ask, Order, OrderLine
from belofte.sandbox.rest.simulator import Simulator, simulate


@pytest.fixture
def account(tmp_path: Path) -> Iterator[tuple[Simulator, Connected]]:
    with analytics(tmp_path) as opened:
        yield opened


@pytest.fixture
def vendor(account: tuple[Simulator, Connected]) -> Simulator:
    return account[0]


@pytest.fixture
def connected(account: tuple[Simulator, Connected]) -> Connected:
    """Makes connectors, as many as a test wants; all are closed."""
    return account[1]


def order_of(
    connector: HttpConnector, decision: Decision, verb: Verb | None, *who: Identifier, request: str = "r"
) -> Order:
    keys: dict[str, set[Key]] = defaultdict(set)
    for found in connector.find([Ask(request, who)]):
        keys[found.collection].add(found.key)
    lines = (OrderLine(name, decision, frozenset(held)) for name, held in sorted(keys.items()))
    return Order(request, who, tuple(lines), verb)


def erasing(connector: HttpConnector, *who: Identifier, request: str = "r") -> Order:
    return order_of(connector, Decision.DELETE, Verb.ERASE, *who, request=request)


def test_who_gives_no_number_that_analytics_keeps_is_not_found_and_no_call_is_made_for_them(
    connected: Connected, vendor: Simulator
) -> None:
    connector = connected(
        tables="clients: {category: customer}\nusers: {category: customer}", ignore="[reported-users, addresses]"
    )
    assert list(connector.find([Ask("r", (Identifier("email", "", "anna@dvries.example"),))])) == []
    assert vendor.calls().last == 0


def test_a_cookie_number_stands_for_what_each_property_keeps_under_it(connected: Connected) -> None:
    found = list(connected().find([Ask("r", (COOKIE,))]))
    assert sorted((f.collection, *f.key) for f in found) == [
        ("clients", "1001", "111.222"),
        ("clients", "1002", "111.222"),
    ]
    assert not any(f.shared for f in found)


def test_erasing_asks_google_for_every_number_and_is_pending_until_the_next_run(
    connected: Connected, vendor: Simulator
) -> None:
    connector = connected(properties='["1001"]')
    before = vendor.calls().last
    order = erasing(connector, ANNA, COOKIE)
    (result,) = connector.erase([order])
    assert result.outcome is Outcome.PENDING
    assert result.until == date(2027, 1, 24), "the run comes every two months: 62 days"
    assert {line.collection: line.acted for line in result.lines} == {"clients": 1, "reported-users": 1, "users": 1}
    assert sorted(row["by"] for row in vendor.rows("deletions")) == ["clientId", "userId", "userId"]
    assert vendor.calls(before).writing == 3


@pytest.mark.parametrize(
    ("who", "kept_in"),
    [(COOKIE, "clients"), (ANNA, "users"), (Identifier("email", "", "anna@dvries.example"), "addresses")],
)
def test_each_way_to_name_a_visitor_is_pending_until_the_next_run(
    connected: Connected, who: Identifier, kept_in: str
) -> None:
    others = [name for name in ("clients", "users", "reported-users", "addresses") if name != kept_in]
    connector = connected(
        tables=f"{kept_in}: {{category: customer}}", ignore=f"[{', '.join(others)}]", properties='["1001"]'
    )
    (result,) = connector.erase([erasing(connector, who)])
    assert (result.outcome, result.until) == (Outcome.PENDING, date(2027, 1, 24))


def test_google_s_confirmation_is_kept_with_the_receipt(connected: Connected) -> None:
    connector = connected(properties='["1001"]')
    (result,) = connector.erase([erasing(connector, COOKIE)])
    assert [line.confirmed for line in result.lines] == ["2026-11-23T09:00:00Z"]


def test_nobody_can_look_whether_a_cookie_number_is_gone_and_it_is_not_said(connected: Connected) -> None:
    connector = connected()
    order = erasing(connector, COOKIE)
    list(connector.erase([order]))
    (looked,) = connector.read_back([order])
    assert looked.outcome is Outcome.PENDING
    assert [line.remains for line in looked.lines] == [None], "not counted: neither there nor gone"
    assert looked.looked == ()


class Going:
    """A clock that the test moves on."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at


def test_a_user_whose_number_is_in_the_reports_is_seen_there_and_seen_gone(tmp_path: Path) -> None:
    clock = Going()
    with ExitStack() as stack:
        vendor = stack.enter_context(simulate("google_analytics", tmp_path / "ga.sqlite", lambda: clock.at.timestamp()))
        listed = [{"property": SITE, "parent": "accounts/77"}]
        vendor.put("accounts", [{"name": "accountSummaries/77", "account": "accounts/77", "propertySummaries": listed}])
        vendor.put("properties", [{"name": SITE}])
        vendor.put("visits", [{"pagePath": "/prijzen", "userId": "K-1"}, {"pagePath": "/prijzen", "userId": "K-2"}])
        tables = "reported-users: {category: customer}"
        keys = {"service_account": "file:k", "ignore": "[clients, users, addresses]"}
        folder = folder_with(
            tmp_path / "policy",
            "google_analytics",
            system_text("google_analytics", vendor.api_url, keys, tables),
            KINDS,
        )
        secrets = {"file:k": vendor.secrets["service_account"]}
        around = Surroundings(clock, secrets.__getitem__, tmp_path / "kept", only_here=True, pause=NoPause())
        connector = stack.enter_context(closing(make_connector(folder.systems["google_analytics"], around)))
        order = erasing(connector, ANNA)
        (result,) = connector.erase([order])
        assert result.outcome is Outcome.PENDING
        (soon,) = connector.read_back([order])
        assert (soon.outcome, [line.remains for line in soon.lines]) == (Outcome.PENDING, [1])
        clock.at += timedelta(hours=72, seconds=1)
        (later,) = connector.read_back([order])
        assert (later.outcome, [line.remains for line in later.lines]) == (Outcome.DONE, [0])
        assert later.looked == ("keys", "identifiers")
        two = Identifier("customer-number", "", "K-2")
        assert [f.key for f in connector.find([Ask("r", (two,))])] == [("1001", "K-2")]


def test_a_copy_has_the_pages_of_a_user_and_of_a_cookie_only_its_number(connected: Connected) -> None:
    connector = connected(properties='["1001"]')
    order = order_of(connector, Decision.EXPORT, None, ANNA, COOKIE)
    records = {record.collection: record.fields for record in connector.export([order])}
    assert records["clients"] == {"property": "1001", "client_id": "111.222"}
    assert records["reported-users"]["pages"] == [
        {"page": "/contact", "events": "1"},
        {"page": "/prijzen", "events": "1"},
    ]


def test_only_an_address_that_the_site_sends_is_told_to_google(connected: Connected, vendor: Simulator) -> None:
    anna = Identifier("email", "", "anna@dvries.example")
    vendor.put("visits", [{"pagePath": "/", "email": "anna@dvries.example"}])
    connector = connected(properties='["1001"]')
    (result,) = connector.erase([erasing(connector, anna)])
    assert result.outcome is Outcome.PENDING
    assert [row["by"] for row in vendor.rows("deletions")] == ["email"]


def test_a_look_only_connector_asks_for_no_right_to_edit(connected: Connected, vendor: Simulator) -> None:
    connector = connected(allow="[find, export, observe]", properties='["1001"]')
    list(connector.export([order_of(connector, Decision.EXPORT, None, ANNA, COOKIE)]))
    list(connector.observe(["setting/event-retention", "setting/retention-changes", "setting/access"]))
    assert vendor.calls().writing == 0


def test_both_terms_are_seen_and_whether_a_visit_starts_them_anew(connected: Connected, vendor: Simulator) -> None:
    vendor.state.delete(vendor.state.select("retention", [])[1])
    other = {"eventDataRetention": "TWENTY_SIX_MONTHS", "resetUserDataOnNewActivity": True}
    vendor.put("retention", [{"name": f"{SHOP}/dataRetentionSettings", **other}])
    names = [f"setting/{name}" for name in ("event-retention", "user-retention", "retention-reset")]
    seen = {o.name: o.value for o in connected().observe(names)}
    assert json.loads(str(seen["setting/event-retention"])) == ["14 months", "26 months"]
    assert seen["setting/user-retention"] == "14 months"
    assert json.loads(str(seen["setting/retention-reset"])) == [False, True]
    declared = connected(properties='["1001"]')
    assert [o.value for o in declared.observe(names)] == ["14 months", "14 months", False]
    assert [o.value for o in declared.observe(["undeclared"])] == [1], "the other property is reported"


@pytest.mark.parametrize(
    "longer",
    [
        {"eventDataRetention": "FIFTY_MONTHS"},
        {"userDataRetention": "FIFTY_MONTHS"},
        {"resetUserDataOnNewActivity": True},
    ],
)
def test_whatever_keeps_visitors_longer_is_among_the_settings_by_which_they_end(
    connected: Connected, vendor: Simulator, longer: dict[str, object]
) -> None:
    connector = connected(properties='["1001"]')
    endings = [connector.ends(name) for name in ("clients", "users", "reported-users", "addresses")]
    names = [[f"setting/{name}" for name in one.by] for one in endings if one is not None]
    assert len(names) == 4, "Google ends all of them, and nobody else can"
    before = [[o.value for o in connector.observe(one)] for one in names]
    vendor.state.delete(vendor.state.select("retention", [])[0])
    vendor.put("retention", [{"name": f"{SITE}/dataRetentionSettings", **longer}])
    after = [[o.value for o in connected(properties='["1001"]').observe(one)] for one in names]
    assert all(was != now for was, now in zip(before, after, strict=True))


def test_what_leaves_analytics_and_who_may_look_is_counted(connected: Connected, vendor: Simulator) -> None:
    vendor.put("bigquery_links", [{"name": f"{SITE}/bigQueryLinks/1", "_property": "1001"}])
    vendor.put("ads_links", [{"name": f"{SITE}/googleAdsLinks/{n}", "_property": "1001"} for n in range(2)])
    vendor.put("access", [{"name": f"{SITE}/accessBindings/{n}", "_property": "1001"} for n in range(60)])
    changed = {"action": "UPDATED", "resource": f"{SITE}/dataRetentionSettings"}
    moments = [f"2026-0{n}-01T10:00:00Z" for n in (1, 2)]
    events = [{"id": at, "_account": "77", "changeTime": at, "changes": [changed]} for at in moments]
    vendor.put("changes", [*events, {"id": "x", "_account": "77", "changeTime": "2026-03-01T10:00:00Z", "changes": []}])
    names = ("bigquery-links", "ads-links", "access", "google-signals", "data-sharing", "user-provided-data", "region")
    seen = {
        o.name.partition("/")[2]: o
        for o in connected().observe([f"setting/{n}" for n in (*names, "retention-changes")])
    }
    assert [seen[name].value for name in ("bigquery-links", "ads-links", "access")] == [1, 2, 60]
    assert seen["google-signals"].value == "off"
    assert json.loads(str(seen["data-sharing"].value))["google_products"] is False
    assert seen["user-provided-data"].value is False
    assert seen["region"].reach is Reach.ABSENT
    assert json.loads(str(seen["retention-changes"].value)) == [{"at": at, "by": "USER"} for at in moments]


@pytest.mark.parametrize("product", ["ads", "bigquery", "display-video", "search-ads", "adsense", "firebase"])
def test_each_linked_product_is_counted_by_itself(connected: Connected, vendor: Simulator, product: str) -> None:
    table = f"{product.replace('-', '_')}_links"
    links = [
        {"name": f"{name}/links/{n}", "_property": name.rpartition("/")[2]} for name in (SITE, SHOP) for n in (1, 2)
    ]
    vendor.put(table, links[:3])
    products = ("ads", "bigquery", "display-video", "search-ads", "adsense", "firebase")
    seen = {o.name: o.value for o in connected().observe([f"setting/{one}-links" for one in products])}
    assert seen == {f"setting/{one}-links": 3 if one == product else 0 for one in products}


@pytest.mark.parametrize(
    ("switch", "word"),
    [
        ("sharingWithGoogleSupportEnabled", "support"),
        ("sharingWithGoogleAssignedSalesEnabled", "own_sales"),
        ("sharingWithGoogleAnySalesEnabled", "any_sales"),
        ("sharingWithGoogleProductsEnabled", "google_products"),
        ("sharingWithOthersEnabled", "others"),
    ],
)
def test_each_switch_by_which_data_are_shared_is_told_apart(
    connected: Connected, vendor: Simulator, switch: str, word: str
) -> None:
    vendor.state.delete(vendor.state.select("sharing", [])[0])
    vendor.put("sharing", [{"name": "accounts/77/dataSharingSettings", switch: True}])
    (told,) = connected().observe(["setting/data-sharing"])
    words = ("support", "own_sales", "any_sales", "google_products", "others")
    assert json.loads(str(told.value)) == {one: one == word for one in words}


def test_a_long_history_is_read_page_by_page(connected: Connected, vendor: Simulator) -> None:
    changed = {"action": "UPDATED", "resource": f"{SITE}/dataRetentionSettings"}
    days = [f"2026-{month:02}-{day:02}T10:00:00Z" for month in range(1, 11) for day in range(1, 26)]
    vendor.put("changes", [{"id": at, "_account": "77", "changeTime": at, "changes": [changed]} for at in days])
    (seen,) = connected().observe(["setting/retention-changes"])
    assert len(json.loads(str(seen.value))) == len(days) == 250


def test_a_deletion_whose_answer_was_lost_is_asked_again(connected: Connected, vendor: Simulator) -> None:
    connector = connected(properties='["1001"]')
    order = erasing(connector, COOKIE)
    vendor.break_("lost-answer,times=1,on=user-deletion")
    (result,) = connector.erase([order])
    assert result.outcome is Outcome.PENDING
    assert [row["by"] for row in vendor.rows("deletions")] == ["clientId", "clientId"], "asking twice deletes once"


def test_five_hundred_users_are_searched_together(connected: Connected, vendor: Simulator) -> None:
    vendor.put("visits", [{"pagePath": "/", "userId": f"N-{n}"} for n in range(500)])
    tables = "reported-users: {category: customer}"
    connector = connected(tables=tables, ignore="[clients, users, addresses]", properties='["1001"]')
    asks = [Ask(f"r{n}", (Identifier("customer-number", "", f"N-{n}"),)) for n in range(500)]
    assert len({found.request for found in connector.find(asks)}) == 500
    assert vendor.calls().reading <= 6
