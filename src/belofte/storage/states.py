"""States of subjects: an integer each, found by keyed hashes of identifiers, and every change with its cause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Row, column, delete, exists, func, insert, select, table, update

from belofte.domain.identity import Identifier
from belofte.domain.subject_state import FIRST_NAMED_BIT, NOTHING, Bits, Cause, StateChange, SubjectState
from belofte.storage import tables
from belofte.storage.scope import Scope
from belofte.storage.statements import pieces, put_rows

SUBJECTS, KEYS, BITS, CHANGES = tables.subjects, tables.subject_keys, tables.state_bits, tables.state_changes
VERSIONS, GONE, CLOSED = tables.state_versions, tables.gone_subjects, tables.closed_bases
KEYED = "subject"
IDLE_AT_ONCE = 10_000
"""Numbers that go in one round; the next round takes the next."""
LOW_BITS = (1 << 62) - 1
"""What a view in SQL can look at: the lowest bits, as a number that is never negative."""


class States:
    """States, inside one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection

    def bits(self, names: Iterable[str] = ()) -> Bits:
        """Every named bit; new names get the next number, for good."""
        known = {row.name: row.bit for row in self._connection.execute(select(BITS))}
        new = [name for name in dict.fromkeys(names) if name not in known]
        if new:
            first = max([FIRST_NAMED_BIT - 1, *known.values()]) + 1
            rows = [{"name": name, "bit": first + n} for n, name in enumerate(new)]
            self._connection.execute(insert(BITS), rows)
            self._scope.states.bits = True
            known |= {str(row["name"]): first + n for n, row in enumerate(rows)}
        return {name: 1 << bit for name, bit in known.items()}

    def of(self, identifiers: Iterable[Identifier]) -> list[SubjectState]:
        """The subjects that have any of these identifiers."""
        found = self._subjects(self._hashes(identifiers))
        rows = self._connection.execute(select(SUBJECTS).where(SUBJECTS.c.number.in_(found)).order_by("number"))
        return [SubjectState(row.number, int(row.state, 16)) for row in rows]

    def _held(self, hashes: Iterable[bytes]) -> list[SubjectState]:
        """The same, and nobody else changes or forgets them before this transaction ends (Postgres; SQLite has one
        writer)."""
        told = select(SUBJECTS).where(SUBJECTS.c.number.in_(self._subjects(hashes))).order_by("number")
        rows = self._connection.execute(told.with_for_update())
        return [SubjectState(row.number, int(row.state, 16)) for row in rows]

    def change(
        self, identifiers: Sequence[Identifier], cause: Cause, at: datetime, on: int = 0, off: int = 0
    ) -> SubjectState:
        """Set and clear bits for the one person behind these identifiers."""
        hashes = self._hashes(identifiers)
        known = self._held(hashes)
        before = NOTHING
        for other in known:
            before |= other.state
        subject = known[0].subject if known else self._new(at)
        for other in known[1:]:
            self._join(other.subject, subject, at)
        put_rows(self._connection, KEYS, [{"hash": hash_, "subject": subject} for hash_ in sorted(hashes)])
        after = (before | on) & ~off
        if after != before or len(known) > 1:
            self._put(subject, after, at)
        if after != before:
            self._note(StateChange(subject, at, before, after, cause))
        return SubjectState(subject, after)

    def history(self, subject: int) -> list[StateChange]:
        rows = self._connection.execute(select(CHANGES).where(CHANGES.c.subject == subject).order_by(CHANGES.c.number))
        return [_change(row) for row in rows]

    def of_case(self, case: str) -> list[StateChange]:
        rows = self._connection.execute(select(CHANGES).where(CHANGES.c.cause == case).order_by(CHANGES.c.number))
        return [_change(row) for row in rows]

    def forget(self, subject: int, on: date) -> None:
        """The keys and the state go, and with them every way from a person to this number: the order an activity
        rested on leads to one too."""
        self._connection.execute(update(tables.uses).where(tables.uses.c.subject == subject).values(basis=""))
        self._connection.execute(delete(KEYS).where(KEYS.c.subject == subject))
        self._connection.execute(delete(CHANGES).where(CHANGES.c.subject == subject))
        self._connection.execute(delete(tables.access_log).where(tables.access_log.c.subject == subject))
        self._connection.execute(delete(SUBJECTS).where(SUBJECTS.c.number == subject))
        self._scope.states.gone[subject] = on

    def forget_idle(self, before: datetime, on: date) -> int:
        """A number that says nothing of anybody is no more than a way to a person. One that is being changed is left
        alone, and what is still idle once nobody else can change it goes."""
        left = (tables.consents, CHANGES, tables.uses, tables.access_log)
        says_nothing = [~exists().where(one.c.subject == SUBJECTS.c.number) for one in left]
        idle = (SUBJECTS.c.state == "0", SUBJECTS.c.changed_at < before, *says_nothing)
        seen = select(SUBJECTS.c.number).where(*idle).order_by(SUBJECTS.c.number).limit(IDLE_AT_ONCE)
        numbers = list(self._connection.execute(seen.with_for_update(skip_locked=True)).scalars())
        gone: list[int] = []
        for some in pieces(numbers, 500):
            going = delete(SUBJECTS).where(SUBJECTS.c.number.in_(some), *idle).returning(SUBJECTS.c.number)
            gone += self._connection.execute(going).scalars()
        for some in pieces(gone, 500):
            self._connection.execute(delete(KEYS).where(KEYS.c.subject.in_(some)))
        self._scope.states.gone.update(dict.fromkeys(gone, on))
        return len(gone)

    def leave_out(self, count: int) -> None:
        """The next numbers are given to nobody: they may lead to people whom this store does not know (any more)."""
        if self._connection.dialect.name == "sqlite":
            counter = table("sqlite_sequence", column("name"), column("seq"))
            its = counter.c.name == SUBJECTS.name
            if not self._connection.execute(update(counter).where(its).values(seq=counter.c.seq + count)).rowcount:
                self._connection.execute(insert(counter), {"name": SUBJECTS.name, "seq": count})
            return
        sequence = func.pg_get_serial_sequence(SUBJECTS.name, SUBJECTS.c.number.name)
        self._connection.execute(select(func.setval(sequence, func.nextval(sequence) + count)))

    def detach(self, identifiers: Iterable[Identifier]) -> None:
        """These lead to nobody any more; whoever had them keeps the state and what else leads to it."""
        hashes = self._hashes(identifiers)
        self._scope.states.changed.update(self._subjects(hashes))
        self._connection.execute(delete(KEYS).where(KEYS.c.hash.in_(sorted(hashes))))

    def _subjects(self, hashes: Iterable[bytes]) -> list[int]:
        rows = self._connection.execute(select(KEYS.c.subject).where(KEYS.c.hash.in_(sorted(hashes))).distinct())
        return sorted(rows.scalars())

    def _new(self, at: datetime) -> int:
        made = self._connection.execute(insert(SUBJECTS).returning(SUBJECTS.c.number), {"state": "0", "changed_at": at})
        number = made.scalar_one()
        self._scope.states.changed.add(number)
        return number

    def _join(self, gone: int, into: int, at: datetime) -> None:
        """Two that turn out to be one person: what was known of both is known of one."""
        for one in (KEYS, CHANGES, tables.consents, tables.uses, tables.access_log):
            self._connection.execute(update(one).where(one.c.subject == gone).values(subject=into))
        self._connection.execute(delete(SUBJECTS).where(SUBJECTS.c.number == gone))
        self._scope.states.gone[gone] = at.date()

    def _put(self, subject: int, state: int, at: datetime) -> None:
        values = {"state": f"{state:x}", "low_bits": state & LOW_BITS, "changed_at": at}
        self._connection.execute(update(SUBJECTS).where(SUBJECTS.c.number == subject).values(values))
        self._scope.states.changed.add(subject)

    def _note(self, change: StateChange) -> None:
        row = {
            "subject": change.subject,
            "at": change.at,
            "before": f"{change.before:x}",
            "after": f"{change.after:x}",
            "why": change.cause.why,
            "by": change.cause.by,
            "cause": change.cause.case,
        }
        self._connection.execute(insert(CHANGES), row)

    def _hashes(self, identifiers: Iterable[Identifier]) -> set[bytes]:
        return {self._scope.keyed_hash(f"{KEYED}\0{one.kind}\0{one.scope}", one.value) for one in identifiers}


def note_version(scope: Scope) -> None:
    """The version goes up, as the last thing a transaction does: whoever polls it finds what changed by it. Its row is
    locked until the commit, so versions come in the order of their commits."""
    connection, touched = scope.connection, scope.states
    raised = update(VERSIONS).values(version=VERSIONS.c.version + 1).returning(VERSIONS.c.version)
    version = connection.execute(raised).scalar_one()
    for piece in pieces(sorted(touched.changed)):
        connection.execute(update(SUBJECTS).where(SUBJECTS.c.number.in_(piece)).values(version=version))
    for piece in pieces(sorted(touched.closed)):
        connection.execute(update(CLOSED).where(CLOSED.c.hash.in_(piece)).values(version=version))
    gone = [{"subject": subject, "gone_on": day, "version": version} for subject, day in touched.gone.items()]
    put_rows(connection, GONE, gone)


def _change(row: Row[tuple[object, ...]]) -> StateChange:
    cause = Cause(row.why, row.by, row.cause)
    return StateChange(row.subject, row.at, int(row.before, 16), int(row.after, 16), cause)
