"""The behaviours every connector is held to, by the vendors that know people by a number or an address only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest
from tests.connectors.rest.domains import ANNA as ANNA_BY_MAIL
from tests.connectors.rest.domains import BRAM as BRAM_BY_MAIL
from tests.connectors.rest.domains import transip
from tests.connectors.rest.test_carriers import BARCODE, LABELS, TRACKED, by_dhl, by_postnl, shipment
from tests.connectors.rest.test_every_connector import TO_ALLOW, stopped
from tests.connectors.rest.visits import ANNA, COOKIE, analytics

from belofte.domain.identity import Identifier
from belofte.domain.system_map import Verb
from belofte.ports import SystemConnector
from belofte.sandbox.rest.simulator import Simulator, simulate
from belofte.testing import ConnectorSuite

Who = tuple[Identifier, ...]


class VendorWorld:
    """Two people at a simulated vendor; ``make`` gives a connector under a map that allows these verbs."""

    def __init__(
        self,
        vendor: Simulator,
        make: Callable[[str], SystemConnector],
        people: tuple[Who, Who],
        correction: tuple[str, str, object] | None = None,
    ) -> None:
        self._vendor, self._make = vendor, make
        self.person, self.other = people
        self.correction = correction

    def connector(self, allow: frozenset[Verb]) -> SystemConnector:
        return self._make(f"[{', '.join(sorted(verb for verb in allow if verb in TO_ALLOW))}]")

    def writing_calls(self) -> int:
        return self._vendor.calls().writing

    def holds(self, text: str) -> bool:
        return self._vendor.holds(text) != []

    def away(self) -> AbstractContextManager[object]:
        return stopped(self._vendor)


class TestTransIP(ConnectorSuite):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[VendorWorld]:
        with transip(tmp_path) as (vendor, connected):
            correction = ("contacts", "street", "Nieuwstraat")
            yield VendorWorld(
                vendor, lambda allow: connected(allow=allow), ((ANNA_BY_MAIL,), (BRAM_BY_MAIL,)), correction
            )


class TestGoogleAnalytics(ConnectorSuite):
    """Without ``addresses``: whoever gives an address stands for what Google keeps under it, which nobody can see."""

    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[VendorWorld]:
        tables = "\n".join(f"{name}: {{category: customer}}" for name in ("clients", "users", "reported-users"))
        other = (Identifier("customer-number", "", "K-2"), Identifier("ga-client-id", "", "333.444"))
        with analytics(tmp_path) as (vendor, connected):
            yield VendorWorld(
                vendor,
                lambda allow: connected(allow=allow, tables=tables, ignore="[addresses]"),
                ((ANNA, COOKIE), other),
            )


class TestPostNL(ConnectorSuite):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[VendorWorld]:
        with simulate("postnl", tmp_path / "postnl.sqlite") as vendor, ExitStack() as stack:
            vendor.put(
                "shipments", [shipment("3SLPX0001", "LP-7", "de Vries"), shipment("3SLPX0002", "LP-8", "Bakker")]
            )
            people = _by_key("shop.parcels.barcode", "3SLPX0001"), _by_key("shop.parcels.barcode", "3SLPX0002")
            yield VendorWorld(
                vendor, lambda allow: by_postnl(stack, vendor, tmp_path / "policy", BARCODE, allow), people
            )


class TestDHL(ConnectorSuite):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[VendorWorld]:
        with simulate("dhl", tmp_path / "dhl.sqlite") as vendor, ExitStack() as stack:
            vendor.put("shipments", [{"id": "JVGL1"}, {"id": "JVGL2"}])
            for order, code, name in (("LP-7", "JVGL1", "de Vries"), ("LP-8", "JVGL2", "Bakker")):
                who = {"name": {"lastName": name}, "address": {"postalCode": "1234AB"}}
                vendor.put("labels", [{"orderReference": order, "trackerCode": code, "receiver": who}])
            people = tuple(
                (*_by_key("shop.parcels.order_no", order), *_by_key("shop.parcels.barcode", code))
                for order, code in (("LP-7", "JVGL1"), ("LP-8", "JVGL2"))
            )
            tables = f"{LABELS}, {TRACKED}"
            yield VendorWorld(
                vendor,
                lambda allow: by_dhl(stack, vendor, tmp_path / "policy", tables, allow),
                (people[0], people[1]),
            )


def _by_key(scope: str, value: str) -> Who:
    return (Identifier("key", scope, value),)
