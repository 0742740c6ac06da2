"""Sweeps in the office: what is past its term in each system, what stays and on which ground, how late, as a picture;
a list that waits is let through or put off by a named person, and a record without a first day is decided.

The page shows the newest look of the daily sweep: it asks no system by itself. Counts and names of collections only.
Records without a first day are listed a system at a time, for that one is asked then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from belofte.domain.errors import BelofteError
from belofte.domain.sweeping import Standing, SweepList, Swept
from belofte.domain.term_decision import Decided
from belofte.domain.unaltered import Unaltered
from belofte.procedures.retaining.sweep_desk import SweepDesk
from belofte.procedures.retaining.term_desk import TermDesk
from belofte.web.acts import Field, Look
from belofte.web.deciding import problem_of, problems_of, refused, status_of
from belofte.web.forms import LONGEST, Problems, typed
from belofte.web.pages import STAFF, Asked, Form, Page, in_languages, language_of, look, press, show, too_old
from belofte.web.seal import Seal
from belofte.web.signing import signed_in
from belofte.web.signing.present import may_press
from belofte.web.site import Site

TERM = "term-"
"""How the words of a decision begin among the options of the office."""
DECIDING = (
    Field("place", most=LONGEST["name"]),
    Field("decided", Look.PICK, options=tuple(f"{TERM}{one}" for one in Decided)),
    Field("day", Look.DAY, optional=True),
    Field("why"),
)
PUTTING_OFF = (Field("why"), Field("until", Look.DAY, optional=True))
SHOWN = (Standing.DUE, Standing.HELD, Standing.REQUESTED, Standing.RESTRICTED, Standing.UNDECIDED)
"""In the order of the picture; ``stays`` comes last."""


DONE = ("approve", "put-off")
NOTHING: Mapping[str, str] = MappingProxyType({})
PAINT = {
    "due": "delete",
    "held": "clear",
    "in-an-open-request": "export",
    "restricted-and-asked": "export",
    "undecided": "ask",
    "stays": "keep",
}
"""Standing -> the colour of the plan's picture that says the same."""


@dataclass(frozen=True, slots=True)
class Share:
    """One piece of the bar: what it stands for, how many records, where it begins and how wide it is, of a hundred."""

    name: str
    count: int
    at: float
    width: float


def bar_of(lines: Sequence[Swept]) -> list[Share]:
    """The picture of one system. A piece that is there can be seen, however small it is."""
    counts = {standing.value: sum(line.count(standing) for line in lines) for standing in SHOWN}
    counts["stays"] = sum(line.stays or 0 for line in lines)
    there = {name: count for name, count in counts.items() if count}
    total, at, shares = sum(there.values()), 0.0, list[Share]()
    for name, count in there.items():
        width = max(100 * count / total, 1.0)
        shares.append(Share(name, count, round(at, 2), round(width, 2)))
        at += width
    over = at / 100 if at > 100 else 1.0
    return [Share(one.name, one.count, round(one.at / over, 2), round(one.width / over, 2)) for one in shares]


@dataclass(frozen=True, slots=True)
class _Pages:
    desk: SweepDesk
    deciding: TermDesk
    site: Site
    seal: Seal = field(default_factory=Seal)

    def list(self, request: Asked) -> Response[bytes]:
        return self._list(request, {})

    def approve(self, request: Asked, shown: FromPath[str], data: Form) -> Any:
        language = language_of(self.site, request)
        if not self.seal.fits(f"{shown}/sweep-approve", typed(data, "seal")["seal"]):
            return too_old(self.site, language)
        try:
            self.desk.approve(shown, signed_in(request).name)
        except BelofteError as error:
            return self._list(request, refused(error, language))
        return Redirect(self.site.path(f"/{language}/sweeps?done=approve"), status_code=303)

    def put_off(self, request: Asked, shown: FromPath[str], data: Form) -> Any:
        language, text = language_of(self.site, request), typed(data, "seal", *(one.name for one in PUTTING_OFF))
        if not self.seal.fits(f"{shown}/sweep-put-off", text["seal"]):
            return too_old(self.site, language)
        if problems := problems_of(PUTTING_OFF, text):
            return self._list(request, problems, shown, text)
        until = date.fromisoformat(text["until"]) if text["until"] else None
        try:
            self.desk.put_off(shown, signed_in(request).name, text["why"], until)
        except BelofteError as error:
            return self._list(request, refused(error, language), shown, text)
        return Redirect(self.site.path(f"/{language}/sweeps?done=put-off"), status_code=303)

    def undated(self, request: Asked) -> Response[bytes]:
        return self._undated(request, {}, {})

    def decide(self, request: Asked, data: Form) -> Any:
        language, text = language_of(self.site, request), typed(data, "seal", *(one.name for one in DECIDING))
        if not self.seal.fits("sweep-decide", text["seal"]):
            return too_old(self.site, language)
        found = {one.name: problem_of(one, text[one.name]) for one in DECIDING}
        if problems := {name: problem for name, problem in found.items() if problem is not None}:
            return self._undated(request, text, problems)
        day = date.fromisoformat(text["day"]) if text["day"] else None
        try:
            self.deciding.decide(
                text["place"], Decided(text["decided"].removeprefix(TERM)), day, signed_in(request).name, text["why"]
            )
        except BelofteError as error:
            return self._undated(request, text, refused(error, language))
        system = text["place"].partition(".")[0]
        return Redirect(self.site.path(f"/{language}/sweeps/undated?system={system}&done=decide"), status_code=303)

    def _list(
        self, request: Asked, problems: Problems, shown: str = "", given: Mapping[str, str] = NOTHING
    ) -> Response[bytes]:
        """``shown`` is the list whose form was filled in with ``given``."""
        language = language_of(self.site, request)
        looked, waiting = self.desk.looked(), self.desk.waiting()
        context = {
            "looked": looked,
            "paint": PAINT,
            "bars": {one.system: bar_of(one.lines) for one in looked},
            "waiting": {one.system: one for one in waiting},
            "late": {one.system: max((line.late for line in one.lines if line.due), default=0) for one in looked},
            "kept": _by_system(self.deciding.kept()),
            "unsealed": _names_by_system(self.deciding.not_sealed()),
            "has_undated": any(_undecided(one) for one in looked),
            "seals": {one.id: self.seal.of(f"{one.id}/sweep-approve") for one in waiting},
            "put_off_seals": {one.id: self.seal.of(f"{one.id}/sweep-put-off") for one in waiting},
            "may": may_press("sweep-approve"),
            "fields": PUTTING_OFF if may_press("sweep-put-off") else (),
            "filled": shown,
            "given": given,
            "problems": problems,
            "told": next((one for one in DONE if request.query_params.get("done") == one), None),
        }
        page = Page("sweeps.html", language, context, status_of(problems), "/{language}/sweeps", STAFF)
        return show(self.site, page)

    def _undated(self, request: Asked, text: Mapping[str, str], problems: Problems) -> Response[bytes]:
        language = language_of(self.site, request)
        counted = {one.system: _undecided(one) for one in self.desk.looked()}
        systems = {name: counted.get(name) for name in self.deciding.where() if counted.get(name) != 0}
        wanted = request.query_params.get("system") or text.get("place", "").partition(".")[0]
        if wanted not in self.deciding.where():
            wanted = next(iter(systems)) if len(systems) == 1 else ""
        context = {
            "wanted": wanted,
            "systems": systems,
            "lists": self.deciding.undated(wanted) if wanted else (),
            "fields": DECIDING if may_press("sweep-decide") else (),
            "given": text,
            "problems": problems,
            "seal": self.seal.of("sweep-decide"),
            "told": "decide" if request.query_params.get("done") == "decide" else None,
        }
        status = status_of(problems)
        return show(self.site, Page("undated.html", language, context, status, "/{language}/sweeps/undated", STAFF))


def _undecided(shown: SweepList) -> int:
    return sum(line.count(Standing.UNDECIDED) for line in shown.lines)


def _by_system(kept: Sequence[Unaltered]) -> dict[str, list[Unaltered]]:
    found: dict[str, list[Unaltered]] = {}
    for one in kept:
        found.setdefault(one.system, []).append(one)
    return found


def _names_by_system(places: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for place in places:
        system, _, name = place.partition(".")
        found.setdefault(system, []).append(name)
    return found


def sweep_routes(desk: object, deciding: object, site: Site) -> list[HTTPRouteHandler]:
    """The pages of sweeps, for the office's app."""
    if not isinstance(desk, SweepDesk) or not isinstance(deciding, TermDesk):
        return []
    pages = _Pages(desk, deciding, site)
    return [
        *look(in_languages(site, "/sweeps"), pages.list),
        *look(in_languages(site, "/sweeps/undated"), pages.undated),
        *press(in_languages(site, "/sweeps/sweep-decide"), pages.decide),
        *press(in_languages(site, "/sweeps/{shown:str}/sweep-approve"), pages.approve),
        *press(in_languages(site, "/sweeps/{shown:str}/sweep-put-off"), pages.put_off),
    ]
