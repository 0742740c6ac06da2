"""Mail that a website sends by itself: does each part of it end with a link to sign off?

A message has up to two parts people read, the formatted one and the plain one; a mail program shows either, so the link
is looked for in both. Nothing is clicked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage

from belofte.connectors.imap.session import Session
from belofte.domain.expected import UNREACHABLE
from belofte.wire.html_text import text_of

SAMPLE = 20
"""The newest messages of a folder that are read; how it is done now shows in them."""
_MOST = 400_000  # bytes of one message
_BOTTOM = 800  # letters that may still follow the link
_WORD = r"unsubscribe|afmeld|uitschrij"
_IN_HTML = re.compile(
    rf"<a\b[^>]*\bhref\s*=\s*[\"']?https://[^\"'\s>]*[^>]*>(?:(?!</a>).)*?(?:{_WORD})|"
    rf"<a\b[^>]*\bhref\s*=\s*[\"']?https://[^\"'\s>]*(?:{_WORD})",
    re.IGNORECASE | re.DOTALL,
)
_IN_TEXT = re.compile(rf"(?:{_WORD})[^\n]*\n?[^\n]*https://\S+|https://\S*(?:{_WORD})", re.IGNORECASE)


def links_at_the_end(session: Session, folders: Sequence[str]) -> Mapping[str, object]:
    """Folder -> whether the formatted and the plain part of every message read there end with a link; a folder that is
    not there, or holds nothing, could not be looked at."""
    session.folders()
    return {folder: _seen(session, folder) for folder in folders}


def _seen(session: Session, folder: str) -> Mapping[str, object]:
    if not session.has(folder):
        return {UNREACHABLE: "there is no such folder"}
    chosen = session.look_into(folder)
    uids = session.search(chosen, "ALL")[-SAMPLE:] if chosen.exists else []
    read = [raw for uid in uids if (raw := session.raw(uid, _MOST)) is not None]
    found: dict[str, bool] = {}
    for part, has_link in (one for raw in read for one in parts_of(raw)):
        found[part] = found.get(part, True) and has_link
    return found or {UNREACHABLE: "no message in it has a text"}


def parts_of(raw: bytes) -> Iterator[tuple[str, bool]]:
    """``html`` and ``text`` of one message, and whether each ends with a link to sign off."""
    message = message_from_bytes(raw, policy=policy.default)
    for name, kind in (("html", "html"), ("text", "plain")):
        part = message.get_body((kind,))
        if isinstance(part, EmailMessage) and not part.is_attachment():
            yield name, _ends_with_link(str(part.get_content()), name)


def _ends_with_link(text: str, part: str) -> bool:
    pattern = _IN_HTML if part == "html" else _IN_TEXT
    last = max((match.end() for match in pattern.finditer(text)), default=-1)
    rest = text[last:] if last >= 0 else ""
    return last >= 0 and len(text_of(rest) if part == "html" else rest) <= _BOTTOM
