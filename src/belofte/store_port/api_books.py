"""The books of programs: tokens, answers kept under a key, webhooks and their deliveries; and what staff was told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from belofte.domain.api_token import ApiToken
from belofte.domain.request import Request
from belofte.domain.task import Task
from belofte.store_port.queue import Wanted


class TokenBook(Protocol):
    def add(self, secret: str, token: ApiToken) -> None:
        """Only a keyed hash of ``secret`` is kept."""
        ...

    def find(self, secret: str) -> ApiToken | None:
        """Revoked and expired ones too."""
        ...

    def all(self) -> list[ApiToken]:
        """Newest first."""
        ...

    def save(self, token: ApiToken) -> None:
        """When it was used and revoked; the rest stays."""
        ...


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What was answered under a key. ``asked`` fits: it is the same question; ``status`` None: begun, not ended."""

    fits: bool
    status: int | None
    body: str | None


class AnswerBook(Protocol):
    def begin(self, token: str, key: str, asked: str, now: datetime) -> KeptAnswer | None:
        """None: it is new, and begun from now on. Of two at the same time one gets None."""
        ...

    def end(self, token: str, key: str, status: int, body: str) -> None: ...
    def forget(self, token: str, key: str) -> None:
        """Nothing was done: the key may be used again."""
        ...

    def purge(self, before: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where events go. ``events`` empty: all that are told. ``first``: events up to this number are not its own;
    ``reached``: those up to this one were looked at."""

    id: str
    name: str
    url: str
    secret: bytes
    made_at: datetime
    first: int
    reached: int
    events: tuple[str, ...] = ()
    ended_at: datetime | None = None


class DeliveryState(StrEnum):
    READY = "ready"
    DELIVERED = "delivered"
    DEAD = "dead"  # given up; a person may send it again


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event on its way to one webhook. ``status``: what the other side last said; ``problem``: why it could not be
    reached. ``request`` is the case it is about, if any: the delivery goes with it."""

    id: str
    webhook: str
    number: int
    kind: str
    at: datetime
    due_at: datetime
    data: Mapping[str, object] = field(default_factory=dict[str, object])
    request: str | None = None
    state: DeliveryState = DeliveryState.READY
    attempts: int = 0
    status: int | None = None
    problem: str | None = None


class WebhookBook(Protocol):
    def add(self, webhook: Webhook) -> bool:
        """False when another has this name."""
        ...

    def all(self) -> list[Webhook]:
        """By name, ended ones too."""
        ...

    def newest_event(self) -> int: ...
    def reach(self, webhook: str, number: int) -> None: ...
    def end(self, webhook: str, at: datetime) -> None: ...
    def queue(self, deliveries: Sequence[Delivery]) -> int:
        """Add those whose event is not on its way to that webhook yet; returns how many."""
        ...

    def claim(self, now: datetime, until: datetime, limit: int) -> list[Delivery]:
        """What is due; nobody else gets it before ``until``, when a sender that died is thought gone."""
        ...

    def save(self, delivery: Delivery) -> None: ...
    def of(self, webhook: str, state: DeliveryState | None = None, limit: int = 100) -> list[Delivery]:
        """Newest first."""
        ...

    def again(self, webhook: str, now: datetime, above: int | None = None) -> int:
        """Send anew what was given up; with ``above`` everything whose event has a larger number. How many."""
        ...

    def purge(self, before: datetime) -> int:
        """Take away what was delivered or given up and is older."""
        ...


class ToldBook(Protocol):
    """What staff was told, so that everything is told once."""

    def requests(self, what: str, wanted: Wanted, limit: int) -> list[Request]:
        """Requests that fit and of which ``what`` was not told yet, by the day their work must be done."""
        ...

    def tasks(
        self, what: str, limit: int, *, made_before: datetime | None = None, due_before: datetime | None = None
    ) -> list[Task]:
        """Open tasks of which ``what`` was not told yet, oldest first."""
        ...

    def quiet(self, requests: Sequence[str], since: datetime, apart_from: Sequence[str] = ()) -> set[str]:
        """Those of them with which nothing has happened since then, apart from events of these kinds."""
        ...

    def note(self, what: str, about: Iterable[tuple[str, str | None]], at: datetime) -> None:
        """``about``: what was told of, and the case it belongs to."""
        ...

    def forget_letters(self, case: str, before: datetime) -> int:
        """Take away letters of ``case`` that were sent, or failed, and are older; returns how many."""
        ...
