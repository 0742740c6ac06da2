"""What `request confirm` says: of a request that has no link to press, and of what the search could not see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belofte.domain.answer import LetterKind
from belofte.domain.errors import WrongUse
from belofte.domain.plan import Blind
from belofte.domain.reference import NotAReference, normalise_reference
from belofte.domain.rights.names import QUESTION, WITHDRAWAL
from belofte.procedures.desks import OfficeDesk
from belofte.procedures.rights.stopping import BY_ADDRESS

if TYPE_CHECKING:
    from belofte.bootstrap import Belofte


def require_link(office: OfficeDesk, written: str) -> None:
    """Raise ``WrongUse`` where this is the reference of a request that needs no confirmation: nothing is handed over
    for a question, and what only stops holds from its receipt."""
    try:
        reference = normalise_reference(written)
    except NotAReference:
        return
    case = office.show(reference)
    ends_service = any(letter.kind == LetterKind.END_SERVICE for letter in case.letters)
    if case.row.right == QUESTION and not ends_service:
        raise WrongUse(
            "A question needs no confirmation: nothing is searched or handed over for it.",
            "a colleague answers it: belofte request answer",
        )
    if case.about is not None and case.about.identified_by == BY_ADDRESS:
        what = "A withdrawal of consent" if case.row.right == WITHDRAWAL else "An objection to advertising"
        raise WrongUse(
            f"{what} needs no confirmation: it holds from its receipt, for the address it came from.",
            f"it is {case.row.state} now: belofte request show",
        )


def not_seen(belofte: Belofte, token: str) -> tuple[Blind, ...]:
    """The systems that the search behind this link could not look at; none where no plan was made yet."""
    status = belofte.public.status_by(token)
    plan = belofte.office.show(status.reference).plan if status is not None else None
    return plan.blind if plan is not None else ()
