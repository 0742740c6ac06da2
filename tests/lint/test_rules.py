"""Each rule speaks where it must and is silent where it must, and says it in two languages."""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.lint.changing import changed
from tests.lint.rule_cases import CASES, Facts

from belofte.domain import policy_rules
from belofte.domain.policy import ClauseId, FactPath, Policy
from belofte.domain.policy_rules import RULES, VendorKnowledge
from belofte.domain.policy_rules.finding import dutch
from belofte.domain.policy_rules.rule import Rule, World


def _with(world: World, facts: Facts) -> World:
    for path, value in facts.items():
        world = changed(world, path, value)
    return world


def _speaks(rule: str, world: World) -> bool:
    return any(finding.rule == rule for finding in RULES[rule].findings(world))


@pytest.mark.parametrize("rule", list(CASES))
def test_a_rule_speaks_where_it_must(worlds: dict[str, World], rule: str) -> None:
    assert _speaks(rule, _with(worlds["webshop"], CASES[rule].bad))


@pytest.mark.parametrize("rule", list(CASES))
def test_a_rule_is_silent_where_it_must_be(worlds: dict[str, World], rule: str) -> None:
    assert not _speaks(rule, _with(worlds["webshop"], CASES[rule].good))


def test_every_rule_has_a_case() -> None:
    assert set(CASES) == set(RULES)


def test_every_rule_that_is_written_is_registered() -> None:
    modules = (
        importlib.import_module(f"{policy_rules.__name__}.{m.name}")
        for m in pkgutil.iter_modules(policy_rules.__path__)
    )
    written = {value.id for module in modules for value in vars(module).values() if isinstance(value, Rule)}
    assert written == set(RULES)


@pytest.mark.parametrize("rule", list(RULES.values()), ids=lambda rule: rule.id)
def test_a_rule_says_it_in_both_languages(rule: Rule) -> None:
    for text in (rule.message, rule.mend):
        assert set(text.by_language) == {"nl", "en"}
        assert all(len(words) > 15 for words in text.by_language.values())
        assert text.by_language["nl"] != text.by_language["en"]
        places = [set(re.findall(r"\{(\w+)\}", words)) for words in text.by_language.values()]
        assert places[0] == places[1]
    assert re.search(r"Art\.|Tw |Directive", rule.article)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.id)


@pytest.mark.parametrize("rule", list(CASES))
def test_a_finding_is_filled_in(worlds: dict[str, World], rule: str) -> None:
    """No place of the template stays open, and the finding names a fact and where it stands."""
    finding = next(iter(RULES[rule].findings(_with(worlds["webshop"], CASES[rule].bad))))
    for text in (finding.message, finding.mend):
        for words in text.by_language.values():
            assert not re.search(r"\{(?!random)\w*\}|None|LegalBasis", words)
    assert finding.facts


def test_an_empty_policy_is_full_of_gaps_and_breaks_nothing(vendors: VendorKnowledge, worlds: dict[str, World]) -> None:
    found = policy_rules.lint(Policy(), {}, vendors, worlds["webshop"].today)
    assert policy_rules.refuses_publication(found)
    assert {"privacy-office-missing", "in-force-missing", "cookies-not-described"} <= {f.rule for f in found}


def test_a_recorded_decision_settles_a_warning_but_not_a_missing_fact(worlds: dict[str, World]) -> None:
    world = worlds["webshop"]
    clause = replace(world.policy.clauses[ClauseId("WS-26")], decide="the old text stays until the next print run")
    about = replace(clause, facts=(FactPath("changes"), FactPath("rights.withdrawal")))
    policy = replace(world.policy, clauses={**world.policy.clauses, ClauseId("WS-26"): about})
    decided = replace(world, policy=policy)
    assert not _speaks("change-notice-incomplete", _with(decided, CASES["change-notice-incomplete"].bad))
    assert _speaks("withdrawal-not-described", _with(decided, CASES["withdrawal-not-described"].bad))


def test_no_number_of_a_company_s_list_stands_in_the_code(examples: Path) -> None:
    source = examples.parent / "src" / "belofte"
    numbered = re.compile(r"\bG-\d\d\b")
    found = [
        str(path)
        for path in source.rglob("*")
        if path.suffix in {".py", ".yaml"} and numbered.search(path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("english", "in_dutch"),
    [
        ("Art. 12(2), 13(1)(a) GDPR", "art. 12 lid 2, 13 lid 1 onder a AVG"),
        ("Art. 21(2)-(4) GDPR", "art. 21 lid 2-4 AVG"),
        ("Art. 7(2) and (4), recital 43 GDPR", "art. 7 lid 2 en 4, overweging 43 AVG"),
        ("Art. 5(1)(b) and (c) GDPR", "art. 5 lid 1 onder b en c AVG"),
        ("Art. 5(3) ePrivacy Directive; Tw 11.7a", "art. 5 lid 3 e-Privacyrichtlijn; Tw 11.7a"),
    ],
)
def test_an_article_is_written_as_the_dutch_write_it(english: str, in_dutch: str) -> None:
    assert dutch(english) == in_dutch


def test_every_article_can_be_written_in_dutch() -> None:
    for rule in RULES.values():
        assert not re.search(r"[()]|GDPR|and|recital|Directive", dutch(rule.article)), rule.id
