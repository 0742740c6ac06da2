"""``belofte connect NAME``: a person signs a system in once; from then on its connector renews the sign-in by itself.

In a sandbox nobody opens a browser: the simulated vendor lets us in by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import parse_qsl, urlsplit

from belofte.domain.errors import CouldNotLook, Refused, WrongUse
from belofte.ports import SystemUnreachable

if TYPE_CHECKING:
    from belofte.bootstrap.installation import Belofte
    from belofte.connectors.http.connecting import Asked, Connecting, DeviceCode

How = Literal["browser", "device", "key"]
WITHIN = 600.0
"""Seconds a person has for signing in."""


@dataclass(frozen=True, slots=True)
class Connected:
    """A system that is signed in to: by a browser, a code on another device, or the keys its map names."""

    system: str
    kind: str
    how: How


@dataclass(frozen=True, slots=True)
class Wish:
    """How the person wants to sign in. ``redirect``: the address that the app at the vendor knows, where it is not on
    this machine; ``typed``: reads the address the browser ended at, where it cannot come back here; ``port``: where we
    wait, 0 for any."""

    say: Callable[[str], None]
    typed: Callable[[], str] | None = None
    redirect: str = ""
    port: int = 0
    by_device: bool = False


def connect_system(belofte: Belofte, name: str, wish: Wish) -> Connected:
    """Sign one system in, and look whether it works. Raises :class:`WrongUse`, :class:`Refused`,
    :class:`CouldNotLook`."""
    from belofte.connectors.http.connector import HttpConnector

    systems = belofte.parts.systems
    if name not in systems:
        raise WrongUse(f"There is no system {name}.", f"use one of: {', '.join(systems)}")
    connector = belofte.parts.connectors[name]
    connecting = connector.connecting if isinstance(connector, HttpConnector) else None
    try:
        how: How = "key" if connecting is None else _signed_in(connecting, wish, is_sandbox=_is_sandbox(belofte))
        connector.fingerprint()  # makes the cheapest call there is
    except SystemUnreachable as away:
        raise CouldNotLook(away.why, away.remedy) from None
    return Connected(name, systems[name].kind, how)


def _is_sandbox(belofte: Belofte) -> bool:
    return belofte.parts.policy.environment == "sandbox"


def _signed_in(connecting: Connecting, wish: Wish, *, is_sandbox: bool) -> How:
    if wish.by_device or not connecting.by_browser:
        if not connecting.by_device:
            raise WrongUse("This system cannot be signed in to that way.", "see auth: in its connector file")
        code = connecting.device_code()
        wish.say(f"Open {code.url} on any device and type {code.code}")
        if is_sandbox:
            _typed_by_itself(code)
        connecting.wait_for(code)
        return "device"
    if is_sandbox:
        asked = connecting.ask("http://127.0.0.1/signed-in")
        connecting.answered(asked, _by_itself(asked))
    elif wish.redirect or wish.typed:
        _by_hand(connecting, wish)
    else:
        _by_browser(connecting, wish)
    return "browser"


def _by_itself(asked: Asked) -> Mapping[str, str]:
    """The simulated vendor's answer, without a browser."""
    import httpx

    answer = httpx.get(asked.url, follow_redirects=False, trust_env=False)
    return _brought(answer.headers.get("Location", ""))


def _typed_by_itself(code: DeviceCode) -> None:
    """What a person does on another device, at the simulated vendor; a page of anybody else is left to them."""
    import httpx

    if urlsplit(code.url).hostname == "127.0.0.1":
        httpx.post(code.url, data={"code": code.code}, trust_env=False)


def _by_browser(connecting: Connecting, wish: Wish) -> None:
    from belofte.connectors.http.loopback import listening

    try:
        with listening(wish.port) as (redirect, wait):
            asked = connecting.ask(redirect)
            wish.say(f"Open this address in a browser on this machine:\n{asked.url}")
            brought = wait(WITHIN)
    except OSError:
        raise WrongUse(f"Port {wish.port} is taken.", "choose another with --port, and name it at the app") from None
    if brought is None:
        raise Refused("Nobody signed in.", "run belofte connect again; it waits ten minutes")
    connecting.answered(asked, brought)


def _by_hand(connecting: Connecting, wish: Wish) -> None:
    asked = connecting.ask(wish.redirect or f"http://127.0.0.1:{wish.port}/signed-in")
    wish.say(f"Open this address in a browser, sign in, and paste the address it ends at:\n{asked.url}")
    connecting.answered(asked, _brought(wish.typed().strip() if wish.typed else ""))


def _brought(address: str) -> Mapping[str, str]:
    return dict(parse_qsl(urlsplit(address).query))
