"""A message in words on the command line. Times are those of the company's own time zone, which is said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from belofte.procedures.intake.inbox_desk import MessageRow, MessageView


def line_of(row: MessageRow, zone: str) -> str:
    """One message as a list shows it."""
    asks = f"seems: {row.proposed}" if row.proposed else "asks no right by its words"
    late = f" · seen {row.delay_days} days later" if row.delay_days else ""
    by = f"work by {row.work_by} · " if row.work_by else ""
    signs = f" · {', '.join(row.signs)}" if row.signs else ""
    received = _at(row.received_at, zone)
    return f"{row.id}  {row.mailbox:<10} {by}{row.why or row.kind} · {asks} · {received}{late}{signs}"


def text_of(view: MessageView, zone: str) -> str:
    """One message, read."""
    claimed = _at(view.claimed_at, zone) if view.claimed_at else ""
    named = "; ".join(f"{right}: {', '.join(found)}" for right, found in view.purposes.items() if found)
    lines = [
        line_of(view.row, zone),
        f"from: {view.sender_name} <{view.sender}>",
        f"subject: {view.subject}",
        *_if(view.words, f"words that led to it: {'; '.join(view.words)}"),
        *_if(view.others, f"may also be: {', '.join(view.others)}"),
        *_if(named, f"purposes its words name: {named}"),
        *_if(view.forwarded_from, f"passed on; written by {view.forwarded_from}"),
        *_if(
            claimed,
            f"says it is of {claimed}; confirm the true day with --received",
        ),
        *_if(view.broken, f"not read whole: {view.broken}"),
        *(
            f"attachment: {a.name} ({a.type}, {a.size} bytes){'' if a.kept else ' not kept'}"
            f"{' set aside' if a.aside else ''}"
            for a in view.attachments
        ),
    ]
    return "\n".join([*lines, "", view.text])


def _if(there: object, line: str) -> Sequence[str]:
    return [line] if there else []


def _at(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}"
