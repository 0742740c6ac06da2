"""Requests are kept, found while they are open, and lead nowhere when they are closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from belofte.domain.identity import Identifier
from belofte.domain.request import RequestState, Waiting, move, wait
from belofte.storage.store import SqlStore
from belofte.store_port import Unknown

from .conftest import ANNA, NOW, a_request, a_row, open_case


def test_a_request_comes_back_as_it_was_kept(store: SqlStore) -> None:
    open_case(store)
    changed = replace(
        wait(move(a_request("c-1"), RequestState.IDENTIFIED), Waiting.SYSTEM, "shop"), act_after=NOW, approved_by="Jo"
    )
    with store.transaction() as tx:
        tx.requests.save(changed)
    with store.reading() as tx:
        assert tx.requests.get("c-1") == changed
        assert tx.requests.in_states([RequestState.IDENTIFIED]) == [changed]
        assert tx.requests.counts() == {RequestState.IDENTIFIED: 1}


def test_it_is_found_by_its_reference_however_it_is_typed(store: SqlStore) -> None:
    open_case(store, reference="B-7K3M-110")
    with store.reading() as tx:
        assert {tx.requests.by_reference(typed).id for typed in ("B-7K3M-110", "b7k3mllo", " 7k3m-iIo ")} == {"c-1"}
        assert tx.requests.reference_of("c-1") == "B-7K3M-110"
        with pytest.raises(Unknown):
            tx.requests.by_reference("B-7K3M-111")


def test_open_cases_are_found_by_what_identifies_somebody(store: SqlStore) -> None:
    open_case(store)
    with store.reading() as tx:
        assert tx.index.open_cases([ANNA, Identifier("phone", "", "+31612345678")]) == ["c-1"]
        assert tx.index.open_cases([Identifier("email", "shop.customers.email", ANNA.value)]) == []
    store.close_case("c-1", a_row("c-1"))
    with store.reading() as tx:
        assert tx.index.open_cases([ANNA]) == []


def test_closing_looks_at_answered_cases_whose_term_is_over(store: SqlStore) -> None:
    for number, state in enumerate((RequestState.ANSWERED, RequestState.ACTING, RequestState.ANSWERED)):
        open_case(store, f"c-{number}", f"B-000{number}-000")
        ends = NOW + timedelta(days=42 if number == 2 else 0)
        with store.transaction() as tx:
            tx.requests.save(replace(a_request(f"c-{number}"), state=state, close_after=ends))
    with store.reading() as tx:
        assert [request.id for request in tx.requests.to_close(NOW)] == ["c-0"]


def test_what_is_not_there_cannot_be_saved_over(store: SqlStore) -> None:
    with pytest.raises(Unknown), store.transaction() as tx:
        tx.requests.save(a_request("c-nobody"))
