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
    purposes = {name: tuple(phrases) for name, phrases in written.pop("purposes").items()}
    excepted = tuple(written.pop("except"))
    return Words(purposes=purposes, excepted=excepted, **{name: tuple(phrases) for name, phrases in written.items()})
