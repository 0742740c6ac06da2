"""Where data go: countries outside the EEA and the ground for sending data there. Art. 13(1)(f), 28(2), 44-49."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.policy_rules.finding import Severity
from belofte.domain.policy_rules.recipients import private_recipients, reads_nothing
from belofte.domain.policy_rules.rule import Hit, World, hit, rule
from belofte.domain.policy_rules.words import words


@rule(
    "transfer-safeguard-missing",
    Severity.ERROR,
    "Art. 13(1)(f), 44-49 GDPR",
    nl="‘{recipient}’, of het bedrijf erachter, zit in {country}, buiten de EER; de grond voor doorgifte ontbreekt.",
    en="‘{recipient}’, or the company behind it, is in {country}, outside the EEA; no ground for that is stated.",
    mend_nl="Zet bij recipients.{recipient}.transfer de grond (adequacy, dpf, scc, bcr) en waar men een kopie krijgt.",
    mend_en="Give recipients.{recipient}.transfer a basis (adequacy, dpf, scc, bcr) and say where to get a copy.",
    decidable=False,
)
def transfer_safeguard_missing(world: World) -> Iterator[Hit]:
    """Also where the policy names no country and the vendor is known to keep data outside the EEA."""
    for recipient in private_recipients(world):
        country = world.vendors.country_of(recipient)
        unread = recipient.transfer is None and not reads_nothing(recipient)
        if country and unread and world.vendors.is_outside_eea(country):
            name = world.vendors.named(country)
            yield hit(f"recipients.{recipient.name}.transfer", recipient=recipient.name, country=name)


@rule(
    "transfer-ground-wrong",
    Severity.ERROR,
    "Art. 45(1) GDPR",
    nl="Voor ‘{recipient}’ staat ‘{basis}’ als grond voor doorgifte, maar dat geldt niet voor {country}.",
    en="For ‘{recipient}’ the ground for transfer is ‘{basis}’, but that does not hold for {country}.",
    mend_nl="Kies bij recipients.{recipient}.transfer een grond die wel geldt, zoals scc.",
    mend_en="Choose a ground at recipients.{recipient}.transfer that does hold, such as scc.",
    decidable=False,
)
def transfer_ground_wrong(world: World) -> Iterator[Hit]:
    """An adequacy decision exists for some countries only; the Data Privacy Framework is American."""
    for recipient in private_recipients(world):
        country = world.vendors.country_of(recipient)
        if not country or not world.vendors.is_outside_eea(country) or recipient.transfer is None:
            continue
        basis = recipient.transfer.basis
        wrong = {
            "adequacy": country not in world.vendors.adequate,
            "dpf": country != "US",
            "none-needed": True,
        }
        if wrong.get(basis, False):
            path = f"recipients.{recipient.name}.transfer"
            yield hit(path, recipient=recipient.name, basis=basis, country=world.vendors.named(country))


@rule(
    "transfer-without-fallback",
    Severity.WARNING,
    "Art. 44, 46 GDPR",
    nl="De doorgifte aan ‘{recipient}’ rust op een besluit dat kan vervallen, zonder {missing}.",
    en="The transfer to ‘{recipient}’ rests on a decision that can fall, without {missing}.",
    mend_nl="Zet bij recipients.{recipient}.transfer een review-datum en een fallback.",
    mend_en="Give recipients.{recipient}.transfer a review date and a fallback.",
)
def transfer_without_fallback(world: World) -> Iterator[Hit]:
    """The Data Privacy Framework is before the Court of Justice: know what you do when it falls."""
    for recipient in private_recipients(world):
        transfer = recipient.transfer
        if transfer and transfer.basis == "dpf":
            missing = [n for n, v in (("review", transfer.review), ("ground", transfer.fallback)) if not v]
            if missing:
                yield hit(f"recipients.{recipient.name}.transfer", recipient=recipient.name, missing=words(missing))


@rule(
    "transfer-copy-missing",
    Severity.WARNING,
    "Art. 13(1)(f) GDPR",
    nl="Er staat niet waar men een kopie krijgt van de waarborgen voor de doorgifte aan ‘{recipient}’.",
    en="It does not say where to get a copy of the safeguards for the transfer to ‘{recipient}’.",
    mend_nl="Zet het bij recipients.{recipient}.transfer.copy_from.",
    mend_en="Say so at recipients.{recipient}.transfer.copy_from.",
)
def transfer_copy_missing(world: World) -> Iterator[Hit]:
    """Contractual safeguards can be asked for; the notice says where."""
    for recipient in private_recipients(world):
        if recipient.transfer and recipient.transfer.basis in ("scc", "bcr") and not recipient.transfer.copy_from:
            yield hit(f"recipients.{recipient.name}.transfer.copy_from", recipient=recipient.name)


@rule(
    "transfer-review-due",
    Severity.WARNING,
    "Art. 24(1), 44 GDPR",
    nl="De doorgifte aan ‘{recipient}’ had op {day} opnieuw beoordeeld moeten zijn.",
    en="The transfer to ‘{recipient}’ should have been reviewed on {day}.",
    mend_nl="Beoordeel de doorgifte en zet een nieuwe datum bij recipients.{recipient}.transfer.review.",
    mend_en="Review the transfer and set a new date at recipients.{recipient}.transfer.review.",
)
def transfer_review_due(world: World) -> Iterator[Hit]:
    """A date that has passed is a promise to oneself that was not kept."""
    for recipient in private_recipients(world):
        review = recipient.transfer.review if recipient.transfer else None
        if review and review < world.today:
            path = f"recipients.{recipient.name}.transfer.review"
            yield hit(path, recipient=recipient.name, day=review.isoformat())


@rule(
    "parent-outside-eea",
    Severity.WARNING,
    "Art. 13(1)(f), 44, 48 GDPR",
    nl="Gegevens bij ‘{recipient}’ blijven in de EER, maar over het moederbedrijf in {country} staat niets.",
    en="Data at ‘{recipient}’ stay in the EEA, but its parent company is in {country} and nothing is said about that.",
    mend_nl="Zeg bij recipients.{recipient}.transfer op welke grond het mag, of none-needed als er niets heen gaat.",
    mend_en="Say at recipients.{recipient}.transfer on which ground, or none-needed if nothing goes there.",
)
def parent_outside_eea(world: World) -> Iterator[Hit]:
    """Support staff and courts of the parent's country may reach the data."""
    for recipient in private_recipients(world):
        vendor, country = world.vendors.behind(recipient), world.vendors.country_of(recipient)
        if not vendor or not vendor.parent or recipient.transfer:
            continue
        inside = country is not None and not world.vendors.is_outside_eea(country)
        if inside and world.vendors.is_outside_eea(vendor.parent):
            name = world.vendors.named(vendor.parent)
            yield hit(f"recipients.{recipient.name}.transfer", recipient=recipient.name, country=name)


@rule(
    "recipient-country-missing",
    Severity.WARNING,
    "Art. 13(1)(f) GDPR",
    nl="Van ontvanger ‘{recipient}’ staat niet in welk land de gegevens liggen.",
    en="For recipient ‘{recipient}’ it does not say in which country the data lie.",
    mend_nl="Zet bij recipients.{recipient} een country of only_in.",
    mend_en="Give recipients.{recipient} a country or only_in.",
)
def recipient_country_missing(world: World) -> Iterator[Hit]:
    """Without a country nobody can tell whether data leave the EEA."""
    for recipient in private_recipients(world):
        if not (recipient.country or recipient.only_in or reads_nothing(recipient)):
            yield hit(f"recipients.{recipient.name}.country", recipient=recipient.name)


@rule(
    "sub-processor-country-missing",
    Severity.WARNING,
    "Art. 28(2) and (4), 13(1)(f) GDPR",
    nl="Van {sub}, die voor ‘{recipient}’ werkt, staat niet in welk land.",
    en="For {sub}, who works for ‘{recipient}’, the country is not stated.",
    mend_nl="Zet bij recipients.{recipient}.sub_processors het land van {sub}.",
    mend_en="Give the country of {sub} at recipients.{recipient}.sub_processors.",
)
def sub_processor_country_missing(world: World) -> Iterator[Hit]:
    """The chain of processors is part of the transfer."""
    for recipient in private_recipients(world):
        for sub in recipient.sub_processors:
            if not sub.country:
                yield hit(f"recipients.{recipient.name}.sub_processors", recipient=recipient.name, sub=sub.name)


RULES = (
    transfer_safeguard_missing,
    transfer_ground_wrong,
    transfer_without_fallback,
    transfer_copy_missing,
    transfer_review_due,
    parent_outside_eea,
    recipient_country_missing,
    sub_processor_country_missing,
)
