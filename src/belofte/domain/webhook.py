"""Which events programs outside are told, what they are told of them, and how a message is signed.

The list is closed: an event that is not on it goes nowhere, and of one that is only the named facts go out. None of
them tells of a person. Signatures are those of Standard Webhooks (standardwebhooks.com, spec 1.0.0).
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

TOLD: Mapping[str, tuple[str, ...]] = {
    "request.received": ("right", "channel"),
    "request.confirmed": (),
    "request.identified": (),
    "request.identity-asked": (),
    "request.reminded": (),
    "request.joined": (),
    "request.approved": ("plan",),
    "request.approved-first": ("plan",),
    "request.extended": ("void",),
    "request.soon": ("work_by",),
    "request.overdue": ("work_by",),
    "request.untouched": ("work_by",),
    "request.interim": ("due",),
    "erasure.seen-gone": ("system",),
    "erasure.not-seen": ("system",),
    "still-there": ("system", "count"),
    "request.answered": (),
    "request.answer-came-back": (),
    "request.delivered": (),
    "request.stopped": (),
    "request.refused": (),
    "request.withdrawn": (),
    "request.unidentified": (),
    "request.stopped-in-systems": ("milliseconds",),
    "request.passed-on": (),
    "leaving.open-matters-told": (),
    "objection.permanent": (),
    "objection.went-on": (),
    "restriction.in-force": (),
    "restriction.lifted": (),
    "restriction.lifting": (),
    "recipients.told": ("recipients", "by_hand"),
    "letter.failed": ("purpose",),
    "task.new": ("kind", "system", "due_on"),
    "task.overdue": ("kind", "system", "due_on"),
    "task.done": ("task",),
    "promise.broken": (),
    "restored.noticed": ("records",),
    "restored.replayed": ("records",),
    "breach.opened": (),
    "breach.decided": (),
    "breach.reported": (),
    "breach.told": (),
    "breach.closed": (),
    "webhook.test": (),
}
"""Every event that is told, and which of its facts go out."""
OF_NO_REQUEST: Mapping[str, str] = {"promise": "clause", "breach": "breach", "webhook": "webhook", "restored": "system"}
"""Events that are about no request, by what they begin with: under which name it is told what they are about."""

BEGINS = "whsec_"
"""What a secret begins with when it is handed over."""
SECRET_BYTES = 32
RETRY = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""Waits between tries, as Standard Webhooks proposes them. After the last a person is told."""


def facts_of(kind: str, data: Mapping[str, object]) -> dict[str, object]:
    """The facts of an event that go out."""
    return {name: data[name] for name in TOLD.get(kind, ()) if name in data}


def written_secret(secret: bytes) -> str:
    """A secret as it is handed over."""
    return BEGINS + base64.b64encode(secret).decode()


def signed(secret: bytes, message: str, at: datetime, body: bytes) -> Mapping[str, str]:
    """The three headers of a message: its id, the moment of this try, and the signature over both and the body."""
    stamp = str(int(at.timestamp()))
    digest = hmac.digest(secret, f"{message}.{stamp}.".encode() + body, "sha256")
    return {
        "webhook-id": message,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }
