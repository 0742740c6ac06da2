"""What Exact Online does that is no data: what transactions point at cannot be deleted, names follow their account.

Not read on a page of the vendor: that an account with transactions cannot be deleted is what its users report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from belofte.sandbox.rest.acting import Doing, list_rows, update_row
from belofte.sandbox.rest.answering import Own
from belofte.sandbox.rest.exchange import Refused, Reply
from belofte.sandbox.rest.rows import Condition, field_of

TRANSACTIONS = {"sales_invoices": "InvoiceTo", "transaction_lines": "Account", "receivables": "Account"}
"""What keeps an account where it is, and the field that points at it."""

BELONGS = {"contacts": "Account", "addresses": "Account", "bank_accounts": "Account", "mandates": "Account"}


def delete_account(doing: Doing) -> Reply | None:
    """An account without transactions takes along what belongs to it."""
    account = doing.row(visible=False).doc["ID"]
    for table, column in TRANSACTIONS.items():
        if doing.state.count(table, [Condition(f"{field_of(column)} = ? COLLATE NOCASE", (account,))]):
            raise Refused("has-transactions")
    for table, column in BELONGS.items():
        while found := doing.state.find(table, {column: account}, visible=False):
            doing.state.delete(found)
    return None


NAMED = (*BELONGS, "documents", "opportunities", "receivables", "notes", "events", "tasks")
"""What shows the name of its account as it is now; an invoice and an entry keep the name of their day."""


def in_division(doing: Doing) -> Reply | None:
    """Only what lies in the division of the path; a row that names none lies in each."""
    asked = doing.call.query.get("$filter")
    here = f"(Division eq {int(doing.path['division'])} or Division eq null)"
    if asked and asked.endswith(here):  # the address of a next page brings it along
        return list_rows(doing)
    query = {**doing.call.query, "$filter": f"({asked}) and {here}" if asked else here}
    return list_rows(replace(doing, call=replace(doing.call, query=query)))


def change_account(doing: Doing) -> Reply | None:
    """The name of an account stands on what belongs to it too; on an invoice stands the name of its day."""
    account, name = doing.row(visible=False).doc["ID"], doing.call.body.get("Name")
    theirs = [Condition(f"{field_of('Account')} = ? COLLATE NOCASE", (account,))]
    for table in NAMED if name is not None else ():
        for row in doing.state.select(table, theirs):
            doing.state.change(table, row, {**row.doc, "AccountName": name})
    return None


def change_contact(doing: Doing) -> Reply | None:
    """The full name of a contact is put together from its parts."""
    reply = update_row(doing)
    row = doing.row(visible=False)
    parts = [row.doc.get(part) for part in ("FirstName", "MiddleName", "LastName")]
    doing.state.change("contacts", row, {**row.doc, "FullName": " ".join(filter(None, parts))})
    return reply


def attachment_file(doing: Doing) -> Reply | None:
    """The file behind an attachment: not part of the REST API, but where its field Url points."""
    found = doing.state.find("attachments", {"ID": doing.call.query.get("ID", "")})
    if found is None:
        raise Refused("not-found")
    return Reply(200, str(found.doc.get("_content", "")).encode(), "application/octet-stream")


OWN: Mapping[str, Own] = {
    "in_division": in_division,
    "delete_accounts": delete_account,
    "change_accounts": change_account,
    "change_contacts": change_contact,
    "attachment_file": attachment_file,
}
