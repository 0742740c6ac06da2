"""What no program erases: the vendor ends it by a setting of its own, or a person goes through it.

Where a program can see what is due, the person's task says how many records there are, and stays until a sweep sees
none. Where none can look (a drawer, an API without a list), there is one task a period: after each year where the
term counts from the end of a year, else each month. Somebody's hold, open request or restriction keeps their records
there too; as long as one may not be spoken of, no task is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from belofte.domain.book_year import book_year_of
from belofte.domain.by_hand_term import begins_next, begun_on
from belofte.domain.clock import local_date
from belofte.domain.policy import Text
from belofte.domain.retention import due_in
from belofte.domain.sweeping import SweepList, Swept, decision_of, rule_hash
from belofte.domain.system_map import SystemMap
from belofte.domain.task import Task, TaskState
from belofte.domain.worded import worded
from belofte.ports import SystemConnector
from belofte.procedures.parts import Parts
from belofte.procedures.retaining.claims import Claimed
from belofte.sweep_port import EndsOtherwise

TERM_BY_HAND = "term-by-hand"
"""Task: records are past their term where no program erases; a person does."""
ASKED = "sweep.by-hand"
"""Event, about a system: its keeper was given the task to go through what no program sees."""


def left_to_hand(connector: object, name: str) -> Text | None:
    """Why a person erases here although the map lets a program; None where one can."""
    return connector.left_to_hand(name) if isinstance(connector, EndsOtherwise) else None


def line_beside(parts: Parts, system: SystemMap, connector: SystemConnector | object, name: str) -> Swept | None:
    """The line of a collection that is not looked through by age."""
    collection = system.collections[name]
    if collection.category is None or not collection.controller:
        return None
    if isinstance(connector, EndsOtherwise) and connector.ends(name) is None:
        return _unseen(parts, system, name)
    line = Swept(name, collection.category, decision_of(collection), ends_itself=True)
    return replace(line, problem=_ends(system, connector, name))


def lines_of_people(parts: Parts, system: SystemMap) -> Iterator[Swept]:
    """What people keep themselves, with what of it is past its term today."""
    for name in system.collections:
        line = _unseen(parts, system, name)
        if line is not None:
            yield line


def ask_by_hand(parts: Parts, system: SystemMap, shown: SweepList, claimed: Claimed) -> None:
    """One open task a system: as long as a program sees what is due, or once in each period."""
    unseen = [line for line in shown.lines if line.by_hand is not None and line.problem is not None]
    waits = bool(claimed.untold)  # nobody can tell whether it lies here too
    with parts.store.transaction() as tx:
        open_ = [task for task in tx.tasks.in_state(TaskState.OPEN) if task.kind == TERM_BY_HAND]
        if any(task.system == system.name for task in open_):
            return
        asked = [event.at for event in tx.events.about(system.name) if event.kind == ASKED]
        newest = max((local_date(at, parts.country.time_zone) for at in asked), default=None)
        begun = max((_begun(parts, line) for line in unseen), default=None) if not waits else None
        is_new = begun is not None and (newest is None or newest < begun)
        if is_new:
            tx.events.add(ASKED, system.name, parts.now())
        if is_new or shown.by_hand:
            task = Task(parts.new_id("task"), TERM_BY_HAND, parts.now(), system=system.name, count=shown.by_hand)
            tx.tasks.add([task])


def _begun(parts: Parts, line: Swept) -> date:
    rule = parts.policy.retention[line.category]
    return begun_on(rule, parts.today(), book_year_of(parts.policy))


def _unseen(parts: Parts, system: SystemMap, name: str) -> Swept | None:
    """One collection that no program looks through."""
    collection, today, book_year = system.collections[name], parts.today(), book_year_of(parts.policy)
    rule = parts.policy.retention.get(collection.category or "")
    if collection.category is None or not collection.controller or rule is None:
        return None
    line = Swept(name, collection.category, decision_of(collection), law=rule.law)
    past = due_in(rule, today, book_year).past
    if not past:
        return line
    days = ", ".join(f"{term.event} ≤ {term.last}" for term in past)
    told = worded(
        "een mens loopt dit na en haalt weg wat voorbij zijn termijn is: {days}",
        "a person goes through it and takes away what is past its term: {days}",
        days=days,
    )
    hashed = rule_hash(rule, collection, book_year)
    return replace(line, rule=hashed, by_hand=told, problem=told, next_on=begins_next(rule, today, book_year))


def _ends(system: SystemMap, connector: object, name: str) -> Text:
    """How a system ends what it holds: whether its term is the right one is a promise, and checked as one."""
    ending = connector.ends(name) if isinstance(connector, EndsOtherwise) else None
    if ending is not None and ending.why is not None:
        return ending.why
    if ending is None or not ending.by:
        return worded(
            "hier wist het systeem zelf, op zijn eigen termijn: belofte check zegt of die klopt",
            "here the system erases by itself, on a term of its own: belofte check says whether it is right",
        )
    expected = ", ".join(f"{one} ({system.expect.get(one, '?')})" for one in ending.by)
    return worded(
        "hier wist het systeem zelf, op zijn eigen instelling: {settings}; belofte check zegt of die klopt",
        "here the system erases by itself, by a setting of its own: {settings}; belofte check says whether it is right",
        settings=expected,
    )
