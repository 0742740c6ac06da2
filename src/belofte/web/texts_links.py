"""The words behind the links in our mails: what the page says, its button, and what was done when it was pressed."""

from __future__ import annotations

from collections.abc import Mapping

LINKS: Mapping[str, tuple[str, str]] = {
    "link.confirm.title": ("Bevestig uw verzoek", "Confirm your request"),
    "link.confirm.text": (
        "U vroeg ons: “{right}”. Klopt dat? Druk dan op de knop. Zo weten wij dat dit e-mailadres van u is.",
        "You asked us: “{right}”. Is that so? Then press the button. That tells us this e-mail address is yours.",
    ),
    "link.confirm.button": ("Ja, dit is mijn verzoek", "Yes, this is my request"),
    "link.confirm.not": (
        "Hebt u dit niet gevraagd? Doe dan niets en sluit deze pagina: zonder de knop geven en wissen wij niets.",
        "Did you not ask this? Then do nothing and close this page: without the button we hand out and erase nothing.",
    ),
    "link.download.title": ("Uw gegevens staan klaar", "Your data is ready"),
    "link.download.text": (
        "U krijgt een zip-bestand met uw gegevens. Open daarin index.html om te lezen; de andere bestanden zijn voor "
        "een computer.",
        "You get a zip file with your data. Open index.html in it to read; the other files are for a computer.",
    ),
    "link.download.button": ("Download mijn gegevens", "Download my data"),
    "link.download.not": (
        "Doe dit op een apparaat van uzelf: wie het bestand heeft, kan uw gegevens lezen.",
        "Do this on a device of your own: whoever has the file can read your data.",
    ),
    "link.status.title": ("Hoe staat het met uw verzoek?", "How is your request going?"),
    "link.status.text": (
        "Druk op de knop om te zien hoe het met uw verzoek staat.",
        "Press the button to see how your request is going.",
    ),
    "link.status.button": ("Bekijk mijn verzoek", "See my request"),
    "link.status.not": ("", ""),
    "link.until": ("Deze link werkt tot {until}.", "This link works until {until}."),
    "confirmed.title": ("Dank u wel, uw verzoek is bevestigd", "Thank you, your request is confirmed"),
    "confirmed.text": (
        "Wij gaan nu zoeken in al onze systemen. U hoeft nu niets te doen. Hebben wij u nog nodig, dan mailen wij u.",
        "We now search all our systems. You need to do nothing now. If we need you again, we will e-mail you.",
    ),
    "confirmed.due": ("U hebt uiterlijk op {due} antwoord.", "You have our answer by {due} at the latest."),
    "download.file": ("uw-gegevens.zip", "your-data.zip"),
    "link.lift.title": ("Mogen wij uw gegevens weer gebruiken?", "May we use your data again?"),
    "link.lift.text": (
        "Op uw verzoek staat het gebruik van uw gegevens stil. Met deze knop heft u dat op.",
        "At your request the use of your data is on hold. This button lifts that.",
    ),
    "link.lift.button": ("Ja, hef het stilzetten op", "Yes, lift the hold"),
    "link.lift.not": (
        "Wilt u dat niet? Sluit dan deze pagina: zonder de knop blijft alles zoals het is.",
        "Do you not want that? Then close this page: without the button everything stays as it is.",
    ),
    "done.lift.title": ("Opgeheven", "Lifted"),
    "done.lift.text": (
        "Wij zetten het gebruik weer aan in onze systemen. U krijgt daarvan bericht.",
        "We switch the use on again in our systems. You will hear from us.",
    ),
    "link.hand-over-confirm.title": ("Mag deze partij uw gegevens krijgen?", "May this party have your data?"),
    "link.hand-over-confirm.text": (
        "U vroeg ons uw gegevens over te dragen. Klopt het adres in onze e-mail? Druk dan op de knop.",
        "You asked us to hand over your data. Is the address in our e-mail right? Then press the button.",
    ),
    "link.hand-over-confirm.button": ("Ja, draag mijn gegevens over", "Yes, hand over my data"),
    "link.hand-over-confirm.not": (
        "Klopt het adres niet? Doe dan niets: zonder de knop krijgt niemand uw gegevens.",
        "Is the address wrong? Then do nothing: without the button nobody gets your data.",
    ),
    "done.hand-over-confirm.title": ("Dank u wel, bevestigd", "Thank you, confirmed"),
    "done.hand-over-confirm.text": (
        "De partij krijgt een link die één keer werkt. U krijgt bericht.",
        "The party gets a link that works once. You will hear from us.",
    ),
    "link.hand-over.title": ("Gegevens die aan u worden overgedragen", "Data handed over to you"),
    "link.hand-over.text": (
        "Iemand heeft gevraagd zijn of haar gegevens aan u te geven (AVG artikel 20). De link werkt één keer.",
        "Somebody asked us to give you their data (GDPR Article 20). The link works once.",
    ),
    "link.hand-over.button": ("Download de gegevens", "Download the data"),
    "link.hand-over.not": (
        "Is dit niet voor u bestemd? Download dan niets en laat het ons weten.",
        "Is this not meant for you? Then download nothing and tell us.",
    ),
    "done.hand-over.title": ("De gegevens zijn opgehaald", "The data has been fetched"),
    "done.hand-over.text": ("Deze link werkt nu niet meer.", "This link no longer works."),
    "link.address-change.title": ("Klopt uw nieuwe adres?", "Is your new address right?"),
    "link.address-change.text": (
        "Wij kregen een nieuw adres voor u. Omdat anderen dat ook kunnen vragen, vragen wij het u op het oude.",
        "We received a new address for you. Because others could ask that too, we ask you at the old one.",
    ),
    "link.address-change.button": ("Ja, gebruik het nieuwe adres", "Yes, use the new address"),
    "link.address-change.not": (
        "Hebt u dit niet gevraagd? Doe dan niets, of waarschuw ons privacykantoor.",
        "Did you not ask this? Then do nothing, or warn our privacy office.",
    ),
    "done.address-change.title": ("Uw nieuwe adres is bevestigd", "Your new address is confirmed"),
    "done.address-change.text": (
        "Wij passen het overal aan. U krijgt bericht als het klaar is.",
        "We change it everywhere. You will hear from us when it is done.",
    ),
    "link.copy.title": ("Wilt u eerst een kopie?", "Would you like a copy first?"),
    "link.copy.text": (
        "Met deze knop krijgt u een kopie van uw gegevens. Gaat u weg? Dan krijgt u hem voordat wij iets wissen.",
        "This button gets you a copy of your data. Are you leaving? Then you get it before we erase anything.",
    ),
    "link.copy.button": ("Ja, stuur mij eerst een kopie", "Yes, send me a copy first"),
    "link.copy.not": (
        "Wilt u geen kopie? Dan hoeft u niets te doen: wat u vroeg, gaat gewoon door.",
        "No copy needed? Then there is nothing to do: what you asked goes on as it is.",
    ),
    "done.copy.title": ("U krijgt eerst een kopie", "You get a copy first"),
    "done.copy.text": (
        "Zodra hij klaar is, krijgt u een e-mail met een link. Daarna gaan wij verder.",
        "As soon as it is ready, you get an e-mail with a link. Then we go on.",
    ),
    "link.identify.title": ("Hoe kennen wij u?", "How do we know you?"),
    "link.identify.text": (
        "Wij weten nog niet zeker dat uw verzoek van u komt. Schrijf waaraan wij u kunnen herkennen.",
        "We are not sure yet that your request is from you. Write by what we can recognise you.",
    ),
    "link.identify.words": ("Waaraan herkennen wij u?", "By what do we recognise you?"),
    "link.identify.words.hint": (
        "Bijvoorbeeld uw klantnummer, een ander e-mailadres of een oude factuur. Stuur geen kopie van een paspoort en "
        "geen burgerservicenummer. Wij wissen dit zodra wij weten wie u bent.",
        "For example your customer number, another e-mail address or an old invoice. Do not send a copy of a passport "
        "or a citizen service number. We erase this as soon as we know who you are.",
    ),
    "link.identify.button": ("Verstuur", "Send"),
    "link.identify.not": (
        "Kunt u niets opgeven? Laat het ons weten, dan zoeken wij een andere manier.",
        "Is there nothing you can give? Tell us, and we will find another way.",
    ),
    "done.identify.title": ("Dank u wel, wij kijken ernaar", "Thank you, we will look at it"),
    "done.identify.text": (
        "Iemand van ons bekijkt wat u schreef. Uw verzoek gaat ondertussen door.",
        "One of our people looks at what you wrote. Your request goes on meanwhile.",
    ),
    "error.identify": ("Schrijf waaraan wij u kunnen herkennen.", "Write by what we can recognise you."),
    "error.identify.kept": (
        "Dit mogen wij niet bewaren: er staat een burgerservicenummer of een kopie van een document in. Laat dat weg.",
        "We may not keep this: it holds a citizen service number or a copy of a document. Leave that out.",
    ),
    "link.choose.title": ("Wat komt eerst?", "What comes first?"),
    "link.choose.text": (
        "U vroeg dingen die niet samen kunnen, of niet in elke volgorde. Zegt u het maar; uw termijn loopt door.",
        "You asked things that cannot go together, or not in every order. You say; your time limit keeps running.",
    ),
    "link.choose.button": ("Dit komt eerst", "This comes first"),
    "link.choose.not": (
        "Doet u niets, dan gebeurt er niets dat niet terug te draaien is.",
        "If you do nothing, nothing happens that cannot be undone.",
    ),
    "done.choose.title": ("Dank u wel, uw keuze staat vast", "Thank you, your choice is noted"),
    "done.choose.text": ("Wij gaan in die volgorde verder.", "We go on in that order."),
    "link.about": ("Het gaat om", "It is about"),
    "error.choose": ("Kies er een.", "Choose one."),
}
