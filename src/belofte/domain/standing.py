"""Whether a value stands in a text by itself: ``jan@x.example`` does not stand in ``notjan@x.example``, nor in
``jan@x.example.org``. What a loose search finds is looked at with this before it counts as somebody's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

_BEFORE, _AFTER = r"(?<![\w@.+-])", r"(?![\w@]|[.-]\w)"
_CLEARLY = r"(?<![!#$%&*/=?^`{|}~])(?<!\w')"
"""These may belong to an address (RFC 5322, 3.2.3) and mostly do not: then it is not told."""
_IN_FRONT, _BEHIND = re.compile(r"(?:[\w@]|\w[.+-])$"), re.compile(r"[\w@]|[.-]\w")


class Standing(StrEnum):
    """How a value stands in a text. ``OTHERWISE``: nothing there explains why a search found it."""

    ALONE = "alone"
    WITHIN = "within"  # only as a part of something longer: that is somebody else's
    OTHERWISE = "otherwise"


def by_themselves(values: Iterable[str]) -> re.Pattern[str] | None:
    """What finds any of these values where it stands by itself; None for no values. The longest is tried first."""
    written = "|".join(re.escape(value) for value in sorted(values, key=len, reverse=True) if value)
    return re.compile(rf"{_BEFORE}(?:{written}){_AFTER}", re.IGNORECASE) if written else None


def stands_in(value: str, text: str) -> bool:
    """Whether a value stands in a text by itself, in capitals or not."""
    pattern = by_themselves([value])
    return pattern is not None and pattern.search(text) is not None


def standing(value: str, text: str) -> Standing:
    """How a value stands in a text, told only where no reading of the text says anything else."""
    sure = re.compile(rf"{_BEFORE}{_CLEARLY}{re.escape(value)}{_AFTER}", re.IGNORECASE)
    if sure.search(text):
        return Standing.ALONE
    places = list(re.finditer(re.escape(value), text, re.IGNORECASE))
    joined = (
        _IN_FRONT.search(text, max(place.start() - 2, 0), place.start()) or _BEHIND.match(text, place.end())
        for place in places
    )
    return Standing.WITHIN if places and all(joined) else Standing.OTHERWISE
