"""The record of processing in the office: a page to read and print, and the same as files."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from belofte.domain.errors import BelofteError
from belofte.domain.record_of_processing.page import article_of, counted, made_of, shown_columns
from belofte.procedures.office.record_desk import RecordDesk
from belofte.web.pages import STAFF, Asked, Page, in_languages, language_of, look, office_fault, show
from belofte.web.site import Site

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class _RecordPages:
    desk: RecordDesk
    site: Site

    def page(self, request: Asked) -> Response[bytes]:
        language = language_of(self.site, request)
        record = self.desk.made(language)
        context = {
            "made": made_of(record),
            "counted": counted(record),
            "tables": [
                {
                    "name": filled.table.name,
                    "heading": filled.table.heading.in_(language),
                    "article": article_of(filled.table, language),
                    "rows": [
                        {
                            "title": row.title,
                            "lines": [(c.label.in_(language), shown) for c, shown in shown_columns(filled, row)],
                        }
                        for row in filled.rows
                    ],
                }
                for filled in record.tables
            ],
        }
        return show(self.site, Page("record.html", language, context, 200, "/{language}/record", STAFF))

    def html(self, request: Asked) -> Response[bytes]:
        return self._file(request, "record.html", "text/html; charset=utf-8", self.desk.page)

    def xlsx(self, request: Asked) -> Response[bytes]:
        return self._file(request, "record.xlsx", XLSX, self.desk.xlsx)

    def json(self, request: Asked) -> Response[bytes]:
        def whole(language: str) -> bytes:
            return json.dumps(self.desk.json(language), ensure_ascii=False, indent=1).encode()

        return self._file(request, "record.json", "application/json", whole)

    def csv(self, request: Asked, table: FromPath[str]) -> Response[bytes]:
        name = table.removesuffix(".csv")
        return self._file(request, f"{name}.csv", "text/csv; charset=utf-8", lambda lang: self.desk.csv(lang, name))

    def _file(self, request: Asked, name: str, media: str, made: Callable[[str], bytes | None]) -> Response[bytes]:
        language = language_of(self.site, request)
        try:
            body = made(language)
        except BelofteError:
            body = None  # a part that is not installed: the other files are there
        if body is None:
            return office_fault(self.site, language, 404)
        headers = {**STAFF, "Content-Disposition": f'attachment; filename="{name}"'}
        return Response(body, media_type=media, headers=headers)


def record_routes(desk: object, site: Site) -> list[HTTPRouteHandler]:
    """The page and its files; none where no desk is given."""
    if not isinstance(desk, RecordDesk):
        return []
    pages = _RecordPages(desk, site)
    return [
        *look(in_languages(site, "/record"), pages.page),
        *look(in_languages(site, "/record/record.html"), pages.html),
        *look(in_languages(site, "/record/record.xlsx"), pages.xlsx),
        *look(in_languages(site, "/record/record.json"), pages.json),
        *look(in_languages(site, "/record/table/{table:str}"), pages.csv),
    ]
