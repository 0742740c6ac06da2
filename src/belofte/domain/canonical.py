"""Canonical JSON (RFC 8785): one value, one line, the same bytes on every machine. What is signed is written so.

Keys are ordered by UTF-16 code units, numbers are written as ECMAScript writes them, nothing is escaped that need not
be. Whole numbers beyond 2^53 and values JSON does not know are refused rather than bent.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from json.encoder import encode_basestring
from typing import cast

LARGEST = 2**53 - 1


class NotCanonical(ValueError):
    """The value has no canonical form; the message names its type, never its content."""


def canonical_json(value: object) -> str:
    """The one line for ``value``: records, dates, mappings, sequences, text, numbers, booleans and None."""
    return _text(plain(value))


def plain(value: object) -> object:
    """Records become mappings, moments UTC text ending in Z, days ISO text; what is JSON already stays."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str | int | float):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in cast("Mapping[object, object]", value).items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [plain(item) for item in cast("Sequence[object]", value)]
    raise NotCanonical(f"{type(value).__name__} has no place in JSON: hand over text, numbers, dates or records")


def moment_text(moment: datetime) -> str:
    """ISO 8601 in UTC, ``2026-11-22T18:22:00Z``; microseconds only where there are any. Needs an aware time."""
    if moment.tzinfo is None:
        raise NotCanonical("a time without zone cannot be written down: give an aware datetime")
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _text(value: object) -> str:
    if isinstance(value, str):
        return _string(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, list):
        return "[" + ",".join(_text(item) for item in cast("list[object]", value)) + "]"
    members = cast("dict[str, object]", value)
    return "{" + ",".join(f"{_string(key)}:{_text(members[key])}" for key in _ordered(members)) + "}"


def _ordered(members: Mapping[str, object]) -> list[str]:
    if all(key.isascii() for key in members):
        return sorted(members)
    return sorted(members, key=lambda key: key.encode("utf-16-be", "surrogatepass"))


def _string(text: str) -> str:
    written = encode_basestring(text)
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            raise NotCanonical("text with half a character (a lone surrogate) cannot be written down") from None
    return written


def _number(value: int | float) -> str:
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise NotCanonical("a whole number beyond 2^53 loses digits in JSON: write it as text")
        return str(value)
    if not math.isfinite(value):
        raise NotCanonical("infinity and not-a-number have no place in JSON")
    if not value:
        return "0"
    return _float(value)


def _float(value: float) -> str:
    """ECMAScript's Number::toString (7.1.12.1), from Python's shortest digits."""
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, part = mantissa.partition(".")
    digits = (whole + part).lstrip("0")
    point = len(whole) + int(exponent or "0") - (len(whole + part) - len(digits))
    return sign + _place(digits.rstrip("0"), point)


def _place(digits: str, point: int) -> str:
    """``digits`` with the decimal point after ``point`` of them, as ECMAScript writes it."""
    if len(digits) <= point <= 21:
        return digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    exponent = point - 1
    shown = digits if len(digits) == 1 else f"{digits[0]}.{digits[1:]}"
    return f"{shown}e{'+' if exponent >= 0 else '-'}{abs(exponent)}"
