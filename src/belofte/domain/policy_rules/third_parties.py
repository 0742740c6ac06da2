"""What must be known of everyone outside, and of those for whom one is processor oneself. Art. 5(2), 6, 28, 30."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.flows import OWN
from belofte.domain.policy import OnBehalf, RecipientRole
from belofte.domain.policy_rules.finding import Severity
from belofte.domain.policy_rules.recipients import private_recipients, reads_nothing
from belofte.domain.policy_rules.rule import Hit, World, hit, rule
from belofte.domain.policy_rules.words import names, words

ON_THEIR_OWN = frozenset({RecipientRole.CONTROLLER, RecipientRole.CARRIER, RecipientRole.PAYMENT})
"""Roles that decide for themselves: giving them data needs a basis."""


def is_practised(world: World) -> bool:
    """Whether the folder is more than the text of a notice: it has systems, or facts that no notice tells. A text that
    is only compared with the law is not asked for what stands in a record of processing."""
    policy = world.policy
    stated = any(purpose.dpia for purpose in policy.purposes.values()) or bool(policy.security)
    return bool(world.systems) or stated or any(recipient.purposes for recipient in policy.recipients.values())


@rule(
    "recipient-purpose-missing",
    Severity.WARNING,
    "Art. 5(1)(b), 30(1)(b) and (d) GDPR",
    nl="Van ontvanger ‘{recipient}’ staat niet voor welke doelen die gegevens krijgt.",
    en="For recipient ‘{recipient}’ it does not say for which purposes it gets data.",
    mend_nl="Noem bij recipients.{recipient}.purposes de doelen uit purposes.",
    mend_en="Name the purposes of purposes at recipients.{recipient}.purposes.",
)
def recipient_purpose_missing(world: World) -> Iterator[Hit]:
    """A flow without a purpose has no ground either."""
    for recipient in private_recipients(world) if is_practised(world) else ():
        if recipient.gets and not recipient.purposes:
            yield hit(f"recipients.{recipient.name}.purposes", recipient=recipient.name)


@rule(
    "recipient-gets-more",
    Severity.WARNING,
    "Art. 5(1)(b) and (c) GDPR",
    nl="‘{recipient}’ krijgt {categories}, maar geen van de doelen waarvoor die gegevens krijgt, gebruikt dat.",
    en="‘{recipient}’ gets {categories}, but none of the purposes it gets data for uses that.",
    mend_nl="Noem bij recipients.{recipient}.purposes het doel, of haal het weg bij gets.",
    mend_en="Name the purpose at recipients.{recipient}.purposes, or take it away from gets.",
)
def recipient_gets_more(world: World) -> Iterator[Hit]:
    """What nobody needs for a purpose need not be passed on."""
    for recipient in private_recipients(world):
        used = {
            use.category
            for name in recipient.purposes
            if (purpose := world.policy.purposes.get(name))
            for use in purpose.uses
        }
        spare = [category for category in recipient.gets if category not in used]
        if recipient.purposes and spare and recipient.gets != ("anything",):
            yield hit(f"recipients.{recipient.name}.gets", recipient=recipient.name, categories=names(spare))


@rule(
    "disclosure-basis-missing",
    Severity.WARNING,
    "Art. 6(1) GDPR",
    nl="‘{recipient}’ beslist zelf over de gegevens, maar er staat niet op welke grond die ze mag krijgen.",
    en="‘{recipient}’ decides about the data itself, but it does not say on which basis it may be given them.",
    mend_nl="Zet de grond bij recipients.{recipient}.basis, zoals contract of legal-duty.",
    mend_en="Give the basis at recipients.{recipient}.basis, such as contract or legal-duty.",
)
def disclosure_basis_missing(world: World) -> Iterator[Hit]:
    """Giving data to another controller is processing of its own."""
    for recipient in private_recipients(world) if is_practised(world) else ():
        if recipient.role in ON_THEIR_OWN and recipient.gets and recipient.basis is None:
            yield hit(f"recipients.{recipient.name}.basis", recipient=recipient.name)


@rule(
    "agreement-points-missing",
    Severity.WARNING,
    "Art. 28(3) GDPR",
    nl="Van de overeenkomst met ‘{recipient}’ staat niet waar deze punten van art. 28 lid 3 staan: {points}.",
    en="For the agreement with ‘{recipient}’ it does not say where these points of Art. 28(3) stand: {points}.",
    mend_nl="Lees de overeenkomst en zet de vindplaatsen bij recipients.{recipient}.agreement.points.",
    mend_en="Read the agreement and give the places at recipients.{recipient}.agreement.points.",
)
def agreement_points_missing(world: World) -> Iterator[Hit]:
    """An agreement that leaves out a point is none in the sense of the law."""
    for recipient in private_recipients(world) if is_practised(world) else ():
        if recipient.role is RecipientRole.PROCESSOR and recipient.agreement and recipient.agreement.missing:
            points = names(recipient.agreement.missing)
            yield hit(f"recipients.{recipient.name}.agreement.points", recipient=recipient.name, points=points)


@rule(
    "agreement-expired",
    Severity.ERROR,
    "Art. 28(3) GDPR",
    nl="De verwerkersovereenkomst met ‘{recipient}’ gold tot en met {day}.",
    en="The processor agreement with ‘{recipient}’ held until {day}.",
    mend_nl="Sluit een nieuwe en zet de datums bij recipients.{recipient}.agreement, of stop met delen.",
    mend_en="Make a new one and set the dates at recipients.{recipient}.agreement, or stop sharing.",
    decidable=False,
)
def agreement_expired(world: World) -> Iterator[Hit]:
    """A processor acts under a contract or not at all."""
    for recipient in private_recipients(world):
        until = recipient.agreement.until if recipient.agreement else None
        if until and until < world.today:
            yield hit(f"recipients.{recipient.name}.agreement.until", recipient=recipient.name, day=until.isoformat())


@rule(
    "agreement-review-due",
    Severity.WARNING,
    "Art. 24(1), 28(1) GDPR",
    nl="De overeenkomst met ‘{recipient}’ had op {day} opnieuw bekeken moeten zijn.",
    en="The agreement with ‘{recipient}’ should have been looked at again on {day}.",
    mend_nl="Bekijk de overeenkomst en zet een nieuwe datum bij recipients.{recipient}.agreement.review.",
    mend_en="Look at the agreement and set a new date at recipients.{recipient}.agreement.review.",
)
def agreement_review_due(world: World) -> Iterator[Hit]:
    """A date that has passed is a promise to oneself that was not kept."""
    for recipient in private_recipients(world):
        review = recipient.agreement.review if recipient.agreement else None
        if review and review < world.today:
            path = f"recipients.{recipient.name}.agreement.review"
            yield hit(path, recipient=recipient.name, day=review.isoformat())


@rule(
    "sub-processor-outside-eea",
    Severity.WARNING,
    "Art. 28(4), 44 GDPR",
    nl="{sub}, die voor ‘{recipient}’ werkt, zit in {country}, buiten de EER; de grond voor doorgifte ontbreekt.",
    en="{sub}, who works for ‘{recipient}’, is in {country}, outside the EEA; no ground for that is stated.",
    mend_nl="Zet bij recipients.{recipient}.transfer op welke grond de gegevens daarheen mogen.",
    mend_en="Say at recipients.{recipient}.transfer on which ground the data may go there.",
)
def sub_processor_outside_eea(world: World) -> Iterator[Hit]:
    """Data does not stay in the EEA because the first in the chain does."""
    for recipient in private_recipients(world):
        for sub in recipient.sub_processors:
            outside = sub.country is not None and world.vendors.is_outside_eea(sub.country)
            if outside and sub.country and (recipient.transfer is None or recipient.transfer.basis == "none-needed"):
                where = world.vendors.named(sub.country)
                path = f"recipients.{recipient.name}.sub_processors.{sub.name}"
                yield hit(path, recipient=recipient.name, sub=sub.name, country=where)


@rule(
    "flow-beyond-recipient",
    Severity.WARNING,
    "Art. 5(1)(b), 13(1)(e) GDPR",
    nl="Vanuit ‘{system}’ gaan gegevens naar ‘{recipient}’, die volgens het beleid niets krijgt van wat daar ligt.",
    en="Data goes from ‘{system}’ to ‘{recipient}’, who by the policy gets nothing of what lies there.",
    mend_nl="Noem de categorie bij recipients.{recipient}.gets, of beëindig de stroom.",
    mend_en="Name the category at recipients.{recipient}.gets, or end the flow.",
)
def flow_beyond_recipient(world: World) -> Iterator[Hit]:
    """A flow that is declared in private and not in the policy is a surprise for those it is about."""
    for system in world.systems.values():
        held = {c.category for c in system.collections.values() if c.category}
        targets = dict.fromkeys(name for declared in system.flows.values() for name in declared.values())
        for recipient in (name for name in targets if name != OWN):
            known = world.policy.recipients.get(recipient)
            told = known is None or reads_nothing(known) or "anything" in known.gets or held & set(known.gets)
            if held and not told:
                yield hit(f"systems.{system.name}.flows", system=system.name, recipient=recipient)


@rule(
    "on-behalf-missing",
    Severity.WARNING,
    "Art. 28(3), 30(2) GDPR",
    nl="U verwerkt gegevens voor uw klanten, maar geen enkele overeenkomst daarover is vermeld.",
    en="You process data for your customers, but no agreement about that is stated.",
    mend_nl="Zet elke klant met de overeenkomst in on_behalf.yaml.",
    mend_en="Put each customer with the agreement into on_behalf.yaml.",
)
def on_behalf_missing(world: World) -> Iterator[Hit]:
    """Whoever processes for others keeps a record of that too."""
    if world.policy.customers.processor_for and not world.on_behalf and is_practised(world):
        yield hit("customers.processor_for")


@rule(
    "on-behalf-incomplete",
    Severity.WARNING,
    "Art. 28(3), 30(2) GDPR",
    nl="Van wat u voor ‘{work}’ verwerkt, ontbreekt: {missing}.",
    en="Of what you process for ‘{work}’, this is missing: {missing}.",
    mend_nl="Vul het aan bij {work} in on_behalf.yaml.",
    mend_en="Add it at {work} in on_behalf.yaml.",
)
def on_behalf_incomplete(world: World) -> Iterator[Hit]:
    """Art. 28(3) names what an agreement sets out; Art. 30(2) what the record holds."""
    for name, work in world.on_behalf.items():
        if missing := _missing(work):
            yield hit(f"on_behalf.{name}", work=name, missing=words(missing))


@rule(
    "on-behalf-expired",
    Severity.ERROR,
    "Art. 28(3) GDPR",
    nl="De overeenkomst over wat u voor ‘{work}’ verwerkt, gold tot en met {day}.",
    en="The agreement about what you process for ‘{work}’ held until {day}.",
    mend_nl="Verleng die, of geef alles terug of wis het, en pas on_behalf.yaml aan.",
    mend_en="Renew it, or return or erase everything, and change on_behalf.yaml.",
    decidable=False,
)
def on_behalf_expired(world: World) -> Iterator[Hit]:
    """After the end there are no instructions to act on."""
    for name, work in world.on_behalf.items():
        ends = [day for day in (work.until, work.agreement.until if work.agreement else None) if day]
        if ends and min(ends) < world.today:
            yield hit(f"on_behalf.{name}", work=name, day=min(ends).isoformat())


def _missing(work: OnBehalf) -> list[str]:
    lacking = (
        ("controller", not work.controller),
        ("contact", not work.contact),
        ("subject-matter", not work.about),
        ("duration", not (work.starts or work.until)),
        ("nature", not work.nature),
        ("purpose", not work.purpose),
        ("subjects", not work.subjects),
        ("data", not work.data),
        ("instructions", not work.instructions),
        ("agreement", work.agreement is None),
        ("points", bool(work.agreement and work.agreement.missing)),
        ("sub-processors", work.sub_processors_allowed is None),
    )
    return [name for name, is_lacking in lacking if is_lacking]


RULES = (
    recipient_purpose_missing,
    recipient_gets_more,
    disclosure_basis_missing,
    agreement_points_missing,
    agreement_expired,
    agreement_review_due,
    sub_processor_outside_eea,
    flow_beyond_recipient,
    on_behalf_missing,
    on_behalf_incomplete,
    on_behalf_expired,
)
