"""Leaving, taking data along, and requests that pull against each other."""

from __future__ import annotations

from belofte.mail.bilingual import both

LEAVING = {
    "end-service-subject": both("Bevestig wat u opzegt", "Confirm what you end"),
    "end-service": both(
        "Op {received_on} kregen wij uw bericht dat u dit opzegt:",
        "On {received_on} we received your notice to end this:",
    ),
    "end-service-rest": both(
        "Al het andere loopt gewoon door. Van uw gegevens wordt hierdoor niets gewist.",
        "Everything else simply goes on. No data of yours is erased because of this.",
    ),
    "end-service-press": both(
        "Komt het van u? Open dan de pagina en druk daar op de knop. Daarna beëindigt iemand van ons de dienst.",
        "Is it from you? Then open the page and press the button there. After that one of our people ends the service.",
    ),
    "end-service-page": both("Naar de pagina om te bevestigen", "To the page to confirm"),
    "end-service-not-you": both(
        "Hebt u niets opgezegd? Dan hoeft u niets te doen: zonder uw bevestiging eindigt er niets.",
        "Did you not end anything? Then do nothing: without your confirmation nothing ends.",
    ),
    "choose-subject": both("Wat moet eerst gebeuren?", "What should come first?"),
    "choose": both(
        "U hebt meer dan één verzoek bij ons lopen. Wij kunnen ze niet tegelijk uitvoeren.",
        "You have more than one request with us. We cannot carry them out at the same time.",
    ),
    "choose-wait": both(
        "Open de pagina en zeg wat eerst moet. Tot u kiest, doen wij niets wat niet terug te draaien is.",
        "Open the page and say what should come first. Until you choose, we do nothing that cannot be undone.",
    ),
    "choose-page": both("Naar de pagina om te kiezen", "To the page to choose"),
    "left-subject": both("U gaat bij ons weg", "You are leaving us"),
    "left": both(
        "U liet ons weten dat u bij ons weggaat. Dat is geregeld. Onze medewerkers werken niet meer met uw gegevens.",
        "You told us that you are leaving. That is arranged. Our staff no longer work with your data.",
    ),
    "left-keep": both(
        "Wat wij van de wet moeten bewaren, bewaren wij zo lang als dat moet en niet langer. Wilt u dat wij de rest "
        "wissen? Dat kunt u ons altijd vragen.",
        "What the law makes us keep we keep for as long as we must and no longer. Do you want us to erase the rest? "
        "You "
        "can ask us at any time.",
    ),
    "copy-first-subject": both("Wilt u eerst een kopie van uw gegevens?", "Would you like a copy of your data first?"),
    "copy-first": both(
        "U gaat bij ons weg. Daarna wissen wij uw gegevens, behalve wat wij van de wet moeten bewaren.",
        "You are leaving us. After that we erase your data, except what the law makes us keep.",
    ),
    "copy-first-on": both("Uw laatste dag bij ons is {on}.", "Your last day with us is {on}."),
    "copy-first-offer": both(
        "Wissen is niet terug te draaien. Wilt u eerst een kopie? Open dan de pagina en druk daar op de knop. Hebt u "
        "geen kopie nodig? Dan hoeft u niets te doen.",
        "Erasing cannot be undone. Would you like a copy first? Then open the page and press the button there. Do you "
        "not need a copy? Then you need not do anything.",
    ),
    "copy-first-page": both("Naar de pagina voor een kopie", "To the page for a copy"),
    "open-matters-subject": both("Er staat nog iets open", "Something is still open"),
    "open-matters": both(
        "U gaat bij ons weg. Er lopen nog zaken die daarmee te maken hebben:",
        "You are leaving us. Some matters that have to do with it are still open:",
    ),
    "open-matters-none": both(
        "U gaat bij ons weg. Er lopen nog zaken die daarmee te maken hebben.",
        "You are leaving us. Some matters that have to do with it are still open.",
    ),
    "open-matters-what": both(
        "Wij wissen wat kan. Wat wij hiervoor nog nodig hebben, bewaren wij tot het is afgehandeld.",
        "We erase what we can. What we still need for this, we keep until it is settled.",
    ),
    "hand-over-ask-subject": both("Mag dit bedrijf uw gegevens krijgen?", "May this company have your data?"),
    "hand-over-ask": both(
        "U vroeg ons om uw gegevens aan een ander te geven: {party}.",
        "You asked us to give your data to somebody else: {party}.",
    ),
    "hand-over-ask-no-party": both(
        "U vroeg ons om uw gegevens aan een ander te geven.", "You asked us to give your data to somebody else."
    ),
    "hand-over-ask-press": both(
        "Wilt u dit? Open dan de pagina en druk daar op de knop. Pas dan sturen wij een link waarmee zij de gegevens "
        "één "
        "keer kunnen ophalen. Zonder uw bevestiging krijgt niemand iets.",
        "Do you want this? Then open the page and press the button there. Only then do we send a link with which they "
        "can "
        "fetch the data once. Without your confirmation nobody gets anything.",
    ),
    "hand-over-ask-page": both("Naar de pagina om het bedrijf te bevestigen", "To the page to confirm the company"),
    "hand-over-subject": both("Gegevens die een klant naar u meeneemt", "Data that a customer takes along to you"),
    "hand-over": both(
        "Een klant van ons vroeg ons zijn of haar gegevens aan u te geven (artikel 20 lid 2 AVG).",
        "A customer of ours asked us to give their data to you (Article 20(2) GDPR).",
    ),
    "hand-over-once": both(
        "Open de pagina en druk daar op de knop om ze op te halen. Dat kan één keer.",
        "Open the page and press the button there to fetch it. This works once.",
    ),
    "hand-over-page": both("Naar de gegevens", "To the data"),
    "hand-over-mistake": both(
        "Kent u deze klant niet? Haal dan niets op en laat het ons weten.",
        "Do you not know this customer? Then fetch nothing and tell us.",
    ),
}
