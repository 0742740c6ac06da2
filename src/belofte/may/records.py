"""One group of uses as it stands in a log file: what they share as JSON, then who and the answers, packed.

A record is its length, its CRC-32 and its content. One that is cut off or damaged ends a file: whatever stands behind
it was never handed out, because no answer leaves before its record is on the disk whole.
"""

from __future__ import annotations

import json
import struct
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from belofte.domain.basis import Basis
from belofte.domain.decision import Why
from belofte.domain.use import USE

HEAD = struct.Struct("<II")
CODES = tuple(Why)
"""The answers by the number that stands in a file. Only ever added to at the end."""
CODE_OF = {why: code for code, why in enumerate(CODES)}


@dataclass(frozen=True, slots=True)
class Shared:
    """What all uses of one group have in common."""

    at: datetime
    purpose: str
    category: str
    role: str
    reason: str
    by: str
    policy_version: int
    basis: Basis
    act: str = USE
    channel: str = ""
    because: str = ""
    carrier: str = ""
    kinds: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One record: whose data, and the answer for each."""

    shared: Shared
    subjects: Sequence[int]
    answers: Sequence[Why]
    bases: Sequence[Basis] = ()  # one for each subject, where they rest on different orders


def encode(shared: Shared, subjects: Sequence[int], codes: bytes, bases: Sequence[Basis] = ()) -> bytes:
    """One record. ``codes`` are the answers by :data:`CODE_OF`, a byte each."""
    told: dict[str, object] = {
        "at": shared.at.isoformat(),
        "purpose": shared.purpose,
        "category": shared.category,
        "role": shared.role,
        "reason": shared.reason,
        "by": shared.by,
        "version": shared.policy_version,
        "basis": [shared.basis.kind, shared.basis.reference],
        "act": shared.act,
        "channel": shared.channel,
        "because": shared.because,
        "carrier": shared.carrier,
        "kinds": shared.kinds,
        "count": len(codes),
    }
    if bases:
        told["bases"] = [[basis.kind, basis.reference] for basis in bases]
    content = b"".join((json.dumps(told).encode(), b"\n", array("Q", subjects).tobytes(), codes))
    return HEAD.pack(len(content), crc32(content)) + content


def decode(data: bytes) -> Iterator[tuple[Group, int]]:
    """The whole records at the start of ``data``, each with the place where it ends."""
    at = 0
    while at + HEAD.size <= len(data):
        length, check = HEAD.unpack_from(data, at)
        content = data[at + HEAD.size : at + HEAD.size + length]
        if len(content) < length or crc32(content) != check:
            return
        at += HEAD.size + length
        yield _group(content), at


def _group(content: bytes) -> Group:
    line, _, packed = content.partition(b"\n")
    told = json.loads(line)
    count: int = told["count"]
    subjects = array("Q")
    subjects.frombytes(packed[: 8 * count])
    shared = Shared(
        at=datetime.fromisoformat(told["at"]),
        purpose=told["purpose"],
        category=told["category"],
        role=told["role"],
        reason=told["reason"],
        by=told["by"],
        policy_version=told["version"],
        basis=Basis(*told["basis"]),
        act=told["act"],
        channel=told["channel"],
        because=told["because"],
        carrier=told["carrier"],
        kinds=told["kinds"],
    )
    answers = [CODES[code] for code in packed[8 * count : 9 * count]]
    return Group(shared, subjects, answers, [Basis(*basis) for basis in told.get("bases", ())])
