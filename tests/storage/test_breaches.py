"""The register of breaches on both databases: kept as given, sealed by its leaves, without a link to a case that is
gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from belofte.domain.breach import Breach, BreachEvent, BreachKind, OurRole, opened
from belofte.loading.breach_hours import breach_hours
from belofte.storage.store import SqlStore
from belofte.store_port import Unknown

from .conftest import NOW, TODAY, a_row, approved_case


def a_breach(**changes: Any) -> Breach:
    made = opened("breach-1", BreachKind.LOST, OurRole.CONTROLLER, NOW, NOW, "P. de Boer", breach_hours())
    return replace(made, **changes)


def test_a_breach_comes_back_as_it_went_in(store: SqlStore) -> None:
    whole = a_breach(
        case="c-1",
        persons=0,
        categories=("profile", "invoice"),
        report=False,
        tell_persons=False,
        decided_at=NOW,
        decided_by="P. de Boer",
    )
    with store.transaction() as tx:
        tx.breaches.add(whole)
        tx.breaches.add(a_breach(id="breach-2", aware_at=NOW - timedelta(days=1), closed_at=NOW, closed_by="X"))
    with store.reading() as tx:
        assert tx.breaches.get("breach-1") == whole
        assert [one.id for one in tx.breaches.all()] == ["breach-1", "breach-2"]
        assert [one.id for one in tx.breaches.all(only_open=True)] == ["breach-1"]
        with pytest.raises(Unknown):
            tx.breaches.get("breach-3")


def test_a_row_is_what_its_newest_leaf_says_or_it_was_touched(store: SqlStore) -> None:
    breach = a_breach()
    with store.transaction() as tx:
        tx.breaches.add(breach)
        assert not tx.breaches.is_as_sealed(breach), "nothing was sealed yet"
        tx.breaches.seal(breach, BreachEvent.OPENED, TODAY)
        assert tx.breaches.is_as_sealed(breach)
        changed = replace(breach, report=False)
        tx.breaches.save(changed)
        assert not tx.breaches.is_as_sealed(changed)
        tx.breaches.seal(changed, BreachEvent.DECIDED, TODAY)
        assert tx.breaches.is_as_sealed(changed)


def test_the_link_goes_with_the_case_and_the_seal_still_fits(store: SqlStore) -> None:
    approved_case(store)
    linked = a_breach(case="c-1")
    with store.transaction() as tx:
        tx.breaches.add(linked)
        tx.breaches.seal(linked, BreachEvent.OPENED, TODAY)
        assert tx.breaches.forget_cases() == 0
    store.close_case("c-1", a_row("c-1"))
    with store.transaction() as tx:
        assert tx.breaches.forget_cases() == 1
        cut = tx.breaches.get("breach-1")
        assert cut.case is None
        assert tx.breaches.is_as_sealed(cut)


def test_a_register_month_is_checked_against_its_leaf(store: SqlStore) -> None:
    with store.transaction() as tx:
        tx.register.add([a_row("c-1")])
        tx.register.count_handled([a_row("c-1")])
        assert tx.register.handled() == 1
        month = a_row("c-1").month_out
        tx.register.seal_months("2999-01")
        assert tx.register.changed_months() == []
        tx.register.add([replace(a_row("c-1"), id="reg-more")])
        assert tx.register.changed_months() == [month]
