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
        "{controller} bewaart gegevens over mensen. U mag weten welke, en u mag vragen ze te wissen. Het is gratis en "
        "u hoeft niet te zeggen waarom.",
        "{controller} keeps data about people. You may know which, and you may ask for it to be erased. It is free, "
        "and you need not say why.",
    ),
    "right.access": ("Inzage", "Access"),
    "right.erasure": ("Wissen", "Erasure"),
    "right.access.long": ("Mijn gegevens ontvangen", "Receive my data"),
    "right.erasure.long": ("Mijn gegevens laten wissen", "Have my data erased"),
    "right.rectification.long": ("Mijn gegevens laten verbeteren", "Have my data corrected"),
    "right.restriction.long": ("Het gebruik van mijn gegevens beperken", "Restrict the use of my data"),
    "right.portability.long": ("Mijn gegevens meenemen", "Take my data with me"),
    "right.objection.long": ("Bezwaar maken", "Object"),
    "right.access.what": (
        "U krijgt een kopie van alle gegevens die wij over u hebben, en een lijst van wie ze voor ons bewaart.",
        "You get a copy of all the data we have about you, and a list of who keeps it for us.",
    ),
    "right.erasure.what": (
        "Wij wissen wat wij over u hebben. Wat de wet ons laat bewaren, zoals facturen, noemen wij met de einddatum.",
        "We erase what we have about you. What the law makes us keep, such as invoices, we name with its end date.",
    ),
    "right.access.button": ("Vraag uw gegevens op", "Ask for your data"),
    "right.erasure.button": ("Vraag om wissen", "Ask for erasure"),
    "start.how": ("Zo gaat het", "How it goes"),
    "start.due": (
        "Vraagt u het vandaag, dan hebt u uiterlijk op {due} antwoord.",
        "If you ask today, you have our answer by {due} at the latest.",
    ),
    "how.ask": ("U stuurt het formulier", "You send the form"),
    "how.confirm": ("U drukt op de knop in onze e-mail", "You press the button in our e-mail"),
    "how.search": ("Wij zoeken in al onze systemen", "We search all our systems"),
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
    # request form
    "form.title": ("Uw verzoek", "Your request"),
    "form.intro": (
        "Alleen de eerste twee vragen zijn nodig. Met de rest vinden wij u sneller.",
        "Only the first two questions are needed. The others help us find you.",
    ),
    "form.right": ("Wat wilt u?", "What would you like?"),
    "form.address": ("Uw e-mailadres", "Your e-mail address"),
    "form.address.hint": (
        "Gebruik het adres waaronder wij u kennen. Gegevens sturen wij alleen naar een adres dat wij al hadden.",
        "Use the address we know you by. We send data only to an address we already had.",
    ),
    "form.name": ("Uw naam", "Your name"),
    "form.number": ("Uw klantnummer", "Your customer number"),
    "form.number.hint": ("Het staat bijvoorbeeld op een factuur.", "You find it on an invoice, for example."),
    "form.text": ("Wilt u er iets bij zeggen?", "Is there anything you want to add?"),
    "form.text.hint": (
        "Bijvoorbeeld om welke gegevens het gaat. Stuur geen kopie van een paspoort en geen burgerservicenummer.",
        "For example, which data it is about. Do not send a copy of a passport or a citizen service number.",
    ),
    "form.optional": ("niet verplicht", "optional"),
    "form.send": ("Verstuur het verzoek", "Send the request"),
    "form.why": (
        "Wij gebruiken wat u invult alleen voor dit verzoek.",
        "We use what you enter only for this request.",
    ),
    "error.prefix": ("Fout: ", "Error: "),
    "error.summary": ("Er klopt nog iets niet", "Something is not right yet"),
    "error.right": ("Kies wat u wilt.", "Choose what you would like."),
    "error.address.empty": ("Vul uw e-mailadres in.", "Enter your e-mail address."),
    "error.address.form": (
        "Dit lijkt geen e-mailadres. Het ziet eruit als naam@voorbeeld.nl.",
        "This does not look like an e-mail address. It looks like name@example.com.",
    ),
    "error.long": (
        "Dit is te lang: gebruik hoogstens {most} tekens.",
        "This is too long: use at most {most} characters.",
    ),
    "error.many": (
        "Er kwamen net veel verzoeken tegelijk binnen. Wacht even en verstuur het dan opnieuw: wat u invulde staat "
        "er nog. Of bel of mail ons privacykantoor.",
        "Many requests came in at once. Wait a while and send it again: what you entered is still here. "
        "Or call or e-mail our privacy office.",
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
        "Wij sturen nu een bericht naar {address}. Daarin staat wat u moet doen; meestal is dat op één knop drukken.",
        "We are sending a message to {address} now. It says what to do; usually that is pressing one button.",
    ),
    "sent.search.text": (
        "Ook bij de bedrijven die gegevens voor ons bewaren.",
        "Also at the companies that keep data for us.",
    ),
    "sent.none": ("Geen e-mail gekregen?", "No e-mail?"),
    "sent.none.text": (
        "Kijk bij ongewenste e-mail en kijk of het adres hierboven klopt. Is er na een uur nog niets, vraag dan een "
        "nieuwe link of neem contact op met ons privacykantoor.",
        "Look in your junk mail and check the address above. If there is nothing after an hour, ask for a new link or "
        "contact our privacy office.",
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
