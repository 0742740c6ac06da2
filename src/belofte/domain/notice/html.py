"""The notice as one page of semantic HTML: no script, no cookie, nothing loaded from elsewhere, prints well.

Headings go down one level at a time, the table of contents links to them, addresses are links, and every sentence
carries the ids of the clauses it answers to (``data-clauses``), so that a page in the wild can be traced back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from belofte.domain.notice.making import Notice, Section, Sentence
from belofte.domain.notice.wording import Both, day

TOP = 2
"""The level of the sections' own headings."""
SHORT = 3
"""From this many sentences on a part is a list."""

_STYLE = """
:root{color-scheme:light dark}
body{font:1.0625rem/1.6 system-ui,sans-serif;max-width:44rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.8rem;line-height:1.2}h2{margin-top:2.5rem;font-size:1.35rem}h3{margin-top:1.5rem;font-size:1.1rem}
a{color:inherit}a:focus-visible{outline:3px solid;outline-offset:2px}
nav ol{columns:2;column-gap:3rem;padding-left:1.6rem}ul{padding-left:1.2rem}
.example{border:2px solid;padding:.75rem 1rem;font-weight:600}
.meta{opacity:.8}.skip{position:absolute;left:-999px}.skip:focus{position:static}
@media(max-width:32rem){nav ol{columns:1}}
@media print{nav,.skip{display:none}body{max-width:none;font-size:11pt}h2,h3{break-after:avoid}p{orphans:3;widows:3}
a[href^="http"]{text-decoration:none}}
""".strip().replace("\n", "")

_WORDS = {
    "contents": Both("Inhoud", "Contents"),
    "skip": Both("Direct naar de tekst", "Skip to the text"),
    "in_force": Both("Geldt vanaf", "Holds from"),
    "version": Both("Versie", "Version"),
    "languages": Both("Deze tekst in een andere taal", "This text in another language"),
    "example": Both(
        "Dit is een voorbeeld. Aan deze tekst kan niemand rechten ontlenen.",
        "This is an example. Nobody can derive rights from this text.",
    ),
}
_NAMES = {"nl": "Nederlands", "en": "English"}
_LINK = re.compile(r"https?://[^\s<>()]+[^\s<>().,;:!?]|[^\s<>@(),;:]+@[^\s<>@(),;:]+\.[A-Za-z0-9-]*[A-Za-z]")


def render_html(notice: Notice, other_pages: Iterable[tuple[str, str]] = ()) -> str:
    """The whole page. ``other_pages`` are (language, address) of the same notice in other languages."""
    language = "nl" if notice.language == "nl" else "en"
    body = "\n".join(
        (
            f'<a class="skip" href="#about">{_say("skip", language)}</a>',
            "<header>",
            f"<h1>{escape(notice.title)}</h1>",
            *_example(notice, language),
            *_meta(notice, language),
            *_languages(other_pages, language),
            "</header>",
            _contents(notice, language),
            "<main>",
            *(_section(section, 2) for section in notice.sections),
            "</main>",
        )
    )
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(notice.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def render_sections(notice: Notice) -> str:
    """The sections alone, for a page that has a head of its own."""
    return "\n".join(_section(section, 2) for section in notice.sections)


def render_text(notice: Notice) -> str:
    """The notice as plain text, for a mail or a terminal."""
    lines = [notice.title, ""]
    for section in notice.sections:
        lines += _text_lines(section, 1)
    return "\n".join(lines).rstrip() + "\n"


def _text_lines(section: Section, level: int) -> list[str]:
    lines = [f"{'#' * level} {section.heading}", *(s.text for s in section.sentences), ""]
    for below in section.parts:
        lines += _text_lines(below, level + 1)
    return lines


def _say(word: str, language: str) -> str:
    return escape(_WORDS[word].in_(language))


def _example(notice: Notice, language: str) -> tuple[str, ...]:
    return (f'<p class="example" role="note">{_say("example", language)}</p>',) if notice.example else ()


def _meta(notice: Notice, language: str) -> tuple[str, ...]:
    parts: list[str] = []
    if notice.in_force:
        shown = day(notice.in_force).in_(language)
        parts.append(f'{_say("in_force", language)} <time datetime="{notice.in_force}">{shown}</time>')
    if notice.version:
        parts.append(f"{_say('version', language)} {notice.version}")
    return (f'<p class="meta">{" · ".join(parts)}</p>',) if parts else ()


def _languages(pages: Iterable[tuple[str, str]], language: str) -> tuple[str, ...]:
    links = [
        f'<a href="{escape(address, quote=True)}" hreflang="{code}" lang="{code}">{_NAMES.get(code, code)}</a>'
        for code, address in pages
    ]
    return (f'<p class="meta">{_say("languages", language)}: {", ".join(links)}</p>',) if links else ()


def _contents(notice: Notice, language: str) -> str:
    links = "\n".join(f'<li><a href="#{s.name}">{escape(s.heading)}</a></li>' for s in notice.sections)
    heading = _say("contents", language)
    return f'<nav aria-label="{heading}">\n<h2>{heading}</h2>\n<ol>\n{links}\n</ol>\n</nav>'


def _section(section: Section, level: int) -> str:
    tag = f"h{min(level, 6)}"
    name = escape(section.name, quote=True)
    return "\n".join(
        (
            f'<section aria-labelledby="{name}">',
            f'<{tag} id="{name}">{escape(section.heading)}</{tag}>',
            *(_list(section) if level > TOP else _paragraphs(section)),
            *(_section(below, level + 1) for below in section.parts),
            "</section>",
        )
    )


def _paragraphs(section: Section) -> list[str]:
    return [f"<p{_clauses(sentence)}>{_linked(sentence.text)}</p>" for sentence in section.sentences]


def _list(section: Section) -> list[str]:
    """What is said of one category, recipient or right: short facts read best as a list."""
    if len(section.sentences) < SHORT:
        return _paragraphs(section)
    items = [f"<li{_clauses(sentence)}>{_linked(sentence.text)}</li>" for sentence in section.sentences]
    return ["<ul>", *items, "</ul>"]


def _clauses(sentence: Sentence) -> str:
    return f' data-clauses="{escape(" ".join(sentence.clauses), quote=True)}"' if sentence.clauses else ""


def _linked(text: str) -> str:
    parts: list[str] = []
    end = 0
    for match in _LINK.finditer(text):
        found = match[0]
        target = found if found.startswith("http") else f"mailto:{found}"
        parts += [escape(text[end : match.start()]), f'<a href="{escape(target, quote=True)}">{escape(found)}</a>']
        end = match.end()
    return "".join((*parts, escape(text[end:])))
