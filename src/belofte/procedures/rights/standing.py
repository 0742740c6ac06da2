"""The states of subjects as procedures change them: which bits an event sets, for which identifiers, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from belofte.domain.course import Phase
from belofte.domain.identity import KEY, Identifier
from belofte.domain.request import Request, RequestState
from belofte.domain.rights.names import LEAVING, OBJECTION, RESTRICTION, WITHDRAWAL
from belofte.domain.rights.restriction import ANYONE
from belofte.domain.subject_state import RESTRICTED, Cause, SubjectState, any_of, consents_to, objection_bit
from belofte.domain.system_map import Verb
from belofte.procedures.case_policy import policy_at_receipt
from belofte.procedures.parts import IDENTIFIERS, Parts, decode_identifiers
from belofte.store_port import DueDate, StepState, Transaction

POLICY, SUBJECT = "policy", "subject"
"""Who brought a change about, where it was no member of staff."""

STOP = "stop-at-once"
"""Due date: stop what this case contests in every system; it stands until all of them were reached."""
STATED = (OBJECTION, RESTRICTION, LEAVING)
"""Rights whose person has a state from the receipt or the search on."""
LOOK_AGAIN = "look-again"
"""Due date: a system could not be seen, or more is known now; search for this request again."""
LIFT = "lift"
"""Due date: lift the restriction of this case in every system."""
LEAVE = "leave"
"""Due date: the day on which somebody leaves has come."""
OVER = (StepState.RECEIPTED, StepState.DROPPED)


def is_stopping(tx: Transaction, case: str) -> bool:
    """Whether the systems are still being stopped for this case: nothing else is planned for it meanwhile."""
    if any(item.kind == STOP for item in tx.dates.of(case)):
        return True
    steps = tx.steps.of_request(case)
    return any(one.step.verb is Verb.RESTRICT and one.state not in OVER for one in steps)


def stop_for_known(parts: Parts, tx: Transaction, request: Request) -> None:
    """A named person knows who objects or withdraws, perhaps by a letter without an address: what that leads to stops
    at once."""
    if request.right in (OBJECTION, WITHDRAWAL) and request.state is RequestState.IDENTIFIED:
        tx.dates.put([DueDate(STOP, request.id, parts.now())])


def identifiers_of(tx: Transaction, case: str) -> tuple[Identifier, ...]:
    """What is known of the person of a case, except record keys: those mean nothing outside their system."""
    held = tx.vault.newest(IDENTIFIERS, [case]).get(case)
    return tuple(one for one in decode_identifiers(held) if one.kind != KEY) if held else ()


def know_person(parts: Parts, tx: Transaction, request: Request, identifiers: Sequence[Identifier]) -> None:
    """More is known of who asks now, and their state holds for all of it.

    A restriction that the policy grants to anyone holds from here on; the systems follow when the plan is approved.
    """
    if request.right not in STATED:
        return
    restricts = request.right == RESTRICTION and request.course.phase is None
    granted = restricts and policy_at_receipt(parts, request).rights.restriction_for == ANYONE
    on = objections(tx, request.course.purposes) if _is_objected(request) else RESTRICTED if granted else 0
    set_bits(parts, tx, identifiers, Cause(request.right, SUBJECT, request.id), on)


def _is_objected(request: Request) -> bool:
    return request.right == OBJECTION and request.course.phase in (Phase.STOPPED, Phase.UPHELD)


def set_bits(
    parts: Parts, tx: Transaction, identifiers: Sequence[Identifier], cause: Cause, on: int = 0, off: int = 0
) -> SubjectState | None:
    """Change the state of one person; nothing without an identifier."""
    known = [one for one in identifiers if one.kind != KEY]
    return tx.states.change(known, cause, parts.now(), on, off) if known else None


def objections(tx: Transaction, purposes: Iterable[str]) -> int:
    """The bits of objections to these purposes."""
    names = [objection_bit(name) for name in purposes]
    bits = tx.states.bits(names)
    return any_of(bits[name] for name in names)


def consents(tx: Transaction, purposes: Iterable[str]) -> int:
    """Every consent to these purposes, of whatever time."""
    bits = tx.states.bits()
    return any_of(consents_to(bits, name) for name in purposes)


def case_set(tx: Transaction, case: str) -> int:
    """The bits that one case has set, as its changes say."""
    return any_of(change.after & ~change.before for change in tx.states.of_case(case))
