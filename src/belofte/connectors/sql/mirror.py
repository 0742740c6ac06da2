"""The mirror of states in a database of the company: filled by what changed, and stamped by that database's own clock.

Whatever fails leaves the stamp as it was, so that a second later every view is empty: no yes comes from an old state.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from belofte.connectors.sql.engine import address, dialect_of, engine_of
from belofte.connectors.sql.faults import Fault, diagnose
from belofte.domain.errors import CouldNotLook
from belofte.domain.views import LOWEST, PREFIX, Dialect, stamp

AT_ONCE = 10_000
"""Rows in one statement."""
LOW_BITS = (1 << LOWEST) - 1


class Mirror:
    """The mirror in the database of one system. ``url``: as the map of the system has it. Raises
    :class:`belofte.domain.errors.CouldNotLook` where that database does not do what is asked."""

    def __init__(self, system: str, url: str) -> None:
        self._system, place = system, address(system, url)
        self.dialect = Dialect(dialect_of(place))
        self._engine: Engine = engine_of(place, self.dialect)

    def run(self, statements: Iterable[str]) -> None:
        """Make or remove tables and views."""
        with self._begun() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def views(self) -> list[str]:
        """The views that stand in the database."""
        with self._begun() as connection:
            return inspect(connection).get_view_names()

    def bring(self, subjects: Sequence[int], states: Sequence[int], gone: Sequence[int], whole: bool) -> None:
        """Take over what changed, and stamp it: one commit. ``whole``: forget what was there."""
        rows = [{"number": n, "low_bits": s & LOW_BITS} for n, s in zip(subjects, states, strict=True)]
        with self._begun() as connection:
            if whole:
                connection.execute(text(f"DELETE FROM {PREFIX}_states"))
            self._forget(connection, [] if whole else [*gone, *subjects])
            for start in range(0, len(rows), AT_ONCE):
                put = text(f"INSERT INTO {PREFIX}_states (number, low_bits) VALUES (:number, :low_bits)")
                connection.execute(put, rows[start : start + AT_ONCE])
            connection.execute(text(stamp(self.dialect)))

    def close(self) -> None:
        """Let go of the database; a second later the views are empty."""
        self._engine.dispose()

    @contextmanager
    def _begun(self) -> Generator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise _could_not(self._system, diagnose(error, "").fault) from None

    def _forget(self, connection: Connection, subjects: Sequence[int]) -> None:
        if subjects:
            one = text(f"DELETE FROM {PREFIX}_states WHERE number = :number")
            connection.execute(one, [{"number": number} for number in subjects])


def _could_not(system: str, fault: Fault) -> CouldNotLook:
    place = f"url in systems/{system}.yaml"
    match fault:
        case Fault.RIGHTS:
            return CouldNotLook(
                f"The account of system {system} may not do this in its database.",
                f"give the account of {place} the right to make tables and views there, or look whether it may sign in",
            )
        case Fault.SCHEMA:
            return CouldNotLook(
                f"The mirror does not stand in the database of system {system}.",
                f"make it first: belofte uses views {system} --apply",
            )
        case _:
            return CouldNotLook(
                f"The database of system {system} could not be reached; its views let nobody through.",
                f"see whether it runs and whether {place} is right, then start this again",
            )
