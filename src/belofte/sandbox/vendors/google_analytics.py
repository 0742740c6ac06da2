"""What Google Analytics does that is no data: who is deleted, what a change leaves behind, a report on one visitor."""

from __future__ import annotations

from collections import Counter
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
REPORTED = {"pagePath": "pagePath", "customUser:user_id": "userId", "clientId": "clientId"}
"""Dimensions of a report, and where they lie in a visit."""
NOT_SET = "(not set)"
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
    event: Doc = {"id": names.value("uuid"), "changeTime": names.value("now_z"), "_account": account}
    doing.state.add("changes", [{**event, "actorType": "USER", "changes": [changed], "changesFiltered": False}])
    return reply


def report(doing: Doing) -> Reply | None:
    """Counts by the dimensions that were asked for; with a filter, of the visitors it names only."""
    check_parents(doing)
    asked = doing.call.body
    dimensions = [str(one["name"]) for one in asked.get("dimensions", [{"name": "pagePath"}])]
    if any(name not in REPORTED for name in dimensions):
        raise Refused("bad-request")
    in_reports = [Condition(f"coalesce({field_of('_until')}, 1e18) > ?", (doing.state.clock(),))]
    visits = [row.doc for row in doing.state.listed("visits", [*in_reports, *_filtered(asked)])]
    found = Counter(tuple(str(visit.get(REPORTED[name]) or NOT_SET) for name in dimensions) for visit in visits)
    rows = [
        {"dimensionValues": [{"value": value} for value in values], "metricValues": [{"value": str(count)}]}
        for values, count in sorted(found.items())
    ]
    heads, metrics = [{"name": name} for name in dimensions], [{"name": "eventCount", "type": "TYPE_INTEGER"}]
    return doing.reply(rows=rows, total=len(rows), dimensions=heads, metrics=metrics)


def _filtered(asked: Mapping[str, Any]) -> list[Condition]:
    """The filter on one dimension: a value, or one of several."""
    wanted: Mapping[str, Any] = asked.get("dimensionFilter", {}).get("filter", {})
    if not wanted:
        return []
    column = REPORTED.get(str(wanted.get("fieldName", "customUser:user_id")))
    if column is None:
        raise Refused("bad-request")
    one = wanted.get("stringFilter", {}).get("value")
    values = tuple(wanted.get("inListFilter", {}).get("values", ())) if one is None else (one,)
    return [Condition(f"{field_of(column)} IN ({', '.join('?' * len(values))})", values)]


OWN: Mapping[str, Own] = {
    "forget_visitor": forget_visitor,
    "forget_visitor_by_cookie": forget_visitor_by_cookie,
    "change_retention": change_retention,
    "report": report,
}
