"""Turns the rows of a search into what the procedures know: records found, and records exported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from belofte.connectors.sql.anchors import Person
from belofte.connectors.sql.hits import Hit, Walked
from belofte.connectors.sql.reading import Reading, Statements
from belofte.connectors.sql.values import aware, day_of
from belofte.domain.located import Found, Key
from belofte.ports import Ask


def found(statements: Statements, asks: Sequence[Ask], walked: Walked, zone: tzinfo) -> Iterator[Found]:
    """Every record found, in the order of the map's parts."""
    for collection, hits in walked.hits.items():
        reading = statements.reading(collection, whole=False)
        for (number, key), hit in hits.items():
            yield _found(asks[number].request, walked.people[number], reading, key, hit, zone)


def _found(request: str, person: Person, reading: Reading, key: Key, hit: Hit, zone: tzinfo) -> Found:
    name, row = reading.collection.name, hit.row
    seen = person.seen.get((name, key))
    return Found(
        request=request,
        collection=name,
        key=key,
        via=hit.via,
        identifiers=tuple(sorted(seen.anchor.strong - person.shared_values)) if seen and hit.sure else (),
        shared=not hit.sure,
        events={event: day_of(row[at], zone) for event, at in reading.events.items()},
        known_since={kind: aware(row[at]) if at else None for kind, at in reading.contacts},
        has_text=bool(reading.text_at and row[reading.text_at]),
    )
