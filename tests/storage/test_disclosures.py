"""The register of disclosures on both databases: open entries in the vault, told or not, ended ones in the open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from belofte.domain.disclosure import (
    Approval,
    Disclosure,
    DisclosureEvent,
    HandedLine,
    RefusedBecause,
    decode_disclosure,
    encode_disclosure,
)
from belofte.domain.disclosure_scope import Scope
from belofte.storage.store import SqlStore
from belofte.store_port import StoreError, Unknown

from .conftest import TODAY


def a_disclosure(**changes: Any) -> Disclosure:
    made = Disclosure(
        id="disclosure-1",
        authority="tax-office",
        article="AWR 53",
        ground="tax",
        channel="letter",
        received_on=TODAY,
        received_by="P. de Boer",
        scope=Scope(("invoice",), ("crm.orders",), ("name",), TODAY, None),
        digest="ab" * 32,
        approvals=(Approval("K. Mol", TODAY, "p-1"),),
        handed=(HandedLine("crm", "orders", "order", 1, 1, 1),),
    )
    return replace(made, **changes)


def in_the_open(store: SqlStore) -> str:
    with store.reading() as tx:
        return str(tx.scope.connection.execute(text("SELECT * FROM disclosures ORDER BY number")).fetchall())


def test_an_entry_comes_back_as_it_went_in_and_shows_nothing_while_it_is_open(store: SqlStore) -> None:
    store.open_cases(["disclosure-1", "disclosure-2"])
    told, secret = a_disclosure(), a_disclosure(id="disclosure-2", secret="Sv 126bb(5)", known_to=("J. Smit",))
    with store.transaction() as tx:
        tx.disclosures.add(told)
        tx.disclosures.add(secret)
    with store.reading() as tx:
        assert list(tx.disclosures.all()) == [secret, told]
        assert tx.disclosures.get("disclosure-2") == secret
        with pytest.raises(Unknown):
            tx.disclosures.get("disclosure-3")
    shown = in_the_open(store).replace("disclosure-2", "disclosure-1").replace("(2, ", "(1, ")
    first, _, second = shown.strip("[]").partition(", (")
    assert first.strip("()") == second.strip("()"), "which of the two is the secret one, nobody sees"


def test_what_is_over_stands_in_the_open_and_a_secret_one_only_when_it_is_lifted(store: SqlStore) -> None:
    store.open_cases(["disclosure-1"])
    with store.transaction() as tx:
        tx.disclosures.add(a_disclosure())
    for secret in ("Sv 126bb(5)", ""):
        refused = a_disclosure(secret=secret, refused_because=RefusedBecause.TOO_WIDE, refused_on=TODAY)
        with store.transaction() as tx:
            tx.disclosures.save(refused)
        assert ("AWR 53" in in_the_open(store)) == (not secret)
        with store.reading() as tx:
            assert tx.disclosures.get("disclosure-1") == refused
            assert len(tx.disclosures.all(only_open=True)) == (1 if secret else 0)


def test_an_entry_is_what_its_newest_leaf_says_and_a_secret_one_has_none(store: SqlStore) -> None:
    store.open_cases(["disclosure-1"])
    with store.transaction() as tx:
        tx.disclosures.add(a_disclosure())
        assert not tx.disclosures.is_as_sealed(a_disclosure()), "nothing was sealed yet"
        sealed = tx.disclosures.seal(a_disclosure(), DisclosureEvent.RECEIVED, TODAY)
        assert sealed.leaf == 1
        assert tx.disclosures.is_as_sealed(sealed)
        assert not tx.disclosures.is_as_sealed(replace(sealed, article="AWR 47"))
        with pytest.raises(StoreError):
            tx.disclosures.seal(replace(sealed, secret="x"), DisclosureEvent.APPROVED, TODAY)


def test_a_line_is_read_as_it_was_written() -> None:
    whole = a_disclosure(
        refused_because=RefusedBecause.BY_PERSON, refused_on=TODAY, review_on=TODAY, lifted_on=TODAY, told_on=TODAY,
        ended_on=TODAY, handed_on=TODAY, leaf=7,
    )  # fmt: skip
    assert decode_disclosure(encode_disclosure(whole)) == whole
