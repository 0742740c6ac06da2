"""A folder is read once as long as nothing in it changes, and anew whatever changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from belofte.loading import PolicyFolderError
from belofte.loading.unchanged import content_of, policy_folder

REFERENCE = Path(__file__).parents[2] / "examples" / "linprofs"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(REFERENCE, tmp_path / "policy", ignore=shutil.ignore_patterns("published")))


def test_the_same_files_elsewhere_are_the_same_facts_of_another_folder(folder: Path, tmp_path: Path) -> None:
    again = Path(shutil.copytree(folder, tmp_path / "again"))
    one, other = policy_folder(folder), policy_folder(again)
    assert one.policy is other.policy
    assert (one.path, other.path) == (folder, again)


@pytest.mark.parametrize("name", ["policy.yaml", "clauses.yaml", "systems/crm.yaml"])
def test_one_letter_is_seen_at_once(folder: Path, name: str) -> None:
    before = policy_folder(folder)
    file = folder / name
    file.write_text(file.read_text("utf-8") + "# a\n", "utf-8")
    assert policy_folder(folder).policy is not before.policy


@pytest.mark.parametrize("name", ["policy.yml", "systems/More.yaml", "connectors/own.yaml", "texts/whatever.md"])
def test_a_file_that_comes_counts_and_what_is_wrong_is_told_every_time(folder: Path, name: str) -> None:
    before, policy = content_of(folder), policy_folder(folder).policy
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("kind: [\n", "utf-8")
    assert content_of(folder) != before
    for _ in range(2):
        with pytest.raises(PolicyFolderError):
            policy_folder(folder)
    file.unlink()
    assert policy_folder(folder).policy is policy


def test_what_moved_between_two_files_is_not_the_same(folder: Path) -> None:
    before = content_of(folder)
    (folder / "texts").mkdir(exist_ok=True)
    (folder / "texts" / "a.nl.md").write_text("b", "utf-8")
    one = content_of(folder)
    (folder / "texts" / "a.nl.md").rename(folder / "texts" / "b.nl.md")
    assert len({before, one, content_of(folder)}) == 3
