"""What the company holds as a customer's processor (``controller: false``), turned so that it can be looked through.

A request about such data belongs to the customer (Art. 28(3)(e) GDPR). It is searched for one purpose only: to tell
whom to ask. The turned map allows nothing but finding, and of everything else in the system it knows nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from belofte.domain.system_map import Collection, SystemMap, Verb

HELD_FOR_CUSTOMER = "held-for-a-customer"
"""Question: the person was found only in what we hold for a customer; a named person confirms that it goes there."""
CUSTOMER_DATA_UNSEEN = "customer-data-not-searched"
"""Question: what we hold for customers could not be looked through; nobody knows whether a customer is to be asked."""


def turned(systems: Mapping[str, SystemMap]) -> dict[str, SystemMap]:
    """The maps of what is held for customers, by system; a system that holds nothing for one is left out."""
    return {
        name: replace(
            system,
            allow=frozenset({Verb.FIND}),
            collections={table: _own(held) for table, held in system.collections.items()},
            expect={},
            backups=None,
        )
        for name, system in systems.items()
        if not system.is_kept_by_people and any(not held.controller for held in system.collections.values())
    }


def _own(held: Collection) -> Collection:
    """Ours is out of sight; a customer's stands by itself, found by what it holds and by no way through our tables."""
    if held.controller:
        return replace(held, controller=False)
    ways = tuple(column for reference in held.of for column in reference.columns)
    return replace(held, controller=True, of=(), erase=None, not_personal=(*held.not_personal, *ways))
