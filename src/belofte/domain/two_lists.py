"""Lays two lists of hashes side by side, one of which may have lost, gained or changed a line.

The hash lines have a fixed width, the leaves do not: a lost line end joins two leaves and moves all later ones up. A
look ahead of two finds the place again, so that a fault stays where it is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum


class End(Enum):
    """A list is over."""

    END = "end"


Entry = bytes | None | End
"""A hash; None where the line was malformed; the end of the list."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One number of the log: the hash of its leaf, and its line in ``hashes``."""

    leaf: Entry
    hash: Entry


class _Ahead:
    """A list that can be looked into two places ahead."""

    def __init__(self, source: Iterable[bytes | None]) -> None:
        self._source, self._seen = iter(source), deque[Entry]()

    def peek(self, place: int) -> Entry:
        while len(self._seen) <= place:
            self._seen.append(next(self._source, End.END))
        return self._seen[place]

    def skip(self, count: int) -> None:
        for _ in range(count):
            self.peek(0)
            if self._seen[0] is not End.END:
                self._seen.popleft()


def pairs(leaves: Iterable[bytes | None], hashes: Iterable[bytes | None]) -> Iterator[Pair]:
    """Pairs by number, until both lists are over. A leaf that cannot be told is None."""
    left, right = _Ahead(leaves), _Ahead(hashes)
    while True:
        leaf, hash_ = left.peek(0), right.peek(0)
        if leaf is End.END and hash_ is End.END:
            return
        if leaf is End.END or hash_ is End.END or leaf == hash_:
            yield Pair(leaf, hash_)
            left.skip(1)
            right.skip(1)
            continue
        joined, lines = _step(left, right)
        for place in range(lines):
            yield Pair(leaf if joined == lines == 1 else None, right.peek(place))
        left.skip(joined)
        right.skip(lines)


def _step(left: _Ahead, right: _Ahead) -> tuple[int, int]:
    """How many leaves and hash lines the disagreement takes: what makes the next ones agree again. In turn: one
    changed, one leaf lost, two leaves joined, one leaf split (or a line added)."""
    if right.peek(0) is None:
        return 1, 1  # a malformed hash line is still one line
    for leaves, lines in ((1, 1), (0, 1), (1, 2), (2, 1)):
        after, before = left.peek(leaves), right.peek(lines)
        if after is not None and after == before:
            return leaves, lines
    return 1, 1
