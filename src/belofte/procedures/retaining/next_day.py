"""The next day on which something of a collection is due, whatever is due today.

Where a database lets go of whole days, no record is read for it: whether more is due on some later day than today is
one question, by the very rule that the sweep of that day will use, so the first day with a yes is found by doubling and
halving. Where something goes each day that takes two questions. Elsewhere the system is asked for the oldest day behind
those that are due, where one day decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from belofte.domain.book_year import BookYear
from belofte.domain.located import Found
from belofte.domain.observing import Oldest, name_of
from belofte.domain.policy import RetentionRule
from belofte.domain.promise import Reach
from belofte.domain.retention import ONE_DAY, book_year_of, due_in, keep_until
from belofte.domain.system_map import Verb
from belofte.domain.term_decision import TermDecision, kept_as_decided
from belofte.ports import DueAsk, SweptByTerm, SystemConnector
from belofte.procedures.parts import Parts
from belofte.sweep_port import SweptByDays

FARTHEST = timedelta(days=150 * 366)
"""Later than any term ends that somebody alive has written down. What ends after it has no next day."""

MoreBy = Callable[[date], bool | None]
"""Whether more is due on a later day than today; None: the system cannot say."""


def next_day(
    parts: Parts, connector: SystemConnector | SweptByTerm, collection: str, rule: RetentionRule, system: str
) -> tuple[date | None, bool]:
    """The first day after today on which the rule makes more due, and whether that could be looked at."""
    today, book_year = parts.today(), book_year_of(parts.policy)

    def ask(day: date) -> DueAsk:
        due = due_in(rule, day, book_year)
        return DueAsk(collection, due.past, due.unless)

    if isinstance(connector, SweptByDays):
        found, seen = first_day(today, lambda day: connector.more_due(ask(today), ask(day)))
        if seen:
            return found, True
    now = ask(today)
    if len(now.past) > 1 or now.unless or Verb.OBSERVE not in parts.systems[system].allow:
        return None, False  # several days decide: no system tells the first of them
    return _after(parts.connectors[system], now, rule, book_year)


def _after(
    connector: SystemConnector, now: DueAsk, rule: RetentionRule, book_year: BookYear
) -> tuple[date | None, bool]:
    """By the oldest day behind those that are due, where one day decides."""
    (term,) = now.past
    (seen,) = connector.observe([name_of(Oldest(now.collection, term.event, term.last))])
    if seen.reach is not Reach.SEEN or not isinstance(seen.value, str):
        return None, seen.reach is Reach.SEEN
    gone_by = keep_until(rule, {term.event: date.fromisoformat(seen.value)}, book_year).gone_by
    return (gone_by + ONE_DAY if gone_by else None), True


def first_day(today: date, more: MoreBy) -> tuple[date | None, bool]:
    """The first day after today on which more is due, and whether that could be seen. None: there is no such day."""
    if (any_day := more(today + FARTHEST)) is not True:
        return None, any_day is False
    none_by, days = 0, 1
    while (found := more(today + timedelta(days))) is False:
        if days == FARTHEST.days:
            return None, True  # what was still to come went while we asked
        none_by, days = days, min(days * 2, FARTHEST.days)
    while found is not None and days - none_by > 1:
        middle = (none_by + days) // 2
        found = more(today + timedelta(middle))
        none_by, days = (none_by, middle) if found else (middle, days)
    return (None, False) if found is None else (today + timedelta(days), True)


def first_decided(
    rule: RetentionRule, decided: Sequence[tuple[Found, TermDecision]], today: date, book_year: BookYear
) -> date | None:
    """The first day after today on which a record goes because a person said when."""
    last_days = [kept_as_decided(rule, found.events, book_year, decision).gone_by for found, decision in decided]
    return min((day + ONE_DAY for day in last_days if day is not None and day >= today), default=None)
