"""Work done by a named person: the receipt rests on their word (outcome ``manual``), never on silence."""

from __future__ import annotations

from belofte.domain.errors import Refused, WrongUse, require_name
from belofte.domain.plan import Outcome, Receipt, ReceiptLine
from belofte.domain.task import TaskIsOver, finish
from belofte.procedures.acting.settling import settle
from belofte.procedures.answering.delivered import POST_LETTER
from belofte.procedures.answering.posting import posted
from belofte.procedures.parts import Parts
from belofte.procedures.planning.unconnected import tell_done
from belofte.procedures.rights.recipients import told_by_task
from belofte.store_port import Unknown


def finish_task(parts: Parts, task_id: str, by: str) -> None:
    """Mark a task done; the step behind it is receipted as manual. Raises ``WrongUse``, or ``Refused`` when over."""
    require_name(by, "did it")
    with parts.store.transaction() as tx:
        try:
            task = tx.tasks.get(task_id)
            tx.tasks.save(finish(task, by, parts.now()))
        except Unknown as unknown:
            raise WrongUse("There is no such task.", "see belofte task list") from unknown
        except TaskIsOver as over:
            raise Refused(str(over)) from over
        if task.kind == POST_LETTER:
            posted(parts, tx, task)
            settle(parts, tx, [task.request] if task.request else [])
        tell_done(parts, tx, task)
        told_by_task(parts, tx, task, by)
        if task.step is None or task.request is None:
            return
        stored = next((s for s in tx.steps.of_request(task.request) if s.step.id == task.step), None)
        if stored is None:
            return
        lines = tuple(
            ReceiptLine(line.collection, line.decision, line.count, ground=line.ground, until=line.until)
            for line in stored.step.lines
        )
        receipt = Receipt(
            id=parts.new_id("r"),
            step=stored.step.id,
            system=stored.step.system,
            verb=stored.step.verb,
            outcome=Outcome.MANUAL,
            lines=lines,
            looked=("a person's word",),
            attempts=stored.attempts,
        )
        tx.receipts.add([(task.request, receipt)], parts.today())
        settle(parts, tx, [task.request])
        tx.events.add("task.done", task.request, parts.now(), {"task": task.id})
