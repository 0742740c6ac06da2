"""A tool that changes one fact changes one line, and nothing else of the folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from belofte.domain.policy import FactPath, Period, Unit
from belofte.loading.change import FactNotChanged, change_fact
from belofte.loading.folder import load_policy_folder
from belofte.loading.problems import PolicyFolderError

from .folders import CRM, POLICY, make

EXAMPLE = Path(__file__).parents[2] / "examples" / "linprofs"


def changed_lines(before: bytes, after: bytes) -> list[tuple[bytes, bytes]]:
    old, new = before.split(b"\n"), after.split(b"\n")
    assert len(old) == len(new)
    return [(a, b) for a, b in zip(old, new, strict=True) if a != b]


def test_one_fact_is_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "policy"
    shutil.copytree(EXAMPLE, folder)
    before = (folder / "policy.yaml").read_bytes()
    assert change_fact(folder, FactPath("retention.visit.at_most"), "12 months") == folder / "policy.yaml"
    ((old, new),) = changed_lines(before, (folder / "policy.yaml").read_bytes())
    assert new == old.replace(b"14 months", b"12 months", 1)
    assert load_policy_folder(folder).policy.retention["visit"].ceiling == Period(12, Unit.MONTHS)


def test_a_fact_of_a_system_and_of_a_clause(tmp_path: Path) -> None:
    make(tmp_path)
    change_fact(tmp_path, FactPath("systems.crm.tables.customers.clock.left"), "gone_on")
    change_fact(tmp_path, FactPath("clauses.LEAVE-1.facts"), "retention.profile")
    folder = load_policy_folder(tmp_path)
    assert folder.systems["crm"].collections["customers"].clock == {"left": "gone_on"}
    assert (tmp_path / "systems/crm.yaml").read_text() == CRM.replace("left_on", "gone_on")


def test_one_item_of_a_list(tmp_path: Path) -> None:
    change_fact(make(tmp_path), FactPath("never.resale"), "online-payment")
    assert load_policy_folder(tmp_path).policy.never == ("online-payment",)


def test_windows_line_ends_and_a_byte_order_mark_stay(tmp_path: Path) -> None:
    make(tmp_path, "\ufeff" + POLICY.replace("\n", "\r\n"))
    before = (tmp_path / "policy.yaml").read_bytes()
    change_fact(tmp_path, FactPath("rights.answer_within"), "20 days")
    assert (tmp_path / "policy.yaml").read_bytes() == before.replace(b"30 days", b"20 days")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=st.text(st.characters(min_codepoint=32, max_codepoint=0x24FF, exclude_categories=["Cc", "Zl", "Zp"])))
def test_any_text_comes_back_as_it_was_given(tmp_path: Path, name: str) -> None:
    wanted = f"x{name}x"
    change_fact(make(tmp_path), FactPath("controller.name"), wanted)
    assert load_policy_folder(tmp_path).policy.controller.name == wanted


@pytest.mark.parametrize(
    ("fact", "what"),
    [
        ("retention.visits", "No fact is written"),
        ("retention.profile", "not a single value"),
        ("nothing", "No fact is written"),
        ("systems.crm.tables.customers.of", "is not written"),
    ],
)
def test_what_is_not_one_written_value_is_not_changed(tmp_path: Path, fact: str, what: str) -> None:
    make(tmp_path)
    with pytest.raises(FactNotChanged, match=what):
        change_fact(tmp_path, FactPath(fact), "x")
    assert (tmp_path / "policy.yaml").read_text() == POLICY


def test_a_change_the_folder_does_not_survive_is_taken_back(tmp_path: Path) -> None:
    make(tmp_path)
    with pytest.raises(PolicyFolderError, match="14 moons"):
        change_fact(tmp_path, FactPath("rights.answer_within"), "14 moons")
    assert (tmp_path / "policy.yaml").read_text() == POLICY
    assert sorted(p.name for p in tmp_path.iterdir()) == ["clauses.yaml", "policy.yaml", "systems"]
