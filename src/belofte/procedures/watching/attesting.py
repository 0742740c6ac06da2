"""A named person vouches for a clause that no connector can see (design §3): who, on which day, until when.

The word is for the documents as they were looked at; one that changes afterwards needs a new word. The evidence log
gets a leaf without the name: which clause, on which day, until when.
"""

from __future__ import annotations

from datetime import date, timedelta

from belofte.checks.judging import checks_now, checks_of
from belofte.checks.on_paper import documents_of
from belofte.checks.registry import AS_EXPECTED
from belofte.checks.shape import Parameters, length
from belofte.domain.errors import Refused, WrongUse, require_name
from belofte.domain.policy import Clause, ClauseId
from belofte.domain.promise import Attestation
from belofte.loading.documents import read_digests
from belofte.procedures.parts import Parts
from belofte.store_port import LeafDraft

BY_WORD = frozenset({"document", "all-bound-to-secrecy", "by-people", "contact-only-with-consent", "not-looked"})
"""Checks that count a person's word; any other one looks for itself."""


def attest(parts: Parts, clause: str, by: str, until: date | None = None) -> Attestation:
    """Keep the word of ``by`` for ``clause`` until a day; without one as long as the clause says (``attest: every``).

    Raises ``WrongUse`` for an unknown clause, a missing name or day, ``Refused`` where nobody's word counts or a
    document is not there.
    """
    known = parts.policy.clauses.get(ClauseId(clause))
    if known is None:
        raise WrongUse(f"The policy has no clause {clause}.", "see clauses.yaml for the ids")
    require_name(by, "vouches")
    _must_count(known, parts)
    end = _end(known, parts.today(), until)
    word = Attestation(clause, by.strip(), parts.now(), end, _looked_at(parts, known))
    fields = {"clause": clause, "on": parts.today().isoformat(), "until": end.isoformat()}
    with parts.store.transaction() as tx:
        tx.promises.attest(word)
        tx.evidence.append([LeafDraft("attestation", fields)])
    return word


def _must_count(clause: Clause, parts: Parts) -> None:
    """A word counts where somebody must vouch for something, settings that are looked at beside it or not."""
    if clause.not_checkable:
        raise Refused(f"Nobody can vouch for {clause.id}: {clause.not_checkable}.", "see belofte explain " + clause.id)
    checks = checks_now(clause, parts.policy, parts.systems).keys()
    others = sorted(checks - BY_WORD)
    if others and not (others == [AS_EXPECTED] and checks & BY_WORD):
        raise Refused(
            f"{clause.id} is not judged by a person's word: the check {', '.join(others)} looks for itself.",
            "see belofte check",
        )


def _end(clause: Clause, today: date, until: date | None) -> date:
    longest = today + length(clause.attest_every) if clause.attest_every else None
    end = until or longest
    if end is None:
        raise WrongUse("Say until when the word holds.", f"for example --until {today + timedelta(days=365)}")
    if end <= today:
        raise WrongUse("A word that ends today or earlier says nothing.", "give a later day with --until")
    if longest is not None and end > longest:
        raise Refused(
            f"{clause.id} is to be looked at every {clause.attest_every}.", f"vouch until {longest} at the latest"
        )
    return end


def _looked_at(parts: Parts, clause: Clause) -> dict[str, str]:
    """The documents the clause rests on, with their hash now."""
    facts = checks_of(clause).get("document", clause.facts)
    digests = read_digests(parts.folder, documents_of(Parameters(clause, facts, parts.policy, parts.countries)))
    if missing := [path for path, digest in digests.items() if digest is None]:
        raise Refused(f"{missing[0]} is not in the policy folder.", "put it there, look at it, then vouch for it")
    return {path: digest for path, digest in digests.items() if digest is not None}
