"""Work done by a named person: the receipt rests on their word (outcome ``manual``), never on silence."""

from __future__ import annotations

from collections.abc import Sequence

from belofte.domain.errors import Refused, WrongUse, require_name
from belofte.domain.task import Task, TaskIsOver, finish
from belofte.domain.worded import worded
from belofte.procedures.acting.following import SERVICE_GOES_ON
from belofte.procedures.acting.keepers import nobody_waits_for
from belofte.procedures.acting.sealing_by_hand import seal_by_hand
from belofte.procedures.acting.settling import settle
from belofte.procedures.acting.word_of_hand import Came, Word, check_word, pack_files, receipt_of_word
from belofte.procedures.answering.delivered import POST_LETTER
from belofte.procedures.answering.posting import posted
from belofte.procedures.intake.inbox_keeping import DELETE_PROOF
from belofte.procedures.parts import Parts
from belofte.procedures.planning.unconnected import KEEPER_REFUSED, tell_done
from belofte.procedures.restoring.asked import answered
from belofte.procedures.rights.recipient_ending import ENDED, confirmed
from belofte.procedures.rights.recipients import told_by_task
from belofte.procedures.rights.sub_processors import SUB_PROCESSOR_CHANGED, decided
from belofte.store_port import StoredPackage, StoredStep, Transaction, Unknown

KEEPER_SAID = "what a keeper said"
"""Vault column: reasons or remarks with which work by hand was ended."""
KEEPER_ANSWERED = "keeper.answered"
SAYS_WHAT = frozenset({*ENDED, SUB_PROCESSOR_CHANGED})
"""Tasks that are done only with words: what was decided, or what somebody confirmed."""
ENDS_WITH_ITS_ACT = frozenset({DELETE_PROOF})
"""Tasks that are done by their own act and never by ticking them off: an attachment is deleted, or it is there."""
DECIDED_ON_THE_CASE = frozenset({SERVICE_GOES_ON})
"""Tasks that are a decision: they end with it, on the page of their request, and never by ticking them off."""


def finish_task(parts: Parts, task_id: str, by: str, word: Word | None = None) -> None:
    """Mark a task done; the step behind it is receipted as manual, with the numbers that ``word`` gives.

    Raises ``WrongUse``, or ``Refused`` when it is over or who asks is not known.
    """
    require_name(by, "did it")
    word, packages = _prepared(parts, task_id, by, word or Word())
    seal_by_hand(parts, task_id, word)
    with parts.store.transaction() as tx:
        task = _finished(parts, tx, task_id, by)
        stored = _step_of(tx, task)
        if task.kind == POST_LETTER:
            posted(parts, tx, task)
            settle(parts, tx, [task.request] if task.request else [])
        tell_done(parts, tx, task)
        confirmed(parts, tx, task, by, word.words)
        decided(parts, tx, task, by, word.words)
        told_by_task(parts, tx, task, by)
        answered(parts, tx, task)
        if stored is not None:
            tx.vault.add_packages(packages)
            _receipt(parts, tx, task, stored, word, by)


def _prepared(parts: Parts, task_id: str, by: str, said: Word) -> tuple[Word, Sequence[StoredPackage]]:
    """The word as it can be taken, and the originals written to disk: before the commit, which they are not part of."""
    with parts.store.reading() as tx:
        task = _open_task(parts, tx, task_id, by)
        if task.kind in DECIDED_ON_THE_CASE:
            raise _a_decision()
        if task.kind in ENDS_WITH_ITS_ACT:
            raise Refused(
                worded(
                    "AVG 12(6): het bewijs is er nog; afvinken verwijdert het niet.",
                    "Art. 12(6) GDPR: the proof is still here; ticking this off does not delete it.",
                ),
                worded(
                    "Verwijder de bijlage bij het bericht zelf.", "belofte inbox delete MESSAGE --number N --by NAME"
                ),
            )
        stored = _step_of(tx, task)
        if stored is None:
            if said != Word(words=said.words if task.kind in SAYS_WHAT else ""):
                raise WrongUse("This task is no work in a system; it is done, or it is not.", "leave the outcome out")
            return said, ()
        request = tx.requests.get(stored.step.request)
        word = check_word(tx, request, stored, parts.systems.get(stored.step.system), said)
    return word, pack_files(parts, request, stored, word)


def _a_decision() -> Refused:
    return Refused(
        worded(
            "Dit is een besluit met redenen, dat de persoon hoort; afvinken is geen besluit (AVG 20(3)).",
            "This is a decision with its reasons, which the person hears; ticking it off decides nothing (GDPR 20(3)).",
        ),
        worded("Beslis bij het verzoek: belofte request service …", "decide at the request: belofte request service …"),
    )


def _finished(parts: Parts, tx: Transaction, task_id: str, by: str) -> Task:
    task = _open_task(parts, tx, task_id, by)
    tx.tasks.save(task)
    return task


def _open_task(parts: Parts, tx: Transaction, task_id: str, by: str) -> Task:
    """The task as it will be once it is done."""
    try:
        return finish(tx.tasks.get(task_id), by, parts.now())
    except Unknown as unknown:
        raise WrongUse("There is no such task.", "see belofte task list") from unknown
    except TaskIsOver as over:
        raise Refused(str(over)) from over


def _step_of(tx: Transaction, task: Task) -> StoredStep | None:
    if task.step is None or task.request is None:
        return None
    return next((s for s in tx.steps.of_request(task.request) if s.step.id == task.step), None)


def _receipt(parts: Parts, tx: Transaction, task: Task, stored: StoredStep, word: Word, by: str) -> None:
    case, system = stored.step.request, parts.systems.get(stored.step.system)
    if word.words.strip():
        tx.vault.put(case, KEEPER_SAID, f"{by}: {stored.step.system}: {word.words.strip()}".encode())
    if word.came is Came.REFUSED:
        refused = Task(parts.new_id("task"), KEEPER_REFUSED, parts.now(), request=case, system=stored.step.system)
        tx.tasks.add([refused])
    tx.receipts.add([(case, receipt_of_word(parts, stored, word))], parts.today())
    nobody_waits_for(parts, tx, task, by)
    settle(parts, tx, [case])
    tx.events.add("task.done", case, parts.now(), {"task": task.id})
    if system is not None and system.is_kept_by_people:
        tx.events.add(KEEPER_ANSWERED, case, parts.now(), {"system": system.name, "outcome": word.came.value})
