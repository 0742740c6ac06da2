"""Looking again, for all orders at once: is it gone, is it there, is it as it was to be?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from belofte.connectors.dividing import STILL_THERE, look_beside_people
from belofte.connectors.http.acting import reachable, wanted
from belofte.connectors.http.asking import Asking
from belofte.connectors.http.changing import Writing, is_as_wanted
from belofte.connectors.http.columns import Cells
from belofte.connectors.http.finding import Hits, Search
from belofte.domain.located import Key
from belofte.domain.plan import ERASING, Decision, Failure, Outcome, ReceiptLine
from belofte.domain.rest import KEY
from belofte.domain.system_map import SystemMap, Verb
from belofte.ports import Order, OrderLine, Result

_LATER = frozenset({Outcome.PENDING, Outcome.ARCHIVED, Outcome.MANUAL, Outcome.IMPOSSIBLE, Outcome.RETAINED})
_LOOKED = frozenset({*ERASING, Decision.DO, Decision.KEEP})
_NOT_KEPT = "A record that must be kept is missing: look for it in the system itself."


class Looking:
    """Looks again under one map."""

    def __init__(self, system: SystemMap, asking: Asking, writing: Writing) -> None:
        self._system, self._asking, self._writing = system, asking, writing

    def read_back(self, orders: Sequence[Order]) -> Iterator[Result]:
        """By the keys acted on, then by the original identifiers of the orders that erase, and of those over records
        that the vendor shows by no key."""
        return look_beside_people(self._system, orders, self._read_back)

    def _read_back(self, orders: Sequence[Order]) -> Iterator[Result]:
        asked = [order for order in orders if any(self._is_sought(line) for line in order.lines)]
        found = Search(self._system, self._asking).find_again(asked)
        again = {order.request: hits for order, hits in zip(asked, found, strict=True)}
        present = self._present(orders, again)
        for order in orders:
            yield self._result(order, present, reachable(self._system, order, again.get(order.request, {})))

    def _is_sought(self, line: OrderLine) -> bool:
        return line.decision in ERASING or (line.decision in _LOOKED and not self._asking.can(line.collection, KEY))

    def _present(self, orders: Sequence[Order], again: Mapping[str, Hits]) -> Mapping[str, Mapping[Key, Cells]]:
        """The records of all orders that are still there, by collection and key."""
        keys: dict[str, set[Key]] = defaultdict(set)
        for order in orders:
            for line in order.lines:
                if line.decision in _LOOKED:
                    keys[line.collection] |= set(filter(None, line.keys or ()))
        found: dict[str, dict[Key, Cells]] = {}
        for name, wanted_keys in keys.items():
            columns = self._asking.columns[name]
            if not self._asking.can(name, KEY):
                found[name] = {k: hit.cells for hits in again.values() for k, hit in hits.get(name, {}).items()}
                continue
            rows = self._asking.rows(name, KEY, [columns.key_values(key) for key in sorted(wanted_keys, key=str)])
            held = {key: cells for cells in rows if (key := columns.key(cells)) is not None}
            found[name] = {key: cells for key, cells in held.items() if key in wanted_keys}
        return found

    def _result(self, order: Order, present: Mapping[str, Mapping[Key, Cells]], again: Hits) -> Result:
        lines: list[ReceiptLine] = []
        blind = self._blind()
        left = _again(order, {name: hits for name, hits in again.items() if name not in blind})
        later = Outcome.DONE
        for line in order.lines:
            there = present.get(line.collection, {})
            if line.collection in blind:
                lines.append(replace(_line(line, set(), there), remains=None))
                gone = (self._outcome(line, key, there) for key in line.keys or () if line.decision is Decision.DELETE)
                later = next((outcome for outcome in gone if outcome in _LATER), later)
                continue
            remains = self._remains(order.verb, line, there) | left.pop((line.collection, line.decision), set())
            lines.append(_line(line, remains, there))
            for key in remains if line.decision is Decision.DELETE else ():
                if (outcome := self._outcome(line, key, there)) in _LATER:
                    later = outcome
        lines += [ReceiptLine(c, d, planned=0, remains=len(keys)) for (c, d), keys in left.items() if keys]
        problem = _problem(lines, later)
        outcome = Outcome.FAILED if problem else later
        seen = any(line.collection not in blind for line in order.lines)
        looked = ("keys", "identifiers") if seen or not order.lines else ()
        return Result(order.request, outcome, tuple(lines), problem=problem, looked=looked)

    def _blind(self) -> frozenset[str]:
        """Collections of an API that can only be told whom it concerns: what is there now, nobody can see."""
        columns = self._asking.columns
        return frozenset(name for name in columns if all(way.given for way in columns[name].record.find))

    def _outcome(self, line: OrderLine, key: Key, there: Mapping[Key, Cells]) -> Outcome:
        columns = self._asking.columns[line.collection]
        way = self._writing.way(columns.record, {**columns.key_values(key), **there.get(key, {})})
        return way.outcome if way else Outcome.MANUAL

    def _remains(self, verb: Verb | None, line: OrderLine, there: Mapping[Key, Cells]) -> set[Key]:
        mine = {key: there[key] for key in line.keys or () if key in there}
        if line.decision is Decision.DELETE:
            return set(mine)
        if line.decision not in (Decision.CLEAR, Decision.DO):
            return set()
        values = wanted(self._system.collections[line.collection], line, verb) or {}
        return {key for key, cells in mine.items() if not is_as_wanted(cells, values)}


def _again(order: Order, found: Hits) -> dict[tuple[str, Decision], set[Key]]:
    """Records a search still finds, under the line they should have gone with. What stays by an approved line, and
    what two persons share, may be found."""
    staying = {
        (line.collection, key)
        for line in order.lines
        if line.decision not in ERASING
        for key in (line.keys if line.keys is not None else found.get(line.collection, {}))
    }
    cleared = {(x.collection, key) for x in order.lines if x.decision is Decision.CLEAR for key in x.keys or ()}
    decisions = {line.collection: line.decision for line in order.lines if line.decision in ERASING}
    left: dict[tuple[str, Decision], set[Key]] = defaultdict(set)
    for collection, hits in found.items():
        for key, hit in hits.items():
            if hit.sure and (collection, key) not in staying | cleared:
                left[collection, decisions.get(collection, Decision.ASK)].add(key)
    return left


def _line(line: OrderLine, remains: set[Key], there: Mapping[Key, Cells]) -> ReceiptLine:
    acted = line.decision in (*ERASING, Decision.DO)
    return ReceiptLine(
        line.collection,
        line.decision,
        planned=len(line.keys or ()),
        remains=len(remains) if acted else None,
        present=len([key for key in line.keys or () if key in there]) if line.decision is Decision.KEEP else None,
        ground=line.ground,
        until=line.until,
    )


def _problem(lines: Sequence[ReceiptLine], later: Outcome) -> Failure | None:
    for line in lines:
        if line.remains and (later is Outcome.DONE or line.decision is not Decision.DELETE):
            return Failure(False, line.collection, STILL_THERE)
        if line.decision is Decision.KEEP and line.present is not None and line.present < line.planned:
            return Failure(False, line.collection, _NOT_KEPT)
    return None
