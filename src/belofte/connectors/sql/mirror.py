"""The mirror of states in a database of the company: filled by what changed, and stamped by that database's own clock.

Whatever fails leaves the stamp as it was, so that a second later every view is empty: no yes comes from an old state.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Engine, text

from belofte.connectors.sql.engine import address, dialect_of, engine_of
from belofte.domain.views import LOWEST, PREFIX, Dialect, stamp

AT_ONCE = 10_000
"""Rows in one statement."""
LOW_BITS = (1 << LOWEST) - 1


class Mirror:
    """The mirror in the database of one system. ``url``: as the map of the system has it."""

    def __init__(self, system: str, url: str) -> None:
        place = address(system, url)
        self.dialect = Dialect(dialect_of(place))
        self._engine: Engine = engine_of(place, self.dialect)

    def run(self, statements: Iterable[str]) -> None:
        """Make or remove tables and views."""
        with self._engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def bring(self, subjects: Sequence[int], states: Sequence[int], gone: Sequence[int], whole: bool) -> None:
        """Take over what changed, and stamp it: one commit. ``whole``: forget what was there."""
        rows = [{"number": n, "low_bits": s & LOW_BITS} for n, s in zip(subjects, states, strict=True)]
        with self._engine.begin() as connection:
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

    def _forget(self, connection: Connection, subjects: Sequence[int]) -> None:
        if subjects:
            one = text(f"DELETE FROM {PREFIX}_states WHERE number = :number")
            connection.execute(one, [{"number": number} for number in subjects])
