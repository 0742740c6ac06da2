"""Under a map that only looks, everything that looks is done at every vendor, and the vendor counts no writing call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import httpx
import pytest
from tests.connectors.rest.books import DIVISION, Books, Moment, whole_life
from tests.connectors.rest.domains import transip
from tests.connectors.rest.office import office
from tests.connectors.rest.systems import connector_of, folder_with, system_text
from tests.connectors.rest.test_carriers import (
    ANNA_CODE,
    ANNA_ORDER,
    BARCODE,
    LABELS,
    TRACKED,
    by_dhl,
    by_postnl,
    shipment,
)
from tests.connectors.rest.test_mailchimp import KINDS, TABLES
from tests.connectors.rest.visits import ANNA, COOKIE, analytics

from belofte.connectors.http.connector import HttpConnector
from belofte.domain.identity import Identifier
from belofte.domain.located import Key
from belofte.domain.plan import Decision
from belofte.domain.system_map import Verb
from belofte.loading.rest_files import rest_connector
from belofte.ports import Ask, Order, OrderLine, SystemUnreachable
from belofte.sandbox.rest.simulator import Simulator, simulate

LOOK_ONLY = "[find, export, observe]"
BY_MAIL = Identifier("email", "", "anna@dvries.example")


@dataclass(frozen=True)
class At:
    """A vendor that knows a person, and what makes a connector to it that may do what ``allow`` says."""

    vendor: Simulator
    make: Callable[[str], HttpConnector]
    who: tuple[Identifier, ...]


@contextmanager
def at_mailchimp(folder: Path, stack: ExitStack) -> Iterator[At]:
    with simulate("mailchimp", folder / "mailchimp.sqlite") as vendor:
        vendor.put("lists", [{"id": "news", "name": "Nieuws"}])
        vendor.put("members", [{"list_id": "news", "email_address": BY_MAIL.value}])

        def make(allow: str) -> HttpConnector:
            text = system_text("mailchimp", vendor.api_url, {"key": "file:k"}, TABLES, allow)
            made = folder_with(folder / "policy", "mailchimp", text, KINDS)
            key = {"file:k": vendor.secrets["api_key"]}
            return stack.enter_context(closing(connector_of(made, "mailchimp", key, folder / "kept")))

        yield At(vendor, make, (BY_MAIL,))


@contextmanager
def at_exact(folder: Path, stack: ExitStack) -> Iterator[At]:
    clock = Moment()
    with simulate("exact_online", folder / "exact.sqlite", clock.seconds) as vendor:
        vendor.put("me", [{"CurrentDivision": DIVISION}])
        vendor.put("divisions", [{"Code": DIVISION}])
        whole_life(vendor)
        yield At(vendor, Books(vendor, folder, clock, stack).connector, (BY_MAIL,))


@contextmanager
def at_microsoft365(folder: Path, stack: ExitStack) -> Iterator[At]:
    with office(folder) as (vendor, connected):
        yield At(vendor, connected, (BY_MAIL,))


@contextmanager
def at_analytics(folder: Path, stack: ExitStack) -> Iterator[At]:
    with analytics(folder) as (vendor, connected):
        yield At(vendor, connected, (ANNA, COOKIE))


@contextmanager
def at_transip(folder: Path, stack: ExitStack) -> Iterator[At]:
    with transip(folder) as (vendor, connected):
        yield At(vendor, connected, (BY_MAIL,))


@contextmanager
def at_postnl(folder: Path, stack: ExitStack) -> Iterator[At]:
    with simulate("postnl", folder / "postnl.sqlite") as vendor:
        vendor.put("shipments", [shipment("3SLPX0001", "LP-7", "de Vries")])
        yield At(vendor, partial(by_postnl, stack, vendor, folder / "policy", BARCODE), (ANNA_CODE,))


@contextmanager
def at_dhl(folder: Path, stack: ExitStack) -> Iterator[At]:
    with simulate("dhl", folder / "dhl.sqlite") as vendor:
        vendor.put("labels", [{"orderReference": "LP-7", "trackerCode": "JVGL1"}])
        yield At(vendor, partial(by_dhl, stack, vendor, folder / "policy", f"{LABELS}, {TRACKED}"), (ANNA_ORDER,))


VENDORS = {
    "mailchimp": at_mailchimp,
    "exact_online": at_exact,
    "microsoft365": at_microsoft365,
    "google_analytics": at_analytics,
    "transip": at_transip,
    "postnl": at_postnl,
    "dhl": at_dhl,
}
ONE_TO_GO = {
    "mailchimp": "members",
    "exact_online": "mandates",
    "microsoft365": "contacts",
    "google_analytics": "clients",
    "transip": "forwards",
}
WITHOUT_WRITING = {"postnl", "dhl"}
"""Nothing can be changed at a carrier by this program, whatever the map allows."""


@pytest.mark.parametrize("kind", VENDORS)
def test_everything_that_looks_makes_no_writing_call_and_the_first_that_writes_is_counted(
    kind: str, tmp_path: Path
) -> None:
    with ExitStack() as stack, VENDORS[kind](tmp_path, stack) as at:
        looking = at.make(LOOK_ONLY)
        looking.fingerprint()
        assert set(looking.can) <= {Verb.FIND, Verb.EXPORT, Verb.READ_BACK, Verb.OBSERVE}
        for told_by_doctor in (looking.drift, looking.too_wide, looking.grants, looking.limits_left):
            told_by_doctor()
        with suppress(SystemUnreachable):  # where the API does not tell who can read, that is said
            looking.readers()
        order = everything_of(looking, Decision.EXPORT, at.who)
        copied = list(looking.export([order]))
        list(looking.read_back([order]))
        told = list(looking.observe(questions(kind)))
        assert (bool(copied), bool(told)) == (True, True), "there was something to see"
        assert at.vendor.calls().reading > 0
        assert at.vendor.calls().writing == 0
        write(kind, at)
        assert at.vendor.calls().writing > 0, "the count would have told"


def everything_of(connector: HttpConnector, decision: Decision, who: tuple[Identifier, ...]) -> Order:
    """An order over all that is found; what is about somebody else too is asked."""
    keys: dict[tuple[str, Decision], set[Key]] = defaultdict(set)
    for found in connector.find([Ask("r", who)]):
        keys[found.collection, Decision.ASK if found.shared else decision].add(found.key)
    return Order("r", who, tuple(OrderLine(name, do, frozenset(held)) for (name, do), held in keys.items()))


def questions(kind: str) -> list[str]:
    """Everything that can be asked of this kind of system."""
    file = rest_connector(kind)
    assert file is not None
    rows = [f"rows/{name}" for name in file.records]
    return [*(f"setting/{name}" for name in file.observe), *rows, "undeclared", "encrypted"]


def write(kind: str, at: At) -> None:
    """One act that changes something: by the connector, and by hand where it never does."""
    if kind in WITHOUT_WRITING:
        httpx.post(f"{at.vendor.origin}/shipment/v2/confirm", json={"Shipments": []})
        return
    connector = at.make("all")
    found = everything_of(connector, Decision.DELETE, at.who)
    lines = [_only(line, ONE_TO_GO[kind]) for line in found.lines]
    list(connector.erase([Order("r", at.who, tuple(lines), Verb.ERASE)]))


def _only(line: OrderLine, going: str) -> OrderLine:
    """The line, keeping what need not go."""
    stays = line.decision is Decision.DELETE and line.collection != going
    return replace(line, decision=Decision.KEEP) if stays else line
