"""One case as a dossier for a lawyer, a court or an authority: whole, provable offline, without other people's data."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from tests.rights.commands import approve, crm, received, told, typed
from tests.worlds import World, fresh_world

from belofte.bootstrap.typesetting import office_words, typesetter
from belofte.domain.evidence import commitment
from belofte.domain.record_decision import Redaction
from belofte.domain.wish import Correction, Wish
from belofte.procedures.answering import dossier
from belofte.procedures.answering.dossier_desk import DossierAsk, DossierDesk
from belofte.procedures.answering.dossier_files import NoPdf
from belofte.procedures.answering.dossier_words import NAMES, Telling
from belofte.procedures.proving.verify import check_proof, read_key, read_proof
from belofte.procedures.rights.rulings import Decided
from belofte.web.texts import TEXTS

BY = ("--by", "P. de Boer")
OTHER = "mevrouw Ydema-Terpstra"
NEIGHBOUR = "Henk Postma"


@pytest.fixture
def words(tmp_path: Path) -> Path:
    file = tmp_path / "words.txt"
    file.write_text(f"Graag inzage. Ook {OTHER} (s.ydema@buren.example, 06 12345678) vroeg ernaar.", "utf-8")
    return file


@pytest.fixture
def answered(world: World, words: Path) -> str:
    """A request for access that was answered; a passage was redacted on the way."""
    asked = ("--text", str(words), "--name", "Anna")
    reference = received(world, "access", world.made.asks, *asked)
    assert typed(world, "request", "confirm", reference)[0] == 0
    texts = told(world, "request", "read", reference, *BY)["texts"]
    ticket = next(text for text in texts if NEIGHBOUR in text["text"])
    where = (ticket["record"], "--column", ticket["column"], "--passage", NEIGHBOUR)
    assert typed(world, "request", "redact", reference, *where, *BY)[0] == 0
    approve(world, reference)
    return reference


def exported(world: World, reference: str, to: Path, *more: str) -> zipfile.ZipFile:
    status, said = typed(world, "request", "export", reference, "--to", str(to), *BY, *more)
    assert status == 0, said
    return zipfile.ZipFile(to)


def everything(dossier: zipfile.ZipFile) -> str:
    """All that can be read in it, the copy inside it too."""
    return "\n".join(text_of(name, dossier.read(name)) for name in dossier.namelist())


def text_of(name: str, body: bytes) -> str:
    """One file of it as text."""
    return everything(zipfile.ZipFile(io.BytesIO(body))) if name.endswith(".zip") else body.decode("utf-8", "replace")


def manifest(dossier: zipfile.ZipFile) -> dict[str, Any]:
    return json.loads(dossier.read("manifest.json"))


def test_every_file_of_the_dossier_is_what_the_manifest_says(world: World, answered: str, tmp_path: Path) -> None:
    with exported(world, answered, tmp_path / "d.zip", "--with-copy") as dossier:
        hashes = manifest(dossier)["files"]
        assert set(hashes) == set(dossier.namelist()) - {"manifest.json"}
        for name, digest in hashes.items():
            assert hashlib.sha256(dossier.read(name)).hexdigest() == digest, name
        assert {"request.json", "timeline.json", "plans.json", "decisions.json", "receipts.json", "copy.zip"} <= set(
            hashes
        )
        assert any(name.startswith("letters/") and name.endswith(".txt") for name in hashes)
        assert any(name.startswith("letters/") and name.endswith(".html") for name in hashes)
        answer = next(name for name in hashes if name.endswith("-answer.txt"))
        assert " ".join(dossier.read(answer).decode().split()).count("/l/…") == 1
        assert dossier.read("dossier.pdf").startswith(b"%PDF")
        page = dossier.read("index.html").decode()
        assert all(f'href="{name}"' in page for name in hashes if name != "index.html")
        assert "namens LinProfs B.V.<" in page, "one full stop"
        assert answered in page and "<script" not in page
        _is_read_in_dutch(page)
    assert (tmp_path / "d.zip").stat().st_mode & 0o077 == 0


def _is_read_in_dutch(page: str) -> None:
    """No key, code or machine time stands in a table; the times are the company's, and that is said."""
    cells = re.findall(r"<t[dh][^>]*>([^<]*)</t[dh]>", page)
    codes = {"name", "right", "channel", "answered", "sent", "export", "done", "tell", "crm: export"}
    machine = re.compile(r"\dT\d|_at\b|_due\b|^(?!crm\.)[a-z]+\.[a-z.-]+$|\b(reasons|manifest|plan_|by): ")
    assert [cell for cell in cells if cell in codes or machine.search(cell)] == []
    assert {"recht", "Inzage", "ontvangen", "het antwoord", "verstrekken", "gedaan"} <= set(cells), cells
    assert any(re.fullmatch(r"\d{1,2} [a-z]+ \d{4}, \d\d:\d\d", cell) for cell in cells)
    assert "wanneer (Europe/Amsterdam)" in cells


def test_every_field_a_dossier_shows_has_its_name_in_dutch_and_in_english() -> None:
    """The fields of a wish, of what persons decided, and of every event that code writes."""
    source = "\n".join(file.read_text("utf-8") for file in Path(dossier.__file__).parents[1].rglob("*.py"))
    events = re.findall(r"events\.add\([^{}]*\{([^{}]*)\}\)", source)
    keys = {key for data in events for key in re.findall(r'"([a-z_]+)":', data)}
    assert {"plan", "by", "files"} <= keys
    parts = (Wish, Correction, Decided, Redaction)
    shown = {field.name for part in parts for field in fields(part)} - {"key"} | keys | set(dossier.WHO_AND_WHY)
    assert sorted(shown - NAMES.keys()) == []


def test_every_task_a_timeline_names_is_told_in_words(world: World) -> None:
    kinds = [key.removeprefix("task.") for key in TEXTS if re.fullmatch(r"task\.[a-z]+-[a-z-]+", key)]
    assert "ask-processor" in kinds
    with world.open() as belofte:
        words = office_words(belofte.parts.policy)
    for language in ("nl", "en"):
        tell = Telling(language, "Europe/Amsterdam", words)
        assert [kind for kind in kinds if tell.of("kind", kind) == kind or "{" in tell.of("kind", kind)] == []


def test_why_letters_go_elsewhere_is_told_in_words() -> None:
    """Each reason for which code moves the contact."""
    source = "\n".join(file.read_text("utf-8") for file in Path(dossier.__file__).parents[1].rglob("*.py"))
    whys = re.findall(r'move_contact\([^"\n]*"([a-z-]+)"\)', source)
    assert len(whys) == 5
    for language in ("nl", "en"):
        tell = Telling(language, "Europe/Amsterdam", lambda *_key: None)
        assert [why for why in whys if tell.of("", {"why": why}).endswith(why)] == []


def test_the_proofs_hold_offline_and_open_the_receipts(world: World, answered: str, tmp_path: Path) -> None:
    key = read_key(str(world.made.home.evidence / "public.key"))
    with exported(world, answered, tmp_path / "d.zip") as dossier:
        dossier.extractall(tmp_path / "d")
    receipts = json.loads((tmp_path / "d/receipts.json").read_text())["receipts"]
    assert receipts
    for one in receipts:
        file = tmp_path / f"d/evidence/leaf-{one['leaf']}.json"
        proof = read_proof(file)
        assert check_proof(proof, key) == []
        assert json.loads(proof.leaf)["commit"] == commitment(bytes.fromhex(one["salt"]), one["receipt"])
        assert proof.checkpoint == (tmp_path / "d/evidence/checkpoint").read_text()
    text = file.read_text().replace('\\"outcome\\":\\"done\\"', '\\"outcome\\":\\"failed\\"')
    file.write_text(text)
    assert check_proof(read_proof(file), key) != []


def test_what_is_about_others_stays_out(world: World, answered: str, tmp_path: Path) -> None:
    with exported(world, answered, tmp_path / "d.zip", "--with-copy") as dossier:
        found, left_out = everything(dossier), manifest(dossier)["left_out"]
    for passage in (OTHER, "Ydema", "s.ydema@buren.example", "12345678", NEIGHBOUR):
        assert passage not in found
    assert "[weggelaten: gaat over iemand anders]" in found
    assert left_out >= 3
    assert world.made.asks in found


def test_a_name_no_program_recognises_is_left_out_once_somebody_names_it(world: World, tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text("Graag inzage. Sietske Ydema van hiernaast weet ervan.", "utf-8")
    reference = received(world, "access", world.made.asks, "--text", str(file))
    with exported(world, reference, tmp_path / "one.zip") as first:
        assert "Sietske Ydema" in everything(first)
    with exported(world, reference, tmp_path / "two.zip", "--leave-out", "Sietske Ydema") as second:
        found = everything(second)
    assert "Sietske" not in found and "[weggelaten: gaat over iemand anders] van hiernaast" in found
    again = ("request", "export", reference, "--to", str(tmp_path / "3.zip"), *BY, "--reasons", "x", "--leave-out")
    assert typed(world, *again, "Sietske Ydema", "--with-others")[0] == 2
    assert typed(world, *again, "e")[0] == 2


def test_other_peoples_data_goes_with_it_only_on_a_named_persons_reasons(
    world: World, answered: str, tmp_path: Path
) -> None:
    asked = ("request", "export", answered, "--to", str(tmp_path / "d.zip"), "--with-others")
    status, said = typed(world, *asked, *BY)
    assert (status, "Why other people's data" in said) == (2, True)
    assert not (tmp_path / "d.zip").exists()
    assert typed(world, *asked, "--by", " ", "--reasons", "x")[0] == 2
    why = "the court asked for the whole file"
    with exported(world, answered, tmp_path / "d.zip", "--with-others", "--reasons", why) as dossier:
        found, told_of = everything(dossier), manifest(dossier)
    assert OTHER in found and NEIGHBOUR in found
    assert (told_of["made_by"], told_of["reasons"], told_of["included"]) == ("P. de Boer", why, ["others"])


def test_the_export_is_noted_with_who_and_why_and_commits_to_the_manifest(
    world: World, answered: str, tmp_path: Path
) -> None:
    with exported(world, answered, tmp_path / "one.zip", "--reasons", "for our lawyer") as first:
        digest = hashlib.sha256(first.read("manifest.json")).hexdigest()
    with exported(world, answered, tmp_path / "two.zip") as second:
        before = json.loads(second.read("decisions.json"))["dossiers_before"]
        events = [one["what"] for one in json.loads(second.read("timeline.json"))["happened"]]
        bodies = [json.loads(one["receipt"]) for one in json.loads(second.read("receipts.json"))["receipts"]]
    assert [(one["by"], one["reasons"], one["manifest"]) for one in before] == [
        ("P. de Boer", "for our lawyer", digest)
    ]
    assert events.count("case.exported") == 1
    assert [body["lines"][0]["digest"] for body in bodies if body["system"] == "dossier"] == [digest]
    assert typed(world, "verify")[0] == 0


def test_a_link_of_a_letter_cannot_be_pressed_by_who_holds_the_dossier(
    world: World, answered: str, tmp_path: Path
) -> None:
    token = world.link_for(world.made.asks)
    with exported(world, answered, tmp_path / "d.zip", "--with-others", "--reasons", "x") as dossier:
        found = everything(dossier)
    assert token not in found and "/l/…" in found


RANDOM = re.compile(
    r"\b[a-z]+-[0-9a-f]{16,32}\b|[0-9a-f]{16,}|[A-Za-z0-9+/]{40,}=*"
    r"|B-[0-9A-Z]{4}-[0-9A-Z]{3}|\d{4}-\d\d-\d\d[T ][\d:.]+(\+00:00)?|\d{4}, \d\d:\d\d"
)
"""Ids, hashes, salts, signatures, references and moments: what differs between any two cases."""


def shape_of_a_dossier(world: World, right: str, secret: str | None, to: Path) -> dict[str, str]:
    """Every readable file of the dossier of a request of Anna's. Two of her visits stand out: one is withheld or kept
    openly; the other is on the ground ``secret``, or it does not exist at all where that is None."""
    hers = "SELECT v.id FROM page_views v JOIN customers c ON c.id = v.customer_id WHERE c.email = ? ORDER BY v.id"
    _, second, *_ = crm(world, hers, world.made.asks)
    if secret is None:
        crm(world, "DELETE FROM page_views WHERE id = ?", *second)
    reference = received(world, right, world.made.asks)
    assert typed(world, "request", "confirm", reference)[0] == 0
    decided = [("crm.page_views#1", "Art. 17(3)(e): a claim"), *([("crm.page_views#2", secret)] if secret else [])]
    for handle, ground in decided:
        assert typed(world, "request", "decide-record", reference, handle, "--ground", ground, *BY)[0] == 0
    approve(world, reference)
    copy = ("--with-copy",) if right == "access" else ()
    with exported(world, reference, to, "--with-others", "--reasons", "x", *copy) as dossier:
        assert RANDOM.search(receipts := dossier.read("receipts.json").decode()) and '"salt": null' not in receipts
        names = [name for name in dossier.namelist() if not name.endswith(("checkpoint", ".pdf"))]
        texts = {name: text_of(name, dossier.read(name)) for name in names}
    return {name: RANDOM.sub("…", text) for name, text in texts.items()}


@pytest.mark.parametrize("right", ["access", "erasure"])
def test_what_nobody_may_know_of_makes_the_dossier_of_somebody_of_whom_it_does_not_exist(
    tmp_path: Path, right: str
) -> None:
    ground = "not told: order of the examining magistrate"
    secret = shape_of_a_dossier(fresh_world(tmp_path / "one"), right, ground, tmp_path / "one.zip")
    plain = shape_of_a_dossier(fresh_world(tmp_path / "other"), right, None, tmp_path / "other.zip")
    assert not [word for word in ("not told", "magistrate") if word in "".join(secret.values())]
    assert secret.keys() == plain.keys()
    for name in plain:
        assert secret[name] == plain[name], name


def test_a_record_that_is_openly_withheld_stands_in_the_dossier_with_its_ground(world: World, tmp_path: Path) -> None:
    reference = received(world, "access", world.made.asks)
    assert typed(world, "request", "confirm", reference)[0] == 0
    handle = told(world, "request", "records", reference)["records"][0]["handle"]
    ground = "Art. 15(4): a claim"
    assert typed(world, "request", "decide-record", reference, handle, "--ground", ground, *BY)[0] == 0
    with exported(world, reference, tmp_path / "d.zip") as dossier:
        (plan,) = json.loads(dossier.read("plans.json"))["plans"]
        decisions = json.loads(dossier.read("decisions.json"))
        assert ground in dossier.read("index.html").decode()
    record = next(one for one in plan["records"] if one["handle"] == handle)
    assert (record["decision"], record["ground"], record["by"]) == ("withhold", ground, "P. de Boer")
    assert [(one["handle"], one["ground"], one["by"]) for one in decisions["single_records"]] == [
        (handle, ground, "P. de Boer")
    ]


def test_nothing_of_a_person_is_written_beside_the_zip(world: World, answered: str, tmp_path: Path) -> None:
    home = world.made.home
    mail = home.sandbox  # the sample company itself and its mailbox: there the data is at home
    exported(world, answered, tmp_path / "out.zip").close()
    needles = [world.made.asks.encode(), OTHER.encode(), NEIGHBOUR.encode(), b"for our lawyer"]
    for file in home.path.rglob("*"):
        if file.is_file() and mail not in file.parents:
            body = file.read_bytes()
            assert not [needle for needle in needles if needle in body], file.name
    assert sorted(file.name for file in tmp_path.iterdir()) == ["home", "out.zip", "words.txt"]


def test_without_a_typesetter_the_manifest_says_that_there_is_no_pdf_and_why(
    world: World, answered: str, tmp_path: Path
) -> None:
    with world.open() as belofte:
        ask = DossierAsk(answered, "P. de Boer")
        words = office_words(belofte.parts.policy)
        written = belofte.desk(DossierDesk).export(ask, tmp_path / "d.zip", NoPdf("not installed"), words)
    assert not written.pdf
    with zipfile.ZipFile(tmp_path / "d.zip") as dossier:
        assert manifest(dossier)["no_pdf"] == "not installed"
        assert "dossier.pdf" not in dossier.namelist()


def test_a_failure_of_the_typesetter_leaves_no_half_dossier_and_no_note(
    world: World, answered: str, tmp_path: Path
) -> None:
    def broken(data: str) -> bytes:
        raise OSError

    with world.open() as belofte, pytest.raises(OSError):
        words = office_words(belofte.parts.policy)
        belofte.desk(DossierDesk).export(DossierAsk(answered, "P. de Boer"), tmp_path / "d.zip", broken, words)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["home", "words.txt"]
    with exported(world, answered, tmp_path / "d.zip") as dossier:
        assert json.loads(dossier.read("decisions.json"))["dossiers_before"] == []


def test_no_dossier_over_a_file_of_an_unknown_request_or_of_a_copy_that_is_not_there(
    world: World, answered: str, tmp_path: Path
) -> None:
    there = tmp_path / "there.zip"
    there.write_bytes(b"mine")
    assert typed(world, "request", "export", answered, "--to", str(there), *BY)[0] == 2
    assert there.read_bytes() == b"mine"
    assert typed(world, "request", "export", "B-2222-222", "--to", str(tmp_path / "d.zip"), *BY)[0] == 2
    assert typed(world, "request", "export", answered, "--to", str(tmp_path / "no/d.zip"), *BY)[0] == 2
    fresh = received(world, "access", world.made.asks)
    assert typed(world, "request", "export", fresh, "--to", str(tmp_path / "d.zip"), "--with-copy", *BY)[0] == 1


def test_markup_in_the_persons_words_is_only_text_in_the_pdf() -> None:
    typeset = typesetter()
    assert not isinstance(typeset, NoPdf)
    text = '#panic("x") $ * _ <a> \\ #read("/etc/passwd")'
    data = {
        "title": text,
        "language": "nl",
        "day": [2026, 11, 22],
        "intro": [text],
        "sections": [
            {"title": text, "head": ["a", "b"], "rows": [[text, text]], "texts": [{"title": text, "text": text}]}
        ],
    }
    assert typeset(json.dumps(data)).startswith(b"%PDF")


def test_somebody_s_own_words_are_quoted_as_they_are() -> None:
    telling = Telling("en", "Europe/Amsterdam", lambda _key, _language: None)
    for words in ("1990-02-31", "0000-00-00", "1990-02-03"):
        assert telling.of("should_be", words) == words
