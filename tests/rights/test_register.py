"""The register of handled requests: complete, append-only, and nobody can be found in it (RGT-4, RGT-5; T-08, T-61)."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from tests.worlds import World, carry_out, copied, fresh_world, keep_word

from belofte.cli.main import run as command_line
from belofte.domain.errors import WrongUse
from belofte.domain.register import OUTCOMES, RegisterRow
from belofte.domain.register_export import COLUMNS, register_csv, rows_in
from belofte.storage import tables

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BY = "P. de Boer"
OLD_COPY = "store-before-closing.sqlite"
ROW = RegisterRow("2026-11", "reg-1", "2026-10", "access", "done", True, True, 12, 0, 3, 1)


def moment(days: float) -> str:
    return (START + timedelta(days=days)).isoformat()


def cli(world: World, *words: str, days: float = 0) -> tuple[int, str]:
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        status = command_line([*words, "--policy", str(world.made.home.policy), "--now", moment(days)])
    return status, out.getvalue()


def register(world: World, *more: str, days: float = 90) -> dict[str, Any]:
    status, out = cli(world, "register", "--json", *more, days=days)
    assert status == 0, out
    return json.loads(out)


def receive(world: World, right: str, address: str = "vraag@nergens.example") -> str:
    status, out = cli(world, "request", "receive", "--right", right, "--from", address, "--json")
    assert status == 0, out
    return json.loads(out)["reference"]


@pytest.fixture
def handled(handled_once: World, tmp_path: Path) -> World:
    """An installation of its own in which requests ended in every way, and all were closed."""
    return copied(handled_once, tmp_path / "handled")


@pytest.fixture(scope="module")
def handled_once(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Ended in every way there is: done, partly, nothing found, refused, stopped, answered, withdrawn, unidentified;
    then all were closed. Nobody works in it: it is copied."""
    world = fresh_world(tmp_path_factory.mktemp("register") / "home")
    words = world.made.home.path / "answer.txt"
    words.write_text("Nee.", "utf-8")
    with world.open(moment(0)) as belofte:
        world.approve(belofte, world.ask(belofte, "access", world.made.asks))
        world.approve(belofte, world.ask(belofte, "erasure", world.made.leaves))
        world.approve(belofte, world.ask(belofte, "access", "niemand@nergens.example"))
        refused = world.ask(belofte, "access", "weiger@nergens.example")
        belofte.office.refuse(refused, BY, "Art. 15(4) GDPR")
        stopped = world.ask(belofte, "erasure", "stop@nergens.example")
        belofte.office.stop(stopped, BY)
        carry_out(belofte)
        keep_word(belofte)
    assert cli(world, "request", "answer", receive(world, "question"), "--text", str(words), "--by", BY)[0] == 0
    withdrawn, unidentified = receive(world, "access"), receive(world, "access", "spook@nergens.example")
    close = ("--by", BY, "--reasons", "Bericht van vandaag.")
    assert cli(world, "request", "close", withdrawn, "--as", "withdrawn", *close)[0] == 0
    assert cli(world, "work", days=10)[0] == 0
    status, out = cli(world, "request", "close", unidentified, "--as", "unidentified", *close, days=20)
    assert status == 0, out
    shutil.copy(world.made.home.data / "store.sqlite", world.made.home.path / OLD_COPY)
    assert cli(world, "work", days=90)[0] == 0
    return world


def test_every_way_of_ending_has_its_row_and_rows_equal_handled_cases(handled: World) -> None:
    """RGT-4, T-08: refused, stopped and nothing found stand in it too."""
    book = register(handled)
    ended = sorted((row["right"], row["outcome"]) for row in book["rows"])
    assert ended == [
        ("access", "done"),
        ("access", "nothing-found"),
        ("access", "refused"),
        ("access", "unidentified"),
        ("access", "withdrawn"),
        ("erasure", "partly"),
        ("erasure", "stopped"),
        ("question", "answered"),
    ]
    assert (book["handled"], book["complete"], book["changed_months"]) == (8, True, [])
    assert {outcome for _, outcome in ended} <= OUTCOMES


def test_a_row_that_is_missing_is_noticed_at_once(handled: World) -> None:
    spoil(handled, "DELETE FROM register WHERE right = 'question'")
    status, out = cli(handled, "register", days=90)
    assert status == 1
    assert "8 cases were closed" in out


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE register SET law_kept = 0 WHERE right = 'question'",
        "UPDATE register SET month_out = '2026-01' WHERE right = 'question'",
        "INSERT INTO register SELECT month_out, 'reg-2', month_in, right, outcome, promise_kept, law_kept, records, "
        "kept, systems, policy_version, received_on, answered_on FROM register LIMIT 1",
    ],
)
def test_a_month_that_was_sealed_cannot_be_changed_unseen(handled: World, statement: str) -> None:
    assert cli(handled, "work", days=130)[0] == 0
    assert cli(handled, "register", days=130)[0] == 0
    if statement.startswith("INSERT"):
        columns = "month_out, id, month_in, right, outcome, promise_kept, law_kept, records, kept, systems, "
        columns += "policy_version, received_on, answered_on"
        statement = statement.replace("INTO register", f"INTO register ({columns})")
    spoil(handled, statement)
    status, out = cli(handled, "register", days=130)
    assert status == 1
    assert "not what the evidence log holds" in out


def test_turning_the_leaf_number_does_not_hide_a_change(handled: World) -> None:
    assert cli(handled, "work", days=130)[0] == 0
    spoil(handled, "UPDATE register SET law_kept = 0", "UPDATE register_months SET leaf = 1")
    assert cli(handled, "register", days=130)[0] == 1


def test_the_register_goes_out_as_csv_and_json_by_month_and_year(handled: World, tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    assert cli(handled, "register", "--csv", str(file), days=90)[0] == 0
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
    shown = register(handled)["rows"]
    assert [row["id"] for row in rows] == [row["id"] for row in shown]
    assert tuple(rows[0]) == COLUMNS == tuple(shown[0])
    month = shown[0]["month_out"]
    assert cli(handled, "register", "--csv", "-", "--period", month, days=90)[1].count("\n") == len(rows) + 1
    assert register(handled, "--period", month[:4])["rows"] == shown
    assert register(handled, "--period", "2020")["rows"] == []
    assert cli(handled, "register", "--period", "November", days=90)[0] == 2
    assert cli(handled, "register", "--csv", str(tmp_path / "no" / "folder.csv"), days=90)[0] == 2


def test_a_year_and_a_month_choose_rows() -> None:
    rows = [replace(ROW, month_out=month) for month in ("2025-12", "2026-01", "2026-11")]
    assert [row.month_out for row in rows_in(rows, "2026")] == ["2026-01", "2026-11"]
    assert [row.month_out for row in rows_in(rows, "2026-11")] == ["2026-11"]
    assert rows_in(rows, None) == rows
    with pytest.raises(WrongUse):
        rows_in(rows, "2026-13")
    assert register_csv([ROW]).splitlines()[1] == "2026-11,reg-1,2026-10,access,done,true,true,12,0,3,1,,"


class TestDictionary:
    """RGT-5, T-61: after the case is closed, whoever knows every customer finds nobody in our books."""

    def test_no_known_name_address_or_number_is_in_them_raw_or_hashed(self, handled: World) -> None:
        row = next(r for r in register(handled)["rows"] if r["outcome"] == "partly")
        assert (row["received_on"], row["answered_on"]) == (None, None)
        found = attack(handled.made.home.data, people_of(handled))
        assert found == []

    def test_the_attack_finds_what_a_careless_register_would_hold(self, handled: World) -> None:
        """The same attack, when a row's id is the hash of an address, or a row holds a customer number."""
        address = handled.made.leaves
        careless = hashlib.sha256(address.encode()).hexdigest()
        with handled.open(moment(90)) as belofte, belofte.parts.store.transaction() as tx:
            tx.scope.connection.execute(
                update(tables.register).where(tables.register.c.outcome == "partly").values(id=careless)
            )
        assert attack(handled.made.home.data, people_of(handled))

    def test_the_id_of_the_row_is_nowhere_else(self, handled: World) -> None:
        row = next(r for r in register(handled)["rows"] if r["outcome"] == "partly")
        store = handled.made.home.data / "store.sqlite"
        with closing(sqlite3.connect(store)) as database:
            names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            holding = {
                name
                for name in names
                for line in database.execute(f'SELECT * FROM "{name}"')
                if any(row["id"] in str(value) for value in line)
            }
        assert holding == {"register"}
        evidence = (handled.made.home.data / "evidence" / "leaves.jsonl").read_text("utf-8")
        assert row["id"] not in evidence

    def test_nothing_of_the_open_case_leads_to_its_row(self, handled: World) -> None:
        """Whoever has an old copy of the store, with the case in it, cannot tell which row it became."""
        ids = {row["id"].rpartition("-")[2] for row in register(handled)["rows"]}
        with closing(sqlite3.connect(handled.made.home.path / OLD_COPY)) as database:
            cases = [id_ for (id_,) in database.execute("SELECT id FROM requests")]
            references = [one for (one,) in database.execute("SELECT number FROM requests")]
        assert cases
        known = [str(value) for one in (*cases, *references) for value in (one, str(one).rpartition("-")[2])]
        made_of = [form.decode("latin-1") for value in known for form in forms(value)]
        assert [id_ for id_ in ids for form in made_of if id_ in form] == []


def spoil(world: World, *statements: str) -> None:
    """Somebody with the database in hand."""
    with closing(sqlite3.connect(world.made.home.data / "store.sqlite")) as database, database:
        for statement in statements:
            database.execute(statement)


def people_of(world: World) -> list[str]:
    """What a customer list holds of everybody: addresses, names, numbers, telephones."""
    with closing(sqlite3.connect(world.made.home.sandbox / "crm.sqlite")) as database:
        rows = list(database.execute("SELECT email, full_name, customer_no, phone FROM customers"))
        rows += list(database.execute("SELECT email, name, NULL, NULL FROM subscriptions"))
    known = {str(value) for row in rows for value in row if value}
    known |= {world.made.leaves, world.made.name_of(world.made.leaves), world.made.number_of(world.made.leaves)}
    return sorted(value for value in known if len(value) >= 5)


def attack(data: Path, known: Iterable[str]) -> list[tuple[str, str]]:
    """Every form in which a known value could lie, looked for in every byte of our own state."""
    files = {
        file.name: file.read_bytes()
        for file in data.rglob("*")
        if file.is_file() and "sandbox" not in file.parts and "keys" not in file.parts
    }
    assert "store.sqlite" in files
    return [(name, value) for value in known for form in forms(value) for name, held in files.items() if form in held]


def forms(value: str) -> Iterator[bytes]:
    """The value itself, and its unsalted digests: as bytes, hex and base64."""
    for text in {value, value.lower(), value.strip().lower().replace(" ", "")}:
        raw = text.encode()
        yield raw
        for name in ("md5", "sha1", "sha256", "sha512", "blake2b"):
            digest = hashlib.new(name, raw).digest()
            yield from (digest, digest.hex().encode(), base64.b64encode(digest).rstrip(b"="))
