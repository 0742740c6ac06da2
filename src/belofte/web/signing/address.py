"""Where people reach the office: its names, whether it is reached over TLS, and the cookies that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

from litestar.datastructures import Cookie

HERE = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""This machine's own names."""
SESSION, UNDER_WAY, BROWSER = "belofte-office", "belofte-signing-in", "belofte-browser"
BROWSER_SECONDS = 90 * 24 * 3600
_Same = Literal["lax", "strict"]


@dataclass(frozen=True, slots=True)
class OfficeAddress:
    """``url``: scheme and host as browsers see them, such as ``https://office.shop.example``."""

    url: str

    @property
    def is_https(self) -> bool:
        return self.url.startswith("https://")

    @property
    def host(self) -> str:
        """Name and port, as the ``Host`` header has them."""
        return urlsplit(self.url).netloc

    def is_ours(self, host: str) -> bool:
        """Whether ``host`` (a ``Host`` header) is one of the office's names; this machine's own always are."""
        return host == self.host or is_here(host)

    def passkeys_at(self, host: str, scheme: str) -> tuple[str, str] | None:
        """The name passkeys are for and their origin, asked for under ``host``; None where there can be none: under an
        IP address, and without TLS anywhere but on this machine."""
        name = name_of(host)
        if not self.is_ours(host) or _is_ip(name) or (scheme != "https" and name != "localhost"):
            return None
        return name, f"{scheme}://{host}"

    def name(self, cookie: str) -> str:
        """The cookie's name; over TLS with the prefix that no other host and no plain page can set (RFC 6265bis)."""
        return f"__Host-{cookie}" if self.is_https else cookie

    def cookie(self, cookie: str, value: str, seconds: int | None = None, same: _Same = "lax") -> Cookie:
        """A cookie that scripts cannot read, that only we get, and over TLS only that way. ``seconds`` None: until the
        browser is closed. ``lax``: a link in a mail, and the way back from a provider, still find somebody signed in;
        what changes anything is a post, which never brings it along from another site."""
        name = self.name(cookie)
        return Cookie(name, path="/", value=value, max_age=seconds, secure=self.is_https, httponly=True, samesite=same)

    def no_cookie(self, cookie: str) -> Cookie:
        """Take the cookie away."""
        return self.cookie(cookie, "", 0)

    def held(self, headers: dict[bytes, bytes], cookie: str) -> str:
        """The value of our cookie among the headers; empty where there is none. Other programs on this machine share
        our host name: what they put there is passed over."""
        pairs = (pair.strip().partition("=") for pair in headers.get(b"cookie", b"").decode("latin-1").split(";"))
        return next((value for name, _, value in pairs if name == self.name(cookie)), "")


def is_here(host: str) -> bool:
    """Whether a ``Host`` header is one of this machine's own names, with or without a port."""
    return host in HERE or host.rpartition(":")[0] in HERE


def name_of(host: str) -> str:
    """The name of a ``Host`` header, without its port."""
    return urlsplit(f"//{host}").hostname or ""


def _is_ip(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
