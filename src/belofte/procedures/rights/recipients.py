"""Recipients are told of what was corrected, erased or restricted, and reminded until they answer (Art. 19 GDPR).

Each gets a letter at the address the policy declares; without one it is a named person's task. What a letter says of
the person is what the recipient needs to find them, and lies in the case's vault; the book of notices names nobody.
Looking what must be told may be done any number of times: what was told once is not told again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from belofte.domain.answer import LetterKind
from belofte.domain.clock import local_date
from belofte.domain.errors import Refused, WrongUse, require_name
from belofte.domain.identity import KEY, Identifier
from belofte.domain.kinds import KINDS
from belofte.domain.notice.labels import recipient_label
from belofte.domain.plan import Receipt
from belofte.domain.policy import Policy
from belofte.domain.recipients import (
    Action,
    Answered,
    Notice,
    NoticeIsOver,
    NoticeState,
    ToTell,
    answered,
    recipients_to_tell,
    told,
)
from belofte.domain.request import Request
from belofte.domain.task import Task, TaskState, finish
from belofte.domain.wish import Wish
from belofte.procedures.answering.letters import queue_letter
from belofte.procedures.identity.reaching import wish_of
from belofte.procedures.parts import IDENTIFIERS, SUBMISSION, Parts, decode_identifiers
from belofte.procedures.rights.found_at_recipient import numbers_at
from belofte.procedures.rights.gone_recipients import still_holding, with_those_gone
from belofte.store_port import DueDate, Transaction, Unknown

TELL_RECIPIENTS = "tell-recipients"
"""Task: recipients without an address in the policy; a named person tells them and notes it."""
NOT_TOLD_BECAUSE = "recipient not told because"
"""Vault column: who decided that a recipient is not told, and why (Art. 19: impossible, or disproportionate effort)."""
SILENT = "recipient-silent"
"""Task: a recipient does not answer, reminders included."""
REMIND = "recipient-reminder"
"""Due date: no answer yet to this notice."""
REMIND_AFTER = timedelta(days=10)
REMINDERS = 2
"""Reminders before a person is asked: within the weeks that a case is kept after its answer."""


def tell_recipients(parts: Parts, tx: Transaction, request: Request) -> Sequence[Notice]:
    """Tell whoever must be told and was not yet; returns the new notices."""
    receipts = tx.receipts.of_request(request.id)
    known = {(notice.recipient, notice.action) for notice in tx.recipients.of_request(request.id)}
    wanted = recipients_to_tell(still_holding(parts), parts.systems, request.right, receipts)
    fresh = [one for one in wanted if (one.recipient, one.action) not in known]
    if not fresh:
        return ()
    notices = [_tell(parts, tx, request, one) for one in fresh]
    tx.recipients.add(notices)
    if by_hand := sum(notice.state is NoticeState.TO_TELL for notice in notices):
        due = parts.now() + REMIND_AFTER
        task = Task(parts.new_id("task"), TELL_RECIPIENTS, parts.now(), request=request.id, count=by_hand, due_at=due)
        tx.tasks.add([task])
    tx.events.add("recipients.told", request.id, parts.now(), {"recipients": len(notices), "by_hand": by_hand})
    return notices


def _tell(parts: Parts, tx: Transaction, request: Request, one: ToTell) -> Notice:
    now = parts.now()
    notice = Notice(parts.new_id("notice"), request.id, one.recipient, one.action, now)
    if not _can_write(parts, tx, notice):
        return notice
    _write(parts, tx, notice, LetterKind.RECIPIENT)
    tx.dates.put([DueDate(REMIND, notice.id, now + REMIND_AFTER)])
    return told(notice, now)


def _can_write(parts: Parts, tx: Transaction, notice: Notice) -> bool:
    """An address to write to, and something by which the recipient can tell whom it is about. Nothing it did not get
    is told to it: where that leaves nothing, a named person finds another way."""
    known = with_those_gone(parts).recipients.get(notice.recipient)
    return bool(known and known.contact and _about(parts, tx, notice))


def _write(parts: Parts, tx: Transaction, notice: Notice, kind: LetterKind) -> None:
    """The letter in the policy's own language: the recipient is a company, not the person."""
    everybody = with_those_gone(parts)
    recipient = everybody.recipients[notice.recipient]
    language = parts.policy.languages[0]
    since = local_date(notice.told_at, parts.country.time_zone) if notice.told_at else None
    facts = replace(
        parts.letter_facts(language),
        recipient=recipient_label(everybody, notice.recipient, language),
        action=notice.action.value,
        words=_about(parts, tx, notice),
        on=since,
    )
    queue_letter(parts, tx, notice.request, kind, recipient.contact or "", facts)


def kinds_got(policy: Policy, recipient: str) -> frozenset[str]:
    """The kinds of data that a recipient gets from us."""
    gets = policy.recipients[recipient].gets
    return frozenset(kind for name in gets if name in policy.data for kind in policy.data[name].kinds)


def about_person(
    tx: Transaction,
    case: str,
    got: frozenset[str],
    language: str,
    action: Action | None = None,
    given: bytes | None = None,
) -> str:
    """What somebody needs to find the person, and of a correction what stands there now: only of the kinds they
    ``got``. ``given`` takes the place of what the person told us about themselves."""
    held = tx.vault.newest_of([IDENTIFIERS, SUBMISSION], [case])
    known = decode_identifiers(held[IDENTIFIERS][case])
    lines = [_said(i, language) for i in known if i.kind in got and i.kind != KEY]
    name = json.loads(held[SUBMISSION].get(case, b"{}") if given is None else given).get("name", "")
    if name and "name" in got:
        lines.append(_said(Identifier("name", "", name), language))
    if action is Action.CORRECTED:
        lines += _corrected(wish_of(tx, case), got, language)
    return "\n\n".join(dict.fromkeys(lines))


def _about(parts: Parts, tx: Transaction, notice: Notice) -> str:
    language = parts.policy.languages[0]
    about = about_person(
        tx, notice.request, kinds_got(with_those_gone(parts), notice.recipient), language, notice.action
    )
    return "\n\n".join(filter(None, (about, *numbers_at(parts, tx, notice.request, notice.recipient, language))))


def _said(identifier: Identifier, language: str) -> str:
    kind = KINDS.get(identifier.kind)
    return f"{kind.label(language) if kind else identifier.kind}: {identifier.value}"


def _corrected(wish: Wish, kinds: frozenset[str], language: str) -> list[str]:
    arrow = "wordt" if language == "nl" else "becomes"
    return [
        f"{KINDS[one.kind].label(language)}: {f'{one.now} {arrow} ' if one.now else ''}{one.should_be}"
        for one in wish.corrections
        if one.kind in kinds and one.kind in KINDS
    ]


def told_too(parts: Parts, request: Request, receipts: Sequence[Receipt]) -> tuple[str, ...]:
    """The recipients who are told of what these receipts did, by name, for the answer (Art. 19, second sentence)."""
    wanted = recipients_to_tell(still_holding(parts), parts.systems, request.right, receipts)
    names = dict.fromkeys(one.recipient for one in wanted)
    return tuple(recipient_label(with_those_gone(parts), name, request.language) for name in names)


def remind_recipients(parts: Parts, limit: int = 500) -> int:
    """Remind whoever has not answered; after the last reminder a person is asked. Returns how many were reminded."""
    reminded = 0
    with parts.store.transaction() as tx:
        for due in tx.dates.take(REMIND, parts.now(), limit):
            try:
                notice = tx.recipients.get(due.about)
            except Unknown:  # its case is closed
                continue
            if notice.state is not NoticeState.TOLD:
                continue
            if notice.reminders >= REMINDERS or not _can_write(parts, tx, notice):
                silent = Task(
                    parts.new_id("task"), SILENT, parts.now(), request=notice.request, system=notice.recipient
                )
                tx.tasks.add([silent])
                continue
            _write(parts, tx, notice, LetterKind.RECIPIENT_REMINDER)
            tx.recipients.save(replace(notice, reminders=notice.reminders + 1))
            tx.dates.put([DueDate(REMIND, notice.id, parts.now() + REMIND_AFTER)])
            reminded += 1
    return reminded


def note_told(parts: Parts, notice_id: str, by: str) -> Notice:
    """A named person told a recipient that has no address in the policy."""
    with parts.store.transaction() as tx:
        notice = _notice(tx, notice_id, by)
        if notice.state is not NoticeState.TO_TELL:
            raise Refused("This recipient was told already.", "note its answer: belofte told answer")
        noted = told(notice, parts.now(), by)
        tx.recipients.save(noted)
        tx.dates.put([DueDate(REMIND, notice.id, parts.now() + REMIND_AFTER)])
        tx.events.add("recipient.told", notice.request, parts.now(), {"notice": notice.id})
        _nobody_left(parts, tx, notice.request, by)
    return noted


def told_by_task(parts: Parts, tx: Transaction, task: Task, by: str) -> None:
    """The task itself was marked done: each recipient that was still to be told was told, by who says so."""
    for notice in tx.recipients.of_request(task.request or "") if task.kind == TELL_RECIPIENTS else ():
        if notice.state is NoticeState.TO_TELL:
            tx.recipients.save(told(notice, parts.now(), by))
            tx.dates.put([DueDate(REMIND, notice.id, parts.now() + REMIND_AFTER)])
            tx.events.add("recipient.told", notice.request, parts.now(), {"notice": notice.id})


def _nobody_left(parts: Parts, tx: Transaction, case: str, by: str) -> None:
    """Every recipient was told, or somebody decided otherwise: the task is done."""
    if any(one.state is NoticeState.TO_TELL for one in tx.recipients.of_request(case)):
        return
    for task in tx.tasks.of_request(case):
        if task.kind == TELL_RECIPIENTS and task.state is TaskState.OPEN:
            tx.tasks.save(finish(task, by, parts.now()))


def note_answer(parts: Parts, notice_id: str, answer: Answered, by: str, words: str = "") -> Notice:
    """What a recipient answered; ``words`` (why it cannot) go into the case's vault.

    One that was never told and ``cannot`` be told is a named person's decision with its reasons: impossible, or a
    disproportionate effort (Art. 19). It ends the task; the person hears it when they ask.
    """
    with parts.store.transaction() as tx:
        notice = _notice(tx, notice_id, by)
        if notice.state is NoticeState.TO_TELL and answer is Answered.CANNOT:
            if not words.strip():
                raise WrongUse(
                    "Art. 19 GDPR: a recipient is left untold only where that is impossible or a disproportionate "
                    "effort; say why.",
                    "give the reasons with --words",
                )
            tx.vault.put(notice.request, NOT_TOLD_BECAUSE, f"{by}: {notice.recipient}: {words}".encode())
        try:
            noted = answered(notice, answer, by, parts.now())
        except NoticeIsOver as over:
            raise Refused(str(over)) from over
        tx.recipients.save(noted)
        tx.dates.cancel(notice.id, REMIND)
        if words.strip():
            tx.vault.put(notice.request, f"answer to {notice.id}", words.encode())
        tx.events.add("recipient.answered", notice.request, parts.now(), {"notice": notice.id, "answer": answer.value})
        _nobody_left(parts, tx, notice.request, by)
    return noted


def _notice(tx: Transaction, notice: str, by: str) -> Notice:
    require_name(by, "notes this")
    try:
        return tx.recipients.get(notice)
    except Unknown as unknown:
        raise WrongUse("There is no such notice.", "see belofte request recipients") from unknown
