"""What Microsoft Graph does that is no data: MIME, the contents of files, and the folder where purged items wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from belofte.sandbox.rest.acting import Doing, delete_row, list_rows
from belofte.sandbox.rest.answering import Own
from belofte.sandbox.rest.exchange import Refused, Reply

KEPT_IN_PURGES = 14 * 86400
"""Seconds that Exchange keeps a purged item where nobody set another time."""


def list_of_mailbox(doing: Doing) -> Reply | None:
    """A search and a filter cannot be combined; how many there are is told to who asks."""
    query = doing.call.query
    if query.get("$search") and (query.get("$filter") or query.get("$count")):
        raise Refused("search-and-filter")
    reply = list_rows(doing)
    if query.get("$count") != "true":
        reply.body.pop("@odata.count")
    return reply


def to_deleted_items(doing: Doing) -> Reply | None:
    """A deleted message is still in the mailbox; a deleted contact or event is recoverable for a while."""
    return None if doing.table == "messages" else purge(doing)


def purge(doing: Doing) -> Reply | None:
    """The item is out of everybody's sight, and gone after its time unless the mailbox is on hold."""
    doc = doing.row(visible=False).doc
    until = None if "hold" in doing.faults else doing.state.clock() + KEPT_IN_PURGES
    doing.state.add("purges", [{**doc, "_until": until}])
    return delete_row(doing)


def to_recycle_bin(doing: Doing) -> Reply | None:
    """A deleted file lies in the recycle bin, which the API does not show."""
    doing.state.add("purges", [{**doing.row(visible=False).doc, "_until": None}])
    return None


def search_files(doing: Doing) -> Reply | None:
    """Files whose name or contents hold the text."""
    call = replace(doing.call, query={**doing.call.query, "q": doing.path["q"].replace("''", "'")})
    return list_rows(replace(doing, call=call))


def content(doing: Doing) -> Reply | None:
    """Where the contents lie for a short while: another address, that takes no token."""
    doing.row(visible=True)
    return Reply(302, headers={"Location": f"{doing.call.origin}/download/{doing.path['item_id']}"})


def download(doing: Doing) -> Reply | None:
    """What stands in a file. Raises :class:`Refused` for who brings a token where none is asked."""
    if "authorization" in doing.call.headers:
        raise Refused("denied")
    doc = doing.row(visible=True).doc
    return Reply(200, str(doc.get("_text", "")).encode(), doc["file"]["mimeType"])


def mime(doing: Doing) -> Reply | None:
    """The message as it travelled."""
    doc, message = doing.row(visible=True).doc, EmailMessage(policy=SMTP)
    message["From"] = doc["from"]["emailAddress"]["address"]
    message["To"] = ", ".join(one["emailAddress"]["address"] for one in doc["toRecipients"])
    message["Subject"] = doc["subject"]
    message["Date"] = format_datetime(datetime.fromisoformat(doc["sentDateTime"]))
    message.set_content(doc.get("body", {}).get("content", ""))
    return Reply(200, message.as_bytes(), "message/rfc822")


OWN: Mapping[str, Own] = {
    "list_of_mailbox": list_of_mailbox,
    "to_deleted_items": to_deleted_items,
    "purge": purge,
    "to_recycle_bin": to_recycle_bin,
    "search_files": search_files,
    "content": content,
    "download": download,
    "mime": mime,
}
