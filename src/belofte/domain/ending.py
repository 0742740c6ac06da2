"""What ends or must be looked at again: agreements, secrecy, transfers, assessments (Art. 24(1), 28, 35, 44)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from belofte.domain.policy import OnBehalf, Policy, Recipient

ENDS_SOON = timedelta(days=60)
"""How long before its end something is shown: a contract takes time to renew."""


class EndingKind(StrEnum):
    """What it is that ends, or is to be looked at again."""

    SECRECY = "secrecy"
    AGREEMENT = "agreement"
    AGREEMENT_REVIEW = "agreement-review"
    TRANSFER = "transfer"
    RECIPIENT = "recipient"
    OBJECTION = "objection"  # the last day to object to a sub-processor
    ASSESSMENT = "assessment"
    ON_BEHALF = "on-behalf"
    WORD = "word"  # a person's word for a clause


@dataclass(frozen=True, slots=True)
class Ending:
    """One of them: whose it is (a recipient, a purpose, a clause…), and the last day."""

    kind: EndingKind
    name: str
    day: date


def endings(policy: Policy, on_behalf: Mapping[str, OnBehalf]) -> Iterator[Ending]:
    """Everything in the facts that has an end or a day of review, past ones too."""
    for recipient in policy.recipients.values():
        yield from _of_recipient(recipient)
    if policy.staff.secrecy and policy.staff.secrecy.until:
        yield Ending(EndingKind.SECRECY, "staff", policy.staff.secrecy.until)
    for purpose in policy.purposes.values():
        if purpose.dpia and purpose.dpia.review:
            yield Ending(EndingKind.ASSESSMENT, purpose.name, purpose.dpia.review)
    for work in on_behalf.values():
        days = [work.until, work.agreement.until if work.agreement else None]
        if stated := [day for day in days if day]:
            yield Ending(EndingKind.ON_BEHALF, work.controller or work.name, min(stated))


def _of_recipient(recipient: Recipient) -> Iterator[Ending]:
    agreement, secrecy, transfer = recipient.agreement, recipient.secrecy, recipient.transfer
    stated = (
        (EndingKind.SECRECY, secrecy.until if secrecy else None),
        (EndingKind.AGREEMENT, agreement.until if agreement else None),
        (EndingKind.AGREEMENT_REVIEW, agreement.review if agreement else None),
        (EndingKind.TRANSFER, transfer.review if transfer else None),
        (EndingKind.RECIPIENT, recipient.ends),
    )
    for kind, day in stated:
        if day:
            yield Ending(kind, recipient.name, day)
    for sub in recipient.sub_processors:
        if sub.object_by:
            yield Ending(EndingKind.OBJECTION, f"{recipient.name} {sub.name}", sub.object_by)
