"""Website and mail, staff, decisions by machine, children, breaches, and what is never done (Art. 13(2)(f), 32-34)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from belofte.domain.notice.bonds import secrecy
from belofte.domain.notice.page import Page, Part, Said, kind, part, said
from belofte.domain.notice.vocabulary import ROLES, word
from belofte.domain.notice.wording import Both, listed, term
from belofte.domain.policy import Cookie

CHILDREN = {
    "none-knowingly": Both(
        "Wij vragen kinderen niet bewust om gegevens.", "We do not knowingly ask children for data."
    ),
    "consent-of-representative": Both(
        "Is iemand te jong om zelf toestemming te geven, dan vragen wij die aan een ouder of voogd.",
        "If somebody is too young to consent, we ask a parent or guardian.",
    ),
    "treated-with-representative": Both(
        "Behandelen wij een kind, dan gaat dat samen met een ouder of voogd.",
        "If we treat a child, we do so together with a parent or guardian.",
    ),
}

NEVER = {
    "commercial-sharing": Both(
        "Wij stellen uw gegevens nooit voor commerciële doelen aan anderen ter beschikking.",
        "We never make your data available to others for commercial ends.",
    ),
    "online-payment": Both("Wij gebruiken geen online betaaldiensten.", "We use no online payment services."),
    "resale": Both("Wij doen niet aan wederverkoop.", "We do not resell."),
    "sale": Both("Wij verkopen uw gegevens nooit.", "We never sell your data."),
    "selling": Both("Wij verkopen uw gegevens nooit.", "We never sell your data."),
    "advertising": Both(
        "Wij laten anderen nooit op grond van uw gegevens adverteren.",
        "We never let others advertise on the basis of your data.",
    ),
    "profiling": Both("Wij maken geen profielen van u.", "We do not make profiles of you."),
    "phone-marketing": Both("Wij bellen u nooit met reclame.", "We never call you to advertise."),
}


def website(page: Page) -> Part:
    """Website, cookies and mail that leaves by itself."""
    return part("website", "Onze website en e-mail", "Our website and e-mail", (*_site(page), *_cookies(page)))


def staff(page: Page) -> Part:
    """Who of our own people sees data, and how they are bound."""
    return part("staff", "Wie bij ons uw gegevens ziet", "Who sees your data at our company", _staff(page))


def decisions(page: Page) -> Part:
    """Decisions made by machine alone."""
    return part("automated-decisions", "Besluiten door een computer", "Decisions by a computer", _decisions(page))


def care(page: Page) -> Part:
    """Children and data breaches."""
    return part("children-and-breaches", "Kinderen en datalekken", "Children and data breaches", _care(page))


def never(page: Page) -> Part:
    """What is never done."""
    return part("never", "Wat wij nooit doen", "What we never do", _never(page))


def _site(page: Page) -> Iterator[Said]:
    site = page.policy.website
    if site.encryption:
        words = {"https": "HTTPS", "ssl": "SSL (HTTPS)"}[site.encryption]
        yield said(
            f"Onze webpagina's zijn beveiligd met {words}: wat u stuurt is onderweg niet te lezen.",
            f"Our web pages are protected by {words}: what you send cannot be read on its way.",
            "website.encryption",
        )
    if site.collects:
        kinds = listed(kind(k) for k in site.collects)
        such = Both("", "") if site.collects_closed else Both(" bijvoorbeeld", " for example")
        yield said(
            f"Onze website legt vanzelf vast:{such.nl} {kinds.nl}.",
            f"Our website records by itself:{such.en} {kinds.en}.",
            "website.collects",
        )
    if "website.collects_closed" in page.policy.positions:
        nl = "is volledig" if site.collects_closed else "is niet volledig"
        en = "is complete" if site.collects_closed else "is not complete"
        yield said(f"Deze opsomming {nl}.", f"This list {en}.", "website.collects_closed")
    if site.unsubscribe_link:
        every = site.unsubscribe_link == "in-every-mail"
        nl = "elke e-mail die onze website vanzelf verstuurt" if every else "elke nieuwsbrief"
        en = "every e-mail that our website sends by itself" if every else "every newsletter"
        yield said(
            f"Onderaan {nl} staat een link om u af te melden.",
            f"At the bottom of {en} there is a link to unsubscribe.",
            "website.unsubscribe_link",
        )
    if site.unsubscribe_effect:
        news = site.unsubscribe_effect == "newsletter-stops"
        nl = "krijgt u onze nieuwsbrief niet meer" if news else "krijgt u geen enkele automatische e-mail meer"
        en = "you no longer get our newsletter" if news else "you no longer get any automatic e-mail"
        yield said(f"Gebruikt u die link, dan {nl}.", f"When you use that link, {en}.", "website.unsubscribe_effect")


def _cookies(page: Page) -> Iterator[Said]:
    site = page.policy.website
    if site.cookies == ():
        yield said("Onze website gebruikt geen cookies.", "Our website uses no cookies.", "website.cookies")
    for name, cookie in site.cookie_facts.items():
        yield _cookie(page, name, cookie)
    if site.cookie_consent == "before":
        yield said(
            "Cookies die niet strikt nodig zijn, plaatsen wij pas nadat u ja hebt gezegd.",
            "Cookies that are not strictly needed are placed only after you have said yes.",
            "website.cookie_consent",
        )
    elif site.cookie_consent:
        yield said(
            "Voor cookies vragen wij geen toestemming.",
            "We do not ask for consent to cookies.",
            "website.cookie_consent",
        )


def _cookie(page: Page, name: str, cookie: Cookie) -> Said:
    nl, en = f"Cookie “{name}”", f"Cookie “{name}”"
    if cookie.by:
        by = page.recipient(cookie.by)
        nl, en = f"{nl}, geplaatst door {by.nl}", f"{en}, set by {by.en}"
    if cookie.purpose:
        purpose = page.purpose(cookie.purpose)
        nl, en = f"{nl}: voor {purpose.nl}", f"{en}: for {purpose.en}"
    if cookie.lifetime:
        long = term(cookie.lifetime)
        nl, en = f"{nl}; blijft {long.nl} staan", f"{en}; stays for {long.en}"
    return said(f"{nl}.", f"{en}.", f"website.cookies.{name}")


def _staff(page: Page) -> Iterator[Said]:
    people = page.policy.staff
    if people.roles:
        roles = listed(word(role, ROLES) for role in people.roles)
        yield said(
            f"Uw gegevens worden bij ons alleen gezien door {roles.nl}.",
            f"At our company your data is seen only by {roles.en}.",
            "staff.roles",
        )
    if people.limits:
        limits = page.prose("staff.limits", people.limits)
        yield said(
            f"Daarbij geldt deze grens: {limits.nl}.", f"This limit holds for them: {limits.en}.", "staff.limits"
        )
    if people.secrecy:
        yield from secrecy("staff.secrecy", people.secrecy, Both("wie bij ons werkt", "whoever works for us"))
    if people.own_use:
        yield said(
            "Onze medewerkers gebruiken uw gegevens nooit voor eigen doelen.",
            "Our staff never use your data for their own ends.",
            "staff.own_use",
        )
    if people.custodian:
        role = word(people.custodian, ROLES)
        yield said(
            f"Wat wij na uw vertrek nog moeten bewaren, beheert {role.nl}.",
            f"What we must still keep after you have left is in the care of {role.en}.",
            "staff.custodian",
        )


def _decisions(page: Page) -> Iterator[Said]:
    automated = page.policy.automated_decisions
    if automated.used:
        yield said(
            "Sommige besluiten over u worden alleen door een computer genomen.",
            "Some decisions about you are made by a computer alone.",
            "automated_decisions.used",
        )
    elif automated.used is False:
        yield said(
            "Wij nemen geen besluiten over u alleen door een computer, en maken daarvoor ook geen profielen.",
            "We make no decisions about you by computer alone, and make no profiles for that.",
            "automated_decisions.used",
        )
    if automated.logic:
        logic = page.prose("automated_decisions.logic", automated.logic)
        yield said(f"Dat gaat zo: {logic.nl}.", f"It works like this: {logic.en}.", "automated_decisions.logic")


def _care(page: Page) -> Iterator[Said]:
    policy = page.policy
    if policy.children:
        children = _children(page, policy.children)
        yield said(children.nl, children.en, "children")
    if policy.breaches:
        breaches = page.prose("breaches", policy.breaches)
        yield said(
            f"Gaat er iets mis met uw gegevens (een datalek), dan doen wij dit: {breaches.nl}.",
            f"If something goes wrong with your data (a breach), we do this: {breaches.en}.",
            "breaches",
        )


def _children(page: Page, stated: str) -> Both:
    """``under-16-by-representative`` and the like carry the age; other words come from the list, or are free text."""
    if age := re.fullmatch(r"under-(\d+)-by-representative", stated):
        return Both(
            f"Voor wie jonger is dan {age[1]} jaar beslist een ouder of voogd, en die doet ook de verzoeken.",
            f"For anyone under {age[1]} a parent or guardian decides, and makes the requests too.",
        )
    if stated in CHILDREN:
        return CHILDREN[stated]
    plain = page.prose("children", word(stated).nl)
    return Both(f"Kinderen: {plain.nl}.", f"Children: {plain.en}.")


def _never(page: Page) -> Iterator[Said]:
    for name in page.policy.never:
        plain = NEVER.get(name)
        label = word(name)
        words = plain or Both(f"Dit doen wij nooit: {label.nl}.", f"This we never do: {label.en}.")
        precise = page.policy.never_means.get(name)
        facts = [f"never.{name}", "never"]
        if precise:
            means = page.prose(f"never_means.{name}", precise)
            words = Both(f"{words.nl.rstrip('.')}: {means.nl}.", f"{words.en.rstrip('.')}: {means.en}.")
            facts += [f"never_means.{name}", "never_means"]
        yield said(words.nl, words.en, *facts)
