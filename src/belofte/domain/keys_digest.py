"""One digest of a set of record keys, which a database can make while it lets them go and anybody can make again.

The keys in their order (numbers by value, text by its bytes, part by part), each on a line, a unit separator between
the parts of one; a salt and a line end in front; SHA-256 over all of it. Who has the salt and a list of keys works it
out with ``sort`` and ``sha256sum``. Without the salt no key can be guessed from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from belofte.domain.located import Key

SEPARATOR = "\x1f"


def digest_of_keys(salt: str, keys: Iterable[Key]) -> str:
    """The digest of these keys, in whatever order they are given."""
    return digest_of_ordered(salt, sorted(keys))


def digest_of_ordered(salt: str, keys: Iterable[Key]) -> str:
    """The same of keys that stand in their order: one at a time, whatever their number."""
    hashed = sha256(f"{salt}\n".encode())
    for key in keys:
        hashed.update(f"{SEPARATOR.join(map(str, key))}\n".encode())
    return hashed.hexdigest()
