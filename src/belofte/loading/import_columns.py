"""The columns of every table that can be taken over: names in English and Dutch, forms, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from belofte.domain.account import Role
from belofte.domain.policy import RecipientRole
from belofte.domain.register import OUTCOMES
from belofte.domain.rights.names import HANDLED
from belofte.domain.staff import Bond


class NotAsWritten(ValueError):
    """The cell does not have the form its column asks for; what stands in it is never quoted."""


Form = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its names, its form (a cell as it is kept from then on), and what to write there."""

    name: str
    dutch: str
    form: Form
    hint: str
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


def one_of(words: Iterable[str]) -> Form:
    """One of these words and no other."""
    allowed = frozenset(words)

    def form(cell: str) -> str:
        if cell.lower() not in allowed:
            raise NotAsWritten
        return cell.lower()

    return form


def _choice(name: str, dutch: str, words: Iterable[str], *, default: str = "", needed: bool = False) -> Column:
    known = sorted(words)
    return Column(name, dutch, one_of(known), f"use one of: {', '.join(known)}", needed, default)


_DAY = "write the day like 2026-11-22 or 22-11-2026"
_MOMENT = f"{_DAY}, with a time if it is known: 2026-11-22T10:30"
_YES = "write yes or no"
_LANGUAGE = _choice("language", "taal", ("nl", "en"), default="nl")
_ROLES = tuple(role.value for role in RecipientRole)

TABLES: Mapping[str, tuple[Column, ...]] = {
    "requests": (
        Column("received", "ontvangen", moment, _MOMENT, needed=True),
        _choice("right", "recht", HANDLED, needed=True),
        _choice("channel", "kanaal", ("web", "mail", "post", "phone"), default="mail"),
        Column("address", "adres", text, "write the e-mail address; empty only for post and phone"),
        Column("name", "naam", text, "write the name that was given"),
        Column("number", "klantnummer", text, "write the customer number that was given"),
        Column("words", "woorden", text, "write what was asked, in their words"),
        Column("identified", "vastgesteld", text, "write how it was settled who asks; never a document or its number"),
        _LANGUAGE,
    ),
    "register": (
        Column("received", "ontvangen", month, f"write a month like 2025-03; or {_DAY}", needed=True),
        Column("closed", "afgesloten", month, f"write a month like 2025-04; or {_DAY}", needed=True),
        _choice("right", "recht", HANDLED, needed=True),
        _choice("outcome", "uitkomst", OUTCOMES, needed=True),
        Column("law_kept", "wet_gehaald", yes_or_no, f"{_YES}: answered within the law's term?", needed=True),
        Column("promise_kept", "belofte_gehaald", yes_or_no, f"{_YES}; empty where nothing was promised"),
        Column("answered", "beantwoord", day, _DAY),
        Column("records", "gegevens", count, "write how many records were acted on", default="0"),
        Column("kept", "bewaard", count, "write how many records were kept on a legal ground", default="0"),
        Column("systems", "systemen", count, "write in how many systems", default="0"),
    ),
    "recipients": (
        Column("name", "naam", text, "write a short name in small letters", needed=True),
        _choice("role", "rol", _ROLES, needed=True),
        Column("label", "opschrift", text, "write its name as people know it"),
        Column("does", "doet", text, "write what it is needed for, words with spaces between them"),
        Column("gets", "krijgt", text, "write the categories it gets, with spaces between them"),
        Column("country", "land", text, "write the country's two letters"),
        Column("contact", "contact", text, "write the address that is told of corrections and erasures"),
    ),
    "documents": (
        Column("recipient", "ontvanger", text, "write the recipient's name in the policy", needed=True),
        _choice("is", "is", ("agreement", "measures", "secrecy"), needed=True),
        Column("file", "bestand", text, "write the path in the policy folder: documents/agreement.pdf", needed=True),
        Column("signed", "ondertekend", day, _DAY),
        Column("until", "tot", day, _DAY),
    ),
    "staff": (
        Column("name", "naam", text, "write the person's name, as decisions will carry it", needed=True),
        _choice("role", "rol", (role.value for role in Role), default=Role.STAFF.value),
    ),
    "members": (
        Column("name", "naam", text, "write the person's name", needed=True),
        Column("role", "rol", text, "write the role, as the policy names it under staff: technical-staff", needed=True),
        _choice("bond", "verband", (bond.value for bond in Bond), default=Bond.EMPLOYEE.value),
        Column("start", "begin", day, _DAY, needed=True),
        Column("end", "einde", day, f"{_DAY}; empty while they work here"),
        Column("email", "email", text, "write the work address"),
        Column("accounts", "accounts", text, "write SYSTEM=ACCOUNT with spaces between: crm=jan aws=j.jansen"),
        Column("document", "document", text, "write the path in the policy folder of what they signed"),
        Column("signed", "ondertekend", day, _DAY),
    ),
    "consents": (
        Column("who", "wie", text, "write an e-mail address, or KIND=VALUE such as customer-number=1042", needed=True),
        Column("purpose", "doel", text, "write a purpose of the policy that rests on consent", needed=True),
        Column("given", "gegeven", moment, _MOMENT, needed=True),
        Column("words", "tekst", text, "write the words the person said yes to: who asks must show them", needed=True),
        Column("withdrawn", "ingetrokken", moment, _MOMENT),
        _LANGUAGE,
    ),
}
"""By kind: the columns, in the order of the template."""
