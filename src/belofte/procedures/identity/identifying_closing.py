"""A request that ends without an answer to what it asked: withdrawn by its person, or nobody could tell who asked.

Anything else ends with an answer or a reasoned refusal (Art. 12(3), 12(4) GDPR). The register has a row of each.
"""

from __future__ import annotations

from dataclasses import replace

from belofte.domain.answer import LetterKind
from belofte.domain.course import Ended
from belofte.domain.errors import Refused, WrongUse, require_name
from belofte.domain.request import NEXT, NotAllowed, Request, RequestState, move
from belofte.domain.rights.names import OBJECTION, WITHDRAWAL
from belofte.procedures.clock.clocks import identity_settled
from belofte.procedures.clock.reminding import is_unsettled
from belofte.procedures.parts import Parts
from belofte.procedures.planning.approving import end
from belofte.procedures.rights.standing import SUBJECT


def withdraw(parts: Parts, request: Request, by: str, how: str) -> Request:
    """The person took the request back. ``how`` says how that is known, in a few words; nobody else can withdraw it."""
    require_name(by)
    if not how.strip():
        raise WrongUse(
            "Only the person withdraws a request: how did you hear it?", 'for example --reasons "mail of 3 May"'
        )
    return _close(parts, request, by, how, Ended.WITHDRAWN)


def may_withdraw(request: Request) -> bool:
    """Whether its person can still take a request back by themselves. What stopped something at once (an objection, a
    withdrawn consent) is not undone by a button: that would start it again."""
    return request.right not in (OBJECTION, WITHDRAWAL) and RequestState.STOPPED in NEXT[request.state]


def withdraw_by_subject(parts: Parts, request: Request) -> Request:
    """The person took the request back on the page that shows it. Raises ``Refused`` where it is too late for that."""
    if not may_withdraw(request):
        raise Refused(
            "This request can no longer be taken back here: something was done already.",
            "write to the privacy office",
        )
    return _close(parts, request, SUBJECT, "on the page that shows the request", Ended.WITHDRAWN)


def close_unidentified(parts: Parts, request: Request, by: str, reasons: str) -> Request:
    """Nobody could tell who asked, after asking and reminding: the letter tells why, and of authority and court. No
    data leaves.

    Raises ``Refused`` where somebody is known, or where nobody was asked and reminded yet (Art. 12(2), 12(6)).
    """
    require_name(by)
    if not reasons.strip():
        raise WrongUse("Art. 12(4) GDPR: the letter tells the reasons.", "give --reasons in a few words")
    if not is_unsettled(request):
        raise Refused(
            "Art. 12(2) GDPR: a request may be left undone for this only where nobody can tell who asks; here that is "
            "known, or it is past the question.",
            "answer it, or refuse it with a ground",
        )
    if request.course.reminded_at is None:
        raise Refused(
            "Art. 12(2), 12(6) GDPR: first ask what is needed, and remind; nobody was reminded yet.",
            "belofte request ask-identity REFERENCE --by NAME; the reminder goes by itself",
        )
    return _close(parts, request, by, reasons, Ended.UNIDENTIFIED)


def refuse_to_close(request: Request) -> Refused:
    """Why a request cannot just be closed, and what ends it."""
    if request.state in (RequestState.ANSWERED, RequestState.REFUSED, RequestState.STOPPED):
        when = f"after {request.close_after:%Y-%m-%d}" if request.close_after else "once its letter was delivered"
        return Refused(
            f"The request is {request.state}; its case closes by itself {when}, so that the court can still be asked.",
            "nothing needs doing",
        )
    return Refused(
        "Art. 12(3), 12(4) GDPR: a request ends with an answer or a refusal with its reasons, not by closing it.",
        "answer it; or belofte request refuse; or close it --as withdrawn or --as unidentified",
    )


def _close(parts: Parts, request: Request, by: str, reasons: str, how: Ended) -> Request:
    to = RequestState.STOPPED if how is Ended.WITHDRAWN else RequestState.REFUSED
    kind = LetterKind.STOPPED if how is Ended.WITHDRAWN else LetterKind.UNIDENTIFIED
    try:
        moved = move(identity_settled(parts, request), to)
    except NotAllowed as no:
        raise Refused(str(no)) from no
    closed = replace(moved, course=replace(moved.course, ended=how))
    told = reasons.strip().rstrip(".") if how is Ended.UNIDENTIFIED else ""
    with parts.store.transaction() as tx:
        tx.vault.put(request.id, "closed because", f"{by}: {reasons}".encode())
        end(parts, tx, closed, kind, None, by, told)
    return closed
