"""How the systems erase: nothing left that singles somebody out, nothing kept without a ground (Art. 17)."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.kinds import KINDS, Strength
from belofte.domain.policy_rules.data_map import is_strong, ours, place_of
from belofte.domain.policy_rules.finding import Severity
from belofte.domain.policy_rules.rule import Hit, World, hit, rule
from belofte.domain.policy_rules.words import names
from belofte.domain.system_map import Collection, EraseClear, EraseKeep, EraseRow, SystemMap


@rule(
    "kept-row-loses-field",
    Severity.ERROR,
    "Art. 17(3)(b) GDPR",
    nl="‘{place}’ wordt bewaard en heeft {field} nodig, maar dat veld wordt gewist.",
    en="‘{place}’ is kept and needs {field}, but that field is erased.",
    mend_nl="Zet {field} over naar ‘{place}’, of wis dat veld niet zolang de bewaartermijn loopt.",
    mend_en="Copy {field} into ‘{place}’, or do not erase that field while the term runs.",
    decidable=False,
)
def kept_row_loses_field(world: World) -> Iterator[Hit]:
    """An invoice without its buyer is no longer an invoice."""
    for path, system, collection in ours(world):
        for needed in collection.keeps:
            table, _, column = needed.rpartition(".")
            holder = system.collections.get(table)
            gone = holder and (
                isinstance(holder.erase, EraseRow)
                or (isinstance(holder.erase, EraseClear) and column in holder.erase.values)
            )
            if gone:
                yield hit(path, place=place_of(system, collection), field=needed)


@rule(
    "cleared-with-constant",
    Severity.ERROR,
    "Art. 5(1)(d), 17 GDPR",
    nl="In ‘{place}’ krijgt {column} bij iedereen dezelfde waarde: twee gewiste mensen worden dan één, of het mislukt.",
    en="In ‘{place}’ {column} gets the same value for everyone: two erased people become one, or it fails.",
    mend_nl="Maak de kolom leeg, of zet er {{random}} in.",
    mend_en="Empty the column, or put {{random}} in it.",
    decidable=False,
)
def cleared_with_constant(world: World) -> Iterator[Hit]:
    """A column that tells people apart must not make them the same."""
    for path, system, collection in ours(world):
        if not isinstance(collection.erase, EraseClear):
            continue
        strong = {c for kind, cs in collection.kinds.items() if is_strong(system, kind) for c in cs}
        for column, value in collection.erase.values.items():
            if column in strong and isinstance(value, str) and value and "{random}" not in value:
                yield hit(path, place=place_of(system, collection), column=column)


@rule(
    "clear-leaves-identifier",
    Severity.ERROR,
    "Art. 4(1), 4(5), 17 GDPR",
    nl="Na wissen in ‘{place}’ wijst nog iets één persoon aan: {columns}.",
    en="After erasure in ‘{place}’ something still singles somebody out: {columns}.",
    mend_nl="Maak ook {columns} leeg, of laat de rij verdwijnen (erase: row).",
    mend_en="Empty {columns} too, or let the row go (erase: row).",
    decidable=False,
)
def clear_leaves_identifier(world: World) -> Iterator[Hit]:
    """An identifier left standing, or replaced by a hash or mask of itself, is no erasure."""
    for path, system, collection in ours(world):
        if not isinstance(collection.erase, EraseClear):
            continue
        cleared = {c for c, value in collection.erase.values.items() if not _derived(value)}
        cleared |= _following(system, collection)
        left = [c for kind, cs in collection.kinds.items() if _points_at(kind) for c in cs if c not in cleared]
        left += [found.column for found in collection.found_by if found.column not in cleared]
        if left:
            yield hit(path, place=place_of(system, collection), columns=names(dict.fromkeys(left)))


def _following(system: SystemMap, collection: Collection) -> frozenset[str]:
    """What a vendor makes of other fields (a full name, the address of an account) goes when those go."""
    record = system.rest.records.get(collection.name) if system.rest else None
    return frozenset(record.clear.follows if record else ())


def _points_at(kind: str) -> bool:
    return kind in KINDS and KINDS[kind].strength is not Strength.NONE


def _derived(value: str | int | bool | None) -> bool:
    """Whether a value is made from the old one: a hash or a mask of it."""
    return isinstance(value, str) and any(word in value for word in ("{hash", "{mask", "{sha", "{md5", "{value"))


@rule(
    "kept-on-unknown-ground",
    Severity.ERROR,
    "Art. 17(3) GDPR",
    nl="‘{place}’ blijft staan op de grond ‘{ground}’, maar voor ‘{category}’ staat er geen wet of ondergrens.",
    en="‘{place}’ is kept on the ground ‘{ground}’, but for ‘{category}’ the policy names no law and no floor.",
    mend_nl="Zet bij retention.{category} de wet en de termijn, of wis de rij.",
    mend_en="Give retention.{category} the law and the term, or erase the row.",
    decidable=False,
)
def kept_on_unknown_ground(world: World) -> Iterator[Hit]:
    """What stands against erasure must be a fact people were told."""
    for path, system, collection in ours(world):
        if isinstance(collection.erase, EraseKeep) and collection.category:
            kept = world.policy.retention.get(collection.category)
            if kept is None or not (kept.law or kept.floor):
                place, ground = place_of(system, collection), collection.erase.ground
                yield hit(path, place=place, ground=ground, category=collection.category)


@rule(
    "erase-not-decided",
    Severity.WARNING,
    "Art. 17, 25 GDPR",
    nl="Van ‘{place}’ staat niet hoe er gewist wordt.",
    en="It does not say how ‘{place}’ is erased.",
    mend_nl="Zet erase: row, clear of keep bij de tabel.",
    mend_en="Give the table erase: row, clear or keep.",
)
def erase_not_decided(world: World) -> Iterator[Hit]:
    """Undecided is a task for a person at each request."""
    for path, system, collection in ours(world):
        if collection.kinds and collection.erase is None:
            yield hit(path, place=place_of(system, collection))


@rule(
    "archive-called-erasure",
    Severity.ERROR,
    "Art. 17 GDPR",
    nl="Systeem ‘{system}’ archiveert in plaats van te wissen: dat is terug te draaien.",
    en="System ‘{system}’ archives instead of erasing: that can be undone.",
    mend_nl="Zet in systems/{system}.yaml erase: permanently.",
    mend_en="Set erase: permanently in systems/{system}.yaml.",
    decidable=False,
)
def archive_called_erasure(world: World) -> Iterator[Hit]:
    """At some vendors the ordinary delete keeps everything."""
    for system in world.systems.values():
        recipient = world.policy.recipients.get(system.recipient or "")
        vendor = world.vendors.vendors.get(system.kind) or (recipient and world.vendors.behind(recipient))
        if vendor and vendor.delete_archives and system.settings.get("erase") not in (None, "permanently"):
            yield hit(f"systems.{system.name}.erase", system=system.name)


RULES = (
    kept_row_loses_field,
    cleared_with_constant,
    clear_leaves_identifier,
    kept_on_unknown_ground,
    erase_not_decided,
    archive_called_erasure,
)
