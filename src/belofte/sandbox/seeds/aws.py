"""AWS: a folder of documents for customers, versions and markers with them, who gets service mail, a log of the
website, and snapshots of the database; where the map says that each lies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from belofte.domain.system_map import Collection, SystemMap
from belofte.sandbox.local.aws_kept import Thing
from belofte.sandbox.seeds.people import People, Row, guid, moment, name_of, some

NUMBER = "{customer-number}"
EVERY = 8
"""One customer in so many has documents; everybody with a name has."""
LOG_DAYS, SNAPSHOT_DAYS = 400, (1, 2, 3)
NEWS = {"TopicName": "storingen", "DisplayName": "storingen", "DefaultSubscriptionStatus": "OPT_OUT"}


def seeded(system: SystemMap, people: People, now: datetime) -> Iterator[Thing]:
    """Everything in the account on the day it is made."""
    sorts = {"s3": _documents, "ses": _contacts, "logs": _visits}
    for collection in system.collections.values():
        service = "".join(collection.at.get("service", ()))
        if service == "snapshots":
            yield from _snapshots(collection, now)
        elif service in sorts:
            yield from sorts[service](collection, people)


def _chosen(people: People) -> list[Row]:
    known = [row for row in people.of("customers") if row["email"]]
    some_of = [*some(known, EVERY), *(row for row in known if row["email"] in people.named)]
    return list({row["id"]: row for row in some_of}.values())


def _documents(collection: Collection, people: People) -> Iterator[Thing]:
    bucket = collection.at["bucket"][0]
    yield Thing("bucket", bucket, {"versions": True})
    for row in _chosen(people):
        for prefix in (text for text in collection.at.get("prefix", ()) if NUMBER in text):
            folder = prefix.replace(NUMBER, row["customer_no"])
            for place, said in enumerate(("Concept", "Ondertekend")):
                yield _object(bucket, f"{folder}overeenkomst.txt", row, said, place)
            if row["email"] in people.named:
                yield _object(bucket, f"{folder}opgeruimd.txt", row, "Oud", 0)
                yield _object(bucket, f"{folder}opgeruimd.txt", row, "", 1)


def _object(bucket: str, key: str, row: Row, said: str, place: int) -> Thing:
    version = guid("version", key, place)
    made = moment(row["email_since"]) + timedelta(days=place)
    doc = {
        "bucket": bucket, "key": key, "version": version, "modified": made.isoformat(), "marker": not said,
        "tags": {}, "metadata": {"content-type": "text/plain"},
    }  # fmt: skip
    text = f"{said}: overeenkomst met {name_of(row)} <{row['email']}>, klant {row['customer_no']}\n"
    return Thing("object", f"{bucket}/{key}#{version}", doc, text.encode() if said else None, place)


def _contacts(collection: Collection, people: People) -> Iterator[Thing]:
    for name in collection.at.get("list", ()):
        yield Thing("list", name, {"topics": [NEWS]})
        for row in _chosen(people):
            since = moment(row["email_since"]).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            doc = {
                "ContactListName": name, "EmailAddress": row["email"], "UnsubscribeAll": False,
                "TopicDefaultPreferences": [],
                "TopicPreferences": [{"TopicName": NEWS["TopicName"], "SubscriptionStatus": "OPT_IN"}],
                "AttributesData": json.dumps({"naam": name_of(row)}, ensure_ascii=False),
                "CreatedTimestamp": since, "LastUpdatedTimestamp": since,
            }  # fmt: skip
            yield Thing("contact", f"{name}/{row['email']}", doc)


def _visits(collection: Collection, people: People) -> Iterator[Thing]:
    customers = {row["id"]: row for row in _chosen(people)}
    for group in collection.at.get("group", ()):
        yield Thing("group", group, {"days": LOG_DAYS})
        for row in people.of("page_views"):
            who = customers.get(row["customer_id"])
            if who is not None:
                line = f'{row["ip"]} {who["email"]} "GET {row["path"]}" "{row["agent"]}"'
                at = int(moment(row["at"]).timestamp() * 1000)
                doc = {"group": group, "stream": "web", "timestamp": at, "message": line}
                yield Thing("event", f"{group}/{row['id']}", doc, at=at)


def _snapshots(collection: Collection, now: datetime) -> Iterator[Thing]:
    for name in collection.at.get("instance", ()):
        made_of = {
            "db_instance_identifier": name, "engine": "postgres", "db_instance_class": "db.t3.micro",
            "master_username": "beheer", "master_user_password": guid("database", name), "allocated_storage": 20,
            "backup_retention_period": 7, "storage_encrypted": True,
        }  # fmt: skip
        yield Thing("instance", name, {"made_of": made_of})
        for ago in SNAPSHOT_DAYS:
            made = (now.astimezone(UTC) - timedelta(days=ago)).replace(hour=3, minute=0, second=0, microsecond=0)
            doc = {"instance": name, "type": "automated", "created": made.isoformat()}
            yield Thing("snapshot", f"rds-{name}-{made:%Y-%m-%d}", doc)
