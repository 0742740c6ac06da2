"""What the ledger remembers was put in one system, held side by side: which restriction was lifted since, and which
values a record had before and after each correction. Without it a replay would do again what history undid."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from belofte.domain.located import Key
from belofte.domain.rights.names import RESTRICTION
from belofte.domain.system_map import Verb
from belofte.store_port import LedgerEntry

_Row = tuple[str, tuple[object, ...]]
"""Collection and record key."""


class History:
    """The corrections, restrictions and liftings of one system. ``entries`` come oldest first."""

    def __init__(self, entries: Iterable[LedgerEntry]) -> None:
        self._turns: dict[str, int] = {}
        self._lifted: dict[tuple[str, str], int] = {}
        self._begun: dict[tuple[str, str], datetime] = {}
        self._marked: dict[_Row, list[LedgerEntry]] = defaultdict(list)
        self._corrected: dict[_Row, list[LedgerEntry]] = defaultdict(list)
        for turn, entry in enumerate(entries):
            self._turns[entry.id] = turn
            rows = self._corrected if entry.verb is Verb.RECTIFY else self._marked
            for collection, keys in entry.keys.items():
                for key in keys:
                    rows[collection, tuple(key)].append(entry)
                if entry.verb is Verb.LIFT and entry.cause:
                    self._lifted[entry.cause, collection] = turn
                if entry.verb is Verb.RESTRICT and entry.cause and entry.at is not None:
                    self._begun.setdefault((entry.cause, collection), entry.at)

    def _turn(self, entry: LedgerEntry) -> int:
        """Its place; what was sealed after this was read comes last."""
        return self._turns.get(entry.id, sys.maxsize)

    def is_over(self, entry: LedgerEntry, collection: str) -> bool:
        """A restriction or a stop that was lifted since: it is not set again."""
        lifted = self._lifted.get((entry.cause, collection)) if entry.cause else None
        return entry.verb is Verb.RESTRICT and lifted is not None and lifted > self._turn(entry)

    def is_whole(self, entry: LedgerEntry, collection: str, since: datetime | None) -> bool:
        """Whether what is lifted here had been marked after a backup was made: that backup brings no mark."""
        begun = self._begun.get((entry.cause, collection)) if entry.verb is Verb.LIFT else None
        return begun is not None and since is not None and begun >= since

    def is_undone(self, entry: LedgerEntry, collection: str, key: Key) -> bool:
        """Of one record: what was marked here was lifted since, or what was lifted was marked anew."""
        turn = self._turn(entry)
        return any(
            self._turn(other) > turn and other.verb is not entry.verb and _undoes(other, entry, collection)
            for other in self._marked.get((collection, key), ())
        )

    def put_later(self, entry: LedgerEntry, collection: str, key: Key, column: str) -> list[object]:
        """The values that later corrections put there: each is newer, and right."""
        turn = self._turn(entry)
        later = (one for one in self._corrected.get((collection, key), ()) if self._turn(one) > turn)
        return [one.values[collection][column] for one in later if column in one.values.get(collection, {})]

    def stood_before(self, entry: LedgerEntry, collection: str, key: Key, column: str) -> list[object]:
        """The values that a backup made before may bring: what stood there before this correction, and before and
        after each earlier one."""
        turn, found = self._turn(entry), list(entry.before.get(collection, {}).get(column, ()))
        for one in self._corrected.get((collection, key), ()):
            if self._turn(one) < turn and column in one.values.get(collection, {}):
                found += [one.values[collection][column], *one.before.get(collection, {}).get(column, ())]
        return found


def _undoes(other: LedgerEntry, entry: LedgerEntry, collection: str) -> bool:
    """Whether a later mark or lifting ends an earlier one of the same row. A restriction ends by its own lifting only,
    and so does a mark that hides from staff; what was lifted is marked anew by any restriction of the same columns."""
    of_one_case = entry.verb is Verb.RESTRICT or entry.ground is not None
    if of_one_case and entry.cause and other.cause:
        return entry.cause == other.cause
    return _same_mark(entry, other, collection)


def _same_mark(one: LedgerEntry, other: LedgerEntry, collection: str) -> bool:
    """Whether both put the same columns of a table; of what a person did nobody knows which."""
    if one.by_hand or other.by_hand:
        return _is_restriction(one) == _is_restriction(other)
    mine, theirs = one.values.get(collection, {}).keys(), other.values.get(collection, {}).keys()
    return mine <= theirs or theirs <= mine


def _is_restriction(entry: LedgerEntry) -> bool:
    return entry.right == RESTRICTION
