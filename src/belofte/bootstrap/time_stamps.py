"""Sends time-stamp requests over HTTP to the authority the settings name (RFC 3161 section 3.4)."""

from __future__ import annotations

from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit, urlunsplit

from belofte.bootstrap.installation import Belofte
from belofte.domain.errors import CouldNotLook
from belofte.procedures.proving.stamping import Stamper

PATIENCE_SECONDS = 20
LARGEST_ANSWER = 64 * 1024
"""Bytes. An answer with a chain of certificates has five to eight thousand."""


def stamper_of(belofte: Belofte) -> Stamper | None:
    """The authority of the settings; None where none is named."""
    authority = belofte.settings.time_stamp_url
    if not authority:
        return None
    return Stamper(lambda request: _ask(authority, request), belofte.home.evidence)


def _ask(authority: str, request: bytes) -> bytes:
    """The authority's answer to one request. Raises ``CouldNotLook`` when it does not give one."""
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    parts = urlsplit(authority)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.netloc, timeout=PATIENCE_SECONDS)
    try:
        connection.request("POST", urlunsplit(("", "", parts.path or "/", parts.query, "")), request, headers)
        answer = connection.getresponse()
        body = answer.read(LARGEST_ANSWER + 1)
    except (OSError, HTTPException) as away:
        raise CouldNotLook("The time-stamp authority did not answer.", "it is asked again at the next round") from away
    finally:
        connection.close()
    if answer.status != HTTPStatus.OK or len(body) > LARGEST_ANSWER:
        raise CouldNotLook("The time-stamp authority gave another answer than a stamp.", "look at time_stamp_url")
    return body
