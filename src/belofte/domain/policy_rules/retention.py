"""How long: Art. 5(1)(e), 13(2)(a), 17."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.policy import RetentionRule
from belofte.domain.policy_rules.finding import Severity
from belofte.domain.policy_rules.rule import Hit, World, hit, rule
from belofte.domain.policy_rules.terms import is_longer
from belofte.domain.policy_rules.words import term


def _has_end(kept: RetentionRule | None) -> bool:
    return kept is not None and (kept.ceiling is not None or kept.until is not None)


@rule(
    "retention-missing",
    Severity.ERROR,
    "Art. 5(1)(e), 13(2)(a) GDPR",
    nl="Er staat niet hoe lang de categorie ‘{category}’ bewaard wordt.",
    en="It does not say how long the category ‘{category}’ is kept.",
    mend_nl="Zet bij retention.{category} een termijn (at_most of exactly, met after) of een einde (until).",
    mend_en="Give retention.{category} a term (at_most or exactly, with after) or an end (until).",
    decidable=False,
)
def retention_missing(world: World) -> Iterator[Hit]:
    """To speak of the applicable term is to name none: people must be able to work out the day."""
    for category in world.policy.data:
        if not _has_end(world.policy.retention.get(category)):
            yield hit(f"retention.{category}", category=category)


@rule(
    "retention-start-missing",
    Severity.ERROR,
    "Art. 5(1)(e), 13(2)(a) GDPR",
    nl="De termijn van ‘{category}’ heeft geen begin: er staat niet vanaf welk moment hij telt.",
    en="The term of ‘{category}’ has no start: it does not say from which moment it counts.",
    mend_nl="Zet bij retention.{category} met after de gebeurtenis waarna de termijn telt.",
    mend_en="Name at retention.{category}, with after, the event from which the term counts.",
    decidable=False,
)
def retention_start_missing(world: World) -> Iterator[Hit]:
    """A length without a first day never ends."""
    for kept in world.policy.retention.values():
        if (kept.floor or kept.ceiling) and not kept.after:
            yield hit(f"retention.{kept.category}.after", category=kept.category)


@rule(
    "retention-floor-over-ceiling",
    Severity.ERROR,
    "Art. 5(1)(e) GDPR",
    nl="‘{category}’ moet minstens {floor} bewaard blijven en mag hoogstens {ceiling} bewaard worden.",
    en="‘{category}’ must be kept at least {floor} and may be kept at most {ceiling}.",
    mend_nl="Maak bij retention.{category} de ondergrens niet langer dan de bovengrens.",
    mend_en="At retention.{category}, make the floor no longer than the ceiling.",
    decidable=False,
)
def retention_floor_over_ceiling(world: World) -> Iterator[Hit]:
    """Both cannot be kept. Compared from every possible starting day, as months differ in length."""
    for kept in world.policy.retention.values():
        if kept.floor and kept.ceiling and is_longer(kept.floor, kept.ceiling):
            path, category = f"retention.{kept.category}", kept.category
            yield hit(path, category=category, floor=term(kept.floor), ceiling=term(kept.ceiling))


@rule(
    "retention-floor-without-law",
    Severity.WARNING,
    "Art. 17(3)(b) GDPR",
    nl="‘{category}’ blijft minstens {floor} bewaard, ook als iemand vraagt te wissen, maar er staat geen wet bij.",
    en="‘{category}’ is kept at least {floor}, even if somebody asks for erasure, but no law is named.",
    mend_nl="Zet het wetsartikel bij retention.{category}.law, of maak er een bovengrens van.",
    mend_en="Give the article of law at retention.{category}.law, or make it a ceiling.",
)
def retention_floor_without_law(world: World) -> Iterator[Hit]:
    """Only a law, or a legal claim, stands against a request for erasure."""
    for kept in world.policy.retention.values():
        if kept.floor and not kept.law:
            yield hit(f"retention.{kept.category}.law", category=kept.category, floor=term(kept.floor))


@rule(
    "retention-law-without-floor",
    Severity.WARNING,
    "Art. 17(3)(b) GDPR",
    nl="Voor ‘{category}’ noemt u een wet ({law}), maar geen ondergrens: op verzoek zou het te vroeg gewist worden.",
    en="For ‘{category}’ you name a law ({law}) but no floor: on request it would be erased too early.",
    mend_nl="Zet bij retention.{category} exactly of at_least in plaats van at_most.",
    mend_en="Write exactly or at_least at retention.{category} instead of at_most.",
)
def retention_law_without_floor(world: World) -> Iterator[Hit]:
    """A law that obliges to keep is a floor; a ceiling alone lets everything go at the first request."""
    for kept in world.policy.retention.values():
        if kept.law and kept.ceiling and not kept.floor:
            yield hit(f"retention.{kept.category}", category=kept.category, law=kept.law)


@rule(
    "retention-end-unclear",
    Severity.WARNING,
    "Art. 5(1)(e) GDPR",
    nl="Er staat niet wat er met ‘{category}’ gebeurt als de termijn om is.",
    en="It does not say what happens to ‘{category}’ when its term is over.",
    mend_nl="Zet bij retention.{category} then: erase.",
    mend_en="Set then: erase at retention.{category}.",
)
def retention_end_unclear(world: World) -> Iterator[Hit]:
    """A term that ends in nothing is carried out by nobody."""
    for kept in world.policy.retention.values():
        if _has_end(kept) and not kept.then:
            yield hit(f"retention.{kept.category}.then", category=kept.category)


@rule(
    "retention-end-not-erasure",
    Severity.ERROR,
    "Art. 4(5), 5(1)(e), 17 GDPR",
    nl="Aan het eind wordt ‘{category}’ niet gewist maar ‘{then}’: wat één persoon aanwijst, is een persoonsgegeven.",
    en="At the end ‘{category}’ is not erased but ‘{then}’: what still singles somebody out is personal data.",
    mend_nl="Zet retention.{category}.then op erase, of op anonymise als echt niemand meer te herkennen is.",
    mend_en="Set retention.{category}.then to erase, or to anonymise if truly nobody can be recognised.",
    decidable=False,
)
def retention_end_not_erasure(world: World) -> Iterator[Hit]:
    """A hash or a mask is pseudonymisation, not erasure."""
    for kept in world.policy.retention.values():
        if kept.then and kept.then not in ("erase", "anonymise"):
            yield hit(f"retention.{kept.category}.then", category=kept.category, then=kept.then)


@rule(
    "kept-after-leaving",
    Severity.WARNING,
    "Art. 5(1)(e), 17(3)(b) GDPR",
    nl="Wie vertrekt wordt gewist, maar van ‘{category}’ staat alleen dat medewerkers er niet meer bij kunnen.",
    en="Whoever leaves is erased, but of ‘{category}’ it only says that staff can no longer reach it.",
    mend_nl="Zet bij retention.{category} then: erase, of de wet waarom het blijft.",
    mend_en="Set then: erase at retention.{category}, or the law by which it stays.",
)
def kept_after_leaving(world: World) -> Iterator[Hit]:
    """Either it is gone, or it is kept on a ground; out of sight is neither."""
    if world.policy.rights.leaving != "counts-as-erasure":
        return
    for kept in world.policy.retention.values():
        if kept.staff_access and not kept.then and not kept.law:
            yield hit(f"retention.{kept.category}.staff_access", category=kept.category)


@rule(
    "backups-not-told",
    Severity.WARNING,
    "Art. 5(1)(e), 17, 32 GDPR",
    nl="Er staat niet hoe lang gewiste gegevens nog in reservekopieën zitten.",
    en="It does not say how long erased data remain in backups.",
    mend_nl="Zet bij backups de langste tijd dat een kopie bestaat.",
    mend_en="Give the longest life of any copy at backups.",
)
def backups_not_told(world: World) -> Iterator[Hit]:
    """Erased is erased when the last copy is gone."""
    if world.policy.backups is None:
        yield hit("backups")


@rule(
    "backups-longer-than-told",
    Severity.ERROR,
    "Art. 5(1)(a) and (e) GDPR",
    nl="In ‘{system}’ leven reservekopieën {real}; de tekst zegt hoogstens {told}.",
    en="In ‘{system}’ backups live {real}; the text says at most {told}.",
    mend_nl="Kort de kopieën van ‘{system}’ in of zeg bij backups wat waar is.",
    mend_en="Shorten the backups of ‘{system}’ or say at backups what is true.",
    decidable=False,
)
def backups_longer_than_told(world: World) -> Iterator[Hit]:
    """The longest-lived copy decides when a person is really gone."""
    told = world.policy.backups
    for system in world.systems.values():
        if told and system.backups and is_longer(system.backups, told):
            path = f"systems.{system.name}.backups"
            yield hit("backups", path, system=system.name, real=term(system.backups), told=term(told))


RULES = (
    retention_missing,
    retention_start_missing,
    retention_floor_over_ceiling,
    retention_floor_without_law,
    retention_law_without_floor,
    retention_end_unclear,
    retention_end_not_erasure,
    kept_after_leaving,
    backups_not_told,
    backups_longer_than_told,
)
