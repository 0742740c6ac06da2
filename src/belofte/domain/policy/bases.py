"""The legal bases of Art. 6(1) GDPR."""

from __future__ import annotations

from enum import StrEnum


class LegalBasis(StrEnum):
    """Art. 6(1) GDPR, (a) to (f), in the words of the folder."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_DUTY = "legal-duty"
    VITAL_INTEREST = "vital-interest"
    PUBLIC_TASK = "public-task"
    LEGITIMATE_INTEREST = "legitimate-interest"
