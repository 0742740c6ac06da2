"""Accuracy is disputed: the data is restricted while a named person finds out (Art. 18(1)(a) GDPR).

The restriction is a case of its own, of the same person and with the same proof of who they are; it is planned, carried
out, read back and told like any other, by the letter that says why. It lasts until the person lifts it: after the
ruling they are asked to, with its reasons.
"""

from __future__ import annotations

from belofte.domain.clock import due_dates, local_date, promise_for
from belofte.domain.course import Course, Phase
from belofte.domain.errors import BelofteError, WrongUse
from belofte.domain.reference import reference_from
from belofte.domain.request import Request, RequestState
from belofte.domain.rights.corrections import Ruling
from belofte.domain.rights.names import RESTRICTION
from belofte.domain.task import Task
from belofte.procedures.answering.told import DISPUTE, REASONS
from belofte.procedures.identity.reaching import wish_of
from belofte.procedures.parts import CLAIMS, CONTACT, IDENTIFIERS, SUBMISSION, Current, Parts, decode_identifiers
from belofte.procedures.planning.approving import approve
from belofte.procedures.planning.drafting import draft_plan
from belofte.procedures.rights.lifting_desk import LiftingDesk
from belofte.procedures.rights.rulings import Decided, keep_rulings, rulings_of
from belofte.store_port import Secret, Transaction

DISPUTED = "correction.disputed"
"""Event: whether a value is true is disputed; ``restriction`` is the case that restricts meanwhile."""
RESTRICT_DISPUTED = "restrict-disputed"
"""Task: the restriction during a dispute could not be approved by itself; a named person does."""


def dispute(parts: Parts, request: Request, number: int, by: str, because: str) -> str | None:
    """Note that correction ``number`` is disputed and why, and restrict. Returns the reference of the restriction that
    was opened; None where one is open already.

    Raises ``WrongUse`` without a name, a reason or such a correction.
    """
    if not by.strip() or not because.strip():
        raise WrongUse("Who disputes it must be named, and why.", '--by "P. de Boer" --because "…"')
    now = parts.now()
    restriction, reference = _restriction(parts, request), reference_from(parts.entropy(5))
    with parts.store.reading() as tx:
        if not 1 <= number <= len(wish_of(tx, request.id).corrections):
            raise WrongUse(f"There is no correction number {number}.", "see belofte request changes")
        opened = opened_by(tx, request.id) is None
    if opened:
        parts.store.open_cases([restriction.id])
    with parts.store.transaction() as tx:
        others = [one for one in rulings_of(tx, request.id) if one.number != number]
        made = Decided(number, Ruling.DISPUTED, by, because.strip(), parts.today().isoformat())
        keep_rulings(tx, request.id, [*others, made])
        if opened:
            _take_over(parts, tx, request, restriction, reference, because)
            tx.events.add(DISPUTED, request.id, now, {"number": number, "restriction": restriction.id})
    if not opened:
        return None
    _restrict(parts, restriction, by)
    return reference


def opened_by(tx: Transaction, case: str) -> str | None:
    """The case that restricts while this one is disputed."""
    disputed = [event for event in tx.events.about(case) if event.kind == DISPUTED]
    return str(disputed[-1].data["restriction"]) if disputed else None


def ask_to_lift(current: Current, request: Request, by: str, reasons: str) -> None:
    """After the ruling the person is asked to lift the restriction, with the reasons; nothing where none is there."""
    with current.parts.store.reading() as tx:
        case = opened_by(tx, request.id)
        restriction = tx.requests.get_many([case]).get(case) if case else None
        in_force = restriction is not None and restriction.course.phase is Phase.RESTRICTED
        reference = tx.requests.reference_of(restriction.id) if restriction and in_force else None
    if reference:
        LiftingDesk(current).ask_or_lift(reference, by, reasons)


def _restriction(parts: Parts, request: Request) -> Request:
    """A request for restriction of the same person, from now."""
    now = parts.now()
    today = local_date(now, parts.country.time_zone)
    dates = due_dates(today, promise_for(parts.policy.rights, RESTRICTION), parts.holidays)
    return Request(
        id=parts.new_id("case"),
        right=RESTRICTION,
        channel=request.channel,
        received_at=now,
        registered_at=now,
        language=request.language,
        policy_version=parts.policy.version,
        state=RequestState.IDENTIFIED,
        identified_by=request.identified_by,
        promise_due=dates.promise_due,
        law_due=dates.law_due,
        due=dates.due,
        work_by=dates.work_by,
        course=Course(origin=DISPUTE, caused_by=request.id),
    )


def _take_over(
    parts: Parts, tx: Transaction, request: Request, restriction: Request, reference: str, because: str
) -> None:
    """The new case with what the first one knows of the person."""
    tx.requests.add(restriction, reference)
    for column in (CONTACT, IDENTIFIERS, CLAIMS, SUBMISSION):
        held = tx.vault.newest(column, [request.id]).get(request.id)
        if held is not None:
            tx.vault.put_many([Secret(restriction.id, column, held)])
            if column == IDENTIFIERS:
                tx.index.add(restriction.id, decode_identifiers(held))
    tx.vault.put(restriction.id, REASONS, because.strip().encode())
    event = {"right": RESTRICTION, "channel": restriction.channel}
    tx.events.add("request.received", restriction.id, parts.now(), event)
    tx.events.add("request.identified", restriction.id, parts.now())


def _restrict(parts: Parts, restriction: Request, by: str) -> None:
    """Planned and approved by who noted the dispute; what stands in the way of that becomes a task, not a silence."""
    plan = draft_plan(parts, restriction)
    with parts.store.reading() as tx:
        planned = tx.requests.get(restriction.id)
    try:
        approve(parts, planned, plan, by, plan.records)
    except BelofteError:  # its own sentence is shown when somebody approves it by hand
        with parts.store.transaction() as tx:
            tx.tasks.add([Task(parts.new_id("task"), RESTRICT_DISPUTED, parts.now(), request=restriction.id)])
