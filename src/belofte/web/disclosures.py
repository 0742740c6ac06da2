"""Disclosures to authorities in the office: the register, one disclosure with its plan, and what named persons do.

A secret order stands on the pages of who is named with it, and on nobody else's: its address answers them as one that
was never there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from belofte.domain.disclosure import DisclosureState
from belofte.domain.errors import BelofteError, WrongUse
from belofte.procedures.disclosing.disclosure_desk import DisclosureDesk, DisclosureView
from belofte.web.acts import Field, Handed, Look
from belofte.web.deciding import problems_of, refused, status_of
from belofte.web.demanding import ASKED, NAMED, demand_of, document_of
from belofte.web.forms import Problem, Problems, typed
from belofte.web.pages import (
    STAFF,
    Asked,
    FileForm,
    Form,
    Page,
    in_languages,
    language_of,
    look,
    office_fault,
    press,
    press_with_file,
    show,
    too_old,
)
from belofte.web.seal import Seal
from belofte.web.signing import signed_in
from belofte.web.signing.present import may_press
from belofte.web.site import Site

Texts = Mapping[str, str]
OPEN = (DisclosureState.RECEIVED, DisclosureState.APPROVED)


@dataclass(frozen=True, slots=True)
class Doing:
    """One act on a disclosure, sent to ``.../disclosure-NAME``. ``carry``: desk, id, fields, who."""

    name: str
    possible: Callable[[DisclosureView], bool]
    carry: Callable[[DisclosureDesk, str, Texts, str], object]
    fields: tuple[Field, ...] = ()
    tone: str = "quiet"


def _fetch(desk: DisclosureDesk, disclosure: str, _text: Texts, by: str) -> Handed:
    return Handed("package.zip", "application/zip", b"".join(desk.package(disclosure, by)))


def _order(desk: DisclosureDesk, disclosure: str, _text: Texts, by: str) -> Handed:
    return Handed("order", "application/octet-stream", desk.order(disclosure, by)[1])


ACTS: tuple[Doing, ...] = (
    Doing(
        "approve",
        lambda view: view.state is DisclosureState.RECEIVED and view.plan is not None,
        lambda desk, of, text, by: desk.approve(of, text["plan"], by),
        (Field("plan", Look.HIDDEN),),
        "",
    ),
    Doing(
        "hand-over",
        lambda view: view.state is DisclosureState.APPROVED,
        lambda desk, of, _text, by: desk.hand_over(of, by),
        tone="",
    ),
    Doing("fetch", lambda view: view.can_fetch, _fetch, tone=""),
    Doing("order", lambda view: view.document_kept, _order),
    Doing("plan", lambda view: view.state in OPEN, lambda desk, of, _text, by: desk.plan_again(of, by)),
    Doing(
        "let-in",
        lambda view: view.disclosure.is_secret,
        lambda desk, of, text, by: desk.let_in(of, text["who"], by),
        (Field("who"),),
    ),
    Doing(
        "refuse",
        lambda view: view.state in OPEN,
        lambda desk, of, text, by: desk.refuse(of, by, text["reasons"]),
        (Field("reasons", Look.AREA),),
        "stern",
    ),
    Doing(
        "lift",
        lambda view: view.disclosure.is_secret,
        lambda desk, of, text, by: desk.lift(of, by, text["not_told"]),
        (Field("not_told", Look.AREA, optional=True),),
        "stern",
    ),
    Doing(
        "close",
        lambda view: not view.disclosure.is_secret and not view.disclosure.is_over,
        lambda desk, of, _text, by: desk.close(of, by),
        tone="stern",
    ),
)


@dataclass(frozen=True, slots=True)
class _Pages:
    desk: DisclosureDesk
    site: Site
    seal: Seal = field(default_factory=Seal)

    def list(self, request: Asked) -> Response[bytes]:
        return self._list(request, {}, {})

    def receive(self, request: Asked, data: FileForm) -> Any:
        language, text = language_of(self.site, request), typed(data, "seal", *NAMED)
        if not self.seal.fits("disclosure-receive", text["seal"]):
            return too_old(self.site, language)
        if problems := problems_of(ASKED, text):
            return self._list(request, text, problems)
        try:
            made = self.desk.receive(demand_of(text, document_of(data, text)), signed_in(request).name)
        except BelofteError as error:
            return self._list(request, text, refused(error, language))
        here = f"/{language}/disclosures/{made.disclosure.id}"
        return Redirect(self.site.path(f"{here}?done=receive"), status_code=303)

    def one(self, request: Asked, disclosure: FromPath[str]) -> Response[bytes]:
        return self._one(request, disclosure, "", {}, {})

    def act(self, request: Asked, disclosure: FromPath[str], act: FromPath[str], data: Form) -> Any:
        language = language_of(self.site, request)
        found = next((one for one in ACTS if act == f"disclosure-{one.name}"), None)
        if found is None:
            return office_fault(self.site, language, 404)
        text = typed(data, "seal", *(one.name for one in found.fields))
        if not self.seal.fits(f"{disclosure}/{act}", text["seal"]):
            return too_old(self.site, language)
        if problems := problems_of(found.fields, text):
            return self._one(request, disclosure, found.name, text, problems)
        try:
            answer = found.carry(self.desk, disclosure, text, signed_in(request).name)
        except BelofteError as error:
            return self._one(request, disclosure, found.name, text, refused(error, language))
        if isinstance(answer, Handed):
            headers = {**STAFF, "Content-Disposition": f'attachment; filename="{answer.name}"'}
            return Response(answer.body, media_type=answer.media_type, headers=headers)
        return Redirect(self.site.path(f"/{language}/disclosures/{disclosure}?done={found.name}"), status_code=303)

    def _list(self, request: Asked, text: Texts, problems: Problems) -> Response[bytes]:
        language = language_of(self.site, request)
        context = {
            "rows": self.desk.rows(signed_in(request).name),
            "authorities": self.desk.authorities(),
            "categories": self.desk.categories(),
            "today": self.site.expect(self.site.rights[0]).received,
            "fields": ASKED if may_press("disclosure-receive") else (),
            "given": text,
            "problems": problems,
            "seal": self.seal.of("disclosure-receive"),
        }
        return show(
            self.site,
            Page("disclosures.html", language, context, status_of(problems), "/{language}/disclosures", STAFF),
        )

    def _one(
        self, request: Asked, disclosure: str, tried: str, text: Texts, problems: Mapping[str, Problem]
    ) -> Response[bytes]:
        language = language_of(self.site, request)
        try:
            view = self.desk.show(disclosure, signed_in(request).name)
        except WrongUse:
            return office_fault(self.site, language, 404)
        acts = [one for one in ACTS if one.possible(view) and may_press(f"disclosure-{one.name}")]
        done = request.query_params.get("done")
        context = {
            "view": view,
            "acts": acts,
            "seals": {one.name: self.seal.of(f"{disclosure}/disclosure-{one.name}") for one in acts},
            "tried": tried,
            "given": text,
            "problems": problems,
            "told": done if done in ("receive", *(one.name for one in ACTS)) else None,
        }
        here = f"/{{language}}/disclosures/{disclosure}"
        return show(self.site, Page("disclosure.html", language, context, status_of(problems), here, STAFF))


def disclosure_routes(desk: DisclosureDesk | None, site: Site) -> list[HTTPRouteHandler]:
    """The pages of disclosures, for the office's app."""
    if desk is None:
        return []
    pages = _Pages(desk, site)
    return [
        *look(in_languages(site, "/disclosures"), pages.list),
        *press_with_file(in_languages(site, "/disclosures/disclosure-receive"), pages.receive),
        *look(in_languages(site, "/disclosures/{disclosure:str}"), pages.one),
        *press(in_languages(site, "/disclosures/{disclosure:str}/{act:str}"), pages.act),
    ]
