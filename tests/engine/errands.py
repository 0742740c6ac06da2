"""A small real work for the engine: errands in one SQLite file, their effects in another, as a store and a system are.

Each errand goes planned -> intended -> acted -> receipted. Acting removes a row from the system, so a second act finds
nothing to remove; ``acts`` counts the tries. A process can be told to kill itself at a named place, once.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from belofte.domain.system_map import Verb
from belofte.ports import Batch, Driven, SystemUnreachable

KILL_PLACES = ("due", "before intent", "after intent", "after act", "after receipt")


@dataclass(frozen=True)
class Drive:
    system: str
    by: int
    began: float
    ended: float

    def meets(self, other: Drive) -> bool:
        """Whether both worked on one system at one time."""
        return self.system == other.system and self.began < other.ended and other.began < self.ended


class Errands:
    """The engine's view of a request's steps (ports.Work) over two files."""

    def __init__(self, folder: Path, pause: float = 0.0) -> None:
        self.store, self.system, self._folder, self._pause = folder / "store.db", folder / "system.db", folder, pause

    def prepare(self, systems: Sequence[str], each: int) -> None:
        with closing(self._open(self.store)) as store, store:
            store.execute("pragma journal_mode=wal")
            store.execute("create table errand (id integer primary key, system text, state text, after integer)")
            store.execute("create table receipt (errand integer, outcome text)")
            store.execute("create table tended (at real)")
            for system in systems:
                for _ in range(each):
                    store.execute("insert into errand (system, state) values (?, 'planned')", (system,))
        with closing(self._open(self.system)) as system_db, system_db:
            system_db.execute("pragma journal_mode=wal")
            system_db.execute("create table person (errand integer primary key)")
            system_db.execute("create table act (errand integer, removed integer)")
            system_db.execute("create table drive (system text, by integer, began real, ended real)")
            people = [(errand,) for errand in range(1, each * len(systems) + 1)]
            system_db.executemany("insert into person values (?)", people)

    def add(self, system: str) -> None:
        """One errand more, without a person in the system."""
        with closing(self._open(self.store)) as store, store:
            store.execute("insert into errand (system, state) values (?, 'planned')", (system,))

    def hold_back(self) -> None:
        """Let nothing be due until :meth:`let_go`."""
        with closing(self._open(self.store)) as store, store:
            store.execute("update errand set after = 0")

    def let_go(self) -> None:
        with closing(self._open(self.store)) as store, store:
            store.execute("update errand set after = null")

    def chain(self) -> None:
        """Let every errand but the first wait for the one before it."""
        with closing(self._open(self.store)) as store, store:
            store.execute("update errand set after = id - 1 where id > 1")

    def together(self, processes: int) -> None:
        """Let no drive go on before so many processes have one in hand."""
        (self._folder / "together").write_text(str(processes))

    def due(self, limit: int = 1000) -> Sequence[Batch]:
        self._die_at("due")
        with closing(self._open(self.store)) as store:
            rows = store.execute(
                "select system, count(*) from errand where state != 'receipted' and "
                "(after is null or after in (select id from errand where state = 'receipted')) "
                "group by system order by system limit ?",
                (limit,),
            ).fetchall()
        return [Batch(system, Verb.ERASE, count) for system, count in rows]

    def drive(self, system: str, verb: Verb, limit: int = 1000) -> Driven:
        if (self._folder / "unreachable").exists():
            raise SystemUnreachable("The connection was refused.", "Start the database.")
        if (self._folder / "explode").exists():
            raise ValueError("duplicate key value violates: (jan.jansen@planted.example)")
        began = time.time()
        ids = self._claim(system, limit)
        self._wait_for_the_others()
        time.sleep(self._pause)
        with closing(self._open(self.system)) as system_db, system_db:
            for errand in ids:
                removed = system_db.execute("delete from person where errand = ?", (errand,)).rowcount
                system_db.execute("insert into act values (?, ?)", (errand, removed))
            system_db.execute("insert into drive values (?, ?, ?, ?)", (system, os.getpid(), began, time.time()))
        self._die_at("after act")
        with closing(self._open(self.store)) as store, store:
            for errand in ids:
                store.execute("insert into receipt values (?, 'done')", (errand,))
                store.execute("update errand set state = 'receipted' where id = ?", (errand,))
        self._die_at("after receipt")
        return Driven(system, verb, receipted=len(ids))

    def tend(self) -> Mapping[str, int]:
        with closing(self._open(self.store)) as store, store:
            store.execute("insert into tended values (?)", (time.time(),))
        return {"letters": 0}

    def left(self) -> int:
        with closing(self._open(self.store)) as store:
            return int(store.execute("select count(*) from errand where state != 'receipted'").fetchone()[0])

    def receipts(self) -> list[int]:
        with closing(self._open(self.store)) as store:
            return [row[0] for row in store.execute("select errand from receipt order by errand")]

    def removals(self) -> list[int]:
        """Errands whose person was really removed, once for every removal."""
        with closing(self._open(self.system)) as system_db:
            return [row[0] for row in system_db.execute("select errand from act where removed = 1 order by errand")]

    def drives(self) -> list[Drive]:
        """The drives that found something to do."""
        with closing(self._open(self.system)) as system_db:
            return [Drive(*row) for row in system_db.execute("select * from drive order by began")]

    def _claim(self, system: str, limit: int) -> list[int]:
        self._die_at("before intent")
        with closing(self._open(self.store)) as store, store:
            ids = [
                row[0]
                for row in store.execute(
                    "select id from errand where system = ? and state != 'receipted' and "
                    "(after is null or after in (select id from errand where state = 'receipted')) limit ?",
                    (system, limit),
                )
            ]
            store.executemany("update errand set state = 'intended' where id = ?", [(errand,) for errand in ids])
        self._die_at("after intent")
        return ids

    def _wait_for_the_others(self) -> None:
        order = self._folder / "together"
        if order.exists():
            (self._folder / f"here-{os.getpid()}").touch()
            while len(list(self._folder.glob("here-*"))) < int(order.read_text()):
                time.sleep(0.02)

    def _die_at(self, place: str) -> None:
        order = self._folder / "kill-at"
        if order.exists() and order.read_text() == place:
            order.unlink()
            os.kill(os.getpid(), signal.SIGKILL)

    @staticmethod
    def _open(file: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(file, timeout=30, isolation_level="IMMEDIATE")
        connection.execute("pragma synchronous=full")
        return connection
