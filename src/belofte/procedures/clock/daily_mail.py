"""One mail on the morning of a working day: what needs a person now, as the office's page tells it.

Nothing to do, no mail. The same round tells the second person what nobody touched, and sweeps the mail of before.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from belofte.domain.answer import LetterKind
from belofte.domain.staff_rows import more_row, request_row, task_row
from belofte.domain.working_days import is_working_day, working_days_from
from belofte.loading.when_told import when_told
from belofte.procedures.clock.notifying import STAFF_CASE, office, queue_for_staff, tell_untouched
from belofte.procedures.office.needs_desk import NeedsDesk
from belofte.procedures.office.what_is_needed import Needs
from belofte.procedures.parts import Current, Parts
from belofte.store_port import DueDate

DAILY = "staff-daily"
KEPT_FOR = timedelta(days=7)
"""How long mail to staff is kept after it was due."""
NAMED = 40
"""Rows of one mail."""


def mail_daily(parts: Parts) -> int:
    """Send the mail of today if its hour has come; returns how many letters were queued."""
    with parts.store.reading() as tx:
        coming = tx.dates.coming(DAILY, 1)
    if coming and coming[0].at > parts.now():
        return 0
    needs = NeedsDesk(Current(parts)).needs() if coming and is_working_day(parts.today(), parts.holidays) else None
    parts.store.open_cases([STAFF_CASE])
    with parts.store.transaction() as tx:
        taken = tx.dates.take(DAILY, parts.now())
        tx.dates.put([DueDate(DAILY, DAILY, _next(parts))])
        if not taken or needs is None:
            return 0
        tx.told.forget_letters(STAFF_CASE, parts.now() - KEPT_FOR)
        tell_untouched(parts, tx)
        to = office(parts)
        if needs.nothing or not to:
            return 0
        queue_for_staff(parts, tx, LetterKind.STAFF_DAILY, to, rows_of_needs(parts, needs))
        return len(to)


def rows_of_needs(parts: Parts, needs: Needs) -> list[str]:
    """What the page tells, a line each: references, names of work and days."""
    language = parts.policy.languages[0]
    rows = [request_row(language, r.reference, r.right, r.work_by, r.due) for r in needs.requests]
    rows += [task_row(language, t.reference, t.kind, t.system, t.due_on, parts.today()) for t in needs.tasks]
    for need in needs.more:
        day = f" ({need.by})" if need.by else ""
        rows.append(f"{need.about.in_(language)}{day}")
    left = len(rows) - NAMED + needs.requests_total - len(needs.requests)
    return rows if left <= 0 else [*rows[:NAMED], more_row(language, left)]


def _next(parts: Parts) -> datetime:
    """The hour of the daily mail on the next working day."""
    hour = when_told(parts.policy.privacy_office).daily_at
    zone = ZoneInfo(parts.country.time_zone)
    today = datetime.combine(parts.today(), hour, zone)
    if parts.now() < today and is_working_day(parts.today(), parts.holidays):
        return today.astimezone(UTC)
    day = working_days_from(parts.today(), 1, parts.holidays)
    return datetime.combine(day, hour, zone).astimezone(UTC)
