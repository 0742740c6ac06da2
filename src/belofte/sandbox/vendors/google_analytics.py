"""What Google Analytics does that is no data: who is deleted, what a change leaves behind, a report on one visitor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from belofte.sandbox.rest.acting import Doing, check_parents, check_refusals, update_row
from belofte.sandbox.rest.answering import Own
from belofte.sandbox.rest.exchange import Refused, Reply
from belofte.sandbox.rest.filling import Names
from belofte.sandbox.rest.rows import Condition, Doc, field_of

OUT_OF_REPORTS = 72 * 3600
"""Seconds until a deleted visitor is in no report any more."""

BY = {"userId": "userId", "clientId": "clientId", "appInstanceId": "appInstanceId", "userProvidedData": "email"}
BY_V3 = {"USER_ID": "userId", "CLIENT_ID": "clientId", "APP_INSTANCE_ID": "appInstanceId"}


def forget_visitor(doing: Doing) -> Reply | None:
    """Exactly one way to name the visitor; an unknown one is no error."""
    check_parents(doing)
    named = [(BY[name], str(value)) for name, value in doing.call.body.items() if name in BY and value]
    if len(named) != 1:
        raise Refused(
            "bad-request", "Exactly one of user_id, client_id, app_instance_id, user_provided_data is needed."
        )
    return _deleted(doing, *named[0])


def forget_visitor_by_cookie(doing: Doing) -> Reply | None:
    """The old way, for cookies and user ids only."""
    check_refusals(doing, None)
    column = BY_V3.get(doing.call.body["id"].get("type", ""))
    if column is None or not (doing.call.body.get("propertyId") or doing.call.body.get("webPropertyId")):
        raise Refused("bad-request")
    return _deleted(doing, column, str(doing.call.body["id"].get("userId", "")))


def _deleted(doing: Doing, column: str, value: str) -> Reply:
    named = Condition(f"{field_of(column)} = ? COLLATE NOCASE", (value,))
    for row in doing.state.listed("visits", [named]):
        doing.state.change("visits", row, {**row.doc, "_until": doing.state.clock() + OUT_OF_REPORTS})
    names = Names(doing.state.clock, {})
    doing.state.add("deletions", [{"id": names.value("uuid"), "by": column, "at": names.value("now_z")}])
    return doing.reply()


def change_retention(doing: Doing) -> Reply | None:
    """Only what the mask names is changed, and the change stands in the history."""
    if not doing.call.query.get("updateMask"):
        raise Refused("bad-request")
    before = doing.row(visible=True).doc
    reply = update_row(doing)
    changed = {"action": "UPDATED", "resource": before["name"]}
    names = Names(doing.state.clock, {})
    accounts = [row.doc["name"].removeprefix("accounts/") for row in doing.state.listed("sharing", [])]
    account = accounts[0].partition("/")[0] if accounts else ""
    event: Doc = {
        "id": names.value("uuid"),
        "changeTime": names.value("now_z"),
        "actorType": "USER",
        "_account": account,
    }
    doing.state.add("changes", [{**event, "changes": [changed], "changesFiltered": False}])
    return reply


def report(doing: Doing) -> Reply | None:
    """Counts by page; with a filter on the user id, that visitor's only."""
    check_parents(doing)
    asked = doing.call.body
    wanted: Any = asked.get("dimensionFilter", {}).get("filter", {}).get("stringFilter", {}).get("value")
    in_reports = [Condition(f"coalesce({field_of('_until')}, 1e18) > ?", (doing.state.clock(),))]
    if wanted is not None:
        in_reports.append(Condition(f"{field_of('userId')} = ?", (wanted,)))
    visits = [row.doc for row in doing.state.listed("visits", in_reports)]
    pages = sorted({visit["pagePath"] for visit in visits})
    counts = {page: sum(visit["pagePath"] == page for visit in visits) for page in pages}
    rows = [{"dimensionValues": [{"value": p}], "metricValues": [{"value": str(n)}]} for p, n in counts.items()]
    dimensions, metrics = [{"name": "pagePath"}], [{"name": "eventCount", "type": "TYPE_INTEGER"}]
    return doing.reply(rows=rows, total=len(rows), dimensions=dimensions, metrics=metrics)


OWN: Mapping[str, Own] = {
    "forget_visitor": forget_visitor,
    "forget_visitor_by_cookie": forget_visitor_by_cookie,
    "change_retention": change_retention,
    "report": report,
}
