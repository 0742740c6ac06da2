"""The columns of the record of processing: for each where its fact stands, and which part of Art. 30 asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from belofte.domain.notice.wording import Both
from belofte.domain.policy import POINTS


class Words(StrEnum):
    """How a value is put into words for people. The value itself is what the folder says."""

    PLAIN = "plain"
    PROSE = "prose"  # free text, which texts/ may have in another language
    FLAG = "flag"
    DAY = "day"
    PERIOD = "period"
    COUNTRY = "country"
    REGION = "region"
    CATEGORY = "category"
    USE = "use"
    KIND = "kind"
    PURPOSE = "purpose"
    TASK = "task"  # what a recipient is needed for
    SUBJECT = "subject"
    CRITERION = "criterion"
    CHOICE = "choice"  # a word of a closed list
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``path`` is the fact below the row's own; "" is that fact itself, None follows from other facts.

    ``needed``: the law asks for it, so a cell that is empty is shown as not stated.
    """

    name: str
    label: Both
    path: str | None = None
    words: Words = Words.PLAIN
    many: bool = False
    needed: bool = False

    @property
    def is_fact(self) -> bool:
        """Whether the cell is a fact of the folder, and may be changed where the table is read back."""
        return self.path is not None


@dataclass(frozen=True, slots=True)
class Table:
    """One table. ``root`` is the fact whose names are its rows; "" for the one row of the organisation."""

    name: str
    heading: Both
    article: str
    root: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column | None:
        """The column of this name."""
        return next((column for column in self.columns if column.name == name), None)


def _c(
    name: str,
    nl: str,
    en: str,
    words: Words = Words.PLAIN,
    *,
    path: str | None = None,
    many: bool = False,
    needed: bool = False,
) -> Column:
    """A column that is a fact, at the path of its own name unless it says otherwise."""
    return Column(name, Both(nl, en), name if path is None else path, words, many, needed)


def _d(name: str, nl: str, en: str, *, needed: bool = False) -> Column:
    """A column that follows from other facts."""
    return Column(name, Both(nl, en), None, Words.PLAIN, True, needed)


_AGREEMENT = (
    _c("agreement.document", "overeenkomst", "agreement"),
    _c("agreement.signed", "overeenkomst getekend", "agreement signed", Words.DAY),
    _c("agreement.until", "overeenkomst tot en met", "agreement until", Words.DAY),
    _c("agreement.review", "overeenkomst opnieuw bekijken", "agreement review", Words.DAY),
    *(_c(f"agreement.points.{letter}", f"art. 28 lid 3 onder {letter}", f"Art. 28(3)({letter})") for letter in POINTS),
)
_TRANSFER = (
    _c("transfer.basis", "grond voor doorgifte", "ground for transfer", Words.CHOICE),
    _c("transfer.review", "doorgifte opnieuw bekijken", "transfer review", Words.DAY),
    _c("transfer.fallback", "als die grond wegvalt", "if that ground falls away", Words.PROSE),
    _c("transfer.copy_from", "afschrift van de waarborgen", "copy of the safeguards", Words.PROSE),
)
_SUB_PROCESSOR = (
    _c("country", "land", "country", Words.COUNTRY, needed=True),
    _c("does", "doet", "does", Words.PROSE, needed=True),
    _c("starts", "werkt vanaf", "works from", Words.DAY),
    _c("object_by", "bezwaar uiterlijk", "object by", Words.DAY),
)

# fmt: off
ORGANISATION = Table("organisation", Both("Wie verantwoordelijk is", "Who is responsible"), "Art. 30(1)(a) GDPR", "", (
    _c("controller.name", "naam", "name", needed=True),
    _c("controller.address", "adres", "address", Words.PROSE, needed=True),
    _c("controller.country", "land", "country", Words.COUNTRY, needed=True),
    _c("controller.kvk", "handelsregister", "trade register"),
    _c("controller.email", "e-mail", "e-mail"),
    _c("controller.phone", "telefoon", "telephone"),
    _c("controller.joint", "beslist samen met", "decides together with", many=True),
    _c("controller.representative", "vertegenwoordiger in de EU", "representative in the EU", Words.PROSE),
    _c("dpo.appointed", "functionaris voor gegevensbescherming", "data protection officer", Words.FLAG, needed=True),
    _c("dpo.contact", "functionaris bereikbaar via", "officer reached at"),
    _c("privacy_office.email", "privacykantoor", "privacy office"),
))

_BY_PURPOSE = Both("Verwerkingen per doel", "Processing by purpose")
PURPOSES = Table("purposes", _BY_PURPOSE, "Art. 30(1)(b)-(f) GDPR", "purposes", (
    _d("called", "verwerking", "processing"),
    _c("label.nl", "naam (Nederlands)", "name (Dutch)"),
    _c("label.en", "naam (Engels)", "name (English)"),
    _c("uses", "gebruikt", "uses", Words.USE, many=True, needed=True),
    _c("basis", "rechtsgrond", "legal basis", Words.CHOICE, needed=True),
    _c("law", "wet", "law", Words.PROSE),
    _c("interest", "belang", "interest", Words.PROSE),
    _d("subjects", "van wie", "whose data", needed=True),
    _d("kinds", "soorten gegevens", "kinds of data", needed=True),
    _d("recipients", "ontvangers", "recipients"),
    _d("outside", "buiten de EER", "outside the EEA"),
    _d("terms", "bewaard", "kept", needed=True),
    _d("systems", "systemen", "systems"),
    _c("dpia.needed", "DPIA nodig", "DPIA needed", Words.FLAG, needed=True),
    _c("dpia.because", "DPIA-criteria", "DPIA criteria", Words.CRITERION, many=True),
    _c("dpia.why", "waarom wel of niet", "why or why not", Words.PROSE),
    _c("dpia.document", "DPIA", "DPIA document"),
    _c("dpia.done", "DPIA gemaakt", "DPIA made", Words.DAY),
    _c("dpia.review", "DPIA opnieuw bekijken", "DPIA review", Words.DAY),
))

DATA = Table("data", Both("Categorieën gegevens", "Categories of data"), "Art. 30(1)(c) and (f) GDPR", "data", (
    _d("called", "categorie", "category"),
    _c("subjects", "van wie", "whose data", Words.SUBJECT, many=True, needed=True),
    _c("needed", "soorten die nodig zijn", "kinds that are needed", Words.KIND, many=True),
    _c("optional", "soorten die weg mogen blijven", "kinds that may be left out", Words.KIND, many=True),
    _c("special", "bijzondere gegevens", "special category", Words.FLAG),
    _c("special_basis", "uitzondering van art. 9", "exception of Art. 9", Words.PROSE),
    _c("source", "herkomst", "source", Words.PROSE),
    _d("terms", "bewaard", "kept", needed=True),
    _d("systems", "systemen", "systems"),
))

RETENTION = Table("retention", Both("Bewaartermijnen", "Terms"), "Art. 30(1)(f) GDPR", "retention", (
    _d("called", "categorie", "category"),
    _c("exactly", "precies", "exactly", Words.PERIOD),
    _c("at_most", "hoogstens", "at most", Words.PERIOD),
    _c("at_least", "minstens", "at least", Words.PERIOD),
    _c("until", "tot", "until", Words.EVENT),
    _c("after", "na", "after", Words.EVENT),
    _c("law", "wet", "law", Words.PROSE),
    _c("then", "daarna", "afterwards", Words.CHOICE),
    _c("why", "waarom zo lang", "why this long", Words.PROSE),
))

_OUTSIDE = Both("Ontvangers", "Recipients")
RECIPIENTS = Table("recipients", _OUTSIDE, "Art. 28, 30(1)(d) and (e), 44-49 GDPR", "recipients", (
    _d("called", "ontvanger", "recipient"),
    _c("role", "rol", "role", Words.CHOICE, needed=True),
    _c("does", "doet", "does", Words.TASK, many=True),
    _c("purposes", "voor welke doelen", "for which purposes", Words.PURPOSE, many=True),
    _c("gets", "krijgt", "gets", Words.CATEGORY, many=True),
    _c("basis", "grond om te geven", "basis for giving", Words.CHOICE),
    _c("own_use", "eigen gebruik", "own use", Words.CHOICE),
    _c("country", "land", "country", Words.COUNTRY),
    _c("only_in", "alleen in", "only in", Words.REGION),
    *_TRANSFER,
    _c("secrecy.basis", "geheimhouding door", "secrecy by", Words.CHOICE),
    _c("secrecy.document", "geheimhouding: document", "secrecy: document"),
    _c("secrecy.signed", "geheimhouding getekend", "secrecy signed", Words.DAY),
    _c("secrecy.until", "geheimhouding tot en met", "secrecy until", Words.DAY),
    *_AGREEMENT,
    _c("contact", "bereikbaar via", "reached at"),
    _c("ends", "laatste dag", "last day", Words.DAY),
))

SUB_PROCESSORS = Table(
    "sub-processors", Both("Subverwerkers", "Sub-processors"), "Art. 28(2) and (4) GDPR", "recipients.*.sub_processors",
    (_d("called", "werkt voor", "works for"), *_SUB_PROCESSOR),
)

SECURITY = Table(
    "security", Both("Beveiliging in het algemeen", "Security in general"), "Art. 30(1)(g), 32(1) GDPR", "security",
    (_c("measure", "maatregel", "measure", Words.PROSE, path="", needed=True),),
)

ON_BEHALF = Table(
    "on-behalf", Both("Wat wij voor anderen verwerken", "What we process for others"), "Art. 28(3), 30(2) GDPR",
    "on_behalf", (
        _c("controller", "voor wie", "for whom", needed=True),
        _c("contact", "bereikbaar via", "reached at", needed=True),
        _c("dpo", "hun functionaris", "their officer"),
        _c("about", "onderwerp", "subject matter", needed=True),
        _c("nature", "wat ermee gebeurt", "nature", needed=True),
        _c("purpose", "doel", "purpose", needed=True),
        _c("starts", "vanaf", "from", Words.DAY, needed=True),
        _c("until", "tot en met", "until", Words.DAY),
        _c("subjects", "van wie", "whose data", Words.SUBJECT, many=True, needed=True),
        _c("data", "welke gegevens", "which data", many=True, needed=True),
        _c("systems", "systemen", "systems", many=True),
        _c("instructions", "instructies", "instructions", needed=True),
        _c("sub_processors_allowed", "andere verwerkers toegestaan", "other processors allowed", Words.CHOICE,
           needed=True),
        _c("country", "land", "country", Words.COUNTRY),
        *_TRANSFER,
        *_AGREEMENT,
    ),
)

ON_BEHALF_SUB_PROCESSORS = Table(
    "on-behalf-sub-processors", Both("Onze subverwerkers voor anderen", "Our sub-processors for others"),
    "Art. 28(4), 30(2)(a) GDPR", "on_behalf.*.sub_processors", (_d("called", "werkt aan", "works on"), *_SUB_PROCESSOR),
)
# fmt: on

TABLES = (
    ORGANISATION,
    PURPOSES,
    DATA,
    RETENTION,
    RECIPIENTS,
    SUB_PROCESSORS,
    SECURITY,
    ON_BEHALF,
    ON_BEHALF_SUB_PROCESSORS,
)
"""Every table, in the order of the record: the controller's side first, then the processor's."""
