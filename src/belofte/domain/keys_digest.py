"""One digest of a set of record keys that a database can make while it lets them go, whatever their order and number.

Each key is written as text, a unit separator between its parts, and hashed behind a salt: SHA-256(salt ‖ key). Of
every hash the first and the second fifteen hex digits are added up; each sum, modulo 2^60, is fifteen hex digits of the
digest. Who has the salt and a list of keys can work it out again; without the salt no key can be guessed from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from belofte.domain.located import Key

SEPARATOR = "\x1f"
DIGITS = 15
"""Hex digits of each half: 60 bits, which every database can hold in a whole number."""
_HALF = 1 << (4 * DIGITS)


def digest_of_keys(salt: str, keys: Iterable[Key]) -> str:
    """The digest of these keys; each is taken as often as it is given."""
    sums = [0, 0]
    for key in keys:
        for half, value in enumerate(halves(salt, SEPARATOR.join(map(str, key)))):
            sums[half] += value
    return digest_of_sums(*sums)


def halves(salt: str, written: str) -> tuple[int, int]:
    """The two numbers of one key as it is written."""
    hashed = sha256(f"{salt}{written}".encode()).hexdigest()
    return int(hashed[:DIGITS], 16), int(hashed[DIGITS : 2 * DIGITS], 16)


def digest_of_sums(first: int, second: int) -> str:
    """The digest where a database has added up the halves."""
    return f"{first % _HALF:0{DIGITS}x}{second % _HALF:0{DIGITS}x}"
