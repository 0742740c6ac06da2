"""SES contact lists: who gets mail, about what, and who asked not to (SES API v2).

A record is one address on one list: ``email``, ``list``, ``unsubscribe_all``, ``topic.NAME`` (OPT_IN or OPT_OUT),
``attributes``, ``created``, ``updated``. SES finds an address only as it was written when it was added, so lists are
read page by page and compared; one pass serves everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

from belofte.connectors.aws.access import Reply
from belofte.connectors.aws.given import Given
from belofte.connectors.aws.places import MapDoesNotFit, by_column
from belofte.connectors.aws.seeking import ARROW, Hit, People, compared, sought
from belofte.connectors.aws.service import Copied, Staying, Stays
from belofte.domain.identity import Identifier
from belofte.domain.located import Key
from belofte.domain.plan import Failure, Outcome
from belofte.domain.system_map import Collection, Verb

TOPIC = "topic."
EMAIL, LIST, UNSUBSCRIBED, ATTRIBUTES, CREATED = "email", "list", "unsubscribe_all", "attributes", "created"
UPDATED = "updated"
_NOT_THERE = ("NotFoundException",)
_REFUSED = (*_NOT_THERE, "BadRequestException")
_FEW = 10  # so many addresses are looked up one by one; more of them by reading the list
_STILL = "The address is still on the list: make a new plan for this request and have it approved."
_GONE = "The contact is gone: make the plan again."
_NOT_TAKEN = "SES does not take these values for this contact: look whether the list has these topics, then plan again."
_NAMED_BY_IT = "SES names a contact by its address: add the right address to the list, and have the wrong one erased."


class Contacts:
    """One collection: the contacts of some or all lists."""

    def __init__(self, given: Given, collection: Collection) -> None:
        self._given, self._collection, self._aws = given, collection, given.aws
        by = by_column(given.system, collection, EMAIL)
        if by is None:
            remedy = "Write email: [email]: the address is how somebody is found."
            raise MapDoesNotFit(given.system.name, collection.name, "has no column email", remedy)
        self._by = by

    @property
    def collection(self) -> Collection:
        """The map of these contacts."""
        return self._collection

    @property
    def can(self) -> frozenset[Verb]:
        """Everything."""
        verbs = (Verb.FIND, Verb.EXPORT, Verb.RECTIFY, Verb.RESTRICT, Verb.LIFT, Verb.ERASE, Verb.READ_BACK, Verb.PURGE)
        return frozenset(verbs)

    def signature(self) -> str:
        """The declared lists are there."""
        for name in self._collection.at.get("list", ()):
            if self._aws.maybe("sesv2", "get_contact_list", _NOT_THERE, ContactListName=name) is None:
                remedy = "Correct at.list, or leave it out for all lists."
                raise MapDoesNotFit(self._given.system.name, self._collection.name, f"has no list {name}", remedy)
        return "ses:" + ",".join(sorted(self._collection.at.get("list", ())))

    def find(self, people: People) -> Iterator[Hit]:
        """Contacts whose address is somebody's."""
        way = sought(self._by, people)
        if not way.holders:
            return
        for name, contact in self._contacts():
            address = str(contact["EmailAddress"])
            whose = way.whose(address)
            known = self._get((name, address)) if whose and self._is_dated else None
            for person in sorted(whose):
                yield self._hit(person, (name, address), known)

    def whole(self) -> Iterator[Hit]:
        """Every contact of the lists, with its day."""
        for name, contact in self._contacts():
            key = (name, str(contact["EmailAddress"]))
            yield self._hit(0, key, self._get(key) if self._is_dated else contact)

    def these(self, keys: Sequence[Key]) -> Iterator[Hit]:
        """Those of these contacts that are there."""
        yield from (self._hit(0, key, known) for key in keys if (known := self._get(key)) is not None)

    def copies(self, hits: Sequence[Hit]) -> Iterator[tuple[Hit, Copied]]:
        """Everything SES keeps of a contact."""
        for hit in hits:
            contact = self._get(hit.key)
            if contact is not None:
                yield hit, Copied(_fields(hit.key, contact))

    def erase(self, hits: Sequence[Hit]) -> Staying:
        """Takes the addresses off their lists, with everything kept about them."""
        for hit in hits:
            self._aws.maybe("sesv2", "delete_contact", _NOT_THERE, **_named(hit.key))
        return {}

    def fixed(self, columns: Iterable[str]) -> str | None:
        """The address and the list name a contact, and its days are SES's own."""
        changes = (UNSUBSCRIBED, ATTRIBUTES)
        return None if all(one in changes or one.startswith(TOPIC) for one in columns) else _NAMED_BY_IT

    def put(self, hit: Hit, values: Mapping[str, object]) -> Failure | None:
        """Changes topics, the general stop and attributes. SES forgets whatever an update leaves out, so all that is
        not changed is sent along. What SES refuses of this contact is no trouble of the others."""
        if remedy := self.fixed(values):
            return Failure(False, self._collection.name, remedy)
        contact = self._get(hit.key)
        if contact is None:
            return Failure(False, self._collection.name, _GONE)
        wanted = {**_changeable(contact), **values}
        topics = {column.removeprefix(TOPIC): str(v) for column, v in wanted.items() if column.startswith(TOPIC)}
        attributes = str(wanted[ATTRIBUTES] or "")
        taken = self._aws.maybe(
            "sesv2",
            "update_contact",
            _REFUSED,
            **_named(hit.key),
            TopicPreferences=[{"TopicName": t, "SubscriptionStatus": v} for t, v in sorted(topics.items()) if v],
            UnsubscribeAll=bool(wanted[UNSUBSCRIBED]),
            **({"AttributesData": attributes} if attributes else {}),
        )
        return Failure(False, self._collection.name, _NOT_TAKEN) if taken is None else None

    def unlike(self, wanted: Mapping[Key, Mapping[str, object]]) -> frozenset[Key]:
        """Looks at each contact."""
        different: set[Key] = set()
        for key, values in wanted.items():
            contact = self._get(key)
            fields = _fields(key, contact) if contact is not None else dict[str, object]()
            if any(fields.get(column) != value for column, value in values.items()):
                different.add(key)
        return frozenset(different)

    def still(self, keys: Sequence[Key], found: Mapping[Key, Hit]) -> Staying:
        """What the search found again, and of the others what is there by its exact address."""
        others = [key for key in keys if key not in found]
        if len(others) > _FEW:
            listed = {(name, str(contact["EmailAddress"])) for name, contact in self._contacts()}
            others = [key for key in others if key in listed]
        else:
            others = [key for key in others if self._get(key) is not None]
        there = [key for key in keys if key in found]
        return {key: Stays(Outcome.FAILED, self._collection.name, _STILL) for key in (*there, *others)}

    @property
    def _is_dated(self) -> bool:
        return bool(self._collection.contact or self._collection.clock)

    def _contacts(self) -> Iterator[tuple[str, Reply]]:
        named = self._collection.at.get("list", ())
        lists = named or [str(one["ContactListName"]) for one in self._items("list_contact_lists", "ContactLists")]
        for name in lists:
            for contact in self._items("list_contacts", "Contacts", ContactListName=name):
                yield name, contact

    def _items(self, act: str, under: str, **more: Any) -> Iterator[Reply]:
        return self._aws.items("sesv2", act, under, **more)

    def _get(self, key: Key) -> Reply | None:
        return self._aws.maybe("sesv2", "get_contact", _NOT_THERE, **_named(key))

    def _hit(self, person: int, key: Key, contact: Reply | None) -> Hit:
        since = cast("datetime | None", contact.get("CreatedTimestamp")) if contact else None
        updated = cast("datetime | None", contact.get("LastUpdatedTimestamp")) if contact else None
        moments = {CREATED: since, UPDATED: updated}
        days: dict[str, date | None] = {
            event: self._given.day(at) if (at := moments.get(column)) else None
            for event, column in self._collection.clock.items()
        }
        return Hit(
            person,
            key,
            f"{self._by.label}{ARROW}{self._collection.name}",
            holds=(Identifier(self._by.kind, self._by.scope, compared(self._by, str(key[1]))),),
            events=days,
            known_since={one.kind: since if one.since == CREATED else None for one in self._collection.contact},
        )


def _named(key: Key) -> dict[str, str]:
    return {"ContactListName": str(key[0]), "EmailAddress": str(key[1])}


def _changeable(contact: Reply) -> dict[str, object]:
    topics = {
        f"{TOPIC}{one['TopicName']}": str(one["SubscriptionStatus"]) for one in contact.get("TopicPreferences") or ()
    }
    stated = {UNSUBSCRIBED: bool(contact.get("UnsubscribeAll")), ATTRIBUTES: contact.get("AttributesData") or None}
    return {**topics, **stated}


def _fields(key: Key, contact: Reply) -> dict[str, object]:
    moments = {CREATED: contact.get("CreatedTimestamp"), UPDATED: contact.get("LastUpdatedTimestamp")}
    defaults = {
        f"{TOPIC}{one['TopicName']}": str(one["SubscriptionStatus"])
        for one in contact.get("TopicDefaultPreferences") or ()
    }
    told = {name: moment.isoformat() for name, moment in moments.items() if isinstance(moment, datetime)}
    return {EMAIL: str(key[1]), LIST: str(key[0]), **defaults, **_changeable(contact), **told}
