"""Values on their way out of and into a database: record keys, export fields, days and moments."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from belofte.connectors.sql.schema import Column, Holds

Atom = int | str | bool | None
"""A value as it travels in a key set."""

_SAFE_INTEGER = 2**53
_EPOCH_SINCE = 10**8


class NotADate(Exception):
    """A clock column holds something that is no date. Its term cannot be known; nothing is guessed."""


def atom_of(column: Column) -> Callable[[object], int | str | bool] | None:
    """How a key value of ``column`` becomes JSON-native; None where it already is."""
    if column.holds in (Holds.INTEGER, Holds.TEXT):
        return None
    return _atom


def _atom(value: object) -> int | str | bool:
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def sought(column: Column, value: str) -> Atom:
    """An identifier's text as a value of ``column``; None where that column cannot hold it."""
    if column.holds is not Holds.INTEGER:
        return value
    return int(value) if value.isdecimal() and str(int(value)) == value and int(value) < 2**63 else None


def day_of(value: object, zone: tzinfo) -> date | None:
    """The day of a clock value, in the policy's time zone. Raises :class:`NotADate`."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime) or not isinstance(value, date):
        moment = moment_of(value)
        return moment.astimezone(zone).date() if moment.tzinfo else moment.date()
    return value


def moment_of(value: object) -> datetime:
    """A moment out of a driver's date, time stamp, ISO text or seconds since 1970. Raises :class:`NotADate`."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    try:
        if isinstance(value, int | float) and value >= _EPOCH_SINCE:
            return datetime.fromtimestamp(value, UTC)
        return datetime.fromisoformat(str(value).strip())
    except (ValueError, OverflowError, OSError):
        raise NotADate from None


def aware(value: object) -> datetime | None:
    """A moment with its time zone; one written without is read as UTC."""
    if value is None or value == "":
        return None
    moment = moment_of(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def exported(value: object) -> object:
    """A value as JSON can carry it without loss: exact numbers and bytes become text."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, int):
        return value if -_SAFE_INTEGER <= value <= _SAFE_INTEGER else str(value)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    return _exported_rarely(value)


def _exported_rarely(value: Any) -> object:
    match value:
        case Decimal() | UUID():
            return str(value)
        case bytes():
            return {"base64": base64.b64encode(value).decode("ascii")}
        case timedelta():
            return f"PT{value.total_seconds():f}".rstrip("0").rstrip(".") + "S"
        case dict():
            pairs = cast(dict[object, object], value)
            return {str(key): exported(item) for key, item in pairs.items()}
        case list() | tuple():
            return [exported(item) for item in cast(list[object], value)]
        case _:
            return str(value)


def as_boolean(value: object) -> object:
    """0 and 1 of a database without a boolean type."""
    return bool(value) if isinstance(value, int) and value in (0, 1) else value
