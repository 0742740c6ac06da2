"""``docs/linter.md`` explains every rule there is, and no other, and is what the rules say."""

from __future__ import annotations

import re

from tests.lint.linter_page import HEADINGS, MARKER, PAGE, rules_text

from belofte.domain.policy_rules import RULES, THEMES


def test_the_page_is_what_the_rules_say() -> None:
    above, marker, below = PAGE.read_text("utf-8").partition(MARKER)
    assert marker and len(above) > 500
    assert below.strip() == rules_text().strip(), "run: python -m tests.lint.linter_page"


def test_every_rule_has_its_place_on_the_page() -> None:
    assert re.findall(r"^### `([a-z-]+)`$", PAGE.read_text("utf-8"), re.MULTILINE) == list(RULES)


def test_every_theme_has_a_heading() -> None:
    assert set(HEADINGS) == set(THEMES)


def test_every_rule_says_why_it_is_there() -> None:
    for rule in RULES.values():
        assert rule.look.__doc__ and len(rule.look.__doc__.strip()) > 25, rule.id
