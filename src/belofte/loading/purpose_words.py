"""The words by which a message names what it is about (``belofte/data/purpose_words.yaml``)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from belofte.domain.meant import Words


@cache
def purpose_words() -> Words:
    """Every list of the file. Raises ``TypeError`` for a list there is not: the file ships with the code."""
    reader: Any = YAML(typ="safe", pure=True)
    written: dict[str, Any] = reader.load((files("belofte") / "data" / "purpose_words.yaml").read_text("utf-8"))
    purposes, beside = (_by_name(written.pop(name)) for name in ("purposes", "beside"))
    excepted = tuple(written.pop("except"))
    rest = {name: tuple(phrases) for name, phrases in written.items()}
    return Words(purposes=purposes, beside=beside, excepted=excepted, **rest)


def _by_name(written: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(phrases) for name, phrases in written.items()}
