"""What a real part of the sandbox is: a server or a folder on this machine in which a system of the policy lies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Protocol

from belofte.domain.system_map import SystemMap
from belofte.sandbox.seeds.people import People


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a part is made of: the system it stands for, its own folder, the people, the moment it is (in seconds
    since 1970), the page of the notice in a language as it was published."""

    system: SystemMap
    folder: Path
    people: Callable[[], People]
    clock: Callable[[], float]
    notice: Callable[[str], bytes | None] = lambda _language: None


@dataclass(frozen=True, slots=True)
class Placed:
    """The same system, on this machine. ``secrets``: by the reference that the map names them with."""

    system: SystemMap
    secrets: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)


class Part(Protocol):
    """One system that stands on this machine. It is started where it is made."""

    def placed(self) -> Placed:
        """Where a connector finds it."""
        ...

    def holds(self, text: str) -> list[str]:
        """The places in it where this text stands: what a search for a person after an erasure must not find."""
        ...

    def stop(self) -> None:
        """End its servers; what it remembers stays."""
        ...


def is_here(host: str) -> bool:
    """Whether a host name or address is this computer itself."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def files_with(folder: Path, text: str) -> list[str]:
    """The files below a folder in whose bytes a text stands."""
    sought = text.encode()
    found = (file for file in folder.rglob("*") if file.is_file() and sought in file.read_bytes())
    return sorted(str(file.relative_to(folder)) for file in found)
