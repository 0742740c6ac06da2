"""Writes the list of rules in ``docs/linter.md`` from the rules themselves: ``python -m tests.lint.linter_page``.

What stands above the marker is written by hand; below it, each rule with its article, an example (what it says of the
example web shop when one fact is changed) and how to mend it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.lint.changing import changed
from tests.lint.rule_cases import CASES

from belofte.domain.policy_rules import RULES, THEMES
from belofte.domain.policy_rules.rule import Rule, World
from belofte.loading.folder import load_policy_folder
from belofte.loading.impact import load_criteria
from belofte.loading.statutes import load_statutes
from belofte.loading.vendors import load_vendors

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "linter.md"
MARKER = "<!-- Below: written by `python -m tests.lint.linter_page` from the rules; change it there. -->"

HEADINGS = {
    "identity": "Who answers, and where people turn",
    "purposes": "Why, and on which basis",
    "categories": "What data, and from whom",
    "recipients": "Who gets data",
    "transfers": "Data outside the EEA",
    "agreements": "How recipients and staff are bound",
    "third-parties": "What must be known of everyone outside",
    "record": "What a record of processing needs",
    "vendors": "What vendors say of their own products",
    "retention": "How long",
    "rights": "What is said about rights",
    "consent": "Consent, cookies and mail",
    "contradictions": "Facts that cannot be true together",
    "settings": "Dangerous settings",
    "validity": "Versions, languages, changes",
    "letters": "Letters in your own words",
    "map": "The map of systems against the policy",
    "erasing": "How the systems erase",
    "expectations": "What is expected of systems",
}


def rules_text() -> str:
    """The list of all rules, theme by theme."""
    folder = load_policy_folder(ROOT / "examples" / "webshop")
    world = World(
        folder.policy, folder.systems, load_vendors(), date(2026, 11, 22), {}, load_criteria(), load_statutes()
    )
    parts = [f"{len(RULES)} rules."]
    for theme, rules in THEMES.items():
        parts.append(f"## {HEADINGS[theme]}")
        parts += [_rule(rule, world) for rule in rules]
    return "\n\n".join(parts) + "\n"


def _rule(rule: Rule, world: World) -> str:
    for path, value in CASES[rule.id].bad.items():
        world = changed(world, path, value)
    example = next(iter(rule.findings(world)))
    settled = " · a recorded decision settles it" if rule.decidable else ""
    return (
        f"### `{rule.id}`\n\n{rule.severity} · {rule.article}{settled}\n\n{(rule.look.__doc__ or '').strip()}\n\n"
        f"- Example: `{example.facts[0]}`: {_one_line(example.message.in_('en'))}\n"
        f"- To mend: {_one_line(example.mend.in_('en'))}\n"
        f"- In Dutch: {_one_line(example.message.in_('nl'))}"
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def main() -> None:
    above = PAGE.read_text("utf-8").partition(MARKER)[0]
    PAGE.write_text(f"{above}{MARKER}\n\n{rules_text()}", "utf-8")


if __name__ == "__main__":
    main()
