"""``{name}`` in the texts of a vendor's file: filled from the call, the row and what is made on the spot."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import md5
from typing import Any, cast
from uuid import uuid4

NAME = re.compile(r"\{([A-Za-z0-9_.$@:|-]+)\}")


class Names:
    """Where a name's value comes from. ``known`` are dotted: ``body.status``, ``row.id``, ``list_id``."""

    def __init__(self, clock: Callable[[], float], known: Mapping[str, Any]) -> None:
        self._clock, self._known = clock, known

    def with_(self, **more: Any) -> Names:
        return Names(self._clock, {**self._known, **more})

    def value(self, name: str) -> Any:
        """The value of a name; None where there is none."""
        made = self._made(name)
        if made is not None:
            return made
        found: Any = self._known
        for part in name.split("."):
            if not isinstance(found, Mapping):
                return None
            found = cast("Mapping[str, Any]", found).get(part)
        return found

    def _made(self, name: str) -> Any:
        if name in _MADE:
            return _MADE[name](self._clock())
        kind, _, of = name.partition(":")
        if kind == "hex" and of:
            return secrets.token_hex((int(of) + 1) // 2)[: int(of)]
        if kind == "md5" and of:
            return md5(str(self.value(of) or "").lower().encode(), usedforsecurity=False).hexdigest()
        return None


def _moment(now: float) -> datetime:
    return datetime.fromtimestamp(now, UTC)


_MADE: Mapping[str, Callable[[float], Any]] = {
    "uuid": lambda _: str(uuid4()),
    "now": lambda now: _moment(now).isoformat(timespec="seconds"),
    "now_z": lambda now: _moment(now).strftime("%Y-%m-%dT%H:%M:%SZ"),
    "now_ms": lambda now: f"/Date({int(now * 1000)})/",
    "number": lambda _: secrets.randbelow(10**9) + 10**6,
}
"""What is made on the spot, by name; each gets the moment in seconds since 1970."""


def fill(written: Any, names: Names) -> Any:
    """``written`` with every name filled in: a text that is one name alone becomes that value as it is."""
    if isinstance(written, str):
        return _text(written, names)
    if isinstance(written, Mapping):
        return _mapping(cast("Mapping[str, Any]", written), names)
    if isinstance(written, list):
        return [fill(item, names) for item in cast("list[Any]", written)]
    return written


def _text(written: str, names: Names) -> Any:
    whole = NAME.fullmatch(written)
    if whole:
        return names.value(whole.group(1))
    return NAME.sub(lambda found: str(names.value(found.group(1)) or ""), written)


def _mapping(written: Mapping[str, Any], names: Names) -> dict[str, Any]:
    filled: dict[str, Any] = {}
    for key, value in written.items():
        made = fill(value, names)
        if key.endswith("?") and made is None:
            continue
        filled[key.removesuffix("?")] = made
    return filled
