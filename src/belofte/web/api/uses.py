"""Decisions, contacts, shipments and numbers of people over the API. ``may`` and ``use`` stand here for the document;
they are carried out by :mod:`belofte.web.api.decisions`."""

from __future__ import annotations

from collections.abc import Mapping

from belofte.domain.api_token import Scope
from belofte.domain.as_json import told
from belofte.domain.basis import NONE, basis_from
from belofte.domain.contact import Because, Contact
from belofte.domain.decided import Decision
from belofte.domain.decision import Why
from belofte.domain.identifier_written import identifier_of
from belofte.domain.policy import CHANNELS
from belofte.domain.shipment import Shipment
from belofte.procedures.using.use_desk import Asked
from belofte.web.api.asking import Field
from belofte.web.api.operations import Answer, Call, Operation
from belofte.web.api.schemas import Schema, Schemas, strict

PERSON = Field("An identifier, such as anna@post.example or customer-number=10023.", needed=True, longest=300)
REASON = Field("Why, in a few words; it is what the person is told.", needed=True, longest=500)
BASIS = Field("What it rests on, such as order:10023; else what the policy says.", longest=200)
QUESTION: Mapping[str, Field] = {
    "purpose": Field("A purpose of the policy, or storage, or legal-claims.", needed=True, longest=100),
    "subjects": Field("Numbers of people, as /subjects gives them; at most 10,000.", "number", needed=True, many=True),
    "category": Field("A category of data; any the purpose uses where it is left out.", longest=100),
    "role": Field("Who sees it: a staff role of the policy, or subject.", longest=100),
    "events": Field(
        "Days of the record of each of the subjects, such as left=2026-01-01,collected=2020-05-01.",
        many=True,
        longest=500,
    ),
}
EARLIER: Mapping[str, Field] = {
    **QUESTION,
    "at": Field("What the answers were at an earlier moment: 2026-11-22T10:30:00Z.", "moment"),
}
USE: Mapping[str, Field] = {
    **QUESTION,
    "reason": REASON,
    "basis": BASIS,
    "bases": Field("The same for each of the subjects, where they rest on different orders.", many=True, longest=200),
}
CONTACT: Mapping[str, Field] = {
    "who": PERSON,
    "channel": Field("The way somebody is reached.", needed=True, among=CHANNELS),
    "because": Field("Why it is sent; unsolicited unless told.", among=tuple(Because)),
    "purpose": Field("The purpose it serves; none for what is owed to the person.", longest=100),
    "reason": REASON,
    "basis": BASIS,
    "marketing": Field("It advertises something too.", "yes-no"),
}
SHIPMENT: Mapping[str, Field] = {
    "who": PERSON,
    "carrier": Field("A carrier of the policy.", needed=True, longest=100),
    "kinds": Field("Kinds of data the carrier gets, such as name and address.", needed=True, many=True, longest=60),
    "order": Field("The number of the order it belongs to.", longest=100),
    "purpose": Field("Without an order: the purpose whose consent covers parcels.", longest=100),
    "reason": REASON,
}


def _contact(call: Call) -> Answer:
    body = call.body
    because = Because(body.get("because", Because.UNSOLICITED))
    contact = Contact(body["channel"], because, body.get("purpose", ""), body.get("marketing", False))
    answer = call.desks.uses.contact(identifier_of(body["who"]), contact, _asked(call))
    return Answer(told("contact", answer=_shown(answer)))


def _ship(call: Call) -> Answer:
    body = call.body
    order = basis_from(f"order:{body['order']}") if body.get("order") else NONE
    shipment = Shipment(body["carrier"], frozenset(body["kinds"]), order, body.get("purpose", ""))
    answer = call.desks.uses.ship(identifier_of(body["who"]), shipment, _asked(call))
    return Answer(told("shipment", answer=_shown(answer)))


def _numbers(call: Call) -> Answer:
    people = [identifier_of(one) for one in call.body["people"]]
    return Answer(told("subjects", numbers=call.desks.uses.number(people)))


def _close(call: Call) -> Answer:
    basis = basis_from(call.body["basis"])
    call.desks.uses.close(basis, call.caller.token.name)
    return Answer(told("uses.closed", basis=str(basis)))


def _asked(call: Call) -> Asked:
    basis = call.body.get("basis")
    return Asked(call.caller.token.name, call.body["reason"], basis=basis_from(basis) if basis else NONE)


def _shown(answer: Decision) -> Mapping[str, object]:
    """An answer as it is told: the state of a person is not among it."""
    return {name: getattr(answer, name) for name in ("allowed", "why", "facts", "clauses", "missing", "policy_version")}


def _decision(schemas: Schemas, *more: str) -> Schema:
    texts: Schema = {"type": "array", "items": {"type": "string"}}
    fields: dict[str, Schema] = {
        "allowed": {"type": "boolean"},
        "facts": texts,
        "clauses": texts,
        "missing": texts,
        "policy_version": {"type": "integer"},
    }
    return strict({**fields, **{name: schemas.of(Why) for name in more}})


def _batch(schemas: Schemas, schema: str) -> Schema:
    named = {"type": "object", "additionalProperties": _decision(schemas)}
    answers = {"type": "array", "items": schemas.of(Why)}
    return strict({"schema": {"const": schema}, "answers": answers, "decisions": named})


def _one(schemas: Schemas, schema: str) -> Schema:
    return strict({"schema": {"const": schema}, "answer": _decision(schemas, "why")})


def _elsewhere(call: Call) -> Answer:
    """Never reached: the shorter path answers before."""
    del call
    raise NotImplementedError


DECISIONS: tuple[Operation, ...] = (
    Operation(
        "may", "POST", "/may", Scope.USE, "May this data be used? An answer for each of the subjects.", _elsewhere,
        lambda s: _batch(s, "belofte.may.batch/1"), body=EARLIER, once=False,
    ),
    Operation(
        "use", "POST", "/use", Scope.USE, "The same, and it is used: each has its row in the log before the answer.",
        _elsewhere, lambda s: _batch(s, "belofte.use.batch/1"), body=USE, once=False,
    ),
)  # fmt: skip
"""What :mod:`belofte.web.api.decisions` carries out."""

USES: tuple[Operation, ...] = (
    Operation(
        "contact", "POST", "/contacts", Scope.USE, "May this person be contacted this way? Logged.", _contact,
        lambda s: _one(s, "belofte.contact/1"), body=CONTACT,
    ),
    Operation(
        "ship", "POST", "/shipments", Scope.USE, "May this parcel be handed to its carrier? Logged.", _ship,
        lambda s: _one(s, "belofte.shipment/1"), body=SHIPMENT,
    ),
    Operation(
        "numberSubjects", "POST", "/subjects", Scope.USE,
        "The numbers of people; who was not known gets one.", _numbers,
        lambda s: strict({"schema": {"const": "belofte.subjects/1"}, "numbers": s.of(list[int])}),
        body={"people": Field("Identifiers.", needed=True, many=True, longest=300)},
    ),
    Operation(
        "closeBasis", "POST", "/closed", Scope.USE, "An order or contract is closed: nothing new rests on it.", _close,
        lambda s: strict({"schema": {"const": "belofte.uses.closed/1"}, "basis": s.of(str)}),
        body={"basis": Field("Such as order:10023.", needed=True, longest=200)},
    ),
)  # fmt: skip
"""What the API carries out like everything else."""
