"""What kind of message it is by its headers: a person's, an automatic reply (RFC 3834), a list, a report (RFC 3464).

A subject alone proves little: "out of office" may be a person's own words; what becomes of it, intake decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email.message import Message as Mime
from typing import cast

from belofte.domain.message import MessageKind, NotDelivered, OurSide, is_ours
from belofte.mail.message import LETTER_ID

_AWAY = re.compile(
    r"\s*(?:automatic reply|auto-?reply|out of (?:the )?office|automatisch antwoord|automatische"
    r" (?:beantwoording|antwort)|afwezig(?:heids?(?:bericht|melding))?|abwesen\w*|réponse automatique|absence du bureau"
    r"|respuesta automática"
    r"|fuera de la oficina|risposta automatica|fuori (?:sede|ufficio)|resposta automática|autosvar|automatisk svar)\b",
    re.IGNORECASE,
)
"""How mail programs begin the subject of a reply that nobody wrote, where they leave out the header that says so."""
_RETURNED = re.compile(
    r"\s*(?:undeliver|delivery status notification \(failure|delivery (?:has )?fail|mail delivery (?:fail|system)|"
    r"failure notice|returned mail|message (?:not|could not be) delivered|onbestelbaar|niet bezorg|unzustellbar|"
    r"non remis|no se puede entregar)",
    re.IGNORECASE,
)
_SYSTEM = re.compile(r"(?:mailer-daemon|postmaster|microsoftexchange[0-9a-f]*)@", re.IGNORECASE)


def kind_of(mime: Mime, ours: OurSide, has_reports: bool, subject: str = "") -> MessageKind:
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
    return MessageKind.AWAY if _AWAY.match(subject) else MessageKind.PERSON


_AUTO_REPLY = MessageKind.AUTO_REPLY


def parts_of(mime: Mime) -> list[Mime]:
    """The messages inside. Text is not touched: asking for it would decode it as whatever its sender named."""
    return cast("list[Mime]", mime.get_payload()) if mime.is_multipart() else []


def not_delivered_of(mime: Mime, leaves: Sequence[Mime], subject: str, text: str) -> tuple[NotDelivered, ...]:
    """The letters that a report says failed for good. One report is about one letter; one that names none has neither
    id nor Message-ID. Not every server writes RFC 3464: what only reads like a report is one too."""
    failed = [status for leaf in leaves for status in _failures(leaf)]
    has_status = any(leaf.get_content_type() == "message/delivery-status" for leaf in leaves)
    if not failed and (has_status or not _reads_returned(mime, subject)):
        return ()
    letter, message_id = _original(leaves)
    if not letter and not message_id:
        letter, message_id = _named(text, LETTER_ID), _named(text, "Message-ID") or _answered(mime)
    letter = letter or message_id.strip("<>").partition("@")[0]  # as we make it, of the letter's own name
    return tuple(NotDelivered(letter, message_id, status) for status in dict.fromkeys(failed or [""]))


def _reads_returned(mime: Mime, subject: str) -> bool:
    """A mail server wrote it, and it says so. Any mail can bear those headers: one of a person is no report by them."""
    if _word(mime, "Return-Path") != "<>" and not _SYSTEM.search(_word(mime, "From")):
        return False
    says_so = mime.get("X-MS-Exchange-Message-Is-Ndr") is not None or mime.get("X-Failed-Recipients")
    return bool(says_so or _RETURNED.match(subject))


def _answered(mime: Mime) -> str:
    ids = re.findall(r"<[^<>\s]{1,250}>", f"{mime.get('In-Reply-To', '')} {mime.get('References', '')}"[:4000])
    return ids[0] if ids else ""


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
