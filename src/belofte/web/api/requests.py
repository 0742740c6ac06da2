"""Requests over the API: register, list, look at, follow, search, decide. The person's own data is never told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from belofte.domain.account import Act
from belofte.domain.api_token import Scope
from belofte.domain.as_json import told
from belofte.domain.identity import Identifier
from belofte.domain.kinds import KINDS
from belofte.domain.plan import Plan
from belofte.domain.request import RequestState, Waiting
from belofte.domain.rights.names import HANDLED
from belofte.domain.wish import Correction, Wish
from belofte.procedures.desks import CaseView, QueueRow, StatusView, Submission
from belofte.procedures.office.queue_desk import OPEN
from belofte.store_port import Wanted
from belofte.web.api.asking import Field
from belofte.web.api.operations import BASE, PAGED, Answer, Call, Operation
from belofte.web.api.problems import Problem
from belofte.web.api.schemas import Schema, Schemas

ADDRESS = 254
"""Characters of the longest e-mail address (RFC 5321)."""
RECEIVE: Mapping[str, Field] = {
    "right": Field("The right that is used.", needed=True, among=HANDLED),
    "address": Field("The person's e-mail address.", needed=True, longest=ADDRESS),
    "language": Field("The person's language.", among=("nl", "en")),
    "name": Field("The name that was given.", longest=200),
    "number": Field("A customer number, if given.", longest=100),
    "text": Field("The words of the request."),
    "received_at": Field("When it reached the company; now unless told. The clock starts here.", "moment"),
    "identity_asserted": Field(
        "The person is signed in at the portal that sends this, under this very address: no link is mailed. Needs the "
        "scope assert-identity, and an address that a system held before.",
        "yes-no",
    ),
    "purposes": Field("Objection: what is contested; withdrawal: which consents. None: all.", many=True, longest=100),
    "because": Field("Objection, restriction: the person's own reason."),
    "corrections": Field(
        "Rectification: what is wrong.",
        "records",
        many=True,
        parts={
            "kind": Field("Of which kind the value is.", needed=True, among=tuple(KINDS)),
            "now": Field("What stands there now, as far as the person knows.", longest=1000),
            "should_be": Field("What should stand there.", needed=True, longest=1000),
        },
    ),
    "statement": Field("Rectification: a statement to be kept with what is disputed."),
    "services": Field("Leaving: what ends. None: everything.", many=True, longest=100),
    "ends_on": Field("Leaving: on which day, where not at once.", "day"),
    "hand_over_to": Field("Portability: the address of the party that should get the copy.", longest=ADDRESS),
    "represents": Field("Who asks for another.", among=("parent", "guardian", "heir", "agent")),
    "identifiers": Field(
        "Further ones the person gave.",
        "records",
        many=True,
        parts={
            "kind": Field("Its kind, such as cookie-id.", needed=True, longest=50),
            "value": Field("Its value.", needed=True, longest=500),
        },
    ),
}
LISTED: Mapping[str, Field] = {
    "state": Field("Only those in this state; every open one unless told.", among=tuple(s.value for s in RequestState)),
    "right": Field("Only this right.", among=HANDLED),
    "waiting": Field("Only those that wait for this.", among=tuple(w.value for w in Waiting)),
    "due_before": Field("Only those that must be answered before this day.", "day"),
    **PAGED,
}
APPROVE: Mapping[str, Field] = {
    "plan": Field("The id of the plan that was read; another than the newest is refused.", needed=True, longest=100),
    "records": Field("The plan's number of records, where the policy asks for it.", "number"),
}
REFUSE: Mapping[str, Field] = {
    "ground": Field("The legal ground with its article, for the letter.", needed=True, longest=1000),
    "reasons": Field("The facts; needed to call a request unfounded or excessive."),
}


def _receive(call: Call) -> Answer:
    body = call.body
    asserted = bool(body.get("identity_asserted"))
    if asserted and not call.caller.may(Scope.ASSERT_IDENTITY):
        raise Problem("not-allowed", "This token may not vouch for who asks.", "it needs the scope assert-identity")
    reference = call.desks.public.submit(
        Submission(
            right=body["right"],
            address=body["address"],
            language=body.get("language", call.desks.languages[0]),
            name=body.get("name", ""),
            number=body.get("number", ""),
            text=body.get("text", ""),
            channel="api",
            received_at=body.get("received_at"),
            wish=_wish(body),
            asserted_by=call.caller.token.name if asserted else "",
        )
    )
    return Answer(told("request.received", reference=reference), location=f"{BASE}/requests/{reference}")


def _wish(body: Mapping[str, Any]) -> Wish:
    return Wish(
        corrections=tuple(Correction(c["kind"], c.get("now", ""), c["should_be"]) for c in body.get("corrections", ())),
        statement=body.get("statement", ""),
        purposes=tuple(body.get("purposes", ())),
        because=body.get("because", ""),
        services=tuple(body.get("services", ())),
        ends_on=body.get("ends_on"),
        hand_over_to=body.get("hand_over_to", ""),
        represents=body.get("represents", ""),
        identifiers=tuple(Identifier(one["kind"], "", one["value"]) for one in body.get("identifiers", ())),
    )


def _list(call: Call) -> Answer:
    asked = call.query
    states = (RequestState(asked["state"]),) if "state" in asked else OPEN
    waiting = Waiting(asked["waiting"]) if "waiting" in asked else None
    wanted = Wanted(states, right=asked.get("right"), waiting=waiting, answered_before=asked.get("due_before"))
    page = call.desks.books.requests(wanted, call.place(), call.limit())
    return Answer.page(page, "request.queue", requests=page.rows)


def _show(call: Call) -> Answer:
    return Answer(told("request", case=call.desks.office.show(call.path["reference"])))


def _status(call: Call) -> Answer:
    return Answer(told("request.status", status=call.desks.public.status_of(call.path["reference"])))


def _plan(call: Call) -> Answer:
    call.by(Act.HANDLE)
    return Answer(told("plan", plan=call.desks.office.plan(call.path["reference"])))


def _approve(call: Call) -> Answer:
    by = call.by(Act.APPROVE)
    call.desks.office.approve(call.path["reference"], call.body["plan"], by, call.body.get("records"))
    return _show(call)


def _stop(call: Call) -> Answer:
    call.desks.office.stop(call.path["reference"], call.by(Act.HANDLE))
    return _show(call)


def _refuse(call: Call) -> Answer:
    by = call.by(Act.DECIDE)
    call.desks.office.refuse(call.path["reference"], by, call.body["ground"], call.body.get("reasons", ""))
    return _show(call)


def answered(name: str, schema: str, **fields: Any) -> Any:
    """Makes the schema of one answer: its name, and a type for each field."""

    def make(schemas: Schemas) -> Schema:
        return schemas.record(name, {"schema": {"type": "string", "const": f"belofte.{schema}/1"}, **fields})

    return make


CASE = answered("Case", "request", case=CaseView)
ONE = "/requests/{reference}"
REQUESTS = (
    Operation(
        "receiveRequest", "POST", "/requests", Scope.RECEIVE,
        "Register a request. The person gets a link to confirm their address, unless the portal vouches for them.",
        _receive, answered("Received", "request.received", reference=str), body=RECEIVE, status=201,
    ),
    Operation(
        "listRequests", "GET", "/requests", Scope.READ, "Open requests, by the day their work must be done.",
        _list, answered("Queue", "request.queue", requests=tuple[QueueRow, ...]), query=LISTED, pages=True,
    ),
    Operation(
        "showRequest", "GET", ONE, Scope.READ, "One request with its newest plan and its receipts.", _show, CASE,
    ),
    Operation(
        "followRequest", "GET", f"{ONE}/status", Scope.RECEIVE, "A request as its own person may see it.",
        _status, answered("Status", "request.status", status=StatusView),
    ),
    Operation(
        "planRequest", "POST", f"{ONE}/plan", Scope.DECIDE,
        "Look in every system again and draft a new plan; nothing is done yet.",
        _plan, answered("NewPlan", "plan", plan=Plan), body={},
    ),
    Operation(
        "approveRequest", "POST", f"{ONE}/approve", Scope.DECIDE,
        "Approve exactly one plan, in the name of the token's account. A worker carries it out.",
        _approve, CASE, body=APPROVE,
    ),
    Operation(
        "stopRequest", "POST", f"{ONE}/stop", Scope.DECIDE, "End a request before its first act.",
        _stop, CASE, body={},
    ),
    Operation(
        "refuseRequest", "POST", f"{ONE}/refuse", Scope.DECIDE,
        "Refuse with a legal ground, in the name of the token's account; the person is told of authority and court.",
        _refuse, CASE, body=REFUSE,
    ),
)  # fmt: skip
"""Every operation on requests."""
