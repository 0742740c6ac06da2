"""Letters to others: recipients (Art. 19), customers whose processor we are (Art. 28); and about breaches (33, 34)."""

from __future__ import annotations

from collections.abc import Mapping

from belofte.domain.policy import Text
from belofte.mail.bilingual import both

OTHERS = {
    "recipient-subject": both("Pas gegevens aan die u van ons kreeg", "Change data that you received from us"),
    "recipient": both(
        "Wij gaven u eerder persoonsgegevens. Bij ons is daar iets in veranderd: {action}. Op grond van artikel 19 AVG "
        "vragen wij u hetzelfde te doen.",
        "We gave you personal data before. Something changed in it with us: {action}. Under Article 19 GDPR we ask you "
        "to do the same.",
    ),
    "recipient-no-action": both(
        "Wij gaven u eerder persoonsgegevens. Bij ons is daar iets in veranderd. Op grond van artikel 19 AVG vragen "
        "wij u "
        "hetzelfde te doen.",
        "We gave you personal data before. Something changed in it with us. Under Article 19 GDPR we ask you to do the "
        "same.",
    ),
    "recipient-answer": both(
        "Laat ons weten of het gelukt is, of waarom het niet kan.",
        "Please tell us whether it was done, or why it cannot be.",
    ),
    "recipient-page": both("Naar de pagina om te antwoorden", "To the page to answer"),
    "recipient-to": both("Dit bericht is voor: {recipient}.", "This message is for: {recipient}."),
    "recipient-reminder-subject": both("Wij wachten nog op uw antwoord", "We are still waiting for your answer"),
    "recipient-reminder": both(
        "Wij vroegen u om persoonsgegevens aan te passen die u van ons kreeg: {action}. Wij kregen nog geen antwoord.",
        "We asked you to change personal data that you received from us: {action}. We have had no answer yet.",
    ),
    "recipient-reminder-no-action": both(
        "Wij vroegen u om persoonsgegevens aan te passen die u van ons kreeg. Wij kregen nog geen antwoord.",
        "We asked you to change personal data that you received from us. We have had no answer yet.",
    ),
    "recipient-reminder-on": both("Ons eerste bericht was van {on}.", "Our first message was of {on}."),
    "customer-subject": both("Een verzoek over gegevens van uw bedrijf", "A request about your company's data"),
    "customer": both(
        "Op {received_on} kregen wij een verzoek {right}. Het gaat over gegevens die wij voor u verwerken. U beslist "
        "erover "
        "en u antwoordt.",
        "On {received_on} we received a request {right}. It is about data that we process for you. You decide about it "
        "and you answer.",
    ),
    "customer-clock": both(
        "Reken de wettelijke termijn voor de zekerheid vanaf {received_on}. Wij helpen u met zoeken, kopiëren en "
        "wissen "
        "zodra u het vraagt.",
        "To be safe, count the legal term from {received_on}. We help you search, copy and erase as soon as you ask.",
    ),
    "customer-told": both(
        "De vrager weet dat wij dit aan u doorgaven.", "The person who asked knows that we passed it on to you."
    ),
    "customer-page": both("Naar het verzoek", "To the request"),
    # Art. 28(3)(e)
    "processor-subject": both("Zoek gegevens op van iemand", "Search for somebody's data"),
    "processor": both(
        "Wij kregen een verzoek {right}. U verwerkt voor ons persoonsgegevens. Wilt u ons daarbij helpen en zoeken "
        "naar alles wat u van deze persoon hebt?",
        "We received a request {right}. You process personal data for us. Please help us with it and search for "
        "everything you hold about this person.",
    ),
    "processor-answer": both(
        "Stuur ons wat u vindt, of laat weten dat er niets is. Antwoord de persoon niet zelf: dat doen wij.",
        "Send us what you find, or tell us that there is nothing. Do not answer the person yourselves: we do that.",
    ),
    "breach-subject-subject": both("Er is iets misgegaan met uw gegevens", "Something went wrong with your data"),
    "breach-subject": both(
        "Er is iets misgegaan met gegevens van u. Dat spijt ons. Wij vertellen u wat er is gebeurd en wat u kunt doen.",
        "Something went wrong with data about you. We are sorry. We tell you what happened and what you can do.",
    ),
    "breach-on": both("Wij ontdekten het op {on}.", "We found out on {on}."),
    "breach-consequences": both(
        "Wat dit voor u kan betekenen: {consequences}.", "What this can mean for you: {consequences}."
    ),
    "disclosed-subject": both("Wij gaven gegevens over u aan de overheid", "We gave data about you to an authority"),
    "disclosed": both(
        "Op {on} gaven wij gegevens over u aan {recipient}.", "On {on} we gave data about you to {recipient}."
    ),
    "disclosed-what": both("Het gaat om:", "It is about:"),
    "disclosed-why": both(
        "De wet verplichtte ons daartoe: {ground}. Wij gaven niet meer dan wat gevorderd werd.",
        "The law obliged us to: {ground}. We gave no more than what was demanded.",
    ),
    "breach-measures": both("Wat wij hebben gedaan: {measures}.", "What we have done: {measures}."),
    "breach-advice": both("Wat u zelf kunt doen: {advice}.", "What you can do yourself: {advice}."),
    "breach-complaint": both(
        "U kunt een klacht indienen bij {authority}: {authority_url}",
        "You can lodge a complaint with {authority}: {authority_url}",
    ),
    "breach-customer-subject": both("Datalek in gegevens van uw bedrijf", "A breach of your company's data"),
    "breach-customer": both(
        "Er is een inbreuk geweest op persoonsgegevens die wij voor u verwerken. Wij melden dit op grond van artikel "
        "33 "
        "lid 2 AVG. U beoordeelt of het aan de toezichthouder en aan de betrokkenen gemeld moet worden.",
        "There was a breach of personal data that we process for you. We tell you under Article 33(2) GDPR. You judge "
        "whether it must be reported to the authority and to the persons concerned.",
    ),
    "breach-customer-clock": both(
        "Uw eigen meldtermijn begint als dit bericht u bereikt.",
        "Your own term for reporting starts when this message reaches you.",
    ),
    "breach-count": both(
        "Aantal betrokken personen, voor zover bekend: {count}.", "Persons concerned, as far as known: {count}."
    ),
    "breach-customer-consequences": both("Mogelijke gevolgen: {consequences}.", "Likely consequences: {consequences}."),
    "breach-customer-measures": both("Genomen maatregelen: {measures}.", "Measures taken: {measures}."),
}

ACTIONS: Mapping[str, Text] = {
    "corrected": both("gegevens zijn verbeterd", "data was corrected"),
    "erased": both("gegevens zijn gewist", "data was erased"),
    "restricted": both("het gebruik ligt stil", "the use was put on hold"),
    "lifted": both("het gebruik ligt niet langer stil", "the use is no longer on hold"),
}
"""What a recipient is asked to do too (Art. 19)."""
