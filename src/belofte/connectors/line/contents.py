"""What a page holds before a visitor chose anything: cookies of its answer, hosts it loads from, services it names,
and forms and links that put a person's data into an address.

Read without a browser. What a script does when it runs is not seen; the page's own scripts are read for the names of
services, and a page with scripts of others that nobody knows is said to be unseen, never clean.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from importlib import resources
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from belofte.connectors.line.dialing import NoAnswer
from belofte.connectors.line.web import LOADED_LINKS, LOADING, Page, addresses

VISITORS, PAYMENT = "visitors", "payment"
_RUNS = frozenset({"", "text/javascript", "application/javascript", "module", "text/ecmascript"})
_FORMS = frozenset({("form", "action"), ("button", "formaction"), ("input", "formaction")})
_LINK = ("a", "href")
_TELLING_TYPES = frozenset({"email", "tel"})
_TELLING_NAMES = re.compile(
    r"e-?mail|phone|telefoon|mobiel|naam|(?:first|last|full)_?-?name|postcode|birth", re.IGNORECASE
)
_ADDRESS = re.compile(r"[^\s@=&?/]+@[^\s@=&?/]+\.[a-z]{2,}", re.IGNORECASE)
_HOSTS_IN_TEXT = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Contents:
    """One page. ``loads``: addresses it loads by itself; ``scripts``: those of them that are scripts; ``points_at``:
    addresses a visitor is sent to; ``inline``: scripts that stand in it; ``telling``: forms and links that put a
    person's data into an address."""

    loads: tuple[str, ...]
    scripts: tuple[str, ...]
    points_at: tuple[str, ...]
    inline: str
    telling: int


def contents_of(page: Page, address: str) -> Contents:
    """What stands in a page that was read at ``address``. Raises :class:`NoAnswer` where nobody could read it."""
    reader = _Reader(address)
    try:
        reader.feed(page.body.decode("utf-8", "replace"))
        reader.close()
    except (ValueError, AssertionError):  # a declaration no browser could read either
        raise NoAnswer("the page cannot be read") from None
    inline = "\n".join(reader.inline)
    return Contents(tuple(reader.loads), tuple(reader.scripts), tuple(reader.points_at), inline, reader.telling)


def cookies_of(pages: Iterable[Page]) -> list[str]:
    """The names of the cookies that these answers set."""
    written = (value for page in pages for value in page.headers.get_all("Set-Cookie") or ())
    return sorted({value.partition("=")[0].strip() for value in written if "=" in value})


def hosts_of(loads: Iterable[str]) -> set[str]:
    """The hosts of web addresses."""
    return {host.lower() for one in loads if (host := urlsplit(one).hostname)}


def services_in(kind: str, hosts: Iterable[str]) -> set[str]:
    """The services of one kind that these hosts belong to, by name."""
    known = _services(kind)
    return {known[end] for host in hosts for end in _ends(host) if end in known}


def services_named(kind: str, text: str) -> set[str]:
    """The services of one kind whose hosts stand in a script or a header."""
    return services_in(kind, (found.lower() for found in _HOSTS_IN_TEXT.findall(text)))


def _ends(host: str) -> Iterator[str]:
    """A host and every domain above it."""
    labels = host.split(".")
    return (".".join(labels[start:]) for start in range(len(labels) - 1))


@cache
def _services(kind: str) -> Mapping[str, str]:
    """Host -> service, of the list that ships."""
    listed: dict[str, Any] = json.loads(
        resources.files("belofte.data").joinpath("web_services.json").read_text("utf-8")
    )
    return {host: name for name, hosts in listed[kind]["hosts"].items() for host in hosts}


@dataclass(slots=True)
class _Reader(HTMLParser):
    base: str
    loads: list[str] = field(default_factory=list[str])
    scripts: list[str] = field(default_factory=list[str])
    points_at: list[str] = field(default_factory=list[str])
    inline: list[str] = field(default_factory=list[str])
    telling: int = 0
    _in_script: bool = False
    _form_gets: bool = False

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag loads, points at, or asks."""
        given = {name: value or "" for name, value in attrs}
        if tag == "base" and "href" in given:
            self.base = urljoin(self.base, given["href"])
        elif tag == "script":
            self._script(given)
        elif tag == "form":
            self._form_gets = given.get("method", "get").strip().lower() not in ("post", "dialog")
        elif tag in ("input", "textarea", "select") and self._form_gets and _tells(given):
            self.telling += 1
            self._form_gets = False  # one form counts once
        if tag != "script" and not (tag == "link" and not LOADED_LINKS & set(given.get("rel", "").lower().split())):
            self._noted(tag, given)

    def handle_endtag(self, tag: str) -> None:
        """A form or script ends."""
        self._in_script = self._in_script and tag != "script"
        self._form_gets = self._form_gets and tag != "form"

    def handle_data(self, data: str) -> None:
        """The text of a script."""
        if self._in_script:
            self.inline.append(data)

    def _script(self, given: Mapping[str, str]) -> None:
        """One that a consent banner holds back has a type no browser runs."""
        if given.get("type", "").strip().lower() not in _RUNS:
            return
        if "src" in given:
            self.loads.append(self._whole(given["src"]))
            self.scripts.append(self._whole(given["src"]))
        else:
            self._in_script = True

    def _noted(self, tag: str, given: Mapping[str, str]) -> None:
        for name, value in given.items():
            if (tag, name) == _LINK or (tag, name) in _FORMS:
                whole = self._whole(value)
                self.points_at.append(whole)
                self.telling += whole.startswith("http") and bool(_ADDRESS.search(unquote(urlsplit(whole).query)))
            elif (tag, name) in LOADING:
                self.loads += [self._whole(part) for part in addresses(name, value)]

    def _whole(self, address: str) -> str:
        try:
            whole = urljoin(self.base, address.strip())
            urlsplit(whole)
        except ValueError:  # no address: no browser goes there
            return ""
        return whole


def _tells(given: Mapping[str, str]) -> bool:
    return given.get("type", "").lower() in _TELLING_TYPES or bool(_TELLING_NAMES.search(given.get("name", "")))
