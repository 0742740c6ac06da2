"""Which data is used, for which purposes and on which legal basis (Art. 5, 6, 13(1)(c)-(d), 13(2)(e), 14 GDPR)."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.notice.page import Page, Part, Said, kind, part, said
from belofte.domain.notice.wording import Both, capital, either, listed
from belofte.domain.policy import Category, LegalBasis, Purpose

BASES = {
    LegalBasis.CONTRACT: Both(
        "Dit is nodig om onze overeenkomst met u uit te voeren (artikel 6 lid 1 onder b AVG).",
        "This is needed to carry out our contract with you (Article 6(1)(b) GDPR).",
    ),
    LegalBasis.CONSENT: Both(
        "Dit doen wij alleen als u daar vooraf toestemming voor hebt gegeven (artikel 6 lid 1 onder a AVG).",
        "We do this only if you agreed to it beforehand (Article 6(1)(a) GDPR).",
    ),
    LegalBasis.LEGAL_DUTY: Both(
        "Dit moeten wij van de wet (artikel 6 lid 1 onder c AVG).",
        "The law obliges us to do this (Article 6(1)(c) GDPR).",
    ),
    LegalBasis.VITAL_INTEREST: Both(
        "Dit is nodig om iemands leven of gezondheid te beschermen (artikel 6 lid 1 onder d AVG).",
        "This is needed to protect somebody's life or health (Article 6(1)(d) GDPR).",
    ),
    LegalBasis.PUBLIC_TASK: Both(
        "Dit is nodig voor een taak van algemeen belang (artikel 6 lid 1 onder e AVG).",
        "This is needed for a task in the public interest (Article 6(1)(e) GDPR).",
    ),
    LegalBasis.LEGITIMATE_INTEREST: Both(
        "Wij hebben hier een gerechtvaardigd belang bij (artikel 6 lid 1 onder f AVG).",
        "We have a legitimate interest in this (Article 6(1)(f) GDPR).",
    ),
}

MUST_GIVE = {
    "statutory": Both("U bent wettelijk verplicht deze gegevens te geven.", "The law obliges you to give this data."),
    "contractual": Both(
        "Zonder deze gegevens kunnen wij geen overeenkomst met u sluiten of uitvoeren.",
        "Without this data we cannot make or carry out a contract with you.",
    ),
    "free": Both("U bent niet verplicht deze gegevens te geven.", "You do not have to give this data."),
}

WAYS = {
    "email": Both("per e-mail", "by e-mail"),
    "post": Both("per brief", "by letter"),
    "phone": Both("per telefoon", "by telephone"),
    "parcel": Both("per pakket", "by parcel"),
}

TIED_TO = {
    "order": Both("een opdracht die u ons gaf", "an order you gave us"),
    "consent": Both("uw toestemming", "your consent"),
    "legal-duty": Both("een wettelijke plicht", "a legal duty"),
    "legitimate-interest": Both("een gerechtvaardigd belang", "a legitimate interest"),
}


def data(page: Page) -> Part:
    """Which data we hold, category by category."""
    parts = [_category(page, name, category) for name, category in page.policy.data.items()]
    return part("data", "Welke gegevens wij gebruiken", "Which data we use", _limits_of_data(page), parts)


def purposes(page: Page) -> Part:
    """What data is used for, purpose by purpose."""
    parts = [_purpose(page, name, purpose) for name, purpose in page.policy.purposes.items()]
    heading = ("Waarvoor wij uw gegevens gebruiken", "What we use your data for")
    return part("purposes", *heading, _limits_of_purposes(page), parts)


def _limits_of_data(page: Page) -> Iterator[Said]:
    if page.policy.limits.data:
        yield said(
            "Wij gebruiken alleen gegevens die wij nodig hebben.", "We use only data that we need.", "limits.data"
        )


def _category(page: Page, name: str, category: Category) -> Part:
    label = page.category(name)
    return part(f"data-{name}", capital(label.nl), capital(label.en), _category_facts(page, name, category))


def _category_facts(page: Page, name: str, category: Category) -> Iterator[Said]:
    path = f"data.{name}"
    if category.needed:
        kinds = listed(kind(k) for k in category.needed)
        such = Both("", "") if category.closed else Both(" bijvoorbeeld", " for example")
        facts = (path, f"{path}.needed", f"{path}.label") if category.label else (path, f"{path}.needed")
        yield said(f"Hierin staan{such.nl}: {kinds.nl}.", f"It holds{such.en}: {kinds.en}.", *facts)
    if not category.kinds:
        label = page.category(name)
        yield said(f"Wij gebruiken uw {label.nl}.", f"We use your {label.en}.", path, f"{path}.label")
    if not category.closed:
        yield said(
            "Deze opsomming noemt voorbeelden en is niet volledig.",
            "This list gives examples and is not complete.",
            f"{path}.closed",
        )
    elif f"{path}.closed" in page.policy.positions:
        yield said("Deze opsomming is volledig.", "This list is complete.", f"{path}.closed")
    if category.why_needed:
        why = page.prose(f"{path}.why_needed", category.why_needed)
        yield said(f"Waarom wij ze nodig hebben: {why.nl}.", f"Why we need them: {why.en}.", f"{path}.why_needed")
    if category.optional:
        kinds = listed(kind(k) for k in category.optional)
        yield said(
            f"Als u wilt kunt u daarnaast geven: {kinds.nl}.",
            f"If you like you can also give: {kinds.en}.",
            f"{path}.optional",
        )
    yield from _origin(page, path, category)
    yield from _sensitive(page, path, category)


def _origin(page: Page, path: str, category: Category) -> Iterator[Said]:
    if category.source == "subject":
        yield said("Wij krijgen deze gegevens van uzelf.", "We get this data from you.", f"{path}.source")
    elif category.source == "observed":
        yield said(
            "Deze gegevens ontstaan doordat u onze dienst gebruikt.",
            "This data comes about because you use our service.",
            f"{path}.source",
        )
    elif category.source:
        source = page.recipient(category.source) if category.source in page.policy.recipients else None
        source = source or page.prose(f"{path}.source", category.source)
        yield said(
            f"Wij krijgen deze gegevens van: {source.nl}.", f"We get this data from: {source.en}.", f"{path}.source"
        )


def _sensitive(page: Page, path: str, category: Category) -> Iterator[Said]:
    if category.special:
        yield said(
            "Dit zijn bijzondere persoonsgegevens, die de wet extra beschermt (artikel 9 AVG).",
            "This is special data, which the law protects more (Article 9 GDPR).",
            f"{path}.special",
        )
    elif f"{path}.special" in page.policy.positions:
        yield said(
            "Hier zijn geen bijzondere persoonsgegevens bij.", "There is no special data among it.", f"{path}.special"
        )
    if category.special_basis:
        basis = page.prose(f"{path}.special_basis", category.special_basis)
        yield said(
            f"Wij mogen deze gegevens gebruiken op grond van {basis.nl}.",
            f"We may use this data under {basis.en}.",
            f"{path}.special_basis",
        )
    if category.about_children:
        yield said("Dit kan over kinderen gaan.", "This can be about children.", f"{path}.about_children")
    elif category.about_children is False:
        yield said("Dit gaat niet over kinderen.", "This is not about children.", f"{path}.about_children")


def _limits_of_purposes(page: Page) -> Iterator[Said]:
    limits = page.policy.limits
    if limits.purposes:
        yield said(
            "Wij gebruiken uw gegevens alleen voor onze dienstverlening.",
            "We use your data only for our service.",
            "limits.purposes",
        )
    if limits.tied_to:
        grounds = either(TIED_TO[name] for name in limits.tied_to)
        yield said(
            f"Elk gebruik hangt direct samen met {grounds.nl}.",
            f"Every use is directly tied to {grounds.en}.",
            "limits.tied_to",
        )
    if limits.contact:
        yield said(
            "Willen wij u later benaderen zonder dat u daarom vroeg? Dan vragen wij eerst uitdrukkelijk toestemming.",
            "Do we want to approach you later without your asking? Then we first ask for your explicit consent.",
            "limits.contact",
        )


def _purpose(page: Page, name: str, purpose: Purpose) -> Part:
    label = page.purpose(name)
    return part(f"purpose-{name}", capital(label.nl), capital(label.en), _purpose_facts(page, name, purpose))


def _purpose_facts(page: Page, name: str, purpose: Purpose) -> Iterator[Said]:
    path, label = f"purposes.{name}", page.purpose(name)
    if purpose.uses:
        what = listed(page.use(use) for use in purpose.uses)
        facts = (path, f"{path}.uses", f"{path}.label") if purpose.label else (path, f"{path}.uses")
        yield said(f"Voor {label.nl} gebruiken wij {what.nl}.", f"For {label.en} we use {what.en}.", *facts)
    if purpose.basis:
        basis = BASES[purpose.basis]
        yield said(basis.nl, basis.en, f"{path}.basis")
    if purpose.law:
        law = page.prose(f"{path}.law", purpose.law)
        yield said(f"Het gaat om deze wet: {law.nl}.", f"The law in question: {law.en}.", f"{path}.law")
    if purpose.interest:
        interest = page.prose(f"{path}.interest", purpose.interest)
        yield said(f"Ons belang is: {interest.nl}.", f"Our interest is: {interest.en}.", f"{path}.interest")
    yield from _asking(page, path, purpose)
    yield from _giving(page, path, purpose)


def _asking(page: Page, path: str, purpose: Purpose) -> Iterator[Said]:
    if purpose.ask:
        same_yes = [
            page.purpose(name) for name, p in page.policy.purposes.items() if p.ask == purpose.ask and p is not purpose
        ]
        apart = Both("Wij vragen dit apart", "We ask for this apart from everything else")
        if same_yes:
            others = listed(same_yes)
            apart = Both(f"Wij vragen dit samen met {others.nl}", f"We ask for this together with {others.en}")
        yield said(
            f"{apart.nl}. Zonder uw ja gebeurt het niet, en u kunt uw ja altijd weer intrekken.",
            f"{apart.en}. Without your yes it does not happen, and you can always take your yes back.",
            f"{path}.ask",
        )
    if purpose.bundled_with:
        other = page.purpose(purpose.bundled_with)
        yield said(
            f"Wie hier ja op zegt, zegt daarmee ook ja op {other.nl}.",
            f"Whoever says yes to this also says yes to {other.en}.",
            f"{path}.bundled_with",
        )
    if purpose.channels:
        ways = listed(WAYS[channel] for channel in purpose.channels)
        yield said(
            f"Wij benaderen u hiervoor {ways.nl}, en niet op een andere manier.",
            f"For this we reach you {ways.en}, and in no other way.",
            f"{path}.channels",
        )
    if purpose.direct_marketing:
        yield said(
            "Dit is reclame. Maakt u bezwaar, dan stoppen wij er altijd mee.",
            "This is direct marketing. If you object, we always stop it.",
            f"{path}.direct_marketing",
        )
    elif f"{path}.direct_marketing" in page.policy.positions:
        yield said("Dit is geen reclame.", "This is not direct marketing.", f"{path}.direct_marketing")


def _giving(page: Page, path: str, purpose: Purpose) -> Iterator[Said]:
    if purpose.must_give:
        must = MUST_GIVE[purpose.must_give]
        yield said(must.nl, must.en, f"{path}.must_give")
    if purpose.if_not_given:
        then = page.prose(f"{path}.if_not_given", purpose.if_not_given)
        yield said(
            f"Geeft u ze niet, dan is het gevolg: {then.nl}.",
            f"If you do not give it, this follows: {then.en}.",
            f"{path}.if_not_given",
        )
    if purpose.tied_to_order:
        yield said(
            "Dit hangt direct samen met de opdracht die u ons gaf.",
            "This is directly tied to the order you gave us.",
            f"{path}.tied_to_order",
        )
    elif purpose.tied_to_order is False:
        yield said(
            "Dit staat los van een opdracht die u ons gaf.",
            "This stands apart from any order you gave us.",
            f"{path}.tied_to_order",
        )
