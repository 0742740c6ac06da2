"""What a setting's value must look like, and the words that say so when it does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from belofte.domain.country import decreed_day
from belofte.settings.secret import REFERENCE


def wanted_form(form: str, value: str | int | tuple[str, ...]) -> str | None:
    """What the value should have been, for a sentence "must be ..."; None when it is right."""
    if "|" in form:
        return None if value in form.split("|") else f"one of {', '.join(form.split('|'))}"
    try:
        if isinstance(value, int):
            least, most, wanted = _NUMBERS[form]
            return None if least <= value <= most else wanted
        check, wanted = _TEXTS[form]
        items = (value,) if isinstance(value, str) else value
        return None if all(check(item) for item in items) else wanted
    except ValueError:
        return _TEXTS[form][1]


def _is_url(value: str) -> bool:
    parts = urlsplit(value)
    bare = not (parts.query or parts.fragment or parts.username or parts.password)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and bare and not value.endswith("/")


def _is_issuer(value: str) -> bool:
    parts = urlsplit(value)
    bare = not (parts.query or parts.fragment or parts.username or parts.password)
    here = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
    return bool(parts.hostname) and bare and (parts.scheme == "https" or here)


def _is_authority(value: str) -> bool:
    parts = urlsplit(value)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.username or parts.password)


def _is_listen(value: str) -> bool:
    host, _, port = value.rpartition(":")
    ip_address(host.strip("[]"))
    return 0 <= int(port) <= 65535


def _is_network(value: str) -> bool:
    ip_network(value, strict=False)
    return True


def _is_origin(value: str) -> bool:
    parts = urlsplit(value)
    return _is_url(value) and not parts.path


def _is_proxy(value: str) -> bool:
    """An HTTP proxy; with a password in it only by reference."""
    parts = urlsplit(value)
    return _is_reference(value) or (parts.scheme == "http" and bool(parts.hostname) and "@" not in parts.netloc)


def _is_database(value: str) -> bool:
    return _is_reference(value) or (bool(urlsplit(value).scheme) and not urlsplit(value).password)


def _is_reference(value: str) -> bool:
    return bool(REFERENCE.fullmatch(value))


def _is_decreed(value: str) -> bool:
    decreed_day(value)
    return True


def _is_day(value: str) -> bool:
    date.fromisoformat(value)
    return True


def _matches(pattern: str) -> Callable[[str], bool]:
    return lambda value: bool(re.fullmatch(pattern, value))


_NUMBERS: Mapping[str, tuple[int, int, str]] = {
    "port": (1, 65535, "a port between 1 and 65535"),
    "seconds": (1, 600, "a number of seconds between 1 and 600"),
    "minutes": (1, 1440, "a number of minutes between 1 and 1440"),
    "hours": (1, 168, "a number of hours between 1 and 168"),
    "a-minute": (1, 100_000, "a number between 1 and 100000"),
    "megabytes": (1, 100, "a number of megabytes between 1 and 100"),
}

_TEXTS: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "text": (_matches(r"[^\r\n]*"), "a text on one line"),
    "url": (_is_url, "an address such as https://privacy.company.example, without a slash at the end"),
    "authority": (_is_authority, "an http:// or https:// address without a password in it"),
    "prefix": (_matches(r"(/[\w.~-]+)+"), "a path such as /privacy, without a slash at the end"),
    "listen": (_is_listen, "an IP address and a port, such as 127.0.0.1:8080"),
    "origin": (_is_origin, "scheme and host, such as https://office.company.example, without a slash at the end"),
    "issuer": (_is_issuer, "the https:// address by which the provider names itself"),
    "tenant": (_matches(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "a tenant id, 36 characters with hyphens"),
    "networks": (_is_network, "IP addresses or networks, such as 10.0.0.0/8"),
    "origins": (_is_origin, "websites such as https://www.company.example"),
    "secret": (
        _is_reference,
        "the name of a place (env:NAME, file:PATH or credential:NAME); a secret is never written out",
    ),
    "database": (
        _is_database,
        "a database address without a password in it, or env:NAME, file:PATH or credential:NAME",
    ),
    "proxy": (
        _is_proxy,
        "an http:// address without a password in it, or env:NAME, file:PATH or credential:NAME",
    ),
    "mail": (_matches(r"[^@\s]+@[^@\s]+\.[^@\s]+"), "an e-mail address"),
    "day": (_is_day, "a day such as 2026-11-01"),
    "decreed": (_is_decreed, "days such as 2027-05-07, 2027-05-07:law or 2027-05-07:office"),
    "name": (_matches(r"[a-z0-9][a-z0-9._-]{0,62}"), "a short name of small letters and digits"),
}
