"""The world a connector is tried in: a real system, or a server that behaves like it, with records of two people."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from dataclasses import replace

from belofte.domain.identity import Identifier
from belofte.domain.system_map import SystemMap, Verb
from belofte.ports import SystemConnector

Who = tuple[Identifier, ...]


class World(ABC):
    """A system to try a connector on. What is not stated here is told by ``system``, the map: what can be found, what
    has a term, what is put there for a restriction, what a person does by hand."""

    system: SystemMap
    """A map that allows every verb there is a way for."""
    person: Who = ()
    """Somebody the system holds records of, by every kind of identifier that finds there. () where it holds nobody."""
    other: Who = ()
    """Somebody else it holds records of."""
    correction: tuple[str, str, object] | None = None
    """Collection, column and new value of something of ``person`` that can be put right; None where nothing can."""
    kept: frozenset[str] = frozenset()
    """Collections whose records a law keeps: an order says so of them."""
    facts: tuple[str, ...] = ()
    """Names for ``observe`` that this system answers with a value."""
    secrets: tuple[str, ...] = ()
    """Secrets the connector holds: none of them may be seen."""

    @abstractmethod
    def connect(self, system: SystemMap) -> SystemConnector:
        """A connector to it under this map: ``system``, or the same with less allowed or more left to people."""
        ...

    @abstractmethod
    def writing_calls(self) -> int:
        """How many calls changed, or could have changed, something since the world began."""
        ...

    @abstractmethod
    def state(self) -> object:
        """Something that stays equal as long as nothing changes in the system; looked at aside from the connector."""
        ...

    @abstractmethod
    def holds(self, text: str) -> bool:
        """Whether this text stands anywhere in the system: looked for in the system itself, not by the connector."""
        ...

    def away(self) -> AbstractContextManager[object] | None:
        """While this is open, the system does not answer. None where no program looks there at all."""
        return None

    def connector(self, allow: frozenset[Verb] = frozenset(Verb)) -> SystemConnector:
        """A connector that may do no more than these verbs."""
        return self.connect(replace(self.system, allow=self.system.allow & allow))
