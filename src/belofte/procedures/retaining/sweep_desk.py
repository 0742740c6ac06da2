"""Sweeps for the office and the command line: shown, done, and let through or put off by a named person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from belofte.domain.errors import Refused, WrongUse, require_name
from belofte.domain.hanging import all_hanging, copies_first
from belofte.domain.own_books import OWN
from belofte.domain.policy import RetentionRule
from belofte.domain.sweeping import PutOff, SweepList
from belofte.domain.system_map import SystemMap
from belofte.domain.worded import worded
from belofte.procedures.parts import Current, Parts
from belofte.procedures.retaining.claims import Claimed, Claiming, NothingClaimed, claims_of
from belofte.procedures.retaining.looking import look
from belofte.procedures.retaining.own_books import forget_numbers, own_books, with_own_clocks
from belofte.procedures.retaining.running import Came, Say
from belofte.procedures.retaining.sweeping import sweep_system
from belofte.store_port import Transaction, Unknown


class SweepDesk:
    """Sweeps: ``belofte.desk(SweepDesk)``."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def look(self, system: str | None = None) -> Sequence[SweepList]:
        """What a sweep would do today, a list a system; nothing is changed anywhere. Raises ``WrongUse`` for a system
        nobody knows."""
        systems, claimed = self._systems(system), claims_of(self._parts)
        shown = [look(self._parts, one, claimed) for one in systems]
        with own_books(self._parts, system) as own:
            return [*shown, *(with_own_clocks(self._parts, look(one, one.systems[OWN], Claimed({}))) for one in own)]

    def sweep(self, say: Say, system: str | None = None) -> Sequence[Came]:
        """Do what is due, system by system. A system that waits for a person, or is away, stops no other."""
        claiming = Claiming(self._parts)
        came = [sweep_system(self._parts, one, claiming, say) for one in self._systems(system)]
        with own_books(self._parts, system) as own:
            came += [sweep_system(one, one.systems[OWN], NothingClaimed(), say) for one in own]
        if own:
            forget_numbers(self._parts)
        return came

    def looked(self) -> Sequence[SweepList]:
        """How each system stood after the newest look of a sweep; no system is asked for this."""
        with self._parts.store.reading() as tx:
            return tx.sweeps.looked()

    def waiting(self) -> Sequence[SweepList]:
        """Lists that wait for a named person."""
        with self._parts.store.reading() as tx:
            return tx.sweeps.waiting()

    def approve(self, shown: str, by: str) -> SweepList:
        """A named person lets one list through; the next sweep of its system does it. Raises ``WrongUse`` for a list
        that is not there, ``Refused`` for one that needs no approval or has it."""
        parts = self._parts
        require_name(by, "approves a sweep")
        with parts.store.transaction() as tx:
            approved = replace(_waiting(tx, shown), approved_by=by.strip(), approved_at=parts.now())
            tx.sweeps.put(approved)
        return approved

    def put_off(self, shown: str, by: str, why: str, until: date | None = None) -> SweepList:
        """A named person does not let one list through: nothing of its system goes, what is due stays and is late. It
        is asked again on the day ``until``, or once it is another list; whoever approves it meanwhile ends this. Raises
        ``WrongUse`` for a list that is not there, no reason or a day gone by, ``Refused`` for one that waits for
        nobody."""
        parts = self._parts
        require_name(by, "puts a sweep off")
        if not why.strip():
            raise WrongUse(
                worded("Waarom gaat het niet?", "Why does it not go?"),
                worded("zeg kort en zonder namen wat er niet klopt", "say briefly and without names what is wrong"),
            )
        if until is not None and until <= parts.today():
            raise WrongUse(
                worded("Die dag is voorbij.", "That day has gone by."),
                worded("noem een dag vanaf morgen", "name a day from tomorrow on"),
            )
        with parts.store.transaction() as tx:
            given = PutOff(by.strip(), parts.now(), why.strip(), until)
            put_off = replace(_waiting(tx, shown), put_off=given)
            tx.sweeps.put(put_off)
            for looked in tx.sweeps.looked():
                if looked.system == put_off.system:
                    tx.sweeps.put_looked(replace(looked, put_off=given))
        return put_off

    def _systems(self, name: str | None) -> list[SystemMap]:
        """The systems that hold something with a term, those with copies before those they hang on; what people keep
        themselves is asked of them otherwise."""
        parts = self._parts
        if name == OWN:
            return []
        if name is not None and name not in parts.systems:
            raise WrongUse("There is no such system.", f"use: {', '.join(parts.systems)}")
        if name is not None:
            return [parts.systems[name]]
        wanted = [name for name, one in parts.systems.items() if _has_a_term(one, parts.policy.retention)]
        hanging = list(all_hanging(parts.systems, parts.policy.retention))
        return [parts.systems[name] for name in copies_first(wanted, hanging)]


def _waiting(tx: Transaction, shown: str) -> SweepList:
    """A list that waits for a named person, or was put off by one."""
    try:
        waiting = tx.sweeps.get(shown)
    except Unknown as unknown:
        raise WrongUse(
            worded("Die lijst is er niet (meer).", "There is no such list (any more)."),
            worded("belofte sweep maakt een nieuwe", "belofte sweep makes a new one"),
        ) from unknown
    if waiting.approved_by or waiting.why is None:
        raise Refused(
            worded("Deze lijst wacht op niemand.", "This list waits for nobody."),
            worded("belofte sweep doet wat over zijn termijn is", "belofte sweep does what is due"),
        )
    return waiting


def _has_a_term(system: SystemMap, retention: Mapping[str, RetentionRule]) -> bool:
    return any(one.category in retention and one.controller for one in system.collections.values())
