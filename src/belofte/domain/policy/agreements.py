"""What an agreement between a controller and a processor must hold (Art. 28(3) GDPR)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

POINTS = ("a", "b", "c", "d", "e", "f", "g", "h")
"""The points that Art. 28(3) demands of an agreement, by the law's own letters."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """A processor agreement: the document, its days, and where each point of Art. 28(3) stands in it."""

    document: str
    signed: date | None = None
    until: date | None = None  # the last day on which it holds
    review: date | None = None  # when somebody looks at it again
    points: Mapping[str, str] = field(default_factory=dict[str, str])  # letter of Art. 28(3) -> where it stands

    @property
    def missing(self) -> tuple[str, ...]:
        """The letters of Art. 28(3) of which nobody says where they stand."""
        return tuple(letter for letter in POINTS if letter not in self.points)
