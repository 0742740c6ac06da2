"""What an account at AWS remembers, as rows of a SQLite file: moto itself remembers nothing when its process ends.

Every process that plays the account has a copy in its memory. Before each call it looks whether another one wrote, and
after each call it writes what became different, in one transaction: so all of them see the same account. What is gone
is overwritten on disk (``secure_delete``), and a snapshot or event whose term is over is not brought back.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS kept(
  sort TEXT NOT NULL, place TEXT NOT NULL, at INTEGER NOT NULL, doc TEXT NOT NULL, body BLOB,
  PRIMARY KEY (sort, place));
CREATE TABLE IF NOT EXISTS calls(service TEXT NOT NULL, call TEXT NOT NULL, times INTEGER NOT NULL,
  PRIMARY KEY (service, call));
CREATE TABLE IF NOT EXISTS broken(chance REAL NOT NULL);
"""
_WAIT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing in the account. ``at`` is its place in the order in which things of its sort were made."""

    sort: str  # bucket | object | list | contact | group | event | instance | snapshot
    place: str
    doc: Mapping[str, Any]
    body: bytes | None = None
    at: int = 0


class Kept:
    """The file. Safe to open in several processes; one object is used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(path, _WAIT_SECONDS, isolation_level=None, check_same_thread=False)
        self._file.execute("PRAGMA secure_delete = ON")
        self._file.execute("PRAGMA synchronous = OFF")
        self._file.executescript(_SCHEMA)

    def close(self) -> None:
        self._file.close()

    @contextmanager
    def alone(self) -> Generator[None]:
        """Nobody else writes meanwhile."""
        self._file.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._file.execute("ROLLBACK")
            raise
        self._file.execute("COMMIT")

    @property
    def edition(self) -> int:
        """Another number when another process wrote."""
        return int(self._file.execute("PRAGMA data_version").fetchone()[0])

    @property
    def is_empty(self) -> bool:
        return self._file.execute("SELECT 1 FROM kept LIMIT 1").fetchone() is None

    def things(self) -> Iterator[Thing]:
        """Everything, each sort in the order in which it was made."""
        rows = self._file.execute("SELECT sort, place, doc, body, at FROM kept ORDER BY sort, at, rowid").fetchall()
        for sort, place, doc, body, at in rows:
            yield Thing(sort, place, json.loads(doc), body, at)

    def put(self, things: Iterable[Thing]) -> None:
        """Add, or write over."""
        rows = [(t.sort, t.place, t.at, json.dumps(t.doc), t.body) for t in things]
        self._file.executemany("INSERT OR REPLACE INTO kept(sort, place, at, doc, body) VALUES (?,?,?,?,?)", rows)

    def drop(self, places: Iterable[tuple[str, str]]) -> None:
        """Take away."""
        self._file.executemany("DELETE FROM kept WHERE sort = ? AND place = ?", list(places))

    def count(self, service: str, call: str) -> None:
        """One call more."""
        self._file.execute(
            "INSERT INTO calls VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET times = times + 1", (service, call)
        )

    def break_(self, chance: float) -> None:
        """From now on this part of the calls fails as AWS does when it is busy; 0: none."""
        with self.alone():
            self._file.execute("DELETE FROM broken")
            self._file.execute("INSERT INTO broken VALUES (?)", (chance,))

    def strikes(self) -> bool:
        """Whether the next call fails: the same for the same number of calls."""
        chance = self._file.execute("SELECT coalesce(max(chance), 0) FROM broken").fetchone()[0]
        number = self._file.execute("SELECT coalesce(sum(times), 0) FROM calls").fetchone()[0]
        return chance > 0 and int.from_bytes(sha256(str(number).encode()).digest()[:4]) < chance * 2**32

    def calls(self) -> Mapping[str, int]:
        """How often each service was called with each method: ``s3 POST`` → 3."""
        rows = self._file.execute("SELECT service, call, times FROM calls ORDER BY service, call").fetchall()
        return {f"{service} {call}": times for service, call, times in rows}

    def holding(self, text: str) -> list[str]:
        """Sorts of things in which a text stands: in their name, their content, or what is noted with them."""
        sought = text.encode()
        found = {
            thing.sort
            for thing in self.things()
            if text in thing.place or text in json.dumps(thing.doc, ensure_ascii=False) or sought in (thing.body or b"")
        }
        return sorted(found)
