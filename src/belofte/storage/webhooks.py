"""Webhooks and what goes to them. A webhook's secret is encrypted under the installation's key for accounts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from belofte.domain.canonical import canonical_json
from belofte.storage import tables
from belofte.storage.accounts import insert_new, seal, unseal
from belofte.storage.scope import Scope
from belofte.store_port.api_books import Delivery, DeliveryState, Webhook

WEBHOOKS, DELIVERIES, EVENTS = tables.webhooks, tables.webhook_deliveries, tables.events


class Webhooks:
    """Webhooks and deliveries, inside one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection

    def add(self, webhook: Webhook) -> bool:
        row = {
            "id": webhook.id,
            "name": webhook.name,
            "url": webhook.url,
            "events": " ".join(webhook.events),
            "secret": seal(self._scope, _name(webhook.id), webhook.secret),
            "first": webhook.first,
            "reached": webhook.reached,
            "made_at": webhook.made_at,
        }
        return insert_new(self._scope, WEBHOOKS, row)

    def all(self) -> list[Webhook]:
        return [self._webhook(row) for row in self._connection.execute(select(WEBHOOKS).order_by(WEBHOOKS.c.name))]

    def newest_event(self) -> int:
        return self._connection.scalar(select(func.max(EVENTS.c.number))) or 0

    def reach(self, webhook: str, number: int) -> None:
        self._connection.execute(update(WEBHOOKS).where(WEBHOOKS.c.id == webhook).values(reached=number))

    def end(self, webhook: str, at: datetime) -> None:
        self._connection.execute(update(WEBHOOKS).where(WEBHOOKS.c.id == webhook).values(ended_at=at))

    def queue(self, deliveries: Sequence[Delivery]) -> int:
        return sum(insert_new(self._scope, DELIVERIES, _row(delivery)) for delivery in deliveries)

    def claim(self, now: datetime, until: datetime, limit: int) -> list[Delivery]:
        """One statement: no two senders get the same."""
        due = (
            select(DELIVERIES.c.id)
            .where(DELIVERIES.c.state == DeliveryState.READY.value, DELIVERIES.c.due_at <= now)
            .order_by(DELIVERIES.c.due_at, DELIVERIES.c.number)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        claimed = update(DELIVERIES).where(DELIVERIES.c.id.in_(due)).values(due_at=until).returning(DELIVERIES)
        return sorted((_delivery(row) for row in self._connection.execute(claimed)), key=lambda one: one.number)

    def save(self, delivery: Delivery) -> None:
        changed = update(DELIVERIES).where(DELIVERIES.c.id == delivery.id)
        self._connection.execute(changed.values(**_row(delivery)))

    def of(self, webhook: str, state: DeliveryState | None = None, limit: int = 100) -> list[Delivery]:
        wanted = select(DELIVERIES).where(DELIVERIES.c.webhook == webhook)
        if state is not None:
            wanted = wanted.where(DELIVERIES.c.state == state.value)
        rows = self._connection.execute(wanted.order_by(DELIVERIES.c.number.desc()).limit(limit))
        return [_delivery(row) for row in rows]

    def again(self, webhook: str, now: datetime, above: int | None = None) -> int:
        which = DELIVERIES.c.state == DeliveryState.DEAD.value if above is None else DELIVERIES.c.number > above
        anew = update(DELIVERIES).where(DELIVERIES.c.webhook == webhook, which)
        values = {"state": DeliveryState.READY.value, "due_at": now, "attempts": 0}
        return self._connection.execute(anew.values(**values)).rowcount

    def purge(self, before: datetime) -> int:
        over = (DeliveryState.DELIVERED.value, DeliveryState.DEAD.value)
        gone = delete(DELIVERIES).where(DELIVERIES.c.state.in_(over), DELIVERIES.c.due_at < before)
        return self._connection.execute(gone).rowcount

    def _webhook(self, row: Row[Any]) -> Webhook:
        return Webhook(
            id=row.id,
            name=row.name,
            url=row.url,
            secret=unseal(self._scope, _name(row.id), row.secret),
            made_at=row.made_at,
            first=row.first,
            reached=row.reached,
            events=tuple(row.events.split()),
            ended_at=row.ended_at,
        )


def _name(webhook: str) -> str:
    return f"webhook:{webhook}"


def _row(delivery: Delivery) -> dict[str, object]:
    return {
        "id": delivery.id,
        "webhook": delivery.webhook,
        "number": delivery.number,
        "kind": delivery.kind,
        "at": delivery.at,
        "data": canonical_json(delivery.data),
        "request": delivery.request,
        "state": delivery.state.value,
        "due_at": delivery.due_at,
        "attempts": delivery.attempts,
        "status": delivery.status,
        "problem": delivery.problem,
    }


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        webhook=row.webhook,
        number=row.number,
        kind=row.kind,
        at=row.at,
        due_at=row.due_at,
        data=json.loads(row.data),
        request=row.request,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        status=row.status,
        problem=row.problem,
    )
