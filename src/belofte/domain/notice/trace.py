"""From clause to sentence to fact and back: what is published without a fact, and which fact nobody is told of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from belofte.domain.facts import fits
from belofte.domain.notice.making import Notice, is_about
from belofte.domain.policy import ClauseId, FactPath, Policy

NOT_FOR_PEOPLE: Mapping[str, str] = {
    "format": "the version of the folder's own way of writing, since 2026-11-22",
    "added": "why a fact was added: it explains the folder, not the company, since 2026-11-22",
    "clauses": "the index of sentences: it states nothing itself, since 2026-11-22",
    "systems": "the private data map, never published, since 2026-11-22",
    "privacy_office.second": "how the office hands work on inside, since 2026-11-22",
    "privacy_office.tell_before": "when staff is told of work, since 2026-11-22",
    "privacy_office.second_after": "when a second person is told of work, since 2026-11-22",
    "rights.ask_identity_within": "how soon staff must ask, inside the law's own term, since 2026-11-22",
    "rights.remind_after": "when staff reminds, inside the law's own term, since 2026-11-22",
    "rights.decide_after": "when staff decides, inside the law's own term, since 2026-11-22",
    "rights.two_people": "how many of the office approve, since 2026-11-22",
    "sharing.papers_within": "how soon staff must have the papers, since 2026-11-23",
    "data.*.subjects": "the record of processing tells it (Art. 30), a notice need not, since 2026-11-23",
    "purposes.*.dpia": "the company's own weighing of risks (Art. 35), since 2026-11-23",
    "own_books": "terms of our own registers stand in the record of processing, since 2026-11-23",
    "security": "measures in general stand in the record of processing, not where attackers read, since 2026-11-23",
    "recipients.*.agreement.signed": "the paper's own day; that there is one is told, since 2026-11-23",
    "recipients.*.agreement.until": "the paper's own day; that there is one is told, since 2026-11-23",
    "recipients.*.agreement.review": "when staff looks again, since 2026-11-23",
    "recipients.*.agreement.points": "where in the paper the law's points stand, since 2026-11-23",
    "recipients.*.sub_processors.*.starts": "when staff must have decided about it, since 2026-11-23",
    "recipients.*.sub_processors.*.object_by": "when staff must have decided about it, since 2026-11-23",
    "on_behalf": "what is processed for others is theirs to tell, since 2026-11-23",
    "rights.two_people_above": "how many of the office approve, since 2026-11-22",
}
"""Keys of the folder that are no fact for people, with the reason; ``*`` stands for a name."""

_UNSAID_WHEN_FALSE: Mapping[str, Callable[[Policy], bool | None]] = {
    "example": lambda policy: policy.example,
    "sharing.all_bound_to_secrecy": lambda policy: policy.sharing.all_bound_to_secrecy,
    "rights.free": lambda policy: policy.rights.free,
    "rights.extension": lambda policy: policy.rights.extension,
    "rights.complaint": lambda policy: policy.rights.complaint,
    "rights.court": lambda policy: policy.rights.court,
    "rights.objection.marketing_absolute": lambda policy: policy.rights.objection_marketing_absolute,
    "rights.objection.pointed_out": lambda policy: policy.rights.objection_pointed_out,
}
"""Facts of the form "the text says that …": false means that the text is silent, so no sentence belongs to it."""


@dataclass(frozen=True, slots=True)
class Trace:
    """Clause -> the sentences that answer to it (numbers in page order), and sentence -> clauses and facts."""

    by_clause: Mapping[ClauseId, tuple[int, ...]]
    by_sentence: tuple[tuple[str, tuple[FactPath, ...], tuple[ClauseId, ...]], ...]

    def silent(self, policy: Policy) -> tuple[ClauseId, ...]:
        """Clauses that rest on facts and that no sentence tells."""
        return tuple(c.id for c in policy.clauses.values() if c.facts and not self.by_clause.get(c.id))


def trace(notice: Notice) -> Trace:
    """The table in both directions."""
    rows = tuple((s.text, s.facts, s.clauses) for s in notice.all_sentences())
    by_clause: dict[ClauseId, list[int]] = {}
    for number, (_, _, clauses) in enumerate(rows):
        for clause in clauses:
            by_clause.setdefault(clause, []).append(number)
    return Trace({clause: tuple(numbers) for clause, numbers in by_clause.items()}, rows)


def untold(policy: Policy, notice: Notice) -> tuple[FactPath, ...]:
    """Facts that stand in the folder and that no sentence tells. A ``TODO`` is no fact; neither is a fact's label."""
    told = {fact for sentence in notice.all_sentences() for fact in sentence.facts}
    silent = {todo.path for todo in policy.todos}
    silent |= {FactPath(path) for path, value in _UNSAID_WHEN_FALSE.items() if value(policy) is False}
    return tuple(
        path
        for path in policy.positions
        if not _is_exempt(path) and path not in silent and not any(is_about(path, fact) for fact in told)
    )


def _is_exempt(path: str) -> bool:
    return "added" in path.split(".") or any(fits(f"{pattern}.**", path) for pattern in NOT_FOR_PEOPLE)
