"""The vendors as worlds of the contract suite: simulators with two people, and the map a company would write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path

from tests.connectors.rest import books, domains, office, visits
from tests.connectors.rest.books import Moment, Waiting
from tests.connectors.rest.clubkast import KEY, Clubkast, Wrong
from tests.connectors.rest.systems import NoPause, StillClock, folder_with, system_text
from tests.connectors.rest.test_carriers import BARCODE, LABELS, TRACKED, dhl_text, folder, postnl_text, shipment
from tests.connectors.rest.test_mailchimp import KINDS, TABLES
from tests.connectors.rest.test_own_connector import written
from tests.ports import free_port

from belofte.connectors.http.making import Surroundings, make_connector
from belofte.connectors.http.pause import Pause
from belofte.domain.identity import Identifier
from belofte.domain.system_map import SystemMap
from belofte.loading.folder import load_policy_folder
from belofte.ports import Clock, SystemConnector
from belofte.sandbox.rest.simulator import Simulator, simulate
from belofte.testing import Who, World

ANNA = (Identifier("email", "", "anna@dvries.example"),)
BRAM = (Identifier("email", "", "bram@bakker.example"),)


class VendorWorld(World):
    """Two people at a simulated vendor."""

    def __init__(
        self,
        vendor: Simulator,
        system: SystemMap,
        secrets: Mapping[str, str],
        stack: ExitStack,
        kept_at: Path,
        people: tuple[Who, Who] = (ANNA, BRAM),
        clock: Clock | None = None,
        pause: Callable[[], Pause] = NoPause,
    ) -> None:
        self.vendor, self.system, self._by_reference = vendor, system, secrets
        self._stack, self._kept_at = stack, kept_at
        self._clock, self._pause = clock or StillClock(), pause
        self.person, self.other = people
        self._gone: int | None = None
        self.secrets = tuple(value for value in secrets.values() if len(value) > 8)

    def connect(self, system: SystemMap) -> SystemConnector:
        if self._gone is not None:
            system = replace(system, settings={**system.settings, "url": f"http://127.0.0.1:{self._gone}"})
        around = Surroundings(
            self._clock, self._by_reference.__getitem__, self._kept_at, only_here=True, pause=self._pause()
        )
        return self._stack.enter_context(closing(make_connector(system, around)))

    def writing_calls(self) -> int:
        return self.vendor.calls().writing

    def state(self) -> object:
        """What the vendor holds. That Google was asked to delete somebody is no record of theirs: asked again, it
        counts again, and nothing else changes."""
        return self.vendor.state.database.execute(
            "SELECT tbl, doc FROM rows WHERE gone_at IS NULL AND tbl <> 'deletions' ORDER BY tbl, doc"
        ).fetchall()

    def holds(self, text: str) -> bool:
        return self.vendor.holds(text) != []

    @contextmanager
    def away(self) -> Iterator[object]:
        """Nobody answers where the vendor was."""
        self._gone = free_port()
        try:
            yield
        finally:
            self._gone = None


class ClubWorld(World):
    """The example of docs/connectors.md."""

    person, other = ANNA, BRAM
    correction = ("members", "name", "Anna Bakker")
    facts = ("setting/keeps-visits",)
    secrets = (KEY,)

    def __init__(self, service: Clubkast, where: Path, stack: ExitStack) -> None:
        self._service, self._where, self._stack = service, where, stack
        self.system = load_policy_folder(written(where, service.url)).systems["club"]
        numbered = Identifier("member-number", "club.members.number", "L1")
        self.person = (*ANNA, numbered)

    def connect(self, system: SystemMap) -> SystemConnector:
        secrets = {"file:clubkast.key": KEY}
        around = Surroundings(StillClock(), secrets.__getitem__, self._where / "kept", pause=NoPause())
        return self._stack.enter_context(closing(make_connector(system, around)))

    def writing_calls(self) -> int:
        return len(self._service.writing())

    def state(self) -> object:
        return str(self._service.members), str(self._service.visits)

    def holds(self, text: str) -> bool:
        return text in str(self._service.members)

    @contextmanager
    def away(self) -> Iterator[object]:
        calls = ("GET /members", "GET /me", "GET /visits", "GET /settings", "GET /members/1", "DELETE /members/1")
        for call in calls:
            self._service.wrong[call] = [Wrong(hang_up=True)] * 99
        try:
            yield
        finally:
            self._service.wrong.clear()


@contextmanager
def club(where: Path) -> Iterator[World]:
    with Clubkast() as service, ExitStack() as stack:
        service.add(1, "anna@dvries.example", "Anna de Vries", photo=True)
        service.add(2, "bram@bakker.example", "Bram Bakker")
        service.visits[7] = {"id": 7, "member_id": 1, "at": "2026-11-01T18:00:00Z", "gate": "south"}
        yield ClubWorld(service, where, stack)


@contextmanager
def mailchimp(where: Path) -> Iterator[World]:
    with simulate("mailchimp", where / "mailchimp.sqlite") as vendor, ExitStack() as stack:
        vendor.put("lists", [{"id": "news", "name": "Nieuws"}, {"id": "shops", "name": "Winkels"}])
        names = {"FNAME": "Anna", "LNAME": "de Vries"}
        member = {"email_address": "anna@dvries.example", "merge_fields": names}
        vendor.put("members", [{"list_id": "news", **member}, {"list_id": "shops", **member}])
        vendor.put("members", [{"list_id": "news", "email_address": "bram@bakker.example"}])
        text = system_text("mailchimp", vendor.api_url, {"key": "file:k"}, TABLES)
        system = folder_with(where / "policy", "mailchimp", text, KINDS).systems["mailchimp"]
        world = VendorWorld(vendor, system, {"file:k": vendor.secrets["api_key"]}, stack, where / "kept")
        world.correction = ("members", "FNAME", "Annie")
        world.facts = ("setting/double-opt-in",)
        yield world


@contextmanager
def exact(where: Path) -> Iterator[World]:
    clock = Moment()
    with simulate("exact_online", where / "exact.sqlite", clock.seconds) as vendor, ExitStack() as stack:
        vendor.put("me", [{"CurrentDivision": books.DIVISION}])
        vendor.put("divisions", [{"Code": books.DIVISION}])
        books.whole_life(vendor)
        bram = books.account(vendor, "bram@bakker.example", "Bram Bakker", 1002)
        books.contact(vendor, bram, "bram@bakker.example", "Bram", "Bakker")
        keys = {"client_id": "file:id", "client_secret": "file:secret", "refresh_token": "file:token"}
        mapped = ("accounts", "contacts", "addresses", "notes", "invoices")  # of eighteen: each is a call a look
        tables = "\n".join(f"{name}: {{category: customer}}" for name in mapped)
        keys["ignore"] = f"[{', '.join(name for name in books.RECORDS if name not in mapped)}]"
        text = system_text("exact_online", vendor.api_url, keys, tables)
        system = folder_with(where / "policy", "exact", text, books.KINDS).systems["exact"]
        held = vendor.secrets
        secrets = {"file:id": held["client_id"], "file:secret": held["client_secret"]}
        secrets["file:token"] = held["refresh_token"]
        pause = Waiting(clock)
        world = VendorWorld(vendor, system, secrets, stack, where / "kept", clock=clock, pause=lambda: pause)
        world.correction = ("accounts", "Phone", "+31 38 123 45 67")
        world.kept = books.BOOKS
        world.facts = ("setting/webhooks",)
        yield world


@contextmanager
def graph(where: Path) -> Iterator[World]:
    with office.office(where) as (vendor, _), ExitStack() as stack:
        keys = {"tenant": vendor.secrets["tenant"], "client_id": vendor.secrets["client_id"], "client_secret": "file:s"}
        keys |= {"mailboxes": f"[{office.DESK}]", "sites": f"['{office.SITE}']", "ours": "[linprofs.example]"}
        keys |= {"files_hold": "one-person"}  # so that a file may go by program: only where it truly holds the address
        text = system_text(office.KIND, vendor.api_url, keys, office.TABLES)
        system = folder_with(where / "policy", office.KIND, text, office.KINDS).systems[office.KIND]
        world = VendorWorld(vendor, system, {"file:s": vendor.secrets["client_secret"]}, stack, where / "kept")
        world.correction = ("contacts", "displayName", "Anna Bakker")
        world.facts = ("setting/region",)
        yield world


@contextmanager
def transip(where: Path) -> Iterator[World]:
    with domains.transip(where) as (vendor, _), ExitStack() as stack:
        keys = {"login": vendor.secrets["login"], "private_key": "file:k"}
        text = system_text("transip", vendor.api_url, keys, domains.TABLES)
        system = folder_with(where / "policy", "transip", text, domains.KINDS).systems["transip"]
        world = VendorWorld(vendor, system, {"file:k": vendor.secrets["private_key"]}, stack, where / "kept")
        world.correction = ("contacts", "street", "Nieuwstraat")
        world.facts = ("setting/domains",)
        yield world


@contextmanager
def analytics(where: Path) -> Iterator[World]:
    """Without ``addresses``: whoever gives an address stands for what Google keeps under it, which nobody can see."""
    with visits.analytics(where) as (vendor, _), ExitStack() as stack:
        tables = "\n".join(f"{name}: {{category: customer}}" for name in ("clients", "users", "reported-users"))
        keys = {"service_account": "file:k", "ignore": "[addresses]"}
        text = system_text("google_analytics", vendor.api_url, keys, tables)
        system = folder_with(where / "policy", "google_analytics", text, visits.KINDS).systems["google_analytics"]
        other = (Identifier("customer-number", "", "K-2"), Identifier("ga-client-id", "", "333.444"))
        secrets = {"file:k": vendor.secrets["service_account"]}
        people = ((visits.ANNA, visits.COOKIE), other)
        world = VendorWorld(vendor, system, secrets, stack, where / "kept", people)
        world.facts = ("setting/event-retention",)
        yield world


@contextmanager
def postnl(where: Path) -> Iterator[World]:
    with simulate("postnl", where / "postnl.sqlite") as vendor, ExitStack() as stack:
        vendor.put("shipments", [shipment("3SLPX0001", "LP-7", "de Vries"), shipment("3SLPX0002", "LP-8", "Bakker")])
        system = folder(where / "policy", "postnl", postnl_text(vendor, BARCODE)).systems["postnl"]
        people = _by_key("shop.parcels.barcode", "3SLPX0001"), _by_key("shop.parcels.barcode", "3SLPX0002")
        secrets = {"file:k": vendor.secrets["api_key"]}
        world = VendorWorld(vendor, system, secrets, stack, where / "kept", people)
        yield world


@contextmanager
def dhl(where: Path) -> Iterator[World]:
    with simulate("dhl", where / "dhl.sqlite") as vendor, ExitStack() as stack:
        vendor.put("shipments", [{"id": "JVGL1"}, {"id": "JVGL2"}])
        for number, code, name in (("LP-7", "JVGL1", "de Vries"), ("LP-8", "JVGL2", "Bakker")):
            who = {"name": {"lastName": name}, "address": {"postalCode": "1234AB"}}
            vendor.put("labels", [{"orderReference": number, "trackerCode": code, "receiver": who}])
        people = tuple(
            (*_by_key("shop.parcels.order_no", number), *_by_key("shop.parcels.barcode", code))
            for number, code in (("LP-7", "JVGL1"), ("LP-8", "JVGL2"))
        )
        system = folder(where / "policy", "dhl", dhl_text(vendor, f"{LABELS}, {TRACKED}")).systems["dhl"]
        held = vendor.secrets
        secrets = {"file:t": held["api_key"], "file:a": held["user_id"], "file:k": held["key"]}
        world = VendorWorld(vendor, system, secrets, stack, where / "kept", (people[0], people[1]))
        yield world


def _by_key(scope: str, value: str) -> Who:
    return (Identifier("key", scope, value),)


VENDORS: Mapping[str, Callable[[Path], AbstractContextManager[World]]] = {
    "mailchimp": mailchimp,
    "exact_online": exact,
    "microsoft365": graph,
    "transip": transip,
    "google_analytics": analytics,
    "postnl": postnl,
    "dhl": dhl,
    "clubkast": club,
}
"""Every connector file that ships, and the one of docs/connectors.md."""
