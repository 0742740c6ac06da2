"""How recipients and staff are bound: secrecy, processor agreements, own use, limits. Art. 28, 29, 32."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.policy import FactPath, Policy, RecipientRole
from belofte.domain.policy_rules.finding import Severity
from belofte.domain.policy_rules.recipients import private_recipients
from belofte.domain.policy_rules.rule import Hit, World, hit, rule
from belofte.domain.policy_rules.words import words


def has_document(policy: Policy, path: str) -> bool:
    """Whether a clause that rests on this fact names the document behind it."""
    return any(clause.document and FactPath(path) in clause.facts for clause in policy.clauses.values())


@rule(
    "secrecy-missing",
    Severity.ERROR,
    "Art. 28(3)(b), 32(4) GDPR",
    nl="Van ontvanger ‘{recipient}’ staat niet waarom die moet zwijgen.",
    en="For recipient ‘{recipient}’ it does not say what binds it to secrecy.",
    mend_nl="Zet bij recipients.{recipient}.secrecy: contract, oath of statute, met het document.",
    mend_en="Give recipients.{recipient}.secrecy a basis: contract, oath or statute, with the document.",
    decidable=False,
)
def secrecy_missing(world: World) -> Iterator[Hit]:
    """Everyone who gets or may see data is bound by contract, oath or statute."""
    for recipient in private_recipients(world):
        if recipient.secrecy is None:
            yield hit(f"recipients.{recipient.name}.secrecy", recipient=recipient.name)


@rule(
    "secrecy-document-missing",
    Severity.WARNING,
    "Art. 5(2), 28(9) GDPR",
    nl="‘{bound}’ is volgens u tot geheimhouding verplicht, maar het document ontbreekt.",
    en="You say that ‘{bound}’ is bound to secrecy, but the document is missing.",
    mend_nl="Noem het document bij {path} of bij de zin erover (attest in clauses.yaml).",
    mend_en="Name the document at {path} or at its clause (attest in clauses.yaml).",
)
def secrecy_document_missing(world: World) -> Iterator[Hit]:
    """A statute needs no paper of yours; a contract or an oath does."""
    bound = {f"recipients.{r.name}": r.secrecy for r in private_recipients(world)} | {
        "staff": world.policy.staff.secrecy
    }
    for who, secrecy in bound.items():
        path = f"{who}.secrecy"
        needs_paper = secrecy is not None and secrecy.basis != "statute" and not secrecy.document
        if needs_paper and not has_document(world.policy, path):
            yield hit(path, bound=who.removeprefix("recipients."), path=path)


@rule(
    "secrecy-expired",
    Severity.ERROR,
    "Art. 28(3)(b) GDPR",
    nl="De geheimhouding van ‘{recipient}’ gold tot {day}.",
    en="The secrecy of ‘{recipient}’ held until {day}.",
    mend_nl="Sluit een nieuwe overeenkomst en zet de datums bij recipients.{recipient}.secrecy, of stop met delen.",
    mend_en="Make a new agreement and set the dates at recipients.{recipient}.secrecy, or stop sharing.",
    decidable=False,
)
def secrecy_expired(world: World) -> Iterator[Hit]:
    """Data still flow while nothing binds the recipient any more."""
    for recipient in private_recipients(world):
        until = recipient.secrecy.until if recipient.secrecy else None
        if until and until < world.today:
            yield hit(f"recipients.{recipient.name}.secrecy.until", recipient=recipient.name, day=until.isoformat())


@rule(
    "secrecy-dates-odd",
    Severity.WARNING,
    "Art. 28(3)(b) GDPR",
    nl="De geheimhouding van ‘{recipient}’ is getekend op {day}: na vandaag, of na de einddatum.",
    en="The secrecy of ‘{recipient}’ was signed on {day}: after today, or after its end.",
    mend_nl="Controleer de datums bij recipients.{recipient}.secrecy.",
    mend_en="Check the dates at recipients.{recipient}.secrecy.",
)
def secrecy_dates_odd(world: World) -> Iterator[Hit]:
    """A signature of tomorrow binds nobody today."""
    for recipient in private_recipients(world):
        bound = recipient.secrecy
        if bound and bound.signed and bound.signed > min(world.today, bound.until or world.today):
            path = f"recipients.{recipient.name}.secrecy.signed"
            yield hit(path, recipient=recipient.name, day=bound.signed.isoformat())


@rule(
    "processor-agreement-missing",
    Severity.WARNING,
    "Art. 28(3) GDPR",
    nl="‘{recipient}’ is verwerker, maar een verwerkersovereenkomst wordt niet genoemd.",
    en="‘{recipient}’ is a processor, but no processor agreement is named.",
    mend_nl="Noem de overeenkomst bij recipients.{recipient}.agreement.",
    mend_en="Name the agreement at recipients.{recipient}.agreement.",
)
def processor_agreement_missing(world: World) -> Iterator[Hit]:
    """A processor may act only under a contract with the content of Art. 28(3)."""
    for recipient in private_recipients(world):
        if recipient.role is RecipientRole.PROCESSOR and not recipient.agreement:
            yield hit(f"recipients.{recipient.name}.agreement", recipient=recipient.name)


@rule(
    "own-use-not-stated",
    Severity.WARNING,
    "Art. 28(3)(a), 13(1)(e) GDPR",
    nl="Van verwerker ‘{recipient}’ staat niet of die de gegevens ook voor zichzelf gebruikt.",
    en="For processor ‘{recipient}’ it does not say whether it uses the data for itself too.",
    mend_nl="Zet recipients.{recipient}.own_use op never, of noem het eigen gebruik.",
    mend_en="Set recipients.{recipient}.own_use to never, or name its own use.",
)
def own_use_not_stated(world: World) -> Iterator[Hit]:
    """Silence about some recipients reads as a difference from those of whom it is said."""
    for recipient in private_recipients(world):
        if recipient.role is RecipientRole.PROCESSOR and recipient.own_use is None:
            yield hit(f"recipients.{recipient.name}.own_use", recipient=recipient.name)


@rule(
    "line-not-encrypted",
    Severity.ERROR,
    "Art. 32(1)(a) GDPR",
    nl="Over de lijn van ‘{recipient}’ gaan gegevens, maar versleuteling wordt niet beloofd.",
    en="Data pass over the line of ‘{recipient}’, but encryption is not promised.",
    mend_nl="Versleutel alles wat over de lijn gaat en zet recipients.{recipient}.encrypted op ja.",
    mend_en="Encrypt all that passes over the line and set recipients.{recipient}.encrypted to yes.",
    decidable=False,
)
def line_not_encrypted(world: World) -> Iterator[Hit]:
    """A carrier of traffic reads nothing only if there is nothing to read."""
    for recipient in private_recipients(world):
        if recipient.role is RecipientRole.LINE and recipient.encrypted is False:
            yield hit(f"recipients.{recipient.name}.encrypted", recipient=recipient.name)


@rule(
    "staff-access-unlimited",
    Severity.WARNING,
    "Art. 25(2), 32(4) GDPR",
    nl="Medewerkers zien gegevens, maar er ontbreekt: {missing}.",
    en="Staff see data, but this is missing: {missing}.",
    mend_nl="Zet het bij staff: limits, secrecy, en custodian waar iets na vertrek bewaard blijft.",
    mend_en="Say so under staff: limits, secrecy, and a custodian where something is kept after leaving.",
)
def staff_access_unlimited(world: World) -> Iterator[Hit]:
    """By default only those who need the data see them; what is kept by law needs a keeper."""
    staff, retention = world.policy.staff, world.policy.retention.values()
    kept = any(rule.law or rule.applicable_term for rule in retention) and any(r.staff_access for r in retention)
    missing = [
        name
        for name, lacking in (
            ("limits", not staff.limits),
            ("secrecy", staff.secrecy is None),
            ("custodian", kept and not staff.custodian),
        )
        if lacking
    ]
    if staff.roles and missing:
        yield hit(*(f"staff.{name}" for name in missing), missing=words(missing))


RULES = (
    secrecy_missing,
    secrecy_document_missing,
    secrecy_expired,
    secrecy_dates_odd,
    processor_agreement_missing,
    own_use_not_stated,
    line_not_encrypted,
    staff_access_unlimited,
)
