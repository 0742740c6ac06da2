"""The controller: who answers for it, its own people, its customers (Art. 4(7), 13(1), 28, 37)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from belofte.domain.policy.recipients import Secrecy


@dataclass(frozen=True, slots=True)
class BookYearChange:
    """On this day (ISO 8601) a financial year began that counts differently from those before it."""

    on: str
    before: str = "01-01"  # MM-DD, the first day of the financial years until then
    last_year: str = "short"  # the last of those was cut off here (short), or ran on until here (long)


@dataclass(frozen=True, slots=True)
class Controller:
    """Art. 4(7), 13(1)(a): who answers for it."""

    name: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-2
    kvk: str | None = None  # number in the trade register, as written
    address: str | None = None
    email: str | None = None
    phone: str | None = None
    representative: str | None = None  # in the EU, for a controller outside it (Art. 27)
    joint: tuple[str, ...] = ()  # joint controllers, with how they are reached (Art. 26)
    book_year_starts: str | None = None  # MM-DD, the first day of the financial year; None: 1 January
    book_year_changes: Mapping[str, BookYearChange] = field(default_factory=dict[str, BookYearChange])


@dataclass(frozen=True, slots=True)
class PrivacyOffice:
    """Where people turn; also the contact for every right (Art. 12(2))."""

    email: str | None = None
    phone: str | None = None
    address: str | None = None
    form: str | None = None
    stand_in: str | None = None  # role or address that is told when nobody acts
    second: str | None = None  # address of who is told of what nobody touched
    tell_before: int | None = None  # working days before work_by on which staff is told
    second_after: int | None = None  # working days after which what nobody touched goes to the second person
    names: tuple[str, ...] = ()  # what the text calls it; two names for one office confuse the reader


@dataclass(frozen=True, slots=True)
class DataProtectionOfficer:
    """Art. 37-39. ``appointed`` False with a reason is a statement too; None is none."""

    appointed: bool | None = None
    contact: str | None = None
    why_not: str | None = None


@dataclass(frozen=True, slots=True)
class Staff:
    """Who of the company's own people sees data, and how they are bound."""

    roles: tuple[str, ...] = ()
    limits: str | None = None
    secrecy: Secrecy | None = None
    own_use: str | None = None  # never
    custodian: str | None = None


@dataclass(frozen=True, slots=True)
class Customers:
    """Customers of the company: persons, or organisations with contact persons; and the company as their processor."""

    organisations: bool | None = None
    contact_persons_from: str | None = None  # where their data comes from (Art. 14)
    processor_for: bool | None = None  # the company processes for its customers
    ask_instead: str | None = None  # whom people of those customers should ask


@dataclass(frozen=True, slots=True)
class Technology:
    """Suppliers whose technology the text names; each should stand among the recipients, the linter looks."""

    named: tuple[str, ...] = ()
    called: str | None = None  # open-source | mixed: what the text calls them
