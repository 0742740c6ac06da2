"""The reference people see and say on the telephone: ``B-7K3M-22Q``. Random; it leads to a case only while it is open.

Crockford's base 32 (no I, L, O, U); what is heard or typed as I, L or O is read as 1, 1 and 0.
"""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 7
_HEARD = str.maketrans({"I": "1", "L": "1", "O": "0"})


class NotAReference(ValueError):
    """The text is not a reference; the message shows what one looks like and never repeats the text."""


def reference_from(entropy: bytes) -> str:
    """Make a reference of at least five random bytes."""
    if len(entropy) < 5:
        raise ValueError("a reference needs five random bytes")
    number = int.from_bytes(entropy, "big")
    signs = "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(LENGTH))
    return f"B-{signs[:4]}-{signs[4:]}"


def normalise_reference(text: str) -> str:
    """The reference as it was given out, from what somebody typed. Raises :class:`NotAReference`."""
    signs = text.strip().upper().replace("-", "").replace(" ", "").translate(_HEARD)
    if len(signs) == LENGTH + 1 and signs[0] == "B":
        signs = signs[1:]
    if len(signs) != LENGTH or any(sign not in ALPHABET for sign in signs):
        raise NotAReference(
            "That is not a reference. A reference looks like B-7K3M-22Q and stands in the first letter."
        )
    return f"B-{signs[:4]}-{signs[4:]}"
