"""Portability (Art. 20 GDPR): what the person provided or what was observed of them, to take along.

The law's part are provided and observed data that are used on consent or under a contract with the person. The policy
may promise more (all data): what goes beyond the law is copied too and marked as such, derived data apart. Nothing is
erased and no contract ends: Art. 20(3) leaves Art. 17 alone, and a named person decides about the service.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from belofte.domain.located import Found, Located
from belofte.domain.plan import Decision
from belofte.domain.policy import LegalBasis, Policy
from belofte.domain.rights.planning import Drafted, Judged, NewId, PlanHead, drafted
from belofte.domain.system_map import Collection, SystemMap, Verb

ALL_DATA = "all-data"
"""The wording of a policy that promises more than the law: all data."""
NOT_PORTABLE = "Art. 20(1) GDPR"
"""Ground of what stays behind where the policy promises the law's part only."""
BEYOND_THE_LAW = "promise-goes-further"
"""Note of a plan: these records go along because the policy promises it, not because the law wants it."""
PORTABLE_ORIGINS = frozenset({"provided", "observed"})
_BASES = frozenset({LegalBasis.CONSENT, LegalBasis.CONTRACT})


@dataclass(frozen=True, slots=True)
class Portable:
    """What Art. 20(1) reaches in these systems, by policy and maps."""

    policy: Policy

    def is_by_law(self, collection: Collection) -> bool:
        """Provided or observed, and used on consent or under a contract with the person themselves."""
        if collection.origin not in PORTABLE_ORIGINS or is_of_an_organisation(self.policy, collection):
            return False
        return any(
            purpose.basis in _BASES and any(use.category == collection.category for use in purpose.uses)
            for purpose in self.policy.purposes.values()
        )


def is_of_an_organisation(policy: Policy, collection: Collection) -> bool:
    """Rows of people who stand for a customer that is an organisation: the contract is not with them."""
    return bool(policy.customers.organisations) and collection.person and bool(collection.of)


def plan_portability(
    head: PlanHead, located: Located, policy: Policy, systems: Mapping[str, SystemMap], new_id: NewId
) -> Drafted:
    """Export what may be taken along; change nothing anywhere."""
    portable, promised = Portable(policy), policy.rights.portability == ALL_DATA

    def judge(system: SystemMap, record: Found) -> Judged:
        if promised or portable.is_by_law(system.collections[record.collection]):
            return Judged(Decision.EXPORT)
        return Judged(Decision.WITHHOLD, NOT_PORTABLE)

    made = drafted(head, located, systems, (Verb.EXPORT,), judge, new_id)
    notes = _beyond(located, systems, portable) if promised else ()
    return replace(made, plan=replace(made.plan, questions=(*made.plan.questions, *notes)))


def _beyond(located: Located, systems: Mapping[str, SystemMap], portable: Portable) -> tuple[str, ...]:
    """Names of tables whose records go along only because the policy promises it, and how many."""
    counts: dict[str, int] = {}
    for name, records in located.found.items():
        for record in records:
            collection = systems[name].collections[record.collection]
            if not record.candidate and not record.shared and not portable.is_by_law(collection):
                place = f"{name}.{collection.name}"
                counts[place] = counts.get(place, 0) + record.count
    return tuple(f"{BEYOND_THE_LAW}: {place} {count}" for place, count in counts.items())
