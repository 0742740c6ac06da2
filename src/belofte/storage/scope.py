"""What every book needs: the connection of the transaction, and the keys that are open."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import date

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
class StatesTouched:
    """The subjects whose state was changed, those that are no more, and keyed hashes of bases that were closed;
    ``bits``: new ones were given out."""

    changed: set[int] = field(default_factory=set[int])
    gone: dict[int, date] = field(default_factory=dict[int, date])
    closed: set[bytes] = field(default_factory=set[bytes])
    bits: bool = False

    def any(self) -> bool:
        """Whether anything was touched."""
        return bool(self.changed or self.gone or self.closed or self.bits)


@dataclass(slots=True)
class Scope:
    """One transaction. ``appended`` is what it added to the evidence log, so that the files follow after the commit;
    ``states`` what it changed of what may be done with whom, so that every process sees it at once."""

    connection: Connection
    keys: OpenKeys
    appended: list[Appended] = field(default_factory=list["Appended"])
    states: StatesTouched = field(default_factory=StatesTouched)

    def keyed_hash(self, what: str, value: str) -> bytes:
        """HMAC-SHA-256 under the index key: equal values meet, and nobody without the key can try guesses."""
        return hmac.digest(self.keys.index, f"{what}\0{value}".encode(), "sha256")


def new_id(prefix: str) -> str:
    """A random id with 128 bits."""
    return id_from(prefix, secrets.token_bytes(16))
