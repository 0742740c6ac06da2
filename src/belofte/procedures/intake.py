"""Intake: a request is registered with the moment it reached the company, and the address is proven by a link.

Whoever types an address gets the same page and the same words, known or not; the systems are searched only after the
link was used, so nothing about the answer's time tells more. The link is a help, not a condition: it stops no clock.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from email_validator import EmailNotValidError, validate_email

from belofte.domain.answer import LetterKind
from belofte.domain.clock import due_dates, local_date, promise_for
from belofte.domain.errors import Refused, WrongUse
from belofte.domain.identity import Identifier
from belofte.domain.kinds import normalise
from belofte.domain.reference import reference_from
from belofte.domain.request import Request, RequestState, Waiting, move, wait
from belofte.domain.rights.names import HANDLED
from belofte.domain.wish import WISH, encode_wish
from belofte.procedures.desks import LinkPurpose, Submission
from belofte.procedures.letters import queue_letter
from belofte.procedures.parts import (
    CLAIMS,
    CONTACT,
    IDENTIFIERS,
    SUBMISSION,
    Parts,
    encode_identifiers,
    pick_language,
)
from belofte.store_port import Link, Secret, Transaction

CHANNELS = ("web", "mail", "post", "phone", "api")
FLOOD_WINDOW = timedelta(hours=1)
LETTERS_AN_ADDRESS = 5
"""Letters to one typed address within the window; more requests are registered, but nobody is flooded with mail."""
REQUESTS_A_NETWORK = 30
"""Requests from one network address within the window; more are refused with a clear page."""
LINK_FOR = timedelta(days=7)


def submit(parts: Parts, submission: Submission) -> str:
    """Register a request and queue the letter with its link; returns the reference.

    Raises ``WrongUse`` for an unknown right or an impossible address, ``Refused`` for a flood.
    """
    address = _checked(submission)
    now = parts.now()
    request = _request(parts, submission)
    reference = reference_from(parts.entropy(5))
    parts.store.open_cases([request.id])
    with parts.store.transaction() as tx:
        if submission.network and tx.floods.hit(f"net:{submission.network}", now, FLOOD_WINDOW) > REQUESTS_A_NETWORK:
            raise Refused("Too many requests came from your network.", "try again in an hour, or write us a letter")
        tx.requests.add(request, reference)
        contact = Identifier("email", "", normalise("email", address))
        _keep(tx, request, submission, contact)
        tx.index.add(request.id, [contact])
        tx.events.add("request.received", request.id, now, {"right": request.right, "channel": request.channel})
        if tx.floods.hit(f"to:{contact.value}", now, FLOOD_WINDOW) <= LETTERS_AN_ADDRESS:
            send_link(parts, tx, request, reference, address, LinkPurpose.CONFIRM)
    return reference


def confirm(parts: Parts, token: str) -> Request | None:
    """The button behind the link was pressed: the address is proven. None when the link cannot be used (any more)."""
    now = parts.now()
    with parts.store.transaction() as tx:
        link = tx.links.use(token, now)
        if link is None or link.purpose != LinkPurpose.CONFIRM:
            return None
        request = tx.requests.get(link.case)
        if request.state is not RequestState.RECEIVED:
            return None
        identified = replace(move(request, RequestState.IDENTIFIED), identified_by="email")
        tx.requests.save(identified)
        tx.events.add("request.confirmed", request.id, now)
        return identified


def send_link(
    parts: Parts, tx: Transaction, request: Request, reference: str, address: str, purpose: LinkPurpose
) -> None:
    """Queue a letter with a fresh single-use link. The token is in the letter only; the store keeps its hash."""
    token = parts.entropy(24).hex()
    until = parts.now() + LINK_FOR
    tx.links.add(token, Link(request.id, purpose, until))
    facts = replace(
        parts.letter_facts(request.language),
        reference=reference,
        right=request.right,
        link=f"{parts.links_at}/l/{token}",
        link_until=local_date(until, parts.country.time_zone),
        received_on=local_date(request.received_at, parts.country.time_zone),
        due=request.due,
    )
    kind = LetterKind.CONFIRM if purpose is LinkPurpose.CONFIRM else LetterKind.STATUS_LINK
    queue_letter(parts, tx, request.id, kind, address, facts)


def _checked(submission: Submission) -> str:
    if submission.right not in HANDLED:
        raise WrongUse(f"There is no right of this name here: {submission.right}.", f"use one of: {', '.join(HANDLED)}")
    if submission.channel not in CHANNELS:
        raise WrongUse("There is no channel of this name.", f"use one of: {', '.join(CHANNELS)}")
    try:
        checked = validate_email(submission.address, check_deliverability=False, test_environment=True)
    except EmailNotValidError as wrong:
        raise WrongUse("This is not an e-mail address.", "check it for a typing mistake") from wrong
    return checked.normalized


def _request(parts: Parts, submission: Submission) -> Request:
    now = parts.now()
    received = submission.received_at or now
    if received > now:
        raise WrongUse("A request cannot have been received in the future.", "check the date, time and time zone")
    dates = due_dates(
        local_date(received, parts.country.time_zone),
        promise_for(parts.policy.rights, submission.right),
        parts.holidays,
    )
    request = Request(
        id=parts.new_id("case"),
        right=submission.right,
        channel=submission.channel,
        received_at=received,
        registered_at=now,
        language=pick_language(parts.policy, submission.language),
        policy_version=parts.policy.version,
        promise_due=dates.promise_due,
        law_due=dates.law_due,
        due=dates.due,
        work_by=dates.work_by,
        law_ext_due=dates.law_ext_due,
    )
    return wait(request, Waiting.CONFIRMATION)


def _keep(tx: Transaction, request: Request, submission: Submission, contact: Identifier) -> None:
    claims = [Identifier("customer-number", "", normalise("customer-number", submission.number))]
    words = {"name": submission.name, "text": submission.text}
    tx.vault.put_many(
        [
            Secret(request.id, CONTACT, submission.address.encode()),
            Secret(request.id, IDENTIFIERS, encode_identifiers([contact])),
            Secret(request.id, CLAIMS, encode_identifiers(claims if submission.number else [])),
            Secret(request.id, SUBMISSION, json.dumps(words, ensure_ascii=False).encode()),
            Secret(request.id, WISH, encode_wish(submission.wish)),
        ]
    )
