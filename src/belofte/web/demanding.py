"""The form on which somebody writes down what an authority asks for, and how it is read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from litestar.datastructures import UploadFile

from belofte.domain.disclosure_scope import Scope
from belofte.domain.identifier_written import identifier_of
from belofte.procedures.disclosing.demand import CHANNELS, Demand, OrderDocument
from belofte.web.acts import Field, Look
from belofte.web.forms import LONGEST

Texts = Mapping[str, str]
SHORT = LONGEST["number"]
ASKED: tuple[Field, ...] = (
    Field("article", most=SHORT, optional=True),
    Field("channel", Look.PICK, options=CHANNELS),
    Field("received", Look.DAY, optional=True),
    Field("person", most=LONGEST["address"], optional=True),
    Field("categories", optional=True),
    Field("kinds", optional=True),
    Field("begins", Look.DAY, optional=True),
    Field("ends", Look.DAY, optional=True),
    Field("hold_until", Look.DAY, optional=True),
    Field("secret", most=LONGEST["name"], optional=True),
    Field("known_to", optional=True),
    Field("keep", Look.TICK, optional=True),
)
"""The fields whose form is judged; who asks, and the order itself, the page asks by itself."""
NAMED = ("authority", "other", "because", "ground", *(one.name for one in ASKED))


def demand_of(text: Texts, document: OrderDocument | None) -> Demand:
    """What the form says. A name with a point in it is a single collection, any other a category. Raises ``WrongUse``
    for what is no identifier."""
    named = _listed(text["categories"])
    return Demand(
        authority=text["other"] or text["authority"],
        article=text["article"],
        channel=text["channel"],
        scope=Scope(
            tuple(name for name in named if "." not in name),
            tuple(name for name in named if "." in name),
            _listed(text["kinds"]),
            _day(text["begins"]),
            _day(text["ends"]),
        ),
        person=identifier_of(text["person"]) if text["person"] else None,
        document=document,
        authority_because=text["because"],
        ground=text["ground"],
        secret=text["secret"],
        known_to=_listed(text["known_to"]),
        review_on=_day(text["hold_until"]),
        received_on=_day(text["received"]),
    )


def document_of(data: Mapping[str, Any], text: Texts) -> OrderDocument | None:
    """The order that was sent along; None where no file was."""
    sent = data.get("document")
    if not isinstance(sent, UploadFile):
        return None
    content = sent.file.read()
    return OrderDocument(sent.filename or "order", content, kept=bool(text["keep"])) if content else None


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("\n", ",").split(",") if part.strip())


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
