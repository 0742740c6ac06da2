"""How long one record is kept: from a policy's rule and the days on which something happened to the record.

A rule can hold a floor ("at least": the law wants it kept), a ceiling ("at most"), both ("exactly"), or an event that
ends the keeping ("until the person leaves"). Two days follow: until when the record *must* stay, and the last day it
*may* be there. Numbers come from the rule; here is only how they are counted.

A start written ``book-year-of-…`` begins on the first day after the financial year of the event (for Dutch books: AWR
art. 52(4), and the practice that the term starts after the year in which a document lost its current value), one
written ``year-of-…`` after the calendar year. A record without the event has no start: an unpaid invoice is not
forgotten, it is reported.

A rule can have *parts*: a longer term for records with a tag, a term for each purpose the data serves. A record goes
when the last of the parts that hold it has ended. That a record has a tag stands among its events as ``tagged-…``,
with any day: so it travels the same way from the system that knows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from belofte.domain.book_year import CALENDAR_YEAR, BookYear, book_year_of
from belofte.domain.clock import after, before
from belofte.domain.policy import Period, RetentionRule, Text

__all__ = [
    "CALENDAR_YEAR",
    "BookYear",
    "Due",
    "Kept",
    "KeptReason",
    "Term",
    "Unless",
    "book_year_of",
    "cut_off",
    "due_in",
    "event_of",
    "events_of",
    "explain",
    "is_due",
    "keep_until",
    "kept_by_law",
    "starts_of",
    "tag_event",
    "terms_of",
    "use_has_ended",
]

BOOK_YEAR = "book-year-of-"
YEAR = "year-of-"
ONE_DAY = timedelta(days=1)

Events = Mapping[str, date | None]


class KeptReason(StrEnum):
    """Why a record stays until the day given, or why there is no such day."""

    TERM = "term"
    UNTIL_EVENT = "until-event"
    EVENT_OPEN = "event-open"
    NO_START = "no-start"
    NO_TERM = "no-term"


@dataclass(frozen=True, slots=True)
class Term:
    """A record is past this term when its day of ``event`` is ``last`` or earlier: what a database can look for."""

    event: str
    last: date


@dataclass(frozen=True, slots=True)
class Unless:
    """A record that has ``event`` (a tag, a purpose that began) stays until these terms are over too; without terms it
    stays."""

    event: str
    past: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """What makes a record due on one day: all of ``past``, and of ``unless`` what concerns it."""

    past: tuple[Term, ...] = ()
    unless: tuple[Unless, ...] = ()

    @property
    def events(self) -> tuple[str, ...]:
        """Every event that decides, without repetition."""
        named = [term.event for term in self.past]
        named += [event for one in self.unless for event in (one.event, *(term.event for term in one.past))]
        return tuple(dict.fromkeys(named))

    def holds_for(self, events: Events) -> bool:
        """Whether a record with these events is due."""
        mine = [one for one in self.unless if events.get(one.event) is not None]
        return _over(self.past, events) and all(one.past and _over(one.past, events) for one in mine)

    def lacks_a_start(self, events: Events) -> bool:
        """Whether one of the terms that concern a record has no first day."""
        mine = [one for one in self.unless if events.get(one.event) is not None]
        return any(events.get(term.event) is None for one in mine for term in one.past)


@dataclass(frozen=True, slots=True)
class Kept:
    """``until``: the last day the record must be kept, or, where nothing demands keeping, may be kept.
    ``gone_by``: the last day it may be there; the sweep erases it on the next. None: there is no such day yet.
    ``law`` is the statute of the part that decides."""

    until: date | None
    reason: KeptReason
    gone_by: date | None = None
    event: str | None = None
    law: str | None = None


def keep_until(rule: RetentionRule, events: Events, book_year: BookYear = CALENDAR_YEAR) -> Kept:
    """Until when a record with these ``events`` stays under ``rule``."""
    return _last([_kept(part, events, book_year) for part in _parts_for(rule, events)])


def kept_by_law(rule: RetentionRule, events: Events, book_year: BookYear = CALENDAR_YEAR) -> Kept | None:
    """Until when a statute wants such a record kept, and which; None where none does (Art. 17(3)(b) GDPR)."""
    parts = [part for part in _parts_for(rule, events) if part.floor is not None and part.law is not None]
    return _last([_kept(replace(part, ceiling=part.floor), events, book_year) for part in parts]) if parts else None


def is_due(rule: RetentionRule, events: Events, today: date, book_year: BookYear = CALENDAR_YEAR) -> bool:
    """Whether the record should no longer be there on ``today``. A record without a start is never due."""
    gone_by = keep_until(rule, events, book_year).gone_by
    return gone_by is not None and today > gone_by


def use_has_ended(
    rule: RetentionRule, purpose: str, events: Events, today: date, book_year: BookYear = CALENDAR_YEAR
) -> bool:
    """Whether data of a category may no longer be used for ``purpose``, because the term of this use is over, while
    another use may still keep it (Art. 5(1)(b) and (e) GDPR). A category without terms by purpose ends as a whole."""
    own = rule.by_purpose.get(purpose)
    if own is None:
        return is_due(rule, events, today, book_year)
    gone_by = _kept(own, events, book_year).gone_by
    return gone_by is not None and today > gone_by


def cut_off(rule: RetentionRule, today: date, book_year: BookYear = CALENDAR_YEAR) -> date | None:
    """The newest day of the rule's event at which a record is due on ``today``: what a database can compare a column
    with. None where the rule alone makes nothing due (no ceiling and no ending event)."""
    past = due_in(rule, today, book_year).past
    return past[0].last if past else None


def event_of(rule: RetentionRule) -> str | None:
    """The event a record's due day hangs on, where one term concerns all records."""
    own = _always(rule)[0] if _always(rule) else rule
    return own.after if own.ceiling is not None else own.until


def events_of(rule: RetentionRule) -> tuple[str, ...]:
    """Every event that has a say in how long a record stays, tags among them."""
    named: list[str | None] = []
    for event, part in _parts(rule):
        named += [event, part.until, part.after if part.floor or part.ceiling else None]
    return tuple(dict.fromkeys(name for name in named if name))


def starts_of(rule: RetentionRule) -> tuple[str, ...]:
    """The events without which a record that no tag concerns has no start."""
    return tuple(dict.fromkeys(p.after for p in _always(rule) if p.after and (p.floor or p.ceiling)))


def tag_event(tag: str) -> str:
    """The event that says a record has this tag."""
    return f"tagged-{tag}"


def terms_of(rule: RetentionRule, today: date, book_year: BookYear = CALENDAR_YEAR) -> tuple[Term, ...]:
    """What must all be over before any record is due on ``today``; :func:`due_in` has what concerns some besides."""
    return due_in(rule, today, book_year).past


def due_in(rule: RetentionRule, today: date, book_year: BookYear = CALENDAR_YEAR) -> Due:
    """The same as :func:`is_due`, as days of a record's events. Empty where the rule makes nothing due."""
    always = [_terms(part, today, book_year) for part in _always(rule)]
    if not always or not all(always):
        return Due()
    some = tuple(Unless(event, _terms(part, today, book_year)) for event, part in _parts(rule) if event is not None)
    return Due(_tightest(term for terms in always for term in terms), some)


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


def _parts(rule: RetentionRule) -> list[tuple[str | None, RetentionRule]]:
    """The terms a record can be under, each with the event a record must have for it; None: it concerns all."""
    has_own = rule.floor is not None or rule.ceiling is not None or rule.until is not None
    parts: list[tuple[str | None, RetentionRule]] = [(None, rule)] if has_own or not rule.by_purpose else []
    parts += [(part.begins, part) for part in rule.by_purpose.values()]
    return parts + [(tag_event(tag), part) for tag, part in rule.tagged.items()]


def _always(rule: RetentionRule) -> list[RetentionRule]:
    return [part for event, part in _parts(rule) if event is None]


def _parts_for(rule: RetentionRule, events: Events) -> list[RetentionRule]:
    found = [part for event, part in _parts(rule) if event is None or events.get(event) is not None]
    return found or [rule]


def _last(parts: Sequence[Kept]) -> Kept:
    """The one that ends last decides; what has no end yet, before what has no start."""
    if len(parts) == 1:
        return parts[0]
    until = max((one.until for one in parts if one.until), default=None)
    for reason in (KeptReason.EVENT_OPEN, KeptReason.NO_START):
        for one in parts:
            if one.reason is reason:
                return replace(one, until=until if reason is KeptReason.EVENT_OPEN else None)
    endless = next((one for one in parts if one.gone_by is None), None)
    return replace(endless or max(parts, key=lambda one: one.gone_by or date.min), until=until)


def _kept(rule: RetentionRule, events: Events, book_year: BookYear) -> Kept:
    """One part by itself."""
    ended = events.get(rule.until) if rule.until else None
    if rule.floor is None and rule.ceiling is None:
        return _without_period(rule, ended)
    begun = events.get(rule.after) if rule.after else None
    if begun is None:
        return Kept(None, KeptReason.NO_START, None, rule.after, rule.law)
    floor = _end(begun, rule, rule.floor, book_year)
    ceiling = _end(begun, rule, rule.ceiling, book_year)
    if rule.until and ended is None and ceiling is None:
        return Kept(floor, KeptReason.EVENT_OPEN, None, rule.until, rule.law)
    gone_by = max((day for day in (floor, ended) if day), default=None) if rule.until and ceiling is None else ceiling
    return Kept(floor or ceiling, KeptReason.TERM, gone_by, rule.after, rule.law)


def _without_period(rule: RetentionRule, ended: date | None) -> Kept:
    if rule.until is None:
        return Kept(None, KeptReason.NO_TERM)
    if ended is None:
        return Kept(None, KeptReason.EVENT_OPEN, None, rule.until)
    return Kept(ended, KeptReason.UNTIL_EVENT, ended, rule.until)


def _terms(rule: RetentionRule, today: date, book_year: BookYear) -> tuple[Term, ...]:
    """What must be over for one part; () where it makes nothing due. A floor beside an ending event is a second term:
    the later of the two decides."""
    if rule.ceiling is not None:
        return (Term(rule.after, _newest(rule, rule.ceiling, today, book_year)),) if rule.after else ()
    if not rule.until:
        return ()
    ended = Term(rule.until, today - ONE_DAY)
    if rule.floor is None:
        return (ended,)
    return (ended, Term(rule.after, _newest(rule, rule.floor, today, book_year))) if rule.after else ()


def _tightest(terms: Iterable[Term]) -> tuple[Term, ...]:
    """One term an event: the oldest day holds for all."""
    days: dict[str, date] = {}
    for term in terms:
        days[term.event] = min(term.last, days.get(term.event, term.last))
    return tuple(Term(event, last) for event, last in days.items())


def _over(past: Sequence[Term], events: Events) -> bool:
    return all((day := events.get(term.event)) is not None and day <= term.last for term in past)


def _year(rule: RetentionRule, book_year: BookYear) -> BookYear | None:
    """After which year the term starts; None: on the day of the event itself."""
    if rule.after and rule.after.startswith(BOOK_YEAR):
        return book_year
    return CALENDAR_YEAR if rule.after and rule.after.startswith(YEAR) else None


def _end(begun: date, rule: RetentionRule, period: Period | None, book_year: BookYear) -> date | None:
    if period is None:
        return None
    year = _year(rule, book_year)
    return after(year.last_day(begun) + ONE_DAY, period) - ONE_DAY if year else after(begun, period)


def _newest(rule: RetentionRule, period: Period, today: date, book_year: BookYear) -> date:
    """The newest day of the rule's event that lies a whole ``period`` back."""
    newest = before(today - ONE_DAY, period)
    year = _year(rule, book_year)
    if year is None:
        return newest
    # The last year whose end lies a whole term back: its last day is the newest event that is due.
    year_end = year.last_day(newest)
    while after(year_end + ONE_DAY, period) - ONE_DAY >= today:
        year_end = year.first_day(year_end) - ONE_DAY
    return year_end
