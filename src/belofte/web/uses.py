"""What was asked and allowed, in the office: for each purpose how often, and the newest rows of the log. People are
numbers there, and the orders something rested on are left out: this page is about the company's own programs. Here an
order or a contract is closed by hand, where no program tells Belofte.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect

from belofte.domain.basis import CLOSES, Basis
from belofte.domain.errors import BelofteError
from belofte.domain.use import YES
from belofte.procedures.using.use_desk import UseDesk
from belofte.web.acts import Field, Look
from belofte.web.deciding import problem_of, refused, status_of
from belofte.web.forms import LONGEST, Problems, typed
from belofte.web.pages import STAFF, Asked, Form, Page, in_languages, language_of, look, press, show, too_old
from belofte.web.seal import Seal
from belofte.web.signing import signed_in
from belofte.web.signing.present import may_press
from belofte.web.site import Site

NEWEST = 50
"""Rows on the page."""
BACK = timedelta(days=31)
"""So far back the page counts."""
CLOSED = "closes-"
"""How the words of what is closed begin among the options of the office."""
CLOSING = (
    Field("kind", Look.PICK, options=tuple(f"{CLOSED}{one}" for one in CLOSES)),
    Field("reference", most=LONGEST["name"]),
)


@dataclass(frozen=True, slots=True)
class _Pages:
    uses: UseDesk
    site: Site
    seal: Seal = field(default_factory=Seal)

    def show(self, request: Asked) -> Response[bytes]:
        return self._show(request, {}, {})

    def close(self, request: Asked, data: Form) -> Any:
        """Nothing new rests on this order, in any program."""
        language, text = language_of(self.site, request), typed(data, "seal", *(one.name for one in CLOSING))
        if not self.seal.fits("uses-close", text["seal"]):
            return too_old(self.site, language)
        found = {one.name: problem_of(one, text[one.name]) for one in CLOSING}
        if problems := {name: problem for name, problem in found.items() if problem is not None}:
            return self._show(request, text, problems)
        try:
            basis = Basis(text["kind"].removeprefix(CLOSED), text["reference"].strip())
            self.uses.close(basis, signed_in(request).name)
        except BelofteError as error:
            return self._show(request, text, refused(error, language))
        return Redirect(self.site.path(f"/{language}/uses?done=close"), status_code=303)

    def _show(self, request: Asked, text: Mapping[str, str], problems: Problems) -> Response[bytes]:
        since = self.uses.today() - BACK
        tally = self.uses.tally(since)
        context = {
            "since": since,
            "tally": tally,
            "rows": self.uses.newest(NEWEST),
            "allowed": sum(one.count for one in tally if one.answer == YES),
            "refused": sum(one.count for one in tally if one.answer != YES),
            "fields": CLOSING if may_press("uses-close") else (),
            "given": text,
            "problems": problems,
            "seal": self.seal.of("uses-close"),
            "told": request.query_params.get("done") == "close",
        }
        page = Page(
            "uses.html", language_of(self.site, request), context, status_of(problems), "/{language}/uses", STAFF
        )
        return show(self.site, page)


def uses_routes(desks: Mapping[str, object], site: Site) -> list[HTTPRouteHandler]:
    """The page of uses, for the office's app."""
    uses = desks.get("uses")
    if not isinstance(uses, UseDesk):
        return []
    pages = _Pages(uses, site)
    return [
        *look(in_languages(site, "/uses"), pages.show),
        *press(in_languages(site, "/uses/uses-close"), pages.close),
    ]
