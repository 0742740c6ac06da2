"""A small log as its owner writes it: files, key, and the lines that went in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from belofte.domain.checkpoint import Checkpoint, SigningKey
from belofte.domain.evidence import leaf_line
from belofte.domain.merkle import Frontier, leaf_hash

KEY = SigningKey("belofte-0a1b2c3d", bytes(range(32)))


@dataclass
class Log:
    """The three files in memory; ``write`` puts them into a folder."""

    leaves: bytes = b""
    hashes: bytes = b""
    checkpoints: bytes = b""
    size: int = 0

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "leaves.jsonl").write_bytes(self.leaves)
        (folder / "hashes").write_bytes(self.hashes)
        (folder / "checkpoints").write_bytes(self.checkpoints)
        return folder


def leaf(number: int) -> str:
    fields = {"digest": f"{number:064x}", "on": date(2026, 11, 22).isoformat(), "version": number}
    return leaf_line(number, "published", fields)


def make_log(appends: tuple[int, ...], key: SigningKey = KEY) -> Log:
    """A log that grew by ``appends`` leaves at a time."""
    log, tree = Log(), Frontier()
    for count in appends:
        lines = [leaf(log.size + place).encode() for place in range(1, count + 1)]
        tree.append(leaf_hash(line) for line in lines)
        log.size = tree.size
        log.leaves += b"".join(line + b"\n" for line in lines)
        log.hashes += b"".join(leaf_hash(line).hex().encode() + b"\n" for line in lines)
        log.checkpoints += key.sign(Checkpoint(key.origin, tree.size, tree.root())).encode() + b"\n"
    return log


@pytest.fixture
def key() -> SigningKey:
    return KEY
