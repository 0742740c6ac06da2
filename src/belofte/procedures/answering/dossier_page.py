"""What is read of a dossier: the same sections as one page of HTML and as the data of a PDF.

The page loads nothing from outside and runs no script; every word is escaped, for the person's own words stand in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from html import escape
from typing import Any

from belofte.domain.policy import Text
from belofte.domain.rights.planning import LETTERS
from belofte.procedures.answering.dossier import Material
from belofte.procedures.answering.dossier_words import Telling


@dataclass(frozen=True, slots=True)
class Passage:
    """A longer text under its own heading."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the dossier: a table, longer texts, or both."""

    title: str
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    texts: Sequence[Passage] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The whole dossier as it is read."""

    title: str
    language: str
    day: date
    intro: Sequence[str]
    sections: Sequence[Section]


WORDS: Mapping[str, Text] = {
    key: Text({"nl": dutch, "en": english})
    for key, dutch, english in (
        ("title", "Dossier van verzoek {reference}", "Dossier of request {reference}"),
        ("made", "Gemaakt op {day} door {by}, namens {controller}.", "Made on {day} by {by}, for {controller}."),
        ("why", "Waarom: {reasons}", "Why: {reasons}"),
        (
            "others-out",
            "Gegevens over anderen zijn weggelaten ({count} plaatsen). Namen zonder aanspreektitel herkent het "
            "programma niet: lees de teksten na voor u dit dossier geeft.",
            "Other people's data was left out ({count} places). Names without a title are not recognised: read the "
            "texts before you hand this dossier over.",
        ),
        (
            "others-in",
            "Gegevens over anderen staan erin: dat heeft de genoemde persoon beslist.",
            "Other people's data is in it: the person named above decided so.",
        ),
        (
            "check",
            "manifest.json noemt van elk bestand de SHA-256. evidence/ bevat per handeling het bewijs dat zij in het "
            "ondertekende logboek staat; evidence/README.txt zegt hoe u dat nagaat.",
            "manifest.json names the SHA-256 of every file. evidence/ holds, for every act, the proof that it is in "
            "the signed log; evidence/README.txt says how to check it.",
        ),
        ("request", "Het verzoek", "The request"),
        ("words", "In de woorden van de verzoeker", "In the words of who asked"),
        ("timeline", "Wat er gebeurde", "What happened"),
        ("letters", "Brieven", "Letters"),
        ("decisions", "Wie wat besliste, en waarom", "Who decided what, and why"),
        ("plans", "Wat er gedaan zou worden", "What was to be done"),
        ("receipts", "Wat er gedaan is", "What was done"),
        ("what", "wat", "what"),
        ("value", "waarde", "value"),
        ("when", "wanneer ({zone})", "when ({zone})"),
        ("state", "stand", "state"),
        ("who", "wie en waarom", "who and why"),
        ("system", "systeem", "system"),
        ("records", "gegevens", "records"),
        ("decision", "besluit", "decision"),
        ("ground", "grond", "ground"),
        ("outcome", "uitkomst", "outcome"),
        ("leaf", "nr in het logboek", "no. in the log"),
        ("not-shown", "(aan iemand anders; weggelaten)", "(to somebody else; left out)"),
    )
}
_SHOWN = ("right", "channel", "received_at", "registered_at", "promise_due", "law_due", "due", "state", "answered_at")
"""Of the request itself, under the names everything uses."""


def page_of(material: Material, intro: Sequence[str], day: date, telling: Telling) -> Page:
    """The dossier as it is read, in the language of the request."""
    say = _Say(material.language, telling)
    sections = (_request(material, say), *_story(material, say), _plans(material, say), _receipts(material, say))
    title = say("title").format(reference=material.reference)
    return Page(title, material.language, day, intro, sections)


@dataclass(frozen=True, slots=True)
class _Say:
    language: str
    telling: Telling

    def __call__(self, key: str) -> str:
        return WORDS[key].in_(self.language).replace("{zone}", self.telling.zone)


def _request(material: Material, say: _Say) -> Section:
    asked, tell = material.request, say.telling
    shown = [(tell.name(name), tell.of(name, asked[name])) for name in ("name", "address", *_SHOWN) if asked.get(name)]
    wish = [(tell.name(name), tell.of(name, value)) for name, value in asked["wish"].items() if value]
    words = (Passage(say("words"), asked["words"]),) if asked["words"] else ()
    return Section(say("request"), (say("what"), say("value")), (*shown, *wish), words)


def _story(material: Material, say: _Say) -> tuple[Section, ...]:
    tell = say.telling
    events = [
        (tell.moment(one["at"]), tell.code("event.", one["what"]), tell.of("", one["data"]))
        for one in material.timeline
    ]
    rows = [
        (
            tell.moment(one.sent_at) if one.sent_at else "",
            tell.code("letter.", one.kind),
            tell.code("letters.state.", one.state),
        )
        for one in material.letters
    ]
    texts = [
        Passage(
            f"{number}. {tell.code('letter.', one.kind)}: {one.subject}",
            one.text if one.text is not None else say("not-shown"),
        )
        for number, one in enumerate(material.letters, 1)
    ]
    said = [(tell.name(column), tell.decided(words)) for column, words in material.decisions["by_persons"].items()]
    for name in ("single_records", "corrections", "left_out_of_the_copy", "dossiers_before"):
        said += [(tell.name(name), tell.of(name, one)) for one in material.decisions[name]]
    return (
        Section(say("timeline"), (say("when"), say("what"), say("value")), events),
        Section(say("letters"), (say("when"), say("what"), say("state")), rows, texts),
        Section(say("decisions"), (say("what"), say("who")), said),
    )


def _plans(material: Material, say: _Say) -> Section:
    tell = say.telling
    rows = [
        (
            f"{line['system']}.{line['collection']}",
            str(line["count"]),
            tell.of("decision", line["decision"]),
            ", ".join(filter(None, (tell.of("ground", line["ground"]), tell.of("until", line["until"])))),
        )
        for plan in material.plans
        for step in plan["steps"]
        for line in step["lines"]
    ]
    return Section(say("plans"), tuple(map(say, ("system", "records", "decision", "ground"))), rows)


def _receipts(material: Material, say: _Say) -> Section:
    tell = say.telling
    rows = [
        (
            f"{_place(receipt, tell)}: {tell.code('verb.', receipt['verb'])}",
            tell.of("outcome", receipt["outcome"]),
            str(one["leaf"]),
        )
        for one in material.receipts
        for receipt in (json.loads(one["receipt"]),)
    ]
    return Section(say("receipts"), (say("what"), say("outcome"), say("leaf")), rows)


def _place(receipt: Mapping[str, Any], tell: Telling) -> str:
    """Where something was done: a system by its name; letters are ours to name."""
    return tell.name("letters") if receipt["system"] == LETTERS else receipt["system"]


def as_data(page: Page) -> str:
    """The page as JSON, for the typesetter."""
    day = [page.day.year, page.day.month, page.day.day]
    return json.dumps({**asdict(page), "day": day}, ensure_ascii=False)


def as_html(page: Page, files: Sequence[str]) -> str:
    """The page as HTML, with links to the files beside it."""
    body = "".join(f"<p>{escape(line)}</p>\n" for line in page.intro) + "".join(_html(one) for one in page.sections)
    links = "".join(f'<li><a href="{escape(name)}">{escape(name)}</a></li>\n' for name in files)
    return (
        f'<!doctype html>\n<html lang="{escape(page.language)}">\n<head><meta charset="utf-8">\n'
        f"<title>{escape(page.title)}</title>\n<style>{_STYLE}</style></head>\n<body>\n<h1>{escape(page.title)}</h1>\n"
        f"{body}<ul>\n{links}</ul>\n</body>\n</html>\n"
    )


_STYLE = (
    "body{font:16px/1.5 sans-serif;color:#1a1a1a;background:#fff;max-width:60em;margin:1em auto;padding:0 1em}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #767676;padding:.3em .5em;text-align:left;"
    "vertical-align:top;overflow-wrap:anywhere}pre{white-space:pre-wrap;background:#f4f4f4;padding:1em}"
)


def _html(section: Section) -> str:
    head = "".join(f'<th scope="col">{escape(word)}</th>' for word in section.head)
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n" for row in section.rows)
    table = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table>\n" if section.rows else ""
    texts = "".join(f"<h3>{escape(one.title)}</h3>\n<pre>{escape(one.text)}</pre>\n" for one in section.texts)
    return f"<h2>{escape(section.title)}</h2>\n{table}{texts}"
