"""Which of the vendor's rights a verb takes: those of the calls it makes for the collections of the map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from belofte.domain.rest import RestConnector, RestRecord
from belofte.domain.system_map import Verb

_CHANGES = frozenset({Verb.RECTIFY, Verb.RESTRICT, Verb.LIFT})


def permissions(file: RestConnector, verb: Verb, collections: Sequence[str]) -> tuple[str, ...]:
    """The vendor's names of the rights a verb needs, those that are given for certain places (``scoped``) included."""
    records = [file.records[name] for name in collections]
    calls = [*_found(file, records), *(name for record in records for name in _acts(record, verb))]
    if verb is Verb.OBSERVE:
        seen = [one for one in file.observe.values() if one.read is not None]
        calls += [one.read or "" for one in seen] + list(
            _gone_through(file, (r for o in seen for r in o.each.values()))
        )
        calls += [one.read for one in (file.access_log, file.staff) if one is not None and one.read]
        calls += [found.beyond for found in file.ranges.values() if found.beyond]
    operations = [file.operations[name] for name in dict.fromkeys(calls)]
    return tuple(dict.fromkeys(right for one in operations for right in (one.permission, one.scoped) if right))


def _found(file: RestConnector, records: Iterable[RestRecord]) -> Iterator[str]:
    for record in records:
        yield from _gone_through(file, record.each.values())
        for way in record.find:
            yield from way.operations
        for old in record.old:
            yield from old.all
    if file.check:
        yield file.check


def _acts(record: RestRecord, verb: Verb) -> Iterator[str]:
    change = (record.change.do, *record.change.then) if record.change else ()
    if verb is Verb.EXPORT:
        yield from record.more.values()
        yield from (part.read for part in record.files.values())
    if verb in _CHANGES or (verb is Verb.ERASE and not record.erase):
        yield from change
    if verb is Verb.ERASE:
        for way in record.erase:
            yield from (name for name in (way.do, *way.then) if name)


def _gone_through(file: RestConnector, names: Iterable[str]) -> Iterator[str]:
    """What lists the places that calls are repeated for."""
    for name in names:
        found = file.ranges[name]
        yield from _gone_through(file, (*found.each.values(), *found.also))
        if found.read:
            yield found.read
