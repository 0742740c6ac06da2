"""The notice against what vendors say of their own products: Art. 5(1)(a) and (d).

What a vendor does is in a data file, each fact with its source and the day it was read; a finding names both.
"""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.policy_rules.finding import Severity
from belofte.domain.policy_rules.observed import recorded_in
from belofte.domain.policy_rules.rule import Hit, Value, World, hit, rule
from belofte.domain.policy_rules.vendors import Vendor
from belofte.domain.policy_rules.words import kinds, names


def _sourced(vendor: Vendor, fact: str) -> dict[str, Value]:
    source = vendor.sources.get(fact)
    return {
        "vendor": vendor.name,
        "source": source.where if source else "–",
        "seen": source.seen.isoformat() if source else "–",
    }


@rule(
    "vendor-does-not-record",
    Severity.ERROR,
    "Art. 5(1)(a) and (d) GDPR",
    nl="De tekst zegt dat ‘{recipient}’ dit vastlegt: {kinds}. {vendor} zegt van niet ({source}, {seen}).",
    en="The text says that ‘{recipient}’ records this: {kinds}. {vendor} says it does not ({source}, {seen}).",
    mend_nl="Haal het weg bij recipients.{recipient}.records, of noem het product dat u echt gebruikt (vendor).",
    mend_en="Take it out of recipients.{recipient}.records, or name the product you really use (vendor).",
    decidable=False,
)
def vendor_does_not_record(world: World) -> Iterator[Hit]:
    """A notice describes the product in use, not the one before it."""
    for recipient in world.policy.recipients.values():
        vendor = world.vendors.behind(recipient)
        wrong = [kind for kind in recipient.records if vendor and kind in vendor.never_records]
        if vendor and wrong:
            path = f"recipients.{recipient.name}.records"
            yield hit(path, recipient=recipient.name, kinds=kinds(wrong), **_sourced(vendor, "never_records"))


@rule(
    "vendor-sets-cookies",
    Severity.ERROR,
    "Art. 5(3) ePrivacy Directive; Tw 11.7a",
    nl="De tekst zegt dat er geen cookies zijn, maar {vendor} plaatst ze ({source}, {seen}).",
    en="The text says there are no cookies, but {vendor} sets them ({source}, {seen}).",
    mend_nl="Noem de cookies bij website.cookies en vraag vooraf toestemming, of neem een product zonder cookies.",
    mend_en="Name the cookies at website.cookies and ask consent before, or use a product without cookies.",
    decidable=False,
)
def vendor_sets_cookies(world: World) -> Iterator[Hit]:
    """To say that there are no cookies is false with a product that sets them."""
    for recipient in world.policy.recipients.values():
        vendor = world.vendors.behind(recipient)
        if vendor and vendor.sets_cookies and world.policy.website.cookies == ():
            yield hit("website.cookies", f"recipients.{recipient.name}", **_sourced(vendor, "sets_cookies"))


@rule(
    "vendor-use-mismatch",
    Severity.WARNING,
    "Art. 5(1)(a), 12(1) GDPR",
    nl="‘{recipient}’ wordt volgens de tekst gebruikt voor {does}; {vendor} is voor {really} ({source}, {seen}).",
    en="The text says that ‘{recipient}’ is used for {does}; {vendor} is for {really} ({source}, {seen}).",
    mend_nl="Zet bij recipients.{recipient}.does waarvoor u het echt gebruikt.",
    mend_en="Say at recipients.{recipient}.does what you really use it for.",
)
def vendor_use_mismatch(world: World) -> Iterator[Hit]:
    """Text left over from a template is text about somebody else."""
    for recipient in world.policy.recipients.values():
        vendor = world.vendors.behind(recipient)
        if vendor and recipient.does and vendor.does and not set(recipient.does) & set(vendor.does):
            yield hit(
                f"recipients.{recipient.name}.does",
                recipient=recipient.name,
                does=names(recipient.does),
                really=names(vendor.does),
                **_sourced(vendor, "does"),
            )


@rule(
    "technology-called-wrongly",
    Severity.WARNING,
    "Art. 5(1)(a), 12(1) GDPR",
    nl="De tekst noemt ‘{supplier}’ open source; dat is {vendor} niet ({source}, {seen}).",
    en="The text calls ‘{supplier}’ open source; {vendor} is not ({source}, {seen}).",
    mend_nl="Zet technology.called op mixed, of noem alleen wat wel open source is.",
    mend_en="Set technology.called to mixed, or name only what is open source.",
)
def technology_called_wrongly(world: World) -> Iterator[Hit]:
    """A wrong word about small things costs trust in the large ones."""
    if world.policy.technology.called != "open-source":
        return
    for supplier in world.policy.technology.named:
        vendor = world.vendors.called(supplier)
        if vendor and vendor.open_source is False:
            yield hit(f"technology.named.{supplier}", supplier=supplier, **_sourced(vendor, "open_source"))


@rule(
    "mail-tracking-not-told",
    Severity.WARNING,
    "Art. 13 GDPR; Tw 11.7a",
    nl="{vendor} ziet of e-mails worden geopend, tenzij dat uit staat ({source}, {seen}); de tekst zegt er niets over.",
    en="{vendor} sees whether e-mails are opened unless that is off ({source}, {seen}); the text does not mention it.",
    mend_nl="Zet recipients.{recipient}.tracking op off of asked.",
    mend_en="Set recipients.{recipient}.tracking to off or asked.",
)
def mail_tracking_not_told(world: World) -> Iterator[Hit]:
    """Tracking that is on by default is on until somebody turns it off."""
    for recipient in world.policy.recipients.values():
        vendor = world.vendors.behind(recipient)
        if vendor and vendor.tracks_mail and recipient.tracking is None:
            path = f"recipients.{recipient.name}.tracking"
            yield hit(path, recipient=recipient.name, **_sourced(vendor, "tracks_mail"))


@rule(
    "retention-can-restart",
    Severity.WARNING,
    "Art. 5(1)(e) GDPR",
    nl="Bij {vendor} kan een nieuw bezoek de termijn van ‘{category}’ opnieuw laten beginnen ({source}, {seen}).",
    en="At {vendor} a new visit can restart the term of ‘{category}’ ({source}, {seen}).",
    mend_nl="Zet retention.{category}.reset_by_activity op nee, en zet dat ook bij {vendor} uit.",
    mend_en="Set retention.{category}.reset_by_activity to no, and turn it off at {vendor} too.",
)
def retention_can_restart(world: World) -> Iterator[Hit]:
    """A ceiling that starts anew with each visit is no ceiling."""
    for recipient in world.policy.recipients.values():
        vendor = world.vendors.behind(recipient)
        if not vendor or not vendor.clock_restarts:
            continue
        for category in recipient.gets or recorded_in(world.policy, recipient):
            kept = world.policy.retention.get(category)
            if kept and kept.ceiling and kept.reset_by_activity is not False:
                path = f"retention.{category}"
                yield hit(path, category=category, recipient=recipient.name, **_sourced(vendor, "clock_restarts"))


@rule(
    "reports-outlive-term",
    Severity.WARNING,
    "Art. 5(1)(e) GDPR",
    nl="Bij {vendor} blijven rapporten staan als de termijn van ‘{category}’ om is ({source}, {seen}).",
    en="At {vendor} reports stay when the term of ‘{category}’ is over ({source}, {seen}).",
    mend_nl="Noem bij retention.{category}.covers wat er nog onder valt: aggregates, exports.",
    mend_en="Name at retention.{category}.covers what else falls under it: aggregates, exports.",
)
def reports_outlive_term(world: World) -> Iterator[Hit]:
    """What is said of the data is said of the reports made of them, unless the text tells them apart."""
    for recipient in world.policy.recipients.values():
        vendor = world.vendors.behind(recipient)
        if not vendor or not vendor.aggregates_stay:
            continue
        for category in recipient.gets or recorded_in(world.policy, recipient):
            kept = world.policy.retention.get(category)
            if kept and kept.ceiling and not {"aggregates", "reports"} & set(kept.covers):
                path = f"retention.{category}.covers"
                yield hit(path, category=category, **_sourced(vendor, "aggregates_stay"))


RULES = (
    vendor_does_not_record,
    vendor_sets_cookies,
    vendor_use_mismatch,
    technology_called_wrongly,
    mail_tracking_not_told,
    retention_can_restart,
    reports_outlive_term,
)
