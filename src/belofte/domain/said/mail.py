"""What the connector of mailboxes, and mail servers on the way, tell."""

from __future__ import annotations

MAIL: tuple[tuple[str, str], ...] = (
    (
        "Somebody has marked other messages in this folder as deleted, and this server cannot tell them "
        "apart: empty that folder's deleted messages in a mail program, then try again.",
        "Iemand heeft in deze map andere berichten als verwijderd gemerkt, en deze server kan ze niet "
        "onderscheiden: leeg de verwijderde berichten van die map in een mailprogramma, en probeer het dan "
        "opnieuw.",
    ),
    (
        "The server refused to change a folder: give the account the right to delete and to move messages there.",
        "De server weigerde een map te veranderen: geef het account het recht daar berichten te verwijderen "
        "en te verplaatsen.",
    ),
    (
        "A message is not corrected: it tells what was said then.",
        "Een bericht wordt niet verbeterd: het zegt wat er toen gezegd is.",
    ),
    ("Put a note beside it.", "Leg er een notitie naast."),
    (
        "Say in the map where restricted messages go: restrict: {folder: Restricted}.",
        "Zeg in de kaart waar beperkte berichten heen gaan: restrict: {folder: Beperkt}.",
    ),
    (
        "Say in the map how long the mail server and its backups keep copies, such as backups: 35 days.",
        "Zeg in de kaart hoe lang de mailserver en zijn back-ups kopieën bewaren, zoals backups: 35 days.",
    ),
    (
        "The map of system {system} does not fit a mailbox: {place} {problem}.",
        "De kaart van systeem {system} past niet bij een mailbox: {place} {problem}.",
    ),
    ("does not say where its messages lie", "zegt niet waar de berichten liggen"),
    ("does not say by which headers somebody is found", "zegt niet in welke kopregels iemand gevonden wordt"),
    (
        "write found_by: {from: email, to: email, cc: email}",
        "schrijf found_by: {from: email, to: email, cc: email}",
    ),
    ("clears a message, which nobody can", "maakt een bericht leeg, en dat kan niemand"),
    ("names {names}, which no message has", "noemt {names}, en dat heeft geen bericht"),
    ("counts from {event}, which is no day", "telt vanaf {event}, en dat is geen dag"),
    ("restricts by more than a folder", "beperkt met meer dan een map"),
    ("there is no such folder", "zo'n map is er niet"),
    ("no message in it has a text", "geen bericht daarin heeft tekst"),
    ("a mail server has no such setting", "een mailserver heeft zo'n instelling niet"),
    (
        "this mail server does not tell how large a mailbox may grow",
        "deze mailserver zegt niet hoe groot een mailbox mag worden",
    ),
    ("a mailbox does not know this", "een mailbox weet dit niet"),
    ("a mail server does not say this", "een mailserver zegt dit niet"),
    (
        "its map names no folder with mail that leaves by itself (automatic:)",
        "de kaart noemt geen map met post die vanzelf weggaat (automatic:)",
    ),
    ("{system} does not say which server its mailbox is on.", "{system} zegt niet op welke server de mailbox staat."),
    (
        "{system} would send a password that anybody on the way can read.",
        "{system} zou een wachtwoord sturen dat iedereen onderweg kan lezen.",
    ),
    ("{system} has a port that is no number.", "{system} heeft een poort die geen getal is."),
    ("{system} must say one way to sign in.", "{system} moet één manier van aanmelden noemen."),
    ("password: env:NAME, or token: env:NAME", "password: env:NAAM, of token: env:NAAM"),
    (
        "The mailbox of {system} has {count} folders that its map does not name.",
        "De mailbox van {system} heeft {count} mappen die de kaart niet noemt.",
    ),
    (
        'Write them in systems/{system}.yaml: under at: {folders: …} ("*" for all), or under ignore.',
        'Schrijf ze in systems/{system}.yaml: onder at: {folders: …} ("*" voor alle), of onder ignore.',
    ),
    (
        "{count} of the folders that the map of {system} names are not in the mailbox.",
        "{count} van de mappen die de kaart van {system} noemt, zijn niet in de mailbox.",
    ),
    (
        "Look at at: {folders: …} of {place} in systems/{system}.yaml.",
        "Kijk naar at: {folders: …} van {place} in systems/{system}.yaml.",
    ),
    ("does not tell its folders", "noemt zijn mappen niet"),
    ("does not show its messages", "toont zijn berichten niet"),
    ("does not open a folder that it lists", "opent een map niet die hij zelf noemt"),
    ("does not search", "zoekt niet"),
    (
        "lets this account only read a folder that is to be changed",
        "laat dit account een map alleen lezen die veranderd moet worden",
    ),
    ("The mail server of system {system} {why}.", "De mailserver van systeem {system} {why}."),
    ("Look at the rights of the account on the mail server.", "Kijk naar de rechten van het account op de mailserver."),
    ("host and port", "host en port"),
    ("user and its password or token", "user en het password of token daarvan"),
    ("password, token or its secret", "password, token of het geheim daarvan"),
    ("proxy (or own_proxy in belofte.toml)", "proxy (of own_proxy in belofte.toml)"),
    ("Check {what} in systems/{system}.yaml.", "Kijk naar {what} in systems/{system}.yaml."),
    (
        "No safe connection to the mail server: its certificate or encryption is not trusted.",
        "Geen veilige verbinding met de mailserver: zijn certificaat of versleuteling wordt niet vertrouwd.",
    ),
    ("No connection to the mail server: {why}.", "Geen verbinding met de mailserver: {why}."),
    ("The mail server cannot be worked with ({error}).", "Met de mailserver valt niet te werken ({error})."),
    ("The mail server refused our sign-in.", "De mailserver weigerde onze aanmelding."),
    ("No way to sign in is set.", "Er is geen manier van aanmelden ingesteld."),
    ("the proxy's address does not begin with http://", "het adres van de proxy begint niet met http://"),
    ("the proxy gives no way to port {port}", "de proxy geeft geen weg naar poort {port}"),
    ("the proxy does not answer", "de proxy antwoordt niet"),
    ("the proxy does not take our name and password", "de proxy neemt onze naam en ons wachtwoord niet aan"),
    (
        "smtp_oauth_url gave no token (HTTP {status}): check client and secret.",
        "smtp_oauth_url gaf geen token (HTTP {status}): kijk naar client en geheim.",
    ),
    ("smtp_oauth_url cannot be reached ({error}).", "smtp_oauth_url is niet bereikbaar ({error})."),
    (
        "smtp_oauth_url answered with something that is not a token.",
        "smtp_oauth_url antwoordde met iets dat geen token is.",
    ),
    (
        "{letter} ({meaning}) in {count} of {all} folders of {collection}",
        "{letter} ({meaning}) in {count} van de {all} mappen van {collection}",
    ),
    (
        "{letter} ({meaning}) in {count} of {all} folders that the map leaves alone",
        "{letter} ({meaning}) in {count} van de {all} mappen die de kaart met rust laat",
    ),
    ("see that the folder is there", "zien dat de map er is"),
    ("read messages", "berichten lezen"),
    ("keep which messages were read", "bijhouden welke berichten gelezen zijn"),
    ("mark messages", "berichten merken"),
    ("put messages in", "berichten erin zetten"),
    ("send mail to the folder", "post naar de map sturen"),
    ("make folders in it", "er mappen in maken"),
    ("remove the folder", "de map weghalen"),
    ("mark messages as deleted", "berichten als verwijderd merken"),
    ("expunge messages", "verwijderde berichten wissen"),
    ("give rights to others", "anderen rechten geven"),
    ("security, or ca for an authority of your own,", "security, of ca voor een eigen certificaatautoriteit,"),
)
