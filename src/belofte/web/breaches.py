"""Breaches in the office: the list with its hours, one breach with what was written, and what a named person does.

The words are the office's own and name nobody; the clock runs from awareness, weekends included (Art. 33 GDPR).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from belofte.domain.breach import Breach, BreachKind, BreachWords, OurRole
from belofte.domain.errors import BelofteError, WrongUse
from belofte.procedures.office.breaching import BreachDesk
from belofte.web.acts import Field, Look
from belofte.web.acts_case import count_of
from belofte.web.deciding import moment_of, problems_of, refused, status_of
from belofte.web.forms import LONGEST, Problems, typed
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

Texts = Mapping[str, str]
WORDS = tuple(Field(name, Look.AREA, optional=True) for name in ("happened", "consequences", "measures", "advice"))
PERSONS = Field("persons", Look.NUMBER, optional=True, most=LONGEST["number"])


@dataclass(frozen=True, slots=True)
class Doing:
    """One act on a breach, sent to ``.../breach-NAME``. ``carry``: desk, id, fields, who, the site's time zone."""

    name: str
    possible: Callable[[Breach], bool]
    carry: Callable[[BreachDesk, str, Texts, str, str], object]
    fields: tuple[Field, ...] = ()
    tone: str = "quiet"


OPENING = (
    Field("kind", Look.PICK, options=tuple(BreachKind)),
    Field("aware", Look.MOMENT),
    Field("role", Look.PICK, options=tuple(OurRole)),
    Field("reference", optional=True, most=LONGEST["number"]),
    PERSONS,
    *WORDS,
)
ACTS: tuple[Doing, ...] = (
    Doing(
        "decide",
        lambda breach: breach.report is None and breach.role is not OurRole.PROCESSOR,
        lambda desk, of, text, by, _zone: desk.decide(
            of, text["report"] == "report", text["persons_told"] == "tell", by, text["reasons"]
        ),
        (
            Field("report", Look.PICK, options=("report", "no-report")),
            Field("persons_told", Look.PICK, options=("tell", "no-tell")),
            Field("reasons", Look.AREA),
        ),
        "",
    ),
    Doing(
        "reported",
        lambda breach: breach.report is True and breach.reported_at is None,
        lambda desk, of, text, by, zone: desk.reported(of, moment_of(text["at"], zone), by, text["late_because"]),
        (Field("at", Look.MOMENT), Field("late_because", Look.AREA, optional=True)),
        "",
    ),
    Doing(
        "describe",
        lambda breach: breach.closed_at is None,
        lambda desk, of, text, by, _zone: desk.describe(of, by, words_of(text), count_of(text["persons"])),
        (PERSONS, *WORDS),
    ),
    Doing(
        "tell",
        lambda breach: breach.closed_at is None and (breach.tell_persons is True or breach.role is OurRole.PROCESSOR),
        lambda desk, of, text, by, _zone: desk.tell(of, text["to"], by),
        (Field("to", most=LONGEST["address"]),),
    ),
    Doing(
        "close",
        lambda breach: breach.closed_at is None and (breach.report is not None or breach.role is OurRole.PROCESSOR),
        lambda desk, of, _text, by, _zone: desk.close(of, by),
        tone="stern",
    ),
)


def words_of(text: Texts) -> BreachWords:
    """What was written about a breach."""
    return BreachWords(text["happened"], text["consequences"], text["measures"], text["advice"])


@dataclass(frozen=True, slots=True)
class _Pages:
    desk: BreachDesk
    site: Site
    seal: Seal = field(default_factory=Seal)

    def list(self, request: Asked) -> Response[bytes]:
        return self._list(language_of(self.site, request), {}, {})

    def open(self, request: Asked, data: Form) -> Any:
        language, text = language_of(self.site, request), typed(data, "seal", *(one.name for one in OPENING))
        if not self.seal.fits("breach-open", text["seal"]):
            return too_old(self.site, language)
        if problems := problems_of(OPENING, text):
            return self._list(language, text, problems)
        try:
            made = self.desk.open(
                BreachKind(text["kind"]),
                moment_of(text["aware"], self.site.time_zone),
                signed_in(request).name,
                OurRole(text["role"]),
                text["reference"] or None,
                words_of(text),
                count_of(text["persons"]),
            )
        except BelofteError as error:
            return self._list(language, text, refused(error, language))
        return Redirect(self.site.path(f"/{language}/breaches/{made.id}?done=open"), status_code=303)

    def one(self, request: Asked, breach: FromPath[str]) -> Response[bytes]:
        return self._one(request, breach, "", {}, {})

    def act(self, request: Asked, breach: FromPath[str], act: FromPath[str], data: Form) -> Any:
        language = language_of(self.site, request)
        found = next((one for one in ACTS if act == f"breach-{one.name}"), None)
        if found is None:
            return office_fault(self.site, language, 404)
        text = typed(data, "seal", *(one.name for one in found.fields))
        if not self.seal.fits(f"{breach}/{act}", text["seal"]):
            return too_old(self.site, language)
        if problems := problems_of(found.fields, text):
            return self._one(request, breach, found.name, text, problems)
        try:
            found.carry(self.desk, breach, text, signed_in(request).name, self.site.time_zone)
        except BelofteError as error:
            return self._one(request, breach, found.name, text, refused(error, language))
        return Redirect(self.site.path(f"/{language}/breaches/{breach}?done={found.name}"), status_code=303)

    def _list(self, language: str, text: Texts, problems: Problems) -> Response[bytes]:
        breaches = self.desk.list(only_open=False)
        context = {
            "breaches": breaches,
            "overdue": {one.id for one in breaches if one.closed_at is None and self.desk.show(one.id).overdue},
            "fields": OPENING if may_press("breach-open") else (),
            "given": text,
            "problems": problems,
            "seal": self.seal.of("breach-open"),
        }
        return show(
            self.site, Page("breaches.html", language, context, status_of(problems), "/{language}/breaches", STAFF)
        )

    def _one(self, request: Asked, breach: str, tried: str, text: Texts, problems: Problems) -> Response[bytes]:
        language = language_of(self.site, request)
        try:
            view = self.desk.show(breach)
        except WrongUse:
            return office_fault(self.site, language, 404)
        acts = [one for one in ACTS if one.possible(view.breach) and may_press(f"breach-{one.name}")]
        done = request.query_params.get("done")
        context = {
            "view": view,
            "report": self.desk.report(breach, language),
            "acts": acts,
            "seals": {one.name: self.seal.of(f"{breach}/breach-{one.name}") for one in acts},
            "tried": tried,
            "given": text,
            "problems": problems,
            "told": done if done in ("open", *(one.name for one in ACTS)) else None,
        }
        here = f"/{{language}}/breaches/{breach}"
        return show(self.site, Page("breach.html", language, context, status_of(problems), here, STAFF))


def breach_routes(desk: BreachDesk | None, site: Site) -> list[HTTPRouteHandler]:
    """The pages of breaches, for the office's app."""
    if desk is None:
        return []
    pages = _Pages(desk, site)
    return [
        *look(in_languages(site, "/breaches"), pages.list),
        *press(in_languages(site, "/breaches/breach-open"), pages.open),
        *look(in_languages(site, "/breaches/{breach:str}"), pages.one),
        *press(in_languages(site, "/breaches/{breach:str}/{act:str}"), pages.act),
    ]
