"""One REST system behind :class:`belofte.ports.SystemConnector`, interpreted from its connector file.

Every verb takes many requests; searches are shared, writing is one call a record.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from threading import local

from belofte.connectors.http.acting import Acting
from belofte.connectors.http.by_term import ByTerm
from belofte.connectors.http.caller import Caller
from belofte.connectors.http.changing import Writing
from belofte.connectors.http.columns import Columns
from belofte.connectors.http.connecting import Connecting
from belofte.connectors.http.drifting import drift
from belofte.connectors.http.exporting import Exporting
from belofte.connectors.http.failures import CallFailed
from belofte.connectors.http.foretelling import foretold
from belofte.connectors.http.in_parts import found_in_parts, in_parts
from belofte.connectors.http.looking import Looking
from belofte.connectors.http.observing import Observing
from belofte.connectors.http.own_people import listed_of, reads_of
from belofte.connectors.http.permissions import Right, all_rights, rights
from belofte.connectors.http.ranges import Ranges
from belofte.connectors.http.readers import readers_of, untold_of
from belofte.domain.clock import after
from belofte.domain.foretold import Foretold
from belofte.domain.late_reads import LoggedRead, Sought
from belofte.domain.located import Found
from belofte.domain.plan import Outcome, ReceiptLine
from belofte.domain.promise import Observation
from belofte.domain.rest import RestConnector, RestRecord
from belofte.domain.staff import Listed, Reader
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

_READING = (Verb.FIND, Verb.EXPORT, Verb.READ_BACK, Verb.OBSERVE)
LARGEST_BATCH = 1000
_ASKED_AGAIN = 60  # seconds


class HttpConnector(ByTerm):
    """One system under one map. ``own`` are addresses and domains of the company itself, normalised."""

    def __init__(
        self,
        system: SystemMap,
        caller: Caller,
        clock: Clock,
        *,
        base: str,
        zone: tzinfo = UTC,
        calling_code: str = "",
        own: frozenset[str] = frozenset(),
        connecting: Connecting | None = None,
    ) -> None:
        self._system, self._caller, self._clock, self._zone = system, caller, clock, zone
        self._base, self._file, self._own = base, caller.connector, own
        self.connecting = connecting
        """How a person signs in for the first time; None where the map's own keys are enough."""
        self._look = local()
        self._signed_in_at = -math.inf  # seconds of the clock that never jumps
        self._columns = {
            name: Columns(self._file.records[name], collection, zone, calling_code, own, caller.settings)
            for name, collection in system.collections.items()
            if name in self._file.records
        }

    def close(self) -> None:
        """Give the connections back."""
        self._caller.close()

    @property
    def can(self) -> Mapping[Verb, Ability]:
        """What is allowed and what the vendor's API offers, with the rights it takes."""
        with self._reached():
            self._sign_in()
        offered = offers(self._file, self._system, list(self._columns), self._caller.settings)
        abilities: dict[Verb, Ability] = {}
        for verb, best in offered.items():
            if verb in self._system.allow:
                needed = rights(self._file, verb, list(self._columns))
                names = tuple(dict.fromkeys(right.name for right in needed))
                lacking = tuple(dict.fromkeys(right.name for right in needed if self._lacks(right)))
                best = Outcome.IMPOSSIBLE if lacking else best
                abilities[verb] = Ability(best, LARGEST_BATCH, names, lacking)
        return abilities

    def _lacks(self, right: Right) -> bool:
        """Whether the sign-in tells that it has not got this; of what is given for certain places it does not tell."""
        given = None if right.scoped else self._given(right.auth)
        return given is not None and right.name not in given

    def _given(self, way: str) -> frozenset[str] | None:
        with self._reached():
            return self._caller.granted(way)

    def grants(self, account: str | None = None) -> tuple[str, ...]:
        """The vendor's names of the rights that what the map allows takes; they are given in its own console."""
        del account
        return tuple(dict.fromkeys(right.name for right in all_rights(self._file, self._system)))

    def rights_told(self) -> bool:
        """Whether the vendor says with every sign-in what it is good for; for a mere key none does. One way that tells
        is not enough: what the other may do is then not known."""
        ways = self._ways
        return bool(ways) and all(self._given(way) is not None for way in ways)

    def too_wide(self) -> tuple[str, ...]:
        """Rights a sign-in has beyond what the map needs of it, each as a sentence."""
        needed = all_rights(self._file, self._system)
        wide = {
            right
            for way in self._ways
            for right in (self._given(way) or frozenset()) - {one.name for one in needed if one.auth == way}
        }
        return tuple(f"{right} is more than the map needs." for right in sorted(wide))

    @property
    def _ways(self) -> frozenset[str]:
        """The ways to sign in of which a right is needed; the others are asked for no token."""
        return frozenset(right.auth for right in all_rights(self._file, self._system))

    def foretell(self, people: int, verb: Verb = Verb.FIND) -> Foretold:
        """How many calls a verb takes for so many people, and how long the vendor's limits make that last."""
        made = self._caller.limiter.made_today()
        return foretold(self._system, self._file, self._caller.settings, people, verb, made)

    def drift(self) -> tuple[str, ...]:
        """Fields that the vendor sends and no list of the map names, seen on one page of each list."""
        with self._reached():
            return drift(self._caller, self._asking())

    def limits_left(self) -> tuple[str, ...]:
        """What is left of what the vendor allows, each as a sentence."""
        limiter, most = self._caller.limiter, self._file.limits.per_day
        made = limiter.made_today()
        said = [f"{most - made} of {most} calls left today"] if most is not None and made is not None else []
        return (*said, *([f"{limiter.left} calls left, says the vendor"] if limiter.left is not None else []))

    def _sign_in(self) -> None:
        """The cheapest call that shows that signing in works, at most once a minute."""
        now = self._caller.limiter.monotonic
        if self._file.check and now - self._signed_in_at > _ASKED_AGAIN:
            self._caller.call(self._file.check, {})
            self._signed_in_at = now

    def reach(self) -> None:
        """See that the vendor answers. Raises :class:`SystemUnreachable`. Where no call shows that signing in works,
        somebody answering at the address is all that can be seen without asking for a record."""
        with self._reached():
            if not self._file.check:
                self._caller.knock(self._base)

    def fingerprint(self) -> str:
        """Hash of map and connector file. Raises :class:`SystemUnreachable` where signing in fails."""
        with self._reached():
            self._sign_in()
        return hashlib.sha256(self._system.hash.encode()).hexdigest()

    def find(self, asks: Sequence[Ask]) -> Iterator[Found]:
        """Everything about the asked persons, with the path by which each record was found. Ends with
        :class:`NotAllSeen` where the vendor lets no more calls through in the middle of it."""
        self._allowed(Verb.FIND)
        with self._reached():
            yield from found_in_parts(self._system, self._asking(), in_parts(self._file, self._columns, asks))

    def export(self, orders: Sequence[Order]) -> Iterator[Record]:
        """Copies of the records under the orders' export lines; see :class:`PlanOutdated`."""
        self._allowed(Verb.EXPORT)
        exporting = Exporting(self._system, self._caller, self._asking())
        with self._reached():
            yield from exporting.in_turn(in_parts(self._file, self._columns, orders))
        if exporting.outdated:
            raise PlanOutdated(exporting.outdated)

    def erase(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Erase or clear what the orders' lines cover."""
        return self._act(Verb.ERASE, orders)

    def rectify(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Put the new values of the orders' lines."""
        return self._act(Verb.RECTIFY, orders)

    def restrict(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Mark the records as restricted, or stop a purpose, as the map says."""
        return self._act(Verb.RESTRICT, orders)

    def lift(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Give back what was there before."""
        return self._act(Verb.LIFT, orders)

    def purge(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Nobody reaches a vendor's copies: they are gone when the time that the map names for them is over."""
        self._allowed(Verb.PURGE)
        backups = self._system.backups
        today = self._clock.now().astimezone(self._zone).date()
        until = after(today, backups) if backups else None
        for order in orders:
            lines = tuple(ReceiptLine(x.collection, x.decision, len(x.keys or ()), until=until) for x in order.lines)
            yield Result(order.request, Outcome.PENDING if until else Outcome.IMPOSSIBLE, lines, until)

    def read_back(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Look again, by key and by identifier."""
        asking = self._asking()
        with self._reached():
            yield from Looking(self._system, asking, Writing(self._caller, asking)).read_back(orders)

    def observe(self, names: Sequence[str]) -> Iterator[Observation]:
        """One answer a name (:mod:`belofte.domain.observing`)."""
        self._allowed(Verb.OBSERVE)
        now = self._clock.now()
        yield from Observing(self._system, self._caller, self._asking(), self._base, now, self._own).answers(names)

    def readers(self) -> list[Reader]:
        """Who can read, as far as the vendor's API tells it."""
        self._allowed(Verb.OBSERVE)
        with self._reached():
            today = self._clock.now().astimezone(self._zone).date()
            return readers_of(self._system.name, self._caller, Ranges(self._caller), today)

    def untold(self) -> tuple[str, ...]:
        """What it does not tell of that."""
        return tuple(untold_of(self._caller))

    def reads(self, since: datetime, sought: Sequence[Sought]) -> Iterator[LoggedRead]:
        """Who came or read since then, as far as the vendor's own log tells it."""
        self._allowed(Verb.OBSERVE)
        with self._reached():
            yield from reads_of(self._system.name, self._caller, since, sought)

    def coarse(self) -> str | None:
        """Why that log tells who came only."""
        log = self._caller.connector.access_log
        return log.coarse.in_("en") if log and log.coarse else None

    def own_people(self) -> list[Listed]:
        """The company's own people, as the vendor lists them."""
        self._allowed(Verb.OBSERVE)
        with self._reached():
            return list(listed_of(self._system.name, self._caller, self._zone))

    def _act(self, verb: Verb, orders: Sequence[Order]) -> Iterator[Result]:
        self._allowed(verb)
        today = self._clock.now().astimezone(self._zone).date()
        with self._reached():
            yield from Acting(self._system, self._caller, self._asking(), today).act(verb, orders)

    @contextmanager
    def _reached(self) -> Generator[None]:
        try:
            yield
        except CallFailed as failed:
            raise failed.unreachable from None

    def _allowed(self, verb: Verb) -> None:
        if verb not in self._system.allow:
            raise SystemUnreachable(
                f"System {self._system.name} does not allow {verb.value}.",
                f"Add {verb.value} to allow in systems/{self._system.name}.yaml, or let a person do it.",
                transient=False,
            )


def offers(
    file: RestConnector, system: SystemMap, collections: Sequence[str], settings: Mapping[str, object]
) -> dict[Verb, Outcome]:
    """The verbs a connector file can carry out for these collections, with the best each can come to under the
    ``settings`` of the system: where a company only archives, that is no erasure."""
    records = [file.records[name] for name in collections]
    found: dict[Verb, Outcome] = dict.fromkeys(_READING, Outcome.DONE)
    if any(record.change for record in records):
        found |= dict.fromkeys((Verb.RECTIFY, Verb.RESTRICT, Verb.LIFT), Outcome.DONE)
    ends = [end for record in records if (end := _end(record, settings)) is not None]
    if ends:
        found[Verb.ERASE] = Outcome.DONE if Outcome.DONE in ends else ends[0]
    if system.backups is not None:
        found[Verb.PURGE] = Outcome.PENDING
    return found


def _end(record: RestRecord, settings: Mapping[str, object]) -> Outcome | None:
    fitting = [way.outcome for way in record.erase if way.fits(settings)]
    done = fitting[0] if fitting else next((way.outcome for way in record.erase), None)
    return done or (Outcome.DONE if record.change else None)
