"""The process is killed before and after every durable step; the next start finishes the request.

The world around the runner is replaced, never the runner: a store and a connector that count what crosses them and
end the process, without a word, at the chosen moment.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text
from tests.company_postgres import copy_company, move_company
from tests.engine.postgres_wheel import own_postgres
from tests.worlds import World, carry_out, fresh_world

from belofte.bootstrap import Belofte, make_demo, open_belofte
from belofte.domain.course import Phase
from belofte.domain.system_map import Verb
from belofte.domain.wish import EMPTY, Correction, Wish
from belofte.ports import SystemConnector
from belofte.procedures.acting.runner import Runner
from belofte.procedures.desks import Submission
from belofte.procedures.office.needs_desk import NeedsDesk
from belofte.procedures.parts import Current
from belofte.procedures.rights.lifting_desk import LiftingDesk
from belofte.settings import Home

KILLED = 77
CONNECTOR_CALLS = (
    *("fingerprint", "find", "export", "erase", "purge", "read_back"),
    *("rectify", "restrict", "lift"),
)
NEW_NAME = "Anna Bramlage-Nieuw"
WISHES = {"rectification": Wish(corrections=(Correction("name", "", NEW_NAME),))}
CRM = "CRASH_CRM"
"""Names the company's database where it is no file."""


class Kill:
    """Counts moments; at the chosen one the process is gone as after ``kill -9``."""

    def __init__(self, at: int) -> None:
        self.at, self.passed = at, 0

    def moment(self) -> None:
        self.passed += 1
        if self.passed == self.at:
            os._exit(KILLED)


@dataclass
class Watched:
    """An object whose named calls are moments, before and after."""

    inner: Any
    kill: Kill
    calls: tuple[str, ...]
    contexts: tuple[str, ...] = ()

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.inner, name)
        if name in self.contexts:
            return self._context(found)
        return self._call(found) if name in self.calls else found

    def _call(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*arguments: Any, **named: Any) -> Any:
            self.kill.moment()
            result = call(*arguments, **named)
            if hasattr(result, "__next__"):
                result = iter(list(result))
            self.kill.moment()
            return result

        return watched

    def _context(self, call: Callable[..., Any]) -> Callable[..., Any]:
        @contextmanager
        def watched() -> Generator[Any]:
            self.kill.moment()
            with call() as entered:
                yield entered
                self.kill.moment()
            self.kill.moment()

        return watched


class WatchedStore(Watched):
    """The store, with its ledger and packages watched too."""

    @property
    def ledger(self) -> Any:
        return Watched(self.inner.ledger, self.kill, ("seal", "finish"))

    @property
    def packages(self) -> Any:
        return Watched(self.inner.packages, self.kill, (), ("batch",))


def in_its_place(watched: Watched) -> Any:
    """It stands where the object in it stood, and does what that does."""
    return watched


def watch(connector: SystemConnector, kill: Kill, *more: str) -> Any:
    """A connector whose every call is a moment before and after, the calls named in ``more`` too."""
    return in_its_place(Watched(connector, kill, (*CONNECTOR_CALLS, *more)))


def run_until_killed(belofte: Belofte, kill: Kill) -> None:
    parts = belofte.parts
    watched = replace(
        parts,
        store=in_its_place(WatchedStore(parts.store, kill, (), ("transaction",))),
        connectors={name: watch(one, kill) for name, one in parts.connectors.items()},
        mailer=in_its_place(Watched(parts.mailer, kill, ("send",))),
    )
    carry_out(replace(belofte, work=Runner(Current(watched))))


def in_a_child(home: Path, at: int) -> bool:
    """Run the approved work in a process of its own that dies at moment ``at``; False when it got through."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            with open_belofte(home / "policy") as belofte:
                run_until_killed(belofte, Kill(at))
            status = 0
        finally:
            os._exit(status)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, KILLED)
    return code == KILLED


def approved_world(folder: Path, right: str) -> tuple[World, str, str]:
    """A sample company in which one request was approved and nothing of it done yet."""
    world = fresh_world(folder / "home")
    address = world.made.leaves if right == "erasure" else world.made.asks
    return world, approve(world, right, address), address


def approve(world: World, right: str, address: str) -> str:
    with world.open() as belofte:
        reference = belofte.public.submit(Submission(right, address, "nl", wish=WISHES.get(right, EMPTY)))
        belofte.work.tend()
        assert belofte.public.confirm(world.link_for(address)) == "open"
        plan = belofte.office.show(reference).plan
        assert plan is not None
        belofte.office.read(reference, "P. de Boer")
        belofte.office.approve(reference, plan.id, "P. de Boer")
    return reference


def lifting_world(folder: Path) -> tuple[World, str, str]:
    """The same where the person of a restriction in force just pressed the button that lifts it."""
    world, reference, address = approved_world(folder, "restriction")
    with world.open() as belofte:
        carry_out(belofte)
        by_hand(belofte)
        carry_out(belofte)
        assert belofte.office.show(reference).row.state == "answered"
        assert belofte.desk(LiftingDesk).lift(world.link_for(address)) == "open"
    return world, reference, address


def by_hand(belofte: Belofte) -> None:
    """A person does what no column of a system can say."""
    desk = belofte.desk(NeedsDesk)
    for task in [task for task in desk.needs().tasks if task.kind == "ask_person"]:
        desk.finish(task.id, "P. de Boer")


RIGHTS = ("access", "erasure", "rectification", "restriction", "lift")
EVERY = 3


def moments(right: str) -> range:
    """The moments at which this right is killed; beyond the last one the process gets through, which ends the test."""
    if os.environ.get("EVERY_MOMENT"):
        return range(1, 400)
    return range(1 + RIGHTS.index(right) % EVERY, 400, EVERY)


def test_some_right_is_killed_at_every_moment_also_when_each_is_killed_at_a_third() -> None:
    assert {at for right in RIGHTS for at in moments(right)} == set(range(1, 400))


@pytest.fixture(scope="module", params=RIGHTS)
def approved(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[World, str, str]:
    folder = tmp_path_factory.mktemp(request.param)
    return lifting_world(folder) if request.param == "lift" else approved_world(folder, request.param)


def test_killed_anywhere_the_request_still_finishes(
    approved: tuple[World, str, str], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """With ``EVERY_MOMENT=1``, as in ``.ci/run``, every moment of every right. Without it every third moment of each,
    beginning at another one for each: so every number of a moment is met by a right or two, and a third of the time
    is spent."""
    world, reference, address = approved
    reached = 0
    for at in moments(request.node.callspec.params["approved"]):
        home = tmp_path / f"killed-at-{at}"
        shutil.copytree(world.made.home.path, home)
        if not in_a_child(home, at):
            break
        reached = at
        finish_and_check(replace(world.made, home=Home(home)), reference, address)
        shutil.rmtree(home)
    assert reached >= 12, "the matrix met too few moments to prove anything"


def finish_and_check(made: Any, reference: str, address: str) -> None:
    world = World(made)
    with world.open() as belofte:
        carry_out(belofte)
        by_hand(belofte)
        carry_out(belofte)
        case = belofte.office.show(reference)
    assert case.row.state == "answered"
    assert case.plan is not None
    steps = sorted(step.id for step in case.plan.steps)
    assert sorted(receipt.step for receipt in case.receipts if receipt.step in steps) == steps
    assert all(not line.remains for receipt in case.receipts for line in receipt.lines)
    assert any("https://" in text or reference in text for text in world.letters_to(address))
    if case.plan.right == "erasure":
        assert mails_to(made, address) == 0
    if case.plan.right == "rectification":
        assert named(made, address) == NEW_NAME
    if case.plan.right == "restriction":
        lifts = any(step.verb is Verb.LIFT for step in case.plan.steps)
        assert blocked(made, address) == (0 if lifts else 1)
        assert case.row.phase is (Phase.LIFTED if lifts else Phase.RESTRICTED)


def mails_to(made: Any, address: str) -> int:
    """How many mails the company's database still holds for this address."""
    return int(asked(made, "SELECT count(*) FROM mails WHERE to_address = :it", address) or 0)


def blocked(made: Any, address: str) -> int:
    """Whether the company's database has this person's row marked."""
    return int(asked(made, "SELECT min(blocked) FROM customers WHERE email = :it", address))


def named(made: Any, address: str) -> str:
    """The name that the company's database has for who uses this address."""
    return str(asked(made, "SELECT full_name FROM customers WHERE email = :it", address))


def asked(made: Any, question: str, address: str) -> Any:
    """One value out of the company's database."""
    url = os.environ.get(CRM) or f"sqlite:///{made.home.sandbox / 'crm.sqlite'}"
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:").replace("mariadb:", "mariadb+pymysql:"))
    with engine.connect() as connection:
        value = connection.scalar(text(question), {"it": address})
    engine.dispose()
    return value


def test_killed_on_the_way_an_erasure_in_a_postgres_still_finishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same where the company's database is a server that outlives us. Every third moment, each with a copy of the
    database: the moments between them are met with SQLite above."""
    with own_postgres() as server:
        made = make_demo(tmp_path / "home", 60)
        monkeypatch.setenv(CRM, server.url)
        move_company(made, server.url, CRM).dispose()
        reference = approve(World(made), "erasure", made.leaves)
        reached = 0
        for at in range(1, 400, 3):
            home = tmp_path / f"killed-at-{at}"
            shutil.copytree(made.home.path, home)
            with copy_of(server.url, f"killed_{at}") as url:
                monkeypatch.setenv(CRM, url)
                if not in_a_child(home, at):
                    break
                reached = at
                finish_and_check(replace(made, home=Home(home)), reference, made.leaves)
            shutil.rmtree(home)
    assert reached >= 12, "the matrix met too few moments to prove anything"


def test_killed_on_the_way_an_erasure_in_a_mariadb_still_finishes(
    mariadb_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same on MariaDB, whose transactions and locks are its own: a sample of moments, each with the database made
    and filled anew. With ``EVERY_MOMENT=1`` every third, as for Postgres."""
    made = make_demo(tmp_path / "home", 60)
    rows = tmp_path / "rows.sqlite"
    shutil.copy(made.home.sandbox / "crm.sqlite", rows)
    url = empty_database(mariadb_server, "killed")
    monkeypatch.setenv(CRM, url)
    move_company(made, url, CRM).dispose()
    reference = approve(World(made), "erasure", made.leaves)
    reached: list[int] = []
    for at in range(2, 400, 3 if os.environ.get("EVERY_MOMENT") else 11):
        home = tmp_path / f"killed-at-{at}"
        shutil.copytree(made.home.path, home)
        copy_company(rows, empty_database(mariadb_server, "killed")).dispose()
        if not in_a_child(home, at):
            break
        reached.append(at)
        finish_and_check(replace(made, home=Home(home)), reference, made.leaves)
        shutil.rmtree(home)
    assert len(reached) >= 4, "the sample met too few moments to prove anything"


def empty_database(server: str, name: str) -> str:
    """A database on a MariaDB with nothing in it; its address."""
    office = create_engine(server.replace("mariadb:", "mariadb+pymysql:"), isolation_level="AUTOCOMMIT")
    with office.connect() as connection:
        connection.execute(text("SET foreign_key_checks = 0"))
        connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        connection.execute(text(f"CREATE DATABASE {name} CHARACTER SET utf8mb4"))
    office.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@contextmanager
def copy_of(url: str, name: str) -> Generator[str]:
    """A database like the one at ``url`` on the same server; it goes afterwards."""
    here = make_url(url).set(drivername="postgresql+psycopg")
    office = create_engine(here.set(database="template1"), isolation_level="AUTOCOMMIT")
    with office.connect() as connection:
        connection.execute(text(f'CREATE DATABASE {name} TEMPLATE "{here.database}" STRATEGY file_copy'))
    try:
        yield here.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    finally:
        with office.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        office.dispose()
