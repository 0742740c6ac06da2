"""Turns the rows of a search into what the procedures know: records found, and records exported."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import tzinfo

from belofte.connectors.sql.anchors import Person
from belofte.connectors.sql.bulk import LISTED
from belofte.connectors.sql.hits import Hit, Walked
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.rows import Reading
from belofte.connectors.sql.session import Row
from belofte.connectors.sql.spelling import Spellings
from belofte.connectors.sql.values import aware, day_of
from belofte.domain.identity import KEY, Identifier
from belofte.domain.kinds import normalise
from belofte.domain.located import Found, Key
from belofte.ports import Ask


def found(
    statements: Statements, spellings: Spellings, asks: Sequence[Ask], walked: Walked, zone: tzinfo
) -> Iterator[Found]:
    """Every record found, in the order of the map's parts; very many of one table and person as one count."""
    for collection, hits in walked.hits.items():
        reading = statements.reading(collection, whole=False)
        columns = statements.ways.told.get(collection, ())
        many = {who for who, count in Counter((at[0], hit.sure) for at, hit in hits.items()).items() if count > LISTED}
        counted: dict[tuple[int, bool], list[Found]] = defaultdict(list)
        for (number, key), hit in hits.items():
            told = _found(asks[number].request, walked.people[number], reading, key, hit, zone, spellings)
            if columns and hit.sure:
                told = replace(told, identifiers=(*told.identifiers, *_keys(reading, hit.row, columns)))
            if (number, hit.sure) in many:
                counted[number, hit.sure].append(told)
            else:
                yield told
        yield from map(_together, counted.values())
    for candidate in walked.candidates:
        request = asks[candidate.person].request
        yield Found(request, candidate.collection, candidate.key, candidate.via, candidate=True)
    for (number, collection), big in walked.bigs.items():
        events = {event: day_of(value, zone) for event, value in big.events.items()}
        yield Found(
            asks[number].request, collection, (), big.via, shared=not big.sure,
            count=big.count, events=events, has_text=big.has_text,
        )  # fmt: skip


def _together(records: Sequence[Found]) -> Found:
    """Many records of one table as one, with the latest day of each event; None if a record has none."""
    events = {
        event: None
        if any(r.events[event] is None for r in records)
        else max(filter(None, (r.events[event] for r in records)))
        for event in records[0].events
    }
    text = any(record.has_text for record in records)
    told = tuple(dict.fromkeys(i for record in records for i in record.identifiers if i.kind == KEY))
    return replace(records[0], key=(), count=len(records), events=events, has_text=text, identifiers=told)


def _keys(reading: Reading, row: Row, columns: Sequence[tuple[str, str]]) -> list[Identifier]:
    """What other systems refer to this row by."""
    stated = ((scope, reading.values(row, (column,))[0]) for column, scope in columns)
    return [Identifier(KEY, scope, str(value)) for scope, value in stated if value not in (None, "")]


def _found(
    request: str, person: Person, reading: Reading, key: Key, hit: Hit, zone: tzinfo, spellings: Spellings
) -> Found:
    name, row = reading.collection.name, hit.row
    seen = person.seen.get((name, key))
    return Found(
        request=request,
        collection=name,
        key=key,
        via=hit.via,
        identifiers=tuple(sorted(seen.strong - person.shared_values)) if seen and hit.sure else (),
        holds=tuple(sorted(seen.strong)) if seen else _contacts(reading, row),
        shared=not hit.sure,
        events={event: day_of(row[at], zone) for event, at in reading.events.items()},
        known_since={kind: aware(row[since]) if since else None for kind, _, since in reading.contacts},
        agrees=reading.agreeing(row, spellings.normal) if reading.collection.person or reading.agrees else None,
        has_text=bool(reading.text_at and row[reading.text_at]),
    )


def _contacts(reading: Reading, row: Row) -> tuple[Identifier, ...]:
    """The addresses that stand in a record which is no anchor (a subscription)."""
    stated = ((kind, row[at]) for kind, at, _ in reading.contacts if at is not None)
    return tuple(Identifier(kind, "", normalise(kind, str(value))) for kind, value in stated if value)
