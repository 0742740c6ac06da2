"""Which values are wrong, and what should stand there: corrections compared with what the systems hold (Art. 16).

A value is compared after its kind's own normalisation, so "+31 6 1234" and "06-1234" are one number; it counts as right
already only when it stands there exactly as it should. Where the person did not say what stands there now, it is taken
from the one column of their own row; where several columns could be meant, the office says which
(:attr:`belofte.domain.wish.Correction.column`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from belofte.domain.kinds import normalise
from belofte.domain.located import Found, Key
from belofte.domain.system_map import Collection, SystemMap
from belofte.domain.wish import Correction

Place = tuple[str, str, Key]
"""System, collection and record key."""

Held = Mapping[Place, Mapping[str, object]]
"""What stands in the records now: column -> value."""

OPINIONS = frozenset({"notes", "correspondence", "review"})
"""Kinds that hold what somebody thinks or wrote: not right or wrong by themselves (Art. 16, second sentence)."""


class Ruling(StrEnum):
    """What a named person decided of one correction that is an opinion, or whose truth is disputed."""

    DISPUTED = "disputed"  # not decided yet: restricted meanwhile (Art. 18(1)(a))
    CORRECT = "correct"  # the person is right
    STATEMENT = "statement"  # it stays; the person's own statement stands beside it
    ERASE = "erase"  # the words go
    KEEP = "keep"  # it was right: nothing changes, with reasons


@dataclass(frozen=True, slots=True)
class Wanted:
    """One correction and, where there is one, what was decided of it."""

    correction: Correction
    ruling: Ruling | None = None

    @property
    def kind(self) -> str:
        return self.correction.kind


@dataclass(frozen=True, slots=True)
class Wrong:
    """One value that is wrong: where it stands, what stands there, what should. Personal data: for the vault only."""

    place: Place
    column: str
    wanted: Wanted
    before: object
    after: str | None
    opinion: bool


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why the software cannot tell what to change: a name of a kind and of columns, no personal data."""

    why: str
    about: str

    def __str__(self) -> str:
        return f"{self.why}: {self.about}"


CHOOSE_COLUMN = "choose-column"
"""Doubt: several columns hold this kind, and nothing says which is meant."""
VALUE_NOT_FOUND = "value-not-found"
"""Doubt: what the person says is wrong stands nowhere."""
NOTHING_WRONG = "stands-as-asked-already"
"""Told: everything stands as it should already."""


def find_wrong(
    wanted: Wanted,
    systems: Mapping[str, SystemMap],
    found: Mapping[str, Sequence[Found]],
    held: Held,
    calling_code: str,
) -> tuple[tuple[Wrong, ...], tuple[Doubt, ...]]:
    """Every value that one correction is about, and what is in doubt. Records two people share are left out.
    ``calling_code`` completes telephone numbers that are written without their country."""
    cells = list(_cells(wanted.correction, systems, found, held, calling_code))
    if _is_opinion(wanted, systems, cells):
        wrong = tuple(_opinions(wanted, cells))
        return wrong, () if wrong else (Doubt(VALUE_NOT_FOUND, wanted.kind),)
    now, doubts = _now(wanted.correction, cells, calling_code)
    wrong = tuple(
        Wrong(cell.place, cell.column, wanted, cell.value, wanted.correction.should_be, opinion=False)
        for cell in cells
        if cell.is_wrong(now, wanted.correction)
    )
    if wrong or doubts:
        return wrong, doubts
    right = any(cell.value == wanted.correction.should_be for cell in cells)
    return (), (Doubt(NOTHING_WRONG if right else VALUE_NOT_FOUND, wanted.kind),)


def columns_of(correction: Correction, system: str, collection: Collection) -> tuple[str, ...]:
    """The columns of a collection that a correction can be about: those of its kind, or the one the office named. What
    rows are found by belongs to them: else they would be lost with the old address."""
    finding = [one.column for one in collection.found_by if one.kind == correction.kind]
    columns = tuple(dict.fromkeys((*collection.kinds.get(correction.kind, ()), *finding)))
    if correction.column is None:
        return columns
    return tuple(column for column in columns if _is_named(correction.column, system, collection.name, column))


def _is_named(named: str, system: str, collection: str, column: str) -> bool:
    """``full_name``, ``customers.full_name`` or ``crm.customers.full_name``."""
    return f".{system}.{collection}.{column}".endswith(f".{named}")


@dataclass(frozen=True, slots=True)
class _Cell:
    """One value of one record, in a column the correction can be about."""

    place: Place
    column: str
    value: object
    person: bool  # stands in a row that is the person
    alone: bool  # the only column of its record that can be meant
    normal: str  # as it is compared

    @property
    def empty(self) -> bool:
        return self.value is None or self.value == ""

    def is_wrong(self, now: frozenset[str], correction: Correction) -> bool:
        if self.empty:
            return self.person and self.alone and not correction.now and bool(correction.should_be)
        return self.normal in now and self.value != correction.should_be


def _cells(
    correction: Correction,
    systems: Mapping[str, SystemMap],
    found: Mapping[str, Sequence[Found]],
    held: Held,
    calling_code: str,
) -> Iterator[_Cell]:
    for name, records in found.items():
        for record in records:
            collection = systems[name].collections[record.collection]
            place = (name, record.collection, record.key)
            columns = columns_of(correction, name, collection)
            if place in held and not record.shared and not record.candidate:
                for column in columns:
                    value = held[place].get(column)
                    normal = normalise(correction.kind, str(value), calling_code=calling_code)
                    yield _Cell(place, column, value, collection.person, len(columns) == 1, normal)


def _now(correction: Correction, cells: Sequence[_Cell], calling_code: str) -> tuple[frozenset[str], tuple[Doubt, ...]]:
    """What counts as the wrong value: what the person named, else what stands in the one column of their own row."""
    if correction.now.strip():
        return frozenset({normalise(correction.kind, correction.now, calling_code=calling_code)}), ()
    own = [cell for cell in cells if cell.person] or cells
    if several := sorted({f"{c.place[0]}.{c.place[1]}.{c.column}" for c in own if not c.alone}):
        return frozenset(), (Doubt(CHOOSE_COLUMN, f"{correction.kind} ({', '.join(several)})"),)
    return frozenset(cell.normal for cell in own if not cell.empty), ()


def _is_opinion(wanted: Wanted, systems: Mapping[str, SystemMap], cells: Sequence[_Cell]) -> bool:
    """Words of somebody about the person, or what was worked out about them, are no fact that is simply wrong."""
    return wanted.kind in OPINIONS or any(
        _is_judgement(systems[cell.place[0]].collections[cell.place[1]], cell.column) for cell in cells
    )


def _is_judgement(collection: Collection, column: str) -> bool:
    """A free text, or a value of a table that was worked out; what its rows are found by is a plain fact."""
    finds = any(one.column == column for one in collection.found_by)
    return column in collection.free_text or (collection.origin == "derived" and not finds)


def _opinions(wanted: Wanted, cells: Iterable[_Cell]) -> Iterator[Wrong]:
    """The texts in which the words stand, in whatever capitals. What becomes of them is a named person's decision."""
    said = wanted.correction.now.strip()
    words = re.compile(re.escape(said), re.IGNORECASE)
    for cell in cells:
        if said and not cell.empty and words.search(str(cell.value)):
            after = _decided(wanted, str(cell.value), words)
            yield Wrong(cell.place, cell.column, wanted, cell.value, after, opinion=True)


def _decided(wanted: Wanted, text: str, words: re.Pattern[str]) -> str | None:
    """The text as it should be after the decision; None: it stays as it is, or nobody decided yet."""
    match wanted.ruling:
        case Ruling.ERASE:
            return _with(text, words, "")
        case Ruling.CORRECT:
            return _with(text, words, wanted.correction.should_be)
        case _:
            return None


def _with(text: str, words: re.Pattern[str], instead: str) -> str:
    """The text with something else for every occurrence of the words; what is erased is gone also where the rest would
    make the words anew."""
    if instead:
        return words.sub(lambda _: instead, text).strip()
    while words.search(text):
        text = words.sub("", text)
    return text.strip()
