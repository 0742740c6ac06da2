"""SES's suppression list: addresses that nothing is sent to, after a bounce or a complaint (SES API v2).

A record is one address: ``email``, ``reason`` (BOUNCE or COMPLAINT), ``updated``. Whether an erasure takes it off the
list is the map's decision: taken off, mail can reach the person again; kept (``erase: {keep: …}``), nothing will.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import cast

from belofte.connectors.aws.access import Reply
from belofte.connectors.aws.given import Given
from belofte.connectors.aws.places import MapDoesNotFit, by_column
from belofte.connectors.aws.seeking import ARROW, Hit, People, compared, sought
from belofte.connectors.aws.service import Copied, Staying, Stays
from belofte.domain.identity import Identifier
from belofte.domain.located import Key
from belofte.domain.plan import Failure, Outcome
from belofte.domain.system_map import Collection, Verb

_NOT_THERE = ("NotFoundException",)
_STILL = "The address is still on the suppression list: make a new plan for this request and have it approved."
_FIXED = "Nothing on this list can be put right: have the wrong address taken off, and the right one put on."


class Suppression:
    """One collection: the account's suppression list."""

    def __init__(self, given: Given, collection: Collection) -> None:
        self._given, self._collection, self._aws = given, collection, given.aws
        by = by_column(given.system, collection, "email")
        if by is None:
            remedy = "Write email: [email]: the address is how somebody is found."
            raise MapDoesNotFit(given.system.name, collection.name, "has no column email", remedy)
        self._by = by

    @property
    def collection(self) -> Collection:
        """The map of this list."""
        return self._collection

    @property
    def can(self) -> frozenset[Verb]:
        """An entry is there or not: there is nothing to put right or to restrict."""
        return frozenset({Verb.FIND, Verb.EXPORT, Verb.ERASE, Verb.READ_BACK, Verb.PURGE})

    def signature(self) -> str:
        """Every account has the list."""
        return "suppression"

    def find(self, people: People) -> Iterator[Hit]:
        """Entries whose address is somebody's."""
        way = sought(self._by, people)
        if not way.holders:
            return
        for entry in self._aws.items("sesv2", "list_suppressed_destinations", "SuppressedDestinationSummaries"):
            for person in sorted(way.whose(str(entry["EmailAddress"]))):
                yield self._hit(person, entry)

    def copies(self, hits: Sequence[Hit]) -> Iterator[tuple[Hit, Copied]]:
        """The address, why it is on the list, and since when."""
        for hit in hits:
            entry = cast("Reply", hit.row)
            moment = cast("datetime", entry["LastUpdateTime"])
            fields = {"email": str(hit.key[0]), "reason": str(entry["Reason"]), "updated": moment.isoformat()}
            yield hit, Copied(fields)

    def erase(self, hits: Sequence[Hit]) -> Staying:
        """Takes the addresses off the list: from then on mail can be sent to them again."""
        for hit in hits:
            self._aws.maybe("sesv2", "delete_suppressed_destination", _NOT_THERE, EmailAddress=str(hit.key[0]))
        return {}

    def fixed(self, columns: Iterable[str]) -> str | None:
        """Whatever it is."""
        del columns
        return _FIXED

    def put(self, hit: Hit, values: Mapping[str, object]) -> Failure | None:
        """Nothing can be changed."""
        del hit, values
        return Failure(False, self._collection.name, _FIXED)

    def unlike(self, wanted: Mapping[Key, Mapping[str, object]]) -> frozenset[Key]:
        """Nothing was changed."""
        return frozenset(wanted)

    def still(self, keys: Sequence[Key], found: Mapping[Key, Hit]) -> Staying:
        """The search read the whole list: what it did not find is not on it."""
        return {key: Stays(Outcome.FAILED, self._collection.name, _STILL) for key in keys if key in found}

    def _hit(self, person: int, entry: Reply) -> Hit:
        address = str(entry["EmailAddress"])
        days: dict[str, date | None] = {
            event: self._given.day(entry["LastUpdateTime"]) if column == "updated" else None
            for event, column in self._collection.clock.items()
        }
        return Hit(
            person,
            (address,),
            f"{self._by.label}{ARROW}{self._collection.name}",
            holds=(Identifier(self._by.kind, self._by.scope, compared(self._by, address)),),
            events=days,
            row=entry,
        )
