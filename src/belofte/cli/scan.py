"""``belofte scan``: what a map and its live database do not agree on, all of it, by table and column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, PolicyDir, print_json
from belofte.domain.errors import CouldNotLook, Refused, WrongUse

if TYPE_CHECKING:
    from belofte.connectors.sql.check import Problem
    from belofte.ports import SystemConnector


@dataclass(frozen=True, slots=True)
class Scanned:
    """One system held against its map. ``why`` is None when it could be looked at."""

    system: str
    problems: Sequence[Problem]
    why: str | None = None
    remedy: str | None = None


def scan(
    name: Annotated[str, typer.Argument(help="One system; without it: all.")] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    as_json: AsJson = False,
) -> None:
    """Hold every map against its live database: what nobody named, and what the database would refuse.

    Examples: belofte scan · belofte scan crm --json
    """
    from belofte.bootstrap import open_belofte

    with open_belofte(policy) as belofte:
        connectors = belofte.parts.connectors
        if name and name not in connectors:
            raise WrongUse(f"There is no system {name}.", f"use one of: {', '.join(connectors)}")
        scanned = [_scanned(each, connectors[each]) for each in ([name] if name else connectors)]
    if as_json:
        print_json("scan", systems=scanned)
    else:
        typer.echo("\n".join(line for each in scanned for line in _lines(each)))
    _leave(scanned)


def _scanned(system: str, connector: SystemConnector) -> Scanned:
    from belofte.connectors.sql.connector import MapDoesNotFit
    from belofte.ports import SystemUnreachable

    try:
        connector.fingerprint()
    except MapDoesNotFit as drift:
        return Scanned(system, drift.problems)
    except SystemUnreachable as away:
        return Scanned(system, (), away.why, away.remedy)
    return Scanned(system, ())


def _lines(scanned: Scanned) -> list[str]:
    if scanned.why:
        return [f"{scanned.system:<12} could not look: {scanned.why} → {scanned.remedy}"]
    if not scanned.problems:
        return [f"{scanned.system:<12} map and database agree"]
    return [f"{scanned.system:<12} {problem} → {problem.remedy}" for problem in scanned.problems]


def _leave(scanned: Sequence[Scanned]) -> None:
    """Exit 1 where a map does not fit, else 3 where a system could not be seen."""
    if drifting := [each.system for each in scanned if each.problems]:
        raise Refused(f"The map does not fit the database of {', '.join(drifting)}.", "no plan is made until it does")
    if away := next((each for each in scanned if each.why), None):
        raise CouldNotLook("Not every system could be seen.", away.remedy or "")
