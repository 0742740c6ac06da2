"""What data is held and where it comes from: Art. 5(1)(b) and (c), 9, 14(1)(d), 14(2)(f), 15(1)(b)."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.kinds import KINDS, Special
from belofte.domain.policy_rules.finding import Severity
from belofte.domain.policy_rules.observed import is_observed
from belofte.domain.policy_rules.rule import Hit, World, hit, rule
from belofte.domain.policy_rules.words import kinds


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
    "collected-without-category",
    Severity.ERROR,
    "Art. 5(1)(b) and (e), 13(1)(c), 13(2)(a) GDPR",
    nl="Dit wordt vanzelf verzameld, maar hoort bij geen categorie: {kinds}. Doel, grond en termijn ontbreken dus.",
    en="This is collected by itself but belongs to no category: {kinds}. So it has no purpose, basis or term.",
    mend_nl="Zet het bij een categorie onder data, of verzamel het niet.",
    mend_en="Put it in a category under data, or do not collect it.",
    decidable=False,
)
def collected_without_category(world: World) -> Iterator[Hit]:
    """Server logs are data too. Silent while some category does not say what it holds."""
    policy = world.policy
    collected = (*policy.website.collects, *(kind for r in policy.recipients.values() for kind in r.records))
    held = {kind for category in policy.data.values() for kind in category.kinds}
    loose = [kind for kind in dict.fromkeys(collected) if kind not in held]
    if loose and all(category.kinds for category in policy.data.values()):
        yield hit("website.collects", kinds=kinds(loose))


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
            yield hit(f"data.{category.name}.special_basis", category=category.name, kinds=kinds(special))


_FORBIDDEN = frozenset({Special.ARTICLE_9, Special.ARTICLE_10})


RULES = (
    category_contents_missing,
    category_open_ended,
    category_without_purpose,
    collected_without_category,
    source_not_stated,
    contact_person_source_missing,
    special_data_without_exception,
)
