"""What a system can do for us right now: reachable, allowed, rights lacking and rights too wide. Nothing is changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from belofte.domain.system_map import Verb
from belofte.ports import Ability, SystemConnector, SystemUnreachable
from belofte.procedures.parts import Parts


@runtime_checkable
class Granting(Protocol):
    """A system whose rights are given by statements, such as a database."""

    def grants(self, account: str | None = None) -> tuple[str, ...]:
        """The exact statements for what the map allows, and no more."""
        ...

    def too_wide(self) -> tuple[str, ...]:
        """Rights the account has beyond that, each as a sentence."""
        ...


@dataclass(frozen=True, slots=True)
class Examined:
    """One system, looked at now. ``why`` is None when it can be worked with."""

    system: str
    kind: str
    why: str | None
    remedy: str | None
    abilities: Mapping[Verb, Ability]
    too_wide: tuple[str, ...] = ()

    @property
    def lacking(self) -> tuple[str, ...]:
        """Every right that is allowed by the map and not given by the system."""
        return tuple(dict.fromkeys(right for ability in self.abilities.values() for right in ability.lacking))


def examine(parts: Parts, name: str) -> Examined:
    """Look at one system."""
    kind, connector = parts.systems[name].kind, parts.connectors[name]
    try:
        abilities = connector.can
        wide = connector.too_wide() if isinstance(connector, Granting) else ()
    except SystemUnreachable as away:
        return Examined(name, kind, away.why, away.remedy, {})
    return Examined(name, kind, None, None, abilities, wide)


def lacking_for(connector: SystemConnector, verb: Verb) -> tuple[str, ...]:
    """The rights a verb needs and the account lacks; nothing where the system cannot be asked (it is blind then)."""
    try:
        ability = connector.can.get(verb)
    except SystemUnreachable:
        return ()
    return ability.lacking if ability else ()
