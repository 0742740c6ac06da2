"""What a person erased, corrected, restricted or lifted by hand is remembered too: after a restore it is asked again,
and a re-import of somebody erased is refused.

The ledger gets what the plan knew of it: the identifiers of the person, and record keys as far as a program saw any. It
is sealed when the person says so; who did it before that could not be known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from belofte.domain.course import Phase
from belofte.domain.located import Key
from belofte.domain.plan import ERASING, Decision, Line
from belofte.domain.request import Request
from belofte.domain.rights.names import OBJECTION, RECTIFICATION, RESTRICTION, WITHDRAWAL
from belofte.domain.staff_wall import cause_of
from belofte.domain.system_map import Verb
from belofte.procedures.acting.remembering import remembered_until
from belofte.procedures.acting.sealing import MARKS
from belofte.procedures.acting.word_of_hand import Came, Word
from belofte.procedures.parts import IDENTIFIERS, ITEMS, Parts, decode_identifiers
from belofte.procedures.planning.items import Items, decode_items
from belofte.store_port import LedgerEntry, StoredStep, Transaction


def seal_by_hand(parts: Parts, task: str, word: Word) -> None:
    """Durable before the receipt. What a program tried before is sealed already. Safe to repeat."""
    if word.came is not Came.DONE:
        return
    with parts.store.reading() as tx:
        done = _done_by(tx, task)
        entry = _entry(parts, tx, *done, task) if done is not None else None
    if entry is not None:
        parts.store.ledger.seal([entry])
        parts.store.ledger.finish([entry.id])


def _done_by(tx: Transaction, task: str) -> tuple[StoredStep, Request, Verb] | None:
    """The step behind the task, where a person does instead of a program what must last, and what that was."""
    held = tx.tasks.get(task)
    if held.step is None or held.request is None:
        return None
    stored = next((one for one in tx.steps.of_request(held.request) if one.step.id == held.step), None)
    if stored is None or stored.step.verb is not Verb.ASK_PERSON:
        return None
    request = tx.requests.get(held.request)
    verb = _verb_of(request, stored)
    return (stored, request, verb) if verb is not None else None


def _verb_of(request: Request, stored: StoredStep) -> Verb | None:
    """What the person did; None: nothing that a backup could undo."""
    decisions = {line.decision for line in stored.step.lines}
    if decisions & ERASING:
        return Verb.ERASE
    if Decision.DO not in decisions:
        return None
    if request.right == RECTIFICATION:
        return Verb.RECTIFY
    if request.right in (RESTRICTION, OBJECTION, WITHDRAWAL):
        return Verb.LIFT if request.course.phase in _LIFTED else Verb.RESTRICT
    return None


_LIFTED = frozenset({Phase.LIFTING, Phase.LIFTED, Phase.REJECTED})


def _entry(
    parts: Parts, tx: Transaction, stored: StoredStep, request: Request, verb: Verb, task: str
) -> LedgerEntry | None:
    case, system = stored.step.request, stored.step.system
    known = tx.vault.newest(IDENTIFIERS, [case]).get(case)
    if known is None or system not in parts.systems:
        return None
    items = tx.vault.newest(ITEMS, [case]).get(case)
    keys = decode_items(items, stored.plan) if items else Items()
    erased = verb is Verb.ERASE
    doing = ERASING if erased else frozenset({Decision.DO})
    lines = stored.step.lines
    return LedgerEntry(
        id=f"hand-{task}",
        system=system,
        verb=verb,
        sealed_on=parts.today(),
        expires_on=remembered_until(parts, system),
        identifiers=decode_identifiers(known),
        keys=_keys_of((line for line in lines if line.decision in doing), keys),
        values={},
        kept=_keys_of((line for line in lines if line.decision not in doing), keys),
        at=parts.now(),
        right="" if erased else request.right,
        purposes=request.course.purposes if verb in MARKS else (),
        cause="" if erased else cause_of(case),
        by_hand=not erased,
    )


def _keys_of(lines: Iterable[Line], items: Items) -> Mapping[str, Sequence[Key]]:
    """No key at all stands for what nobody could list."""
    found: dict[str, list[Key]] = defaultdict(list)
    for line in lines:
        listed = items.keys.get(line.items or "", ())
        found[line.collection] += [tuple(key) for key in listed if key]
    return found
