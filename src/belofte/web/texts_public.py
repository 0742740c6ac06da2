"""The words of the public pages. Plain language: short sentences, what to do, by when. No word tells who is known."""

from __future__ import annotations

from collections.abc import Mapping

PUBLIC: Mapping[str, tuple[str, str]] = {
    # frame of every page
    "skip": ("Ga direct naar de inhoud", "Skip to the content"),
    "site.name": ("Privacy bij {controller}", "Privacy at {controller}"),
    "nav.label": ("Hoofdmenu", "Main menu"),
    "nav.start": ("Uw gegevens", "Your data"),
    "nav.status": ("Hoe staat het ervoor?", "Check progress"),
    "nav.notice": ("Privacyverklaring", "Privacy notice"),
    "switch.label": ("Taal", "Language"),
    "banner.example": (
        "Dit is een voorbeeld met een verzonnen bedrijf. Vul geen echte gegevens in.",
        "This is an example with a made-up company. Do not enter real data.",
    ),
    "banner.sandbox": (
        "Dit is een proefopstelling. Gegevens en personen zijn verzonnen en e-mail verlaat deze computer niet.",
        "This is a sandbox. People and data are made up, and no e-mail leaves this computer.",
    ),
    "banner.mailbox": ("Lees de verzonden e-mail", "Read the e-mail that was sent"),
    "footer.help": ("Vragen? Ons privacykantoor helpt u graag.", "Questions? Our privacy office is glad to help."),
    "footer.email": ("E-mail", "E-mail"),
    "footer.phone": ("Telefoon", "Telephone"),
    "footer.address": ("Adres", "Address"),
    # start
    "start.title": ("Uw gegevens, uw rechten", "Your data, your rights"),
    "start.intro": (
        "{controller} bewaart gegevens over mensen. Gaan ze over u, dan beslist u mee. Kies wat u wilt: het is gratis.",
        "{controller} keeps data about people. If it is about you, you have a say in it. Choose what you would like: "
        "it is free.",
    ),
    "start.how": ("Zo gaat het", "How it goes"),
    "start.due": (
        "Vraagt u het vandaag, dan hebt u uiterlijk op {due} antwoord.",
        "If you ask today, you have our answer by {due} at the latest.",
    ),
    "how.ask": ("U stuurt het formulier", "You send the form"),
    "how.confirm": ("U drukt op de knop in onze e-mail", "You press the button in our e-mail"),
    "how.search": ("Wij zoeken het uit", "We look into it"),
    "how.answer": ("U krijgt antwoord", "You get our answer"),
    "start.notice": ("Wat wij met gegevens doen", "What we do with data"),
    "start.notice.text": (
        "In de privacyverklaring staat welke gegevens wij gebruiken, waarvoor, hoe lang en wie ze krijgt.",
        "The privacy notice says which data we use, what for, how long, and who receives it.",
    ),
    "start.notice.link": ("Lees de privacyverklaring", "Read the privacy notice"),
    "start.other": ("Al iets gevraagd?", "Already asked?"),
    "start.other.text": (
        "Kijk hoe het ermee staat. Daarvoor hebt u het kenmerk en uw e-mailadres nodig.",
        "See how it is going. You need the reference and your e-mail address.",
    ),
    # sent
    "sent.title": ("Uw verzoek is verstuurd", "Your request has been sent"),
    "sent.reference": ("Uw kenmerk", "Your reference"),
    "sent.keep": (
        "Schrijf het op of druk deze pagina af. Met het kenmerk en uw e-mailadres ziet u hoe het ermee staat.",
        "Write it down or print this page. With the reference and your e-mail address you can see how it is going.",
    ),
    "sent.next": ("Wat er nu gebeurt", "What happens next"),
    "sent.received": ("Uw verzoek is binnen", "Your request is in"),
    "sent.mail": ("Lees onze e-mail", "Read our e-mail"),
    "sent.mail.text": (
        "Wij sturen nu een bericht naar {address}. Open de link daarin en druk op de knop.",
        "We are sending a message to {address} now. Open the link in it and press the button.",
    ),
    "sent.later": ("Meer hoeft u niet te doen", "There is nothing more to do"),
    "sent.later.withdrawal": (
        "Wij stoppen meteen. Als het in al onze systemen is gestopt, sturen wij een bericht naar {address}.",
        "We stop at once. When it is stopped in all our systems, we send a message to {address}.",
    ),
    "sent.later.objection": (
        "Wij stoppen meteen. Als het in al onze systemen is gestopt, sturen wij een bericht naar {address}.",
        "We stop at once. When it is stopped in all our systems, we send a message to {address}.",
    ),
    "sent.later.question": (
        "Wij sturen een ontvangstbevestiging en later ons antwoord naar {address}.",
        "We send an acknowledgement, and later our answer, to {address}.",
    ),
    "sent.none": ("Geen e-mail gekregen?", "No e-mail?"),
    "sent.none.text": (
        "Kijk bij ongewenste e-mail en kijk of het adres hierboven klopt. Is er na een uur nog niets, vraag dan een "
        "nieuwe link of neem contact op met ons privacykantoor.",
        "Look in your junk mail and check the address above. If there is nothing after an hour, ask for a new link or "
        "contact our privacy office.",
    ),
    "sent.none.plain": (
        "Kijk bij ongewenste e-mail en kijk of het adres hierboven klopt. Of neem contact op met ons privacykantoor.",
        "Look in your junk mail and check the address above. Or contact our privacy office.",
    ),
    "by": ("uiterlijk {day}", "by {day}"),
    # notice
    "notice.title": ("Privacyverklaring", "Privacy notice"),
    "notice.version": ("Versie {version}, geldig vanaf {day}", "Version {version}, in force since {day}"),
    "notice.draft": ("Nog niet gepubliceerd", "Not published yet"),
    "notice.archive": ("Eerdere versies", "Earlier versions"),
    "notice.checkpoint": (
        "Van alles wat wij doen houden wij een bewijslogboek bij, zonder persoonsgegevens. Wie ons wil kunnen "
        "controleren, bewaart het nieuwste controlepunt.",
        "We keep an evidence log of everything we do, without personal data. Whoever wants to be able to check on us "
        "keeps the newest checkpoint.",
    ),
    "notice.checkpoint.link": ("Het controlepunt van nu", "The checkpoint of now"),
    "notice.old": (
        "Dit is een oude versie. Nu geldt een andere.",
        "This is an old version. Another one is in force now.",
    ),
    "notice.current": ("Lees de versie die nu geldt", "Read the version in force now"),
    "notice.range": ("{start} tot {end}", "{start} to {end}"),
    "notice.since": ("sinds {start}: geldt nu", "since {start}: in force now"),
    "notice.number": ("Versie {version}", "Version {version}"),
}
