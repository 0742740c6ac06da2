"""What a kind of system is, as a map names it (``kind:``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from belofte.domain.system_map import Verb
from belofte.loading.shape import Key
from belofte.ports import SystemConnector


@dataclass(frozen=True, slots=True)
class Table:
    """A table as its map names it: where in the system it lies (``at:``), and its columns."""

    name: str
    at: Mapping[str, tuple[str, ...]]
    columns: frozenset[str]


def _nothing(_table: Table) -> frozenset[Verb]:
    return frozenset()


@dataclass(frozen=True, slots=True)
class ConnectorOffer:
    """What another package offers by the entry point group ``belofte.connectors``, for a system that needs code: the
    kind, and what makes a connector of it (from a :class:`belofte.bootstrap.connecting.Making`)."""

    kind: ConnectorKind
    make: Callable[..., SystemConnector]


@dataclass(frozen=True, slots=True)
class ConnectorKind:
    """One kind of system: its name, what it is for and can do in both languages, and the keys that only it has.

    ``needs`` are those of its keys without which there is nothing to connect to; ``verbs`` what it can do at best: an
    ``allow`` beyond that becomes a person's task. ``by_hand`` says of a table which of
    those verbs its part of the system offers no way for.
    """

    name: str
    en: str
    nl: str
    settings: tuple[Key, ...]
    needs: tuple[str, ...] = ()
    verbs: frozenset[Verb] = frozenset(Verb)
    by_hand: Callable[[Table], frozenset[Verb]] = _nothing
