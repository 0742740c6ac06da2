"""Settings and counts that promises speak of, each seen, absent with the reason, or unreachable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast
from urllib.parse import urlsplit

import jmespath
from jmespath.exceptions import JMESPathError

from belofte.connectors.http.asking import Asking
from belofte.connectors.http.caller import Caller
from belofte.connectors.http.clocks import Clocks
from belofte.connectors.http.columns import Cells, moment_of
from belofte.connectors.http.failures import CallFailed, Trouble
from belofte.domain.canonical import canonical_json
from belofte.domain.observing import (
    Distinct,
    Encrypted,
    Oldest,
    PastTerm,
    Rows,
    ServerVersion,
    Setting,
    Undeclared,
    WithoutStart,
    question_of,
)
from belofte.domain.promise import Observation, Reach
from belofte.domain.rest import Observed
from belofte.domain.system_map import SystemMap

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_NAMELESS = "without a name"
Seen = str | int | bool | None


class NotThere(Exception):
    """This system has no such thing; the text says why."""


class Observing:
    """Answers what is asked of one system."""

    def __init__(
        self,
        system: SystemMap,
        caller: Caller,
        asking: Asking,
        base: str,
        now: datetime,
        own: frozenset[str] = frozenset(),
    ) -> None:
        self._system, self._caller, self._asking, self._base, self._now = system, caller, asking, base, now
        self._own = own

    def answers(self, names: Sequence[str]) -> Iterator[Observation]:
        """One answer a name."""
        for name in names:
            try:
                value = self._value(name)
            except NotThere as absent:
                yield Observation(self._system.name, name, None, Reach.ABSENT, self._now, str(absent))
            except CallFailed as failed:
                yield Observation(self._system.name, name, None, Reach.UNREACHABLE, self._now, failed.why)
            else:
                yield Observation(self._system.name, name, value, Reach.SEEN, self._now)

    def _value(self, name: str) -> Seen:
        match question_of(name):
            case Setting(setting):
                return self._setting(setting)
            case Undeclared():
                return self._undeclared()
            case Rows(collection):
                return len(self._whole(collection))
            case PastTerm(collection, event, day):
                return sum(1 for found in self._days(collection, event) if found is not None and found <= day)
            case WithoutStart(collection, event):
                return sum(1 for found in self._days(collection, event) if found is None)
            case Oldest(collection, event, after):
                return self._oldest(collection, event, after)
            case Encrypted():
                parts = urlsplit(self._base)
                return parts.scheme == "https" or (parts.hostname or "") in _LOOPBACK
            case ServerVersion():
                raise NotThere("This API does not say its version.")
            case Distinct() | None:
                raise NotThere("This system is not asked that.")

    def _setting(self, name: str) -> Seen:
        observed = self._caller.connector.observe.get(name)
        if observed is None:
            raise NotThere(f"A system of the kind {self._system.kind} has no setting called {name}.")
        if observed.read is None:
            raise NotThere(observed.absent.in_("en") if observed.absent else "The API does not tell this.")
        path = jmespath.compile(observed.value)
        turns = self._asking.ranges.turns(observed.each)
        if not turns:
            raise NotThere("The map names no place where this is looked at.")
        by_turn = [(each, self._values(observed, path, each)) for each in turns]
        if observed.counted:
            return sum(1 for _, values in by_turn for value in values if value is not False)
        if observed.flow and not any(values for _, values in by_turn):
            return canonical_json([])  # it was looked at, and nothing leaves: that is an answer
        if observed.by is not None:
            named = {str(each[observed.by]): told for each, values in by_turn if (told := _one_or_list(values))}
            if not named:
                raise NotThere("The system has no value for this.")
            return canonical_json({name: told[0] for name, told in named.items()})
        found: dict[str, object] = {canonical_json(value): value for _, values in by_turn for value in values}
        if not found:
            raise NotThere("The system has no value for this.")
        if len(found) == 1:
            only = next(iter(found.values()))
            return only if isinstance(only, (str, int, bool)) else next(iter(found))
        return canonical_json([found[text] for text in sorted(found)])

    def _values(self, observed: Observed, path: Any, each: Mapping[str, object]) -> list[object]:
        rows: Iterable[object] = self._caller.rows(observed.read or "", {**each, "today": self._now.date().isoformat()})
        seen = [list(rows)] if observed.together else rows
        read = (self._read(observed, path, row) for row in seen)
        nameless = _NAMELESS if observed.flow and not observed.counted else None  # what leaves without a name leaves
        told = (nameless if value is None else value for value in read)
        return [self._told(observed, value) for value in told if value is not None]

    def _told(self, observed: Observed, value: object) -> object:
        """The value in our words, and moments as days from now."""
        if observed.outside:
            return self._outside(value)
        if isinstance(value, str):
            return observed.words.get(value, value)
        if not (observed.days or observed.ages) or not isinstance(value, dict):
            return value
        parts = cast("dict[str, object]", value)
        told = {n: self._days_from_now(part) if n in observed.days else part for n, part in parts.items()}
        return {n: _negative(self._days_from_now(part)) if n in observed.ages else part for n, part in told.items()}

    def _outside(self, value: object) -> object:
        """The domains of addresses that are not the company's own; false where there are none."""
        listed = cast("list[object]", value) if isinstance(value, list) else [value]
        addresses = {one.lower() for one in listed if isinstance(one, str) and "@" in one}
        domains = {address.rpartition("@")[2] for address in addresses - self._own}
        return sorted(domains - self._own) or False

    def _days_from_now(self, value: object) -> object:
        moment = moment_of(value)
        return None if moment is None else (moment - self._now).days

    def _read(self, observed: Observed, path: Any, row: object) -> object:
        try:
            return path.search(row)
        except JMESPathError:
            call = observed.read or observed.name
            raise CallFailed(Trouble.ODD, self._system.name, call) from None

    def _undeclared(self) -> int:
        """Columns that no list names, and audiences, mailboxes or divisions that the settings do not name."""
        columns: set[tuple[str, str]] = set()
        for name, mapped in self._asking.columns.items():
            for cells in self._whole(name) if self._asking.lists(name) else ():
                columns |= {(name, column) for column in mapped.undeclared(cells)}
        return len(columns) + sum(self._asking.ranges.unnamed(name) for name in self._caller.connector.ranges)

    def _whole(self, collection: str) -> list[Cells]:
        if collection not in self._asking.columns:
            raise NotThere(f"There is no table {collection} in the map.")
        if not self._asking.ages(collection):
            raise NotThere("This API cannot list everybody.")
        return self._asking.every(collection)

    def _oldest(self, collection: str, event: str, after: date | None) -> str | None:
        days = [one for one in self._days(collection, event) if one is not None and (after is None or one > after)]
        if not days and after is None:
            raise NotThere("No record has this day.")
        return min(days).isoformat() if days else None

    def _days(self, collection: str, event: str) -> list[date | None]:
        rows = self._whole(collection)
        columns = self._asking.columns[collection]
        column = columns.collection.clock.get(event)
        if column is None:
            raise NotThere(f"The map names no column for {event} in {collection}.")
        clocks = Clocks(self._system, self._asking.columns, self._rows_of)
        return [clocks.day(columns.collection, cells, column) for cells in rows]

    def _rows_of(self, collection: str) -> list[Cells]:
        """What a clock may refer to; nothing where the API cannot list it."""
        return self._asking.every(collection) if self._asking.ages(collection) else []


def _one_or_list(values: Sequence[object]) -> tuple[object, ...]:
    """What is told of one turn: nothing, its only value, or the list of several."""
    different = {canonical_json(value): value for value in values}
    if len(different) < 2:
        return tuple(different.values())
    return ([different[text] for text in sorted(different)],)


def _negative(days: object) -> object:
    return -days if isinstance(days, int) else None
