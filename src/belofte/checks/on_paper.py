"""What a document proves: secrecy, the processor agreement, measures, no use of one's own.

A document whose term is known keeps the promise while that term runs. One without an end keeps it only as long as a
person who looked at it vouches for it, and that is *attested*, with name and expiry. A document that is named and not
there breaks the promise; one that was never named leaves it unknown, never kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time

from belofte.checks.shape import (
    Document,
    Parameters,
    Records,
    attested,
    broken,
    by_word,
    kept,
    unknown,
    word_for,
    worst,
)
from belofte.domain.policy import Policy, Secrecy
from belofte.domain.promise import Attestation, Instance, Observation, Verdict


def judge(parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime) -> Verdict:
    """The document of this clause, or of the secrecy facts it names."""
    del observations
    paths = documents_of(parameters)
    word = word_for(parameters, records)
    if not paths:
        if word:
            return by_word(parameters, now, word)
        return unknown(parameters, now, "no document is named that could prove it")
    return worst([_judge_one(parameters, path, records, word, now) for path in paths])


def judge_all_bound(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Everyone who gets something has a ground for secrecy whose document holds; those bound by law need none."""
    del observations
    receiving = [r for r in parameters.policy.recipients.values() if (r.gets or r.sees) and r.only_if is None]
    receiving = [r for r in receiving if r.role is None or r.role.value != "public"]
    bare = [Instance(r.name, 1) for r in receiving if r.secrecy is None]
    if bare:
        return broken(parameters, now, "somebody gets data and no ground for secrecy is stated", bare)
    parts = [_judge_bond(parameters, r.name, r.secrecy, records, now) for r in receiving if r.secrecy]
    return worst(parts) if parts else unknown(parameters, now, "no recipient is named")


def documents_of(parameters: Parameters) -> tuple[str, ...]:
    """The documents a clause rests on: its own, or those of the facts it names."""
    if parameters.clause.document:
        return (parameters.clause.document,)
    found = [path for fact in parameters.facts if (path := _document_of(parameters.policy, fact))]
    return tuple(dict.fromkeys(found))


def all_documents(policy: Policy) -> frozenset[str]:
    """Every document the policy names: what must be looked for in the folder."""
    named: list[str | None] = [clause.document for clause in policy.clauses.values()]
    named.append(policy.staff.secrecy.document if policy.staff.secrecy else None)
    for recipient in policy.recipients.values():
        named += [recipient.agreement, recipient.measures]
        named.append(recipient.secrecy.document if recipient.secrecy else None)
    return frozenset(name for name in named if name and name != "stated")


def _document_of(policy: Policy, fact: str) -> str | None:
    keys = fact.split(".")
    if keys[:2] == ["staff", "secrecy"]:
        return policy.staff.secrecy.document if policy.staff.secrecy else None
    if keys[0] != "recipients" or len(keys) < 3 or keys[1] not in policy.recipients:
        return None
    recipient = policy.recipients[keys[1]]
    if keys[2] == "secrecy":
        return recipient.secrecy.document if recipient.secrecy else None
    if keys[2] == "measures":
        return recipient.measures if recipient.measures != "stated" else None
    return recipient.agreement


def _judge_one(parameters: Parameters, path: str, records: Records, word: Attestation | None, now: datetime) -> Verdict:
    document = records.documents.get(path)
    if document is None:
        return unknown(parameters, now, f"nobody has looked for {path} yet")
    if document.digest is None:
        return broken(parameters, now, f"{path} is named and is not there", [Instance(path, 1)])
    until = document.until
    if until is not None and until < records.today:
        return broken(parameters, now, f"{path} held until {until}", [Instance(path, 1)])
    if parameters.clause.attest_every is None and until is not None:
        return kept(parameters, now, f"{path} is there and holds until {until}", _midnight_after(document))
    if word is None or word.until < records.today:
        return unknown(parameters, now, f"{path} is there; nobody has vouched lately that it still holds")
    if word.documents.get(path) != document.digest:
        return unknown(parameters, now, f"{path} is not as it was when {word.by} looked at it")
    return attested(parameters, now, f"{path} is there; {word.by} looked at it on {word.at:%Y-%m-%d}", _end(word))


def _judge_bond(parameters: Parameters, name: str, bond: Secrecy, records: Records, now: datetime) -> Verdict:
    if bond.until is not None and bond.until < records.today:
        return broken(parameters, now, f"the secrecy of {name} ended on {bond.until}", [Instance(name, 1)])
    if bond.basis == "statute" and bond.document is None:
        return kept(parameters, now, f"{name} is bound by law")
    if bond.document is None:
        return unknown(parameters, now, f"no document is named for {name}")
    word = _word_for_document(parameters.policy, records, bond.document)
    return _judge_one(parameters, bond.document, records, word, now)


def _word_for_document(policy: Policy, records: Records, path: str) -> Attestation | None:
    """A word given for any clause that rests on the same document counts for the document."""
    words = [records.attestations.get(c.id) for c in policy.clauses.values() if c.document == path]
    return max((word for word in words if word), key=lambda word: word.until, default=None)


def _midnight_after(document: Document) -> datetime | None:
    return datetime.combine(document.until, time.max, UTC) if document.until else None


def _end(word: Attestation) -> datetime:
    return datetime.combine(word.until, time.max, UTC)
