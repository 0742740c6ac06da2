"""One page of a list: where it begins, how long it is, and how a caller goes on."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from belofte.loading.simulated import Paging
from belofte.sandbox.rest.exchange import Call, Refused


@dataclass(frozen=True, slots=True)
class Window:
    """The rows asked for: ``size`` from ``start`` on. ``half``: only half of them are given, for a fault."""

    start: int
    size: int
    half: bool = False

    @property
    def given(self) -> int:
        return max(1, self.size // 2) if self.half else self.size


def window_of(paging: Paging | None, call: Call, *, half: bool) -> Window:
    """What a call asks for. Raises :class:`Refused` where it asks for no number."""
    if paging is None:
        return Window(0, -1)
    asked: Mapping[str, Any] = call.body if paging.in_body else call.query
    size = min(_number(asked.get(paging.size_from or ""), paging.size), paging.most)
    if paging.page_from:
        return Window((_number(asked.get(paging.page_from), 1) - 1) * size, size)
    if paging.token and asked.get(paging.token):
        return Window(_place(str(asked[paging.token])), size, half)
    start = _number(asked.get(paging.start_from or ""), 0)
    return Window(start, size, half)


def way_on(paging: Paging | None, call: Call, window: Window, given: int, total: int) -> dict[str, Any]:
    """The names ``{next}`` (an address), ``{next_token}`` and ``{page}`` of an envelope; none at the end."""
    if paging is None:
        return {}
    names: dict[str, Any] = {"page": window.start // max(1, window.size) + 1, "size": window.size}
    end = window.start + given
    if end >= total or not paging.token:
        return names
    token = base64.urlsafe_b64encode(f"from:{end}".encode()).decode().rstrip("=")
    query = {name: value for name, value in call.query.items() if name not in (paging.token, paging.start_from)}
    query[paging.token] = token
    path = call.url.partition("?")[0]
    return {**names, "next_token": token, "next": f"{path}?{urlencode(query, safe='$(),:')}"}


def _number(given: Any, otherwise: int) -> int:
    if given in (None, ""):
        return otherwise
    try:
        number = int(given)
    except (TypeError, ValueError) as error:
        raise Refused("bad-request") from error
    if number < 0:
        raise Refused("bad-request")
    return number


def _place(token: str) -> int:
    try:
        written = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
        return int(written.removeprefix("from:"))
    except (binascii.Error, ValueError) as error:
        raise Refused("bad-request") from error
