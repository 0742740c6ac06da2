"""The record of processing: it says what the facts say, in two languages, and tables of it can be read back in."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import date
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from belofte.bootstrap.sheets import read_sheets, write_xlsx
from belofte.cli.main import run
from belofte.domain.record_of_processing import TABLES, ProcessingRecord, RecordOf, make_record
from belofte.domain.record_of_processing.comparing import GivenTable, compare
from belofte.domain.record_of_processing.page import render_record
from belofte.domain.record_of_processing.sheets import record_csv, sheet_rows, value_of
from belofte.domain.record_of_processing.tables import PURPOSES, Words
from belofte.domain.record_of_processing.words import CHOICES, SUBJECTS
from belofte.loading.changing import WrittenFact, change_facts
from belofte.loading.countries import load_countries
from belofte.loading.folder import load_policy_folder
from belofte.loading.impact import load_criteria
from belofte.loading.problems import PolicyFolderError

EXAMPLES = Path(__file__).parents[2] / "examples"
WHOLE = ("linprofs", "webshop", "clinic")
DAY = date(2026, 11, 23)


def record_of(folder: Path, language: str = "en") -> ProcessingRecord:
    read = load_policy_folder(folder)
    of = RecordOf(read.policy, read.systems, read.on_behalf, load_countries(), load_criteria())
    return make_record(of, language, DAY)


def shown(record: ProcessingRecord, table: str, row: str, column: str) -> tuple[str, ...]:
    filled = next(one for one in record.tables if one.table.name == table)
    return next(one for one in filled.rows if one.name == row).cells[column].shown


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES / "linprofs", tmp_path / "policy"))


# --- what it says


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_examples_lack_nothing_that_the_law_asks(name: str, language: str) -> None:
    record = record_of(EXAMPLES / name, language)
    assert [(filled.table.name, filled.open) for filled in record.tables if filled.open] == []


def test_a_purpose_tells_whose_data_who_gets_it_where_and_how_long() -> None:
    record = record_of(EXAMPLES / "linprofs")
    assert shown(record, "purposes", "improving", "subjects") == ("visitors to the website",)
    assert "Google" in shown(record, "purposes", "improving", "recipients")
    assert shown(record, "purposes", "improving", "outside") == (
        "Google, the United States: Data Privacy Framework (Art. 45)",
    )
    assert "14 months" in shown(record, "purposes", "improving", "terms")[0]
    assert "customer database" in shown(record, "purposes", "service", "systems")
    assert shown(record, "purposes", "improving", "dpia.because") == ("systematic monitoring",)


def test_the_processor_s_side_names_each_controller_and_who_works_for_us() -> None:
    record = record_of(EXAMPLES / "linprofs", "nl")
    assert shown(record, "on-behalf", "korenbloem", "controller") == ("Bakkerij De Korenbloem B.V.",)
    assert shown(record, "on-behalf", "korenbloem", "sub_processors_allowed") == ("elke, na melding",)
    assert shown(record, "on-behalf-sub-processors", "korenbloem aws", "country") == ("Duitsland",)


def test_what_is_not_stated_is_said_to_be_not_stated(folder: Path) -> None:
    (folder / "texts" / "purposes.service.dpia.why.nl.md").unlink()
    change_facts(folder, [WrittenFact("purposes.service.dpia", None), WrittenFact("data.order.subjects", None)])
    record = record_of(folder)
    open_cells = {(filled.table.name, *cell) for filled in record.tables for cell in filled.open}
    assert open_cells == {("purposes", "service", "dpia.needed"), ("data", "order", "subjects")}
    page = render_record(record)
    assert page.count("not stated</span>") == 2 and "is not stated yet: 2" in page
    assert record_of(EXAMPLES / "linprofs-as-published").open > 20


def test_a_record_of_a_policy_full_of_gaps_is_open_and_not_an_error() -> None:
    record = record_of(EXAMPLES / "linprofs-as-published", "nl")
    assert "niet vermeld" in render_record(record)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_loads_nothing_and_cannot_be_made_to(folder: Path, language: str) -> None:
    evil = '<script>alert("x")</script>'
    change_facts(folder, [WrittenFact("security.access", evil), WrittenFact("controller.address", evil)])
    page = render_record(record_of(folder, language))
    assert "<script" not in page and "&lt;script&gt;" in page
    assert f'<html lang="{language}">' in page and "http" not in page.split("</style>")[0]


def test_both_languages_have_the_same_rows_and_no_word_is_left_english() -> None:
    dutch, english = (record_of(EXAMPLES / "linprofs", language) for language in ("nl", "en"))
    for one, other in zip(dutch.tables, english.tables, strict=True):
        assert [row.name for row in one.rows] == [row.name for row in other.rows]
        assert one.table.heading.nl != one.table.heading.en
        for column in one.table.columns:
            if column.words is Words.CHOICE:
                assert column.name in CHOICES, column.name
    for words in (SUBJECTS, *CHOICES.values()):
        assert all(both.nl and both.en for both in words.values())


def test_every_subject_of_the_examples_has_words() -> None:
    for name in WHOLE:
        read = load_policy_folder(EXAMPLES / name)
        used = {who for category in read.policy.data.values() for who in category.subjects}
        used |= {who for work in read.on_behalf.values() for who in work.subjects}
        assert used <= set(SUBJECTS)


# --- tables that go out and come back


@pytest.mark.parametrize("name", [*WHOLE, "linprofs-as-published"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_goes_out_comes_back_without_a_difference(name: str, language: str) -> None:
    record = record_of(EXAMPLES / name, language)
    book = write_xlsx({filled.table.name: sheet_rows(filled, language) for filled in record.tables})
    tables = list(read_sheets("record.xlsx", book))
    tables += [
        sheet
        for filled in record.tables
        if filled.rows
        for sheet in read_sheets("t.csv", record_csv(filled, language).encode())
    ]
    assert len(tables) > len(TABLES)
    other = record_of(EXAMPLES / name, "nl" if language == "en" else "en")
    for against in (record, other):
        found = compare(against, [GivenTable(one.head, one.rows) for one in tables], load_criteria().by_name)
        assert (found.changes, found.faults, found.remarks) == ((), (), ())


TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=0x24FF, exclude_categories=["Cc", "Cs", "Zl", "Zp"]))
ONE_LINE = TEXT.map(lambda text: f"a{text}b")
NAMES = st.sampled_from(["service", "improving", "invoicing"])
FACTS = st.one_of(
    st.tuples(NAMES.map(lambda name: f"purposes.{name}.dpia.why"), ONE_LINE),
    st.tuples(NAMES.map(lambda name: f"purposes.{name}.dpia.document"), ONE_LINE),
    st.tuples(NAMES.map(lambda name: f"purposes.{name}.dpia.review"), st.dates().map(date.isoformat)),
    st.tuples(NAMES.map(lambda name: f"purposes.{name}.label.nl"), ONE_LINE),
    st.tuples(st.sampled_from(["recipients.postnl.secrecy.document", "recipients.kpn.agreement.document"]), ONE_LINE),
    st.tuples(st.just("recipients.aws.agreement.points.c"), st.one_of(st.none(), ONE_LINE)),
    st.tuples(st.just("recipients.dhl.gets"), st.sampled_from([("parcel",), ("parcel", "order"), ("invoice",)])),
    st.tuples(st.sampled_from(["security.access", "security.new-one"]), ONE_LINE),
    st.tuples(
        st.just("on_behalf.korenbloem.data"),
        st.lists(ONE_LINE, min_size=1, unique=True).map(lambda one: tuple(dict.fromkeys(x.strip() for x in one))),
    ),
    st.tuples(st.sampled_from(["on_behalf.new-one.about", "on_behalf.korenbloem.dpo"]), ONE_LINE),
    st.tuples(st.just("recipients.exact.transfer"), st.just(None)),
    st.tuples(st.just("data.parcel.optional"), st.just(("phone",))),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(FACTS, max_size=6, unique_by=lambda fact: fact[0]))
def test_any_changed_table_read_into_another_folder_makes_it_the_same(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, str | tuple[str, ...] | None]]
) -> None:
    """The record of a changed folder, read into the unchanged one: afterwards both give the same record."""
    place = tmp_path_factory.mktemp("two")
    there, here = (Path(shutil.copytree(EXAMPLES / "linprofs", place / name)) for name in ("there", "here"))
    change_facts(there, [WrittenFact(path, value) for path, value in changes])
    went = record_of(there)
    book = write_xlsx({filled.table.name: sheet_rows(filled, "en") for filled in went.tables})
    given_tables = [GivenTable(one.head, one.rows) for one in read_sheets("r.xlsx", book)]
    found = compare(record_of(here), given_tables, load_criteria().by_name)
    assert not found.faults
    change_facts(here, [WrittenFact(change.path, change.after) for change in found.changes])
    for one, other in zip(went.tables, record_of(here).tables, strict=True):
        assert {row.name: row.cells for row in one.rows} == {row.name: row.cells for row in other.rows}


@given(parts=st.lists(ONE_LINE, min_size=1, unique=True))
def test_a_list_in_a_cell_keeps_its_items(parts: list[str]) -> None:
    uses = PURPOSES.column("uses")
    assert uses is not None
    clean = tuple(dict.fromkeys(part.strip() for part in parts))
    cell = "; ".join(part.replace("\\", "\\\\").replace(";", "\\;") for part in clean)
    assert value_of(uses, cell) == clean


def test_a_cell_that_a_spreadsheet_would_compute_is_text(folder: Path) -> None:
    change_facts(folder, [WrittenFact("controller.name", "=1+1"), WrittenFact("controller.phone", "+31 20 000 0000")])
    record = record_of(folder)
    row = list(csv.reader(io.StringIO(record_csv(record.tables[0], "en"))))[1]
    assert "'=1+1" in row and "'+31 20 000 0000" in row and "=1+1" not in row
    back = read_sheets("t.csv", record_csv(record.tables[0], "en").encode())[0]
    assert compare(record, [GivenTable(back.head, back.rows)], ()).changes == ()


# --- the command


def csv_of(folder: Path, table: str) -> list[list[str]]:
    assert run(["record", "--policy", str(folder), "--out", str(folder.parent / "out"), "--lang", "en"]) == 0
    with (folder.parent / "out" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def read_back(folder: Path, rows: list[list[str]], *more: str) -> int:
    source = folder.parent / "changed.csv"
    with source.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return run(["record", "--policy", str(folder), "--read", str(source), "--lang", "en", *more])


def changed_lines(folder: Path) -> list[str]:
    before = (EXAMPLES / "linprofs" / "policy.yaml").read_text().splitlines()
    return [line for line in (folder / "policy.yaml").read_text().splitlines() if line not in before]


def test_a_change_is_shown_first_and_written_when_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = csv_of(folder, "recipients")
    aws = next(row for row in rows if row[0] == "aws")
    aws[rows[0].index("agreement until")] = "2027-03-01"
    capsys.readouterr()
    assert read_back(folder, rows) == 0
    out = capsys.readouterr().out
    assert "recipients.aws.agreement.until: 2027-03-01" in out and "Nothing was written" in out
    assert changed_lines(folder) == []
    assert read_back(folder, rows, "--write") == 0
    assert len(changed_lines(folder)) == 1
    agreement = load_policy_folder(folder).policy.recipients["aws"].agreement
    assert agreement is not None and agreement.until == date(2027, 3, 1)
    capsys.readouterr()
    assert read_back(folder, rows) == 0
    assert "No difference" in capsys.readouterr().out


def test_facts_that_are_published_bear_their_version_and_changed_ones_none(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a company hands to the authority does not say of itself that it was never published."""

    def version() -> int:
        assert run(["record", "--json", "--policy", str(folder)]) == 0
        return json.loads(capsys.readouterr().out)["policy_version"]

    assert version() == 0
    assert run(["publish", "--policy", str(folder)]) == 0, capsys.readouterr().err
    capsys.readouterr()
    assert version() == 1
    change_facts(folder, [WrittenFact("recipients.transip.agreement.until", "2030-01-01")])
    assert version() == 0


def test_a_fault_is_told_by_row_and_nothing_is_half_in(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = csv_of(folder, "recipients")
    head = rows[0]
    rows[1][head.index("country")] = "Nowhere"
    rows[2][head.index("secrecy until")] = "31-02-2027"
    rows[3][head.index("gets")] = "unheard-of"
    rows[4][head.index("agreement until")] = "2030-01-01"
    rows.append(["Not A Name", *[""] * (len(head) - 1)])
    before = (folder / "policy.yaml").read_bytes()
    capsys.readouterr()
    assert read_back(folder, rows, "--write") == 1
    told = capsys.readouterr().err
    for place in ("recipients 2 country:", "recipients 3 secrecy.until:", "recipients 4 gets:", f"{len(rows)}:"):
        assert place in told
    assert "unheard-of" in told and "agreement.until" not in told
    assert (folder / "policy.yaml").read_bytes() == before


def test_a_row_that_is_new_becomes_a_fact_and_one_that_is_gone_stays(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = csv_of(folder, "sub-processors")
    head = rows[0]
    assert head[0] == "sub-processors"
    fresh = dict(zip(head, [""] * len(head), strict=True))
    fresh |= {"sub-processors": "aws storage-north", "country": "SE", "does": "storage", "object by": "2027-01-15"}
    assert read_back(folder, [head, list(fresh.values())], "--write") == 0
    (sub,) = load_policy_folder(folder).policy.recipients["aws"].sub_processors
    assert (sub.name, sub.country, sub.object_by) == ("storage-north", "SE", date(2027, 1, 15))
    purposes = csv_of(folder, "purposes")
    capsys.readouterr()
    assert read_back(folder, [purposes[0], *purposes[2:]], "--write") == 0
    assert "service is not in the table and stays in the policy" in capsys.readouterr().out
    assert "service" in load_policy_folder(folder).policy.purposes


def test_the_json_follows_the_schema_that_ships(capsys: pytest.CaptureFixture[str]) -> None:
    schema = json.loads(files("belofte.data").joinpath("record-of-processing.schema.json").read_text("utf-8"))
    for name in (*WHOLE, "linprofs-as-published"):
        assert run(["record", "--policy", str(EXAMPLES / name), "--json"]) == 0
        jsonschema.validate(json.loads(capsys.readouterr().out), schema)


def test_the_criteria_are_told_with_their_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["record", "--criteria", "--lang", "en"]) == 0
    assert "special categories or criminal data on a large scale" in capsys.readouterr().out
    assert run(["record", "--criteria", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert all(one["source"] and one["seen"] for one in told["criteria"]) and len(told["criteria"]) == 29
    known = load_criteria()
    assert known.demands(["health"], "NL") and not known.demands(["health"], "BE")
    assert known.demands(["large-scale", "sensitive"], "BE") and not known.demands(["sensitive"], "NL")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--lang", "fr"], 2),
        (["--write"], 2),
        (["--format", "xlsx"], 2),
        (["--read", "nowhere.csv"], 2),
        (["--out", "/nowhere/at/all.html"], 2),
    ],
)
def test_wrong_use_says_what_to_do(arguments: list[str], status: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["record", "--policy", str(EXAMPLES / "webshop"), *arguments]) == status
    assert "→" in capsys.readouterr().err


def test_a_folder_that_would_no_longer_load_is_left_as_it_was(folder: Path) -> None:
    before = {file: file.read_bytes() for file in folder.rglob("*.yaml")}
    with pytest.raises(PolicyFolderError):
        change_facts(
            folder,
            [WrittenFact("on_behalf.korenbloem.about", "other"), WrittenFact("recipients.aws.country", "Nowhere")],
        )
    assert {file: file.read_bytes() for file in folder.rglob("*.yaml")} == before
