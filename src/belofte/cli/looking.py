"""What a command that looks in every system says before it begins and while it does: on standard error, so that what
is found can be read by a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from belofte.domain.system_map import SystemMap
    from belofte.procedures.desks import Wait
    from belofte.procedures.parts import Parts

NO_PEOPLE = "not searched: its map names nothing of people"


def names_of(systems: Mapping[str, SystemMap]) -> dict[str, str]:
    """Each system as people call it."""
    return {name: label_of(system.label_in("en"), name) for name, system in systems.items()}


def without_people(systems: Mapping[str, SystemMap]) -> list[str]:
    """Systems of which the map names nothing of people."""
    return [name for name, one in systems.items() if not one.collections and not one.is_kept_by_people]


def label_of(label: str, name: str) -> str:
    """How people call a system, with the name it has in the folder."""
    return name if label.casefold() == name.casefold() else f"{name} ({label})"


def foretold_waits(parts: Parts) -> tuple[Wait, ...]:
    """Where a vendor's limits will make this search wait; they are told at once."""
    from belofte.procedures.planning.waits import waits_to_look

    waits, names = waits_to_look(parts), names_of(parts.systems)
    for wait in waits:
        typer.echo(f"  {names[wait.system]}: about {wait}", err=True)
    return waits


def progress_of(systems: Mapping[str, SystemMap]) -> Callable[[str, int | None], None]:
    """Says of each system what was found in it so far, once it was searched."""
    names, no_people, seen = names_of(systems), without_people(systems), Counter[str]()

    def tell(system: str, records: int | None) -> None:
        typer.echo(_searched(names, no_people, seen, system, records), err=True)

    return tell


def _searched(
    names: Mapping[str, str], no_people: Collection[str], seen: Counter[str], system: str, records: int | None
) -> str:
    seen[system] += 1
    again = "again, with what was found elsewhere: " if seen[system] > 1 else ""
    looked = "could not look" if records is None else f"{again}{records or 'nothing'} found so far"
    return f"  [{len(seen)}/{len(names)}] {names[system]}: {NO_PEOPLE if system in no_people else looked}"
