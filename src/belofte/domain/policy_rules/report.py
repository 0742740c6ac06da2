"""What came out of looking at one folder: findings, the company's own gaps, what to mend first, what is still to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from belofte.domain.policy import Todo
from belofte.domain.policy_rules.finding import Finding, Severity
from belofte.domain.policy_rules.own_gaps import Gap, found_by, gaps_of
from belofte.domain.policy_rules.registry import refuses_publication

NEXT = 3
"""How many things to mend are named first: more than that nobody keeps in mind."""


class GapState(StrEnum):
    """What became of a gap of the company's own list."""

    FOUND = "found"
    NOT_FOUND = "not found"  # mended, as far as facts show
    NOT_DECIDABLE = "not decidable"


@dataclass(frozen=True, slots=True)
class LintReport:
    """The answer of the linter about one folder."""

    findings: tuple[Finding, ...]
    gaps: Mapping[str, Gap] = field(default_factory=dict[str, Gap])
    todos: tuple[Todo, ...] = ()

    @property
    def publishable(self) -> bool:
        """No error among the findings."""
        return not refuses_publication(self.findings)

    @property
    def counts(self) -> Mapping[Severity, int]:
        """Findings by severity, zeros included."""
        counted = Counter(finding.severity for finding in self.findings)
        return {severity: counted[severity] for severity in Severity}

    @property
    def next_to_mend(self) -> tuple[Finding, ...]:
        """The first finding of each of the first rules: three different things, the weightiest first."""
        firsts: dict[str, Finding] = {}
        for finding in self.findings:
            firsts.setdefault(finding.rule, finding)
        return tuple(firsts.values())[:NEXT]

    def numbers(self, finding: Finding) -> tuple[str, ...]:
        """The company's own numbers for one finding."""
        return gaps_of(finding, self.gaps)

    def state(self, gap: Gap) -> GapState:
        """What became of one gap."""
        if gap.not_decidable:
            return GapState.NOT_DECIDABLE
        return GapState.FOUND if found_by(gap, self.findings) else GapState.NOT_FOUND
