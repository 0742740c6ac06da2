"""Carries a webhook's message outside, and nowhere inside: an address that someone entered must not become a way into
the network we stand in (server-side request forgery, CWE-918).

The name is looked up once; every address it leads to must be a public one; and the connection goes to the address that
was looked at, so that a second look-up cannot lead elsewhere. Redirections are not followed, proxies are not used.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit, urlunsplit

import httpx

from belofte.domain.errors import Refused, WrongUse
from belofte.procedures.programs.webhooks import Reply

PATIENCE_SECONDS = 10
TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("2002::/16"))
"""IPv6 networks whose addresses stand for an IPv4 address (RFC 6052, 8215, 3056): they could lead inside."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends messages. ``allows_private``: the setting says that addresses within the own network will do."""

    allows_private: bool = False

    def check(self, url: str) -> None:
        """Raises ``WrongUse`` for what is no address, ``Refused`` for one that may not be called."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.fragment:
            raise WrongUse("This is no address of a webhook.", "write it like https://crm.shop.example/belofte")
        if parts.scheme != "https" and not self.allows_private:
            raise Refused("A webhook is reached over https.", "give an https:// address")
        self._found(parts.hostname, parts.port or 443)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """One try; what the other side does is told, never raised."""
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        try:
            address = self._found(host, port)
        except Refused:
            return Reply(problem="the address is not a public one")
        except WrongUse:
            return Reply(problem="the name leads nowhere")
        literal = f"[{address}]" if address.version == 6 else str(address)
        there = urlunsplit((parts.scheme, f"{literal}:{port}", parts.path or "/", parts.query, ""))
        named = {**headers, "host": parts.netloc, "user-agent": "Belofte webhooks"}
        try:
            with (
                httpx.Client(timeout=PATIENCE_SECONDS, trust_env=False) as client,
                client.stream("POST", there, content=body, headers=named, extensions={"sni_hostname": host}) as answer,
            ):
                return Reply(status=answer.status_code, retry_after=_seconds(answer.headers.get("retry-after", "")))
        except httpx.TimeoutException:
            return Reply(problem="no answer in time")
        except httpx.HTTPError as failed:
            return Reply(problem=type(failed).__name__)

    def _found(self, host: str, port: int) -> IPv4Address | IPv6Address:
        """The address behind a name. Raises ``WrongUse`` where there is none, ``Refused`` where one is not public."""
        try:
            looked = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as lost:
            raise WrongUse("The name of this address leads nowhere.", "check it for a typing mistake") from lost
        found = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in looked]
        if not self.allows_private and not all(is_public(address) for address in found):
            raise Refused(
                "This address lies within a private network.",
                "give a public one; or, if it must be so, set webhook_private to yes (docs/webhooks.md)",
            )
        return found[0]


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of the whole internet, and stands for no other."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in TRANSLATED):
            return False
    return address.is_global and not address.is_multicast


def _seconds(retry_after: str) -> int | None:
    return int(retry_after) if retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 9 else None
