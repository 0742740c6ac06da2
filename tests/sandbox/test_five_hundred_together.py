"""Five hundred people forgotten in one batch, in every system of the sandbox: each record is written at most once, the
searches are shared, no vendor's limit is passed, and what the limits cost was foretold."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.inbox.dovecot import ABSENT, PROGRAM
from tests.sandbox.landscape_world import whole_landscape
from tests.sandbox.writes_counted import Counting
from tests.worlds import World, carry_out

from belofte.bootstrap import Belofte, open_landscape
from belofte.domain.foretold import Foretold
from belofte.domain.identity import Identifier
from belofte.domain.kinds import normalise
from belofte.domain.plan import Decision, Plan
from belofte.domain.request import Request, RequestState
from belofte.domain.system_map import Verb
from belofte.procedures.parts import CONTACT, IDENTIFIERS, encode_identifiers
from belofte.procedures.planning.approving import approve_many
from belofte.procedures.planning.drafting import draft_plans
from belofte.procedures.planning.waits import Foretelling
from belofte.sandbox.hurrying import Hurried
from belofte.sandbox.local.aws_account import AwsAccount
from belofte.sandbox.rest.simulator import Simulator
from belofte.store_port import Secret

pytest.importorskip("moto", reason="2026-11-23: without moto there is no cloud to look at.")
if PROGRAM is None:
    pytest.skip(ABSENT, allow_module_level=True)

TOGETHER, PEOPLE = 500, 1400
WRITTEN = {"aws", "crm", "disk", "exact", "google-analytics", "mailbox", "mailchimp", "microsoft365", "transip"}


ONE_TEXT_A_CALL = {"microsoft365": "items-search", "postnl": "by-barcode"}
"""What a vendor can only be asked for one by one: Graph searches files for one text, PostNL knows no person at all."""
FOLDERS = 2
"""Of the mailbox, that its map names."""
AMENDED = Decision.CLEAR, Decision.DELETE


@dataclass
class Batch:
    """What one batch came to, as receipts say it and as the systems counted it."""

    outcomes: set[tuple[str, str]] = field(default_factory=set["tuple[str, str]"])
    acted: Counter[tuple[str, str]] = field(default_factory=Counter["tuple[str, str]"])
    """System and collection -> records that receipts say were acted on."""
    searching: dict[str, Counter[str]] = field(default_factory=dict[str, "Counter[str]"])
    """Vendor -> reading operation -> calls, until the plans were made."""
    calls: dict[str, Counter[str]] = field(default_factory=dict[str, "Counter[str]"])
    """The same from the approval on."""
    written: dict[str, int] = field(default_factory=dict[str, int])
    refused: dict[str, int] = field(default_factory=dict[str, int])
    at_once: dict[str, int] = field(default_factory=dict[str, int])
    aws: Counter[str] = field(default_factory=Counter[str])
    foretold: dict[str, Foretold] = field(default_factory=dict[str, Foretold])
    waited: dict[str, float] = field(default_factory=dict[str, float])

    def acted_in(self, system: str) -> int:
        return sum(count for (name, _), count in self.acted.items() if name == system)


@pytest.fixture(scope="module")
def batch() -> Iterator[tuple[Batch, Counting]]:
    """DHL stays out: it takes 250 calls a day, for five hundred people that is days."""
    with whole_landscape(PEOPLE, frozenset({"dhl"})) as world:
        made, place = Batch(), world.made.home.sandbox
        counting = Counting(world.made.company.path, place / "disk")
        with world.open() as belofte, open_landscape(world.made.home.policy) as seen:
            planned = plans(belofte, _addresses(world))
            assert not [blind for _, plan in planned for blind in plan.blind]
            before = {name: seen.simulator(name).calls() for name in seen.names}
            made.searching = {name: Counter(calls.by_operation) for name, calls in before.items()}
            account = seen.part("aws")
            assert isinstance(account, AwsAccount)
            aws = Counter(account.kept.calls())
            waited = {name: waited_at(place, name) for name in seen.names}
            approve_many(belofte.parts, planned, "P. de Boer")
            with counting.at_work():
                done = carry_out(belofte)
            assert (done.failed, done.problems) == (0, ())
            made.aws = Counter(account.kept.calls()) - aws
            for name in seen.names:
                made.waited[name] = waited_at(place, name) - waited[name]
                _counted(made, name, seen.simulator(name), before[name].last)
                connector = belofte.parts.connectors[name]
                assert isinstance(connector, Foretelling)
                made.foretold[name] = connector.foretell(TOGETHER, Verb.ERASE)
            _told(made, belofte, [request.id for request, _ in planned])
        yield made, counting


def test_every_system_erased_and_every_request_ended_right(batch: tuple[Batch, Counting]) -> None:
    made, _ = batch
    assert {system for system, _ in made.acted} == WRITTEN
    assert {outcome for _, outcome in made.outcomes} <= {"done", "pending", "retained", "manual"}, made.outcomes


def test_each_record_is_written_at_most_once_in_every_system(batch: tuple[Batch, Counting]) -> None:
    made, counting = batch
    written = {
        **{name: made.written[name] for name in WRITTEN & made.written.keys()},
        "crm": sum(counting.rows.values()),
        "aws": made.aws["ses DELETE"] + made.aws["ses PUT"] + made.aws["s3 POST"] + made.aws["s3 DELETE"],
        "disk": len(counting.files),
        "mailbox": sum(counting.commands.values()),
    }
    assert written.keys() == WRITTEN, "counted everywhere"
    assert all(written.values()), f"something was written everywhere: {written}"
    assert {name: count for name, count in written.items() if count > made.acted_in(name)} == {}
    assert set(counting.files.values()) == {1}, "each file was written anew, or removed, once"
    assert counting.rows == Counter({name: count for (of, name), count in made.acted.items() if of == "crm"})
    assert made.aws["s3 POST"] == 1, "a thousand versions go in one call"
    assert counting.commands.keys() == {"STORE", "EXPUNGE"}
    assert max(counting.commands.values()) <= FOLDERS, "a folder is marked once and emptied once"


def test_calls_grow_with_pages_and_not_with_people(batch: tuple[Batch, Counting]) -> None:
    made, _ = batch
    for name, counted in (*made.searching.items(), *made.calls.items()):
        shared = counted.total() - counted[ONE_TEXT_A_CALL.get(name, "")]
        assert shared < TOGETHER, f"{name}: {counted}"
    of_people = {"accounts", "sync-accounts", "contacts", "sync-contacts"}
    for counted in (made.searching["exact"], made.calls["exact"]):
        found = sum(count for call, count in counted.items() if call in of_people)
        assert found < TOGETHER / 10, f"the people themselves come a thousand a page: {counted}"
    reading = sum(times for call, times in made.aws.items() if call not in ("ses DELETE", "ses GET", "s3 POST"))
    assert reading < 50, made.aws


def test_no_vendor_had_to_refuse_a_call(batch: tuple[Batch, Counting]) -> None:
    made, _ = batch
    assert set(made.refused.values()) == {0}, made.refused
    assert made.at_once["mailchimp"] <= 10


def test_what_the_limits_cost_was_foretold(batch: tuple[Batch, Counting]) -> None:
    made, _ = batch
    assert made.waited["exact"] > 60, "sixty calls a minute were waited for"
    for name, seconds in made.waited.items():
        told = made.foretold[name]
        assert seconds <= told.seconds or not seconds, f"{name} took {seconds:.0f} s, and {told} was foretold"


def waited_at(place: Path, name: str) -> float:
    """How far the clock of a vendor was put forward by those who waited for its limits, in seconds."""
    return Hurried(place / f"{name}.ahead", time.time).ahead


def _counted(made: Batch, name: str, vendor: Simulator, last: int) -> None:
    asked = "SELECT operation, count(*) FROM calls WHERE id > ? AND writes = ? AND status < 400 GROUP BY operation"
    made.calls[name] = Counter(dict(vendor.state.database.execute(asked, (last, 0)).fetchall()))
    made.written[name] = sum(count for _, count in vendor.state.database.execute(asked, (last, 1)))
    calls = vendor.calls()
    made.refused[name], made.at_once[name] = calls.by_status.get(429, 0), calls.most_at_once


def _told(made: Batch, belofte: Belofte, cases: Sequence[str]) -> None:
    with belofte.parts.store.reading() as tx:
        receipts = [receipt for case in cases for receipt in tx.receipts.of_request(case)]
    for receipt in receipts:
        made.outcomes.add((receipt.system, str(receipt.outcome)))
        for line in receipt.lines if receipt.verb is Verb.ERASE else ():
            if line.acted and line.decision in AMENDED:
                made.acted[receipt.system, line.collection] += line.acted


def _addresses(world: World) -> list[str]:
    asked = (
        "SELECT email FROM customers WHERE kind = 'person' AND left_on IS NULL AND email LIKE '%@%'"
        " GROUP BY email HAVING count(*) = 1 ORDER BY min(id) LIMIT ?"
    )
    cast = world.made.company.cast
    named = [cast.anna.email, cast.bram.email, cast.debtor.email, cast.leaver.email, cast.canary.email]
    with closing(sqlite3.connect(world.made.company.path)) as database:
        others = [row[0] for row in database.execute(asked, (2 * TOGETHER,)) if row[0] not in cast_addresses(world)]
    return [*named, *others][:TOGETHER]


def cast_addresses(world: World) -> set[str]:
    """Of everybody with a part of their own in the sample company: two who share an address are not asked for here."""
    return {persona.email for persona in world.made.company.cast.everyone}


def plans(belofte: Belofte, addresses: Sequence[str]) -> list[tuple[Request, Plan]]:
    """Confirmed and planned requests, as after these people pressed their buttons."""
    parts = belofte.parts
    made = [
        Request(
            id=parts.new_id("case"), right="erasure", channel="api", received_at=parts.now(), registered_at=parts.now(),
            language="nl", policy_version=1, state=RequestState.IDENTIFIED, identified_by="email",
        )
        for _ in addresses
    ]  # fmt: skip
    parts.store.open_cases([request.id for request in made])
    with parts.store.transaction() as tx:
        tx.requests.add_many([(request, request.id) for request in made])
        for request, address in zip(made, addresses, strict=True):
            known = encode_identifiers([Identifier("email", "", normalise("email", address))])
            tx.vault.put_many([Secret(request.id, CONTACT, address.encode()), Secret(request.id, IDENTIFIERS, known)])
    drafted = draft_plans(parts, made)
    with parts.store.reading() as tx:
        stored = tx.requests.get_many([request.id for request in made])
    return [(stored[request.id], drafted[request.id]) for request in made]
