"""Webhooks: added, listed, tried, sent anew, ended. Whoever runs the machine decides where events go."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from belofte.domain.errors import Refused, WrongUse
from belofte.domain.webhook import SECRET_BYTES, TOLD, written_secret
from belofte.procedures.parts import Current
from belofte.procedures.programs.webhooks import Post, Reply, post_message
from belofte.store_port import Transaction
from belofte.store_port.api_books import Delivery, DeliveryState, Webhook

TRIAL = "webhook.test"
TO_SHOW = 5
"""Messages that were given up, in the list of one webhook."""


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A message that could not be delivered: the event's number and kind, and what the other side said last."""

    number: int
    kind: str
    attempts: int
    status: int | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class WebhookRow:
    """One webhook in the list; its secret was shown once."""

    id: str
    name: str
    url: str
    events: tuple[str, ...]
    made_at: datetime
    ended_at: datetime | None
    waiting: int
    given_up: tuple[GivenUp, ...]


class Webhooks:
    """The webhooks of one installation: ``belofte.desk(Webhooks)``."""

    def __init__(self, current: Current) -> None:
        self._current = current

    def add(
        self, name: str, url: str, events: Collection[str], check: Callable[[str], None], by: str = ""
    ) -> tuple[str, WebhookRow]:
        """Send events from now on to ``url``; returns the secret for the other side, which is shown once. ``by``, here
        and below: who pressed the button in the office, "" at the command line, which knows no account.

        ``check`` raises ``Refused`` for an address that may not be called. Raises ``WrongUse`` for an event that is not
        told, or a name that is taken.
        """
        parts = self._current.parts
        if unknown := sorted(set(events) - TOLD.keys()):
            raise WrongUse(f"{len(unknown)} of these events are not told.", f"use: {', '.join(TOLD)}")
        if not name.strip() or urlsplit(url).hostname is None:
            raise WrongUse(
                "A webhook needs a name and an address.", "belofte webhook add crm https://crm.shop.example/in"
            )
        check(url)
        secret, now = parts.entropy(SECRET_BYTES), parts.now()
        with parts.store.transaction() as tx:
            newest = tx.webhooks.newest_event()
            hook = Webhook(parts.new_id("hook"), name.strip(), url, secret, now, newest, newest, tuple(sorted(events)))
            if not tx.webhooks.add(hook):
                raise WrongUse("There is a webhook of this name.", "choose another name; see belofte webhook list")
            _note(tx, "webhook.added", hook, now, by)
            return written_secret(secret), _row(tx, hook)

    def rows(self) -> Sequence[WebhookRow]:
        """Every webhook by name, with what waits for it and what was given up."""
        with self._current.parts.store.reading() as tx:
            return [_row(tx, hook) for hook in tx.webhooks.all()]

    def try_out(self, name: str, post: Post, by: str = "") -> Reply:
        """Send one message now that is about nothing; returns how it went."""
        parts = self._current.parts
        now = parts.now()
        with parts.store.transaction() as tx:
            hook = _named(tx, name)
            _note(tx, "webhook.tried", hook, now, by)
        made = Delivery(parts.new_id("msg"), hook.id, 0, TRIAL, now, now, {"webhook": hook.name})
        return post_message(parts, post, hook, made)

    def replay(self, name: str, above: int | None = None, by: str = "") -> int:
        """Send anew what was given up; with ``above`` everything kept whose event has a larger number. How many."""
        parts = self._current.parts
        with parts.store.transaction() as tx:
            hook = _named(tx, name)
            if hook.ended_at is not None:
                raise Refused("This webhook has ended.", "add it again: belofte webhook add")
            _note(tx, "webhook.replayed", hook, parts.now(), by)
            return tx.webhooks.again(hook.id, parts.now(), above)

    def end(self, name: str, by: str = "") -> WebhookRow:
        """Send nothing there any more."""
        parts = self._current.parts
        with parts.store.transaction() as tx:
            hook = _named(tx, name)
            tx.webhooks.end(hook.id, parts.now())
            _note(tx, "webhook.ended", hook, parts.now(), by)
            return _row(tx, _named(tx, name))


def _note(tx: Transaction, kind: str, hook: Webhook, now: datetime, by: str) -> None:
    """That somebody did this, and who where an account is known."""
    tx.events.add(kind, hook.id, now, {"by": by} if by else {})


def _named(tx: Transaction, name: str) -> Webhook:
    found = [hook for hook in tx.webhooks.all() if name in (hook.id, hook.name)]
    if not found:
        raise WrongUse("There is no webhook of this name.", "see belofte webhook list")
    return found[0]


def _row(tx: Transaction, hook: Webhook) -> WebhookRow:
    dead = tx.webhooks.of(hook.id, DeliveryState.DEAD, TO_SHOW)
    return WebhookRow(
        id=hook.id,
        name=hook.name,
        url=hook.url,
        events=hook.events,
        made_at=hook.made_at,
        ended_at=hook.ended_at,
        waiting=len(tx.webhooks.of(hook.id, DeliveryState.READY, 1000)),
        given_up=tuple(GivenUp(d.number, d.kind, d.attempts, d.status, d.problem) for d in dead),
    )
