"""One mailbox as a system: IMAP behind :class:`belofte.ports.SystemConnector` (RFC 3501, 4315, 6851).

Every verb looks through the folders of the map once for all the people asked about. A message cannot be corrected: it
tells what was said then. What a server keeps of an expunged message (its caches, its backups) is the server's: the map
says under ``backups`` how long at most, and purging gives that day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, tzinfo

from belofte.connectors.by_age import SweptByKey
from belofte.connectors.dividing import (
    Seen,
    Share,
    acted,
    beside_people,
    cannot,
    divide,
    for_copies,
    gone_with_backups,
    look_beside_people,
    looked_again,
)
from belofte.connectors.imap.changing import erase, move
from belofte.connectors.imap.layout import layout_of
from belofte.connectors.imap.observing import Observing
from belofte.connectors.imap.reached import is_here
from belofte.connectors.imap.rights import Rights, rights_of
from belofte.connectors.imap.seeking import Hit, Seeking, looked_at
from belofte.connectors.imap.session import Session, session
from belofte.connectors.imap.sweeping import Messages
from belofte.connectors.imap.telling import found, record
from belofte.connectors.own_rights import OwnRights
from belofte.domain.identity import Identifier
from belofte.domain.located import Found, Key
from belofte.domain.plan import ERASING, Decision, Failure, Outcome
from belofte.domain.promise import Observation
from belofte.domain.system_map import SystemMap, Verb
from belofte.ports import (
    Ability,
    Ask,
    Clock,
    Order,
    PlanOutdated,
    Record,
    Result,
    SystemUnreachable,
)
from belofte.wire.imap import ImapServer

_RIGHTS: Mapping[Verb, tuple[str, ...]] = {
    Verb.FIND: ("read",),
    Verb.EXPORT: ("read",),
    Verb.READ_BACK: ("read",),
    Verb.OBSERVE: ("read",),
    Verb.RESTRICT: ("read", "move", "make folders"),
    Verb.LIFT: ("read", "move", "make folders"),
    Verb.ERASE: ("read", "delete", "expunge"),
    Verb.PURGE: (),
}
_NO_CORRECTION = "A message is not corrected: it tells what was said then. Put a note beside it."
_NO_FOLDER = "Say in the map where restricted messages go: restrict: {folder: Restricted}."
_NO_TERM = "Say in the map how long the mail server and its backups keep copies, such as backups: 35 days."


@dataclass(frozen=True, slots=True)
class _Looked:
    """What a search for a batch of orders came to."""

    hits: dict[int, dict[Key, Hit]]
    shares: list[Share]


class ImapConnector(SweptByKey):
    """One mailbox under one map. ``zone`` is the policy's time zone: what day a moment belongs to."""

    def __init__(self, system: SystemMap, server: ImapServer, clock: Clock, *, zone: tzinfo = UTC) -> None:
        self._system, self._server, self._clock, self._zone = system, server, clock, zone
        self._layout = layout_of(system)
        self._rights = OwnRights(self._ask_rights)

    @property
    def can(self) -> Mapping[Verb, Ability]:
        """What is allowed and a mailbox can do, and what the server says that the account may not."""
        apart = any(place.apart for place in self._layout.places.values())
        verbs = [verb for verb in _RIGHTS if verb in self._system.allow and (verb not in _MOVING or apart)]
        rights = self._rights.if_reached()
        lacking: Mapping[Verb, tuple[str, ...]] = rights.lacking if rights else {}
        return {verb: _ability(verb, lacking.get(verb, ())) for verb in verbs}

    def grants(self, account: str | None = None) -> tuple[str, ...]:
        """The commands that give ``account`` (default: the one that signs in) what the map allows, and no more; none
        where the server knows no such rights."""
        return self._rights.now().grants(account or str(self._system.settings.get("user") or ""))

    def rights_told(self) -> bool:
        """Whether the server tells what the account may do in a folder (ACL, RFC 4314)."""
        return self._rights.now().told

    def too_wide(self) -> tuple[str, ...]:
        """What the account may do beyond what the map needs, each as a sentence."""
        return self._rights.now().too_wide

    def _ask_rights(self) -> Rights:
        with session(self._system.name, self._server) as own:
            return rights_of(self._layout, own)

    def reach(self) -> None:
        """Sign in, and see that the folders are those of the map. Raises :class:`SystemUnreachable`."""
        with session(self._system.name, self._server) as own:
            looked_at(self._layout, own)

    def fingerprint(self) -> str:
        """Hash of the map; folders that it does not name are told by the search, with their number."""
        return hashlib.sha256(f"imap\n{self._system.hash}".encode()).hexdigest()

    def find(self, asks: Sequence[Ask]) -> Iterator[Found]:
        """Every message of the asked persons, and as candidates those that only mention them."""
        self._allowed(Verb.FIND)
        with session(self._system.name, self._server) as own:
            hits = list(Seeking(self._layout, own, [ask.identifiers for ask in asks]).hits())
        for hit in sorted(hits, key=lambda one: one.person):
            yield found(hit, asks[hit.person].request, self._zone)

    def export(self, orders: Sequence[Order]) -> Iterator[Record]:
        """The messages under the orders' export lines, one message in memory at a time."""
        self._allowed(Verb.EXPORT)
        copied_for, by_hand = for_copies(self._system, orders)
        with session(self._system.name, self._server) as own:
            looked = self._look(own, copied_for)
            for number, share in enumerate(looked.shares):
                for one in self._in_folders(share) if share.going else ():
                    hit = looked.hits[number][one.key]
                    own.look_into(hit.folder)
                    if (copied := record(own, hit, share.order.request)) is not None:
                        yield copied
        if outdated := {**by_hand, **{s.order.request: s.failure for s in looked.shares if s.failure is not None}}:
            raise PlanOutdated(outdated)

    def erase(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Expunge what the orders' lines cover."""
        self._allowed(Verb.ERASE)
        yield from beside_people(self._system, Verb.ERASE, orders, self._erase)

    def _erase(self, orders: Sequence[Order]) -> Iterator[Result]:
        with session(self._system.name, self._server) as own:
            shares = self._look(own, orders).shares
            keys = [one.key for share in shares if share.going for one in share.of(*ERASING)]
            failed = erase(own, keys)
        yield from _results(shares, failed)

    def restrict(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Move the messages to the folder that the map names for this; their old folder stays part of the name."""
        return self._set_apart(Verb.RESTRICT, orders)

    def lift(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Move the messages back to where they came from."""
        return self._set_apart(Verb.LIFT, orders)

    def rectify(self, orders: Sequence[Order]) -> Iterator[Result]:
        """A message is not corrected."""
        return cannot(orders, self._system.name, _NO_CORRECTION)

    def purge(self, orders: Sequence[Order]) -> Iterator[Result]:
        """The day on which the server's own copies and backups are gone, where the map says how long they live."""
        self._allowed(Verb.PURGE)
        today = self._clock.now().astimezone(self._zone).date()
        yield from gone_with_backups(orders, self._system.backups, today, _NO_TERM)

    def read_back(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Look again, by number in its folder and by searching."""
        yield from look_beside_people(self._system, orders, self._read_back)

    def _read_back(self, orders: Sequence[Order]) -> Iterator[Result]:
        with session(self._system.name, self._server) as own:
            hits = self._hits(own, orders)
            there = _still_there(own, orders)
        for number, order in enumerate(orders):
            seen = {hit.key: _seen(hit, order) for hit in hits.get(number, {}).values()}
            for collection, key in there.get(number, ()):
                seen.setdefault(key, Seen(collection, key))
            yield looked_again(self._system, order, list(seen.values()))

    def observe(self, names: Sequence[str]) -> Iterator[Observation]:
        """One answer a name (:mod:`belofte.domain.observing`); ``setting/tls`` and ``setting/quota`` among them."""
        self._allowed(Verb.OBSERVE)
        with session(self._system.name, self._server) as own:
            observing = Observing(self._layout, own, self._clock.now(), local=is_here(self._server.host))
            yield from observing.answers(names)

    def write_order(self) -> Sequence[str]:
        """Every collection: messages refer to nothing."""
        return list(self._layout.places)

    def shows(self, collection: str) -> bool:
        """Every message: its bytes as they came."""
        return collection in self._layout.places

    def hanging_on(self, collection: str, holders: Sequence[Sequence[Identifier]]) -> Iterator[tuple[int, Found]]:
        """The messages that are copies of records elsewhere."""
        self._allowed(Verb.FIND)
        with self._aged(collection) as messages:
            named = list(messages.naming(holders))
        yield from named

    @contextmanager
    def _aged(self, collection: str) -> Generator[Messages]:
        with session(self._system.name, self._server) as own:
            yield Messages(self._layout, own, collection, self._zone)

    def _set_apart(self, verb: Verb, orders: Sequence[Order]) -> Iterator[Result]:
        self._allowed(verb)
        yield from beside_people(self._system, verb, orders, lambda own: self._move(verb, own))

    def _move(self, verb: Verb, orders: Sequence[Order]) -> Iterator[Result]:
        with session(self._system.name, self._server) as own:
            looked = self._look(own, orders)
            moving: dict[Key, str] = {}
            for number, share in enumerate(looked.shares):
                for one in share.of(Decision.DO) if share.going else ():
                    hit = looked.hits[number][one.key]
                    if not hit.place.apart:
                        share.failure = Failure(False, one.collection, _NO_FOLDER)
                    elif hit.place.is_apart(hit.folder) == (verb is Verb.LIFT):
                        moving[one.key] = _target(hit, verb)
            stopped = {one.key for share in looked.shares if not share.going for one in share.of(Decision.DO)}
            failed = move(own, {key: where for key, where in moving.items() if key not in stopped})
        yield from _results(looked.shares, failed)

    def _look(self, own: Session, orders: Sequence[Order]) -> _Looked:
        hits = self._hits(own, orders)
        seen = [[_seen(hit, order) for hit in hits.get(number, {}).values()] for number, order in enumerate(orders)]
        return _Looked(hits, [divide(self._system, order, own) for order, own in zip(orders, seen, strict=True)])

    def _hits(self, own: Session, orders: Sequence[Order]) -> dict[int, dict[Key, Hit]]:
        hits: dict[int, dict[Key, Hit]] = {}
        for hit in Seeking(self._layout, own, [order.identifiers for order in orders]).hits():
            if not hit.candidate:
                hits.setdefault(hit.person, {})[hit.key] = hit
        return hits

    def _in_folders(self, share: Share) -> list[Seen]:
        return sorted(share.of(Decision.EXPORT), key=lambda one: one.key)

    def _allowed(self, verb: Verb) -> None:
        if verb not in self._system.allow:
            raise SystemUnreachable(
                f"System {self._system.name} does not allow {verb.value}.",
                f"Add {verb.value} to allow in systems/{self._system.name}.yaml, or let a person do it.",
                transient=False,
            )


_MOVING = frozenset({Verb.RESTRICT, Verb.LIFT})


def _ability(verb: Verb, lacking: tuple[str, ...]) -> Ability:
    best = Outcome.PENDING if verb is Verb.PURGE else Outcome.DONE
    return Ability(Outcome.IMPOSSIBLE if lacking else best, permissions=_RIGHTS[verb], lacking=lacking)


def _seen(hit: Hit, order: Order) -> Seen:
    is_apart = hit.place.is_apart(hit.folder)
    left = is_apart if order.verb is Verb.LIFT else not is_apart if order.verb is Verb.RESTRICT else True
    return Seen(hit.place.collection.name, hit.key, hit.sure, left=left)


def _target(hit: Hit, verb: Verb) -> str:
    return hit.place.before(hit.folder) if verb is Verb.LIFT else f"{hit.place.apart}/{hit.folder}"


def _results(shares: Sequence[Share], failed: Mapping[Key, Failure]) -> Iterator[Result]:
    for share in shares:
        own = (failed[one.key] for one in share.of(*ERASING, Decision.DO) if one.key in failed)
        share.failure = share.failure or next(own, None)
        yield acted(share)


def _still_there(own: Session, orders: Sequence[Order]) -> dict[int, list[tuple[str, Key]]]:
    """The messages that were to go and are still under their number, a folder at a time."""
    asked: dict[tuple[str, int], dict[int, list[tuple[int, str]]]] = {}
    for number, order in enumerate(orders):
        for line in order.lines:
            for folder, validity, uid in line.keys or () if line.decision in ERASING else ():
                uids = asked.setdefault((str(folder), int(validity)), {})
                uids.setdefault(int(uid), []).append((number, line.collection))
    folders = set(own.folders())
    found: dict[int, list[tuple[str, Key]]] = {}
    for (folder, validity), uids in asked.items():
        if folder not in folders:
            continue
        chosen = own.look_into(folder)
        for uid in own.there(chosen, uids) if chosen.validity == validity else ():
            for number, collection in uids[uid]:
                found.setdefault(number, []).append((collection, (folder, validity, uid)))
    return found
