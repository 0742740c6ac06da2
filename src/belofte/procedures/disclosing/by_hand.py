"""Work by hand on what a secret order holds: who may know takes it over, for nobody else may learn why something stays.

What a program erases is kept at the act itself. A person who erases in a system that no program works in would take all
there is. The task they get names nothing that is held; that is not enough where they look for themselves. So the case
goes to whoever received the order, as any case goes to somebody who takes it in hand, and the order's own notes, which
nobody else reads, say what to leave.
"""

from __future__ import annotations

from dataclasses import replace

from belofte.domain.plan import ERASING
from belofte.domain.request import Request
from belofte.domain.task import Task
from belofte.procedures.disclosing.kept import note_left_out
from belofte.procedures.parts import IDENTIFIERS, Parts, decode_identifiers
from belofte.procedures.retaining.holds import untold_holds
from belofte.procedures.rights.standing import identifiers_of
from belofte.store_port import StoredStep, Transaction

BY_HAND = "by-hand "
"""How the note of such a task begins; the system and the task follow."""


def hand_to_who_knows(parts: Parts, tx: Transaction, request: Request, stored: StoredStep, task: Task) -> Request:
    """The request, in the hands of who may know where a secret order holds this person's data and a person is about to
    erase in a system; else as it was."""
    if not any(line.decision in ERASING for line in stored.step.lines):
        return request
    theirs = set(identifiers_of(tx, request.id))
    for hold in untold_holds(tx):
        held = tx.vault.newest(IDENTIFIERS, [hold.id]).get(hold.id)
        if held is None or not theirs & set(decode_identifiers(held)):
            continue
        entry = next(one for one in tx.disclosures.all() if one.hold == hold.id)
        note_left_out(tx, entry, parts.today(), f"{BY_HAND}{task.system}: {task.id}")
        if request.course.owner not in entry.known_to:
            request = replace(request, course=replace(request.course, owner=entry.received_by))
    return request
