"""Practice in the office of a sandbox: begin an exercise, handle it as any request, see afterwards what was missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from belofte.domain.errors import WrongUse
from belofte.web.forms import typed
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
from belofte.web.site import Site


@dataclass(frozen=True, slots=True)
class Offered:
    """One exercise as it is offered: its title, which tells the trap, is not shown before it is over."""

    name: str
    right: str
    story: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was seen, or missed."""

    ok: bool
    text: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One exercise that was begun. ``findings``: once it is over; ``number``: its place among all."""

    reference: str
    number: int
    title: str
    hint: str
    begun_at: datetime
    over: bool
    findings: tuple[Finding, ...] = ()


class Practice(Protocol):
    """Where exercises come from."""

    def offered(self, language: str) -> Sequence[Offered]: ...
    def begin(self, name: str, language: str) -> str: ...
    def attempts(self, language: str) -> Sequence[Attempt]: ...


@dataclass(frozen=True, slots=True)
class _PracticePages:
    practice: Practice
    site: Site
    seal: Seal

    def page(self, request: Asked) -> Response[bytes]:
        language = language_of(self.site, request)
        offered = self.practice.offered(language)
        context = {
            "offered": offered,
            "attempts": self.practice.attempts(language),
            "seals": {one.name: self.seal.of(f"practice/{one.name}") for one in offered},
        }
        return show(self.site, Page("practice.html", language, context, 200, "/{language}/practice", STAFF))

    def begin(self, request: Asked, exercise: FromPath[str], data: Form) -> Any:
        language = language_of(self.site, request)
        if not self.seal.fits(f"practice/{exercise}", typed(data, "seal")["seal"]):
            return too_old(self.site, language)
        try:
            reference = self.practice.begin(exercise, language)
        except WrongUse:
            return office_fault(self.site, language, 404)
        return Redirect(self.site.path(f"/{language}/requests/{reference}"), status_code=303)


def practice_routes(practice: Practice | None, site: Site) -> list[HTTPRouteHandler]:
    """The page of exercises; none outside a sandbox."""
    if practice is None:
        return []
    pages = _PracticePages(practice, site, Seal())
    return [
        *look(in_languages(site, "/practice"), pages.page),
        *press(in_languages(site, "/practice/{exercise:str}/begin"), pages.begin),
    ]
