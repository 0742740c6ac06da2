"""One person in two databases: found by a reference from one into the other, and never mixed up on a shared address
(T-09, T-10)."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest
from tests.rights.commands import told, typed
from tests.worlds import World

from belofte.domain.errors import Refused
from belofte.domain.identity import Identifier
from belofte.domain.located import Located
from belofte.domain.plan import Decision, Plan
from belofte.domain.task import TaskState
from belofte.ports import Ask
from belofte.procedures.planning.locate import locate
from belofte.procedures.planning.told_apart import Apart, apart_of, decode_apart, encode_apart
from belofte.procedures.restoring.noticing import notice_returned

CALLS = """kind: sql
url: sqlite:///data/sandbox/desk.sqlite
allow: [find, export, erase, purge, observe]
backups: 7 days
tables:
  calls:
    category: contact
    of: {customer_no: crm.customers.customer_no}
    correspondence: [note]
    not_personal: [id, called_on]
    clock: {handled: called_on}
    erase: row
"""
MEMBERS = """kind: sql
url: sqlite:///data/sandbox/club.sqlite
allow: [find, export, erase, purge, observe]
backups: 7 days
person:
  rows: [members]
  sure: [customer-number, email, phone]
  agrees: [name]
scopes: {customer-number: linprofs}
tables:
  members:
    category: profile
    name: [name]
    email: [email]
    contact: {email: since}
    phone: [phone]
    customer-number: [number]
    not_personal: [id]
    clock: {left: left_on}
    erase: row
"""


def add(world: World, name: str, map_: str, *statements: str, rows: list[tuple[object, ...]]) -> None:
    """A second database, with its map in the folder."""
    with closing(sqlite3.connect(world.made.home.sandbox / f"{name}.sqlite")) as database, database:
        for statement in statements[:-1]:
            database.execute(statement)
        database.executemany(statements[-1], rows)
    database.close()
    (world.made.home.policy / "systems" / f"{name}.yaml").write_text(map_, "utf-8")


def calls_of(world: World, number: str) -> int:
    with closing(sqlite3.connect(world.made.home.sandbox / "desk.sqlite")) as database, database:
        (count,) = database.execute("SELECT count(*) FROM calls WHERE customer_no = ?", [number]).fetchone()
    database.close()
    return int(count)


@pytest.fixture
def desk(world: World) -> World:
    """The sample company, and a call log that holds nothing of a person but the customer number."""
    anna, bram = world.made.company.cast.anna, world.made.company.cast.bram
    rows: list[tuple[object, ...]] = [
        (anna.customer_nos[0], "2026-01-05", "vroeg naar de factuur"),
        (anna.customer_nos[0], "2026-02-05", "modem is stuk"),
        (bram.customer_nos[0], "2026-02-06", "wil opzeggen"),
        ("K-000000", "2026-02-07", "bestaat niet meer"),
    ]
    add(
        world,
        "desk",
        CALLS,
        "CREATE TABLE calls (id INTEGER PRIMARY KEY, customer_no TEXT NOT NULL, called_on TEXT, note TEXT)",
        "INSERT INTO calls (customer_no, called_on, note) VALUES (?, ?, ?)",
        rows=rows,
    )
    return world


def counts(plan: Plan, system: str, *decisions: Decision) -> Counter[str]:
    """Records by collection of one system, under these decisions, each step's lines once."""
    found: Counter[str] = Counter()
    for line in {line for step in plan.steps if step.system == system for line in step.lines}:
        if line.decision in decisions:
            found[line.collection] += line.count
    return found


def test_a_copy_holds_what_the_other_database_knows_by_number_only(desk: World) -> None:
    with desk.open() as belofte:
        reference = desk.ask(belofte, "access", desk.made.asks)
        plan = belofte.office.show(reference).plan
        assert plan is not None
        assert counts(plan, "desk", Decision.EXPORT) == {"calls": 2}
        assert desk.approve(belofte, reference).row.state == "answered"
        copy = belofte.public.download(desk.link_for(desk.made.asks))
        assert copy is not None
        assert len(b"".join(copy)) > 0


def test_a_row_that_was_cleared_and_that_another_database_points_at_is_not_back(world: World) -> None:
    """What is found by its key alone has lost everything that told whose it is: no backup came back."""
    bram = world.made.company.cast.bram
    with closing(sqlite3.connect(world.made.home.sandbox / "crm.sqlite")) as database, database:
        (number,) = database.execute("SELECT id FROM customers WHERE email = ?", [bram.email]).fetchone()
    database.close()
    add(
        world,
        "desk",
        CALLS.replace("{customer_no: crm.customers.customer_no}", "{customer_id: crm.customers.id}"),
        "CREATE TABLE calls (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, called_on TEXT, note TEXT)",
        "INSERT INTO calls (customer_id, called_on, note) VALUES (?, ?, ?)",
        rows=[(number, "2026-01-05", "vroeg naar de factuur")],
    )
    with world.open() as belofte:
        assert world.approve(belofte, world.ask(belofte, "erasure", bram.email)).row.state == "answered"
        assert notice_returned(belofte.parts) == 0
        with closing(sqlite3.connect(world.made.home.sandbox / "crm.sqlite")) as database, database:
            database.execute("UPDATE customers SET email = ? WHERE id = ?", [bram.email, number])
        database.close()
        assert notice_returned(belofte.parts) > 0, "now it is"


def test_an_erasure_reaches_both_and_is_read_back_in_both(desk: World) -> None:
    bram, anna = desk.made.company.cast.bram, desk.made.company.cast.anna
    with desk.open() as belofte:
        reference = desk.ask(belofte, "erasure", bram.email)
        case = desk.approve(belofte, reference)
        assert case.row.state == "answered"
        done = {receipt.system: receipt for receipt in case.receipts if receipt.verb == "erase"}
        assert done.keys() == {"crm", "desk"}
        assert [(line.acted, line.remains) for line in done["desk"].lines] == [(1, 0)]
    assert calls_of(desk, bram.customer_nos[0]) == 0
    assert calls_of(desk, anna.customer_nos[0]) == 2


def club(world: World, *rows: tuple[object, ...]) -> World:
    add(
        world,
        "club",
        MEMBERS,
        "CREATE TABLE members (id INTEGER PRIMARY KEY, name TEXT, email TEXT, since TEXT, phone TEXT, number TEXT, "
        "left_on TEXT)",
        "INSERT INTO members (name, email, since, phone, number) VALUES (?, ?, '2020-01-01', ?, ?)",
        rows=list(rows),
    )
    return world


def located(world: World, *identifiers: Identifier) -> Located:
    with world.open() as belofte:
        return locate(belofte.parts.connectors, [Ask("q", identifiers)])["q"]


def test_the_only_member_on_an_address_two_people_share_is_not_taken_for_who_asks(world: World) -> None:
    """The customer database knows two people on the address, the club only one of them, with a number and telephone
    of that one: nothing of either is sure, nothing is carried back, and nothing of a third comes in."""
    els, joris = world.made.company.cast.couple
    club(world, (joris.name, els.email, "+31612345678", joris.customer_nos[0]))
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", els.email)
        plan = belofte.office.show(reference).plan
    assert plan is not None
    assert plan.records == 0
    assert counts(plan, "club", Decision.ASK) == {"members": 1}
    assert counts(plan, "crm", Decision.ASK)["customers"] == 2
    assert not counts(plan, "crm", Decision.CLEAR, Decision.DELETE)


def test_who_shares_the_address_stays_out_when_a_number_tells_the_two_apart(world: World) -> None:
    els, joris = world.made.company.cast.couple
    club(world, (joris.name, els.email, "+31612345678", joris.customer_nos[0]))
    asked = located(
        world, Identifier("email", "", els.email), Identifier("customer-number", "linprofs", els.customer_nos[0])
    )
    sure = Counter(r.collection for r in asked.found["crm"] if not r.shared and not r.candidate)
    assert sure == dict(els.expected)
    assert [(r.collection, r.shared) for r in asked.found["club"]] == [("members", True)]
    assert "+31612345678" not in {identifier.value for identifier in asked.identifiers}
    assert not asked.unsettled


def test_who_is_known_by_a_number_in_both_is_found_in_both(world: World) -> None:
    els, joris = world.made.company.cast.couple
    club(world, (els.name, els.email, "+31612345679", els.customer_nos[0]), (joris.name, els.email, None, None))
    asked = located(
        world, Identifier("email", "", els.email), Identifier("customer-number", "linprofs", els.customer_nos[0])
    )
    assert [(r.collection, r.shared) for r in asked.found["club"]] == [("members", False)]
    assert Identifier("phone", "", "+31612345679") in asked.identifiers


def test_one_person_alone_on_an_address_is_still_found_in_both(world: World) -> None:
    anna = world.made.company.cast.anna
    club(world, (anna.name, anna.email, "+31612345670", anna.customer_nos[0]))
    asked = located(world, Identifier("email", "", anna.email))
    assert [(r.collection, r.shared) for r in asked.found["club"]] == [("members", False)]
    sure = Counter(r.collection for r in asked.found["crm"] if not r.shared and not r.candidate)
    assert sure == dict(anna.expected)


def test_two_databases_that_each_know_somebody_else_on_the_address_give_neither_to_who_asks(world: World) -> None:
    """The customer database knows Anna on the address, the club somebody else. Nothing of either goes, nothing of the
    one is looked for in the other, and a person is asked."""
    anna = world.made.company.cast.anna
    club(world, ("Pieter Zwart", anna.email, "+31612345678", "K-777777"))
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", anna.email)
        plan = belofte.office.show(reference).plan
    assert plan is not None
    assert plan.records == 0
    assert counts(plan, "club", Decision.ASK) == {"members": 1}
    assert counts(plan, "crm", Decision.ASK)["customers"] == 1
    asked = located(world, Identifier("email", "", anna.email))
    assert {i.value for i in asked.identifiers} == {anna.email}
    assert not asked.unsettled


def test_a_number_tells_who_is_meant_and_the_other_one_stays(world: World) -> None:
    """Until Bram's customer number is known nothing can be approved; then his own records go, and the club's member on
    his address stays."""
    bram = world.made.company.cast.bram
    club(world, ("Pieter Zwart", bram.email, "+31612345678", None))
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", bram.email)
        with pytest.raises(Refused, match="shared"):
            world.approve(belofte, reference)
        belofte.office.identify(reference, "P. de Boer", "called back on the known number", bram.customer_nos[0])
        case = world.approve(belofte, reference)
        assert case.plan is not None
        assert counts(case.plan, "club", Decision.ASK) == {"members": 1}
        assert counts(case.plan, "crm", Decision.CLEAR)["customers"] == 1
        (club_receipt,) = [receipt for receipt in case.receipts if receipt.system == "club" and receipt.verb == "erase"]
        assert [line.decision for line in club_receipt.lines] == [Decision.ASK]
        with belofte.parts.store.reading() as tx:
            tasks = {task.kind for task in tx.tasks.in_state(TaskState.OPEN) if task.system == "club"}
    assert "choose" in tasks
    assert members(world) == [("Pieter Zwart", bram.email)]


def members(world: World) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(world.made.home.sandbox / "club.sqlite")) as database, database:
        rows = database.execute("SELECT name, email FROM members").fetchall()
    database.close()
    return rows


def test_who_was_told_apart_stays_apart_when_nothing_is_left_that_contradicts(world: World) -> None:
    """A case remembers until it closes: its own row is gone from the customer database, the club's member is not
    taken for the person now."""
    bram = world.made.company.cast.bram
    club(world, ("Pieter Zwart", bram.email, None, None))
    asks = [
        Ask("q", (Identifier("email", "", bram.email), Identifier("customer-number", "linprofs", bram.customer_nos[0])))
    ]
    with world.open() as belofte:
        first = locate(belofte.parts.connectors, asks)["q"]
        kept = decode_apart(encode_apart(apart_of(first)))
        with closing(sqlite3.connect(world.made.home.sandbox / "crm.sqlite")) as database, database:
            database.execute("UPDATE customers SET email = NULL, customer_no = 'erased' WHERE email = ?", [bram.email])
        database.close()
        forgetful = locate(belofte.parts.connectors, asks)["q"]
        again = locate(belofte.parts.connectors, asks, before={"q": kept})["q"]
        only_rows = locate(belofte.parts.connectors, asks, before={"q": Apart(own=kept.own)})["q"]
    assert [r.shared for r in forgetful.found["club"]] == [False], "else this shows nothing"
    assert [r.shared for r in again.found["club"]] == [True]
    assert [r.shared for r in only_rows.found["club"]] == [True]


def test_a_name_written_shorter_is_still_the_same_person(world: World) -> None:
    anna = world.made.company.cast.anna
    first, *_, last = anna.name.split()
    club(world, (f"{first[0]}. {last}", anna.email, None, None))
    asked = located(world, Identifier("email", "", anna.email))
    assert [(r.collection, r.shared) for r in asked.found["club"]] == [("members", False)]


BY = ("--by", "P. de Boer")
CALLED = ("--reasons", "called back on the known number")


def rows_to_decide(world: World, reference: str) -> dict[str, tuple[str, list[str]]]:
    """What a named person is shown of each row: the name in it, and what nobody else has."""
    rows = told(world, "request", "whose", reference, *BY)["rows"]
    return {row["handle"]: (row["says"].get("name", ""), row["numbers"]) for row in rows}


def test_a_named_person_decides_that_two_names_are_one_person(world: World, tmp_path: Path) -> None:
    """Jan and Johannes: without a number the office decides, row by row, and the case goes on to its end."""
    bram = world.made.company.cast.bram
    club(world, ("Johannes van Elders", bram.email, None, None))
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", bram.email)
    shown = rows_to_decide(world, reference)
    assert shown.keys() == {"crm.customers#1", "club.members#1"}
    assert shown["club.members#1"] == ("johannes van elders", [])
    assert bram.customer_nos[0].lower() in [number.lower() for number in shown["crm.customers#1"][1]]
    assert typed(world, "request", "whose", reference, "club.members#1", *BY)[0] == 2, "it must be said what shows it"
    for handle in shown:
        status, said = typed(world, "request", "whose", reference, handle, *CALLED, *BY)
        assert status == 0, said
    assert rows_to_decide(world, reference) == {}
    with world.open() as belofte:
        case = world.approve(belofte, reference)
    assert case.plan is not None
    assert not counts(case.plan, "club", Decision.ASK) and not counts(case.plan, "crm", Decision.ASK)
    assert [receipt.outcome for receipt in case.receipts if receipt.verb == "erase"] == ["done", "done"]
    assert members(world) == []
    dossier = tmp_path / "dossier.zip"
    assert typed(world, "request", "export", reference, "--to", str(dossier), *BY)[0] == 0
    with ZipFile(dossier) as files:
        decided = json.loads(files.read("decisions.json"))["by_persons"]["whose records"].splitlines()
        assert [one["what"] for one in json.loads(files.read("timeline.json"))["happened"]].count("record.theirs") == 2
    assert decided == [f"{handle}: P. de Boer: called back on the known number" for handle in shown]


def test_what_is_decided_of_one_row_brings_what_hangs_on_it_and_not_the_other_row(world: World) -> None:
    bram = world.made.company.cast.bram
    club(world, ("Johannes van Elders", bram.email, "+31612345678", None))
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", bram.email)
    assert typed(world, "request", "whose", reference, "crm.customers#1", *CALLED, *BY)[0] == 0
    assert rows_to_decide(world, reference).keys() == {"club.members#1"}
    assert typed(world, "request", "whose", reference, "crm.customers#1", "--back", *BY)[0] == 0
    assert rows_to_decide(world, reference).keys() == {"crm.customers#1", "club.members#1"}, "its number is forgotten"
    assert typed(world, "request", "whose", reference, "crm.customers#1", "--back", *BY)[0] == 2
    assert typed(world, "request", "whose", reference, "crm.customers#1", *CALLED, *BY)[0] == 0
    with world.open() as belofte:
        with pytest.raises(Refused, match="shared"):  # whose a row is does not say who writes from a shared address
            world.approve(belofte, reference)
        belofte.office.identify(reference, "P. de Boer", "called back on the known number")
        plan = world.approve(belofte, reference).plan
    assert plan is not None
    assert counts(plan, "crm", Decision.CLEAR)["customers"] == 1
    assert counts(plan, "crm", Decision.CLEAR, Decision.DELETE, Decision.KEEP)["orders"] == bram.expected["orders"]
    assert members(world) == [("Johannes van Elders", bram.email)]


def test_only_a_row_that_stands_for_somebody_is_decided_about(world: World) -> None:
    anna = world.made.company.cast.anna
    club(world, ("Pieter Zwart", anna.email, None, "K-777777"))
    with world.open() as belofte:
        reference = world.ask(belofte, "access", anna.email)
    records = told(world, "request", "records", reference)["records"]
    letter = next(one["handle"] for one in records if "mails" in one["handle"])
    for handle, status in ((letter, 1), ("club.members#9", 2)):
        assert typed(world, "request", "whose", reference, handle, *CALLED, *BY)[0] == status
    assert typed(world, "request", "whose", reference, "club.members#1", *CALLED, *BY)[0] == 0
    assert typed(world, "request", "whose", reference, "club.members#1", *CALLED, *BY)[0] == 1, "it is theirs already"
