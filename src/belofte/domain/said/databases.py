"""What the connectors of databases tell."""

from __future__ import annotations

DATABASES: tuple[tuple[str, str], ...] = (
    (
        "A kept row refers to a row that would go: let the map clear that row instead of deleting it.",
        "Een rij die blijft verwijst naar een rij die zou gaan: laat de kaart die rij leegmaken in plaats van wissen.",
    ),
    (
        "The map does not say what to put there: write erase: {clear: {...}} for this table.",
        "De kaart zegt niet wat er moet komen: schrijf erase: {clear: {...}} bij deze tabel.",
    ),
    (
        "Look why these rows cannot go; the next sweep tries again.",
        "Kijk waarom deze rijen niet weg kunnen; de volgende ronde probeert het opnieuw.",
    ),
    ("Add it to clock: in systems/{system}.yaml.", "Zet het bij clock: in systems/{system}.yaml."),
    (
        "The map of system {system} does not fit its database: {problems}.",
        "De kaart van systeem {system} past niet bij de database: {problems}.",
    ),
    (
        "Take it out of the map, or see whether the account may look at it.",
        "Haal het uit de kaart, of kijk of het account ernaar mag kijken.",
    ),
    (
        "Take it out of the map, or write it as the database does (capitals count).",
        "Haal het uit de kaart, of schrijf het zoals de database het doet (hoofdletters tellen).",
    ),
    (
        "Name columns that together are different for every row, as key: [...].",
        "Noem kolommen die samen voor elke rij anders zijn, als key: [...].",
    ),
    (
        "Add the table to tables:, or to ignore: if it holds nothing about people.",
        "Zet de tabel bij tables:, of bij ignore: als er niets over personen in staat.",
    ),
    (
        "Put it in a list under {table}: a kind of data, or not_personal.",
        "Zet het in een lijst onder {table}: een soort gegeven, of not_personal.",
    ),
    ("the map names this column, the table has none", "de kaart noemt deze kolom, de tabel heeft hem niet"),
    ("the map names this table, the database has none", "de kaart noemt deze tabel, de database heeft hem niet"),
    (
        "the table has no primary key, so no row can be named",
        "de tabel heeft geen primaire sleutel, dus geen rij is te noemen",
    ),
    ("this table is not in the map", "deze tabel staat niet in de kaart"),
    ("this column is in no list of the map", "deze kolom staat in geen lijst van de kaart"),
    ("it refers to {table}.{column}, which is not there", "het verwijst naar {table}.{column}, en dat is er niet"),
    (
        "it refers to system {system} by several columns, which cannot be followed",
        "het verwijst met meer kolommen naar systeem {system}, en dat is niet te volgen",
    ),
    (
        "its type ({type}) differs from that of {table}.{column}",
        "de soort ({type}) is anders dan die van {table}.{column}",
    ),
    ("people cannot be found by a column that holds {type}", "personen zijn niet te vinden in een kolom met {type}"),
    (
        "the clock for {event} names {column}, which is not there",
        "de klok voor {event} noemt {column}, en dat is er niet",
    ),
    (
        "the clock for {event} needs a date, and {column} holds {type}",
        "de klok voor {event} heeft een datum nodig, en in {column} staat {type}",
    ),
    (
        "the rows of {tables} refer to one another in a circle of columns that may not be empty",
        "de rijen van {tables} verwijzen in een kring naar elkaar met kolommen die niet leeg mogen zijn",
    ),
    (
        "deleting a row of {table} takes rows of {other} along (ON DELETE CASCADE)",
        "een rij van {table} wissen neemt rijen van {other} mee (ON DELETE CASCADE)",
    ),
    (
        "it refers to {table}, whose rows go while this row stays: the database will refuse",
        "het verwijst naar {table}, waarvan de rijen gaan terwijl deze rij blijft: de database zal weigeren",
    ),
    ("the database computes this column itself", "de database rekent deze kolom zelf uit"),
    (
        "it is the record key: the row could not be found again",
        "het is de sleutel van de rij: die zou niet terug te vinden zijn",
    ),
    ("nobody can be found in this table", "in deze tabel is niemand te vinden"),
    (
        "it refers to another table, and would refer to nothing",
        "het verwijst naar een andere tabel, en zou naar niets verwijzen",
    ),
    (
        "it has room for {room} characters, and would get {count}",
        "er is plaats voor {room} tekens, en het zou er {count} krijgen",
    ),
    ("it holds {type}, and would get something else", "er staat {type} in, en het zou iets anders krijgen"),
    (
        "each value may occur once (UNIQUE), and all erased rows would get the same",
        "elke waarde mag één keer voorkomen (UNIQUE), en alle gewiste rijen zouden dezelfde krijgen",
    ),
    (
        "Let erase of {table} clear columns instead of deleting the row.",
        "Laat erase van {table} kolommen leegmaken in plaats van de rij te wissen.",
    ),
    (
        "Let erase of {table} clear columns instead of deleting the row, or let erase of {other} clear {columns}.",
        "Laat erase van {table} kolommen leegmaken in plaats van de rij te wissen, of laat erase van {other} "
        "{columns} leegmaken.",
    ),
    (
        "Let erase of one of them clear columns instead of deleting the row.",
        "Laat erase van een ervan kolommen leegmaken in plaats van de rij te wissen.",
    ),
    ("Put another value there in the map", "Zet daar in de kaart een andere waarde"),
    ("Put another value there in the map: null.", "Zet daar in de kaart een andere waarde: null."),
    (
        "Put another value there in the map, such as 'erased-{random}'.",
        "Zet daar in de kaart een andere waarde, zoals 'erased-{random}'.",
    ),
    ("Put another value there in the map of that type.", "Zet daar in de kaart een andere waarde van die soort."),
    (
        "Put another value there in the map, a shorter one: {random} takes {length}.",
        "Zet daar in de kaart een andere waarde, een kortere: {random} neemt er {length}.",
    ),
    (
        "Put another value there in the map with {random} in it.",
        "Zet daar in de kaart een andere waarde met {random} erin.",
    ),
    (
        "Give it of: or found_by:, mark it person: true, or name it under ignore:.",
        "Geef het of: of found_by:, zet er person: true bij, of noem het onder ignore:.",
    ),
    (
        "Refer by one column, or name a kind under found_by:.",
        "Verwijs met één kolom, of noem een soort gegeven onder found_by:.",
    ),
    ("Name a column with text or numbers.", "Noem een kolom met tekst of getallen."),
    ("Name a column of this table, or table.column.", "Noem een kolom van deze tabel, of tabel.kolom."),
    ("Name a column with dates.", "Noem een kolom met datums."),
    ("Write the reference as the database has it.", "Schrijf de verwijzing zoals de database haar heeft."),
    ("Refer to a column of the same type.", "Verwijs naar een kolom van dezelfde soort."),
    ("Take it out of erase and restrict.", "Haal het uit erase en restrict."),
    ("Take it out of erase.", "Haal het uit erase."),
    (
        "A clock column of system {system} holds something that is no date.",
        "In een klokkolom van systeem {system} staat iets dat geen datum is.",
    ),
    (
        "Look at the columns under clock: in systems/{system}.yaml.",
        "Kijk naar de kolommen onder clock: in systems/{system}.yaml.",
    ),
    ("The database of system {system} could not be reached.", "De database van systeem {system} was niet bereikbaar."),
    (
        "See whether it runs and whether url in systems/{system}.yaml is right.",
        "Kijk of hij draait en of url in systems/{system}.yaml klopt.",
    ),
    ("The database file of system {system} is not there.", "Het databasebestand van systeem {system} is er niet."),
    (
        "Look at url in systems/{system}.yaml, or put the file back.",
        "Kijk naar url in systems/{system}.yaml, of zet het bestand terug.",
    ),
    (
        "The database of system {system} refused the sign-in.",
        "De database van systeem {system} weigerde de aanmelding.",
    ),
    ("Look at the account in url of systems/{system}.yaml.", "Kijk naar het account in url van systems/{system}.yaml."),
    (
        "The url of system {system} names a kind of database that is not supported.",
        "De url van systeem {system} noemt een soort database die niet wordt ondersteund.",
    ),
    ("Supported are sqlite, postgresql and mariadb.", "Ondersteund worden sqlite, postgresql en mariadb."),
    (
        "The url of system {system} is not a database address.",
        "De url van systeem {system} is geen adres van een database.",
    ),
    (
        "Write it as sqlite:///path, postgresql://user@host/name or mariadb://user@host/name.",
        "Schrijf het als sqlite:///pad, postgresql://gebruiker@host/naam of mariadb://gebruiker@host/naam.",
    ),
    (
        "Nothing to decide: it is tried again when the database can be reached.",
        "Er is niets te beslissen: het wordt opnieuw geprobeerd als de database bereikbaar is.",
    ),
    (
        "Nothing to decide: it is tried again; if it stays, look who holds a lock on this table.",
        "Er is niets te beslissen: het wordt opnieuw geprobeerd; blijft het, kijk dan wie een slot op deze "
        "tabel houdt.",
    ),
    (
        "Give the account the right that is missing: belofte doctor NAME --grants prints the statement.",
        "Geef het account het recht dat ontbreekt: belofte doctor NAAM --grants drukt de opdracht af.",
    ),
    (
        "A row that stays still refers to a row that would go: let the map clear that row instead.",
        "Een rij die blijft verwijst nog naar een rij die zou gaan: laat de kaart die rij leegmaken.",
    ),
    (
        "The column may not be empty: let the map put a value there, such as 'erased-{random}'.",
        "De kolom mag niet leeg zijn: laat de kaart er een waarde zetten, zoals 'erased-{random}'.",
    ),
    (
        "The column holds each value once: let the map put a value with {random} there.",
        "De kolom heeft elke waarde één keer: laat de kaart er een waarde met {random} zetten.",
    ),
    (
        "A rule of the database forbids the new value: let the map put a value there that the rule allows.",
        "Een regel van de database verbiedt de nieuwe waarde: laat de kaart er een zetten die de regel toestaat.",
    ),
    (
        "The new value does not fit: let the map put a shorter one there.",
        "De nieuwe waarde past niet: laat de kaart er een kortere zetten.",
    ),
    (
        "Map and database differ: belofte scan shows the difference.",
        "Kaart en database verschillen: belofte scan laat zien waarin.",
    ),
    (
        "A trigger or a cascade changed a record that must be kept: look at what hangs on the erased tables.",
        "Een trigger of een cascade veranderde een gegeven dat bewaard moet blijven: kijk wat er aan de "
        "gewiste tabellen hangt.",
    ),
    (
        "The database refused it for a reason of its own, such as a trigger: look at what guards this table.",
        "De database weigerde het om een eigen reden, zoals een trigger: kijk wat deze tabel bewaakt.",
    ),
    (
        "This database hides nothing yet: belofte staff enforce NAME shows what is to be done, --apply does it.",
        "Deze database verbergt nog niets: belofte staff enforce NAAM toont wat er moet gebeuren, --apply doet het.",
    ),
    (
        "MariaDB tells only its administrator which replicas and other servers it sends to",
        "MariaDB zegt alleen tegen zijn beheerder naar welke replica's en andere servers het stuurt",
    ),
    ("a database does not know this", "een database weet dit niet"),
    ("a clock column holds something that is no date", "in een klokkolom staat iets dat geen datum is"),
    (
        "{table}.{column} is not in the list not_personal, so its values are not read",
        "{table}.{column} staat niet in de lijst not_personal, dus de waarden worden niet gelezen",
    ),
    (
        "{table}.{column} has too many values to be the name of a recipient",
        "{table}.{column} heeft te veel waarden om de naam van een ontvanger te zijn",
    ),
    ("{place} does not reach {other}", "{place} komt niet bij {other}"),
    (
        "Somebody reads this database without a pause, so its write-ahead log cannot be emptied: it is tried again.",
        "Iemand leest deze database zonder ophouden, dus het write-ahead log is niet te legen: het wordt "
        "opnieuw geprobeerd.",
    ),
    (
        "Say in the map how long backups live, such as backups: 35 days; until then nobody can name the day.",
        "Zeg in de kaart hoe lang back-ups blijven, zoals backups: 35 days; tot dan kan niemand de dag noemen.",
    ),
    (
        "System {system} is a file: SQLite has no accounts, so it cannot say who reads it.",
        "Systeem {system} is een bestand: SQLite heeft geen accounts, dus het kan niet zeggen wie het leest.",
    ),
    (
        "Look who may read the file on its machine, and note it: belofte attest.",
        "Kijk wie het bestand op zijn computer mag lezen, en noteer het: belofte attest.",
    ),
    (
        "The account of system {system} may not see who else has rights.",
        "Het account van systeem {system} mag niet zien wie er nog meer rechten heeft.",
    ),
    (
        "Name the owning account under owner: in systems/{system}.yaml; it is asked instead.",
        "Noem het account dat de eigenaar is onder owner: in systems/{system}.yaml; dat wordt dan gevraagd.",
    ),
    (
        "The order does not say which values to put there: make the plan again.",
        "De opdracht zegt niet welke waarden er moeten komen: maak het plan opnieuw.",
    ),
    (
        "The connection to the database of system {system} was lost.",
        "De verbinding met de database van systeem {system} viel weg.",
    ),
    (
        "System {system} could not be read: {why} at {place}.",
        "Systeem {system} kon niet gelezen worden: {why} bij {place}.",
    ),
    (
        "System {system} has no account that owns its tables.",
        "Systeem {system} heeft geen account dat zijn tabellen bezit.",
    ),
    (
        "Name one: owner: env:NAME in systems/{system}.yaml; only these statements use it.",
        "Noem er een: owner: env:NAAM in systems/{system}.yaml; alleen deze opdrachten gebruiken het.",
    ),
    (
        "The database of system {system} refused to tell or change who may read: {why}.",
        "De database van systeem {system} weigerde te zeggen of te veranderen wie mag lezen: {why}.",
    ),
    (
        "See whether the account under owner: owns the tables and may change roles and rights.",
        "Kijk of het account onder owner: de tabellen bezit en rollen en rechten mag veranderen.",
    ),
    (
        "SQLite has no roles: whoever can read the file reads all of it.",
        "SQLite kent geen rollen: wie het bestand kan lezen, leest alles.",
    ),
    (
        "Let no staff read the file themselves, or keep these data in Postgres or MariaDB.",
        "Laat medewerkers het bestand niet zelf lezen, of zet deze gegevens in Postgres of MariaDB.",
    ),
    ("gone", "weg"),
    ("busy", "bezet"),
    ("rights", "rechten"),
    ("reference", "verwijzing"),
    ("empty", "leeg"),
    ("twice", "dubbel"),
    ("too long", "te lang"),
    ("schema", "schema"),
    ("kept", "bewaard"),
    ("other", "anders"),
    ("it may not be empty (NOT NULL), and would be", "het mag niet leeg zijn (NOT NULL), en zou leeg worden"),
    (
        "The map of system {system} does not fit its database: {problems} (and {count} more).",
        "De kaart van systeem {system} past niet bij de database: {problems} (en nog {count}).",
    ),
)
