"""The ledger remembers what must stay forgotten, in its own file under its own key, until it may forget."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from belofte.domain.identity import Identifier
from belofte.domain.system_map import Verb
from belofte.storage.ledger import SuppressionLedger
from belofte.store_port import LedgerEntry, StoreError

DAY = date(2026, 11, 22)
ANNA = Identifier("email", "", "anna.devries@post.example")
JAN = Identifier("email", "", "jan@post.example")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[SuppressionLedger]:
    opened = SuppressionLedger(tmp_path / "ledger.sqlite", tmp_path / "keys" / "ledger.key")
    yield opened
    opened.close()


def entry(name: str, verb: Verb = Verb.ERASE, sealed_on: date = DAY, who: Identifier = ANNA) -> LedgerEntry:
    keys = {"customers": [(41,)], "orders": [(UUID(int=7), Decimal("1.10")), (b"\x00\xff", datetime(2026, 1, 2, 3))]}
    return LedgerEntry(name, "shop", verb, sealed_on, sealed_on + timedelta(days=35), (who,), keys)


def test_entries_come_back_with_every_type_of_key(ledger: SuppressionLedger) -> None:
    sealed = entry("l-1")
    ledger.seal([sealed])
    assert ledger.find_unfinished() == [sealed]


def test_its_files_are_for_this_account_alone(ledger: SuppressionLedger, tmp_path: Path) -> None:
    ledger.seal([entry("l-1")])
    modes = {file.name: file.stat().st_mode & 0o077 for file in tmp_path.glob("ledger.sqlite*")}
    assert {"ledger.sqlite", "ledger.sqlite-wal"} <= modes.keys()
    assert set(modes.values()) == {0}


def test_sealing_twice_is_safe_and_finished_is_remembered(ledger: SuppressionLedger) -> None:
    ledger.seal([entry("l-1"), entry("l-2")])
    ledger.seal([entry("l-1")])
    ledger.finish(["l-1"])
    assert [one.id for one in ledger.find_unfinished()] == ["l-2"]


def test_a_restored_backup_is_replayed_from_its_day(ledger: SuppressionLedger) -> None:
    ledger.seal([entry(f"l-{day}", sealed_on=DAY + timedelta(days=day)) for day in range(4)])
    ledger.seal([replace(entry("other"), system="crm")])
    ledger.finish(["l-2"])
    assert [one.id for one in ledger.replay("shop", DAY + timedelta(days=2))] == ["l-2", "l-3"]
    corrected = replace(entry("r-1", Verb.RECTIFY), values={"customers": {"name": "A. de Vries"}})
    ledger.seal([corrected])
    assert list(ledger.replay("shop", DAY))[-1] == corrected


def test_more_than_one_page_is_replayed(ledger: SuppressionLedger) -> None:
    ledger.seal([entry(f"l-{number:04}") for number in range(1201)])
    assert [one.id for one in ledger.replay("shop", DAY)] == [f"l-{number:04}" for number in range(1201)]


def test_an_erased_person_is_not_imported_again(ledger: SuppressionLedger) -> None:
    ledger.seal([entry("l-1"), entry("l-2", Verb.RECTIFY, who=JAN)])
    assert ledger.suppressed([ANNA, JAN, replace(ANNA, kind="login")]) == {ANNA}


def test_it_forgets_when_the_last_backup_has_gone(ledger: SuppressionLedger, tmp_path: Path) -> None:
    ledger.seal([entry("l-1"), entry("l-2", sealed_on=DAY + timedelta(days=1))])
    assert ledger.purge_expired(DAY + timedelta(days=34)) == 0
    assert ledger.purge_expired(DAY + timedelta(days=35)) == 1
    assert [one.id for one in ledger.replay("shop", DAY)] == ["l-2"]
    assert ledger.suppressed([ANNA]) == {ANNA}
    assert ledger.purge_expired(DAY + timedelta(days=36)) == 1
    assert ledger.suppressed([ANNA]) == set()
    assert not any(b"l-1" in file.read_bytes() for file in tmp_path.glob("ledger.sqlite*"))


def test_nothing_of_a_person_stands_in_its_files(ledger: SuppressionLedger, tmp_path: Path) -> None:
    ledger.seal([replace(entry("l-1"), values={"customers": {"name": "Wilhelmina"}})])
    assert list(tmp_path.glob("ledger.sqlite-wal"))
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert ANNA.value.encode() not in file.read_bytes()
            assert b"Wilhelmina" not in file.read_bytes()


def test_another_key_opens_nothing(ledger: SuppressionLedger, tmp_path: Path) -> None:
    ledger.seal([entry("l-1")])
    stranger = SuppressionLedger(tmp_path / "ledger.sqlite", tmp_path / "other" / "ledger.key")
    try:
        assert stranger.suppressed([ANNA]) == set()
        with pytest.raises(StoreError, match="key is another"):
            stranger.find_unfinished()
    finally:
        stranger.close()
