"""Sweeps for the office and the command line: shown, done, and let through by a named person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from belofte.domain.errors import Refused, WrongUse, require_name
from belofte.domain.policy import RetentionRule
from belofte.domain.sweeping import SweepList
from belofte.domain.system_map import SystemMap
from belofte.procedures.parts import Current, Parts
from belofte.procedures.retaining.claims import claims_of
from belofte.procedures.retaining.sweeping import Came, Say, look, sweep_system
from belofte.store_port import Unknown


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
        return [look(self._parts, one, claimed) for one in systems]

    def sweep(self, say: Say, system: str | None = None) -> Sequence[Came]:
        """Do what is due, system by system. A system that waits for a person, or is away, stops no other."""
        systems, claimed = self._systems(system), claims_of(self._parts)
        return [sweep_system(self._parts, one, claimed, say) for one in systems]

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
            try:
                waiting = tx.sweeps.get(shown)
            except Unknown as unknown:
                raise WrongUse("There is no such list (any more).", "belofte sweep makes a new one") from unknown
            if waiting.approved_by or waiting.why is None:
                raise Refused("This list waits for nobody.", "belofte sweep does what is due")
            approved = replace(waiting, approved_by=by.strip(), approved_at=parts.now())
            tx.sweeps.put(approved)
        return approved

    def _systems(self, name: str | None) -> list[SystemMap]:
        """The systems that hold something with a term; what people keep themselves is asked of them otherwise."""
        parts = self._parts
        if name is not None and name not in parts.systems:
            raise WrongUse("There is no such system.", f"use: {', '.join(parts.systems)}")
        wanted = [parts.systems[name]] if name is not None else list(parts.systems.values())
        return [one for one in wanted if name is not None or _has_a_term(one, parts.policy.retention)]


def _has_a_term(system: SystemMap, retention: Mapping[str, RetentionRule]) -> bool:
    return any(one.category in retention and one.controller for one in system.collections.values())
