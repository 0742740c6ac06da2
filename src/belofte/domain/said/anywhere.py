"""What any connector may tell, and what is told where there is none."""

from __future__ import annotations

ANYWHERE: tuple[tuple[str, str], ...] = (
    ("System {system} does not allow {verb}.", "Systeem {system} staat {verb} niet toe."),
    (
        "Add {verb} to allow in systems/{system}.yaml, or let a person do it.",
        "Zet {verb} bij allow in systems/{system}.yaml, of laat een mens het doen.",
    ),
    (
        "The map leaves this to a person (by_hand): have it done there, or take it out of the map.",
        "De kaart laat dit aan een mens (by_hand): laat het daar doen, of haal dat uit de kaart.",
    ),
    (
        "The plan no longer fits: make a new plan and have it approved.",
        "Het plan past niet meer: maak een nieuw plan en laat het goedkeuren.",
    ),
    (
        "Something is left: make a new plan for this request and have it approved.",
        "Er is nog iets over: maak een nieuw plan voor dit verzoek en laat het goedkeuren.",
    ),
    (
        "A record that must be kept is missing: look for it in a backup.",
        "Een gegeven dat bewaard moet blijven, ontbreekt: zoek het in een back-up.",
    ),
    (
        "Look why these records cannot go; the next sweep tries again.",
        "Kijk waarom deze gegevens niet weg kunnen; de volgende ronde probeert het opnieuw.",
    ),
    ("{system} is {nature}: it holds no records.", "{system} is {nature}: daar liggen geen gegevens van personen."),
    ("a server's settings", "instellingen van een server"),
    ("a line", "een lijn"),
    ("leave it out of what is done", "laat het buiten wat er gedaan wordt"),
    ("Its map does not allow looking.", "De kaart staat kijken niet toe."),
    ("its map does not allow: observe", "de kaart staat dit niet toe: observe"),
    ("add observe to {where}", "zet observe bij {where}"),
    ("there is no connector for it", "er is geen koppeling voor"),
    ("no program can look one record up here", "geen programma kan hier een enkel gegeven opzoeken"),
    (
        "look in the system itself whether the record is there",
        "kijk in het systeem zelf of het gegeven er is",
    ),
    ("it gave no answer to this question", "het gaf geen antwoord op deze vraag"),
    ("{system} is looked into by people only.", "In {system} kijken alleen mensen."),
    ("let whoever keeps {system} do it", "laat wie {system} beheert het doen"),
    ("a person looks", "een mens kijkt"),
    ("no program can look here", "geen programma kan hier kijken"),
    (
        "{system} needs the library {library}, which is not installed.",
        "{system} heeft de bibliotheek {library} nodig, die niet is geïnstalleerd.",
    ),
    ("pip install {package}, or belofte with its extra", "pip install {package}, of belofte met dat onderdeel"),
    ("pip install {package}", "pip install {package}"),
    (
        "The connector of {system} could not be made: {problem}.",
        "De koppeling van {system} kon niet worden gemaakt: {problem}.",
    ),
    ("look at systems/{system}.yaml", "kijk in systems/{system}.yaml"),
    (
        "put the secret there, or change the reference in systems/{system}.yaml",
        "zet het geheim daar, of verander de verwijzing in systems/{system}.yaml",
    ),
    (
        "There is no connector of the kind {kind} for {system}.",
        "Er is geen koppeling van de soort {kind} voor {system}.",
    ),
    (
        "{system} names addresses:, which only a sandbox may.",
        "{system} noemt addresses:, en dat mag alleen in een proefopstelling.",
    ),
    ("take addresses: out", "haal addresses: weg"),
    ("{system} cannot be played here.", "{system} kan hier niet worden nagespeeld."),
    ("It needs {what}, which is not installed.", "Daarvoor is {what} nodig, dat niet is geïnstalleerd."),
    (
        "It needs the mail server Dovecot, which is not installed.",
        "Daarvoor is de mailserver Dovecot nodig, die niet is geïnstalleerd.",
    ),
    (
        "As root, Dovecot's own user must enter this folder, and may not.",
        "Onder root moet de eigen gebruiker van Dovecot deze map in kunnen, en dat mag hij niet.",
    ),
    ("apt-get install dovecot-imapd", "apt-get install dovecot-imapd"),
    ("work as an ordinary user, or in a folder below /srv", "werk als gewone gebruiker, of in een map onder /srv"),
    (
        "{system} could not be played: {program} ended at once.",
        "{system} kon niet worden nagespeeld: {program} stopte meteen.",
    ),
    (
        "{system} could not be played: {program} did not start.",
        "{system} kon niet worden nagespeeld: {program} startte niet.",
    ),
    ("try again", "probeer het opnieuw"),
    ("the map or schema changed", "de kaart of het schema is veranderd"),
    ("read the new plan", "lees het nieuwe plan"),
    ("make the plan again", "maak het plan opnieuw"),
    (
        "The sweep ended before it looked; what remains goes with the next one.",
        "De ronde stopte voordat ze terugkeek; wat er nog is, gaat met de volgende mee.",
    ),
    ("whoever keeps it did not do it", "wie het beheert, deed het niet"),
    ("a named person goes after it", "iemand met naam gaat er achteraan"),
    ("backups", "back-ups"),
    ("write-ahead log", "write-ahead log"),
    ("it has no such parts", "het heeft zulke delen niet"),
    ("it cannot be compared", "het is niet te vergelijken"),
    ("nothing is said of it", "daar is niets over gezegd"),
    ("there is nothing to compare", "er is niets om mee te vergelijken"),
    (
        "System {system} has no access log that is read here.",
        "Systeem {system} heeft geen toegangslogboek dat hier gelezen wordt.",
    ),
    ("System {system} has no access log.", "Systeem {system} heeft geen toegangslogboek."),
    ("System {system} has no access log: {why}.", "Systeem {system} heeft geen toegangslogboek: {why}."),
    ("has no access log", "heeft geen toegangslogboek"),
    (
        "{system} is no simulator: it can be taken away, but not made to give {fault}.",
        "{system} is geen simulator: het kan weg, maar kan geen {fault} geven.",
    ),
    (
        "A secret is only named, never written out: use env:NAME, file:PATH or credential:NAME.",
        "Een geheim wordt alleen genoemd, nooit uitgeschreven: gebruik env:NAAM, file:PAD of credential:NAAM.",
    ),
    ("The environment variable {name} is not set.", "De omgevingsvariabele {name} is niet gezet."),
    ("Set it, or change the reference.", "Zet haar, of verander de verwijzing."),
    (
        "credential:{name} needs systemd: add LoadCredential={again}:PATH to the unit.",
        "credential:{name} heeft systemd nodig: zet LoadCredential={again}:PAD in de unit.",
    ),
    (
        "The secret {reference} cannot be read from {path}: {error}.",
        "Het geheim {reference} is niet te lezen uit {path}: {error}.",
    ),
    ("The secret {reference} is empty: put it into {path}.", "Het geheim {reference} is leeg: zet het in {path}."),
)
