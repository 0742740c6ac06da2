"""Where a collection lies in AWS, as its map says under ``at:``. A map that cannot be followed is refused in words.

========== ================================================================================================
service    other words under ``at:``
========== ================================================================================================
s3         ``bucket``; ``prefix`` (several; ``klanten/{customer-number}/``); ``tag`` or ``metadata`` (a name whose
           value tells whose object it is); ``shared`` (prefixes of objects that are about several people)
ses        ``list`` (contact lists; without it all of them)
suppression nothing: the account's list of addresses nothing is sent to
logs       ``group`` (log groups), ``days`` (how far back to look; without it as far as events exist), ``by``,
           ``ours``, ``spelling`` (see :mod:`belofte.connectors.aws.logs`)
snapshots  ``instance`` (RDS instances or clusters), ``volume`` (EBS volumes)
========== ================================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from belofte.domain.identity import KEY
from belofte.domain.kinds import KINDS, Strength
from belofte.domain.system_map import Collection, SystemMap
from belofte.ports import SystemUnreachable


class Kept(StrEnum):
    """The services of AWS in which people's data is looked for."""

    S3 = "s3"
    SES = "ses"
    SUPPRESSION = "suppression"
    LOGS = "logs"
    SNAPSHOTS = "snapshots"


_WORDS: Mapping[Kept, frozenset[str]] = {
    Kept.S3: frozenset({"bucket", "prefix", "tag", "metadata", "shared"}),
    Kept.SES: frozenset({"list"}),
    Kept.SUPPRESSION: frozenset(),
    Kept.LOGS: frozenset({"group", "days", "by", "ours", "spelling"}),
    Kept.SNAPSHOTS: frozenset({"instance", "volume"}),
}


class MapDoesNotFit(SystemUnreachable):
    """Map and account conflict. Nothing is read or changed until somebody decides."""

    def __init__(self, system: str, collection: str, what: str, remedy: str) -> None:
        super().__init__(f"The map of system {system} does not fit: {collection} {what}.", remedy, transient=False)


@dataclass(frozen=True, slots=True)
class By:
    """A value of ``kind`` and ``scope`` finds records. ``strong``: it finds them by itself; a weak one only shows
    candidates."""

    kind: str
    scope: str
    strong: bool

    @property
    def label(self) -> str:
        """What a path begins with."""
        return self.scope if self.kind == KEY else self.kind


def service_of(system: SystemMap, collection: Collection) -> Kept:
    """Which service a collection lies in. Raises :class:`MapDoesNotFit`."""
    named = one_word(system, collection, "service")
    if named not in tuple(Kept):
        what = f"lies in no service this connector knows ({named or 'none is stated'})"
        raise MapDoesNotFit(system.name, collection.name, what, f"Write at: {{service: {'|'.join(Kept)}, …}}.")
    unknown = sorted(set(collection.at) - _WORDS[Kept(named)] - {"service"})
    if unknown:
        known = ", ".join(sorted(_WORDS[Kept(named)])) or "none"
        what = f"has a word under at: that {named} does not know ({unknown[0]})"
        raise MapDoesNotFit(system.name, collection.name, what, f"Words of {named}: {known}.")
    return Kept(named)


def one_word(system: SystemMap, collection: Collection, word: str) -> str:
    """The one value of a word under ``at:``; "" where it is not stated. Raises :class:`MapDoesNotFit` for several."""
    values = collection.at.get(word, ())
    if len(values) > 1:
        what = f"has several values for at.{word}"
        raise MapDoesNotFit(system.name, collection.name, what, "Write one, and a table of its own for each other.")
    return values[0] if values else ""


def needed_word(system: SystemMap, collection: Collection, word: str) -> str:
    """The one value of a word that must be there. Raises :class:`MapDoesNotFit`."""
    value = one_word(system, collection, word)
    if not value:
        raise MapDoesNotFit(system.name, collection.name, f"does not say at.{word}", f"Write at: {{{word}: …}}.")
    return value


def by_column(system: SystemMap, collection: Collection, column: str) -> By | None:
    """What the values of a column find people by: what the map says of it; None where it identifies nobody."""
    found_by = {found.column: found.kind for found in collection.found_by}
    kinds = {named: kind for kind, columns in collection.kinds.items() for named in columns}
    kind = found_by.get(column) or kinds.get(column)
    if kind is None or not _identifies(system, kind):
        return None
    return By(kind, system.scope_of(collection.name, column, kind), is_strong(system, kind))


def by_name(system: SystemMap, collection: Collection, name: str) -> By | None:
    """What a word in braces stands for: a reference to another system's record, or a kind."""
    for reference in collection.of:
        if reference.columns == (name,) and reference.target_system is not None:
            scope = f"{reference.target_system}.{reference.target}.{reference.target_columns[0]}"
            return By(KEY, scope, strong=True)
    if not _identifies(system, name):
        return None
    column = next(iter(collection.kinds.get(name, ())), name)
    return By(name, system.scope_of(collection.name, column, name), is_strong(system, name))


def references(collection: Collection) -> Iterator[By]:
    """What the collection's references to other systems find people by."""
    for reference in collection.of:
        if reference.target_system is not None and len(reference.columns) == 1:
            yield By(KEY, f"{reference.target_system}.{reference.target}.{reference.target_columns[0]}", strong=True)


def is_strong(system: SystemMap, kind: str) -> bool:
    """Does one value of this kind find records by itself here? The map may name fewer kinds than are built in."""
    if system.sure:
        return kind in system.sure
    return kind in KINDS and KINDS[kind].strength is Strength.STRONG


def _identifies(system: SystemMap, kind: str) -> bool:
    if kind in system.sure:
        return True
    return kind in KINDS and KINDS[kind].strength is not Strength.NONE
