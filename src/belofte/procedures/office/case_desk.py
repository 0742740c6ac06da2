"""What belongs to one request beside its plan: what happened, its letters, its tasks, and what was asked.

Names of things and moments are open to every colleague. What tells of the person (who asked and in which words, the
text of a letter) is handed to a named person only, and that it was read is noted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from belofte.domain.access_log import Place
from belofte.domain.errors import WrongUse, require_name
from belofte.domain.request import Request
from belofte.domain.task import Task, TaskState
from belofte.domain.wish import WISH, Wish, decode_wish
from belofte.ports import Letter
from belofte.procedures.answering.letters import decode_letter
from belofte.procedures.answering.letters_of_case import letter_rows, letters_of
from belofte.procedures.cases import find_request
from belofte.procedures.desks import LetterRow
from belofte.procedures.intake.inbox_views import MessageRow, row_of
from belofte.procedures.parts import CLAIMS, CONTACT, SUBMISSION, Current, Parts, decode_identifiers
from belofte.procedures.staffing.looking import note_look
from belofte.store_port import Transaction

LOOKED = "case.looked"
"""Event: somebody was shown what tells of the person."""
LOOKED_BY = "looked at by"
"""Vault column: who it was, and at what."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened: its kind (``request.confirmed``), when, and what it was about. No personal data."""

    kind: str
    at: datetime
    data: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class CaseStory:
    """A request from its receipt until now. ``happened``: oldest first."""

    happened: tuple[Happened, ...]
    letters: tuple[LetterRow, ...]
    tasks: tuple[Task, ...]
    channel: str
    registered_at: datetime
    approved_by: str | None = None
    approved_at: datetime | None = None
    represents: str | None = None
    messages: tuple[MessageRow, ...] = ()  # mail of this request that reached us, without a word of it


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked, and what: personal data, for a named person."""

    address: str
    name: str
    text: str
    numbers: tuple[tuple[str, str], ...]  # kind, value: given by the person, not checked
    wish: Wish


class CaseDesk:
    """One request in full: ``belofte.desk(CaseDesk)``."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def story(self, reference: str) -> CaseStory:
        """What happened, and what is still to be done. Raises ``WrongUse`` when there is no such request."""
        with self._parts.store.reading() as tx:
            request = find_request(tx, reference)
            events = sorted(tx.events.about(request.id), key=lambda event: event.number)
            return CaseStory(
                happened=tuple(Happened(event.kind, event.at, event.data) for event in events),
                letters=letter_rows(tx, request),
                tasks=tuple(task for task in tx.tasks.of_request(request.id) if task.state is not TaskState.DROPPED),
                channel=request.channel,
                registered_at=request.registered_at,
                approved_by=request.approved_by,
                approved_at=request.approved_at,
                represents=request.course.represents,
                messages=tuple(row_of(one) for one in tx.inbox.of_case(request.id)),
            )

    def asked(self, reference: str, by: str) -> Asked:
        """Who asked and in which words, for the person named ``by``."""
        with self._parts.store.transaction() as tx:
            request = self._look(tx, reference, by, Place.REQUEST)
            held = {column: self._newest(tx, column, request) for column in (CONTACT, SUBMISSION, CLAIMS, WISH)}
            words = json.loads(held[SUBMISSION] or b"{}")
            claims = decode_identifiers(held[CLAIMS] or b"[]")
            return Asked(
                address=(held[CONTACT] or b"").decode(),
                name=words.get("name", ""),
                text=words.get("text", ""),
                numbers=tuple((claim.kind, claim.value) for claim in claims if claim.value),
                wish=decode_wish(held[WISH]),
            )

    def letter(self, reference: str, letter: str, by: str) -> Letter:
        """One letter as it was or will be sent, for the person named ``by``. Raises ``WrongUse`` for another case's."""
        with self._parts.store.transaction() as tx:
            request = self._look(tx, reference, by, Place.LETTER)
            found = next((body for one, body in letters_of(tx, request) if one.id == letter), None)
            if found is None:
                raise WrongUse("There is no such letter of this request.", "look at the request again")
            return decode_letter(found, letter)

    def _look(self, tx: Transaction, reference: str, by: str, what: Place) -> Request:
        require_name(by, "reads")
        request = find_request(tx, reference)
        tx.vault.put(request.id, LOOKED_BY, by.encode())
        tx.events.add(LOOKED, request.id, self._parts.now(), {"what": what.value})
        note_look(self._parts, tx, request, by, what)
        return request

    def _newest(self, tx: Transaction, column: str, request: Request) -> bytes | None:
        return tx.vault.newest(column, [request.id]).get(request.id)
