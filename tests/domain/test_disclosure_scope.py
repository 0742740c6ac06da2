"""An order reaches what it names, and nothing beyond it, whatever records there are."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from belofte.domain.disclosing import BEYOND, plan_disclosure
from belofte.domain.disclosure_scope import Scope, decode_scope, encode_scope
from belofte.domain.located import Found, Located
from belofte.domain.plan import Decision
from belofte.domain.rights.planning import PlanHead
from belofte.domain.system_map import Collection, SystemMap, Verb

CATEGORIES = ("profile", "order", "invoice")
COLLECTIONS = {
    "customers": Collection("customers", "profile", {"name": ("full_name",), "email": ("email",)}),
    "orders": Collection("orders", "order", {"order-lines": ("items",)}),
    "invoices": Collection("invoices", "invoice", {"name": ("bill_name",)}),
    "accounts": Collection("accounts", "profile", {"name": ("login",)}, controller=False, customer="Buyer"),
}
SHOP = SystemMap("shop", "sql", frozenset({Verb.FIND, Verb.EXPORT}), collections=COLLECTIONS)
DAYS = st.none() | st.dates(date(2020, 1, 1), date(2026, 12, 31))
RECORDS = st.lists(
    st.builds(lambda name, day, shared: (name, day, shared), st.sampled_from(sorted(COLLECTIONS)), DAYS, st.booleans()),
    max_size=12,
)
SCOPES = st.builds(
    lambda categories, collections, begins, ends: Scope(tuple(categories), tuple(collections), (), begins, ends),
    st.sets(st.sampled_from(CATEGORIES)),
    st.sets(st.sampled_from([f"shop.{name}" for name in COLLECTIONS])),
    DAYS,
    DAYS,
)


@given(RECORDS, SCOPES)
def test_exactly_what_the_order_names_is_planned_to_go(rows: list[tuple[str, date | None, bool]], scope: Scope) -> None:
    found = tuple(
        Found("d-1", name, (n,), "email", shared=shared, events={"paid": day})
        for n, (name, day, shared) in enumerate(rows)
    )
    numbers = iter(range(1000))
    head = PlanHead("d-1", "disclosure", 1, datetime(2026, 11, 23, tzinfo=UTC))
    draft = plan_disclosure(
        head, Located("d-1", {"shop": found}, {}), {"shop": SHOP}, scope, lambda: str(next(numbers))
    )
    going = {
        key[0]
        for step in draft.plan.steps
        for line in step.lines
        if line.decision is Decision.EXPORT
        for key in draft.items[line.items or ""]
    }
    wanted = {n for n, (name, day, shared) in enumerate(rows) if not shared and is_named(scope, name, day)}
    assert going == wanted
    assert all(step.verb is Verb.EXPORT for step in draft.plan.steps)
    kept = {line.ground for step in draft.plan.steps for line in step.lines if line.decision is Decision.WITHHOLD}
    assert kept <= {BEYOND}


def is_named(scope: Scope, name: str, day: date | None) -> bool:
    collection = COLLECTIONS[name]
    if not collection.controller:
        return False  # held for a customer: theirs to disclose
    if collection.category not in scope.categories and f"shop.{name}" not in scope.collections:
        return False
    if scope.begins is None and scope.ends is None:
        return True
    return day is not None and (scope.begins or date.min) <= day <= (scope.ends or date.max)


@given(SCOPES)
def test_a_scope_is_read_as_it_was_written(scope: Scope) -> None:
    assert decode_scope(encode_scope(scope)) == scope


def test_only_the_columns_of_the_named_kinds_go() -> None:
    assert Scope(("profile",)).columns(COLLECTIONS["customers"]) is None
    assert Scope(("profile",), kinds=("name",)).columns(COLLECTIONS["customers"]) == {"full_name"}
    assert Scope(("order",), kinds=("name",)).columns(COLLECTIONS["orders"]) == frozenset()
