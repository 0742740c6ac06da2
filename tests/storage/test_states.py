"""States of subjects and their consents: found by keyed hashes, one number a person, every change with its cause."""

from __future__ import annotations

from datetime import timedelta

import pytest

from belofte.domain.consent import ConsentRecord
from belofte.domain.identity import Identifier
from belofte.domain.subject_state import (
    FIRST_NAMED_BIT,
    LEFT,
    RESTRICTED,
    Cause,
    consent_bit,
    objection_bit,
)
from belofte.storage.store import SqlStore

from .conftest import NOW

MAIL, PHONE = Identifier("email", "", "anna@post.example"), Identifier("phone", "", "+31600000001")
OTHER = Identifier("email", "", "bram@post.example")
CAUSE = Cause("restriction", "subject", "case-1")


def record(name: str) -> ConsentRecord:
    return ConsentRecord(name, "news", ("profile.needed", "order"), 3, "0" * 64, "nl", "form", NOW, "site form")


def test_a_bit_has_its_number_for_good(store: SqlStore) -> None:
    names = [objection_bit("news"), consent_bit("news", ["profile"]), consent_bit("news", ["order", "profile"])]
    with store.transaction() as tx:
        first = tx.states.bits(names[:2])
    with store.transaction() as tx:
        again = tx.states.bits(names[::-1])
    assert {name: again[name] for name in first} == first
    assert sorted(again.values()) == [1 << (FIRST_NAMED_BIT + n) for n in range(3)]


def test_nobody_known_has_no_state_and_changing_makes_somebody(store: SqlStore) -> None:
    with store.transaction() as tx:
        assert tx.states.of([MAIL]) == []
        made = tx.states.change([MAIL], CAUSE, NOW, on=RESTRICTED)
    with store.reading() as tx:
        assert tx.states.of([MAIL]) == [made]
        assert tx.states.of([PHONE, OTHER]) == []
        assert [(c.before, c.after, c.cause) for c in tx.states.history(made.subject)] == [(0, RESTRICTED, CAUSE)]
        assert [c.subject for c in tx.states.of_case("case-1")] == [made.subject]


def test_what_changes_nothing_is_not_noted(store: SqlStore) -> None:
    with store.transaction() as tx:
        made = tx.states.change([MAIL], CAUSE, NOW, on=RESTRICTED)
        tx.states.change([MAIL], CAUSE, NOW + timedelta(days=1), on=RESTRICTED)
        assert len(tx.states.history(made.subject)) == 1


def test_two_who_turn_out_to_be_one_keep_what_held_for_either(store: SqlStore) -> None:
    with store.transaction() as tx:
        one = tx.states.change([MAIL], CAUSE, NOW, on=RESTRICTED)
        two = tx.states.change([PHONE], CAUSE, NOW, on=LEFT)
        tx.consents.add(two.subject, record("c-1"))
        together = tx.states.change([MAIL, PHONE], CAUSE, NOW)
    with store.reading() as tx:
        assert tx.states.of([PHONE]) == tx.states.of([MAIL]) == [together]
        assert together.state == RESTRICTED | LEFT
        assert together.subject == one.subject
        assert [c.id for c in tx.consents.of(one.subject)] == ["c-1"]
        assert tx.states.of([OTHER]) == []


def test_a_large_number_is_kept_whole(store: SqlStore) -> None:
    """A company with more purposes than an integer column has bits."""
    far = 1 << 200
    with store.transaction() as tx:
        tx.states.change([MAIL], CAUSE, NOW, on=far)
    with store.reading() as tx:
        assert [one.state for one in tx.states.of([MAIL])] == [far]


def test_a_consent_is_ended_and_never_changed(store: SqlStore) -> None:
    later = NOW + timedelta(days=3)
    with store.transaction() as tx:
        subject = tx.states.change([MAIL], CAUSE, NOW, on=1 << 9).subject
        tx.consents.add(subject, record("c-1"))
        assert tx.consents.withdraw(subject, ["other"], later, "subject") == 0
        assert tx.consents.withdraw(subject, ["news"], later, "subject") == 1
        assert tx.consents.withdraw(subject, ["news"], later + timedelta(days=1), "subject") == 0
    with store.reading() as tx:
        (kept,) = tx.consents.of(subject)
    assert (kept.withdrawn_at, kept.withdrawn_by) == (later, "subject")
    assert (kept.id, kept.uses, kept.given_at) == ("c-1", ("profile.needed", "order"), NOW)


def test_forgetting_leaves_no_way_from_a_person_to_the_number(store: SqlStore) -> None:
    with store.transaction() as tx:
        subject = tx.states.change([MAIL, PHONE], CAUSE, NOW, on=LEFT).subject
        tx.consents.add(subject, record("c-1"))
        tx.states.forget(subject, NOW.date())
    with store.reading() as tx:
        assert tx.states.of([MAIL, PHONE]) == []
        assert tx.states.history(subject) == []
        assert len(tx.consents.of(subject)) == 1  # proof that names nobody


def test_a_number_of_whom_nothing_is_known_goes_with_the_way_to_it(store: SqlStore) -> None:
    with store.transaction() as tx:
        tx.states.change([MAIL], CAUSE, NOW)
        kept = tx.states.change([PHONE], CAUSE, NOW, on=LEFT)
        assert tx.states.forget_idle(NOW, NOW.date()) == 0
        assert tx.states.forget_idle(NOW + timedelta(days=1), NOW.date()) == 1
    with store.reading() as tx:
        assert (tx.states.of([MAIL]), tx.states.of([PHONE])) == ([], [kept])


@pytest.mark.parametrize("places", ["postgres"], indirect=True)
def test_who_objects_while_idle_numbers_go_is_not_lost(store: SqlStore) -> None:
    with store.transaction() as tx:
        tx.states.change([MAIL], CAUSE, NOW)
    with store.transaction() as objecting:
        made = objecting.states.change([MAIL], CAUSE, NOW + timedelta(days=2), on=RESTRICTED)
        with store.transaction() as sweeping:
            assert sweeping.states.forget_idle(NOW + timedelta(days=1), NOW.date()) == 0
    with store.reading() as tx:
        assert tx.states.of([MAIL]) == [made]


def test_numbers_that_are_left_out_are_given_to_nobody(store: SqlStore) -> None:
    with store.transaction() as tx:
        tx.states.leave_out(100)
        first = tx.states.change([MAIL], CAUSE, NOW).subject
        tx.states.leave_out(100)
        assert tx.states.change([OTHER], CAUSE, NOW).subject > first + 100 > 200
