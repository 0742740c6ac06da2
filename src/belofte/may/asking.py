"""``may()`` and ``use()`` in a program of the company: an answer from memory, and a durable row before data is used.

```python
from belofte.may import Basis, open_may

with open_may("policy", program="parcel labels") as privacy:
    if privacy.use("delivery", "parcel", subject, reason="label", basis=Basis("order", "10023")).allowed:
        ...
```

One thread looks for changes twenty times a second and takes over what changed. Every answer looks at the clock: when
the last look is older than a second, whatever the reason, the answer is no. A process that was forked has no such
thread, and says no after a second too: open it after forking.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from types import TracebackType
from weakref import ReferenceType, ref

from belofte.domain.basis import CLOSES, NONE, Basis, rests_on
from belofte.domain.contact import Contact, contact_basis, may_contact
from belofte.domain.decided import Decision
from belofte.domain.decision import FRESH, Question, Why
from belofte.domain.identity import Identifier
from belofte.domain.retention import Events
from belofte.domain.shipment import Shipment, carriers, delivery, may_ship
from belofte.domain.subject_state import state_at
from belofte.domain.use import CONTACT, MARKETING, SHIPMENT
from belofte.may.in_force import InForce
from belofte.may.log import NotLogged, UseLog
from belofte.may.records import CODE_OF, Shared, encode
from belofte.may.sources import Source, basis_hash
from belofte.may.states import SubjectStates
from belofte.may.view import View

EVERY = 0.05
"""Seconds between two looks for changes."""
FRESH_SECONDS = FRESH.total_seconds()
GROUP = 10_000
"""Uses that share one write to the disk where a program asks for one after the other."""


class May:
    """The decisions of one process. Threads may share it; to be closed, or used with ``with``."""

    def __init__(self, source: Source, in_force: InForce, log: UseLog, index_key: bytes, program: str) -> None:
        self._source, self._in_force, self._log = source, in_force, log
        self._index_key, self._program = index_key, program
        self._clock = time.monotonic
        self._fresh_until, self._version = 0.0, 0
        self._view = View(in_force.policy, {}, SubjectStates(), frozenset())
        self._looking, self._stop = threading.Lock(), threading.Event()
        self.look()
        self._watcher = threading.Thread(target=_watch, args=(ref(self), self._stop), name="belofte-may", daemon=True)
        self._watcher.start()

    def may(
        self,
        purpose: str,
        category: str | None = None,
        subject: int = 0,
        role: str | None = None,
        at: datetime | None = None,
        events: Events | None = None,
    ) -> Decision:
        """May ``role`` use ``category`` of this subject for this ``purpose``: now, or at an earlier moment ``at``?

        ``subject`` is the number Belofte gave (:meth:`find`); a number nobody has is no. Nothing is logged: a program
        that goes on to use the data calls :meth:`use`. ``events``: the days of the record it is about, on which the
        term of this use hangs; with them a use that is over is no. Raises ``WrongUse`` for days that do not fit.
        """
        if at is not None or events is not None or subject < 1 or self._clock() > self._fresh_until:
            return self._slowly(Question(purpose, category, role, events), subject, at)
        view = self._view
        try:
            return view.answers[purpose, category, role][view.states.profiles[subject]]
        except (KeyError, IndexError):
            return view.decide(purpose, category, subject, role)

    def then(
        self, question: Question, subjects: Sequence[int], at: datetime, events: Sequence[Events] = ()
    ) -> list[Decision]:
        """The answers of an earlier moment, for many at once: each by its state and the policy of then. ``events``: the
        days of the record of each. Raises ``WrongUse`` for days that do not fit."""
        view = self._view
        if self._clock() > self._fresh_until:
            return [view.no(question.purpose, Why.COULD_NOT_LOOK) for _ in subjects]
        policy = self._in_force.on(at) if at <= datetime.now(UTC) else None
        if policy is None:
            return [view.no(question.purpose, Why.NOT_THEN) for _ in subjects]
        try:
            pasts = self._source.pasts(subjects)
        except self._source.errors:
            return [view.no(question.purpose, Why.COULD_NOT_LOOK) for _ in subjects]
        old, answers = view.under(policy), list[Decision]()
        for subject, past in zip(subjects, pasts, strict=True):
            now = view.states.state(subject)
            known = None if now is None else old.of_state(state_at(past, at, now), question)
            answers.append(known or view.no(question.purpose, Why.UNKNOWN_SUBJECT))
        each = events or [question.events] * len(subjects)
        day = self._in_force.day_of(at)
        return [
            old.while_it_lasts(answer, replace(question, events=days), day)
            for answer, days in zip(answers, each, strict=True)
        ]

    def use(
        self,
        purpose: str,
        category: str | None,
        subject: int,
        role: str | None = None,
        *,
        reason: str,
        basis: Basis = NONE,
        events: Events | None = None,
    ) -> Decision:
        """:meth:`may`, with the row of the log durable before this returns; a no is logged too. Threads that come
        together share one write. ``basis``: the order or contract; for other purposes the policy says it."""
        each = () if events is None else (events,)
        return self.use_all(purpose, category, [subject], role, reason=reason, basis=basis, events=each)[0]

    def use_all(
        self,
        purpose: str,
        category: str | None,
        subjects: Sequence[int],
        role: str | None = None,
        *,
        reason: str,
        basis: Basis = NONE,
        bases: Sequence[Basis] = (),
        events: Sequence[Events] = (),
    ) -> list[Decision]:
        """The same for many subjects, in one write. ``bases``: one for each where they rest on different orders.
        ``events``: the days of the record of each."""
        answers, record = self.prepare(purpose, category, subjects, role, reason, bases or (basis,), events=events)
        if self.write(record):
            return answers
        return [self._view.no(purpose, Why.COULD_NOT_LOG) for _ in subjects]

    def prepare(
        self,
        purpose: str,
        category: str | None,
        subjects: Sequence[int],
        role: str | None,
        reason: str,
        bases: Sequence[Basis],
        by: str = "",
        events: Sequence[Events] = (),
    ) -> tuple[list[Decision], bytes]:
        """The answers, and the record that must be durable (:meth:`write`) before any of them is handed out. ``bases``:
        one for all, or one for each. ``by``: who asks through this program; else the program itself."""
        view, answers, codes = self._view, list[Decision](), b""
        if self._clock() <= self._fresh_until and (not subjects or min(subjects) > 0):
            answers, codes = _from_memory(view, (purpose, category, role), subjects)
        if len(answers) != len(subjects):
            answers = [self.may(purpose, category, subject, role) for subject in subjects]
            codes = bytes([CODE_OF[answer.why] for answer in answers])
        if events:
            answers = self._while_it_lasts(view, answers, Question(purpose, category, role), events)
            codes = bytes([CODE_OF[answer.why] for answer in answers])
        rest = [rests_on(view.policy, purpose, role, one) for one in bases]
        wrong = [self._wrong_basis(view, one) for one in rest]
        if any(wrong):
            each = wrong if len(wrong) > 1 else wrong * len(subjects)
            answers = [
                view.no(purpose, why) if why and one.allowed else one for one, why in zip(answers, each, strict=True)
            ]
            codes = bytes([CODE_OF[answer.why] for answer in answers])
        shared = self._shared(view, purpose, category or "", role or "", reason, rest[0])
        shared = replace(shared, by=by) if by else shared
        known = [max(subject, 0) for subject in subjects] if subjects and min(subjects) < 0 else subjects
        return answers, encode(shared, known, codes, rest if len(rest) > 1 else ())

    def write(self, record: bytes) -> bool:
        """Make a record durable, with those of whoever comes at the same time; False: it could not be."""
        try:
            self._log.write(record)
        except NotLogged:
            return False
        return True

    def use_each(
        self,
        purpose: str,
        category: str | None,
        subjects: Iterable[int],
        role: str | None = None,
        *,
        reason: str,
        basis: Basis = NONE,
    ) -> Iterator[tuple[int, Decision]]:
        """The same for any number of subjects: each with its answer, a group at a time; no answer of a group comes
        before the group is logged."""
        left = iter(subjects)
        while group := list(islice(left, GROUP)):
            yield from zip(group, self.use_all(purpose, category, group, role, reason=reason, basis=basis), strict=True)

    def contact(
        self, subject: int, contact: Contact, role: str | None = None, *, reason: str, basis: Basis = NONE
    ) -> Decision:
        """May this message leave? Logged like a use, before it does."""
        view = self._view
        why = self._ready(view, subject)
        if why is None:
            why = may_contact(view.policy, view.table, view.states.state(subject) or 0, contact, role)
        rest = contact_basis(view.policy, contact, role, basis)
        why = self._wrong_basis(view, rest) or why if why is Why.YES else why
        shared = self._shared(view, contact.purpose, "", role or "", reason, rest)
        kinds = MARKETING if contact.marketing else ""
        return self._one(
            view,
            why,
            subject,
            replace(shared, act=CONTACT, channel=contact.channel, because=contact.because.value, kinds=kinds),
        )

    def ship(self, subject: int, shipment: Shipment, role: str | None = None, *, reason: str) -> Decision:
        """May this parcel be handed to its carrier, with this about its receiver? Logged before it is."""
        view = self._view
        carrier = carriers(view.policy).get(shipment.carrier)
        purpose = shipment.purpose or (delivery(view.policy, carrier) if carrier else None) or ""
        why = self._ready(view, subject)
        if why is None:
            why = may_ship(view.policy, view.table, view.states.state(subject) or 0, shipment, role)
        rest = rests_on(view.policy, purpose, role, shipment.order)
        why = self._wrong_basis(view, rest) or why if why is Why.YES else why
        shared = self._shared(view, purpose, "", role or "", reason, rest)
        kinds = ",".join(sorted(shipment.kinds))
        return self._one(view, why, subject, replace(shared, act=SHIPMENT, carrier=shipment.carrier, kinds=kinds))

    def find(self, identifiers: Iterable[Identifier]) -> list[int]:
        """The numbers of whoever has any of these identifiers; two where an address is shared, none where nobody is
        known yet: ``belofte uses number`` gives them one. Raises the driver's error when the store cannot be read."""
        return self._source.find(identifiers)

    def look(self) -> bool:
        """Take over what changed, now; returns whether it could be read. The process's own thread does this."""
        with self._looking:
            return self._look()

    def close(self) -> None:
        """Stop looking; every answer from now on is no."""
        self._stop.set()
        self._watcher.join()
        self._fresh_until = 0.0
        self._log.close()
        self._source.close()

    def __enter__(self) -> May:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _look(self) -> bool:
        asked = self._clock()
        try:
            version = self._source.version()
            view = self._view
            if version != self._version:
                changes = self._source.changes(self._version)
                version, view = changes.version, view.followed(changes)
        except self._source.errors:
            return False
        if self._in_force.changed():
            view = view.under(self._in_force.policy)
        self._view, self._version = view, version
        self._fresh_until = asked + FRESH_SECONDS
        return True

    def _slowly(self, question: Question, subject: int, at: datetime | None) -> Decision:
        view = self._view
        if at is not None:
            return self.then(question, [subject], at)[0]
        if self._clock() > self._fresh_until:
            return view.no(question.purpose, Why.COULD_NOT_LOOK)
        answer = view.decide(question.purpose, question.category, subject, question.role)
        return answer if question.events is None else view.while_it_lasts(answer, question, self._in_force.today())

    def _while_it_lasts(
        self, view: View, answers: Sequence[Decision], question: Question, events: Sequence[Events]
    ) -> list[Decision]:
        today, pairs = self._in_force.today(), zip(answers, events, strict=True)
        return [view.while_it_lasts(answer, replace(question, events=one), today) for answer, one in pairs]

    def _ready(self, view: View, subject: int) -> Why | None:
        """What stands in the way of any answer about this subject; None: nothing."""
        if self._clock() > self._fresh_until:
            return Why.COULD_NOT_LOOK
        return Why.UNKNOWN_SUBJECT if view.states.state(subject) is None else None

    def _wrong_basis(self, view: View, basis: Basis) -> Why | None:
        if not basis.kind:
            return Why.NO_BASIS
        if basis.kind in CLOSES and basis_hash(self._index_key, basis.kind, basis.reference) in view.closed:
            return Why.CLOSED
        return None

    def _shared(self, view: View, purpose: str, category: str, role: str, reason: str, basis: Basis) -> Shared:
        version = view.policy.version
        return Shared(datetime.now(UTC), purpose, category, role, reason, self._program, version, basis)

    def _one(self, view: View, why: Why, subject: int, shared: Shared) -> Decision:
        logged = self.write(encode(shared, [max(subject, 0)], bytes([CODE_OF[why]])))
        return view.told(why if logged else Why.COULD_NOT_LOG, shared.purpose, subject)


def _watch(whose: ReferenceType[May], stop: threading.Event) -> None:
    """Look for changes until it is closed, or nobody holds it any more."""
    while not stop.wait(EVERY):
        privacy = whose()
        if privacy is None:
            return
        privacy.look()
        del privacy


def _from_memory(
    view: View, key: tuple[str, str | None, str | None], subjects: Sequence[int]
) -> tuple[list[Decision], bytes]:
    """The answers that were worked out before, for all of them or for none."""
    try:
        answers, codes, profiles = view.answers[key], view.codes[key], view.states.profiles
        found = [profiles[subject] for subject in subjects]
        return [answers[profile] for profile in found], bytes([codes[profile] for profile in found])
    except (KeyError, IndexError):
        return [], b""
