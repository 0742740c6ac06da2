"""A backup that came back without a word, or a sync that writes an erased person anew: noticed by looking every day.

Of each system the ledger's erased records are looked for again, all of them or, of very many, another part each day.
What is there again makes a list that waits for a named person, and breaks the promise; what nobody can tell becomes a
task. What the person gave anew is neither, nor is what is to be gone on a later day: that has a look of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from belofte.checks.shape import Returned
from belofte.domain.identity import Identifier
from belofte.domain.replaying import Replay
from belofte.procedures.acting.outcomes import going
from belofte.procedures.parts import Parts
from belofte.procedures.restoring.asked import ask
from belofte.procedures.restoring.replaying import LOOKED, look, note_look
from belofte.store_port import Transaction

NOTICED = "restored.noticed"
"""Event, about a system: erased records are there again, and nobody had said so."""
AT_MOST = 2000
"""Entries of one system looked for on one day."""


def notice_returned(parts: Parts) -> int:
    """Look into every system the ledger remembers; returns how many records are there again."""
    not_yet = going(parts)
    known = (name for name in parts.store.ledger.systems() if name in parts.systems)
    return sum(_look(parts, name, not_yet.get(name, frozenset())) for name in known)


def returned(tx: Transaction, systems: Iterable[str]) -> tuple[Returned, ...]:
    """The newest look into each of these systems; none where nobody looked yet."""
    found: list[Returned] = []
    for system in sorted(systems):
        looks = [event for event in tx.events.about(system) if event.kind == LOOKED]
        if looks:
            data = {name: value for name, value in looks[-1].data.items() if isinstance(value, int)}
            problem = bool(data.get("problem"))
            found.append(Returned(system, looks[-1].at, data.get("again", 0), data.get("asked", 0), problem))
    return tuple(found)


def _look(parts: Parts, system: str, not_yet: frozenset[frozenset[Identifier]]) -> int:
    erased = parts.store.ledger.erased(system)
    start = AT_MOST * (parts.today() - date.min).days % max(len(erased), 1) if len(erased) > AT_MOST else 0
    part = (erased[start:] + erased[:start])[:AT_MOST]
    gone = (entry for entry in parts.store.ledger.get(part) if frozenset(entry.identifiers) not in not_yet)
    seen = look(parts, parts.systems[system], None, gone)
    with parts.store.transaction() as tx:
        note_look(parts, tx, seen, seen.again)
        if seen.again:
            _list(parts, tx, seen)
        if seen.asked:
            ask(parts, tx, seen.system, seen.asked, seen.question)
    return seen.again


def _list(parts: Parts, tx: Transaction, seen: Replay) -> None:
    """A list somebody asked for stays; one that a daily look made is replaced by what is so today."""
    waiting = [one for one in tx.replays.waiting() if one.system == seen.system]
    if any(not one.noticed for one in waiting):
        return
    if not waiting:
        tx.events.add(NOTICED, seen.system, parts.now(), {"records": seen.again})
    tx.replays.forget_waiting(seen.system)
    tx.replays.put(replace(seen, noticed=True))
