"""Words that findings put into their sentences, in Dutch and English."""

from __future__ import annotations

from collections.abc import Iterable

from belofte.domain.kinds import KINDS, Kind
from belofte.domain.policy import Period, Text, Unit

_WORDS = {
    "agreement": ("de overeenkomst", "the agreement"),
    "controller": ("voor wie", "for whom"),
    "data": ("welke gegevens", "which data"),
    "duration": ("van wanneer tot wanneer", "from when until when"),
    "instructions": ("het document met instructies", "the document with instructions"),
    "nature": ("wat ermee gebeurt", "what is done with it"),
    "points": ("waar de punten van art. 28 lid 3 staan", "where the points of Art. 28(3) stand"),
    "purpose": ("het doel", "the purpose"),
    "sub-processors": ("welke andere verwerkers mogen", "which other processors may come in"),
    "subject-matter": ("het onderwerp", "the subject matter"),
    "subjects": ("van wie de gegevens zijn", "whose data it is"),
    "access": ("inzage", "access"),
    "address": ("adres", "address"),
    "after": ("het begin van de termijn", "the start of the term"),
    "archive": ("een archief van eerdere versies", "an archive of earlier versions"),
    "complaint": ("klacht bij de toezichthouder", "complaint to the supervisory authority"),
    "contact": ("e-mailadres of telefoonnummer", "e-mail address or telephone number"),
    "copy_from": ("waar men een kopie van de waarborgen krijgt", "where to get a copy of the safeguards"),
    "custodian": (
        "wie na vertrek als enige nog bij het bewaarde kan",
        "who alone can reach what is kept after leaving",
    ),
    "date": ("de datum", "the date"),
    "document": ("het document", "the document"),
    "erasure": ("wissen", "erasure"),
    "fallback": ("wat er gebeurt als de e-mail niet aankomt", "what happens if the e-mail bounces"),
    "kvk": ("nummer in het handelsregister", "trade register number"),
    "law": ("het wetsartikel", "the article of law"),
    "lead_time": ("hoe lang van tevoren", "how long in advance"),
    "basis": ("de rechtsgrond", "the legal basis"),
    "method": ("hoe de regels anoniem worden", "how its rows are made anonymous"),
    "term": ("hoe lang het bewaard wordt", "how long it is kept"),
    "limits": ("wie wat mag zien en wanneer", "who may see what, and when"),
    "logic": ("de logica en de gevolgen", "the logic and the consequences"),
    "marketing": (
        "dat bezwaar tegen direct marketing altijd slaagt",
        "that an objection to direct marketing always succeeds",
    ),
    "name": ("naam", "name"),
    "objection": ("bezwaar", "objection"),
    "objection_term": ("de termijn voor het antwoord", "the term for the answer"),
    "pointed_out": (
        "dat dit recht apart en uitdrukkelijk onder de aandacht komt",
        "that this right is pointed out apart and explicitly",
    ),
    "portability": ("overdraagbaarheid", "portability"),
    "rectification": ("rectificatie", "rectification"),
    "review": ("een datum om het opnieuw te beoordelen", "a date for review"),
    "ground": ("een andere grond voor het geval dat", "another ground to fall back on"),
    "restriction": ("beperking", "restriction"),
    "secrecy": ("hun geheimhouding", "their secrecy"),
    "told_by": ("hoe men het hoort", "how people are told"),
    "whether": ("of ze er zijn", "whether there are any"),
    "version": ("een versienummer", "a version number"),
}

MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "en": "January February March April May June July August September October November December".split(),
}


_UNITS = {
    Unit.HOURS: ("uur", "uur"),
    Unit.DAYS: ("dag", "dagen"),
    Unit.WEEKS: ("week", "weken"),
    Unit.MONTHS: ("maand", "maanden"),
    Unit.YEARS: ("jaar", "jaar"),
}


def term(period: Period) -> Text:
    """A term in words: ``30 dagen``, ``30 days``."""
    one, more = _UNITS[period.unit]
    return Text({"nl": f"{period.count} {one if period.count == 1 else more}", "en": str(period)})


def word(name: str) -> Text:
    """One word of the list; raises KeyError for a word that nobody wrote in both languages."""
    nl, en = _WORDS[name]
    return Text({"nl": nl, "en": en})


def words(names: Iterable[str]) -> Text:
    """Several words as one list in a sentence."""
    known = [_WORDS[name] for name in names]
    return Text({"nl": ", ".join(nl for nl, _ in known), "en": ", ".join(en for _, en in known)})


def kinds(named: Iterable[str]) -> Text:
    """Kinds of data by the words people read; a kind that is not built in by its name."""
    known = [KINDS.get(name, Kind(name, name, name)) for name in named]
    return Text({language: ", ".join(kind.label(language) for kind in known) or "–" for language in ("nl", "en")})


def names(values: Iterable[str]) -> str:
    """Names as they stand in the folder, as one list in a sentence."""
    return ", ".join(values)
