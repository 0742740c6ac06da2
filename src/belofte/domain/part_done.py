"""What the receipts of one case come to, each record told of once (Art. 12(3), 17, 19).

Where a step failed for good the rest of its plan is dropped and a new plan is made of everything that a fresh search
finds. That is what was not done, and also what was done and stays in sight: a row that was cleared, what is kept, what
goes on a later day, what was copied. The newest receipt tells of such a record; an earlier one only of what nobody
found again. So nobody is told of a record twice, and nobody is told that something stays where it was which is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from belofte.domain.plan import CHANGING, Decision, Outcome, Receipt, ReceiptLine
from belofte.domain.system_map import Verb

_PLANNED_ANEW = frozenset({Verb.EXPORT, Verb.RECTIFY, Verb.RESTRICT, Verb.LIFT, Verb.ERASE, Verb.ASK_PERSON})
"""Verbs of steps that are made of a search. A purge follows such a step and counts the same records; a look and a
letter count none."""


def as_done(receipts: Iterable[Receipt]) -> tuple[Receipt, ...]:
    """The receipts of one case in their order, each with what it alone tells of; one that failed has what was done, as
    if no more was planned. A new plan was made since, as for every case that is answered: what a look still saw then
    (many a vendor shows for a while what is gone) and a fresh search did not find is gone."""
    told = tuple(receipts)
    return tuple(_narrowed(one, told[number + 1 :], _gone) for number, one in enumerate(told))


def as_ended(receipts: Iterable[Receipt]) -> tuple[Receipt, ...]:
    """The same of a case that ended before a new plan was carried out: what a look still saw was not done."""
    told = tuple(receipts)
    return tuple(_narrowed(one, told[number + 1 :], _counted) for number, one in enumerate(told))


_Count = Callable[[ReceiptLine], int]
"""Records of a line of a step that failed, which count as done where they were not planned again."""


def _gone(line: ReceiptLine) -> int:
    return line.planned if line.acted is None else line.acted


def _counted(line: ReceiptLine) -> int:
    return line.planned - (line.remains or 0) if line.acted is None else line.acted


def _narrowed(one: Receipt, later: Sequence[Receipt], count: _Count) -> Receipt:
    failed = one.outcome is Outcome.FAILED
    if not failed and one.verb not in _PLANNED_ANEW:
        return one
    same = [other for other in later if other.system == one.system and other.verb in (one.verb, Verb.ASK_PERSON)]
    if not failed:
        return replace(one, lines=_without_found_again(one, same)) if same else one
    done = [(line, _done(line, _next(line, same), count)) for line in one.lines if line.decision in CHANGING]
    lines = tuple(replace(line, planned=number, acted=number, remains=0) for line, number in done if number)
    return replace(one, outcome=Outcome.PENDING if one.until else Outcome.DONE, lines=lines)


def _next(line: ReceiptLine, later: Iterable[Receipt]) -> tuple[ReceiptLine, ...]:
    """What the first later receipt that tells of this collection tells of it."""
    of_it = (tuple(other for other in one.lines if other.collection == line.collection) for one in later)
    return next((lines for lines in of_it if lines), ())


def _done(line: ReceiptLine, again: Iterable[ReceiptLine], count: _Count) -> int:
    """What was not planned again, and no more than could be done: a new plan is made of everything that a fresh search
    finds."""
    planned_again = sum(other.planned for other in again if other.decision in CHANGING)
    return max(0, min(count(line), line.planned - planned_again))


def _without_found_again(one: Receipt, later: Sequence[Receipt]) -> tuple[ReceiptLine, ...]:
    """The lines without the records that a later plan found again, those with the same decision first."""
    found: dict[str, dict[Decision, int]] = {}
    for line in one.lines:
        if line.collection not in found:
            counts = found.setdefault(line.collection, {})
            for other in _next(line, later):
                counts[other.decision] = counts.get(other.decision, 0) + other.planned
    left = list(one.lines)
    for same_decision in (True, False):
        for place, line in enumerate(left):
            for decision, count in found[line.collection].items():
                if count and (decision is line.decision) is same_decision:
                    taken = min(count, _in_sight(one.verb, left[place]))
                    left[place] = _less(left[place], taken)
                    found[line.collection][decision] -= taken
    return tuple(now for now, before in zip(left, one.lines, strict=True) if now.planned or not before.planned)


def _in_sight(verb: Verb, line: ReceiptLine) -> int:
    """How many of its records a fresh search can find again. What was deleted and seen to be gone is not among them,
    nor a value that was put right: both are found by what is wrong or there still."""
    if line.decision is Decision.DELETE or (line.decision is Decision.DO and verb is Verb.RECTIFY):
        return line.planned if line.remains is None else min(line.planned, line.remains)
    return line.planned


def _less(line: ReceiptLine, taken: int) -> ReceiptLine:
    """The line without ``taken`` records. One of which some were not there any more goes on telling that."""
    rest = line.planned - taken
    return replace(
        line,
        planned=rest,
        acted=None if line.acted is None else min(line.acted, rest),
        remains=None if line.remains is None else max(0, line.remains - taken),
        present=None if line.present is None else max(0, line.present - taken),
    )
