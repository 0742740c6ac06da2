"""Copies of records: as found, with what further calls bring, and originals as bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from belofte.connectors.dividing import for_copies
from belofte.connectors.http.acting import Share, reachable, shared_out
from belofte.connectors.http.asking import Asking
from belofte.connectors.http.caller import Caller
from belofte.connectors.http.failures import CallFailed
from belofte.connectors.http.finding import Hit, Search
from belofte.domain.located import Key
from belofte.domain.plan import Decision, Failure
from belofte.domain.system_map import SystemMap
from belofte.ports import Order, Record


class Exporting:
    """Exports under one map. ``outdated`` collects the requests whose plan no longer fits; they get no record."""

    def __init__(self, system: SystemMap, caller: Caller, asking: Asking) -> None:
        self._system, self._caller, self._asking = system, caller, asking
        self.outdated: dict[str, Failure] = {}

    def in_turn(self, parts: Sequence[Sequence[Order]]) -> Iterator[Record]:
        """The records of all orders. Where a trouble that passes cuts it off, those of whom nothing was read yet get
        theirs later; raises :class:`CallFailed` where that is everybody, or the only one."""
        if len(parts) == 1:
            yield from self.export(parts[0])
            return
        cause: CallFailed | None = None
        for number, orders in enumerate(parts):
            try:
                records = list(self.export(orders)) if cause is None else []
            except CallFailed as failed:
                if number == 0 or not failed.transient:
                    raise
                cause, records = failed, []
            if cause is not None:
                self.outdated |= {order.request: cause.failure("") for order in orders}
            yield from records

    def export(self, orders: Sequence[Order]) -> Iterator[Record]:
        """The records of all orders, in the orders' sequence."""
        own, by_hand = for_copies(self._system, orders)
        self.outdated |= by_hand
        found = Search(self._system, self._asking).find_again(own)
        for order, hits in zip(own, found, strict=True):
            share = shared_out(self._system, order, reachable(self._system, order, hits))
            if share.failure is not None:
                self.outdated[order.request] = share.failure
            else:
                yield from self._records(share)

    def _records(self, share: Share) -> Iterator[Record]:
        for number, line in enumerate(share.order.lines):
            if line.decision is Decision.EXPORT:
                for key in sorted(share.keys[number], key=str):
                    yield self._record(share.order.request, line.collection, key, share.hits[line.collection][key])

    def _record(self, request: str, name: str, key: Key, hit: Hit) -> Record:
        columns = self._asking.columns[name]
        collection, record = columns.collection, columns.record
        values = {**hit.cells, **columns.key_values(key)}
        fields: dict[str, Any] = {c: v for c, v in hit.cells.items() if c in collection.columns}
        fields.update({c: v for c, v in hit.cells.items() if c in columns.undeclared_inside(hit.cells)})
        for column, operation in record.more.items():
            fields[column] = list(self._caller.rows(operation, values))
        files = {c: self._caller.call(part.read, values).content for c, part in record.files.items()}
        return Record(
            request=request,
            collection=name,
            key=key,
            category=collection.category or "",
            via=hit.via,
            fields=fields,
            origin=collection.origin,
            files={column: content for column, content in files.items() if content},
        )
