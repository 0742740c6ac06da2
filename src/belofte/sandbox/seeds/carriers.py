"""PostNL and DHL: the parcels of the sample company, by barcode and by the number of the order."""

from __future__ import annotations

from belofte.sandbox.rest.simulator import Simulator
from belofte.sandbox.seeds.people import People, Row, guid, halves, iso

CUSTOMER_CODE, CUSTOMER_NUMBER = "BLFT", "11223344"


def seed_postnl(simulator: Simulator, people: People) -> None:
    """The parcels that PostNL took."""
    orderers = people.orderers
    simulator.put("shipments", [_postnl(row, orderers[row["order_id"]]) for row in _of(people, "postnl")])


def seed_dhl(simulator: Simulator, people: People) -> None:
    """The parcels that DHL took."""
    orderers, rows = people.orderers, _of(people, "dhl")
    simulator.put("shipments", [_tracked(row, orderers[row["order_id"]]) for row in rows])
    simulator.put("labels", [_label(row, orderers[row["order_id"]]) for row in rows])


def reference_of(order: int) -> str:
    """How the company names an order to a carrier."""
    return f"LP-{order}"


def _of(people: People, carrier: str) -> list[Row]:
    orderers = people.orderers
    return [row for row in people.of("shipments") if row["carrier"] == carrier and row["order_id"] in orderers]


def _postnl(row: Row, who: Row) -> dict[str, object]:
    first, last = halves(row["name"])
    address = {
        "FirstName": first,
        "LastName": last,
        "Street": who["street"],
        "HouseNumber": who["house_no"],
        "Zipcode": who["postcode"],
        "City": row["town"],
        "CountryCode": "NL",
    }
    sender = {"CustomerCode": CUSTOMER_CODE, "CustomerNumber": CUSTOMER_NUMBER, "Name": "LinProfs"}
    return {
        "Barcode": row["barcode"],
        "MainBarcode": row["barcode"],
        "Reference": reference_of(row["order_id"]),
        "Customer": sender,
        "Address": [address],
        "DeliveryDate": row["delivered_on"],
        "ShipmentAmount": "1",
        "ShipmentCounter": "1",
    }


def _tracked(row: Row, who: Row) -> dict[str, object]:
    place = {"address": {"countryCode": "NL", "postalCode": who["postcode"], "addressLocality": row["town"]}}
    status = {"timestamp": iso(row["delivered_on"]), "statusCode": "delivered", "status": "DELIVERED"}
    return {
        "id": row["barcode"],
        "destination": place,
        "status": status,
        "details": {
            "receiver": {"name": row["name"]},
            "references": [{"number": reference_of(row["order_id"]), "type": "customer-reference"}],
        },
    }


def _label(row: Row, who: Row) -> dict[str, object]:
    first, last = halves(row["name"])
    address = {
        "countryCode": "NL",
        "postalCode": who["postcode"],
        "city": row["town"],
        "street": who["street"],
        "number": who["house_no"],
    }
    receiver = {
        "name": {"firstName": first, "lastName": last},
        "address": address,
        "email": who["email"],
        "phoneNumber": who["phone"],
    }
    return {
        "labelId": guid("label", row["id"]),
        "orderReference": reference_of(row["order_id"]),
        "trackerCode": row["barcode"],
        "receiver": receiver,
        "date": row["delivered_on"],
    }
