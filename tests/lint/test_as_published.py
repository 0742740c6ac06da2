"""The published text of 2018, as its facts: everything a lawyer found in it that facts can show is found, by number."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from belofte.domain.policy_rules import Finding, Severity, lint
from belofte.domain.policy_rules.own_gaps import Gap, found_by, gaps_of
from belofte.domain.policy_rules.report import GapState, LintReport
from belofte.domain.policy_rules.rule import World
from belofte.loading.gaps import read_gaps

AS_PUBLISHED = "linprofs-as-published"
SEVERITIES = {"E": Severity.ERROR, "W": Severity.WARNING, "I": Severity.INFORMATION}

# The eighteen that must refuse publication, by the lawyer's numbers.
ERRORS = "01 02 03 04 06 07 08 09 10 11 13 17 21 22 23 24 25 32".split()
NOT_DECIDABLE = {"G-39"}


@pytest.fixture(scope="module")
def findings(worlds: dict[str, World]) -> tuple[Finding, ...]:
    world = worlds[AS_PUBLISHED]
    return lint(world.policy, world.systems, world.vendors, world.today)


@pytest.fixture(scope="module")
def gaps(examples: Path) -> dict[str, Gap]:
    return dict(read_gaps(examples / AS_PUBLISHED))


def test_all_fifty_gaps_are_listed(gaps: dict[str, Gap]) -> None:
    assert list(gaps) == [f"G-{number:02}" for number in range(1, 51)]


@pytest.mark.parametrize("number", ERRORS)
def test_each_of_the_eighteen_errors_is_found_as_an_error(
    findings: tuple[Finding, ...], gaps: dict[str, Gap], number: str
) -> None:
    shown = found_by(gaps[f"G-{number}"], findings)
    assert Severity.ERROR in {finding.severity for finding in shown}


def test_every_gap_is_found_unless_facts_cannot_show_it(findings: tuple[Finding, ...], gaps: dict[str, Gap]) -> None:
    unfound = {gap.id for gap in gaps.values() if not found_by(gap, findings)}
    assert unfound == NOT_DECIDABLE
    assert all(gaps[name].not_decidable for name in unfound)


def test_every_finding_has_a_number(findings: tuple[Finding, ...], gaps: dict[str, Gap]) -> None:
    assert [finding.rule for finding in findings if not gaps_of(finding, gaps)] == []


def test_every_finding_stands_somewhere_or_is_about_a_top_key_that_is_missing(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        assert (
            finding.position is not None
            or "." not in finding.facts[0]
            or finding.facts[0].split(".")[0]
            in (
                "automated_decisions",
                "customers",
            )
        )


def test_the_eighteen_would_be_found_one_by_one_with_the_list_taken_away(findings: tuple[Finding, ...]) -> None:
    """The rules do not know the list: without it the same things are found, only without numbers."""
    report = LintReport(findings)
    assert not report.publishable
    assert all(report.numbers(finding) == () for finding in report.findings)
    assert [finding.rule for finding in report.next_to_mend] == [
        "privacy-office-missing",
        "controller-identity-incomplete",
        "legal-basis-missing",
    ]


def test_in_the_complete_folder_nothing_of_the_list_is_left(worlds: dict[str, World], gaps: dict[str, Gap]) -> None:
    world = worlds["linprofs"]
    report = LintReport(lint(world.policy, world.systems, world.vendors, world.today), gaps)
    states = {gap.id: report.state(gap) for gap in gaps.values()}
    assert states == {name: GapState.NOT_DECIDABLE if name in NOT_DECIDABLE else GapState.NOT_FOUND for name in states}


def test_every_mended_gap_of_the_complete_folder_says_which_it_is(
    worlds: dict[str, World], gaps: dict[str, Gap]
) -> None:
    """``added:`` names the gap, so that a reader sees what the company never published."""
    reasons = " ".join(worlds["linprofs"].policy.added.values())
    named = set(re.findall(r"G-\d\d", reasons))
    errors = {f"G-{number}" for number in ERRORS}
    assert errors <= named
    assert named <= set(gaps)


def test_the_severities_are_the_lawyers(findings: tuple[Finding, ...], gaps: dict[str, Gap]) -> None:
    shared = Path(__file__).parents[3] / "shared" / "gaps.md"
    if not shared.is_file():
        pytest.skip("The lawyer's list lies beside this checkout only where it was written; here it is absent.")
    rows = re.findall(r"^\| (G-\d\d) \| ([EWI]) \|", shared.read_text("utf-8"), re.MULTILINE)
    assert len(rows) == 50
    for number, severity in rows:
        shown = {finding.severity for finding in found_by(gaps[number], findings)}
        assert number in NOT_DECIDABLE or SEVERITIES[severity] in shown, number
        if severity != "E":
            assert Severity.ERROR not in shown, number
