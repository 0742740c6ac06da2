"""Values of foreign databases written so that they come back exactly: record keys, and new values for a rectification.

JSON knows text, numbers, booleans and null; what it does not know is an object with one ``$`` key that names its type:
``{"$decimal": "1.10"}``. A key that came back as another type would no longer find its record.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import cast
from uuid import UUID


class NotWritable(TypeError):
    """A type we cannot bring back exactly; the message names the type, never the value."""


READERS: Mapping[str, Callable[[str], object]] = {
    "$decimal": Decimal,
    "$datetime": datetime.fromisoformat,
    "$date": date.fromisoformat,
    "$time": time.fromisoformat,
    "$microseconds": lambda text: timedelta(microseconds=int(text)),
    "$uuid": UUID,
    "$bytes": base64.b64decode,
}


def write_lossless(value: object) -> bytes:
    """JSON bytes for mappings with text keys, lists, tuples and the types above. Raises :class:`NotWritable`."""
    return json.dumps(value, default=_write, ensure_ascii=False, separators=(",", ":")).encode()


def read_lossless(data: bytes) -> object:
    """What was written; tuples come back as lists."""
    return json.loads(data, object_hook=_read)


def _write(value: object) -> dict[str, str]:
    if isinstance(value, datetime):  # before date: a datetime is one too
        return {"$datetime": value.isoformat()}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    if isinstance(value, time):
        return {"$time": value.isoformat()}
    if isinstance(value, timedelta):
        return {"$microseconds": str(value // timedelta(microseconds=1))}
    if isinstance(value, Decimal | UUID):
        return {"$decimal" if isinstance(value, Decimal) else "$uuid": str(value)}
    if isinstance(value, bytes | bytearray | memoryview):
        return {"$bytes": base64.b64encode(bytes(cast("bytes", value))).decode()}
    raise NotWritable(f"A value of type {type(value).__name__} cannot be kept exactly: map the column to another type.")


def _read(members: dict[str, object]) -> object:
    if len(members) == 1:
        ((name, text),) = members.items()
        reader = READERS.get(name)
        if reader is not None:
            return reader(cast("str", text))
    return members
