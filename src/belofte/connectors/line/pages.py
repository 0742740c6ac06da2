"""One look at the declared pages of a website, as somebody sees them who comes for the first time and chose nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from belofte.connectors.line.contents import (
    PAYMENT,
    VISITORS,
    Contents,
    contents_of,
    cookies_of,
    hosts_of,
    services_in,
    services_named,
)
from belofte.connectors.line.declared import Declared, plain_name
from belofte.connectors.line.dialing import NoAnswer
from belofte.connectors.line.together import each
from belofte.connectors.line.web import MOST_STEPS, Page
from belofte.domain.notice.shown import marks_of

Values = Mapping[str, object]
Fetch = Callable[[str, str], Page]
"""(host, path) -> the page. Raises :class:`NoAnswer`."""

OWN_SCRIPTS = 30
"""Scripts of the company's own that are read for one page; a page with more of them was not read whole."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A page with the answers on the way to it, where it lay in the end, and what it holds."""

    steps: tuple[Page, ...]
    address: str
    holds: Contents


class Pages:
    """The declared pages. Each is read once, with nothing but a request: no cookie is sent, nothing is clicked."""

    def __init__(self, declared: Declared, fetch: Fetch) -> None:
        self._declared, self._fetch = declared, fetch

    def cookies(self) -> Values:
        """The cookies each page sets by itself, by name."""
        return self._of_each(lambda seen: cookies_of(seen.steps))

    def third_parties(self) -> Values:
        """The hosts of others that each page loads something from by itself."""
        return self._of_each(lambda seen: sorted(self._others(hosts_of(seen.holds.loads))))

    def trackers(self) -> Values:
        """The services that measure visitors and that each page loads, or has in a script, before any choice."""
        return self._of_each(self._trackers)

    def payment_services(self) -> Values:
        """The services for paying that each page loads, points at, allows in its headers or has in a script."""
        return self._of_each(self._payment)

    def data_in_addresses(self) -> Values:
        """How many forms and links of each page put a person's data into an address, where every log and every
        measuring script on the next page reads it."""
        return self._of_each(lambda seen: seen.holds.telling)

    def notices(self) -> Values:
        """By what the page of each language is recognised: see :mod:`belofte.domain.notice.shown`."""
        return each(self._declared.notices, self._notice)

    def _of_each(self, look: Callable[[Seen], object]) -> Values:
        def one(where: str) -> object:
            seen = self._seen[where]
            if isinstance(seen, Seen):
                return look(seen)
            raise NoAnswer(str(next(iter(seen.values()))))

        return each(self._declared.pages, one)

    @cached_property
    def _seen(self) -> Mapping[str, Seen | Mapping[str, str]]:
        return each(self._declared.pages, self._look)

    def _look(self, where: str) -> Seen:
        steps = tuple(self._steps(where))
        address, page = steps[-1]
        if page.status != 200:
            raise NoAnswer(f"the page answers {page.status}")
        return Seen(tuple(page for _, page in steps), address, contents_of(page, address))

    def _steps(self, where: str) -> Iterator[tuple[str, Page]]:
        """Every answer on the way to the page, each on a declared host."""
        address = f"https://{where}"
        for _ in range(MOST_STEPS):
            parts = urlsplit(address)
            host = plain_name(parts.hostname or "")
            if parts.scheme != "https" or parts.port not in (None, 443):
                raise NoAnswer("the page leads away from https")
            if host not in self._declared.hosts_with("https"):
                raise NoAnswer("the page leads to a host that is not declared")
            page = self._fetch(host, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
            yield address, page
            if page.leads_to is None:
                return
            address = urljoin(address, page.leads_to)
        raise NoAnswer("the page leads on and on")

    def _notice(self, language: str) -> Values:
        *_, (_, page) = self._steps(self._declared.notices[language])
        if page.status != 200:
            raise NoAnswer(f"the page answers {page.status}")
        marks = marks_of(page.body)
        return {"page": marks.page, "words": marks.words}

    def _others(self, hosts: set[str]) -> set[str]:
        own = {*self._declared.hosts}
        return {host for host in hosts if host not in own and not self._declared.is_inside(host)}

    def _trackers(self, seen: Seen) -> list[str]:
        loads = hosts_of(seen.holds.loads)
        found = services_in(VISITORS, loads) | services_named(VISITORS, seen.holds.inline)
        for text in self._own_scripts(seen.holds):
            found |= services_named(VISITORS, text)
        strange = self._others(hosts_of(seen.holds.scripts))
        if not found and strange:
            raise NoAnswer(f"only a browser shows what scripts of others do there: {', '.join(sorted(strange))}")
        return sorted(found)

    def _payment(self, seen: Seen) -> list[str]:
        hosts = hosts_of([*seen.holds.loads, *seen.holds.points_at])
        policy = " ".join(page.headers.get("Content-Security-Policy", "") for page in seen.steps)
        found = services_in(PAYMENT, hosts) | services_named(PAYMENT, f"{policy}\n{seen.holds.inline}")
        for text in self._own_scripts(seen.holds):
            found |= services_named(PAYMENT, text)
        return sorted(found)

    def _own_scripts(self, holds: Contents) -> Iterator[str]:
        """The text of the page's scripts that lie on declared hosts; no other host is touched."""
        own = [
            one for one in dict.fromkeys(holds.scripts) if plain_name(urlsplit(one).hostname or "") in self._readable
        ]
        if len(own) > OWN_SCRIPTS:
            raise NoAnswer(f"it loads more than {OWN_SCRIPTS} scripts of its own")
        for address in own:
            *_, (_, script) = self._steps(address.removeprefix("https://"))
            if script.status == 200:
                yield script.body.decode("utf-8", "replace")

    @cached_property
    def _readable(self) -> frozenset[str]:
        return frozenset(self._declared.hosts_with("https"))
