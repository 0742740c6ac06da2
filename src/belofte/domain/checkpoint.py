"""Signed checkpoints of the evidence log: what the log was, at one size, signed with Ed25519.

The form is the one of transparency logs (C2SP signed-note and tlog-checkpoint): three lines, an empty one, a signature
line. Keys are written as such notes write them, ``origin+hash+base64``, so that other tools can check ours::

    belofte-3f9a1c20
    1042
    <root, base64>

    — belofte-3f9a1c20 <key hash and signature, base64>
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
ORIGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{0,62}")
NOTE_LINES = 5


class NotAKey(ValueError):
    """The text is not an evidence key; the message says what one looks like."""


class BadCheckpoint(ValueError):
    """The note is malformed or its signature does not hold."""


class ForeignKey(BadCheckpoint):
    """The note was signed with another key."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One size of one log, and the root of its tree then."""

    origin: str
    size: int
    root: bytes

    @property
    def body(self) -> str:
        return f"{self.origin}\n{self.size}\n{_b64(self.root)}\n"


@dataclass(frozen=True, slots=True)
class VerifyKey:
    """The public half, to be pinned outside. ``origin`` names the log."""

    origin: str
    raw: bytes

    @property
    def hash(self) -> bytes:
        return sha256(self.origin.encode() + b"\n" + ED25519 + self.raw).digest()[:4]

    def __str__(self) -> str:
        return f"{self.origin}+{self.hash.hex()}+{_b64(ED25519 + self.raw)}"

    @classmethod
    def parse(cls, text: str) -> VerifyKey:
        """Raises :class:`NotAKey`."""
        origin, hash_, data = _key_parts(text.strip(), 3)
        raw = _raw(data)
        key = cls(origin, raw)
        if key.hash.hex() != hash_:
            raise NotAKey("The key and its check value do not agree: it was not copied whole.")
        return key


@lru_cache(maxsize=4)
def _private(raw: bytes) -> Ed25519PrivateKey:
    """The key ready for use: making it ready takes longer than signing."""
    return Ed25519PrivateKey.from_private_bytes(raw)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The private half; lies in ``keys/`` and nowhere else."""

    origin: str
    raw: bytes

    @property
    def public(self) -> VerifyKey:
        return VerifyKey(self.origin, _private(self.raw).public_key().public_bytes_raw())

    def sign(self, checkpoint: Checkpoint) -> str:
        """The signed note, ending in a newline."""
        body = checkpoint.body
        signature = _private(self.raw).sign(body.encode())
        return f"{body}\n— {self.origin} {_b64(self.public.hash + signature)}\n"

    def secret_text(self) -> str:
        return f"PRIVATE+KEY+{self.origin}+{self.public.hash.hex()}+{_b64(ED25519 + self.raw)}"

    @classmethod
    def parse(cls, text: str) -> SigningKey:
        """Raises :class:`NotAKey`."""
        prefix = "PRIVATE+KEY+"
        if not text.startswith(prefix):
            raise NotAKey("This is not the private key of an evidence log: it begins with PRIVATE+KEY+.")
        origin, hash_, data = _key_parts(text.strip()[len(prefix) :], 3)
        key = cls(origin, _raw(data))
        if key.public.hash.hex() != hash_:
            raise NotAKey("The private key and its check value do not agree: the file is damaged.")
        return key


def open_note(note: bytes, key: VerifyKey) -> Checkpoint:
    """Check a signed note against the pinned key. Raises :class:`ForeignKey` or :class:`BadCheckpoint`."""
    origin, size, root, signed = _note_lines(note)
    mark, _, rest = signed.partition(" ")
    name, _, data = rest.partition(" ")
    if mark != "—" or not size.isascii() or not size.isdecimal() or str(int(size)) != size:
        raise BadCheckpoint("The checkpoint is malformed.")
    signature = _exact(data, 68)
    try:
        Ed25519PublicKey.from_public_bytes(key.raw).verify(signature[4:], f"{origin}\n{size}\n{root}\n".encode())
    except InvalidSignature:
        if signature[:4] != key.hash and name != key.origin:
            raise ForeignKey("The checkpoint was signed with another key than the pinned one.") from None
        raise BadCheckpoint("The signature of the checkpoint does not hold.") from None
    if signature[:4] != key.hash or name != key.origin or origin != key.origin:
        raise BadCheckpoint("The checkpoint's signature line was changed.")
    return Checkpoint(origin, int(size), _exact(root, 32))


def split_notes(data: bytes, origin: str) -> list[bytes]:
    """The notes of a ``checkpoints`` file: five lines each and an empty one. A note begins where the origin is a line
    of its own, so that a lost or added line end damages one note and not those after it; where an origin was damaged,
    six lines make a note."""
    starts = [found.start() for found in re.finditer(re.escape(origin.encode()) + rb"\n", data)]
    notes: list[bytes] = []
    for start, end in pairwise(sorted({0, *starts, len(data)})):
        lines = [line + b"\n" for line in data[start:end].removesuffix(b"\n").split(b"\n")]
        step = NOTE_LINES + 1 if len(lines) > NOTE_LINES + 2 else len(lines)
        notes += [b"".join(lines[at : at + step]) for at in range(0, len(lines), step)]
    return [note[:-1] if note.endswith(b"\n\n") else note for note in notes]


def _note_lines(note: bytes) -> tuple[str, str, str, str]:
    try:
        lines = note.decode().split("\n")
    except UnicodeDecodeError:
        lines = []
    if len(lines) != NOTE_LINES + 1 or lines[3] or lines[5]:
        raise BadCheckpoint("The checkpoint does not have its five lines.")
    return lines[0], lines[1], lines[2], lines[4]


def _key_parts(text: str, count: int) -> list[str]:
    parts = text.split("+", count - 1)
    if len(parts) != count or not ORIGIN.fullmatch(parts[0]):
        raise NotAKey("This is not an evidence key. A key looks like belofte-3f9a1c20+1a2b3c4d+AbC… and is one line.")
    return parts


def _raw(data: str) -> bytes:
    try:
        raw = base64.b64decode(data, validate=True)
    except binascii.Error:
        raw = b""
    if len(raw) != 33 or raw[:1] != ED25519:
        raise NotAKey("The key is not a whole Ed25519 key: it was not copied whole.")
    return raw[1:]


def _exact(data: str, length: int) -> bytes:
    """Base64 of exactly ``length`` bytes in its one canonical spelling, so that no bit of the text is free."""
    try:
        raw = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != length or _b64(raw) != data:
        raise BadCheckpoint("A value of the checkpoint is not whole.")
    return raw


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
