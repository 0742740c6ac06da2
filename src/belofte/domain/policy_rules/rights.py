"""What is said about rights: Art. 7(3), 12, 13(2)(b)-(d), 15-22, 77, 79."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.policy import LegalBasis, Period, Unit
from belofte.domain.policy_rules.finding import Severity
from belofte.domain.policy_rules.marketing import marketing_purposes
from belofte.domain.policy_rules.rule import Hit, World, hit, rule
from belofte.domain.policy_rules.terms import days_longer, days_of_year
from belofte.domain.policy_rules.words import term, word, words

LAW_TERM = Period(1, Unit.MONTHS)
"""Art. 12(3) GDPR: an answer without undue delay and at the latest within one month."""

_RIGHTS = ("access", "rectification", "erasure", "restriction", "portability", "objection")
_WEIGHED = (LegalBasis.LEGITIMATE_INTEREST, LegalBasis.PUBLIC_TASK, None)


@rule(
    "right-not-described",
    Severity.ERROR,
    "Art. 12(1), 13(2)(b) GDPR",
    nl="Het recht ‘{right}’ wordt niet uitgelegd.",
    en="The right ‘{right}’ is not explained.",
    mend_nl="Leg uit wat het inhoudt en hoe men het gebruikt, en noem het bij rights.described.",
    mend_en="Explain what it is and how to use it, and name it at rights.described.",
    decidable=False,
)
def right_not_described(world: World) -> Iterator[Hit]:
    """Access, rectification, erasure, restriction, portability and objection."""
    for right in _RIGHTS:
        if right not in world.policy.rights.described:
            yield hit(f"rights.described.{right}", right=word(right))


@rule(
    "withdrawal-not-described",
    Severity.ERROR,
    "Art. 7(3), 13(2)(c) GDPR",
    nl="Er wordt toestemming gevraagd, maar er staat niet dat men die altijd even makkelijk kan intrekken.",
    en="Consent is asked, but it does not say that it can be withdrawn at any time, as easily as it was given.",
    mend_nl="Zet rights.withdrawal op as-easy-as-giving en zeg hoe.",
    mend_en="Set rights.withdrawal to as-easy-as-giving and say how.",
    decidable=False,
)
def withdrawal_not_described(world: World) -> Iterator[Hit]:
    """Only where some purpose rests on, or asks for, consent."""
    asked = any(p.basis is LegalBasis.CONSENT or p.ask for p in world.policy.purposes.values())
    if asked and not world.policy.rights.withdrawal:
        yield hit("rights.withdrawal")


@rule(
    "objection-incomplete",
    Severity.ERROR,
    "Art. 12(3), 21(2)-(4) GDPR",
    nl="Bij het recht van bezwaar ontbreekt: {missing}.",
    en="On the right to object this is missing: {missing}.",
    mend_nl="Vul bij rights de facten over bezwaar (objection) aan.",
    mend_en="Complete the facts about objection under rights.",
    decidable=False,
)
def objection_incomplete(world: World) -> Iterator[Hit]:
    """Against marketing it always succeeds, and it is pointed out apart from the rest."""
    rights, marketing = world.policy.rights, marketing_purposes(world.policy)
    weighed = any(p.basis in _WEIGHED for p in world.policy.purposes.values())
    missing = {
        "marketing": bool(marketing) and not rights.objection_marketing_absolute,
        "pointed_out": (bool(marketing) or weighed) and not rights.objection_pointed_out,
        "objection_term": (bool(marketing) or weighed) and rights.objection_answer_within is None,
    }
    if any(missing.values()):
        lacking = [name for name, absent in missing.items() if absent]
        yield hit(*(_OBJECTION_PATHS[name] for name in lacking), missing=words(lacking))


_OBJECTION_PATHS = {
    "marketing": "rights.objection.marketing_absolute",
    "pointed_out": "rights.objection.pointed_out",
    "objection_term": "rights.objection.answer_within",
}


@rule(
    "complaint-not-told",
    Severity.ERROR,
    "Art. 13(2)(d), 77 GDPR",
    nl="Er staat niet dat men een klacht kan indienen bij de toezichthouder.",
    en="It does not say that one can complain to the supervisory authority.",
    mend_nl="Zet rights.complaint op ja.",
    mend_en="Set rights.complaint to yes.",
    decidable=False,
)
def complaint_not_told(world: World) -> Iterator[Hit]:
    """In the notice and in every refusal."""
    if not world.policy.rights.complaint:
        yield hit("rights.complaint")


@rule(
    "court-not-told",
    Severity.WARNING,
    "Art. 12(4), 79 GDPR",
    nl="Er staat niet dat men ook naar de rechter kan.",
    en="It does not say that one can also go to court.",
    mend_nl="Zet rights.court op ja.",
    mend_en="Set rights.court to yes.",
)
def court_not_told(world: World) -> Iterator[Hit]:
    """Who is refused must know the way to the judge, and how long it is open."""
    if not world.policy.rights.court:
        yield hit("rights.court")


@rule(
    "extension-not-told",
    Severity.WARNING,
    "Art. 12(3)-(5) GDPR",
    nl="Er staat niet dat het antwoord twee maanden langer kan duren, met redenen, en dat een verzoek niets kost.",
    en="It does not say that an answer may take two months more, with reasons, and that a request is free.",
    mend_nl="Zet rights.extension en rights.free op ja.",
    mend_en="Set rights.extension and rights.free to yes.",
)
def extension_not_told(world: World) -> Iterator[Hit]:
    """What is not told beforehand comes as a surprise, and as a broken promise."""
    rights = world.policy.rights
    missing = [p for p, v in (("rights.extension", rights.extension), ("rights.free", rights.free)) if v is None]
    if missing:
        yield hit(*missing)


@rule(
    "answer-later-than-law",
    Severity.WARNING,
    "Art. 12(3) GDPR",
    nl="Een antwoord binnen {promise} kan later komen dan de maand van de wet, bij ontvangst op {days}.",
    en="An answer within {promise} can come later than the law's month, when received on {days}.",
    mend_nl="Beloof een kortere termijn, of zet rights.answer_capped_by op law: de eerste datum telt.",
    mend_en="Promise a shorter term, or set rights.answer_capped_by to law: the earlier date counts.",
)
def answer_later_than_law(world: World) -> Iterator[Hit]:
    """Looks at every day on which a request can arrive, unless the text says that the law's term caps its own."""
    if world.policy.rights.answer_capped_by == "law":
        return
    for path, promise in (
        ("rights.answer_within", world.policy.rights.answer_within),
        ("rights.objection.answer_within", world.policy.rights.objection_answer_within),
    ):
        late = days_longer(promise, LAW_TERM) if promise else ()
        if promise and late:
            yield hit(path, promise=term(promise), days=days_of_year(late))


@rule(
    "restriction-lifting-not-told",
    Severity.WARNING,
    "Art. 18(3) GDPR",
    nl="Er staat niet dat iemand het hoort voordat een beperking wordt opgeheven.",
    en="It does not say that people are told before a restriction is lifted.",
    mend_nl="Zet rights.restriction.told_before_lifting op ja.",
    mend_en="Set rights.restriction.told_before_lifting to yes.",
)
def restriction_lifting_not_told(world: World) -> Iterator[Hit]:
    """The law asks it even where the controller may lift."""
    if "restriction" in world.policy.rights.described and not world.policy.rights.restriction_told_before_lifting:
        yield hit("rights.restriction.told_before_lifting")


@rule(
    "portability-penalised",
    Severity.WARNING,
    "Art. 12(2), 20(3) GDPR",
    nl="Wie zijn gegevens meeneemt, krijgt te horen dat de dienst waarschijnlijk stopt.",
    en="Whoever takes their data along is told that the service will probably end.",
    mend_nl="Laat die gevolgtrekking weg bij rights.portability, of leg een besluit vast (decide).",
    mend_en="Drop that consequence at rights.portability, or record a decision (decide).",
)
def portability_penalised(world: World) -> Iterator[Hit]:
    """Using a right must not cost one the service."""
    if world.policy.rights.portability_ends_service:
        yield hit("rights.portability.ends_service")


@rule(
    "portability-direct-missing",
    Severity.WARNING,
    "Art. 20(2) GDPR",
    nl="Er staat niet of gegevens rechtstreeks naar een andere partij kunnen.",
    en="It does not say whether data can go directly to another party.",
    mend_nl="Zet rights.portability.direct op ja of nee.",
    mend_en="Set rights.portability.direct to yes or no.",
)
def portability_direct_missing(world: World) -> Iterator[Hit]:
    """Where technically feasible, the person may have it sent on."""
    if "portability" in world.policy.rights.described and world.policy.rights.portability_direct is None:
        yield hit("rights.portability.direct")


RULES = (
    right_not_described,
    withdrawal_not_described,
    objection_incomplete,
    complaint_not_told,
    court_not_told,
    extension_not_told,
    answer_later_than_law,
    restriction_lifting_not_told,
    portability_penalised,
    portability_direct_missing,
)
