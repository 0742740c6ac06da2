"""Which systems could not be looked at, why, and what helps: said the same way by every command that looks."""

from __future__ import annotations

from collections.abc import Iterable

from belofte.cli.show import blind_text
from belofte.domain.errors import CouldNotLook
from belofte.domain.plan import Blind


def each_once(blind: Iterable[Blind]) -> list[Blind]:
    """Each system once, by its name: several people may have been looked for."""
    return sorted({one.system: one for one in blind}.values(), key=lambda one: one.system)


def blind_lines(blind: Iterable[Blind]) -> list[str]:
    """A line a system."""
    return [blind_text(one) for one in each_once(blind)]


def could_not_look(blind: Iterable[Blind], before: str = "", then: str = "") -> CouldNotLook:
    """The error to end with (exit status 3): every system by name, and every remedy. ``before`` is what was done all
    the same, ``then`` what to do when the systems can be seen again."""
    away = each_once(blind)
    names = ", ".join(one.system for one in away)
    remedies = [f"{one.system}: {one.remedy.rstrip('.')}" for one in away] + ([then] if then else [])
    return CouldNotLook(f"{before}Not every system was seen: {names}.", "\n  → ".join(remedies))
