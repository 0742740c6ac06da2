"""One call to a simulated vendor and its answer, apart from HTTP."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import parse_qsl


@dataclass(frozen=True, slots=True)
class Call:
    """What came in. ``headers`` have lower-case names; ``query`` keeps the last value of a name."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    raw: bytes = b""
    origin: str = ""
    url: str = ""

    @property
    def body(self) -> dict[str, Any]:
        """The body as fields: JSON or a form; none where it is neither."""
        if not self.raw:
            return {}
        if "x-www-form-urlencoded" in self.headers.get("content-type", ""):
            return dict(parse_qsl(self.raw.decode("utf-8", "replace"), keep_blank_values=True))
        try:
            read: object = json.loads(self.raw)
        except ValueError:
            return {}
        return cast("dict[str, Any]", read) if isinstance(read, dict) else {"": read}


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes out. ``body`` is JSON unless it is bytes; None is no body at all."""

    status: int
    body: Any = None
    media: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def payload(self) -> bytes:
        if self.body is None:
            return b""
        if isinstance(self.body, bytes):
            return self.body
        return json.dumps(self.body, ensure_ascii=False).encode()


class Refused(Exception):
    """The call is answered with an error of the vendor, by its name in the vendor's file."""

    def __init__(self, error: str, says: str | None = None) -> None:
        super().__init__(error)
        self.error, self.says = error, says
