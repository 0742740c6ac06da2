"""Secrets written in the open: refused wherever they stand, and never repeated in the error.

A secret is only ever named: ``env:NAME``, ``file:PATH`` or ``credential:NAME``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from belofte.loading.nodes import Items, Keyed, Node, Scalar
from belofte.loading.problems import Problem

REFERENCE = re.compile(r"(env:[A-Za-z_][A-Za-z0-9_]*|file:\S.*|credential:[A-Za-z0-9_.-]+)")
HOW_TO_NAME = "Name it instead: env:NAME, file:PATH or credential:NAME. Then change the secret, it has been in a file."
_SECRET_KEYS = re.compile(r"(^|[_-])(password|passwd|secret|token|api[_-]?key|client[_-]secret|private[_-]key)$")
_URL_PASSWORD = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/\s:@]*:[^@\s]+@")
_QUERY_SECRET = re.compile(r"[?&;](password|passwd|pwd|token|secret|api_?key|sig|signature)=[^&\s]", re.IGNORECASE)
_KEY_SHAPES = (
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    re.compile(r"\b(AKIA|ASIA)[0-9A-Z]{16}\b"),
    re.compile(r"\b[0-9a-f]{32}-us\d{1,2}\b"),
    re.compile(r"\b(sk|rk|pk)_(live|test)_[0-9A-Za-z]{8,}"),
    re.compile(r"\b(ghp|gho|ghs|github_pat|glpat|xox[abpr])[_-][0-9A-Za-z_-]{10,}"),
    re.compile(r"\beyJ[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]*"),
)
_RANDOM = re.compile(r"[0-9A-Za-z+/=_-]{32,}")


def open_secrets(node: Node, key: str = "") -> Iterator[Problem]:
    """A problem for every value below ``node`` that is, or looks like, a secret in the open."""
    if isinstance(node, Keyed):
        for entry in node.entries:
            yield from open_secrets(entry.value, entry.key.text)
    elif isinstance(node, Items):
        for item in node.items:
            yield from open_secrets(item, key)
    elif why := _why_secret(node, key):
        yield Problem(node.at, why, HOW_TO_NAME)


def _why_secret(scalar: Scalar, key: str) -> str | None:
    text = scalar.text
    if scalar.empty or scalar.todo is not None or REFERENCE.fullmatch(text):
        return None
    if _SECRET_KEYS.search(key.lower()):
        return f'"{key}" holds a secret in the open.'
    if _URL_PASSWORD.search(text) or _QUERY_SECRET.search(text):
        return "This address holds a password in the open."
    if any(shape.search(text) for shape in _KEY_SHAPES) or _looks_random(text):
        return "This looks like a key or token in the open."
    return None


def _looks_random(text: str) -> bool:
    """One long run of digits with both small letters and capitals, or of hexadecimal digits: keys, and no words."""
    if not _RANDOM.fullmatch(text) or len(set(text)) < 10 or not any(map(str.isdigit, text)):
        return False
    mixed = any(map(str.islower, text)) and any(map(str.isupper, text))
    return mixed or re.fullmatch(r"[0-9a-f]+|[0-9A-F]+", text) is not None
