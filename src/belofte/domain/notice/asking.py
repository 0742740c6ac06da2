"""What holds for every request: how it is made, where copies go, when the answer comes (Art. 12 GDPR)."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.notice.headings import RIGHTS
from belofte.domain.notice.page import Page, Said, said
from belofte.domain.notice.wording import Both, listed, term
from belofte.domain.policy import Rights

IDENTIFY = {
    "least-intrusive": Both(
        "Twijfelen wij wie u bent, dan vragen wij zo weinig mogelijk: nooit een hele kopie van een identiteitsbewijs.",
        "If we doubt who you are, we ask as little as possible and never a full copy of your identity document.",
    ),
    "known-channel": Both(
        "U laat zien wie u bent via het adres dat wij al van u kennen.",
        "You show who you are by way of the address we already know.",
    ),
    "id-copy": Both("U stuurt een kopie van uw identiteitsbewijs mee.", "You send a copy of your identity document."),
    "id-copy-masked": Both(
        "U stuurt een afgeschermde kopie van uw identiteitsbewijs mee.",
        "You send a masked copy of your identity document.",
    ),
    "sign-in": Both("U laat zien wie u bent door in te loggen.", "You show who you are by signing in."),
}


def asking(page: Page) -> Iterator[Said]:
    """How a request is made, what it costs, and where copies go."""
    stated, office = page.policy.rights, page.policy.privacy_office
    if stated.reach:
        yield said(
            "Uw rechten gelden voor alles wat wij over u bewaren en ook voor wat anderen in onze opdracht bewaren.",
            "Your rights hold for all we keep about you and also for what others keep on our behalf.",
            "rights.reach",
        )
    if stated.requests_to:
        yield said(
            f"Een verzoek doet u bij {page.office.nl}, op welke manier u wilt: e-mail, brief, telefoon of formulier.",
            f"You make a request to {page.office.en}, in any way you like: e-mail, letter, telephone or form.",
            "rights.requests_to",
        )
    if office.form:
        yield said(
            f"U kunt ook dit formulier gebruiken: {office.form}.",
            f"You can also use this form: {office.form}.",
            "privacy_office.form",
        )
    if stated.free:
        yield said("Het kost u niets.", "It costs you nothing.", "rights.free")
    if stated.identify_by:
        way = IDENTIFY[stated.identify_by]
        yield said(way.nl, way.en, "rights.identify_by")
    yield from _copies(stated)


def _copies(stated: Rights) -> Iterator[Said]:
    if stated.copies_go_to:
        yield said(
            "Om misbruik te voorkomen sturen wij kopieën van uw gegevens naar het e-mailadres dat wij al van u kennen.",
            "To prevent misuse we send copies of your data to the e-mail address we already know.",
            "rights.copies_go_to",
        )
    if stated.elsewhere:
        nl, en = {
            "after-identification": (
                "Wilt u ze op een ander adres of per post, dan vragen wij u eerst te laten zien wie u bent.",
                "If you want them at another address or by post, we first ask you to show who you are.",
            ),
            "never": ("Naar een ander adres sturen wij ze niet.", "We do not send them to another address."),
        }[stated.elsewhere]
        yield said(nl, en, "rights.elsewhere")
    if stated.copies_are:
        nl, en = {
            "machine-readable": ("die een computer kan lezen", "that a computer can read"),
            "readable": ("die u zelf kunt lezen", "that you can read yourself"),
            "both": ("die u zelf en een computer kunnen lezen", "that you and a computer can read"),
        }[stated.copies_are]
        yield said(f"U krijgt ze in een vorm {nl}.", f"You get them in a form {en}.", "rights.copies_are")
    if stated.copies_secured:
        nl, en = {
            "link": (
                "U haalt ze op met een beveiligde link; ze staan niet in de e-mail zelf.",
                "You fetch them by a secured link; they do not stand in the e-mail itself.",
            ),
            "plain-mail": ("Wij sturen ze per gewone e-mail.", "We send them by ordinary e-mail."),
            "encrypted-mail": ("Wij sturen ze per versleutelde e-mail.", "We send them by encrypted e-mail."),
        }[stated.copies_secured]
        yield said(nl, en, "rights.copies_secured")
    if stated.download_for:
        long = term(stated.download_for)
        yield said(
            f"De link werkt {long.nl}; daarna verwijderen wij de kopie.",
            f"The link works for {long.en}; after that we remove the copy.",
            "rights.download_for",
        )


def answering(stated: Rights) -> Iterator[Said]:
    """When an answer comes, and what it tells."""
    if stated.answer_within:
        long = term(stated.answer_within)
        yield said(
            f"U krijgt binnen {long.nl} antwoord op uw verzoek.",
            f"You get an answer to your request within {long.en}.",
            "rights.answer_within",
        )
    if stated.answer_capped_by:
        yield said(
            "Eindigt de maand van de wet eerder, dan houden wij die aan.",
            "If the law's month ends earlier, we keep to that.",
            "rights.answer_capped_by",
        )
    if stated.extension:
        yield said(
            "Is uw verzoek ingewikkeld, dan mag het volgens de wet twee maanden langer duren. Dat laten wij u dan "
            "binnen de eerste maand weten, met de reden. Doen wij niet wat u vraagt, dan zeggen wij u ook waarom.",
            "If your request is complex, the law allows two more months. We then tell you so within the first "
            "month, with the reason. If we do not do what you ask, we tell you why as well.",
            "rights.extension",
        )
    if stated.confirms:
        done = listed(Both(RIGHTS[r].nl.lower(), RIGHTS[r].en.lower()) for r in stated.confirms)
        yield said(
            f"Zijn wij klaar, dan bevestigen wij dat aan het adres dat wij van u kennen. Dat geldt voor: {done.nl}.",
            f"When we are done, we confirm it to the address we know. This holds for: {done.en}.",
            "rights.confirms",
        )
    if stated.sample_mailboxes:
        yield said(
            "Wij kijken onze postbussen regelmatig na, zodat geen verzoek blijft liggen.",
            "We look through our mailboxes regularly, so that no request is missed.",
            "rights.sample_mailboxes",
        )
    elif stated.sample_mailboxes is False:
        yield said(
            "Wij kijken onze postbussen hier niet apart op na.",
            "We do not look through our mailboxes for this.",
            "rights.sample_mailboxes",
        )
