"""Who is one person and who is two: rules that hold for any rows, and the cases they were made for."""

from __future__ import annotations

from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from belofte.domain.identity import Anchor, Identifier, Resolved, agree, differ, resolve


def _mail(value: str) -> Identifier:
    return Identifier("email", "", value)


def _number(value: str, scope: str = "shop.customers.number") -> Identifier:
    return Identifier("customer-number", scope, value)


def _row(key: int, *strong: Identifier, name: str = "", phone: str = "", place: str = "customers") -> Anchor:
    return Anchor(place, (key,), frozenset(strong), {"name": (name,), "phone": (phone,)})


def test_a_couple_on_one_address_is_two_people() -> None:
    els = _row(1, _mail("a"), _number("1"), name="els", phone="06")
    joris = _row(2, _mail("a"), _number("2"), name="joris", phone="06")
    by_address = resolve([_mail("a")], [els, joris])
    assert (by_address.own, by_address.shared) == (frozenset(), {0, 1})
    assert by_address.shared_values == {_mail("a")} and not by_address.carried
    by_number = resolve([_mail("a"), _number("1")], [els, joris])
    assert (by_number.own, by_number.shared) == ({0}, frozenset())
    assert by_number.carried == {_number("1")}


def test_a_number_somebody_wrote_down_fits_any_range_and_two_ranges_are_a_doubt() -> None:
    here = _row(1, _number("7", "shop.customers.number"))
    there = _row(1, _number("7", "shop.members.number"), place="members")
    unscoped = Identifier("customer-number", "", "7")
    assert resolve([unscoped], [here]).own == {0}
    assert resolve([unscoped], [here, there]).own == frozenset()
    assert resolve([_number("7")], [here, there]).own == {0}


def test_two_rows_of_one_person_are_one_only_if_a_second_field_says_so() -> None:
    one, other = _row(1, _mail("a"), name="carla hoek"), _row(2, _mail("a"), _number("2"), name="carla hoek")
    assert resolve([_mail("a")], [one, other]).own == {0, 1}
    assert resolve([_mail("a")], [one, _row(2, _mail("a"))]).own == frozenset()  # nothing agrees, so nothing is sure


def test_one_number_in_one_column_agrees_with_the_same_number_among_two_columns() -> None:
    """``phone`` beside ``phone, mobile``: parts of a name are put together, telephone numbers are not."""

    def row(key: int, *phones: str) -> Anchor:
        return Anchor("customers", (key,), frozenset([_mail("a")]), {"name": ("carla hoek",), "phone": phones})

    both = row(1, "06-1", "06-2")
    for other in (row(2, "06-1"), row(2, "06-2"), row(2, "")):
        assert agree(both, other) and agree(other, both)
        assert resolve([_mail("a")], [both, other]).own == {0, 1}
    assert differ(both, row(2, "06-3")) and differ(row(2, "06-3"), both)
    assert differ(both, row(2, "06-1", "06-3")), "a landline two people share, and two mobile numbers"


def test_father_and_son_are_not_one_through_the_sons_second_account() -> None:
    father = _row(1, _mail("a"), name="jan bos", phone="1")
    second = _row(2, _mail("a"), name="jan bos")
    son = _row(3, _mail("a"), name="jan bos", phone="2")
    assert resolve([_mail("a")], [father, second, son]).own == frozenset()


def test_whoever_shares_an_address_is_not_taken_for_one_who_was_erased() -> None:
    joris = _row(2, _mail("a"), name="joris")
    assert resolve([_mail("a")], [joris]).own == {0}
    assert resolve([_mail("a")], [joris], planned=frozenset()).own == frozenset()
    cleared = _row(1, _number("1"))
    found = resolve([_mail("a"), _number("1")], [cleared, joris], planned=frozenset({0}))
    assert found.own == {0} and _mail("a") in found.shared_values


def test_a_reference_makes_one_of_two_only_if_they_agree() -> None:
    old, new = _row(1, _mail("a"), name="carla"), _row(2, _mail("b"), name="carla")
    assert resolve([_mail("a")], [old, new], links=[(1, 0)]).own == {0, 1}
    other = _row(3, _mail("c"), name="dirk")
    found = resolve([_mail("a")], [old, other], links=[(1, 0)])
    assert (found.own, found.shared) == ({0}, {1})


_VALUES = st.frozensets(st.sampled_from([_mail(v) for v in "abcd"] + [_number(v) for v in "12"]), max_size=3)
_ROWS = st.lists(
    st.builds(
        lambda strong, name, phone: (strong, name, phone),
        _VALUES,
        st.sampled_from(["", "jan", "piet"]),
        st.sampled_from(["", "1", "2"]),
    ),
    max_size=6,
).map(lambda rows: [_row(n, *strong, name=name, phone=phone) for n, (strong, name, phone) in enumerate(rows)])


def _keys(found: Resolved, anchors: list[Anchor]) -> tuple[set[object], set[object]]:
    return {anchors[n].key for n in found.own}, {anchors[n].key for n in found.shared}


@given(_VALUES, _ROWS, st.randoms())
def test_the_order_of_the_rows_changes_nothing(
    asked: frozenset[Identifier], rows: list[Anchor], random: Random
) -> None:
    mixed = list(rows)
    random.shuffle(mixed)
    first, second = resolve(asked, rows), resolve(asked, mixed)
    assert _keys(first, rows) == _keys(second, mixed)
    assert (first.carried, first.shared_values) == (second.carried, second.shared_values)


@given(_VALUES, _ROWS)
def test_nobody_is_found_by_a_value_that_somebody_else_holds(asked: frozenset[Identifier], rows: list[Anchor]) -> None:
    found = resolve(asked, rows)
    for number, row in enumerate(rows):
        if number not in found.own:
            assert not row.strong & found.carried


@given(_VALUES, _ROWS)
def test_two_rows_that_share_a_value_and_differ_are_never_both_found_by_it(
    asked: frozenset[Identifier], rows: list[Anchor]
) -> None:
    for one, other in combinations(rows, 2):
        for value in one.strong & other.strong:
            if differ(one, other):
                found = resolve([value], [one, other])
                assert found.own == frozenset() and found.shared == {0, 1}
            elif agree(one, other):
                assert resolve([value], [one, other]).own == {0, 1}


@given(_VALUES, _ROWS)
def test_what_is_own_is_not_also_in_doubt_and_nothing_is_found_for_nothing(
    asked: frozenset[Identifier], rows: list[Anchor]
) -> None:
    found = resolve(asked, rows)
    assert not found.own & found.shared
    assert not found.carried & found.shared_values
    assert resolve([], rows).own == frozenset()


@given(_VALUES, _ROWS, st.sets(st.integers(0, 5)))
def test_a_plan_keeps_its_people_and_takes_in_nobody_who_differs(
    asked: frozenset[Identifier], rows: list[Anchor], chosen: set[int]
) -> None:
    planned = frozenset(n for n in chosen if n < len(rows))
    found = resolve(asked, rows, planned=planned)
    strangers = found.own - planned
    assert all(any(not differ(rows[n], rows[p]) for p in found.own - {n}) for n in strangers) or not planned
