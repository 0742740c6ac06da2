"""What a book of the office is: its columns, its rows, and what can be done on it; and what stands behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from belofte.domain.register import RegisterRow
from belofte.procedures.programs.tokens_desk import Tokens
from belofte.procedures.programs.webhooks import Post
from belofte.procedures.programs.webhooks_desk import Webhooks
from belofte.procedures.restoring.replay_desk import ReplayDesk
from belofte.procedures.sign_in.accounts_desk import Accounts
from belofte.web.acts import Field


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be taken over: what it holds, the name of its file (which says its form), and its bytes."""

    kind: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Looked:
    """What became of a table, or would. ``known``: rows that were there already; ``again``: the whole file was;
    ``facts``: lines for the policy folder, of tables that hold facts."""

    rows: int
    taken: int
    known: int = 0
    again: bool = False
    references: tuple[str, ...] = ()
    facts: str = ""


class Tables(Protocol):
    """Takes tables over. Looking and taking raise :class:`belofte.loading.importing.NotTaken` with every fault."""

    def look(self, table: Table, by: str) -> Looked: ...
    def take(self, table: Table, by: str) -> Looked: ...
    def template(self, kind: str, language: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Managing:
    """The desks behind these pages. ``address`` is how browsers reach the office; ``check`` refuses an address that no
    webhook may go to."""

    accounts: Accounts
    tokens: Tokens
    webhooks: Webhooks
    check: Callable[[str], None]
    post: Post
    register: Callable[[], Sequence[RegisterRow]]
    replays: ReplayDesk
    tables: Tables
    address: str
    zone: str  # a token's last day is one of the company's


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what an act on it is about, and its cells. ``is_over``: nothing can be done with it any more."""

    id: str
    cells: tuple[object, ...]
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What an act came to: the key of the words, what fills them, and what is shown this once."""

    key: str
    count: int = 0
    secret: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class BookAct:
    """One thing that can be done: on the book, or on the row whose id is given as ``row``."""

    name: str
    carry: Callable[[Managing, Mapping[str, str], str], Told]
    fields: tuple[Field, ...] = ()
    of_row: bool = False
    tone: str = "quiet"


@dataclass(frozen=True, slots=True)
class Book:
    """One page: ``columns`` are keys of words."""

    name: str
    columns: tuple[str, ...]
    rows: Callable[[Managing], Sequence[Row]]
    acts: tuple[BookAct, ...] = ()
