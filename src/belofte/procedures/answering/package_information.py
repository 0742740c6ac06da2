"""The part of a copy that explains it: all of Art. 15(1) and (2), as a page to read and as JSON with its schema."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from dataclasses import asdict
from importlib.resources import files
from typing import Any

from belofte.domain.access_information import SCHEMA, AccessInformation, RecipientTold, Told
from belofte.domain.access_sections import access_sections
from belofte.domain.notice.wording import Both
from belofte.procedures.answering.package_page import STYLE

INFORMATION = "access-information"
"""Vault column: what was told with the copy, as JSON, so that the copy says the same however late it is fetched."""
TITLE = Both("Wat u over uw gegevens moet weten", "What you should know about your data")
SCHEMA_FILE = "access-information.schema.json"


def encode_information(told: AccessInformation) -> bytes:
    """The information as JSON with its schema's name; what only the office may see is left out."""
    fields = {name: value for name, value in asdict(told).items() if name != "missing"}
    return json.dumps({"schema": SCHEMA, **fields}, ensure_ascii=False, indent=1).encode()


def decode_information(data: bytes) -> AccessInformation:
    """The information of a vault entry."""
    held: dict[str, Any] = json.loads(data)
    held.pop("schema")
    for name in ("purposes", "categories", "terms", "rights", "sources", "looks", "own"):
        held.setdefault(name, ())
        held[name] = tuple(_told(one) for one in held[name])
    held["recipients"] = tuple(_recipient(one) for one in held["recipients"])
    for name in ("perhaps", "complaint", "decisions"):
        held[name] = tuple(held[name])
    return AccessInformation(**held)


def _told(one: dict[str, Any]) -> Told:
    return Told(one["name"], one["heading"], tuple(one["sentences"]), one["records"])


def _recipient(one: dict[str, Any]) -> RecipientTold:
    got: tuple[tuple[str, int | None], ...] = tuple((str(category), records) for category, records in one["got"])
    return RecipientTold(one["name"], one["label"], one["role"], one["country"], got, tuple(one["sentences"]))


def information_files(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files that join a copy: the page, the JSON and the schema it is valid against."""
    yield "information.html", _page(decode_information(data)).encode()
    yield "information.json", data
    yield SCHEMA_FILE, files("belofte.data").joinpath(SCHEMA_FILE).read_bytes()


def _page(told: AccessInformation) -> str:
    title = TITLE.in_(told.language)
    body = "".join(
        f"<h2>{html.escape(section.heading)}</h2>"
        + "".join(f"<p>{html.escape(sentence)}</p>" for sentence in section.sentences)
        + ("<ul>" + "".join(f"<li>{html.escape(i)}</li>" for i in section.items) + "</ul>" if section.items else "")
        for section in access_sections(told)
    )
    return (
        f'<!doctype html><html lang="{told.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{STYLE}</style></head><body><main><h1>{title}</h1>"
        f"<p>{html.escape(told.controller)}</p>{body}</main></body></html>\n"
    )
