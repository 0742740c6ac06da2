"""After portability a named person decides whether the service goes on, and the person hears it before anything ends.

It is a decision and a letter, no more: no contract ends here, nothing is erased, and no notice of leaving is made. An
end that the company brings about is not the person's own (Art. 20(3) GDPR).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from belofte.domain.answer import LetterKind
from belofte.domain.errors import Refused, WrongUse
from belofte.domain.rights.names import PORTABILITY
from belofte.domain.task import TaskState, finish
from belofte.procedures.acting.following import SERVICE_GOES_ON
from belofte.procedures.answering.letters import queue_letter
from belofte.procedures.cases import find_request
from belofte.procedures.identity.reaching import address_of
from belofte.procedures.parts import Parts

DECIDED = "service.decided"


def decide_service(parts: Parts, reference: str, by: str, reasons: str, ends_on: date | None = None) -> None:
    """Note the decision, tell the person, finish the task. ``ends_on`` None: the service goes on.

    Raises ``WrongUse`` without a name, reasons or a day to come, ``Refused`` where nothing is to be decided.
    """
    if not by.strip() or not reasons.strip():
        raise WrongUse("Who decides must be named, and why.", '--by "P. de Boer" --reasons "…"')
    if ends_on is not None and ends_on <= parts.today():
        raise WrongUse("The person must be told before the service ends.", "give a day to come with --ends-on")
    with parts.store.transaction() as tx:
        request = find_request(tx, reference)
        if request.right != PORTABILITY:
            raise WrongUse(f"This is a request for {request.right}.", "only portability raises this question")
        open_tasks = [
            t for t in tx.tasks.of_request(request.id) if t.kind == SERVICE_GOES_ON and t.state is TaskState.OPEN
        ]
        if not open_tasks:
            raise Refused("Nothing is to be decided about the service now.", "see belofte task list")
        for task in open_tasks:
            tx.tasks.save(finish(task, by, parts.now()))
        facts = replace(
            parts.letter_facts(request.language),
            reference=tx.requests.reference_of(request.id),
            right=request.right,
            words=reasons.strip(),
            on=ends_on,
        )
        tx.vault.put(request.id, "service decided", f"{by}: {reasons}".encode())
        queue_letter(parts, tx, request.id, LetterKind.REPLY, address_of(tx, request.id), facts)
        tx.events.add(DECIDED, request.id, parts.now(), {"goes_on": ends_on is None})
