"""A system without an interface: asked by letter, reminded, answered by a named person, and never passed over."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from tests.rights.commands import approve, received, told, typed
from tests.rights.keeping import KEEPER, SECOND, add_archive
from tests.worlds import World

BOER = "P. de Boer"
NOBODY = "nobody.we.know@post.example"


def tasks(world: World, kind: str = "ask_person") -> list[dict[str, object]]:
    return [t for t in told(world, "task", "list")["tasks"] if t["kind"] == kind and t["system"] == "archive"]


def asked(world: World, right: str = "access", address: str | None = None) -> str:
    reference = received(world, right, address or world.made.asks)
    assert typed(world, "request", "confirm", reference)[0] == 0
    approve(world, reference)
    assert typed(world, "work")[0] == 0
    return reference


def done(world: World, *more: str) -> tuple[int, str]:
    (task,) = tasks(world)
    return typed(world, "task", "done", str(task["id"]), "--by", BOER, *more)


def case_of(world: World, reference: str) -> dict[str, object]:
    return told(world, "request", "show", reference)["case"]


def receipt(world: World, reference: str) -> dict[str, object]:
    (one,) = [r for r in told(world, "request", "show", reference)["case"]["receipts"] if r["system"] == "archive"]
    return one


def dossier_of(world: World, reference: str, to: Path, *more: str) -> str:
    """Everything that can be read in a dossier of this case."""
    status, said = typed(world, "request", "export", reference, "--to", str(to), "--by", BOER, *more)
    assert status == 0, said
    with zipfile.ZipFile(to) as dossier:
        return "\n".join(dossier.read(one).decode() for one in dossier.namelist() if not one.endswith(".pdf"))


def test_the_keeper_gets_a_letter_with_what_is_asked_about_whom_and_until_when(world: World, tmp_path: Path) -> None:
    add_archive(world)
    reference = asked(world)
    (letter,) = world.letters_to(KEEPER)
    assert world.made.asks in letter
    assert "papieren archief" in letter
    assert "kijk in de blauwe mappen" in letter
    assert "Stuur ons een kopie" in letter
    assert "Laat het ons uiterlijk op" in letter
    numbers = letter.replace(reference, "")  # its letters are random
    assert "K-" not in numbers, "the customer number is no kind of data that lies there"
    assert case_of(world, reference)["row"]["state"] == "acting"
    assert tasks(world)[0]["due_at"]
    without = dossier_of(world, reference, tmp_path / "out.zip")
    assert KEEPER not in without and "kijk in de blauwe mappen" not in without, "a member of staff is no part of it"
    decided = ("--with-others", "--reasons", "the court asked for all of it")
    assert "kijk in de blauwe mappen" in dossier_of(world, reference, tmp_path / "in.zip", *decided)


@pytest.mark.parametrize(
    ("right", "words"),
    [("erasure", "Vernietig of wis"), ("restriction", "niet meer, maar bewaar het wel"), ("portability", "een kopie")],
)
def test_what_is_asked_follows_the_right(world: World, right: str, words: str) -> None:
    add_archive(world)
    asked(world, right)
    assert words in world.letters_to(KEEPER)[-1]


def test_no_answer_is_reminded_twice_and_then_a_person_goes_after_it(world: World) -> None:
    add_archive(world)
    reference = asked(world)
    with world.open() as belofte:
        start = belofte.parts.now()
    for days, letters in ((6, 1), (8, 2), (16, 3), (24, 3), (40, 3)):
        with world.open((start + timedelta(days=days)).isoformat()) as belofte:
            belofte.work.tend()
            belofte.work.tend()
        assert len(world.letters_to(KEEPER)) == letters, days
    assert len(tasks(world, "keeper-silent")) == 1
    assert "nog geen antwoord" in world.letters_to(KEEPER)[-1]
    assert case_of(world, reference)["row"]["state"] == "acting", "silence is no answer"
    assert done(world, "--outcome", "nothing-there")[0] == 0
    assert tasks(world, "keeper-silent") == []


def test_files_that_were_found_go_into_the_copy_under_their_category(world: World, tmp_path: Path) -> None:
    add_archive(world)
    reference = asked(world)
    scan = tmp_path / "contract 2019.pdf"
    scan.write_bytes(b"%PDF-1.4 what lay in the binder")
    status, said = done(world, "--file", str(scan))
    assert status == 0, said
    one = receipt(world, reference)
    assert (one["outcome"], one["verb"], one["lines"][0]["planned"]) == ("manual", "ask_person", 1)
    answer = world.letters_to(world.made.asks)[-1]
    assert "papieren archief" in answer
    with world.open() as belofte:
        copy = belofte.public.download(world.link_for(world.made.asks))
        assert copy is not None
        archive = zipfile.ZipFile(io.BytesIO(b"".join(copy)))
        (name,) = [n for n in archive.namelist() if n.startswith("originals/archive.binders/")]
        assert archive.read(name) == scan.read_bytes()
        assert b'"category": "contact"' in archive.read("data.json")


def test_who_says_done_says_how_much_there_was(world: World) -> None:
    add_archive(world)
    reference = asked(world, "erasure")
    assert done(world)[0] != 0
    assert len(tasks(world)) == 1
    assert done(world, "--count", "3")[0] == 0
    assert receipt(world, reference)["lines"][0]["planned"] == 3
    assert case_of(world, reference)["row"]["state"] == "answered"


def test_nothing_there_counts_as_nothing_and_the_answer_says_who_looked(world: World) -> None:
    add_archive(world)
    reference = asked(world, "access", NOBODY)
    assert done(world, "--outcome", "nothing-there")[0] == 0
    answer = world.letters_to(NOBODY)[-1]
    assert "niets gevonden" in answer
    assert "papieren archief" in answer
    assert case_of(world, reference)["row"]["state"] == "answered"


def test_for_somebody_no_system_knows_no_copy_is_made_from_the_archive(world: World, tmp_path: Path) -> None:
    """Article 12(6): only the address they wrote from is asked about, and what is found waits for identification."""
    add_archive(world)
    reference = asked(world, "access", NOBODY)
    assert NOBODY in world.letters_to(KEEPER)[-1]
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"somebody's letter")
    status, said = done(world, "--file", str(scan))
    assert status != 0
    assert "12(6)" in said
    assert len(tasks(world)) == 1
    assert typed(world, "request", "identify", reference, "--by", BOER, "--how", "called back")[0] == 0
    assert done(world, "--file", str(scan))[0] == 0


def test_what_a_keeper_refuses_is_told_and_stays_work_until_it_is_done(world: World) -> None:
    add_archive(world)
    reference = asked(world, "erasure")
    assert done(world, "--outcome", "refused")[0] != 0, "a refusal has its reasons"
    assert done(world, "--outcome", "refused", "--words", "the depot is closed")[0] == 0
    one = receipt(world, reference)
    assert (one["outcome"], one["lines"][0]["planned"]) == ("impossible", 0)
    answer = world.letters_to(world.made.asks)[-1]
    assert "nog niet gedaan: papieren archief" in answer
    assert "Autoriteit" in answer
    (left,) = tasks(world, "keeper-refused")
    assert typed(world, "task", "done", str(left["id"]), "--by", BOER)[0] == 0
    assert typed(world, "work")[0] == 0
    assert "papieren archief is het werk nu gedaan" in world.letters_to(world.made.asks)[-1]


def test_without_a_keeper_to_write_to_the_office_looks_itself(world: World) -> None:
    add_archive(world, contact="")
    asked(world)
    assert len(tasks(world)) == 1
    assert world.letters_to(KEEPER) == []


def test_with_two_tables_each_number_says_of_which(world: World) -> None:
    add_archive(world, more=SECOND)
    reference = asked(world, "erasure")
    assert done(world, "--count", "2")[0] != 0
    assert done(world, "--count", "binders=2")[0] != 0
    assert done(world, "--count", "binders=2", "--count", "photos=0")[0] == 0
    assert [line["planned"] for line in receipt(world, reference)["lines"]] == [2, 0]


def test_a_number_for_what_a_system_counted_itself_is_not_taken(world: World, tmp_path: Path) -> None:
    add_archive(world)
    asked(world, "erasure")
    scan = tmp_path / "x.pdf"
    scan.write_bytes(b"x")
    assert done(world, "--count", "1", "--file", str(scan))[0] != 0, "files are for a copy"
    assert done(world, "--count", "many")[0] != 0
    assert done(world, "--outcome", "perhaps")[0] != 0
    assert done(world, "--count", "1")[0] == 0
