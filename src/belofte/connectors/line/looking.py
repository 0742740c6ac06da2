"""One look at the declared hosts: what each setting's value is, a place (host, service or domain) at a time.

What one part could not look at is said in that part (``{"unreachable": "why"}``); the others are told as seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property, partial
from socket import socket
from urllib.parse import urljoin, urlsplit

from belofte.connectors.line.declared import SERVICES, Declared, Place, plain_name
from belofte.connectors.line.dialing import Dialer, NoAnswer, NothingListens
from belofte.connectors.line.handshakes import Certificate, Handshakes
from belofte.connectors.line.mail_route import ENFORCE, Dane, MtaSts, NotTrusted, dane, mta_sts, shown_certificate
from belofte.connectors.line.names import Names
from belofte.connectors.line.pages import Pages
from belofte.connectors.line.plain import PROTOCOLS, Plain, plain_on
from belofte.connectors.line.starttls import NotOffered, ask_for_tls
from belofte.connectors.line.together import Unseen, each, together
from belofte.connectors.line.web import MOST_STEPS, Page, get, hsts_of, leads_to_https, plain_parts
from belofte.domain.expected import UNREACHABLE

SECONDS_A_DAY = 24 * 60 * 60

Values = Mapping[str, object]
"""Place -> what was seen there."""


class Looking:
    """One look. Nothing is looked at before it is asked for, and nothing twice."""

    def __init__(self, declared: Declared, dialer: Dialer, names: Names, handshakes: Handshakes, now: datetime) -> None:
        self._declared, self._dialer, self._names = declared, dialer, names
        self._handshakes, self._now = handshakes, now

    def https_redirect(self) -> Values:
        """Whether plain HTTP does nothing but lead to HTTPS; also true where nothing answers in plain."""
        return each(self._declared.hosts_with("https"), self._leads_to_https)

    def hsts(self) -> Values:
        """For how many days browsers keep to HTTPS, and whether for all hosts below; 0 days where they do not."""
        return each(self._declared.hosts_with("https"), self._hsts)

    def mixed_content(self) -> Values:
        """How many things the front page loads, or sends a form to, over plain HTTP."""
        return each(self._declared.hosts_with("https"), lambda host: plain_parts(*self._front_page(host)))

    def certificate(self) -> Values:
        """Whether each service's certificate is trusted and for its host, and how many whole days it has left."""
        return {p: self._told(seen) if isinstance(seen, Certificate) else seen for p, seen in self._shown.items()}

    def protocols(self) -> Values:
        """The versions of TLS that each service accepts."""
        return each(self._declared.places(), self._accepted)

    def starttls(self) -> Values:
        """Whether each mail service begins TLS when it is asked to."""
        return each((place for place in self._declared.places() if place.service.starttls), self._begins_tls)

    def mta_sts(self) -> Values:
        """The mode of each domain's policy: enforce, testing, none, absent or invalid."""
        return {domain: seen.mode if isinstance(seen, MtaSts) else seen for domain, seen in self._policies.items()}

    def dane(self) -> Values:
        """Whether the TLSA records of each domain's mail hosts protect them."""
        hosts = each(self._declared.domains, self._names.mail_hosts)
        found = {host for listed in hosts.values() if isinstance(listed, list) for host in listed}
        unseen = {domain: seen for domain, seen in hosts.items() if not isinstance(seen, list)}
        return {**each(sorted(found), lambda host: self._dane(host).protects), **unseen}

    def mail_route(self) -> Values:
        """Whether mail to each domain is protected from being held back from TLS, by either of the two."""
        return each(self._declared.domains, self._protected)

    def plain_protocols(self) -> Values:
        """Every protocol in plain that answers, a host at a time: ``["telnet:23"]``."""
        return each(self._declared.hosts, self._plain)

    def undeclared_hosts(self) -> Values:
        """Hosts of each domain that DNS or a certificate shows and the map does not declare."""
        return each(self._declared.domains, self._undeclared)

    @cached_property
    def pages(self) -> Pages:
        """The declared pages, as a first visitor gets them."""
        return Pages(self._declared, lambda host, path: get(partial(self._open_page, host), host, path))

    # --- one place

    def _leads_to_https(self, host: str) -> bool:
        try:
            return leads_to_https(get(lambda: self._dialer.open(host, 80), host))
        except NothingListens:
            return True

    def _hsts(self, host: str) -> Values:
        said = hsts_of(get(lambda: self._open_page(host), host))
        return {"days": said.seconds // SECONDS_A_DAY, "below": said.below}

    def _front_page(self, host: str) -> tuple[Page, str]:
        """The page readers end up at, as far as it lies on a declared host."""
        at, path = host, "/"
        for _ in range(MOST_STEPS):
            page = get(partial(self._open_page, at), at, path)
            if page.leads_to is None:
                return page, at
            at, path = self._followed(at, path, page.leads_to)
        raise NoAnswer("its front page leads on and on")

    def _followed(self, at: str, path: str, to: str) -> tuple[str, str]:
        whole = urljoin(f"https://{at}{path}", to)
        parts = urlsplit(whole)
        if parts.scheme != "https" or parts.port not in (None, 443):
            raise NoAnswer("its front page leads away from https")
        host = plain_name(parts.hostname or "")
        if host not in self._declared.hosts_with("https"):
            raise NoAnswer("its front page leads to a host that is not declared")
        return host, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    def _accepted(self, place: Place) -> list[str]:
        return self._handshakes.accepted(lambda: self._reach(place), place.host)

    def _begins_tls(self, place: Place) -> bool:
        try:
            self._handshakes.open(lambda: self._reach(place), place.host).close()
        except NotOffered:
            return False
        return True

    @cached_property
    def _shown(self) -> Mapping[str, Certificate | Unseen]:
        return each(self._declared.places(), self._certificate)

    def _certificate(self, place: Place) -> Certificate:
        return self._handshakes.certificate(lambda: self._reach(place), place.host)

    def _told(self, seen: Certificate) -> Values:
        days = (seen.ends - self._now).total_seconds() // SECONDS_A_DAY
        because = {"why_not": seen.why_not} if seen.why_not else {}
        return {"trusted": seen.trusted, "name_fits": seen.name_fits, "days_left": int(days), **because}

    @cached_property
    def _policies(self) -> Mapping[str, MtaSts | Unseen]:
        return each(self._declared.domains, self._policy)

    def _policy(self, domain: str) -> MtaSts:
        return mta_sts(domain, self._names, self._open_trusted)

    def _protected(self, domain: str) -> bool:
        hosts = self._names.mail_hosts(domain)
        if not hosts:
            raise NoAnswer("DNS names no host that takes its mail")
        policy = self._policies[domain]
        if isinstance(policy, MtaSts) and policy.mode == ENFORCE and policy.covers_all:
            return True
        if all(self._dane(host).protects for host in hosts):
            return True
        if not isinstance(policy, MtaSts):
            raise NoAnswer(policy[UNREACHABLE])
        return False

    def _dane(self, host: str) -> Dane:
        if host not in self._declared.hosts:
            raise NoAnswer("it takes the domain's mail and is not declared")
        return dane(host, self._names, lambda: [self._shown_by(host)])

    def _shown_by(self, host: str) -> bytes:
        with self._handshakes.open(lambda: self._reach(Place(host, SERVICES["smtp"])), host) as opened:
            return shown_certificate(opened)

    def _plain(self, host: str) -> list[str]:
        answered, found, silent = False, list[str](), ""
        for protocol, seen in together(PROTOCOLS, lambda protocol: self._one_plain(host, protocol)):
            if isinstance(seen, bool):
                answered = True
                found += [str(protocol)] if seen else []
            else:
                silent = seen
        if not answered and not self._is_there(host):
            raise NoAnswer(silent)
        return found

    def _one_plain(self, host: str, protocol: Plain) -> bool | str:
        """Whether it answers in plain; a text says why the port could not be looked at."""
        try:
            return plain_on(self._dialer, host, protocol)
        except NothingListens:
            return False
        except NoAnswer as silent:
            return str(silent)

    def _is_there(self, host: str) -> bool:
        """Whether any declared service of a host answers: only then do silent ports mean that nothing is open."""
        for service in self._declared.hosts[host]:
            try:
                self._dialer.open(host, service.port).close()
            except NothingListens:
                return True
            except NoAnswer:
                continue
            return True
        return False

    def _undeclared(self, domain: str) -> list[str]:
        below = (host for host in self._declared.hosts if host == domain or host.endswith(f".{domain}"))
        names = set(self._names.shown(domain, below))
        for seen in self._shown.values():
            names |= set(seen.names) if isinstance(seen, Certificate) else set()
        inside = {name for name in names if name == domain or name.endswith(f".{domain}")}
        implied = {f"mta-sts.{domain}"}
        return sorted(name for name in inside - implied - set(self._declared.hosts) if not name.startswith("*."))

    # --- connections

    def _reach(self, place: Place) -> socket:
        try:
            opened = self._dialer.open(place.host, place.service.port)
        except NothingListens:
            raise NoAnswer(f"nothing listens on port {place.service.port}") from None
        if place.service.starttls:
            try:
                ask_for_tls(opened, place.service.starttls)
            except (NotOffered, NoAnswer):
                opened.close()
                raise
        return opened

    def _open_page(self, host: str) -> socket:
        return self._handshakes.open(lambda: self._reach(Place(host, SERVICES["https"])), host)

    def _open_trusted(self, host: str) -> socket:
        place = Place(host, SERVICES["https"])
        seen = self._certificate(place)
        if not (seen.trusted and seen.name_fits):
            raise NotTrusted
        return self._open_page(host)
