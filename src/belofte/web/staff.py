"""Our own people in the office: the list, who can read what in every system, what is hidden, and who looked.

Names are shown to who may read what tells of a person; an auditor sees ids. Systems are asked on the press of a button,
for that may take a while; nothing is changed anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from litestar import Response
from litestar.handlers import HTTPRouteHandler

from belofte.domain.access_log import OUTSIDE
from belofte.domain.account import Act
from belofte.procedures.staffing.late import LateDesk, LateReport
from belofte.procedures.staffing.looking import LooksDesk
from belofte.procedures.staffing.staff_desk import Report, StaffDesk
from belofte.procedures.staffing.wall_desk import WallDesk
from belofte.web.forms import typed
from belofte.web.pages import STAFF, Asked, Form, Page, in_languages, language_of, look, press, show, too_old
from belofte.web.seal import Seal
from belofte.web.signing.present import present
from belofte.web.site import Site

NEWEST = 50
"""Looks on the page."""


@dataclass(frozen=True, slots=True)
class _Pages:
    staff: StaffDesk
    walls: WallDesk
    looks: LooksDesk
    late: LateDesk
    site: Site
    seal: Seal = field(default_factory=Seal)

    def show(self, request: Asked) -> Response[bytes]:
        return self._show(request, None, None)

    def ask(self, request: Asked, data: Form) -> Any:
        """Every system, now."""
        if not self.seal.fits("staff-look", typed(data, "seal")["seal"]):
            return too_old(self.site, language_of(self.site, request))
        return self._show(request, self.staff.report(), self.late.report())

    def _show(self, request: Asked, report: Report | None, late: LateReport | None) -> Response[bytes]:
        somebody = present()
        context = {
            "members": self.staff.members(),
            "named": somebody is None or somebody.account.may(Act.READ),
            "report": report,
            "late": late,
            "walls": self.walls.all(),
            "looks": self.looks.newest(NEWEST),
            "accounts": self.looks.accounts(),
            "outside": OUTSIDE,
            "seal": self.seal.of("staff-look"),
        }
        return show(
            self.site, Page("staff.html", language_of(self.site, request), context, 200, "/{language}/staff", STAFF)
        )


def staff_routes(desks: Mapping[str, object], site: Site) -> list[HTTPRouteHandler]:
    """The page of our own people, for the office's app."""
    staff, walls, looks, late = (desks.get(name) for name in ("staff", "walls", "looks", "late"))
    if not (isinstance(staff, StaffDesk) and isinstance(walls, WallDesk)):
        return []
    if not (isinstance(looks, LooksDesk) and isinstance(late, LateDesk)):
        return []
    pages = _Pages(staff, walls, looks, late, site)
    return [
        *look(in_languages(site, "/staff"), pages.show),
        *press(in_languages(site, "/staff/look"), pages.ask),
    ]
