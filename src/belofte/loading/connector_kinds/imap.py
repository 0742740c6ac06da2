"""A mailbox."""

from __future__ import annotations

from belofte.domain.system_map import Verb
from belofte.loading.connector_kinds.kind import ConnectorKind
from belofte.loading.shape import Key
from belofte.loading.values import ListOf, Prose, Word

# fmt: off
IMAP = ConnectorKind(
    "imap",
    "A mailbox. A table's `at: {folders: [INBOX, Archive/*]}` says which folders hold it; a message has the columns "
    "from, to, cc, bcc, reply_to, sender, subject, body, date (the sender's), received (the mailbox's), message_id, "
    "size, folder, attachments and, under `files`, original. Who is addressed is found by `found_by: {from: email}`; "
    "where somebody else outside is addressed too, a person decides; `found_by: {body: email}` also shows messages "
    "that only mention somebody. It can find, export, erase, read back, and restrict with "
    "`restrict: {folder: Restricted}`.",
    "Een mailbox. `at: {folders: [INBOX, Archive/*]}` van een tabel zegt in welke mappen hij ligt; een bericht heeft "
    "de kolommen from, to, cc, bcc, reply_to, sender, subject, body, date (van de afzender), received (van de "
    "mailbox), message_id, size, folder, attachments en, onder `files`, original. Wie een bericht stuurt of krijgt, "
    "wordt gevonden met `found_by: {from: email}`; is er nog iemand van buiten bij, dan beslist een mens; "
    "`found_by: {body: email}` toont ook berichten die iemand alleen noemen. Kan zoeken, exporteren, wissen, "
    "teruglezen, en beperken met `restrict: {folder: Beperkt}`.",
    (
        Key("host", Prose(), "The server's name.", "De naam van de server.", "host: imap.transip.email"),
        Key("port", Prose(), "Its port; absent: 993, and 143 without TLS from the start.",
            "De poort; afwezig: 993, en 143 zonder TLS vanaf het begin.", "port: 993"),
        Key("security", Word(("tls", "starttls", "none")),
            "How the connection is kept from being read; none only on this computer.",
            "Hoe meelezen onderweg wordt voorkomen; none alleen op deze computer.", "security: tls"),
        Key("user", Prose(), "The account that signs in.", "Het account dat inlogt.", "user: info@company.example"),
        Key("password", Prose(), "Its password, by reference.", "Het wachtwoord, als verwijzing.",
            "password: env:INFO_MAIL_PASSWORD"),
        Key("token", Prose(), "Instead of a password: an access token (XOAUTH2), by reference.",
            "In plaats van een wachtwoord: een toegangstoken (XOAUTH2), als verwijzing.", "token: file:secrets/token"),
        Key("ours", ListOf(Prose()),
            "Our own domains and addresses beside that of `user`: whoever writes from there is not somebody else.",
            "Eigen domeinen en adressen naast dat van `user`: wie daarvandaan schrijft, is niet iemand anders.",
            "ours: [linprofs.example]"),
        Key("automatic", ListOf(Prose()), "Folders with mail that leaves by itself, such as order confirmations: "
            "setting/unsubscribe-link reads the newest there.", "Mappen met mail die vanzelf uitgaat, zoals "
            "orderbevestigingen: setting/unsubscribe-link leest daar de nieuwste.", "automatic: [Sent/Shop]"),
        Key("proxy", Prose(), "The company's proxy for this system, by reference if it holds a password; absent: "
            "`own_proxy` of belofte.toml.", "De proxy van het bedrijf voor dit systeem, als verwijzing als er een "
            "wachtwoord in staat; afwezig: `own_proxy` van belofte.toml.",
            "proxy: http://proxy.company.example:3128"),
        Key("ca", Prose(), "A file with the company's own certificate authorities, beside those of the machine; "
            "absent: `own_authorities` of belofte.toml.", "Een bestand met eigen certificaatautoriteiten, "
            "naast die van de machine; afwezig: `own_authorities` van belofte.toml.", "ca: company-ca.pem"),
    ),
    needs=("host", "user"),
    verbs=frozenset(
        {Verb.FIND, Verb.EXPORT, Verb.RESTRICT, Verb.LIFT, Verb.ERASE, Verb.PURGE, Verb.READ_BACK, Verb.OBSERVE}
    ),
)
# fmt: on
