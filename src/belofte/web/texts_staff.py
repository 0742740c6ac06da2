"""The words of our own people in the office: the list, who can read what, what is hidden, and who looked."""

from __future__ import annotations

from collections.abc import Mapping

STAFF_WORDS: Mapping[str, tuple[str, str]] = {
    "office.nav.staff": ("Medewerkers", "Staff"),
    "staff.title": ("Wie van ons gegevens ziet", "Who of us sees data"),
    "staff.intro": (
        "De lijst van medewerkers en ingehuurde mensen, met rol, dagen en handtekening. Wie kan lezen zonder erop te "
        "staan, buiten de rol, vóór de handtekening of na de laatste dag, wordt hieronder genoemd.",
        "The list of staff and contractors, with role, days and signature. Whoever can read without being on it, "
        "outside the role, before the signature or after the last day, is named below.",
    ),
    "staff.none": (
        "De lijst is nog leeg. Vul haar met: belofte staff import BESTAND --by NAAM.",
        "The list is still empty. Fill it with: belofte staff import FILE --by NAME.",
    ),
    "staff.name": ("Naam", "Name"),
    "staff.role": ("Rol", "Role"),
    "staff.days": ("Dagen", "Days"),
    "staff.signed": ("Geheimhouding", "Secrecy"),
    "staff.signed.on": ("getekend op {day}", "signed on {day}"),
    "staff.signed.not": ("niet getekend", "not signed"),
    "staff.until.now": ("nu", "now"),
    "staff.walls": ("Wat verborgen is na vertrek of beperking", "What is hidden after leaving or restriction"),
    "staff.wall.none": (
        "In geen enkel systeem worden rijen verborgen: zie hides: in de gegevenskaart.",
        "No system hides rows: see hides: in its map.",
    ),
    "staff.wall.stands": (
        "De regel staat; {count} rijen zijn gemerkt.",
        "The rule stands; {count} rows are marked.",
    ),
    "staff.wall.open": ("Zonder regel: {tables}.", "Without the rule: {tables}."),
    "staff.wall.down": (
        "De regel staat niet. Zie belofte staff enforce {system}.",
        "The rule does not stand. See belofte staff enforce {system}.",
    ),
    "staff.away": ("Kon niet kijken: {why}", "Could not look: {why}"),
    "staff.access": ("Wie kan lezen", "Who can read"),
    "staff.access.ask": (
        "Vraagt elk systeem wie er kan lezen; dat kan even duren.",
        "Asks every system who can read there; that may take a while.",
    ),
    "staff.access.do": ("Vraag alle systemen", "Ask all systems"),
    "staff.system": ("Systeem", "System"),
    "staff.accounts": ("Accounts die kunnen lezen", "Accounts that can read"),
    "staff.wrong": ("Wat niet klopt", "What is wrong"),
    "staff.fine": ("alles klopt met de lijst", "all as the list says"),
    "staff.untold": ("Niet te zien: {what}", "Not told: {what}"),
    "staff.wrong.nobody-on-the-list": ("van niemand op de lijst", "nobody's on the list"),
    "staff.wrong.before-the-start": ("vóór de eerste dag", "before the first day"),
    "staff.wrong.after-the-end": ("na de laatste dag", "after the last day"),
    "staff.wrong.before-the-signature": ("zonder handtekening voor geheimhouding", "without a signature for secrecy"),
    "staff.wrong.outside-the-role": ("buiten de rol", "outside the role"),
    "staff.wrong.guest": ("van een andere organisatie", "another organisation's"),
    "staff.wrong.open-to-anyone": ("open voor iedereen met het adres", "open to whoever has the address"),
    "staff.late": ("Wie las toen het niet meer mocht", "Who read when they no longer should"),
    "staff.late.since": (
        "Uit de logboeken van de systemen zelf, sinds {day}. Namen staan er niet bij.",
        "From the systems' own logs, since {day}. Without names.",
    ),
    "staff.late.reads": ("Gelezen", "Reads"),
    "staff.late.none": ("geen enkele keer", "not once"),
    "staff.late.after-the-last-day": (
        "{day}: {count} keer door {role}, na de eigen laatste dag",
        "{day}: {count} times by {role}, after their own last day",
    ),
    "staff.late.after-they-left": (
        "{day}: {count} keer door {role}, van iemand die vertrokken of beperkt was",
        "{day}: {count} times by {role}, of somebody who had left or was restricted",
    ),
    "staff.looks": ("Wie keek, en waarvoor", "Who looked, and what for"),
    "staff.looks.none": ("Nog niemand bekeek iets.", "Nobody looked at anything yet."),
    "staff.looks.at": ("Moment", "Moment"),
    "staff.looks.purpose": ("Waarvoor", "What for"),
    "staff.looks.reason": ("Wat", "What"),
    "staff.looks.cli": ("de opdrachtregel", "the command line"),
    "staff.looks.gone": ("een account dat weg is", "an account that is gone"),
    "staff.look.free-text": ("vrije tekst gelezen", "free text read"),
    "staff.look.request": ("het verzoek gelezen", "the request read"),
    "staff.look.letter": ("een brief gelezen", "a letter read"),
    "staff.look.changes": ("een verbetering vergeleken", "a correction compared"),
    "staff.look.print": ("een brief afgedrukt", "a letter printed"),
    "staff.look.dossier": ("een dossier gemaakt", "a dossier made"),
    "staff.look.whose": ("gekeken van wie gegevens zijn", "looked whose records are"),
    "staff.look.mail": ("een bericht gelezen", "a message read"),
    "staff.look.find": ("gezocht", "searched"),
    "event.looks.named": ("het antwoord noemt wie keek", "the answer names who looked"),
    "event.member.changed": ("lijst van medewerkers gewijzigd", "list of staff changed"),
    "event.wall.built": ("wat iemand achterliet is verborgen", "what somebody left is hidden"),
    "event.wall.taken-down": ("het verbergen is teruggenomen", "the hiding was taken back"),
    "event.wall.hidden": ("van iemand die eerder vertrok is verborgen", "hidden of somebody who left earlier"),
    "event.wall.tried": ("als medewerker geprobeerd", "tried as staff"),
    "staff.for.searching": ("zoeken buiten een verzoek om", "a search outside any request"),
}
