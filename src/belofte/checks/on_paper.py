"""What a document proves: secrecy, the processor agreement, measures, no use of one's own.

A document whose term is known keeps the promise while that term runs. One without an end keeps it only as long as a
person who looked at it vouches for it, and that is *attested*, with name and expiry. A document that is named and not
there breaks the promise; one that was never named leaves it unknown, never kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from types import MappingProxyType

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
from belofte.domain.clock import after
from belofte.domain.ending import ENDS_SOON
from belofte.domain.policy import OnBehalf, Policy, Secrecy, Text
from belofte.domain.promise import Attestation, Instance, Observation, Verdict
from belofte.domain.worded import worded


def judge(parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime) -> Verdict:
    """The document of this clause, or of the secrecy facts it names."""
    del observations
    paths = documents_of(parameters)
    word = word_for(parameters, records)
    if not paths:
        if word:
            return by_word(parameters, now, word)
        if _is_overdue(parameters.policy, records):
            still = worded("er is nog steeds geen document genoemd", "there still is no document named")
            return broken(parameters, now, still, [Instance(fact, 1) for fact in parameters.facts])
        return unknown(
            parameters,
            now,
            worded("er is geen document genoemd dat het kan bewijzen", "no document is named that could prove it"),
        )
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
        return broken(
            parameters,
            now,
            worded(
                "iemand krijgt gegevens en er staat geen grond voor geheimhouding",
                "somebody gets data and no ground for secrecy is stated",
            ),
            bare,
        )
    parts = [_judge_bond(parameters, r.name, r.secrecy, records, now) for r in receiving if r.secrecy]
    return (
        worst(parts)
        if parts
        else unknown(parameters, now, worded("er is geen ontvanger genoemd", "no recipient is named"))
    )


def documents_of(parameters: Parameters) -> tuple[str, ...]:
    """The documents a clause rests on: its own, or those of the facts it names."""
    if parameters.clause.document:
        return (parameters.clause.document,)
    found = [path for fact in parameters.facts if (path := _document_of(parameters.policy, fact))]
    return tuple(dict.fromkeys(found))


def all_documents(policy: Policy, on_behalf: Mapping[str, OnBehalf] = MappingProxyType({})) -> frozenset[str]:
    """Every document the folder names: what must be looked for in it."""
    named: list[str | None] = [clause.document for clause in policy.clauses.values()]
    named.append(policy.staff.secrecy.document if policy.staff.secrecy else None)
    for recipient in policy.recipients.values():
        named += [recipient.agreement.document if recipient.agreement else None, recipient.measures]
        named.append(recipient.secrecy.document if recipient.secrecy else None)
    named += [purpose.dpia.document for purpose in policy.purposes.values() if purpose.dpia]
    for work in on_behalf.values():
        named += [work.instructions, work.agreement.document if work.agreement else None]
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
    return recipient.agreement.document if recipient.agreement else None


def _judge_one(parameters: Parameters, path: str, records: Records, word: Attestation | None, now: datetime) -> Verdict:
    document = records.documents.get(path)
    if document is None:
        return unknown(
            parameters,
            now,
            worded("naar {path} heeft nog niemand gekeken", "nobody has looked for {path} yet", path=path),
        )
    if document.digest is None:
        return broken(
            parameters,
            now,
            worded("{path} is genoemd en is er niet", "{path} is named and is not there", path=path),
            [Instance(path, 1)],
        )
    until = document.until
    if until is not None and until < records.today:
        return broken(
            parameters,
            now,
            worded("{path} gold tot en met {until}", "{path} held until {until}", path=path, until=until),
            [Instance(path, 1)],
        )
    if parameters.clause.attest_every is None and until is not None:
        return kept(
            parameters,
            now,
            worded(
                "{path} is er en geldt tot en met {until}{left}",
                "{path} is there and holds until {until}{left}",
                path=path,
                until=until,
                left=_left(until, records),
            ),
            _midnight_after(document),
        )
    return _by_word(parameters, document, word, records, now)


def _is_overdue(policy: Policy, records: Records) -> bool:
    """Whether the time that the policy gives for getting papers in order is over: no document ever is not kept."""
    within, first = policy.sharing.papers_within, min((v.published_at for v in records.versions), default=None)
    return within is not None and first is not None and after(first.date(), within) < records.today


def _left(until: date, records: Records) -> Text:
    """How many days are left, where that is soon."""
    days = (until - records.today).days
    if days > ENDS_SOON.days:
        return worded("", "")
    return worded(" (nog {days} dagen)", " ({days} days left)", days=days)


def _by_word(
    parameters: Parameters, document: Document, word: Attestation | None, records: Records, now: datetime
) -> Verdict:
    """A document without an end: somebody must have looked at it lately, as it is now."""
    path = document.path
    if word is None or word.until < records.today:
        return unknown(
            parameters,
            now,
            worded(
                "{path} is er; niemand heeft er onlangs voor ingestaan",
                "{path} is there; nobody has vouched lately that it still holds",
                path=path,
            ),
        )
    if word.documents.get(path) != document.digest:
        return unknown(
            parameters,
            now,
            worded(
                "{path} is niet meer zoals {by} het zag",
                "{path} is not as it was when {by} looked at it",
                path=path,
                by=word.by,
            ),
        )
    told = worded(
        "{path} is er; {by} bekeek het op {day}",
        "{path} is there; {by} looked at it on {day}",
        path=path,
        by=word.by,
        day=word.at.date(),
    )
    return attested(parameters, now, told, _end(word))


def _judge_bond(parameters: Parameters, name: str, bond: Secrecy, records: Records, now: datetime) -> Verdict:
    if bond.until is not None and bond.until < records.today:
        return broken(
            parameters,
            now,
            worded(
                "de geheimhouding van {name} eindigde op {until}",
                "the secrecy of {name} ended on {until}",
                name=name,
                until=bond.until,
            ),
            [Instance(name, 1)],
        )
    if bond.basis == "statute" and bond.document is None:
        return kept(parameters, now, worded("{name} is gebonden door de wet", "{name} is bound by law", name=name))
    if bond.document is None and _is_overdue(parameters.policy, records):
        return broken(
            parameters,
            now,
            worded("voor {name} is er nog steeds geen document", "there still is no document for {name}", name=name),
            [Instance(name, 1)],
        )
    if bond.document is None:
        return unknown(
            parameters,
            now,
            worded("voor {name} is geen document genoemd", "no document is named for {name}", name=name),
        )
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
