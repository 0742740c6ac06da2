"""The linter: are the facts of a policy complete, and do they agree?

:func:`lint` looks at facts only, never at wording. A rule's name is general; which gap of a company's own list it is
stands in that company's folder (``gaps.yaml``). ``docs/linter.md`` explains every rule.
"""

from belofte.domain.policy_rules.finding import Finding, Severity
from belofte.domain.policy_rules.registry import RULES, THEMES, lint, refuses_publication
from belofte.domain.policy_rules.vendors import Source, Vendor, VendorKnowledge

__all__ = [
    "RULES",
    "THEMES",
    "Finding",
    "Severity",
    "Source",
    "Vendor",
    "VendorKnowledge",
    "lint",
    "refuses_publication",
]
