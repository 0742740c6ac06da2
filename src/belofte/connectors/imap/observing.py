"""What can be said of a mailbox: how old its messages are, how many, which folders nobody declared, how reached."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import cast

from belofte.connectors.imap.layout import DAYS, Layout, Place
from belofte.connectors.imap.leaving import links_at_the_end
from belofte.connectors.imap.seeking import looked_at, undeclared
from belofte.connectors.imap.session import Chosen, Session
from belofte.domain.canonical import canonical_json
from belofte.domain.observing import (
    Encrypted,
    Oldest,
    PastTerm,
    Question,
    Rows,
    Setting,
    Undeclared,
    WithoutStart,
    question_of,
)
from belofte.domain.promise import Observation, Reach

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_BEFORE = {"date": "SENTSINCE 2-Jan-1970 SENTBEFORE", "received": "BEFORE"}  # a date nobody can read counts as 1970
_QUOTA = re.compile(rb"\(?(STORAGE|MESSAGE) (\d+) (\d+)\)?")
_FIRST_DAY = date(1970, 1, 2)
Value = str | int | bool | None


class NotThere(Exception):
    """A question that this mailbox has no answer to. The message is why."""


class NotMapped(Exception):
    """A question about a collection or an event that the map does not have. The message is why."""


class Observing:
    """Answers questions about one mailbox."""

    def __init__(self, layout: Layout, session: Session, seen_at: datetime, *, local: bool) -> None:
        """``local``: the connection never leaves this machine."""
        self._layout, self._session, self._seen_at, self._local = layout, session, seen_at, local

    def answers(self, names: Iterable[str]) -> Iterator[Observation]:
        """One answer a name, in order."""
        for name in names:
            yield self._answer(name)

    def _answer(self, name: str) -> Observation:
        system, question = self._layout.system.name, question_of(name)
        try:
            if question is None:
                raise NotThere("a mailbox does not know this")
            return Observation(system, name, self._value(question), Reach.SEEN, self._seen_at)
        except NotThere as absent:
            return Observation(system, name, None, Reach.ABSENT, self._seen_at, str(absent))
        except NotMapped as missing:
            return Observation(system, name, None, Reach.UNREACHABLE, self._seen_at, str(missing))

    def _value(self, question: Question) -> Value:
        match question:
            case Rows(collection):
                return sum(chosen.exists for chosen in self._folders(self._place(collection)))
            case PastTerm(collection, event, day):
                return self._up_to(self._place(collection), event, day)
            case Oldest(collection, event, after):
                return self._oldest(self._place(collection), event, after)
            case WithoutStart(collection, event):
                place = self._place(collection)
                self._column(place, event)
                return sum(self._dateless(chosen, place, event) for chosen in self._folders(place))
            case Undeclared():
                return len(undeclared(self._layout, self._session.folders()))
            case Encrypted():
                return self._local or self._session.protocol() is not None
            case Setting(name):
                return self._setting(name)
            case _:
                raise NotThere("a mail server does not say this")

    def _setting(self, name: str) -> Value:
        if name == "tls":
            return self._session.protocol() or "none"
        if name == "quota":
            return self._quota()
        if name == "unsubscribe-link":
            folders = cast("tuple[str, ...]", self._layout.system.settings.get("automatic", ()))
            if not folders:
                raise NotThere("its map names no folder with mail that leaves by itself (automatic:)")
            return canonical_json(links_at_the_end(self._session, folders))
        raise NotThere("a mail server has no such setting")

    def _quota(self) -> Value:
        told = self._session.quota()
        if told is None:
            raise NotThere("this mail server does not tell how large a mailbox may grow")
        found = [match for line in told for match in _QUOTA.finditer(line)]
        limits = {
            kind.decode().lower(): {"used": int(used), "limit": int(most)}
            for kind, used, most in (match.groups() for match in found)
        }
        return canonical_json(limits)

    def _up_to(self, place: Place, event: str, day: date) -> int:
        criterion = self._until(place, event, day)
        return sum(len(self._session.search(chosen, criterion)) for chosen in self._folders(place))

    def _oldest(self, place: Place, event: str, after: date | None) -> Value:
        """By halving: a server finds what is older than a day, and need not show a single message for it."""
        oldest: date | None = None
        for chosen in self._folders(place):
            first = after + timedelta(days=1) if after else _FIRST_DAY
            last = oldest or max(first, self._seen_at.date() + timedelta(days=1))
            before = len(self._session.search(chosen, self._until(place, event, after))) if after else 0
            if len(self._session.search(chosen, self._until(place, event, last))) == before:
                continue
            while first < last:
                middle = first + (last - first) // 2
                if len(self._session.search(chosen, self._until(place, event, middle))) > before:
                    last = middle
                else:
                    first = middle + timedelta(days=1)
            oldest = last
        return oldest.isoformat() if oldest else None

    def _dateless(self, chosen: Chosen, place: Place, event: str) -> int:
        """Messages without a day: the mailbox always knows when it got one; a sender may have dated nothing."""
        if self._column(place, event) == "received":
            return 0
        return sum(head.date is None for head in self._session.all_heads(chosen))

    def _until(self, place: Place, event: str, day: date) -> str:
        return until(self._column(place, event), day)

    def _column(self, place: Place, event: str) -> str:
        column = place.collection.clock.get(event)
        if column not in DAYS:
            raise NotMapped(f"{place.collection.name} has no column for the event {event}")
        return column

    def _place(self, name: str) -> Place:
        if name not in self._layout.places:
            raise NotMapped(f"{name} is not in the map")
        return self._layout.places[name]

    def _folders(self, place: Place) -> Iterator[Chosen]:
        for folder in looked_at(self._layout, self._session):
            if self._layout.place_of(folder) is place:
                chosen = self._session.look_into(folder)
                if chosen.exists:
                    yield chosen


def until(column: str, day: date) -> str:
    """The criterion for messages of this day or earlier."""
    after = day + timedelta(days=1)
    return f"{_BEFORE[column]} {after.day}-{_MONTHS[after.month - 1]}-{after.year}"
