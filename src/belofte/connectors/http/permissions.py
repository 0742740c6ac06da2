"""Which of the vendor's rights a verb takes: those of the calls it makes for the collections of the map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from belofte.domain.rest import Operation, RestConnector, RestRecord
from belofte.domain.rest_access import AuthKind
from belofte.domain.system_map import SystemMap, Verb

_CHANGES = frozenset({Verb.RECTIFY, Verb.RESTRICT, Verb.LIFT})


@dataclass(frozen=True, slots=True)
class Right:
    """One right by the vendor's name, of the way to sign in that must have it ("" is the usual one). ``scoped``: given
    for certain places, of which no sign-in tells."""

    name: str
    auth: str = ""
    scoped: bool = False


def rights(file: RestConnector, verb: Verb, collections: Sequence[str]) -> tuple[Right, ...]:
    """The rights a verb needs. Where a call names none and Google is signed in to, they are the scopes asked for."""
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
    return tuple(dict.fromkeys(right for one in operations for right in _of(file, one)))


def all_rights(file: RestConnector, system: SystemMap) -> tuple[Right, ...]:
    """The rights that everything takes that a map allows."""
    names = [name for name in system.collections if name in file.records]
    each = (right for verb in sorted(system.allow) for right in rights(file, verb, names))
    return tuple(dict.fromkeys(each))


def _of(file: RestConnector, operation: Operation) -> Iterator[Right]:
    way = operation.auth or ""
    if operation.permission:
        yield Right(operation.permission, way)
    if operation.scoped:
        yield Right(operation.scoped, way, scoped=True)
    yield from (Right(scope, way) for scope in operation.scopes)
    auth = file.auths.get(way, file.auth)
    if auth.kind is AuthKind.GOOGLE_SA and not operation.permission:
        yield from (Right(scope, way) for scope in (auth.scope or "").split())


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
