"""The register of handled requests: what stays when a case is closed (Art. 5(2)).

The row of an erasure holds nothing that leads back to a person: a random id of its own, months instead of days, counts.
Rows of other rights may also hold the days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class RegisterRow:
    """One handled request. ``id`` is random and equal to no other id; months are ``2026-11``."""

    month_out: str
    id: str
    month_in: str
    right: str
    outcome: str  # done | partly | refused | stopped | nothing-found
    promise_kept: bool | None  # None: no such promise
    law_kept: bool
    records: int  # acted on
    kept: int  # kept on a legal ground
    systems: int
    policy_version: int
    received_on: date | None = None  # never for an erasure
    answered_on: date | None = None  # never for an erasure

    def __post_init__(self) -> None:
        if self.right == "erasure" and (self.received_on or self.answered_on):
            raise ValueError("the register row of an erasure has months only: leave both days out")
