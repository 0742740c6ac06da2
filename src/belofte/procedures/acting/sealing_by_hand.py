"""What a person erased by hand is remembered too: after a restore it is asked again, and a re-import is refused.

The ledger gets what the plan knew of it: the identifiers of the person, and record keys as far as a program saw any. It
is sealed when the person says so; who did it before that could not be known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from belofte.domain.located import Key
from belofte.domain.plan import ERASING, Line
from belofte.domain.system_map import Verb
from belofte.procedures.acting.remembering import remembered_until
from belofte.procedures.acting.word_of_hand import Came, Word
from belofte.procedures.parts import IDENTIFIERS, ITEMS, Parts, decode_identifiers
from belofte.procedures.planning.items import Items, decode_items
from belofte.store_port import LedgerEntry, StoredStep, Transaction


def seal_by_hand(parts: Parts, task: str, word: Word) -> None:
    """Durable before the receipt. What a program tried before is sealed already. Safe to repeat."""
    if word.came is not Came.DONE:
        return
    with parts.store.reading() as tx:
        stored = _erased_by(tx, task)
        entry = _entry(parts, tx, stored, task) if stored is not None else None
    if entry is not None:
        parts.store.ledger.seal([entry])
        parts.store.ledger.finish([entry.id])


def _erased_by(tx: Transaction, task: str) -> StoredStep | None:
    """The step behind the task, where a person erases instead of a program."""
    held = tx.tasks.get(task)
    if held.step is None or held.request is None:
        return None
    stored = next((one for one in tx.steps.of_request(held.request) if one.step.id == held.step), None)
    by_person = stored is not None and stored.step.verb is Verb.ASK_PERSON
    going = stored is not None and any(line.decision in ERASING for line in stored.step.lines)
    return stored if by_person and going else None


def _entry(parts: Parts, tx: Transaction, stored: StoredStep, task: str) -> LedgerEntry | None:
    case, system = stored.step.request, stored.step.system
    known = tx.vault.newest(IDENTIFIERS, [case]).get(case)
    if known is None or system not in parts.systems:
        return None
    items = tx.vault.newest(ITEMS, [case]).get(case)
    keys = decode_items(items, stored.plan) if items else Items()
    lines = stored.step.lines
    return LedgerEntry(
        id=f"hand-{task}",
        system=system,
        verb=Verb.ERASE,
        sealed_on=parts.today(),
        expires_on=remembered_until(parts, system),
        identifiers=decode_identifiers(known),
        keys=_keys_of((line for line in lines if line.decision in ERASING), keys),
        values={},
        kept=_keys_of((line for line in lines if line.decision not in ERASING), keys),
        at=parts.now(),
    )


def _keys_of(lines: Iterable[Line], items: Items) -> Mapping[str, Sequence[Key]]:
    """No key at all stands for what nobody could list."""
    found: dict[str, list[Key]] = defaultdict(list)
    for line in lines:
        listed = items.keys.get(line.items or "", ())
        found[line.collection] += [tuple(key) for key in listed if key]
    return found
