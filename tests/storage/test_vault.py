"""What tells of a person lies under the case's key, and is blind when the key is gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from belofte.storage import tables
from belofte.storage.places import Places
from belofte.storage.store import SqlStore
from belofte.store_port import CaseClosed, Secret, StoreError, Unknown

from .conftest import ANNA, NOW, TODAY, a_receipt, a_row, approved_case, open_case

CANARY = b"canary-Wilhelmina-Zonneveld"


def files_holding(places: Places, what: bytes) -> list[str]:
    """Every file of an installation in which these bytes stand: databases, logs beside them, keys, segments."""
    return sorted(
        str(file.relative_to(places.data))
        for file in places.data.rglob("*")
        if file.is_file() and what in file.read_bytes()
    )


def test_entries_come_back_by_id_and_by_column(store: SqlStore) -> None:
    open_case(store)
    with store.transaction() as tx:
        first, second = tx.vault.put_many([Secret("c-1", "text", b"one"), Secret("c-1", "text", b"two")])
    with store.reading() as tx:
        assert tx.vault.get_many([second, first]) == {first: b"one", second: b"two"}
        assert tx.vault.newest("text", ["c-1", "c-unknown"]) == {"c-1": b"two"}
    with store.transaction() as tx:
        tx.vault.remove([first])
        with pytest.raises(Unknown):
            tx.vault.get(first)


def test_nothing_of_a_person_stands_in_any_file_in_the_open(places: Places, store: SqlStore) -> None:
    open_case(store)
    with store.transaction() as tx:
        tx.vault.put("c-1", "text", CANARY)
    with store.packages.batch() as batch, batch.package("c-1", NOW) as package:
        package.write(CANARY)
    assert files_holding(places, CANARY) == []
    assert files_holding(places, ANNA.value.encode()) == []
    assert files_holding(places, b"B-7K3M-22Q") == []


def test_an_entry_moved_to_another_case_does_not_open(store: SqlStore) -> None:
    open_case(store)
    open_case(store, "c-2", "B-0000-002")
    with store.transaction() as tx:
        entry = tx.vault.put("c-1", "text", b"one")
        for moved in ({"request": "c-2"}, {"request": "c-1", "column": "letter"}):
            tx.scope.connection.execute(
                update(tables.vault_entries).where(tables.vault_entries.c.id == entry).values(moved)
            )
            with pytest.raises(StoreError, match="changed or moved"):
                tx.vault.get(entry)


class TestClosing:
    def test_everything_of_the_case_goes_and_the_register_row_leads_nowhere(self, store: SqlStore) -> None:
        plan = approved_case(store)
        with store.transaction() as tx:
            tx.receipts.add([("c-1", a_receipt(plan.steps[0].id))], TODAY)
        row = a_row("c-1")
        store.close_case("c-1", row)
        with store.reading() as tx:
            assert tx.register.rows("2026-11") == [row]
            left = {
                table.name: tx.scope.connection.execute(table.select()).all()
                for table in tables.metadata.sorted_tables
                if table.name not in {"register", "leaves", "checkpoints", "head", "alembic_version", "state_versions"}
            }
        (counted,) = left.pop("events")
        first_of_month = datetime(2026, 11, 1, tzinfo=UTC)
        assert counted[1:] == ("case.closed", "register", first_of_month, '{"cases":1}'), "a number and a month"
        assert {name: rows for name, rows in left.items() if rows} == {}

    def test_every_table_with_rows_of_a_case_is_on_the_list(self) -> None:
        named = {table for table in tables.metadata.sorted_tables if "request" in table.c}
        assert named == set(tables.OF_A_CASE)

    def test_the_bytes_are_gone_from_database_and_write_ahead_log(
        self, tmp_path: Path, open_it: Callable[[Places], SqlStore]
    ) -> None:
        places = Places(tmp_path / "data")
        store = open_it(places)
        approved_case(store)
        with store.reading() as tx:
            (sealed,) = tx.scope.connection.execute(tables.vault_entries.select().limit(1)).all()
        with store.keys.cases._engine.connect() as connection:
            (wrapped,) = connection.exec_driver_sql("SELECT wrapped FROM case_keys").scalars()
        for traces in (sealed.data, wrapped, b"c-1"):
            assert files_holding(places, traces) != []
        store.close_case("c-1", a_row("c-1"))
        for traces in (sealed.data, wrapped, b"p-c-1"):
            assert files_holding(places, traces) == []

    def test_a_closed_case_says_so(self, store: SqlStore) -> None:
        open_case(store)
        store.close_case("c-1", a_row("c-1"))
        with pytest.raises(CaseClosed, match="its key was destroyed"), store.transaction() as tx:
            tx.vault.put("c-1", "text", b"late")

    def test_a_kill_between_the_rows_and_the_key_is_finished_at_the_next_start(
        self, places: Places, open_it: Callable[[Places], SqlStore]
    ) -> None:
        store = open_it(places)
        open_case(store)
        with store.transaction() as tx:  # what close_cases commits first; then the process dies
            tx.register.add([a_row("c-1")])
            tx.scope.connection.execute(tables.dead_keys.insert(), {"case": "c-1"})
        store.close()
        again = open_it(places)
        with pytest.raises(CaseClosed):
            again.keys.cases.key("c-1")
        assert again.finish_closings() == 0


class TestTheKeyOfTheWeek:
    def test_it_turns_after_a_week_and_the_old_file_is_destroyed(
        self, tmp_path: Path, open_it: Callable[[Places], SqlStore]
    ) -> None:
        places = Places(tmp_path / "data")
        store = open_it(places)
        open_case(store)
        (old,) = places.keys.glob("week-*.key")
        secret = old.read_bytes()
        assert not store.rotate_keys(TODAY + timedelta(days=6))
        assert store.rotate_keys(TODAY + timedelta(days=7))
        (new,) = places.keys.glob("week-*.key")
        assert new != old
        assert files_holding(places, secret) == []
        store.close()
        with open_it(places).reading() as tx:
            assert tx.vault.newest("identifiers", ["c-1"]) == {"c-1": ANNA.value.encode()}

    @pytest.mark.parametrize("moment", ["new file made", "rows wrapped"])
    def test_a_kill_while_it_turns_loses_no_case(
        self, tmp_path: Path, open_it: Callable[[Places], SqlStore], moment: str
    ) -> None:
        places = Places(tmp_path / "data")
        store = open_it(places)
        open_case(store)
        (old,) = places.keys.glob("week-*.key")
        kept = old.read_bytes()
        if moment == "new file made":
            store.keys.cases._make_week(TODAY + timedelta(days=7))
        else:
            store.rotate_keys(TODAY + timedelta(days=7))
            old.write_bytes(kept)  # the kill came before the old file was destroyed
        store.close()
        again = open_it(places)
        assert len(list(places.keys.glob("week-*.key"))) == 1
        assert not old.exists()
        with again.reading() as tx:
            assert tx.requests.reference_of("c-1") == "B-7K3M-22Q"

    def test_a_store_without_its_keys_folder_is_refused_in_words(
        self, tmp_path: Path, open_it: Callable[[Places], SqlStore]
    ) -> None:
        places = Places(tmp_path / "data")
        store = open_it(places)
        open_case(store)
        store.close()
        for file in places.keys.glob("week-*.key"):
            file.unlink()
        with pytest.raises(CaseClosed, match="key of the week"):
            open_it(places)


class TestPackages:
    @pytest.mark.parametrize("size", [0, 1, 1024 * 1024, 1024 * 1024 + 1, 3 * 1024 * 1024 + 17])
    def test_what_goes_in_comes_out(self, store: SqlStore, size: int) -> None:
        open_case(store)
        content = bytes(range(256)) * (size // 256 + 1)
        with store.packages.batch() as batch, batch.package("c-1", NOW) as package:
            for at in range(0, size, 700_001):
                package.write(content[at : min(size, at + 700_001)])
        with store.transaction() as tx:
            tx.vault.add_packages(batch.done)
        with store.reading() as tx:
            (kept,) = tx.vault.packages("c-1")
        assert kept.size == size
        assert b"".join(store.packages.read(kept)) == content[:size]

    def test_many_share_a_file_and_each_opens_with_its_own_key(self, places: Places, store: SqlStore) -> None:
        for number in range(3):
            open_case(store, f"c-{number}", f"B-000{number}-000")
        with store.packages.batch() as batch:
            for number in range(3):
                with batch.package(f"c-{number}", NOW) as package:
                    package.write(f"package {number}".encode() * 1000)
        first, second, third = batch.done
        assert first.file == second.file == third.file
        with store.transaction() as tx:
            tx.vault.add_packages(batch.done)
        store.close_case("c-1", a_row("c-1"))
        assert b"".join(store.packages.read(third)) == b"package 2" * 1000
        with pytest.raises(CaseClosed):
            list(store.packages.read(second))
        sealed = (places.vault / first.file).read_bytes()
        assert sealed[second.offset : second.offset + second.length] == bytes(second.length)
        store.close_case("c-0", a_row("c-0"))
        store.packages.destroy(third)
        assert list(places.vault.glob("*.seg")) == []

    @pytest.mark.parametrize("damage", ["flip", "cut", "swap"])
    def test_damage_is_noticed_before_a_byte_is_handed_out_of_that_part(self, store: SqlStore, damage: str) -> None:
        open_case(store)
        with store.packages.batch() as batch, batch.package("c-1", NOW) as package:
            package.write(bytes(3 * 1024 * 1024))
        (kept,) = batch.done
        file = store.places.vault / kept.file
        sealed, part = file.read_bytes(), 1024 * 1024 + 16
        if damage == "flip":
            sealed = sealed[:-1] + bytes([sealed[-1] ^ 1])
        elif damage == "cut":
            sealed = sealed[: 7 + part]
        else:
            sealed = sealed[:7] + sealed[7 + part : 7 + 2 * part] + sealed[7 : 7 + part] + sealed[7 + 2 * part :]
        file.write_bytes(sealed)
        with pytest.raises(StoreError, match="damaged"):
            for piece in store.packages.read(kept):
                assert piece == bytes(len(piece))

    def test_a_package_that_failed_leaves_nothing_and_the_others_stay(self, store: SqlStore) -> None:
        open_case(store)
        with store.packages.batch() as batch:
            with pytest.raises(RuntimeError), batch.package("c-1", NOW) as package:
                package.write(b"half" * 500_000)
                raise RuntimeError("the system went away")
            with batch.package("c-1", NOW) as package:
                package.write(b"whole")
        (kept,) = batch.done
        assert kept.offset == 0
        assert b"".join(store.packages.read(kept)) == b"whole"


def test_days_are_given_so_nothing_here_looks_at_the_clock(store: SqlStore) -> None:
    assert store.rotate_keys(date(2020, 1, 1)) is False
