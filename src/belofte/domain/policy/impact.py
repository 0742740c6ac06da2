"""Whether a data protection impact assessment is needed, and why (Art. 35 GDPR)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ImpactAssessment:
    """The decision about one purpose. ``because`` names the criteria it meets; which there are is data that ships."""

    needed: bool
    because: tuple[str, ...] = ()
    why: str | None = None
    document: str | None = None  # the assessment itself
    done: date | None = None
    review: date | None = None  # when somebody looks at it again
