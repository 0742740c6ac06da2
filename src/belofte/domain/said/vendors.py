"""What the connectors of vendors with a REST API tell."""

from __future__ import annotations

VENDORS: tuple[tuple[str, str], ...] = (
    ("{system} does not answer.", "{system} antwoordt niet."),
    ("The address of {system} cannot be found.", "Het adres van {system} is niet te vinden."),
    (
        "Look at url and proxy in systems/{name}.yaml, and at the network (DNS) of this machine; it is tried again.",
        "Kijk naar url en proxy in systems/{name}.yaml, en naar het netwerk (DNS) van deze computer; het wordt opnieuw "
        "geprobeerd.",
    ),
    ("Nothing is needed: it is tried again.", "U hoeft niets te doen: het wordt opnieuw geprobeerd."),
    ("See the vendor's status page.", "Zie de statuspagina van de leverancier."),
    ("{system} failed on {call} ({code}).", "Bij {system} ging {call} mis ({code})."),
    ("{system} wants fewer calls.", "{system} wil minder vragen tegelijk."),
    ("Nothing is needed: it is tried again later.", "U hoeft niets te doen: het wordt later opnieuw geprobeerd."),
    ("{system} does not accept our sign-in.", "{system} laat ons niet binnen met deze aanmelding."),
    ("Where a person signs in: belofte connect {name}.", "Meldt een persoon aan: belofte connect {name}."),
    (
        "Where a key does: put one that works where its map points.",
        "Doet een sleutel dat: zet een sleutel die werkt op de plek die de kaart noemt.",
    ),
    (
        "A renewal of our sign-in at {system} was cut off, and what it brought is lost.",
        "Het vernieuwen van onze aanmelding bij {system} brak af, en wat het opleverde is weg.",
    ),
    ("Sign in again: belofte connect {name}.", "Meld opnieuw aan: belofte connect {name}."),
    ("{system} does not let us do {call} ({code}).", "{system} staat ons {call} niet toe ({code})."),
    (
        "{system} does not let us do {call}, its {path} ({code}).",
        "{system} staat ons {call}, daar {path} niet toe ({code}).",
    ),
    ("Give the account this right: {right}.", "Geef het account dit recht: {right}."),
    (
        "{system} has no name for this right: look in its console what our account or key may do.",
        "{system} heeft geen naam voor dit recht: kijk in het beheer daar wat ons account of onze sleutel mag.",
    ),
    ("{system} refused {call} ({code}).", "{system} weigerde {call} ({code})."),
    (
        "Look at the record in {system} itself, and do it there.",
        "Kijk naar het gegeven in {system} zelf, en doe het daar.",
    ),
    (
        "Check url and the settings in systems/{system}.yaml, and the vendor's status page.",
        "Kijk naar url en de instellingen in systems/{system}.yaml, en naar de statuspagina van de leverancier.",
    ),
    (
        "Where the vendor changed its API, the connector file must follow.",
        "Heeft de leverancier zijn API veranderd, dan moet het koppelingsbestand mee.",
    ),
    ("The answer of {system} to {call} cannot be read.", "Het antwoord van {system} op {call} is niet te lezen."),
    (
        "Check url, proxy and the vendor's status page.",
        "Kijk naar url, de proxy en de statuspagina van de leverancier.",
    ),
    ("{system} gave only a part of the answer to {call}.", "{system} gaf maar een deel van het antwoord op {call}."),
    ("{system} sends {call} elsewhere.", "{system} stuurt {call} naar een ander adres."),
    (
        "Check url in systems/{name}.yaml; it is not followed.",
        "Kijk naar url in systems/{name}.yaml; wij gaan daar niet heen.",
    ),
    ("The certificate of {system} cannot be trusted.", "Het certificaat van {system} is niet te vertrouwen."),
    (
        "Where it is your own authority's: name that as ca: in systems/{name}.yaml, or as own_authorities in "
        "belofte.toml.",
        "Is het er een van uw eigen certificaatautoriteit: noem die als ca: in systems/{name}.yaml, of als "
        "own_authorities in belofte.toml.",
    ),
    ("The proxy does not let us through to {system}.", "De proxy laat ons niet door naar {system}."),
    ("Check proxy: and its sign-in, with its keeper.", "Kijk naar proxy: en de aanmelding daar, met wie hem beheert."),
    ("{system} takes no more calls today.", "{system} neemt vandaag geen vragen meer aan."),
    ("Nothing is needed: the rest is looked at tomorrow.", "U hoeft niets te doen: naar de rest wordt morgen gekeken."),
    (
        "{system} would lock us out after more refused calls.",
        "{system} zou ons na nog meer geweigerde vragen buitensluiten.",
    ),
    ("Nothing is needed: it goes on later.", "U hoeft niets te doen: het gaat later verder."),
    ("A value cannot be sent to {system} in {call}.", "Een waarde kan niet met {call} naar {system}."),
    ("Do it in {system} itself.", "Doe het in {system} zelf."),
    (
        "The clock of this machine differs from that of {system}.",
        "De klok van deze computer loopt anders dan die van {system}.",
    ),
    ("Set this machine's clock (NTP).", "Zet de klok van deze computer goed (NTP)."),
    ("{why}, until {moment} UTC", "{why}, tot {moment} UTC"),
    ("no more calls for now", "voorlopig geen vragen meer"),
    (
        "Say which values to put there: in the order, or in the map (restrict, stop, erase: {clear: {...}}).",
        "Zeg welke waarden er moeten komen: in de opdracht, of in de kaart (restrict, stop, erase: {clear: {...}}).",
    ),
    (
        "This system cannot change that by itself: do it there by hand.",
        "Dit systeem kan dat niet zelf veranderen: doe het daar met de hand.",
    ),
    (
        "It was archived and is still there: let the map erase it for good.",
        "Het is gearchiveerd en staat er nog: laat de kaart het echt wissen.",
    ),
    (
        "The API cannot take this away: do it in the system itself.",
        "De API kan dit niet weghalen: doe het in het systeem zelf.",
    ),
    (
        "A record that must be kept is missing: look for it in the system itself.",
        "Een gegeven dat bewaard moet blijven, ontbreekt: zoek het in het systeem zelf.",
    ),
    ("{right} is more than the map needs.", "{right} is meer dan de kaart nodig heeft."),
    ("{collection}.{field} is in no list of the map", "{collection}.{field} staat in geen lijst van de kaart"),
    ("There is no connector file for {system}.", "Er is geen koppelingsbestand voor {system}."),
    ("see docs/connectors.md", "zie docs/connectors.md"),
    (
        "{system} would leave this machine, and this is a sandbox.",
        "{system} zou deze computer verlaten, en dit is een proefopstelling.",
    ),
    ("set url: to 127.0.0.1", "zet url: op 127.0.0.1"),
    (
        "{system} would send its key over the line unencrypted.",
        "{system} zou zijn sleutel onversleuteld over de lijn sturen.",
    ),
    ("write an https:// address as url:", "schrijf een https://-adres als url:"),
    (
        "A system of the kind {kind} has no setting called {name}.",
        "Een systeem van de soort {kind} heeft geen instelling die {name} heet.",
    ),
    ("The map names no place where this is looked at.", "De kaart noemt geen plek waar hiernaar wordt gekeken."),
    ("The system has no value for this.", "Het systeem heeft hier geen waarde voor."),
    ("There is no table {name} in the map.", "Er staat geen tabel {name} in de kaart."),
    ("This API cannot list everybody.", "Deze API kan niet iedereen opnoemen."),
    ("No record has this day.", "Geen gegeven heeft deze dag."),
    ("The map names no column for {event} in {table}.", "De kaart noemt geen kolom voor {event} in {table}."),
    ("This API does not say its version.", "Deze API zegt zijn versie niet."),
    ("This system is not asked that.", "Dat wordt aan dit systeem niet gevraagd."),
    ("The API does not tell this.", "De API zegt dit niet."),
    (
        "The API of system {system} does not tell who can read there.",
        "De API van systeem {system} zegt niet wie daar kan lezen.",
    ),
    (
        "Look in its own console, and note what you saw: belofte attest.",
        "Kijk in het beheer daar, en noteer wat u zag: belofte attest.",
    ),
    (
        "The map of system {system} names no place to look at: {names}.",
        "De kaart van systeem {system} noemt geen plek om te kijken: {names}.",
    ),
    (
        "Name the groups that can read in systems/{system}.yaml.",
        "Noem in systems/{system}.yaml de groepen die kunnen lezen.",
    ),
    ("Note what you saw elsewhere: belofte attest.", "Noteer wat u elders zag: belofte attest."),
    (
        "System {system} holds no list of your own people that is read here.",
        "Systeem {system} heeft geen lijst van uw eigen mensen die hier gelezen wordt.",
    ),
    (
        "Take the list over from a table: belofte staff import FILE.",
        "Neem de lijst over uit een tabel: belofte staff import BESTAND.",
    ),
    ("The value of {name} cannot be written there", "De waarde van {name} kan daar niet geschreven worden"),
)
