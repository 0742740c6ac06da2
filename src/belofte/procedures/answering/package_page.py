"""The readable page of a package: the person's own records under plain headings, without script or outside file."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "title": "Uw gegevens",
        "intro": "Dit is een kopie van de gegevens die {controller} over u heeft. De bestanden data.json en csv/ zijn "
        "voor een computer, deze pagina is om te lezen.",
        "processors": "Wie uw gegevens voor ons bewaren",
        "none": "Alleen wijzelf.",
        "category": "Categorie",
        "found": "Gevonden via",
        "records": "gegevens",
        "made": "Gemaakt op",
        "more": "De overige {count} staan in csv/{file}.",
    },
    "en": {
        "title": "Your data",
        "intro": "This is a copy of the data {controller} holds about you. The files data.json and csv/ are for a "
        "computer, this page is for reading.",
        "processors": "Who keeps your data for us",
        "none": "Only we ourselves.",
        "category": "Category",
        "found": "Found through",
        "records": "records",
        "made": "Made on",
        "more": "The other {count} are in csv/{file}.",
    },
}
AUTHORITY = "authority"
"""Reader of a package that is not for the person: it is addressed to nobody by ``you``."""
FOR_AUTHORITY: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "title": "Verstrekte gegevens",
        "intro": "Dit zijn de gegevens die {controller} op een bevel verstrekt, en niets daarbuiten. De bestanden "
        "data.json en csv/ zijn voor een computer, deze pagina is om te lezen.",
        "processors": "Wie deze gegevens bewaren",
        "none": "Alleen het bedrijf zelf.",
    },
    "en": {
        "title": "Disclosed data",
        "intro": "This is the data that {controller} discloses on an order, and nothing beyond it. The files data.json "
        "and csv/ are for a computer, this page is for reading.",
        "processors": "Who keeps this data",
        "none": "Only the company itself.",
    },
}
SHOWN_A_COLLECTION = 500
"""Rows of one collection on the readable page; all of them stand in JSON and CSV."""


def page_parts(
    records: Iterable[Mapping[str, Any]], head: Mapping[str, Any], tail: Mapping[str, Any]
) -> Iterator[bytes]:
    """A page to read: no script, no outside file, prints well."""
    words = _words(head)
    yield _page_top(head, tail, words).encode()
    current, shown = "", Counter[str]()
    for record in records:
        name = f"{record['system']}.{record['collection']}"
        meaning = head["collections"].get(name, {})
        if name != current:
            yield _collection_top(name, meaning, tail["counts"].get(name, 0), words).encode()
            current = name
        shown[name] += 1
        if shown[name] <= SHOWN_A_COLLECTION:
            yield _record_html(record, meaning.get("columns", {}), words).encode()
        elif shown[name] == SHOWN_A_COLLECTION + 1:
            more = words["more"].format(count=tail["counts"][name] - SHOWN_A_COLLECTION, file=f"{name}.csv")
            yield f"<p>{html.escape(more)}</p>".encode()
    yield b"</main></body></html>\n"


def _words(head: Mapping[str, Any]) -> Mapping[str, str]:
    words, other = (texts.get(head["language"], texts["en"]) for texts in (WORDS, FOR_AUTHORITY))
    return {**words, **other} if head.get("reader") == AUTHORITY else words


def _page_top(head: Mapping[str, Any], tail: Mapping[str, Any], words: Mapping[str, str]) -> str:
    held = "".join(
        f"<li>{html.escape(', '.join(filter(None, (p['name'], p['role'], p['country']))))}</li>"
        for p in tail["processors"]
    )
    listed = f"<ul>{held}</ul>" if held else f"<p>{words['none']}</p>"
    return (
        f'<!doctype html><html lang="{head["language"]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{words['title']}</title><style>{STYLE}</style></head><body><main><h1>{words['title']}</h1>"
        f"<p>{html.escape(words['intro'].format(controller=head['controller']))}</p>"
        f"<p>{words['made']} {head['made_at'][:10]}.</p><h2>{words['processors']}</h2>{listed}"
    )


def _collection_top(name: str, meaning: Mapping[str, Any], count: int, words: Mapping[str, str]) -> str:
    title = html.escape(f"{meaning.get('system', '')}: {name.split('.', 1)[1]}")
    category = html.escape(meaning.get("category", ""))
    return f"<h2>{title}</h2><p>{words['category']}: <b>{category}</b> · {count} {words['records']}</p>"


def _record_html(record: Mapping[str, Any], columns: Mapping[str, str], words: Mapping[str, str]) -> str:
    rows = "".join(
        f"<dt>{html.escape(columns.get(column, column))}</dt><dd>{html.escape(str(value))}</dd>"
        for column, value in record["fields"].items()
        if value is not None
    )
    return f"<dl>{rows}</dl><p class=via>{words['found']}: {html.escape(record['via'])}</p>"


STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;margin:0;color:#1b1b1b;background:#fff}main{max-width:48rem;margin:auto;"
    "padding:1rem}dl{display:grid;grid-template-columns:minmax(8rem,1fr) 2fr;gap:.2rem 1rem;margin:1rem 0 0;"
    "border-top:1px solid #bbb;padding-top:.6rem}dt{color:#555}dd{margin:0;overflow-wrap:anywhere}"
    ".via{color:#555;font-size:.85rem;margin:.2rem 0 0}@media(max-width:30rem){dl{grid-template-columns:1fr}}"
)
