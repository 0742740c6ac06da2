"""What history undid is not done again: which restriction was lifted, and which value is the newest."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from belofte.domain.identity import Identifier
from belofte.domain.rights.marking import HIDDEN_ONLY
from belofte.domain.system_map import Verb
from belofte.procedures.restoring.history import History
from belofte.store_port import LedgerEntry

BEGIN = datetime(2026, 11, 20, 10, tzinfo=UTC)
ANNA = Identifier("email", "", "anna@post.example")
STATUS = {"status": "unsubscribed"}


def mark(
    name: str, verb: Verb, cause: str, values: dict[str, object], *, key: int = 1, right: str = "restriction",
    by_hand: bool = False, ground: str | None = None,
) -> LedgerEntry:  # fmt: skip
    return LedgerEntry(
        name, "list", verb, BEGIN.date(), date(2027, 1, 1), (ANNA,), {"members": [(key,)]}, {"members": values},
        at=BEGIN + timedelta(hours=int(name[-1])), right=right, cause=cause, by_hand=by_hand, ground=ground,
    )  # fmt: skip


def correction(name: str, before: object, after: object) -> LedgerEntry:
    put = mark(name, Verb.RECTIFY, "", {"name": after}, right="rectification")
    return LedgerEntry(
        put.id, put.system, put.verb, put.sealed_on, put.expires_on, put.identifiers, put.keys, put.values,
        at=put.at, before={"members": {"name": [before]}}, right=put.right,
    )  # fmt: skip


def test_a_restriction_ends_by_its_own_lifting_and_by_no_other() -> None:
    stop = mark("e1", Verb.RESTRICT, "objection", STATUS, right="objection")
    begun, lifted = mark("e2", Verb.RESTRICT, "case", STATUS), mark("e3", Verb.LIFT, "case", {"status": "subscribed"})
    history = History([stop, begun, lifted])
    assert history.is_over(begun, "members")
    assert history.is_undone(begun, "members", (1,))
    assert not history.is_over(stop, "members"), "the objection stands"
    assert not history.is_undone(stop, "members", (1,))
    assert not history.is_over(begun, "elsewhere")
    assert not history.is_undone(lifted, "members", (1,))


def test_what_was_restricted_anew_is_not_lifted_again() -> None:
    lifted, anew = mark("e1", Verb.LIFT, "case", {"status": "subscribed"}), mark("e2", Verb.RESTRICT, "other", STATUS)
    history = History([lifted, anew])
    assert history.is_undone(lifted, "members", (1,))
    assert not history.is_undone(lifted, "members", (2,)), "another row"
    assert not History([anew, lifted]).is_undone(lifted, "members", (1,)), "that was before"
    elsewhere = mark("e2", Verb.RESTRICT, "other", {"post_ok": False})
    assert not History([lifted, elsewhere]).is_undone(lifted, "members", (1,)), "another column"


def test_a_mark_that_hides_goes_with_its_own_case_only() -> None:
    lifted = mark("e1", Verb.LIFT, "case", {}, ground=HIDDEN_ONLY)
    other = mark("e2", Verb.RESTRICT, "other", {}, ground=HIDDEN_ONLY)
    assert not History([lifted, other]).is_undone(lifted, "members", (1,))


@pytest.mark.parametrize(("since", "whole"), [(0, True), (2, False), (None, False)])
def test_a_backup_from_before_a_restriction_holds_no_mark_to_lift(since: int | None, whole: bool) -> None:
    begun, lifted = mark("e1", Verb.RESTRICT, "case", STATUS), mark("e3", Verb.LIFT, "case", {}, by_hand=True)
    made_at = None if since is None else BEGIN + timedelta(hours=since)
    assert History([begun, lifted]).is_whole(lifted, "members", made_at) is whole
    assert not History([begun, lifted]).is_whole(begun, "members", made_at)


def test_of_three_corrections_each_knows_what_stood_before_and_what_is_newer() -> None:
    first, second, third = correction("e1", "A", "B"), correction("e2", "B", "C"), correction("e3", "C", "D")
    history = History([first, second, third])
    assert history.put_later(first, "members", (1,), "name") == ["C", "D"]
    assert history.put_later(third, "members", (1,), "name") == []
    assert set(history.stood_before(third, "members", (1,), "name")) == {"A", "B", "C"}
    assert history.stood_before(first, "members", (1,), "name") == ["A"]
    assert history.stood_before(third, "members", (2,), "name") == ["C"], "another row: its own only"
