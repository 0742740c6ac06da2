"""The books of the office's people: accounts and credentials, sessions, and passes that work once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from belofte.domain.account import Account, Means


@dataclass(frozen=True, slots=True)
class Credential:
    """What an account signs in with. ``known_by`` finds it again (a passkey's id, issuer and subject, the account's own
    id for a password) and is kept as a keyed hash; ``secret`` is kept encrypted. ``counter``: signatures of a passkey,
    or the last used step of a code. It only grows."""

    id: str
    account: str
    means: Means
    known_by: str
    secret: bytes
    counter: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """One browser that signed in. ``proven_at``: when the person last proved to be there."""

    account: str
    means: Means
    begun_at: datetime
    seen_at: datetime
    proven_at: datetime


@dataclass(frozen=True, slots=True)
class Pass:
    """Something begun that one token finishes, once: an enrolment, a sign-in that is under way. ``content`` is kept
    encrypted."""

    purpose: str
    expires_at: datetime
    account: str | None = None
    content: bytes = b""


class AccountBook(Protocol):
    def add(self, account: Account) -> bool:
        """False when another account has this name, however it is written."""
        ...

    def get(self, account: str) -> Account | None: ...
    def by_name(self, name: str) -> Account | None: ...
    def all(self) -> list[Account]:
        """By name."""
        ...

    def save(self, account: Account) -> None:
        """Role and state; the name stays."""
        ...

    def enrol(self, credential: Credential) -> bool:
        """False when this passkey or provider's account belongs to an account already."""
        ...

    def credentials(self, account: str) -> list[Credential]:
        """Their ``known_by`` is not told."""
        ...

    def credential(self, means: Means, known_by: str) -> Credential | None: ...
    def advance(self, credential: str, counter: int) -> bool:
        """Move the counter on; False when it stands there or further already: of two uses of one code one gets it."""
        ...

    def forget(self, account: str, means: Means | None = None) -> int:
        """Take its credentials away, all or those of one means; returns how many."""
        ...


class SessionBook(Protocol):
    def begin(self, token: str, session: Session) -> None: ...
    def find(self, token: str) -> Session | None: ...
    def see(self, token: str, at: datetime) -> None: ...
    def prove(self, token: str, at: datetime) -> None: ...
    def end(self, token: str) -> None: ...
    def end_of(self, account: str) -> int:
        """All sessions of one account; returns how many."""
        ...

    def purge(self, begun_before: datetime) -> int: ...
    def end_passes(self, now: datetime) -> int:
        """Passes nobody used in time go; returns how many."""
        ...

    def give(self, token: str, held: Pass, now: datetime) -> None:
        """Keep a pass; those that are over go."""
        ...

    def peek(self, token: str, purpose: str, now: datetime) -> Pass | None:
        """Looking does not use it."""
        ...

    def take(self, token: str, purpose: str, now: datetime) -> Pass | None:
        """Use it once: None when unknown, used, over, or for something else. Of two at the same time one gets it."""
        ...

    def withdraw(self, account: str, purpose: str) -> None:
        """Take back every pass of one account for this purpose."""
        ...
