"""Does the ground on which data leaves the EEA still hold (Art. 44-49)? Not when nobody looked at it again in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from belofte.checks.shape import Parameters, Records, broken, kept, unknown
from belofte.domain.policy import Recipient, Text
from belofte.domain.promise import Instance, Observation, Verdict
from belofte.domain.worded import joined, worded

NEED_NO_REVIEW = frozenset({"none-needed", "scc", "bcr"})
"""Grounds that no decision of somebody else takes away."""


def judge(parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime) -> Verdict:
    """Broken without a ground or after the day of its review, unknown without such a day, kept until then."""
    del observations
    named = {fact.split(".")[1] for fact in parameters.facts}
    chosen = [one for name, one in parameters.policy.recipients.items() if name in named]
    none = [one.name for one in chosen if one.transfer is None]
    late = [one for one in chosen if _review(one) and _review(one) < records.today.isoformat()]
    if none or late:
        told = [_no_ground(name) for name in none] + [_late(one.name, _review(one)) for one in late]
        return broken(parameters, now, joined(told), [Instance(name, 1) for name in (*none, *(r.name for r in late))])
    open_ended = [r.name for r in chosen if r.transfer and r.transfer.basis not in NEED_NO_REVIEW and not _review(r)]
    if open_ended or not chosen:
        return unknown(
            parameters,
            now,
            worded(
                "niemand bekijkt de grond voor doorgifte opnieuw: {names}",
                "nobody looks at the ground for the transfer again: {names}",
                names=", ".join(open_ended) or "-",
            ),
        )
    days = sorted(day for one in chosen if (day := _review(one)))
    until = worded(" tot en met {day}", " until {day}", day=days[0]) if days else worded("", "")
    return kept(parameters, now, worded("de grond geldt{until}", "the ground holds{until}", until=until))


def _review(recipient: Recipient) -> str:
    review = recipient.transfer.review if recipient.transfer else None
    return review.isoformat() if review else ""


def _no_ground(name: str) -> Text:
    return worded("{name}: geen grond voor doorgifte", "{name}: no ground for the transfer", name=name)


def _late(name: str, day: str) -> Text:
    return worded(
        "{name}: de doorgifte had op {day} opnieuw bekeken moeten zijn",
        "{name}: the transfer should have been looked at again on {day}",
        name=name,
        day=day,
    )
