"""Which rows a list holds: the query parameters of a call as conditions on rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from belofte.loading.simulated import Query, Route
from belofte.sandbox.rest.exchange import Call, Refused
from belofte.sandbox.rest.filling import Names, fill
from belofte.sandbox.rest.odata import Dates, filter_of
from belofte.sandbox.rest.rows import Condition, field_of
from belofte.sandbox.rest.searching import search_of


def conditions_of(route: Route, call: Call, names: Names, dates: Dates) -> list[Condition]:
    """The route's own conditions and those of the query. Raises :class:`Refused` for one that cannot be read."""
    conditions = [_equal(column, fill(value, names)) for column, value in route.where.items()]
    for parameter, rule in route.query.items():
        given = call.query.get(parameter)
        if given is None or given == "":
            if rule.required:
                raise Refused("bad-request", f"Parameter {parameter} is required.")
            if rule.without is not None and rule.equals:
                conditions.append(Condition(f"{field_of(rule.equals)} IS NOT ?", (rule.without,)))
            continue
        conditions.append(_condition(rule, given, dates))
    return conditions


def most_rows(route: Route, call: Call) -> int | None:
    """The most rows this way of searching ever gives, however one pages."""
    bounds = [rule.most_rows for parameter, rule in route.query.items() if rule.most_rows and call.query.get(parameter)]
    return min(bounds) if bounds else None


def _condition(rule: Query, given: str, dates: Dates) -> Condition:
    if rule.odata:
        return filter_of(given, dates, rule.most_clauses)
    if rule.search:
        return search_of(given, rule.search)
    if rule.since:
        return Condition(f"{field_of(rule.since)} > ?", (given,))
    if rule.before:
        return Condition(f"{field_of(rule.before)} < ?", (given,))
    if rule.contains:
        return _contains(rule.contains, given)
    if rule.any_of:
        return _any(rule.equals or "", given.split(","))
    return _equal(rule.equals or "", given) if rule.equals else Condition("1")


def _equal(column: str, value: Any) -> Condition:
    if value is None:
        return Condition(f"{field_of(column)} IS NULL")
    return Condition(f"{field_of(column)} = ? COLLATE NOCASE", (value,))


def _any(column: str, values: Sequence[str]) -> Condition:
    marks = ", ".join("?" * len(values))
    return Condition(f"{field_of(column)} COLLATE NOCASE IN ({marks})", tuple(value.strip() for value in values))


def _contains(columns: Sequence[str], given: str) -> Condition:
    text = "%" + given.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    parts = [f"{field_of(column)} LIKE ? ESCAPE '\\'" for column in columns]
    return Condition(" OR ".join(parts), (text,) * len(parts))


def chosen_fields(doc: Mapping[str, Any], fields: str | None) -> dict[str, Any]:
    """The row as it is shown: without what begins with an underscore, and only the fields asked for."""
    shown = {name: value for name, value in doc.items() if not name.startswith("_")}
    if not fields:
        return shown
    wanted = {field.strip() for field in fields.split(",")} | {"id", "ID"}
    return {name: value for name, value in shown.items() if name in wanted or name.startswith("@")}
