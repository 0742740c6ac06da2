"""Puts a REST connector together from its parts: settings with secrets resolved, places, signing in, limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import httpx

from belofte.connectors.http.caller import Caller
from belofte.connectors.http.connecting import Connecting
from belofte.connectors.http.connector import HttpConnector
from belofte.connectors.http.kept import Kept
from belofte.connectors.http.limiting import Limiter
from belofte.connectors.http.pause import Pause, RealPause
from belofte.connectors.http.permissions import all_rights
from belofte.connectors.http.signing import Plainly, Signer
from belofte.connectors.http.templates import in_text
from belofte.connectors.http.tokens import ByToken, TokenPlace, Tokens
from belofte.domain.errors import WrongUse
from belofte.domain.rest import RestConnector
from belofte.domain.rest_access import Auth, AuthKind, SettingType
from belofte.domain.system_map import SystemMap, Verb
from belofte.ports import Clock
from belofte.settings import is_reference
from belofte.wire.route import Route

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_SECONDS = 30
_LOOKING = frozenset({Verb.FIND, Verb.EXPORT, Verb.READ_BACK, Verb.OBSERVE, Verb.TELL, Verb.ASK_PERSON, Verb.PUBLISH})
_PLAIN = frozenset({AuthKind.NONE, AuthKind.BASIC, AuthKind.BEARER, AuthKind.HEADER, AuthKind.QUERY})


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a connector needs from outside. ``resolve`` turns a reference (``file:``, ``env:``) into the secret;
    ``kept`` is a folder for what must outlive the process; ``only_here``: nothing but this machine may be reached;
    a certificate file is looked for ``beside``."""

    clock: Clock
    resolve: Callable[[str], str]
    kept: Path
    zone: tzinfo = UTC
    calling_code: str = ""
    only_here: bool = False
    pause: Pause | None = None
    beside: Path = Path()


def make_connector(system: SystemMap, around: Surroundings) -> HttpConnector:
    """The connector of one REST system. Raises :class:`WrongUse` where the map cannot be worked with."""
    file = system.rest
    if file is None:
        raise WrongUse(f"There is no connector file for {system.name}.", "see docs/connectors.md")
    settings = _settings(system, file, around.resolve)
    bases = _bases(system, file, settings)
    for base in bases.values():
        _guard(system.name, base, only_here=around.only_here)
    pause = around.pause or RealPause()
    client = _client(system, around)
    kept = Kept(around.kept)
    limiter = Limiter(file.limits, around.clock, pause, kept)
    ways = {"": file.auth, **file.auths}
    known = {**settings, "rights": " ".join(right.name for right in all_rights(file, system) if not right.scoped)}
    signers = {name: _signer(system, name, auth, known, client, around, kept) for name, auth in ways.items()}
    connecting = _connecting(system, known, client, around, kept)
    caller = Caller(system.name, file, settings, bases, client, signers, limiter, pause)
    return HttpConnector(
        system,
        caller,
        around.clock,
        base=bases[""],
        zone=around.zone,
        calling_code=around.calling_code,
        own=_own(system),
        connecting=connecting,
    )


def _connecting(
    system: SystemMap, settings: Mapping[str, object], client: httpx.Client, around: Surroundings, kept: Kept
) -> Connecting | None:
    """How a person signs this system in for the first time; None where a key in the map is all there is."""
    auth = system.rest.auth if system.rest else Auth()
    if auth.kind is not AuthKind.OAUTH2_REFRESH:
        return None
    places = [in_text(place or "", settings) for place in (auth.url, auth.ask, auth.device)]
    token, ask, device = (_moved(system, place) if place else "" for place in places)
    for place in filter(None, (token, ask, device)):
        _guard(system.name, place, only_here=around.only_here)
    tokens = Tokens(auth, settings, TokenPlace(system.name, token, client, around.clock, auth.apart), kept, "")
    device_place = TokenPlace(system.name, device, client, around.clock) if device else None
    return Connecting(auth, settings, tokens, ask, device_place, around.pause or RealPause())


def _signer(
    system: SystemMap,
    name: str,
    auth: Auth,
    settings: Mapping[str, object],
    client: httpx.Client,
    around: Surroundings,
    kept: Kept,
) -> Signer:
    if auth.kind in _PLAIN:
        return Plainly(auth, settings)
    url = _moved(system, in_text(auth.url or "", settings))
    _guard(system.name, url, only_here=around.only_here)
    may_write = bool(system.allow - _LOOKING)
    known = {**settings, "look_only": not may_write}
    tokens = Tokens(auth, known, TokenPlace(system.name, url, client, around.clock, auth.apart), kept, name)
    return ByToken(auth, around.clock, tokens.fetch, tokens.drop)


def _settings(system: SystemMap, file: RestConnector, resolve: Callable[[str], str]) -> dict[str, object]:
    values: dict[str, object] = {}
    for name, setting in file.settings.items():
        written = system.settings.get(name, setting.default)
        if written is not None and setting.type is SettingType.REFERENCE:
            written = resolve(str(written))
        if written is not None:
            values[name] = written
    for name, setting in file.settings.items():
        if setting.part_of is not None:
            found = re.search(setting.match or "(.*)", str(values.get(setting.part_of, "")))
            if found is not None:
                values[name] = found[1]
    return values


def _bases(system: SystemMap, file: RestConnector, settings: Mapping[str, object]) -> dict[str, str]:
    """The places by name. With ``url`` in the map the usual place is there, and every other at the same origin."""
    written = system.settings.get("url")
    usual = str(written) if written is not None else in_text(file.base, settings)
    others = {name: _moved(system, in_text(place, settings)) for name, place in file.hosts.items()}
    return {name: place.rstrip("/") for name, place in {"": usual, **others}.items()}


def _moved(system: SystemMap, place: str) -> str:
    """A vendor's other place (signing in, another host): at the origin of the map's ``url``, where it has one."""
    written = system.settings.get("url")
    if written is None:
        return place
    origin = urlsplit(str(written))
    return urlsplit(place)._replace(scheme=origin.scheme, netloc=origin.netloc).geturl()


def _guard(system: str, base: str, *, only_here: bool) -> None:
    """Secrets go over TLS only, or stay on this machine; in a sandbox nothing leaves it."""
    parts = urlsplit(base)
    here = (parts.hostname or "") in _LOOPBACK
    if only_here and not here:
        raise WrongUse(f"{system} would leave this machine, and this is a sandbox.", "set url: to 127.0.0.1")
    if parts.scheme != "https" and not here:
        raise WrongUse(f"{system} would send its key over the line unencrypted.", "write an https:// address as url:")


def _client(system: SystemMap, around: Surroundings) -> httpx.Client:
    proxy = system.settings.get("proxy")
    ca = system.settings.get("ca")
    trusted = Route(ca=None if ca is None else around.beside / str(ca)).trusting()
    seconds = int(str(system.settings.get("timeout", _SECONDS)))
    written = str(proxy) if proxy is not None else None
    if written is not None and is_reference(written):
        written = around.resolve(written)
    return httpx.Client(
        verify=trusted, proxy=written, trust_env=False, timeout=seconds, follow_redirects=False, http1=True
    )


def _own(system: SystemMap) -> frozenset[str]:
    written = system.settings.get("ours", ())
    listed = cast("Sequence[object]", written) if isinstance(written, (tuple, list)) else (written,)
    return frozenset(str(value).lower() for value in listed)
