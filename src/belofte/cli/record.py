"""``belofte record``: the record of processing (Art. 30), as a page, tables or JSON, and read back in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, PolicyDir, print_json
from belofte.domain.errors import Refused, WrongUse

if TYPE_CHECKING:
    from belofte.domain.policy import Policy, Text
    from belofte.domain.record_of_processing import ProcessingRecord, RecordOf
    from belofte.domain.record_of_processing.comparing import Compared, GivenTable


class Form(StrEnum):
    """How the record is written."""

    HTML = "html"
    CSV = "csv"
    XLSX = "xlsx"


def record(
    language: Annotated[str, typer.Option("--lang", help="nl or en.")] = "nl",
    form: Annotated[Form | None, typer.Option("--format", help="html, csv or xlsx; default: as --out ends.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Where to write it: a file, or for csv a folder with a file a table.")
    ] = None,
    read: Annotated[
        Path | None, typer.Option("--read", help="Tables that come back: .xlsx, .csv, or a folder of .csv.")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="With --read: put the differences into the folder.")] = False,
    criteria: Annotated[
        bool, typer.Option("--criteria", help="When an impact assessment is needed (Art. 35).")
    ] = False,
    policy: PolicyDir = DEFAULT_POLICY,
    as_json: AsJson = False,
) -> None:
    """The record of processing of the folder: controller's side and processor's side (Art. 30 GDPR).

    Without --out it says what is there and what the law still asks. --read shows what a changed table would change,
    a line a fact; with --write it is put into the folder, all of it or nothing.

    Examples:
      belofte record --out record.html --lang en
      belofte record --out record.xlsx
      belofte record --read record.xlsx
      belofte record --read record.xlsx --write
    """
    if language not in ("nl", "en"):
        raise WrongUse(f"There is no record in {language}.", "use --lang nl or --lang en")
    if criteria:
        _print_criteria(language, as_json)
    elif read is not None:
        _read_back(policy, read, language, write=write, as_json=as_json)
    elif write:
        raise WrongUse("There is nothing to write.", "name the tables: --read record.xlsx --write")
    else:
        _write_out(_made(_record_of(policy), language), form, out, as_json)


def _record_of(folder: Path) -> RecordOf:
    from belofte.domain.record_of_processing import RecordOf
    from belofte.loading.countries import load_countries
    from belofte.loading.folder import load_policy_folder
    from belofte.loading.impact import load_criteria

    if not folder.is_dir():
        raise WrongUse(f"There is no policy folder {folder}.", "Name it with --policy.")
    read = load_policy_folder(folder)
    policy = _as_published(folder, read.policy)
    return RecordOf(policy, read.systems, read.on_behalf, load_countries(), load_criteria())


def _as_published(folder: Path, policy: Policy) -> Policy:
    """The folder's facts under the number of the version in force, where they are the same; else as they are: not
    published yet."""
    from belofte.loading.published import load_version, version_in_force

    version = version_in_force(folder, _today(policy))
    if version is None:
        return policy
    published = load_version(version)
    is_same = replace(policy, version=published.version, positions=published.positions) == published
    return replace(policy, version=published.version) if is_same else policy


def _today(policy: Policy) -> date:
    from belofte.loading.countries import day_there, load_countries

    return day_there(datetime.now(UTC), policy, load_countries())


def _made(of: RecordOf, language: str) -> ProcessingRecord:
    from belofte.domain.record_of_processing import make_record

    return make_record(of, language, _today(of.policy))


def _write_out(made: ProcessingRecord, form: Form | None, out: Path | None, as_json: bool) -> None:
    from belofte.domain.record_of_processing.page import render_record
    from belofte.domain.record_of_processing.told import as_fields

    if as_json:
        print_json("record", **as_fields(made))
        return
    if out is None and form is None:
        _print_summary(made)
        return
    form = form or _form_of(out)
    if out is None:
        if form is not Form.HTML:
            raise WrongUse(f"{form} needs a place.", "name it with --out")
        typer.echo(render_record(made), nl=False)
        return
    try:
        written = _write_files(made, form, out)
    except OSError as error:
        raise WrongUse(f"{out} cannot be written: {error.strerror}.", "Name another place with --out.") from error
    typer.echo("\n".join(f"Written: {path}" for path in written))


def _form_of(out: Path | None) -> Form:
    suffix = out.suffix.lower().removeprefix(".") if out else ""
    if suffix in ("htm", *Form):
        return Form("html" if suffix == "htm" else suffix)
    return Form.CSV


def _write_files(made: ProcessingRecord, form: Form, out: Path) -> list[Path]:
    from belofte.bootstrap.sheets import write_xlsx
    from belofte.domain.record_of_processing.page import render_record
    from belofte.domain.record_of_processing.sheets import record_csv, sheet_rows

    if form is Form.HTML:
        out.write_text(render_record(made), "utf-8")
        return [out]
    if form is Form.XLSX:
        out.write_bytes(write_xlsx({f.table.name: sheet_rows(f, made.language) for f in made.tables}))
        return [out]
    out.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    for filled in made.tables:
        files.append(out / f"{filled.table.name}.csv")
        files[-1].write_text(record_csv(filled, made.language), "utf-8-sig", newline="")
    return files


def _print_summary(made: ProcessingRecord) -> None:
    from belofte.domain.record_of_processing.page import counted, made_of, title_of

    typer.echo(title_of(made))
    typer.echo(made_of(made))
    for filled in made.tables:
        typer.echo(f"  {len(filled.rows):4}  {filled.table.heading.in_(made.language)}")
    typer.echo(counted(made))
    for filled in made.tables:
        for row, column in filled.open:
            known = filled.table.column(column)
            typer.echo(f"  {filled.table.name}: {row}: {known.label.in_(made.language) if known else column}")


def _read_back(folder: Path, source: Path, language: str, *, write: bool, as_json: bool) -> None:
    from belofte.domain.record_of_processing.comparing import compare
    from belofte.loading.changing import change_facts, changed_files
    from belofte.loading.record_reading import checked, facts_to_write

    of = _record_of(folder)
    made = _made(of, language)
    compared = checked(compare(made, _tables(source), of.criteria.by_name))
    if compared.faults:
        raise NotRead(compared, language)
    facts = facts_to_write(compared.changes)
    files = change_facts(folder, facts) if write else tuple(changed_files(folder, facts))
    _print_compared(compared, [str(file.relative_to(folder)) for file in files], language, write, as_json)


class NotRead(Refused):
    """Nothing of the tables was taken over; every fault by table and row."""

    def __init__(self, compared: Compared, language: str) -> None:
        faults = sorted(compared.faults, key=lambda fault: (fault.table, fault.row, fault.column))
        rows = [
            f"{one.table} {one.row}{f' {one.column}' if one.column else ''}: {one.what.in_(language)}" for one in faults
        ]
        head = {"nl": "Er is niets overgenomen; dit klopt niet:", "en": "Nothing was taken over; this is not right:"}
        super().__init__("\n".join([head[language], *rows]))


def _tables(source: Path) -> list[GivenTable]:
    from belofte.bootstrap.sheets import read_sheets
    from belofte.domain.record_of_processing.comparing import GivenTable

    files = sorted(source.glob("*.csv")) if source.is_dir() else [source]
    if not files:
        raise WrongUse(f"There are no tables in {source}.", "name an .xlsx, a .csv or a folder with .csv files")
    found: list[GivenTable] = []
    for file in files:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise WrongUse(f"{file} cannot be read: {error.strerror}.", "name a file that exists") from error
        found += [GivenTable(sheet.head, sheet.rows) for sheet in read_sheets(file.name, data)]
    return found


def _print_compared(compared: Compared, files: list[str], language: str, write: bool, as_json: bool) -> None:
    from belofte.loading.record_reading import as_line

    if as_json:
        print_json(
            "record.read",
            changes=[
                {
                    "fact": c.path,
                    "before": c.before,
                    "after": c.after,
                    "table": c.table,
                    "row": c.row,
                    "column": c.column,
                }
                for c in compared.changes
            ],
            remarks=[_both(text) for text in compared.remarks],
            files=files,
            written=write,
        )
        return
    for text in compared.remarks:
        typer.echo(f"  {text.in_(language)}")
    for change in compared.changes:
        typer.echo(as_line(change))
    if not compared.changes:
        typer.echo({"nl": "Geen verschil met het beleid.", "en": "No difference from the policy."}[language])
    elif write:
        typer.echo({"nl": "Geschreven: ", "en": "Written: "}[language] + ", ".join(files))
    else:
        typer.echo(
            {"nl": "Niets is geschreven; doe het met --write.", "en": "Nothing was written; do so with --write."}[
                language
            ]
        )


def _both(text: Text) -> dict[str, str]:
    return dict(text.by_language)


def _print_criteria(language: str, as_json: bool) -> None:
    from belofte.loading.impact import load_criteria

    known = load_criteria()
    if as_json:
        print_json("record.criteria", signs=known.signs, criteria=list(known.by_name.values()))
        return
    heads = {
        "law": {"nl": "Een hiervan is genoeg (art. 35 lid 3):", "en": "One of these is enough (Art. 35(3)):"},
        "authority": {
            "nl": "Een hiervan is genoeg (lijst van de AP):",
            "en": "One of these is enough (the AP's list):",
        },
        "sign": {
            "nl": f"Vanaf {known.signs} samen meestal nodig:",
            "en": f"From {known.signs} together mostly needed:",
        },
    }
    for weight, head in heads.items():
        typer.echo(head[language])
        for one in known.by_name.values():
            if one.weight == weight:
                typer.echo(f"  {one.name:24} {one.label.in_(language)}")
