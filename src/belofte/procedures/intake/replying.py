"""Questions and complaints that use no right: registered with their day, given an owner, answered by a named person.

No system is searched and nothing of a person leaves: the answer is the office's own words. It counts when the other
side took it, as every answer does (Art. 12(2) and 12(3) GDPR; a question deserves the same care).
"""

from __future__ import annotations

from dataclasses import replace

from belofte.domain.answer import LetterKind
from belofte.domain.errors import Refused, WrongUse, require_name
from belofte.domain.request import Request, RequestState, Waiting, wait
from belofte.domain.rights.names import QUESTION
from belofte.domain.rights.planning import LETTERS
from belofte.domain.task import Task, TaskState, finish
from belofte.domain.wish import Wish
from belofte.procedures.answering.letters import queue_letter
from belofte.procedures.cases import find_request
from belofte.procedures.identity.reaching import address_of
from belofte.procedures.parts import Current, Parts
from belofte.store_port import LetterState, Transaction

ANSWER = "answer-question"
"""Task: somebody of ours answers a question."""
ON_ITS_WAY = (LetterState.READY, LetterState.PRINT)
OFFICE = "privacy-office"
"""Role that has a question until somebody takes it."""


def begin(parts: Parts, request: Request, wish: Wish) -> Request:
    """A question waits for the office, not for a link: nothing is handed over, so nobody need prove who asks."""
    del parts, wish
    return wait(request, Waiting.OFFICE)


def take_in(parts: Parts, tx: Transaction, request: Request) -> None:
    """The task for the office, in the commit of the question itself."""
    tx.tasks.add([Task(parts.new_id("task"), ANSWER, parts.now(), request=request.id, assigned_to=OFFICE)])


class ReplyDesk:
    """Owners and answers: ``belofte.desk(ReplyDesk)``."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def take(self, reference: str, by: str) -> None:
        """A named person takes a request or question in hand; whoever had it before no longer has."""
        require_name(by, "answers")
        with self._parts.store.transaction() as tx:
            request = find_request(tx, reference)
            if request.answered_at is not None:
                raise Refused("This was answered; there is nothing to take in hand.")
            tx.requests.save(replace(request, course=replace(request.course, owner=by)))
            for task in _open_tasks(tx, request):
                tx.tasks.save(replace(task, assigned_to=by))
            tx.events.add("request.taken", request.id, self._parts.now(), {"by": by})

    def answer(self, reference: str, words: str, by: str) -> None:
        """Answer a question in the office's own words. Raises ``Refused`` for a request that uses a right: its answer
        is made from what was done, so that nobody is told what did not happen."""
        require_name(by, "answers")
        if not words.strip():
            raise WrongUse("An answer needs words.", "name a text file with --text")
        parts = self._parts
        with parts.store.transaction() as tx:
            request = find_request(tx, reference)
            _may_be_answered(tx, request)
            facts = replace(parts.letter_facts(request.language), reference=reference, right=request.right, words=words)
            to = address_of(tx, request.id)
            queue_letter(parts, tx, request.id, LetterKind.REPLY, to, facts)
            owned = replace(request, course=replace(request.course, owner=request.course.owner or by))
            tx.requests.save(wait(owned, Waiting.SYSTEM, LETTERS))
            tx.vault.put(request.id, "decided by", f"{by}: answered".encode())
            for task in _open_tasks(tx, request):
                if task.kind == ANSWER:
                    tx.tasks.save(finish(task, by, parts.now()))
            tx.events.add("question.answer-written", request.id, parts.now())


def _may_be_answered(tx: Transaction, request: Request) -> None:
    if request.right != QUESTION:
        raise Refused(
            f"This is a request ({request.right}); its answer is made from what is done.",
            "approve or refuse it: belofte request approve, belofte request refuse",
        )
    if request.answered_at is not None or request.state in (RequestState.STOPPED, RequestState.REFUSED):
        raise Refused(
            "This question is over; its answer stands.", "a new question is a new one: belofte request receive"
        )
    letters = tx.letters.of_request(request.id)
    if any(letter.purpose == LetterKind.REPLY and letter.state in ON_ITS_WAY for letter in letters):
        raise Refused("An answer is on its way; it counts when it was delivered.", "see belofte request show")


def _open_tasks(tx: Transaction, request: Request) -> list[Task]:
    return [task for task in tx.tasks.of_request(request.id) if task.state is TaskState.OPEN]
