"""How long one record is kept: from a policy's rule and the days on which something happened to the record.

A rule can hold a floor ("at least": the law wants it kept), a ceiling ("at most"), both ("exactly"), or an event that
ends the keeping ("until the person leaves"). Two days follow: until when the record *must* stay, and the last day it
*may* be there. Numbers come from the rule; here is only how they are counted.

A start written ``book-year-of-…`` begins on the first day after the financial year of the event (for Dutch books: AWR
art. 52(4), and the practice that the term starts after the year in which a document lost its current value). A record
without the event has no start: an unpaid invoice is not forgotten, it is reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from belofte.domain.clock import after, before
from belofte.domain.policy import Period, Policy, RetentionRule, Text

BOOK_YEAR = "book-year-of-"
ONE_DAY = timedelta(days=1)


class KeptReason(StrEnum):
    """Why a record stays until the day given, or why there is no such day."""

    TERM = "term"
    UNTIL_EVENT = "until-event"
    EVENT_OPEN = "event-open"
    NO_START = "no-start"
    NO_TERM = "no-term"


@dataclass(frozen=True, slots=True)
class BookYear:
    """The first day of the financial year. Most companies use the calendar year; a broken year starts elsewhere."""

    month: int = 1
    day: int = 1

    def last_day(self, on: date) -> date:
        """The last day of the financial year in which ``on`` falls."""
        start = date(on.year, self.month, self.day)
        return (start if on < start else date(on.year + 1, self.month, self.day)) - ONE_DAY


CALENDAR_YEAR = BookYear()


def book_year_of(policy: Policy) -> BookYear:
    """The financial year of the company: the calendar year unless it says otherwise."""
    first = policy.controller.book_year_starts
    return BookYear(int(first[:2]), int(first[3:])) if first else CALENDAR_YEAR


@dataclass(frozen=True, slots=True)
class Term:
    """A record is past this term when its day of ``event`` is ``last`` or earlier: what a database can look for."""

    event: str
    last: date


@dataclass(frozen=True, slots=True)
class Kept:
    """``until``: the last day the record must be kept, or, where nothing demands keeping, may be kept.
    ``gone_by``: the last day it may be there; the sweep erases it on the next. None: there is no such day yet."""

    until: date | None
    reason: KeptReason
    gone_by: date | None = None
    event: str | None = None


def keep_until(rule: RetentionRule, events: Mapping[str, date | None], book_year: BookYear = CALENDAR_YEAR) -> Kept:
    """Until when a record with these ``events`` stays under ``rule``."""
    ended = events.get(rule.until) if rule.until else None
    if rule.floor is None and rule.ceiling is None:
        return _without_period(rule, ended)
    begun = events.get(rule.after) if rule.after else None
    if begun is None:
        return Kept(None, KeptReason.NO_START, None, rule.after)
    floor = _end(begun, rule, rule.floor, book_year)
    ceiling = _end(begun, rule, rule.ceiling, book_year)
    if rule.until and ended is None and ceiling is None:
        return Kept(floor, KeptReason.EVENT_OPEN, None, rule.until)
    gone_by = max((day for day in (floor, ended) if day), default=None) if rule.until and ceiling is None else ceiling
    return Kept(floor or ceiling, KeptReason.TERM, gone_by, rule.after)


def is_due(
    rule: RetentionRule, events: Mapping[str, date | None], today: date, book_year: BookYear = CALENDAR_YEAR
) -> bool:
    """Whether the record should no longer be there on ``today``. A record without a start is never due."""
    gone_by = keep_until(rule, events, book_year).gone_by
    return gone_by is not None and today > gone_by


def cut_off(rule: RetentionRule, today: date, book_year: BookYear = CALENDAR_YEAR) -> date | None:
    """The newest day of the rule's event at which a record is due on ``today``: what a database can compare a column
    with. None where the rule alone makes nothing due (no ceiling and no ending event)."""
    if rule.ceiling is not None:
        return _cut_off(rule, rule.ceiling, today, book_year)
    if rule.until and rule.floor is None:
        return today - ONE_DAY
    return None


def event_of(rule: RetentionRule) -> str | None:
    """The event a record's due day hangs on."""
    return rule.after if rule.ceiling is not None else rule.until


def terms_of(rule: RetentionRule, today: date, book_year: BookYear = CALENDAR_YEAR) -> tuple[Term, ...]:
    """What must all be over before a record is due on ``today``: the same as :func:`is_due`, as days of its events. ()
    where the rule makes nothing due. A floor beside an ending event is a second term: the later of the two decides."""
    if rule.ceiling is not None:
        return (Term(rule.after, _cut_off(rule, rule.ceiling, today, book_year)),) if rule.after else ()
    if not rule.until:
        return ()
    ended = Term(rule.until, today - ONE_DAY)
    if rule.floor is None:
        return (ended,)
    return (ended, Term(rule.after, _cut_off(rule, rule.floor, today, book_year))) if rule.after else ()


def explain(kept: Kept) -> Text:
    """The reason in a sentence, in both languages."""
    day = f"{kept.until}"
    match kept.reason:
        case KeptReason.TERM:
            return Text({"nl": f"bewaard tot en met {day}", "en": f"kept up to and including {day}"})
        case KeptReason.UNTIL_EVENT:
            return Text({"nl": f"de reden om te bewaren eindigde op {day}", "en": f"the reason to keep ended on {day}"})
        case KeptReason.EVENT_OPEN:
            return Text({"nl": "de reden om te bewaren bestaat nog", "en": "the reason to keep still exists"})
        case KeptReason.NO_START:
            return Text(
                {
                    "nl": "de termijn is nog niet begonnen: de dag waarop hij ingaat is niet bekend",
                    "en": "the term has not begun: the day it starts from is not known",
                }
            )
        case KeptReason.NO_TERM:
            return Text({"nl": "het beleid noemt geen termijn", "en": "the policy states no term"})


def _without_period(rule: RetentionRule, ended: date | None) -> Kept:
    if rule.until is None:
        return Kept(None, KeptReason.NO_TERM)
    if ended is None:
        return Kept(None, KeptReason.EVENT_OPEN, None, rule.until)
    return Kept(ended, KeptReason.UNTIL_EVENT, ended, rule.until)


def _end(begun: date, rule: RetentionRule, period: Period | None, book_year: BookYear) -> date | None:
    if period is None:
        return None
    if rule.after and rule.after.startswith(BOOK_YEAR):
        return after(book_year.last_day(begun) + ONE_DAY, period) - ONE_DAY
    return after(begun, period)


def _cut_off(rule: RetentionRule, ceiling: Period, today: date, book_year: BookYear) -> date:
    newest = before(today - ONE_DAY, ceiling)
    if not (rule.after and rule.after.startswith(BOOK_YEAR)):
        return newest
    # The last financial year whose end lies a whole term back: its last day is the newest event that is due.
    year_end = book_year.last_day(newest)
    while after(year_end + ONE_DAY, ceiling) - ONE_DAY >= today:
        year_end = book_year.last_day(date(year_end.year - 1, year_end.month, min(year_end.day, 28)))
    return year_end
