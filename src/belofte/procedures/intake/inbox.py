"""Mail comes in: each message once, its thread kept together, its clock from the moment it reached the company.

What plainly uses one right, from a sender nobody need doubt, is registered at once and gets its link like a request of
the form. Everything else a named person decides; until then it lies in the vault under a case of its own, and its last
working day is shown. What is beyond a limit stays in its mailbox and is counted.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from belofte.domain.errors import BelofteError
from belofte.domain.identity import Identifier
from belofte.domain.kinds import normalise
from belofte.domain.message import (
    Message,
    MessageKind,
    OurSide,
    is_doubtful,
    is_ours,
    language_of,
    network_of,
    number_in,
    own_words,
    reached_at,
    references_in,
)
from belofte.domain.reference import NotAReference, normalise_reference
from belofte.domain.request import Request, RequestState
from belofte.domain.rights.names import LEAVING
from belofte.domain.task import Task
from belofte.logs import Stripped
from belofte.ports import Arrived, Mailboxes, MailboxPurpose, MailboxUnreachable
from belofte.procedures.answering.bounced import take_report
from belofte.procedures.clock.clocks import OVER
from belofte.procedures.desks import Submission
from belofte.procedures.intake.inbox_keeping import (
    MAIL,
    OWN_CASE,
    Came,
    is_own_case,
    join_case,
    note_only,
    open_tasks,
    put_aside,
    sorted_words,
    stored,
)
from belofte.procedures.intake.intake import submit
from belofte.procedures.intake.mailbox_marks import note_reached, note_unreachable
from belofte.procedures.intake.naming import asks_plainly, says_all_services, wish_by_words
from belofte.procedures.intake.sampling import forget_unset, look_through
from belofte.procedures.parts import CONTACT, Parts
from belofte.procedures.spans import case_term
from belofte.store_port import CaseClosed, Transaction, Unknown
from belofte.store_port.inbox_book import MailboxMark, MessageState

log = logging.getLogger("belofte.mail")
AT_ONCE = 200
"""Messages taken from one mailbox in one round; the rest comes in the next."""
WINDOW = timedelta(hours=1)
A_SENDER, A_NETWORK = 20, 200
"""Messages of one sender, and from one machine, within the window; what is more stays unread in its mailbox."""
STOPPED = "mail-stopped"
"""Task: messages were stopped; look at what they are."""
REQUEST_WORDS = 20_000


class _SeenBefore(Exception):
    """Another process took the same message in meanwhile."""


def fetch_mail(parts: Parts, mailboxes: Mailboxes) -> Mapping[str, int]:
    """Look into every mailbox once. Returns how many messages became what; ``unreachable`` counts mailboxes."""
    done: Counter[str] = Counter()
    for name, box in mailboxes.boxes.items():
        if box.purpose is MailboxPurpose.SHARED:
            done.update(look_through(parts, mailboxes, name))
        else:
            done.update(_fetch(parts, mailboxes, name))
    with parts.store.transaction() as tx:
        tx.inbox.forget(parts.now() - case_term(parts))
        forget_unset(tx, [name for name, box in mailboxes.boxes.items() if box.purpose is MailboxPurpose.SHARED])
    return done


def _fetch(parts: Parts, mailboxes: Mailboxes, name: str) -> Counter[str]:
    box, done, taken = mailboxes.boxes[name], Counter[str](), list[str]()
    with parts.store.reading() as tx:
        mark = tx.inbox.mark(name)
    try:
        for arrived, after in box.fetch(mark.mark, AT_ONCE):
            state = take_in(parts, mailboxes, name, arrived)
            done[state.value if state else "seen-before"] += 1
            taken.append(arrived.uid)
            mark = MailboxMark(name, after, parts.now())
            with parts.store.transaction() as tx:
                tx.inbox.set_mark(mark)
        box.taken(taken)
    except MailboxUnreachable as away:
        done["unreachable"] += 1
        note_unreachable(parts, mark, away.why)
    else:
        note_reached(parts, mark)
    return done


def take_in(parts: Parts, mailboxes: Mailboxes, name: str, arrived: Arrived) -> MessageState | None:
    """One message; None when it was taken in before."""
    ours = mailboxes.boxes[name].ours
    message = _read(mailboxes, arrived, ours)
    if not arrived.whole:
        message = replace(message, broken="too large")
    came = Came(
        name,
        arrived.uid,
        mailboxes.as_kept(arrived.raw),
        message,
        reached_at(message, ours.servers, arrived.arrived_at, parts.now()),
        sorted_words(message, own_words(message.text)),
        mailboxes.words_only(arrived.raw) if message.attachments else b"",
    )
    try:
        with Stripped() as caught:
            return _sort(parts, came, ours)
        if isinstance(caught.error, _SeenBefore):
            return None
        # One message must not stop all that come after it; whatever it was, a person looks.
        log.error("message set apart", extra={"error": caught.said})
        return _put_aside(parts, came, "fault")
    except _SeenBefore:
        return None


def _read(mailboxes: Mailboxes, arrived: Arrived, ours: OurSide) -> Message:
    """The message; one on which reading itself fails is kept for a person, and stops none that come after it."""
    with Stripped() as caught:
        return mailboxes.read(arrived.raw, ours)
    log.error("message not read", extra={"error": caught.said})
    fingerprint = hashlib.sha256(arrived.raw).hexdigest()
    return Message(fingerprint, "", (), "", "", "", "", MessageKind.PERSON, broken="cannot be read")


def _sort(parts: Parts, came: Came, ours: OurSide) -> MessageState:
    """1. Seen before? 2. A report about a letter of ours. 3. Too many. 4. Nobody asks. 5. A case that is open.
    6. What a person must look at. 7. A plain request."""
    message = came.message
    with parts.store.transaction() as tx:
        if tx.inbox.knows(message.fingerprint):  # 1
            raise _SeenBefore
        if message.kind is MessageKind.BOUNCE and not _must_be_read(message):  # 2
            return _bounce(parts, tx, came)
        if why := _too_many(parts, tx, message, ours):  # 3
            _claim(parts, tx, came)
            _tell_stopped(parts, tx)
            return note_only(parts, tx, came, MessageState.STOPPED, why).state
        if _asks_nothing(tx, came):  # 4
            _claim(parts, tx, came)
            return note_only(parts, tx, came, MessageState.AUTOMATIC).state
        case, same_person = _case_of(tx, came)
        if case and same_person and not _is_new(tx, case, came):  # 5
            _claim(parts, tx, came)
            return join_case(parts, tx, came, case).state
    why = "other-address" if case and not same_person else _for_a_person(parts, came, ours)  # 6
    return _put_aside(parts, came, why) if why else _register(parts, came)  # 7


def _bounce(parts: Parts, tx: Transaction, came: Came) -> MessageState:
    _claim(parts, tx, came)
    reports = came.message.not_delivered
    cases = [case for report in reports if (case := take_report(parts, tx, report)) is not None]
    if cases:
        return note_only(parts, tx, came, MessageState.BOUNCE).state
    return note_only(parts, tx, came, MessageState.AUTOMATIC, "no-letter-of-ours").state


def _names_no_letter(message: Message) -> bool:
    """A report that some letter was not delivered, and not which: a person looks whether it was one of ours."""
    reports = message.not_delivered
    return bool(reports) and not any(report.letter or report.message_id for report in reports)


def _too_many(parts: Parts, tx: Transaction, message: Message, ours: OurSide) -> str:
    sender = normalise("email", message.sender) if message.sender else "nobody"
    if tx.floods.hit(f"mail-from:{sender}", parts.now(), WINDOW) > A_SENDER:
        return "flood-sender"
    network = network_of(message, ours.servers)
    if network and tx.floods.hit(f"mail-net:{network}", parts.now(), WINDOW) > A_NETWORK:
        return "flood-network"
    return ""


def _tell_stopped(parts: Parts, tx: Transaction) -> None:
    held = open_tasks(tx, STOPPED)
    for task in held:
        tx.tasks.save(replace(task, count=task.count + 1))
    if not held:
        tx.tasks.add([Task(parts.new_id("task"), STOPPED, parts.now(), count=1)])


def _asks_nothing(tx: Transaction, came: Came) -> bool:
    """A program wrote it, and nothing in it uses a right: a form on a website also writes as a program. Where only a
    subject says so, nothing at all may point at a right, and who wrote it may have no case that is open."""
    if came.message.kind is MessageKind.AWAY:
        return came.sorted.right is None and _case_of(tx, came)[0] is None and not _has_case(tx, came.message)
    if came.message.kind is MessageKind.AUTOMATIC:
        return not came.sorted.strong
    if _must_be_read(came.message):
        return False
    return came.message.kind is not MessageKind.PERSON


def _must_be_read(message: Message) -> bool:
    """A report that nobody can act on: it names no letter, or its sender may be forged and undo what was told."""
    return message.kind is MessageKind.BOUNCE and (_names_no_letter(message) or is_doubtful(message))


def _has_case(tx: Transaction, message: Message) -> bool:
    return bool(message.sender and tx.index.open_cases([Identifier("email", "", normalise("email", message.sender))]))


def _case_of(tx: Transaction, came: Came) -> tuple[str | None, bool]:
    """The open case a message belongs to, by its thread or the reference in its subject, and whether its person wrote
    it: who only knows a reference or a Message-ID is not yet that person."""
    message = came.message
    cases = tx.inbox.cases_of(message.refers_to)
    for written in references_in(message.subject):
        try:
            cases.append(tx.requests.by_reference(normalise_reference(written)).id)
        except (Unknown, NotAReference):
            continue
    sender = normalise("email", message.sender)
    first: str | None = None
    for case in dict.fromkeys(cases):
        try:
            if is_own_case(case):
                return case, True  # not decided yet: both go to the same person
            if _is_over(tx.requests.get(case), came):
                continue
            held = tx.vault.newest(CONTACT, [case]).get(case, b"").decode()
        except (Unknown, CaseClosed):
            continue
        if held and normalise("email", held) == sender and not is_doubtful(message):
            return case, True
        first = first or case
    return first, False


def _is_over(request: Request, came: Came) -> bool:
    """An answered case still takes what asks nothing new; what uses a right after the answer is a new request."""
    return request.state in OVER and (request.state is not RequestState.ANSWERED or came.sorted.strong)


def _is_new(tx: Transaction, case: str, came: Came) -> bool:
    """In an old thread somebody plainly uses another right: that is a request of its own."""
    if is_own_case(case) or not came.sorted.plain:
        return False
    return tx.requests.get(case).right != came.sorted.right


def _for_a_person(parts: Parts, came: Came, ours: OurSide) -> str:
    """Why a person must look at it first; "" when it is plain."""
    message, words, right = came.message, own_words(came.message.text), came.sorted.right or ""
    at, _, domain = message.sender.rpartition("@")
    reasons: Sequence[tuple[str, bool]] = (
        (message.broken.replace(" ", "-"), bool(message.broken)),
        ("no-sender", not at),
        ("automatic", message.kind is not MessageKind.PERSON),
        ("forwarded", message.forwarded is not None),
        ("colleague", is_ours(domain, ours.domains)),
        ("forged", is_doubtful(message)),
        ("unclear", not came.sorted.plain),
        ("which-purpose", wish_by_words(parts.policy, right, message.subject, words) is None),
        ("which-service", right == LEAVING and _may_be_one_of_several(parts, message.subject, words)),
        ("unclear", not asks_plainly(right, message.subject, words, message.sender_name)),
    )
    return next((why for why, holds in reasons if holds), "")


def _may_be_one_of_several(parts: Parts, subject: str, words: str) -> bool:
    return len(parts.policy.services) > 1 and not says_all_services(subject, words)


def _put_aside(parts: Parts, came: Came, why: str) -> MessageState:
    claimed = came.message.forwarded.claimed_at if came.message.forwarded else None
    if claimed is not None and claimed < came.received_at:
        came = replace(came, received_at=claimed)  # the earlier day counts until somebody confirms the true one
    case = parts.new_id(OWN_CASE)
    parts.store.open_cases([case])
    with parts.store.transaction() as tx:
        _claim(parts, tx, came)
        return put_aside(parts, tx, came, case, why).state


def _register(parts: Parts, came: Came) -> MessageState:
    """A plain request: registered with the moment it reached the company, in one commit with the message itself."""

    def also(tx: Transaction, request: Request, reference: str) -> None:
        del reference
        _claim(parts, tx, came)
        row = stored(parts, came, MessageState.REQUEST)
        tx.inbox.add(
            replace(row, case=request.id, entry=tx.vault.put(request.id, MAIL, came.raw)), came.message.message_id
        )

    try:
        asked = submission_of(parts, came, came.sorted.right or "")
        wish = wish_by_words(parts.policy, asked.right, came.message.subject, own_words(came.message.text))
        submit(parts, replace(asked, wish=wish or asked.wish), also)
    except BelofteError:  # an address or a wish that intake does not take: a person looks
        return _put_aside(parts, came, "not-taken")
    return MessageState.REQUEST


def submission_of(parts: Parts, came: Came, right: str) -> Submission:
    """What the message asks, as the form would have sent it."""
    message = came.message
    words = own_words(message.text)
    return Submission(
        right=right,
        address=message.sender,
        language=language_of(f"{message.subject} {words}", parts.policy.languages),
        name=message.sender_name,
        number=number_in(words),
        text=f"{message.subject}\n\n{words}"[:REQUEST_WORDS],
        channel="mail",
        received_at=came.received_at,
    )


def _claim(parts: Parts, tx: Transaction, came: Came) -> None:
    if not tx.inbox.claim(came.message.fingerprint, parts.today()):
        raise _SeenBefore
