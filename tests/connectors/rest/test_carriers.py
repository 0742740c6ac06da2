"""PostNL and DHL: parcels by what the company's own systems call them; nothing there can be changed by a program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from tests.connectors.rest.systems import POLICY, connector_of

from belofte.connectors.http.connector import HttpConnector
from belofte.connectors.http.contract import lint_contract
from belofte.domain.identity import Identifier
from belofte.domain.plan import Decision, Outcome
from belofte.domain.system_map import Verb
from belofte.loading.folder import PolicyFolder, load_policy_folder
from belofte.loading.rest_files import rest_connector
from belofte.ports import Ask, Order, OrderLine, SystemUnreachable
from belofte.sandbox.rest.simulator import Simulator, simulate

KINDS = "name, address, email, phone, signature, tracking-number, order-number"
SHOP = """kind: sql
url: env:SHOP_URL
allow: [find]
person: {rows: [customers], sure: [email]}
tables:
  customers: {category: customer, email: [email], not_personal: [id]}
  parcels: {category: customer, of: {customer: customers.id}, tracking-number: [barcode], not_personal: [id, order_no]}
"""
ANNA_CODE = Identifier("key", "shop.parcels.barcode", "3SLPX0001")
ANNA_ORDER = Identifier("key", "shop.parcels.order_no", "LP-7")
CONTRACT = Path(__file__).parents[4] / "shared" / "specs" / "dhl-tracking-unified.swagger2.json"


def folder(where: Path, kind: str, text: str) -> PolicyFolder:
    (where / "systems").mkdir(parents=True, exist_ok=True)
    (where / "policy.yaml").write_text(POLICY % KINDS, "utf-8")
    (where / "systems" / "shop.yaml").write_text(SHOP, "utf-8")
    (where / "systems" / f"{kind}.yaml").write_text(text, "utf-8")
    return load_policy_folder(where)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def shipment(barcode: str, reference: str, last: str) -> dict[str, object]:
    address = {"FirstName": "A.", "LastName": last, "Street": "Kade", "HouseNumber": "1", "Zipcode": "1234AB"}
    return {"Barcode": barcode, "MainBarcode": barcode, "Reference": reference, "Address": [address]}


@pytest.fixture
def postnl(tmp_path: Path) -> Iterator[Simulator]:
    with simulate("postnl", tmp_path / "postnl.sqlite") as vendor:
        vendor.put("shipments", [shipment("3SLPX0001", "LP-7", "de Vries"), shipment("3SLPX0002", "LP-8", "Bakker")])
        vendor.put(
            "signatures", [{"Barcode": "3SLPX0001", "SignatureDate": "2026-11-02", "SignatureImage": "aGFuZA=="}]
        )
        yield vendor


def postnl_text(vendor: Simulator, of: str, allow: str = "all") -> str:
    return (
        f"kind: postnl\nurl: {vendor.api_url}\nkey: file:k\ncustomer_code: LINP\ncustomer_number: '11223344'\n"
        f"allow: {allow}\ntables:\n  shipments: {{category: customer, of: {of}}}\n"
        "  signatures: {category: customer, of: {Barcode: shop.parcels.barcode}}\n"
    )


def by_postnl(stack: ExitStack, vendor: Simulator, where: Path, of: str, allow: str = "all") -> HttpConnector:
    text = postnl_text(vendor, of, allow)
    made = connector_of(folder(where, "postnl", text), "postnl", {"file:k": vendor.secrets["api_key"]}, where / "kept")
    return stack.enter_context(closing(made))


BARCODE, REFERENCE = "{Barcode: shop.parcels.barcode}", "{Reference: shop.parcels.order_no}"


@pytest.mark.parametrize(("of", "known"), [(BARCODE, ANNA_CODE), (REFERENCE, ANNA_ORDER)], ids=["barcode", "reference"])
def test_a_parcel_is_found_by_what_the_shop_calls_it(
    stack: ExitStack, postnl: Simulator, tmp_path: Path, of: str, known: Identifier
) -> None:
    connector = by_postnl(stack, postnl, tmp_path / "policy", of)
    found = list(connector.find([Ask("r", (known,)), Ask("other", (Identifier("email", "", "x@post.example"),))]))
    (parcel,) = [f for f in found if f.collection == "shipments"]
    assert (parcel.request, parcel.key, parcel.shared) == ("r", ("3SLPX0001",), False)
    assert parcel.via == f"{known.scope} → shipments"
    assert [f.request for f in found if f.collection == "signatures"] == (["r"] if known == ANNA_CODE else [])


def test_a_copy_holds_address_status_and_signature(stack: ExitStack, postnl: Simulator, tmp_path: Path) -> None:
    connector = by_postnl(stack, postnl, tmp_path / "policy", BARCODE)
    key = frozenset({("3SLPX0001",)})
    lines = tuple(OrderLine(name, Decision.EXPORT, key) for name in ("shipments", "signatures"))
    record, signed = connector.export([Order("r", (ANNA_CODE,), lines)])
    assert record.fields["last_names"] == ["de Vries"]
    assert "Kade" in str(record.fields["Address"])
    assert signed.fields["SignatureImage"] == "aGFuZA=="
    assert postnl.calls().writing == 0


def test_a_number_somebody_writes_down_only_shows_a_candidate(
    stack: ExitStack, postnl: Simulator, tmp_path: Path
) -> None:
    connector = by_postnl(stack, postnl, tmp_path / "policy", BARCODE)
    written = [Identifier("tracking-number", "", "3SLPX0001"), Identifier("order-number", "", "LP-8")]
    found = list(connector.find([Ask("r", tuple(written))]))
    assert sorted((f.key, f.candidate) for f in found) == [(("3SLPX0001",), True), (("3SLPX0002",), True)]


def test_what_postnl_does_not_know_is_nothing_found(stack: ExitStack, postnl: Simulator, tmp_path: Path) -> None:
    connector = by_postnl(stack, postnl, tmp_path / "policy", BARCODE)
    assert list(connector.find([Ask("r", (Identifier("key", "shop.parcels.barcode", "3SNONE"),))])) == []
    assert list(connector.find([Ask("r", (Identifier("key", "other.parcels.barcode", "3SLPX0001"),))])) == []


def test_a_key_that_is_refused_is_told_and_not_taken_for_nothing(
    stack: ExitStack, postnl: Simulator, tmp_path: Path
) -> None:
    text = (
        f"kind: postnl\nurl: {postnl.api_url}\nkey: file:k\nallow: all\n"
        f"tables: {{shipments: {{category: customer, of: {BARCODE}}}}}\nignore: [signatures]\n"
    )
    where = tmp_path / "policy"
    made = connector_of(folder(where, "postnl", text), "postnl", {"file:k": "wrong"}, where / "kept")
    with closing(made) as connector, pytest.raises(SystemUnreachable) as away:
        connector.fingerprint()
    assert not away.value.transient
    assert "3SLPX" not in away.value.why + away.value.remedy


def test_a_carrier_that_looks_back_so_many_days_is_asked_for_so_many(
    stack: ExitStack, postnl: Simulator, tmp_path: Path
) -> None:
    connector = rest_connector("postnl")
    assert connector is not None
    asked = [o.query["maxDays"] for o in connector.operations.values() if o.select == "CompleteStatus.Shipment"]
    assert asked == ["{max_days}"] * 4
    assert connector.settings["max_days"].default == "90"


@pytest.mark.parametrize("kind", ["postnl", "dhl"])
def test_whoever_corrects_or_erases_at_a_carrier_writes_to_it(kind: str, tmp_path: Path) -> None:
    keys = {"postnl": "key: file:k", "dhl": "tracking_key: file:k"}[kind]
    column = {"postnl": "Barcode", "dhl": "id"}[kind]
    text = (
        f"kind: {kind}\n{keys}\nallow: all\n"
        f"tables: {{shipments: {{category: customer, of: {{{column}: shop.parcels.barcode}}}}}}\n"
        f"ignore: [{'labels' if kind == 'dhl' else 'signatures'}]\n"
    )
    system = folder(tmp_path / "policy", kind, text).systems[kind]
    for verb in (Verb.ERASE, Verb.RECTIFY, Verb.RESTRICT, Verb.LIFT):
        assert not system.does(verb, "shipments")
    assert system.does(Verb.EXPORT, "shipments")
    connector = rest_connector(kind)
    assert connector is not None
    assert not any(operation.writes for operation in connector.operations.values())


def dhl_text(vendor: Simulator, tables: str, allow: str = "all") -> str:
    return (
        f"kind: dhl\nurl: {vendor.api_url}\ntracking_key: file:t\naccount: file:a\nkey: file:k\n"
        f"allow: {allow}\ntables: {{{tables}}}\n"
        + "".join(f"ignore: [{t}]\n" for t in ("labels", "shipments") if t not in tables)
    )


@pytest.fixture
def dhl(tmp_path: Path) -> Iterator[Simulator]:
    with simulate("dhl", tmp_path / "dhl.sqlite") as vendor:
        who = {"name": {"lastName": "de Vries"}, "address": {"postalCode": "1234AB"}, "email": "anna@dvries.example"}
        vendor.put(
            "shipments", [{"id": "JVGL1", "destination": {"address": {"postalCode": "1234AB"}}}, {"id": "JVGL2"}]
        )
        vendor.put("labels", [{"orderReference": "LP-7", "trackerCode": "JVGL1", "receiver": who}])
        yield vendor


def by_dhl(stack: ExitStack, vendor: Simulator, where: Path, tables: str, allow: str = "all") -> HttpConnector:
    keys = vendor.secrets
    secrets = {"file:t": keys["api_key"], "file:a": keys["user_id"], "file:k": keys["key"]}
    made = folder(where, "dhl", dhl_text(vendor, tables, allow))
    return stack.enter_context(closing(connector_of(made, "dhl", secrets, where / "kept")))


LABELS = "labels: {category: customer, of: {orderReference: shop.parcels.order_no}}"
TRACKED = "shipments: {category: customer, of: {id: shop.parcels.barcode}}"


def test_dhl_tells_of_an_order_and_of_a_number(stack: ExitStack, dhl: Simulator, tmp_path: Path) -> None:
    connector = by_dhl(stack, dhl, tmp_path / "policy", f"{LABELS}, {TRACKED}")
    code = Identifier("key", "shop.parcels.barcode", "JVGL1")
    found = list(connector.find([Ask("r", (ANNA_ORDER, code))]))
    assert sorted((f.collection, f.key) for f in found) == [("labels", ("JVGL1",)), ("shipments", ("JVGL1",))]
    lines = tuple(OrderLine(f.collection, Decision.EXPORT, frozenset({f.key})) for f in found)
    records = {r.collection: r for r in connector.export([Order("r", (ANNA_ORDER, code), lines)])}
    assert records["labels"].fields["to_email"] == "anna@dvries.example"
    assert records["shipments"].fields["destination"] == {"address": {"postalCode": "1234AB"}}
    assert dhl.calls().writing == 0


def test_a_number_dhl_no_longer_knows_is_nothing_found(stack: ExitStack, dhl: Simulator, tmp_path: Path) -> None:
    connector = by_dhl(stack, dhl, tmp_path / "policy", TRACKED)
    assert list(connector.find([Ask("r", (Identifier("key", "shop.parcels.barcode", "JVGL9"),))])) == []


def test_a_parcel_key_that_is_refused_blinds_and_says_so(stack: ExitStack, dhl: Simulator, tmp_path: Path) -> None:
    where = tmp_path / "policy"
    secrets = {"file:t": dhl.secrets["api_key"], "file:a": dhl.secrets["user_id"], "file:k": "wrong"}
    made = connector_of(folder(where, "dhl", dhl_text(dhl, LABELS)), "dhl", secrets, where / "kept")
    with closing(made) as connector, pytest.raises(SystemUnreachable) as away:
        list(connector.find([Ask("r", (ANNA_ORDER,))]))
    assert away.value.remedy


def test_an_order_by_hand_ends_as_manual_and_never_as_done(stack: ExitStack, dhl: Simulator, tmp_path: Path) -> None:
    connector = by_dhl(stack, dhl, tmp_path / "policy", LABELS)
    line = OrderLine("labels", Decision.DELETE, frozenset({("JVGL1",)}))
    (result,) = connector.erase([Order("r", (ANNA_ORDER,), (line,), Verb.ERASE)])
    assert result.outcome is Outcome.MANUAL
    assert dhl.calls().writing == 0
    assert dhl.holds("JVGL1")


def test_dhl_s_tracking_agrees_with_its_contract_as_far_as_one_is_public() -> None:
    """The public contract knows unified tracking only, and not who received: the parcel service publishes none."""
    if not CONTRACT.is_file():
        pytest.skip("Not compared: the vendors' contracts are not on this machine (noted 2026-11-23).")
    connector = rest_connector("dhl")
    assert connector is not None
    findings = lint_contract(connector, [json.loads(CONTRACT.read_text("utf-8"))])
    unknown = [one for one in findings if "labels" not in one]
    assert [one for one in unknown if '"receiver"' not in one] == []
    assert findings, "the labels are in no contract"
