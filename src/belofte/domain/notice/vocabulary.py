"""The folder's short words in plain Dutch and English.

A word that is not listed is shown as it is written, with spaces for hyphens: better a plain word in one language than
a silent gap. The examples use listed words only (a test looks).
"""

from __future__ import annotations

from collections.abc import Mapping

from belofte.domain.notice.phrases import OTHERS
from belofte.domain.notice.wording import Both

CATEGORIES: Mapping[str, Both] = {
    "diary": Both("agenda", "diary"),
    "profile": Both("klantprofiel", "customer profile"),
    "order": Both("bestellingen en wat daarbij hoort", "orders and what belongs to them"),
    "invoice": Both("facturen", "invoices"),
    "subscription": Both("aanmelding voor nieuws", "subscription to news"),
    "visit": Both("websitebezoek", "website visits"),
    "parcel": Both("adresgegevens voor bezorging", "delivery details"),
    "contact": Both("vragen en berichten", "questions and messages"),
    "payment": Both("betalingen", "payments"),
    "account": Both("account", "account"),
    "file": Both("dossier", "file"),
    "record": Both("dossier", "record"),
    "appointment": Both("afspraken", "appointments"),
    "request": Both("verzoeken over uw gegevens", "requests about your data"),
    "consent": Both("gegeven toestemmingen", "consents you gave"),
    "log": Both("technische logboeken", "technical logs"),
    "review": Both("beoordelingen", "reviews"),
}

PURPOSES: Mapping[str, Both] = {
    "answering": Both("het beantwoorden van uw vraag", "answering your question"),
    "proof": Both("het bewijs van uw toestemming", "proof of your consent"),
    "requests": Both("het behandelen van uw verzoeken", "handling your requests"),
    "service": Both("onze dienstverlening aan u", "our service to you"),
    "improving": Both("het verbeteren van onze dienstverlening", "improving our service"),
    "invoicing": Both("het sturen en bewaren van facturen", "sending and keeping invoices"),
    "delivery": Both("het bezorgen van uw pakket", "delivering your parcel"),
    "newsletter": Both("onze nieuwsbrief per e-mail", "our newsletter by e-mail"),
    "post": Both("brief- en pakketpost", "letters and parcels by post"),
    "payment": Both("het afhandelen van uw betaling", "handling your payment"),
    "security": Both("de beveiliging van onze systemen", "keeping our systems safe"),
    "statistics": Both("statistiek over onze website", "statistics about our website"),
    "rights": Both("het behandelen van uw verzoeken", "handling your requests"),
    "contact": Both("het beantwoorden van uw vraag", "answering your question"),
    "treatment": Both("uw behandeling", "your treatment"),
    "care": Both("de zorg voor u", "your care"),
    "appointments": Both("het maken van afspraken", "making appointments"),
    "selling": Both("de verkoop aan u", "selling to you"),
    "orders": Both("uw bestelling", "your order"),
    "account": Both("uw account", "your account"),
    "reviews": Both("beoordelingen op onze website", "reviews on our website"),
}

DOES: Mapping[str, Both] = {
    "video-calls": Both("beeldbellen", "video calls"),
    "investigation": Both("onderzoek door de overheid", "investigation by authorities"),
    "helpdesk": Both("klantenservice", "help desk"),
    "patient-records": Both("patiëntendossiers", "patient records"),
    "physiotherapy": Both("fysiotherapie", "physiotherapy"),
    "technical-infrastructure": Both("technische infrastructuur", "technical infrastructure"),
    "social-media": Both("sociale media", "social media"),
    "web-hosting": Both("webhosting", "web hosting"),
    "email": Both("e-mail", "e-mail"),
    "business-email": Both("zakelijke e-mail", "business e-mail"),
    "bookkeeping": Both("boekhouding", "bookkeeping"),
    "administration": Both("administratie", "administration"),
    "newsletter": Both("nieuwsbrieven", "newsletters"),
    "statistics": Both("statistiek over websitebezoek", "statistics about website visits"),
    "delivery": Both("bezorging", "delivery"),
    "internet": Both("internetverbinding", "internet line"),
    "internet-line": Both("internetverbinding", "internet line"),
    "infrastructure": Both("infrastructuur", "infrastructure"),
    "support": Both("ondersteuning", "support"),
    "technical-support": Both("technische ondersteuning", "technical support"),
    "managed-services": Both("beheer van systemen", "managed services"),
    "network": Both("netwerken", "networks"),
    "voip": Both("internettelefonie", "internet telephony"),
    "voip-telephony": Both("internettelefonie", "internet telephony"),
    "telephony": Both("telefonie", "telephony"),
    "office-automation": Both("kantoorautomatisering", "office automation"),
    "web-shop": Both("een webwinkel", "a web shop"),
    "payment": Both("betalingen", "payments"),
    "payments": Both("betalingen", "payments"),
    "storage": Both("opslag", "storage"),
    "backup": Both("reservekopieën", "backups"),
    "licences": Both("licenties", "licences"),
    "domain-names": Both("domeinnamen", "domain names"),
    "accounting": Both("accountantscontrole", "audit of our accounts"),
    "banking": Both("bankzaken", "banking"),
    "legal-duty": Both("wat de wet van ons vraagt", "what the law asks of us"),
    "care": Both("zorg", "care"),
    "health-care": Both("zorg", "health care"),
    "treatment": Both("behandeling", "treatment"),
    "laboratory": Both("laboratoriumonderzoek", "laboratory tests"),
    "insurance": Both("verzekering", "insurance"),
    "records": Both("dossiers", "records"),
    "appointments": Both("afspraken", "appointments"),
    "open-source": Both("open source", "open source"),
}

ROLES: Mapping[str, Both] = {
    "shop-staff": Both("ons winkelpersoneel", "our shop staff"),
    "therapists": Both("onze therapeuten", "our therapists"),
    "front-desk": Both("onze balie", "our front desk"),
    "record-keeper": Both("onze dossierbeheerder", "our record keeper"),
    "technical-staff": Both("ons technisch personeel", "our technical staff"),
    "administration": Both("onze administratie", "our administration"),
    "bookkeeper": Both("onze boekhouder", "our bookkeeper"),
    "custodian": Both("de bewaarder van het archief", "the keeper of the archive"),
    "customer-service": Both("onze klantenservice", "our customer service"),
    "care-staff": Both("onze zorgverleners", "our care staff"),
    "practitioner": Both("uw behandelaar", "your practitioner"),
    "practitioners": Both("onze behandelaars", "our practitioners"),
    "privacy-office": Both("onze privacymedewerker", "our privacy office"),
    "warehouse": Both("ons magazijn", "our warehouse"),
    "reception": Both("onze balie", "our reception"),
    "privacy-contact": Both("onze contactpersoon voor privacy", "our privacy contact"),
}

AFTER: Mapping[str, Both] = {
    "last-order": Both("na uw laatste bestelling", "after your last order"),
    "last-treatment": Both("na de laatste behandeling", "after the last treatment"),
    "appointment-day": Both("na de dag van de afspraak", "after the day of the appointment"),
    "left": Both("nadat u bij ons weg bent", "after you have left us"),
    "collected": Both("na het vastleggen", "after recording"),
    "delivered": Both("na de bezorging", "after delivery"),
    "closed": Both("na de afhandeling", "after the matter was closed"),
    "answered": Both("na ons antwoord", "after our answer"),
    "received": Both("na ontvangst", "after receipt"),
    "ordered": Both("na de bestelling", "after the order"),
    "paid": Both("na de betaling", "after payment"),
    "consent-withdrawn": Both("nadat u uw toestemming introk", "after you withdrew your consent"),
    "withdrawn": Both("nadat u uw toestemming introk", "after you withdrew your consent"),
    "treatment-ended": Both("na het einde van de behandeling", "after the end of the treatment"),
    "last-treated": Both("na de laatste behandeling", "after the last treatment"),
    "last-change": Both("na de laatste wijziging", "after the last change"),
    "last-visit": Both("na uw laatste bezoek", "after your last visit"),
    "book-year-of-settlement": Both(
        "na het boekjaar waarin de factuur is afgehandeld", "after the financial year in which the invoice was settled"
    ),
    "year-of-supply": Both("na het jaar van de levering", "after the year of the supply"),
    "year-of-first-use": Both(
        "na het jaar waarin de zaak in gebruik is genomen", "after the year in which the property was first used"
    ),
    "consent-given": Both("nadat u toestemming gaf", "after you gave your consent"),
    "book-year-of-payment": Both("na het boekjaar waarin is betaald", "after the financial year in which it was paid"),
}

TAGS: Mapping[str, Both] = {
    "real-estate": Both("onroerende zaken", "immovable property"),
    "oss": Both("verkoop op afstand binnen de Europese Unie", "distance sales within the European Union"),
}

UNTIL: Mapping[str, Both] = {
    "left": Both("tot u ons laat weten dat u bij ons weggaat", "until you tell us that you are leaving"),
    "consent-withdrawn": Both("tot u uw toestemming intrekt", "until you withdraw your consent"),
    "withdrawn": Both("tot u uw toestemming intrekt", "until you withdraw your consent"),
    "answered": Both("tot wij u hebben geantwoord", "until we have answered you"),
    "identified": Both("tot vaststaat wie u bent", "until it is clear who you are"),
    "closed": Both("tot de zaak is afgehandeld", "until the matter is closed"),
    "objected": Both("tot u bezwaar maakt", "until you object"),
}

BRANDS: Mapping[str, Both] = {
    name: Both(brand, brand)
    for name, brand in (
        ("transip", "TransIP"),
        ("aws", "Amazon AWS"),
        ("kpn", "KPN"),
        ("exact", "Exact"),
        ("mailchimp", "MailChimp"),
        ("microsoft", "Microsoft"),
        ("office365", "Office 365"),
        ("google", "Google"),
        ("google-analytics", "Google Analytics"),
        ("postnl", "PostNL"),
        ("dhl", "DHL"),
        ("mollie", "Mollie"),
        ("plausible", "Plausible"),
        ("red-hat", "Red Hat"),
    )
}


def phrase(text: str) -> Both:
    """Free words of the folder: those of the list in both languages, all others as written."""
    return OTHERS.get(text, Both(text, text))


def word(name: str, *tables: Mapping[str, Both]) -> Both:
    """The plain words for ``name`` from the first table that has it; else the name with spaces."""
    for table in (*tables, OTHERS, BRANDS):
        if name in table:
            return table[name]
    return Both(name.replace("-", " "), name.replace("-", " "))
