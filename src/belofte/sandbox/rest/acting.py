"""What an operation does with the rows: list, get, create, update, delete, hand out a token, or only answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from belofte.loading.simulated import Refuse, Route, SimulatedVendor
from belofte.sandbox.rest.choosing import chosen_fields, conditions_of, most_rows
from belofte.sandbox.rest.codes import give_code
from belofte.sandbox.rest.exchange import Call, Refused, Reply
from belofte.sandbox.rest.faults import Fault
from belofte.sandbox.rest.filling import Names, fill
from belofte.sandbox.rest.letting_in import give_device_code, hand_out_to_app, type_code
from belofte.sandbox.rest.paging import Window, way_on, window_of
from belofte.sandbox.rest.rows import Doc, Kept, State, field_of
from belofte.sandbox.rest.signing_in import hand_out

_ORDER = re.compile(r"(\w+)(?: asc|( desc))?")


@dataclass(frozen=True, slots=True)
class Doing:
    """One call that is signed in and within the limits."""

    vendor: SimulatedVendor
    state: State
    route: Route
    call: Call
    path: Mapping[str, str]
    names: Names
    faults: Mapping[str, Fault]

    @property
    def table(self) -> str:
        if self.route.table is None:
            raise LookupError(f"{self.route.name} names no table")
        return self.route.table

    @property
    def fields(self) -> str | None:
        return self.call.query.get(self.route.fields_from) if self.route.fields_from else None

    def row(self, *, visible: bool) -> Kept:
        """The row the path names. Raises :class:`Refused` where there is none."""
        wanted = {column: str(fill(text, self.names)) for column, text in self.route.key.items()}
        found = self.state.find(self.table, wanted, visible=visible)
        *parents, last = wanted
        for other in self.state.tables[self.table].other_keys:
            named = {column: wanted[column] for column in parents} | {other: wanted[last]}
            found = found or self.state.find(self.table, named, visible=visible)
        if found is None:
            raise Refused(self.route.missing)
        return found

    def reply(self, **names: Any) -> Reply:
        """The route's answer, filled in."""
        answer, known = self.route.answer, self.names.with_(**names)
        body = fill(answer.body, known)
        headers = {name: str(fill(text, known)) for name, text in answer.headers.items()}
        return Reply(answer.status, body, answer.media or "application/json", headers)

    def shown(self, doc: Doc) -> Doc:
        return chosen_fields(doc, self.fields)


def check_parents(doing: Doing) -> None:
    """What the path hangs under must exist: the audience of a member, the mailbox of a message."""
    for table, key in doing.route.parent.items():
        wanted = {column: str(fill(text, doing.names)) for column, text in key.items()}
        found = doing.state.find(table, wanted)
        for other in doing.state.tables[table].other_keys:
            found = found or doing.state.find(table, {other: next(iter(wanted.values()))})
        if found is None:
            raise Refused(doing.route.missing)


def check_refusals(doing: Doing, row: Doc | None) -> None:
    """Raises :class:`Refused` for the first rule of the route that fits row and body."""
    for rule in doing.route.refuse:
        if _fits(rule, doing, row):
            raise Refused(rule.error)


def _fits(rule: Refuse, doing: Doing, row: Doc | None) -> bool:
    body = doing.call.body
    if rule.lacks and all(body.get(field) not in (None, "") for field in rule.lacks):
        return False
    if any((row or {}).get(column) not in values for column, values in rule.when.items()):
        return False
    if any(body.get(field) not in values for field, values in rule.body.items()):
        return False
    for table, key in rule.exists.items():
        wanted = {column: str(fill(text, doing.names)) for column, text in key.items()}
        if doing.state.find(table, wanted, visible=False) is None:
            return False
    return True


def list_rows(doing: Doing) -> Reply:
    """A page of rows."""
    check_parents(doing)
    check_refusals(doing, None)
    route, call = doing.route, doing.call
    conditions = conditions_of(route, call, doing.names, doing.vendor.dates)
    window = window_of(route.paging, call, half="half-page" in doing.faults)
    bound = most_rows(route, call)
    most = _most(window, bound)
    rows = doing.state.listed(doing.table, conditions, _order(doing), window.start, most)
    if most < 0 or (len(rows) < most and (rows or not window.start)):
        total = window.start + len(rows)  # the last page says how many there are
    else:
        total = doing.state.count(doing.table, conditions)
    reachable = total if bound is None else min(total, bound)
    on = way_on(route.paging, call, window, len(rows), reachable)
    return doing.reply(rows=[doing.shown(row.doc) for row in rows], total=total, **on)


def _most(window: Window, bound: int | None) -> int:
    if window.size < 0 or bound is None:
        return window.given
    return max(0, min(window.given, bound - window.start))


def _order(doing: Doing) -> str:
    """As the caller asks for it, where the vendor takes that (``InvoiceDate desc``); else as the route says."""
    asked = doing.call.query.get(doing.route.order_from or "")
    if not asked:
        return doing.route.order or "seq"
    said = _ORDER.fullmatch(asked)
    if said is None:
        raise Refused("bad-filter")
    return f"{field_of(said[1])} {'DESC' if said[2] else 'ASC'}"


def get_row(doing: Doing) -> Reply:
    """The row of the path, as a reader sees it."""
    check_parents(doing)
    row = doing.row(visible=True)
    check_refusals(doing, row.doc)
    return doing.reply(row=doing.shown(row.doc), hidden=row.doc)


def create_row(doing: Doing) -> Reply:
    """A new row: the table's defaults, the body, and what the route sets."""
    check_parents(doing)
    check_refusals(doing, None)
    body = doing.call.body
    names = doing.names
    defaults = fill(doing.state.tables[doing.table].defaults, names)
    doc: Doc = merged(defaults, body) if doing.route.takes == "body" else defaults
    doc = merged(doc, fill(doing.route.set, names.with_(row=doc)))
    doing.state.add(doing.table, [doc])
    carry_along(doing, doc)
    return doing.reply(row=doing.shown(doc), hidden=doc)


def update_row(doing: Doing) -> Reply:
    """Change a row: the fields of the body (those of an inner object one by one), then what the route sets."""
    check_parents(doing)
    row = doing.row(visible=False)
    check_refusals(doing, row.doc)
    doc = merged(row.doc, doing.call.body) if doing.route.takes == "body" else dict(row.doc)
    doc = merged(doc, fill(doing.route.set, doing.names.with_(row=doc)))
    changed = doing.state.change(doing.table, row, doc)
    carry_along(doing, changed.doc)
    return doing.reply(row=doing.shown(changed.doc), hidden=changed.doc)


def delete_row(doing: Doing) -> Reply:
    """Delete the row; with the fault ``late`` readers still see it for a while."""
    check_parents(doing)
    row = doing.row(visible=False)
    check_refusals(doing, row.doc)
    late = doing.faults.get("late")
    doing.state.delete(row, late.seconds if late else 0)
    carry_along(doing, row.doc)
    return doing.reply(row=doing.shown(row.doc), hidden=row.doc)


def hand_out_token(doing: Doing) -> Reply:
    """Sign in: the fields of the grant fill the answer."""
    check_refusals(doing, None)
    grant = doing.route.grants.get(str(doing.call.body.get("grant_type"))) or doing.route.grant
    if grant is None:
        raise Refused("wrong-grant")
    if grant.kind == "person":
        return doing.reply(**hand_out_to_app(doing.state, grant, doing.call))
    return doing.reply(**hand_out(doing.state, grant, doing.call, doing.path))


def let_in(doing: Doing) -> Reply:
    """A person who is signed in already, and lets the app in: back to where the app waits."""
    asked = doing.call.query
    code = urlencode({"code": give_code(doing.state, asked), "state": asked.get("state", "")})
    return Reply(302, headers={"Location": f"{asked.get('redirect_uri', '')}?{code}"})


def hand_out_device_code(doing: Doing) -> Reply:
    """A code for the app, and one that a person types elsewhere."""
    return doing.reply(**give_device_code(doing.state, doing.call))


def type_device_code(doing: Doing) -> Reply:
    """A person types the code that an app shows."""
    type_code(doing.state, str(doing.call.body.get("code", "")))
    return doing.reply()


def only_answer(doing: Doing) -> Reply:
    """An answer that needs no row."""
    check_parents(doing)
    check_refusals(doing, None)
    return doing.reply()


def carry_along(doing: Doing, row: Doc) -> None:
    """The second changes of an operation: what is put into or deleted from other tables with it."""
    names = doing.names.with_(row=row)
    for also in doing.route.also:
        if also.put is not None:
            doing.state.add(also.table, [fill(also.put, names)])
        if also.delete is not None:
            from_these = {column: fill(text, names) for column, text in also.delete.items()}
            while found := doing.state.find(also.table, from_these, visible=False):
                doing.state.delete(found)


def merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """``old`` with the fields of ``new``; an object inside is merged, everything else replaced."""
    made = dict(old)
    for name, value in new.items():
        before = made.get(name)
        if isinstance(value, dict) and isinstance(before, dict):
            made[name] = merged(cast("dict[str, Any]", before), cast("dict[str, Any]", value))
        else:
            made[name] = value
    return made


ACTIONS: Mapping[str, Callable[[Doing], Reply]] = {
    "list": list_rows,
    "get": get_row,
    "create": create_row,
    "update": update_row,
    "delete": delete_row,
    "grant": hand_out_token,
    "let-in": let_in,
    "device-code": hand_out_device_code,
    "type-code": type_device_code,
    "answer": only_answer,
}
