"""What every book needs: the connection of the transaction, and the keys that are open."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection

from belofte.domain.checkpoint import SigningKey
from belofte.domain.naming import id_from
from belofte.storage.case_keys import CaseKeys


@dataclass(slots=True)
class OpenKeys:
    """The keys of one installation while a process runs."""

    cases: CaseKeys
    index: bytes
    signing: SigningKey
    accounts: AESGCM  # for what the office's people sign in with


@dataclass(frozen=True, slots=True)
class Ends:
    """Where the three evidence files end, in bytes."""

    leaves: int
    hashes: int
    checkpoints: int


@dataclass(frozen=True, slots=True)
class Appended:
    """One append to the evidence log: the bytes each file gets, and where the files must end before."""

    before: Ends
    leaves: bytes
    hashes: bytes
    checkpoint: bytes


@dataclass(slots=True)
class Scope:
    """One transaction. ``appended`` is what it added to the evidence log, so that the files follow after the commit."""

    connection: Connection
    keys: OpenKeys
    appended: list[Appended] = field(default_factory=list["Appended"])

    def keyed_hash(self, what: str, value: str) -> bytes:
        """HMAC-SHA-256 under the index key: equal values meet, and nobody without the key can try guesses."""
        return hmac.digest(self.keys.index, f"{what}\0{value}".encode(), "sha256")


def new_id(prefix: str) -> str:
    """A random id with 128 bits."""
    return id_from(prefix, secrets.token_bytes(16))
