"""A search for many people that a vendor may cut off: who was seen whole until then is seen, and nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from belofte.connectors.http.asking import Asking
from belofte.connectors.http.failures import LATER, CallFailed
from belofte.connectors.http.finding import Search
from belofte.domain.located import Found
from belofte.domain.rest import KEY, RestConnector
from belofte.domain.system_map import SystemMap
from belofte.ports import Ask, NotAllSeen

One = TypeVar("One")


def in_parts(file: RestConnector, collections: Iterable[str], asked: Sequence[One]) -> list[Sequence[One]]:
    """Everybody together. Where the vendor counts calls a day and each value takes a call of its own, so few at a time
    as calls may be made at once: then the limit cuts off the last people, and not the last collections of them all.
    It takes no call more."""
    ways = [way for name in collections for way in file.records[name].find if way.by != (KEY,)]
    if file.limits.per_day is None or not all(way.one for way in ways):
        return [asked]
    size = max(1, file.limits.at_once)
    return [asked[begin : begin + size] for begin in range(0, len(asked), size)]


def found_in_parts(system: SystemMap, asking: Asking, parts: Iterable[Sequence[Ask]]) -> Iterator[Found]:
    """Everything about the asked persons. Raises :class:`NotAllSeen` after the last record where a trouble that passes
    cut it off, :class:`CallFailed` where it does not pass."""
    unseen: list[Ask] = []
    cause: CallFailed | None = None
    for asks in parts:
        if cause is not None and cause.trouble not in LATER:
            unseen += asks  # the vendor itself said so: it is left alone. Our own count lets through who takes no call
            continue
        try:
            yield from Search(system, asking).told(asks)
        except CallFailed as failed:
            if not failed.transient:
                raise
            cause, unseen = failed, [*unseen, *asks]
    if cause is not None:
        raise NotAllSeen(cause.unreachable, frozenset(ask.request for ask in unseen))
