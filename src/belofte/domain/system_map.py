"""The data map: where personal data lies in one system, how a person is found there, and how it is erased.

A system's map is private (``systems/<name>.yaml``). Every column of every table is in exactly one list, so that a new
column is reported by name instead of being forgotten. ``docs/policy-reference.md`` explains each key with an example.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from belofte.domain.expected import Expectation
from belofte.domain.identity import WORLD_WIDE
from belofte.domain.policy import Period, Text

if TYPE_CHECKING:
    from belofte.domain.rest import RestConnector

BY_PEOPLE = "person"
"""The kind of a system without an interface."""
Plain = str | int | bool | None
"""A value as a map writes it for a column."""


class Verb(StrEnum):
    """The closed list of what a step can do."""

    FIND = "find"
    EXPORT = "export"
    RECTIFY = "rectify"
    RESTRICT = "restrict"
    LIFT = "lift"
    ERASE = "erase"
    PURGE = "purge"
    READ_BACK = "read_back"
    OBSERVE = "observe"
    TELL = "tell"
    ASK_PERSON = "ask_person"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True)
class Reference:
    """``of: {customer_id: customers.id}``: these columns name a row of ``target``. Always followed.

    ``target_system`` is set where the row lies in another system (``crm.customers.id``).
    """

    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]
    target_system: str | None = None


@dataclass(frozen=True, slots=True)
class FoundBy:
    """``found_by: {to_addr: email}``: no foreign key; the row is found by an identifier of this kind."""

    column: str
    kind: str


@dataclass(frozen=True, slots=True)
class Source:
    """``synced_from: {fname: crm.customers.full_name}``: this column of another collection is written into ours."""

    system: str
    collection: str
    column: str

    def __str__(self) -> str:
        return f"{self.system}.{self.collection}.{self.column}"


@dataclass(frozen=True, slots=True)
class EraseRow:
    """The row goes."""


@dataclass(frozen=True, slots=True)
class EraseClear:
    """The row stays; these columns get these values (None = NULL). ``{random}`` in a text is a fresh random value."""

    values: Mapping[str, Plain]
    why: str | None = None


@dataclass(frozen=True, slots=True)
class EraseKeep:
    """The row stays as it is, on a named ground."""

    ground: str
    why: str | None = None


EraseRule = EraseRow | EraseClear | EraseKeep


@dataclass(frozen=True, slots=True)
class Contact:
    """A column that holds an address we know, and the column that says since when."""

    kind: str
    column: str
    since: str | None


@dataclass(frozen=True, slots=True)
class Collection:
    """One table, audience or mailbox and what it holds of people."""

    name: str  # table name, with schema if given: "crm.customers"
    category: str | None
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])  # kind -> columns
    not_personal: tuple[str, ...] = ()
    person: bool = False  # one row a person: an anchor
    key: tuple[str, ...] = ()  # record key; default: the primary key of the schema
    contact: tuple[Contact, ...] = ()
    agrees: tuple[str, ...] = ()  # columns that must be equal before two anchors are one person
    of: tuple[Reference, ...] = ()
    found_by: tuple[FoundBy, ...] = ()
    free_text: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict[str, str])  # column with an original -> media type
    clock: Mapping[str, str] = field(default_factory=dict[str, str])  # event -> column or table.column
    tagged: Mapping[str, Mapping[str, tuple[Plain, ...]]] = field(
        default_factory=dict[str, "Mapping[str, tuple[Plain, ...]]"]
    )  # tag of a retention rule -> the columns and values by which a row has it
    erase: EraseRule | None = None
    keeps: tuple[str, ...] = ()  # "table.column" elsewhere that a kept row of this collection needs to stay valid
    restrict: Mapping[str, Plain] | None = None
    stop: Mapping[str, Mapping[str, Plain]] = field(default_factory=dict[str, "Mapping[str, Plain]"])  # purpose -> put
    open_when: Mapping[str, tuple[Plain, ...]] = field(default_factory=dict[str, "tuple[Plain, ...]"])  # not settled
    organisation_when: Mapping[str, tuple[Plain, ...]] = field(default_factory=dict[str, "tuple[Plain, ...]"])
    controller: bool = True  # False: held as a customer's processor
    customer: str | None = None  # whose data it is, where controller is False
    origin: str = "provided"  # provided | observed | derived (Art. 20)
    origins: Mapping[str, str] = field(default_factory=dict[str, str])  # columns of another origin than the rest
    synced_from: Mapping[str, Source] = field(default_factory=dict[str, Source])  # column -> what writes it
    statement: str | None = None  # column for the person's own statement (Art. 16, second sentence)
    at: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, "tuple[str, ...]"])  # where it lies
    by_hand: frozenset[Verb] = frozenset()  # verbs that a person does here: the system offers no way, or is not to
    without_clock: str | None = None  # why its records have no day to count from here, and who ends them
    as_it_was: str | None = None  # why a wrong value in these rows stays: what happened, happened so

    @property
    def columns(self) -> frozenset[str]:
        """Every column this map knows, by a list or by the part it plays (reference, clock, contact, restriction)."""
        named = {c for columns in self.kinds.values() for c in columns} | set(self.not_personal) | set(self.key)
        named |= {c for reference in self.of for c in reference.columns} | {f.column for f in self.found_by}
        named |= {c.since for c in self.contact if c.since} | set(self.restrict or {})
        named |= {self.statement} if self.statement else set()
        named |= {column for values in self.stop.values() for column in values}
        named |= {column for column in self.clock.values() if "." not in column}
        named |= {column for when in self.tagged.values() for column in when}
        return frozenset(named)


class LogFormat(StrEnum):
    """How an access log is written."""

    POSTGRES = "postgres-csv"
    MARIADB = "mariadb-audit"
    COMBINED = "combined"  # nginx and Apache
    JSON = "json"  # an application's own: a JSON object a line


@dataclass(frozen=True, slots=True)
class LogFiles:
    """The files in which a system notes who read there. ``columns``: under which names ``at`` and ``account`` stand in
    a JSON log; ``zone``: of moments that are written without one (IANA), None: the company's; ``storage`` and
    ``options`` as files have them."""

    format: LogFormat
    paths: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict[str, str])
    zone: str | None = None
    storage: str | None = None
    options: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class SystemMap:
    """One system: its connector, what is allowed, and its collections. ``settings`` are the connector's own keys
    (for SQL: ``url``), with secrets only as references such as ``env:CRM_URL``.

    ``hash`` is the SHA-256 of the canonical JSON of the map without ``expect``; a plan is bound to it.
    """

    name: str
    kind: str
    allow: frozenset[Verb]
    label: Text | None = None
    recipient: str | None = None
    if_not_allowed: str = "ask"
    backups: Period | None = None
    sure: tuple[str, ...] = ()  # strong kinds in this system
    hints: tuple[tuple[str, ...], ...] = ()
    scopes: Mapping[str, str] = field(default_factory=dict[str, str])  # kind -> scope
    collections: Mapping[str, Collection] = field(default_factory=dict[str, Collection])
    ignore: tuple[str, ...] = ()  # tables without personal data, named on purpose
    settings: Mapping[str, object] = field(default_factory=dict[str, object])
    expect: Mapping[str, Expectation] = field(default_factory=dict[str, Expectation])  # setting -> what it must be
    flows: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, "Mapping[str, str]"])  # see domain/flows
    rest: RestConnector | None = None  # how a REST system of this kind is worked with
    readers: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, "tuple[str, ...]"])  # role -> who may read
    access_log: LogFiles | None = None  # where it notes who read, if that is in files
    hides: bool = False  # rows of who left or is restricted are hidden from the readers, in the system itself
    hash: str = ""

    def does(self, verb: Verb, collection: str) -> bool:
        """Whether a connector does this with the records of a collection; otherwise a named person does."""
        known = self.collections.get(collection)
        return verb in self.allow and (known is None or verb not in known.by_hand)

    def is_hidden(self, collection: Collection) -> bool:
        """Whether a mark hides rows of this collection from staff who read the system themselves."""
        return self.hides and collection.controller and collection.category is not None

    @property
    def is_kept_by_people(self) -> bool:
        """No program can look here: whoever keeps it is asked."""
        return self.kind == BY_PEOPLE

    def label_in(self, language: str) -> str:
        """How people call this system."""
        return self.label.in_(language) if self.label else self.name

    def scope_of(self, collection: str, column: str, kind: str) -> str:
        """Where a value of ``kind`` is unique: what the map says, world-wide, or this very column."""
        if kind in self.scopes:
            return self.scopes[kind]
        return "" if kind in WORLD_WIDE else f"{self.name}.{collection}.{column}"
