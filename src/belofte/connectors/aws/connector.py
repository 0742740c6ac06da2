"""Amazon AWS as a system: objects, mail contacts, logs and snapshots behind :class:`belofte.ports.SystemConnector`.

A map's collections each lie in one service (:mod:`belofte.connectors.aws.places`). Every verb takes many requests, and
a list that is read serves all of them. AWS has no transactions: an act is safe to repeat, and what was read back
decides.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import TypeVar

from belofte.connectors.aws import acting
from belofte.connectors.aws.access import Access, Aws
from belofte.connectors.aws.access_log import reads_of
from belofte.connectors.aws.contacts import Contacts
from belofte.connectors.aws.fields import strange
from belofte.connectors.aws.given import Given
from belofte.connectors.aws.logs import Logs
from belofte.connectors.aws.observing import answers
from belofte.connectors.aws.permissions import Need, beyond, lacking, needs, policy
from belofte.connectors.aws.places import Kept, service_of
from belofte.connectors.aws.purging import purged
from belofte.connectors.aws.readers import UNTOLD, readers_of
from belofte.connectors.aws.s3 import Bucket
from belofte.connectors.aws.service import Service
from belofte.connectors.aws.snapshots import Snapshots
from belofte.connectors.aws.suppression import Suppression
from belofte.connectors.aws.sweeping import Dated, OldRecords, sweepable
from belofte.connectors.aws.template import template
from belofte.connectors.by_age import SweptByKey
from belofte.connectors.dividing import beside_people, for_copies, look_beside_people
from belofte.connectors.own_rights import OwnRights
from belofte.domain.late_reads import NO_LOG, LoggedRead, Sought
from belofte.domain.located import Found
from belofte.domain.plan import Outcome
from belofte.domain.promise import Observation
from belofte.domain.staff import Reader
from belofte.domain.system_map import Collection, SystemMap, Verb
from belofte.ports import Ability, Ask, Clock, Order, PlanOutdated, Record, Result, SystemUnreachable

LARGEST_BATCH = 500
EXPORTED_TOGETHER = 100  # requests whose lists are in memory at the same time
_FITS_SECONDS = 5

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class _Rights:
    """``told``: IAM may be asked what the account lacks."""

    abilities: Mapping[Verb, Ability]
    told: bool


class AwsConnector(SweptByKey):
    """One account in one region under one map. ``zone`` is the policy's time zone; ``calling_code`` completes telephone
    numbers that are stored without their country."""

    TAKEN_AT_ONCE = 1000  # AWS goes on after the last key it gave, whatever has gone before it

    def __init__(
        self, system: SystemMap, access: Access, clock: Clock, *, zone: tzinfo = UTC, calling_code: str = ""
    ) -> None:
        self._system, self._clock = system, clock
        self.aws = Aws(access)
        buckets = frozenset(name for c in system.collections.values() for name in c.at.get("bucket", ()))
        self._buckets = buckets
        self._places = {
            (bucket, template(prefix).root)
            for c in system.collections.values()
            for bucket in c.at.get("bucket", ())
            for prefix in c.at.get("prefix", ("",))
        }
        self._given = Given(system, self.aws, clock, zone, calling_code, buckets)
        self._services: dict[str, Service] = {}
        self._fitted = ""
        self._fitted_at = -math.inf  # seconds of the monotonic clock
        self._rights = OwnRights(self._ask_rights)

    def close(self) -> None:
        """Give the connections back."""
        self.aws.close()

    @property
    def can(self) -> Mapping[Verb, Ability]:
        """What is allowed and the services of this map can do, the rights it needs, and those the account lacks."""
        self._fit()
        return self._rights.now().abilities

    def _ask_rights(self) -> _Rights:
        able = {verb for service in self._services.values() for verb in service.can} | {Verb.OBSERVE}
        wanted = {verb: needs(self._system, verb) for verb in sorted(self._system.allow & able)}
        told = lacking(self.aws, (need for each in wanted.values() for need in each))
        away = told or frozenset[Need]()
        abilities: dict[Verb, Ability] = {}
        for verb, rights in wanted.items():
            missing = tuple(str(need) for need in rights if need in away)
            best = Outcome.IMPOSSIBLE if missing else self._best(verb)
            abilities[verb] = Ability(best, LARGEST_BATCH, tuple(map(str, rights)), missing)
        return _Rights(abilities, told is not None)

    def _best(self, verb: Verb) -> Outcome:
        """Where only time erases, pending is the best there is."""
        waits = (Logs, Snapshots)
        services = self._services.values()
        if verb is Verb.ERASE and services and all(isinstance(service, waits) for service in services):
            return Outcome.PENDING
        has_copies = self._system.backups is not None or any(isinstance(one, Snapshots) for one in services)
        return Outcome.PENDING if verb is Verb.PURGE and has_copies else Outcome.DONE

    def grants(self, account: str | None = None) -> tuple[str, ...]:
        """The least IAM policy that gives what the map allows, to be attached to ``account``."""
        del account  # a policy does not name whom it is attached to
        return (policy(self._system),)

    def rights_told(self) -> bool:
        """Whether IAM may be asked."""
        return bool(self.can) and self._rights.now().told

    def too_wide(self) -> tuple[str, ...]:
        """Rights the account has and the map does not need, each as a sentence; none where IAM may not be asked."""
        asked = beyond(self._system)
        away = lacking(self.aws, asked)
        known = sorted(asked - away) if away is not None else []
        return tuple(f"{need}: the map allows nothing that needs it" for need in known)

    def readers(self) -> list[Reader]:
        """Who can read the objects of the map's buckets, as IAM, bucket policies and their ACLs come to."""
        return readers_of(self.aws, sorted(self._places))

    def untold(self) -> tuple[str, ...]:
        """What is not looked at of that."""
        return (UNTOLD,) if self._buckets else ()

    def reads(self, since: datetime, sought: Sequence[Sought]) -> Iterator[LoggedRead]:
        """Who got an object of the map's buckets since then, from S3's own access logs."""
        if not self._buckets:
            raise SystemUnreachable(
                f"System {self._system.name} {NO_LOG} that is read here.",
                "Only buckets have one: note what you saw elsewhere with belofte attest.",
                transient=False,
            )
        yield from reads_of(self.aws, sorted(self._buckets), since, sought)

    def coarse(self) -> str | None:
        """Nothing: a line names the object."""
        return None

    def drift(self) -> tuple[str, ...]:
        """Columns of the map that their service does not have, each as a sentence."""
        return strange(self._system)

    def fingerprint(self) -> str:
        """Hash of the map and of what it rests on. A bucket, list or group that is not there raises
        :class:`SystemUnreachable` with its name and a remedy."""
        self._fitted_at = -math.inf
        self._fit()
        return self._fitted

    def find(self, asks: Sequence[Ask]) -> Iterator[Found]:
        """Everything about the asked persons, with the path by which each record was found."""
        self._allowed(Verb.FIND)
        services = self._fit()
        for chunk in _chunks(asks, LARGEST_BATCH):
            people = [ask.identifiers for ask in chunk]
            for name, service in services.items():
                for hit in service.find(people):
                    is_person = service.collection.person and hit.sure and not hit.candidate
                    yield Found(
                        request=chunk[hit.person].request,
                        collection=name,
                        key=hit.key,
                        via=hit.via,
                        identifiers=hit.holds if is_person else (),
                        holds=hit.holds,
                        shared=not hit.sure,
                        candidate=hit.candidate,
                        events=hit.events,
                        known_since=hit.known_since,
                        agrees={} if is_person else None,  # an address is all it knows of somebody
                        has_text=hit.has_text,
                    )

    def export(self, orders: Sequence[Order]) -> Iterator[Record]:
        """Copies of the records under the orders' export lines, one request after the other. Raises
        :class:`PlanOutdated` after the last one."""
        self._allowed(Verb.EXPORT)
        services = self._fit()
        own, outdated = for_copies(self._system, orders)
        for chunk in _chunks(own, EXPORTED_TOGETHER):
            yield from acting.export(self._system, services, chunk, outdated)
        if outdated:
            raise PlanOutdated(outdated)

    def erase(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Erase what the orders' lines cover."""
        self._allowed(Verb.ERASE)
        services = self._fit()
        yield from self._batches(Verb.ERASE, orders, lambda own: acting.erase(self._system, services, own))

    def rectify(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Put the new values of the orders' lines."""
        return self._amend(orders, Verb.RECTIFY)

    def restrict(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Mark the records as restricted, as the map says."""
        return self._amend(orders, Verb.RESTRICT)

    def lift(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Take the mark away again."""
        return self._amend(orders, Verb.LIFT)

    def purge(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Name the day on which the last copy is gone."""
        self._allowed(Verb.PURGE)
        copies = [service for service in self._fit().values() if isinstance(service, Snapshots)]
        return purged(orders, copies, self._system.backups, self._given.day(self._clock.now()))

    def read_back(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Look again, by key and by identifier."""
        services = self._fit()
        for chunk in _chunks(orders, LARGEST_BATCH):
            yield from look_beside_people(
                self._system, chunk, lambda own: acting.read_back(self._system, services, own)
            )

    def observe(self, names: Sequence[str]) -> Iterator[Observation]:
        """One answer a name (:mod:`belofte.connectors.aws.observing`)."""
        self._allowed(Verb.OBSERVE)
        return answers(self._given, names)

    def write_order(self) -> Sequence[str]:
        """Objects and contacts; log groups and snapshots end by terms of their own."""
        return sweepable(self._fit())

    def shows(self, collection: str) -> bool:
        """Objects, whose list has a mark of their content."""
        return Kept.S3 in self._system.collections[collection].at.get("service", ())

    @contextmanager
    def _aged(self, collection: str) -> Generator[OldRecords]:
        service = self._fit()[collection]
        if not isinstance(service, Dated):
            raise SystemUnreachable(
                f"{collection} of {self._system.name} is not erased record by record.",
                "Its own term ends it: belofte check says whether that is the right one.",
                transient=False,
            )
        yield OldRecords(service)

    def _amend(self, orders: Sequence[Order], verb: Verb) -> Iterator[Result]:
        self._allowed(verb)
        services = self._fit()
        yield from self._batches(verb, orders, lambda own: acting.amend(self._system, services, own, verb))

    def _batches(
        self, verb: Verb, orders: Sequence[Order], act: Callable[[Sequence[Order]], Iterator[Result]]
    ) -> Iterator[Result]:
        for chunk in _chunks(orders, LARGEST_BATCH):
            yield from beside_people(self._system, verb, chunk, act)

    def _fit(self) -> Mapping[str, Service]:
        """The services of this map, after a look whether what it names is there; looked again after some seconds."""
        if self._services and time.monotonic() - self._fitted_at < _FITS_SECONDS:
            return self._services
        services = {name: _made(self._given, c) for name, c in self._system.collections.items() if c.controller}
        seen = "\n".join(service.signature() for service in services.values())
        self._fitted = hashlib.sha256(f"{self._system.hash}\n{seen}".encode()).hexdigest()
        self._services, self._fitted_at = services, time.monotonic()
        return services

    def _allowed(self, verb: Verb) -> None:
        if verb not in self._system.allow:
            raise SystemUnreachable(
                f"System {self._system.name} does not allow {verb.value}.",
                f"Add {verb.value} to allow in systems/{self._system.name}.yaml, or let a person do it.",
                transient=False,
            )


def _made(given: Given, collection: Collection) -> Service:
    match service_of(given.system, collection):
        case Kept.S3:
            return Bucket(given, collection)
        case Kept.SES:
            return Contacts(given, collection)
        case Kept.SUPPRESSION:
            return Suppression(given, collection)
        case Kept.LOGS:
            return Logs(given, collection)
        case Kept.SNAPSHOTS:
            return Snapshots(given, collection)


def _chunks(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
