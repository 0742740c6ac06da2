"""Records whose term has no first day, and kept records that were changed: a named person decides of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from belofte.domain.errors import BelofteError, Refused, WrongUse, require_name
from belofte.domain.located import Key
from belofte.domain.policy import Text
from belofte.domain.record_decision import RecordPlace
from belofte.domain.retention import starts_of
from belofte.domain.said import said
from belofte.domain.system_map import Collection, SystemMap
from belofte.domain.term_decision import Decided, TermDecision
from belofte.domain.unaltered import Sealed, Unaltered
from belofte.domain.worded import worded
from belofte.ports import SweptByTerm, SystemUnreachable
from belofte.procedures.parts import Current, Parts
from belofte.procedures.retaining.holds import written_place
from belofte.procedures.retaining.looking import not_by_term
from belofte.procedures.retaining.unaltered import not_sealed
from belofte.procedures.retaining.undated import undated_in
from belofte.sweep_port import in_one_look

MOST = 1000
"""Records of one collection that are listed; the rest is counted by a sweep."""


@dataclass(frozen=True, slots=True)
class Undated:
    """One record without a first day. ``place`` is what ``decide`` takes; ``missing`` the events it lacks."""

    place: str
    category: str
    missing: tuple[str, ...]
    decision: TermDecision | None = None


@dataclass(frozen=True, slots=True)
class UndatedList:
    """What lies in one system without a first day. ``problem``: it was not looked at, and why."""

    system: str
    records: tuple[Undated, ...] = ()
    problem: Text | None = None


class TermDesk:
    """Terms without a first day, and seals: ``belofte.desk(TermDesk)``."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def undated(self, system: str | None = None) -> Sequence[UndatedList]:
        """The records that wait for a decision, and those about which there is one, a list a system. Raises
        ``WrongUse`` for a system nobody knows."""
        parts = self._parts
        if system is not None and system not in parts.systems:
            raise WrongUse("There is no such system.", f"use: {', '.join(parts.systems)}")
        wanted = [parts.systems[system]] if system else list(parts.systems.values())
        return [found for one in wanted if _has_starts(parts, one) and (found := _list(parts, one))]

    def where(self) -> Sequence[str]:
        """The systems in which a record can lack its first day; none of them is asked."""
        return [name for name, one in self._parts.systems.items() if _has_starts(self._parts, one)]

    def decide(self, place: str, decided: Decided, day: date | None, by: str, why: str) -> TermDecision:
        """A named person says what becomes of one record. Raises ``WrongUse`` for a place, a day or a reason that is
        missing, ``Refused`` where the record has a first day of its own or is not there."""
        parts = self._parts
        require_name(by, "decides about a term")
        if not why.strip():
            raise WrongUse("A decision needs its reason.", 'for example --why "written off on that day"')
        if (day is None) == (decided is not Decided.ERASE):
            raise WrongUse("This decision needs a day.", "name one with --starts or --keep-until, or say --erase")
        where = next((one for one in written_place(place) if one[2] in _keys(parts, one)), None)
        if where is None:
            raise Refused("This record is not there, or has a first day of its own.", "see belofte term list")
        decision = TermDecision(decided, day, by.strip(), parts.today(), why.strip())
        with parts.store.transaction() as tx:
            tx.term_decisions.put(where, decision)
        return decision

    def not_sealed(self) -> Sequence[str]:
        """Collections that a statute wants kept and that no sweep compares."""
        return not_sealed(self._parts)

    def kept(self) -> Sequence[Unaltered]:
        """What is sealed, and how much of it is not as it was."""
        with self._parts.store.reading() as tx:
            return tx.seals.all()

    def sealed(self, place: str) -> Sealed:
        """The seal of one record (``crm.invoices:1042``) as the last sweep saw it. Raises ``WrongUse`` where it has
        none: no such record, nothing a statute wants kept, or no sweep has looked yet."""
        with self._parts.store.reading() as tx:
            found = next((seal for one in written_place(place) if (seal := tx.seals.of(*one)) is not None), None)
        if found is None:
            raise WrongUse(
                worded("Dit record heeft geen zegel.", "This record has no seal."),
                worded(
                    "alleen wat een wet bewaard wil hebben wordt verzegeld, bij elke sweep: zie belofte term kept",
                    "only what a statute wants kept is sealed, at each sweep: see belofte term kept",
                ),
            )
        return found

    def settle(self, place: str, by: str) -> int:
        """A named person says that what differs in one collection (``crm.invoices``) is right as it is now; it is
        sealed anew by the next sweep. Returns how many. Raises ``WrongUse`` for a collection nobody knows."""
        parts = self._parts
        require_name(by, "settles what was changed")
        system, _, collection = place.partition(".")
        if system not in parts.systems or collection not in parts.systems[system].collections:
            raise WrongUse("There is no such collection.", "write it like crm.invoices")
        with parts.store.transaction() as tx:
            return tx.seals.settle(system, collection)


def _has_starts(parts: Parts, system: SystemMap) -> bool:
    return any(True for _ in _with_starts(parts, system))


def _with_starts(parts: Parts, system: SystemMap) -> Iterator[Collection]:
    for collection in system.collections.values():
        rule = parts.policy.retention.get(collection.category or "")
        if rule and collection.controller and any(event in collection.clock for event in starts_of(rule)):
            yield collection


def _list(parts: Parts, system: SystemMap) -> UndatedList:
    connector = parts.connectors.get(system.name)
    if not isinstance(connector, SweptByTerm):
        return UndatedList(system.name, problem=not_by_term())
    try:
        with in_one_look(connector):
            names = set(connector.write_order())
            found = [
                one for c in _with_starts(parts, system) if c.name in names for one in _of(parts, connector, system, c)
            ]
    except SystemUnreachable as away:
        return UndatedList(system.name, problem=said(f"{away.why} → {away.remedy}"))
    except BelofteError as wrong:
        return UndatedList(system.name, problem=said(f"{wrong.message} → {wrong.remedy}"))
    return UndatedList(system.name, tuple(found))


def _of(parts: Parts, connector: SweptByTerm, system: SystemMap, collection: Collection) -> Iterator[Undated]:
    rule = parts.policy.retention[collection.category or ""]
    for number, (found, decision) in enumerate(undated_in(parts, connector, system, collection, rule)):
        if number == MOST:
            return
        missing = tuple(event for event, day in found.events.items() if day is None)
        key = ",".join(map(str, found.key))
        yield Undated(f"{system.name}.{collection.name}:{key}", collection.category or "", missing, decision)


def _keys(parts: Parts, where: RecordPlace) -> set[Key]:
    system, name, _ = where
    if system not in parts.systems or name not in parts.systems[system].collections:
        raise WrongUse("There is no such collection.", "write the record like crm.invoices:1042")
    collection, connector = parts.systems[system].collections[name], parts.connectors.get(system)
    rule = parts.policy.retention.get(collection.category or "")
    if rule is None or not isinstance(connector, SweptByTerm):
        return set()
    try:
        with in_one_look(connector):
            return {found.key for found, _ in undated_in(parts, connector, parts.systems[system], collection, rule)}
    except SystemUnreachable as away:
        raise Refused(said(away.why), said(away.remedy)) from away
