"""From a map's own keys to the server that is signed in to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from ipaddress import ip_address

from belofte.domain.errors import WrongUse
from belofte.domain.system_map import SystemMap
from belofte.wire.imap import ImapServer, Security
from belofte.wire.route import DIRECT, Route
from belofte.wire.sign_in import PasswordSignIn, SignIn, TokenSignIn

_PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}


def server_of(
    system: SystemMap, resolve: Callable[[str], str], route: Route = DIRECT, *, only_here: bool
) -> ImapServer:
    """The server of a map; secrets are read when they are used. Raises ``WrongUse`` for what would be unsafe."""
    said = {key: str(value) for key, value in system.settings.items()}
    host, security = said.get("host", ""), Security(said.get("security", Security.TLS))
    if not host:
        raise WrongUse(f"{system.name} does not say which server its mailbox is on.", "host: imap.company.example")
    if security is Security.NONE and not is_here(host):
        raise WrongUse(f"{system.name} would send a password that anybody on the way can read.", "security: tls")
    if only_here and not is_here(host):
        raise WrongUse(f"{system.name} is not on this computer, and this is a sandbox.", "host: 127.0.0.1")
    port = said.get("port", "")
    if port and not port.isdigit():
        raise WrongUse(f"{system.name} has a port that is no number.", "port: 993")
    way = _sign_in(system, said, resolve)
    return ImapServer(host, int(port or _PORTS[security]), security, way, route=route.checked())


def is_here(host: str) -> bool:
    """Whether a host name or address is this computer itself."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _sign_in(system: SystemMap, said: dict[str, str], resolve: Callable[[str], str]) -> SignIn:
    ways = [way for way in ("password", "token") if said.get(way)]
    if len(ways) != 1:
        raise WrongUse(f"{system.name} must say one way to sign in.", "password: env:NAME, or token: env:NAME")
    read = partial(resolve, said[ways[0]])
    account = said.get("user", "")
    return PasswordSignIn(account, read) if ways[0] == "password" else TokenSignIn(account, read)
