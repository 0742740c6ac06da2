"""The answer: made from receipts, sent to the known address only, and done only when the other side accepted it.

Before it is written, the systems are counted once more: one that was added or could not be seen since the plan sends
the request back to be searched there too. Nobody is told "done" of what was not read back (Art. 12(3), 19).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from belofte.domain.access_information import AccessInformation, access_information
from belofte.domain.answer import LetterKind, answer_of
from belofte.domain.clock import end_of_day
from belofte.domain.not_there import Because, reasons_in
from belofte.domain.plan import Outcome, Plan, Receipt
from belofte.domain.request import Request, RequestState, Waiting, move, wait
from belofte.domain.rights.names import ACCESS
from belofte.domain.rights.planning import LETTERS
from belofte.domain.system_map import Verb
from belofte.domain.task import Task
from belofte.ports import Delivery, Driven, Letter
from belofte.procedures.acting.settling import settle
from belofte.procedures.answering.delivered import answered, note_close_call, open_route
from belofte.procedures.answering.letters import RETRY, decode_letter, encode_letter, facts_of
from belofte.procedures.answering.links import with_link
from belofte.procedures.answering.own_told import own_told
from belofte.procedures.answering.package_information import INFORMATION, encode_information
from belofte.procedures.answering.posting import hand_to_post
from belofte.procedures.answering.sent_to_carriers import sent_to_carriers
from belofte.procedures.answering.told import TOLD
from belofte.procedures.case_policy import policy_at_receipt
from belofte.procedures.cases import as_it_is
from belofte.procedures.desks import LinkPurpose
from belofte.procedures.disclosing.telling import disclosed_about
from belofte.procedures.identity.reaching import address_of
from belofte.procedures.parts import Parts
from belofte.procedures.planning.unconnected import with_open_work
from belofte.procedures.retaining.reviews import with_reviews
from belofte.procedures.rights.recipients import told_too
from belofte.procedures.rights.standing import LOOK_AGAIN
from belofte.procedures.spans import case_term, until_of
from belofte.procedures.staffing.looking import looks_told
from belofte.store_port import DueDate, StoredStep, Transaction

DOWNLOAD_ENDS = "download-ends"


def tell(parts: Parts, claimed: Sequence[StoredStep], requests: Mapping[str, Request]) -> Driven:
    """Write and send the answers of these requests."""
    told = 0
    for stored in claimed:
        request = requests[stored.step.request]
        if _send_back(parts, stored, request):
            continue
        letter = _prepare(parts, stored, request)
        if not letter.to:
            with parts.store.transaction() as tx:
                hand_to_post(parts, tx, stored, as_it_is(tx, request), letter)
            continue
        began = parts.now()
        delivery = parts.mailer.send(letter)
        with parts.store.transaction() as tx:
            told += _record(parts, tx, stored, as_it_is(tx, request), delivery, began)
    return Driven(LETTERS, Verb.TELL, receipted=told, waiting=len(claimed) - told)


def _send_back(parts: Parts, stored: StoredStep, request: Request) -> bool:
    """A system that the plan has not seen is searched before anything is answered."""
    with parts.store.reading() as tx:
        plan = tx.plans.get(stored.plan)
    missing = [name for name in parts.systems if name not in plan.maps]
    if not missing:
        return False
    with parts.store.transaction() as tx:
        tx.steps.abandon([stored.step.id])
        tx.steps.drop(request.id)
        back = move(as_it_is(tx, request), RequestState.PLANNED)
        tx.requests.save(wait(back, Waiting.SYSTEM, missing[0]))
        tx.dates.put([DueDate(LOOK_AGAIN, request.id, parts.now())])
        tx.events.add("request.system-added", request.id, parts.now(), {"systems": len(missing)})
    return True


def _unlinked(parts: Parts, plan: Plan, language: str) -> tuple[str, ...]:
    """Systems that know people by a number of which we have none, with what that is called (Art. 11 GDPR)."""
    return tuple(
        f"{parts.systems[one.system].label_in(language)} ({one.detail_in(language)})"
        for one in reasons_in(plan)
        if one.because is Because.NOT_LINKED and one.system in parts.systems
    )


def _prepare(parts: Parts, stored: StoredStep, request: Request) -> Letter:
    """The letter of this step, written once: after a kill the same one is sent, with the same Message-ID."""
    column = f"letter of {stored.step.id}"
    with parts.store.transaction() as tx:
        written = tx.vault.newest(column, [request.id]).get(request.id)
        if not written:  # not yet, or to be written anew: it goes to another address
            written = encode_letter(*_write(parts, tx, request, tx.plans.get(stored.plan)))
            tx.vault.put(request.id, column, written)
    return decode_letter(written, stored.step.id)


def _write(parts: Parts, tx: Transaction, request: Request, plan: Plan) -> tuple[Letter, LetterKind]:
    receipts = tx.receipts.of_request(request.id)
    answered = answer_of(request.right, parts.policy, parts.systems, receipts, request.language)
    answered = replace(answered, unlinked=_unlinked(parts, plan, request.language))
    answer = with_reviews(tx, request, with_open_work(parts, tx, request, answered))
    promised = policy_at_receipt(parts, request)
    facts = replace(facts_of(parts, tx, request), answer=answer, told=told_too(parts, request, receipts))
    kind = LetterKind.ANSWER if answer.found or answer.not_done else LetterKind.NOTHING_FOUND
    to = address_of(tx, request.id)
    exported = any(receipt.verb is Verb.EXPORT for receipt in receipts) or bool(tx.vault.packages(request.id))
    if to and answer.found and exported:
        until = until_of(parts.now(), promised.rights.download_for, case_term(parts))
        gone = end_of_day(until, parts.country.time_zone)  # with its link, which works on the last day named too
        tx.dates.put([DueDate(DOWNLOAD_ENDS, request.id, gone)])
        told = _information(parts, tx, request, receipts) if request.right == ACCESS else None
        facts = with_link(parts, tx, replace(facts, access=told), request.id, LinkPurpose.DOWNLOAD, until)
    if request.right in TOLD:
        kind, facts = TOLD[request.right](parts, tx, request, facts)
    return parts.letter_writer.write(kind, to, facts, promised.texts), kind


def _information(parts: Parts, tx: Transaction, request: Request, receipts: Sequence[Receipt]) -> AccessInformation:
    """All of Art. 15(1) and (2), kept for the copy. What the policy does not state becomes work for the office."""
    disclosed = [*disclosed_about(parts, tx, request), *sent_to_carriers(parts, tx, request)]
    told = access_information(parts.policy, parts.countries, parts.systems, receipts, request.language, disclosed)
    told = replace(told, looks=looks_told(parts, tx, request), own=own_told(parts, tx, request))
    tx.vault.put(request.id, INFORMATION, encode_information(told))
    if told.missing:
        kind, lacking = "complete-access-answer", len(told.missing)
        tx.tasks.add([Task(parts.new_id("task"), kind, parts.now(), request=request.id, count=lacking)])
        tx.events.add("access.incomplete", request.id, parts.now(), {"facts": list(told.missing)})
    return told


def _record(
    parts: Parts, tx: Transaction, stored: StoredStep, request: Request, delivery: Delivery, began: datetime
) -> int:
    now = parts.now()
    if not delivery.accepted:
        _not_delivered(parts, tx, stored, request, delivery)
        return 0
    receipt = Receipt(
        id=parts.new_id("r"),
        step=stored.step.id,
        system=LETTERS,
        verb=Verb.TELL,
        outcome=Outcome.DONE,
        looked=("accepted by the receiving side",),
        attempts=stored.attempts,
    )
    tx.receipts.add([(request.id, receipt)], parts.today())
    if request.state is not RequestState.ANSWERED:  # else this tells what followed on the answer: a lifted restriction
        done = answered(parts, move(request, RequestState.ANSWERED), began)
        tx.requests.save(done)
        tx.events.add("request.answered", request.id, now)
        note_close_call(parts, tx, done)
    settle(parts, tx, [request.id])
    return 1


def _not_delivered(parts: Parts, tx: Transaction, stored: StoredStep, request: Request, delivery: Delivery) -> None:
    """A refused letter is not an answer: the due date stays, and a person opens another route."""
    now = parts.now()
    again = RETRY[min(stored.attempts, len(RETRY)) - 1]
    if not delivery.transient:
        open_route(parts, tx, request.id)
        again = timedelta(days=1)
    tx.steps.postpone([stored.step.id], now + again)
    tx.requests.save(wait(request, Waiting.SYSTEM if delivery.transient else Waiting.OFFICE, LETTERS))
