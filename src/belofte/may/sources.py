"""Where the states come from: Belofte's own store, read and never written, by Python's own SQLite or a Postgres driver.

One number, the version, goes up in the same commit as whatever changed; asking for it costs microseconds, and what
changed since is read by it. The subject of an identifier is found by its keyed hash, as the store keeps it.
"""

from __future__ import annotations

import hmac
from array import array
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from belofte.domain.identity import Identifier

KEYED, BASIS_KEYED = "subject", "basis"
Connect = Callable[[], Any]
"""Opens a connection of Python's database interface (PEP 249) that each statement commits by itself."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed after a version, all of one moment. ``whole``: forget what was there, this is everything."""

    version: int
    bits: dict[str, int]
    subjects: Sequence[int]
    states: Sequence[int]  # of each of them
    gone: Sequence[int]
    closed: frozenset[bytes]
    whole: bool


class Source(Protocol):
    """Where states are read. ``errors`` is what it raises when it cannot."""

    errors: tuple[type[Exception], ...]

    def version(self) -> int: ...
    def changes(self, after: int) -> Changes: ...
    def pasts(self, subjects: Sequence[int]) -> list[list[tuple[datetime, int, int]]]:
        """The changes of each subject, oldest first: when, before, after."""
        ...

    def find(self, identifiers: Iterable[Identifier]) -> list[int]: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Driver:
    """How one database is spoken to. ``mark`` stands for a parameter; ``begin`` opens a transaction of one moment;
    ``moment`` turns a time of it into ours; ``errors`` are what it raises."""

    connect: Connect
    mark: str
    begin: str
    moment: Callable[[Any], datetime]
    errors: tuple[type[Exception], ...]
    place: Callable[[], object]  # another value where another store stands in the same place: a copy was put back


class StoreSource:
    """The store. Raises the driver's own errors (``errors``): whoever asks takes them for "could not look"."""

    def __init__(self, driver: Driver, index_key: bytes) -> None:
        self._driver, self._key, self.errors = driver, index_key, driver.errors
        self._polling: Any = None
        self._place: object = None
        self._is_another = False

    def version(self) -> int:
        """The version now. Its connection is kept open between two looks; one that failed is not used again, and none
        of a store that another stands in the place of by now: then everything is read anew, and -1 says so."""
        if (place := self._driver.place()) != self._place:
            self.close()
            self._place, self._is_another = place, True
        if self._polling is None:
            self._polling = self._driver.connect()
        try:
            ((version,),) = self._polling.execute("SELECT version FROM state_versions").fetchall()
        except self.errors:
            self.close()
            raise
        return -1 if self._is_another else int(version)

    def changes(self, after: int) -> Changes:
        with self._snapshot() as run:
            ((version,),) = run("SELECT version FROM state_versions")
            whole = version < after or after == 0 or self._is_another
            since = 0 if whole else after
            bits = {name: 1 << bit for name, bit in run("SELECT name, bit FROM state_bits")}
            numbers, states = _states(run("SELECT number, state FROM subjects WHERE version > ?", since))
            gone = [subject for (subject,) in run("SELECT subject FROM gone_subjects WHERE version > ?", since)]
            closed = frozenset(bytes(hash_) for (hash_,) in run("SELECT hash FROM closed_bases"))
        self._is_another = False
        return Changes(int(version), bits, numbers, states, gone, closed, whole)

    def pasts(self, subjects: Sequence[int]) -> list[list[tuple[datetime, int, int]]]:
        asked = 'SELECT at, "before", "after" FROM state_changes WHERE subject = ? ORDER BY number'
        moment = self._driver.moment
        with self._snapshot() as run:
            return [[(moment(at), int(b, 16), int(a, 16)) for at, b, a in run(asked, one)] for one in subjects]

    def find(self, identifiers: Iterable[Identifier]) -> list[int]:
        hashes = {hash_of(self._key, f"{KEYED}\0{one.kind}\0{one.scope}", one.value) for one in identifiers}
        with self._snapshot() as run:
            found = (run("SELECT subject FROM subject_keys WHERE hash = ?", hash_) for hash_ in hashes)
            return sorted({number for rows in found for (number,) in rows})

    def close(self) -> None:
        if self._polling is not None:
            self._polling.close()
            self._polling = None

    @contextmanager
    def _snapshot(self) -> Generator[Callable[..., Iterable[Any]]]:
        """Statements that all see one moment."""
        connection = self._driver.connect()
        mark = self._driver.mark
        try:

            def run(statement: str, *values: object) -> Iterable[Any]:
                return connection.execute(statement.replace("?", mark), values)

            connection.execute(self._driver.begin)
            yield run
            connection.execute("ROLLBACK")
        finally:
            connection.close()


def _states(rows: Iterable[tuple[int, str]]) -> tuple[Sequence[int], Sequence[int]]:
    """Numbers and states, side by side: a million of them pass through here, and few states are different ones."""
    numbers, states, known = array("Q"), list[int](), dict[str, int]()
    for number, written in rows:
        state = known.get(written)
        if state is None:
            state = known[written] = int(written, 16)
        numbers.append(number)
        states.append(state)
    return numbers, states


def hash_of(key: bytes, what: str, value: str) -> bytes:
    """HMAC-SHA-256 as the store makes it (``storage/scope``)."""
    return hmac.digest(key, f"{what}\0{value}".encode(), "sha256")


def basis_hash(key: bytes, kind: str, reference: str) -> bytes:
    """The hash under which a closed order or contract is kept."""
    return hash_of(key, f"{BASIS_KEYED}\0{kind}", reference)
