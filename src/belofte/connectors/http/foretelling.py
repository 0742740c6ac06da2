"""How many calls something will take, and how long a vendor's limits make it last: said before the wait."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import cast

from belofte.connectors.http.templates import Values
from belofte.domain.foretold import Foretold
from belofte.domain.rest import KEY, RestConnector, RestRecord
from belofte.domain.system_map import SystemMap, Verb

_PAGES = 20
"""Pages that a list is taken to have, where nobody has counted it: the true number is seen at work."""
_WRITES = frozenset({Verb.ERASE, Verb.RECTIFY, Verb.RESTRICT, Verb.LIFT})


def foretold(
    system: SystemMap, file: RestConnector, settings: Values, people: int, verb: Verb, made: int | None = None
) -> Foretold:
    """What a verb takes for so many people, each with one record of each collection: searched before the act and again
    after it, one writing call a record. ``made``: calls made today, where they are counted."""
    records = [file.records[name] for name in system.collections if name in file.records]
    searching = sum(_search(record, file, settings, people) for record in records)
    calls = searching
    if verb in _WRITES:
        reading = sum(_by_key(record, people) for record in records)
        calls = 2 * searching + reading + people * sum(1 for record in records if _is_written(record))
    if verb is Verb.EXPORT:
        calls = searching + people * sum(len(record.more) + len(record.files) for record in records)
    limits = file.limits
    seconds = math.ceil(calls / limits.per_minute * 60) if limits.per_minute else 0
    left = None if made is None or limits.per_day is None else max(0, limits.per_day - made)
    return Foretold(calls, seconds, _days(calls, limits.per_day, left), limits.per_minute, limits.per_day, left)


def _days(calls: int, per_day: int | None, left: int | None) -> int:
    """Days on which calls are made, today included: it may be used up in part, or whole."""
    if per_day is None:
        return 1
    today = per_day if left is None else left
    return 1 + math.ceil(max(0, calls - today) / per_day)


def _is_written(record: RestRecord) -> bool:
    """Whether any call changes such a record: what is kept, or done by hand, takes none."""
    return record.change is not None or any(way.do for way in record.erase)


def _search(record: RestRecord, file: RestConnector, settings: Values, people: int) -> int:
    turns = math.prod(_turns(file, name, settings) for name in record.each.values())
    ways = [way for way in record.find if way.by != (KEY,)]
    narrow = [math.ceil(people / (way.most if way.some else 1)) for way in ways if not way.all]
    whole = [len(way.all) * _PAGES for way in ways if way.all]
    return turns * min([*narrow, *whole], default=0)


def _by_key(record: RestRecord, people: int) -> int:
    ways = [way for way in record.find if KEY in way.by]
    return min((math.ceil(people / (way.most if way.some else 1)) for way in ways), default=0)


def _turns(file: RestConnector, name: str, settings: Mapping[str, object]) -> int:
    found = file.ranges[name]
    written = settings.get(found.setting) if found.setting else None
    if isinstance(written, (tuple, list)):
        return max(1, len(cast("Sequence[object]", written)))
    return 1
