"""Intake: a request is registered with the moment it reached the company, and the address is proven by a link.

Whoever types an address gets the same page and the same words, known or not; the systems are searched only after the
link was used, so nothing about the answer's time tells more. The link is a help, not a condition: it stops no clock.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from email_validator import EmailNotValidError, validate_email

from belofte.domain.answer import LetterKind
from belofte.domain.clock import due_dates, local_date, promise_for
from belofte.domain.course import EMPTY, Course, Represents
from belofte.domain.errors import WrongUse
from belofte.domain.identity import Identifier
from belofte.domain.kinds import KINDS, Strength, normalise
from belofte.domain.network_named import network_named
from belofte.domain.proof import without_national_numbers
from belofte.domain.reference import reference_from
from belofte.domain.request import Request, RequestState, Waiting, move, wait
from belofte.domain.rights.names import HANDLED, QUESTION
from belofte.domain.task import Task
from belofte.domain.wish import WISH, encode_wish
from belofte.procedures.answering.letters import facts_of, queue_letter
from belofte.procedures.answering.links import with_link
from belofte.procedures.desks import LinkPurpose, Submission
from belofte.procedures.identity.identifying import put_reminders
from belofte.procedures.identity.reaching import wish_of
from belofte.procedures.identity.reaching_known import proven_known
from belofte.procedures.identity.representing import as_subject, await_mandate
from belofte.procedures.identity.settled import CHECK_MANDATE, DECIDE, nobody_waits
from belofte.procedures.intake.asserting import may_assert, vouched
from belofte.procedures.intake.floods import Flooded, count_stopped
from belofte.procedures.intake.joining import join_twins
from belofte.procedures.intake.receiving import at_receipt, begin
from belofte.procedures.intake.replying import take_in
from belofte.procedures.parts import (
    CLAIMS,
    CONTACT,
    IDENTIFIERS,
    SUBMISSION,
    Parts,
    encode_identifiers,
    pick_language,
)
from belofte.procedures.rights.leaving import confirmed_end
from belofte.procedures.spans import LINK_FOR
from belofte.store_port import Secret, Transaction

CHANNELS = ("web", "mail", "post", "phone", "api")
BY_THE_OFFICE = ("post", "phone")
"""Channels on which somebody may have no e-mail address; then letters go by post."""
RECEIPTED = ("mail", *BY_THE_OFFICE)
"""Channels after which the person did not see a page that says that we have it: they get a receipt. It is no answer."""
FLOOD_WINDOW = timedelta(hours=1)
LETTERS_AN_ADDRESS = 5
"""Letters to one typed address within the window; more requests are registered, but nobody is flooded with mail."""
REQUESTS_A_NETWORK = 30
"""Requests from one network address within the window; more are refused with a clear page."""


Also = Callable[[Transaction, Request, str], None]
"""What belongs to the same commit as the receipt: the request, and the reference it was given."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request that was looked at and is not registered yet. ``address`` is checked; empty for a letter."""

    request: Request
    reference: str
    submission: Submission
    address: str
    claims: Sequence[Identifier]


def prepare(parts: Parts, submission: Submission) -> Prepared:
    """Look at what came in, before anything is written. Raises ``WrongUse`` for an unknown right, an impossible
    address or a receipt in the future."""
    address = _checked(submission)
    claims = _claims(submission)
    request = begin(parts, _request(parts, submission), submission.wish)
    if submission.asserted_by:
        may_assert(parts, request, address, submission.wish)
        request = vouched(request, submission.asserted_by)
    return Prepared(request, reference_from(parts.entropy(5)), submission, address, claims)


def submit(parts: Parts, submission: Submission, also: Also | None = None) -> str:
    """Register a request and queue the letter with its link; returns the reference.

    Raises ``WrongUse`` for an unknown right or an impossible address, ``Flooded`` for too many of one network.
    """
    one = prepare(parts, submission)
    parts.store.open_cases([one.request.id])
    try:
        with parts.store.transaction() as tx:
            came = f"net:{network_named(submission.network) or submission.network}"
            if submission.network and tx.floods.hit(came, parts.now(), FLOOD_WINDOW) > REQUESTS_A_NETWORK:
                raise Flooded
            enter(parts, tx, one)
            if also is not None:
                also(tx, one.request, one.reference)
    except Flooded:
        parts.store.drop_cases([one.request.id])
        count_stopped(parts)
        raise
    return one.reference


def enter(parts: Parts, tx: Transaction, one: Prepared) -> None:
    """Register a prepared request, whose case is open, with all that belongs to its receipt."""
    request, submission = one.request, one.submission
    tx.requests.add(request, one.reference)
    contact = [Identifier("email", "", normalise("email", one.address))] if one.address else []
    _keep(tx, request, submission, contact, one.claims)
    tx.index.add(request.id, [*contact, *one.claims])
    tx.events.add("request.received", request.id, parts.now(), {"right": request.right, "channel": request.channel})
    at_receipt(parts, tx, request, submission.wish, as_subject(contact, submission.wish.represents))
    if request.course.represents:
        tx.tasks.add([Task(parts.new_id("task"), CHECK_MANDATE, parts.now(), request=request.id)])
    if request.right == QUESTION:
        take_in(parts, tx, request)
    if request.state is RequestState.RECEIVED or request.course.asserted_by:
        _greet(parts, tx, request, one.address)
    if request.course.asserted_by:
        join_twins(parts, tx, request)


def _greet(parts: Parts, tx: Transaction, request: Request, address: str) -> None:
    """The receipt for what the office or the mailbox registered, and the link to the address it came from; nobody is
    flooded with mail to an address that others type."""
    # A question: nothing is handed over. Vouched for: it is settled who asks, and the address hears of it.
    ends = wish_of(tx, request.id).services if request.right == QUESTION else ()
    asks = (request.right == QUESTION and not ends) or request.course.asserted_by is not None
    if not asks and not ends:
        put_reminders(parts, tx, request.id)
    if address:
        contact = normalise("email", address)
        if tx.floods.hit(f"to:{contact}", parts.now(), FLOOD_WINDOW) > LETTERS_AN_ADDRESS:
            return
    has_link = bool(address) and not asks  # then one letter does both: it says that we have it, and carries the link
    if not has_link and (asks or request.channel in RECEIPTED):
        facts = facts_of(parts, tx, request)
        queue_letter(parts, tx, request.id, LetterKind.RECEIPT, address, facts)
    if has_link and ends:
        kind, words = LetterKind.END_SERVICE, ", ".join(ends)
        send_link(parts, tx, request, address, LinkPurpose.CONFIRM, kind, words)
    elif has_link:
        send_link(parts, tx, request, address, LinkPurpose.CONFIRM)


def confirm(parts: Parts, token: str) -> Request | None:
    """The button behind the link was pressed: the address is proven. None when the link cannot be used (any more).

    What plainly repeats an open request of the same address is joined to it; then that one is returned.
    """
    now = parts.now()
    with parts.store.transaction() as tx:
        link = tx.links.use(token, now)
        if link is None or link.purpose not in (LinkPurpose.CONFIRM, LinkPurpose.KNOWN):
            return None
        request = tx.requests.get(link.case)
        identified = _proven(parts, tx, request, link.purpose)
        if identified is None:
            return None
        tx.requests.save(identified)
        nobody_waits(parts, tx, request.id, DECIDE)
        tx.events.add("request.confirmed", request.id, now)
        if identified.right == QUESTION:
            confirmed_end(parts, tx, identified)
            tx.requests.save(wait(identified, Waiting.OFFICE))
            return identified
        return join_twins(parts, tx, identified)


def _proven(parts: Parts, tx: Transaction, request: Request, purpose: str) -> Request | None:
    """The request with its address proven: the one it came from, or the one we knew and asked."""
    if purpose == LinkPurpose.KNOWN:
        return proven_known(parts, tx, request)
    if request.state is not RequestState.RECEIVED:
        return None
    proven = replace(move(request, RequestState.IDENTIFIED), identified_by="email")
    return await_mandate(proven) if request.course.represents else proven


def send_link(
    parts: Parts,
    tx: Transaction,
    request: Request,
    address: str,
    purpose: LinkPurpose,
    kind: LetterKind | None = None,
    words: str | None = None,
) -> None:
    """Queue a letter with a fresh single-use link: ``kind``, or what the purpose is."""
    facts = with_link(parts, tx, facts_of(parts, tx, request), request.id, purpose, parts.now() + LINK_FOR)
    kind = kind or (LetterKind.CONFIRM if purpose is LinkPurpose.CONFIRM else LetterKind.STATUS_LINK)
    queue_letter(parts, tx, request.id, kind, address, replace(facts, words=words))


def _claims(submission: Submission) -> list[Identifier]:
    """What the person gave beside their address; each is checked before it is used. A national number is not taken."""
    given = list(submission.wish.identifiers)
    if submission.number:
        given.append(Identifier("customer-number", "", submission.number))
    for one in given:
        if one.kind not in KINDS or KINDS[one.kind].special is not None or KINDS[one.kind].strength is Strength.NONE:
            raise WrongUse(
                "This kind of identifier is not taken.",
                "give a customer number, a cookie number, or an IP address with its time; never a national number",
            )
    return [Identifier(one.kind, one.scope, normalise(one.kind, one.value)) for one in given]


def _checked(submission: Submission) -> str:
    if submission.right not in HANDLED:
        raise WrongUse(f"There is no right of this name here: {submission.right}.", f"use one of: {', '.join(HANDLED)}")
    if submission.channel not in CHANNELS:
        raise WrongUse("There is no channel of this name.", f"use one of: {', '.join(CHANNELS)}")
    if submission.wish.represents and submission.wish.represents not in list(Represents):
        raise WrongUse("Nobody asks for another that way.", f"use one of: {', '.join(Represents)}")
    if not submission.address and submission.channel in BY_THE_OFFICE:
        return ""
    return check_address(submission.address)


def check_address(address: str) -> str:
    """The address as it is kept. Raises ``WrongUse`` for one that cannot be an e-mail address."""
    try:
        return validate_email(address, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as wrong:
        raise WrongUse("This is not an e-mail address.", "check it for a typing mistake") from wrong


def in_the_future() -> WrongUse:
    """A moment of receipt that is still to come."""
    return WrongUse("A request cannot have been received in the future.", "check the date, time and time zone")


def _request(parts: Parts, submission: Submission) -> Request:
    now = parts.now()
    received = submission.received_at or now
    if received > now:
        raise in_the_future()
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
        course=Course(represents=Represents(submission.wish.represents)) if submission.wish.represents else EMPTY,
    )
    return wait(request, Waiting.CONFIRMATION if submission.address else Waiting.IDENTITY)


def _keep(
    tx: Transaction,
    request: Request,
    submission: Submission,
    contact: Sequence[Identifier],
    claims: Sequence[Identifier],
) -> None:
    words = {"name": submission.name, "text": without_national_numbers(submission.text)}
    proven = as_subject(contact, submission.wish.represents)
    tx.vault.put_many(
        [
            Secret(request.id, CONTACT, submission.address.encode()),
            Secret(request.id, IDENTIFIERS, encode_identifiers(proven)),
            Secret(request.id, CLAIMS, encode_identifiers(claims)),
            Secret(request.id, SUBMISSION, json.dumps(words, ensure_ascii=False).encode()),
            Secret(request.id, WISH, encode_wish(submission.wish)),
        ]
    )
