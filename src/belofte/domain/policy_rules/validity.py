"""Which text holds when, in which language, and how people hear of a change: Art. 5(2), 7(1), 12(1), 13(3) GDPR."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.policy import FactPath
from belofte.domain.policy_rules.finding import Severity
from belofte.domain.policy_rules.rule import Hit, World, hit, rule
from belofte.domain.policy_rules.words import names, words


@rule(
    "in-force-missing",
    Severity.ERROR,
    "Art. 5(1)(a), 5(2) GDPR",
    nl="Er staat niet vanaf welke dag dit beleid geldt.",
    en="It does not say from which day this policy holds.",
    mend_nl="Zet in_force op die dag.",
    mend_en="Set in_force to that day.",
    decidable=False,
)
def in_force_missing(world: World) -> Iterator[Hit]:
    """Without a day nobody can prove which text was valid when."""
    if world.policy.in_force is None:
        yield hit("in_force")


@rule(
    "version-missing",
    Severity.WARNING,
    "Art. 5(2), 7(1) GDPR",
    nl="Wie later wil weten welke tekst gold, mist: {missing}.",
    en="Whoever wants to know later which text was valid lacks: {missing}.",
    mend_nl="Zet bij changes een version en een archive.",
    mend_en="Give changes a version and an archive.",
)
def version_missing(world: World) -> Iterator[Hit]:
    """A consent is worth no more than the proof of what was consented to."""
    changes = world.policy.changes
    missing = [name for name, value in (("version", changes.version), ("archive", changes.archive)) if not value]
    if missing:
        yield hit(*(f"changes.{name}" for name in missing), missing=words(missing))


@rule(
    "version-gap",
    Severity.WARNING,
    "Art. 5(1)(a) GDPR",
    nl="Eerdere versies vervallen bij publicatie, terwijl een nieuwe later kan ingaan: dan geldt er even niets.",
    en="Earlier versions end at publication, while a new one may start later: then nothing holds in between.",
    mend_nl="Zet ends_earlier_at op in-force.",
    mend_en="Set ends_earlier_at to in-force.",
)
def version_gap(world: World) -> Iterator[Hit]:
    """At any instant exactly one version is valid."""
    if world.policy.ends_earlier_at == "publication":
        yield hit("ends_earlier_at", "in_force")


@rule(
    "one-language",
    Severity.WARNING,
    "Art. 12(1) GDPR",
    nl="Het beleid is er alleen in één taal: {languages}.",
    en="The policy is in one language only: {languages}.",
    mend_nl="Zet bij languages ook de taal van wie de eerste niet leest.",
    mend_en="Add under languages the language of those who do not read the first.",
)
def one_language(world: World) -> Iterator[Hit]:
    """Intelligible means: to the people whose data it is about."""
    if len(world.policy.languages) < 2:
        yield hit("languages", languages=names(world.policy.languages))


@rule(
    "text-untranslated",
    Severity.WARNING,
    "Art. 12(1) GDPR",
    nl="De eigen tekst van ‘{text}’ ontbreekt in: {languages}.",
    en="Your own wording of ‘{text}’ is missing in: {languages}.",
    mend_nl="Vul de tekst aan, of haal haar weg zodat de standaardtekst in elke taal geldt.",
    mend_en="Complete the text, or take it out so that the standard text holds in each language.",
)
def text_untranslated(world: World) -> Iterator[Hit]:
    """A promise made in one language only is not the same promise. Words for a fact only fill in a language: the fact
    itself has the others."""
    policy = world.policy
    own = {f"texts.{name}": text for name, text in policy.texts.items() if FactPath(name) not in policy.positions}
    own |= {f"clauses.{c.id}.text": c.text for c in world.policy.clauses.values() if c.text}
    for path, text in own.items():
        missing = [language for language in world.policy.languages if not text.by_language.get(language)]
        if missing:
            yield hit(path, text=path.split(".", 1)[1], languages=names(missing))


@rule(
    "change-notice-incomplete",
    Severity.WARNING,
    "Art. 13(3), 5(1)(a) GDPR",
    nl="Over wijzigingen ontbreekt: {missing}.",
    en="On changes this is missing: {missing}.",
    mend_nl="Zet bij changes: told_by, lead_time en fallback.",
    mend_en="Give changes: told_by, lead_time and fallback.",
)
def change_notice_incomplete(world: World) -> Iterator[Hit]:
    """Told by a means that is not missed, and in time to act on it."""
    changes = world.policy.changes
    stated = {"told_by": changes.told_by, "lead_time": changes.lead_time, "fallback": changes.fallback}
    missing = [name for name, value in stated.items() if not value]
    if missing:
        yield hit(*(f"changes.{name}" for name in missing), missing=words(missing))


@rule(
    "breaches-not-told",
    Severity.INFORMATION,
    "Art. 33, 34 GDPR",
    nl="Er staat niets over wat u doet bij een datalek.",
    en="Nothing is said about what you do after a data breach.",
    mend_nl="Zeg het bij breaches.",
    mend_en="Say so at breaches.",
)
def breaches_not_told(world: World) -> Iterator[Hit]:
    """Not required in a notice; people like to know."""
    if not world.policy.breaches:
        yield hit("breaches")


@rule(
    "authorities-ground-missing",
    Severity.WARNING,
    "Art. 6(1)(c), 13(1)(e) GDPR",
    nl="Overheden kunnen gegevens krijgen, maar er staat niet dat dit alleen gebeurt als de wet u dwingt.",
    en="Authorities can get data, but it does not say that this happens only when the law forces you.",
    mend_nl="Zet authorities.when op forced-by-law.",
    mend_en="Set authorities.when to forced-by-law.",
)
def authorities_ground_missing(world: World) -> Iterator[Hit]:
    """Only if an authority is among the recipients."""
    public = [r.name for r in world.policy.recipients.values() if r.role is not None and r.role.value == "public"]
    forced = world.policy.authorities.when == "forced-by-law"
    if public and not forced and any(world.policy.recipients[name].only_if != "forced-by-law" for name in public):
        yield hit("authorities.when")


RULES = (
    in_force_missing,
    version_missing,
    version_gap,
    one_language,
    text_untranslated,
    change_notice_incomplete,
    breaches_not_told,
    authorities_ground_missing,
)
