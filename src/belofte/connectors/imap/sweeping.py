"""Messages by their age: found by the day they came or were dated, expunged by number.

A message can also be a copy of a record elsewhere: the mail that sent an invoice names its number in the subject
(``of: {subject: crm.invoices.number}``). It then falls with that record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, tzinfo

from belofte.connectors.by_age import Old
from belofte.connectors.imap.changing import erase
from belofte.connectors.imap.criteria import EVERYTHING, commands, criterion
from belofte.connectors.imap.heads import Head
from belofte.connectors.imap.layout import DAYS, Layout, Place
from belofte.connectors.imap.observing import until
from belofte.connectors.imap.seeking import looked_at
from belofte.connectors.imap.session import Chosen, Session
from belofte.connectors.imap.telling import day_of
from belofte.domain.identity import KEY, Identifier
from belofte.domain.located import Found, Key
from belofte.domain.plan import Failure
from belofte.domain.retention import ONE_DAY, Due
from belofte.domain.standing import stands_in

_NEAR = 2 * ONE_DAY
"""No time zone is further from another than this: which day it is, is decided here."""
SUBJECT = "subject"


class Messages:
    """The messages of one collection, inside one session."""

    def __init__(self, layout: Layout, session: Session, name: str, zone: tzinfo) -> None:
        self._layout, self._session, self._zone = layout, session, zone
        self._place: Place = layout.places[name]

    def all(self, due: Due) -> Iterator[Old]:
        """Folder by folder; the server leaves out what is surely younger."""
        criteria = self._criteria(due)
        for chosen in self._folders():
            uids = self._session.search(chosen, criteria)
            yield from (self._old(chosen, head) for head in self._session.heads(uids))

    def told(self) -> Iterator[tuple[Old, str]]:
        """Every message, with the hash of its bytes as they came: marks such as *read* are no part of them. One message
        is in memory at a time."""
        for chosen in self._folders():
            for head in self._session.heads(self._session.search(chosen, EVERYTHING)):
                raw = self._session.raw(head.uid)
                if raw is not None:  # gone since it was listed: missed, not altered
                    yield self._old(chosen, head), hashlib.sha256(raw).hexdigest()

    def some(self, keys: Sequence[Key]) -> Iterator[Old]:
        """Those that still have their number."""
        there = set(self._session.folders())
        for folder in dict.fromkeys(str(key[0]) for key in keys):
            if folder not in there:
                continue
            chosen = self._session.look_into(folder)
            own = [int(key[2]) for key in keys if key[0] == folder and key[1] == chosen.validity]
            yield from (self._old(chosen, head) for head in self._session.heads(self._session.there(chosen, own)))

    def erase(self, keys: Sequence[Key]) -> Mapping[Key, Failure]:
        """Expunge them."""
        return erase(self._session, keys)

    def naming(self, holders: Sequence[Iterable[Identifier]]) -> Iterator[tuple[int, Found]]:
        """The messages whose subject names what a holder is known by. One that names two holders is about both."""
        known = [{i.value for i in holder if i.kind == KEY and self._refers_by(i.scope)} for holder in holders]
        values = sorted({value for each in known for value in each})
        for chosen in self._folders() if values else ():
            for head in self._named(chosen, values):
                whose = [n for n, each in enumerate(known) if any(stands_in(v, head.shown[SUBJECT]) for v in each)]
                old = self._old(chosen, head)
                for number in whose:
                    yield number, Found("", self._name, old.key, SUBJECT, shared=len(whose) > 1)

    @property
    def _name(self) -> str:
        return self._place.collection.name

    def _refers_by(self, scope: str) -> bool:
        return any(
            reference.columns == (SUBJECT,)
            and scope == f"{reference.target_system}.{reference.target}.{reference.target_columns[0]}"
            for reference in self._place.collection.of
        )

    def _named(self, chosen: Chosen, values: Sequence[str]) -> Iterator[Head]:
        uids: set[int] = set()
        for command in commands(criterion(SUBJECT, value) for value in values):
            uids |= set(self._session.search(chosen, command))
        yield from self._session.heads(sorted(uids))

    def _criteria(self, due: Due) -> str:
        own = [(self._place.collection.clock.get(term.event), term.last) for term in due.past]
        return " ".join(until(column, last + _NEAR) for column, last in own if column in DAYS) or EVERYTHING

    def _folders(self) -> Iterator[Chosen]:
        for folder in looked_at(self._layout, self._session):
            if self._layout.place_of(folder) is self._place:
                chosen = self._session.look_into(folder)
                if chosen.exists:
                    yield chosen

    def _old(self, chosen: Chosen, head: Head) -> Old:
        days: dict[str, date | None] = {
            event: day_of(head, column, self._zone) for event, column in self._place.collection.clock.items()
        }
        return Old((chosen.folder, chosen.validity, head.uid), days)
