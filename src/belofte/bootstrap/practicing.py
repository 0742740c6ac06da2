"""Practice in a sandbox: an exercise becomes a real request of the sample company; once it is over it is judged.

Which request belongs to which exercise stands in a file of the sandbox, not in the store: in the store it is a request
like any other.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from belofte.bootstrap.demo_world import mailed_token
from belofte.bootstrap.installation import Belofte
from belofte.domain.errors import Refused, WrongUse
from belofte.domain.plan import Decision, Outcome
from belofte.domain.request import Request
from belofte.domain.system_map import Verb
from belofte.domain.timing import Timing, timing_of
from belofte.procedures.desks import Submission
from belofte.procedures.office.queue_desk import OPEN
from belofte.procedures.parts import CLAIMS, CONTACT, decode_identifiers
from belofte.store_port import Transaction, Unknown, Wanted

if TYPE_CHECKING:
    from belofte.sandbox.exercise import Facts
    from belofte.web.practice import Attempt, Offered

FILE = "practice.jsonl"


@dataclass(frozen=True, slots=True)
class _Begun:
    """One exercise that was begun."""

    exercise: str
    reference: str
    begun_at: datetime


class PracticeRoom:
    """The exercises of a sandbox, for the office's page."""

    def __init__(self, belofte: Belofte) -> None:
        """Raises ``Refused`` outside a sandbox: exercises are requests, and requests of real people are none."""
        if belofte.parts.policy.environment != "sandbox":
            raise Refused("There is no practice outside a sandbox.", "belofte demo makes one")
        self._belofte = belofte

    @property
    def _file(self) -> Path:
        return self._belofte.home.sandbox / FILE

    def offered(self, language: str) -> Sequence[Offered]:
        """Every exercise, in words."""
        from belofte.sandbox.practice import EXERCISES
        from belofte.web.practice import Offered

        return [Offered(one.name, one.right, one.story.in_(language)) for one in EXERCISES]

    def begin(self, name: str, language: str) -> str:
        """Send the exercise's request in, as its person would; returns the reference. One that is still running is not
        begun twice: the same request from the same person would be joined to it."""
        from belofte.sandbox.practice import exercise

        wanted, belofte = exercise(name), self._belofte
        if wanted is None:
            raise WrongUse("There is no exercise of this name.", "choose one from the page")
        running = [one.reference for one in self._begun() if one.exercise == name and self._runs(one.reference)]
        if running:
            return running[-1]
        now = belofte.parts.now()
        reference = belofte.public.submit(
            Submission(
                right=wanted.right,
                address=wanted.address,
                language=language,
                name=wanted.person,
                number=wanted.number,
                text=wanted.text,
                channel=wanted.channel,
                received_at=now - wanted.before,
                wish=wanted.wish,
            )
        )
        row = {"exercise": name, "reference": reference, "begun_at": now.isoformat()}
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        belofte.work.tend()
        if wanted.presses:
            self._press(reference)
        return reference

    def attempts(self, language: str) -> Sequence[Attempt]:
        """What was begun, newest first, with what was seen and what was missed once it is over."""
        return [self._attempt(begun, language) for begun in reversed(self._begun())]

    def _runs(self, reference: str) -> bool:
        facts = self._facts(reference)
        return facts is not None and not facts.is_over

    def _press(self, reference: str) -> None:
        """The person presses the button, where the letter has one."""
        try:
            self._belofte.public.confirm(mailed_token(self._belofte, reference))
        except WrongUse:
            return  # no letter with a link was sent: to an address nobody knows goes another one

    def _begun(self) -> list[_Begun]:
        if not self._file.is_file():
            return []
        rows = [json.loads(line) for line in self._file.read_text("utf-8").splitlines()]
        return [_Begun(row["exercise"], row["reference"], datetime.fromisoformat(row["begun_at"])) for row in rows]

    def _attempt(self, begun: _Begun, language: str) -> Attempt:
        from belofte.sandbox.practice import EXERCISES, exercise
        from belofte.web.practice import Attempt, Finding

        wanted = exercise(begun.exercise)
        facts = self._facts(begun.reference)
        over = facts is None or facts.is_over
        findings: tuple[Finding, ...] = ()
        if wanted is not None and facts is not None and facts.is_over:
            done = [(check, check.holds(facts)) for check in wanted.checks]
            findings = tuple(Finding(ok, (check.good if ok else check.missed).in_(language)) for check, ok in done)
        return Attempt(
            reference=begun.reference,
            number=EXERCISES.index(wanted) + 1 if wanted else 0,
            title=wanted.title.in_(language) if wanted else begun.exercise,
            hint=wanted.hint.in_(language) if wanted else "",
            begun_at=begun.begun_at,
            over=over,
            findings=findings,
        )

    def _facts(self, reference: str) -> Facts | None:
        with self._belofte.parts.store.reading() as tx:
            try:
                request = tx.requests.by_reference(reference)
            except Unknown:
                return None
            return self._of(tx, request)

    def _of(self, tx: Transaction, request: Request) -> Facts:
        from belofte.sandbox.exercise import Facts

        parts, course = self._belofte.parts, request.course
        receipts = tx.receipts.of_request(request.id)
        timing = timing_of(request, parts.today(), parts.country.time_zone)
        lines = [
            line for r in receipts if r.outcome is not Outcome.FAILED and r.verb is not Verb.PURGE for line in r.lines
        ]
        claims = tx.vault.newest(CLAIMS, [request.id]).get(request.id, b"[]")
        return Facts(
            state=request.state,
            happened=frozenset(event.kind for event in tx.events.about(request.id)),
            records_sent=sum(line.planned for line in lines if line.decision is Decision.EXPORT),
            records_gone=sum(line.planned for line in lines if line.decision in (Decision.DELETE, Decision.CLEAR)),
            records_changed=sum(line.planned for line in lines if line.decision is Decision.DO),
            by_office=request.identified_by == "office",
            number_used=any(one.value for one in decode_identifiers(claims)),
            mandate_checked=course.mandate_checked_by is not None,
            late_asked=course.late_asked,
            extension_doubtful=timing.extension_doubtful,
            answered_late=Timing.BROKEN in (timing.promise, timing.law),
            phase=course.phase,
            others=tuple(other.right for other in self._others(tx, request)),
        )

    def _others(self, tx: Transaction, request: Request) -> list[Request]:
        """Open requests from the same address, this one apart."""
        address = tx.vault.newest(CONTACT, [request.id]).get(request.id)
        if not address:
            return []
        rest = [one for one in tx.queue.page(Wanted(OPEN), 500) if one.id != request.id]
        held = tx.vault.newest(CONTACT, [one.id for one in rest])
        return [one for one in rest if held.get(one.id) == address]
