"""Which systems stand on this machine for real in a sandbox, by their kind, and which map says so itself already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from belofte.domain.system_map import SystemMap
from belofte.sandbox.local import aws_account
from belofte.sandbox.local.part import Part, Wanted


@dataclass(frozen=True, slots=True)
class Sort:
    """How a part of one kind is made, and whether a map names a place on this machine itself: then it is left alone."""

    make: Callable[[Wanted], Part]
    stands_elsewhere: Callable[[SystemMap], bool]


SORTS: Mapping[str, Sort] = {
    "aws": Sort(aws_account.AwsAccount, aws_account.stands_elsewhere),
}


def sort_of(system: SystemMap) -> Sort | None:
    """The part that a system needs; None where it is no part, or names its place itself."""
    sort = SORTS.get(system.kind)
    return None if sort is None or sort.stands_elsewhere(system) else sort
