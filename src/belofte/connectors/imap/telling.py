"""A hit in the words of the port: as found, as a record of the copy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, tzinfo

from belofte.connectors.imap.heads import HEADER, Head
from belofte.connectors.imap.seeking import Hit
from belofte.connectors.imap.session import Session
from belofte.connectors.imap.words import attachments_of, words_of
from belofte.domain.identity import Identifier
from belofte.domain.located import Found
from belofte.ports import Record

ORIGINAL = "original"


def found(hit: Hit, request: str, zone: tzinfo) -> Found:
    """The message as something found. A message stands for nobody, so that nothing in it is carried on."""
    collection = hit.place.collection
    known = {contact.kind: moment_of(hit.head, contact.since) for contact in collection.contact if contact.since}
    return Found(
        request=request,
        collection=collection.name,
        key=hit.key,
        via=hit.via,
        holds=() if hit.candidate or not hit.sure else _contacts(hit),
        shared=not hit.sure and not hit.candidate,
        candidate=hit.candidate,
        events={event: day_of(hit.head, column, zone) for event, column in collection.clock.items()},
        known_since=known if hit.sure and not hit.candidate else {},
        has_text=bool(collection.free_text),
    )


def moment_of(head: Head, column: str) -> datetime | None:
    """The moment in a column that holds one; None for a day that stands in another system."""
    return {"date": head.date, "received": head.received}.get(column)


def day_of(head: Head, column: str, zone: tzinfo) -> date | None:
    """The policy's day of a message."""
    moment = moment_of(head, column)
    return moment.astimezone(zone).date() if moment else None


def record(session: Session, hit: Hit, request: str) -> Record | None:
    """The copy of one message: the columns the map names; the original where it stands under ``files``. None where it
    is gone by now."""
    raw = session.raw(hit.head.uid)
    if raw is None:
        return None
    collection = hit.place.collection
    values = _values(hit, raw)
    named = collection.columns | set(collection.free_text)
    return Record(
        request=request,
        collection=collection.name,
        key=hit.key,
        category=collection.category or "",
        via=hit.via,
        fields={column: value for column, value in values.items() if column in named},
        origin=collection.origin,
        files={ORIGINAL: raw} if ORIGINAL in collection.files else {},
    )


def _values(hit: Hit, raw: bytes) -> Mapping[str, object]:
    head = hit.head
    return {
        **{column: head.shown[column] or None for column in HEADER},
        "subject": head.shown["subject"],
        "body": words_of(raw),
        "date": head.date.isoformat() if head.date else None,
        "received": head.received.isoformat() if head.received else None,
        "message_id": head.shown["message_id"],
        "size": head.size,
        "folder": hit.folder,
        "attachments": list(attachments_of(raw)),
    }


def _contacts(hit: Hit) -> tuple[Identifier, ...]:
    columns = {contact.column for contact in hit.place.collection.contact}
    return tuple(
        Identifier("email", "", address) for column in columns for address in hit.head.addresses.get(column, ())
    )
