"""Terms of the policy as spans of time: how long a case stays, a link works, a person is waited for."""

from __future__ import annotations

from datetime import datetime, timedelta

from belofte.domain.errors import WrongUse
from belofte.domain.policy import Period, Unit
from belofte.procedures.parts import Parts

LINK_FOR = timedelta(days=7)
"""How long a link in a letter works that proves or changes something."""
HOURS = {Unit.HOURS: 1, Unit.DAYS: 24, Unit.WEEKS: 168}


def case_term(parts: Parts) -> timedelta:
    """How long a case stays after its answer: the policy's fact, else the court's term of the country."""
    term = parts.policy.rights.case_term or parts.country.court.term
    return as_timedelta(term) if term else timedelta()


def as_timedelta(period: Period) -> timedelta:
    """A period of hours, days or weeks as a span of time. Months and years have no fixed length here.

    Raises ``WrongUse`` for those: a waiting time in months is a mistake in the policy.
    """
    if period.unit not in HOURS:
        raise WrongUse(f"A waiting time cannot be given in {period.unit}.", "use hours, days or weeks in the policy")
    return timedelta(hours=period.count * HOURS[period.unit])


def until_of(start: datetime, period: Period | None, fallback: timedelta) -> datetime:
    """The end of a window that starts now."""
    return start + (as_timedelta(period) if period else fallback)
