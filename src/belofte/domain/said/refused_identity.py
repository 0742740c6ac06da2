"""What is refused about who asks, and for whom."""

from __future__ import annotations

WHO_ASKS: tuple[tuple[str, str], ...] = (
    # who asks, and for whom
    (
        "Art. 12(6) GDPR: nothing gives reason to doubt who this is; the link to the known address is enough.",
        "Art. 12 lid 6 AVG: er is geen reden om te twijfelen wie dit is. De link naar het bekende adres is genoeg.",
    ),
    (
        "if there is a reason all the same, name it with --doubt; it stands in the letter",
        "is er toch een reden, vul die in bij ‘Waarom twijfelt u?’; ze komt in de brief",
    ),
    (
        "Art. 12(6) GDPR: somebody asks in another's name; whether they may is to be checked first.",
        "Art. 12 lid 6 AVG: iemand vraagt dit namens een ander. Kijk eerst of dat mag.",
    ),
    (
        "belofte request mandate REFERENCE --by NAME --how …",
        "gebruik ‘Ik heb de bevoegdheid gezien’ op de pagina van het verzoek",
    ),
    (
        "Art. 12(6) GDPR: the request is {state}; who asks was settled before that.",
        "Art. 12 lid 6 AVG: de stand van het verzoek is ‘{state}’. Wie het vraagt, stond daarvoor al vast.",
    ),
    (
        "Art. 12(6) GDPR: a named person vouched for who this is; asking again is not needed.",
        "Art. 12 lid 6 AVG: iemand stond met naam in voor wie dit is. Nog eens vragen is niet nodig.",
    ),
    (
        "It was asked already and not answered yet; a reminder goes by itself.",
        "Dit is al gevraagd en er is nog geen antwoord. Een herinnering gaat vanzelf.",
    ),
    (
        "belofte request identify when it is answered, belofte request close --as unidentified when it is not",
        "komt er antwoord: ‘Sta in voor wie het is’; komt er geen: ‘Sluit zonder antwoord’",
    ),
    ("The request is {state}.", "De stand van het verzoek is ‘{state}’."),
    (
        "Only the person withdraws a request: how did you hear it?",
        "Alleen de betrokkene trekt een verzoek in: hoe hoorde u dat?",
    ),
    ('for example --reasons "mail of 3 May"', "schrijf dat bij de redenen, bijvoorbeeld: e-mail van 3 mei"),
    (
        "This request can no longer be taken back here: something was done already.",
        "Dit verzoek kunt u hier niet meer intrekken: er is al iets gedaan.",
    ),
    ("write to the privacy office", "schrijf het privacykantoor"),
    ("Art. 12(4) GDPR: the letter tells the reasons.", "Art. 12 lid 4 AVG: de brief noemt de redenen."),
    ("give --reasons in a few words", "schrijf de redenen in een paar woorden op"),
    (
        "Art. 12(2) GDPR: a request may be left undone for this only where nobody can tell who asks; here that is "
        "known, or it is past the question.",
        "Art. 12 lid 2 AVG: zo sluiten mag alleen als niemand kan vaststellen wie het vraagt. Hier is dat bekend, "
        "of het speelt niet meer.",
    ),
    ("answer it, or refuse it with a ground", "beantwoord het verzoek, of wijs het af met een grond"),
    (
        "Art. 12(2), 12(6) GDPR: first ask what is needed, and remind; nobody was reminded yet.",
        "Art. 12 lid 2 en 6 AVG: vraag eerst wat nodig is, en herinner daaraan. Er is nog niemand herinnerd.",
    ),
    (
        "belofte request ask-identity REFERENCE --by NAME; the reminder goes by itself",
        "gebruik ‘Vraag wie het is’; de herinnering gaat vanzelf",
    ),
    (
        "The request is {state}; its case closes by itself after {day}, so that the court can still be asked.",
        "De stand van het verzoek is ‘{state}’. Het dossier sluit vanzelf na {day}, zodat men nog naar de rechter kan.",
    ),
    (
        "The request is {state}; its case closes by itself once its letter was delivered, so that the court can "
        "still be asked.",
        "De stand van het verzoek is ‘{state}’. Het dossier sluit vanzelf als de brief is aangekomen, zodat men nog "
        "naar de rechter kan.",
    ),
    ("nothing needs doing", "u hoeft niets te doen"),
    (
        "Art. 12(3), 12(4) GDPR: a request ends with an answer or a refusal with its reasons, not by closing it.",
        "Art. 12 lid 3 en 4 AVG: een verzoek eindigt met een antwoord of met een afwijzing met redenen, niet door "
        "het te sluiten.",
    ),
    (
        "answer it; or belofte request refuse; or close it --as withdrawn or --as unidentified",
        "beantwoord het of gebruik ‘Wijs dit verzoek af’; sluiten kan alleen als het is ingetrokken of niemand "
        "vaststelde wie het vraagt",
    ),
    (
        "Art. 5(1)(c) GDPR: who asks is settled; a proof that nobody needs is not kept.",
        "Art. 5 lid 1 onder c AVG: wie het vraagt, staat vast. Een bewijs dat niemand nodig heeft, wordt niet bewaard.",
    ),
    ("destroy what you were sent; see belofte request show", "vernietig wat u kreeg"),
    ("Art. 5(1)(c), 12(6) GDPR: {why}", "Art. 5 lid 1 onder c en art. 12 lid 6 AVG: {why}"),
    (
        "This is a file, not text: a photograph, a scan or a copy of a document is never kept.",
        "dit is een bestand en geen tekst. Een foto, scan of kopie van een document wordt nooit bewaard.",
    ),
    (
        "This holds the lines of a passport or identity card: a copy of a document is never kept.",
        "hierin staan de regels van een paspoort of identiteitskaart. Een kopie van een document wordt nooit bewaard.",
    ),
    (
        "This holds a citizen service number or national register number: it is never kept.",
        "hierin staat een burgerservicenummer of rijksregisternummer. Dat wordt nooit bewaard.",
    ),
    (
        "look at it with the person and note how you knew: belofte request identify … --how",
        "bekijk het samen met de betrokkene en noteer hoe u het weet: ‘Sta in voor wie het is’",
    ),
    ("Art. 12(6) GDPR: {why}", "Art. 12 lid 6 AVG: {why}"),
    (
        "leave the number out and say by which means you knew",
        "laat het nummer weg en schrijf op welke manier u het weet",
    ),
    (
        "The request is {state}; no letter of it goes anywhere any more.",
        "De stand van het verzoek is ‘{state}’. Er gaat geen brief meer over weg.",
    ),
    (
        "Art. 12(6) GDPR: no address is known through which a new one could be confirmed.",
        "Art. 12 lid 6 AVG: er is geen bekend adres waarlangs een nieuw adres bevestigd kan worden.",
    ),
    (
        "identify the person first: belofte request identify, then belofte request redirect",
        "gebruik eerst ‘Sta in voor wie het is’, en dan ‘Kies een andere weg naar de persoon’",
    ),
    ("This is not an e-mail address.", "Dit is geen e-mailadres."),
    ("check it for a typing mistake", "kijk of er een typfout in staat"),
    (
        "Nobody is represented in this request: the person asks in their own name.",
        "Niemand wordt hier vertegenwoordigd: de betrokkene vraagt het zelf.",
    ),
    (
        "Art. 12(6) GDPR: the request is {state}; for whom somebody asks is settled before that.",
        "Art. 12 lid 6 AVG: de stand van het verzoek is ‘{state}’. Namens wie iemand vraagt, wordt daarvoor "
        "vastgesteld.",
    ),
    (
        "another mandate is another request: belofte request receive … --as",
        "een andere volmacht is een ander verzoek: registreer dat bij ‘Nieuw verzoek’",
    ),
    ("Say what was looked at.", "Schrijf op wat u hebt gezien."),
    (
        'for example --how "signed power of attorney, called the person back"',
        "bijvoorbeeld: volmacht met handtekening gezien, de betrokkene teruggebeld",
    ),
    ("Nothing says whose data is meant.", "Nergens staat om wiens gegevens het gaat."),
    ("give a customer number of that person with --number", "vul het klantnummer van die persoon in"),
    (
        "A parent asks for a child under {age}: how old is it?",
        "Een ouder vraagt dit voor een kind onder de {age}: hoe oud is het?",
    ),
    (
        "give the day of birth with --born; it is compared and kept nowhere",
        "vul de geboortedatum in; die wordt vergeleken en nergens bewaard",
    ),
    (
        "Art. 8 GDPR and the law of {country}: from {age} on a child acts for itself; a parent needs its mandate.",
        "Art. 8 AVG en het recht van {country}: vanaf {age} jaar beslist een kind zelf. Een ouder heeft een "
        "volmacht van het kind nodig.",
    ),
    (
        "ask for the child's own request or its mandate, else: belofte request refuse --ground …",
        "vraag het kind om een eigen verzoek of een volmacht; anders: ‘Wijs dit verzoek af’",
    ),
)
