"""A step that failed for good after it had begun left a receipt; what of it counts as done (Art. 12(3), 17, 19).

What it did not do is planned again, in a step with a receipt of its own. So nobody is told of a record twice, and
nobody is told that something stays where it was which is gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from belofte.domain.plan import CHANGING, Outcome, Receipt, ReceiptLine
from belofte.domain.system_map import Verb


def as_done(receipts: Iterable[Receipt]) -> tuple[Receipt, ...]:
    """The receipts of one case in their order; each that failed has only what was done, as if no more was planned."""
    told = tuple(receipts)
    return tuple(
        _narrowed(one, told[number + 1 :]) if one.outcome is Outcome.FAILED else one for number, one in enumerate(told)
    )


def _narrowed(failed: Receipt, later: Iterable[Receipt]) -> Receipt:
    """What stays is told of by the step that was planned for it afterwards."""
    same = [one for one in later if one.system == failed.system and one.verb in (failed.verb, Verb.ASK_PERSON)]
    lines: list[ReceiptLine] = []
    for line in failed.lines:
        done = _done(line, same) if line.decision in CHANGING else 0
        if done:
            lines.append(replace(line, planned=done, acted=done, remains=0))
    outcome = Outcome.PENDING if failed.until else Outcome.DONE
    return replace(failed, outcome=outcome, lines=tuple(lines))


def _done(line: ReceiptLine, later: Iterable[Receipt]) -> int:
    """As many as were counted. What nobody could count is what was planned and not planned again: a new plan is made
    of everything that a fresh search finds."""
    again = sum(
        one.planned
        for receipt in later
        for one in receipt.lines
        if one.collection == line.collection and one.decision in CHANGING
    )
    counted = line.planned - (line.remains or 0) if line.acted is None else line.acted
    return max(0, min(counted, line.planned - again))
