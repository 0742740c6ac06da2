"""Every receipt leaves a leaf in the same commit; the files follow, whatever happens in between."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from belofte.domain.checkpoint import open_note, split_notes
from belofte.domain.evidence import LeafRefused, commitment, receipt_json
from belofte.domain.merkle import is_consistent, leaf_hash, root_from_inclusion
from belofte.domain.plan import Outcome
from belofte.domain.verification import FaultKind
from belofte.procedures.proving.verify import verify
from belofte.storage.evidence_files import FilesAhead
from belofte.storage.places import Places
from belofte.storage.register import register_digest
from belofte.storage.store import SqlStore
from belofte.store_port import LeafDraft, Unknown

from .conftest import TODAY, a_receipt, a_row, approved_case

FILES = ("leaves.jsonl", "hashes", "checkpoints")


def drafts(count: int, start: int = 0) -> list[LeafDraft]:
    return [
        LeafDraft("published", {"digest": f"{number:064x}", "on": TODAY.isoformat(), "version": number})
        for number in range(start, start + count)
    ]


def append(store: SqlStore, *counts: int) -> None:
    for count in counts:
        with store.transaction() as tx:
            tx.evidence.append(drafts(count))


def judge(store: SqlStore) -> list[FaultKind]:
    return [fault.kind for fault in verify(store.places.evidence, store.keys.signing.public).faults]


def test_a_receipt_a_leaf_and_a_salt_come_in_one_commit(store: SqlStore) -> None:
    plan = approved_case(store)
    receipt = a_receipt(plan.steps[0].id, Outcome.PENDING, TODAY)
    with pytest.raises(RuntimeError), store.transaction() as tx:
        tx.receipts.add([("c-1", receipt)], TODAY)
        raise RuntimeError("the process dies before the commit")
    with store.reading() as tx:
        assert (tx.evidence.head().size, tx.receipts.of_request("c-1")) == (0, [])
    with store.transaction() as tx:
        assert tx.receipts.add([("c-1", receipt)], TODAY) == [1]
    with store.reading() as tx:
        assert tx.receipts.of_request("c-1") == [receipt]
        assert tx.receipts.pending(TODAY) == [("c-1", receipt)]
        leaf, salt = json.loads(tx.evidence.leaf(1)), tx.receipts.salt(receipt.id)
    assert leaf == {
        "commit": commitment(salt, receipt_json(receipt)),
        "counts": {"acted": 1, "kept": 2, "remains": 0},
        "kind": "receipt",
        "n": 1,
        "on": "2026-11-22",
        "outcome": "pending",
        "system": "shop",
        "v": 1,
        "verb": "erase",
    }
    assert judge(store) == []


def test_after_closing_nobody_can_tell_which_receipt_a_leaf_was(store: SqlStore) -> None:
    plan = approved_case(store)
    receipt = a_receipt(plan.steps[0].id)
    with store.transaction() as tx:
        tx.receipts.add([("c-1", receipt)], TODAY)
    store.close_case("c-1", a_row("c-1"))
    with store.reading() as tx, pytest.raises(Unknown):
        tx.receipts.salt(receipt.id)
    evidence = (store.places.evidence / "leaves.jsonl").read_text()
    assert "c-1" not in evidence
    assert receipt.step not in evidence


@pytest.mark.parametrize(
    "fields",
    [
        {"version": 1, "on": "2026-11-22"},
        {"version": 1, "on": "2026-11-22", "digest": "0" * 64, "email": "anna@post.example"},
        {"version": 1, "on": "2026-11-22T10:00:00Z", "digest": "0" * 64},
        {"version": "anna@post.example", "on": "2026-11-22", "digest": "0" * 64},
        {"version": True, "on": "2026-11-22", "digest": "0" * 64},
    ],
)
def test_a_leaf_that_could_hold_something_of_a_person_is_refused(store: SqlStore, fields: dict[str, object]) -> None:
    with pytest.raises(LeafRefused) as refused, store.transaction() as tx:
        tx.evidence.append([LeafDraft("published", fields)])
    assert "anna" not in str(refused.value)
    assert store.follow_evidence() == 0


@pytest.mark.parametrize("system", ["anna@post.example", "Anna de Vries", "0612345678", "shop0612345678", ""])
def test_a_system_name_that_looks_like_a_person_is_refused(store: SqlStore, system: str) -> None:
    fields = {"counts": {}, "on": "2026-11-22", "system": system, "verb": "erase", "outcome": "done"}
    with pytest.raises(LeafRefused), store.transaction() as tx:
        tx.evidence.append([LeafDraft("receipt", {**fields, "commit": "0" * 64})])


def test_proofs_hold_over_tiles_and_between_sizes(store: SqlStore) -> None:
    append(store, 1, 299, 1, 400)
    with store.reading() as tx:
        head = tx.evidence.head()
        assert (head.size, open_note(head.note.encode(), store.keys.signing.public).root) == (701, head.root)
        for number in (1, 256, 257, 300, 512, 701):
            path = tx.evidence.inclusion(number)
            leaf = leaf_hash(tx.evidence.leaf(number).encode())
            assert root_from_inclusion(number - 1, 701, leaf, path) == head.root
        for old in (1, 300, 301):
            report_root = open_note(_note(store, old), store.keys.signing.public).root
            assert is_consistent(old, 701, report_root, head.root, tx.evidence.consistency(old, 701))
        with pytest.raises(Unknown):
            tx.evidence.inclusion(702)
        with pytest.raises(Unknown):
            tx.evidence.leaf(0)


def _note(store: SqlStore, size: int) -> bytes:
    notes = split_notes((store.places.evidence / "checkpoints").read_bytes(), store.keys.signing.origin)
    return next(note for note in notes if note.split(b"\n")[1] == str(size).encode())


def test_two_processes_append_in_turn(places: Places, open_it: Callable[[Places], SqlStore]) -> None:
    first, second = open_it(places), open_it(places)
    threads = [threading.Thread(target=append, args=(store, *[3] * 10)) for store in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first.follow_evidence()
    report = verify(places.evidence, first.keys.signing.public)
    assert (report.faults, report.size, report.checkpoints) == ([], 60, 20)


class TestTheFiles:
    """Killed while copying: whatever part of the three files was written, the next start completes them."""

    @pytest.mark.parametrize("name", FILES)
    def test_any_torn_end_is_completed(self, tmp_path: Path, open_it: Callable[[Places], SqlStore], name: str) -> None:
        store = open_it(Places(tmp_path / "data"))
        append(store, 2, 1, 3)
        file = store.places.evidence / name
        whole = file.read_bytes()
        for length in range(0, len(whole), 7):
            file.write_bytes(whole[:length])
            store.follow_evidence()
            assert file.read_bytes() == whole

    def test_files_that_are_gone_are_written_anew(self, store: SqlStore) -> None:
        append(store, 2, 1)
        before = {name: (store.places.evidence / name).read_bytes() for name in FILES}
        for name in FILES:
            (store.places.evidence / name).unlink()
        assert store.follow_evidence() == 3
        assert {name: (store.places.evidence / name).read_bytes() for name in FILES} == before

    def test_a_kill_between_commit_and_copy_is_made_good_at_the_next_start(
        self, places: Places, open_it: Callable[[Places], SqlStore]
    ) -> None:
        store = open_it(places)
        append(store, 2)
        with store.transaction() as tx:
            tx.evidence.append(drafts(3))
            tx.scope.appended.clear()  # the process dies right after the commit: nothing is copied
        assert verify(places.evidence, store.keys.signing.public).size == 2
        store.close()
        report = verify(places.evidence, open_it(places).keys.signing.public)
        assert (report.faults, report.size) == ([], 5)

    def test_what_was_changed_stays_changed_and_is_named(self, store: SqlStore) -> None:
        append(store, 2, 3)
        leaves = store.places.evidence / "leaves.jsonl"
        leaves.write_bytes(leaves.read_bytes().replace(b'"version":1', b'"version":7', 1))
        append(store, 1)
        assert FaultKind.LEAF in judge(store)

    def test_files_ahead_of_the_store_are_never_cut(self, store: SqlStore) -> None:
        append(store, 2)
        for name in FILES:
            with (store.places.evidence / name).open("ab") as file:
                file.write(b"0" * 64 + b"\n")
        sizes = {name: (store.places.evidence / name).stat().st_size for name in FILES}
        with pytest.raises(FilesAhead, match="backup of the store was put back"):
            store.follow_evidence()
        assert {name: (store.places.evidence / name).stat().st_size for name in FILES} == sizes


def test_a_month_of_the_register_enters_as_one_leaf(store: SqlStore) -> None:
    rows = [a_row("c"), a_row("c")]
    with store.transaction() as tx:
        tx.register.add(rows)
        assert tx.register.seal_months("2026-11") == []
        (leaf,) = tx.register.seal_months("2026-12")
        assert tx.register.seal_months("2026-12") == []
        kept = json.loads(tx.evidence.leaf(leaf))
    assert (kept["month"], kept["rows"], kept["digest"]) == ("2026-11", 2, register_digest(rows))
