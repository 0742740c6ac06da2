"""Signing a call in: the simple kinds. Those that fetch a token first are in :mod:`.tokens`."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Protocol

import httpx

from belofte.connectors.http.templates import Values, in_text
from belofte.domain.rest_access import Auth, AuthKind

SKEW = timedelta(minutes=2)
"""A larger difference between the vendor's clock and ours makes signed requests fail."""


class Signer(Protocol):
    """Puts the proof of who asks on a request."""

    def sign(self, request: httpx.Request) -> None:
        """Add it. Raises :class:`CallFailed` where there is none to be had."""
        ...

    def renew(self, refused: httpx.Request, /) -> bool:
        """After a 401 to a request that was signed here: whether there is something else to sign with."""
        ...

    def granted(self) -> frozenset[str] | None:
        """The vendor's names of the rights it gives; None where it does not tell. May sign in for that."""
        ...

    def skewed(self, date: str | None, /) -> bool:
        """Whether the vendor's clock and ours differ so much that this explains a refusal."""
        ...


class Plainly:
    """A password or key that goes along as it is."""

    def __init__(self, auth: Auth, settings: Values) -> None:
        self._auth, self._settings = auth, settings

    def sign(self, request: httpx.Request) -> None:
        """Add the header or parameter."""
        value = in_text(self._auth.value or "", self._settings)
        match self._auth.kind:
            case AuthKind.BASIC:
                pair = f"{in_text(self._auth.user or '', self._settings)}:{value}"
                request.headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
            case AuthKind.BEARER:
                request.headers["Authorization"] = f"Bearer {value}"
            case AuthKind.HEADER:
                request.headers[self._auth.name or "Authorization"] = value
            case AuthKind.QUERY:
                request.url = request.url.copy_add_param(self._auth.name or "key", value)
            case _:
                pass

    def renew(self, _refused: httpx.Request, /) -> bool:
        """A key stays what it is."""
        return False

    def granted(self) -> None:
        """A key does not tell what it may."""

    def skewed(self, _date: str | None, /) -> bool:
        """A key does not depend on the time."""
        return False


def differs(date: str | None, now: datetime) -> bool:
    """Whether a ``Date`` header lies too far from ``now``."""
    try:
        return date is not None and abs(parsedate_to_datetime(date) - now) > SKEW
    except (TypeError, ValueError):
        return False
