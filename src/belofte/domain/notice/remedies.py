"""Complaint, court, and what is kept of a request (Art. 5(2), 77, 79 GDPR)."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.notice.headings import RIGHTS
from belofte.domain.notice.page import Page, Part, Said, part, said
from belofte.domain.notice.using import BASES
from belofte.domain.notice.wording import Both, of_text, term
from belofte.domain.policy import Rights


def complaint(page: Page) -> Part:
    """The way to the supervisory authority."""
    return part("complaint", RIGHTS["complaint"].nl, RIGHTS["complaint"].en, _complaint_facts(page))


def _complaint_facts(page: Page) -> Iterator[Said]:
    stated, policy = page.policy.rights, page.policy
    country = page.countries.by_code.get(policy.controller.country or "")
    if not stated.complaint and "complaint" not in stated.described:
        return
    name = of_text(country.authority.name) if country else Both("de toezichthouder", "the supervisory authority")
    url = stated.complaint_url or (country.authority.url if country else "")
    facts = [
        *(["rights.complaint"] if stated.complaint else []),
        *(["rights.described.complaint"] if "complaint" in stated.described else []),
        *(["rights.complaint_url"] if stated.complaint_url else []),
        "controller.country",
    ]
    where = f": {url}" if url else ""
    the = "de " if country else ""
    in_en = "the " if country else ""
    yield said(
        f"U kunt altijd een klacht indienen bij {the}{name.nl}{where}. Dat kan ook zonder eerst bij ons te komen.",
        f"You can always lodge a complaint with {in_en}{name.en}{where}. You need not come to us first.",
        *facts,
    )


def court(page: Page) -> Part:
    """The way to the court."""
    return part("court", RIGHTS["court"].nl, RIGHTS["court"].en, _court_facts(page))


def _court_facts(page: Page) -> Iterator[Said]:
    stated = page.policy.rights
    country = page.countries.by_code.get(page.policy.controller.country or "")
    if not stated.court and "court" not in stated.described:
        return
    court = of_text(country.court.name) if country else Both("de rechter", "the court")
    within = term(country.court.term) if country and country.court.term else None
    limit = Both("", "")
    if within:
        limit = Both(f" Doe dat binnen {within.nl} na ons antwoord.", f" Do so within {within.en} after our answer.")
    law = f" ({country.court.law})" if country else ""
    facts = [
        *(["rights.court"] if stated.court else []),
        *(["rights.described.court"] if "court" in stated.described else []),
    ]
    yield said(
        f"Bent u het niet eens met ons antwoord, dan kunt u naar {court.nl}{law}.{limit.nl}",
        f"If you disagree with our answer, you can go to {court.en}{law}.{limit.en}",
        *facts,
    )


def register(page: Page) -> Part:
    """What stays of a request when it is over."""
    heading = ("Wat wij van uw verzoek bewaren", "What we keep of your request")
    return part("register", *heading, _register_facts(page, page.policy.rights))


def _register_facts(page: Page, stated: Rights) -> Iterator[Said]:
    if stated.case_term:
        long = term(stated.case_term)
        yield said(
            f"Het dossier van uw verzoek bewaren wij tot {long.nl} na ons antwoord. Daarna wordt het vernietigd.",
            f"We keep the file of your request until {long.en} after our answer. After that it is destroyed.",
            "rights.case_term",
        )
    if stated.register:
        yield said(
            "Wij houden een lijst bij van afgehandelde verzoeken.",
            "We keep a register of handled requests.",
            "rights.register",
            "rights.register.kept",
        )
    if stated.register_erasures and stated.register_erasures != "anonymous":
        yield said(
            "Van een verzoek om te wissen staat daar een code in, waarmee u nog te herkennen bent.",
            "Of a request for erasure it holds a code by which you can still be recognised.",
            "rights.register.erasures",
        )
    elif stated.register_erasures:
        yield said(
            "Van een verzoek om te wissen staan daar alleen anonieme gegevens in: niemand kan u er nog in herkennen.",
            "Of a request for erasure it holds only anonymous data: nobody can recognise you in it.",
            "rights.register.erasures",
        )
    if stated.register_method:
        method = page.prose("rights.register.method", stated.register_method)
        yield said(f"Dat doen wij zo: {method.nl}.", f"We do it like this: {method.en}.", "rights.register.method")
    if stated.register_basis:
        basis = BASES[stated.register_basis]
        yield said(
            f"Over het bijhouden van die lijst: {basis.nl}",
            f"About keeping this register: {basis.en}",
            "rights.register.basis",
        )
    if stated.register_term:
        long = term(stated.register_term)
        yield said(
            f"De regels op die lijst bewaren wij {long.nl}.",
            f"We keep the rows of that register for {long.en}.",
            "rights.register.term",
        )
