"""What data, why and on which basis: Art. 5(1)(b), 6, 9, 13(1)(c) and (d), 13(2)(e) and (f), 14."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.kinds import KINDS, Special
from belofte.domain.policy import Category, LegalBasis, Policy, Purpose, Recipient
from belofte.domain.policy_rules.finding import Severity
from belofte.domain.policy_rules.rule import Hit, World, hit, rule
from belofte.domain.policy_rules.words import names, word


def is_observed(policy: Policy, category: Category) -> bool:
    """Whether a category holds only what is collected by itself, without anyone giving it."""
    if category.source is not None:
        return category.source == "observed"
    collected = set(policy.website.collects) | {k for r in policy.recipients.values() for k in r.records}
    return bool(category.kinds) and set(category.kinds) <= collected


def recorded_in(policy: Policy, recipient: Recipient) -> tuple[str, ...]:
    """The categories that hold what a recipient records by itself, where it is not said which it gets."""
    return tuple(name for name, held in policy.data.items() if set(recipient.records) & set(held.kinds))


def uses_only_observed(policy: Policy, purpose: Purpose) -> bool:
    """Whether a purpose rests on observed data alone."""
    used = [policy.data[use.category] for use in purpose.uses if use.category in policy.data]
    return bool(used) and all(is_observed(policy, category) for category in used)


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
    "category-contents-missing",
    Severity.ERROR,
    "Art. 5(1)(a), 14(1)(d), 15(1)(b) GDPR",
    nl="Er staat niet welke gegevens in de categorie ‘{category}’ zitten.",
    en="It does not say which data are in the category ‘{category}’.",
    mend_nl="Som bij data.{category} de soorten gegevens op.",
    mend_en="List the kinds of data at data.{category}.",
    decidable=False,
)
def category_contents_missing(world: World) -> Iterator[Hit]:
    """A name such as "customer profile" tells nobody what is known about them."""
    for category in world.policy.data.values():
        if not category.kinds:
            yield hit(f"data.{category.name}", category=category.name)


@rule(
    "category-open-ended",
    Severity.WARNING,
    "Art. 5(1)(a), 12(1) GDPR",
    nl="De lijst van gegevens in ‘{category}’ is open (‘zoals’).",
    en="The list of data in ‘{category}’ is open (“such as”).",
    mend_nl="Maak de lijst bij data.{category} volledig en haal ‘zoals’ weg.",
    mend_en="Make the list at data.{category} complete and drop “such as”.",
)
def category_open_ended(world: World) -> Iterator[Hit]:
    """An open list leaves people guessing what is not named."""
    for category in world.policy.data.values():
        if category.kinds and not category.closed:
            yield hit(f"data.{category.name}", category=category.name)


@rule(
    "category-without-purpose",
    Severity.ERROR,
    "Art. 5(1)(b) and (c) GDPR",
    nl="Geen enkel doel gebruikt de categorie ‘{category}’.",
    en="No purpose uses the category ‘{category}’.",
    mend_nl="Noem ‘{category}’ bij het doel waarvoor het nodig is, of stop ermee deze gegevens te hebben.",
    mend_en="Name ‘{category}’ at the purpose that needs it, or stop holding these data.",
    decidable=False,
)
def category_without_purpose(world: World) -> Iterator[Hit]:
    """Data that no purpose needs may not be held. Silent while some purpose does not say what it uses."""
    purposes = world.policy.purposes.values()
    used = {use.category for purpose in purposes for use in purpose.uses}
    if all(purpose.uses for purpose in purposes):
        for category in world.policy.data.values():
            if category.name not in used:
                yield hit(f"data.{category.name}", category=category.name)


@rule(
    "source-not-stated",
    Severity.WARNING,
    "Art. 14(2)(f) GDPR",
    nl="Van de categorie ‘{category}’ staat niet waar de gegevens vandaan komen.",
    en="It does not say where the data in the category ‘{category}’ come from.",
    mend_nl="Zet bij data.{category} een source: subject (van de persoon zelf), observed, of wie ze gaf.",
    mend_en="Give data.{category} a source: subject (from the person), observed, or whoever gave them.",
)
def source_not_stated(world: World) -> Iterator[Hit]:
    """Data from others must name its source; data collected by itself is told under the website."""
    for category in world.policy.data.values():
        if category.source is None and not is_observed(world.policy, category):
            yield hit(f"data.{category.name}.source", category=category.name)


@rule(
    "contact-person-source-missing",
    Severity.WARNING,
    "Art. 14(1)(d), 14(2)(f) GDPR",
    nl="Klanten kunnen organisaties zijn, maar er staat niet van wie de gegevens van hun contactpersonen komen.",
    en="Customers can be organisations, but it does not say who gives the data of their contact persons.",
    mend_nl="Zeg het bij customers.contact_persons_from.",
    mend_en="Say so at customers.contact_persons_from.",
)
def contact_person_source_missing(world: World) -> Iterator[Hit]:
    """A colleague filled in the form: the person named must be told."""
    customers = world.policy.customers
    if customers.organisations and not customers.contact_persons_from:
        yield hit("customers.contact_persons_from")


@rule(
    "special-data-without-exception",
    Severity.ERROR,
    "Art. 9(2), 10 GDPR",
    nl="De categorie ‘{category}’ bevat bijzondere gegevens ({kinds}) zonder de uitzondering die dat toestaat.",
    en="The category ‘{category}’ holds special data ({kinds}), but the exception that allows it is not stated.",
    mend_nl="Zet bij data.{category} de uitzondering: special: true en special_basis met het artikel.",
    mend_en="State the exception at data.{category}: special: true and special_basis with the article.",
    decidable=False,
)
def special_data_without_exception(world: World) -> Iterator[Hit]:
    """Health, belief, origin and the like are forbidden unless an exception of Art. 9(2) holds."""
    for category in world.policy.data.values():
        special = [k for k in category.kinds if k in KINDS and KINDS[k].special in _FORBIDDEN]
        if (special or category.special) and not category.special_basis:
            yield hit(f"data.{category.name}.special_basis", category=category.name, kinds=names(special) or "–")


_FORBIDDEN = frozenset({Special.ARTICLE_9, Special.ARTICLE_10})


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
    category_contents_missing,
    category_open_ended,
    category_without_purpose,
    source_not_stated,
    contact_person_source_missing,
    special_data_without_exception,
    automated_decisions_not_stated,
)
