"""The API beside the office at one address. Nobody signs in here with a cookie: a page of another website that a
colleague visits can send no token along, so no page's origin need be looked at."""

from __future__ import annotations

from collections.abc import Sequence

from litestar.types import ASGIApp, Receive, Scope, Send

from belofte.web.api.problems import Problem
from belofte.web.guarding import Headers, behind_proxies, with_headers
from belofte.web.signing.address import OfficeAddress, is_here

PLACES = ("/api/", "/calendar/")
"""What the paths of programs begin with."""
_HEADERS: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cache-control", b"no-store"),
]


def beside(office: ASGIApp, api: ASGIApp, address: OfficeAddress, trusted: Sequence[str]) -> ASGIApp:
    """One app: programs' paths go to ``api``, all others, and the app's own life, to ``office``."""
    guarded = behind_proxies(with_headers(_over_tls(api, address), _HEADERS, frozenset({b"set-cookie"})), trusted)

    async def both(scope: Scope, receive: Receive, send: Send) -> None:
        is_api = scope["type"] == "http" and scope["path"].startswith(PLACES)
        await (guarded if is_api else office)(scope, receive, send)

    return both


def _over_tls(app: ASGIApp, address: OfficeAddress) -> ASGIApp:
    """Where the office has TLS, a token that came without it was seen by others: it is not taken."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        host = ""
        if scope["type"] == "http":
            headers: dict[bytes, bytes] = dict(scope["headers"])
            host = headers.get(b"host", b"").decode("latin-1")
        if scope["type"] == "http" and address.is_https and scope["scheme"] != "https" and not is_here(host):
            answer = Problem("not-allowed", "The API is reached over https only.", "take this token back").answer()
            await send(
                {
                    "type": "http.response.start",
                    "status": answer.status_code or 403,
                    "headers": [(b"content-type", b"application/problem+json")],
                }
            )
            await send({"type": "http.response.body", "body": answer.content, "more_body": False})
            return
        await app(scope, receive, send)

    return guarded
