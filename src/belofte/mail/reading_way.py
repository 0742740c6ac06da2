"""The way a message came: its ``Received`` lines, and what our own servers found about the sender."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message as Mime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address

from belofte.domain.message import Hop, OurSide, authentication_signs, is_ours

HOPS = 60
_BY = re.compile(r"(?:^|\s)by\s+([^\s;()]{1,250})", re.IGNORECASE)
_FROM = re.compile(r"^\s*from\s+([^\s;()]{1,250})(?:\s*\(([^)]{0,300})\))?", re.IGNORECASE)
_ADDRESS = re.compile(r"\[(?:IPv6:)?([0-9a-fA-F.:]{2,45})\]|\b(\d{1,3}(?:\.\d{1,3}){3})\b")


def hops_of(mime: Mime) -> tuple[Hop, ...]:
    """The ``Received`` lines, newest first, as they stand."""
    return tuple(_hop(" ".join(str(value)[:2000].split())) for value in (mime.get_all("Received") or [])[:HOPS])


def our_signs(mime: Mime, ours: OurSide) -> Iterator[str]:
    """The findings of our own server: of the topmost ``Authentication-Results`` that bears its name, or of the topmost
    one where we have no names. What stands further down anybody can have written; below another server's ``Received``
    anybody can have written our name too, so that only what it says against the sender counts."""
    is_below = False
    for name, value in mime.raw_items():
        written = " ".join(str(value)[:4000].split())
        if name.lower() == "received":
            is_below = is_below or bool(ours.servers and not is_ours(_hop(written).by, ours.servers))
        elif name.lower() == "authentication-results":
            server = written.partition(";")[0].split()[:1]
            if not ours.servers or (server and is_ours(server[0], ours.servers)):
                signs = authentication_signs(re.sub(r"\([^()]*\)", " ", written))
                yield from (sign for sign in signs if not (is_below and sign.endswith("-pass")))
                return


def _hop(line: str) -> Hop:
    route, _, date = line.rpartition(";")
    by, source = _BY.search(route), _FROM.match(route)
    # The name in brackets is what the server saw; the first one is only what the other side called itself.
    seen = (source[2] or "") if source else ""
    named = re.match(r"([\w.-]+\.[\w-]+)[\s.]", f"{seen} ")
    address = _ADDRESS.search(seen)
    return Hop(
        by=by[1].lower() if by else "",
        source=(named[1] if named and not _ADDRESS.fullmatch(named[1]) else source[1] if source else "").lower(),
        network=_network(address[1] or address[2]) if address else "",
        at=_moment(date),
    )


def _network(written: str) -> str:
    try:
        return ip_address(written).compressed
    except ValueError:
        return ""


def _moment(written: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(re.sub(r"\([^()]*\)", " ", written)[:200])
        moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return moment if 1982 <= moment.year <= 9000 else None
