"""A letter is a list of blocks; text and HTML are made from the same blocks, so that both say the same.

The HTML loads nothing from outside and carries no picture: opening a letter tells nobody anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import fill

WIDTH = 76


@dataclass(frozen=True, slots=True)
class Say:
    """A paragraph."""

    words: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What the next blocks are about, in a long letter."""

    words: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list, one line an item."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Press:
    """A link to a page on which a button waits; following the link alone does nothing."""

    label: str
    url: str


Block = Say | Heading | Items | Press


def as_text(blocks: Sequence[Block]) -> str:
    """The plain text of a letter; addresses stand alone on their line, so that no mail program breaks them."""
    return "\n\n".join(_text(block) for block in blocks) + "\n"


def as_html(blocks: Sequence[Block], subject: str, language: str) -> str:
    """The same letter as one page of HTML."""
    body = "\n".join(_html(block) for block in blocks)
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head><meta charset="utf-8">'
        f"<title>{escape(subject)}</title></head>\n"
        '<body style="font: 16px/1.5 sans-serif; color: #1a1a1a; background: #ffffff; max-width: 38em; margin: 1em">\n'
        f"{body}\n</body>\n</html>\n"
    )


def _text(block: Block) -> str:
    match block:
        case Say(words):
            return fill(words, WIDTH, break_long_words=False, break_on_hyphens=False)
        case Heading(words):
            return f"{words}\n{'-' * len(words)}"
        case Items(items):
            return "\n".join(
                fill(f"- {item}", WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
                for item in items
            )
        case Press(label, url):
            return f"{label}:\n{url}"


def _html(block: Block) -> str:
    match block:
        case Say(words):
            return f"<p>{escape(words)}</p>"
        case Heading(words):
            return f'<h2 style="font-size: 1.1em">{escape(words)}</h2>'
        case Items(items):
            return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"
        case Press(label, url):
            style = "display: inline-block; padding: .6em 1em; background: #1d4ed8; color: #ffffff"
            return f'<p><a href="{escape(url)}" style="{style}">{escape(label)}</a></p>'
