"""Who is asking? The question, its answer, and a named person's word (Art. 12(2), 12(6) GDPR).

Somebody who writes from an address that a system held before the request came is asked for nothing: the link that goes
there is enough. Everybody else is asked for the least that removes the doubt.
"""

from __future__ import annotations

from dataclasses import replace

from belofte.domain.answer import LetterKind
from belofte.domain.errors import Refused, require_name
from belofte.domain.identity import Identifier
from belofte.domain.kinds import normalise
from belofte.domain.request import NotAllowed, Request, RequestState, Waiting, move, wait
from belofte.domain.rights.planning import SHARED
from belofte.loading.waiting_periods import waiting_periods
from belofte.procedures.answering.delivered import identity_was_asked
from belofte.procedures.answering.letters import facts_of, queue_letter
from belofte.procedures.answering.links import with_link
from belofte.procedures.case_policy import policy_at_receipt, policy_of_case
from belofte.procedures.cases import must_still_stand
from belofte.procedures.clock.clocks import OVER, identity_settled
from belofte.procedures.desks import LinkPurpose
from belofte.procedures.identity.proofs import check_way, destroy_proofs
from belofte.procedures.identity.questions import ADDRESS_QUESTIONS
from belofte.procedures.identity.reaching import address_of, follow_wish, goes_elsewhere, wish_of
from belofte.procedures.identity.settled import DECIDE, LOOK, REMIND, nobody_waits
from belofte.procedures.parts import CLAIMS, Parts, decode_identifiers, encode_identifiers
from belofte.procedures.rights.leaving import confirmed_end
from belofte.procedures.rights.standing import stop_for_known
from belofte.procedures.spans import as_timedelta
from belofte.store_port import DueDate, Transaction


def ask_identity(parts: Parts, request: Request, by: str, doubt: str = "", *, spoken: bool = False) -> Request:
    """Ask who somebody is. ``doubt`` names the reasonable doubt where none follows from the case itself; ``spoken``:
    it was asked on the telephone or at the counter, no letter goes.

    Raises ``Refused`` where nothing gives reason to doubt (Art. 12(6)), where it was asked already, or where the
    request is past the point at which it can be asked.
    """
    require_name(by)
    _may_ask(request)
    now = parts.now()
    with parts.store.transaction() as tx:
        must_still_stand(tx, [request])
        if not doubt.strip() and not reasonable_doubt(tx, request):
            raise Refused(
                "Art. 12(6) GDPR: nothing gives reason to doubt who this is; the link to the known address is enough.",
                "if there is a reason all the same, name it with --doubt; it stands in the letter",
            )
        asked = wait(request, Waiting.IDENTITY)
        if spoken:
            asked = identity_was_asked(parts, asked, now)
            tx.events.add("request.identity-asked", request.id, now)
        else:
            _write(parts, tx, asked, doubt)
        tx.requests.save(asked)
        tx.vault.put(request.id, "identity asked by", by.encode())
        put_reminders(parts, tx, request.id)
    return asked


def put_reminders(parts: Parts, tx: Transaction, case: str) -> None:
    """From now: when the person is reminded, and when somebody of ours decides."""
    waits, now = waiting_periods(policy_of_case(parts, tx, case).rights), parts.now()
    tx.dates.put(
        [
            DueDate(REMIND, case, now + as_timedelta(waits.remind_after)),
            DueDate(DECIDE, case, now + as_timedelta(waits.decide_after)),
        ]
    )


def reasonable_doubt(tx: Transaction, request: Request) -> bool:
    """Does the case itself give reason to ask? An address nobody knows or that two share, a copy that must go
    elsewhere, somebody who asks for another, or no address that could prove anything."""
    address = address_of(tx, request.id)
    if not address or request.course.represents or goes_elsewhere(wish_of(tx, request.id), address):
        return True
    plan = tx.plans.newest(request.id)
    if plan is None:
        return False
    questions = {question.partition(":")[0] for question in plan.questions}
    return not plan.records or bool(questions & {*ADDRESS_QUESTIONS, SHARED})


def vouch(parts: Parts, request: Request, by: str, how: str, number: str = "") -> Request:
    """A named person vouches for who is asking. ``how`` names the means in a few words, never a document's content;
    ``number`` is a customer number the person gave, which tells people on one address apart.

    The proof goes at once, with a receipt; the law's clock runs again; what was to go elsewhere may now go there.
    """
    require_name(by)
    check_way(how)
    if request.course.represents and request.course.mandate_checked_by is None:
        raise Refused(
            "Art. 12(6) GDPR: somebody asks in another's name; whether they may is to be checked first.",
            "belofte request mandate REFERENCE --by NAME --how …",
        )
    moved = _identified(request)
    identified = identity_settled(parts, replace(moved, identified_by="office"))
    now = parts.now()
    with parts.store.transaction() as tx:
        must_still_stand(tx, [request])
        tx.requests.save(identified)
        tx.vault.put(request.id, "identification", f"{by}: {how}".encode())
        if number:
            claim(tx, request.id, number)
        follow_wish(parts, tx, identified)
        destroy_proofs(parts, tx, request.id)
        stop_for_known(parts, tx, identified)
        nobody_waits(parts, tx, request.id, DECIDE, LOOK)
        confirmed_end(parts, tx, identified)
        tx.events.add("request.identified", request.id, now)
    return identified


def claim(tx: Transaction, case: str, number: str) -> None:
    """Note a customer number; another one that was given before is no longer meant."""
    given = decode_identifiers(tx.vault.newest(CLAIMS, [case]).get(case, b"[]"))
    others = [one for one in given if one.kind != "customer-number"]
    value = Identifier("customer-number", "", normalise("customer-number", number))
    tx.vault.put(case, CLAIMS, encode_identifiers([*others, value]))


def _may_ask(request: Request) -> None:
    if request.state in OVER or request.state in (RequestState.APPROVED, RequestState.ACTING):
        raise Refused(
            f"Art. 12(6) GDPR: the request is {request.state}; who asks was settled before that.",
            "see belofte request show",
        )
    if request.identified_by == "office":
        raise Refused("Art. 12(6) GDPR: a named person vouched for who this is; asking again is not needed.")
    if request.course.identity_asked_at is not None and request.course.identity_answered_at is None:
        raise Refused(
            "It was asked already and not answered yet; a reminder goes by itself.",
            "belofte request identify when it is answered, belofte request close --as unidentified when it is not",
        )


def _identified(request: Request) -> Request:
    if request.state is not RequestState.RECEIVED:
        if request.state in OVER:
            raise Refused(f"The request is {request.state}.", "see belofte request show")
        return replace(request, waiting=None if request.waiting is Waiting.IDENTITY else request.waiting)
    try:
        return move(request, RequestState.IDENTIFIED)
    except NotAllowed as no:
        raise Refused(str(no)) from no


def _write(parts: Parts, tx: Transaction, request: Request, doubt: str) -> None:
    facts = replace(
        facts_of(parts, tx, request),
        reasons=doubt.strip().rstrip(".") or None,
    )
    to = address_of(tx, request.id)
    if to:
        until = parts.now() + as_timedelta(waiting_periods(policy_at_receipt(parts, request).rights).decide_after)
        facts = with_link(parts, tx, facts, request.id, LinkPurpose.IDENTIFY, until)
    queue_letter(parts, tx, request.id, LetterKind.IDENTIFY, to, facts)
