"""Folders that ship beside the code: documentation and example policies."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def shipped(name: str) -> Path:
    """``docs`` or ``examples``: inside the installed package, or beside ``src`` in a checkout."""
    package = Path(str(files("belofte")))
    inside = package / f"_{name}"
    return inside if inside.is_dir() else package.parent.parent / name
