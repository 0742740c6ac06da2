"""Registering what came by letter, on the telephone or by mail: its clock began when it reached the company."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect

from belofte.domain.errors import BelofteError
from belofte.domain.wish import Wish
from belofte.procedures.desks import PublicDesk, Submission
from belofte.web.acts import Field, Look
from belofte.web.deciding import problem_of, refused
from belofte.web.forms import LONGEST, Problems, address_problem, typed
from belofte.web.pages import STAFF, Asked, Form, Page, in_languages, language_of, look, press, show, too_old
from belofte.web.picking import Picked, picked_purposes, purposes_to_pick
from belofte.web.seal import Seal
from belofte.web.site import Site
from belofte.web.texts import say

CHANNELS = ("channel-post", "channel-phone", "channel-mail")
FIELDS = (
    Field("right", Look.PICK),
    Field("channel", Look.PICK, options=CHANNELS),
    Field("received", Look.MOMENT),
    Field("address", most=LONGEST["address"]),
    Field("name", optional=True, most=LONGEST["name"]),
    Field("number", optional=True, most=LONGEST["number"]),
    Field("text", Look.AREA, optional=True),
)

_NONE = Picked()


@dataclass(frozen=True, slots=True)
class _Pages:
    desk: PublicDesk
    site: Site
    seal: Seal

    def form(self, request: Asked) -> Response[bytes]:
        return self._form(language_of(self.site, request), {}, {})

    def send(self, request: Asked, data: Form) -> Any:
        language, text = language_of(self.site, request), typed(data, "seal", *(one.name for one in FIELDS))
        if not self.seal.fits("register", text["seal"]):
            return too_old(self.site, language)
        right = text["right"].removeprefix("right-")
        picked = picked_purposes(right, data, self.site.choices())
        if problems := {**self._problems(text), **picked.problems}:
            return self._form(language, text, problems, picked)
        received = datetime.fromisoformat(text["received"]).replace(tzinfo=ZoneInfo(self.site.time_zone))
        submission = Submission(
            right=right,
            address=text["address"],
            language=language,
            name=text["name"],
            number=text["number"],
            text=text["text"],
            channel=text["channel"].removeprefix("channel-"),
            received_at=received.astimezone(UTC),
            wish=Wish(purposes=picked.purposes),
        )
        try:
            reference = self.desk.submit(submission)
        except BelofteError as error:
            return self._form(language, text, refused(error, language), picked)
        return Redirect(self.site.path(f"/{language}/requests/{reference}?done=registered"), status_code=303)

    def _problems(self, text: Mapping[str, str]) -> Problems:
        found = {one.name: problem_of(one, text[one.name]) for one in self._fields()}
        problems = {name: problem for name, problem in found.items() if problem is not None}
        if "address" not in problems and (problem := address_problem(text["address"])):
            problems["address"] = problem
        return problems

    def _fields(self) -> tuple[Field, ...]:
        rights = tuple(f"right-{right}" for right in self.site.rights)
        return (Field("right", Look.PICK, options=rights), *FIELDS[1:])

    def _form(
        self, language: str, text: Mapping[str, str], problems: Problems, picked: Picked = _NONE
    ) -> Response[bytes]:
        context = {
            "fields": self._fields(),
            "given": text,
            "problems": problems,
            "purposes": purposes_to_pick(self.site.choices()),
            "picked": picked.purposes,
            "seal": self.seal.of("register"),
            "now": say(language, "register.zone", zone=self.site.time_zone),
        }
        status = 409 if "desk" in problems else 422 if problems else 200
        return show(self.site, Page("register.html", language, context, status, "/{language}/register", STAFF))


def register_routes(desk: PublicDesk | None, site: Site) -> list[HTTPRouteHandler]:
    """The page on which the office registers a request."""
    if desk is None:
        return []
    pages = _Pages(desk, site, Seal())
    return [
        *look(in_languages(site, "/register"), pages.form),
        *press(in_languages(site, "/register/receive"), pages.send),
    ]
