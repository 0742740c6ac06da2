"""What PostNL does that is no data: a reference needs the number of the sender, confirming takes several at once."""

from __future__ import annotations

from collections.abc import Mapping

from belofte.sandbox.rest.acting import Doing
from belofte.sandbox.rest.answering import Own
from belofte.sandbox.rest.exchange import Refused, Reply
from belofte.sandbox.rest.rows import Doc


def status_of(doing: Doing) -> Reply | None:
    """By reference only together with the customer's code and number."""
    query = doing.call.query
    if doing.route.name == "by-reference" and not (query.get("customerCode") and query.get("customerNumber")):
        raise Refused("bad-request")
    return None


def confirm(doing: Doing) -> Reply | None:
    """Shipments are told to the carrier; after this nothing of them can be changed."""
    sent: list[Doc] = doing.call.body.get("Shipments") or []
    docs: list[Doc] = [
        {"Barcode": one["Barcode"], "MainBarcode": one["Barcode"], "Reference": one.get("Reference", ""),
         "Address": one.get("Addresses", [])}
        for one in sent
    ]  # fmt: skip
    doing.state.add("shipments", docs)
    return doing.reply(rows=[{"Barcode": doc["Barcode"], "Errors": [], "Warnings": []} for doc in docs])


OWN: Mapping[str, Own] = {"status_of": status_of, "confirm": confirm}
