"""One SQL database by term: what is past it, what has no first day, what hangs on rows elsewhere, what is kept."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import TypeVar

from belofte.connectors.by_age import hanging_on
from belofte.connectors.sql.clocks import NotMapped
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.sealing import Kept
from belofte.connectors.sql.session import Session
from belofte.connectors.sql.spelling import Spellings
from belofte.connectors.sql.sweeping import Sweeping, in_all
from belofte.connectors.sql.transactions import Transactions
from belofte.connectors.sql.values import NotADate
from belofte.domain.identity import Identifier
from belofte.domain.located import Found, Key
from belofte.domain.system_map import SystemMap, Verb
from belofte.ports import Ask, DueAsk, Order, OrderLine, Result, SweepOrder, SystemUnreachable, UndatedAsk
from belofte.sweep_port import ClaimCame, MayGo, anyhow

Item = TypeVar("Item")


class ByTerm(ABC):
    """The part of :class:`belofte.connectors.sql.connector.SqlConnector` that sweeps and looks at what is kept."""

    _system: SystemMap
    _zone: tzinfo
    _transactions: Transactions

    @abstractmethod
    def find(self, asks: Sequence[Ask]) -> Iterator[Found]: ...
    @abstractmethod
    def _fit(self) -> tuple[str, Statements, Spellings]: ...
    @abstractmethod
    def _allowed(self, verb: Verb) -> None: ...
    @abstractmethod
    def _not_a_date(self) -> SystemUnreachable: ...

    def write_order(self) -> Sequence[str]:
        """The collections, whatever refers to others first."""
        return self._sweeping().write_order()

    def without_index(self, ask: DueAsk) -> Sequence[str]:
        """The columns of the ask that no index begins with."""
        return self._sweeping().without_index(ask)

    def due(self, ask: DueAsk) -> Iterator[Found]:
        """What is past its terms, oldest first, a page at a time."""
        yield from self._by_term(lambda: self._sweeping().due(self._transactions.read, ask))

    def undated(self, ask: UndatedAsk) -> Iterator[Found]:
        """What has no first day for its term, a page at a time."""
        yield from self._by_term(lambda: self._sweeping().undated(self._transactions.read, ask))

    def hanging_on(self, collection: str, holders: Sequence[Sequence[Identifier]]) -> Iterator[tuple[int, Found]]:
        """Rows that refer to, or are found by, what a row elsewhere is known by."""
        return hanging_on(self.find, collection, holders)

    def shows(self, collection: str) -> bool:
        """Every row can be read."""
        return collection in self._system.collections

    def contents(
        self, collection: str, events: Sequence[str], telling: Sequence[str] = ()
    ) -> Iterator[tuple[Found, str]]:
        """What kept rows say, a page at a time."""
        kept = Kept(self._fit()[1], self._zone, collection, events, telling)
        yield from self._by_term(lambda: kept.contents(self._transactions.read))

    def _by_term(self, looked: Callable[[], Iterator[Item]]) -> Iterator[Item]:
        self._allowed(Verb.FIND)
        try:
            yield from looked()
        except NotADate:
            raise self._not_a_date() from None
        except NotMapped as missing:
            remedy = f"Add it to clock: in systems/{self._system.name}.yaml."
            raise SystemUnreachable(str(missing), remedy, transient=False) from None

    def sweep(self, order: SweepOrder) -> Result:
        """Erase by key what is past its terms; a record that the database refuses to let go stops no other."""
        return self.sweep_keys(order)

    def sweep_keys(self, order: SweepOrder, may_go: MayGo = anyhow) -> Result:
        """The same, where somebody is asked before it is made final. Raises ``ClaimCame``."""
        self._allowed(Verb.ERASE)
        swept = self._swept(order, [order.keys], may_go)
        if swept.problem is None or swept.problem.transient or len(order.keys) == 1:
            return swept
        return self._swept(order, [(key,) for key in order.keys], may_go)

    def look_again(self, order: SweepOrder) -> Result:
        """Look in a new transaction whether what should be gone is gone."""
        return self._transactions.read(lambda session: self._sweeping().look_again(session, order))

    def _sweeping(self) -> Sweeping:
        return Sweeping(self._fit()[1], self._zone)

    def _swept(self, order: SweepOrder, parts: Sequence[Sequence[Key]], may_go: MayGo) -> Result:
        sweeping = self._sweeping()
        line = OrderLine(order.collection, order.decision, None)
        orders = [Order(order.id, (), (replace(line, keys=frozenset(part)),)) for part in parts]

        def act(session: Session, some: Sequence[Order]) -> list[Result]:
            return asked(may_go, sweeping.sweep(session, some, order.due))

        return in_all(order, list(self._transactions.write(orders, act)))


def asked(may_go: MayGo, results: list[Result]) -> list[Result]:
    """What was done, where it may still be done. Raises ``ClaimCame``: the transaction takes all of it back."""
    if not may_go():
        raise ClaimCame
    return results
