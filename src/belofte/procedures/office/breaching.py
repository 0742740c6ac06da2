"""Breaches: opened at awareness, decided by a named person, told within the law's hours, kept in the register.

The clock runs from awareness and never stops (Art. 33(1), 33(2) GDPR). What happened, in words, lies in the vault under
a key of the breach's own; the record links to a case only while that case is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from belofte.domain import breach as rules
from belofte.domain.answer import LetterKind
from belofte.domain.breach import (
    Breach,
    BreachEvent,
    BreachKind,
    BreachWords,
    OurRole,
    decode_words,
    encode_words,
)
from belofte.domain.breach_report import ReportField, breach_report
from belofte.domain.clock import local_date
from belofte.domain.errors import Refused, WrongUse, require_name
from belofte.domain.naming import id_from
from belofte.domain.task import Task, TaskState, finish
from belofte.loading.breach_hours import breach_hours
from belofte.procedures.answering.letters import queue_letter
from belofte.procedures.cases import find_request
from belofte.procedures.parts import Current, Parts, pick_language
from belofte.store_port import DueDate, Transaction, Unknown

WORDS = "breach"
"""Vault column of a breach's words."""
DECIDE = "breach-decide"
"""Task: a named person decides whether the authority and the persons are told."""
TELL_BY = "breach-tell-by"
"""Due date: the end of the law's hours."""


@dataclass(frozen=True, slots=True)
class BreachView:
    """One breach for the office. ``as_sealed`` False: the row is not what its leaf in the evidence log says."""

    breach: Breach
    words: BreachWords
    overdue: bool
    as_sealed: bool
    letters: tuple[str, ...] = ()  # state of each letter that was written


class BreachDesk:
    """Breaches for the office: ``belofte.desk(BreachDesk)``."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def open(
        self,
        kind: BreachKind,
        aware_at: datetime,
        by: str,
        role: OurRole = OurRole.CONTROLLER,
        reference: str | None = None,
        words: BreachWords | None = None,
        persons: int | None = None,
        categories: Sequence[str] = (),
    ) -> Breach:
        """Somebody became aware of a breach at ``aware_at``: the clock runs from then. ``reference`` links it to the
        request it came from. Raises ``WrongUse`` for a category the policy does not know."""
        parts, now = self._parts, self._parts.now()
        if unknown := [name for name in categories if name not in parts.policy.data]:
            raise WrongUse(f"The policy knows no category {unknown[0]}.", f"use: {', '.join(parts.policy.data)}")
        breach_id = id_from("breach", parts.entropy(8))
        breach = rules.opened(breach_id, kind, role, aware_at, now, by, breach_hours())
        with parts.store.reading() as tx:
            case = find_request(tx, reference).id if reference else None
        breach = replace(breach, case=case, persons=persons, categories=tuple(categories))
        parts.store.open_cases([breach.id])
        with parts.store.transaction() as tx:
            tx.breaches.add(breach)
            tx.vault.put(breach.id, WORDS, encode_words(words or BreachWords()))
            tx.tasks.add([Task(parts.new_id("task"), DECIDE, now, system=breach.id, due_at=breach.tell_by)])
            tx.dates.put([DueDate(TELL_BY, breach.id, breach.tell_by), *_reminders(breach)])
            _note(parts, tx, breach, BreachEvent.OPENED)
        return breach

    def list(self, only_open: bool = True) -> Sequence[Breach]:
        """The register of breaches, newest awareness first."""
        with self._parts.store.reading() as tx:
            return tx.breaches.all(only_open)

    def show(self, breach_id: str) -> BreachView:
        """One breach with its words, and whether its row is what was sealed."""
        with self._parts.store.reading() as tx:
            breach = _find(tx, breach_id)
            return BreachView(
                breach,
                _words(tx, breach),
                breach.is_overdue(self._parts.now()),
                tx.breaches.is_as_sealed(breach),
                tuple(f"{letter.purpose}: {letter.state}" for letter in tx.letters.of_request(breach.id)),
            )

    def describe(
        self, breach_id: str, by: str, words: BreachWords, persons: int | None = None, categories: Sequence[str] = ()
    ) -> Breach:
        """Add what became known later (Art. 33(4)); empty words leave what stands there."""
        with self._parts.store.transaction() as tx:
            breach = _find(tx, breach_id)
            require_name(by, "writes this")
            if breach.closed_at is not None:
                raise Refused("This breach is closed; it stays in the register as it is.")
            _keep_words(tx, breach, words)
            known = replace(
                breach,
                persons=breach.persons if persons is None else persons,
                categories=tuple(categories) or breach.categories,
            )
            return self._save(tx, known, BreachEvent.DESCRIBED)

    def decide(self, breach_id: str, report: bool, tell_persons: bool, by: str, reasons: str) -> Breach:
        """A named person decides whether authority and persons are told, with reasons."""
        with self._parts.store.transaction() as tx:
            breach = _find(tx, breach_id)
            decided = rules.decided(breach, report, tell_persons, self._parts.now(), by, reasons)
            _keep_words(tx, breach, BreachWords(reasons=reasons))
            return self._save(tx, decided, BreachEvent.DECIDED)

    def report(self, breach_id: str, language: str | None = None) -> tuple[ReportField, ...]:
        """What the authority's form asks, ready to be copied into it. Changes nothing."""
        parts = self._parts
        with parts.store.reading() as tx:
            breach = _find(tx, breach_id)
            words = _words(tx, breach)
        aware = breach.aware_at.astimezone(ZoneInfo(parts.country.time_zone))
        spoken = pick_language(parts.policy, language or parts.policy.languages[0])
        return breach_report(breach, words, parts.policy, parts.country, spoken, aware)

    def reported(self, breach_id: str, at: datetime, by: str, late_because: str = "") -> Breach:
        """The report was sent to the authority at ``at``."""
        with self._parts.store.transaction() as tx:
            breach = _find(tx, breach_id)
            done = rules.reported(breach, at, self._parts.now(), by, late_because)
            _keep_words(tx, breach, BreachWords(late_because=late_because))
            return self._save(tx, done, BreachEvent.REPORTED)

    def tell(self, breach_id: str, to: str, by: str, language: str | None = None) -> None:
        """Queue the letter to a person concerned, or as processor to the customer. It counts when it was accepted."""
        parts = self._parts
        require_name(by, "tells them")
        with parts.store.transaction() as tx:
            breach = _find(tx, breach_id)
            words = _words(tx, breach)
            if not words.happened or not words.measures:
                raise Refused(
                    "Art. 33(3) and 34(2) GDPR: say first what happened and what was done about it.",
                    "belofte breach describe … --happened … --measures …",
                )
            if breach.role is OurRole.CONTROLLER and not breach.tell_persons:
                raise Refused("Nobody decided that the persons are told.", "belofte breach decide … --tell-persons")
            kind = LetterKind.BREACH_CUSTOMER if breach.role is OurRole.PROCESSOR else LetterKind.BREACH_SUBJECT
            facts = replace(
                parts.letter_facts(pick_language(parts.policy, language or parts.policy.languages[0])),
                words=words.happened,
                consequences=words.consequences,
                measures=words.measures,
                advice=words.advice,
                count=breach.persons,
                on=local_date(breach.aware_at, parts.country.time_zone),
            )
            queue_letter(parts, tx, breach.id, kind, to, facts)
            tx.events.add("breach.letter", breach.id, parts.now(), {"by": by})

    def close(self, breach_id: str, by: str) -> Breach:
        """Nothing is left to do; the row stays in the register."""
        with self._parts.store.transaction() as tx:
            return self._save(tx, rules.closed(_find(tx, breach_id), self._parts.now(), by), BreachEvent.CLOSED)

    def _save(self, tx: Transaction, breach: Breach, event: BreachEvent) -> Breach:
        tx.breaches.save(breach)
        _note(self._parts, tx, breach, event)
        _settle(self._parts, tx, breach)
        return breach


def tend_breaches(parts: Parts) -> int:
    """Note what was delivered, remind of what is not told yet, cut links to cases that are gone. Returns how many
    tasks were made."""
    now = parts.now()
    with parts.store.reading() as tx:
        waiting = tx.breaches.all(only_open=True)
        if not waiting:
            return 0
    with parts.store.transaction() as tx:
        tx.breaches.forget_cases()
        for breach in waiting:
            _note_delivery(parts, tx, breach)
        due = [one for kind in _reminder_kinds() for one in tx.dates.take(kind, now)]
        tx.dates.take(TELL_BY, now)
        tasks = [_reminder(parts, tx, one) for one in due]
        tx.tasks.add([task for task in tasks if task is not None])
    return sum(task is not None for task in tasks)


def overdue_breaches(parts: Parts) -> tuple[int, int]:
    """Open breaches, and those whose hours are over while nobody was told: for the numbers of the process."""
    with parts.store.reading() as tx:
        waiting = tx.breaches.all(only_open=True)
    return len(waiting), sum(breach.is_overdue(parts.now()) for breach in waiting)


def _note_delivery(parts: Parts, tx: Transaction, breach: Breach) -> None:
    """The first letter that the other side took is the telling."""
    sent = [letter.sent_at for letter in tx.letters.of_request(breach.id) if letter.sent_at is not None]
    if sent and breach.told_at is None:
        told = replace(breach, told_at=min(sent))
        tx.breaches.save(told)
        _note(parts, tx, told, BreachEvent.TOLD)
        _settle(parts, tx, told)


def _reminders(breach: Breach) -> list[DueDate]:
    """Counted from awareness: one that is over already is due at once."""
    marks = zip(_reminder_kinds(), breach_hours().remind_after, strict=True)
    return [DueDate(kind, breach.id, breach.aware_at + after) for kind, after in marks]


def _reminder_kinds() -> list[str]:
    return [f"breach-after-{int(after.total_seconds() // 3600)}h" for after in breach_hours().remind_after]


def _reminder(parts: Parts, tx: Transaction, due: DueDate) -> Task | None:
    breach = tx.breaches.get(due.about)
    if breach.is_told or breach.closed_at is not None:
        return None
    return Task(parts.new_id("task"), due.kind, parts.now(), system=breach.id, due_at=breach.tell_by)


def _settle(parts: Parts, tx: Transaction, breach: Breach) -> None:
    """Tasks whose work is done are done: the decision by who decided, the reminders by who told."""
    for task in tx.tasks.in_state(TaskState.OPEN):
        if task.system != breach.id:
            continue
        if task.kind == DECIDE and (breach.decided_by or breach.closed_by):
            tx.tasks.save(finish(task, breach.decided_by or breach.closed_by or "", parts.now()))
        elif task.kind != DECIDE and breach.is_told:
            tx.tasks.save(finish(task, breach.reported_by or breach.decided_by or breach.opened_by, parts.now()))


def _note(parts: Parts, tx: Transaction, breach: Breach, event: BreachEvent) -> None:
    leaf = tx.breaches.seal(breach, event, parts.today())
    tx.events.add(f"breach.{event}", breach.id, parts.now(), {"leaf": leaf})


def _find(tx: Transaction, breach_id: str) -> Breach:
    try:
        return tx.breaches.get(breach_id)
    except Unknown as unknown:
        raise WrongUse("There is no such breach in the register.", "see belofte breach list") from unknown


def _words(tx: Transaction, breach: Breach) -> BreachWords:
    return decode_words(tx.vault.newest(WORDS, [breach.id]).get(breach.id))


def _keep_words(tx: Transaction, breach: Breach, new: BreachWords) -> None:
    """What is empty in ``new`` stays as it was."""
    held = _words(tx, breach)
    given = {name: words for name in BreachWords.__dataclass_fields__ if (words := getattr(new, name).strip())}
    if given:
        tx.vault.put(breach.id, WORDS, encode_words(replace(held, **given)))
