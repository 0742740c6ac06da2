"""A system nobody can reach by a program: a paper archive, a supplier without an interface, a drawer.

It is asked in every request and never passed over: what lies there is unknown until a named person has looked, so each
of its tables counts as found with a number nobody knows (``count`` 0), and every verb becomes that person's task.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from belofte.domain.located import Found
from belofte.domain.promise import Observation, Reach
from belofte.domain.system_map import SystemMap, Verb
from belofte.ports import Ability, Ask, Clock, Order, Record, Result, SystemUnreachable

BY_HAND = "a person looks"
NOBODY_LOOKED = "no program can look here"


class NoInterface(SystemUnreachable):
    """A program was asked for what only a person can do: the plan gives that person a task."""

    def __init__(self, system: str) -> None:
        super().__init__(
            f"{system} is looked into by people only.", f"let whoever keeps {system} do it", transient=False
        )


class PersonConnector:
    """One system that people look into. Its map allows finding alone; everything else is asked of a person."""

    def __init__(self, system: SystemMap, clock: Clock) -> None:
        self._system, self._clock = system, clock

    @property
    def can(self) -> Mapping[Verb, Ability]:
        """Nothing by itself."""
        return {}

    def fingerprint(self) -> str:
        """Hash of the map: there is no schema to drift."""
        return hashlib.sha256(f"person {self._system.hash}".encode()).hexdigest()

    def find(self, asks: Sequence[Ask]) -> Iterator[Found]:
        """One line a table for everybody who asks: how much lies there is not known yet."""
        for ask in asks:
            for name, collection in self._system.collections.items():
                if collection.controller:
                    yield Found(ask.request, name, (), BY_HAND, count=0)

    def observe(self, names: Sequence[str]) -> Iterator[Observation]:
        """No program can look here; a person vouches for it (``belofte attest``)."""
        for name in names:
            yield Observation(self._system.name, name, None, Reach.ABSENT, self._clock.now(), NOBODY_LOOKED)

    def export(self, orders: Sequence[Order]) -> Iterator[Record]:
        """Raises :class:`NoInterface`."""
        del orders
        raise NoInterface(self._system.name)

    def rectify(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Raises :class:`NoInterface`."""
        del orders
        raise NoInterface(self._system.name)

    restrict = lift = erase = purge = read_back = rectify
