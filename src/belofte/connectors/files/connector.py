"""Files as a system: on this machine's disk or wherever fsspec reaches, behind :class:`belofte.ports.SystemConnector`.

A *whole* file belongs to a person by its path; in a *log* single lines do. Every verb reads each file once for all the
people asked about. What a disk or a store keeps of a file that went (backups, versions, snapshots) is gone on the day
that the map's ``backups`` gives.
"""

from __future__ import annotations

import hashlib
import os
import pwd
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, tzinfo

from belofte.connectors.by_age import SweptByKey
from belofte.connectors.dividing import (
    Seen,
    acted,
    beside_people,
    cannot,
    divide,
    for_copies,
    gone_with_backups,
    look_beside_people,
    looked_again,
)
from belofte.connectors.files.acting import Acting, Looked, mend
from belofte.connectors.files.exporting import Exporting
from belofte.connectors.files.layout import Format, layout_of
from belofte.connectors.files.observing import Observing
from belofte.connectors.files.rights import Rights, grants, rights_of
from belofte.connectors.files.seeking import Seeking
from belofte.connectors.files.storage import CannotWork, Storage
from belofte.connectors.files.sweeping import OldFiles
from belofte.connectors.files.telling import file_found, lines_found
from belofte.connectors.own_rights import OwnRights
from belofte.domain.identity import Identifier
from belofte.domain.located import Found
from belofte.domain.plan import ERASING, Outcome
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

_RIGHTS: Mapping[Verb, tuple[str, ...]] = {
    Verb.FIND: ("read",),
    Verb.EXPORT: ("read",),
    Verb.READ_BACK: ("read",),
    Verb.OBSERVE: ("read",),
    Verb.ERASE: ("read", "write", "make and remove files in these folders"),
    Verb.PURGE: (),
}
_NO_VERB = "A file is not corrected or restricted by a program: let a person do it."
_NO_TERM = "Say in the map how long backups and versions of these files live, such as backups: 35 days."


class FilesConnector(SweptByKey):
    """Files under one map. ``zone`` is the policy's time zone: what day a moment belongs to."""

    def __init__(self, system: SystemMap, storage: Storage, clock: Clock, *, zone: tzinfo = UTC) -> None:
        self._system, self._storage, self._clock, self._zone = system, storage, clock, zone
        self._layout = layout_of(system)
        self._rights = OwnRights(self._ask_rights)

    @property
    def can(self) -> Mapping[Verb, Ability]:
        """What is allowed and can be done with files."""
        rights = self._rights.if_reached()
        lacking: Mapping[Verb, tuple[str, ...]] = rights.lacking if rights else {}
        verbs = [verb for verb in _RIGHTS if verb in self._system.allow]
        return {verb: _ability(verb, lacking.get(verb, ())) for verb in verbs}

    def grants(self, account: str | None = None) -> tuple[str, ...]:
        """The commands that give ``account`` (default: the one that runs this) what the map takes, and no more; none
        for files that lie elsewhere."""
        return grants(self._layout, account or _own_account()) if self._storage.is_local else ()

    def rights_told(self) -> bool:
        """Whether the files lie on this machine: its operating system tells what the account may do."""
        return self._rights.now().told

    def too_wide(self) -> tuple[str, ...]:
        """What the account may do beyond what the map needs, each as a sentence."""
        return self._rights.now().too_wide

    def rights_unseen(self) -> tuple[str, ...]:
        """What was asked about where not every file was."""
        return self._rights.now().unseen

    def _ask_rights(self) -> Rights:
        with self._working():
            return rights_of(self._layout, self._storage)

    def reach(self) -> None:
        """Look whether the folders of the map are there. Raises :class:`SystemUnreachable`."""
        with self._working():
            starts = {pattern.start for place in self._layout.places.values() for pattern in place.patterns}
            away = sum(not self._storage.is_there(start) for start in starts)
        if away:
            raise SystemUnreachable(
                f"{away} of {len(starts)} folders of {self._system.name} are not there.",
                f"look at paths: in systems/{self._system.name}.yaml, and whether the disk is mounted",
            )

    def fingerprint(self) -> str:
        """Hash of the map: files have no schema that could drift from it."""
        return hashlib.sha256(f"files\n{self._system.hash}".encode()).hexdigest()

    def find(self, asks: Sequence[Ask]) -> Iterator[Found]:
        """Every file and line of the asked persons; lines of a log as one count a collection."""
        self._allowed(Verb.FIND)
        with self._working():
            looked = self._look([ask.identifiers for ask in asks], candidates=True)
        for person, files in sorted(looked.files.items()):
            yield from (file_found(hit, asks[person].request, self._zone) for hit in files.values())
        for collection, tallies in looked.lines.items():
            yield from lines_found(self._layout, collection, tallies, [ask.request for ask in asks])

    def export(self, orders: Sequence[Order]) -> Iterator[Record]:
        """The files and lines under the orders' export lines."""
        self._allowed(Verb.EXPORT)
        with self._working():
            own, by_hand = for_copies(self._system, orders)
            looked = self._look([order.identifiers for order in own])
            shares = [divide(self._system, order, looked.seen(number)) for number, order in enumerate(own)]
            yield from Exporting(self._layout, self._storage, looked).records(shares)
        if outdated := {**by_hand, **{s.order.request: s.failure for s in shares if s.failure is not None}}:
            raise PlanOutdated(outdated)

    def erase(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Remove the files, and take the lines out of their logs or put what the map says in their place."""
        self._allowed(Verb.ERASE)
        yield from beside_people(self._system, Verb.ERASE, orders, self._erase)

    def rectify(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Not by a program."""
        return cannot(orders, self._system.name, _NO_VERB)

    def restrict(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Not by a program."""
        return cannot(orders, self._system.name, _NO_VERB)

    def lift(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Not by a program."""
        return cannot(orders, self._system.name, _NO_VERB)

    def purge(self, orders: Sequence[Order]) -> Iterator[Result]:
        """The day on which the last copy is gone, where the map says how long copies live."""
        self._allowed(Verb.PURGE)
        today = self._clock.now().astimezone(self._zone).date()
        yield from gone_with_backups(orders, self._system.backups, today, _NO_TERM)

    def read_back(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Look again, by path and by searching; a line that was cleared and is still found holds nothing to clear."""
        yield from look_beside_people(self._system, orders, self._read_back)

    def _erase(self, orders: Sequence[Order]) -> Iterator[Result]:
        with self._working():
            mend(self._layout, self._storage)
            looked = self._look([order.identifiers for order in orders])
            shares = [divide(self._system, order, looked.seen(number)) for number, order in enumerate(orders)]
            Acting(self._layout, self._storage, looked, shares).erase()
        yield from map(acted, shares)

    def _read_back(self, orders: Sequence[Order]) -> Iterator[Result]:
        with self._working():
            looked = self._look([order.identifiers for order in orders])
            there = [self._still_there(order) for order in orders]
        for number, order in enumerate(orders):
            by_key = {(one.collection, one.key, one.sure): one for one in looked.left(number)}
            for one in there[number]:
                if (one.collection, one.key, False) not in by_key:
                    by_key.setdefault((one.collection, one.key, True), one)
            yield looked_again(self._system, order, list(by_key.values()))

    def observe(self, names: Sequence[str]) -> Iterator[Observation]:
        """One answer a name (:mod:`belofte.domain.observing`)."""
        self._allowed(Verb.OBSERVE)
        yield from Observing(self._layout, self._storage, self._zone, self._clock.now()).answers(names)

    def write_order(self) -> Sequence[str]:
        """Every collection: files refer to nothing."""
        return list(self._layout.places)

    def shows(self, collection: str) -> bool:
        """Whole files."""
        place = self._layout.places.get(collection)
        return place is not None and place.format is Format.WHOLE

    @contextmanager
    def _aged(self, collection: str) -> Generator[OldFiles]:
        with self._working():
            mend(self._layout, self._storage)
            yield OldFiles(self._layout, self._storage, collection, self._zone)

    def _look(self, people: Sequence[Sequence[Identifier]], *, candidates: bool = False) -> Looked:
        seeking = Seeking(self._layout, self._storage, people)
        looked = Looked(seeking, lines=seeking.tallies(self._zone))
        for hit in seeking.whole():
            if candidates or not hit.candidate:
                looked.files.setdefault(hit.person, {})[(hit.at.path,)] = hit
        return looked

    def _still_there(self, order: Order) -> list[Seen]:
        """The files that were to go and are still under their path."""
        return [
            Seen(line.collection, key)
            for line in order.lines
            if line.decision in ERASING and self._layout.places[line.collection].format is Format.WHOLE
            for key in line.keys or ()
            if self._storage.about(str(key[0])) is not None
        ]

    @contextmanager
    def _working(self) -> Generator[None]:
        """What a file system refuses stops the whole act: nobody knows what else it hides."""
        try:
            yield
        except CannotWork as cannot_work:
            raise SystemUnreachable(
                f"The files of {self._system.name}: {cannot_work.why}.",
                f"For these files: {cannot_work.remedy}.",
                transient=cannot_work.transient,
            ) from None
        except OSError as broken_off:  # while a file was read: its path says whose it is, and is not told
            raise SystemUnreachable(
                f"The files of {self._system.name}: a file cannot be read to its end ({type(broken_off).__name__}).",
                "Nothing is needed where it passes: it is tried again. Else look at the storage.",
            ) from None

    def _allowed(self, verb: Verb) -> None:
        if verb not in self._system.allow:
            raise SystemUnreachable(
                f"System {self._system.name} does not allow {verb.value}.",
                f"Add {verb.value} to allow in systems/{self._system.name}.yaml, or let a person do it.",
                transient=False,
            )


def _ability(verb: Verb, lacking: tuple[str, ...]) -> Ability:
    best = Outcome.PENDING if verb is Verb.PURGE else Outcome.DONE
    return Ability(Outcome.IMPOSSIBLE if lacking else best, permissions=_RIGHTS[verb], lacking=lacking)


def _own_account() -> str:
    """The account this runs as; its number where it has no name, as in many a container (setfacl(1) takes either)."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())
