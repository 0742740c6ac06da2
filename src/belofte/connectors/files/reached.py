"""From a map's own keys to the place its files are in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from belofte.connectors.files.local import LocalFiles
from belofte.connectors.files.remote import RemoteFiles
from belofte.connectors.files.storage import Storage
from belofte.domain.errors import WrongUse
from belofte.domain.system_map import SystemMap
from belofte.settings import is_reference

_HERE = ("file://", "memory://")


def storage_of(system: SystemMap, resolve: Callable[[str], str], *, only_here: bool) -> Storage:
    """The place of a map. Raises ``WrongUse`` for one that a sandbox may not reach."""
    stated = cast("Mapping[str, object]", system.settings.get("options") or {})
    return storage_at(system.name, str(system.settings.get("storage") or ""), stated, resolve, only_here=only_here)


def storage_at(
    name: str, url: str, stated: Mapping[str, object], resolve: Callable[[str], str], *, only_here: bool
) -> Storage:
    """The place behind a URL of fsspec; this machine where there is none. Raises ``WrongUse`` as :func:`storage_of`."""
    if not url or url.rstrip("/") == "file:":
        return LocalFiles()
    if only_here and not url.startswith(_HERE):
        raise WrongUse(f"{name} is not on this computer, and this is a sandbox.", "leave storage: out")
    return RemoteFiles(url, {name: _value(str(value), resolve) for name, value in stated.items()})


def _value(written: str, resolve: Callable[[str], str]) -> str:
    return resolve(written) if is_reference(written) else written
