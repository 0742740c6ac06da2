"""T-84: Whoever changes the evidence afterwards is found out, and the place is named."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belofte.domain.checkpoint import Checkpoint, SigningKey, split_notes
from belofte.domain.errors import CouldNotLook, WrongUse
from belofte.domain.verification import FaultKind, Report
from belofte.procedures.proving.verify import (
    BETWEEN_SECONDS,
    check_proof,
    newest_note,
    prove,
    read_key,
    verify,
    verify_in_use,
)

from .conftest import KEY, make_log

LOG = make_log((2, 1, 3))
EXPECTED = {"leaves.jsonl": FaultKind.LEAF, "hashes": FaultKind.HASH, "checkpoints": FaultKind.CHECKPOINT}


def judge(folder: Path, *anchors: Path) -> Report:
    return verify(folder, KEY.public, anchors)


def lines_of(name: str, data: bytes) -> list[int]:
    """For every byte of a file the number of the leaf, hash line or checkpoint it belongs to."""
    parts = split_notes(data, KEY.origin) if name == "checkpoints" else data.splitlines(keepends=True)
    return [number for number, part in enumerate(parts, 1) for _ in part + (b"\n" if name == "checkpoints" else b"")]


def test_an_untouched_log_is_whole(tmp_path: Path) -> None:
    report = judge(LOG.write(tmp_path))
    assert report.whole
    assert (report.size, report.checkpoints) == (6, 3)


def test_a_look_while_a_leaf_is_being_written_is_no_alarm_and_a_fault_that_stays_is_one(tmp_path: Path) -> None:
    """Leaves come before their checkpoint: a look in between sees leaves that nobody signed yet."""
    notes = LOG.write(tmp_path) / "checkpoints"
    whole = notes.read_bytes()
    last = len(split_notes(whole, KEY.origin)[-1])
    notes.write_bytes(whole[: -last - 1])
    assert not verify_in_use(tmp_path, KEY.public).whole, "nobody writes it"
    writes = threading.Timer(BETWEEN_SECONDS / 2, notes.write_bytes, (whole,))
    writes.start()
    assert verify_in_use(tmp_path, KEY.public).whole
    writes.join()


@pytest.mark.parametrize("flip", [0x01, 0x20])
@pytest.mark.parametrize("name", EXPECTED)
def test_every_single_changed_byte_is_named_at_its_place(tmp_path: Path, name: str, flip: int) -> None:
    LOG.write(tmp_path)
    file = tmp_path / name
    whole = file.read_bytes()
    places = lines_of(name, whole)[: len(whole)]
    assert len(places) == len(whole)
    for at, number in enumerate(places):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ flip]) + whole[at + 1 :])
        faults = judge(tmp_path).faults
        assert [fault.kind for fault in faults] == [EXPECTED[name]], (at, faults)
        # a lost line end joins a leaf with the next one; everything else stays exactly where it is
        assert faults[0].first == number, (at, faults)
        assert faults[0].last == number or (whole[at] == 0x0A and faults[0].last == number + 1), (at, faults)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_no_other_byte_passes_either(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = LOG.write(tmp_path_factory.mktemp("log"))
    file = folder / data.draw(st.sampled_from(sorted(EXPECTED)))
    whole = file.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[at]))
    file.write_bytes(whole[:at] + bytes([other]) + whole[at + 1 :])
    faults = judge(folder).faults
    assert {fault.kind for fault in faults} == {EXPECTED[file.name]}
    assert faults[0].first == lines_of(file.name, whole)[at]


def test_a_leaf_and_its_hash_changed_together_leave_a_span_in_doubt(tmp_path: Path) -> None:
    forged = make_log((2, 1, 3))
    other = forged.leaves.replace(b'"version":3', b'"version":9')
    lines = other.splitlines()
    from_scratch = make_log((2, 1, 3))
    from_scratch.leaves = other
    from_scratch.hashes = b"".join(sha256(b"\x00" + line).hexdigest().encode() + b"\n" for line in lines)
    faults = judge(from_scratch.write(tmp_path)).faults
    assert [(fault.kind, fault.first, fault.last) for fault in faults] == [(FaultKind.SPAN, 3, 3)]
    assert "checkpoint 2" in faults[0].sentence


@pytest.mark.parametrize("kept", range(6))
def test_a_cut_off_end_is_named(tmp_path: Path, kept: int) -> None:
    log = make_log((2, 1, 3))
    log.leaves = b"".join(log.leaves.splitlines(keepends=True)[:kept])
    only_leaves = judge(log.write(tmp_path / "leaves")).faults
    log.hashes = log.hashes[: kept * 65]
    both = judge(log.write(tmp_path / "both")).faults
    assert {(fault.kind) for fault in only_leaves} == {FaultKind.CUT_OFF}
    assert (only_leaves[0].first, only_leaves[-1].last) == (kept + 1, 6)
    assert (both[0].kind, both[0].first) == (FaultKind.CUT_OFF, kept + 1)


def test_hashes_that_were_cut_in_the_middle_of_a_line(tmp_path: Path) -> None:
    log = make_log((2, 1, 3))
    log.hashes = log.hashes[:-100]
    faults = judge(log.write(tmp_path)).faults
    assert [(fault.kind, fault.first, fault.last) for fault in faults] == [(FaultKind.CUT_OFF, 5, 6)]


def test_a_lost_leaf_in_the_middle_is_the_only_one_named(tmp_path: Path) -> None:
    log = make_log((2, 1, 3))
    lines = log.leaves.splitlines(keepends=True)
    log.leaves = b"".join(lines[:3] + lines[4:])
    assert [(f.kind, f.first, f.last) for f in judge(log.write(tmp_path)).faults] == [(FaultKind.LEAF, 4, 4)]


def test_leaves_nobody_signed_are_named(tmp_path: Path) -> None:
    log = make_log((2, 1, 3))
    log.checkpoints = b"".join(note + b"\n" for note in split_notes(log.checkpoints, KEY.origin)[:2])
    faults = judge(log.write(tmp_path)).faults
    assert [(fault.kind, fault.first, fault.last) for fault in faults] == [(FaultKind.UNSIGNED, 4, 6)]


def test_checkpoints_in_another_order_are_named(tmp_path: Path) -> None:
    log = make_log((2, 1, 3))
    notes = split_notes(log.checkpoints, KEY.origin)
    log.checkpoints = b"".join(note + b"\n" for note in [notes[0], notes[2], notes[1]])
    assert [(f.kind, f.first) for f in judge(log.write(tmp_path)).faults] == [(FaultKind.CHECKPOINT, 3)]


def test_a_foreign_key_is_one_fault(tmp_path: Path) -> None:
    stranger = SigningKey("belofte-ffffffff", bytes(32))
    faults = judge(make_log((2, 1, 3), stranger).write(tmp_path)).faults
    assert [fault.kind for fault in faults] == [FaultKind.FOREIGN_KEY]


def test_the_same_name_with_another_key_does_not_pass(tmp_path: Path) -> None:
    impostor = SigningKey(KEY.origin, bytes(32))
    assert {fault.kind for fault in judge(make_log((2, 1), impostor).write(tmp_path)).faults} == {FaultKind.CHECKPOINT}


class TestAnchors:
    """A checkpoint that was kept outside: on the notice, in a mailbox."""

    def test_a_rolled_back_log_is_noticed(self, tmp_path: Path) -> None:
        outside = tmp_path / "from-the-notice"
        outside.write_text(newest_note(make_log((2, 1, 3)).write(tmp_path / "then"), KEY.public))
        rolled_back = make_log((2, 1)).write(tmp_path / "now")
        assert judge(rolled_back).whole
        faults = judge(rolled_back, outside).faults
        assert [(fault.kind, fault.first, fault.last) for fault in faults] == [(FaultKind.ROLLED_BACK, 4, 6)]

    def test_a_rewritten_log_is_noticed_even_when_the_key_was_stolen(self, tmp_path: Path) -> None:
        outside = tmp_path / "from-the-notice"
        honest = Checkpoint(KEY.origin, 4, b"\x07" * 32)
        outside.write_text(KEY.sign(honest))
        faults = judge(make_log((2, 1, 3)).write(tmp_path), outside).faults
        assert [(fault.kind, fault.last) for fault in faults] == [(FaultKind.REWRITTEN, 4)]

    def test_older_anchors_of_the_same_log_agree_also_between_checkpoints(self, tmp_path: Path) -> None:
        outside = tmp_path / "anchors"
        outside.write_bytes(make_log((1, 3, 1)).checkpoints)
        assert judge(make_log((2, 1, 3)).write(tmp_path), outside).whole

    def test_an_anchor_of_somebody_else_says_nothing_and_that_is_said(self, tmp_path: Path) -> None:
        outside = tmp_path / "anchors"
        outside.write_bytes(make_log((1,), SigningKey("belofte-ffffffff", bytes(32))).checkpoints)
        assert [fault.kind for fault in judge(LOG.write(tmp_path), outside).faults] == [FaultKind.ANCHOR]


class TestProofs:
    @pytest.mark.parametrize("appends", [(1,), (2, 1), (7,), (64, 200, 300)])
    def test_every_leaf_can_be_proven_and_no_other(self, tmp_path: Path, appends: tuple[int, ...]) -> None:
        log = make_log(appends)
        folder = log.write(tmp_path)
        for number in {1, log.size // 2 or 1, log.size}:
            proof = prove(folder, number, KEY.public)
            assert check_proof(proof, KEY.public) == []
            forged = replace(proof, leaf=proof.leaf.replace("version", "vision"))
            assert [fault.kind for fault in check_proof(forged, KEY.public)] == [FaultKind.LEAF]
            moved = replace(proof, number=number + 1)
            assert check_proof(moved, KEY.public)

    def test_a_leaf_that_was_changed_cannot_be_proven(self, tmp_path: Path) -> None:
        log = make_log((2, 1))
        log.leaves = log.leaves.replace(b'"version":2', b'"version":4')
        with pytest.raises(CouldNotLook):
            prove(log.write(tmp_path), 2, KEY.public)

    def test_there_is_no_leaf_zero_and_none_behind_the_end(self, tmp_path: Path) -> None:
        folder = make_log((2,)).write(tmp_path)
        for number in (0, 3, -1):
            with pytest.raises(WrongUse, match="covers leaves 1 to 2"):
                prove(folder, number, KEY.public)


class TestThePinnedKey:
    def test_it_is_read_from_its_line_or_its_file(self, tmp_path: Path) -> None:
        line = str(KEY.public)
        file = tmp_path / "pinned"
        file.write_text(line + "\n")
        assert read_key(line) == read_key(str(file)) == KEY.public

    def test_one_wrong_sign_is_refused(self) -> None:
        line = str(KEY.public)
        for at in range(len(line)):
            with pytest.raises(WrongUse):
                read_key(line[:at] + ("A" if line[at] != "A" else "B") + line[at + 1 :])

    def test_missing_files_are_could_not_look(self, tmp_path: Path) -> None:
        with pytest.raises(CouldNotLook, match=r"leaves\.jsonl|checkpoints"):
            judge(tmp_path)


def test_it_needs_neither_store_nor_engine_nor_server(tmp_path: Path) -> None:
    """A witness installs the core, or copies these few files: nothing heavy is imported."""
    LOG.write(tmp_path)
    program = (
        "import sys\n"
        "for name in ('sqlalchemy', 'alembic', 'dbos', 'litestar', 'pydantic', 'ruamel'): sys.modules[name] = None\n"
        "from pathlib import Path\n"
        "from belofte.procedures.proving.verify import read_key, verify\n"
        "print(verify(Path(sys.argv[1]), read_key(sys.argv[2])).size)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, tmp_path, str(KEY.public)], capture_output=True, text=True, check=True
    )
    assert told.stdout == "6\n"
