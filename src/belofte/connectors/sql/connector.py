"""One SQL database as a system: SQLite, Postgres or MariaDB behind :class:`belofte.ports.SystemConnector`.

Every verb takes many requests and makes a fixed number of statements a batch, never one a row. Reading is one snapshot;
erasing is one transaction a batch, halved on failure until the request that fails stands alone.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, tzinfo
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from belofte.connectors.dividing import beside_people, for_copies, look_beside_people
from belofte.connectors.sql.acting import Acting
from belofte.connectors.sql.amending import LIFTING, RESTRICTING, Amending, Change
from belofte.connectors.sql.check import Problem, check_map
from belofte.connectors.sql.database import Database
from belofte.connectors.sql.exporting import Exporting
from belofte.connectors.sql.faults import Fault
from belofte.connectors.sql.looking import Looking
from belofte.connectors.sql.marks import marks_at
from belofte.connectors.sql.observing import Observing, drifted
from belofte.connectors.sql.purging import purge
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.rectifying import Rectifying
from belofte.connectors.sql.reflection import reflect, signature
from belofte.connectors.sql.rights import can_grant_maintain, grants, missing, needs, too_wide
from belofte.connectors.sql.session import DatabaseFault
from belofte.connectors.sql.spelling import Spellings
from belofte.connectors.sql.sweeping_days import ByTermAndDays
from belofte.connectors.sql.telling import found
from belofte.connectors.sql.transactions import Act, Transactions
from belofte.connectors.sql.values import NotADate
from belofte.connectors.sql.walk import Walk
from belofte.connectors.sql.walls import Walls
from belofte.domain.located import Found
from belofte.domain.plan import Outcome
from belofte.domain.promise import Observation
from belofte.domain.system_map import SystemMap, Verb
from belofte.ports import (
    Ability,
    Ask,
    Clock,
    Order,
    PlanOutdated,
    Record,
    Result,
    SystemUnreachable,
)


class MapDoesNotFit(SystemUnreachable):
    """Map and live schema conflict. Nothing is read or changed until somebody decides; ``problems`` names them all."""

    def __init__(self, system: str, problems: Sequence[Problem]) -> None:
        first = problems[0]
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        why = f"The map of system {system} does not fit its database: {first}{more}."
        super().__init__(why, first.remedy, transient=False)
        self.problems = tuple(problems)


_VERBS = frozenset(
    {
        Verb.FIND,
        Verb.EXPORT,
        Verb.RECTIFY,
        Verb.RESTRICT,
        Verb.LIFT,
        Verb.ERASE,
        Verb.PURGE,
        Verb.READ_BACK,
        Verb.OBSERVE,
    }
)
LARGEST_BATCH = 1000
EXPORTED_TOGETHER = 200  # requests whose rows are in memory at the same time
_FITS_SECONDS = 5

Item = TypeVar("Item")


class SqlConnector(ByTermAndDays):
    """One database under one map. ``zone`` is the policy's time zone (what day a time stamp belongs to);
    ``calling_code`` completes telephone numbers that are stored without their country; ``referred_to`` are columns
    (``customers.id``) that the maps of other systems refer to; ``owner`` gives the address of the account that owns the
    tables, for :attr:`walls` only."""

    def __init__(
        self,
        system: SystemMap,
        url: str,
        clock: Clock,
        *,
        zone: tzinfo = UTC,
        calling_code: str = "",
        referred_to: frozenset[str] = frozenset(),
        owner: Callable[[], str] | None = None,
    ) -> None:
        self._system, self._clock, self._zone, self._calling_code = system, clock, zone, calling_code
        self._referred_to = referred_to
        self.database = Database(system.name, url)
        self._transactions = Transactions(self.database)
        self.walls = Walls(self.database, lambda: self._fit()[1], owner, self._look_anew)
        self._fitted: tuple[str, Statements, Spellings] | None = None
        self._fitted_at = -math.inf  # seconds of the monotonic clock

    def close(self) -> None:
        """Give the connections back."""
        self.database.close()

    @property
    def can(self) -> Mapping[Verb, Ability]:
        """What is allowed, the best it can come to, and the database rights the account lacks for it."""
        _, statements, _ = self._fit()
        lasting = Outcome.DONE if self.database.dialect == "sqlite" else Outcome.PENDING
        abilities: dict[Verb, Ability] = {}
        with self._connection() as connection:
            for verb in sorted(self._system.allow & _VERBS):
                wanted = needs(self._system, statements.schema, verb)
                lacking = missing(self.database, connection, statements.schema, wanted)
                best = Outcome.IMPOSSIBLE if lacking else lasting if verb is Verb.PURGE else Outcome.DONE
                abilities[verb] = Ability(best, LARGEST_BATCH, tuple(map(str, wanted)), tuple(map(str, lacking)))
        return abilities

    def grants(self, account: str | None = None) -> tuple[str, ...]:
        """The exact statements that give ``account`` (default: the one in the url) what the map allows, no more."""
        _, statements, _ = self._fit()
        url, unknown = self.database.url, frozenset[str]()
        if self.database.dialect == "postgresql":
            with self._connection() as connection:
                unknown = unknown if can_grant_maintain(connection) else frozenset({"MAINTAIN"})
        who, database = account or url.username or "", url.database or ""
        return grants(self._system, statements.schema, self.database.rendering, who, database, unknown)

    def rights_told(self) -> bool:
        """A database always says it."""
        return True

    def too_wide(self) -> tuple[str, ...]:
        """Rights the account has beyond what the map needs, each as a sentence."""
        _, statements, _ = self._fit()
        with self._connection() as connection:
            return too_wide(self.database, connection, self._system, statements.schema)

    @contextmanager
    def _connection(self) -> Generator[Connection]:
        try:
            with self.database.connection() as connection:
                yield connection
        except SQLAlchemyError:
            raise self._transactions.gone() from None

    def fingerprint(self) -> str:
        """Hash of map and live schema. Drift raises :class:`SystemUnreachable` with table, column and remedy."""
        self._look_anew()
        return self._fit()[0]

    def _look_anew(self) -> None:
        self._fitted_at = -math.inf

    def find(self, asks: Sequence[Ask]) -> Iterator[Found]:
        """Everything about the asked persons, with the path by which each record was found."""
        self._allowed(Verb.FIND)
        _, statements, spellings = self._fit()
        for chunk in _chunks(asks):
            walked = self._transactions.read(
                lambda s, chunk=chunk: Walk(s, statements, spellings, whole=False).find(chunk)
            )
            try:
                yield from found(statements, spellings, chunk, walked, self._zone)
            except NotADate:
                raise self._not_a_date() from None

    def export(self, orders: Sequence[Order]) -> Iterator[Record]:
        """Copies of the records under the orders' export lines, one request after the other.

        Raises :class:`PlanOutdated` after the last record if a search found what a plan does not cover; those requests
        got no record at all.
        """
        self._allowed(Verb.EXPORT)
        _, statements, spellings = self._fit()
        exporting = Exporting(statements, spellings)
        own, by_hand = for_copies(self._system, orders)
        for chunk in _chunks(own, EXPORTED_TOGETHER):
            try:
                with self.database.reading() as session:
                    yield from exporting.export(session, chunk)
            except DatabaseFault as fault:
                raise self._transactions.unreadable(fault.diagnosis) from None
        if outdated := {**by_hand, **exporting.outdated}:
            raise PlanOutdated(outdated)

    def erase(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Erase what the orders' lines cover; one transaction a batch."""
        self._allowed(Verb.ERASE)
        _, statements, spellings = self._fit()
        yield from self._write(Verb.ERASE, orders, Acting(statements, spellings).erase)

    def rectify(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Put the new values of the orders' lines; one transaction a batch."""
        self._allowed(Verb.RECTIFY)
        _, statements, spellings = self._fit()
        yield from self._write(Verb.RECTIFY, orders, Rectifying(statements, spellings).rectify)

    def restrict(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Mark the rows as restricted, as the map says."""
        return self._amend(Verb.RESTRICT, orders, RESTRICTING)

    def lift(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Take the mark away again."""
        return self._amend(Verb.LIFT, orders, LIFTING)

    def purge(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Make erasure physical, or name the day on which it will be."""
        self._allowed(Verb.PURGE)
        _, statements, _ = self._fit()
        today = self._clock.now().astimezone(self._zone).date()
        for chunk in _chunks(orders):
            try:
                yield from purge(self.database, statements, chunk, today, self._system.backups)
            except DatabaseFault as fault:
                if fault.diagnosis.fault is Fault.GONE:
                    raise self._transactions.gone() from None
                for order in chunk:
                    yield Result(order.request, Outcome.FAILED, problem=fault.diagnosis.failure)

    def read_back(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Look again, by key and by identifier, in a new transaction for all orders of a batch."""
        _, statements, spellings = self._fit()
        looking = Looking(statements, spellings)

        def look(own: Sequence[Order]) -> Iterator[Result]:
            yield from self._transactions.read(lambda session: looking.read_back(session, own))

        for chunk in _chunks(orders):
            yield from look_beside_people(self._system, chunk, look)

    def observe(self, names: Sequence[str]) -> Iterator[Observation]:
        """One answer a name (:mod:`belofte.domain.observing`), all of them from one snapshot."""
        self._allowed(Verb.OBSERVE)
        now = self._clock.now()
        try:
            _, statements, _ = self._fit()
        except MapDoesNotFit as drift:
            yield from drifted(self._system.name, names, drift.problems, drift.why, now)
            return
        observing = Observing(statements, self._zone, now, local=self.database.local)
        yield from self._transactions.read(lambda session: observing.answers(session, names))

    def _amend(self, verb: Verb, orders: Sequence[Order], change: Change) -> Iterator[Result]:
        self._allowed(verb)
        _, statements, spellings = self._fit()
        yield from self._write(verb, orders, Amending(statements, spellings, change).amend)

    def _write(self, verb: Verb, orders: Sequence[Order], act: Act) -> Iterator[Result]:
        for chunk in _chunks(orders):
            yield from beside_people(self._system, verb, chunk, lambda own: self._transactions.write(own, act))

    def _fit(self) -> tuple[str, Statements, Spellings]:
        """Map and schema side by side. The schema's signature is compared again after some seconds, and at once by
        :meth:`fingerprint`; only when it has changed is the schema read again."""
        if self._fitted is not None and time.monotonic() - self._fitted_at < _FITS_SECONDS:
            return self._fitted
        self._fitted = self._transactions.outside(self._compared)
        self._fitted_at = time.monotonic()
        return self._fitted

    def _compared(self) -> tuple[str, Statements, Spellings]:
        dialect = self.database.dialect
        with self.database.connection() as connection:
            seen = signature(self.database.session(connection), dialect)
            fingerprint = hashlib.sha256(f"{self._system.hash}\n{seen}".encode()).hexdigest()
            if self._fitted is not None and self._fitted[0] == fingerprint:
                return self._fitted
            schema = reflect(connection, dialect, self._system.collections, seen)
            marks = marks_at(connection, dialect, self.database.url.database or "") if self._system.hides else None
        if self._fitted is not None:
            self.database.forget()  # what the connections have prepared belongs to the schema of before
        if problems := check_map(self._system, schema):
            raise MapDoesNotFit(self._system.name, problems)
        statements = Statements(self._system, schema, self.database.rendering, self._referred_to)
        statements.marks = marks
        return fingerprint, statements, Spellings(statements, self._calling_code)

    def _not_a_date(self) -> SystemUnreachable:
        return SystemUnreachable(
            f"A clock column of system {self._system.name} holds something that is no date.",
            f"Look at the columns under clock: in systems/{self._system.name}.yaml.",
            transient=False,
        )

    def _allowed(self, verb: Verb) -> None:
        if verb not in self._system.allow:
            raise SystemUnreachable(
                f"System {self._system.name} does not allow {verb.value}.",
                f"Add {verb.value} to allow in systems/{self._system.name}.yaml, or let a person do it.",
                transient=False,
            )


def _chunks(items: Sequence[Item], size: int = LARGEST_BATCH) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
