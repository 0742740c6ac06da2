"""The handbook for the privacy office, as a page of the office. The text is the company's documentation, made by us."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import Response
from litestar.handlers import HTTPRouteHandler
from markdown_it import MarkdownIt

from belofte.web.pages import STAFF, Asked, Page, in_languages, language_of, look, office_fault, show
from belofte.web.site import Site


@dataclass(frozen=True, slots=True)
class _HandbookPages:
    site: Site

    def page(self, request: Asked) -> Response[bytes]:
        language = language_of(self.site, request)
        text = self.site.handbook(language) if self.site.handbook else None
        if text is None:
            return office_fault(self.site, language, 404)
        context = {"html": MarkdownIt("commonmark", {"html": False}).enable("table").render(text)}
        return show(self.site, Page("handbook.html", language, context, 200, "/{language}/handbook", STAFF))


def handbook_routes(site: Site) -> list[HTTPRouteHandler]:
    """The route of the handbook; none where there is no text."""
    if site.handbook is None:
        return []
    return look(in_languages(site, "/handbook"), _HandbookPages(site).page)
