"""A vendor's row as the columns of a map: by name, by path, and those inside an object."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, tzinfo
from typing import Any, cast

from belofte.connectors.http.paths import reader
from belofte.domain.kinds import normalise
from belofte.domain.located import Key
from belofte.domain.rest import RestRecord
from belofte.domain.system_map import Collection

ASKED = " asked"
"""Not a column: the values for which a row was found that stands in none of its columns, seen where it stands."""
PERHAPS = " perhaps"
"""Not a column: the values for which the vendor says that it found the row, and nobody saw where."""
_NONE: frozenset[str] = frozenset()

Cells = Mapping[str, Any]
"""Column → value, as the vendor's JSON has it."""

_ODATA = re.compile(r"/Date\((-?\d+)(?:[+-]\d{4})?\)/")
_PATH = re.compile(r"[.\[\]|@*?&]")
_FIELD = re.compile(r"[^\s()&|=<>!,]+")


class Columns:
    """How the rows of one collection are read. ``own`` are addresses and domains of the company itself, normalised."""

    def __init__(
        self,
        record: RestRecord,
        collection: Collection,
        zone: tzinfo = UTC,
        calling_code: str = "",
        own: frozenset[str] = frozenset(),
        settings: Mapping[str, object] | None = None,
    ) -> None:
        self.record, self.collection, self._zone, self._calling_code, self._own = (
            record,
            collection,
            zone,
            calling_code,
            own,
        )
        known = settings or {}
        self._mixed = bool(record.mixed) and all(str(known.get(n)) == v for n, v in record.mixed.items())
        self._inner: set[str] = set()
        paths = {c: c for c in collection.columns if _PATH.search(c)} | dict(record.columns)
        self._paths = {column: reader(path) for column, path in paths.items()}
        begun = (re.split(r"[.\[|]", path)[0].strip('"') for path in paths.values())
        self._beginnings = {name for name in begun if _FIELD.fullmatch(name)}  # an expression names listed fields only

    def cells(self, row: Mapping[str, Any], each: Mapping[str, object]) -> Cells:
        """All columns of one row, with the variables under which it was found."""
        cells: dict[str, Any] = {}
        for name, value in row.items():
            if name in self.record.inside and isinstance(value, Mapping):
                inner = cast("Mapping[str, Any]", value)
                self._inner |= set(inner)
                cells.update(inner)
        own = {name: value for name, value in row.items() if name not in self.record.inside}
        cells.update({name: value for name, value in own.items() if not name.startswith("@")})  # OData's own words
        for column, path in self._paths.items():
            if column not in cells:
                cells[column] = path(row)
        return {**cells, **each}

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of a row in which the map's columns lie, sorted; no variables, and nothing of further calls."""
        elsewhere = {*self.record.each, *self.record.more, *self.record.files, *self._paths}
        return tuple(sorted({*self.collection.columns, *self.record.key} - elsewhere | self._beginnings))

    def parts(self, row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """A row that stands for several people as one row each; the list itself, in which the others stand, is left
        out."""
        found: list[Mapping[str, Any]] = [row]
        for column, listed in self.record.spread.items():
            found = [
                {**{name: one[name] for name in one if name != listed}, column: value}
                for one in found
                for value in one.get(listed) or ()
            ]
        return found

    def key(self, cells: Cells) -> Key | None:
        """The record's key; None where the vendor left a part of it out."""
        parts = tuple(cells.get(column) for column in self.record.key)
        return None if any(part is None or part == "" for part in parts) else cast("Key", parts)

    def key_values(self, key: Key) -> dict[str, object]:
        """The key's parts by name, for a call."""
        return dict(zip(self.record.key, key, strict=True))

    def values(self, cells: Cells, columns: Iterable[str], kind: str) -> set[str]:
        """What stands in these columns, normalised; a column may hold several."""
        return {text for column in columns for text in self._normal(cells.get(column), kind)}

    def of_kind(self, cells: Cells, kind: str) -> set[str]:
        """What stands in the columns of a kind, and the values for which the vendor found the row."""
        asked: frozenset[str] = cells.get(ASKED, _NONE) | cells.get(PERHAPS, _NONE)
        return self.values(cells, self.columns_of(kind), kind) | asked

    def columns_of(self, kind: str) -> tuple[str, ...]:
        """The columns in which an identifier of this kind is looked for."""
        found = (by.column for by in self.collection.found_by if by.kind == kind)
        return tuple(dict.fromkeys((*self.collection.kinds.get(kind, ()), *found)))

    def normal(self, value: object, kind: str) -> str:
        """One value in the form in which it is compared; "" for none."""
        return next(iter(self._normal(value, kind)), "")

    def _normal(self, value: object, kind: str) -> list[str]:
        listed = cast("list[object]", value) if isinstance(value, list) else [value]
        texts = (str(item) for item in listed if item not in (None, "") and isinstance(item, (str, int)))
        return [normalise(kind, text, calling_code=self._calling_code) for text in texts]

    def others(self, cells: Cells, theirs: Mapping[str, frozenset[str]]) -> bool:
        """Whether somebody else stands in a column that may hold more than one person: not the asked one (``theirs``:
        kind → values), and not the company itself, nor the place where it lies. Also where nobody saw whose it is."""
        if self._mixed or _is_unseen(cells, theirs):
            return True
        ours = self._own | {str(cells.get(variable, "")).lower() for variable in self.record.each}
        for column in self.record.parties:
            kind = next((k for k in self.collection.kinds if column in self.columns_of(k)), "email")
            for value in self.values(cells, (column,), kind):
                domain = value.rpartition("@")[2]
                if value not in theirs.get(kind, frozenset()) and not {value, domain} & ours:
                    return True
        return False

    def undeclared(self, cells: Cells) -> set[str]:
        """Columns that no list of the map names, and in which something stands."""
        known = (
            self.collection.columns
            | set(self.record.columns)
            | set(self.record.each)
            | set(self.record.more)
            | {ASKED, PERHAPS}
        ) | set(self.record.spread.values())  # the list itself: what stands in it is named by its own column
        strange = (name for name in cells if name not in known and name not in self._beginnings)
        return {name for name in strange if cells[name] not in (None, "", [], {})}

    def undeclared_inside(self, cells: Cells) -> set[str]:
        """Undeclared columns that lie in an object of the company's own fields: they are copied all the same."""
        return self.undeclared(cells) & self._inner

    def moment(self, cells: Cells, column: str | None) -> datetime | None:
        """The moment in a column, aware; None where there is none or it cannot be read."""
        value = cells.get(column) if column else None
        if value in (None, "", 0):
            return None
        return moment_of(value, self.record.dates.get(column or "", ""))

    def day(self, cells: Cells, column: str) -> date | None:
        """The day in a column, in the policy's time zone."""
        found = self.moment(cells, column)
        return found.astimezone(self._zone).date() if found else None


def _is_unseen(cells: Cells, theirs: Mapping[str, frozenset[str]]) -> bool:
    """Whether only the vendor says that this is the asked person's."""
    mine = frozenset[str]().union(*theirs.values())
    return bool(cells.get(PERHAPS, _NONE) & mine) and not cells.get(ASKED, _NONE) & mine


def moment_of(value: object, form: str = "") -> datetime | None:
    """A moment as vendors write it, aware; None for what cannot be read as one."""
    try:
        if isinstance(value, str) and (match := _ODATA.fullmatch(value)):
            return datetime.fromtimestamp(int(match[1]) / 1000, UTC)
        if form == "ms":
            return datetime.fromtimestamp(int(str(value)) / 1000, UTC)
        if form == "s" or isinstance(value, int):
            return datetime.fromtimestamp(int(str(value)), UTC)
        found = datetime.fromisoformat(str(value))
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
