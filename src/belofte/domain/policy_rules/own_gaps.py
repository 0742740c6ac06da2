"""A company's own list of gaps beside the linter's findings: its ids, what they are about, and what became of them.

Rules have general names. A lawyer who went through a text keeps a numbered list; ``gaps.yaml`` in the policy folder
says which rule finds which number, or why no rule can.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from belofte.domain.policy import FactPath
from belofte.domain.policy_rules.finding import Finding


@dataclass(frozen=True, slots=True)
class Gap:
    """One numbered gap. ``facts`` empty: any fact the rules find. ``not_decidable``: why facts cannot show it."""

    id: str
    rules: tuple[str, ...] = ()
    facts: tuple[FactPath, ...] = ()
    not_decidable: str | None = None

    def is_shown_by(self, finding: Finding) -> bool:
        """Whether a finding is about this gap: one of its rules, at or below one of its facts."""
        if finding.rule not in self.rules:
            return False
        return not self.facts or any(_within(path, fact) for path in finding.facts for fact in self.facts)


def gaps_of(finding: Finding, gaps: Mapping[str, Gap]) -> tuple[str, ...]:
    """The company's own numbers for one finding."""
    return tuple(gap.id for gap in gaps.values() if gap.is_shown_by(finding))


def found_by(gap: Gap, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings that show one gap; none means that it is mended, or that no rule can see it."""
    return tuple(finding for finding in findings if gap.is_shown_by(finding))


def _within(path: FactPath, fact: FactPath) -> bool:
    return path == fact or path.startswith(fact + ".")
