"""The words of what comes after a request: status, a lost link, and the pages of faults."""

from __future__ import annotations

from collections.abc import Mapping

FOLLOWING: Mapping[str, tuple[str, str]] = {
    # status
    "status.title": ("Hoe staat het ervoor?", "How is it going?"),
    "status.intro": (
        "Vul het kenmerk in dat u kreeg, en het e-mailadres waarmee u het vroeg.",
        "Enter the reference you were given and the e-mail address you asked with.",
    ),
    "status.reference": ("Kenmerk", "Reference"),
    "status.reference.hint": ("Het ziet eruit als B-7K3M-22Q.", "It looks like B-7K3M-22Q."),
    "status.show": ("Bekijk mijn verzoek", "See my request"),
    "status.none": (
        "Bij dit kenmerk en dit e-mailadres samen hebben wij geen open verzoek. Kijk of beide kloppen. Als een verzoek "
        "is afgesloten, bewaren wij het kenmerk niet meer.",
        "We have no open request with this reference and this e-mail address together. Check both. Once a request is "
        "closed, we no longer keep its reference.",
    ),
    "error.reference": (
        "Dit is geen kenmerk. Het ziet eruit als B-7K3M-22Q en staat in onze eerste e-mail.",
        "This is not a reference. It looks like B-7K3M-22Q and stands in our first e-mail.",
    ),
    "status.heading": ("Verzoek {reference}", "Request {reference}"),
    "status.due": ("Antwoord uiterlijk op", "Answer by"),
    "status.steps": ("De stappen", "The steps"),
    "step.received": ("Ontvangen", "Received"),
    "step.confirmed": ("Bevestigd door u", "Confirmed by you"),
    "step.vouched": ("Vastgesteld wie het vraagt", "Settled who asks"),
    "step.searched": ("Gezocht in onze systemen", "Searched our systems"),
    "step.decided": ("Besloten wat er gebeurt", "Decided what happens"),
    "step.halted": ("Gestopt in onze systemen", "Stopped in our systems"),
    "step.weighed": ("Uw bezwaar gewogen", "Your objection weighed"),
    "step.corrected": ("Verbeterd", "Corrected"),
    "step.erased": ("Gewist", "Erased"),
    "step.restricted": ("Het gebruik ligt stil", "The use is on hold"),
    "step.lifting": ("Opheffen begonnen", "Lifting begun"),
    "step.lifted": ("Het gebruik is hervat", "The use has gone on"),
    "step.left": ("Geregeld dat u weg bent", "Arranged that you have left"),
    "step.done": ("Uitgevoerd", "Carried out"),
    "step.answered": ("Beantwoord", "Answered"),
    "step.closed": ("Dossier afgesloten", "Case file closed"),
    "step.ended-withdrawn": ("Ingetrokken door u", "Taken back by you"),
    "step.ended-unidentified": ("Gesloten: wij wisten niet wie het vroeg", "Closed: we could not tell who asked"),
    "step.ended-joined": ("Samengevoegd met een eerder verzoek", "Joined with an earlier request"),
    "step.ended-stopped": ("Gestopt", "Stopped"),
    "step.ended-refused": ("Afgewezen", "Refused"),
    "ended.withdrawn": (
        "U hebt dit verzoek ingetrokken. Wij hebben niets uitgevoerd.",
        "You took this request back. We carried out nothing.",
    ),
    "ended.unidentified": (
        "Wij konden niet vaststellen dat dit verzoek van u komt, en hebben het gesloten. In onze brief staat waarom.",
        "We could not establish that this request is from you, and closed it. Our letter says why.",
    ),
    "ended.joined": (
        "U vroeg dit al eerder. Dit verzoek is daarmee samengevoegd: u krijgt één antwoord.",
        "You asked this before. This request was joined with that one: you get one answer.",
    ),
    "withdraw.title": ("Toch niet? Trek dit verzoek in", "Changed your mind? Take this request back"),
    "withdraw.text": (
        "Dan stoppen wij ermee. U kunt het later altijd opnieuw vragen.",
        "Then we stop. You can always ask again later.",
    ),
    "withdraw.button": ("Trek dit verzoek in", "Take this request back"),
    "consent.title": ("Toestemming intrekken", "Withdraw a consent"),
    "consent.text": (
        "Zei u ooit ja en wilt u dat niet meer? Eén druk op de knop is genoeg; een reden is niet nodig.",
        "Did you once say yes and no longer want it? Pressing one button is enough; no reason is needed.",
    ),
    "consent.button": ("Stop met: {purpose}", "Stop: {purpose}"),
    "now.received.question": ("Uw vraag is binnen.", "Your question has arrived."),
    "step.state.done": ("klaar", "done"),
    "step.state.now": ("nu bezig", "now"),
    "step.state.later": ("nog niet", "not yet"),
    "now.received": ("Uw verzoek is binnen.", "Your request has arrived."),
    "now.identified.withdrawal": ("Wij zetten het stop in onze systemen.", "We are stopping it in our systems."),
    "now.located.withdrawal": ("Wij zetten het stop in onze systemen.", "We are stopping it in our systems."),
    "now.planned.withdrawal": ("Wij zetten het stop in onze systemen.", "We are stopping it in our systems."),
    "now.approved.withdrawal": ("Wij zetten het stop in onze systemen.", "We are stopping it in our systems."),
    "now.acting.withdrawal": ("Wij zetten het stop in onze systemen.", "We are stopping it in our systems."),
    "now.identified.question": ("Iemand van ons zoekt het voor u uit.", "One of our people finds out for you."),
    "now.located.question": ("Iemand van ons zoekt het voor u uit.", "One of our people finds out for you."),
    "now.planned.question": ("Iemand van ons zoekt het voor u uit.", "One of our people finds out for you."),
    "now.approved.question": ("Iemand van ons zoekt het voor u uit.", "One of our people finds out for you."),
    "now.acting.question": ("Iemand van ons zoekt het voor u uit.", "One of our people finds out for you."),
    "now.identified.objection": ("Uw bezwaar is in behandeling.", "Your objection is being handled."),
    "now.located.objection": ("Uw bezwaar is in behandeling.", "Your objection is being handled."),
    "now.planned.objection": ("Uw bezwaar is in behandeling.", "Your objection is being handled."),
    "now.approved.objection": ("Uw bezwaar is in behandeling.", "Your objection is being handled."),
    "now.identified": ("Wij zoeken in al onze systemen.", "We are searching all our systems."),
    "now.located": ("Wij hebben gezocht en maken een plan.", "We have searched and are making a plan."),
    "now.planned": (
        "Wij hebben gezocht. Een medewerker kijkt wat er moet gebeuren.",
        "We have searched. A member of staff is looking at what has to be done.",
    ),
    "now.approved": (
        "Er is besloten wat er gebeurt. De uitvoering volgt.",
        "It is decided. Carrying it out comes next.",
    ),
    "now.acting": ("Wij voeren uw verzoek uit.", "We are carrying out your request."),
    "now.answered": (
        "Uw verzoek is beantwoord. Het antwoord is naar uw e-mailadres gestuurd.",
        "Your request has been answered. The answer was sent to your e-mail address.",
    ),
    "now.closed": ("Uw verzoek is afgesloten.", "Your request is closed."),
    "now.stopped": (
        "Uw verzoek is gestopt voordat er iets is gewist of verstuurd.",
        "Your request was stopped before anything was erased or sent.",
    ),
    "now.refused": (
        "Wij hebben uw verzoek afgewezen. Waarom, staat in onze brief. Hieronder staat waar u terechtkunt als u het er "
        "niet mee eens bent.",
        "We have refused your request. Our letter says why. Below you see where you can go if you disagree.",
    ),
    "wait.confirmation": (
        "Wij wachten op u: druk op de knop in onze e-mail.",
        "We are waiting for you: press the button in our e-mail.",
    ),
    "wait.identity": (
        "Wij wachten op u: wij weten nog niet zeker dat dit om u gaat. In onze e-mail staat wat u kunt doen.",
        "We are waiting for you: we are not yet sure that this is about you. Our e-mail says what you can do.",
    ),
    "wait.clarity": (
        "Wij wachten op u: in onze e-mail staat een vraag.",
        "We are waiting for you: there is a question in our e-mail.",
    ),
    "wait.system": (
        "Een van onze systemen is even niet bereikbaar. Wij proberen het vanzelf opnieuw.",
        "One of our systems cannot be reached for a moment. We try again by ourselves.",
    ),
    "wait.office": ("Een medewerker moet iets beslissen.", "A member of staff has to decide something."),
    "wait.pause": (
        "Wissen kan niet ongedaan worden gemaakt. Daarom wachten wij nog even.",
        "Erasing cannot be undone. That is why we wait a little.",
    ),
    "wait.pause.until": (
        "Wij wissen niet eerder dan {until}. Bedenkt u zich, laat het ons dan vóór die tijd weten.",
        "We erase nothing before {until}. If you change your mind, tell us before then.",
    ),
    "wait.controller": (
        "Uw gegevens staan bij ons voor een ander bedrijf. Wij hebben uw verzoek daarheen gestuurd.",
        "We hold your data for another company. We have sent your request on to it.",
    ),
    "status.looks": ("Wanneer wij in uw gegevens keken, en waarom", "When we looked at your data, and why"),
    "status.looks.text": (
        "Dit is voor dit verzoek. Wat daarbuiten is ingezien, staat in het antwoord op een verzoek om inzage.",
        "This was for this request. Whatever else was looked at stands in the answer to a request for access.",
    ),
    "status.kept": ("Wat wij bewaren, en tot wanneer", "What we keep, and until when"),
    "status.kept.text": (
        "Dit mogen wij niet wissen, of niet nu. Daarna wissen wij het.",
        "This we may not erase, or not now. After that we erase it.",
    ),
    "status.kept.what": ("Wat", "What"),
    "status.kept.why": ("Waarom", "Why"),
    "status.kept.until": ("Tot", "Until"),
    "status.kept.open": ("einddatum nog niet bekend", "end date not known yet"),
    "status.again": (
        "Een nieuwe stand ziet u door opnieuw te kijken.",
        "To see a newer state, look again.",
    ),
    "remedy.title": ("Niet mee eens?", "Do you disagree?"),
    "remedy.text": (
        "Zeg het ons privacykantoor. U kunt ook altijd een klacht indienen bij de toezichthouder of naar de rechter "
        "gaan.",
        "Tell our privacy office. You can always complain to the supervisory authority or go to court, too.",
    ),
    "remedy.authority": ("Toezichthouder", "Supervisory authority"),
    "remedy.court": ("Rechter", "Court"),
    # lost link
    "lost.title": ("Link kwijt of verlopen?", "Link lost or expired?"),
    "lost.intro": (
        "Vul uw kenmerk en e-mailadres in. Horen ze bij elkaar, dan sturen wij een nieuwe link naar dat adres.",
        "Enter your reference and e-mail address. If they belong together, we send a new link to that address.",
    ),
    "lost.send": ("Stuur mij een nieuwe link", "Send me a new link"),
    "lost.link": ("Vraag een nieuwe link", "Ask for a new link"),
    "told.title": ("Kijk in uw e-mail", "Look in your e-mail"),
    "told.text": (
        "Als kenmerk en adres bij elkaar horen, krijgt u nu een nieuwe link. Uit veiligheid zeggen wij hier niet of "
        "dat zo is.",
        "If the reference and the address belong together, you are getting a new link now. To be safe, we do not say "
        "here whether they do.",
    ),
    "told.lost": (
        "Hebt u ook het kenmerk niet meer, doe dan een nieuw verzoek of neem contact op met ons privacykantoor.",
        "If you no longer have the reference either, make a new request or contact our privacy office.",
    ),
    # errors
    "fault.back": ("Naar het begin", "To the start"),
    "fault.404": ("Deze pagina bestaat niet", "This page does not exist"),
    "fault.404.text": (
        "Kijk of het adres helemaal is overgenomen. Begint u opnieuw, dan vindt u alles vanaf de eerste pagina.",
        "Check that the address was copied in full. From the first page you can find everything.",
    ),
    "fault.link": ("Deze link kennen wij niet", "We do not know this link"),
    "fault.link.text": (
        "Misschien is hij in de e-mail afgebroken: kopieer dan de hele regel. Of vraag een nieuwe link.",
        "Perhaps the e-mail cut it in two: then copy the whole line. Or ask for a new link.",
    ),
    "fault.used": ("Deze link is al gebruikt", "This link has already been used"),
    "fault.used.text": (
        "Hebt u zelf op de knop gedrukt, dan is alles in orde en hoeft u niets te doen. Bekijk hoe het ermee staat, of "
        "vraag een nieuwe link.",
        "If you pressed the button yourself, all is well and there is nothing to do. See how it is going, or ask for a "
        "new link.",
    ),
    "fault.expired": ("Deze link is verlopen", "This link has expired"),
    "fault.expired.text": (
        "Een link werkt een beperkte tijd, zodat een oude e-mail in verkeerde handen geen kwaad kan. Vraag een nieuwe.",
        "A link works for a limited time, so that an old e-mail in the wrong hands does no harm. Ask for a new one.",
    ),
    "fault.405": ("Dit kan niet op deze manier", "This cannot be done this way"),
    "fault.405.text": ("Begin opnieuw op de eerste pagina.", "Start again from the first page."),
    "fault.400": ("Dit konden wij niet lezen", "We could not read this"),
    "fault.400.text": (
        "Wat uw browser stuurde was onvolledig of onleesbaar. Er is niets gebeurd. Ga terug en probeer het opnieuw.",
        "What your browser sent was incomplete or unreadable. Nothing has happened. Go back and try again.",
    ),
    "fault.413": ("Dit is te groot", "This is too large"),
    "fault.413.text": (
        "Er is niets verstuurd. Ga terug en maak de tekst korter.",
        "Nothing was sent. Go back and shorten the text.",
    ),
    "fault.429": ("Even wachten", "Please wait a moment"),
    "fault.429.text": (
        "Er kwamen net heel veel vragen tegelijk. Er is niets gebeurd. Probeer het straks opnieuw.",
        "Very many questions came at once. Nothing has happened. Try again in a while.",
    ),
    "fault.500": ("Er ging bij ons iets mis", "Something went wrong on our side"),
    "fault.500.text": (
        "Het ligt niet aan u. Probeer het straks opnieuw. Blijft het misgaan, laat het ons privacykantoor weten: uw "
        "verzoek telt vanaf de dag dat u het ons liet weten.",
        "It is not your fault. Try again later. If it keeps failing, tell our privacy office: your request counts from "
        "the day you told us.",
    ),
    "fault.503": ("Wij kunnen er even niet bij", "We cannot reach it for a moment"),
    "fault.503.text": (
        "Een van onze systemen is niet bereikbaar. Er is niets gebeurd. Probeer het straks opnieuw.",
        "One of our systems cannot be reached. Nothing has happened. Try again later.",
    ),
}
