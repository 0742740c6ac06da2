"""What a person was asked after a backup came back, and that they looked: the same question is not put twice.

A question is a digest of the records behind it, with ids of the ledger that stand nowhere else: it names nobody, and
another record makes it another question.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from belofte.domain.task import Task, TaskState
from belofte.procedures.parts import Parts
from belofte.store_port import Transaction

ASK_RESTORED = "restored-asked"
"""Task: after a backup came back records stay of which nothing tells whether they are the old ones."""
QUESTION = "restored.asked"
"""Event, about a system: a person was asked; the task and the question."""
ANSWERED = "restored.answered"
"""Event, about a system: a person looked; the question."""


def question_of(records: Iterable[str]) -> str:
    """The digest of everything that is asked about; "" where nothing is."""
    sought = sorted(set(records))
    return sha256("\n".join(sought).encode()).hexdigest() if sought else ""


def is_answered(tx: Transaction, system: str, question: str) -> bool:
    """Whether somebody looked at exactly this before."""
    return any(event.kind == ANSWERED and event.data.get("question") == question for event in tx.events.about(system))


def ask(parts: Parts, tx: Transaction, system: str, count: int, question: str) -> None:
    """A task, unless one is open or somebody looked at this already."""
    if not count or is_answered(tx, system, question):
        return
    open_ = [task for task in tx.tasks.in_state(TaskState.OPEN) if task.kind == ASK_RESTORED]
    if not any(task.system == system for task in open_):
        task = Task(parts.new_id("task"), ASK_RESTORED, parts.now(), system=system, count=count)
        tx.tasks.add([task])
        tx.events.add(QUESTION, system, parts.now(), {"task": task.id, "question": question})


def answered(parts: Parts, tx: Transaction, task: Task) -> None:
    """A named person did the task: what it asked is settled."""
    if task.kind != ASK_RESTORED or task.system is None:
        return
    for event in tx.events.about(task.system):
        if event.kind == QUESTION and event.data.get("task") == task.id:
            tx.events.add(ANSWERED, task.system, parts.now(), {"question": str(event.data.get("question", ""))})
