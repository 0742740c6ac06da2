"""``belofte sandbox break SYSTEM without-right,right=…``: somebody takes one right from our account in the vendor's
console, or gives it one more; ``belofte doctor`` names it and nothing else."""

from __future__ import annotations

import pytest
from tests.rights.commands import told, typed
from tests.worlds import World

from belofte.bootstrap import make_demo

OFFICE, VISITS = "microsoft365", "google-analytics"
EDIT = "https://www.googleapis.com/auth/analytics.edit"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> World:
    systems = frozenset({"crm", OFFICE, VISITS, "mailchimp"})
    return World(make_demo(tmp_path_factory.mktemp("rights") / "home", 60, systems))


def lacking(world: World, system: str) -> tuple[set[str], list[str]]:
    """Which rights lack and which are too many, as ``belofte doctor --json`` tells it."""
    [seen] = told(world, "doctor", system)["systems"]
    assert seen["rights_told"] is True
    return {right for one in seen["abilities"].values() for right in one["lacking"]}, seen["too_wide"]


@pytest.mark.parametrize(("system", "right"), [(OFFICE, "AuditLog.Read.All"), (VISITS, EDIT)])
def test_the_right_that_was_taken_away_is_the_one_that_lacks_until_it_is_mended(
    company: World, system: str, right: str
) -> None:
    assert lacking(company, system) == (set(), [])
    assert typed(company, "sandbox", "break", system, f"without-right,right={right}")[0] == 0
    assert f"without-right,right={right}" in typed(company, "sandbox", "show", system)[1]
    assert lacking(company, system) == ({right}, [])
    status, said = typed(company, "doctor", system)
    assert (status, f"lacks {right} → belofte doctor {system} --grants" in said) == (1, True)
    assert typed(company, "sandbox", "mend", system)[1] == f"{system}: 1 mended\n"
    assert lacking(company, system) == (set(), [])


def test_a_right_too_many_is_named_as_too_wide(company: World) -> None:
    assert typed(company, "sandbox", "break", OFFICE, "extra-right,right=Mail.ReadWrite")[0] == 0
    assert lacking(company, OFFICE) == (set(), ["Mail.ReadWrite is more than the map needs."])
    typed(company, "sandbox", "mend", OFFICE, "extra-right")


def test_taken_away_and_given_besides_stand_together(company: World) -> None:
    away = {"AuditLog.Read.All", "Policy.Read.All"}
    faults = ("extra-right,right=Mail.Send", *(f"without-right,right={name}" for name in sorted(away)))
    typed(company, "sandbox", "break", OFFICE, *faults)
    found = lacking(company, OFFICE)
    typed(company, "sandbox", "mend", OFFICE)
    assert found == (away, ["Mail.Send is more than the map needs."])


@pytest.mark.parametrize(
    ("system", "fault", "says"),
    [
        pytest.param(OFFICE, "without-right,right=Mail.Send", "User.Read.All", id="it has not got that"),
        pytest.param(OFFICE, "without-right", "without-right,right=", id="no right is named"),
        pytest.param(OFFICE, "500,right=Mail.Send", "chance", id="a fault that has no right"),
        pytest.param("mailchimp", "without-right,right=lists", "no-right", id="a vendor that tells no rights"),
        pytest.param("mailchimp", "extra-right,right=lists", "no-right", id="nor takes one more"),
    ],
)
def test_a_right_that_is_none_is_refused_with_what_can_be_written(
    company: World, system: str, fault: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from belofte.cli.main import run

    assert run(["sandbox", "break", system, fault, "--policy", str(company.made.home.policy)]) == 2
    assert says in capsys.readouterr().err
    assert "without-right" not in typed(company, "sandbox", "show", system)[1]
