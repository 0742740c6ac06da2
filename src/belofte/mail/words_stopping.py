"""Restriction, objection, withdrawal of consent: what stands still, in which systems, and who can lift it."""

from __future__ import annotations

from belofte.mail.bilingual import both

STOPPING = {
    "purposes": both("Het gaat om: {purposes}.", "It is about: {purposes}."),
    "restricted-subject": both("Wij gebruiken uw gegevens nu niet", "We do not use your data now"),
    "restricted": both(
        "U vroeg ons het gebruik van uw gegevens stil te leggen. Dat is gebeurd: wij bewaren ze alleen nog.",
        "You asked us to put the use of your data on hold. That is done: we only keep it.",
    ),
    "restricted-lift": both(
        "Wilt u dat wij ze weer gebruiken? Alleen u kunt dat zeggen. Open dan de pagina en druk daar op de knop.",
        "Do you want us to use it again? Only you can say so. Then open the page and press the button there.",
    ),
    "lift-asked": both(
        "Wij vragen u of wij ze weer mogen gebruiken. Doet u niets, dan blijft het zoals het is. De reden: {reasons}.",
        "We ask you whether we may use it again. If you do nothing, it stays as it is. The reason: {reasons}.",
    ),
    "restricted-page": both("Naar de pagina om het gebruik weer toe te staan", "To the page to allow the use again"),
    "restricted-told": both(
        "Moeten wij van de wet de gegevens toch weer gebruiken? Dan hoort u dat vooraf.",
        "Should the law oblige us to use the data again? Then we tell you beforehand.",
    ),
    # Art. 18(3): told before, so that the person can still act.
    "lifting-subject": both("Wij gaan uw gegevens weer gebruiken", "We are going to use your data again"),
    "lifting": both(
        "Het gebruik van uw gegevens ligt stil, omdat u dat vroeg. Dat houdt binnenkort op.",
        "The use of your data is on hold because you asked for it. That will end soon.",
    ),
    "lifting-on": both("Vanaf {on} gebruiken wij ze weer.", "From {on} we use it again."),
    "lifted-subject": both("Wij gebruiken uw gegevens weer", "We use your data again"),
    "lifted": both(
        "Het gebruik van uw gegevens lag stil. Dat is nu voorbij: wij gebruiken ze weer.",
        "The use of your data was on hold. That is over now: we use it again.",
    ),
    "lifted-on": both("Dit geldt vanaf {on}.", "This holds from {on}."),
    "lifted-again": both(
        "U kunt ons altijd opnieuw vragen het gebruik stil te leggen.",
        "You can ask us again at any time to put the use on hold.",
    ),
    "disputed-subject": both("Wij zoeken uit wat klopt", "We are finding out what is right"),
    "disputed": both(
        "U zegt dat gegevens van u niet kloppen. Wij zijn het daar nog niet over eens en zoeken het uit.",
        "You say that data about you is not right. We do not agree about it yet and are finding out.",
    ),
    "disputed-hold": both(
        "Tot het duidelijk is, gebruiken wij deze gegevens niet. Uw eigen lezing bewaren wij erbij.",
        "Until it is clear, we do not use this data. We keep your own account with it.",
    ),
    "objection-stopped-subject": both(
        "Wij zijn gestopt; wij wegen uw bezwaar", "We have stopped; we weigh your objection"
    ),
    "objection-stopped": both(
        "U maakte bezwaar tegen het gebruik van uw gegevens. Wij zijn er meteen mee gestopt.",
        "You objected to the use of your data. We stopped it at once.",
    ),
    "going-on": both(
        "Dit gaat wel door, omdat bezwaar daar niet tegen kan (bijvoorbeeld een overeenkomst of een wettelijke "
        "plicht): {going_on}.",
        "This goes on all the same, because one cannot object to it (a contract, for example, or a legal duty): "
        "{going_on}.",
    ),
    "objection-stopped-next": both(
        "Iemand van ons weegt nu uw bezwaar. Tot u antwoord hebt, beginnen wij niet opnieuw.",
        "One of our people now weighs your objection. Until you have an answer, we do not start again.",
    ),
    "objection-upheld-subject": both("U hebt gelijk gekregen met uw bezwaar", "Your objection was upheld"),
    "objection-upheld": both(
        "U maakte bezwaar tegen het gebruik van uw gegevens. Wij geven u gelijk en stoppen hier voorgoed mee.",
        "You objected to the use of your data. We agree and stop it for good.",
    ),
    "objection-upheld-copy": both(
        "U krijgt eerst een kopie van deze gegevens. Open de pagina en druk daar op de knop om ze op te halen.",
        "You first get a copy of this data. Open the page and press the button there to fetch it.",
    ),
    "objection-upheld-offer": both(
        "Wilt u een kopie van uw gegevens? Open de pagina en druk daar op de knop.",
        "Would you like a copy of your data? Open the page and press the button there.",
    ),
    "objection-rejected-subject": both("Wij geven geen gevolg aan uw bezwaar", "We do not follow your objection"),
    "objection-rejected": both(
        "U maakte bezwaar tegen het gebruik van uw gegevens. Wij hebben het gewogen en gaan er toch mee door.",
        "You objected to the use of your data. We weighed it and will go on nevertheless.",
    ),
    "objection-rejected-on": both(
        "Tot {on} blijft het gebruik gestopt; daarna beginnen wij weer.",
        "Until {on} the use stays stopped; after that we start again.",
    ),
    "objection-rejected-stays": both(
        "Voorgoed gestopt blijft, want tegen reclame geldt bezwaar altijd: {stays_stopped}.",
        "This stays stopped for good, because an objection to advertising always holds: {stays_stopped}.",
    ),
    "withdrawn-subject": both("Uw toestemming is ingetrokken", "Your consent is withdrawn"),
    "withdrawn": both(
        "U hebt uw toestemming ingetrokken. Vanaf nu doen wij dit niet meer.",
        "You withdrew your consent. From now on we no longer do this.",
    ),
    # Art. 7(3)
    "withdrawn-before": both(
        "Wat wij eerder met uw toestemming deden, blijft geldig. U kunt later altijd weer ja zeggen.",
        "What we did before with your consent remains valid. You can always say yes again later.",
    ),
}
