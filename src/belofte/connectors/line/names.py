"""What DNS says of the declared domains. *No such record* is an answer; a resolver that is silent is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import dns.exception
import dns.flags
import dns.resolver

from belofte.connectors.line.declared import plain_name
from belofte.connectors.line.dialing import NoAnswer

_DNSSEC_SIZE = 1232  # bytes an answer over UDP may have, as DNS Flag Day 2020 advises


@dataclass(frozen=True, slots=True)
class Records:
    """The records of one name and type. ``signed``: the resolver vouches for them by DNSSEC (RFC 4035, AD)."""

    found: tuple[Any, ...]  # dnspython's records: their fields differ by type
    signed: bool


@dataclass(frozen=True, slots=True)
class Names:
    """Asks a resolver: that of this machine, or the one at ``at`` (``127.0.0.1:5353``)."""

    at: str = ""
    patience: float = 5.0
    here_only: bool = False

    def ask(self, name: str, kind: str) -> Records:
        """The records of a name; none where there are none. Raises :class:`NoAnswer`."""
        if self.here_only and not self.at:
            raise NoAnswer("a sandbox reaches this machine only, and names no resolver")
        try:
            answer = self._resolver().resolve(name, kind, raise_on_no_answer=False, search=False)
        except dns.resolver.NXDOMAIN:
            return Records((), signed=False)
        except (dns.exception.DNSException, OSError):
            raise NoAnswer("DNS does not answer") from None
        return Records(tuple(answer.rrset or ()), bool(answer.response.flags & dns.flags.AD))

    def texts(self, name: str) -> list[str]:
        """The texts of a name, each put together from its parts."""
        return [b"".join(record.strings).decode("utf-8", "replace") for record in self.ask(name, "TXT").found]

    def mail_hosts(self, domain: str) -> list[str]:
        """Where mail for a domain goes; none where it takes no mail (RFC 7505)."""
        hosts = (plain_name(record.exchange.to_text()) for record in self.ask(domain, "MX").found)
        return sorted({host for host in hosts if host})

    def shown(self, domain: str, hosts: Iterator[str]) -> Iterator[str]:
        """Names that a domain's own records lead to: its mail hosts, its services, and where ``hosts`` point."""
        yield from self.mail_hosts(domain)
        for service in _SERVICES:
            for record in self.ask(f"{service}.{domain}", "SRV").found:
                yield plain_name(record.target.to_text())
        for host in hosts:
            for record in self.ask(host, "CNAME").found:
                yield plain_name(record.target.to_text())
        for name in (domain, *(f"{label}.{domain}" for label in _USUAL)):
            if self.ask(name, "A").found or self.ask(name, "AAAA").found:
                yield name

    def _resolver(self) -> dns.resolver.Resolver:
        try:
            resolver = dns.resolver.Resolver(configure=not self.at)
        except dns.resolver.NoResolverConfiguration:
            raise NoAnswer("this machine has no resolver; name one with resolver:") from None
        if self.at:
            host, _, port = self.at.rpartition(":")
            resolver.nameservers = [host]
            resolver.port = int(port)
        resolver.lifetime = self.patience
        resolver.flags = dns.flags.RD | dns.flags.AD
        resolver.use_edns(0, dns.flags.DO, _DNSSEC_SIZE)
        return resolver


_SERVICES = ("_submission._tcp", "_submissions._tcp", "_imap._tcp", "_imaps._tcp", "_pop3s._tcp", "_sip._tcp")
_USUAL = ("www", "mail", "autodiscover", "ftp", "vpn", "webmail", "shop", "portal", "remote", "mta-sts")
"""Names under which hosts usually stand: DNS is asked whether they exist, they themselves are not."""
