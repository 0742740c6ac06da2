"""Who works for our processors in turn: a change opens a task, before the day to object is past (Art. 28(2) GDPR).

What stands in ``recipients.*.sub_processors`` is compared with what stood there when it was last looked at, in the
newest version that was published: the last day to object is often before the day from which that version holds.
Somebody new, another country or another task of theirs is a change; so is one that was announced with a day to object.
The task ends when a named person says what was decided: accepted, or objected to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time

from belofte.domain.errors import WrongUse
from belofte.domain.policy import Policy, Recipient, SubProcessor
from belofte.domain.task import Task
from belofte.loading.published import PublishedChanged, PublishedFolder, load_version, published_versions
from belofte.procedures.parts import Parts
from belofte.procedures.rights.recipient_ending import ENDED_CASE
from belofte.procedures.rights.recipients import REMIND_AFTER
from belofte.store_port import Event, Transaction

SUB_PROCESSOR_CHANGED = "sub-processor-changed"
"""Task: somebody else works for a processor, or will; decide whether to object, and say what was decided."""
SEEN, CHANGED = "recipient.sub-processors-seen", "recipient.sub-processors-changed"
DECIDED = "recipient.sub-processors-decided"


def watch_sub_processors(parts: Parts) -> int:
    """Compare, and open a task for every processor with a change; returns how many were opened.

    The first look at a processor only remembers who works for it, save whoever can still be objected to.
    """
    try:
        recipients = with_those_announced(parts).recipients.values()
    except PublishedChanged:
        return 0  # what was announced cannot be seen, and so nothing is remembered; a need says so
    with parts.store.reading() as tx:
        told = tx.events.about(*map(_about, recipients))
    changed = [one for one in recipients if _known(told, one) != _now(one)]
    if not changed:
        return 0
    parts.store.open_cases([ENDED_CASE])
    with parts.store.transaction() as tx:
        return sum(_look(parts, tx, one) for one in changed)


def with_those_announced(parts: Parts) -> Policy:
    """The policy in force, its recipients with whoever works for them by the newest published version, in force or
    not. Raises ``PublishedChanged`` where that one was touched."""
    newest = later_version(parts)
    if newest is None:
        return parts.policy
    later = load_version(newest).recipients
    announced = {name: one.sub_processors for name, one in later.items()}
    known = {
        name: replace(one, sub_processors=announced.get(name, one.sub_processors))
        for name, one in parts.policy.recipients.items()
    }
    return replace(parts.policy, recipients=known)


def later_version(parts: Parts) -> PublishedFolder | None:
    """The newest published version, where its day has not come yet."""
    newest = max(published_versions(parts.folder), key=lambda one: one.number, default=None)
    return newest if newest and newest.number > parts.policy.version else None


def _look(parts: Parts, tx: Transaction, one: Recipient) -> bool:
    """Remember who works for it now; whether a task was opened."""
    before = _known(tx.events.about(_about(one)), one)
    new = [sub for sub in one.sub_processors if _line(sub) not in (before or "").split("\n")]
    if before is None:
        new = [sub for sub in new if sub.object_by and sub.object_by >= parts.today()]
    if new:
        _open(parts, tx, one, new)
        return True
    tx.events.add(SEEN, _about(one), parts.now(), {"known": _now(one)})  # fewer hands need no objection
    return False


def _open(parts: Parts, tx: Transaction, one: Recipient, new: list[SubProcessor]) -> None:
    days = [sub.object_by for sub in new if sub.object_by]
    due = datetime.combine(min(days), time(12), UTC) if days else parts.now() + REMIND_AFTER
    task = Task(parts.new_id("task"), SUB_PROCESSOR_CHANGED, parts.now(), system=one.name, count=len(new), due_at=due)
    tx.tasks.add([task])
    names = ", ".join(sub.name for sub in new)
    tx.events.add(CHANGED, _about(one), parts.now(), {"known": _now(one), "task": task.id, "names": names})


def _about(one: Recipient) -> str:
    return f"recipient:{one.name}"


def _now(one: Recipient) -> str:
    return "\n".join(sorted(_line(sub) for sub in one.sub_processors))


def _line(sub: SubProcessor) -> str:
    """What makes a sub-processor another one: its name, its place, what it does."""
    return " | ".join((sub.name, sub.country or "", sub.does or ""))


def _known(told: Sequence[Event], one: Recipient) -> str | None:
    """Who worked for it when it was last looked at; None where nobody looked, "" for a processor without any."""
    seen = [event for event in told if event.about == _about(one) and event.kind in (SEEN, CHANGED)]
    if seen:
        return str(seen[-1].data.get("known", ""))
    return None if one.sub_processors else ""


def decided(parts: Parts, tx: Transaction, task: Task, by: str, words: str) -> None:
    """What a named person decided about a change. Raises ``WrongUse`` where nobody says what it was."""
    if task.kind != SUB_PROCESSOR_CHANGED:
        return
    if not words.strip():
        raise WrongUse(
            "Say what was decided: accepted, or objected to.", 'for example --words "objected, letter of 3 May"'
        )
    tx.vault.put(ENDED_CASE, f"decided about {task.system} {task.id}", f"{by}: {words.strip()}".encode())
    tx.events.add(DECIDED, f"recipient:{task.system}", parts.now(), {"task": task.id})
