"""Why data is used, and on which basis: Art. 5(1)(b), 6, 13(1)(c) and (d), 13(2)(e) and (f), 22."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.policy import LegalBasis
from belofte.domain.policy_rules.finding import Severity
from belofte.domain.policy_rules.observed import uses_only_observed
from belofte.domain.policy_rules.rule import Hit, World, hit, rule
from belofte.domain.policy_rules.words import word


@rule(
    "legal-basis-missing",
    Severity.ERROR,
    "Art. 6(1), 13(1)(c) GDPR",
    nl="Het doel ‘{purpose}’ heeft geen rechtsgrond.",
    en="The purpose ‘{purpose}’ has no legal basis.",
    mend_nl="Zet bij purposes.{purpose} een basis: consent, contract, legal-duty of een andere van de zes.",
    mend_en="Give purposes.{purpose} a basis: consent, contract, legal-duty or another of the six.",
    decidable=False,
)
def legal_basis_missing(world: World) -> Iterator[Hit]:
    """Each purpose rests on exactly one of the six grounds."""
    for purpose in world.policy.purposes.values():
        if purpose.basis is None:
            yield hit(f"purposes.{purpose.name}.basis", purpose=purpose.name)


@rule(
    "interest-not-named",
    Severity.ERROR,
    "Art. 6(1)(f), 13(1)(d) GDPR",
    nl="Het doel ‘{purpose}’ rust, of kan alleen rusten, op een gerechtvaardigd belang dat niet genoemd wordt.",
    en="The purpose ‘{purpose}’ rests, or can only rest, on a legitimate interest that is not named.",
    mend_nl="Noem het belang bij purposes.{purpose}.interest, of vraag toestemming.",
    mend_en="Name the interest at purposes.{purpose}.interest, or ask for consent.",
    decidable=False,
)
def interest_not_named(world: World) -> Iterator[Hit]:
    """Without consent, contract or duty, data that nobody gave can only be used on an interest one can name."""
    for purpose in world.policy.purposes.values():
        unstated = purpose.basis is None and not purpose.ask and uses_only_observed(world.policy, purpose)
        if (purpose.basis is LegalBasis.LEGITIMATE_INTEREST or unstated) and not purpose.interest:
            yield hit(f"purposes.{purpose.name}.interest", purpose=purpose.name)


@rule(
    "legal-duty-without-law",
    Severity.ERROR,
    "Art. 6(1)(c), 6(3) GDPR",
    nl="Het doel ‘{purpose}’ rust op een wettelijke plicht, maar het wetsartikel ontbreekt.",
    en="The purpose ‘{purpose}’ rests on a legal duty, but the article of law is missing.",
    mend_nl="Zet het wetsartikel bij purposes.{purpose}.law.",
    mend_en="Give the article of law at purposes.{purpose}.law.",
    decidable=False,
)
def legal_duty_without_law(world: World) -> Iterator[Hit]:
    """A duty that no law lays down is no duty."""
    for purpose in world.policy.purposes.values():
        if purpose.basis is LegalBasis.LEGAL_DUTY and not purpose.law:
            yield hit(f"purposes.{purpose.name}.law", purpose=purpose.name)


@rule(
    "purpose-without-data",
    Severity.WARNING,
    "Art. 13(1)(c), 5(1)(b) GDPR",
    nl="Het doel ‘{purpose}’ zegt niet welke gegevens het gebruikt.",
    en="The purpose ‘{purpose}’ does not say which data it uses.",
    mend_nl="Noem bij purposes.{purpose}.uses de categorieën, of haal het doel weg.",
    mend_en="Name the categories at purposes.{purpose}.uses, or take the purpose out.",
)
def purpose_without_data(world: World) -> Iterator[Hit]:
    """A purpose that uses nothing tells people nothing."""
    for purpose in world.policy.purposes.values():
        if not purpose.uses:
            yield hit(f"purposes.{purpose.name}.uses", purpose=purpose.name)


@rule(
    "need-not-stated",
    Severity.ERROR,
    "Art. 13(2)(e) GDPR",
    nl="Bij het doel ‘{purpose}’ staat niet of men de gegevens moet geven en wat er anders gebeurt.",
    en="For the purpose ‘{purpose}’ it does not say whether the data must be given and what happens otherwise.",
    mend_nl="Zet bij purposes.{purpose} must_give (statutory, contractual of free) en if_not_given.",
    mend_en="Give purposes.{purpose} a must_give (statutory, contractual or free) and if_not_given.",
    decidable=False,
)
def need_not_stated(world: World) -> Iterator[Hit]:
    """Not for consent, which is free by its nature, nor for data that nobody gives."""
    for purpose in world.policy.purposes.values():
        asked = purpose.basis is LegalBasis.CONSENT or (purpose.basis is None and purpose.ask)
        if asked or uses_only_observed(world.policy, purpose):
            continue
        if purpose.must_give is None or (purpose.must_give != "free" and not purpose.if_not_given):
            yield hit(f"purposes.{purpose.name}.must_give", purpose=purpose.name)


@rule(
    "automated-decisions-not-stated",
    Severity.ERROR,
    "Art. 13(2)(f), 22 GDPR",
    nl="Over geautomatiseerde besluiten en profilering ontbreekt: {missing}.",
    en="On automated decisions and profiling this is missing: {missing}.",
    mend_nl="Zet automated_decisions.used op ja of nee; bij ja ook de logica en de gevolgen.",
    mend_en="Set automated_decisions.used to yes or no; if yes, give the logic and the consequences too.",
    decidable=False,
)
def automated_decisions_not_stated(world: World) -> Iterator[Hit]:
    """That there are none is a statement too."""
    decisions = world.policy.automated_decisions
    if decisions.used is None:
        yield hit("automated_decisions.used", missing=word("whether"))
    elif decisions.used and not decisions.logic:
        yield hit("automated_decisions.logic", missing=word("logic"))


RULES = (
    legal_basis_missing,
    interest_not_named,
    legal_duty_without_law,
    purpose_without_data,
    need_not_stated,
    automated_decisions_not_stated,
)
