"""Who outside gets or sees data, where, and how they are bound (Art. 13(1)(e)-(f), 28, 44-49 GDPR)."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.notice.bonds import BINDING, bonds
from belofte.domain.notice.page import Page, Part, Said, kind, part, said
from belofte.domain.notice.using import BASES
from belofte.domain.notice.vocabulary import DOES, word
from belofte.domain.notice.wording import Both, capital, day, either, listed
from belofte.domain.policy import Recipient, RecipientRole, Transfer

ROLES = {
    RecipientRole.PROCESSOR: Both("werkt in onze opdracht, als verwerker", "works on our behalf, as a processor"),
    RecipientRole.CARRIER: Both(
        "bezorgt voor ons, en is zelf verantwoordelijk voor wat er met de gegevens gebeurt",
        "delivers for us, and is itself responsible for what happens to the data",
    ),
    RecipientRole.LINE: Both("levert de verbinding waarover gegevens gaan", "supplies the line that data passes over"),
    RecipientRole.PUBLIC: Both("krijgt alleen wat de wet van ons eist", "gets only what the law demands of us"),
    RecipientRole.CONTROLLER: Both(
        "is zelf verantwoordelijk voor wat er met de gegevens gebeurt",
        "is itself responsible for what happens to the data",
    ),
    RecipientRole.PAYMENT: Both("is een betaaldienst", "is a payment service"),
}

SEES = {
    "nothing-readable": Both("kan niet lezen wat er langskomt", "cannot read what passes"),
    "everything": Both("kan deze gegevens zien", "can see this data"),
    "support-only": Both(
        "kan deze gegevens alleen zien als wij om hulp vragen", "can see this data only when we ask for help"
    ),
}

TRANSFERS = {
    "adequacy": Both(
        "De Europese Commissie heeft besloten dat gegevens daar goed beschermd zijn (artikel 45 AVG).",
        "The European Commission has decided that data is well protected there (Article 45 GDPR).",
    ),
    "dpf": Both(
        "Deze ontvanger doet mee aan het EU-VS-gegevensbeschermingskader (Data Privacy Framework, artikel 45 AVG).",
        "This recipient takes part in the EU-US Data Privacy Framework (Article 45 GDPR).",
    ),
    "scc": Both(
        "Wij hebben hiervoor het modelcontract van de Europese Commissie gesloten (artikel 46 AVG).",
        "For this we have signed the European Commission's standard contract (Article 46 GDPR).",
    ),
    "bcr": Both(
        "Dit concern heeft goedgekeurde regels voor al zijn bedrijven (artikel 47 AVG).",
        "This group has approved rules for all its companies (Article 47 GDPR).",
    ),
    "none-needed": Both(
        "Uw gegevens verlaten de Europese Economische Ruimte niet.",
        "Your data does not leave the European Economic Area.",
    ),
}


def sharing(page: Page) -> Part:
    """With whom data is shared, recipient by recipient."""
    parts = [_recipient(page, name, recipient) for name, recipient in page.policy.recipients.items()]
    return part("sharing", "Met wie wij gegevens delen", "Whom we share data with", _whole(page), parts)


def _whole(page: Page) -> Iterator[Said]:
    sharing, authorities = page.policy.sharing, page.policy.authorities
    if sharing.only_for:
        what = either(word(name, DOES) for name in sharing.only_for)
        yield said(
            f"Wij delen uw gegevens alleen met anderen voor {what.nl}.",
            f"We share your data with others only for {what.en}.",
            "sharing.only_for",
        )
    if sharing.all_bound_to_secrecy:
        yield said(
            "Iedereen die gegevens van ons krijgt, is tot geheimhouding verplicht.",
            "Everyone who gets data from us is bound to secrecy.",
            "sharing.all_bound_to_secrecy",
        )
    if sharing.bound_by:
        ways = either(BINDING[name] for name in sharing.bound_by)
        yield said(f"Dat komt door {ways.nl}.", f"This is because of {ways.en}.", "sharing.bound_by")
    if authorities.when:
        yield said(
            "Aan de overheid geven wij gegevens alleen als de wet ons daartoe dwingt.",
            "We give data to the authorities only when the law forces us to.",
            "authorities.when",
        )
    if authorities.grounds:
        grounds = either(word(name) for name in authorities.grounds)
        yield said(
            f"Dat kan gebeuren bij een onderzoek naar {grounds.nl}.",
            f"This can happen in an investigation of {grounds.en}.",
            "authorities.grounds",
        )
    yield from _technology(page)


def _technology(page: Page) -> Iterator[Said]:
    technology = page.policy.technology
    if not technology.named:
        return
    names = listed(page.recipient(n) if n in page.policy.recipients else word(n) for n in technology.named)
    called = {"open-source": Both("opensourcetechniek", "open source technology")}.get(
        technology.called or "", Both("techniek", "technology")
    )
    facts = ("technology.named", "technology.called") if technology.called else ("technology.named",)
    yield said(f"Wij werken met {called.nl} van {names.nl}.", f"We work with {called.en} of {names.en}.", *facts)


def _recipient(page: Page, name: str, recipient: Recipient) -> Part:
    label = page.recipient(name)
    facts = (*_tasks(page, name, recipient), *_places(page, name, recipient), *bonds(page, name, recipient))
    return part(f"recipient-{name}", capital(label.nl), capital(label.en), facts)


def _tasks(page: Page, name: str, recipient: Recipient) -> Iterator[Said]:
    path, label = f"recipients.{name}", page.recipient(name)
    if recipient.role:
        role = ROLES[recipient.role]
        facts = (path, f"{path}.role", f"{path}.label") if recipient.label else (path, f"{path}.role")
        yield said(f"{capital(label.nl)} {role.nl}.", f"{capital(label.en)} {role.en}.", *facts)
    if recipient.does:
        does = listed(word(task, DOES) for task in recipient.does)
        words = Both(f"Wij gebruiken {label.nl} voor {does.nl}.", f"We use {label.en} for {does.en}.")
        if recipient.role in (RecipientRole.PUBLIC, RecipientRole.CONTROLLER):
            words = Both(f"Waarvoor: {does.nl}.", f"What for: {does.en}.")
        yield said(words.nl, words.en, f"{path}.does")
    if recipient.vendor:
        product = word(recipient.vendor)
        yield said(f"Het gaat om het product {product.nl}.", f"The product is {product.en}.", f"{path}.vendor")
    if recipient.gets == ("anything",):
        yield said(
            "Welke gegevens dat zijn, hangt af van wat de wet in dat geval eist.",
            "Which data that is depends on what the law demands in that case.",
            f"{path}.gets",
        )
    elif recipient.gets:
        what = page.categories(recipient.gets)
        yield said(f"{capital(label.nl)} krijgt {what.nl}.", f"{capital(label.en)} gets {what.en}.", f"{path}.gets")
    if recipient.only_if:
        yield said(
            "Dit gebeurt alleen als de wet ons daartoe dwingt.",
            "This happens only when the law forces us to.",
            f"{path}.only_if",
        )
    if recipient.sees:
        sees = SEES[recipient.sees]
        yield said(f"Het personeel van {label.nl} {sees.nl}.", f"The staff of {label.en} {sees.en}.", f"{path}.sees")
    yield from _grounds(page, name, recipient)
    yield from _recording(page, name, recipient)


def _grounds(page: Page, name: str, recipient: Recipient) -> Iterator[Said]:
    """For which purposes data goes there, and why that is allowed."""
    path = f"recipients.{name}"
    if recipient.purposes:
        what = listed(page.purpose(purpose) for purpose in recipient.purposes)
        yield said(f"Het doel is {what.nl}.", f"The purpose is {what.en}.", f"{path}.purposes")
    if recipient.basis:
        ground = BASES[recipient.basis]
        yield said(
            f"Voor dit doorgeven geldt: {ground.nl[0].lower()}{ground.nl[1:]}",
            f"What allows us to pass it on: {ground.en[0].lower()}{ground.en[1:]}",
            f"{path}.basis",
        )


def _recording(page: Page, name: str, recipient: Recipient) -> Iterator[Said]:
    path, label = f"recipients.{name}", page.recipient(name)
    if recipient.contact:
        yield said(
            f"Verbeteren, wissen of beperken wij gegevens die {label.nl} kreeg, dan melden wij dat daar "
            f"({recipient.contact}).",
            f"When we correct, erase or restrict data that {label.en} received, we tell them ({recipient.contact}).",
            f"{path}.contact",
        )
    if recipient.ends:
        on = day(recipient.ends)
        yield said(
            f"{capital(label.nl)} krijgt tot en met {on.nl} gegevens van ons; daarna moet alles terug of gewist zijn.",
            f"{capital(label.en)} gets data from us until {on.en}; after that all of it must be returned or erased.",
            f"{path}.ends",
        )
    if recipient.records:
        kinds = listed(kind(k) for k in recipient.records)
        yield said(
            f"{capital(label.nl)} legt zelf vast: {kinds.nl}.",
            f"{capital(label.en)} records by itself: {kinds.en}.",
            f"{path}.records",
        )
    if recipient.only_for:
        what = word(recipient.only_for)
        yield said(
            f"Wij gebruiken de uitkomsten alleen voor {what.nl}.",
            f"We use the results only for {what.en}.",
            f"{path}.only_for",
        )
    tracking = {
        "disclosed": Both(
            f"{capital(label.nl)} kan zien of u onze e-mails opent en leest.",
            f"{capital(label.en)} can see whether you open and read our e-mails.",
        ),
        "asked": Both(
            f"{capital(label.nl)} ziet alleen of u onze e-mails opent en leest als u daar ja op zei.",
            f"{capital(label.en)} sees whether you open and read our e-mails only if you said yes to that.",
        ),
        "off": Both(
            f"{capital(label.nl)} houdt niet bij of u onze e-mails opent of leest.",
            f"{capital(label.en)} does not record whether you open or read our e-mails.",
        ),
    }.get(recipient.tracking or "")
    if tracking:
        yield said(tracking.nl, tracking.en, f"{path}.tracking")
    if not recipient.closed:
        yield said(
            "Dit is een voorbeeld; er kunnen ook anderen zijn die dit doen.",
            "This is an example; there can be others who do this.",
            f"{path}.closed",
        )
    elif f"{path}.closed" in page.policy.positions:
        yield said("Niemand anders doet dit voor ons.", "Nobody else does this for us.", f"{path}.closed")


def _places(page: Page, name: str, recipient: Recipient) -> Iterator[Said]:
    path, label = f"recipients.{name}", page.recipient(name)
    if recipient.country:
        where = page.country(recipient.country)
        inside = recipient.country == "EEA" or recipient.country in page.countries.eea
        eea = Both("", "") if inside else Both(", buiten de Europese Economische Ruimte", ", outside the EEA")
        yield said(
            f"{capital(label.nl)} werkt vanuit {where.nl}{eea.nl}.",
            f"{capital(label.en)} works from {where.en}{eea.en}.",
            f"{path}.country",
        )
    if recipient.only_in:
        region = page.region(recipient.only_in)
        yield said(
            f"De gegevens staan alleen in {region.nl}.", f"The data lies only in {region.en}.", f"{path}.only_in"
        )
    if recipient.transfer:
        yield from _transfer(page, f"{path}.transfer", recipient.transfer)
    for sub in recipient.sub_processors:
        where = page.country(sub.country) if sub.country else None
        does = page.prose(f"{path}.sub_processors.{sub.name}.does", sub.does) if sub.does else None
        nl = f"{capital(sub.name)} werkt op zijn beurt voor {label.nl}"
        en = f"{capital(sub.name)} in turn works for {label.en}"
        nl += (f", voor {does.nl}" if does else "") + (f", vanuit {where.nl}" if where else "")
        en += (f", for {does.en}" if does else "") + (f", from {where.en}" if where else "")
        yield said(f"{nl}.", f"{en}.", f"{path}.sub_processors.{sub.name}")


def _transfer(page: Page, path: str, transfer: Transfer) -> Iterator[Said]:
    ground = TRANSFERS[transfer.basis]
    yield said(ground.nl, ground.en, path, f"{path}.basis")
    if transfer.fallback:
        known = {"scc": Both("het modelcontract van de Europese Commissie", "the European Commission's contract")}
        back = known.get(transfer.fallback) or page.prose(f"{path}.fallback", transfer.fallback)
        yield said(
            f"Valt die grond weg, dan geldt: {back.nl}.", f"If that ground falls away: {back.en}.", f"{path}.fallback"
        )
    if transfer.review:
        on = day(transfer.review)
        yield said(
            f"Uiterlijk op {on.nl} bekijken wij opnieuw of dit nog klopt.",
            f"By {on.en} at the latest we look again whether this still holds.",
            f"{path}.review",
        )
    if transfer.copy_from:
        copy = page.prose(f"{path}.copy_from", transfer.copy_from)
        yield said(
            f"Een kopie van deze waarborgen krijgt u via {copy.nl}.",
            f"You can get a copy of these safeguards from {copy.en}.",
            f"{path}.copy_from",
        )
