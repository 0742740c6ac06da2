"""A letter in the company's own words: paragraphs with named places, filled by the same facts as ours.

The first line may give the subject (``Onderwerp: …`` or ``Subject: …``). A paragraph whose facts are not there is left
out. A place that stands alone becomes what it is in our letters: a button, a list, authority and court.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from string import Formatter

from belofte.mail.bodies import access_blocks, answer_lines
from belofte.mail.layout import Block, Press, Say
from belofte.mail.wording import MAY_LACK, Wording

_SUBJECT = re.compile(r"(?:Onderwerp|Subject):[ \t]*(?P<words>\S.*)\n*", re.IGNORECASE)
_ALONE = re.compile(r"\{(\w+)\}")
ON_THE_PAGE = {"nl": "Naar de pagina", "en": "To the page"}


def own_subject(words: str) -> str | None:
    """The subject that the text gives, if it gives one."""
    match = _SUBJECT.match(words)
    return match["words"].strip() if match else None


def own_body(letter: Wording, words: str) -> Iterator[Block]:
    """The paragraphs of the text, with the facts filled in."""
    for paragraph in re.split(r"\n\s*\n", _SUBJECT.sub("", words, count=1).strip()):
        text = " ".join(paragraph.split())
        alone = _ALONE.fullmatch(text)
        if alone and alone[1] in _BLOCKS:
            yield from _BLOCKS[alone[1]](letter)
        elif fill := own_line(letter, text):
            yield Say(fill)


def own_line(letter: Wording, text: str) -> str:
    """One paragraph or subject with its facts; empty where one of them is not there."""
    fields = [name for _, name, _, _ in Formatter().parse(text) if name]
    values: Mapping[str, str] = {**letter.values, "remedies": "", "answer": "", "access": "", "rows": ""}
    if any(values[name] == "" and name not in MAY_LACK for name in fields):
        return ""
    return " ".join(text.format_map(values).split()).replace(" .", ".")


def _page(letter: Wording) -> Iterator[Block]:
    if letter.facts.link is not None:
        yield Press(ON_THE_PAGE[letter.language], letter.facts.link)
        yield from letter.say("link-until")


_BLOCKS: Mapping[str, Callable[[Wording], Iterator[Block]]] = {
    "link": _page,
    "answer": answer_lines,
    "access": access_blocks,
    "remedies": lambda letter: letter.remedies(),
    "words": lambda letter: letter.own("words"),
    "rows": lambda letter: letter.items("rows"),
    "waiting_on": lambda letter: letter.items("waiting_on"),
    "stopped_in": lambda letter: letter.items("stopped_in"),
    "open_matters": lambda letter: letter.items("open_matters"),
}
