"""Web pages from the outside: where plain HTTP leads, HSTS, and what a front page loads or sends in plain."""

from __future__ import annotations

import http.client
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from socket import socket
from urllib.parse import urljoin, urlsplit

from belofte.connectors.line.dialing import NoAnswer

LARGEST_PAGE = 2 * 1024 * 1024
MOST_STEPS = 4
_MOVED = (301, 302, 303, 307, 308)
LOADING = {
    ("script", "src"), ("img", "src"), ("iframe", "src"), ("audio", "src"), ("video", "src"), ("source", "src"),
    ("embed", "src"), ("object", "data"), ("form", "action"), ("link", "href"), ("input", "src"),
    ("button", "formaction"), ("input", "formaction"), ("track", "src"), ("img", "srcset"), ("source", "srcset"),
}  # fmt: skip
"""Where a page names what it loads, or sends a form to. A link that a reader follows is not among them."""
LOADED_LINKS = {"stylesheet", "icon", "preload", "prefetch", "manifest", "modulepreload", "apple-touch-icon"}


@dataclass(frozen=True, slots=True)
class Page:
    """One answer."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def leads_to(self) -> str | None:
        """Where the answer sends the reader; None where it does not."""
        return self.headers.get("Location") if self.status in _MOVED else None


def get(open_: Callable[[], socket], host: str, path: str = "/") -> Page:
    """One page over a connection that ``open_`` makes. Raises what ``open_`` raises, and :class:`NoAnswer`."""
    conversation = http.client.HTTPConnection(host)
    conversation.sock = open_()
    try:
        conversation.request("GET", path, headers={"User-Agent": "belofte", "Accept": "text/html, */*"})
        answer = conversation.getresponse()
        return Page(answer.status, answer.headers, answer.read(LARGEST_PAGE))
    except http.client.HTTPException:
        raise NoAnswer("it answers, and not with HTTP") from None
    except OSError:
        raise NoAnswer("it does not answer with HTTP") from None
    finally:
        conversation.close()


def leads_to_https(page: Page) -> bool:
    """Whether a plain answer does nothing but lead to HTTPS."""
    return urlsplit((page.leads_to or "").strip()).scheme.lower() == "https"


@dataclass(frozen=True, slots=True)
class Hsts:
    """Strict-Transport-Security (RFC 6797): for how many seconds, and whether for all hosts below."""

    seconds: int = 0
    below: bool = False


def hsts_of(page: Page) -> Hsts:
    """What the header says; a header that cannot be read is none, as browsers see it."""
    written = (page.headers.get("Strict-Transport-Security") or "").split(",")[0]
    said: dict[str, str] = {}
    for directive in written.split(";"):
        name, _, value = directive.strip().partition("=")
        said.setdefault(name.strip().lower(), value.strip().strip('"'))
    age = said.get("max-age", "")
    return Hsts(int(age), "includesubdomains" in said) if age.isdecimal() and len(age) < 12 else Hsts()


@dataclass(slots=True)
class _Reader(HTMLParser):
    plain: int = 0
    base: str = ""

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count what a tag loads over plain HTTP."""
        given = {name: value or "" for name, value in attrs}
        if tag == "base" and "href" in given:
            self.base = urljoin(self.base, given["href"])
        if tag == "link" and not LOADED_LINKS & set(given.get("rel", "").lower().split()):
            return
        for name, value in given.items():
            if (tag, name) in LOADING:
                self.plain += sum(self._is_plain(part) for part in addresses(name, value))

    def _is_plain(self, address: str) -> bool:
        return urlsplit(urljoin(self.base, address.strip())).scheme.lower() in ("http", "ws")


def addresses(name: str, value: str) -> list[str]:
    """The addresses in an attribute: one, or those of a ``srcset``."""
    return [part.strip().split(" ")[0] for part in value.split(",")] if name == "srcset" else [value]


def plain_parts(page: Page, host: str) -> int:
    """How many things a page loads, or sends a form to, over plain HTTP."""
    reader = _Reader(base=f"https://{host}/")
    try:
        reader.feed(page.body.decode("utf-8", "replace"))
        reader.close()
    except (ValueError, AssertionError):  # an address or a declaration no browser could read either
        raise NoAnswer("its front page cannot be read") from None
    return reader.plain
