"""Tasks, register, verdicts and days over the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from belofte.domain.account import Act
from belofte.domain.api_token import Scope
from belofte.domain.as_json import told
from belofte.domain.promise import Instance, VerdictState
from belofte.domain.register import RegisterRow
from belofte.domain.rights.names import HANDLED
from belofte.domain.task import Task
from belofte.procedures.acting.word_of_hand import ONLY_TABLE, Came, Word
from belofte.procedures.programs.told_as_json import DATES, check_told
from belofte.web.api.asking import Field
from belofte.web.api.operations import PAGED, Answer, Call, Operation
from belofte.web.api.requests import answered
from belofte.web.api.schemas import Schema, Schemas

MOST_WORDS = 4000
"""Characters somebody may say about a task."""
DUE: Mapping[str, Field] = {
    "received": Field("The local day it reached the company.", "day", needed=True),
    "right": Field("The right that is used.", among=HANDLED),
}
REGISTER: Mapping[str, Field] = {"period": Field("Only a month (2026-11) or a year (2026).", longest=7), **PAGED}


def _tasks(call: Call) -> Answer:
    page = call.desks.books.tasks(call.place(), call.limit())
    return Answer.page(page, "task.list", tasks=[_shown(task) for task in page.rows])


def _task(call: Call) -> Answer:
    task, reference = call.desks.books.task(call.path["task"])
    return Answer(told("task", task=_shown(task), reference=reference))


def _finish(call: Call) -> Answer:
    task, reference = call.desks.books.finish(call.path["task"], call.by(Act.HANDLE), _word(call.body))
    return Answer(told("task", task=_shown(task), reference=reference))


def _word(body: Mapping[str, Any]) -> Word | None:
    """What was said of how it ended; None where nothing was: it is done."""
    if not body:
        return None
    counts = {one.get("table", ONLY_TABLE): one["count"] for one in body.get("counts", ())}
    return Word(Came(body.get("outcome", Came.DONE)), counts, words=body.get("words", ""))


def _shown(task: Task) -> Task:
    """Where its words lie concerns nobody outside."""
    return replace(task, words=None)


def _register(call: Call) -> Answer:
    found = call.desks.books.register(call.query.get("period"), call.place(), call.limit())
    return Answer.page(
        found.page,
        "register",
        rows=found.page.rows,
        handled=found.handled,
        complete=found.complete,
        changed_months=found.changed_months,
    )


def _verdicts(call: Call) -> Answer:
    watched = call.desks.books.verdicts()
    return Answer(check_told(watched, watched.verdicts))


def _due(call: Call) -> Answer:
    return Answer(call.desks.books.due(call.query["received"], call.query.get("right", HANDLED[0])))


def _verdicts_schema(schemas: Schemas) -> Schema:
    """As ``belofte check`` tells them: each reason in every language."""
    moment: Schema = {"type": "string", "format": "date-time"}
    said: Schema = {"type": "object", "additionalProperties": {"type": "string"}}
    verdict = schemas.record(
        "VerdictTold",
        {
            "clause": str,
            "state": VerdictState,
            "since": moment,
            "reason": said,
            "instances": tuple[Instance, ...],
            "stale_after": {"type": ["string", "null"], "format": "date-time"},
            "evidence": tuple[int, ...],
        },
    )
    alarm = schemas.record("AlarmTold", {"clause": str, "not_broken_at": moment, "seen_at": moment, "reason": said})
    past = schemas.record("BreakTold", {"since": moment, "until": moment, "reason": said})
    whole: dict[str, Any] = {
        "at": moment,
        "policy_version": int,
        "counts": Mapping[str, int],
        "verdicts": {"type": "array", "items": verdict},
        "alarms": {"type": "array", "items": alarm},
        "past_breaks": {"type": "object", "additionalProperties": {"type": "array", "items": past}},
    }
    return answered("Verdicts", "check", **whole)(schemas)


def _due_schema(schemas: Schemas) -> Schema:
    day: Schema = {"type": ["string", "null"], "format": "date"}
    fields: dict[str, Any] = {
        "received": {"type": "string", "format": "date"},
        "right": str,
        "country": str,
        "calendar": str,
        "promise": str | None,
        **dict.fromkeys(DATES, day),
        "reasons": Mapping[str, tuple[str, ...]],
    }
    return answered("Due", "due", **fields)(schemas)


FINISH = {
    "outcome": Field("How it ended; done unless told.", among=tuple(Came)),
    "counts": Field(
        "Where only people can look: how many records there were.",
        "records",
        many=True,
        parts={
            "table": Field("Of which table; may be left out where there is one.", longest=200),
            "count": Field("How many there were.", "number", needed=True),
        },
    ),
    "words": Field("Why it was refused, or what else there is to say; kept in the case.", longest=MOST_WORDS),
}
TASK = answered("OneTask", "task", task=Task, reference=str | None)
BOOKS = (
    Operation(
        "listTasks", "GET", "/tasks", Scope.READ, "Open work that only a person can do, oldest first.",
        _tasks, answered("Tasks", "task.list", tasks=tuple[Task, ...]), query=PAGED, pages=True,
    ),
    Operation("showTask", "GET", "/tasks/{task}", Scope.READ, "One task, and the request it is for.", _task, TASK),
    Operation(
        "finishTask", "POST", "/tasks/{task}/done", Scope.DECIDE,
        "Say how a task ended, in the name of the token's account; a step that waited gets its receipt. Originals for "
        "a person's copy are handed in at the office.",
        _finish, TASK, body=FINISH,
    ),
    Operation(
        "register", "GET", "/register", Scope.READ, "The register of handled requests, by the month of closing.",
        _register,
        answered(
            "Register", "register",
            rows=tuple[RegisterRow, ...], handled=int, complete=bool, changed_months=tuple[str, ...],
        ),
        query=REGISTER, pages=True,
    ),
    Operation(
        "verdicts", "GET", "/verdicts", Scope.READ,
        "Every clause's verdict as it stands. Nothing is looked at anew, so there are no alarms in it.",
        _verdicts, _verdicts_schema,
    ),
    Operation(
        "due", "GET", "/due", Scope.READ, "Every date of a request that arrives on a day, with the reason for each.",
        _due, _due_schema, query=DUE,
    ),
)  # fmt: skip
"""Every operation on the other books."""
