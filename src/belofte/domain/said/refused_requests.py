"""What is refused about a request on its way: coming in, terms, letters, the plan, work by hand."""

from __future__ import annotations

REQUESTS: tuple[tuple[str, str], ...] = (
    # what comes in, and the terms it stands under
    (
        "A portal vouches for the person who is signed in, not for a mandate or another address.",
        "Een portaal staat in voor wie is ingelogd, niet voor een volmacht of een ander adres.",
    ),
    (
        "send this request without asserting the identity; the office settles who asks",
        "stuur dit verzoek zonder voor iemand in te staan; het kantoor stelt vast wie het vraagt",
    ),
    ("Whether a system holds this address cannot be seen now.", "Of een systeem dit adres kent, is nu niet te zien."),
    (
        "try again later, or send the request without asserting the identity",
        "probeer het later opnieuw, of stuur het verzoek zonder voor iemand in te staan",
    ),
    (
        "No system held this contact address before the request came: the portal cannot vouch for it.",
        "Geen systeem kende dit adres voordat het verzoek kwam: het portaal kan er niet voor instaan.",
    ),
    (
        "send the address that was known before, or send the request without asserting the identity",
        "stuur het adres dat al bekend was, of stuur het verzoek zonder voor iemand in te staan",
    ),
    (
        "This request is {state} and cannot be passed on any more.",
        "De stand van dit verzoek is ‘{state}’: het kan niet meer worden doorgegeven.",
    ),
    ("see belofte request show", "kijk op de pagina van het verzoek"),
    ("Too many requests came from your network.", "Er kwamen te veel verzoeken van uw netwerk."),
    ("try again in an hour, or write us a letter", "probeer het over een uur opnieuw, of schrijf ons een brief"),
    ("The message has no such attachment.", "Het bericht heeft deze bijlage niet."),
    ("see belofte inbox show; they are counted from 1", "kijk bij het bericht; de eerste bijlage heeft nummer 1"),
    (
        "Art. 5(1)(c), 12(6) GDPR: a picture, and what comes with an answer to who somebody is, is never kept.",
        "Art. 5 lid 1 onder c en art. 12 lid 6 AVG: een foto wordt nooit bewaard, en ook niet wat iemand stuurt als "
        "bewijs van wie hij is.",
    ),
    (
        "look at it in the mailbox, note how you knew, and delete it there",
        "bekijk het in de mailbox, noteer hoe u het weet, en verwijder het daar",
    ),
    (
        "This attachment was set aside: it is an archive or a program.",
        "Deze bijlage is apart gezet: het is een archief of een programma.",
    ),
    ("ask the sender for a document instead", "vraag de afzender om een document"),
    ("There is no such message here.", "Dit bericht is hier niet."),
    ("see belofte inbox list", "kijk bij ‘Post’"),
    ("It was decided what this message is ({message}).", "Er is al beslist wat dit bericht is ({message})."),
    ("see belofte inbox show", "bekijk het bericht opnieuw"),
    ("Its mailbox is no longer in the settings.", "De mailbox van dit bericht staat niet meer in de instellingen."),
    ("put [mailbox.…] back into belofte.toml", "laat [mailbox.…] weer in belofte.toml zetten"),
    (
        "It is no longer in its mailbox, and nothing of it was kept.",
        "Het staat niet meer in de mailbox, en er is niets van bewaard.",
    ),
    ("ask who took it out", "vraag wie het daar weghaalde"),
    ("This kind of identifier is not taken.", "Dit soort kenmerk van een persoon wordt niet aangenomen."),
    (
        "give a customer number, a cookie number, or an IP address with its time; never a national number",
        "geef een klantnummer, een cookienummer, of een IP-adres met het tijdstip; nooit een burgerservicenummer",
    ),
    ("There is no right of this name here: {right}.", "Een recht met deze naam is er hier niet: {right}."),
    ("There is no channel of this name.", "Een kanaal met deze naam is er niet."),
    ("Nobody asks for another that way.", "Zo vraagt niemand iets voor een ander."),
    ("A request cannot have been received in the future.", "Een verzoek kan niet in de toekomst ontvangen zijn."),
    ("check the date, time and time zone", "kijk de dag, het tijdstip en de tijdzone na"),
    (
        "Two requests are one only when they ask the same right.",
        "Verzoeken horen alleen bij elkaar als ze hetzelfde vragen.",
    ),
    ("handle them apart; each has its own answer", "behandel ze apart; elk krijgt een eigen antwoord"),
    (
        "Art. 12(5) GDPR: the other request is {state}; who asks again after that gets an answer again.",
        "Art. 12 lid 5 AVG: de stand van het andere verzoek is ‘{state}’. Wie daarna nog eens vraagt, krijgt weer "
        "een antwoord.",
    ),
    ("handle it as a request of its own", "behandel het als een eigen verzoek"),
    (
        "This was answered; there is nothing to take in hand.",
        "Dit is beantwoord; er valt niets meer in behandeling te nemen.",
    ),
    ("An answer needs words.", "Een antwoord heeft woorden nodig."),
    ("name a text file with --text", "schrijf uw antwoord in het veld"),
    (
        "This is a request ({right}); its answer is made from what is done.",
        "Dit is een verzoek ({right}). Het antwoord volgt uit wat er gedaan is.",
    ),
    (
        "approve or refuse it: belofte request approve, belofte request refuse",
        "keur het plan goed, of gebruik ‘Wijs dit verzoek af’",
    ),
    ("This question is over; its answer stands.", "Deze vraag is afgehandeld; het antwoord blijft staan."),
    (
        "a new question is a new one: belofte request receive",
        "een nieuwe vraag is een nieuw verzoek: registreer het bij ‘Nieuw verzoek’",
    ),
    (
        "An answer is on its way; it counts when it was delivered.",
        "Er is een antwoord onderweg; het telt als het is aangekomen.",
    ),
    ("That is not a reference", "Dit is geen kenmerk"),
    (
        "A reference looks like B-7K3M-22Q and stands in the first letter",
        "Een kenmerk ziet eruit als B-7K3M-22Q en staat in de eerste brief",
    ),
    # terms and letters
    (
        "Art. 12(3) GDPR: an extension is told with its reasons.",
        "Art. 12 lid 3 AVG: een verlenging wordt verteld met de redenen.",
    ),
    (
        "give --ground complexity or --ground number, and --reasons with a file or the words themselves",
        "kies waarom (ingewikkeld, of het aantal verzoeken) en schrijf de redenen op",
    ),
    (
        "The request is {state}: there is nothing left to extend.",
        "De stand van het verzoek is ‘{state}’: er valt niets meer te verlengen.",
    ),
    (
        "Art. 12(3) GDPR: a term is extended once, by two further months; this one was already.",
        "Art. 12 lid 3 AVG: een termijn wordt één keer met twee maanden verlengd. Dat is hier al gebeurd.",
    ),
    ("answer, or refuse with a ground", "beantwoord het verzoek, of wijs het af met een grond"),
    (
        "Art. 12(3) GDPR: an extension is told within the first month, and that ended on {day}; told now it would "
        "be void.",
        "Art. 12 lid 3 AVG: een verlenging wordt binnen de eerste maand verteld. Die eindigde op {day}; nu geldt ze "
        "niet meer.",
    ),
    (
        "answer as soon as you can; both clocks are broken and stay shown as broken",
        "antwoord zo snel u kunt; beide termijnen zijn voorbij en blijven zo op de pagina staan",
    ),
    (
        "No answer of this request can have come back: it is {state}.",
        "Van dit verzoek kan geen antwoord teruggekomen zijn: de stand is ‘{state}’.",
    ),
    ("Name one new route.", "Kies één nieuwe weg."),
    (
        "give --address for e-mail, or --post with a file that holds the address",
        "vul een ander e-mailadres in, of een postadres",
    ),
    (
        "Only a letter that did not arrive goes elsewhere.",
        "Alleen een brief die niet aankwam, gaat ergens anders heen.",
    ),
    ("say with --how who this is", "schrijf op hoe u weet wie dit is"),
    ("There is no such letter of this request.", "Deze brief hoort niet bij dit verzoek."),
    ("look at the request again", "open het verzoek opnieuw"),
    # the dossier, the copy
    (
        "Why other people's data goes with the dossier must be said (Art. 5(1)(c), 6(1) GDPR).",
        "Zeg waarom de gegevens van anderen meegaan met het dossier (art. 5 lid 1 onder c en art. 6 lid 1 AVG).",
    ),
    (
        'for example --reasons "the court asked for the whole file"',
        "schrijf de redenen op, bijvoorbeeld: de rechter vroeg het hele dossier",
    ),
    (
        "Other people's data stays, or passages of it are left out: not both.",
        "Gegevens van anderen blijven staan, of zinnen daaruit gaan weg: niet allebei.",
    ),
    ("choose one of the two", "kies een van de twee"),
    ("A passage so short stands in other words too.", "Zo'n kort stuk staat ook in andere woorden."),
    ("copy the words as they stand there, in full", "neem de hele zin over, zoals die er staat"),
    (
        "{file} is there already; a dossier is never written over.",
        "{file} is er al; een dossier wordt nooit overschreven.",
    ),
    ("name another file", "kies een andere naam"),
    ("{folder} cannot be written in.", "In {folder} kan niet geschreven worden."),
    ("name a file in a folder that exists", "kies een bestand in een map die er is"),
    ("No copy is kept of this request (any more).", "Van dit verzoek wordt geen kopie (meer) bewaard."),
    ("leave --with-copy out", "laat het vinkje voor de kopie weg"),
    # the plan, and what is approved
    (
        "System {system} or its map changed since the plan was made.",
        "Systeem {system} of de kaart ervan is veranderd sinds het plan is gemaakt.",
    ),
    ("look again: belofte request plan", "gebruik ‘Kijk opnieuw’"),
    ("The policy wants two people for one of these.", "Bij een van deze verzoeken wil het beleid twee mensen."),
    ("let each of them approve it by itself", "laat elk van de twee het apart goedkeuren"),
    ("A refusal needs its legal ground.", "Een afwijzing heeft een wettelijke grond nodig."),
    ('for example --ground "Art. 12(5)(b) GDPR: …"', "bijvoorbeeld: art. 12 lid 5 onder b AVG"),
    (
        "Art. 12(4) GDPR: a refusal tells its reasons, and this ground names no article.",
        "Art. 12 lid 4 AVG: een afwijzing noemt de redenen, en deze grond noemt geen artikel.",
    ),
    ('for example --ground "Art. 15(4) GDPR"', "bijvoorbeeld: art. 15 lid 4 AVG"),
    (
        "Art. 12(5) GDPR: the company must show that a request is unfounded or excessive; that somebody asks again "
        "does not show it.",
        "Art. 12 lid 5 AVG: u moet aantonen dat een verzoek ongegrond of buitensporig is. Dat iemand nog eens "
        "vraagt, is daarvoor niet genoeg.",
    ),
    ("record the facts with --reasons", "schrijf de feiten op"),
    ("In {system} there is more now than the plan covers.", "In {system} staat nu meer dan het plan omvat."),
    ("The request is closed; its case is gone", "Het verzoek is afgesloten; het dossier is er niet meer"),
    ("A new request must be made", "Er moet een nieuw verzoek komen"),
    (
        "The request can no longer be stopped: the first act has been done",
        "Het verzoek kan niet meer gestopt worden: de eerste handeling is gedaan",
    ),
    ("See its receipts for what was done", "Wat er gedaan is, staat in de ontvangstbewijzen"),
    ("The request is {state} and cannot become {to}", "De stand van het verzoek is ‘{state}’; ‘{to}’ kan niet"),
    ("From here it can become: {ways}", "Wat van hier wel kan: {ways}"),
    (
        "The request is {state}; it waits for nothing any more",
        "De stand van het verzoek is ‘{state}’; het wacht nergens meer op",
    ),
    # what people do by hand
    (
        "This task is no work in a system; it is done, or it is not.",
        "Deze taak is geen werk in een systeem: ze is gedaan of niet.",
    ),
    ("leave the outcome out", "kies geen uitkomst"),
    ("There is no such task.", "Deze taak is er niet."),
    ("see belofte task list", "kijk bij ‘Wat wacht op u’"),
    ("This task is {task} already; nothing was changed", "Deze taak is al {task}; er is niets veranderd"),
    (
        "A step cannot {verb}: it is no act on a system.",
        "Een stap kan dit niet ({verb}): het is geen handeling in een systeem.",
    ),
    (
        "{system} gave a record of {collection} that the order does not name; nothing was handed over.",
        "{system} gaf iets uit {collection} dat niet in de vordering staat; er is niets verstrekt.",
    ),
    ("tell who keeps this connector", "meld het aan wie deze koppeling beheert"),
    (
        "This objection has stopped something: it ends by being weighed, never by being dropped (Art. 21 GDPR).",
        "Door dit bezwaar is iets gestopt. Het eindigt met een afweging, nooit door het te laten vallen (art. 21 AVG).",
    ),
    (
        "belofte request weigh … --uphold or --reject; against direct marketing it is upheld: approve the plan",
        "gebruik ‘Het bezwaar is gegrond’ of ‘Wijs het bezwaar af’; bij reclame is het altijd gegrond: keur het "
        "plan goed",
    ),
    ("A number of records cannot be below zero.", "Een aantal kan niet onder nul zijn."),
    ("say how many there were", "vul in hoeveel het er waren"),
    ("With {came} there is nothing to count or to hand in.", "Bij ‘{came}’ valt er niets te tellen of mee te geven."),
    ("leave --count and --file out", "laat het aantal en het bestand weg"),
    (
        "What lies in this system was counted by the system itself.",
        "Wat in dit systeem ligt, heeft het systeem zelf geteld.",
    ),
    ("Files are handed in for a copy only.", "Alleen bij een kopie gaan er bestanden mee."),
    ("leave --file out", "laat het bestand weg"),
    (
        "These files are too many or too large for one answer.",
        "Deze bestanden zijn te veel of te groot voor één antwoord.",
    ),
    ("put them together, or scan smaller", "voeg ze samen, of scan kleiner"),
    ('There is no table "{table}" in this task: {tables}.', 'In deze taak is geen tabel "{table}": {tables}.'),
    ("This task is about more than one table: {tables}.", "Deze taak gaat over meer dan één tabel: {tables}."),
    (
        "write --count {table}=3 or --file {same}=PATH",
        "laat dit op de opdrachtregel doen: --count {table}=3 of --file {same}=PAD",
    ),
    ("What lies in {table} is not handed over in this answer.", "Wat in {table} ligt, gaat niet mee in dit antwoord."),
    ("leave that file out", "laat dat bestand weg"),
    # who a request is about
    ("That is no kind of data.", "Dit is geen soort gegeven."),
    ("write it like email=… or customer-number=…; see belofte explain", "schrijf het als email=… of customer-number=…"),
    ("That is no e-mail address.", "Dat is geen e-mailadres."),
    (
        "for another identifier write KIND=VALUE",
        "schrijf een ander kenmerk als SOORT=WAARDE, zoals customer-number=1042",
    ),
)
