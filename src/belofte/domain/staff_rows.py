"""Work in one line, for mail to staff: a reference, a right and a day. Never anything of a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from belofte.domain.policy import Text

RIGHTS: Mapping[str, Text] = {
    "access": Text({"nl": "inzage", "en": "access"}),
    "rectification": Text({"nl": "verbetering", "en": "rectification"}),
    "erasure": Text({"nl": "wissen", "en": "erasure"}),
    "restriction": Text({"nl": "beperking", "en": "restriction"}),
    "portability": Text({"nl": "overdracht", "en": "portability"}),
    "objection": Text({"nl": "bezwaar", "en": "objection"}),
    "withdrawal": Text({"nl": "toestemming intrekken", "en": "consent withdrawn"}),
    "leaving": Text({"nl": "weggaan", "en": "leaving"}),
    "question": Text({"nl": "vraag", "en": "question"}),
}
_READY = Text({"nl": "klaar op", "en": "ready by"})
_DUE = Text({"nl": "antwoord uiterlijk op", "en": "answer by"})
_TASK = Text({"nl": "taak", "en": "task"})
_LATE = Text({"nl": "te laat", "en": "overdue"})
_MORE = Text({"nl": "en nog {count}", "en": "and {count} more"})


def request_row(language: str, reference: str, right: str, work_by: date | None, due: date | None) -> str:
    """One request: ``B-7K3M-22Q: inzage, klaar op 2026-12-18, antwoord uiterlijk op 2026-12-20``."""
    named = RIGHTS[right].in_(language) if right in RIGHTS else right
    days = [f"{word.in_(language)} {day}" for word, day in ((_READY, work_by), (_DUE, due)) if day]
    return ", ".join([f"{reference}: {named}", *days])


def task_row(
    language: str, reference: str | None, kind: str, system: str | None, due: date | None, today: date | None = None
) -> str:
    """One task: its request where it has one, its kind, its system and its day; ``today`` says whether that is past."""
    head = f"{reference}: {_TASK.in_(language)}" if reference else _TASK.in_(language).capitalize()
    late = _LATE.in_(language) if due and today and due < today else None
    return ", ".join(filter(None, (f"{head} {kind}", system, f"{_READY.in_(language)} {due}" if due else None, late)))


def more_row(language: str, count: int) -> str:
    """How many there are beside those that were named."""
    return _MORE.in_(language).format(count=count)
