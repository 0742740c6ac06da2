"""The person answers the question who they are, on the page behind the link in that letter, or by mail.

What they write is kept as proof until a named person looked at it; a customer number in it is searched by at once. The
law's clock runs again from that moment: what was asked has come (Art. 12(6) GDPR).
"""

from __future__ import annotations

import re
from datetime import datetime

from belofte.domain.message import number_in
from belofte.domain.request import Request, RequestState, Waiting, wait
from belofte.domain.task import Task
from belofte.procedures.clock.clocks import identity_settled
from belofte.procedures.desks import LinkPurpose, LinkState
from belofte.procedures.identity.identifying import claim
from belofte.procedures.identity.proofs import keep_mail_as_proof, keep_proof, may_be_checked
from belofte.procedures.identity.settled import LOOK
from belofte.procedures.parts import Parts
from belofte.store_port import Transaction

ANSWERED = "request.identity-answered"
_NUMBER = re.compile(r"[A-Za-z]{0,4}[- ]?\d[\dA-Za-z-]{2,19}")


def tell_more(parts: Parts, token: str, words: str) -> tuple[LinkState, Request | None]:
    """The button was pressed, with ``words``. Raises ``Refused`` for what may not be kept (a national number, the
    lines of a document); then nothing was, and the link still works."""
    now = parts.now()
    with parts.store.transaction() as tx:
        link = tx.links.find(token)
        if link is None or link.purpose != LinkPurpose.IDENTIFY:
            return LinkState.UNKNOWN, None
        if link.used_at is not None or link.expires_at <= now:
            return (LinkState.USED if link.used_at else LinkState.EXPIRED), None
        request = tx.requests.get(link.case)
        if not may_be_checked(request):
            return LinkState.EXPIRED, None
        keep_proof(parts, tx, request, words.strip().encode())
        tx.links.use(token, now)
        return LinkState.OPEN, _answered(parts, tx, request, words, now)


def answered_by_mail(
    parts: Parts, tx: Transaction, request: Request, message: bytes, words: str, at: datetime
) -> str | None:
    """The answer came by mail, and reached us ``at``: ``message`` is what may be kept of it. Returns where it is kept;
    None where nothing of it is (a national number in its words), and whoever looks finds it in the mailbox."""
    entry = keep_mail_as_proof(parts, tx, request, message, words)
    _answered(parts, tx, request, words if entry else "", at)
    return entry


def _answered(parts: Parts, tx: Transaction, request: Request, words: str, at: datetime) -> Request:
    if number := _number(words):
        claim(tx, request.id, number)
    answered = identity_settled(parts, request, at)
    if request.state is not RequestState.RECEIVED:
        answered = wait(answered, Waiting.OFFICE)
    tx.requests.save(answered)
    tx.tasks.add([Task(parts.new_id("task"), LOOK, parts.now(), request=request.id)])
    tx.events.add(ANSWERED, request.id, parts.now())
    return answered


def _number(words: str) -> str:
    """The customer number they gave: named as such, or all they wrote."""
    alone = words.strip()
    return number_in(words) or (alone if _NUMBER.fullmatch(alone) else "")
