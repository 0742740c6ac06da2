"""What connectors have in common that only look at settings: no record of anybody lies there, so nothing is found, and
everything else is refused."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

from belofte.domain.located import Found
from belofte.domain.system_map import SystemMap, Verb
from belofte.ports import Ask, Order, Record, Result, SystemUnreachable


class HoldsNobody(ABC):
    """The part of a connector to a system without records."""

    _system: SystemMap

    @property
    @abstractmethod
    def what(self) -> str:
        """What it is, in the middle of a sentence: "a line"."""
        ...

    def fingerprint(self) -> str:
        """The map alone: there is no schema that could drift."""
        return self._system.hash

    def find(self, asks: Sequence[Ask]) -> Iterator[Found]:
        """Nothing: there are no records."""
        del asks
        return iter(())

    def export(self, orders: Sequence[Order]) -> Iterator[Record]:
        """Nothing to export."""
        del orders
        return iter(())

    def rectify(self, orders: Sequence[Order]) -> Iterator[Result]:
        """Raises :class:`SystemUnreachable`: there are no records, and this only looks."""
        del orders
        raise SystemUnreachable(
            f"{self._system.name} is {self.what}: it holds no records.", "leave it out of what is done", transient=False
        )

    restrict = lift = erase = purge = read_back = rectify

    def _may_look(self) -> None:
        if Verb.OBSERVE not in self._system.allow:
            where = f"systems/{self._system.name}.yaml"
            raise SystemUnreachable("Its map does not allow looking.", f"add observe to {where}", transient=False)
