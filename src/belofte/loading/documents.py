"""The documents a policy names: are they there, and which bytes are they?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import file_digest
from pathlib import Path


def read_digests(folder: Path, names: Iterable[str]) -> Mapping[str, str | None]:
    """SHA-256 of each document, by its path in the policy folder; None for one that is not there.

    A path that leads out of the folder counts as not there: what is published must be in the company's own keeping.
    """
    return {name: _digest(folder, name) for name in names}


def _digest(folder: Path, name: str) -> str | None:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        return None
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
