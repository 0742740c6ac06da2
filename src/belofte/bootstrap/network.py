"""The company's own network: the proxy and the authorities of the settings, for every system that names none itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from belofte.domain.system_map import SystemMap
from belofte.settings import Settings, is_reference, resolve_secret
from belofte.wire.route import Route

PROXY, CA = "proxy", "ca"
_PROXIED = frozenset({"aws", "imap", "line", "linux"})
_TRUSTING = frozenset({"aws", "imap", "sql"})


@dataclass(frozen=True, slots=True)
class Network:
    """What ``own_proxy`` and ``own_authorities`` say; "" where they say nothing."""

    proxy: str = ""
    ca: str = ""

    @classmethod
    def of(cls, settings: Settings) -> Network:
        """The network of an installation."""
        return cls(settings.own_proxy, settings.own_authorities)

    def around(self, system: SystemMap) -> SystemMap:
        """The system with the company's proxy and authorities, where its own map says nothing of them. A line has no
        authority from here: it looks at what visitors trust. Files lie where their own ``options`` say."""
        is_rest = system.rest is not None
        given: dict[str, object] = {}
        if self.proxy and (is_rest or system.kind in _PROXIED):
            given[PROXY] = self.proxy
        if self.ca and (is_rest or system.kind in _TRUSTING):
            given[CA] = self.ca
        return replace(system, settings={**given, **system.settings}) if given else system

    def route(self, home: Path) -> Route:
        """The way out of what is no system: mail that leaves and comes in."""
        return route_of(self.proxy, self.ca, home, partial(resolve_secret, beside=home))


def route_of(proxy: str, ca: str, home: Path, resolve: Callable[[str], str]) -> Route:
    """A way out as it is written: a proxy or a reference to one, and a file counted from the home folder."""
    read = None
    if proxy:
        read = partial(resolve, proxy) if is_reference(proxy) else (lambda: proxy)
    return Route(read, home / ca if ca else None)
