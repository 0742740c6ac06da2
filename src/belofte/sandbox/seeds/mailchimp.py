"""MailChimp: the newsletter's audience and one of customers, archived and unsubscribed members among them."""

from __future__ import annotations

from hashlib import md5

from belofte.sandbox.rest.simulator import Simulator
from belofte.sandbox.seeds.people import People, Row, halves, hexed, iso, some

NEWSLETTER, CUSTOMERS = "1f4a7c9e20", "8b3d5e6f71"


def seed(simulator: Simulator, people: People) -> None:
    """Fill an empty simulator. Named people are in the second audience too, and have read something."""
    simulator.put("lists", [{"id": NEWSLETTER, "name": "Nieuwsbrief"}, {"id": CUSTOMERS, "name": "Klanten"}])
    simulator.put("members", [_reader(row) for row in people.of("subscriptions")])
    persons = [row for row in people.of("customers") if row["kind"] == "person"]
    some_of = {row["email"]: row for row in [*some(persons, 10), *(p for p in persons if p["email"] in people.named)]}
    simulator.put("members", [_customer(place, row) for place, row in enumerate(some_of.values())])
    for audience in (NEWSLETTER, CUSTOMERS):
        fields = [("FNAME", "Voornaam", "text"), ("LNAME", "Achternaam", "text"), ("ADDRESS", "Adres", "text")]
        simulator.put(
            "merge_fields",
            [
                {"list_id": audience, "merge_id": place, "tag": tag, "name": name, "type": kind, "display_order": place}
                for place, (tag, name, kind) in enumerate(fields, 1)
            ],
        )
    simulator.put("verified_domains", [{"domain": "linprofs.example"}])
    simulator.put("signup_forms", [{"list_id": NEWSLETTER, "signup_form_url": "https://mailing.example/aanmelden"}])
    campaigns = [{"id": hexed(10, "campaign", n), "recipients": {"list_id": NEWSLETTER}} for n in (1, 2)]
    simulator.put("campaigns", campaigns)
    html = "<p>Nieuws van LinProfs</p><p><a href='*|UNSUB|*'>Afmelden</a></p>"
    simulator.put(
        "contents", [{"campaign_id": c["id"], "html": html, "plain_text": "Nieuws *|UNSUB|*"} for c in campaigns]
    )
    readers = [row for row in people.of("subscriptions") if row["email"] in people.named]
    simulator.put("opened", [_opened(str(campaigns[0]["id"]), row) for row in readers])
    simulator.put("activity", [_activity(row) for row in readers])


def digest(email: str) -> str:
    """MailChimp's own name of a member."""
    return md5(email.lower().encode(), usedforsecurity=False).hexdigest()


def _reader(row: Row) -> dict[str, object]:
    first, last = halves(row["name"] or "")
    return {
        "list_id": NEWSLETTER, "email_address": row["email"], "full_name": row["name"], "status": row["status"],
        "merge_fields": {"FNAME": first, "LNAME": last, "ADDRESS": row["address"] or ""},
        "contact_id": hexed(32, "reader", row["id"]), "unique_email_id": hexed(10, "reader", row["id"]),
        "timestamp_opt": iso(row["signed_up_at"]), "timestamp_signup": iso(row["signed_up_at"]),
        "last_changed": iso(row["signed_up_at"]), "ip_opt": "192.0.2.7", "ip_signup": "192.0.2.7",
        "source": "Hosted Form",
    }  # fmt: skip


def _customer(place: int, row: Row) -> dict[str, object]:
    first, last = halves(row["full_name"] or "")
    status = ("subscribed", "subscribed", "archived", "unsubscribed", "cleaned")[place % 5]
    return {
        "list_id": CUSTOMERS, "email_address": row["email"], "full_name": row["full_name"], "status": status,
        "merge_fields": {"FNAME": first, "LNAME": last, "ADDRESS": ""}, "contact_id": hexed(32, "client", row["id"]),
        "unique_email_id": hexed(10, "client", row["id"]), "last_changed": iso(row["updated_at"]), "source": "Import",
    }  # fmt: skip


def _opened(campaign: str, row: Row) -> dict[str, object]:
    return {
        "campaign_id": campaign, "list_id": NEWSLETTER, "email_id": digest(row["email"]), "email_address": row["email"],
        "activity": [{"action": "open", "timestamp": "2026-10-02T10:00:00+00:00", "ip": "192.0.2.7"}],
    }  # fmt: skip


def _activity(row: Row) -> dict[str, object]:
    return {
        "list_id": NEWSLETTER, "email_id": digest(row["email"]), "n": 1, "activity_type": "open",
        "created_at_timestamp": "2026-10-02T10:00:00+00:00", "campaign_title": "Nieuws",
    }  # fmt: skip
