"""What the vendor's own console gave our account, by the vendor's names; a fault takes one away or adds one."""

from __future__ import annotations

from collections.abc import Iterable

from belofte.sandbox.rest.faults import EXTRA_RIGHT, WITHOUT_RIGHT, switched_on
from belofte.sandbox.rest.rows import RIGHT, State


def rights_of(state: State) -> frozenset[str] | None:
    """What our account may do now; None while nobody said anything of it."""
    given = frozenset(state.kept(RIGHT))
    if not given:
        return None
    faults = switched_on(state)
    lost = {fault.right for fault in faults if fault.name == WITHOUT_RIGHT}
    return given - lost | {fault.right for fault in faults if fault.name == EXTRA_RIGHT}


def give_rights(state: State, names: Iterable[str]) -> None:
    """From the next sign-in on our account has these rights and no others."""
    with state.writing() as database:
        database.execute("DELETE FROM kept WHERE name LIKE ? || '%'", (RIGHT,))
        database.executemany("INSERT INTO kept VALUES (?, '')", [(RIGHT + name,) for name in set(names)])
