"""A copy of the state opens no closed case, and whatever is newer than the copy survives it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from belofte.domain.identity import Identifier
from belofte.domain.subject_state import ERASED, RESTRICTED, Cause, consent_bit, objection_bit
from belofte.domain.system_map import Verb
from belofte.procedures.proving.verify import verify
from belofte.storage.backup import back_up_keys, back_up_state
from belofte.storage.places import Places
from belofte.storage.restore import restore
from belofte.storage.store import SqlStore, open_store
from belofte.store_port import LeafDraft, LedgerEntry, StoreError, Unknown

from .conftest import ANNA, NOW, TODAY, a_receipt, a_row, approved_case, open_case

TOMORROW = NOW + timedelta(days=1)
BRAM, CEES = Identifier("email", "", "bram@post.example"), Identifier("email", "", "cees@post.example")


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "data")


def append(store: SqlStore, count: int) -> None:
    with store.transaction() as tx:
        tx.evidence.append(
            [LeafDraft("published", {"digest": "0" * 64, "on": TODAY.isoformat(), "version": n}) for n in range(count)]
        )


def test_yesterdays_database_with_todays_keys_leaves_a_closed_case_unreadable(places: Places, tmp_path: Path) -> None:
    store = open_store(places, TODAY)
    open_case(store, "c-closed", "B-0000-001")
    open_case(store, "c-open", "B-0000-002")
    yesterday = back_up_state(places, tmp_path / "copies", NOW)
    store.close_case("c-closed", a_row("c-closed"))
    store.close()

    came_back = restore(places, yesterday.folder, None, TOMORROW)
    assert came_back.closed_since == 1
    store = open_store(places, TODAY)
    with store.reading() as tx:
        assert tx.vault.newest("identifiers", ["c-open"]) == {"c-open": ANNA.value.encode()}
        with pytest.raises(Unknown):
            tx.requests.by_reference("B-0000-001")
    store.close()


def test_the_copy_itself_holds_no_key_and_opens_nothing(places: Places, tmp_path: Path) -> None:
    store = open_store(places, TODAY)
    open_case(store)
    copy = back_up_state(places, tmp_path / "copies", NOW)
    keys = [file.read_bytes() for file in places.keys.glob("*.key")]
    store.close()
    for file in copy.folder.rglob("*"):
        if file.is_file():
            assert not any(key in file.read_bytes() for key in keys), file.name
            assert ANNA.value.encode() not in file.read_bytes()
    shutil.rmtree(places.data)
    with pytest.raises(StoreError, match="holds no keys"):
        restore(places, copy.folder, None, NOW)
    assert not places.data.exists()


def test_all_is_lost_and_comes_back_from_both_copies(places: Places, tmp_path: Path) -> None:
    store = open_store(places, TODAY)
    plan = approved_case(store)
    with store.transaction() as tx:
        tx.receipts.add([("c-1", a_receipt(plan.steps[0].id))], TODAY)
    with store.packages.batch() as batch, batch.package("c-1", NOW) as package:
        package.write(b"everything about Anna")
    with store.transaction() as tx:
        tx.vault.add_packages(batch.done)
    entry = LedgerEntry("l-1", "shop", Verb.ERASE, TODAY, date(2027, 1, 1), (ANNA,), {"customers": [(1,)]})
    store.ledger.seal([entry])
    state, keys = back_up_state(places, tmp_path / "copies", NOW), back_up_keys(places, tmp_path / "keys", NOW)
    key = store.keys.signing.public
    store.close()
    shutil.rmtree(places.data)

    assert restore(places, state.folder, keys.folder, TOMORROW).closed_since == 0
    store = open_store(places, TODAY)
    with store.reading() as tx:
        request = tx.requests.by_reference("B-7K3M-22Q")
        (kept,) = tx.vault.packages(request.id)
        assert len(tx.receipts.of_request(request.id)) == 1
    assert b"".join(store.packages.read(kept)) == b"everything about Anna"
    assert list(store.ledger.replay("shop", TODAY)) == [entry]
    report = verify(places.evidence, key)
    assert (report.faults, report.size) == ([], 2)
    store.close()


def test_evidence_that_is_newer_than_the_copy_is_taken_over(places: Places, tmp_path: Path) -> None:
    store = open_store(places, TODAY)
    append(store, 3)
    copy = back_up_state(places, tmp_path / "copies", NOW)
    append(store, 2)
    append(store, 300)
    key = store.keys.signing.public
    anchor = tmp_path / "anchor"
    with store.reading() as tx:
        anchor.write_text(tx.evidence.head().note)
    store.close()

    assert restore(places, copy.folder, None, TOMORROW).adopted == 302
    store = open_store(places, TODAY)
    append(store, 1)
    report = verify(places.evidence, key, [anchor])
    assert (report.faults, report.size) == ([], 3 + 302 + 1 + 1)
    with store.reading() as tx:
        assert tx.evidence.leaf(306) == '{"kind":"restored","n":306,"on":"2026-11-23","v":1,"was":305}'
        assert len(tx.evidence.inclusion(17)) > 0
    store.close()


def test_newer_evidence_that_was_tampered_with_is_not_taken_over(places: Places, tmp_path: Path) -> None:
    store = open_store(places, TODAY)
    append(store, 3)
    copy = back_up_state(places, tmp_path / "copies", NOW)
    append(store, 2)
    store.close()
    leaves = places.evidence / "leaves.jsonl"
    leaves.write_bytes(leaves.read_bytes().replace(b'"n":5', b'"n":6'))
    with pytest.raises(StoreError, match="Leaf 5 is not what was signed"):
        restore(places, copy.folder, None, TOMORROW)


@pytest.mark.parametrize("name", ["store.sqlite", "ledger.sqlite", "evidence/leaves.jsonl", "manifest.json"])
def test_a_damaged_copy_is_refused_and_nothing_changes(places: Places, tmp_path: Path, name: str) -> None:
    store = open_store(places, TODAY)
    open_case(store)
    append(store, 1)
    copy = back_up_state(places, tmp_path / "copies", NOW)
    store.close()
    file = copy.folder / name
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    before = {file.name: file.read_bytes() for file in places.data.glob("*") if file.is_file()}
    with pytest.raises(StoreError, match="damaged"):
        restore(places, copy.folder, None, TOMORROW)
    assert {file.name: file.read_bytes() for file in places.data.glob("*") if file.is_file()} == before


def test_a_copy_made_while_somebody_writes_is_whole(places: Places, tmp_path: Path) -> None:
    store = open_store(places, TODAY)
    open_case(store)
    with store.transaction() as tx:
        tx.events.add("request.received", "c-1", NOW)
        copy = back_up_state(places, tmp_path / "copies", NOW)
    store.close()
    restore(places, copy.folder, None, TOMORROW)
    store = open_store(places, TODAY)
    with store.reading() as tx:
        assert tx.events.about("c-1") == []
    store.close()


def test_keys_and_state_are_not_taken_for_each_other(places: Places, tmp_path: Path) -> None:
    store = open_store(places, TODAY)
    open_case(store)
    state, keys = back_up_state(places, tmp_path, NOW), back_up_keys(places, tmp_path, NOW)
    store.close()
    with pytest.raises(StoreError, match="kind"):
        restore(places, keys.folder, None, NOW)
    shutil.rmtree(places.keys)
    with pytest.raises(StoreError, match="kind"):
        restore(places, state.folder, state.folder, NOW)


def test_a_postgres_store_is_left_to_its_own_backup(
    postgres: str, tmp_path: Path, open_it: Callable[[Places], SqlStore]
) -> None:
    places = replace(Places(tmp_path / "data"), url=postgres)
    open_it(places)
    copy = back_up_state(places, tmp_path / "copies", NOW)
    assert not copy.has_store
    assert "ledger.sqlite" in copy.files


def test_keys_of_a_copy_that_is_older_than_a_closing_open_nothing_afterwards(places: Places, tmp_path: Path) -> None:
    """The keys' folder is lost and comes back from last week's copy; the newer store knows that the case was closed."""
    store = open_store(places, TODAY)
    open_case(store, "c-closed", "B-0000-001")
    open_case(store, "c-open", "B-0000-002")
    keys = back_up_keys(places, tmp_path / "keys", NOW)
    store.close_case("c-closed", a_row("c-closed"))
    store.close()
    state = back_up_state(places, tmp_path / "copies", TOMORROW)
    shutil.rmtree(places.keys)

    came_back = restore(places, state.folder, keys.folder, TOMORROW)
    assert came_back.keys_destroyed == 1
    store = open_store(places, TODAY)
    assert store.keys.cases.all() == ["c-open"]
    store.close()
    assert not any(b"c-closed" in file.read_bytes() for file in places.keys.glob("cases.sqlite*"))


def test_a_key_that_was_destroyed_since_both_copies_does_not_come_back_from_them(
    places: Places, tmp_path: Path
) -> None:
    """State and keys of the same old day: only the store that was there knows that the case was closed."""
    store = open_store(places, TODAY)
    open_case(store, "c-closed", "B-0000-001")
    open_case(store, "c-open", "B-0000-002")
    state, keys = back_up_state(places, tmp_path / "copies", NOW), back_up_keys(places, tmp_path / "keys", NOW)
    store.close_case("c-closed", a_row("c-closed"))
    store.close()
    shutil.rmtree(places.keys)

    came_back = restore(places, state.folder, keys.folder, TOMORROW)
    assert (came_back.closed_since, came_back.keys_destroyed) == (1, 1)
    store = open_store(places, TODAY)
    assert store.keys.cases.all() == ["c-open"]
    store.close()


def test_a_damaged_store_that_was_there_tells_nothing_and_the_copy_comes_back(places: Places, tmp_path: Path) -> None:
    store = open_store(places, TODAY)
    open_case(store)
    copy = back_up_state(places, tmp_path / "copies", NOW)
    store.close()
    (places.data / "store.sqlite").write_bytes(b"no database" * 1000)
    assert restore(places, copy.folder, None, TOMORROW).keys_destroyed == 0
    store = open_store(places, TODAY)
    with store.reading() as tx:
        assert tx.vault.newest("identifiers", ["c-1"]) == {"c-1": ANNA.value.encode()}
    store.close()


@pytest.mark.parametrize("disk_was_lost", [False, True])
def test_a_number_given_since_the_copy_is_never_given_to_another(
    places: Places, tmp_path: Path, disk_was_lost: bool
) -> None:
    """Programs keep the number beside their own customer's: it must not lead to whoever comes next."""
    store = open_store(places, TODAY)
    resolved = Cause("resolved", "program")
    with store.transaction() as tx:
        tx.states.change([ANNA], resolved, NOW)
    copy = back_up_state(places, tmp_path / "copies", NOW)
    keys = back_up_keys(places, tmp_path / "keys", NOW)
    with store.transaction() as tx:
        since = tx.states.change([BRAM], resolved, NOW).subject
    store.close()
    if disk_was_lost:
        shutil.rmtree(places.data)

    restore(places, copy.folder, keys.folder, TOMORROW)
    store = open_store(places, TODAY)
    with store.transaction() as tx:
        assert tx.states.change([CEES], resolved, NOW).subject > since
        assert tx.states.change([BRAM], resolved, NOW).subject > since, "looked up again: it is another number"
    store.close()


def test_who_was_erased_after_the_copy_is_known_so_again_from_the_ledger(places: Places, tmp_path: Path) -> None:
    store = open_store(places, TODAY)
    copy = back_up_state(places, tmp_path / "copies", NOW)
    entry = LedgerEntry("l-1", "shop", Verb.ERASE, TODAY, date(2027, 1, 1), (ANNA,), {"customers": [(1,)]})
    store.ledger.seal([entry])
    store.close()

    assert restore(places, copy.folder, None, TOMORROW).erased_since == 1
    store = open_store(places, TODAY)
    with store.reading() as tx:
        (state,) = tx.states.of([ANNA])
        (forget,) = tx.dates.coming("forget-state")
    assert state.state & ERASED
    assert forget.at.date() == entry.expires_on, "as long as the ledger remembers, and no longer"
    store.close()


@pytest.mark.parametrize("right", ["restriction", "objection", "withdrawal"])
def test_who_was_stopped_after_the_copy_is_so_again_from_the_ledger(places: Places, tmp_path: Path, right: str) -> None:
    store = open_store(places, TODAY)
    cause = Cause("consent", "site form")
    with store.transaction() as tx:
        bits = tx.states.bits([consent_bit("newsletter", ["subscription"]), objection_bit("newsletter")])
        yes, no = bits[consent_bit("newsletter", ["subscription"])], bits[objection_bit("newsletter")]
        for who in (ANNA, BRAM, CEES):
            tx.states.change([who], cause, NOW, yes)
    copy = back_up_state(places, tmp_path / "copies", NOW)
    later = NOW + timedelta(hours=1)
    store.ledger.seal(
        [
            stop("l-1", ANNA, Verb.RESTRICT, right, later),
            stop("l-2", BRAM, Verb.RESTRICT, right, later),
            stop("l-3", BRAM, Verb.LIFT, right, later),
            stop("l-4", CEES, Verb.RESTRICT, right, NOW - timedelta(hours=1)),
        ]
    )
    store.close()
    assert restore(places, copy.folder, None, TOMORROW).stopped_since == 1
    store = open_store(places, TODAY)
    with store.reading() as tx:
        states = {who: sum(one.state for one in tx.states.of([who])) for who in (ANNA, BRAM, CEES)}
    wanted = {"restriction": yes | RESTRICTED, "objection": yes | no, "withdrawal": 0}[right]
    assert states == {ANNA: wanted, BRAM: yes, CEES: yes}, "what was lifted since, and what the copy knows, stays"
    store.close()


def stop(name: str, who: Identifier, verb: Verb, right: str, at: datetime) -> LedgerEntry:
    return LedgerEntry(
        name, "shop", verb, TODAY, date(2027, 1, 1), (who,), {"members": [(1,)]}, {"members": {"status": "away"}},
        at=at, right=right, purposes=("newsletter",), cause=f"of {who.value}",
    )  # fmt: skip


def test_rows_of_the_register_that_are_lost_show(places: Places, tmp_path: Path) -> None:
    store = open_store(places, TODAY)
    open_case(store, "c-1", "B-0000-001")
    copy = back_up_state(places, tmp_path / "copies", NOW)
    store.close_case("c-1", a_row("c-1"))
    with store.transaction() as tx:
        assert len(tx.register.seal_months("2099-01")) == 1
    store.close()

    assert restore(places, copy.folder, None, TOMORROW).rows_missing == 1
    store = open_store(places, TODAY)
    with store.reading() as tx:
        assert len(tx.register.changed_months()) == 1, "belofte register says so until somebody looked into it"
    store.close()
