"""What Exact Online does that is no data: what transactions point at cannot be deleted, names follow their account.

Not read on a page of the vendor: that an account with transactions cannot be deleted is what its users report.
"""

from __future__ import annotations

from collections.abc import Mapping

from belofte.sandbox.rest.acting import Doing
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


def change_account(doing: Doing) -> Reply | None:
    """The name of an account stands on its contacts too; on an invoice stands the name of its day."""
    account, name = doing.row(visible=False).doc["ID"], doing.call.body.get("Name")
    if name is not None:
        theirs = [Condition(f"{field_of('Account')} = ? COLLATE NOCASE", (account,))]
        for contact in doing.state.select("contacts", theirs):
            doing.state.change("contacts", contact, {**contact.doc, "AccountName": name})
    return None


OWN: Mapping[str, Own] = {"delete_accounts": delete_account, "change_accounts": change_account}
