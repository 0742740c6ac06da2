"""What the company processes for others, as their processor (Art. 28(3), 30(2) GDPR)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from belofte.domain.policy.agreements import Agreement
from belofte.domain.policy.recipients import SubProcessor, Transfer


@dataclass(frozen=True, slots=True)
class OnBehalf:
    """What the company processes for somebody else, as their processor, and under which agreement (Art. 28(3), 30(2)).

    Private: these facts stand in ``on_behalf.yaml`` and are never published.
    """

    name: str
    controller: str | None = None  # for whom, by their own name
    contact: str | None = None  # how they are reached
    dpo: str | None = None  # their data protection officer
    about: str | None = None  # the subject matter
    nature: str | None = None  # what is done with the data
    purpose: str | None = None
    starts: date | None = None
    until: date | None = None
    subjects: tuple[str, ...] = ()  # whose data
    data: tuple[str, ...] = ()  # which data, in words
    systems: tuple[str, ...] = ()  # where it lies, by the names of our systems
    instructions: str | None = None  # the document with the controller's instructions
    agreement: Agreement | None = None
    sub_processors_allowed: str | None = None  # none | named | general (Art. 28(2))
    sub_processors: tuple[SubProcessor, ...] = ()
    country: str | None = None  # where the controller is, when outside the EEA
    transfer: Transfer | None = None
