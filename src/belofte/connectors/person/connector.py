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
from belofte.ports import Ability, Ask, Clock, Order, Record, Result

BY_HAND = "a person looks"
NOBODY_LOOKED = "no program can look here"


class NoInterface(Exception):
    """Somebody asked a program for what only a person can do; the map allows no verb here, so this is our own fault."""

    def __init__(self, system: str, orders: int) -> None:
        super().__init__(f"{system}: {orders} orders to a system that only people can look into")


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
        raise NoInterface(self._system.name, len(orders))

    def rectify(self, orders: Sequence[Order]) -> Iterator[Result]:
        raise NoInterface(self._system.name, len(orders))

    def restrict(self, orders: Sequence[Order]) -> Iterator[Result]:
        raise NoInterface(self._system.name, len(orders))

    def lift(self, orders: Sequence[Order]) -> Iterator[Result]:
        raise NoInterface(self._system.name, len(orders))

    def erase(self, orders: Sequence[Order]) -> Iterator[Result]:
        raise NoInterface(self._system.name, len(orders))

    def purge(self, orders: Sequence[Order]) -> Iterator[Result]:
        raise NoInterface(self._system.name, len(orders))

    def read_back(self, orders: Sequence[Order]) -> Iterator[Result]:
        raise NoInterface(self._system.name, len(orders))
