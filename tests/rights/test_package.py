"""The copy itself: whole, a category for each item, readable by another system (ACC-2, ACC-4, RGT-6, POR-2)."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.rights.mailing import add_mailing, crm, mailing
from tests.rights.test_rectification import run
from tests.worlds import World

from belofte.domain.plan import Decision
from belofte.domain.system_map import Verb
from belofte.procedures.answering.package_check import check_package

SCHEMA = Path(__file__).parents[2] / "src/belofte/data/package.schema.json"
PDF = b"%PDF-1.4 contract of Anna"


def fetched(world: World, right: str, address: str, tmp_path: Path) -> tuple[Path, Mapping[str, int]]:
    """The zip somebody fetched, and by "system.collection" what the receipts say was copied."""
    with world.open() as belofte:
        case = world.approve(belofte, world.ask(belofte, right, address))
        parts = belofte.public.download(world.link_for(address))
        assert parts is not None
        file = tmp_path / f"{right}.zip"
        file.write_bytes(b"".join(parts))
    copied = Counter[str]()
    for receipt in case.receipts:
        for line in receipt.lines if receipt.verb is Verb.EXPORT else ():
            copied[f"{receipt.system}.{line.collection}"] += line.acted or 0 if line.decision is Decision.EXPORT else 0
    return file, +copied


def data_of(file: Path) -> Any:
    return json.loads(zipfile.ZipFile(file).read("data.json"))


def with_files(world: World) -> None:
    """A table with originals in the mailing tool: signed contracts as PDF."""
    with closing(sqlite3.connect(world.made.home.sandbox / "mailing.sqlite")) as database, database:
        database.execute("CREATE TABLE contracts(id INTEGER NOT NULL PRIMARY KEY, email TEXT, pdf BLOB)")
        database.execute("INSERT INTO contracts (email, pdf) VALUES (?, ?)", (world.made.asks, PDF))
    map_ = world.made.home.policy / "systems" / "mailing.yaml"
    table = """  contracts:
    category: order
    found_by: {email: email}
    documents: [pdf]
    files: {pdf: application/pdf}
    not_personal: [id, email]
    erase: row
"""
    map_.write_text(map_.read_text("utf-8") + table, "utf-8")


def test_every_record_found_is_in_the_copy_and_each_has_its_category(world: World, tmp_path: Path) -> None:
    """T-26: counts a system equal the receipts, in two systems; no item without a category of the policy."""
    add_mailing(world)
    file, copied = fetched(world, "access", world.made.asks, tmp_path)
    data = data_of(file)
    assert {name: count for name, count in data["counts"].items() if count} == copied
    assert {name.split(".")[0] for name in copied} == {"crm", "mailing"}
    with world.open() as belofte:
        assert {record["category"] for record in data["records"]} <= set(belofte.parts.policy.data)


def test_only_processors_that_hold_something_are_in_the_overview(world: World, tmp_path: Path) -> None:
    """T-27: MailChimp is named for its member, and not for somebody who is in the customer database only."""
    add_mailing(world)
    mailing(world, "DELETE FROM members WHERE email_address = ?", world.made.leaves)
    for table in ("opens", "ratings"):
        mailing(world, f"DELETE FROM {table} WHERE email_address = ?", world.made.leaves)
    member = data_of(fetched(world, "access", world.made.asks, tmp_path)[0])
    other = data_of(fetched(world, "access", world.made.leaves, tmp_path)[0])
    assert [held["name"] for held in member["processors"]] == ["MailChimp"]
    assert other["processors"] == []


def test_the_copy_is_valid_to_its_schema_and_reads_back_to_the_source(world: World, tmp_path: Path) -> None:
    """T-29: JSON that another system can read, the original files, and the very values of the source."""
    add_mailing(world)
    with_files(world)
    file, _ = fetched(world, "access", world.made.asks, tmp_path)
    package, data = zipfile.ZipFile(file), data_of(file)
    jsonschema.validate(data, json.loads(package.read("package.schema.json")))
    assert package.read("package.schema.json") == SCHEMA.read_bytes()
    tickets = [r["fields"] for r in data["records"] if r["collection"] == "tickets"]
    columns = list(tickets[0])
    held = crm(world, f"SELECT {', '.join(columns)} FROM tickets WHERE email = ? ORDER BY id", world.made.asks)
    assert sorted((tuple(row.values()) for row in tickets), key=str) == sorted(held, key=str)
    (original,) = next(r["originals"] for r in data["records"] if r["collection"] == "contracts")
    assert package.read(original) == PDF
    assert check_package(file) == ()
    assert run(world, "request", "check-copy", str(file))[0] == 0


def test_a_copy_of_pdf_alone_fails(world: World, tmp_path: Path) -> None:
    """T-29: a scan or a PDF is no machine-readable copy, in a zip or by itself."""
    bare, zipped = tmp_path / "copy.pdf", tmp_path / "copy.zip"
    bare.write_bytes(PDF)
    with zipfile.ZipFile(zipped, "w") as package:
        package.writestr("everything.pdf", PDF)
    assert "no package" in check_package(bare)[0]
    assert "machine-readable" in check_package(zipped)[0]
    assert run(world, "request", "check-copy", str(zipped))[0] == 1
    assert run(world, "request", "check-copy", str(tmp_path / "nothing.zip"))[0] == 3


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("record", "were counted"),
        ("category", "without a category"),
        ("origin", "given, seen or worked out"),
        ("hash", "hash differs"),
        ("file", "is missing"),
        ("stranger", "not in the manifest"),
    ],
)
def test_whatever_is_left_out_of_a_copy_is_named(world: World, tmp_path: Path, what: str, said: str) -> None:
    """ACC-2: nothing can be left out in silence."""
    file, _ = fetched(world, "access", world.made.asks, tmp_path)
    source, spoiled = zipfile.ZipFile(file), io.BytesIO()
    with zipfile.ZipFile(spoiled, "w") as target:
        for name in source.namelist():
            if what == "file" and name.startswith("csv/"):
                continue
            body = source.read(name)
            if name == "data.json" and what in ("record", "category", "origin"):
                body = json.dumps(_spoil(json.loads(body), what)).encode()
            target.writestr(name, body + b" " if what == "hash" and name == "index.html" else body)
        if what == "stranger":
            target.writestr("secret.txt", b"x")
    file.write_bytes(spoiled.getvalue())
    assert any(said in problem for problem in check_package(file))


def _spoil(data: Any, what: str) -> Any:
    if what == "record":
        data["records"].pop()
    else:
        data["records"][0].pop(what)
    return data


def test_what_was_worked_out_is_marked_and_stays_out_of_a_hand_over(world: World, tmp_path: Path) -> None:
    """T-30: statistics are in the access copy; in portability observed and derived are told apart."""
    add_mailing(world)
    for right in ("access", "portability"):
        file, _ = fetched(world, right, world.made.asks, tmp_path)
        origins = {f"{r['collection']}": r["origin"] for r in data_of(file)["records"] if r["system"] == "mailing"}
        assert origins == {"members": "provided", "opens": "observed", "ratings": "derived"}
        portable = {name: said["portable"] for name, said in data_of(file)["collections"].items()}
        assert portable["mailing.opens"]
        assert not portable["mailing.ratings"]
        assert json.loads(zipfile.ZipFile(file).read("manifest.json"))["origins"]["derived"] == 1
