"""What the server is asked to search for: many values in one command, balanced, within the length of a line.

SEARCH compares parts of words, so it finds too much (``jan@x.example`` also in ``wijan@x.example``) and never too
little; what it finds is looked at afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from belofte.connectors.imap.heads import HEADER
from belofte.connectors.imap.session import LINE
from belofte.wire.imap import quoted

_OWN_WORD = {"from": "FROM", "to": "TO", "cc": "CC", "bcc": "BCC", "subject": "SUBJECT", "body": "BODY"}
_SHORTEST = 2
EVERYTHING = "ALL"


def criterion(column: str, value: str) -> str:
    """One criterion: this value in this column. Only plain letters are sent, since the rest is written in more ways
    than one; a value without them is looked for in every message."""
    plain = max(re.findall(r"[ -~]+", _as_written(value)), key=len, default="")
    if len(plain) < _SHORTEST:
        return EVERYTHING
    word = _OWN_WORD.get(column) or f"HEADER {quoted(HEADER[column])}"
    return f"{word} {quoted(plain)}"


def commands(criteria: Iterable[str]) -> Iterator[str]:
    """As few searches as there is room for, each finding what any of its criteria finds."""
    distinct = list(dict.fromkeys(criteria))
    if EVERYTHING in distinct:
        yield EVERYTHING
        return
    gathered: list[str] = []
    length = 0
    for one in distinct:
        size = len(one) + len("OR  ")
        if gathered and length + size > LINE:
            yield _either(gathered)
            gathered, length = [], 0
        gathered.append(one)
        length += size
    if gathered:
        yield _either(gathered)


def _either(criteria: Sequence[str]) -> str:
    """``OR a OR b c`` as a balanced tree, so that no server has to follow it far down."""
    if len(criteria) == 1:
        return criteria[0]
    half = len(criteria) // 2
    return f"OR {_either(criteria[:half])} {_either(criteria[half:])}"


def _as_written(value: str) -> str:
    """A domain in letters outside ASCII may stand in a head in either form; both end in what follows its last dot."""
    local, at, domain = value.rpartition("@")
    if not at or "xn--" not in domain:
        return value
    before = domain.partition("xn--")[0]
    return f"{local}@{before}"
