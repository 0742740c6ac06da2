"""How a batch meets a database that is busy, away, or that refuses one of the requests.

A fault that passes is tried again. What fails for good is rolled back and halved, until the request that fails stands
alone; the others are done. A database that is away ends the batch: it waits as a whole.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from belofte.connectors.sql.database import Database
from belofte.connectors.sql.faults import Diagnosis, Fault
from belofte.connectors.sql.session import DatabaseFault, Session
from belofte.domain.plan import Outcome
from belofte.ports import Order, Result, SystemUnreachable

T = TypeVar("T")

Act = Callable[[Session, Sequence[Order]], list[Result]]
"""What is done for a batch inside one transaction."""

_TRIES = 4
_PAUSE = 0.05  # seconds before the second try; doubled for each further one
_WHOLE = frozenset({Fault.RIGHTS, Fault.SCHEMA})  # no half of a batch would fare better


class Transactions:
    """Transactions on one database, with second tries and halving."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, look: Callable[[Session], T]) -> T:
        """Look in one snapshot. Raises :class:`SystemUnreachable`."""
        try:
            return self._tried(self._database.reading, look, _TRIES)
        except DatabaseFault as fault:
            raise self.unreadable(fault.diagnosis) from None

    def write(self, orders: Sequence[Order], act: Act) -> Iterator[Result]:
        """One transaction for all orders, smaller ones where that fails; one result an order."""
        yield from self._halved(orders, act, _TRIES)

    def outside(self, do: Callable[[], T]) -> T:
        """Something outside any transaction; a connection that has gone stale in the pool is made anew once."""
        try:
            return do()
        except (SQLAlchemyError, DatabaseFault):
            self._database.forget()
        try:
            return do()
        except (SQLAlchemyError, DatabaseFault):
            raise self.gone() from None

    def gone(self) -> SystemUnreachable:
        """The connection was lost."""
        return SystemUnreachable(
            f"The connection to the database of system {self._database.system} was lost.",
            "Nothing to decide: it is tried again when the database can be reached.",
        )

    def unreadable(self, diagnosis: Diagnosis) -> SystemUnreachable:
        """What a fault while reading means for the system as a whole."""
        if diagnosis.fault is Fault.GONE:
            return self.gone()
        return SystemUnreachable(
            f"System {self._database.system} could not be read: {diagnosis.fault.value} at {diagnosis.where}.",
            diagnosis.remedy,
            transient=diagnosis.transient,
        )

    def _tried(
        self, transaction: Callable[[], AbstractContextManager[Session]], do: Callable[[Session], T], tries: int
    ) -> T:
        for attempt in range(tries - 1):
            try:
                with transaction() as session:
                    return do(session)
            except DatabaseFault as fault:
                if not fault.again:
                    raise
                if fault.diagnosis.fault is Fault.GONE:
                    self._database.forget()
            time.sleep(_PAUSE * 2**attempt)
        with transaction() as session:
            return do(session)

    def _halved(self, orders: Sequence[Order], act: Act, tries: int) -> Iterator[Result]:
        try:
            results = self._tried(self._database.writing, lambda session: act(session, orders), tries)
        except DatabaseFault as fault:
            diagnosis = fault.diagnosis
            if diagnosis.fault is Fault.GONE:
                raise self.gone() from None
            if len(orders) > 1 and _can_be_parted(diagnosis):
                middle = len(orders) // 2
                fewer = 1 if diagnosis.transient else _TRIES  # each try may wait for a lock
                yield from self._halved(orders[:middle], act, fewer)
                yield from self._halved(orders[middle:], act, fewer)
                return
            results = [Result(order.request, Outcome.FAILED, problem=diagnosis.failure) for order in orders]
        yield from results


def _can_be_parted(diagnosis: Diagnosis) -> bool:
    """Is it about some rows? A database that is locked as a whole names no table."""
    return diagnosis.fault not in _WHOLE and not (diagnosis.transient and not diagnosis.where)
