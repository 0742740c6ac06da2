"""The pages on which the office runs itself: accounts, tokens, webhooks, the register, and what is taken over.

Each page is an entry of data: its rows, and the acts on it. Everybody who is signed in may look (no page tells of a
person whose data it is); acts are for who may decide. A secret is shown once, on the answer to the button.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from belofte.domain.as_json import told as as_told
from belofte.domain.errors import BelofteError
from belofte.domain.register_export import register_csv
from belofte.web.deciding import problems_of, refused, status_of
from belofte.web.forms import Problems, typed
from belofte.web.managing_books import BOOKS
from belofte.web.managing_shape import Book, Managing, Told
from belofte.web.pages import (
    STAFF,
    Asked,
    Form,
    Page,
    in_languages,
    language_of,
    look,
    office_fault,
    press,
    show,
    too_old,
)
from belofte.web.seal import Seal
from belofte.web.signing import signed_in
from belofte.web.signing.present import may_press
from belofte.web.site import Site
from belofte.web.taking_over import BOOK as TAKING_OVER
from belofte.web.taking_over import take_over_routes
from belofte.web.texts import day, moment, say


@dataclass(frozen=True, slots=True)
class _Tried:
    """An act whose form comes back: what was filled in, and what is not right about it."""

    act: str = ""
    given: Mapping[str, str] = field(default_factory=dict[str, str])
    problems: Problems = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class _Pages:
    managing: Managing
    site: Site
    seal: Seal = field(default_factory=Seal)

    def look(self, request: Asked) -> Response[bytes]:
        book = _book(request.url.path)
        return self._page(language_of(self.site, request), book, _Tried(), None)

    def act(self, request: Asked, act: FromPath[str], data: Form) -> Any:
        """One act on one page; whatever was refused comes back with what was typed."""
        language, book = language_of(self.site, request), _book(request.url.path)
        found = next((one for one in book.acts if one.name == act), None)
        if found is None:
            return office_fault(self.site, language, 404)
        given = typed(data, "seal", "row", *(one.name for one in found.fields))
        if not self.seal.fits(f"{book.name}/{act}", given["seal"]):
            return too_old(self.site, language)
        if problems := problems_of(found.fields, given):
            return self._page(language, book, _Tried(act, given, problems), None)
        try:
            told = found.carry(self.managing, given, signed_in(request).name)
        except BelofteError as error:
            return self._page(language, book, _Tried(act, given, refused(error, language)), None)
        return self._page(language, book, _Tried(), told)

    def csv(self) -> Response[bytes]:
        """The register as a table for a spreadsheet."""
        body = register_csv(self.managing.register()).encode("utf-8-sig")
        return _file("register.csv", "text/csv; charset=utf-8", body)

    def json(self) -> Response[bytes]:
        """The register as the command line gives it."""
        body = json.dumps(as_told("register", rows=self.managing.register()), indent=2, ensure_ascii=False)
        return _file("register.json", "application/json", body.encode())

    def _page(self, language: str, book: Book, tried: _Tried, told: Told | None) -> Response[bytes]:
        def words(value: object) -> str:
            return _cell(language, self.site, value)

        acts = tuple(act for act in book.acts if may_press(act.name))
        context = {
            "book": book,
            "books": BOOKS,
            "rows": [(row.id, [words(cell) for cell in row.cells], row) for row in book.rows(self.managing)],
            "acts": [act for act in acts if not act.of_row],
            "row_acts": [act for act in acts if act.of_row],
            "seals": {act.name: self.seal.of(f"{book.name}/{act.name}") for act in acts},
            "tried": tried.act,
            "given": tried.given,
            "problems": tried.problems,
            "told": told,
            "secret": self._secret(language, told),
        }
        status = status_of(tried.problems)
        return show(self.site, Page("manage.html", language, context, status, f"/{{language}}/{book.name}", STAFF))

    def _secret(self, language: str, told: Told | None) -> str:
        if told is None:
            return ""
        return f"{self.managing.address}/{language}/enrol/{told.link}" if told.link else told.secret


def _book(path: str) -> Book:
    parts = path.strip("/").split("/")
    return next(book for book in BOOKS if book.name in parts)


def _cell(language: str, site: Site, value: object) -> str:
    """A cell in words: keys of ours (``@role.staff``), a moment, a day, or a name as it stands."""
    if isinstance(value, datetime):
        return moment(language, value, site.time_zone)
    if isinstance(value, date):
        return day(language, value)
    text = str(value)
    if not text.startswith("@"):
        return text
    return ", ".join(say(language, key.removeprefix("@")) for key in text.split(","))


def _file(name: str, media: str, body: bytes) -> Response[bytes]:
    headers = {**STAFF, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=media, headers=headers)


def managing_routes(managing: Managing | None, site: Site) -> list[HTTPRouteHandler]:
    """The pages on which the office runs itself; none where nothing is given."""
    if managing is None:
        return []
    pages = _Pages(managing, site)
    routes = [*look(in_languages(site, "/handled/register.csv"), pages.csv)]
    routes += look(in_languages(site, "/handled/register.json"), pages.json)
    routes += take_over_routes(managing, site)
    for book in (one for one in BOOKS if one.name != TAKING_OVER):
        routes += look(in_languages(site, f"/{book.name}"), pages.look)
        routes += press(in_languages(site, f"/{book.name}/{{act:str}}"), pages.act)
    return routes
