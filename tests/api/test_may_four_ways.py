"""``may`` has four ways in: the API, Python, the command line, SQL. Whatever somebody's state is, all say the same."""

from __future__ import annotations

import itertools
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

from tests.api.conftest import Api
from tests.may.test_commands import typing_in
from tests.rights.commands import told, typed

from belofte.domain.api_token import Scope
from belofte.domain.identity import Identifier
from belofte.domain.subject_state import ERASED, HELD, LEFT, RESTRICTED, Cause, consent_bit, objection_bit, uses_of
from belofte.may import open_may

STATES: dict[str, tuple[int | str, ...]] = {
    "nothing": (), "restricted": (RESTRICTED,), "left": (LEFT,), "held": (HELD,), "erased": (ERASED,),
    "yes": ("yes",), "yes, restricted": ("yes", RESTRICTED), "yes, objected": ("yes", "objects"),
    "objected": ("objects",),
    "yes, left, held": ("yes", LEFT, HELD),
}  # fmt: skip
ROLES: tuple[str | None, ...] = (None, "technical-staff", "bookkeeper", "subject", "nobody's role")
CAUSE = Cause("test", "subject")


def address(state: str) -> str:
    return f"{state.replace(', ', '-')}@ways.example"


def people(api: Api, when: datetime) -> dict[str, int]:
    """Somebody in every state, with a number; all of it happened at that moment."""
    policy, numbers = api.belofte.parts.policy, dict[str, int]()
    with api.belofte.parts.store.transaction() as tx:
        names = [consent_bit(one.name, tuple(sorted(uses_of(one)))) for one in policy.purposes.values() if one.ask]
        yes = sum(tx.states.bits(names)[name] for name in names)
        against = [objection_bit(name) for name in policy.purposes]
        objects = sum(tx.states.bits(against)[name] for name in against)
        for state, parts in STATES.items():
            on = sum(one if isinstance(one, int) else {"yes": yes, "objects": objects}[one] for one in parts)
            numbers[state] = tx.states.change([Identifier("email", "", address(state))], CAUSE, when, on=on).subject
    return numbers


def cleared(api: Api) -> None:
    """Everybody's state is over, as of now."""
    with api.belofte.parts.store.transaction() as tx:
        for state in STATES:
            who = [Identifier("email", "", address(state))]
            tx.states.change(who, CAUSE, datetime.now(UTC), off=(1 << 60) - 1)


def asked_over_http(
    api: Api, token: str, purpose: str, role: str | None, numbers: list[int], at: str | None
) -> list[str]:
    body = {"purpose": purpose, "subjects": numbers, **({"role": role} if role else {}), **({"at": at} if at else {})}
    answer = api.post("/may", token, body)
    assert answer.status_code == 200, answer.text
    return answer.json()["answers"]


def asked_by_command(api: Api, questions: list[dict[str, str | None]], at: str | None) -> list[str]:
    given = "\n".join(map(json.dumps, questions))
    with typing_in(given):
        answers = told(api.world, "may", "-", "--batch", *(("--at", at) if at else ()))["answers"]
    return [one["why"] for one in answers]


def test_every_state_purpose_and_role_now_and_before(api: Api) -> None:
    now = datetime.now(UTC)
    numbers = people(api, now - timedelta(hours=2))
    token, policy = api.token(Scope.USE, name="matrix"), api.belofte.parts.policy
    assert typed(api.world, "uses", "views", "--apply")[0] == 0
    asked = [*itertools.product((*policy.purposes, "no purpose"), ROLES)]
    questions: list[dict[str, str | None]] = [
        {"who": address(state), "purpose": purpose, "role": role} for purpose, role in asked for state in numbers
    ]
    before = {
        at: ways(api, token, asked, questions, numbers, at) for at in (None, (now - timedelta(hours=3)).isoformat())
    }
    assert len({*before[None]}) > 6, "many different answers"
    assert {*before[None]} != {*before[(now - timedelta(hours=3)).isoformat()]}
    seen_by_nobody = {purpose: set[int]() for purpose, _ in asked}
    for question, why, number in zip(questions, before[None], itertools.cycle(numbers.values()), strict=False):
        if question["role"] is None and why == "yes":
            seen_by_nobody[str(question["purpose"])].add(number)
    file = api.world.made.home.data / "store.sqlite"
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as store:
        for purpose in policy.purposes:
            view = f"belofte_may_{purpose.replace('-', '_')}"
            let_through = {number for (number,) in store.execute(f"SELECT subject FROM {view}")}
            assert let_through & {*numbers.values()} == seen_by_nobody[purpose], purpose
    then = datetime.now(UTC).isoformat()
    cleared(api)
    assert ways(api, token, asked, questions, numbers, then) == before[None], "what it was is still known"


def ways(
    api: Api,
    token: str,
    asked: list[tuple[str, str | None]],
    questions: list[dict[str, str | None]],
    numbers: dict[str, int],
    at: str | None,
) -> list[str]:
    """The answers over HTTP, which are those of Python and of the command line."""
    people_ = [*numbers.values()]
    http = [why for purpose, role in asked for why in asked_over_http(api, token, purpose, role, people_, at)]
    moment = datetime.fromisoformat(at) if at else None
    with open_may(api.world.made.home.policy, "matrix") as privacy:
        python = [privacy.may(p, None, one, role, moment).why.value for p, role in asked for one in people_]
    command = asked_by_command(api, questions, at)
    told_apart = [(q, h, p, c) for q, h, p, c in zip(questions, http, python, command, strict=True) if not h == p == c]
    assert told_apart == []
    return http


def test_an_earlier_moment_is_of_may_alone_and_must_be_one(api: Api) -> None:
    token = api.token(Scope.USE, name="matrix")
    body = {"purpose": "newsletter", "subjects": [1], "at": "2026-11-22T10:30:00Z"}
    assert api.post("/may", token, {**body, "at": "yesterday"}).status_code == 400
    assert api.post("/use", token, {**body, "reason": "test"}).status_code == 400
    assert api.post("/may", token, {**body, "at": "2026-11-22T10:30:00"}).status_code == 400, "of which time zone?"
    assert api.post("/may", token, {**body, "at": "2126-11-22T10:30:00Z"}).json()["answers"] == ["not-then"]
