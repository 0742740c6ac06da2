"""Events go out as signed messages, at least once each, in the order of their numbers as far as the other side answers.

``queue_events`` takes events off their book by number; ``send_messages`` sends what is due. A message keeps its id at
every try, so that the other side knows it again. What could not be delivered for three days is given up and becomes a
task; nothing of it is lost, it can be sent again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus

from belofte.domain.canonical import canonical_json
from belofte.domain.task import Task, TaskState
from belofte.domain.webhook import OF_NO_REQUEST, RETRY, TOLD, facts_of, signed
from belofte.procedures.parts import Parts
from belofte.store_port import Event, Transaction, Unknown
from belofte.store_port.api_books import Delivery, DeliveryState, Webhook

AT_ONCE = 500
"""Events taken up in one go."""
LOOK_BACK, LATE = 200, timedelta(hours=1)
"""Numbers are given out before the commit: an event may come after one with a larger number. So many numbers back, and
so long ago, is looked again."""
LEASE = timedelta(minutes=2)
"""After so long a sender that took messages up and did not say how it went is thought dead."""
KEPT_FOR = timedelta(days=30)
"""How long it is kept what was delivered or given up."""
LONGEST_WAIT = timedelta(days=1)
UNDELIVERED = "webhook-undelivered"
"""Task: a program outside did not take our messages for days; ``system`` names the webhook."""


@dataclass(frozen=True, slots=True)
class Reply:
    """How a try went: the status, or why there was none; ``retry_after``: seconds the other side asked for."""

    status: int | None = None
    problem: str | None = None
    retry_after: int | None = None

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


Post = Callable[[str, bytes, Mapping[str, str]], Reply]
"""Sends a body to an address with headers; never raises for what the other side does."""


def queue_events(parts: Parts) -> int:
    """Put new events on their way to every webhook; returns how many."""
    with parts.store.reading() as tx:
        live = [hook for hook in tx.webhooks.all() if hook.ended_at is None]
        if not live:
            return 0
    with parts.store.transaction() as tx:
        tx.webhooks.purge(parts.now() - KEPT_FOR)
        return sum(_queue_for(parts, tx, hook) for hook in live)


def _queue_for(parts: Parts, tx: Transaction, hook: Webhook) -> int:
    now = parts.now()
    events = tx.events.after(max(hook.first, hook.reached - LOOK_BACK), AT_ONCE + LOOK_BACK)
    wanted = [event for event in events if _is_wanted(hook, event, now)]
    queued = tx.webhooks.queue([_delivery(parts, hook, event, now) for event in wanted])
    if events and events[-1].number > hook.reached:
        tx.webhooks.reach(hook.id, events[-1].number)
    return queued


def _is_wanted(hook: Webhook, event: Event, now: datetime) -> bool:
    is_new = event.number > hook.reached or event.at > now - LATE
    return is_new and event.kind in TOLD and (not hook.events or event.kind in hook.events)


def _delivery(parts: Parts, hook: Webhook, event: Event, now: datetime) -> Delivery:
    named = OF_NO_REQUEST.get(event.kind.partition(".")[0])
    facts = facts_of(event.kind, event.data) | ({named: event.about} if named else {})
    return Delivery(
        id=parts.new_id("msg"),
        webhook=hook.id,
        number=event.number,
        kind=event.kind,
        at=event.at,
        due_at=now,
        data=facts,
        request=None if named else event.about,
    )


def send_messages(parts: Parts, post: Post, limit: int = 50) -> int:
    """Send what is due; returns how many were taken. A webhook that did not take one gets no other in this round."""
    now = parts.now()
    with parts.store.transaction() as tx:
        claimed = tx.webhooks.claim(now, now + LEASE, limit)
        hooks = {hook.id: hook for hook in tx.webhooks.all()} if claimed else {}
    silent: set[str] = set()
    taken = 0
    for delivery in claimed:
        hook = hooks[delivery.webhook]
        if hook.ended_at is not None:
            _save(parts, replace(delivery, state=DeliveryState.DEAD, due_at=now))
        elif hook.id in silent:
            _save(parts, replace(delivery, due_at=parts.now() + RETRY[0]))
        else:
            reply = post_message(parts, post, hook, delivery)
            _note(parts, hook, delivery, reply)
            taken += reply.is_taken
            silent |= set() if reply.is_taken else {hook.id}
    return taken


def post_message(parts: Parts, post: Post, hook: Webhook, delivery: Delivery) -> Reply:
    """One try. The reference is read now: it lies in the vault, and goes with its case."""
    facts = dict(delivery.data)
    if delivery.request is not None:
        facts["reference"] = _reference(parts, delivery.request)
    whole = {"type": delivery.kind, "timestamp": delivery.at.isoformat(), "data": facts}
    body = canonical_json(whole).encode()
    headers = {"content-type": "application/json", **signed(hook.secret, delivery.id, parts.now(), body)}
    return post(hook.url, body, headers)


def _reference(parts: Parts, request: str) -> str | None:
    with parts.store.reading() as tx:
        try:
            return tx.requests.reference_of(request)
        except Unknown:
            return None


def _note(parts: Parts, hook: Webhook, delivery: Delivery, reply: Reply) -> None:
    now = parts.now()
    tried = replace(delivery, attempts=delivery.attempts + 1, status=reply.status, problem=reply.problem)
    if reply.is_taken:
        _save(parts, replace(tried, state=DeliveryState.DELIVERED, due_at=now))
    elif reply.status == HTTPStatus.GONE:
        with parts.store.transaction() as tx:
            tx.webhooks.end(hook.id, now)
            tx.webhooks.save(replace(tried, state=DeliveryState.DEAD, due_at=now))
            _ask_somebody(parts, tx, hook)
    elif delivery.attempts < len(RETRY):
        asked = min(timedelta(seconds=reply.retry_after or 0), LONGEST_WAIT)
        _save(parts, replace(tried, due_at=now + max(RETRY[delivery.attempts], asked)))
    else:
        with parts.store.transaction() as tx:
            tx.webhooks.save(replace(tried, state=DeliveryState.DEAD, due_at=now))
            _ask_somebody(parts, tx, hook)


def _ask_somebody(parts: Parts, tx: Transaction, hook: Webhook) -> None:
    """One open task a webhook."""
    if not any(task.kind == UNDELIVERED and task.system == hook.name for task in _open(tx)):
        tx.tasks.add([Task(parts.new_id("task"), UNDELIVERED, parts.now(), system=hook.name)])


def _open(tx: Transaction) -> Sequence[Task]:
    return tx.tasks.in_state(TaskState.OPEN)


def _save(parts: Parts, delivery: Delivery) -> None:
    with parts.store.transaction() as tx:
        tx.webhooks.save(delivery)
