"""What is refused about single rights, recipients and the use of data."""

from __future__ import annotations

RIGHTS: tuple[tuple[str, str], ...] = (
    # correcting, disputing
    ("There is no kind of data called {kind}.", "Er is geen soort gegeven met de naam {kind}."),
    ("see belofte explain kinds", "kies een soort uit de lijst"),
    ("A dispute is noted, not decided.", "Een betwisting wordt genoteerd; er valt niets te beslissen."),
    ("belofte request dispute", "kies bij ‘Beslis over een verbetering’ dat het betwist is"),
    (
        "A ruling needs its reasons: the answer gives them.",
        "Een beslissing heeft redenen nodig: het antwoord noemt ze.",
    ),
    ("for example --reasons …", "schrijf de redenen op"),
    ("There is no correction number {number}.", "Verbetering nummer {number} is er niet."),
    ("see belofte request changes", "kijk bij ‘Bekijk voor en na’"),
    ("There is no statement of the person yet.", "Er is nog geen verklaring van de betrokkene."),
    ("belofte request statement … --text FILE", "gebruik eerst ‘Bewaar een verklaring van de persoon’"),
    (
        "The request is {state}; what it asks can no longer change.",
        "De stand van het verzoek is ‘{state}’; wat er gevraagd wordt, kan niet meer veranderen.",
    ),
    ("receive a new request", "registreer een nieuw verzoek"),
    ("This is a request for {right}.", "Dit is een verzoek om {right}."),
    ("corrections belong to a rectification", "verbeteringen horen bij een verzoek om verbetering"),
    ("Who disputes it must be named, and why.", "Wie dit betwist, staat er met naam bij, en waarom."),
    ('--by "P. de Boer" --because "…"', "schrijf op waarom"),
    # portability, leaving, lifting
    ("only a portability copy can be handed over", "alleen een kopie voor overdracht gaat naar een ander"),
    ("There is no such service: {services}.", "Deze dienst is er niet: {services}."),
    ("use: {names}", "gebruik: {names}"),
    ("use one of: {names}", "kies uit: {names}"),
    ("The last day lies before the notice.", "De laatste dag ligt voor de opzegging."),
    ("leave it out: leaving takes effect at once", "laat de dag weg: opzeggen gaat meteen in"),
    ("That cannot be chosen.", "Dat kan niet gekozen worden."),
    ("There is no such question.", "Deze vraag is er niet."),
    ("Who answers it, and why, must be on record.", "Wie dit beantwoordt, en waarom, wordt vastgelegd."),
    ('--by "P. de Boer" --reasons …', "schrijf op hoe u het weet"),
    ("Nothing of this request asks that.", "Niets bij dit verzoek vraagt dat."),
    ("No restriction of this reference is in force.", "Bij dit kenmerk geldt geen beperking."),
    ("This restriction is being lifted, or was lifted.", "Deze beperking wordt opgeheven, of is het al."),
    (
        "Only the person lifts this restriction: the policy promises it ({clauses}); Art. 18(3) GDPR.",
        "Alleen de betrokkene heft deze beperking op: dat belooft het beleid ({clauses}). Zie ook art. 18 lid 3 AVG.",
    ),
    (
        "Only the person lifts this restriction: the policy promises it; Art. 18(3) GDPR.",
        "Alleen de betrokkene heft deze beperking op: dat belooft het beleid. Zie ook art. 18 lid 3 AVG.",
    ),
    (
        "ask them with your reasons: belofte request lift … --by NAME --reasons …; it stays restricted until they do",
        "vraag het met uw redenen: ‘Vraag of hef de beperking op’; tot die tijd blijft het beperkt",
    ),
    ("Who decides must be named, and why.", "Wie beslist, staat er met naam bij, en waarom."),
    ('--by "P. de Boer" --reasons "…"', "schrijf de redenen op"),
    ("The person must be told before the service ends.", "De betrokkene hoort het voordat de dienst eindigt."),
    ("give a day to come with --ends-on", "kies een dag die nog komt"),
    ("only portability raises this question", "deze vraag hoort alleen bij overdracht"),
    ("Nothing is to be decided about the service now.", "Over de dienst valt nu niets te beslissen."),
    # objections and consents
    ("There is no such purpose: {purposes}.", "Dit doel is er niet: {purposes}."),
    ("Nobody consents to this: {purposes}.", "Hiervoor wordt geen toestemming gegeven: {purposes}."),
    (
        "withdraw one of: {purposes}; for anything else object",
        "intrekken kan voor: {purposes}; maak voor iets anders bezwaar",
    ),
    (
        "A rejected objection needs its reasons (Art. 12(4), 21(1) GDPR).",
        "Een afgewezen bezwaar heeft redenen nodig (art. 12 lid 4 en art. 21 lid 1 AVG).",
    ),
    ("give them: --reasons …", "schrijf ze op"),
    (
        "The person's data is restricted (Art. 18 GDPR): nothing is taken up again before that is lifted.",
        "De gegevens van de betrokkene zijn beperkt (art. 18 AVG): er gaat niets verder voordat dat is opgeheven.",
    ),
    ("only the person lifts it: belofte request lift", "vraag het de betrokkene: ‘Vraag of hef de beperking op’"),
    ("Only an objection is weighed.", "Alleen een bezwaar wordt afgewogen."),
    ("Nobody weighs this objection: it is upheld.", "Dit bezwaar weegt niemand af: het is gegrond."),
    (
        "Against direct marketing it always is (Art. 21(3) GDPR).",
        "Tegen reclame is het dat altijd (art. 21 lid 3 AVG).",
    ),
    ("read the plan, then approve it: belofte request show", "lees het plan en keur het goed"),
    (
        "Nobody knows yet who objects; it stays stopped until then.",
        "Nog niemand weet wie bezwaar maakt; tot die tijd blijft het gestopt.",
    ),
    (
        "the link in the letter, or: belofte request identify",
        "wacht op de link in de brief, of gebruik ‘Sta in voor wie het is’",
    ),
    ("This objection cannot be weighed now.", "Dit bezwaar kan nu niet afgewogen worden."),
    ("see belofte request show for where it stands", "kijk op de pagina van het verzoek hoe het ervoor staat"),
    ("A yes is not given that way.", "Zo wordt geen toestemming gegeven."),
    ("Who noted it must be named.", "Wie het noteerde, moet met naam genoemd worden."),
    ('for example --by "P. de Boer", or the name of the form', "noem een persoon, of het formulier"),
    (
        "Art. 8 GDPR and the law of {country}: under {age} a yes counts only if who has parental responsibility "
        "gives it.",
        "Art. 8 AVG en het recht van {country}: onder de {age} telt toestemming alleen van wie het ouderlijk gezag "
        "heeft.",
    ),
    (
        "ask a parent, look whether it is one, and note it with --method {method}",
        "vraag een ouder, kijk of het er een is, en noteer het als {method}",
    ),
    (
        "The person was erased; an import does not bring them back (Art. 17 GDPR).",
        "De betrokkene is gewist; wie een lijst inleest, brengt niemand terug (art. 17 AVG).",
    ),
    (
        "ask them: a yes of their own, given now, counts (--method form)",
        "vraag het de betrokkene: een eigen ja van nu telt",
    ),
    (
        "The person stopped this; an import does not start it again (Art. 7(3), 21(3) GDPR).",
        "De betrokkene stopte dit; een ingelezen lijst begint het niet opnieuw (art. 7 lid 3 en art. 21 lid 3 AVG).",
    ),
    (
        "No duty obliges to send this letter, so it would be unsolicited.",
        "Niets verplicht tot deze brief; ze zou ongevraagd zijn.",
    ),
    (
        "ask belofte contact first, and send it with your own program",
        "vraag eerst of u die persoon mag schrijven, en stuur het met uw eigen programma",
    ),
    # recipients and sub-processors
    (
        "Say what the recipient confirmed: returned, or erased.",
        "Zeg wat de ontvanger bevestigde: teruggegeven of gewist.",
    ),
    ('for example --words "erased, letter of 3 May"', "schrijf het op, bijvoorbeeld: gewist, brief van 3 mei"),
    ("This recipient was told already.", "Deze ontvanger weet het al."),
    ("note its answer: belofte told answer", "gebruik ‘Noteer het antwoord’"),
    (
        "Art. 19 GDPR: a recipient is left untold only where that is impossible or a disproportionate effort; say why.",
        "Art. 19 AVG: een ontvanger hoort het, tenzij dat onmogelijk is of onevenredig veel werk. Zeg waarom.",
    ),
    ("give the reasons with --words", "schrijf de redenen bij de toelichting"),
    ("There is no such notice.", "Dit bericht aan een ontvanger is er niet."),
    ("see belofte request recipients", "kijk bij ‘Ontvangers’ op de pagina van het verzoek"),
    ("This notice was answered already: {answer}", "Op dit bericht is al geantwoord: {answer}"),
    ("Say what was decided: accepted, or objected to.", "Zeg wat er beslist is: aanvaard, of bezwaar gemaakt."),
    ('for example --words "objected, letter of 3 May"', "schrijf het op, bijvoorbeeld: bezwaar, brief van 3 mei"),
    # using data
    ("Nothing rests on that.", "Daar rust niets op."),
    ("write it like order:10023; use one of {kinds}", "schrijf het als order:10023; kies uit {kinds}"),
    ("Nobody is reached that way.", "Zo bereikt u niemand."),
    ("Only an order or a contract can be closed.", "Alleen een opdracht of contract kan gesloten worden."),
    ("write it like order:10023", "schrijf het als order:10023"),
    (
        "Why the data is used must be said: it is what the person is told.",
        "Zeg waarom de gegevens gebruikt worden: dat hoort de betrokkene.",
    ),
    ('for example --reason "label"', "schrijf de reden op, bijvoorbeeld: adreslabel"),
)
