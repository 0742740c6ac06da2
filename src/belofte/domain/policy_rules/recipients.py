"""Who gets data, and which: Art. 13(1)(e), 15(1)(c), 26, 28."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.policy import Recipient, RecipientRole
from belofte.domain.policy_rules.finding import Severity
from belofte.domain.policy_rules.rule import Hit, World, hit, rule
from belofte.domain.policy_rules.words import names


def private_recipients(world: World) -> Iterator[Recipient]:
    """Everyone who gets or sees data, save the authorities, who are bound by law and chosen by it."""
    return (r for r in world.policy.recipients.values() if r.role is not RecipientRole.PUBLIC)


def reads_nothing(recipient: Recipient) -> bool:
    """Whether all that passes this recipient is unreadable to it."""
    return recipient.role is RecipientRole.LINE or recipient.sees == "nothing-readable"


@rule(
    "recipient-role-missing",
    Severity.WARNING,
    "Art. 4(7)-(9), 26, 28 GDPR",
    nl="Van ontvanger ‘{recipient}’ staat niet of die verwerker is of zelf verantwoordelijk.",
    en="For recipient ‘{recipient}’ it does not say whether it is a processor or a controller itself.",
    mend_nl="Zet de rol bij recipients.{recipient}.role.",
    mend_en="Give the role at recipients.{recipient}.role.",
)
def recipient_role_missing(world: World) -> Iterator[Hit]:
    """The role decides which contract is needed and whom a person can hold to account."""
    for recipient in world.policy.recipients.values():
        if recipient.role is None:
            yield hit(f"recipients.{recipient.name}.role", recipient=recipient.name)


@rule(
    "recipient-data-missing",
    Severity.WARNING,
    "Art. 13(1)(e), 15(1)(c) GDPR",
    nl="Van ontvanger ‘{recipient}’ staat niet welke gegevens die krijgt.",
    en="For recipient ‘{recipient}’ it does not say which data it gets.",
    mend_nl="Noem de categorieën bij recipients.{recipient}.gets.",
    mend_en="Name the categories at recipients.{recipient}.gets.",
)
def recipient_data_missing(world: World) -> Iterator[Hit]:
    """Without it nobody knows which systems a request must reach."""
    for recipient in world.policy.recipients.values():
        if not recipient.gets and not reads_nothing(recipient):
            yield hit(f"recipients.{recipient.name}.gets", recipient=recipient.name)


@rule(
    "recipient-use-missing",
    Severity.WARNING,
    "Art. 13(1)(c) and (e) GDPR",
    nl="Van ontvanger ‘{recipient}’ staat niet waarvoor die nodig is.",
    en="For recipient ‘{recipient}’ it does not say what it is needed for.",
    mend_nl="Zet het bij recipients.{recipient}.does.",
    mend_en="Say so at recipients.{recipient}.does.",
)
def recipient_use_missing(world: World) -> Iterator[Hit]:
    """A name alone does not tell people why their data go there."""
    for recipient in private_recipients(world):
        if not recipient.does:
            yield hit(f"recipients.{recipient.name}.does", recipient=recipient.name)


@rule(
    "mail-systems-unclear",
    Severity.WARNING,
    "Art. 5(1)(a), 15 GDPR",
    nl="Er zijn meer mailsystemen ({recipients}), maar er staat niet bij allemaal welke gegevens waar liggen.",
    en="There are several mail systems ({recipients}), but it does not say for each of them which data lie where.",
    mend_nl="Noem bij elk van hen onder gets wat er ligt: een verzoek moet ze allemaal bereiken.",
    mend_en="Name under gets what each of them holds: a request must reach all of them.",
)
def mail_systems_unclear(world: World) -> Iterator[Hit]:
    """Mail that lies in a forgotten system is never found, corrected or erased."""
    mail = [r for r in world.policy.recipients.values() if {"email", "business-email"} & set(r.does)]
    if len(mail) > 1 and any(not r.gets for r in mail):
        yield hit(*(f"recipients.{r.name}.gets" for r in mail), recipients=names(r.name for r in mail))


@rule(
    "recipients-open-ended",
    Severity.WARNING,
    "Art. 13(1)(e) GDPR",
    nl="De opsomming waarin ‘{recipient}’ staat is open (‘zoals’, ‘de gebruikelijke’).",
    en="The list in which ‘{recipient}’ stands is open (“such as”, “the usual”).",
    mend_nl="Noem alle ontvangers van deze soort en zet recipients.{recipient}.closed op ja.",
    mend_en="Name every recipient of this sort and set recipients.{recipient}.closed to yes.",
)
def recipients_open_ended(world: World) -> Iterator[Hit]:
    """People are entitled to know who really gets their data (CJEU C-154/21)."""
    for recipient in world.policy.recipients.values():
        if not recipient.closed:
            yield hit(f"recipients.{recipient.name}", recipient=recipient.name)


@rule(
    "supplier-not-recipient",
    Severity.WARNING,
    "Art. 13(1)(e), 28 GDPR",
    nl="De tekst noemt techniek van ‘{supplier}’, maar die staat niet bij de ontvangers.",
    en="The text names technology of ‘{supplier}’, who is not among the recipients.",
    mend_nl="Zet ‘{supplier}’ bij recipients met wat die te zien krijgt, ook als dat alleen hulp op afstand is.",
    mend_en="Add ‘{supplier}’ to recipients with what it gets to see, even if that is remote help only.",
)
def supplier_not_recipient(world: World) -> Iterator[Hit]:
    """Support that looks into a system looks at the people in it."""
    known = set(world.policy.recipients)
    for recipient in world.policy.recipients.values():
        vendor = world.vendors.behind(recipient)
        known |= {vendor.name, *vendor.also} if vendor else set()
    for supplier in world.policy.technology.named:
        if supplier not in known:
            yield hit(f"technology.named.{supplier}", supplier=supplier)


@rule(
    "bank-not-named",
    Severity.INFORMATION,
    "Art. 13(1)(e) GDPR",
    nl="Er is een belofte over betaaldiensten, maar geen bank of betaaldienst staat bij de ontvangers.",
    en="There is a promise about payment services, but no bank or payment service is among the recipients.",
    mend_nl="Noem bij recipients wie de betalingen ziet, ook als dat alleen de bank is.",
    mend_en="Name under recipients who sees the payments, even if that is only the bank.",
)
def bank_not_named(world: World) -> Iterator[Hit]:
    """Whoever is paid is paid through somebody."""
    does = {"banking", "payment"}
    named = any(r.role is RecipientRole.PAYMENT or does & set(r.does) for r in world.policy.recipients.values())
    if "online-payment" in world.policy.never and not named:
        yield hit("never.online-payment")


RULES = (
    recipient_role_missing,
    recipient_data_missing,
    recipient_use_missing,
    mail_systems_unclear,
    recipients_open_ended,
    supplier_not_recipient,
    bank_not_named,
)
