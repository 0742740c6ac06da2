"""Erasure (Art. 17 GDPR): per record, gone or kept on a named ground until a day.

The exceptions of Art. 17(3) hold per record, never per person: an invoice inside its statutory term stays, the rest
goes. A record whose term has no start yet (an unpaid invoice) stays without an end date, and the answer says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from belofte.domain.located import Found, Located
from belofte.domain.plan import Decision
from belofte.domain.policy import Policy, RetentionRule
from belofte.domain.retention import BookYear, book_year_of, kept_by_law
from belofte.domain.rights.planning import Drafted, Judge, Judged, NewId, PlanHead, drafted
from belofte.domain.system_map import EraseClear, EraseKeep, SystemMap, Verb


def plan_erasure(
    head: PlanHead, located: Located, policy: Policy, systems: Mapping[str, SystemMap], today: date, new_id: NewId
) -> Drafted:
    """Erase what no ground keeps, then make it physical where the system can. ``today`` is the policy's own day."""
    judge = judge_erasure(policy, today)
    return drafted(head, located, systems, (Verb.ERASE, Verb.PURGE), judge, new_id)


def judge_erasure(policy: Policy, today: date) -> Judge:
    """What an erasure that is decided today comes to, record by record."""
    book_year = book_year_of(policy)

    def judge(system: SystemMap, record: Found) -> Judged:
        collection = system.collections[record.collection]
        rule = policy.retention.get(collection.category or "")
        if rule and (kept := _kept_by_law(rule, record, today, book_year)):
            return kept
        if isinstance(collection.erase, EraseKeep):
            return Judged(Decision.KEEP, collection.erase.ground)
        if isinstance(collection.erase, EraseClear):
            return Judged(Decision.CLEAR)
        return Judged(Decision.DELETE)

    return judge


def _kept_by_law(rule: RetentionRule, record: Found, today: date, book_year: BookYear) -> Judged | None:
    """Kept while a statutory floor runs, or has not begun to run."""
    kept = kept_by_law(rule, record.events, book_year)
    if kept is not None and (kept.until is None or kept.until >= today):
        return Judged(Decision.KEEP, kept.law, kept.until)
    return None
