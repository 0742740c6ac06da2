"""What a kind of system is, as a map names it (``kind:``)."""

from __future__ import annotations

from dataclasses import dataclass

from belofte.loading.shape import Key


@dataclass(frozen=True, slots=True)
class ConnectorKind:
    """One kind of system: its name, what it is for and can do in both languages, and the keys that only it has.

    ``needs`` are those of its keys without which there is nothing to connect to.
    """

    name: str
    en: str
    nl: str
    settings: tuple[Key, ...]
    needs: tuple[str, ...] = ()
