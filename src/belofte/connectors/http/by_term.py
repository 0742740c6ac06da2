"""One REST system by term: what is past it, what hangs on records elsewhere, what its vendor ends, one look at all."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import date, tzinfo
from threading import local

from belofte.connectors import by_age
from belofte.connectors.by_age import SweptByKey
from belofte.connectors.http.ageing import NOT_BY_API, OldRecords, through
from belofte.connectors.http.asking import Asking
from belofte.connectors.http.caller import Caller
from belofte.connectors.http.changing import Writing
from belofte.connectors.http.columns import Columns
from belofte.connectors.http.finding import in_order
from belofte.connectors.http.hanging import hanging_on
from belofte.connectors.http.ranges import Ranges
from belofte.connectors.http.sealing import Kept, is_shown
from belofte.domain.identity import Identifier
from belofte.domain.located import Found
from belofte.domain.plan import Outcome
from belofte.domain.policy import Text
from belofte.domain.rest import Ending, RestConnector
from belofte.domain.system_map import EraseClear, SystemMap, Verb
from belofte.ports import Clock, DueAsk, Result, SweepOrder


class ByTerm(SweptByKey):
    """The part of :class:`belofte.connectors.http.connector.HttpConnector` that sweeps."""

    _system: SystemMap
    _caller: Caller
    _clock: Clock
    _zone: tzinfo
    _file: RestConnector
    _columns: Mapping[str, Columns]
    _look: local

    @abstractmethod
    def _reached(self) -> AbstractContextManager[None]: ...

    def write_order(self) -> Sequence[str]:
        """What can be swept, whatever refers to others first; what is missing ends otherwise (:meth:`ends`)."""
        ordered = [collection.name for collection in reversed(in_order(self._system.collections))]
        return [name for name in ordered if name in self._columns and self._is_swept(name)]

    def due(self, ask: DueAsk) -> Iterator[Found]:
        """The records whose terms are over, each with what other systems know it by."""
        self._allowed(Verb.FIND)
        with self._aged(ask.collection) as aged:
            found = [replace(one, holds=aged.telling(one.key, ask.telling)) for one in by_age.due(aged, ask)]
        yield from found

    def sweep(self, order: SweepOrder) -> Result:
        """Take away what is past its term, and say until when the vendor keeps it out of sight."""
        self._allowed(Verb.FIND)
        self._allowed(Verb.ERASE)
        with self._aged(order.collection) as aged:
            result = by_age.sweep(aged, order)
        return replace(result, lines=tuple(replace(line, until=aged.until) for line in result.lines))

    def hanging_on(self, collection: str, holders: Sequence[Sequence[Identifier]]) -> Iterator[tuple[int, Found]]:
        """The records of one collection that are copies of records elsewhere."""
        self._allowed(Verb.FIND)
        with self._reached():
            found = list(hanging_on(self._system, self._asking(), collection, holders))
        yield from found

    def shows(self, collection: str) -> bool:
        """Whether all records of a collection can be listed."""
        return is_shown(self._system, self._asking(), collection)

    def contents(
        self, collection: str, events: Sequence[str], telling: Sequence[str] = ()
    ) -> Iterator[tuple[Found, str]]:
        """What kept records say, from the lists of one look."""
        self._allowed(Verb.FIND)
        with self._reached():
            yield from Kept(self._system, self._asking(), collection, self._today()).contents(events, telling)

    def ends(self, collection: str) -> Ending | None:
        """How the vendor ends these records by itself; None where it does not."""
        record = self._file.records.get(collection)
        return record.ends if record else None

    def left_to_hand(self, collection: str) -> Text | None:
        """What a person does where this API cannot take the records away; None where it can."""
        columns = self._columns[collection]
        if isinstance(columns.collection.erase, EraseClear) and columns.record.change is not None:
            return None
        settings = self._caller.settings
        way = next((one for one in columns.record.erase if not one.among and one.fits(settings)), None)
        if way is not None and way.outcome in (Outcome.DONE, Outcome.PENDING):
            return None
        return way.why if way and way.why else NOT_BY_API

    def _is_swept(self, name: str) -> bool:
        record, clock = self._file.records[name], self._system.collections[name].clock.values()
        elsewhere = any("." in place and place.partition(".")[0] not in self._columns for place in clock)
        asking = self._asking()
        return record.ends is None and (elsewhere or asking.ages(name) or bool(through(self._system, asking, name)))

    @contextmanager
    def _aged(self, collection: str) -> Generator[OldRecords]:
        asking = self._asking()
        with self._reached():
            yield OldRecords(self._system, asking, Writing(self._caller, asking), collection, self._today())

    @contextmanager
    def one_look(self) -> Generator[None]:
        """While the context is open, this thread asks for no list twice. One inside another is the same look."""
        if hasattr(self._look, "asking"):
            yield
            return
        self._look.asking = Asking(self._caller, Ranges(self._caller), self._columns)
        try:
            yield
        finally:
            del self._look.asking

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone).date()

    def _asking(self) -> Asking:
        kept: Asking | None = getattr(self._look, "asking", None)
        return kept or Asking(self._caller, Ranges(self._caller), self._columns)
