"""Files and lines in the words of the port: as found, as records of the copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, tzinfo
from pathlib import PurePosixPath

from belofte.connectors.files.layout import MODIFIED, ORIGINAL, Layout, Place
from belofte.connectors.files.seeking import ARROW, FileHit, Tally
from belofte.connectors.files.storage import CannotWork, Storage
from belofte.domain.located import Found
from belofte.ports import Record

LARGEST = 200_000_000
"""Bytes of a file that goes along in a copy; a larger one is handed over by a person."""


def file_found(hit: FileHit, request: str, zone: tzinfo) -> Found:
    """One file."""
    day = hit.modified.astimezone(zone).date() if hit.modified else None
    clock = hit.place.collection.clock
    events: Mapping[str, date | None] = {e: day if column == MODIFIED else None for e, column in clock.items()}
    return Found(
        request=request,
        collection=hit.place.collection.name,
        key=(hit.at.path,),
        via=hit.via,
        shared=not hit.sure and not hit.candidate,
        candidate=hit.candidate,
        events=events,
        has_text=bool(hit.place.collection.free_text),
    )


def lines_found(
    layout: Layout, collection: str, tallies: Mapping[tuple[int, bool, bool], Tally], requests: list[str]
) -> Iterator[Found]:
    """The lines of one collection: sure and shared ones as one count each; candidates file by file."""
    place = layout.places[collection]
    for (person, sure, candidate), tally in tallies.items():
        if candidate:
            for path, count in tally.files.items():
                via = _via(place, tally)
                yield Found(requests[person], collection, (path,), via, candidate=True, count=count)
            continue
        yield Found(
            request=requests[person],
            collection=collection,
            key=(),
            via=_via(place, tally),
            shared=not sure,
            count=tally.count,
            events=dict(tally.events),
            has_text=bool(place.collection.free_text),
        )


def file_record(storage: Storage, hit: FileHit, request: str) -> Record:
    """The copy of one file, with its bytes. Raises :class:`CannotWork` for one that is too large."""
    if hit.size > LARGEST:
        raise CannotWork("a file is too large for a copy", "hand it over yourself, and leave it out of export")
    collection = hit.place.collection
    with storage.opened(hit.at.path) as stream:
        body = stream.read()
    columns = {(collection.kinds.get(kind) or (kind,))[0]: value for kind, value in hit.at.values.items()}
    fields: dict[str, object] = {
        **columns,
        "name": PurePosixPath(hit.at.path).name,
        MODIFIED: hit.modified.isoformat() if hit.modified else None,
        "size": hit.size,
    }
    return Record(
        request=request,
        collection=collection.name,
        key=(hit.at.path,),
        category=collection.category or "",
        via=hit.via,
        fields=fields,
        origin=collection.origin,
        files={next(iter(collection.files), ORIGINAL): body},
    )


def line_record(place: Place, request: str, path: str, number: int, line: bytes, column: str) -> Record:
    """The copy of one line."""
    collection = place.collection
    fields: dict[str, object] = {"line": line.decode("utf-8", "replace").rstrip("\r\n")}
    if place.stamp is not None:
        moment = place.stamp.moment(line)
        fields["time"] = moment.isoformat() if moment else None
    return Record(
        request=request,
        collection=collection.name,
        key=(path, number),
        category=collection.category or "",
        via=f"{place.kind_of(column)}{ARROW}{collection.name}",
        fields=fields,
        origin=collection.origin,
    )


def _via(place: Place, tally: Tally) -> str:
    kinds = sorted({place.kind_of(column) for column in tally.columns})
    return f"{', '.join(kinds)}{ARROW}{place.collection.name}"
