"""Days as they are typed after an option."""

from __future__ import annotations

from datetime import date

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
