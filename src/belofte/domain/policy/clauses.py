"""The sentences of the published text, and what is still to be decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from belofte.domain.policy.words import ClauseId, FactPath, Period, Text


@dataclass(frozen=True, slots=True)
class Fact:
    """One more statement of the text that has no field of its own: a stance, a description, a promise never to do."""

    name: str
    states: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence of the published text, the facts it rests on, and how it is judged.

    The check follows from the kind of fact; ``check`` overrules it. ``not_checkable`` gives the reason why nothing can
    prove it. ``contradicts`` names a clause that cannot be true at the same time, ``decide`` what was decided.
    """

    id: ClauseId
    facts: tuple[FactPath, ...] = ()
    check: str | None = None
    parameters: Mapping[str, object] = field(default_factory=dict[str, object])
    not_checkable: str | None = None
    contradicts: tuple[ClauseId, ...] = ()
    decide: str | None = None
    fresh: Period | None = None
    document: str | None = None
    attest_every: Period | None = None
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class Todo:
    path: FactPath
    why: str
