"""What a system tells when it cannot be worked with, and what an error of ours says, in Dutch.

A connector says in English what is wrong and what would help; so it is kept with a plan, a receipt and the evidence,
and so the command line shows it. So does a refusal that is written in English alone. Who reads Dutch reads the same
sentence from here (ADR 20). A sentence stands here as the code writes it, with ``{name}`` where it is filled in. What
fills it is put into Dutch too where it is a clause or a name of ours; any other name (of a system, a table, a column,
a path) stays as it is, whatever word it is, for it is looked for. What another package's connector says stands nowhere
here, and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from belofte.domain.policy import Text
from belofte.domain.said.anywhere import ANYWHERE
from belofte.domain.said.aws import AWS
from belofte.domain.said.databases import DATABASES
from belofte.domain.said.files import FILES
from belofte.domain.said.mail import MAIL
from belofte.domain.said.names_filled import FILLED
from belofte.domain.said.refused_books import BOOKS
from belofte.domain.said.refused_identity import WHO_ASKS
from belofte.domain.said.refused_programs import PROGRAMS
from belofte.domain.said.refused_requests import REQUESTS
from belofte.domain.said.refused_rights import RIGHTS
from belofte.domain.said.refused_store import STORE
from belofte.domain.said.servers import SERVERS
from belofte.domain.said.vendors import VENDORS

REFUSED: tuple[tuple[str, str], ...] = (*WHO_ASKS, *REQUESTS, *RIGHTS, *BOOKS, *PROGRAMS, *STORE)
"""What our own errors say: (in English, in Dutch)."""
SAID: tuple[tuple[str, str], ...] = (*ANYWHERE, *VENDORS, *AWS, *DATABASES, *FILES, *MAIL, *SERVERS, *REFUSED)
"""All of it, likewise."""
_OWN: Mapping[str, str] = {}
_ENDS = re.compile(r" → |(?<=[.!?])(?<!\bArt\.)(?<!\b[A-Z]\.) ")
"""Where a sentence ends: not behind ``Art.``, nor behind somebody's initial."""
_HOLE = re.compile(r"\{(\w+)\}")
_BETWEEN = ("; ", ": ", ", ")
_WHOLE_CLAUSES = frozenset({"why", "problem", "problems"})
"""What may hold a colon of its own; a name, a path or a count holds none."""
_CLAUSES = _WHOLE_CLAUSES | {"remedy", "what", "done", "nature", "meaning"}
"""The holes that are filled with words of ours, which have their Dutch; every other hole holds a name or a count."""


def said_in(language: str, told: str, own: Mapping[str, str] = _OWN) -> str:
    """The sentences of ``told`` in ``language``. ``own``: what else is known, English → Dutch, such as the texts of
    connector files."""
    if language != "nl":
        return told
    parts: list[str] = []
    start = 0
    for end in _ENDS.finditer(told):
        parts += [_sentence(told[start : end.start()], own), end.group()]
        start = end.end()
    return "".join([*parts, _sentence(told[start:], own)])


def said(told: str, own: Mapping[str, str] = _OWN) -> Text:
    """The same in both languages."""
    return Text({"nl": said_in("nl", told, own), "en": told})


def sentences(told: str) -> list[str]:
    """The sentences of a text one by one, each without the full stop at its end."""
    return [_bare(one) for one in _ENDS.split(told)]


def _sentence(told: str, own: Mapping[str, str]) -> str:
    known = own.get(told) or own.get(f"{told}.") or _known(_bare(told))
    if known is None:
        return told
    return _bare(known) + "." if told.endswith(".") else _bare(known)


@lru_cache(maxsize=1024)
def _known(told: str) -> str | None:
    """One sentence in Dutch; or its last part, where only that is known."""
    if (whole := _whole(told)) is not None:
        return whole
    for between in _BETWEEN:
        for head, tail in _halves(told, between):
            if (known := _clause(tail)) is not None:
                return f"{_clause(head) or head}{between}{known}"
    return None


def _clause(told: str) -> str | None:
    """A part of a sentence in Dutch. One word beside a colon or comma is no sentence: it is the name of a table."""
    return _known(told) if " " in told else None


def _whole(told: str) -> str | None:
    if (same := _as_it_is().get(told)) is not None:
        return same
    for pattern, dutch in _to_fill():
        if found := pattern.fullmatch(told):
            filled = {name: _in_hole(name, value) for name, value in found.groupdict().items()}
            return _HOLE.sub(lambda hole, filled=filled: filled.get(hole[1], hole[0]), dutch)
    return None


def _in_hole(name: str, value: str) -> str:
    if ours := FILLED.get(name):
        return ", ".join(ours.get(one, one) for one in value.split(", "))
    return (_known(value) or value) if name in _CLAUSES else value


def _halves(told: str, between: str) -> Iterator[tuple[str, str]]:
    at = told.find(between)
    while at > 0:
        yield told[:at], told[at + len(between) :]
        at = told.find(between, at + 1)


@cache
def _as_it_is() -> Mapping[str, str]:
    return {_bare(english): _bare(dutch) for english, dutch in SAID}


@cache
def _to_fill() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The sentences with something to fill in; those with the most words of their own come first."""
    open_ = [(_bare(english), _bare(dutch)) for english, dutch in SAID if _HOLE.search(english)]
    longest = sorted(open_, key=lambda pair: -len(_HOLE.sub("", pair[0])))
    return tuple((_pattern(english), dutch) for english, dutch in longest)


def _pattern(english: str) -> re.Pattern[str]:
    written, start = "", 0
    for hole in _HOLE.finditer(english):
        filling = "." if hole[1] in _WHOLE_CLAUSES else "(?:(?!: ).)"
        written += re.escape(english[start : hole.start()]) + f"(?P<{hole[1]}>{filling}+?)"
        start = hole.end()
    return re.compile(written + re.escape(english[start:]))


def _bare(told: str) -> str:
    return told.removesuffix(".")
