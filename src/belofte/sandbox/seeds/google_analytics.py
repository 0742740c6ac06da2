"""Google Analytics: one property that keeps its promise, and the visits of the sample company by client id."""

from __future__ import annotations

from belofte.sandbox.rest.simulator import Simulator
from belofte.sandbox.seeds.people import People, Row, guid, number, zulu

ACCOUNT, PROPERTY, STREAM = "271828", "314159265", "161803"


def seed(simulator: Simulator, people: People) -> None:
    """Fill an empty simulator; visitors are known by their cookie and, signed in, by their customer number."""
    account, name = f"accounts/{ACCOUNT}", f"properties/{PROPERTY}"
    summary = {"property": name, "displayName": "LinProfs", "propertyType": "PROPERTY_TYPE_ORDINARY", "parent": account}
    simulator.put(
        "accounts",
        [
            {
                "name": f"accountSummaries/{ACCOUNT}",
                "account": account,
                "displayName": "LinProfs",
                "propertySummaries": [summary],
            }
        ],
    )
    simulator.put("properties", [{"name": name, "parent": account, "account": account}])
    for table, tail in (
        ("retention", "dataRetentionSettings"),
        ("signals", "googleSignalsSettings"),
        ("provided", "userProvidedDataSettings"),
    ):
        simulator.put(table, [{"name": f"{name}/{tail}"}])
    simulator.put("sharing", [{"name": f"{account}/dataSharingSettings"}])
    stream = f"{name}/dataStreams/{STREAM}"
    site = {"measurementId": "G-SANDBOX001", "defaultUri": "https://www.linprofs.example"}
    simulator.put("streams", [{"name": stream, "_property": PROPERTY, "webStreamData": site}])
    simulator.put("redaction", [{"name": f"{stream}/dataRedactionSettings"}])
    simulator.put("measurement", [{"name": f"{stream}/enhancedMeasurementSettings"}])
    roles = [(["predefinedRoles/admin"], "beheer"), (["predefinedRoles/viewer"], "communicatie")]
    bindings = [(n, given, f"{who}@linprofs.example") for n, (given, who) in enumerate(roles, 1)]
    simulator.put(
        "access",
        [{"name": f"{name}/accessBindings/{n}", "_property": PROPERTY, "user": u, "roles": g} for n, g, u in bindings],
    )
    before = {
        "changeTime": "2024-01-09T09:00:00Z",
        "userActorEmail": "beheer@linprofs.example",
        "changesFiltered": False,
    }
    created = {"action": "UPDATED", "resource": f"{name}/dataRetentionSettings"}
    simulator.put("changes", [{"id": guid("change"), "_account": ACCOUNT, "changes": [created], **before}])
    customers = people.customers
    simulator.put("visits", [_visit(row, customers.get(row["customer_id"])) for row in people.of("page_views")])


def client_id(customer: int) -> str:
    """What stands in somebody's ``_ga`` cookie."""
    return f"{number(10**9, 'client', customer) + 10**9}.{number(10**8, 'first', customer) + 1600000000}"


def _visit(row: Row, who: Row | None) -> dict[str, object]:
    visit: dict[str, object] = {"id": guid("visit", row["id"]), "pagePath": row["path"], "at": zulu(row["at"])}
    if who is None:
        return visit | {"clientId": client_id(-row["id"])}
    return visit | {"clientId": client_id(who["id"]), "userId": who["customer_no"]}
