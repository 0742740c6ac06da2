"""What the linter reports: one finding is one thing to mend, in words a privacy officer and a lawyer can both use."""

from __future__ import annotations

import re
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

    def article_in(self, language: str) -> str:
        """The articles as a reader of ``language`` writes them: ``Art. 12(2) GDPR``, ``art. 12 lid 2 AVG``."""
        return dutch(self.article) if language == "nl" else self.article


def dutch(article: str) -> str:
    """An article as the Dutch write it."""
    for pattern, replacement in _DUTCH:
        article = re.sub(pattern, replacement, article)
    return article


_DUTCH = (
    (r"\bArt\.", "art."),
    (r"GDPR", "AVG"),
    (r"ePrivacy Directive", "e-Privacyrichtlijn"),
    (r"recital", "overweging"),
    (r" and \((\d+)\)", r" en \1"),
    (r" and \(([a-z])\)", r" en \1"),
    (r"-\((\d+)\)", r"-\1"),
    (r"\((\d+)\)", r" lid \1"),
    (r"\(([a-z])\)", r" onder \1"),
)
