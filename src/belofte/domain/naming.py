"""Random ids. References, case ids, ledger ids and register ids are four different random values, never derived."""

from __future__ import annotations


def id_from(prefix: str, entropy: bytes) -> str:
    """``r-8f2c…``: a letter for what it is, and the random bytes in hex. Sixteen bytes make it unguessable."""
    if len(entropy) < 8:
        raise ValueError("an id needs at least eight random bytes")
    return f"{prefix}-{entropy.hex()}"
