"""What kind of message it is by its headers: a person's, an automatic reply (RFC 3834), a list, a report (RFC 3464)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email.message import Message as Mime
from typing import cast

from belofte.domain.message import MessageKind, NotDelivered, OurSide, is_ours
from belofte.mail.message import LETTER_ID


def kind_of(mime: Mime, ours: OurSide, has_reports: bool) -> MessageKind:
    """What kind it is. A list of our own is none: mail to privacy@ often goes through a group."""
    report = _parameter(mime, "report-type")
    if report == "delivery-status" or has_reports:
        return MessageKind.BOUNCE
    if mime.get_content_type() == "multipart/report":
        return MessageKind.REPORT
    if "multipart/report" in _word(mime, "Content-Type"):
        return MessageKind.REPORT
    automatic = _word(mime, "Auto-Submitted").partition(";")[0].strip()
    if automatic.startswith("auto-replied") or any(mime.get(name) for name in ("X-Autoreply", "X-Autorespond")):
        return MessageKind.AUTO_REPLY
    if _word(mime, "Precedence") in ("auto_reply", "auto-reply"):
        return MessageKind.AUTO_REPLY
    if _is_list(mime, ours):
        return MessageKind.LIST
    if (automatic and automatic != "no") or _word(mime, "Return-Path") == "<>":
        return _AUTO_REPLY if mime.get("In-Reply-To") else MessageKind.AUTOMATIC
    return MessageKind.PERSON


_AUTO_REPLY = MessageKind.AUTO_REPLY


def parts_of(mime: Mime) -> list[Mime]:
    """The messages inside. Text is not touched: asking for it would decode it as whatever its sender named."""
    return cast("list[Mime]", mime.get_payload()) if mime.is_multipart() else []


def not_delivered_of(leaves: Sequence[Mime]) -> tuple[NotDelivered, ...]:
    """The letters that a delivery report says failed for good. One report is about one letter."""
    failed = [status for leaf in leaves for status in _failures(leaf)]
    if not failed:
        return ()
    letter, message_id = _original(leaves)
    return tuple(NotDelivered(letter, message_id, status) for status in dict.fromkeys(failed))


def _failures(leaf: Mime) -> Iterator[str]:
    if leaf.get_content_type() != "message/delivery-status":
        return
    for fields in parts_of(leaf)[:50]:
        if _word(fields, "Action").startswith("failed"):
            status = re.match(r"\d\.\d{1,3}\.\d{1,3}", _word(fields, "Status"))
            yield status[0] if status else ""


def _original(leaves: Sequence[Mime]) -> tuple[str, str]:
    """Our id of the letter and its Message-ID, from the copy or the headers that came back with the report."""
    for leaf in leaves:
        if leaf.get_content_type() == "message/rfc822" and (inner := parts_of(leaf)):
            original = inner[0]
            return _line(str(original.get(LETTER_ID, ""))), _line(str(original.get("Message-ID", "")))
        if leaf.get_content_type() == "text/rfc822-headers":
            data = leaf.get_payload(decode=True)
            text = data.decode("latin-1")[:20_000] if isinstance(data, bytes) else ""
            return _named(text, LETTER_ID), _named(text, "Message-ID")
    return "", ""


def _named(text: str, name: str) -> str:
    found = re.search(rf"^{name}:\s*(\S{{1,250}})", text, re.IGNORECASE | re.MULTILINE)
    return found[1] if found else ""


def _line(text: str) -> str:
    return "".join(text.split())[:250]


def _is_list(mime: Mime, ours: OurSide) -> bool:
    named = _word(mime, "List-Id") or _word(mime, "List-Post")
    if named and any(is_ours(domain, ours.domains) for domain in re.findall(r"[\w.-]+\.[\w-]+", named)):
        return False
    return bool(named or mime.get("List-Unsubscribe")) or _word(mime, "Precedence") in ("bulk", "list", "junk")


def _parameter(mime: Mime, name: str) -> str:
    try:
        value = mime.get_param(name)
    except (ValueError, TypeError, IndexError):  # a header that only looks like parameters
        return ""
    return str(value).lower() if value else ""


def _word(mime: Mime, name: str) -> str:
    return " ".join(str(mime.get(name, ""))[:500].split()).lower()
