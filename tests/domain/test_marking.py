"""A mark and its lifting, as plans: what was marked comes back as it was, and nothing else is touched (Art. 18, 21)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from belofte.domain.located import Found, Key, Located
from belofte.domain.plan import Decision
from belofte.domain.policy import LegalBasis, Policy, Purpose, Use
from belofte.domain.rights.marking import BEFORE, Place, Values, decode_before, encode_before
from belofte.domain.rights.objection import contested, marking_of, plan_go_on, plan_stop
from belofte.domain.rights.planning import LETTERS, Drafted, PlanHead
from belofte.domain.rights.restriction import plan_lifting, plan_restriction
from belofte.domain.system_map import Collection, SystemMap, Verb

HEAD = PlanHead("case-1", "restriction", 1, datetime(2026, 11, 22, tzinfo=UTC))
SHOP = SystemMap(
    "shop",
    "sql",
    allow=frozenset(Verb),
    collections={
        "people": Collection("people", "profile", restrict={"blocked": True, "status": "off"}),
        "orders": Collection("orders", "order"),
        "letters": Collection("letters", "post"),
        "readers": Collection("readers", "list", stop={"news": {"status": "off"}}),
        "lent": Collection("lent", "profile", controller=False),
    },
)
SYSTEMS = {"shop": SHOP}
POLICY = Policy(
    purposes={
        "news": Purpose("news", (Use("list"),), basis=LegalBasis.LEGITIMATE_INTEREST),
        "post": Purpose("post", (Use("post"),), basis=LegalBasis.LEGITIMATE_INTEREST),
        "sales": Purpose("sales", (Use("order"),), basis=LegalBasis.CONTRACT),
    }
)

rows = st.dictionaries(
    st.integers(1, 30),
    st.fixed_dictionaries({"blocked": st.booleans(), "status": st.sampled_from(["on", "off", "new", None])}),
    max_size=8,
)


def ids() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"{next(numbers):04x}"


def found(collection: str, key: int, via: str) -> Found:
    return Found("case-1", collection, (key,), via)


def located(people: Mapping[int, object], readers: Mapping[int, object]) -> Located:
    records = [found("people", key, "email → people") for key in people]
    records += [found("orders", 100, "email → people → orders"), found("letters", 200, "email → letters")]
    records += [found("readers", key, "email → readers") for key in readers]
    return Located("case-1", {"shop": tuple(records)}, {"shop": "f"})


def held(people: Mapping[int, Values], readers: Mapping[int, Values]) -> dict[Place, Values]:
    one = {("shop", "people", (key,)): values for key, values in people.items()}
    return {**one, **{("shop", "readers", (key,)): values for key, values in readers.items()}}


def carried_out(state: dict[Place, Values], drafted: Drafted) -> dict[Place, Values]:
    """What the rows hold after the system's own steps of a plan."""
    after = dict(state)
    for step in drafted.plan.steps:
        for line in step.lines if step.verb in (Verb.RESTRICT, Verb.LIFT) else ():
            if line.decision is Decision.DO and line.items:
                for key in drafted.items[line.items]:
                    place: Place = ("shop", line.collection, key)
                    after[place] = {**after[place], **drafted.values[line.items]}
    return after


@given(rows, rows)
def test_lifting_gives_every_row_back_what_it_held(people: dict[int, Values], readers: dict[int, Values]) -> None:
    now, where = held(people, readers), located(people, readers)
    drafted = plan_restriction(HEAD, where, SYSTEMS, now, ids())
    marked = carried_out(now, drafted)
    assert all(
        values["blocked"] and values["status"] == "off" for place, values in marked.items() if place[1] == "people"
    )
    before = decode_before(drafted.apart[BEFORE])
    lifted = plan_lifting(HEAD, where, SYSTEMS, before, ids())
    assert carried_out(marked, lifted) == now


@given(rows)
def test_a_plan_made_again_after_the_act_forgets_nothing(people: dict[int, Values]) -> None:
    """A kill, a system that was away: the second plan reads rows that are marked already."""
    now, where = held(people, {}), located(people, {})
    first = plan_restriction(HEAD, where, SYSTEMS, now, ids())
    marked = carried_out(now, first)
    again = plan_restriction(HEAD, where, SYSTEMS, {**marked, **decode_before(first.apart[BEFORE])}, ids())
    assert decode_before(again.apart[BEFORE]) == decode_before(first.apart[BEFORE])


@given(rows, rows)
def test_what_the_map_cannot_say_is_a_persons_task(people: dict[int, Values], readers: dict[int, Values]) -> None:
    """Orders hang on a marked row and are covered; letters hang on nothing."""
    drafted = plan_restriction(HEAD, located(people, readers), SYSTEMS, held(people, readers), ids())
    by_hand = {line.collection for s in drafted.plan.steps if s.verb is Verb.ASK_PERSON for line in s.lines}
    assert by_hand == {"letters"} | ({"readers"} if readers else set())
    told = next(step for step in drafted.plan.steps if step.system == LETTERS)
    assert set(told.after) == {step.id for step in drafted.plan.steps} - {told.id}


@given(rows, rows)
def test_a_stop_touches_the_contested_purpose_only(people: dict[int, Values], readers: dict[int, Values]) -> None:
    now, where = held(people, readers), located(people, readers)
    drafted = plan_stop(HEAD, where, SYSTEMS, marking_of(POLICY, ["news"]), now, ids())
    after = carried_out(now, drafted)
    assert all(after[place] == values for place, values in now.items() if place[1] == "people")
    assert all(after[place]["status"] == "off" for place in now if place[1] == "readers")
    assert not [step for step in drafted.plan.steps if step.verb is Verb.TELL]


@given(rows)
def test_a_rejected_objection_is_told_before_anything_goes_on(readers: dict[int, Values]) -> None:
    now, where, marking = held({}, readers), located({}, readers), marking_of(POLICY, ["news", "post"])
    stopped = plan_stop(HEAD, where, SYSTEMS, marking, now, ids())
    drafted = plan_go_on(HEAD, where, SYSTEMS, marking, decode_before(stopped.apart[BEFORE]), ids())
    told = drafted.plan.steps[0]
    assert told.verb is Verb.TELL
    assert all(step.after == (told.id,) for step in drafted.plan.steps[1:])
    assert carried_out(carried_out(now, stopped), drafted) == now


def test_what_rests_on_a_contract_goes_on() -> None:
    split = contested(POLICY, ["sales", "news"])
    assert (split.stopped, split.going_on) == (("news",), ("sales",))
    assert contested(POLICY, []).stopped == ("news", "post")


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["on", None, "off"])), unique_by=lambda one: one[0]))
def test_what_was_there_before_survives_the_vault(values: list[tuple[int, str | None]]) -> None:
    kept: dict[Place, Values] = {("shop", "people", (key,)): {"status": value} for key, value in values}
    written: list[tuple[str, str, Key, Values]] = [(*place, row) for place, row in kept.items()]
    assert decode_before(encode_before(written)) == kept
