"""What stands between the network and the pages: the visitor's true address, the prefix, headers, and who may come in.

Plain ASGI around the whole app, so that it holds for pages that are not found and for faults too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, cast

from litestar.types import ASGIApp, Message, Receive, Scope, Send

from belofte.web.signing.address import OfficeAddress, is_here

Headers = list[tuple[bytes, bytes]]
Networks = Iterable[IPv4Network | IPv6Network]
_FORWARDED = (b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"forwarded")
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def public_headers(frame_hosts: Sequence[str], is_https: bool) -> Headers:
    """No script at all; a frame only on the hosts the policy's settings name."""
    frames = " ".join(frame_hosts) or "'none'"
    return _headers(f"frame-ancestors {frames}", "", is_https)


def office_headers(is_https: bool) -> Headers:
    """Scripts of our own only (a passkey needs one); never in a frame."""
    return _headers("frame-ancestors 'none'", "script-src 'self'; connect-src 'self'; frame-src 'self'; ", is_https)


def _headers(frames: str, scripts: str, is_https: bool) -> Headers:
    policy = (
        f"default-src 'none'; {scripts}style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"form-action 'self'; base-uri 'none'; {frames}"
    )
    headers = [
        ("content-security-policy", policy),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()"),
        ("cache-control", "no-store"),
    ]
    if is_https:
        headers.append(("strict-transport-security", "max-age=31536000"))
    return [(name.encode(), value.encode()) for name, value in headers]


def with_headers(app: ASGIApp, headers: Headers, drop: frozenset[bytes] = frozenset()) -> ASGIApp:
    """Every answer carries these headers; a page may set its own ``cache-control``. ``drop``: names never sent."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [(name, value) for name, value in message["headers"] if name.lower() not in drop]
                given = {name.lower() for name, _ in own}
                message["headers"] = [*own, *((name, value) for name, value in headers if name not in given)]
            await send(message)

        await app(scope, receive, send_with)

    return guarded


def behind_proxies(app: ASGIApp, trusted: Sequence[str]) -> ASGIApp:
    """Take the visitor's address and scheme from ``X-Forwarded-*`` when, and only when, a trusted proxy sends them.

    The address is the last one in the chain that is not itself a trusted proxy: what stands before it, anybody can
    have written. From anyone else the headers are removed, so that nothing further in can believe them.
    """
    networks = [ip_network(network, strict=False) for network in trusted]

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = cast("Headers", list(scope["headers"]))
            client = scope.get("client")
            if client is not None and _is_in(client[0], networks):
                _take_over(cast("dict[str, Any]", scope), headers, networks)
            scope["headers"] = [(name, value) for name, value in headers if name.lower() not in _FORWARDED]
        await app(scope, receive, send)

    return guarded


def _take_over(scope: dict[str, Any], headers: Headers, networks: Networks) -> None:
    chain = b",".join(value for name, value in headers if name.lower() == b"x-forwarded-for").decode("latin-1")
    for hop in reversed([part.strip() for part in chain.split(",") if part.strip()]):
        if _address(hop) is None:
            break  # not an address: nobody honest wrote it
        scope["client"] = (hop, 0)
        if not _is_in(hop, networks):
            break
    schemes = [
        value.decode("latin-1").strip().lower() for name, value in headers if name.lower() == b"x-forwarded-proto"
    ]
    if schemes and schemes[-1] in ("http", "https"):
        scope["scheme"] = schemes[-1]


def _is_in(address: str, networks: Networks) -> bool:
    found = _address(address)
    return found is not None and any(found in network for network in networks)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.strip("[]"))
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def under_prefix(app: ASGIApp, prefix: str) -> ASGIApp:
    """The same pages whether the server in front takes the prefix off or passes it on."""
    if not prefix:
        return app

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (scope["path"] == prefix or scope["path"].startswith(f"{prefix}/")):
            scope["path"] = scope["path"].removeprefix(prefix) or "/"
            scope["raw_path"] = scope["path"].encode()
        await app(scope, receive, send)

    return guarded


def telling(app: ASGIApp, changed: Callable[[], None]) -> ASGIApp:
    """Call ``changed`` after every request that may have changed something."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await app(scope, receive, send)
        finally:
            if scope["type"] == "http" and scope["method"] not in _SAFE_METHODS:
                changed()

    return guarded


def from_own_pages(app: ASGIApp, address: OfficeAddress) -> ASGIApp:
    """For the office: only pages asked for by its own names, over TLS where it has that, only posts from its own pages.

    A website that a colleague visits could otherwise post to the office, or point a name of its own at it.
    """

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        headers: dict[bytes, bytes] = dict(cast("Headers", scope["headers"]))
        host = headers.get(b"host", b"").decode("latin-1")
        if not address.is_ours(host) or not _is_own_post(scope["method"], host, headers, address):
            await _refuse(send, _NOT_OWN)
        elif address.is_https and scope["scheme"] != "https" and not is_here(host):
            await _refuse(send, _NOT_TLS)
        else:
            await app(scope, receive, send)

    return guarded


def _is_own_post(method: str, host: str, headers: dict[bytes, bytes], address: OfficeAddress) -> bool:
    if method in _SAFE_METHODS:
        return True
    origin = headers.get(b"origin", b"").decode("latin-1")
    site = headers.get(b"sec-fetch-site", b"").decode("latin-1")
    if origin in ("", "null"):
        # Pages with a no-referrer policy send "null" for their own posts too; then the browser's own word decides.
        return site in ("", "same-origin", "none") and (origin == "" or site != "")
    return origin == address.url or origin.partition("://")[2] == host


_NOT_OWN = (
    b"The office can only be used from its own pages, under its own name (the setting office_url).\n"
    b"Het kantoor is alleen te gebruiken vanaf de eigen pagina's, onder de eigen naam (de instelling office_url).\n"
)
_NOT_TLS = (
    b"The office is reached over https only. The web server before it must pass X-Forwarded-Proto on, and its address "
    b"must stand in trusted_proxies.\n"
    b"Het kantoor is alleen via https te bereiken. De server ervoor moet X-Forwarded-Proto doorgeven, en zijn adres "
    b"moet in trusted_proxies staan.\n"
)


async def _refuse(send: Send, body: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
