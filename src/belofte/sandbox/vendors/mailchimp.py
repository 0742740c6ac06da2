"""What MailChimp does that is no data: searching, PUT as add-or-change, an address that changes, tags."""

from __future__ import annotations

from collections.abc import Mapping

from belofte.sandbox.rest.acting import Doing, create_row, list_rows, update_row
from belofte.sandbox.rest.answering import Own
from belofte.sandbox.rest.exchange import Refused, Reply
from belofte.sandbox.rest.filling import Names
from belofte.sandbox.rest.rows import Condition, Doc, field_of

MOST_FOUND = 30
"""A search gives so many members of each sort; there is no next page."""


def search_members(doing: Doing) -> Reply:
    """Exact matches by address, and those that look like it; archived members are in neither."""
    wanted = doing.call.query.get("query", "").strip()
    if not wanted:
        raise Refused("bad-request")
    alive = [Condition(f"{field_of('status')} <> 'archived'")]
    if doing.call.query.get("list_id"):
        alive.append(Condition(f"{field_of('list_id')} = ?", (doing.call.query["list_id"],)))
    exact = [*alive, Condition(f"{field_of('email_address')} = ? COLLATE NOCASE", (wanted,))]
    like = "%" + wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    columns = ("email_address", "full_name")
    parts = " OR ".join(f"{field_of(column)} LIKE ? ESCAPE '\\'" for column in columns)
    alike = [*alive, Condition(parts, (like, like))]
    rows = [_shown(doing, exact), _shown(doing, alike)]
    totals = [doing.state.count(doing.table, conditions) for conditions in (exact, alike)]
    return doing.reply(rows=rows[0], total=totals[0], alike=rows[1], alike_total=totals[1])


def _shown(doing: Doing, conditions: list[Condition]) -> list[Doc]:
    return [doing.shown(row.doc) for row in doing.state.listed(doing.table, conditions, most=MOST_FOUND)]


def lists(doing: Doing) -> Reply | None:
    """``email``: only the audiences that have this member."""
    address = doing.call.query.get("email")
    if not address:
        return list_rows(doing)
    is_in = Condition(f"{field_of('email_address')} = ? COLLATE NOCASE", (address,))
    ids = {row.doc["list_id"] for row in doing.state.listed("members", [is_in])}
    rows = [row.doc for row in doing.state.listed("lists", []) if row.doc["id"] in ids]
    return doing.reply(rows=rows, total=len(rows))


def put_member(doing: Doing) -> Reply | None:
    """Adds where there is none."""
    try:
        doing.row(visible=False)
    except Refused:
        if not doing.call.body.get("email_address"):
            raise Refused("bad-request") from None
        return create_row(doing)
    return update_member(doing)


def update_member(doing: Doing) -> Reply | None:
    """The name follows the fields; a new address is a new id; nobody who left is subscribed again."""
    row, body = doing.row(visible=False), doing.call.body
    if body.get("status") == "subscribed" and row.doc["status"] == "unsubscribed" and row.doc.get("_by_member"):
        raise Refused("compliance")
    update_row(doing)
    changed = doing.state.find(doing.table, {column: row.doc[column] for column in ("list_id", "id")}, visible=False)
    if changed is None:
        raise Refused("not-found")
    fields = changed.doc["merge_fields"]
    name = f"{fields.get('FNAME') or ''} {fields.get('LNAME') or ''}".strip()
    digest = Names(doing.state.clock, {"row": changed.doc}).value("md5:row.email_address")
    doc = {**changed.doc, "full_name": name, "id": digest}
    return doing.reply(row=doing.shown(doing.state.change(doing.table, changed, doc).doc))


def change_tags(doing: Doing) -> Reply | None:
    """Tags are put on (active) or taken off (inactive)."""
    row = doing.row(visible=False)
    tags = {tag["name"]: tag for tag in row.doc["tags"]}
    for asked in doing.call.body.get("tags", []):
        if asked.get("status") == "inactive":
            tags.pop(asked["name"], None)
        else:
            tags.setdefault(asked["name"], {"id": len(tags) + 1, "name": asked["name"]})
    doing.state.change("members", row, {**row.doc, "tags": list(tags.values()), "tags_count": len(tags)})
    return doing.reply()


OWN: Mapping[str, Own] = {
    "search_members": search_members,
    "lists": lists,
    "put_member": put_member,
    "update_member": update_member,
    "change_tags": change_tags,
}
