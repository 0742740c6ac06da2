"""Days and moments as they are typed after an option."""

from __future__ import annotations

from datetime import UTC, date, datetime

from belofte.domain.errors import WrongUse


def day_of(option: str, written: str) -> date:
    """The day typed after ``option``. Raises ``WrongUse``, which names the option."""
    try:
        return date.fromisoformat(written)
    except ValueError as wrong:
        raise WrongUse(f"{option} is not a day.", "write it like 2027-01-31") from wrong


def day_if_any(option: str, written: str | None) -> date | None:
    """The same where the option may be left out."""
    return day_of(option, written) if written else None


def moment_of(option: str, written: str) -> datetime:
    """The moment typed after ``option``, with its time zone, as UTC. Raises ``WrongUse``, which names the option."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as wrong:
        raise WrongUse(f"{option} is not a moment.", "write it like 2026-11-22T10:30:00+01:00") from wrong
    if moment.tzinfo is None:
        raise WrongUse(f"{option} has no time zone.", "write it like 2026-11-22T10:30:00+01:00")
    return moment.astimezone(UTC)


def moment_if_any(option: str, written: str | None) -> datetime | None:
    """The same where the option may be left out."""
    return None if written is None else moment_of(option, written)
