"""Reads copies of the evidence files and has them judged: offline, with the files and a pinned key and nothing else.

The key is pinned when it was kept elsewhere: on the published notice, in a mail to the works council, on paper. The
copy that lies beside the files proves nothing to somebody who distrusts whoever keeps them.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import BinaryIO

from belofte.domain.checkpoint import BadCheckpoint, NotAKey, VerifyKey, open_note, split_notes
from belofte.domain.errors import CouldNotLook, WrongUse
from belofte.domain.merkle import TILE, inclusion, leaf_hash, node_hash, root_from_inclusion
from belofte.domain.verification import Fault, FaultKind, Report, judge_log

LEAVES, HASHES, CHECKPOINTS = "leaves.jsonl", "hashes", "checkpoints"
HASH_LINE = 65
LOOKS, BETWEEN_SECONDS = 5, 0.1
HEX = re.compile(rb"[0-9a-f]{64}\n")


@dataclass(frozen=True, slots=True)
class Proof:
    """That one leaf is in the log: the leaf, its number, the path to the root, and the signed checkpoint."""

    leaf: str
    number: int
    size: int
    path: tuple[str, ...]
    checkpoint: str
    schema: str = "belofte.proof/1"


def read_key(text_or_file: str) -> VerifyKey:
    """The pinned key, given as its one line or as the name of a file that holds it. Raises :class:`WrongUse`."""
    text = text_or_file
    if "+" not in text_or_file or Path(text_or_file).is_file():
        try:
            text = Path(text_or_file).read_text()
        except OSError:
            raise WrongUse(
                "The pinned key could not be read.", "Give the key's line (belofte-…+…+…) or a file that holds it."
            ) from None
    try:
        return VerifyKey.parse(text)
    except NotAKey as error:
        raise WrongUse(str(error), "Copy it again from where you pinned it.") from None


def verify(folder: Path, key: VerifyKey, anchors: Sequence[Path] = ()) -> Report:
    """Judge the log in ``folder``. ``anchors``: files with signed checkpoints that were kept outside.
    Raises :class:`CouldNotLook` when a file is not there."""
    outside = [note for file in anchors for note in _notes_within(_read(file), key.origin)]
    checkpoints = _read(folder / CHECKPOINTS)
    return judge_log(_leaf_hashes(folder / LEAVES), _hash_lines(folder / HASHES), checkpoints, key, outside)


def verify_in_use(folder: Path, key: VerifyKey, anchors: Sequence[Path] = ()) -> Report:
    """The same for a log that may be written to meanwhile: leaves come before their checkpoint, so a look in between
    sees leaves that nobody signed. What is found counts once the files stand still, or on the last of a few looks."""
    for _ in range(LOOKS - 1):
        before = _ends(folder)
        report = verify(folder, key, anchors)
        if report.whole:
            return report
        time.sleep(BETWEEN_SECONDS)
        if _ends(folder) == before:
            return report
    return verify(folder, key, anchors)


def _ends(folder: Path) -> list[int]:
    return [file.stat().st_size for name in (LEAVES, HASHES, CHECKPOINTS) if (file := folder / name).exists()]


def prove(folder: Path, number: int, key: VerifyKey) -> Proof:
    """The inclusion proof of leaf ``number`` (from 1) against the newest checkpoint. Raises :class:`WrongUse` when
    there is no such leaf, :class:`CouldNotLook` when the log cannot be read or does not hold."""
    notes = split_notes(_read(folder / CHECKPOINTS), key.origin)
    if not notes:
        raise WrongUse("Nothing is in the log yet.", "Ask again after the first step was done.")
    try:
        newest = open_note(notes[-1], key)
    except BadCheckpoint as error:
        raise CouldNotLook(f"The newest checkpoint does not hold: {error}", "Run `belofte verify`.") from None
    if not 1 <= number <= newest.size:
        raise WrongUse(f"There is no leaf {number}.", f"The newest checkpoint covers leaves 1 to {newest.size}.")
    leaf = _line(folder / LEAVES, number)
    path = inclusion(_Hashes(folder / HASHES).read, number - 1, newest.size)
    if root_from_inclusion(number - 1, newest.size, leaf_hash(leaf), path) != newest.root:
        raise CouldNotLook(f"Leaf {number} does not lead to the signed root.", "Run `belofte verify`: it says why.")
    hexed = tuple(step.hex() for step in path)
    return Proof(leaf.decode(), number, newest.size, hexed, notes[-1].decode())


def check_proof(proof: Proof, key: VerifyKey) -> list[Fault]:
    """Judge a proof that was handed over; an empty list means that it holds."""
    try:
        checkpoint = open_note(proof.checkpoint.encode(), key)
        path = [bytes.fromhex(step) for step in proof.path]
    except (BadCheckpoint, ValueError):
        sentence = "The checkpoint of this proof is not signed with the pinned key, or the proof is not whole."
        return [Fault(FaultKind.CHECKPOINT, proof.number, proof.number, sentence)]
    root = root_from_inclusion(proof.number - 1, checkpoint.size, leaf_hash(proof.leaf.encode()), path)
    if proof.size == checkpoint.size and root == checkpoint.root:
        return []
    sentence = f"Leaf {proof.number} is not in the log this checkpoint was signed for."
    return [Fault(FaultKind.LEAF, proof.number, proof.number, sentence)]


def read_proof(file: Path) -> Proof:
    """A proof as `belofte prove` printed it. Raises :class:`WrongUse`."""
    try:
        members = json.loads(_read(file))
        path = tuple(str(step) for step in members["path"])
        return Proof(members["leaf"], int(members["number"]), int(members["size"]), path, members["checkpoint"])
    except (ValueError, KeyError, TypeError):
        raise WrongUse(
            f"{file.name} is neither a folder with evidence nor a proof.", "Make one with: belofte prove NUMBER"
        ) from None


def newest_note(folder: Path, key: VerifyKey) -> str:
    """The newest signed checkpoint, to be kept outside. Raises :class:`CouldNotLook`."""
    notes = split_notes(_read(folder / CHECKPOINTS), key.origin)
    if not notes:
        raise CouldNotLook("Nothing is in the log yet.", "There is nothing to anchor before the first step was done.")
    return notes[-1].decode()


def _notes_within(data: bytes, origin: str) -> list[bytes]:
    """The checkpoints in a file that was kept outside: a bare note, or a message or page that contains one."""
    if re.search(rb"^Content-Type:", data, re.MULTILINE | re.IGNORECASE):
        body = message_from_bytes(data, policy=default).get_body(("plain",))
        data = body.get_content().encode() if body is not None else data
    text = data.replace(b"\r\n", b"\n")
    form = re.escape(origin.encode()) + rb"\n\d+\n[A-Za-z0-9+/=]+\n\n\xe2\x80\x94 \S+ [A-Za-z0-9+/=]+\n"
    return re.findall(form, text + b"\n") or split_notes(text, origin)


class _Hashes:
    """The hashes of a tree, from the file of leaf hashes alone."""

    def __init__(self, file: Path) -> None:
        self._data = memoryview(_read(file))

    def read(self, level: int, start: int, count: int) -> list[bytes]:
        return [self._subtree(level, place) for place in range(start, start + count)]

    def _subtree(self, level: int, place: int) -> bytes:
        if level == 0:
            return bytes.fromhex(bytes(self._data[place * HASH_LINE : place * HASH_LINE + 64]).decode())
        below = self.read(level - TILE, place << TILE, 1 << TILE)
        while len(below) > 1:
            below = [node_hash(below[at], below[at + 1]) for at in range(0, len(below), 2)]
        return below[0]


def _leaf_hashes(file: Path) -> Iterator[bytes | None]:
    with _open(file) as lines:
        for line in lines:
            yield leaf_hash(line[:-1]) if line.endswith(b"\n") else None


def _hash_lines(file: Path) -> Iterator[bytes | None]:
    with _open(file) as hashes:
        while line := hashes.read(HASH_LINE):
            yield bytes.fromhex(line[:64].decode()) if HEX.fullmatch(line) else None


def _line(file: Path, number: int) -> bytes:
    with _open(file) as lines:
        for place, line in enumerate(lines, 1):
            if place == number:
                return line.removesuffix(b"\n")
    raise CouldNotLook(f"The leaves end before number {number}.", "Run `belofte verify`: it says where they were cut.")


def _read(file: Path) -> bytes:
    with _open(file) as opened:
        return opened.read()


def _open(file: Path) -> BinaryIO:
    try:
        return file.open("rb")
    except OSError:
        raise CouldNotLook(
            f"The evidence file {file.name} could not be read.",
            f"Hand over the folder that holds {LEAVES}, {HASHES} and {CHECKPOINTS}.",
        ) from None
