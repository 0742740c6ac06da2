"""The receipt of one step, made of what its system told: the same for a step that ended well and one broken off."""

from __future__ import annotations

from dataclasses import replace

from belofte.domain.plan import Receipt
from belofte.ports import Result
from belofte.procedures.parts import Parts
from belofte.store_port import StoredStep


def receipt_of(parts: Parts, stored: StoredStep, result: Result) -> Receipt:
    """The receipt of one step. After a crash nobody can say how many records were acted on: ``acted`` is None."""
    again = stored.attempts > 1
    lines = tuple(replace(line, acted=None) for line in result.lines) if again else result.lines
    return Receipt(
        id=parts.new_id("r"),
        step=stored.step.id,
        system=stored.step.system,
        verb=stored.step.verb,
        outcome=result.outcome,
        until=result.until,
        lines=lines,
        looked=result.looked,
        attempts=stored.attempts,
        problem=result.problem,
    )
