"""`belofte verify`, `prove`, `backup` and `restore` as people type them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from belofte.cli.main import run
from belofte.domain.checkpoint import SigningKey

from .conftest import KEY, make_log


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of an evidence folder."""
    folder = make_log((2, 1, 3)).write(tmp_path / "copy")
    (folder / "public.key").write_text(f"{KEY.public}\n")
    return folder


def test_a_whole_log_is_said_to_be_whole(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", str(folder), "--key", str(KEY.public)]) == 0
    assert capsys.readouterr().out == "The log is whole: 6 leaves, 3 signed checkpoints.\n"
    assert run(["verify", str(folder)]) == 0
    assert "Pin it elsewhere" in capsys.readouterr().out


def test_a_changed_leaf_is_named_and_the_status_is_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    leaves = folder / "leaves.jsonl"
    leaves.write_bytes(leaves.read_bytes().replace(b'"version":4', b'"version":5'))
    assert run(["verify", str(folder), "--key", str(KEY.public), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["schema"], told["whole"]) == ("belofte.verify/1", False)
    assert [(fault["kind"], fault["first"]) for fault in told["faults"]] == [("leaf", 4)]


def test_a_foreign_key_a_missing_file_and_a_wrong_key_have_their_own_status(folder: Path) -> None:
    stranger = SigningKey("belofte-ffffffff", bytes(32))
    assert run(["verify", str(folder), "--key", str(stranger.public)]) == 1
    assert run(["verify", str(folder), "--key", "not-a-key"]) == 2
    (folder / "hashes").unlink()
    assert run(["verify", str(folder), "--key", str(KEY.public)]) == 3


def test_a_proof_is_made_and_checked_elsewhere(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["prove", "4", "--evidence", str(folder)]) == 0
    printed = capsys.readouterr().out
    proof = tmp_path / "proof.json"
    proof.write_text(printed)
    assert run(["verify", str(proof), "--key", str(KEY.public)]) == 0
    proof.write_text(printed.replace("version", "vision"))
    assert run(["verify", str(proof), "--key", str(KEY.public)]) == 1
    proof.write_text("{}")
    assert run(["verify", str(proof), "--key", str(KEY.public)]) == 2
    assert run(["prove", "7", "--evidence", str(folder)]) == 2
