"""What an operation of the API is: who may, what it takes, does and tells. One list makes routes and document."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from belofte.domain.account import Act
from belofte.domain.api_token import Scope
from belofte.domain.as_json import jsonable, told
from belofte.procedures.desks import PublicDesk
from belofte.procedures.office.office_desk import Office
from belofte.procedures.programs.api_desk import ApiDesk, PageOf, Place
from belofte.procedures.programs.tokens_desk import Caller, decider
from belofte.procedures.restoring.forgetting import ForgottenDesk
from belofte.procedures.using.use_desk import UseDesk
from belofte.web.api.asking import Field
from belofte.web.api.problems import Problem
from belofte.web.api.schemas import Schema, Schemas

BASE = "/api/v1"
PAGE, LARGEST_PAGE = 50, 200
"""Rows on a page unless told, and at most."""
PAGED: Mapping[str, Field] = {
    "cursor": Field("Where the page before ended, from its Link header.", longest=300),
    "limit": Field(f"Rows on the page; {PAGE} unless told.", "number", largest=LARGEST_PAGE),
}


@dataclass(frozen=True, slots=True)
class Desks:
    """The desks behind the API. ``languages``: those the letters are written in."""

    public: PublicDesk
    office: Office
    books: ApiDesk
    languages: tuple[str, ...]
    uses: UseDesk
    forgotten: ForgottenDesk


@dataclass(frozen=True, slots=True)
class Call:
    """One call that was let in, read and found right."""

    desks: Desks
    caller: Caller
    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: Mapping[str, Any]

    def by(self, act: Act) -> str:
        """The name this decision carries. Raises ``Refused`` where the token's account may not."""
        return decider(self.caller, act)

    def place(self) -> Place | None:
        """Where the page asked for begins. Raises :class:`Problem` for a cursor that is none."""
        cursor = self.query.get("cursor")
        if cursor is None:
            return None
        try:
            held: object = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        except (ValueError, binascii.Error) as wrong:
            raise Problem("wrong-request", "The cursor is none that was given out.") from wrong
        if not isinstance(held, list) or not all(isinstance(part, str) for part in cast("list[object]", held)):
            raise Problem("wrong-request", "The cursor is none that was given out.")
        return tuple(cast("list[str]", held))

    def limit(self) -> int:
        return self.query.get("limit", PAGE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation tells: one JSON object; ``next``: where the next page begins; ``location``: what was made."""

    body: Mapping[str, Any]
    next: Place | None = None
    location: str | None = None

    @classmethod
    def page(cls, page: PageOf[Any], schema: str, **fields: object) -> Answer:
        """A page under its schema's name."""
        return cls(told(schema, **fields), page.next)


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing programs can do. ``answer`` makes the schema of what it tells; ``changes``: it needs an idempotency
    key; ``query``, ``body``: what it takes."""

    name: str
    method: Literal["GET", "POST"]
    path: str
    scope: Scope
    says: str
    run: Callable[[Call], Answer]
    answer: Callable[[Schemas], Schema]
    query: Mapping[str, Field] = field(default_factory=dict[str, Field])
    body: Mapping[str, Field] | None = None
    status: int = 200
    pages: bool = False
    once: bool = True  # False: sending it twice need not be told apart from sending it once

    @property
    def changes(self) -> bool:
        """Whether it does something, so that doing it twice must be told apart from doing it once."""
        return self.method == "POST"


def cursor_of(place: Place) -> str:
    """A place as it is given out: without a meaning to anybody else."""
    return base64.urlsafe_b64encode(json.dumps(jsonable(place)).encode()).decode()
