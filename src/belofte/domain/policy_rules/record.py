"""What a record of processing needs besides the notice: whose data, measures, impact assessments. Art. 30, 32, 35."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.policy import ImpactAssessment, Purpose
from belofte.domain.policy_rules.finding import Severity
from belofte.domain.policy_rules.rule import Hit, World, hit, rule
from belofte.domain.policy_rules.third_parties import is_practised


@rule(
    "subjects-not-stated",
    Severity.WARNING,
    "Art. 30(1)(c) GDPR",
    nl="Van categorie ‘{category}’ staat niet van wie de gegevens zijn.",
    en="For category ‘{category}’ it does not say whose data it is.",
    mend_nl="Zet het bij data.{category}.subjects, zoals customers of visitors.",
    mend_en="Say so at data.{category}.subjects, such as customers or visitors.",
)
def subjects_not_stated(world: World) -> Iterator[Hit]:
    """The record names the categories of people, not only of data."""
    for name, category in world.policy.data.items() if is_practised(world) else ():
        if not category.subjects:
            yield hit(f"data.{name}.subjects", category=name)


@rule(
    "security-not-described",
    Severity.WARNING,
    "Art. 30(1)(g), 32(1) GDPR",
    nl="De beveiligingsmaatregelen zijn nergens in het algemeen beschreven.",
    en="The security measures are nowhere described in general.",
    mend_nl="Zet ze bij security, elk met een naam; zij komen in het verwerkingsregister en niet in de verklaring.",
    mend_en="State them at security, each by a name; they stand in the record of processing, not in the notice.",
)
def security_not_described(world: World) -> Iterator[Hit]:
    """Where possible a general description belongs in the record."""
    if is_practised(world) and not world.policy.security:
        yield hit("security")


@rule(
    "dpia-undecided",
    Severity.WARNING,
    "Art. 35(1), 5(2) GDPR",
    nl="Voor doel ‘{purpose}’ is niet besloten of een effectbeoordeling (DPIA) nodig is.",
    en="For purpose ‘{purpose}’ it was not decided whether an impact assessment (DPIA) is needed.",
    mend_nl="Loop de criteria na (belofte record --criteria) en zet het besluit met reden bij purposes.{purpose}.dpia.",
    mend_en="Go through the criteria (belofte record --criteria) and put the decision at purposes.{purpose}.dpia.",
)
def dpia_undecided(world: World) -> Iterator[Hit]:
    """Not needed is a decision too, and has a reason."""
    for name, purpose in world.policy.purposes.items() if is_practised(world) else ():
        if purpose.dpia is None:
            yield hit(f"purposes.{name}.dpia", purpose=name)


@rule(
    "dpia-without-reason",
    Severity.WARNING,
    "Art. 35(1), 5(2) GDPR",
    nl="Voor doel ‘{purpose}’ is over een effectbeoordeling (DPIA) besloten zonder reden of criterium.",
    en="For purpose ‘{purpose}’ an impact assessment (DPIA) was decided on without a reason or criterion.",
    mend_nl="Zet de reden bij purposes.{purpose}.dpia.why.",
    mend_en="Give the reason at purposes.{purpose}.dpia.why.",
)
def dpia_without_reason(world: World) -> Iterator[Hit]:
    """Whoever is asked by the authority must be able to say why."""
    for name, _, decided in _decided(world):
        if not decided.why and not decided.because:
            yield hit(f"purposes.{name}.dpia", purpose=name)


@rule(
    "dpia-needed-by-criteria",
    Severity.ERROR,
    "Art. 35(3) and (4) GDPR",
    nl="Voor doel ‘{purpose}’ staat dat geen effectbeoordeling (DPIA) nodig is, maar de criteria eisen er een.",
    en="For purpose ‘{purpose}’ it says that no impact assessment (DPIA) is needed, but the criteria demand one.",
    mend_nl="Doe de beoordeling en zet needed op true, of haal een criterium weg dat niet klopt.",
    mend_en="Make the assessment and set needed to true, or take away a criterion that is not met.",
    decidable=False,
)
def dpia_needed_by_criteria(world: World) -> Iterator[Hit]:
    """One criterion of the law or of the authority's list is enough, or several signs without a reason against it."""
    for name, _, decided in _decided(world):
        if decided.needed or not world.criteria.demands(decided.because, world.policy.controller.country):
            continue
        if not decided.why or not world.criteria.only_signs(decided.because):
            yield hit(f"purposes.{name}.dpia.because", purpose=name)


@rule(
    "dpia-not-made",
    Severity.WARNING,
    "Art. 35(1) GDPR",
    nl="Voor doel ‘{purpose}’ is een effectbeoordeling (DPIA) nodig, maar die is er niet.",
    en="For purpose ‘{purpose}’ an impact assessment (DPIA) is needed, but there is none.",
    mend_nl="Maak de beoordeling en zet document en done bij purposes.{purpose}.dpia.",
    mend_en="Make the assessment and give document and done at purposes.{purpose}.dpia.",
)
def dpia_not_made(world: World) -> Iterator[Hit]:
    """It comes before the processing."""
    for name, _, decided in _decided(world):
        if decided.needed and not (decided.document and decided.done):
            yield hit(f"purposes.{name}.dpia", purpose=name)


@rule(
    "dpia-review-due",
    Severity.WARNING,
    "Art. 35(11) GDPR",
    nl="De effectbeoordeling (DPIA) voor doel ‘{purpose}’ had op {day} opnieuw bekeken moeten zijn.",
    en="The impact assessment (DPIA) for purpose ‘{purpose}’ should have been looked at again on {day}.",
    mend_nl="Bekijk de beoordeling en zet een nieuwe datum bij purposes.{purpose}.dpia.review.",
    mend_en="Look at the assessment and set a new date at purposes.{purpose}.dpia.review.",
)
def dpia_review_due(world: World) -> Iterator[Hit]:
    """A risk that changed asks for another look."""
    for name, _, decided in _decided(world):
        if decided.review and decided.review < world.today:
            yield hit(f"purposes.{name}.dpia.review", purpose=name, day=decided.review.isoformat())


def _decided(world: World) -> Iterator[tuple[str, Purpose, ImpactAssessment]]:
    for name, purpose in world.policy.purposes.items():
        if purpose.dpia is not None:
            yield name, purpose, purpose.dpia


RULES = (
    subjects_not_stated,
    security_not_described,
    dpia_undecided,
    dpia_without_reason,
    dpia_needed_by_criteria,
    dpia_not_made,
    dpia_review_due,
)
