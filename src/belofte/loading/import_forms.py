"""What a cell of a table that is taken over may look like, and the form it is kept in from then on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from belofte.domain.policy import Text


class NotAsWritten(ValueError):
    """The cell does not have the form its column asks for; what stands in it is never quoted."""


Form = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its names, its form (a cell as it is kept from then on), and what to write there."""

    name: str
    dutch: str
    form: Form
    hint: Text
    needed: bool = False
    default: str = ""


def text(cell: str) -> str:
    """Any words."""
    return cell


_DUTCH_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


def day(cell: str) -> str:
    """A day, as 2026-11-22 or 22-11-2026 (day first); kept as ISO 8601."""
    if found := _DUTCH_DAY.fullmatch(cell):
        cell = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    try:
        return date.fromisoformat(cell[:10] if cell[10:] in ("T00:00:00", " 00:00:00") else cell).isoformat()
    except ValueError as wrong:
        raise NotAsWritten from wrong


def moment(cell: str) -> str:
    """A day, or a day with a time; a time without a zone is the company's own."""
    try:
        return day(cell)
    except NotAsWritten:
        try:
            return datetime.fromisoformat(cell).isoformat()
        except ValueError as wrong:
            raise NotAsWritten from wrong


def month(cell: str) -> str:
    """A month (2025-03), or a day of which the month is kept too."""
    return cell if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", cell) else day(cell)


def yes_or_no(cell: str) -> str:
    """yes, no, ja or nee."""
    words = {"yes": "yes", "ja": "yes", "no": "no", "nee": "no"}
    if cell.lower() not in words:
        raise NotAsWritten
    return words[cell.lower()]


def count(cell: str) -> str:
    """A whole number."""
    if not cell.isdecimal():
        raise NotAsWritten
    return str(int(cell))


IN_DUTCH = {
    "access": "inzage",
    "rectification": "verbetering",
    "erasure": "wissen",
    "restriction": "beperking",
    "portability": "overdracht",
    "objection": "bezwaar",
    "withdrawal": "intrekking",
    "leaving": "weggaan",
    "question": "vraag",
    "mail": "e-mail",
    "phone": "telefoon",
}
"""Words of a table whose head may be Dutch: the cells below it may be too."""


def one_of(words: Iterable[str]) -> Form:
    """One of these words, or its Dutch, and no other."""
    allowed = {word: word for word in words}
    allowed |= {IN_DUTCH[word]: word for word in allowed if word in IN_DUTCH}

    def form(cell: str) -> str:
        if cell.lower() not in allowed:
            raise NotAsWritten
        return allowed[cell.lower()]

    return form


def said(nl: str, en: str) -> Text:
    """A sentence for who takes over, in both languages of the office."""
    return Text({"nl": nl, "en": en})


def choice(name: str, dutch: str, words: Iterable[str], *, default: str = "", needed: bool = False) -> Column:
    """A column that takes one of these words."""
    known = sorted(words)
    in_dutch, words_of = ", ".join(sorted(IN_DUTCH.get(word, word) for word in known)), ", ".join(known)
    return Column(name, dutch, one_of(known), said(f"kies uit: {in_dutch}", f"use one of: {words_of}"), needed, default)
