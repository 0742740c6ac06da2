"""Every rule there is, and :func:`lint`, which asks them all. The order of themes is the order of a notice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from belofte.domain.impact import NO_CRITERIA, Criteria
from belofte.domain.policy import OnBehalf, Policy
from belofte.domain.policy_rules import (
    agreements,
    categories,
    consent,
    contradictions,
    data_map,
    erasing,
    expectations,
    identity,
    own_data,
    own_letters,
    purposes,
    recipients,
    record,
    retention,
    retention_parts,
    rights,
    settings,
    third_parties,
    transfers,
    validity,
    vendor_facts,
)
from belofte.domain.policy_rules.finding import Finding, Severity
from belofte.domain.policy_rules.rule import Rule, World
from belofte.domain.policy_rules.vendors import VendorKnowledge
from belofte.domain.statute import Statute
from belofte.domain.system_map import SystemMap

THEMES: Mapping[str, tuple[Rule, ...]] = {
    "identity": identity.RULES,
    "purposes": purposes.RULES,
    "categories": categories.RULES,
    "recipients": recipients.RULES,
    "transfers": transfers.RULES,
    "agreements": agreements.RULES,
    "third-parties": third_parties.RULES,
    "record": record.RULES,
    "vendors": vendor_facts.RULES,
    "retention": retention.RULES + retention_parts.RULES + own_data.RULES,
    "rights": rights.RULES,
    "consent": consent.RULES,
    "contradictions": contradictions.RULES,
    "settings": settings.RULES,
    "validity": validity.RULES,
    "letters": own_letters.RULES,
    "map": data_map.RULES,
    "erasing": erasing.RULES,
    "expectations": expectations.RULES,
}

RULES: Mapping[str, Rule] = {rule.id: rule for theme in THEMES.values() for rule in theme}
"""Every rule by its name."""

_BY_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFORMATION: 2}


def lint(
    policy: Policy,
    systems: Mapping[str, SystemMap],
    vendors: VendorKnowledge,
    today: date,
    on_behalf: Mapping[str, OnBehalf] = MappingProxyType({}),
    criteria: Criteria = NO_CRITERIA,
    statutes: tuple[Statute, ...] = (),
) -> tuple[Finding, ...]:
    """All findings, errors first; within one severity in the order of the rules. Pure: same input, same findings."""
    world = World(policy, systems, vendors, today, on_behalf, criteria, statutes)
    found = [finding for rule in RULES.values() for finding in rule.findings(world)]
    return tuple(sorted(found, key=lambda finding: _BY_WEIGHT[finding.severity]))


def refuses_publication(findings: tuple[Finding, ...]) -> bool:
    """Whether a policy with these findings must not be published."""
    return any(finding.severity is Severity.ERROR for finding in findings)
