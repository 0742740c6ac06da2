"""How the policy changes, and, last of all, how to reach us (Art. 12(2), 13(1)(a)-(b), 13(3) GDPR)."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.notice.page import Page, Part, Said, part, said
from belofte.domain.notice.wording import capital, listed, same, term


def changes(page: Page) -> Part:
    """What happens when the policy changes."""
    return part("changes", "Als deze verklaring verandert", "When this notice changes", _changes(page))


def contact(page: Page) -> Part:
    """The contact details: they stand at the end, where people look for them."""
    return part("contact", "Contact", "Contact", (*_office(page), *_officer(page), *_company(page)))


def _changes(page: Page) -> Iterator[Said]:
    stated = page.policy.changes
    if stated.reserved:
        yield said(
            "Wij kunnen deze verklaring wijzigen. Een wijziging maakt een belofte over gegevens die wij al hebben niet "
            "ongemerkt zwakker.",
            "We can change this notice. A change does not silently weaken a promise about data we already have.",
            "changes.reserved",
        )
    elif stated.reserved is False:
        yield said("Wij wijzigen deze verklaring niet.", "We do not change this notice.", "changes.reserved")
    if stated.newest_here:
        yield said(
            "Op deze pagina staat altijd de nieuwste versie.",
            "This page always shows the newest version.",
            "changes.newest_here",
        )
    elif stated.newest_here is False:
        yield said(
            "De nieuwste versie kan elders staan.",
            "The newest version may stand elsewhere.",
            "changes.newest_here",
        )
    if stated.told_by:
        by = {"email": ("per e-mail", "by e-mail"), "post": ("per post", "by post")}[stated.told_by]
        yield said(
            f"Raakt een wijziging hoe wij omgaan met gegevens die wij al van u hebben, dan hoort u dat {by[0]}.",
            f"If a change affects how we handle data we already have about you, we tell you {by[1]}.",
            "changes.told_by",
        )
    if stated.lead_time:
        long = term(stated.lead_time)
        yield said(
            f"U hoort dat minstens {long.nl} voordat de wijziging ingaat.",
            f"You hear it at least {long.en} before the change takes effect.",
            "changes.lead_time",
        )
    if stated.fallback:
        fallback = page.prose("changes.fallback", stated.fallback)
        yield said(
            f"Komt dat bericht niet aan, dan doen wij dit: {fallback.nl}.",
            f"If that message does not arrive, we do this: {fallback.en}.",
            "changes.fallback",
        )
    if stated.archive:
        archive = page.prose("changes.archive", stated.archive)
        yield said(
            f"Eerdere versies kunt u hier nalezen: {archive.nl}.",
            f"Earlier versions can be read here: {archive.en}.",
            "changes.archive",
        )


def _office(page: Page) -> Iterator[Said]:
    office = page.policy.privacy_office
    names = office.names[:1]
    if names:
        also = listed(map(same, office.names[1:]))
        nl = f"Voor vragen en verzoeken is er onze {names[0]}" + (f", ook {also.nl} genoemd" if also.nl else "")
        en = f"For questions and requests there is our {names[0]}" + (f", also called {also.en}" if also.en else "")
        yield said(f"{nl}.", f"{en}.", "privacy_office.names")
    if office.email:
        who = page.office
        yield said(
            f"U bereikt {who.nl} via {office.email}.", f"You reach {who.en} at {office.email}.", "privacy_office.email"
        )
    if office.phone:
        yield said(f"Telefoon: {office.phone}.", f"Telephone: {office.phone}.", "privacy_office.phone")
    if office.address:
        address = page.prose("privacy_office.address", office.address)
        yield said(f"Postadres: {address.nl}.", f"Postal address: {address.en}.", "privacy_office.address")
    if office.form:
        yield said(f"Formulier: {office.form}.", f"Form: {office.form}.", "privacy_office.form")
    if office.stand_in:
        stand_in = page.prose("privacy_office.stand_in", office.stand_in)
        yield said(
            f"Hoort u niets, dan kunt u terecht bij {stand_in.nl}.",
            f"If you hear nothing, you can turn to {stand_in.en}.",
            "privacy_office.stand_in",
        )


def _officer(page: Page) -> Iterator[Said]:
    officer = page.policy.dpo
    if officer.appointed:
        yield said(
            "Wij hebben een functionaris voor gegevensbescherming.",
            "We have a data protection officer.",
            "dpo.appointed",
        )
    elif officer.appointed is False:
        yield said(
            "Wij hebben geen functionaris voor gegevensbescherming.",
            "We have no data protection officer.",
            "dpo.appointed",
        )
    if officer.contact:
        contact = page.prose("dpo.contact", officer.contact)
        yield said(
            f"De functionaris is bereikbaar via {contact.nl}.",
            f"The officer can be reached at {contact.en}.",
            "dpo.contact",
        )
    if officer.why_not:
        why = page.prose("dpo.why_not", officer.why_not)
        yield said(f"De reden daarvan: {capital(why.nl)}.", f"The reason: {capital(why.en)}.", "dpo.why_not")


def _company(page: Page) -> Iterator[Said]:
    controller = page.policy.controller
    if controller.address:
        address = page.prose("controller.address", controller.address)
        yield said(
            f"{page.controller} is gevestigd op dit adres: {address.nl}.",
            f"{page.controller} is established at this address: {address.en}.",
            "controller.address",
        )
    if controller.country:
        country = page.country(controller.country)
        yield said(
            f"{page.controller} is een bedrijf in {country.nl}.",
            f"{page.controller} is a company in {country.en}.",
            "controller.country",
        )
    if controller.representative:
        who = page.prose("controller.representative", controller.representative)
        yield said(
            f"Onze vertegenwoordiger in de Europese Unie is {who.nl}.",
            f"Our representative in the European Union is {who.en}.",
            "controller.representative",
        )
    if controller.joint:
        names = listed(same(name) for name in controller.joint)
        yield said(
            f"Wij beslissen over uw gegevens samen met {names.nl}.",
            f"We decide about your data together with {names.en}.",
            "controller.joint",
        )
    if controller.kvk:
        yield said(
            f"Nummer in het handelsregister: {controller.kvk}.",
            f"Number in the trade register: {controller.kvk}.",
            "controller.kvk",
        )
    if controller.email:
        yield said(f"E-mail: {controller.email}.", f"E-mail: {controller.email}.", "controller.email")
    if controller.phone:
        yield said(f"Telefoon: {controller.phone}.", f"Telephone: {controller.phone}.", "controller.phone")
