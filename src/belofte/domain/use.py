"""One row of the log of uses: what was done with whose data, why, on which ground, and whether it was asked first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

USE, CONTACT, SHIPMENT = "use", "contact", "shipment"
"""What was done: data was used; somebody was reached; a parcel was handed to a carrier."""
UNTOLD = "untold"
"""In the place of an answer: it was done, and nobody had asked first."""
YES = "yes"
MARKETING = "marketing"
"""Among the kinds of a contact: it advertised something."""


@dataclass(frozen=True, slots=True)
class UseRow:
    """One use. ``answer`` is what ``may()`` said, or :data:`UNTOLD`; ``rests_on`` and ``basis``: the kind of ground and
    its reference. The last four are those of a contact or a shipment."""

    subject: int
    used_at: datetime
    purpose: str
    category: str
    role: str
    reason: str
    by: str
    answer: str
    rests_on: str
    basis: str
    policy_version: int
    act: str = USE
    channel: str = ""
    because: str = ""
    carrier: str = ""
    kinds: str = ""

    @property
    def went_through(self) -> bool:
        """Whether it was done: said yes to, or never asked."""
        return self.answer in (YES, UNTOLD)


@dataclass(frozen=True, slots=True)
class UseCount:
    """How often something was done for one purpose on one kind of ground."""

    purpose: str
    rests_on: str
    count: int


@dataclass(frozen=True, slots=True)
class UseTally:
    """How often something was asked for one purpose in one role, and answered like this, on one kind of ground."""

    act: str
    purpose: str
    role: str
    answer: str
    rests_on: str
    count: int


@dataclass(frozen=True, slots=True)
class ShipmentCount:
    """How often a carrier got these kinds of data, on one kind of ground."""

    carrier: str
    kinds: frozenset[str]
    rests_on: str
    count: int
