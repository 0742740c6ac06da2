"""Holds in the office: what must stay although a term or a person says it should go, on which ground, until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from belofte.domain.errors import BelofteError
from belofte.domain.identifier_written import identifier_of
from belofte.procedures.retaining.hold_desk import HoldDesk
from belofte.web.acts import Field, Look
from belofte.web.deciding import problem_of, refused, status_of
from belofte.web.forms import LONGEST, Problems, typed
from belofte.web.pages import STAFF, Asked, Form, Page, in_languages, language_of, look, press, show, too_old
from belofte.web.seal import Seal
from belofte.web.signing import signed_in
from belofte.web.signing.present import may_press
from belofte.web.site import Site

PLACING = (
    Field("person", most=LONGEST["address"], optional=True),
    Field("records", Look.AREA, optional=True),
    Field("ground", most=LONGEST["name"]),
    Field("review", Look.DAY),
)


@dataclass(frozen=True, slots=True)
class _Pages:
    desk: HoldDesk
    site: Site
    seal: Seal = field(default_factory=Seal)

    def list(self, request: Asked) -> Response[bytes]:
        return self._list(request, {}, {})

    def place(self, request: Asked, data: Form) -> Any:
        language, text = language_of(self.site, request), typed(data, "seal", *(one.name for one in PLACING))
        if not self.seal.fits("hold-place", text["seal"]):
            return too_old(self.site, language)
        problems = {one.name: problem for one in PLACING if (problem := problem_of(one, text[one.name]))}
        if problems:
            return self._list(request, text, problems)
        try:
            self.desk.place(
                text["ground"],
                signed_in(request).name,
                date.fromisoformat(text["review"]),
                identifier_of(text["person"]) if text["person"] else None,
                [line.strip() for line in text["records"].splitlines() if line.strip()],
            )
        except BelofteError as error:
            return self._list(request, text, refused(error, language))
        return Redirect(self.site.path(f"/{language}/holds?done=place"), status_code=303)

    def release(self, request: Asked, hold: FromPath[str], data: Form) -> Any:
        language = language_of(self.site, request)
        if not self.seal.fits(f"{hold}/hold-release", typed(data, "seal")["seal"]):
            return too_old(self.site, language)
        try:
            self.desk.release(hold, signed_in(request).name)
        except BelofteError as error:
            return self._list(request, {}, refused(error, language))
        return Redirect(self.site.path(f"/{language}/holds?done=release"), status_code=303)

    def _list(self, request: Asked, text: Mapping[str, str], problems: Problems) -> Response[bytes]:
        language, done = language_of(self.site, request), request.query_params.get("done")
        holds = self.desk.list(only_open=False)
        may_release = may_press("hold-release")
        context = {
            "holds": holds,
            "blind": list({away.system: away for one in holds for away in one.blind}.values()),
            "today": self.site.expect(self.site.rights[0]).received,
            "fields": PLACING if may_press("hold-place") else (),
            "seals": {one.hold.id: self.seal.of(f"{one.hold.id}/hold-release") for one in holds} if may_release else {},
            "given": text,
            "problems": problems,
            "seal": self.seal.of("hold-place"),
            "told": done if done in ("place", "release") else None,
        }
        status = status_of(problems)
        return show(self.site, Page("holds.html", language, context, status, "/{language}/holds", STAFF))


def hold_routes(desk: HoldDesk | None, site: Site) -> list[HTTPRouteHandler]:
    """The page of holds, for the office's app."""
    if desk is None:
        return []
    pages = _Pages(desk, site)
    return [
        *look(in_languages(site, "/holds"), pages.list),
        *press(in_languages(site, "/holds/hold-place"), pages.place),
        *press(in_languages(site, "/holds/{hold:str}/hold-release"), pages.release),
    ]
