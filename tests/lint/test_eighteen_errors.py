"""The rules are general: in two other companies' complete policies, one fact taken away or added gives exactly one
finding, and no other. Each line is one of the eighteen errors a published text was refused for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from tests.lint.changing import NOTHING, changed

from belofte.domain.policy import LegalBasis
from belofte.domain.policy_rules import Severity, lint
from belofte.domain.policy_rules.rule import World

# rule -> (fact in the web shop, what it becomes), (fact in the clinic, what it becomes)
EIGHTEEN: Mapping[str, tuple[tuple[str, Any], tuple[str, Any]]] = {
    "privacy-office-missing": (("privacy_office.email", None), ("privacy_office", NOTHING)),
    "controller-identity-incomplete": (("controller.address", None), ("controller.phone", None)),
    "legal-basis-missing": (("purposes.deliver.basis", None), ("purposes.treat.basis", None)),
    "interest-not-named": (("purposes.guard.interest", None), ("purposes.watch-site.interest", None)),
    "transfer-safeguard-missing": (("recipients.helpdesk.transfer", None), ("recipients.video.transfer", None)),
    "retention-missing": (("retention.mailing", NOTHING), ("retention.diary", NOTHING)),
    "right-not-described": (("rights.described", ("erasure",)), ("rights.described", ("portability",))),
    "withdrawal-not-described": (("rights.withdrawal", None), ("rights.withdrawal", None)),
    "need-not-stated": (("purposes.sell.must_give", None), ("purposes.plan-visits.if_not_given", None)),
    "automated-decisions-not-stated": (("automated_decisions.used", None), ("automated_decisions.used", True)),
    "category-contents-missing": (("data.dispatch.needed", ()), ("data.diary.needed", ())),
    "objection-incomplete": (("rights.objection_marketing_absolute", None), ("rights.objection_pointed_out", None)),
    "cookies-not-described": (("website.cookies", None), ("website.cookies", None)),
    "metadata-called-not-personal": (
        ("recipients.hosting.metadata", "not-personal"),
        ("recipients.web-host.metadata", "not-personal"),
    ),
    "processor-own-use": (("recipients.letterbox.own_use", "reserved"), ("recipients.counter.own_use", "reserved")),
    "sharing-contradiction": (("sharing.only_for", ("bookkeeping",)), ("recipients.post-round.shares_on", True)),
    "secrecy-missing": (("recipients.courier.secrecy", None), ("recipients.record-system.secrecy", None)),
    "vendor-does-not-record": (
        ("recipients.statistics.records", ("browser", "ip-address")),
        ("recipients.counter.records", ("site-use", "ip-address")),
    ),
}


def _without(world: World, path: str, value: Any) -> Any:
    if path == "rights.described":
        return tuple(right for right in world.policy.rights.described if right not in value)
    return value


@pytest.mark.parametrize("name", ["webshop", "clinic", "linprofs"])
def test_a_complete_policy_has_no_findings(worlds: dict[str, World], name: str) -> None:
    world = worlds[name]
    found = lint(world.policy, world.systems, world.vendors, world.today, world.on_behalf, world.criteria)
    assert found == ()


@pytest.mark.parametrize("company", [0, 1], ids=["webshop", "clinic"])
@pytest.mark.parametrize("rule", list(EIGHTEEN))
def test_one_fact_changed_gives_exactly_that_finding(worlds: dict[str, World], rule: str, company: int) -> None:
    world = worlds[("webshop", "clinic")[company]]
    path, value = EIGHTEEN[rule][company]
    policy = changed(world.policy, path, _without(world, path, value))
    assert policy != world.policy
    found = lint(policy, world.systems, world.vendors, world.today)
    assert [finding.rule for finding in found] == [rule]
    assert found[0].severity is Severity.ERROR


def test_there_are_eighteen() -> None:
    assert len(EIGHTEEN) == 18


@pytest.mark.parametrize(
    ("name", "purpose"), [("webshop", p) for p in ("sell", "take-money", "deliver")] + [("clinic", "treat")]
)
def test_a_basis_of_its_own_for_each_purpose(worlds: dict[str, World], name: str, purpose: str) -> None:
    """Changing one basis for another that is stated gives no missing basis: the rule asks for one, not for which."""
    world = worlds[name]
    policy = changed(world.policy, f"purposes.{purpose}.basis", LegalBasis.VITAL_INTEREST)
    rules = {f.rule for f in lint(policy, world.systems, world.vendors, world.today)}
    assert "legal-basis-missing" not in rules
