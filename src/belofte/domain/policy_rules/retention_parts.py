"""Terms beside a category's own: what statutes demand, tags with a longer term, a term a purpose: Art. 5(1)(e)."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.policy import RetentionRule
from belofte.domain.policy_rules.finding import Severity
from belofte.domain.policy_rules.rule import Hit, World, hit, rule
from belofte.domain.policy_rules.terms import is_longer
from belofte.domain.policy_rules.words import term
from belofte.domain.statute import cited


def _each(world: World) -> Iterator[tuple[str, RetentionRule]]:
    """Every term of the policy with its path."""
    for name, kept in world.policy.retention.items():
        path = f"retention.{name}"
        yield path, kept
        yield from ((f"{path}.tagged.{tag}", part) for tag, part in kept.tagged.items())
        yield from ((f"{path}.by_purpose.{purpose}", part) for purpose, part in kept.by_purpose.items())


@rule(
    "retention-shorter-than-statute",
    Severity.ERROR,
    "Art. 6(1)(c), 17(3)(b) GDPR",
    nl="‘{law}’ vraagt {wanted}, het beleid bewaart {stated}.",
    en="‘{law}’ demands {wanted}, the policy keeps for {stated}.",
    mend_nl="Maak de termijn bij {path} minstens zo lang, of noem de wet die een kortere toelaat.",
    mend_en="Make the term at {path} at least as long, or name the law that allows a shorter one.",
)
def retention_shorter_than_statute(world: World) -> Iterator[Hit]:
    """A cited statute is a floor; the data that ships says which."""
    for path, kept in _each(world):
        known = cited(kept.law, world.statutes) if kept.law else None
        if known and kept.floor and is_longer(known.term, kept.floor):
            words = {"wanted": term(known.term), "stated": term(kept.floor)}
            yield hit(f"{path}.law", path, law=kept.law or "", path=path, **words)


@rule(
    "retention-starts-before-statute",
    Severity.WARNING,
    "Art. 6(1)(c), 17(3)(b) GDPR",
    nl="De termijn van ‘{law}’ begint later dan ‘{after}’: wat zo bewaard wordt, kan te vroeg gewist zijn.",
    en="The term of ‘{law}’ starts later than ‘{after}’: what is kept that way can be erased too early.",
    mend_nl="Laat de termijn bij {path} ingaan op: {wanted}.",
    mend_en="Let the term at {path} start at: {wanted}.",
)
def retention_starts_before_statute(world: World) -> Iterator[Hit]:
    """Seven years from the date of an invoice are shorter than seven years after its financial year."""
    for path, kept in _each(world):
        known = cited(kept.law, world.statutes) if kept.law else None
        if known and kept.after and kept.after not in known.after:
            wanted = " / ".join(known.after)
            yield hit(f"{path}.after", law=kept.law or "", after=kept.after, path=path, wanted=wanted)


@rule(
    "retention-tag-changes-nothing",
    Severity.WARNING,
    "Art. 5(1)(e) GDPR",
    nl="Het merk ‘{tag}’ bij ‘{category}’ heeft geen langere termijn: het verandert niets.",
    en="The tag ‘{tag}’ at ‘{category}’ has no longer term: it changes nothing.",
    mend_nl="Geef bij retention.{category}.tagged.{tag} een langere termijn, of haal het merk weg.",
    mend_en="Give a longer term at retention.{category}.tagged.{tag}, or take the tag away.",
)
def retention_tag_changes_nothing(world: World) -> Iterator[Hit]:
    """A tag makes the term longer, never shorter: the last of the terms decides."""
    for name, kept in world.policy.retention.items():
        for tag, part in kept.tagged.items():
            same_start = part.after == kept.after
            if part.ceiling is None or (same_start and kept.ceiling and not is_longer(part.ceiling, kept.ceiling)):
                yield hit(f"retention.{name}.tagged.{tag}", tag=tag, category=name)


@rule(
    "retention-tag-not-mapped",
    Severity.WARNING,
    "Art. 5(1)(e), 17(3)(b) GDPR",
    nl="Van ‘{place}’ is niet bekend welke gegevens het merk ‘{tag}’ hebben: daar wordt niets op termijn gewist.",
    en="It is not known which records of ‘{place}’ have the tag ‘{tag}’: nothing is erased by term there.",
    mend_nl="Zet bij {place} op de kaart, onder tagged, aan welke kolom het merk te zien is, of dat niets het heeft.",
    mend_en="Say under tagged, in the map of {place}, by which column the tag is seen, or that nothing has it.",
)
def retention_tag_not_mapped(world: World) -> Iterator[Hit]:
    """Whoever cannot tell the ten years from the seven must not erase at seven."""
    for system in world.systems.values():
        for name, collection in system.collections.items():
            kept = world.policy.retention.get(collection.category or "")
            for tag in kept.tagged if kept and collection.controller else ():
                if tag not in collection.tagged:
                    place = f"{system.name}.{name}"
                    yield hit(f"systems.{system.name}.tables.{name}", place=place, tag=tag)


@rule(
    "retention-purpose-unknown",
    Severity.ERROR,
    "Art. 5(1)(b) and (e) GDPR",
    nl="‘{category}’ heeft een termijn voor ‘{purpose}’, maar dat is geen doel dat deze gegevens gebruikt.",
    en="‘{category}’ has a term for ‘{purpose}’, but that is no purpose that uses this data.",
    mend_nl="Noem bij retention.{category}.by_purpose alleen doelen die deze categorie gebruiken.",
    mend_en="Name only purposes that use this category at retention.{category}.by_purpose.",
    decidable=False,
)
def retention_purpose_unknown(world: World) -> Iterator[Hit]:
    """A term for a use nobody declared keeps data for nothing."""
    for name, kept in world.policy.retention.items():
        for purpose in kept.by_purpose:
            stated = world.policy.purposes.get(purpose)
            if stated is None or not any(use.category == name for use in stated.uses):
                yield hit(f"retention.{name}.by_purpose.{purpose}", category=name, purpose=purpose)


@rule(
    "retention-purpose-without-term",
    Severity.WARNING,
    "Art. 5(1)(b) and (e), 13(2)(a) GDPR",
    nl="‘{purpose}’ gebruikt ‘{category}’, maar bij de termijnen per doel staat er geen voor dit doel.",
    en="‘{purpose}’ uses ‘{category}’, but among the terms by purpose there is none for it.",
    mend_nl="Zet bij retention.{category}.by_purpose ook een termijn voor {purpose}.",
    mend_en="Add a term for {purpose} at retention.{category}.by_purpose.",
)
def retention_purpose_without_term(world: World) -> Iterator[Hit]:
    """Where terms differ by purpose, a purpose without one ends with the whole."""
    for name, kept in world.policy.retention.items():
        for purpose, stated in world.policy.purposes.items() if kept.by_purpose else ():
            if purpose not in kept.by_purpose and any(use.category == name for use in stated.uses):
                yield hit(f"retention.{name}.by_purpose", category=name, purpose=purpose)


@rule(
    "retention-before-any-purpose",
    Severity.ERROR,
    "Art. 5(1)(e), 13(2)(a) GDPR",
    nl="Bij ‘{category}’ begint elke termijn pas met een gebeurtenis: waarvoor nog niets begon, blijft voor altijd.",
    en="For ‘{category}’ each term begins with an event only: data for which nothing has begun stays for ever.",
    mend_nl="Geef retention.{category} zelf een termijn, of laat bij één doel begins weg.",
    mend_en="Give retention.{category} a term of its own, or leave begins out at one purpose.",
    decidable=False,
)
def retention_before_any_purpose(world: World) -> Iterator[Hit]:
    """A sweep compares days that concern every record; without one it has nothing to go by."""
    for name, kept in world.policy.retention.items():
        has_own = kept.floor is not None or kept.ceiling is not None or kept.until is not None
        if kept.by_purpose and not has_own and all(part.begins is not None for part in kept.by_purpose.values()):
            yield hit(f"retention.{name}", category=name)


RULES = (
    retention_shorter_than_statute,
    retention_starts_before_statute,
    retention_tag_changes_nothing,
    retention_tag_not_mapped,
    retention_purpose_unknown,
    retention_purpose_without_term,
    retention_before_any_purpose,
)
