"""Exact Online: an account for every customer, contacts, invoices and what was paid on them, with their papers."""

from __future__ import annotations

from belofte.sandbox.rest.simulator import Simulator
from belofte.sandbox.seeds.people import People, Row, guid, halves, milliseconds, name_of

DIVISION = 3141592


def seed(simulator: Simulator, people: People) -> None:
    """Fill an empty simulator; everybody is in the books, named or not."""
    me = {
        "CurrentDivision": DIVISION,
        "UserID": guid("me"),
        "FullName": "Koppeling privacy",
        "Email": "it@linprofs.example",
    }
    simulator.put("me", [me])
    simulator.put("divisions", [{"Code": DIVISION, "Description": "LinProfs B.V."}])
    simulator.put(
        "users",
        [
            {
                "UserID": guid("user", n), "FullName": n, "Email": f"{n.lower()}@linprofs.example", "UserName": n,
                "HasTwoStepVerification": True,
            }
            for n in ("Boekhouder", "Beheer")
        ],
    )  # fmt: skip
    roles = (("Boekhouder", 1, "Boekhouding"), ("Beheer", 2, "Beheerder"))
    simulator.put(
        "user_roles",
        [
            {"UserID": guid("user", n), "Role": role, "Description": told, "StartDate": milliseconds("2020-01-01")}
            for n, role, told in roles
        ],
    )
    customers = people.customers
    simulator.put("accounts", [_account(row) for row in customers.values()])
    persons = [row for row in customers.values() if row["kind"] == "person"]
    simulator.put("contacts", [_contact(row, guid("contact", row["id"]), row["id"]) for row in persons])
    theirs = people.of("contacts")
    simulator.put("contacts", [_contact(row, guid("person", row["id"]), row["customer_id"]) for row in theirs])
    orderers = people.orderers
    bills = [(row, customers.get(row["customer_id"]) or orderers.get(row["order_id"])) for row in people.of("invoices")]
    known = [(row, who) for row, who in bills if who is not None]
    simulator.put("sales_invoices", [_invoice(row, who) for row, who in known])
    simulator.put("receivables", [_receivable(row, who) for row, who in known])
    named = [(row, who) for row, who in known if who["email"] in people.named]
    simulator.put("sales_invoice_lines", [_line(row) for row, _ in named])
    simulator.put("transaction_lines", [_entry(row, who) for row, who in named])
    simulator.put("documents", [_paper(row, who) for row, who in named])
    simulator.put("attachments", [_original(row) for row, _ in named])
    accounts = [who for who in persons if who["email"] in people.named]
    simulator.put("bank_accounts", [_bank_account(row) for row in accounts])


def _account(row: Row) -> dict[str, object]:
    return {
        "ID": guid("account", row["id"]), "Code": row["customer_no"][1:].rjust(18), "SearchCode": row["customer_no"],
        "Name": name_of(row), "Email": row["email"], "Phone": row["phone"], "Division": DIVISION, "Status": "C",
        "AddressLine1": f"{row['street']} {row['house_no']}", "Postcode": row["postcode"], "City": row["town"],
        "Country": "NL", "Blocked": False, "Created": milliseconds(row["email_since"]),
    }  # fmt: skip


def _contact(row: Row, key: str, customer: int) -> dict[str, object]:
    first, last = halves(row["full_name"] or "")
    return {
        "ID": key, "Account": guid("account", customer), "AccountName": row["full_name"], "FullName": row["full_name"],
        "FirstName": first, "LastName": last, "Email": row["email"], "Phone": row["phone"], "Division": DIVISION,
        "IsMainContact": True, "Created": milliseconds(row["email_since"]),
    }  # fmt: skip


def _number(row: Row) -> int:
    year, _, place = str(row["number"]).partition("-")
    return int(year) * 100000 + int(place)


def _invoice(row: Row, who: Row) -> dict[str, object]:
    return {
        "InvoiceID": guid("invoice", row["id"]), "InvoiceNumber": _number(row), "Status": 50,
        "InvoiceTo": guid("account", who["id"]), "InvoiceToName": row["bill_name"], "Description": row["lines"],
        "OrderedBy": guid("account", who["id"]), "InvoiceDate": milliseconds(row["issued_on"]), "Division": DIVISION,
        "AmountDC": row["total_cents"] / 100,
    }  # fmt: skip


def _line(row: Row) -> dict[str, object]:
    amount = row["total_cents"] / 100
    return {
        "ID": guid("line", row["id"]), "InvoiceID": guid("invoice", row["id"]), "Description": row["lines"],
        "LineNumber": 1, "Quantity": 1.0, "NetPrice": amount, "AmountDC": amount, "Division": DIVISION,
    }  # fmt: skip


def _receivable(row: Row, who: Row) -> dict[str, object]:
    paid = row["paid_on"]
    return {
        "ID": guid("receivable", row["id"]), "Account": guid("account", who["id"]), "AccountName": name_of(who),
        "AmountDC": row["total_cents"] / 100, "InvoiceNumber": _number(row), "Division": DIVISION,
        "InvoiceDate": milliseconds(row["issued_on"]), "Description": f"Factuur {_number(row)}",
        "IsFullyPaid": paid is not None, "LastPaymentDate": milliseconds(paid) if paid else None,
    }  # fmt: skip


def _entry(row: Row, who: Row) -> dict[str, object]:
    return {
        "ID": guid("entry", row["id"]), "Account": guid("account", who["id"]), "AccountName": row["bill_name"],
        "Date": milliseconds(row["issued_on"]), "AmountDC": row["total_cents"] / 100, "Division": DIVISION,
        "Description": f"Verkoop {_number(row)}", "InvoiceNumber": _number(row), "GLAccountCode": "8000",
    }  # fmt: skip


def _paper(row: Row, who: Row) -> dict[str, object]:
    return {
        "ID": guid("paper", row["id"]), "Account": guid("account", who["id"]), "AccountName": name_of(who),
        "Subject": f"Factuur {_number(row)}", "SalesInvoiceNumber": _number(row), "Type": 10, "Division": DIVISION,
        "DocumentDate": milliseconds(row["issued_on"]),
    }  # fmt: skip


def _original(row: Row) -> dict[str, object]:
    text = f"Factuur {_number(row)} voor {row['bill_name']}, {row['bill_address']}: {row['lines']}"
    return {
        "ID": guid("original", row["id"]), "Document": guid("paper", row["id"]), "FileSize": float(len(text)),
        "FileName": f"factuur-{_number(row)}.txt", "_content": text,
    }  # fmt: skip


def _bank_account(row: Row) -> dict[str, object]:
    return {
        "ID": guid("bank", row["id"]), "Account": guid("account", row["id"]), "BankAccountHolderName": row["full_name"],
        "BankAccount": f"NL00BLFT{row['id']:010d}", "Division": DIVISION,
    }  # fmt: skip
