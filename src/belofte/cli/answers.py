"""How an answer of ``may()`` is printed, and the exit status it has: yes 0, no 1, could not look 3."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import typer

from belofte.domain.decision import Why
from belofte.domain.errors import CouldNotLook

REASONS = {
    Why.YES: "yes",
    Why.UNKNOWN_PURPOSE: "the policy has no such purpose",
    Why.OTHER_DATA: "the purpose does not use this data",
    Why.ERASED: "the person was erased",
    Why.RESTRICTED: "the person's data is restricted (Art. 18 GDPR)",
    Why.LEFT: "the person has left",
    Why.OBJECTION: "the person objected (Art. 21 GDPR)",
    Why.NO_CONSENT: "the person did not consent (Art. 6(1)(a) GDPR)",
    Why.UNKNOWN_SUBJECT: "no person has this number",
    Why.NO_BASIS: "there is no order, contract or statute it rests on",
    Why.CLOSED: "the order or contract it rests on is closed",
    Why.OTHER_CHANNEL: "the purpose does not reach people that way",
    Why.MARKETING: "a message that must be sent carries no marketing",
    Why.OTHER_CARRIER: "the policy declares no such carrier",
    Why.TOO_MUCH: "the carrier would get more than the policy says",
    Why.NOT_THEN: "the policy of that moment is not known",
    Why.COULD_NOT_LOOK: "the state could not be read",
    Why.COULD_NOT_LOG: "the use could not be logged",
    Why.UNKNOWN_ROLE: "the policy has no such role",
    Why.TERM_ENDED: "the term of this use is over (Art. 5(1)(e) GDPR)",
}


class Answer(Protocol):
    """What an answer has."""

    @property
    def allowed(self) -> bool: ...
    @property
    def why(self) -> Why: ...
    @property
    def clauses(self) -> Sequence[str]: ...
    @property
    def missing(self) -> Sequence[str]: ...


def said(answer: Answer) -> str:
    """The answer in a line: yes or no, why not, in which clauses, and what was missing."""
    line = "yes" if answer.allowed else f"no: {REASONS[answer.why]}"
    if answer.clauses:
        line += f" · {', '.join(answer.clauses)}"
    return f"{line}\n  missing: {', '.join(answer.missing)}" if answer.missing else line


def end_with(answer: Answer) -> None:
    """Leave with the status of the answer."""
    if answer.why in (Why.COULD_NOT_LOOK, Why.COULD_NOT_LOG):
        raise CouldNotLook("It could not be looked up or logged, so the answer is no.", "belofte doctor")
    if not answer.allowed:
        raise typer.Exit(1)
