"""The words of mail that waits for a person."""

from __future__ import annotations

from collections.abc import Mapping

INBOX: Mapping[str, tuple[str, str]] = {
    "office.nav.inbox": ("Post", "Mail"),
    "inbox.title": ("E-mail die op iemand wacht", "Mail that waits for somebody"),
    "inbox.intro": (
        "Belofte kon niet zelf zeggen wat hiermee moet. De klok loopt vanaf het moment dat het u bereikte.",
        "Belofte could not tell by itself what to do with this. The clock runs from the moment it reached you.",
    ),
    "inbox.none": ("Er wacht geen e-mail op iemand.", "No mail is waiting for anybody."),
    "inbox.mailbox": ("Postvak", "Mailbox"),
    "inbox.why": ("Waarom het wacht", "Why it waits"),
    "inbox.why.thread": ("hoort bij dit verzoek", "belongs to this request"),
    "inbox.why.proof": ("antwoord op de vraag wie iemand is", "an answer to who somebody is"),
    "inbox.why.proof-not-kept": (
        "antwoord op de vraag wie iemand is; er mag niets van bewaard worden: kijk in de postbus",
        "an answer to who somebody is; nothing of it may be kept: look in the mailbox",
    ),
    "inbox.why.unclear": ("niet duidelijk wat er gevraagd wordt", "not clear what is asked"),
    "inbox.why.forwarded": ("doorgestuurd", "forwarded"),
    "inbox.why.colleague": ("van een collega", "from a colleague"),
    "inbox.why.forged": ("afzender is twijfelachtig", "the sender is doubtful"),
    "inbox.why.automatic": ("door een programma geschreven", "written by a program"),
    "inbox.why.no-sender": ("zonder afzender", "without a sender"),
    "inbox.why.other-address": ("een ander adres over een open verzoek", "another address about an open request"),
    "inbox.why.which-service": ("welke dienst wordt opgezegd?", "which service is ended?"),
    "inbox.why.which-purpose": ("om welke doelen gaat het?", "which purposes is it about?"),
    "inbox.why.fault": ("kon niet goed gelezen worden", "could not be read well"),
    "inbox.why.cannot-be-read": ("kon niet gelezen worden", "cannot be read"),
    "inbox.why.too-large": ("te groot: alleen het begin is gelezen", "too large: only its beginning was read"),
    "inbox.why.too-many-headers": ("te veel kopregels", "too many headers"),
    "inbox.why.too-many-parts": ("te veel onderdelen", "too many parts"),
    "inbox.why.not-taken": (
        "kon niet als verzoek worden vastgelegd: kijk naar adres en vraag",
        "could not be registered as a request: look at its address and what it asks",
    ),
    "inbox.seems": ("Lijkt op", "Looks like"),
    "inbox.received": ("Ontvangen", "Received"),
    "inbox.stopped": ("Tegengehouden berichten: {count}.", "Messages that were stopped: {count}."),
    "inbox.read": ("Lees", "Read"),
    "inbox.back": ("Alle post", "All mail"),
    "inbox.from": ("Van", "From"),
    "inbox.attachments": ("Bijlagen", "Attachments"),
    "inbox.attachment.get": ("Haal bijlage {number} op", "Get attachment {number}"),
    "inbox.attachment.not_kept": (
        "niet bewaard: een foto, of een bewijs van wie iemand is; bekijk het in de mailbox",
        "not kept: a picture, or proof of who somebody is; look at it in the mailbox",
    ),
    "inbox.attachment.aside": (
        "apart gezet: een archief of een programma; vraag om een document",
        "set aside: an archive or a program; ask for a document",
    ),
    "inbox.no_subject": ("(geen onderwerp)", "(no subject)"),
    "inbox.kept": ("Vastgelegd: {by} heeft dit gelezen.", "Noted: {by} read this."),
    "told.mail-taken": (
        "Gedaan: dit bericht is nu dit verzoek. De klok loopt vanaf het moment dat het u bereikte.",
        "Done: that message is this request now. Its clock runs from the moment it reached you.",
    ),
    "told.mail-joined": ("Gedaan: het bericht hoort nu bij dit verzoek.", "Done: the message belongs to this request."),
    "told.mail-passed-on": (
        "Gedaan: het gaat naar die klant, en wie schreef hoort waar hij moet zijn.",
        "Done: it goes to that customer, and who wrote is told whom to ask.",
    ),
    "told.registered": ("Gedaan: het verzoek is vastgelegd.", "Done: the request is registered."),
    "pick.purposes": (
        "Bezwaar of intrekken van toestemming: waar gaat het over?",
        "Objection or withdrawal of consent: what is it about?",
    ),
    "pick.purposes.hint": (
        "Kies wat er gevraagd wordt. Alles alleen als de schrijver alles bedoelt.",
        "Choose what is asked. All of it only if the writer means all.",
    ),
    "pick.every": ("Alles waartegen of waarvoor dat kan", "Everything it can be about"),
    "error.purposes": (
        "Kies waar het over gaat, of alles als dat bedoeld is.",
        "Choose what it is about, or everything if that was meant.",
    ),
    "error.purposes.other": (
        "Hierbij hoort dit recht niet: toestemming trekt u alleen in waar die gegeven is; tegen de rest kan bezwaar.",
        "This right does not go with it: consent is withdrawn only where it is given; to the rest one can object.",
    ),
    "told.inbox.dismiss": ("Genoteerd: het vroeg niets.", "Noted: it asked nothing."),
    "told.inbox.mark": (
        "Genoteerd: u wordt eraan herinnerd tot de bijlage weg is.",
        "Noted: you are reminded until the attachment is gone.",
    ),
    "told.inbox.delete": (
        "De bijlage is hier verwijderd. In de mailbox staat het bericht nog: verwijder het daar ook.",
        "The attachment is deleted here. In its mailbox the message is still whole: delete it there too.",
    ),
    "mail.act.mark": ("Een bijlage is een bewijs van identiteit", "An attachment is proof of identity"),
    "mail.act.delete": ("Verwijder een bijlage", "Delete an attachment"),
    "act.mail.number": ("De hoeveelste bijlage, vanaf 1", "Which attachment, from 1"),
    "mail.act.take": ("Dit is een verzoek of een vraag", "This is a request or a question"),
    "mail.act.join": ("Het hoort bij een open verzoek", "It belongs to an open request"),
    "mail.act.pass-on": ("Het gaat over gegevens van een klant", "It is about a customer's data"),
    "mail.act.dismiss": ("Het vraagt niets van ons", "It asks nothing of us"),
    "act.mail.right": ("Wat wordt er gevraagd?", "What is asked?"),
    "act.mail.received": ("Wanneer bereikte het ons, als het eerder was", "When it reached us, if earlier"),
    "act.mail.address": ("Van wie, als het is doorgestuurd", "Whose it is, if it was forwarded"),
    "act.mail.reference": ("Kenmerk", "Reference"),
    "act.mail.whose": ("Naam van die klant", "That customer's name"),
    "act.mail.to": ("E-mailadres van die klant", "That customer's e-mail address"),
}
