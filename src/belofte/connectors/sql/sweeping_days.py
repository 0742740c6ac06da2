"""One SQL database by days: all records of some days at once, where one statement decides as everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from belofte.connectors.sql.by_days import ByDays
from belofte.connectors.sql.by_term import ByTerm, asked
from belofte.connectors.sql.session import Session
from belofte.connectors.sql.values import NotADate
from belofte.domain.located import Key
from belofte.domain.plan import Decision
from belofte.domain.policy import Text
from belofte.domain.system_map import Verb
from belofte.ports import DaysOrder, DueAsk, DueDays, Order, Result
from belofte.sweep_port import MayGo, anyhow


class ByTermAndDays(ByTerm):
    """The part of :class:`belofte.connectors.sql.connector.SqlConnector` that is
    :class:`belofte.sweep_port.SweptByDays`."""

    def one_by_one(self, ask: DueAsk, decision: Decision) -> Text | None:
        """Why these records have to be looked at one by one; None where they go by their days."""
        return self._days().one_by_one(ask, decision)

    def due_by_day(self, ask: DueAsk, besides: Sequence[Key]) -> DueDays:
        """What is past its term, in batches of whole days; ``besides`` apart."""
        self._allowed(Verb.FIND)
        days = self._days()
        try:
            return self._transactions.read(lambda session: days.due_by_day(session, ask, besides))
        except NotADate:
            raise self._not_a_date() from None

    def more_due(self, now: DueAsk, then: DueAsk) -> bool | None:
        """Whether the later day makes more records due. None where the database does not read the days."""
        self._allowed(Verb.FIND)
        days = self._days()
        return self._transactions.read(lambda session: days.more_due(session, now, then))

    def sweep_days(self, order: DaysOrder, may_go: MayGo = anyhow) -> Result:
        """Erase them and look again, in one transaction. Raises ``ClaimCame``."""
        self._allowed(Verb.ERASE)
        days = self._days()

        def act(session: Session, _: Sequence[Order]) -> list[Result]:
            return asked(may_go, [days.sweep(session, order)])

        (result,) = self._transactions.write([Order(order.id, (), ())], act)
        return result

    def look_again_at_days(self, order: DaysOrder) -> Result:
        """Look in a new transaction whether what should be gone is gone."""
        days = self._days()
        return self._transactions.read(lambda session: days.look_again(session, order))

    def _days(self) -> ByDays:
        return ByDays(self._fit()[1], self._zone)
