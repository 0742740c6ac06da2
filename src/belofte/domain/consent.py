"""Consent as it can be shown later: who said yes to what, when, how, and in which words (Art. 7(1) GDPR).

The fields follow the consent record of ISO/IEC TS 27560:2023 as far as a small company has them. A record is never
changed: withdrawing adds its end, and what was done before stays lawful (Art. 7(3)).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from belofte.domain.clock import after
from belofte.domain.policy import LegalBasis, Period, Policy, Unit
from belofte.domain.subject_state import VIA, channels_in

REPRESENTED = "representative"
"""By who has parental responsibility, for somebody too young to consent alone (Art. 8 GDPR)."""
METHODS = ("form", "double-opt-in", "paper", "phone", "in-person", "import", REPRESENTED)
"""How a yes was given. A pre-ticked box or silence is none (recital 32)."""
BY_A_FORM = frozenset({"form", "double-opt-in"})
"""Noted by a form of a website, which is named; every other way is noted by somebody who works here."""
OWN_ACT = frozenset(METHODS) - {"import"}
"""Given by the person's own act now. An import repeats what was said before, so it revives nothing that was stopped."""


@dataclass(frozen=True, slots=True)
class ConsentRecord:
    """One yes. ``uses`` are the data it was given for; ``text_digest`` is the SHA-256 of the words that were shown;
    ``policy_version`` the version of the policy they belong to."""

    id: str
    purpose: str
    uses: tuple[str, ...]
    policy_version: int
    text_digest: str
    language: str
    method: str
    given_at: datetime
    noted_by: str
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None  # subject, or who noted it


def is_too_young(born: date, today: date, age: int) -> bool:
    """Whether somebody born then has not reached the age from which the country lets people consent alone (Art. 8(1)
    GDPR). Who turns that age today may."""
    return after(born, Period(age, Unit.YEARS)) > today


def notice_of(policy: Policy, record: ConsentRecord) -> Mapping[str, object]:
    """The record in the order of ISO/IEC TS 27560: header, processing, party, event. No personal data."""
    purpose = policy.purposes.get(record.purpose)
    return {
        "schema_version": "ISO-TS-27560:2023",
        "record_id": record.id,
        "controller": policy.controller.name,
        "purpose": record.purpose,
        "lawful_basis": LegalBasis.CONSENT.value,
        "personal_data": [use for use in record.uses if not use.startswith(VIA)],
        "channels": list(channels_in(record.uses)),
        "in_policy_now": purpose is not None and purpose.basis is LegalBasis.CONSENT,
        "notice_version": record.policy_version,
        "notice_digest": record.text_digest,
        "notice_language": record.language,
        "collection_method": record.method,
        "events": [
            {"state": "given", "time": record.given_at, "by": record.noted_by},
            *([{"state": "withdrawn", "time": record.withdrawn_at, "by": record.withdrawn_by}] * _ended(record)),
        ],
    }


def _ended(record: ConsentRecord) -> int:
    return int(record.withdrawn_at is not None)
