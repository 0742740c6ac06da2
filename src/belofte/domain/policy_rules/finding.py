"""What the linter reports: one finding is one thing to mend, in words a privacy officer and a lawyer can both use."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from belofte.domain.policy import FactPath, Position, Text


class Severity(StrEnum):
    """How bad it is. An error refuses publication; a warning wants a change or a recorded decision."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Finding:
    """One gap, contradiction or danger in the facts.

    ``facts`` are the paths of the facts that are missing or disagree, the first being where to start; ``position`` is
    where that fact, or the nearest thing around it, stands. ``mend`` says what would make the finding go away.
    """

    rule: str
    severity: Severity
    facts: tuple[FactPath, ...]
    position: Position | None
    message: Text
    mend: Text
    article: str
