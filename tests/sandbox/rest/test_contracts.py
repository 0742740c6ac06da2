"""Every simulator is judged by its vendor's contract: everything it shows, what is changed, and its errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from tests.sandbox.rest.judge import Judge
from tests.sandbox.rest.signed_in import client_of

from belofte.loading.simulated import Route
from belofte.sandbox.landscape import Landscape
from belofte.sandbox.rest.simulator import Simulator
from belofte.sandbox.seeds import carriers, exact_online, google_analytics, mailchimp, microsoft365, people

FILES = {
    "mailchimp": ("mailchimp-marketing.contract.json",),
    "exact-online": ("exact-online.contract.json", "exact-online-more.contract.json"),
    "microsoft365": ("msgraph-v1.contract.json", "msgraph-more.contract.json"),
    "google-analytics": (
        "google-analyticsadmin.v1beta.contract.json",
        "google-analyticsadmin.v1alpha.json",
        "google-analyticsdata.v1beta.json",
        "google-analytics.v3.json",
    ),
    "transip": ("transip-v6.contract.json",),
    "postnl": ("postnl.contract.json",),
}
ERROR_FORM = {
    "mailchimp": ("type", "title", "status", "detail", "instance"),
    "exact-online": ("error.code", "error.message"),
    "microsoft365": ("error.code", "error.message"),
    "google-analytics": ("error.code", "error.message", "error.status"),
    "transip": ("error",),
    "postnl": ("fault.faultstring",),
}
NOT_IN_CONTRACT = {
    "exact-online": ("/docs/", "/oauth2/"),  # files and signing in are no part of the REST API
    "mailchimp": ("/activity-feed",),  # its kinds of activity point at schemas that the contract does not hold
    "microsoft365": ("$value", "/content", "/download"),  # bytes, which the contract calls JSON
    "google-analytics": (  # not in the parts that these contracts hold
        *("googleAdsLinks", "displayVideo360AdvertiserLinks", "searchAds360Links", "adSenseLinks", "firebaseLinks"),
        *("accessBindings", "/token", "/oauth2/"),
    ),
}
EXACT, GRAPH, GA = f"/api/v1/{exact_online.DIVISION}", "/users/" + microsoft365.DESK, google_analytics
ANNA = "anna@dvries.example"


@contextmanager
def judged(landscape: Landscape, kind: str) -> Iterator[tuple[Simulator, httpx.Client, Judge]]:
    simulator = landscape.simulator(kind)
    judge = Judge(FILES[kind], simulator.api_url, ERROR_FORM[kind], ignored=NOT_IN_CONTRACT.get(kind, ()))
    with client_of(simulator, judge.hear) as client:
        yield simulator, client, judge
    assert "\n".join(judge.wrong) == ""
    assert judge.judged > 0


def values_of(simulator: Simulator) -> dict[str, str]:
    """A value for every part of a path, of something that is there."""

    def first(table: str) -> dict[str, Any]:
        return (simulator.rows(table) or [{}])[0]

    kind = simulator.kind
    known = {
        "mailchimp": lambda: {
            "list_id": mailchimp.NEWSLETTER, "subscriber_hash": mailchimp.digest(ANNA),
            "campaign_id": first("campaigns")["id"],
        },
        "exact_online": lambda: {"division": str(exact_online.DIVISION)},
        "microsoft365": lambda: {
            "user_id": microsoft365.DESK, "message_id": first("messages")["id"], "contact_id": first("contacts")["id"],
            "event_id": first("events")["id"], "drive_id": microsoft365.SITE_DRIVE, "site_id": microsoft365.SITE,
            "item_id": first("items")["id"], "q": "bezoek", "object_id": "gone",
            "folder_id": "inbox", "group_id": "staff",
        },
        "google_analytics": lambda: {"account_id": GA.ACCOUNT, "property_id": GA.PROPERTY, "stream_id": GA.STREAM},
        "transip": lambda: {"domain": people.OUR_DOMAIN},
        "postnl": lambda: {"barcode": first("shipments")["Barcode"], "reference": first("shipments")["Reference"]},
    }  # fmt: skip
    return known[kind]()


def id_for(simulator: Simulator, route: Route) -> str:
    """The key of a row that is there, for routes that name one."""
    rows = simulator.rows(route.table or "")
    column = list(route.key)[-1] if route.key else ""
    return str(rows[0][column]) if rows and column in rows[0] else "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize("kind", sorted(FILES))
def test_everything_that_can_be_looked_at_is_as_the_contract_says(landscape: Landscape, kind: str) -> None:
    with judged(landscape, kind) as (simulator, client, judge):
        values = values_of(simulator)
        if kind == "microsoft365":
            values["user_id"] = microsoft365.DESK
        asked = 0
        for route in simulator.vendor.routes:
            if route.method != "GET" or route.do == "grant":
                continue
            path = route.path.format_map({"id": id_for(simulator, route), **values})
            query = {"filter": "ancestor:accounts/1"} if route.name == "properties" else {}
            query |= {"query": ANNA} if route.name == "search-members" else {}
            query |= {"customerCode": "BLFT", "customerNumber": "11223344"} if route.name == "by-reference" else {}
            client.get(path, params=query)
            asked += 1
        assert asked == judge.judged + sum(
            any(part in route.path for part in judge.ignored)
            for route in simulator.vendor.routes
            if route.method == "GET"
        )
        assert simulator.calls().writing == 0


def test_a_member_of_mailchimp_from_sign_up_to_forgotten(landscape: Landscape) -> None:
    with judged(landscape, "mailchimp") as (_, client, judge):
        members, new = f"/lists/{mailchimp.NEWSLETTER}/members", "nieuw@post.example"
        one = f"{members}/{mailchimp.digest(new)}"
        assert client.post(members, json={"email_address": new, "status": "subscribed"}).status_code == 200
        assert (
            client.request("PATCH", one, json={"merge_fields": {"FNAME": "Nina", "LNAME": ""}}).json()["full_name"]
            == "Nina"
        )
        tags = {"tags": [{"name": "proef", "status": "active"}]}
        assert client.post(f"{one}/tags", json=tags).status_code == 204
        assert client.get(f"{one}/tags").json()["total_items"] == 1
        assert client.delete(one).status_code == 204
        assert client.delete(one).status_code == 405
        assert client.get(one).json()["status"] == "archived"
        assert client.post(f"{one}/actions/delete-permanent").status_code == 204
        assert client.get(one).status_code == 404
        again = client.post(members, json={"email_address": new, "status": "subscribed"})
        assert (again.status_code, again.json()["title"]) == (400, "Forgotten Email Not Subscribed")
        put = client.put(one, json={"email_address": new, "status_if_new": "subscribed"})
        assert (put.status_code, put.json()["title"]) == (400, "Forgotten Email Not Subscribed")
        client.auth = ("any", "wrong-us21")
        assert client.get("/lists").status_code == 401
        assert judge.undocumented == 5


def test_an_account_of_exact_from_new_to_deleted_and_one_that_must_stay(landscape: Landscape) -> None:
    with judged(landscape, "exact-online") as (simulator, client, judge):
        made = client.post(f"{EXACT}/crm/Accounts", json={"Name": "Nina Nieuw", "Email": "nina@post.example"})
        assert made.status_code == 201
        key = made.json()["d"]["ID"]
        assert (
            client.put(f"{EXACT}/crm/Accounts(guid'{key}')", json={"Name": "weg", "Blocked": True}).status_code == 204
        )
        asked = {"$filter": "Email eq 'NINA@post.example'", "$select": "ID,Name"}
        assert client.get(f"{EXACT}/crm/Accounts", params=asked).json()["d"]["results"] == [{"ID": key, "Name": "weg"}]
        assert client.delete(f"{EXACT}/crm/Accounts(guid'{key}')").status_code == 204
        assert client.get(f"{EXACT}/crm/Accounts", params=asked).json()["d"]["results"] == []
        billed = simulator.rows("sales_invoices")[0]["InvoiceTo"]
        kept = client.delete(f"{EXACT}/crm/Accounts(guid'{billed}')")
        assert (kept.status_code, "transactions" in kept.json()["error"]["message"]["value"]) == (400, True)
        assert client.get(f"{EXACT}/crm/Accounts", params={"$filter": "Email is nina"}).status_code == 400
        assert client.get(f"{EXACT}/crm/Accounts(guid'{key}')").status_code == 404
        assert judge.undocumented == 4, "the 404 by both files"


def test_a_mailbox_of_microsoft_is_searched_changed_and_purged(landscape: Landscape) -> None:
    with judged(landscape, "microsoft365") as (simulator, client, _):
        search = {"$search": f'"participants:{ANNA}"', "$top": "2"}
        page = client.get(f"{GRAPH}/messages", params=search).json()
        assert (len(page["value"]), "@odata.nextLink" in page) == (2, True)
        rest = client.get(page["@odata.nextLink"]).json()["value"]
        found = [*page["value"], *rest]
        assert len(found) == len({message["id"] for message in found}) == 4
        both = {"$search": '"participants:x"', "$filter": "isRead eq true"}
        assert client.get(f"{GRAPH}/messages", params=both).status_code == 400
        window = {"$filter": f"from/emailAddress/address eq '{ANNA}' and receivedDateTime ge 2020-01-01T00:00:00Z"}
        assert len(client.get(f"{GRAPH}/messages", params=window).json()["value"]) == 1
        one = f"{GRAPH}/messages/{found[0]['id']}"
        assert ANNA.encode() in client.get(f"{one}/$value").content
        assert client.delete(one).status_code == 204
        assert client.get(one).json()["parentFolderId"] == "deleteditems"
        assert client.post(f"{one}/permanentDelete").status_code == 204
        assert client.get(one).status_code == 404
        who = {"$filter": f"emailAddresses/any(a:a/address eq '{ANNA}')"}
        contacts = f"/users/{microsoft365.STAFF}/contacts"
        contact = client.get(contacts, params=who).json()["value"][0]
        assert client.post(f"{contacts}/{contact['id']}/permanentDelete").status_code == 204
        assert client.get(contacts, params=who).json()["value"] == []
        assert client.get("/users/nobody@linprofs.example/messages").status_code == 404
        many = {"$filter": " or ".join(f"mail eq '{n}@post.example'" for n in range(16))}
        assert client.get("/users", params=many).status_code == 400
        assert len(simulator.rows("purges")) == 2


def test_google_deletes_a_visitor_and_notes_who_changed_the_term(landscape: Landscape, moment: Any) -> None:
    with judged(landscape, "google-analytics") as (simulator, client, _):
        visitor = next(row for row in simulator.rows("visits") if row.get("userId"))
        report = {"dimensions": [{"name": "pagePath"}], "metrics": [{"name": "eventCount"}]}
        report |= {
            "dimensionFilter": {
                "filter": {"fieldName": "customUser:user_id", "stringFilter": {"value": visitor["userId"]}}
            }
        }

        def shown() -> int:
            return client.post(f"/v1beta/properties/{GA.PROPERTY}:runReport", json=report).json()["rowCount"]

        assert shown() > 0
        deletion = f"/v1alpha/properties/{GA.PROPERTY}:submitUserDeletion"
        assert client.post(deletion, json={"clientId": "1.2", "userId": "x"}).status_code == 400
        assert "deletionRequestTime" in client.post(deletion, json={"userId": visitor["userId"]}).json()
        assert shown() > 0
        moment.pass_(72 * 3600 + 1)
        simulator_sign_in(simulator, client)
        assert shown() == 0
        term = f"/v1beta/properties/{GA.PROPERTY}/dataRetentionSettings"
        changed = client.request(
            "PATCH", term, params={"updateMask": "eventDataRetention"}, json={"eventDataRetention": "TWO_MONTHS"}
        )
        assert changed.json()["eventDataRetention"] == "TWO_MONTHS"
        history = client.post(f"/v1beta/accounts/{GA.ACCOUNT}:searchChangeHistoryEvents", json={}).json()
        assert len(history["changeHistoryEvents"]) == 2
        v3 = {"id": {"type": "CLIENT_ID", "userId": "1.2"}, "webPropertyId": "UA-1"}
        assert client.post("/analytics/v3/userDeletion/userDeletionRequests:upsert", json=v3).status_code == 200
        client.headers["Authorization"] = "Bearer no"
        assert client.get(term).status_code == 401


def simulator_sign_in(simulator: Simulator, client: httpx.Client) -> None:
    from tests.sandbox.rest.signed_in import google

    google(simulator, client)


def test_transip_changes_what_it_shows(landscape: Landscape) -> None:
    with judged(landscape, "transip") as (simulator, client, _):
        domain = people.OUR_DOMAIN
        contacts = client.get(f"/domains/{domain}/contacts").json()["contacts"]
        put = client.put(f"/domains/{domain}/contacts", json={"contacts": [{**contacts[0], "lastName": "Nieuw"}]})
        assert put.status_code == 204
        assert [one["lastName"] for one in simulator.rows("contacts")] == ["Nieuw"]
        forward = simulator.rows("forwards", forwardTo=ANNA)[0]
        assert client.delete(f"/email/{domain}/mail-forwards/{forward['id']}").status_code == 204
        assert client.get(f"/email/{domain}/mail-forwards/{forward['id']}").status_code == 404
        entries = [entry for entry in simulator.rows("mail_lists")[0]["entries"] if entry != ANNA]
        changed = {"name": "storingen", "emailAddress": f"storingen@{domain}", "entries": entries}
        assert client.put(f"/email/{domain}/mail-lists/1", json=changed).status_code == 204
        assert simulator.holds(ANNA) == []
        assert client.get("/domains/elders.example/contacts").status_code == 404


def test_a_parcel_is_found_by_its_numbers_and_by_nothing_else(landscape: Landscape) -> None:
    with judged(landscape, "postnl") as (simulator, client, _):
        parcel = simulator.rows("shipments")[0]
        sender = {"customerCode": carriers.CUSTOMER_CODE, "customerNumber": carriers.CUSTOMER_NUMBER}
        found = client.get(f"/shipment/v2/status/reference/{parcel['Reference']}", params=sender).json()
        assert found["CompleteStatus"]["Shipment"]["Barcode"] == parcel["Barcode"]
        unknown = client.get("/shipment/v2/status/barcode/3SNOTHING")
        assert (unknown.status_code, "Warnings" in unknown.json()) == (200, True)
        client.headers["apikey"] = "wrong"
        assert client.get(f"/shipment/v2/status/barcode/{parcel['Barcode']}").status_code == 401


def test_dhl_tracks_a_number_and_shows_a_label_to_who_knows_the_postal_code(landscape: Landscape) -> None:
    simulator = landscape.simulator("dhl")
    with client_of(simulator) as client:
        label = simulator.rows("labels")[0]
        code, post = label["trackerCode"], label["receiver"]["address"]["postalCode"].replace(" ", "")
        assert client.get("/shipments", params={"trackingNumber": code}).json()["shipments"][0]["id"] == code
        unknown = client.get("/shipments", params={"trackingNumber": "no"})
        assert (unknown.status_code, unknown.json()["title"]) == (404, "No result found")
        labels = f"{simulator.origin}/labels"
        assert len(client.get(labels, params={"orderReferenceFilter": label["orderReference"]}).json()) == 1
        traced = f"{simulator.origin}/track-trace"
        assert "receiver" in client.get(traced, params={"key": f"{code}+{post}"}).json()[0]
        assert "receiver" not in client.get(traced, params={"key": code}).json()[0]
        client.headers["Authorization"] = "Bearer no"
        assert client.get(labels).status_code == 401
