"""What a name stands for in the map of a system: the system itself, a table, a column, a verb."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.policy import Policy, Text
from belofte.domain.system_map import Collection, EraseClear, EraseKeep, EraseRow, SystemMap, Verb
from belofte.loading.explain_lines import Explanation, at, both, kinds, listed, some, stands
from belofte.loading.folder import PolicyFolder

VERBS: dict[Verb, tuple[str, str]] = {
    Verb.FIND: ("Look for a person's records.", "De gegevens van een persoon zoeken."),
    Verb.EXPORT: (
        "Copy a person's records, for an answer.",
        "De gegevens van een persoon kopiëren, voor een antwoord.",
    ),
    Verb.RECTIFY: ("Put wrong data right.", "Onjuiste gegevens verbeteren."),
    Verb.RESTRICT: ("Mark records so that nobody uses them.", "Gegevens zo merken dat niemand ze gebruikt."),
    Verb.LIFT: ("End a restriction.", "Een beperking opheffen."),
    Verb.ERASE: ("Erase or clear a person's records.", "De gegevens van een persoon wissen of leegmaken."),
    Verb.PURGE: ("Make an erasure physical.", "Gewiste gegevens echt van de schijf halen."),
    Verb.READ_BACK: ("Look again after an act.", "Na een handeling teruglezen."),
    Verb.OBSERVE: ("See settings and counts, for the checks.", "Instellingen en aantallen zien, voor de controles."),
    Verb.TELL: ("Write to somebody.", "Iemand berichten."),
    Verb.ASK_PERSON: ("Give a named person the task.", "Een mens de taak geven."),
    Verb.PUBLISH: ("Publish a version of the notice.", "Een versie van de privacyverklaring publiceren."),
}
"""What each verb does, in English and Dutch."""


def verb_named(name: str, folder: PolicyFolder | None) -> Explanation | None:
    """What a verb does, and which systems may do it."""
    verb = next((verb for verb in Verb if verb.value == name), None)
    if verb is None:
        return None
    lines = [both(*VERBS[verb])]
    lines += [_allowed(system, verb, folder.policy) for system in folder.systems.values()] if folder else []
    return Explanation(name, "verb", tuple(lines))


def system_named(system: SystemMap, folder: PolicyFolder) -> Explanation:
    """A system: what it may do, who holds it, its tables."""
    policy, path = folder.policy, f"systems.{system.name}"
    tables = (at(name, f"{path}.tables.{name}", policy) for name in system.collections)
    expected = (at(f"{name} {wanted}", f"{path}.expect.{name}", policy) for name, wanted in system.expect.items())
    lines = [
        system.label or both(f"A system of the kind {system.kind}.", f"Een systeem van de soort {system.kind}."),
        *stands(path, policy),
        *listed("May", "Mag", [at(", ".join(v for v in Verb if v in system.allow), f"{path}.allow", policy)]),
        *listed("Held by", "Ligt bij", (at(held, f"recipients.{held}", policy) for held in some(system.recipient))),
        *listed("Tables", "Tabellen", tables),
        *listed("Must be so there", "Moet daar zo zijn", expected),
    ]
    return Explanation(system.name, "system", tuple(lines))


def inside(name: str, system: SystemMap, policy: Policy) -> Iterator[Explanation]:
    """A table, a column or a verb of one system, by the name it has there."""
    if name in system.collections:
        yield _table(system, system.collections[name], policy)
    table, _, column = name.rpartition(".")
    if table in system.collections and column in system.collections[table].columns:
        yield _column(system, system.collections[table], column, policy)
    if name in VERBS:
        verb = Verb(name)
        yield Explanation(f"{system.name}.{name}", "verb", (both(*VERBS[verb]), _allowed(system, verb, policy)))


def _table(system: SystemMap, table: Collection, policy: Policy) -> Explanation:
    path = f"systems.{system.name}.tables.{table.name}"
    found = (f"{by.column} ({by.kind})" for by in table.found_by)
    lines = [
        both(f"A table of {system.name}.", f"Een tabel van {system.name}."),
        *stands(path, policy),
        *listed("Category", "Categorie", (at(name, f"data.{name}", policy) for name in some(table.category))),
        *kinds("Holds", "Bevat", table.kinds),
        *((both("One row is one person.", "Eén rij is één persoon."),) if table.person else ()),
        *listed("Belongs to a row of", "Hoort bij een rij van", (_target(r.target_system, r.target) for r in table.of)),
        *listed("Found by", "Gevonden met", found),
        *listed("Read before a copy leaves", "Gelezen voor een kopie vertrekt", table.free_text),
        *_erased(table, at("erase", f"{path}.erase", policy)),
        *(
            ()
            if table.controller
            else (
                both(
                    "Held as a customer's processor: never searched on a request to the company.",
                    "Voor een klant bewaard, als verwerker: bij een verzoek aan het bedrijf nooit doorzocht.",
                ),
            )
        ),
    ]
    return Explanation(f"{system.name}.{table.name}", "table", tuple(lines))


def _column(system: SystemMap, table: Collection, column: str, policy: Policy) -> Explanation:
    path = f"systems.{system.name}.tables.{table.name}"
    held = [kind for kind, columns in table.kinds.items() if column in columns]
    lines = [
        both(f"A column of {system.name}.{table.name}.", f"Een kolom van {system.name}.{table.name}."),
        *stands(f"{path}.{held[0]}" if held else f"{path}.not_personal", policy),
        *kinds("Holds", "Bevat", held),
        *(() if held else (both("It holds no personal data by itself.", "Bevat op zichzelf geen persoonsgegevens."),)),
    ]
    return Explanation(f"{system.name}.{table.name}.{column}", "column", tuple(lines))


def _erased(table: Collection, where: str) -> Iterator[Text]:
    match table.erase:
        case EraseRow():
            yield both(f"On erasure the row goes: {where}", f"Bij wissen gaat de rij weg: {where}")
        case EraseClear(values=values):
            names = ", ".join(values)
            yield both(f"On erasure cleared: {names}, {where}", f"Bij wissen leeggemaakt: {names}, {where}")
        case EraseKeep(ground=ground):
            yield both(f"On erasure kept, because of {ground}: {where}", f"Bij wissen bewaard, om {ground}: {where}")
        case None:
            yield both("How it is erased is not stated.", "Hoe het gewist wordt, staat er niet.")


def _allowed(system: SystemMap, verb: Verb, policy: Policy) -> Text:
    place = at("allow", f"systems.{system.name}.allow", policy)
    if verb in system.allow:
        return both(f"{system.name} may do it: {place}", f"{system.name} mag het: {place}")
    return both(
        f"{system.name} may not do it; it becomes a task for a person: {place}",
        f"{system.name} mag het niet; het wordt een taak voor een mens: {place}",
    )


def _target(system: str | None, table: str) -> str:
    return f"{system}.{table}" if system else table
