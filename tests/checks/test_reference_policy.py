"""The reference policy's clauses: each has a verdict, and nothing is kept that nobody saw."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from belofte.checks import CHECKS, Records, checks_of, judge_all
from belofte.domain.notice import notice
from belofte.domain.policy import Clause, Policy
from belofte.domain.promise import Verdict, VerdictState
from belofte.loading.countries import load_countries
from belofte.loading.folder import PolicyFolder, load_policy_folder

EXAMPLES = Path(__file__).parents[2] / "examples"
COUNTRIES = load_countries()
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FROM_THE_TEXT = {"in-the-notice", "announced-parts", "contact-at-end", "named-suppliers"}


def folder(name: str) -> PolicyFolder:
    return load_policy_folder(EXAMPLES / name)


def verdicts(loaded: PolicyFolder, *, with_notice: bool = True) -> dict[str, Verdict]:
    policy = loaded.policy
    notices = {code: notice(policy, code, COUNTRIES) for code in policy.languages} if with_notice else {}
    records = Records(today=date(2026, 11, 22), notices=notices, systems=loaded.systems)
    return {verdict.clause: verdict for verdict in judge_all(policy, COUNTRIES, (), records, NOW)}


@pytest.mark.parametrize("name", sorted(f.name for f in EXAMPLES.iterdir() if (f / "clauses.yaml").is_file()))
def test_every_clause_has_a_verdict_and_a_reason(name: str) -> None:
    loaded = folder(name)
    found = verdicts(loaded)
    assert set(found) == {str(clause) for clause in loaded.policy.clauses}
    assert all(verdict.reason.in_("en") for verdict in found.values())
    same = {clause for clause, verdict in found.items() if verdict.reason.in_("nl") == verdict.reason.in_("en")}
    assert {found[clause].state for clause in same} <= {VerdictState.NOT_CHECKABLE}, "every reason is Dutch, too"


def test_where_nobody_looked_only_the_text_can_be_kept() -> None:
    loaded = folder("linprofs")
    for clause, verdict in verdicts(loaded).items():
        if verdict.state is VerdictState.KEPT:
            names = set(checks_of(_clause(loaded.policy, clause)))
            assert names <= FROM_THE_TEXT, (clause, names)
    without = verdicts(loaded, with_notice=False).values()
    assert sum(v.state is VerdictState.KEPT for v in without) == 1  # suppliers are compared with the recipients


def test_a_stance_is_never_kept() -> None:
    found = verdicts(folder("linprofs"))
    assert {c for c, v in found.items() if v.state is VerdictState.NOT_CHECKABLE} == {"GEN-1", "GEN-3"}


def test_the_published_text_breaks_its_own_promises() -> None:
    """The contact details never come, and two paragraphs say the opposite of each other."""
    found = verdicts(folder("linprofs-as-published"))
    assert found["CON-2"].state is VerdictState.BROKEN
    assert {c for c, v in found.items() if v.state is VerdictState.CONTRADICTED} == {
        "NWS-2",
        "NWS-10",
        "SHR-1",
        "SHR-3",
    }


def test_every_check_named_in_the_examples_exists() -> None:
    for example in EXAMPLES.iterdir():
        if (example / "clauses.yaml").is_file():
            for clause in load_policy_folder(example).policy.clauses.values():
                assert set(checks_of(clause)) <= set(CHECKS)


def _clause(policy: Policy, wanted: str) -> Clause:
    return next(clause for name, clause in policy.clauses.items() if name == wanted)
