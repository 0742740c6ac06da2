"""The page on which a table is taken over: a file or pasted text is looked at row by row, shown, and then confirmed.

Nothing goes in by halves: one wrong row and nothing changes. What was looked at travels in the confirming form itself,
so that exactly that goes in, and nothing of it lies anywhere before somebody confirmed.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from litestar import Response
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.handlers import HTTPRouteHandler
from litestar.params import Body

from belofte.domain.account import act_of_button
from belofte.domain.errors import BelofteError
from belofte.loading.importing import Fault, NotTaken
from belofte.web.deciding import refused
from belofte.web.forms import Problem, Problems, typed
from belofte.web.managing_books import BOOKS
from belofte.web.managing_shape import Looked, Managing, Table
from belofte.web.pages import STAFF, Asked, Form, Page, in_languages, language_of, look, press_with_file, show, too_old
from belofte.web.seal import Seal
from belofte.web.signing import signed_in
from belofte.web.signing.present import present
from belofte.web.site import Site

Upload = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.MULTI_PART)]
LARGEST = 4 * 2**20
"""Bytes a table may have here; the command line takes larger ones."""
BOOK, LOOK, TAKE = "take-over", "look-table", "take-table"
KINDS = ("requests", "register", "staff", "members", "consents", "recipients", "documents")
PASTED = "table.csv"
"""The name of a table that was pasted and not sent as a file."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the page shows of a table: its faults, or what would become of it, or what became of it."""

    kind: str = ""
    pasted: str = ""
    problems: Problems = field(default_factory=dict[str, Any])
    faults: tuple[Fault, ...] = ()
    table: Table | None = None  # looked at and sound: ready to be confirmed
    looked: Looked | None = None
    taken: Looked | None = None


@dataclass(frozen=True, slots=True)
class _Pages:
    managing: Managing
    site: Site
    seal: Seal = field(default_factory=Seal)

    def page(self, request: Asked) -> Response[bytes]:
        return self._show(language_of(self.site, request), _Seen())

    def look(self, request: Asked, data: Upload) -> Response[bytes]:
        """Judge a table; nothing is written."""
        language = language_of(self.site, request)
        given = typed(data, "seal", "kind", "table")
        if not self.seal.fits(LOOK, given["seal"]):
            return self._stale(language)
        seen = _Seen(given["kind"].removeprefix("table-"), given["table"])
        try:
            table = _table(seen.kind, data.get("file"), seen.pasted)
        except _NotGiven as lacking:
            return self._show(language, _Seen(seen.kind, seen.pasted, lacking.problems))
        by = signed_in(request).name
        return self._show(language, _judged(seen, language, lambda: self.managing.tables.look(table, by), table))

    def take(self, request: Asked, data: Form) -> Response[bytes]:
        """Take over what was looked at. It is judged once more: something may have come in between."""
        language = language_of(self.site, request)
        given = typed(data, "seal", "kind", "name", "content")
        if not self.seal.fits(TAKE, given["seal"]) or given["kind"] not in KINDS:
            return self._stale(language)
        try:
            table = Table(given["kind"], given["name"], urlsafe_b64decode(given["content"].encode()))
        except (NotBase64, ValueError):
            return self._stale(language)
        by = signed_in(request).name
        return self._show(language, _judged(_Seen(table.kind), language, lambda: self.managing.tables.take(table, by)))

    def template(self, request: Asked) -> Response[bytes]:
        """An empty table of one kind, in the page's language."""
        language = language_of(self.site, request)
        kind = request.url.path.rpartition("/")[2].removesuffix(".csv")
        headers = {**STAFF, "Content-Disposition": f'attachment; filename="{kind}.csv"'}
        body = self.managing.tables.template(kind, language).encode("utf-8-sig")
        return Response(body, media_type="text/csv; charset=utf-8", headers=headers)

    def _stale(self, language: str) -> Response[bytes]:
        return too_old(self.site, language)

    def _show(self, language: str, seen: _Seen) -> Response[bytes]:
        somebody = present()
        context = {
            "books": BOOKS,
            "book": BOOK,
            "kinds": KINDS,
            "seen": seen,
            "content": urlsafe_b64encode(seen.table.content).decode() if seen.table else "",
            "seals": {act: self.seal.of(act) for act in (LOOK, TAKE)},
            "may": somebody is None or somebody.account.may(act_of_button(TAKE)),
        }
        status = 409 if seen.faults or "desk" in seen.problems else 422 if seen.problems else 200
        return show(self.site, Page("take_over.html", language, context, status, f"/{{language}}/{BOOK}", STAFF))


class _NotGiven(Exception):
    """There is no table to look at."""

    def __init__(self, problems: Mapping[str, Problem]) -> None:
        super().__init__("no table")
        self.problems = problems


def _table(kind: str, file: object, pasted: str) -> Table:
    """The table that was sent: the file where there is one, else what was pasted."""
    problems: dict[str, Problem] = {} if kind in KINDS else {"kind": Problem("error.choose")}
    if isinstance(file, UploadFile) and file.filename:
        content, name = file.file.read(), file.filename
    else:
        content, name = pasted.encode(), PASTED
    if not content:
        problems["file"] = Problem("take.error.nothing")
    if len(content) > LARGEST:
        problems["file"] = Problem("take.error.large", {"most": LARGEST // 2**20})
    if problems:
        raise _NotGiven(problems)
    return Table(kind, name, content)


def _judged(seen: _Seen, language: str, act: Callable[[], Looked], table: Table | None = None) -> _Seen:
    """What came of looking (``table`` is then ready to be confirmed) or of taking over."""
    try:
        found = act()
    except NotTaken as wrong:
        return _Seen(seen.kind, seen.pasted, faults=wrong.faults)
    except BelofteError as error:
        return _Seen(seen.kind, seen.pasted, refused(error, language))
    if table is None:
        return _Seen(seen.kind, taken=found)
    is_new = found.taken > 0 and not found.facts
    return _Seen(seen.kind, seen.pasted, table=table if is_new else None, looked=found)


def take_over_routes(managing: Managing, site: Site) -> list[HTTPRouteHandler]:
    """The page, its two buttons, and the empty tables."""
    pages = _Pages(managing, site)
    routes = look(in_languages(site, f"/{BOOK}"), pages.page)
    for kind in KINDS:
        routes += look(in_languages(site, f"/{BOOK}/{kind}.csv"), pages.template)
    for act, carry in ((LOOK, pages.look), (TAKE, pages.take)):
        routes += press_with_file(in_languages(site, f"/{BOOK}/{act}"), carry)
    return routes
