"""The steps of approved plans: claimed in one statement, moved forward only, given back when a system is away.

A killed drive leaves its steps with their batch and state: whoever holds their system next reclaims them. A step that
was claimed before (``attempts`` above 1) may have been done already; the second look decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Integer,
    Select,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from belofte.domain.plan import Decision, Line, Step
from belofte.domain.system_map import Verb
from belofte.ports import Batch
from belofte.storage import tables
from belofte.storage.ready import Found, Ready, among, one_of
from belofte.storage.scope import Scope
from belofte.storage.statements import pieces
from belofte.storage.tables import Moment
from belofte.store_port import StepState, StoredStep, StoreError

STEPS, LINES, ORDER = tables.steps, tables.lines, tables.step_order
FORWARD = (StepState.PLANNED, StepState.INTENDED, StepState.ACTED, StepState.LOOKED, StepState.RECEIPTED)
OPEN = tuple(state.value for state in FORWARD[:-1])
OVER = (StepState.RECEIPTED.value, StepState.DROPPED.value)


def claimable(
    now: datetime | BindParameter[datetime], held: ColumnElement[bool] | None = None
) -> tuple[ColumnElement[bool], ...]:
    """Approved, due, held by no drive (or as ``held`` says), and nothing it comes after is still open."""
    earlier = STEPS.alias("earlier")
    unmet = exists().where(ORDER.c.step == STEPS.c.id, earlier.c.id == ORDER.c.after, ~one_of(earlier.c.state, OVER))
    free = STEPS.c.batch.is_(None) if held is None else held
    return one_of(STEPS.c.state, OPEN), free, STEPS.c.due_at <= now, ~unmet


def _take(wanted: Select[Any]) -> ReturningUpdate[Any]:
    """Claim what ``wanted`` finds: the statement both stores run as one."""
    first = STEPS.c.state == StepState.PLANNED.value
    return (
        update(STEPS)
        .where(STEPS.c.id.in_(wanted.order_by(STEPS.c.number).with_for_update(skip_locked=True, of=STEPS)))
        .values(
            batch=bindparam("drive"),
            state=case((first, StepState.INTENDED.value), else_=STEPS.c.state),
            attempts=STEPS.c.attempts + 1,
        )
        .returning(STEPS)
    )


_FREE = claimable(bindparam("now", type_=Moment))
_LANE = (STEPS.c.system == bindparam("of_system"), STEPS.c.verb == bindparam("of_verb"))
_LOST = (STEPS.c.state == StepState.INTENDED.value, STEPS.c.batch.is_not(None))
TAKE_LANE = Ready(_take(select(STEPS.c.id).where(*_LANE, *_FREE).limit(bindparam("most", type_=Integer))))
GIVE_BACK = Ready(update(STEPS).where(*_LANE, *_LOST).values(batch=None))
OF_REQUEST = Ready(select(STEPS).where(STEPS.c.request == bindparam("wanted")).order_by(STEPS.c.number))
OF_PLAN = Ready(select(STEPS).where(STEPS.c.plan == bindparam("wanted")).order_by(STEPS.c.number))
LINE = [LINES.c[field.name] for field in fields(Line)]
DECISIONS = {decision.value: decision for decision in Decision}
LINES_OF = Ready(select(LINES.c.step, *LINE).where(among(LINES.c.step, "steps")).order_by(LINES.c.number))
ORDER_OF = Ready(select(ORDER).where(among(ORDER.c.step, "steps")).order_by(ORDER.c.after))
_MARK = update(STEPS).where(among(STEPS.c.id, "steps"), among(STEPS.c.state, "before"))
MARK_STATE = Ready(_MARK.values(state=bindparam("to")))
MARK_RECEIPTED = Ready(_MARK.values(state=StepState.RECEIPTED.value, batch=None))


class Steps:
    """The steps of approved plans, inside one transaction: ``planned → intended → acted → looked → receipted``."""

    def __init__(self, scope: Scope) -> None:
        self._connection = scope.connection

    def due(self, now: datetime) -> list[Batch]:
        """What can be claimed now, by system and verb, oldest first."""
        rows = self._connection.execute(
            select(STEPS.c.system, STEPS.c.verb, func.count())
            .where(*claimable(now, STEPS.c.batch.is_(None) | (STEPS.c.state == StepState.INTENDED.value)))
            .group_by(STEPS.c.system, STEPS.c.verb)
            .order_by(func.min(STEPS.c.number))
        )
        return [Batch(system, Verb(verb), count) for system, verb, count in rows]

    def queued(self, system: str, verb: Verb) -> int:
        """How many were approved and have not begun."""
        of_them = STEPS.c.system == system, STEPS.c.verb == verb.value, STEPS.c.state == StepState.PLANNED.value
        counted = select(func.count()).where(*of_them, STEPS.c.due_at.is_not(None))
        return self._connection.execute(counted).scalar_one()

    def claim(self, batch: str, system: str, verb: Verb, now: datetime, limit: int = 1000) -> list[StoredStep]:
        """Take due steps in one statement; no two workers get the same one."""
        lane = {"of_system": system, "of_verb": verb.value, "most": limit}
        return stored_steps(self._connection, TAKE_LANE, {**lane, "drive": batch, "now": now})

    def reclaim(self, system: str, verb: Verb) -> int:
        """Give back what a killed drive of this lane still holds; only for who holds the lane. What was acted on and
        waits for a person stays where it is."""
        return GIVE_BACK.change(self._connection, {"of_system": system, "of_verb": verb.value})

    def of_request(self, request: str) -> list[StoredStep]:
        return stored_steps(self._connection, OF_REQUEST, {"wanted": request})

    def mark(self, steps: Sequence[str], state: StepState) -> None:
        """Move forward only; raises :class:`StoreError` when one of them is further already."""
        before = [earlier.value for earlier in FORWARD[: FORWARD.index(state) + 1]]
        receipted = state is StepState.RECEIPTED
        values: dict[str, object] = {"steps": steps, "before": before}
        if receipted:
            moved = MARK_RECEIPTED.change(self._connection, values)
        else:
            moved = MARK_STATE.change(self._connection, {**values, "to": state.value})
        if moved < len(set(steps)):
            raise StoreError(f"A step cannot become {state} any more: it is further, dropped or gone.", "Look again.")

    def postpone(self, steps: Sequence[str], until: datetime) -> None:
        for piece in pieces(steps):
            self._connection.execute(
                update(STEPS).where(STEPS.c.id.in_(piece), STEPS.c.state.in_(OPEN)).values(batch=None, due_at=until)
            )

    def drop(self, request: str) -> int:
        return drop_steps(self._connection, STEPS.c.request == request)

    def hold_off(self, steps: Sequence[str], until: datetime) -> None:
        """Give back steps that were claimed and not begun: as if they had not been claimed, due later."""
        first = STEPS.c.attempts <= 1
        for piece in pieces(steps):
            self._connection.execute(
                update(STEPS)
                .where(STEPS.c.id.in_(piece), STEPS.c.state.in_(OPEN))
                .values(
                    batch=None,
                    due_at=until,
                    state=case((first, StepState.PLANNED.value), else_=STEPS.c.state),
                    attempts=STEPS.c.attempts - 1,
                )
            )

    def abandon(self, steps: Sequence[str]) -> None:
        """Drop these steps although they were intended."""
        for piece in pieces(steps):
            self._connection.execute(
                update(STEPS)
                .where(STEPS.c.id.in_(piece), STEPS.c.state.in_(OPEN))
                .values(state=StepState.DROPPED.value, batch=None)
            )

    def replace(self, steps: Sequence[Step]) -> None:
        """Write the lines of steps anew."""
        for piece in pieces([step.id for step in steps]):
            self._connection.execute(delete(LINES).where(LINES.c.step.in_(piece)))
        rows = [line_row(step, line) for step in steps for line in step.lines]
        if rows:
            self._connection.execute(insert(LINES), rows)


def drop_steps(connection: Connection, which: ColumnElement[bool]) -> int:
    """Drop what was never intended."""
    never = STEPS.c.state == StepState.PLANNED.value
    return connection.execute(update(STEPS).where(which, never).values(state=StepState.DROPPED.value)).rowcount


def stored_steps(connection: Connection, statement: Ready, values: Mapping[str, object]) -> list[StoredStep]:
    """The steps a statement over :data:`belofte.storage.tables.steps` yields, with lines and order: three statements
    for any number of them."""
    rows = sorted(statement.rows(connection, values), key=itemgetter("number"))
    if not rows:
        return []
    lines: defaultdict[str, list[Line]] = defaultdict(list)
    after: defaultdict[str, list[str]] = defaultdict(list)
    these = {"steps": [row["id"] for row in rows]}
    for step, system, collection, decision, *rest in LINES_OF.tuples(connection, these):
        lines[step].append(Line(system, collection, DECISIONS[decision], *rest))
    for one in ORDER_OF.rows(connection, these):
        after[one["step"]].append(one["after"])
    return [_stored(row, tuple(lines[row["id"]]), tuple(after[row["id"]])) for row in rows]


def line_row(step: Step, line: Line) -> dict[str, object]:
    """A line as its table has it."""
    return {
        "step": step.id,
        "request": step.request,
        "system": line.system,
        "collection": line.collection,
        "decision": line.decision.value,
        "count": line.count,
        "ground": line.ground,
        "until": line.until,
        "items": line.items,
        "note": line.note,
    }


def _stored(row: Found, lines: tuple[Line, ...], after: tuple[str, ...]) -> StoredStep:
    return StoredStep(
        step=Step(row["id"], row["request"], row["system"], Verb(row["verb"]), lines, after),
        plan=row["plan"],
        state=StepState(row["state"]),
        due_at=row["due_at"],
        attempts=row["attempts"],
        batch=row["batch"],
        policy_version=row["policy_version"],
    )
