"""A clock in a test's hands, and the dates that a request's clocks must come to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass
class Clock:
    """Stands still until a test moves it."""

    moment: datetime = field(default_factory=lambda: datetime.now(UTC))

    def now(self) -> datetime:
        return self.moment

    def forward(self, **span: float) -> None:
        self.moment += timedelta(**span)


def in_days(days: int) -> date:
    """So many days from the company's today: a test whose days are written down means something else tomorrow."""
    return datetime.now(ZoneInfo("Europe/Amsterdam")).date() + timedelta(days=days)


def as_if_in(days: int, clock: str = "12:00") -> tuple[str, str]:
    """``--now`` of a command, so many days from today."""
    return ("--now", f"{in_days(days)}T{clock}:00Z")


GOLDEN = """
2025-01-31 2025-02-28 2025-03-02 2025-02-28 2025-02-28 2025-04-30
2026-01-31 2026-03-02 2026-03-02 2026-03-02 2026-03-02 2026-04-30
2028-01-31 2028-02-29 2028-03-01 2028-02-29 2028-02-29 2028-05-01
2027-02-01 2027-03-01 2027-03-03 2027-03-01 2027-03-01 2027-05-03
2026-03-06 2026-04-07 2026-04-05 2026-04-05 2026-04-02 2026-06-08
2026-03-05 2026-04-07 2026-04-04 2026-04-04 2026-04-02 2026-06-05
2026-04-14 2026-05-15 2026-05-14 2026-05-14 2026-05-13 2026-07-14
2026-04-05 2026-05-06 2026-05-05 2026-05-05 2026-05-04 2026-07-06
2026-03-27 2026-04-28 2026-04-26 2026-04-26 2026-04-24 2026-06-29
2026-11-25 2026-12-28 2026-12-25 2026-12-25 2026-12-24 2027-02-25
2026-12-01 2027-01-04 2026-12-31 2026-12-31 2026-12-31 2027-03-01
2026-08-31 2026-09-30 2026-09-30 2026-09-30 2026-09-30 2026-11-30
2026-10-22 2026-11-23 2026-11-21 2026-11-21 2026-11-20 2027-01-22
2028-02-29 2028-03-29 2028-03-30 2028-03-29 2028-03-29 2028-05-29
""".split("\n")[1:-1]
"""Received, the law's month, the promised 30 days, the earlier one, the office's day, the extended month."""
