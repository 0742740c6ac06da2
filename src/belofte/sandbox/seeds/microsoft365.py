"""Microsoft 365: the mailboxes of the company, the mail of its customers, its address book and its files."""

from __future__ import annotations

from belofte.sandbox.rest.simulator import Simulator
from belofte.sandbox.seeds.people import OUR_DOMAIN, People, Row, guid, halves, hexed, some, zulu

DESK, BOOKS, STAFF = (f"{name}@{OUR_DOMAIN}" for name in ("klantenservice", "administratie", "marloes.techniek"))
EVERY = 4
GROUP = "6f1d2c3b-4a59-4e68-9b77-0c1d2e3f4a5b"
"""The group of staff who may get at files and mail of customers, as the reference company's map names it."""
TRAINEE, ADVISER = f"stage.zomer@{OUR_DOMAIN}", "adviseur@bureau-noord.example"
"""Two who are in it and should not be: one stayed after a summer, one is of another organisation."""
DRIVE, SITE, SITE_DRIVE = "b!desk", f"{OUR_DOMAIN},site,1", "b!site"


def seed(simulator: Simulator, people: People) -> None:
    """Fill an empty simulator: mail of the sample company, and files about those who have a name."""
    boxes = [(DESK, "Klantenservice"), (BOOKS, "Administratie"), (STAFF, "Marloes Techniek")]
    simulator.put("users", [_account(box, name) for box, name in boxes])
    simulator.put("members", [_member(STAFF), _member(TRAINEE), {**_member(ADVISER), "userType": "Guest"}])
    simulator.put("folders", [{"_mailbox": box, "id": "inbox", "displayName": "Inbox"} for box, _ in boxes])
    simulator.put("settings", [{"_mailbox": box, "timeZone": "W. Europe Standard Time"} for box, _ in boxes])
    simulator.put("messages", [_message(row) for row in _mails(people)])
    theirs = [row for row in people.of("customers") if row["email"] in people.named and row["full_name"]]
    theirs += [row for row in people.of("contacts") if row["email"] in people.named]
    simulator.put("contacts", [_contact(row) for row in theirs])
    simulator.put("events", [_event(row) for row in theirs[::2]])
    whose = {"user": {"displayName": "Klantenservice"}}
    simulator.put(
        "drives",
        [
            {"id": DRIVE, "_mailbox": DESK, "owner": whose},
            {"id": SITE_DRIVE, "_site": SITE, "driveType": "documentLibrary"},
        ],
    )
    simulator.put(
        "sites", [{"id": SITE, "displayName": "Klanten", "webUrl": "https://linprofs.sharepoint.example/sites/klanten"}]
    )
    simulator.put("items", [item for row in theirs for item in _files(row)])
    simulator.put("organizations", [{"id": guid("tenant"), "displayName": "LinProfs B.V.", "countryLetterCode": "NL"}])
    simulator.put(
        "labels",
        [
            {
                "id": guid("label"),
                "displayName": "Facturen",
                "retentionDuration": {"@odata.type": "#microsoft.graph.security.retentionDurationInDays", "days": 2555},
            }
        ],
    )
    logged = {"createdDateTime": "2026-10-12T09:00:00Z", "appDisplayName": "Outlook"}
    simulator.put("sign_ins", [{"id": guid("sign-in"), "userId": guid("user", DESK), **logged}])
    simulator.put("sharing", [{"_one": "1"}])
    simulator.put("audits", [{"id": guid("audit"), "activityDisplayName": "Update policy", "category": "Policy"}])
    asked = {"displayName": "Tweede stap", "grantControls": {"operator": "OR", "builtInControls": ["mfa"]}}
    simulator.put("access_policies", [{"id": guid("access"), **asked}])


def _account(box: str, name: str) -> dict[str, object]:
    """An account of the company, there since its first day."""
    return {"id": guid("user", box), "mail": box, "userPrincipalName": box, "displayName": name,
            "accountEnabled": True, "userType": "Member", "createdDateTime": "2018-05-01T09:00:00Z"}  # fmt: skip


def _member(address: str) -> dict[str, object]:
    """Somebody in the group of staff."""
    return {"_group": GROUP, "id": guid("user", address), "mail": address, "userPrincipalName": address,
            "accountEnabled": True, "userType": "Member"}  # fmt: skip


def _mails(people: People) -> list[Row]:
    """All mail with those who have a name, and some of everybody else's: the rest went another way."""
    mails = people.of("mails")
    theirs = [row for row in mails if {row["from_address"], row["to_address"]} & people.named]
    return list({row["id"]: row for row in (*some(mails, EVERY), *theirs)}.values())


def _address(address: str) -> dict[str, object]:
    return {"emailAddress": {"address": address, "name": address}}


def _message(row: Row) -> dict[str, object]:
    return {
        "id": hexed(32, "mail", row["id"]), "_mailbox": DESK, "subject": row["subject"],
        "body": {"contentType": "text", "content": row["body"]}, "bodyPreview": row["body"][:40],
        "from": _address(row["from_address"]), "toRecipients": [_address(row["to_address"])],
        "receivedDateTime": zulu(row["sent_at"]), "sentDateTime": zulu(row["sent_at"]),
        "createdDateTime": zulu(row["sent_at"]), "internetMessageId": f"<{hexed(16, 'id', row['id'])}@post.example>",
        "parentFolderId": "inbox" if row["to_address"] == DESK else "sentitems",
    }  # fmt: skip


def _contact(row: Row) -> dict[str, object]:
    first, last = halves(row["full_name"])
    return {
        "id": hexed(32, "contact", row["email"], row["id"]), "_mailbox": STAFF, "displayName": row["full_name"],
        "givenName": first, "surname": last, "mobilePhone": row["phone"],
        "createdDateTime": zulu(row["email_since"]),
        "emailAddresses": [{"name": row["full_name"], "address": row["email"]}],
    }  # fmt: skip


def _event(row: Row) -> dict[str, object]:
    start = {"dateTime": "2026-10-12T09:00:00.0000000", "timeZone": "UTC"}
    return {
        "id": hexed(32, "event", row["email"], row["id"]), "_mailbox": STAFF, "subject": f"Bezoek {row['full_name']}",
        "start": start, "end": {**start, "dateTime": "2026-10-12T10:00:00.0000000"},
        "attendees": [{"type": "required", **_address(row["email"])}],
    }  # fmt: skip


def _files(row: Row) -> list[dict[str, object]]:
    text = f"Verslag van het bezoek aan {row['full_name']}, te bereiken op {row['email']}."
    key = hexed(32, "file", row["email"], row["id"])
    return [{"id": key, "_drive": SITE_DRIVE, "name": f"bezoek-{key[:6]}.txt", "size": len(text), "_text": text}]
