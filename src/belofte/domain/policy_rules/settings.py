"""Settings that are dangerous even where they are allowed: Art. 5(1)(c) and (f), 12(6), 25, 32 GDPR."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.policy_rules.finding import Severity
from belofte.domain.policy_rules.rule import Hit, World, hit, rule
from belofte.domain.policy_rules.terms import is_longer
from belofte.domain.policy_rules.words import term, words


@rule(
    "identity-copy-demanded",
    Severity.ERROR,
    "Art. 5(1)(c), 12(2), 12(6) GDPR",
    nl="Wie om gegevens vraagt moet een kopie van een identiteitsbewijs geven: dat is een onterechte drempel.",
    en="Whoever asks for data must hand over a copy of an identity document: that is an unlawful barrier.",
    mend_nl="Zet rights.identify_by op least-intrusive: vraag alleen wat nodig is bij echte twijfel.",
    mend_en="Set rights.identify_by to least-intrusive: ask only what is needed where there is real doubt.",
    decidable=False,
)
def identity_copy_demanded(world: World) -> Iterator[Hit]:
    """A full copy by default is more than anyone needs to know whom they speak to."""
    if world.policy.rights.identify_by in ("id-copy", "passport-copy", "full-id-copy"):
        yield hit("rights.identify_by")


@rule(
    "identification-method-missing",
    Severity.WARNING,
    "Art. 12(2), 12(6) GDPR",
    nl="Soms moet men zich legitimeren, maar er staat niet hoe.",
    en="Sometimes people must identify themselves, but it does not say how.",
    mend_nl="Zet rights.identify_by, bij voorkeur op least-intrusive.",
    mend_en="Set rights.identify_by, preferably to least-intrusive.",
)
def identification_method_missing(world: World) -> Iterator[Hit]:
    """Without a method a full copy becomes the habit."""
    if world.policy.rights.elsewhere and not world.policy.rights.identify_by:
        yield hit("rights.identify_by")


@rule(
    "copies-unsecured",
    Severity.WARNING,
    "Art. 5(1)(f), 32 GDPR",
    nl="Er staat niet dat kopieën beveiligd verstuurd worden.",
    en="It does not say that copies are sent securely.",
    mend_nl="Zet rights.copies_secured op link: een link die eindigt, geen bijlage in gewone e-mail.",
    mend_en="Set rights.copies_secured to link: a link that ends, not an attachment to plain mail.",
)
def copies_unsecured(world: World) -> Iterator[Hit]:
    """A full copy of somebody's data is worth stealing."""
    if world.policy.rights.copies_secured in (None, "plain-mail"):
        yield hit("rights.copies_secured")


@rule(
    "copies-go-anywhere",
    Severity.WARNING,
    "Art. 5(1)(f), 12(6), 32 GDPR",
    nl="Er staat niet dat kopieën alleen naar een adres gaan dat u al kende.",
    en="It does not say that copies go only to an address you knew already.",
    mend_nl="Zet rights.copies_go_to op known-address.",
    mend_en="Set rights.copies_go_to to known-address.",
)
def copies_go_anywhere(world: World) -> Iterator[Hit]:
    """Whoever writes in somebody's name from a new address must not get that person's data."""
    if not world.policy.rights.copies_go_to:
        yield hit("rights.copies_go_to")


@rule(
    "encryption-unclear",
    Severity.WARNING,
    "Art. 12(1), 32(1)(a) GDPR",
    nl="Over de versleuteling van de website staat niets, of een verouderd woord (SSL).",
    en="Nothing is said of the encryption of the website, or in an outdated word (SSL).",
    mend_nl="Zet website.encryption op https.",
    mend_en="Set website.encryption to https.",
)
def encryption_unclear(world: World) -> Iterator[Hit]:
    """SSL has been out of use for years: a reader who knows that doubts the rest."""
    if world.policy.website.encryption in (None, "ssl"):
        yield hit("website.encryption")


@rule(
    "leaving-erases-unwarned",
    Severity.WARNING,
    "Art. 5(1)(a), 25 GDPR",
    nl="Opzeggen wist alles, zonder dat iemand eerst gewaarschuwd wordt of een kopie kan nemen.",
    en="Leaving erases everything, without a warning or a chance to take a copy first.",
    mend_nl="Zet rights.leaving_copy_first op ja: eerst bevestigen en een kopie aanbieden.",
    mend_en="Set rights.leaving_copy_first to yes: confirm first and offer a copy.",
)
def leaving_erases_unwarned(world: World) -> Iterator[Hit]:
    """Erasure cannot be undone, and ending a service is not asking for it in so many words."""
    rights = world.policy.rights
    if rights.leaving == "counts-as-erasure" and not rights.leaving_copy_first:
        yield hit("rights.leaving_copy_first", "rights.leaving")


@rule(
    "register-incomplete",
    Severity.WARNING,
    "Art. 5(1)(e), 5(2), 6, 13(2)(a) GDPR",
    nl="Er is een register van verzoeken, maar er ontbreekt: {missing}.",
    en="There is a register of requests, but this is missing: {missing}.",
    mend_nl="Vul rights.register aan: term, basis, en method voor wat anoniem heet.",
    mend_en="Complete rights.register: term, basis, and method for what is called anonymous.",
)
def register_incomplete(world: World) -> Iterator[Hit]:
    """The register holds data about people too."""
    rights = world.policy.rights
    if not (rights.register or rights.register_erasures):
        return
    stated: dict[str, object] = {"term": rights.register_term, "basis": rights.register_basis}
    if rights.register_erasures:
        stated["method"] = rights.register_method
    missing = [name for name, value in stated.items() if value is None]
    if missing:
        yield hit(*(f"rights.register.{name}" for name in missing), missing=words(missing))


@rule(
    "case-term-missing",
    Severity.WARNING,
    "Art. 5(1)(e), 13(2)(a) GDPR",
    nl="Er staat niet hoe lang een dossier van een verzoek bewaard blijft.",
    en="It does not say how long the file of a request is kept.",
    mend_nl="Zet rights.case_term, bijvoorbeeld op de tijd die men heeft om naar de rechter te gaan.",
    mend_en="Set rights.case_term, for example to the time people have to go to court.",
)
def case_term_missing(world: World) -> Iterator[Hit]:
    """A file of a handled request holds everything about somebody once more."""
    if world.policy.rights.case_term is None:
        yield hit("rights.case_term")


@rule(
    "register-not-anonymous",
    Severity.ERROR,
    "Art. 4(5), 17, recital 26 GDPR",
    nl="Het register van wisverzoeken houdt ‘{how}’ gegevens: daarmee is iemand nog aan te wijzen.",
    en="The register of erasures keeps ‘{how}’ data: that still singles somebody out.",
    mend_nl="Zet rights.register.erasures op anonymous.",
    mend_en="Set rights.register.erasures to anonymous.",
    decidable=False,
)
def register_not_anonymous(world: World) -> Iterator[Hit]:
    """A hash of an e-mail address is found again by hashing the address book."""
    how = world.policy.rights.register_erasures
    if how and how != "anonymous":
        yield hit("rights.register.erasures", how=how)


@rule(
    "download-outlives-case",
    Severity.WARNING,
    "Art. 5(1)(e) GDPR",
    nl="Een pakket is {download} op te halen, langer dan het dossier bestaat ({case}).",
    en="A package can be fetched for {download}, longer than the case exists ({case}).",
    mend_nl="Maak rights.download_for korter dan rights.case_term.",
    mend_en="Make rights.download_for shorter than rights.case_term.",
)
def download_outlives_case(world: World) -> Iterator[Hit]:
    """With the case its key goes, and the package can no longer be opened."""
    rights = world.policy.rights
    if rights.download_for and rights.case_term and is_longer(rights.download_for, rights.case_term):
        yield hit("rights.download_for", download=term(rights.download_for), case=term(rights.case_term))


@rule(
    "pause-outlives-answer",
    Severity.ERROR,
    "Art. 12(3) GDPR",
    nl="De wachttijd voor wissen ({pause}) is langer dan de termijn voor het antwoord ({promise}).",
    en="The waiting time before erasure ({pause}) is longer than the term for the answer ({promise}).",
    mend_nl="Maak rights.pause veel korter dan rights.answer_within.",
    mend_en="Make rights.pause much shorter than rights.answer_within.",
    decidable=False,
)
def pause_outlives_answer(world: World) -> Iterator[Hit]:
    """An erasure that has to wait past its own due date is always late."""
    pause, promise = world.policy.rights.pause, world.policy.rights.answer_within
    if pause and promise and is_longer(pause, promise):
        yield hit("rights.pause", pause=term(pause), promise=term(promise))


@rule(
    "suppression-not-told",
    Severity.WARNING,
    "Art. 5(1)(a), 13 GDPR",
    nl="Na wissen onthoudt u versleuteld wie gewist is tot de laatste reservekopie weg is, maar dat staat er niet.",
    en="After erasure you remember, sealed, who was erased until the last backup is gone, but it does not say so.",
    mend_nl="Zeg het bij suppression_list.",
    mend_en="Say so at suppression_list.",
)
def suppression_not_told(world: World) -> Iterator[Hit]:
    """Otherwise a restored backup would bring the person back; the remembering itself must be told."""
    if world.policy.backups is not None and not world.policy.suppression_list:
        yield hit("suppression_list")


RULES = (
    identity_copy_demanded,
    identification_method_missing,
    copies_unsecured,
    copies_go_anywhere,
    encryption_unclear,
    leaving_erases_unwarned,
    register_incomplete,
    case_term_missing,
    register_not_anonymous,
    download_outlives_case,
    pause_outlives_answer,
    suppression_not_told,
)
