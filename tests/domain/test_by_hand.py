"""What a system offers no way for is done by a named person, table by table; the answer waits for both."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

from belofte.domain.located import Found, Located
from belofte.domain.plan import Plan, Step
from belofte.domain.policy import Policy
from belofte.domain.rights.access import plan_access
from belofte.domain.rights.erasure import plan_erasure
from belofte.domain.rights.marking import Place, Values
from belofte.domain.rights.planning import PlanHead
from belofte.domain.rights.restriction import plan_restriction
from belofte.domain.system_map import Collection, EraseRow, SystemMap, Verb

CARRIER = SystemMap(
    "carrier",
    "parcels",
    allow=frozenset(Verb),
    collections={
        "contacts": Collection("contacts", "profile", erase=EraseRow(), restrict={"blocked": True}),
        "parcels": Collection("parcels", "parcel", erase=EraseRow(), restrict={"blocked": True},
                              by_hand=frozenset({Verb.ERASE, Verb.RESTRICT})),
        "labels": Collection("labels", "parcel", erase=EraseRow(), by_hand=frozenset({Verb.PURGE})),
    },
)  # fmt: skip
FOUND = Located(
    "case-1",
    {"carrier": tuple(Found("case-1", name, (n,), "email") for n, name in enumerate(CARRIER.collections))},
    {"carrier": "f"},
)


HELD: dict[Place, Values] = {("carrier", name, (n,)): {"blocked": False} for n, name in enumerate(CARRIER.collections)}


def head(right: str) -> PlanHead:
    return PlanHead("case-1", right, 1, datetime(2026, 11, 22, tzinfo=UTC))


def new_id():
    numbers = count(1)
    return lambda: f"{next(numbers):04x}"


def steps(plan: Plan) -> dict[Verb, Step]:
    return {step.verb: step for step in plan.steps}


def collections(step: Step) -> list[str]:
    return [line.collection for line in step.lines]


def test_erasing_by_hand_is_a_task_beside_what_the_system_does_and_the_answer_waits_for_both() -> None:
    made = plan_erasure(head("erasure"), FOUND, Policy(), {"carrier": CARRIER}, date(2026, 11, 22), new_id())
    by_verb = steps(made.plan)
    assert collections(by_verb[Verb.ERASE]) == ["contacts", "labels"]
    assert collections(by_verb[Verb.PURGE]) == ["contacts"], "what has no second verb is not asked of a person again"
    assert collections(by_verb[Verb.ASK_PERSON]) == ["parcels"]
    assert set(by_verb[Verb.TELL].after) == {by_verb[Verb.PURGE].id, by_verb[Verb.ASK_PERSON].id}


def test_a_copy_needs_no_person_where_the_system_can_be_read() -> None:
    made = plan_access(head("access"), FOUND, {"carrier": CARRIER}, new_id())
    assert Verb.ASK_PERSON not in steps(made.plan)
    assert collections(steps(made.plan)[Verb.EXPORT]) == ["contacts", "parcels", "labels"]


def test_restricting_by_hand_is_withheld_from_the_system_and_given_to_a_person() -> None:
    made = plan_restriction(head("restriction"), FOUND, {"carrier": CARRIER}, HELD, new_id())
    by_verb = steps(made.plan)
    assert "parcels" in collections(by_verb[Verb.ASK_PERSON])
    assert [line.collection for line in by_verb[Verb.RESTRICT].lines if line.decision == "do"] == ["contacts"]
