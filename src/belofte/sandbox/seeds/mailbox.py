"""A mailbox: what people wrote to the company, in the folders that the map names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import cast

from belofte.domain.system_map import SystemMap
from belofte.sandbox.seeds.people import People, Row, guid, moment

EVERY = 6
"""One message in so many lies here; of people with a name every one."""
INBOX = "INBOX"


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it came, the folder it lies in and the moment it came."""

    folder: str
    received: datetime
    raw: bytes


def folders(system: SystemMap) -> tuple[str, ...]:
    """The folders that a map names; a pattern such as ``Klanten/*`` gets one folder."""
    named = [name for collection in system.collections.values() for name in collection.at.get("folders", ())]
    restricted = [str((c.restrict or {}).get("folder") or "") for c in system.collections.values()]
    every = (name.replace("*", "Oud").replace("%", "Oud") for name in (INBOX, *named, *restricted) if name)
    return tuple(dict.fromkeys(every))


def seeded(system: SystemMap, people: People, now: datetime) -> Iterator[Message]:
    """The messages, spread over the folders that hold people's mail."""
    by_itself = cast("tuple[str, ...]", system.settings.get("automatic", ()))
    listed = (name for collection in system.collections.values() for name in collection.at.get("folders", ()))
    mapped = [name for name in listed if name not in by_itself]
    boxes = [name.replace("*", "Oud").replace("%", "Oud") for name in mapped] or [INBOX]
    us = str(system.settings.get("user", ""))
    yield from (Message(folder, now, _confirmation(us, now)) for folder in by_itself)
    theirs = [row for row in people.of("mails") if not str(row["from_address"]).endswith(us.rpartition("@")[2])]
    for place, row in enumerate(theirs):
        known = row["from_address"] in people.named
        if (known or place % EVERY == 0) and moment(row["sent_at"]) <= now:
            yield Message(boxes[place % len(boxes)], moment(row["sent_at"]), _raw(row, us))


def _confirmation(us: str, now: datetime) -> bytes:
    """What the website sends by itself, to somebody who is in no system; it ends as the policy promises."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = us, "bezoeker@niemand.example", "Wij hebben uw bericht ontvangen"
    made["Date"], made["Message-ID"] = format_datetime(now), f"<{guid('mail', 'confirmation')}@post.example>"
    made.set_content("Wij antwoorden binnen twee dagen.\n\nUnsubscribe: https://www.linprofs.example/afmelden?t=1\n")
    return bytes(made)


def _raw(row: Row, us: str) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = row["from_address"], us, row["subject"] or "Vraag"
    made["Date"] = format_datetime(moment(row["sent_at"]))
    made["Message-ID"] = f"<{guid('mail', row['id'])}@post.example>"
    made.set_content(row["body"] or "")
    return bytes(made)
