"""Moving in: open requests with their true dates, the old register, staff, consents, recipients and documents."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from tests.rights.commands import may, received, told, typed
from tests.worlds import World

from belofte.bootstrap.sheets import read_sheet
from belofte.domain.errors import BelofteError
from belofte.domain.rights.names import HANDLED
from belofte.loading.folder import load_policy_folder
from belofte.loading.import_columns import TABLES
from belofte.loading.importing import read_csv, rows_of, template
from belofte.procedures.intake.taking_over import Looked, Rows, TakingOver
from belofte.procedures.intake.taking_over_people import look_at_staff
from belofte.procedures.parts import Parts
from belofte.store_port import Transaction

BY = ("--by", "P. de Boer")
NAME = "Wietske Ydema"


def table(tmp_path: Path, *lines: str, name: str = "table.csv") -> Path:
    file = tmp_path / name
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def taken(world: World, file: Path, kind: str, *more: str) -> dict[str, Any]:
    return told(world, "import", str(file), "--kind", kind, *BY, *more)["import"]


def refused(world: World, file: Path, kind: str) -> str:
    status, said = typed(world, "import", str(file), "--kind", kind, *BY)
    assert status == 1, said
    return said


def queue(world: World) -> list[dict[str, Any]]:
    return told(world, "request", "list")["requests"]


def test_an_open_request_keeps_the_day_on_which_it_reached_the_company(world: World, tmp_path: Path) -> None:
    address = world.made.asks
    file = table(
        tmp_path,
        "ontvangen;recht;adres;kanaal;woorden;vastgesteld",
        f"2-11-2026;inzage;{address};post;Graag inzage;teruggebeld op het bekende nummer",
        f"2026-11-10T09:30;erasure;{address};mail;;",
    )
    known = taken(world, file, "requests")
    assert (known["taken"], known["known"], len(known["references"])) == (2, 0, 2)
    rows = {row["right"]: row for row in queue(world)}
    asked = told(world, "due", "--received", "2026-11-02", "--right", "access")
    assert rows["access"]["due"] == asked["due"]
    assert rows["access"]["received_at"].startswith("2026-11-01T23:00")  # midnight where the company is
    assert rows["erasure"]["received_at"].startswith("2026-11-10T08:30")
    assert rows["access"]["state"] != "received"  # it was settled who asks
    assert rows["erasure"]["waiting"] == "confirmation"  # it was not: the person gets the link
    shown = told(world, "request", "show", rows["access"]["reference"])["case"]
    assert shown["plan"] is not None


def test_a_second_time_the_same_file_changes_nothing(world: World, tmp_path: Path) -> None:
    file = table(tmp_path, "received,right,address", f"2026-11-10,access,{world.made.asks}")
    assert taken(world, file, "requests")["taken"] == 1
    again = taken(world, file, "requests")
    assert (again["again"], again["taken"], len(queue(world))) == (True, 0, 1)
    grown = table(
        tmp_path,
        "received,right,address",
        f"2026-11-10,access,{world.made.asks}",
        f"2026-11-11,access,{world.made.leaves}",
    )
    third = taken(world, grown, "requests")
    assert (third["taken"], third["known"]) == (1, 1)
    assert len(queue(world)) == 2


def test_every_fault_is_named_by_row_and_column_and_nothing_is_half_in(world: World, tmp_path: Path) -> None:
    file = table(
        tmp_path,
        "received,right,address,name",
        f"2026-11-10,access,{world.made.asks},{NAME}",
        f"31-2-2026,access,{world.made.asks},{NAME}",
        f"2026-11-10,zien,{world.made.asks},{NAME}",
        f",access,{world.made.asks},{NAME}",
    )
    said = refused(world, file, "requests")
    assert "Nothing was taken over: 3 faults." in said
    assert all(place in said for place in ("row 3, received", "row 4, right", "row 5, received"))
    assert "use one of: access" in said
    assert NAME not in said and world.made.asks not in said
    later = table(
        tmp_path,
        "received,right,address",
        f"2026-11-10,access,{world.made.asks}",
        "2026-11-10,access,geen adres",
        f"2090-01-01,access,{world.made.asks}",
    )
    said = refused(world, later, "requests")
    assert "row 3" in said and "row 4" in said and "geen adres" not in said
    assert queue(world) == []


AT_ONCE = {
    "requests": ("received,right,address,identified", "31-2-2026,zien,geen adres,BSN 111222333"),
    "consents": ("who,purpose,given,words", "niemand,reclame,31-2-2026,Ja"),
    "members": ("name,role,start,email,accounts,signed", "Jan de Wit,beheer,31-2-2026,jan,nergens=jan,2026-01-01"),
    "recipients": ("name,role,gets,country", "Öl!,bakker,alles,Nederland"),
}
"""Of each kind a row of which every cell is wrong: by its form, or by what the policy and the law say of it."""


@pytest.mark.parametrize("kind", AT_ONCE)
def test_everything_that_is_wrong_with_a_row_is_said_at_once(world: World, tmp_path: Path, kind: str) -> None:
    said = refused(world, table(tmp_path, *AT_ONCE[kind]), kind)
    named = set(re.findall(r"row 2, (\w+)", said))
    columns = set(AT_ONCE[kind][0].split(",")) - WELL[kind]
    assert columns <= named, said


WELL = {"requests": set[str](), "consents": {"words"}, "members": {"name", "role", "signed"}, "recipients": set[str]()}
"""What cannot be wrong, or is told under the name of its neighbour: a signature's date under its document."""


def test_a_dry_run_looks_at_every_row_and_writes_nothing(world: World, tmp_path: Path) -> None:
    file = table(tmp_path, "received,right,address", f"2026-11-10,access,{world.made.asks}")
    assert told(world, "import", str(file), "--kind", "requests", "--dry-run")["import"]["taken"] == 1
    assert queue(world) == []
    assert world.letters_to(world.made.asks) == []
    assert typed(world, "import", str(file), "--kind", "requests")[0] == 2  # who takes it over must be named
    assert taken(world, file, "requests")["taken"] == 1


def test_the_old_register_is_marked_and_its_erasures_keep_their_months_only(world: World, tmp_path: Path) -> None:
    file = table(
        tmp_path,
        "ontvangen,afgesloten,recht,uitkomst,wet_gehaald,belofte_gehaald,beantwoord",
        "2025-03-04,2025-04,erasure,done,ja,nee,2025-04-01",
        "2025-05-06,2025-05-20,access,answered,ja,,2025-05-19",
    )
    assert taken(world, file, "register")["taken"] == 2
    register = told(world, "register")
    assert register["complete"] and register["handled"] == 2
    erasure, access = register["rows"]
    assert all(row["id"].startswith("taken-over-") for row in register["rows"])
    assert (erasure["month_in"], erasure["month_out"], erasure["received_on"]) == ("2025-03", "2025-04", None)
    assert (erasure["promise_kept"], erasure["law_kept"], erasure["answered_on"]) == (False, True, None)
    assert (access["received_on"], access["promise_kept"]) == ("2025-05-06", None)
    assert typed(world, "register")[0] == 0


def test_nothing_is_added_to_a_month_of_the_register_that_is_sealed(world: World, tmp_path: Path) -> None:
    head = "received,closed,right,outcome,law_kept"
    assert taken(world, table(tmp_path, head, "2025-03,2025-04,access,done,yes"), "register")["taken"] == 1
    with world.open() as belofte, belofte.parts.store.transaction() as tx:
        assert tx.register.seal_months("2026-01")
    said = refused(world, table(tmp_path, head, "2025-03,2025-04,access,refused,yes"), "register")
    assert "row 2, closed: The register of this month is sealed" in said
    assert told(world, "register")["changed_months"] == []
    said = refused(world, table(tmp_path, head, "2025-03,2025-02,access,done,yes"), "register")
    assert "closed before it came in" in said


def test_staff_get_accounts_and_an_account_that_is_there_stays_as_it_is(world: World, tmp_path: Path) -> None:
    file = table(tmp_path, "naam,rol", "P. de Boer,privacy-officer", f"{NAME},auditor")
    assert taken(world, file, "staff")["taken"] == 2
    grown = table(tmp_path, "name,role", "P. de Boer,privacy-officer", "A. Visser,")
    second = taken(world, grown, "staff")
    assert (second["taken"], second["known"]) == (1, 1)
    users = {user["name"]: user["role"] for user in told(world, "user", "list")["users"]}
    assert users == {"P. de Boer": "privacy-officer", NAME: "auditor", "A. Visser": "staff"}
    said = refused(world, table(tmp_path, "name,role", "New One,staff", f"{NAME},staff"), "staff")
    assert "row 3, name" in said
    assert len(told(world, "user", "list")["users"]) == 3


def test_consents_come_with_their_moment_and_words_and_revive_nothing(world: World, tmp_path: Path) -> None:
    purpose = consent_purpose(world)
    who, other = world.made.asks, world.made.leaves
    file = table(
        tmp_path,
        "wie,doel,gegeven,tekst,ingetrokken",
        f'{who},{purpose},2024-05-01,"Ja, mail mij",',
        f"{other},{purpose},2024-05-01,Ja graag,2024-06-01",
    )
    assert taken(world, file, "consents")["taken"] == 2
    assert (may(world, who, purpose), may(world, other, purpose)) == ("yes", "no-consent")
    (yes,) = told(world, "consent", "show", who)["records"]
    assert yes["collection_method"] == "import"
    assert yes["events"][0]["time"].startswith("2024-04-30T22:00")
    assert taken(world, file, "consents")["again"]
    again = table(
        tmp_path,
        "who,purpose,given,words",
        f"anna@nieuw.example,{purpose},2024-05-01,Ja",
        f"{other},{purpose},2024-07-01,Ja graag",
    )
    said = refused(world, again, "consents")
    assert "row 3: The person stopped this" in said
    assert may(world, "anna@nieuw.example", purpose) == "no-consent"


def consent_purpose(world: World) -> str:
    with world.open() as belofte:
        policy = belofte.parts.policy
        return next(name for name, purpose in policy.purposes.items() if purpose.basis == "consent")


def test_recipients_and_documents_become_facts_that_the_folder_takes(world: World, tmp_path: Path) -> None:
    folder = world.made.home.policy
    category = next(iter(load_policy_folder(folder).policy.data))
    file = table(
        tmp_path,
        "naam;rol;opschrift;doet;krijgt;land;contact",
        f'Snelle Koerier;processor;"Koerier: ""Snel"" & co";delivery;{category};NO;privacy@koerier.example',
    )
    answer = told(world, "import", str(file), "--kind", "recipients")
    assert list(answer["facts"]) == ["snelle-koerier"]
    pasted(folder, answer["yaml"])
    added = load_policy_folder(folder).policy.recipients["snelle-koerier"]
    assert (added.country, added.contact, added.gets) == ("NO", "privacy@koerier.example", (category,))
    assert told(world, "import", str(file), "--kind", "recipients")["yaml"] == ""
    papers = table(
        tmp_path,
        "ontvanger,is,bestand,ondertekend",
        "snelle-koerier,agreement,documents/koerier.txt,",
        "snelle-koerier,secrecy,documents/koerier.txt,1-5-2024",
    )
    facts = told(world, "import", str(papers), "--kind", "documents")["facts"]["snelle-koerier"]
    assert facts["agreement"] == "documents/koerier.txt"
    assert facts["secrecy"] == {"basis": "contract", "document": "documents/koerier.txt", "signed": "2024-05-01"}
    said = refused(world, table(tmp_path, "recipient,is,file", "niemand,agreement,a.txt"), "documents")
    assert "row 2, recipient" in said


def pasted(folder: Path, yaml: str) -> None:
    file = folder / "policy.yaml"
    text = file.read_text("utf-8")
    head = next(line for line in text.splitlines() if line.startswith("recipients:"))
    file.write_text(text.replace(head, f"{head}\n{yaml.partition(chr(10))[2].rstrip()}", 1), "utf-8")


def test_a_spreadsheet_is_read_like_the_csv(world: World, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["ontvangen", "recht", "adres", "klantnummer", None])
    sheet.append([date(2026, 11, 10), "access", world.made.asks, 1042.0, None])
    book.save(tmp_path / "open.xlsx")
    assert taken(world, tmp_path / "open.xlsx", "requests")["taken"] == 1
    assert queue(world)[0]["received_at"].startswith("2026-11-09T23:00")
    fake = tmp_path / "fake.xlsx"
    fake.write_bytes(b"no spreadsheet")
    assert typed(world, "import", str(fake), "--kind", "requests", *BY)[0] == 2


def test_a_template_has_every_column_in_both_languages_and_is_read_again(world: World) -> None:
    for kind, columns in TABLES.items():
        for language in ("nl", "en"):
            sheet = read_csv((template(kind, language) + "x\n").encode())
            assert len(sheet.head) == len(columns)
        status, said = typed(world, "import", "--template", kind, "--language", "nl")
        assert (status, said) == (0, template(kind, "nl"))
    assert told(world, "import", "--template", "staff")["columns"][0]["needed"] is True


def test_what_goes_wrong_halfway_takes_back_what_went_in_before(world: World, tmp_path: Path) -> None:
    def broken(parts: Parts, tx: Transaction, rows: Rows, by: str) -> Looked:
        found = look_at_staff(parts, tx, rows, by)
        found.acts.insert(1, lambda tx: tx.vault.put("no such case", "words", b""))
        return found

    file = b"name\nP. de Boer\nA. Visser\n"
    rows = rows_of(read_csv(file), "staff")
    with world.open() as belofte:
        desk = belofte.desk(TakingOver)
        with pytest.raises(BelofteError):
            desk.take("staff", broken, rows, "P. de Boer", file)
        assert told(world, "user", "list")["users"] == []
        assert desk.take("staff", look_at_staff, rows, "P. de Boer", file).taken == 2


@pytest.mark.parametrize("right", HANDLED)
def test_an_open_request_of_every_right_goes_on_here(world: World, tmp_path: Path, right: str) -> None:
    file = table(
        tmp_path,
        "received,right,address,identified",
        f"2026-11-10,{right},{world.made.asks},called back on the known number",
    )
    (reference,) = taken(world, file, "requests")["references"]
    shown = told(world, "request", "show", reference)["case"]
    assert shown["row"]["received_at"].startswith("2026-11-09T23:00")
    assert shown["row"]["state"] in {"planned", "acting", "answered"} or shown["row"]["waiting"] == "office"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The table is empty"),
        (b"\xff\xfenaam", "not text in UTF-8"),
        (b"naam,leeftijd\nx,3\n", "leeftijd"),
        (b"rol\nstaff\n", "A column is missing: name"),
        (b"naam,name\nx,y\n", "twice"),
        (b'naam\n"open', "quotation mark"),
        (b"naam,rol\nx,staff,y\n", "more cells than the head"),
    ],
)
def test_a_table_that_is_none_is_refused_with_a_remedy(data: bytes, words: str) -> None:
    with pytest.raises(BelofteError) as refusal:
        rows_of(read_csv(data), "staff")
    assert words in str(refusal.value) and "→" in str(refusal.value)


@given(
    st.lists(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"))).map(str.strip), min_size=1, max_size=5)
)
def test_whatever_stands_in_a_cell_comes_out_as_it_went_in(names: list[str]) -> None:
    import csv

    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerows([["naam", "rol"], *([name or "x", ""] for name in names)])
    found = rows_of(read_sheet("a.csv", text.getvalue().encode()), "staff")
    assert [row["name"] for _, row in found] == [name or "x" for name in names]


def test_no_address_of_a_table_lies_readable_in_the_store(world: World, tmp_path: Path) -> None:
    address = "wietske@ergens.example"
    taken(world, table(tmp_path, "received,right,address,name", f"2026-11-10,access,{address},{NAME}"), "requests")
    home = world.made.home
    for file in home.path.rglob("*"):
        if file.is_file() and home.sandbox not in file.parents:
            body = file.read_bytes()
            assert address.encode() not in body and NAME.encode() not in body, file.name
    assert received(world, "access", address)  # a further request of hers finds its way as always
    assert json.dumps(queue(world)).count("access") == 2


def test_the_page_about_moving_in_names_every_column() -> None:
    page = (Path(__file__).parents[2] / "docs" / "import.md").read_text("utf-8")
    for kind, columns in TABLES.items():
        part = page.partition(f"\n### {kind}\n")[2].partition("\n#")[0]
        for column in columns:
            assert f"| `{column.name}` | `{column.dutch}` | {'yes' if column.needed else 'no'} |" in part, column.name
