"""What is refused about tokens, webhooks and accounts."""

from __future__ import annotations

PROGRAMS: tuple[tuple[str, str], ...] = (
    # tokens of programs
    ("There is no such token, or it was taken back already.", "Dit token is er niet, of is al ingetrokken."),
    ("see belofte token list", "kijk in de lijst van tokens"),
    ("Several tokens have this name.", "Meer tokens hebben deze naam."),
    ("name it by its id; see belofte token list", "kies het token in de lijst"),
    ("The account this token belongs to may not do this (any more).", "Het account van dit token mag dit niet (meer)."),
    (
        "see belofte user list; make a token for an account whose role allows it",
        "maak een token voor een account met een rol die dit mag",
    ),
    ("A token needs a name that says what it is for.", "Een token heeft een naam nodig die zegt waarvoor het is."),
    ('for example belofte token create "portal"', "bijvoorbeeld: portaal"),
    ("A token needs at least one scope.", "Een token moet minstens één ding mogen."),
    ("A token must end, within two years.", "Een token eindigt, binnen twee jaar."),
    ("for example --until 2027-06-30", "kies een laatste dag"),
    ("Who vouches for a person registers their request.", "Wie voor iemand instaat, registreert ook het verzoek."),
    ("give --scope receive too", "kies ook receive"),
    (
        "A calendar's address is kept by many programs: its token opens nothing else.",
        "Het adres van een agenda staat in veel programma's: dat token opent verder niets.",
    ),
    ("make two tokens", "maak twee tokens"),
    ("Decisions carry a person's name.", "Bij een beslissing hoort de naam van een mens."),
    ('give the account: --by "P. de Boer"', "kies het account"),
    ("A token that decides nothing carries nobody's name.", "Bij een token dat niets beslist, hoort geen naam."),
    ("leave --by out, or give --scope decide", "laat het account weg, of kies ook decide"),
    ("There is no open account of this name.", "Er is geen open account met deze naam."),
    # webhooks
    ("{count} of these events are not told.", "Van deze gebeurtenissen worden er {count} niet gemeld."),
    ("A webhook needs a name and an address.", "Een webhook heeft een naam en een adres nodig."),
    ("belofte webhook add crm https://crm.shop.example/in", "bijvoorbeeld: crm, https://crm.shop.example/in"),
    ("There is a webhook of this name.", "Er is al een webhook met deze naam."),
    ("choose another name; see belofte webhook list", "kies een andere naam"),
    ("This webhook has ended.", "Deze webhook is beëindigd."),
    ("add it again: belofte webhook add", "gebruik ‘Voeg een webhook toe’"),
    ("There is no webhook of this name.", "Er is geen webhook met deze naam."),
    ("see belofte webhook list", "kijk in de lijst van webhooks"),
    ("This is no address of a webhook.", "Dit is geen adres voor een webhook."),
    ("write it like https://crm.shop.example/belofte", "schrijf het als https://crm.shop.example/belofte"),
    ("A webhook is reached over https.", "Een webhook gaat over https."),
    ("give an https:// address", "geef een adres dat met https:// begint"),
    ("The name of this address leads nowhere.", "De naam in dit adres is niet te vinden."),
    ("This address lies within a private network.", "Dit adres ligt in een eigen netwerk."),
    (
        "give a public one; or, if it must be so, set webhook_private to yes (docs/webhooks.md)",
        "geef een openbaar adres; moet het toch, laat dan webhook_private op yes zetten",
    ),
    # accounts
    (
        "A name has 1 to {most} characters, on one line, without < > or quotes",
        "Een naam heeft 1 tot {most} tekens, op één regel, zonder < > of aanhalingstekens",
    ),
    ('for example belofte user add "P. de Boer"', "bijvoorbeeld: P. de Boer"),
    ("There is an account of this name.", "Er is al een account met deze naam."),
    ("see belofte user list, or belofte user link NAME", "kies een andere naam, of kijk in de lijst van accounts"),
    ("The account is disabled.", "Dit account is gesloten."),
    ("belofte user reset NAME opens it again", "‘Begin opnieuw met een nieuwe link’ opent het weer"),
    ("There is no account of this name.", "Er is geen account met deze naam."),
    # taking a promise on one's word
    ("The policy has no clause {clause}.", "Het beleid heeft geen bepaling {clause}."),
    ("see clauses.yaml for the ids", "kijk in clauses.yaml hoe ze heten"),
)
