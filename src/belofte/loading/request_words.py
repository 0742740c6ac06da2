"""The words by which a message points at a right (``belofte/data/request_words.yaml``)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from belofte.domain.rights.names import RIGHTS
from belofte.domain.sorting import Rule


@cache
def request_words() -> tuple[Rule, ...]:
    """Every rule, in the file's order. Raises ``ValueError`` for a right there is not: the file ships with the code."""
    reader: Any = YAML(typ="safe", pure=True)
    written: dict[str, dict[str, list[str]]] = reader.load(
        (files("belofte") / "data" / "request_words.yaml").read_text("utf-8")
    )
    if unknown := set(written) - set(RIGHTS):
        raise ValueError(f"request_words.yaml names no right: {', '.join(sorted(unknown))}")
    return tuple(
        Rule(right, strength == "plain", tuple(phrases), strength == "otherwise")
        for right, strengths in written.items()
        for strength, phrases in strengths.items()
        if phrases
    )
