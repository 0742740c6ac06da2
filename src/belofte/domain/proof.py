"""What somebody sends to show who they are: only as little as is needed, never a document, never a national number.

Art. 5(1)(c) and 12(6) GDPR; a standard copy of an identity document is an unlawful barrier (AP v DPG Media, 2022); the
citizen service number has a law of its own (Art. 87 GDPR; UAVG art. 46).
"""

from __future__ import annotations

import re
from enum import StrEnum


class NotKept(StrEnum):
    """Why something is refused and not kept, not even for the check."""

    DOCUMENT = "document"  # a photograph, a scan, any file that is no text
    NATIONAL_NUMBER = "national-number"
    MACHINE_LINES = "machine-lines"  # the lines at the foot of a passport


FEWEST_LETTERS = 8
_COPY = re.compile(r"\b(kopie|kopietje|copy|copies|scan|foto|photo|photograph|picture)\b")
_DOCUMENT = re.compile(r"paspoort|passport|identiteit|identity|\bid\b|id[- ]?kaart|id[- ]?card|rijbewijs|licen[cs]e")
_NONE = re.compile(r"\b(geen|niet|zonder|no|not|never|without|nooit)\b")
BAR = "█████████"
_NINE = re.compile(r"(?<![\d.])(\d[ .]?){8}\d(?![\d])")
_ELEVEN = re.compile(r"(?<!\d)(\d{2})[. ]?(\d{2})[. ]?(\d{2})[- ]?(\d{3})[. ]?(\d{2})(?!\d)")
_MACHINE = re.compile(r"[A-Z0-9<]{20,}<<|<<[A-Z0-9<]{20,}")


def not_kept(data: bytes) -> NotKept | None:
    """Why this proof may not be kept for a moment; None for words that can be checked and then go."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return NotKept.DOCUMENT
    if "\0" in text or text.lstrip().startswith(("%PDF", "{\\rtf", "<svg", "data:")):
        return NotKept.DOCUMENT
    if _MACHINE.search(text):
        return NotKept.MACHINE_LINES
    return NotKept.NATIONAL_NUMBER if holds_national_number(text) else None


def holds_national_number(text: str) -> bool:
    """Does a Dutch citizen service number or a Belgian national register number stand in it, by their check digits?"""
    return without_national_numbers(text) != text


def names_a_copy(words: str) -> bool:
    """Do these words say that somebody was known by a copy of an identity document? "No copy made" does not."""
    told = words.lower()
    return bool(_COPY.search(told) and _DOCUMENT.search(told) and not _NONE.search(told))


def says_how(words: str) -> bool:
    """Whether a note says anything of the means at all: a few letters say nothing to who must judge it later."""
    return sum(letter.isalpha() for letter in words) >= FEWEST_LETTERS


def without_national_numbers(text: str) -> str:
    """The same words with a black bar where a national number stood: nobody needs it to answer a request."""

    def bar(found: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", found.group())
        return BAR if (_is_belgian if len(digits) == 11 else _is_dutch)(digits) else found.group()

    return _NINE.sub(bar, _ELEVEN.sub(bar, text))


def _is_dutch(digits: str) -> bool:
    """The eleven test of the BSN: weights 9 to 2, and -1 for the last digit."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return int(digits) > 0 and total % 11 == 0


def _is_belgian(digits: str) -> bool:
    """The last two digits are 97 minus the rest by 97; who was born from 2000 on has a 2 put before it."""
    body, check = digits[:9], int(digits[9:])
    return any(97 - int(first + body) % 97 == check for first in ("", "2"))
