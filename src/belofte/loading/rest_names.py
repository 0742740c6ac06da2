"""Does every ``{name}`` of a connector file stand for something? A misspelt one would only show at the first call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import cast

from belofte.domain.policy import Position
from belofte.domain.rest import Operation, RestConnector, RestRecord
from belofte.domain.rest_names import FILLED_IN, names_in
from belofte.domain.rest_person import templates
from belofte.loading.reading import Reading

At = Callable[..., Position]


def check_names(connector: RestConnector, at: At, reading: Reading) -> None:
    """Note in ``reading`` every ``{name}`` that nothing in the file gives a value; ``at`` tells where a part stands."""
    settings = {*connector.settings, *FILLED_IN}
    known = {*settings, *_values_of(connector)}

    def look(position: Position, templates: Iterable[object], listed: set[str]) -> None:
        for name in dict.fromkeys(names_in(tuple(templates))):
            if name not in listed:
                what = f"Nothing gives {{{name}}} a value: no setting, identifier, column or variable has this name."
                reading.dangling(position, what, name, listed)

    look(at("base"), (connector.base, *connector.hosts.values()), known)
    look(at("headers"), connector.headers.values(), known)
    look(at("auth"), templates(connector.auth), settings)
    for name, auth in connector.auths.items():
        look(at("auths", name), templates(auth), settings)
    if connector.person:
        look(at("person"), templates(connector.person), settings)
    for operation in connector.operations.values():
        look(at("operations", operation.name), _written(operation), known | _pages_of(operation))
    for record in connector.records.values():
        for way in record.find:
            look(at("records", record.name), [way.term], {*known, *way.by})


def _written(operation: Operation) -> Iterator[object]:
    yield operation.path
    yield from (*operation.query.values(), *operation.headers.values(), *operation.form.values(), operation.json)


def _pages_of(operation: Operation) -> set[str]:
    """Names that a page's place is filled in under, where it stands in the body."""
    paging = operation.paging
    return {name for name in (paging.start, paging.size) if name} if paging and paging.in_body else set()


def _values_of(connector: RestConnector) -> Iterator[str]:
    """Variables, and what a record or the person who is looked for brings."""
    turns = (connector.ranges, connector.observe, connector.readers)
    for each in (one.each for turn in turns for one in turn.values()):
        yield from each
    for record in connector.records.values():
        yield from _values_of_record(record)


def _values_of_record(record: RestRecord) -> Iterator[str]:
    kinds = cast("Mapping[str, Iterable[str]]", record.map.get("kinds", {}))
    yield from (*record.each, *record.key, *record.columns, *record.spread, *record.inside, *kinds)
    yield from (column for columns in kinds.values() for column in columns)
    yield from cast("Iterable[str]", record.map.get("not_personal", ()))
    yield from (name for way in record.find for name in way.by)
