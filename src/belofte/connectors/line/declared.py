"""What a map of the kind ``line`` declares: hosts and the services that should answer there. Nothing else is touched.

A service is named as IANA names it. With ``starttls`` TLS is asked for inside a plain conversation (RFC 3207 for SMTP,
RFC 9051 for IMAP, RFC 2595 for POP3); the others speak TLS from the first byte.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast


@dataclass(frozen=True, slots=True)
class Service:
    """One service: its port, and the protocol in which TLS is asked for ("" where it is there from the start)."""

    name: str
    port: int
    starttls: str = ""


SERVICES: Mapping[str, Service] = {
    service.name: service
    for service in (
        Service("https", 443),
        Service("smtp", 25, "smtp"),
        Service("submission", 587, "smtp"),
        Service("submissions", 465),
        Service("imap", 143, "imap"),
        Service("imaps", 993),
        Service("pop3", 110, "pop3"),
        Service("pop3s", 995),
        Service("ftps", 990),
        Service("ldaps", 636),
        Service("sips", 5061),
    )
}
"""Every service a map can declare, by name."""


@dataclass(frozen=True, slots=True)
class Place:
    """One service of one host. Written ``www.company.example:https``."""

    host: str
    service: Service

    def __str__(self) -> str:
        return f"{self.host}:{self.service.name}"


@dataclass(frozen=True, slots=True)
class Declared:
    """The declared hosts with their services, and the domains they belong to. Names are in small letters."""

    hosts: Mapping[str, tuple[Service, ...]]
    domains: tuple[str, ...] = ()
    addresses: Mapping[str, str] = field(default_factory=dict[str, str])
    pages: tuple[str, ...] = ()  # www.company.example/contact
    notices: Mapping[str, str] = field(default_factory=dict[str, str])  # language -> the page that shows the notice

    def places(self, *services: str) -> Iterator[Place]:
        """Every declared service, or those of these names."""
        for host, offered in self.hosts.items():
            yield from (Place(host, service) for service in offered if not services or service.name in services)

    def hosts_with(self, service: str) -> tuple[str, ...]:
        """The hosts that declare a service."""
        return tuple(host for host, offered in self.hosts.items() if SERVICES[service] in offered)

    def is_inside(self, name: str) -> bool:
        """Whether a name is one of the domains or lies below one."""
        return any(name == domain or name.endswith(f".{domain}") for domain in self.domains)


def declared_in(settings: Mapping[str, object]) -> Declared:
    """What a system's own keys declare, as the loader read them."""
    hosts = cast("Mapping[str, tuple[str, ...]]", settings.get("hosts", {}))
    domains = cast("tuple[str, ...]", settings.get("domains", ()))
    addresses = cast("Mapping[str, str]", settings.get("addresses", {}))
    pages = cast("tuple[str, ...]", settings.get("pages", ()))
    notices = cast("Mapping[str, str]", settings.get("notice", {}))
    return Declared(
        hosts={plain_name(host): tuple(SERVICES[name] for name in names) for host, names in hosts.items()},
        domains=tuple(plain_name(domain) for domain in domains),
        addresses={plain_name(where): target for where, target in addresses.items()},
        pages=tuple(map(page_name, pages)),
        notices={language: page_name(page) for language, page in notices.items()},
    )


def plain_name(name: str) -> str:
    """A host's name in small letters, without the dot at its end."""
    return name.lower().rstrip(".")


def page_name(page: str) -> str:
    """Where a page lies, host first: ``www.company.example/contact``."""
    host, _, path = page.removeprefix("https://").partition("/")
    return f"{plain_name(host)}/{path}"
