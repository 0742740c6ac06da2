"""The kinds of data: their names in Dutch and English, and how two values of a kind are compared.

A *kind* is the smallest thing a policy speaks of (name, e-mail address, invoice lines). Categories are made of kinds,
columns hang on kinds. The list is built in so that every notice uses the same plain word for the same thing.

What a kind says about people (design: identity): a *strong* kind finds records and is carried to all systems, a *weak*
one only shows candidates, *none* identifies nobody by itself. A system's map (``sure``) may use fewer strong kinds
than are listed here, never more. Values are compared after the kind's own normalisation and never guessed at: dots and
plus signs in an e-mail address stay, a telephone number without country gets none unless the caller names one.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import idna

from belofte.domain.identity import Identifier


class Strength(StrEnum):
    """What one value of a kind says about who somebody is."""

    STRONG = "strong"
    WEAK = "weak"
    NONE = "none"


class Special(StrEnum):
    """Data the law treats with more care."""

    ARTICLE_9 = "article-9"  # health, belief, origin, union, sex life, genetics, biometrics
    ARTICLE_10 = "article-10"  # criminal convictions and offences
    NATIONAL_NUMBER = "national-number"  # Art. 87 GDPR; in the Netherlands UAVG art. 46


class Form(StrEnum):
    """How two values are brought to one form before they are compared."""

    AS_WRITTEN = "as-written"  # NFKC and trimmed
    WORDS = "words"  # and case-folded, white space made single
    EMAIL = "email"  # local part in lower case, domain in ASCII (IDNA 2008, UTS 46)
    PHONE = "phone"  # digits, + for a number with its country
    COMPACT = "compact"  # upper case, only letters and digits: IBAN, VAT number
    DIGITS = "digits"  # only digits, zeros kept: national numbers
    IP = "ip"  # the short form of RFC 5952


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of data. ``contact``: somebody can be reached there, so a requester can prove control of it."""

    name: str
    nl: str
    en: str
    strength: Strength = Strength.NONE
    form: Form = Form.AS_WRITTEN
    contact: bool = False
    special: Special | None = None

    def label(self, language: str) -> str:
        """The kind's name in running text; English where a language is not known."""
        return self.nl if language == "nl" else self.en


_S, _W = Strength.STRONG, Strength.WEAK

_IDENTIFYING = (
    Kind("email", "e-mailadres", "e-mail address", _S, Form.EMAIL, contact=True),
    Kind("phone", "telefoonnummer", "telephone number", _S, Form.PHONE, contact=True),
    Kind("customer-number", "klantnummer", "customer number", _S),
    Kind("account-number", "accountnummer", "account number", _S),
    Kind("login", "inlognaam", "user name", _S, Form.WORDS),
    Kind("iban", "rekeningnummer (IBAN)", "bank account number (IBAN)", _S, Form.COMPACT),
    Kind("cookie-id", "nummer in een cookie", "cookie number", _S),
    Kind("device-id", "nummer van het apparaat", "device number", _S),
    Kind("ga-client-id", "bezoekersnummer van Google Analytics", "Google Analytics client number", _S),
    Kind("patient-number", "patiëntnummer", "patient number", _S),
    Kind("insurance-number", "polisnummer", "insurance policy number", _S),
    Kind("staff-number", "personeelsnummer", "staff number", _S),
    Kind("member-number", "lidmaatschapsnummer", "membership number", _S),
    Kind("social-account", "account op sociale media", "social media account", _S, Form.WORDS),
    Kind("bsn", "burgerservicenummer", "citizen service number", _S, Form.DIGITS, special=Special.NATIONAL_NUMBER),
    Kind(
        "national-number",
        "rijksregisternummer",
        "national register number",
        _S,
        Form.DIGITS,
        special=Special.NATIONAL_NUMBER,
    ),
    Kind("name", "naam", "name", _W, Form.WORDS),
    Kind("address", "adres", "address", _W, Form.WORDS),
    Kind("postcode", "postcode", "postcode", _W, Form.COMPACT),
    Kind("date-of-birth", "geboortedatum", "date of birth", _W),
    Kind("ip-address", "IP-adres", "IP address", _W, Form.IP),
    Kind("organisation", "organisatie", "organisation", _W, Form.WORDS),
    Kind("vat-number", "btw-nummer", "VAT number", _W, Form.COMPACT),
    Kind("trade-register-number", "KvK-nummer", "trade register number", _W, Form.DIGITS),
    Kind("licence-plate", "kenteken", "licence plate", _W, Form.COMPACT),
    Kind("order-number", "bestelnummer", "order number", _W),
    Kind("invoice-number", "factuurnummer", "invoice number", _W),
    Kind("ticket-number", "nummer van uw vraag", "ticket number", _W),
    Kind("tracking-number", "zendingsnummer", "tracking number", _W),
)

_ORDINARY = (
    Kind("appointment", "afspraken", "appointments"),
    Kind("browser", "browserversie", "browser version"),
    Kind("bank-statement", "bij- en afschrijvingen", "bank transactions"),
    Kind("call-record", "gespreksgegevens", "call details"),
    Kind("camera-image", "camerabeelden", "camera images"),
    Kind("card-number", "kaartnummer", "card number"),
    Kind("consent-record", "gegeven en ingetrokken toestemmingen", "consents given and withdrawn"),
    Kind("contract", "overeenkomst", "contract"),
    Kind("correspondence", "berichten die wij met u wisselden", "messages we exchanged with you"),
    Kind("country", "land", "country"),
    Kind("cv", "cv", "CV"),
    Kind("device", "soort apparaat", "type of device"),
    Kind("documents", "documenten die wij voor u maakten", "documents we made for you"),
    Kind("education", "opleiding", "education"),
    Kind("family", "gezinsgegevens", "family details"),
    Kind("function", "functie", "job title"),
    Kind("gender", "geslacht", "gender"),
    Kind("id-evidence", "bewijs van wie u bent", "proof of who you are"),
    Kind("income", "inkomen", "income"),
    Kind("invoice-lines", "factuurregels", "invoice lines"),
    Kind("language", "taal", "language"),
    Kind("location", "plaats waar u bent", "location"),
    Kind("mail-opens", "of u een e-mail opent en leest", "whether you open and read an e-mail"),
    Kind("nationality", "nationaliteit", "nationality"),
    Kind("notes", "aantekeningen", "notes"),
    Kind("operating-system", "besturingssysteem", "operating system"),
    Kind("order-lines", "wat u bestelde", "what you ordered"),
    Kind("password", "wachtwoord (onleesbaar opgeslagen)", "password (stored unreadable)"),
    Kind("payment", "betaalgegevens", "payment details"),
    Kind("payment-status", "of en wanneer u betaalde", "whether and when you paid"),
    Kind("photo", "foto", "photograph"),
    Kind("preferences", "voorkeuren", "preferences"),
    Kind("recording", "geluidsopnamen", "sound recordings"),
    Kind("request-record", "uw verzoeken over uw gegevens", "your requests about your data"),
    Kind("review", "beoordelingen die u schreef", "reviews you wrote"),
    Kind("salutation", "aanhef", "form of address"),
    Kind("signature", "handtekening", "signature"),
    Kind("site-use", "hoe u onze website gebruikt", "how you use our website"),
    Kind("town", "woonplaats", "town"),
    Kind("usage", "hoe u onze dienst gebruikt", "how you use our service"),
    Kind("visit-time", "tijdstip van uw bezoek", "time of your visit"),
)

_SPECIAL = (
    Kind("belief", "geloof of levensovertuiging", "religion or belief", special=Special.ARTICLE_9),
    Kind("biometrics", "lichaamskenmerken waaraan u herkend wordt", "biometric data", special=Special.ARTICLE_9),
    Kind("convictions", "strafrechtelijke gegevens", "criminal offence data", special=Special.ARTICLE_10),
    Kind("ethnicity", "afkomst", "ethnic origin", special=Special.ARTICLE_9),
    Kind("genetics", "erfelijke gegevens", "genetic data", special=Special.ARTICLE_9),
    Kind("health", "gegevens over uw gezondheid", "data about your health", special=Special.ARTICLE_9),
    Kind("medication", "medicijnen", "medication", special=Special.ARTICLE_9),
    Kind("political-opinion", "politieke opvatting", "political opinion", special=Special.ARTICLE_9),
    Kind("referral", "verwijzing van uw arts", "referral by your doctor", special=Special.ARTICLE_9),
    Kind("sex-life", "seksueel leven of gerichtheid", "sex life or orientation", special=Special.ARTICLE_9),
    Kind("treatment", "behandelingen", "treatments", special=Special.ARTICLE_9),
    Kind("union", "lidmaatschap van een vakbond", "trade union membership", special=Special.ARTICLE_9),
)

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (*_IDENTIFYING, *_ORDINARY, *_SPECIAL)}
"""Every kind of data by its name in the folder."""

CONTACT_KINDS: frozenset[str] = frozenset(kind.name for kind in KINDS.values() if kind.contact)
"""Kinds at which a person can be reached."""


def normalise(kind: str, value: str, *, calling_code: str = "") -> str:
    """The form in which two values of ``kind`` are compared. Doing it twice changes nothing.

    A kind that is not built in is compared as written. ``calling_code`` ("31") completes a telephone number that was
    written without its country; without it such a number stays as it is.
    """
    form = KINDS[kind].form if kind in KINDS else Form.AS_WRITTEN
    text = unicodedata.normalize("NFKC", value).strip()
    match form:
        case Form.AS_WRITTEN:
            return text
        case Form.WORDS:
            return _stable_words(text)
        case Form.EMAIL:
            return _email(text)
        case Form.PHONE:
            return _phone(text, calling_code)
        case Form.COMPACT:
            return "".join(c for c in _nfkc(text.upper()) if c.isalnum())
        case Form.DIGITS:
            return _digits(text)
        case Form.IP:
            return _ip(text)


def shown(identifier: Identifier) -> str:
    """The value as it is shown to a person who must judge it: look-alike letters cannot hide.

    A domain stands in its ASCII form (``xn--…``); other letters outside ASCII are named after the value.
    """
    value = normalise(identifier.kind, identifier.value)
    if identifier.kind != "email":
        return value
    strange = sorted({f"U+{ord(c):04X}" for c in value if not c.isascii()})
    return f"{value} [{', '.join(strange)}]" if strange else value


def _nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _stable_words(text: str) -> str:
    """Case-fold until nothing changes: folding can undo the normal form and the reverse (Unicode D145)."""
    folded = _nfkc(_nfkc(text.casefold()).casefold())
    return " ".join(folded.split())


def _email(text: str) -> str:
    local, at, domain = text.rpartition("@")
    if not at:
        return _nfkc(text.lower()).strip()
    return f"{_nfkc(local.lower()).strip()}@{_domain(''.join(domain.split()).strip('.'))}"


def _domain(domain: str) -> str:
    """ASCII form of a domain (IDNA 2008 with UTS 46); a domain that has none stays as written, in lower case."""
    try:
        return idna.encode(domain, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        return _nfkc(domain.lower()).strip()


def _phone(text: str, calling_code: str) -> str:
    """Digits; ``00`` and ``+`` both mean that the country follows; ``(0)`` after a country is not dialled."""
    digits = _digits(text)
    if text.startswith("+") or digits.startswith("00"):
        number = _digits(re.sub(r"\(\s*0\s*\)", "", text))
        return f"+{number if text.startswith('+') else number.removeprefix('00')}"
    if calling_code and digits.startswith("0"):
        return f"+{calling_code}{digits[1:]}"
    return digits


def _digits(text: str) -> str:
    return "".join(str(unicodedata.digit(c)) for c in text if c.isdigit())


def _ip(text: str) -> str:
    try:
        return ipaddress.ip_address(text).compressed
    except ValueError:
        return text.lower()
