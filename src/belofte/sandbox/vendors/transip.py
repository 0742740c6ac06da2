"""What TransIP does that is no data: the contacts of a domain are put as one list, a list's body may be wrapped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from belofte.sandbox.rest.acting import Doing, check_parents, check_refusals
from belofte.sandbox.rest.answering import Own
from belofte.sandbox.rest.exchange import Reply
from belofte.sandbox.rest.rows import Doc


def put_contacts(doing: Doing) -> Reply | None:
    """The whole list takes the place of the old one."""
    check_parents(doing)
    check_refusals(doing, None)
    domain, contacts = doing.path["domain"], doing.call.body["contacts"]
    while old := doing.state.find("contacts", {"_domain": domain}, visible=False):
        doing.state.delete(old)
    doing.state.add("contacts", [_contact(domain, one) for one in contacts])
    return doing.reply()


def _contact(domain: str, given: Mapping[str, Any]) -> Doc:
    return {**given, "_domain": domain, "type": given.get("type", "registrant")}


def change_mail_list(doing: Doing) -> Reply | None:
    """The body may stand under ``mailList``, as the vendor's library sends it."""
    inner = doing.call.body.get("mailList")
    if inner is None:
        return None
    row = doing.row(visible=False)
    doing.state.change("mail_lists", row, {**row.doc, **inner, "id": row.doc["id"]})
    return doing.reply()


OWN: Mapping[str, Own] = {"put_contacts": put_contacts, "change_mail_lists": change_mail_list}
