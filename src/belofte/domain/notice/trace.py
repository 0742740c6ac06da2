"""From clause to sentence to fact and back: what is published without a fact, and which fact nobody is told of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

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
    "rights.two_people_above": "how many of the office approve, since 2026-11-22",
}
"""Keys of the folder that are no fact for people, with the reason."""

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
    keys = path.split(".")
    return any(".".join(keys[:depth]) in NOT_FOR_PEOPLE for depth in (1, 2)) or "added" in keys
