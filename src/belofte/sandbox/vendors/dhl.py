"""What DHL does that is no data: an unknown number is 404, a parcel is shown to who knows its postal code."""

from __future__ import annotations

from collections.abc import Mapping

from belofte.sandbox.rest.acting import Doing
from belofte.sandbox.rest.answering import Own
from belofte.sandbox.rest.exchange import Refused, Reply
from belofte.sandbox.rest.rows import Condition, field_of


def must_be_known(doing: Doing) -> Reply | None:
    """No empty list: an unknown number is an error."""
    number = doing.call.query.get("trackingNumber")
    if number and doing.state.find("shipments", {"id": number}) is None:
        raise Refused("not-found")
    return None


def by_barcode_and_postcode(doing: Doing) -> Reply | None:
    """``key`` is barcode+postal code; with the barcode alone there is no address in the answer."""
    barcode, _, postcode = doing.call.query.get("key", "").replace(" ", "+").partition("+")
    known = [row.doc for row in doing.state.listed("labels", [Condition(f"{field_of('trackerCode')} = ?", (barcode,))])]
    rows = [
        doing.shown(doc) if postcode and doc["receiver"]["address"]["postalCode"].replace(" ", "") == postcode
        else {"barcode": doc["trackerCode"], "date": doc.get("date")}
        for doc in known
    ]  # fmt: skip
    return doing.reply(rows=rows)


OWN: Mapping[str, Own] = {"must_be_known": must_be_known, "by_barcode_and_postcode": by_barcode_and_postcode}
