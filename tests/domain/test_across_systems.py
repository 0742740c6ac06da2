"""Two systems that each know one person on the same address: one person, or two (design: identity)."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belofte.domain.across_systems import Row, contradict, doubtful_values
from belofte.domain.identity import Identifier

MAIL = Identifier("email", "", "samen@thuis.example")
OTHER = Identifier("email", "", "ander@thuis.example")
PHONE = Identifier("phone", "", "+31612345678")


def row(system: str, *values: Identifier, name: str = "", born: str = "") -> Row:
    return Row(system, frozenset(values), {"name": (name,), "date-of-birth": (born,)})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("els de boer", "joris de boer"),
        ("els de boer", "joris"),
        ("e. de boer", "joris de boer"),
        ("anna-marie bos", "anna petra bos"),
    ],
)
def test_names_that_each_say_what_the_other_does_not_are_two_people(one: str, other: str) -> None:
    assert contradict(row("crm", MAIL, name=one), row("club", MAIL, name=other))
    assert doubtful_values([row("crm", MAIL, name=one), row("club", MAIL, name=other)]) == {MAIL}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("els de boer", "els de boer"),
        ("els de boer", "boer, els de"),
        ("els de boer", "e. de boer"),
        ("els de boer", "els"),
        ("anna-marie bos", "anna marie bos"),
        ("j.p. bos", "jan piet bos"),
        ("els de boer", ""),
    ],
)
def test_a_name_that_says_less_contradicts_nothing(one: str, other: str) -> None:
    assert doubtful_values([row("crm", MAIL, name=one), row("club", MAIL, name=other)]) == set()


def test_father_and_son_of_one_name_are_told_apart_by_the_day_they_were_born() -> None:
    father, son = (
        row("crm", MAIL, name="jan bos", born="1960-01-01"),
        row("club", MAIL, name="jan bos", born="1990-01-01"),
    )
    assert doubtful_values([father, son]) == {MAIL}


def test_a_name_in_parts_and_a_whole_name_are_compared() -> None:
    parts = Row("mail", frozenset({MAIL}), {"name": ("els", "de boer")})
    assert not contradict(parts, row("crm", MAIL, name="els de boer"))
    assert contradict(parts, row("crm", MAIL, name="joris de boer"))


def test_a_chain_over_a_row_without_a_name_does_not_make_one_of_two_people() -> None:
    """The address joins the customer to a nameless member, its telephone number joins that to somebody else."""
    rows = [
        row("crm", MAIL, name="els de boer"),
        Row("club", frozenset({MAIL, PHONE}), {}),
        row("books", PHONE, name="joris bakker"),
    ]
    assert doubtful_values(rows) == {MAIL, PHONE}


def test_who_shares_nothing_is_not_compared() -> None:
    assert doubtful_values([row("crm", MAIL, name="els de boer"), row("club", OTHER, name="joris bakker")]) == set()


def test_inside_one_system_the_system_itself_tells_people_apart() -> None:
    assert doubtful_values([row("crm", MAIL, name="els de boer"), row("crm", MAIL, name="joris bakker")]) == set()


NAMES = st.lists(st.sampled_from(["els", "joris", "e.", "de", "boer", "bakker"]), max_size=4).map(" ".join)
ROWS = st.builds(
    lambda system, values, name: row(system, *values, name=name),
    st.sampled_from(["crm", "club", "books"]),
    st.sets(st.sampled_from([MAIL, OTHER, PHONE]), min_size=1),
    NAMES,
)


@given(st.lists(ROWS, max_size=6), st.randoms(use_true_random=False))
def test_the_order_in_which_systems_answer_changes_nothing(rows: list[Row], random: Random) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert doubtful_values(shuffled) == doubtful_values(rows)


@given(st.lists(ROWS, max_size=6))
def test_no_value_that_is_not_doubtful_joins_two_rows_that_contradict(rows: list[Row]) -> None:
    doubtful = doubtful_values(rows)
    for one in rows:
        for other in rows:
            if one.system != other.system and contradict(one, other):
                assert (one.strong & other.strong) <= doubtful


@given(NAMES, NAMES)
def test_comparing_names_has_no_direction(one: str, other: str) -> None:
    assert contradict(row("crm", name=one), row("club", name=other)) == contradict(
        row("crm", name=other), row("club", name=one)
    )
