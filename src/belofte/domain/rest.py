"""A REST system as data: how it is signed in to, asked, changed and seen. One file a vendor (docs/connectors.md).

``{name}`` in a path, query value, body or header stands for a value: a setting of the system, an identifier
(``{email}``), a column or key of the record, or a variable of ``each``. There is no other logic in a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from belofte.domain.plan import Outcome
from belofte.domain.policy import Text
from belofte.domain.rest_access import Auth, Limits, RestSetting
from belofte.domain.rest_staff import LogOf, StaffOf

KEY = "key"
"""The way to find a record by its own key; see :class:`Way`."""


class PagingKind(StrEnum):
    """How a vendor cuts long answers into pages."""

    OFFSET = "offset"
    PAGE = "page"
    NEXT_URL = "next_url"
    CURSOR = "cursor"


class Returns(StrEnum):
    """What an answer holds."""

    JSON = "json"
    BYTES = "bytes"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Paging:
    """How the next page is asked for. ``start`` and ``size`` are query parameters, or with ``in_body`` names
    that the body is filled in with; ``next`` is a path in the answer."""

    by: PagingKind
    start: str | None = None
    size: str | None = None
    largest: int = 100
    next: str | None = None
    first: int = 0
    in_body: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """One call. ``select`` is the JMESPath of the rows, ``total`` of the vendor's own count of them.

    ``leads_to``: domains of the vendor at which an answer may lie that this call only points at.
    ``writes``: it changes something; a look-only connector never makes such a call. ``gone``: statuses that say that
    the record is not there. ``like``: what this one does not say is as in that other operation. ``page``: the
    vendor's page with this call, where its contract lacks it.
    """

    name: str
    method: str
    path: str
    host: str | None = None
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    json: object = None
    form: Mapping[str, str] = field(default_factory=dict[str, str])
    select: str | None = None
    total: str | None = None
    ok: tuple[int, ...] = (200,)
    gone: tuple[int, ...] = ()
    paging: Paging | None = None
    returns: Returns = Returns.JSON
    writes: bool = False
    leads_to: tuple[str, ...] = ()
    permission: str | None = None  # the vendor's name for the right it needs
    scoped: str | None = None  # a right that is given for certain places, of which no sign-in tells
    auth: str | None = None  # one of ``auths``, where it is not ``auth``
    scopes: tuple[str, ...] = ()  # not written: the rights that a person's sign-in must have for it
    like: str | None = None
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """Everything a call is repeated for: the values of a setting, or of rows that an operation lists.

    With both, the setting decides and rows it does not name are reported as undeclared. ``each``: the ranges this
    operation is itself repeated for. ``beyond``: the operation that lists what the vendor has besides; that is counted
    as undeclared and never gone through. ``also``: ranges whose values belong to this one too. ``match``: the first
    group of this pattern is the value, where it stands inside a longer name.
    """

    name: str
    setting: str | None = None
    read: str | None = None
    value: str = "id"
    each: Mapping[str, str] = field(default_factory=dict[str, str])
    beyond: str | None = None
    also: tuple[str, ...] = ()
    match: str | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """One way to find records of a person.

    ``by``: the kinds of identifier it takes, a column of ``of`` (then the value is that of the record referred to), or
    ``key``. One of: ``one`` (a call a value), ``some`` (a call for at most ``most`` values, each a ``term`` in
    ``{terms}``, put together with ``joined``), ``all`` (read every page and compare here; takes any kind).
    ``inside``: a column or one of ``files``; the vendor searches in what stands there, and what it finds counts where
    the value is seen there too. ``given``: nothing is asked; the API cannot look for a person, and the identifier
    itself is taken as the record (its column has the kind's name).
    ``also``: operations asked in the same way (an archive, a recycle bin). ``longest``: characters that ``{terms}`` may
    have. ``gives_up_at``: the vendor gives no more rows than this to one question, so many are never taken for all.
    """

    by: tuple[str, ...] = ()
    one: str | None = None
    some: str | None = None
    all: tuple[str, ...] = ()
    term: str = ""
    joined: str = " or "
    most: int = 10
    inside: str | None = None
    given: bool = False
    also: tuple[str, ...] = ()
    longest: int = 1500
    gives_up_at: int | None = None

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations it may call."""
        return tuple(filter(None, (self.one, self.some, *self.all, *self.also)))


@dataclass(frozen=True, slots=True)
class Within:
    """The vendor takes a list only as a whole. ``read``: the operation that reads it; ``value``: the JMESPath of what
    is sent back of it."""

    read: str
    value: str = "@"


@dataclass(frozen=True, slots=True)
class Change:
    """How values are put into a record: ``fields`` is column → path in the body; a column that is not there cannot be
    changed. A path ``list[Word]``: true puts the word into that list, false takes it out, and the others stay.
    ``whole``: fields that the vendor wants along with every change; ``then``: operations that follow it."""

    do: str
    fields: Mapping[str, str]
    whole: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    within: Within | None = None  # {changes} is the whole list, with this record changed in it


@dataclass(frozen=True, slots=True)
class Clearing:
    """What clearing a record is beside the map's values. ``delete``: the record goes instead where nothing in the
    collections ``unless``, which refer to it, is found; if the vendor refuses that, it is cleared. ``along``: fields of
    the body that are put with every clearing, though no map names them. ``follows``: columns nobody can write, because
    the vendor makes them of others that are cleared or erased."""

    delete: str | None = None
    unless: tuple[str, ...] = ()
    along: Mapping[str, object] = field(default_factory=dict[str, object])
    follows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sealing:
    """How a record that is kept by law is seen to stay as it is. ``all``: the operation that lists the records where no
    way of ``find`` does; others may stand among them. ``besides``: columns the vendor takes from another record when it
    is asked (the account's name): they change with that one."""

    all: str | None = None
    besides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EraseWay:
    """How a record is erased, and what that comes to. ``days``: for ``pending``, until it is really gone; or
    ``days_from``, a setting that says how many. ``when``: only where settings of the system have these values;
    ``among``: only where a column is one of the values of a range."""

    do: str | None = None
    outcome: Outcome = Outcome.DONE
    days: int = 0
    when: Mapping[str, str] = field(default_factory=dict[str, str])
    ground: str | None = None  # for retained: the law
    why: Text | None = None  # for manual and impossible: what a person must do
    then: tuple[str, ...] = ()  # operations that follow, in this order
    days_from: str | None = None
    within: Within | None = None  # {others} is the list without this record
    confirmed: str | None = None  # JMESPath of what the vendor confirms, which is kept in the receipt
    among: Mapping[str, str] = field(default_factory=dict[str, str])

    def fits(self, settings: Mapping[str, object]) -> bool:
        """Whether the settings of a system are those this way is for."""
        return all(str(settings.get(name)) == value for name, value in self.when.items())


@dataclass(frozen=True, slots=True)
class OldWay:
    """How the records past a day are listed. ``by``: the column the vendor can filter on; None: it cannot, and ``all``
    lists everything, for this alone. ``all``: the operations; ``{before}`` in them is the first day that is left out,
    as YYYY-MM-DD. What comes is compared again here, by the day in the policy's time zone."""

    all: tuple[str, ...]
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """The vendor ends these records itself, and nobody can do it for them. ``by``: the settings under ``observe`` that
    say when; ``why``: the same in words."""

    why: Text | None = None
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FilePart:
    """An original that is downloaded: which operation, and its media type."""

    read: str
    type: str


@dataclass(frozen=True, slots=True)
class RestRecord:
    """One kind of record: where it lies, how it is found, copied, changed, erased. ``map`` is what a company's table of
    this name says by default, in the words of ``tables:``."""

    name: str
    key: tuple[str, ...]
    text: Text | None = None
    each: Mapping[str, str] = field(default_factory=dict[str, str])  # variable -> range
    find: tuple[Way, ...] = ()
    old: tuple[OldWay, ...] = ()
    ends: Ending | None = None
    map: Mapping[str, object] = field(default_factory=dict[str, object])
    columns: Mapping[str, str] = field(default_factory=dict[str, str])  # column -> JMESPath, where they differ
    inside: tuple[str, ...] = ()  # objects whose fields are columns of the record
    dates: Mapping[str, str] = field(default_factory=dict[str, str])
    spread: Mapping[str, str] = field(default_factory=dict[str, str])  # column -> list: a record a value of that list
    parties: tuple[str, ...] = ()  # columns that may hold somebody else besides
    mixed: Mapping[str, str] = field(default_factory=dict[str, str])  # settings under which it may be about several
    change: Change | None = None
    clear: Clearing = field(default_factory=Clearing)
    seal: Sealing = field(default_factory=Sealing)
    erase: tuple[EraseWay, ...] = ()
    more: Mapping[str, str] = field(default_factory=dict[str, str])  # column -> operation
    files: Mapping[str, FilePart] = field(default_factory=dict[str, FilePart])


@dataclass(frozen=True, slots=True)
class Observed:
    """A setting that promises speak of: ``setting/<name>``. ``counted``: how many rows have a value there that is
    neither nothing nor false. ``together``: ``value`` looks at the list of all rows of a turn. ``by``: the variable of
    ``each`` under which a value is told. ``words``: what words of the vendor's are in ours. ``days``: parts of the
    value that are a moment, told as days from now; ``ages``: told as days since. ``outside``: of addresses only the
    domain is told, and none of the company's own. ``flow``: it shows what leaves the system. ``absent``: why this
    vendor's API cannot tell."""

    name: str
    read: str | None = None
    each: Mapping[str, str] = field(default_factory=dict[str, str])
    value: str = "@"
    counted: bool = False
    together: bool = False
    by: str | None = None
    words: Mapping[str, str] = field(default_factory=dict[str, str])
    days: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    outside: bool = False
    flow: bool = False
    text: Text | None = None
    absent: Text | None = None


@dataclass(frozen=True, slots=True)
class ReadersOf:
    """Who can read, as the vendor's API tells it. ``account``, ``names``, ``active`` and ``guest`` say where that
    stands in a row (JMESPath); ``group`` is the variable of ``each`` whose value is the group they belong to,
    ``groups`` where more of them stand in a row. ``adds_to``: the readers whose accounts these rows only tell more of;
    whom it does not list cannot read. ``{today}`` in the call is the company's day. ``absent``: what this API does not
    tell."""

    name: str
    read: str | None = None
    each: Mapping[str, str] = field(default_factory=dict[str, str])
    account: str = "id"
    names: tuple[str, ...] = ()
    active: str | None = None
    guest: str | None = None
    group: str | None = None
    groups: str | None = None
    adds_to: str | None = None
    text: Text | None = None
    absent: Text | None = None


@dataclass(frozen=True, slots=True)
class RestConnector:
    """One vendor's REST API."""

    kind: str
    base: str
    name: Text
    about: Text
    source: tuple[str, ...] = ()
    seen_on: date | None = None
    contract: tuple[str, ...] = ()
    hosts: Mapping[str, str] = field(default_factory=dict[str, str])
    settings: Mapping[str, RestSetting] = field(default_factory=dict[str, RestSetting])
    auth: Auth = field(default_factory=Auth)
    auths: Mapping[str, Auth] = field(default_factory=dict[str, Auth])  # other ways to sign in, by name
    person: Auth | None = None  # in the place of all these, where the map says sign_in: person
    limits: Limits = field(default_factory=Limits)
    error_code: str | None = None  # JMESPath of the vendor's code, never of its text
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    operations: Mapping[str, Operation] = field(default_factory=dict[str, Operation])
    ranges: Mapping[str, Range] = field(default_factory=dict[str, Range])
    records: Mapping[str, RestRecord] = field(default_factory=dict[str, RestRecord])
    observe: Mapping[str, Observed] = field(default_factory=dict[str, Observed])
    readers: Mapping[str, ReadersOf] = field(default_factory=dict[str, ReadersOf])
    access_log: LogOf | None = None
    staff: StaffOf | None = None
    check: str | None = None  # the cheapest call that shows that signing in works
