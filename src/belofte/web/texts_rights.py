"""The words of each right: its name, the plain sentence of the form, and what happens after it was asked."""

from __future__ import annotations

from collections.abc import Mapping

NAMES: Mapping[str, tuple[str, str]] = {
    "right.access": ("Inzage", "Access"),
    "right.rectification": ("Verbetering", "Rectification"),
    "right.erasure": ("Wissen", "Erasure"),
    "right.restriction": ("Beperking", "Restriction"),
    "right.portability": ("Overdracht", "Portability"),
    "right.objection": ("Bezwaar", "Objection"),
    "right.withdrawal": ("Toestemming intrekken", "Consent withdrawn"),
    "right.leaving": ("Weggaan", "Leaving"),
    "right.question": ("Vraag of klacht", "Question or complaint"),
    "right.access.long": ("Mijn gegevens ontvangen", "Receive my data"),
    "right.rectification.long": ("Mijn gegevens laten verbeteren", "Have my data corrected"),
    "right.erasure.long": ("Mijn gegevens laten wissen", "Have my data erased"),
    "right.restriction.long": ("Het gebruik stilzetten", "Put the use of my data on hold"),
    "right.portability.long": ("Mijn gegevens meenemen", "Take my data with me"),
    "right.objection.long": ("Bezwaar maken", "Object"),
    "right.withdrawal.long": ("Mijn toestemming intrekken", "Withdraw my consent"),
    "right.leaving.long": ("Weggaan bij u", "Leave you"),
    "right.question.long": ("Iets vragen of klagen", "Ask or complain"),
}

WHAT: Mapping[str, tuple[str, str]] = {
    "right.access.what": (
        "U krijgt een kopie van alle gegevens die wij over u hebben, en een lijst van wie ze voor ons bewaart.",
        "You get a copy of all the data we have about you, and a list of who keeps it for us.",
    ),
    "right.rectification.what": (
        "U zegt wat er niet klopt of ontbreekt. Wij passen het aan, overal waar het staat.",
        "You say what is wrong or missing. We correct it everywhere it is kept.",
    ),
    "right.erasure.what": (
        "Wij wissen wat wij over u hebben. Wat de wet ons laat bewaren, zoals facturen, noemen wij met de einddatum.",
        "We erase what we have about you. What the law makes us keep, such as invoices, we name with its end date.",
    ),
    "right.restriction.what": (
        "Wij bewaren uw gegevens, maar doen er voorlopig niets meer mee. U hoort het voordat dat verandert.",
        "We keep your data but do nothing more with it for the time being. You hear from us before that changes.",
    ),
    "right.portability.what": (
        "U krijgt wat u ons gaf in een bestand dat een computer kan lezen, of wij geven het aan een ander. Uw "
        "overeenkomst loopt gewoon door.",
        "You get what you gave us in a file a computer can read, or we hand it to somebody else. Your contract simply "
        "goes on.",
    ),
    "right.objection.what": (
        "Wij stoppen meteen met wat u niet wilt, en wegen daarna uw bezwaar. Met reclame stoppen wij altijd.",
        "We stop at once what you do not want, and then weigh your objection. With advertising we always stop.",
    ),
    "right.withdrawal.what": (
        "Eerst ja gezegd, nu niet meer? Wij stoppen ermee. Een reden is niet nodig.",
        "You said yes before, and no longer want it? We stop. No reason is needed.",
    ),
    "right.leaving.what": (
        "U zegt uw dienst bij ons op, en hoort meteen wat er met uw gegevens gebeurt.",
        "You end your service with us, and hear at once what happens to your data.",
    ),
    "right.question.what": (
        "Iets anders over uw gegevens. U krijgt altijd antwoord van een mens.",
        "Anything else about your data. A person always answers you.",
    ),
}

THEN: Mapping[str, tuple[str, str]] = {
    "right.access.then": ("Wij zoeken in al onze systemen", "We search all our systems"),
    "right.rectification.then": ("Wij verbeteren het overal", "We correct it everywhere"),
    "right.erasure.then": ("Wij zoeken en wissen", "We search and erase"),
    "right.restriction.then": ("Wij zetten het gebruik stil", "We put the use on hold"),
    "right.portability.then": ("Wij maken uw bestand", "We make your file"),
    "right.objection.then": ("Wij stoppen, en wegen uw bezwaar", "We stop, and weigh your objection"),
    "right.withdrawal.then": ("Wij stoppen ermee", "We stop"),
    "right.leaving.then": ("Wij kijken wat er nog loopt", "We see what is still open"),
    "right.question.then": ("Iemand zoekt het voor u uit", "Somebody looks into it"),
    "right.access.then.text": (
        "Ook bij de bedrijven die gegevens voor ons bewaren. Een medewerker leest na wat u krijgt.",
        "Also at the companies that keep data for us. A member of staff reads what you will get.",
    ),
    "right.rectification.then.text": (
        "Wij schrijven op wat er stond en wat er nu staat, en zeggen het aan wie de oude gegevens kreeg.",
        "We note what stood there and what stands there now, and tell those who received the old data.",
    ),
    "right.erasure.then.text": (
        "Een medewerker kijkt wat wij van de wet nog moeten bewaren. De rest wissen wij, en wij kijken na of het weg "
        "is.",
        "A member of staff sees what the law still makes us keep. We erase the rest and look whether it is gone.",
    ),
    "right.restriction.then.text": (
        "U hoort in welke systemen dat is gedaan, en hoe u het weer opheft.",
        "You hear in which systems that was done, and how to lift it again.",
    ),
    "right.portability.then.text": (
        "Gaat het naar een ander, dan vragen wij u eerst of dat adres klopt.",
        "If it goes to somebody else, we first ask you whether that address is right.",
    ),
    "right.objection.then.text": (
        "Het stoppen wacht niet op de weging: dat gebeurt meteen.",
        "The stopping does not wait for the weighing: it happens at once.",
    ),
    "right.withdrawal.then.text": (
        "Wat wij eerder met uw toestemming deden, blijft geldig.",
        "What we did with your consent before stays lawful.",
    ),
    "right.leaving.then.text": (
        "Zijn er nog bestellingen of facturen open, dan hoort u dat voordat er iets wordt gewist.",
        "If orders or invoices are still open, you hear that before anything is erased.",
    ),
    "right.question.then.text": (
        "U krijgt antwoord van een mens, ook als het geen recht uit de wet is.",
        "A person answers you, even if it is no right from the law.",
    ),
}

PHASES: Mapping[str, tuple[str, str]] = {
    "phase.stopped": (
        "Wij zijn gestopt met wat u niet wilt. Een medewerker weegt nu uw bezwaar; tot die tijd gebeurt het niet.",
        "We have stopped what you do not want. A member of staff is weighing your objection; until then it does not "
        "happen.",
    ),
    "phase.upheld": (
        "Uw bezwaar is gegrond: wij zijn voorgoed gestopt.",
        "Your objection is upheld: we stopped for good.",
    ),
    "phase.rejected": (
        "Wij hebben uw bezwaar afgewezen. De redenen staan in onze brief, en ook waar u terechtkunt.",
        "We have rejected your objection. Our letter gives the reasons, and says where you can turn.",
    ),
    "phase.restricted": (
        "Het gebruik van uw gegevens staat stil. U hoort van ons voordat dat verandert.",
        "The use of your data is on hold. You hear from us before that changes.",
    ),
    "phase.lifting": (
        "Wij willen het stilzetten binnenkort beëindigen. In onze brief staat waarom en wanneer.",
        "We intend to end the hold soon. Our letter says why and when.",
    ),
    "phase.lifted": ("Het stilzetten is opgeheven.", "The hold has been lifted."),
    "phase.leaving": (
        "Uw opzegging is binnen. Wij laten eerst zien wat er nog loopt.",
        "Your notice is in. We first show you what is still open.",
    ),
    "phase.purposes": ("Het gaat om: {purposes}.", "It is about: {purposes}."),
}

RIGHTS: Mapping[str, tuple[str, str]] = {**NAMES, **WHAT, **THEN, **PHASES}
