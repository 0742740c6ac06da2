"""More of the folder's words: what a notice says of itself, and words that stand in several places."""

from __future__ import annotations

from collections.abc import Mapping

from belofte.domain.notice.wording import Both

DESCRIBES: Mapping[str, Both] = {
    "data": Both("welke gegevens wij gebruiken", "which data we use"),
    "purposes": Both("waarvoor wij ze gebruiken", "what we use them for"),
    "recipients": Both("met wie wij ze delen", "whom we share them with"),
    "terms": Both("onder welke voorwaarden", "on which terms"),
    "sharing": Both("hoe wij delen", "how we share"),
    "retention": Both("hoe lang wij ze bewaren", "how long we keep them"),
    "rights": Both("welke rechten u hebt", "which rights you have"),
    "how-to": Both("hoe u die gebruikt", "how you use them"),
    "how": Both("hoe u die gebruikt", "how you use them"),
    "using-rights": Both("hoe u die gebruikt", "how you use them"),
    "security": Both("hoe wij ze beveiligen", "how we protect them"),
    "protection": Both("hoe wij ze beschermen", "how we protect them"),
    "safeguards": Both("hoe wij ze beveiligen", "how we protect them"),
    "places": Both("waar wij ze bewaren", "where we keep them"),
    "access": Both("wie ze kan zien", "who can see them"),
    "who-sees": Both("wie ze kan zien", "who can see them"),
    "storage": Both("hoe wij ze opslaan", "how we store them"),
    "terms-of-sharing": Both("onder welke voorwaarden", "on which terms"),
    "how-to-use-rights": Both("hoe u die gebruikt", "how you use them"),
}

SECTIONS: Mapping[str, Both] = {
    "about": Both("deze verklaring", "this notice"),
    "about-processing": Both("de verwerking", "the processing"),
    "analysis": Both("analyse", "analysis"),
    "authorities": Both("de overheid", "the authorities"),
    "business-email": Both("zakelijke e-mail", "business e-mail"),
    "carriers": Both("pakketdiensten", "carriers"),
    "changes": Both("wijzigingen", "changes"),
    "collected-automatically": Both("wat vanzelf wordt vastgelegd", "what is collected by itself"),
    "contact": Both("contact", "contact"),
    "general-purpose": Both("het algemene doel", "the general purpose"),
    "hosting": Both("webhosting", "hosting"),
    "infrastructure": Both("infrastructuur", "infrastructure"),
    "newsletter": Both("de nieuwsbrief", "the newsletter"),
    "objection-and-other-rights": Both("bezwaar en andere rechten", "objection and other rights"),
    "payment": Both("betalen", "payment"),
    "portability": Both("overdragen aan een ander", "carrying data over"),
    "purpose": Both("doelen", "purposes"),
    "rectification": Both("verbetering", "correction"),
    "resellers": Both("wederverkopers", "resellers"),
    "restriction": Both("beperking", "restriction"),
    "shipping": Both("verzenden", "shipping"),
    "support": Both("ondersteuning", "support"),
    "children": Both("kinderen", "children"),
    "objection": Both("bezwaar", "objection"),
    "erasure": Both("wissen", "erasure"),
    "cookies": Both("cookies", "cookies"),
    "retention": Both("bewaartermijnen", "how long we keep data"),
    "rights": Both("uw rechten", "your rights"),
    "access": Both("inzage", "access"),
    "data": Both("gegevens", "data"),
    "sharing": Both("delen", "sharing"),
    "recipients": Both("ontvangers", "recipients"),
    "security": Both("beveiliging", "security"),
    "complaint": Both("klachten", "complaints"),
    "purposes": Both("doelen", "purposes"),
}

OTHERS: Mapping[str, Both] = {
    "health-inspection": Both("gezondheidszorg", "health care"),
    "tax-office": Both("de Belastingdienst", "the tax authority"),
    "inspectorate": Both("de inspectie", "the inspectorate"),
    "authority": Both("de overheid", "public authorities"),
    "insurer": Both("de zorgverzekeraar", "the health insurer"),
    "doctor": Both("de huisarts", "the doctor"),
    # what else falls under a term
    "exports": Both("uitgevoerde bestanden", "exports"),
    "mailboxes": Both("postbussen", "mailboxes"),
    "labels": Both("verzendlabels", "shipping labels"),
    "aggregates": Both("samengevoegde overzichten", "aggregated reports"),
    "tickets": Both("vragen en antwoorden", "tickets"),
    "backups": Both("reservekopieën", "backups"),
    "order-documents": Both("documenten bij uw opdracht", "documents made for your order"),
    "prospects": Both("mensen die om een aanbod vroegen", "people who asked for an offer"),
    "server-logs": Both("logboeken van de server", "server logs"),
    "logs": Both("logboeken", "logs"),
    "contact-forms": Both("contactformulieren", "contact forms"),
    "consent-records": Both("gegeven toestemmingen", "records of consent"),
    "id-evidence": Both("bewijs van wie u bent", "proof of who you are"),
    "requests": Both("uw verzoeken", "your requests"),
    "shipments": Both("zendingen", "shipments"),
    # authorities
    "tax": Both("belastingen", "tax"),
    "criminal": Both("strafbare feiten", "criminal offences"),
    # what goes on while restricted
    "storage": Both("bewaren", "storage"),
    "legal-claims": Both("juridische geschillen", "legal claims"),
    "others-rights": Both("het beschermen van anderen", "protecting others"),
    "public-interest": Both("een gewichtig algemeen belang", "an important public interest"),
    "backup": Both("reservekopieën", "backups"),
    "own-requests": Both("uw eigen verzoeken", "your own requests"),
    "consent": Both("toestemming", "consent"),
    # who else has a notice of his own
    "staff": Both("onze medewerkers", "our staff"),
    "applicants": Both("sollicitanten", "applicants"),
    "suppliers": Both("leveranciers", "suppliers"),
    "phone": Both("telefoongesprekken", "telephone calls"),
    "on-site-work": Both("werk op locatie", "work on site"),
    # the one thing results serve
    "trend-analysis": Both("het volgen van trends", "following trends"),
    "statistics": Both("statistiek", "statistics"),
    # phrases of scope
    "website": Both("onze website", "our website"),
    "services reached through the website": Both(
        "de diensten die u daarlangs bereikt", "the services reached through it"
    ),
    "telephone and on-site customers": Both(
        "klanten aan de telefoon of op locatie", "customers by telephone or on site"
    ),
}
