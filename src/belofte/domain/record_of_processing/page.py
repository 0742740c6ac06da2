"""The record as one page of semantic HTML: no script, nothing loaded from elsewhere, prints well."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from belofte.domain.notice.wording import Both, day
from belofte.domain.policy_rules.finding import dutch
from belofte.domain.record_of_processing.making import Filled, ProcessingRecord, Row
from belofte.domain.record_of_processing.tables import SECURITY, Column, Table

_STYLE = """
:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;max-width:64rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.7rem;line-height:1.2}h2{margin-top:2.5rem;font-size:1.3rem}h3{margin:1.5rem 0 .4rem;font-size:1.05rem}
a{color:inherit}a:focus-visible{outline:3px solid;outline-offset:2px}
dl{display:grid;grid-template-columns:minmax(9rem,16rem) 1fr;gap:.2rem 1rem;margin:0}
dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}dd ul{margin:0;padding-left:1.1rem}
article{border-top:1px solid;padding-bottom:.6rem}.open{font-style:italic}.meta{opacity:.85}
.skip{position:absolute;left:-999px}.skip:focus{position:static}.example{border:2px solid;padding:.6rem 1rem}
@media(max-width:34rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}
@media print{.skip,nav{display:none}body{max-width:none;font-size:10pt}article{break-inside:avoid}h2{break-after:avoid}}
""".strip().replace("\n", "")

WORDS = {
    "title": Both("Verwerkingsregister van {controller}", "Record of processing of {controller}"),
    "skip": Both("Direct naar de tekst", "Skip to the text"),
    "made": Both("Gemaakt op {day} uit het beleid ({version}).", "Made on {day} from the policy ({version})."),
    "version": Both("versie {number}", "version {number}"),
    "as-written": Both("zoals het nu in de map staat", "as the folder has it now"),
    "open": Both("niet vermeld", "not stated"),
    "none": Both("Hier is niets vermeld.", "Nothing is stated here."),
    "opened": Both(
        "Wat de wet vraagt en nog niet vermeld is: {count}.", "What the law asks for and is not stated yet: {count}."
    ),
    "complete": Both("Alles wat de wet vraagt, is vermeld.", "All that the law asks for is stated."),
    "example": Both("Dit is een voorbeeld van een verzonnen bedrijf.", "This is an example of a made-up company."),
    "contents": Both("Inhoud", "Contents"),
}


def title_of(record: ProcessingRecord) -> str:
    """What the page is called."""
    return say("title", record.language, controller=record.controller)


def say(key: str, language: str, **values: object) -> str:
    """One of the page's own sentences."""
    return WORDS[key].in_(language).format(**values)


def made_of(record: ProcessingRecord) -> str:
    """From what it was made, and when."""
    language = record.language
    number = say("version", language, number=record.version) if record.version else say("as-written", language)
    return say("made", language, day=day(record.made_on).in_(language), version=number)


def counted(record: ProcessingRecord) -> str:
    """Whether all is stated, or how much is not."""
    return say("opened", record.language, count=record.open) if record.open else say("complete", record.language)


def article_of(table: Table, language: str) -> str:
    """Which part of the law asks for a table."""
    return dutch(table.article).replace("art.", "Art.", 1) if language == "nl" else table.article


def shown_columns(filled: Filled, row: Row) -> Iterator[tuple[Column, tuple[str, ...]]]:
    """The cells of a row that are worth a line: what is stated, and what should be (an empty text)."""
    for column in filled.table.columns:
        shown = row.cells[column.name].shown
        if column.name != "called" and (shown or column.needed):
            yield column, shown


def render_record(record: ProcessingRecord) -> str:
    """The whole page."""
    language = "nl" if record.language == "nl" else "en"
    title = escape(title_of(record))
    parts = "\n".join(_part(filled, language) for filled in record.tables)
    links = "".join(
        f'<li><a href="#{f.table.name}">{escape(f.table.heading.in_(language))}</a></li>' for f in record.tables
    )
    example = f'<p class="example">{say("example", language)}</p>' if record.example else ""
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f'<link rel="icon" href="data:,">\n<style>{_STYLE}</style>\n</head>\n<body>\n'
        f'<a class="skip" href="#{record.tables[0].table.name}">{say("skip", language)}</a>\n'
        f"<header><h1>{title}</h1>\n{example}"
        f'<p class="meta">{escape(made_of(record))} {escape(counted(record))}</p></header>\n'
        f'<nav aria-label="{say("contents", language)}"><ul>{links}</ul></nav>\n<main>\n{parts}\n</main>\n'
        "</body>\n</html>\n"
    )


def _part(filled: Filled, language: str) -> str:
    table = filled.table
    head = f'<section aria-labelledby="{table.name}"><h2 id="{table.name}">{escape(table.heading.in_(language))}</h2>'
    law = f'<p class="meta">{escape(article_of(table, language))}</p>'
    if not filled.rows:
        return f"{head}\n{law}\n<p>{say('none', language)}</p></section>"
    if table is SECURITY:
        items = "".join(f"<li>{escape('; '.join(row.cells['measure'].shown))}</li>" for row in filled.rows)
        return f"{head}\n{law}\n<ul>{items}</ul></section>"
    rows = "\n".join(_row(filled, row, language) for row in filled.rows)
    return f"{head}\n{law}\n{rows}\n</section>"


def _row(filled: Filled, row: Row, language: str) -> str:
    lines = "".join(
        f"<dt>{escape(column.label.in_(language))}</dt><dd>{_cell(shown, language)}</dd>"
        for column, shown in shown_columns(filled, row)
    )
    return f"<article><h3>{escape(row.title)}</h3><dl>{lines}</dl></article>"


def _cell(shown: tuple[str, ...], language: str) -> str:
    if not shown:
        return f'<span class="open">{say("open", language)}</span>'
    if len(shown) == 1:
        return escape(shown[0])
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in shown) + "</ul>"
