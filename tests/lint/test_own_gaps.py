"""``gaps.yaml``: a company's own numbers beside the findings; a list that says nothing is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from belofte.domain.policy_rules import lint
from belofte.domain.policy_rules.rule import World
from belofte.loading.gaps import GapsFileError, read_gaps


def _folder(path: Path, text: str) -> Path:
    (path / "gaps.yaml").write_text(text, "utf-8")
    return path


def test_a_folder_without_a_list_has_no_numbers(tmp_path: Path) -> None:
    assert read_gaps(tmp_path) == {}


def test_a_number_can_be_about_one_fact_only(tmp_path: Path, worlds: dict[str, World]) -> None:
    gaps = read_gaps(
        _folder(tmp_path, "A-1: {rules: [secrecy-missing], facts: [recipients.kpn]}\nA-2: secrecy-missing")
    )
    world = worlds["linprofs-as-published"]
    found = [f for f in lint(world.policy, world.systems, world.vendors, world.today) if f.rule == "secrecy-missing"]
    assert [f.facts[0] for f in found if gaps["A-1"].is_shown_by(f)] == ["recipients.kpn.secrecy"]
    assert all(gaps["A-2"].is_shown_by(f) for f in found)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("A-1: secrecy-mising", 'Did you mean "secrecy-missing"'),
        ("A-1: {facts: [retention]}", "say why none can"),
        ("A-1: {rules: [secrecy-missing], not_decidable: both}", "say why none can"),
        ("A-1: {rulez: [secrecy-missing]}", "A-1"),
        ("- A-1", "dictionary"),
        ("A-1: [", "YAML"),
    ],
)
def test_a_list_that_is_not_whole_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(GapsFileError, match=says):
        read_gaps(_folder(tmp_path, text))
