"""What one writing call does to one record, and what it should look like afterwards."""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast

import jmespath

from belofte.connectors.http.asking import Asking
from belofte.connectors.http.caller import Answer, Caller
from belofte.connectors.http.columns import Cells
from belofte.connectors.http.failures import CallFailed, Trouble
from belofte.domain.located import Key
from belofte.domain.plan import Outcome
from belofte.domain.rest import KEY, EraseWay, RestRecord, Within

RANDOM = "{random}"
_CONFIRMED = 40  # characters: a moment or a number, never a text that may name somebody
_TRIES = 2
"""Refusals of one call in a batch before it is no longer tried."""
_WORD = re.compile(r"(\w+)\[(.+)\]")


class Writing:
    """The writing calls of one system."""

    def __init__(self, caller: Caller, asking: Asking) -> None:
        self._caller, self._asking = caller, asking
        self._refusals = Counter[str]()  # by call
        self.confirmed: dict[tuple[str, Key], str] = {}  # what the vendor confirmed of each record erased here

    def way(self, record: RestRecord, cells: Cells) -> EraseWay | None:
        """How a record is erased under the settings of this system; None where the file names no way."""
        return next((way for way in record.erase if self._fits(way, cells)), None)

    def _fits(self, way: EraseWay, cells: Cells) -> bool:
        settings, ranges = self._caller.settings, self._asking.ranges
        if not way.fits(settings):
            return False
        return all(str(cells.get(column, "")).lower() in ranges.values(name) for column, name in way.among.items())

    def erase(self, collection: str, key: Key, cells: Cells, today: date) -> tuple[Outcome, date | None]:
        """Erase one record; what that came to, and until when it is pending. Raises :class:`CallFailed`."""
        way = self.way(self._asking.columns[collection].record, {**cells, **self._values(collection, key, cells)})
        if way is None:
            return Outcome.MANUAL, None
        values = self._values(collection, key, cells)
        if way.within is not None:
            others = [row for row, is_it in self._listed(way.within, collection, key, values) if not is_it]
            values["others"] = jmespath.search(way.within.value, others)
        if way.do is not None:
            answer = self._write(way.do, collection, key, values, {})
            said = jmespath.search(way.confirmed, answer.body) if way.confirmed and answer else None
            if isinstance(said, str) and len(said) <= _CONFIRMED:
                self.confirmed[collection, key] = said
        for name in way.then:
            self._caller.call(name, self._values(collection, key, cells))
        return way.outcome, self.until(way, today) if way.outcome is Outcome.PENDING else None

    def until(self, way: EraseWay, today: date) -> date | None:
        """The day by which what is deleted today is really gone; None where nobody can say."""
        days = int(str(self._caller.settings.get(way.days_from, way.days))) if way.days_from else way.days
        return today + timedelta(days=days) if days else None

    def clear(self, collection: str, key: Key, cells: Cells, values: Mapping[str, object], *, referred: bool) -> None:
        """Clear one record; one that nothing refers to goes as a whole, where the vendor lets it. A vendor that
        refused this twice is not asked again in this batch: refusals may be what locks us out. Raises
        :class:`CallFailed`."""
        clearing = self._asking.columns[collection].record.clear
        if clearing.delete is not None and not referred and self._refusals[clearing.delete] < _TRIES:
            try:
                self._write(clearing.delete, collection, key, self._values(collection, key, cells), {})
                return
            except CallFailed as failed:
                if failed.trouble not in (Trouble.REFUSED, Trouble.BUDGET):
                    raise
                self._refusals[clearing.delete] += 1
        self.put(collection, key, cells, values, along=clearing.along)

    def put(
        self,
        collection: str,
        key: Key,
        cells: Cells,
        values: Mapping[str, object],
        along: Mapping[str, object] | None = None,
    ) -> None:
        """Put values into one record. Raises :class:`CallFailed`; every column must be changeable. ``along``: fields of
        the body that no column of the map stands for."""
        change = self._asking.columns[collection].record.change
        if change is None:
            return
        fresh = {c: v.replace(RANDOM, secrets.token_hex(8)) if isinstance(v, str) else v for c, v in values.items()}
        whole = {column: cells.get(column) for column in change.whole if column not in fresh}
        body: dict[str, Any] = dict(along or {})
        for column, value in {**whole, **fresh}.items():
            path = self.path(collection, column) or column
            if (word := _WORD.fullmatch(path)) is not None:
                path, value = word[1], _with_word(cells.get(word[1]), word[2], value)
            place(body, path, value)
        named = self._values(collection, key, cells)
        changes: object = body
        if change.within is not None:
            listed = self._listed(change.within, collection, key, named)
            changes = jmespath.search(change.within.value, [{**row, **body} if it else row for row, it in listed])
        self._write(change.do, collection, key, {**named, "changes": changes}, fresh)
        for name in change.then:
            self._caller.call(name, self._values(collection, key, cells))

    def _listed(
        self, within: Within, collection: str, key: Key, values: Mapping[str, object]
    ) -> list[tuple[dict[str, Any], bool]]:
        """The list as it is now, and which row is this record: whoever came or went since the search stays so."""
        columns = self._asking.columns[collection]
        rows = self._caller.rows(within.read, values)
        return [(row, columns.key({**values, **columns.cells(row, {})}) == key) for row in rows]

    def path(self, collection: str, column: str) -> str | None:
        """Where a column lies in the body of a change; None where it cannot be changed."""
        record = self._asking.columns[collection].record
        fields: Mapping[str, str] = record.change.fields if record.change else {}
        if column in fields:
            return fields[column]
        inside = next((name for name in record.inside if name in fields), None)
        known = column in self._asking.columns[collection].collection.columns
        return f"{fields[inside]}.{column}" if inside is not None and known and not _is_top(record, column) else None

    def _values(self, collection: str, key: Key, cells: Cells) -> dict[str, object]:
        return {**cells, **self._asking.columns[collection].key_values(key)}

    def _write(
        self, name: str, collection: str, key: Key, values: Mapping[str, object], wanted: Mapping[str, object]
    ) -> Answer | None:
        """One writing call. If its answer was lost, the record is looked at before it is done once more; None where it
        had been done."""
        try:
            return self._caller.call(name, values)
        except CallFailed as failed:
            if not failed.lost:
                raise
            found = self.again(collection, key)
            if found is None or (wanted and is_as_wanted(found, wanted)):
                return None
            return self._caller.call(name, values)

    def again(self, collection: str, key: Key) -> Cells | None:
        """One record by its key, from the system as it is now; None where it is gone."""
        asking = Asking(self._caller, self._asking.ranges, self._asking.columns)
        columns = asking.columns[collection]
        rows = asking.rows(collection, KEY, [columns.key_values(key)])
        return next((cells for cells in rows if columns.key(cells) == key), None)


def _is_top(record: RestRecord, column: str) -> bool:
    return column in record.key or column in record.each or column in record.columns


def place(body: dict[str, Any], path: str, value: object) -> None:
    """Put a value at a dotted path of a body."""
    *parents, last = path.split(".")
    for name in parents:
        body = cast("dict[str, Any]", body.setdefault(name, {}))
    body[last] = value


def _with_word(held: object, word: str, wanted: object) -> list[object]:
    """A list in which a word stands, or no longer stands; the others stay."""
    others = [one for one in cast("list[object]", held) if one != word] if isinstance(held, list) else []
    return [*others, word] if wanted else others


def is_as_wanted(cells: Cells, wanted: Mapping[str, object]) -> bool:
    """Whether a record has the values that were to be put there."""
    return all(_same(cells.get(column), value) for column, value in wanted.items())


def _same(held: object, wanted: object) -> bool:
    if isinstance(wanted, str) and RANDOM in wanted:
        pattern = "[0-9a-f]+".join(map(re.escape, wanted.split(RANDOM)))
        return isinstance(held, str) and re.fullmatch(pattern, held, re.IGNORECASE) is not None
    return held == wanted or (held in (None, "") and wanted in (None, ""))
