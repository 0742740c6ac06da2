"""Which numbers a system needs before it can be asked of anybody (Art. 11 GDPR).

Some systems know no names: visitor statistics keep the number of a cookie, and nothing links it to a person who does
not give it. That nothing is found there says something else than that nothing lies there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from belofte.domain.kinds import KINDS
from belofte.domain.located import Located
from belofte.domain.system_map import Collection, SystemMap


def found_only_by(system: SystemMap) -> tuple[str, ...]:
    """The kinds of identifier of which a system needs one, sorted; none where it can also list or compare."""
    kinds: set[str] = set()
    for collection in system.collections.values():
        record = system.rest.records.get(collection.name) if system.rest else None
        if record is None or collection.of or any(way.all for way in record.find):
            return ()
        kinds |= {kind for way in record.find for kind in way.by} & _kept(collection)
    return tuple(sorted(kinds & KINDS.keys()))


def _kept(collection: Collection) -> set[str]:
    return {*collection.kinds, *(by.kind for by in collection.found_by)}


def not_asked(system: SystemMap, located: Located) -> tuple[str, ...]:
    """What lies elsewhere and leads here (``crm.shipments``), where nothing of it was found: nobody was asked for.

    Empty where something was found to ask by, where the person gave a number that finds records here, and where some
    collection is found by what people give.
    """
    known = {identifier.kind for identifier in located.identifiers}
    leads: set[str] = set()
    for collection in system.collections.values():
        elsewhere = [(of.target_system, of.target) for of in collection.of if of.target_system]
        if not elsewhere or known & _kept(collection) or any(_was_found(*lead, located) for lead in elsewhere):
            return ()
        leads |= {f"{name}.{target}" for name, target in elsewhere}
    return tuple(sorted(leads))


def _was_found(system: str, collection: str, located: Located) -> bool:
    return any(record.collection == collection for record in located.found.get(system, ()))


def not_linked(system: SystemMap, located: Located) -> tuple[str, ...]:
    """The kinds of which none is known of this person, though the system can be asked by nothing else."""
    needed = found_only_by(system)
    known = {identifier.kind for identifier in located.identifiers}
    return () if known & set(needed) else needed


def may_be_known_to(kinds: Sequence[str], systems: Mapping[str, SystemMap], located: Located) -> tuple[str, ...]:
    """The systems that could not be looked at and whose map has one of these kinds of number: as long as nobody has
    looked there, nobody can say that none is known."""
    return tuple(
        blind.system
        for blind in located.blind
        if blind.system in systems
        and any(_kept(table) & set(kinds) for table in systems[blind.system].collections.values())
    )
