"""The words of the pages on which the office runs itself: accounts, tokens, webhooks, the register, taking over."""

from __future__ import annotations

from collections.abc import Mapping

BOOKS: Mapping[str, tuple[str, str]] = {
    "office.nav.manage": ("Beheer", "Manage"),
    "manage.do": ("Wijzig", "Change"),
    "manage.none": ("Er staat nog niets in.", "There is nothing here yet."),
    "manage.once": (
        "Dit geheim ziet u alleen nu. Bewaar het waar het hoort; wij kunnen het niet nog eens tonen.",
        "You see this secret only now. Keep it where it belongs; we cannot show it again.",
    ),
    "manage.once.link": (
        "Geef deze link aan de persoon zelf en aan niemand anders. Hij werkt één keer, drie dagen lang.",
        "Give this link to the person and to nobody else. It works once, for three days.",
    ),
    "manage.accounts": ("Accounts", "Accounts"),
    "manage.accounts.text": (
        "Wie in het kantoor mag komen, en wat diegene er mag.",
        "Who may come into the office, and what they may do there.",
    ),
    "accounts.name": ("Naam", "Name"),
    "accounts.role": ("Rol", "Role"),
    "accounts.means": ("Meldt zich aan met", "Signs in with"),
    "accounts.state": ("Stand", "State"),
    "accounts.open": ("open", "open"),
    "accounts.closed": ("gesloten", "closed"),
    "means.none": ("nog niets: wacht op de link", "nothing yet: waits for the link"),
    "means.passkey": ("passkey", "passkey"),
    "means.password": ("wachtwoord en code", "password and code"),
    "means.provider": ("account van het bedrijf", "company account"),
    "means.sandbox": ("knop van de proef", "button of the sandbox"),
    "manage.tokens": ("Tokens", "Tokens"),
    "manage.tokens.text": (
        "Programma’s die verzoeken doorgeven, meelezen of in iemands naam besluiten.",
        "Programs that pass on requests, read along, or decide in somebody’s name.",
    ),
    "tokens.name": ("Waarvoor", "What for"),
    "tokens.scopes": ("Mag", "May"),
    "tokens.by": ("In naam van", "In the name of"),
    "tokens.until": ("Werkt tot", "Works until"),
    "tokens.used": ("Laatst gebruikt", "Last used"),
    "tokens.state": ("Stand", "State"),
    "tokens.unused": ("nog niet", "not yet"),
    "tokens.live": ("werkt", "works"),
    "tokens.over": ("werkt niet meer", "works no longer"),
    "manage.webhooks": ("Webhooks", "Webhooks"),
    "manage.webhooks.text": (
        "Programma’s buiten die horen wat er gebeurt, ondertekend en zonder persoonsgegevens.",
        "Programs outside that hear what happens, signed and without personal data.",
    ),
    "webhooks.name": ("Naam", "Name"),
    "webhooks.url": ("Adres", "Address"),
    "webhooks.events": ("Gebeurtenissen", "Events"),
    "webhooks.all": ("alle", "all"),
    "webhooks.waiting": ("Wacht", "Waiting"),
    "webhooks.given_up": ("Niet aangenomen", "Not taken"),
    "webhooks.state": ("Stand", "State"),
    "webhooks.live": ("werkt", "works"),
    "webhooks.ended": ("beëindigd", "ended"),
    "manage.handled": ("Afgehandeld", "Handled"),
    "manage.handled.text": (
        "Het register van afgehandelde verzoeken. Een rij over wissen leidt naar niemand terug.",
        "The register of handled requests. A row of an erasure leads back to nobody.",
    ),
    "handled.month": ("Maand", "Month"),
    "handled.outcome": ("Uitkomst", "Outcome"),
    "handled.kept": ("gehaald", "kept"),
    "handled.broken": ("niet gehaald", "not kept"),
    "handled.none": ("geen termijn", "no term"),
    "handled.records": ("Gegevens", "Records"),
    "handled.stayed": ("Bewaard", "Kept"),
    "outcome.answered": ("beantwoord", "answered"),
    "outcome.partly": ("deels", "in part"),
    "outcome.refused": ("afgewezen", "refused"),
    "outcome.rejected": ("bezwaar afgewezen", "objection rejected"),
    "outcome.stopped": ("gestopt", "stopped"),
    "outcome.nothing-found": ("niets gevonden", "nothing found"),
    "outcome.upheld": ("bezwaar gegrond", "objection upheld"),
    "outcome.withdrawn-everywhere": ("overal gestopt", "stopped everywhere"),
    "outcome.nothing-used": ("werd niet gebruikt", "was not used"),
    "outcome.by-hand-open": ("handwerk bleef open", "work by hand stayed open"),
    "outcome.withdrawn": ("ingetrokken", "taken back"),
    "outcome.unidentified": ("niet bekend wie", "not known who"),
    "outcome.joined": ("samengevoegd", "joined"),
    "manage.restored": ("Teruggezet", "Restored"),
    "manage.restored.text": (
        "Is een systeem teruggezet uit een back-up? Dan staat er weer in wat gewist, verbeterd of beperkt was. Hier "
        "ziet u hoeveel, en laat u het opnieuw doen. Wat iemand daarna zelf opnieuw gaf, blijft. Elke dag wordt ook "
        "vanzelf gekeken of er iets terug is dat gewist was; wat dan gevonden wordt, staat hier en wacht op u. Of een "
        "verbetering of een beperking verloren ging, wordt pas gezien als u hieronder laat kijken.",
        "Was a system put back from a backup? Then what was erased, corrected or restricted is there as before. Here "
        "you see how much, and have it done once more. What somebody gave anew since then stays. Every day a look is "
        "taken by itself too, for what was erased and is there again; what it finds stands here and waits for you. "
        "Whether a correction or a restriction was lost is seen only when you have a look taken below.",
    ),
    "restored.system": ("Systeem", "System"),
    "restored.since": ("Back-up van", "Backup of"),
    "restored.whole": ("alles wat onthouden wordt", "all that is remembered"),
    "restored.made": ("Gekeken", "Looked"),
    "restored.again": ("Opnieuw te doen", "To be done again"),
    "restored.asked": ("Door u te bekijken", "For you to look at"),
    "restored.state": ("Stand", "State"),
    "restored.waits": ("wacht op akkoord", "waits for approval"),
    "restored.noticed": ("vanzelf gevonden, wacht op akkoord", "found by itself, waits for approval"),
    "restored.approved": ("akkoord, wordt gedaan", "approved, being done"),
    "restored.ended": ("gedaan", "done"),
    "manage.take-over": ("Overnemen", "Take over"),
    "manage.take-over.text": (
        "Neem over wat u elders bijhield, uit een CSV of een rekenblad (.xlsx). Eerst wordt elke rij bekeken; daarna "
        "bevestigt u. Er gaat niets half in: is één rij fout, dan verandert er niets.",
        "Take over what you kept elsewhere, from a CSV or a spreadsheet (.xlsx). First every row is looked at; then "
        "you confirm. Nothing goes in by halves: if one row is wrong, nothing changes.",
    ),
    "take.kind": ("Wat staat erin?", "What does it hold?"),
    "take.file": ("Het bestand: .csv of .xlsx", "The file: .csv or .xlsx"),
    "take.table": ("Of plak hier de tabel als CSV", "Or paste the table here as CSV"),
    "take.templates": ("Lege tabellen om in te vullen", "Empty tables to fill in"),
    "take.error.nothing": ("Kies een bestand, of plak de tabel.", "Choose a file, or paste the table."),
    "take.error.large": (
        "Het bestand is groter dan {most} MB: deel het op, of gebruik belofte import.",
        "The file is larger than {most} MB: divide it, or use belofte import.",
    ),
    "take.faults": (
        "Er is niets overgenomen. Fouten: {count}. Herstel ze en bied het bestand opnieuw aan.",
        "Nothing was taken over. Faults: {count}. Mend them and give the file again.",
    ),
    "take.faults.caption": ("Wat er niet klopt, per rij", "What is not right, by row"),
    "take.row": ("Rij", "Row"),
    "take.column": ("Kolom", "Column"),
    "take.what": ("Wat er niet klopt", "What is not right"),
    "take.remedy": ("Wat te doen", "What to do"),
    "take.looked": ("Bekeken", "Looked at"),
    "take.would": (
        "Alle rijen kloppen ({kind}, {rows}): {taken} zouden worden overgenomen, {known} waren er al. Er is nog niets "
        "veranderd.",
        "All rows are right ({kind}, {rows}): {taken} would be taken over, {known} were there already. Nothing was "
        "changed yet.",
    ),
    "take.nothing-new": ("Alle {rows} rijen waren er al.", "All {rows} rows were there already."),
    "take.again": (
        "Dit bestand is al eens overgenomen; er is niets veranderd.",
        "This file was taken over before; nothing was changed.",
    ),
    "take.facts": (
        "Dit zijn feiten: zet ze in policy.yaml onder de ontvangers, bekijk ze met belofte lint en publiceer ze. Er is "
        "niets geschreven.",
        "These are facts: put them into policy.yaml under the recipients, look at them with belofte lint, and publish "
        "them. Nothing was written.",
    ),
    "take.confirm": ("Neem {count} rijen over", "Take {count} rows over"),
    "take.done": ("Overgenomen: {taken} rijen; {known} waren er al.", "Taken over: {taken} rows; {known} were there."),
    "take.references": ("De verzoeken staan nu in de rij:", "The requests are in the queue now:"),
}

ACTS: Mapping[str, tuple[str, str]] = {
    "act.account-add": ("Maak een account", "Make an account"),
    "act.account-add.name": ("Naam", "Name"),
    "act.account-add.role": ("Rol", "Role"),
    "act.account-role": ("Geef deze rol", "Give this role"),
    "act.account-role.role": ("Andere rol", "Another role"),
    "act.account-reset": ("Begin opnieuw met een nieuwe link", "Start again with a new link"),
    "act.account-reset.text": (
        "Vergeet waarmee deze persoon zich aanmeldt en eindigt elke sessie.",
        "Forgets what this person signs in with, and ends every session.",
    ),
    "act.account-close": ("Sluit dit account", "Close this account"),
    "act.account-close.text": (
        "Sessies en links eindigen meteen. Wat diegene besloot, houdt die naam.",
        "Sessions and links end at once. What they decided keeps their name.",
    ),
    "told.account-add": ("Het account is gemaakt.", "The account is made."),
    "told.account-role": ("De nieuwe rol geldt vanaf de volgende pagina.", "The new role counts from the next page."),
    "told.account-reset": ("Het account begint opnieuw.", "The account starts again."),
    "told.account-close": ("Het account is gesloten.", "The account is closed."),
    "act.restored-look": ("Kijk wat een back-up terugbracht", "Look what a backup brought back"),
    "act.restored-look.text": (
        "Er verandert nog niets. De naam van het systeem is die van zijn kaart, zoals crm.",
        "Nothing changes yet. The name of the system is that of its map, such as crm.",
    ),
    "act.restored-look.system": ("Systeem", "System"),
    "act.restored-look.since": ("Dag van de back-up", "Day of the backup"),
    "act.restored-look.since.hint": (
        "Leeg: alles waarvan het geheimhoudboek nog weet.",
        "Empty: everything the ledger still knows of.",
    ),
    "act.restored-approve": ("Doe het opnieuw", "Do it once more"),
    "act.restored-approve.text": (
        "Wist, verbetert en beperkt opnieuw wat op deze lijst staat. Wissen kan niet ongedaan worden gemaakt.",
        "Erases, corrects and restricts once more what is on this list. Erasing cannot be undone.",
    ),
    "told.restored-look": (
        "Gekeken: {count} gegevens zijn opnieuw te doen. Bij 0 is er niets te doen.",
        "Looked: {count} records are to be done again. With 0 there is nothing to do.",
    ),
    "told.restored-approve": (
        "Akkoord genoteerd; {count} gegevens worden nu opnieuw gedaan en teruggelezen.",
        "Approval noted; {count} records are now done once more and read back.",
    ),
    "act.token-make": ("Maak een token", "Make a token"),
    "act.token-make.name": ("Waarvoor is het?", "What is it for?"),
    "act.token-make.scope": ("Wat mag het?", "What may it do?"),
    "act.token-make.scope.hint": (
        "Een token dat besluit, besluit in uw naam.",
        "A token that decides does so in your name.",
    ),
    "act.token-make.until": ("Laatste dag", "Last day"),
    "act.token-revoke": ("Trek dit token in", "Take this token back"),
    "told.token-make": ("Het token is gemaakt.", "The token is made."),
    "told.token-revoke": ("Het token opent niets meer.", "The token opens nothing any more."),
    "act.webhook-add": ("Voeg een webhook toe", "Add a webhook"),
    "act.webhook-add.name": ("Naam", "Name"),
    "act.webhook-add.url": ("Adres (https)", "Address (https)"),
    "act.webhook-add.events": ("Welke gebeurtenissen", "Which events"),
    "act.webhook-add.events.hint": ("Leeg betekent: alle. Namen staan in de handleiding.", "Empty means: all of them."),
    "act.webhook-try": ("Stuur een proefbericht", "Send a test message"),
    "act.webhook-replay": ("Stuur opnieuw wat niet is aangenomen", "Send again what was not taken"),
    "act.webhook-end": ("Beëindig deze webhook", "End this webhook"),
    "told.webhook-add": ("De webhook is toegevoegd.", "The webhook is added."),
    "told.webhook-try": ("Het proefbericht is aangenomen.", "The test message was taken."),
    "told.webhook-try.failed": (
        "Het proefbericht is niet aangenomen. Kijk of het adres klopt en of de andere kant luistert.",
        "The test message was not taken. See whether the address is right and the other side listens.",
    ),
    "told.webhook-replay": ("Opnieuw verstuurd: {count}.", "Sent again: {count}."),
    "told.webhook-end": ("Er gaat niets meer naartoe.", "Nothing goes there any more."),
    "act.look-table": ("Bekijk een tabel", "Look at a table"),
}

OPTIONS: Mapping[str, tuple[str, str]] = {
    "option.role-privacy-officer": ("functionaris voor de privacy: alles", "privacy officer: everything"),
    "option.role-staff": ("medewerker: behandelt en keurt goed", "staff: handles and approves"),
    "option.role-auditor": ("controleur: kijkt alleen", "auditor: looks only"),
    "option.receive": ("verzoeken aanmelden en volgen", "register requests and follow them"),
    "option.assert-identity": ("instaan voor wie is ingelogd", "vouch for who is signed in"),
    "option.read": ("meelezen, zonder persoonsgegevens", "read along, without personal data"),
    "option.decide": ("besluiten", "decide"),
    "option.use": ("vragen of het mag, en gebruik vastleggen", "ask whether we may, and log uses"),
    "option.calendar": ("agenda", "calendar"),
    "option.table-requests": ("open verzoeken", "open requests"),
    "option.table-register": ("het oude register", "the old register"),
    "option.table-staff": ("accounts van het kantoor", "accounts of the office"),
    "option.table-members": ("medewerkers", "staff"),
    "option.table-consents": ("toestemmingen", "consents"),
    "option.table-recipients": ("ontvangers (feiten)", "recipients (facts)"),
    "option.table-documents": ("documenten (feiten)", "documents (facts)"),
}

MANAGE: Mapping[str, tuple[str, str]] = {**BOOKS, **ACTS, **OPTIONS}
