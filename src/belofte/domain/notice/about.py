"""Who answers for the notice, what it is about and when it holds (Art. 12, 13(1)(a) GDPR)."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.notice.page import Page, Part, Said, part, said
from belofte.domain.notice.phrases import DESCRIBES, SECTIONS
from belofte.domain.notice.vocabulary import DOES, phrase, word
from belofte.domain.notice.wording import Both, capital, day, listed, same

LANGUAGES = {"nl": Both("Nederlands", "Dutch"), "en": Both("Engels", "English")}


def about(page: Page) -> Part:
    """The first section: what this page is."""
    return part("about", "Over deze privacyverklaring", "About this privacy notice", _about(page))


def _about(page: Page) -> Iterator[Said]:
    policy, name = page.policy, page.controller
    if policy.example:
        yield said(
            "Dit is een voorbeeld: wat hier staat is deels verzonnen en wordt door niemand beloofd.",
            "This is an example: part of it is made up and nobody promises it.",
            "example",
        )
    if policy.environment == "sandbox":
        yield said("Deze pagina hoort bij een proefopstelling.", "This page belongs to a trial set-up.", "environment")
    elif "environment" in policy.positions:
        yield said("Deze verklaring is in gebruik.", "This notice is in use.", "environment")
    if policy.controller.name:
        yield said(
            f"Dit is de privacyverklaring van {name}. {name} is verantwoordelijk voor het gebruik van uw gegevens.",
            f"This is the privacy notice of {name}. {name} is responsible for the use of your data (the controller).",
            "controller.name",
        )
    yield from _describes(page)
    yield from _stances(page)
    yield from _scope(page)
    yield from _validity(page)
    yield from _customers(page)


def _describes(page: Page) -> Iterator[Said]:
    notice = page.policy.notice
    if notice.describes:
        what = listed(word(name, DESCRIBES) for name in notice.describes)
        yield said(f"U leest hier {what.nl}.", f"Here you read {what.en}.", "notice.describes")
    if notice.sections:
        parts = listed(word(name, SECTIONS) for name in notice.sections)
        yield said(
            f"De onderdelen van deze verklaring gaan over: {parts.nl}.",
            f"The parts of this notice are about: {parts.en}.",
            "notice.sections",
        )
    if notice.contact_details_at == "end":
        yield said(
            "Hebt u vragen? Onze contactgegevens staan aan het einde.",
            "Do you have questions? Our contact details stand at the end.",
            "notice.contact_details_at",
        )
    elif notice.contact_details_at:
        yield said(
            "Hebt u vragen? Neem gerust contact met ons op.",
            "Do you have questions? Please contact us.",
            "notice.contact_details_at",
        )


def _stances(page: Page) -> Iterator[Said]:
    for name, fact in page.policy.statements.items():
        path = f"statements.{name}"
        if fact.states:
            states = page.prose(path, fact.states)
            value = f": {fact.value}" if fact.value else ""
            end = "" if f"{states.nl}{value}".endswith((".", "!", "?")) else "."
            yield said(f"{capital(states.nl)}{value}{end}", f"{capital(states.en)}{value}{end}", path, f"{path}.states")
        elif fact.value:
            yield said(f"{capital(name)}: {fact.value}.", f"{capital(name)}: {fact.value}.", path, f"{path}.value")


def _scope(page: Page) -> Iterator[Said]:
    policy = page.policy
    if policy.services:
        services = listed(word(name, DOES) for name in policy.services)
        yield said(f"{page.controller} levert {services.nl}.", f"{page.controller} provides {services.en}.", "services")
    if policy.scope:
        scope = listed(phrase(item) for item in policy.scope)
        yield said(
            f"Deze verklaring geldt voor: {scope.nl}.",
            f"This notice holds for: {scope.en}.",
            "scope",
        )
    if policy.scope_excludes:
        others = listed(phrase(item) for item in policy.scope_excludes)
        yield said(
            f"Zij gaat niet over {others.nl}; daarvoor geldt een eigen verklaring.",
            f"It is not about {others.en}; they have a notice of their own.",
            "scope_excludes",
        )


def _validity(page: Page) -> Iterator[Said]:
    policy = page.policy
    if policy.in_force:
        on = day(policy.in_force)
        yield said(f"Deze verklaring geldt vanaf {on.nl}.", f"This notice holds from {on.en}.", "in_force")
    if policy.changes.version:
        yield said(
            f"Dit is versie {policy.changes.version}.", f"This is version {policy.changes.version}.", "changes.version"
        )
    if policy.ends_earlier_at == "publication":
        yield said(
            "Zodra een nieuwe versie gepubliceerd is, gelden alle eerdere versies niet meer.",
            "As soon as a new version is published, all earlier versions end.",
            "ends_earlier_at",
        )
    elif policy.ends_earlier_at:
        yield said(
            "Op de dag dat een nieuwe versie ingaat, eindigen alle eerdere versies.",
            "On the day a new version takes effect, all earlier versions end.",
            "ends_earlier_at",
        )
    if "languages" in policy.positions and policy.languages:
        first = LANGUAGES.get(policy.languages[0], same(policy.languages[0]))
        every = listed(LANGUAGES.get(language, same(language)) for language in policy.languages)
        more = len(policy.languages) > 1
        yield said(
            f"Deze verklaring is er in het {every.nl}" + (f"; de tekst in het {first.nl} is bindend." if more else "."),
            f"This notice exists in {every.en}" + (f"; the text in {first.en} is the binding one." if more else "."),
            "languages",
        )


def _customers(page: Page) -> Iterator[Said]:
    customers = page.policy.customers
    if customers.organisations:
        yield said(
            "Onze klanten kunnen organisaties zijn. Deze verklaring geldt dan voor hun contactpersonen.",
            "Our customers can be organisations. This notice then holds for their contact persons.",
            "customers.organisations",
        )
    elif customers.organisations is False:
        yield said("Onze klanten zijn mensen.", "Our customers are people.", "customers.organisations")
    if customers.contact_persons_from:
        source = page.prose("customers.contact_persons_from", customers.contact_persons_from)
        yield said(
            f"Gegevens van contactpersonen krijgen wij van: {source.nl}.",
            f"We get the data of contact persons from: {source.en}.",
            "customers.contact_persons_from",
        )
    if customers.processor_for:
        yield said(
            "Soms bewerken wij gegevens in opdracht van een klant. Dan is die klant verantwoordelijk en niet wij.",
            "Sometimes we work with data on a customer's behalf. Then that customer is responsible and not we.",
            "customers.processor_for",
        )
    elif customers.processor_for is False:
        yield said(
            "Wij bewerken geen gegevens in opdracht van klanten.",
            "We do not work with data on behalf of customers.",
            "customers.processor_for",
        )
    if customers.ask_instead:
        ask = page.prose("customers.ask_instead", customers.ask_instead)
        yield said(
            f"Gaat het om gegevens die wij voor een klant bewerken? Vraag het dan aan: {ask.nl}.",
            f"Is it about data we work with for a customer? Then ask: {ask.en}.",
            "customers.ask_instead",
        )
