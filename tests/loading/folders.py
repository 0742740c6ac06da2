"""A small policy folder that loads, to be broken in one place at a time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

POLICY = """\
format: 1
controller: {name: Voorbeeld B.V., country: NL, kvk: 01234567}
data:
  profile: [name, email, phone, address, customer-number]
  invoice: [name, address, invoice-lines]
purposes:
  service: {uses: [profile], basis: contract}
recipients:
  hosting: {role: processor, gets: [profile], country: NL}
retention:
  profile: {until: left, then: erase}
  invoice: {exactly: 7 years, after: book-year-of-settlement, law: AWR art. 52(4), then: erase}
rights: {answer_within: 30 days}
never: [resale]
"""

CRM = """\
kind: sql
url: env:CRM_URL
person: {rows: customers, sure: [customer-number, email], agrees: [name, phone], hints: [[name, address]]}
tables:
  customers:
    category: profile
    name: [full_name]
    email: [email]
    contact: {email: email_since}
    phone: [phone, mobile]
    customer-number: [customer_no]
    not_personal: [id, language]
    clock: {left: left_on}
    restrict: {blocked: true}
    erase: row
  invoices:
    category: invoice
    of: {customer_id: customers.id}
    name: [bill_name]
    invoice-lines: [lines]
    not_personal: [id, paid_on]
    clock: {book-year-of-settlement: paid_on}
    keeps: [customers.full_name]
    erase: row
"""

CLAUSES = "KEEP-1: retention.invoice\nLEAVE-1: {facts: retention.profile.until}\n"


def make(
    folder: Path, policy: str = POLICY, crm: str = CRM, clauses: str = CLAUSES, more: Mapping[str, str] | None = None
) -> Path:
    """Write a folder; ``more`` are further files by their path."""
    files = {"policy.yaml": policy, "systems/crm.yaml": crm, "clauses.yaml": clauses, **(more or {})}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder
