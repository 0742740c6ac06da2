"""Taking over what a company kept elsewhere: open requests, the old register, staff, consents. A table goes in whole or
not at all, and the same table goes in once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from belofte.domain.errors import BelofteError, require_name
from belofte.loading.import_forms import said
from belofte.loading.importing import Cells, Fault, NotReadable, NotTaken
from belofte.procedures.parts import Current, Parts
from belofte.store_port import Transaction

TAKEN = "import.taken"
"""Event: a table was taken over; its data says of which kind, how many rows, and how to know the file again."""
IMPORT = "import"
"""What such an event is about."""
Rows = Sequence[tuple[int, Cells]]


@dataclass(slots=True)
class Looked:
    """What a table would bring about: one act a row, the cases to open first, and the rows that are there already."""

    acts: list[Callable[[Transaction], None]] = field(default_factory=list[Callable[[Transaction], None]])
    cases: list[str] = field(default_factory=list[str])
    references: list[str] = field(default_factory=list[str])
    known: int = 0
    faults: list[Fault] = field(default_factory=list[Fault])
    unsound: set[int] = field(default_factory=set[int])

    @contextmanager
    def row(self, number: int, column: str = "") -> Generator[None]:
        """What is wrong with this row is a fault of the table, beside those of other rows and of its other cells. What
        rests on a cell that cannot be read is passed over: that cell's own fault is known."""
        try:
            yield
        except NotReadable:
            self.unsound.add(number)
        except BelofteError as wrong:
            what = said(wrong.message_in("nl"), wrong.message_in("en"))
            self.unsound.add(number)
            self.faults.append(Fault(number, column, what, said(wrong.remedy_in("nl"), wrong.remedy_in("en"))))


Look = Callable[[Parts, Transaction, Rows, str], Looked]
"""Judges a table without writing anything: parts, a look into the store, the rows, the named person."""


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What became of a table. ``known``: rows that were there already; ``again``: the whole file was."""

    kind: str
    rows: int
    taken: int
    known: int
    again: bool = False
    references: tuple[str, ...] = ()


class TakingOver:
    """Takes tables over: ``belofte.desk(TakingOver)``."""

    def __init__(self, current: Current) -> None:
        self._current = current

    def look(self, kind: str, look: Look, rows: Rows, by: str, faults: Sequence[Fault] = ()) -> TakenOver:
        """What would become of it; nothing is written. Raises :class:`NotTaken` with every fault, those of single cells
        (``faults``) too."""
        parts = self._current.parts
        with parts.store.reading() as tx:
            found = sound(look(parts, tx, rows, by), faults)
        return TakenOver(kind, len(rows), len(found.acts), found.known)

    def take(
        self,
        kind: str,
        look: Look,
        rows: Rows,
        by: str,
        file: bytes,
        seen: Callable[[int], None] = lambda _: None,
        faults: Sequence[Fault] = (),
    ) -> TakenOver:
        """Take it over in one transaction; ``seen`` hears how many rows are done. Raises :class:`NotTaken`."""
        parts = self._current.parts
        require_name(by, "takes it over")
        with parts.store.reading() as tx:
            if _is_known(tx, kind, file):
                return TakenOver(kind, len(rows), 0, len(rows), again=True)
            found = sound(look(parts, tx, rows, by), faults)
        parts.store.open_cases(found.cases)
        with parts.store.transaction() as tx:
            for number, act in enumerate(found.acts, 1):
                act(tx)
                seen(number)
            tx.events.add(TAKEN, IMPORT, parts.now(), _note(parts, kind, file, len(rows)))
        return TakenOver(kind, len(rows), len(found.acts), found.known, references=tuple(found.references))


def sound(found: Looked, of_cells: Sequence[Fault] = ()) -> Looked:
    """What was found, if nothing is wrong with it. Raises :class:`NotTaken` with every fault, ``of_cells`` too."""
    if found.faults or of_cells:
        raise NotTaken([*of_cells, *found.faults])
    return found


def _note(parts: Parts, kind: str, file: bytes, rows: int) -> dict[str, object]:
    salt = parts.entropy(16)
    return {"kind": kind, "rows": rows, "salt": salt.hex(), "digest": _digest(kind, file, salt)}


def _is_known(tx: Transaction, kind: str, file: bytes) -> bool:
    notes: list[Mapping[str, object]] = [event.data for event in tx.events.about(IMPORT) if event.kind == TAKEN]
    return any(
        note["kind"] == kind and note["digest"] == _digest(kind, file, bytes.fromhex(str(note["salt"])))
        for note in notes
    )


def _digest(kind: str, file: bytes, salt: bytes) -> str:
    """Made slowly and with a salt: a table of one row must not be found by trying addresses."""
    whole = hashlib.sha256(kind.encode() + b"\0" + file).digest()
    return hashlib.scrypt(whole, salt=salt, n=2**14, r=8, p=1, dklen=32).hex()
