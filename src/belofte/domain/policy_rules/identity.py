"""Who answers, and where people turn: Art. 12, 13(1)(a) and (b), 37."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.policy_rules.finding import Severity
from belofte.domain.policy_rules.rule import Hit, World, hit, rule
from belofte.domain.policy_rules.words import names, words


@rule(
    "privacy-office-missing",
    Severity.ERROR,
    "Art. 12(2), 13(1)(a) GDPR",
    nl="Er staat niet hoe mensen het aanspreekpunt voor privacy bereiken.",
    en="It does not say how people reach the contact point for privacy.",
    mend_nl="Zet bij privacy_office minstens een e-mailadres, formulier, telefoonnummer of postadres.",
    mend_en="Give an e-mail address, form, telephone number or postal address under privacy_office.",
    decidable=False,
)
def privacy_office_missing(world: World) -> Iterator[Hit]:
    """People can only use their rights if they know where to turn."""
    office = world.policy.privacy_office
    if not (office.email or office.phone or office.address or office.form):
        yield hit("privacy_office")


@rule(
    "controller-identity-incomplete",
    Severity.ERROR,
    "Art. 13(1)(a) GDPR",
    nl="Wie verantwoordelijk is staat er niet volledig. Het ontbreekt aan: {missing}.",
    en="Who answers for the data is not fully stated. Missing: {missing}.",
    mend_nl="Vul controller aan met: {missing}.",
    mend_en="Complete controller with: {missing}.",
    decidable=False,
)
def controller_identity_incomplete(world: World) -> Iterator[Hit]:
    """Name, address, trade register number and a way to get in touch."""
    controller = world.policy.controller
    stated = {
        "name": controller.name,
        "address": controller.address,
        "kvk": controller.kvk,
        "contact": controller.email or controller.phone,
    }
    missing = [name for name, value in stated.items() if not value]
    if missing:
        paths = ("controller.email" if name == "contact" else f"controller.{name}" for name in missing)
        yield hit(*paths, missing=words(missing))


@rule(
    "controller-country-missing",
    Severity.WARNING,
    "Art. 55, 56 GDPR",
    nl="Het land van de verantwoordelijke staat er niet; toezichthouder en feestdagen zijn dan niet te bepalen.",
    en="The controller's country is not stated; authority and public holidays cannot be told without it.",
    mend_nl="Zet controller.country op de landcode van de vestiging, bijvoorbeeld NL.",
    mend_en="Set controller.country to the country code of the establishment, for example NL.",
)
def controller_country_missing(world: World) -> Iterator[Hit]:
    """The country brings the supervisory authority, the court and the days that count."""
    if not world.policy.controller.country:
        yield hit("controller.country")


@rule(
    "dpo-not-stated",
    Severity.WARNING,
    "Art. 13(1)(b), 37 GDPR",
    nl="Er staat niet of er een functionaris voor gegevensbescherming is.",
    en="It does not say whether there is a data protection officer.",
    mend_nl="Zeg bij dpo dat er een is, met contactgegevens, of dat er geen is en waarom.",
    mend_en="Say under dpo that there is one, with contact details, or that there is none and why.",
)
def dpo_not_stated(world: World) -> Iterator[Hit]:
    """Yes or no: silence leaves people guessing."""
    if world.policy.dpo.appointed is None:
        yield hit("dpo")


@rule(
    "dpo-contact-missing",
    Severity.ERROR,
    "Art. 13(1)(b), 37(7) GDPR",
    nl="Er is een functionaris voor gegevensbescherming, maar er staat niet hoe men die bereikt.",
    en="There is a data protection officer, but it does not say how to reach them.",
    mend_nl="Zet de contactgegevens bij dpo.contact.",
    mend_en="Give the contact details at dpo.contact.",
    decidable=False,
)
def dpo_contact_missing(world: World) -> Iterator[Hit]:
    """The contact details of the officer are part of the notice."""
    if world.policy.dpo.appointed and not world.policy.dpo.contact:
        yield hit("dpo.contact")


@rule(
    "dpo-reason-missing",
    Severity.WARNING,
    "Art. 37(1) GDPR",
    nl="Er is geen functionaris voor gegevensbescherming, maar er staat niet waarom niet.",
    en="There is no data protection officer, but it does not say why not.",
    mend_nl="Zet de reden bij dpo.why_not.",
    mend_en="Give the reason at dpo.why_not.",
)
def dpo_reason_missing(world: World) -> Iterator[Hit]:
    """The judgement that none is needed should be on record."""
    if world.policy.dpo.appointed is False and not world.policy.dpo.why_not:
        yield hit("dpo.why_not")


@rule(
    "office-named-twice",
    Severity.WARNING,
    "Art. 12(1), 13(1)(b) GDPR",
    nl="Hetzelfde aanspreekpunt heet op de ene plaats anders dan op de andere: {names}.",
    en="The same contact point has different names in different places: {names}.",
    mend_nl="Kies één naam bij privacy_office.names.",
    mend_en="Choose one name at privacy_office.names.",
)
def office_named_twice(world: World) -> Iterator[Hit]:
    """Two names suggest two offices, or an officer who is not there."""
    called = world.policy.privacy_office.names
    if len(called) > 1:
        yield hit("privacy_office.names", names=names(called))


@rule(
    "children-not-addressed",
    Severity.WARNING,
    "Art. 8, 12(1) GDPR",
    nl="Er staat niets over kinderen.",
    en="Nothing is said about children.",
    mend_nl="Zeg bij children of u gegevens van kinderen verwerkt en wie er dan voor hen beslist.",
    mend_en="Say under children whether you process children's data and who then decides for them.",
)
def children_not_addressed(world: World) -> Iterator[Hit]:
    """Consent given online by a child may be void; a parent may be the one who asks."""
    if not world.policy.children:
        yield hit("children")


@rule(
    "scope-not-delimited",
    Severity.WARNING,
    "Art. 13, 14 GDPR",
    nl="Er staat waar de verklaring voor geldt, maar niet waar zij niet voor geldt.",
    en="It says what the notice is for, but not what it is not for.",
    mend_nl="Noem bij scope_excludes wat buiten deze verklaring valt, zoals personeel, sollicitanten en leveranciers.",
    mend_en="Name under scope_excludes what this notice does not cover, such as staff, applicants and contractors.",
)
def scope_not_delimited(world: World) -> Iterator[Hit]:
    """Staff, applicants and people met outside the website need to know whether this page is theirs."""
    if not world.policy.scope_excludes:
        yield hit("scope_excludes" if world.policy.scope else "scope")


@rule(
    "processor-role-hidden",
    Severity.WARNING,
    "Art. 12(2), 28 GDPR",
    nl="U verwerkt ook gegevens voor klanten, maar er staat niet bij wie hun mensen terechtkunnen.",
    en="You also process data for customers, but it does not say whom their people should ask.",
    mend_nl="Zet customers.processor_for op ja of nee en zeg bij customers.ask_instead wie dan antwoordt.",
    mend_en="Set customers.processor_for to yes or no and say at customers.ask_instead who answers then.",
)
def processor_role_hidden(world: World) -> Iterator[Hit]:
    """A company that runs other people's systems holds data for which it does not answer itself."""
    customers = world.policy.customers
    for_others = any(not c.controller for system in world.systems.values() for c in system.collections.values())
    serves = bool(_SERVICES_FOR_OTHERS & set(world.policy.services)) and customers.processor_for is None
    if (customers.processor_for or for_others or serves) and not customers.ask_instead:
        yield hit("customers.ask_instead", "customers.processor_for")


_SERVICES_FOR_OTHERS = frozenset({"managed-services", "it-support", "technical-support", "hosting", "administration"})
"""Services in which a company handles data for which its customers answer."""

RULES = (
    privacy_office_missing,
    controller_identity_incomplete,
    controller_country_missing,
    dpo_not_stated,
    dpo_contact_missing,
    dpo_reason_missing,
    office_named_twice,
    children_not_addressed,
    scope_not_delimited,
    processor_role_hidden,
)
