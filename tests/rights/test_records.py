"""Decisions per record: a passage left out of a copy, a record withheld, a record kept (T-28, T-60)."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

from tests.rights.commands import crm, received, told, typed
from tests.rights.mailing import add_mailing, mailing
from tests.worlds import World, carry_out

from belofte.domain.identity import Identifier
from belofte.domain.record_decision import likely_others

GROUND = "AVG 17(3)(e): lopende zaak"

BY = ("--by", "P. de Boer")
NEIGHBOUR = "Henk Postma"
LETTERS = """  letters:
    category: order
    found_by: {email: email}
    correspondence: [body]
    documents: [original]
    free_text: [body]
    files: {original: message/rfc822}
    not_personal: [id, email]
    erase: row
"""


def planned(world: World, right: str, address: str) -> str:
    reference = received(world, right, address)
    assert typed(world, "request", "confirm", reference)[0] == 0
    return reference


def newest_plan(world: World, reference: str) -> dict[str, Any]:
    return told(world, "request", "show", reference)["case"]["plan"]


def approved(world: World, reference: str) -> dict[str, Any]:
    status, said = typed(world, "request", "approve", reference, "--plan", newest_plan(world, reference)["id"], *BY)
    assert status == 0, said
    return told(world, "request", "show", reference)["case"]


def left_out(world: World, reference: str, text: dict[str, Any], passage: str) -> tuple[int, str]:
    where = (text["record"], "--column", text["column"])
    return typed(world, "request", "redact", reference, *where, "--passage", passage, *BY)


def copy_of(world: World, address: str, tmp_path: Path) -> str:
    """Everything readable of the copy that was fetched."""
    with world.open() as belofte:
        carry_out(belofte)
        parts = belofte.public.download(world.link_for(address))
        assert parts is not None
        file = tmp_path / "copy.zip"
        file.write_bytes(b"".join(parts))
    with zipfile.ZipFile(file) as copy:
        return "\n".join(copy.read(name).decode("utf-8", "replace") for name in copy.namelist())


def test_t_28_what_a_ticket_says_of_a_neighbour_stays_out_of_the_copy_and_the_ticket_is_in_it(
    world: World, tmp_path: Path
) -> None:
    reference = planned(world, "access", world.made.asks)
    texts = told(world, "request", "read", reference, *BY)["texts"]
    ticket = next(text for text in texts if NEIGHBOUR in text["text"])
    assert left_out(world, reference, ticket, NEIGHBOUR)[0] == 0
    approved(world, reference)
    copy = copy_of(world, world.made.asks, tmp_path)
    assert NEIGHBOUR not in copy
    assert "[weggelaten: gaat over iemand anders]" in copy
    assert ticket["text"].partition(NEIGHBOUR)[0].strip()[:20] in copy


def test_a_text_that_changed_after_it_was_read_is_left_out_whole(world: World, tmp_path: Path) -> None:
    reference = planned(world, "access", world.made.asks)
    texts = told(world, "request", "read", reference, *BY)["texts"]
    ticket = next(text for text in texts if NEIGHBOUR in text["text"])
    left_out(world, reference, ticket, NEIGHBOUR)
    table, column = ticket["collection"], ticket["column"]
    crm(world, f"UPDATE {table} SET {column} = replace({column}, 'Henk Postma', 'H. Postma')")
    approved(world, reference)
    assert "Postma" not in copy_of(world, world.made.asks, tmp_path)


def test_the_file_a_text_was_read_from_does_not_go_where_words_of_it_were_left_out(
    world: World, tmp_path: Path
) -> None:
    """A mail in its original form says again what was left out of its text; other records keep their files."""
    letter, other = f"From: anna\n\n{NEIGHBOUR} parks here.".encode(), b"From: anna\n\nThanks."
    add_mailing(world)
    mailing(world, "CREATE TABLE letters(id INTEGER NOT NULL PRIMARY KEY, email TEXT, body TEXT, original BLOB)")
    for body, original in ((f"{NEIGHBOUR} parks here.", letter), ("Thanks.", other)):
        row = (world.made.asks, body, original)
        mailing(world, "INSERT INTO letters (email, body, original) VALUES (?, ?, ?)", *row)
    map_ = world.made.home.policy / "systems" / "mailing.yaml"
    map_.write_text(map_.read_text("utf-8") + LETTERS, "utf-8")
    reference = planned(world, "access", world.made.asks)
    texts = told(world, "request", "read", reference, *BY)["texts"]
    for text in (text for text in texts if NEIGHBOUR in text["text"]):
        assert left_out(world, reference, text, NEIGHBOUR)[0] == 0
    approved(world, reference)
    copy = copy_of(world, world.made.asks, tmp_path)
    assert NEIGHBOUR not in copy
    assert "From: anna\n\nThanks." in copy
    assert "[weggelaten: gaat over iemand anders] parks here." in copy


def test_what_is_left_out_is_said_in_the_table_too_where_the_first_record_lacks_nothing(
    world: World, tmp_path: Path
) -> None:
    add_mailing(world)
    mailing(world, "CREATE TABLE letters(id INTEGER NOT NULL PRIMARY KEY, email TEXT, body TEXT, original BLOB)")
    for body in ("Thanks.", f"{NEIGHBOUR} parks here."):
        row = (world.made.asks, body, f"From: anna\n\n{body}".encode())
        mailing(world, "INSERT INTO letters (email, body, original) VALUES (?, ?, ?)", *row)
    map_ = world.made.home.policy / "systems" / "mailing.yaml"
    map_.write_text(map_.read_text("utf-8") + LETTERS, "utf-8")
    reference = planned(world, "access", world.made.asks)
    texts = told(world, "request", "read", reference, *BY)["texts"]
    for text in (text for text in texts if NEIGHBOUR in text["text"]):
        assert left_out(world, reference, text, NEIGHBOUR)[0] == 0
    approved(world, reference)
    copy_of(world, world.made.asks, tmp_path)
    with zipfile.ZipFile(tmp_path / "copy.zip") as copy:
        rows = list(csv.DictReader(io.StringIO(copy.read("csv/mailing.letters.csv").decode())))
    mark = "[weggelaten: gaat over iemand anders]"
    held = {row["body"]: row["original"] for row in rows if row["body"].endswith((".", "here."))}
    assert held["Thanks."] == "", "its file goes along as it is"
    assert held[f"{mark} parks here."] == mark, "and of this one it is said that the file stays behind"


def test_words_that_do_not_stand_there_are_refused(world: World) -> None:
    reference = planned(world, "access", world.made.asks)
    text = told(world, "request", "read", reference, *BY)["texts"][0]
    status, said = left_out(world, reference, text, "staat er niet")
    assert status == 2
    assert "Those words do not stand in the text like that." in said
    status, _ = typed(world, "request", "redact", reference, "crm.nothing#1", "--column", "x", "--passage", "y", *BY)
    assert status == 2


def test_a_record_withheld_on_a_ground_is_not_in_the_copy_and_the_answer_says_so(world: World) -> None:
    reference = planned(world, "access", world.made.asks)
    typed(world, "request", "read", reference, *BY)
    record = next(r for r in told(world, "request", "records", reference)["records"] if ".orders#" in r["handle"])
    before = newest_plan(world, reference)["id"]
    status, said = typed(world, "request", "decide-record", reference, record["handle"], "--ground", "Art. 15(4)", *BY)
    assert status == 0, said
    assert newest_plan(world, reference)["id"] != before, "what somebody decides is approved anew"
    case = approved(world, reference)
    lines = [line for receipt in case["receipts"] for line in receipt["lines"] if line["collection"] == "orders"]
    assert {line["decision"] for line in lines} == {"export", "withhold"}
    assert not next(line for line in lines if line["decision"] == "withhold")["acted"]
    answer = next(text for text in world.letters_to(world.made.asks) if "15(4)" in text)
    assert "rechtbank" in answer, "a partial refusal names the court"
    copied = sum(line["acted"] or 0 for line in lines)
    held = crm(
        world,
        "SELECT count(*) FROM orders WHERE customer_id IN (SELECT id FROM customers WHERE email = ?)",
        "anna@dvries.example",
    )
    assert copied == held[0][0] - 1


def test_t_60_a_record_held_for_a_claim_stays_and_the_rest_goes(world: World) -> None:
    reference = planned(world, "erasure", world.made.leaves)
    records = told(world, "request", "records", reference)["records"]
    record = next(r for r in records if r["decision"] in ("delete", "clear"))
    ground = GROUND
    more = ("--ground", ground, "--until", "2031-01-01")
    assert typed(world, "request", "decide-record", reference, record["handle"], *more, *BY)[0] == 0
    case = approved(world, reference)
    kept = [line for r in case["receipts"] for line in r["lines"] if line["ground"] == ground]
    assert kept
    assert all((line["decision"], line["present"], line["until"]) == ("keep", 1, "2031-01-01") for line in kept)
    assert any("17(3)(e)" in text for text in world.letters_to(world.made.leaves))


def test_a_decision_is_taken_back_and_the_rule_counts_again(world: World) -> None:
    reference = planned(world, "erasure", world.made.leaves)
    first = told(world, "request", "records", reference)["records"]
    record = next(r for r in first if r["decision"] in ("delete", "clear"))
    assert typed(world, "request", "decide-record", reference, record["handle"], "--ground", GROUND, *BY)[0] == 0
    assert typed(world, "request", "decide-record", reference, record["handle"], "--back", *BY)[0] == 0
    assert told(world, "request", "records", reference)["records"] == first
    assert typed(world, "request", "decide-record", reference, record["handle"], "--back", *BY)[0] == 2


def test_a_decision_without_a_ground_or_on_another_right_is_refused(world: World) -> None:
    reference = planned(world, "restriction", world.made.asks)
    status, _ = typed(world, "request", "decide-record", reference, "crm.orders#1", "--ground", GROUND, *BY)
    assert status in (1, 2)
    access = planned(world, "access", world.made.leaves)
    handle = told(world, "request", "records", access)["records"][0]["handle"]
    assert typed(world, "request", "decide-record", access, handle, *BY)[0] == 2
    status, said = typed(world, "request", "decide-record", access, handle, "--ground", "a running case", *BY)
    assert (status, "names no article" in said) == (2, True), said
    assert typed(world, "request", "decide-record", access, handle, "--ground", "AVG 15(4), lopende zaak", *BY)[0] == 0


def test_addresses_numbers_and_titled_names_of_others_are_proposed_and_the_persons_own_are_not() -> None:
    text = "Bel mevrouw De Wit op 06-12345678 of mail wit@post.example; ik ben anna@post.example."
    found = likely_others(text, [Identifier("email", "", "anna@post.example")])
    assert found == ["wit@post.example", "06-12345678", "mevrouw De Wit"]
