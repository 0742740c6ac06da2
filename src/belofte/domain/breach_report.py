"""What the authority's form asks of a breach, ready to be copied into it (Art. 33(3) GDPR (a) to (d)).

What is not known yet says so: the information may be given in phases (Art. 33(4)).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from belofte.domain.breach import Breach, BreachKind, BreachWords
from belofte.domain.country import Country
from belofte.domain.notice.labels import category_label
from belofte.domain.notice.wording import Both, day
from belofte.domain.policy import Policy

KINDS: Mapping[BreachKind, Both] = {
    BreachKind.WRONG_RECIPIENT: Both(
        "Persoonsgegevens zijn naar de verkeerde ontvanger gestuurd.",
        "Personal data was sent to the wrong recipient.",
    ),
    BreachKind.LOST: Both(
        "Een apparaat, drager of stuk met persoonsgegevens is kwijt of gestolen.",
        "A device, carrier or paper with personal data was lost or stolen.",
    ),
    BreachKind.INTRUSION: Both(
        "Iemand van buiten is onze systemen binnengekomen.", "Somebody from outside got into our systems."
    ),
    BreachKind.MISUSE: Both(
        "Iemand van onszelf zag of nam gegevens zonder dat dat nodig was.",
        "Somebody of our own saw or took data without need.",
    ),
    BreachKind.PUBLISHED: Both("Persoonsgegevens stonden open.", "Personal data stood open."),
    BreachKind.UNAVAILABLE: Both(
        "Persoonsgegevens zijn niet meer te bereiken of verloren gegaan.",
        "Personal data can no longer be reached, or was lost.",
    ),
    BreachKind.ALTERED: Both("Persoonsgegevens zijn ten onrechte veranderd.", "Personal data was altered wrongly."),
    BreachKind.OTHER: Both("Een andere inbreuk.", "Another kind of breach."),
}
UNKNOWN = Both("Nog niet bekend; volgt.", "Not known yet; will follow.")
LABELS = {
    "authority": Both("Aan", "To"),
    "controller": Both("Verwerkingsverantwoordelijke", "Controller"),
    "contact": Both("Contactpunt voor vragen", "Contact point"),
    "aware": Both("Ontdekt op", "Became aware on"),
    "tell_by": Both("Te melden vóór", "To be reported before"),
    "late": Both("Reden van de vertraging", "Reasons for the delay"),
    "nature": Both("Aard van de inbreuk", "Nature of the breach"),
    "happened": Both("Wat er is gebeurd", "What happened"),
    "categories": Both("Soorten gegevens", "Categories of data"),
    "persons": Both("Aantal betrokken personen (ongeveer)", "Persons concerned (approximately)"),
    "consequences": Both("Waarschijnlijke gevolgen", "Likely consequences"),
    "measures": Both("Genomen en voorgestelde maatregelen", "Measures taken and proposed"),
    "told": Both("Zijn de betrokkenen ingelicht?", "Were the persons concerned told?"),
}


@dataclass(frozen=True, slots=True)
class ReportField:
    """One field of the form. ``known`` False: to be given later."""

    name: str
    label: str
    value: str
    known: bool = True


def breach_report(
    breach: Breach, words: BreachWords, policy: Policy, country: Country, language: str, zone_time: datetime
) -> tuple[ReportField, ...]:
    """The report, field by field. ``zone_time`` is the moment of awareness in the company's time zone."""
    ends = zone_time + (breach.tell_by - breach.aware_at)
    categories = ", ".join(category_label(policy, name, language) for name in breach.categories)
    values: list[tuple[str, str]] = [
        ("authority", country.authority.name.in_(language)),
        ("controller", ", ".join(filter(None, (policy.controller.name, policy.controller.address)))),
        ("contact", ", ".join(filter(None, (policy.privacy_office.email, policy.privacy_office.phone)))),
        ("aware", _moment(zone_time, language)),
        ("tell_by", _moment(ends, language)),
        *((("late", words.late_because),) if words.late_because else ()),
        ("nature", KINDS[breach.kind].in_(language)),
        ("happened", words.happened),
        ("categories", categories),
        ("persons", "" if breach.persons is None else str(breach.persons)),
        ("consequences", words.consequences),
        ("measures", words.measures),
        ("told", _told(breach).in_(language)),
    ]
    return tuple(
        ReportField(name, LABELS[name].in_(language), value or UNKNOWN.in_(language), bool(value))
        for name, value in values
    )


def report_text(fields: tuple[ReportField, ...]) -> str:
    """The report as text, one field after the other."""
    return "\n".join(f"{field.label}: {field.value}" for field in fields)


def _told(breach: Breach) -> Both:
    if breach.told_at is not None:
        return Both("Ja.", "Yes.")
    if breach.tell_persons is None:
        return Both("", "")
    if breach.tell_persons:
        return Both("Nog niet; dat gebeurt zo snel mogelijk.", "Not yet; they are told as soon as possible.")
    return Both("Nee: wij verwachten geen hoog risico voor hen.", "No: we expect no high risk for them.")


def _moment(moment: datetime, language: str) -> str:
    return f"{day(moment.date()).in_(language)} {moment:%H:%M}"
