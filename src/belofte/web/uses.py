"""What was asked and allowed, in the office: for each purpose how often, and the newest rows of the log. People are
numbers there, and the orders something rested on are left out: this page is about the company's own programs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from litestar import Response
from litestar.handlers import HTTPRouteHandler

from belofte.domain.use import YES
from belofte.procedures.using.use_desk import UseDesk
from belofte.web.pages import STAFF, Asked, Page, in_languages, language_of, look, show
from belofte.web.site import Site

NEWEST = 50
"""Rows on the page."""
BACK = timedelta(days=31)
"""So far back the page counts."""


@dataclass(frozen=True, slots=True)
class _Pages:
    uses: UseDesk
    site: Site

    def show(self, request: Asked) -> Response[bytes]:
        since = self.uses.today() - BACK
        tally = self.uses.tally(since)
        context = {
            "since": since,
            "tally": tally,
            "rows": self.uses.newest(NEWEST),
            "allowed": sum(one.count for one in tally if one.answer == YES),
            "refused": sum(one.count for one in tally if one.answer != YES),
        }
        return show(
            self.site, Page("uses.html", language_of(self.site, request), context, 200, "/{language}/uses", STAFF)
        )


def uses_routes(desks: Mapping[str, object], site: Site) -> list[HTTPRouteHandler]:
    """The page of uses, for the office's app."""
    uses = desks.get("uses")
    if not isinstance(uses, UseDesk):
        return []
    return look(in_languages(site, "/uses"), _Pages(uses, site).show)
