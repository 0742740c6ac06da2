"""The keys of ``data``, ``purposes`` and ``retention``: what is held, why, and how long (Art. 5, 6, 13)."""

from __future__ import annotations

from typing import Any

from belofte.domain.policy import (
    CHANNELS,
    Category,
    FactPath,
    ImpactAssessment,
    LegalBasis,
    Period,
    Purpose,
    RetentionRule,
    Use,
)
from belofte.loading.nodes import Node
from belofte.loading.reading import Reading
from belofte.loading.shape import Key, Named, One, Shape
from belofte.loading.times import Day, Term
from belofte.loading.values import Choice, Custom, Flag, KindName, ListOf, Prose, Word, Wording

# fmt: off
CATEGORY = Shape(
    make=Category,
    short="needed",
    keys=(
        Key("needed", ListOf(KindName()), "Kinds of data that are needed.",
            "Soorten gegevens die nodig zijn.", "needed: [email, name]"),
        Key("optional", ListOf(KindName()), "Kinds somebody may leave out.",
            "Soorten die iemand mag weglaten.", "optional: [address]"),
        Key("label", Wording(), "The category's name in the notice.",
            "De naam van de categorie in de verklaring.", "label: {nl: bestellingen, en: orders}"),
        Key("special", Flag(), "Data the law protects more (Art. 9), such as health.",
            "Bijzondere gegevens (art. 9), zoals gezondheid.", "special: true"),
        Key("special_basis", Prose(), "The exception of Art. 9(2) that is relied on.",
            "De uitzondering van art. 9 lid 2 waarop u zich beroept.", "special_basis: Art. 9(2)(h)"),
        Key("source", Prose(), "Where the data comes from: subject, observed, or who gives it (Art. 14).",
            "Waar de gegevens vandaan komen: subject, observed, of wie ze geeft (art. 14).", "source: subject"),
        Key("closed", Flag(), 'False where the text says "such as": the list is not complete.',
            'False waar de tekst "zoals" zegt: de lijst is niet volledig.', "closed: false"),
        Key("subjects", ListOf(Word()), "Whose data it is (Art. 30(1)(c)).",
            "Van wie de gegevens zijn (art. 30 lid 1 onder c).", "subjects: [customers, visitors]"),
        Key("about_children", Flag(), "Whether this is about children.",
            "Of dit over kinderen gaat.", "about_children: false"),
        Key("why_needed", Prose(), "Why the needed kinds cannot be left out.",
            "Waarom de nodige soorten niet gemist kunnen worden.", 'why_needed: "mail is addressed by name"'),
    ),
)


def _uses(node: Node, path: FactPath, reading: Reading) -> tuple[Use, ...]:
    words = ListOf(Prose()).read(node, path, reading) or ()
    uses = [word.partition(".") for word in words]
    return tuple(Use(category, part or None) for category, _, part in uses)


USES = Custom(_uses, ListOf(Word()).schema())

DPIA = Shape(
    make=ImpactAssessment,
    short="needed",
    needs="needed",
    keys=(
        Key("needed", Flag(), "Whether an impact assessment is needed.",
            "Of een effectbeoordeling nodig is.", "needed: false"),
        Key("because", ListOf(Word()), "The criteria it meets; belofte record --criteria lists them.",
            "De criteria waaraan het voldoet; belofte record --criteria noemt ze.", "because: [large-scale]"),
        Key("why", Prose(), "The reasoning in a sentence.", "De afweging in een zin.",
            'why: "few people, nothing sensitive"'),
        Key("document", Prose(), "The assessment itself, as a path in the policy folder.",
            "De beoordeling zelf, als pad in de beleidsmap.", "document: documents/dpia-service.pdf"),
        Key("done", Day(), "The day on which it was made.", "De dag waarop die gemaakt is.", "done: 2026-03-01"),
        Key("review", Day(), "The day on which somebody looks at it again.",
            "De dag waarop iemand er opnieuw naar kijkt.", "review: 2028-03-01"),
    ),
)

PURPOSE = Shape(
    make=Purpose,
    keys=(
        Key("uses", USES, "Categories this purpose uses; subscription.needed is a part of one.",
            "Categorieën die dit doel gebruikt; subscription.needed is een deel daarvan.", "uses: [profile, order]"),
        Key("basis", Choice(LegalBasis), "The one legal basis (Art. 6(1)).",
            "De ene rechtsgrond (art. 6 lid 1).", "basis: contract"),
        Key("law", Prose(), "The statute behind a legal duty.",
            "De wet achter een wettelijke plicht.", "law: Tax Act art. 7"),
        Key("interest", Prose(), "The interest, where the basis is legitimate-interest.",
            "Het belang, als de grond een gerechtvaardigd belang is.", "interest: keeping the site safe"),
        Key("ask", Word(), "The name of the consent that is asked.",
            "De naam van de toestemming die gevraagd wordt.", "ask: newsletter"),
        Key("label", Wording(), "The purpose's name in the notice.",
            "De naam van het doel in de verklaring.", "label: {nl: bezorgen, en: delivery}"),
        Key("direct_marketing", Flag(), "Direct marketing: an objection always ends it.",
            "Direct marketing: bezwaar beëindigt het altijd.", "direct_marketing: true"),
        Key("must_give", Word(("statutory", "contractual", "free")), "Whether the data must be given, and why.",
            "Of de gegevens verplicht zijn, en waarom.", "must_give: contractual"),
        Key("if_not_given", Prose(), "What follows where the data is not given.",
            "Wat er gebeurt als de gegevens niet worden gegeven.", 'if_not_given: "we cannot deliver"'),
        Key("tied_to_order", Flag(), "Whether this serves an order the person gave.",
            "Of dit een opdracht van de betrokkene dient.", "tied_to_order: true"),
        Key("dpia", One(DPIA), "Whether a data protection impact assessment is needed, and why (Art. 35).",
            "Of een gegevensbeschermingseffectbeoordeling nodig is, en waarom (art. 35).",
            "dpia: {needed: true, because: [health, large-scale]}"),
        Key("bundled_with", Word(), "Another purpose that is asked for in the same yes.",
            "Een ander doel waarvoor met hetzelfde ja toestemming wordt gevraagd.", "bundled_with: newsletter"),
        Key("channels", ListOf(Word(CHANNELS)), "The ways in which this purpose may reach people; a yes is for these.",
            "De manieren waarop dit doel iemand mag bereiken; een ja geldt voor deze.", "channels: [email]"),
    ),
)


def retention_rule(category: str, exactly: Period | None = None, **stated: Any) -> RetentionRule:
    """A rule as written: ``exactly`` is floor and ceiling in one word."""
    if exactly is not None:
        stated = {"floor": exactly, "ceiling": exactly, **stated}
    return RetentionRule(category=category, **stated)


_TERM = (
    Key("exactly", Term(), "Kept for this long: not shorter, not longer.",
        "Zo lang bewaard: niet korter, niet langer.", "exactly: 4 years"),
    Key("at_most", Term(), "Kept no longer than this.",
        "Niet langer bewaard dan dit.", "at_most: 3 months", "ceiling"),
    Key("at_least", Term(), "Kept no shorter than this.",
        "Niet korter bewaard dan dit.", "at_least: 1 year", "floor"),
    Key("until", Word(), "The event that ends the keeping.",
        "De gebeurtenis waarmee het bewaren eindigt.", "until: left"),
    Key("after", Word(), "The event from which the term counts.",
        "De gebeurtenis waarna de termijn loopt.", "after: book-year-of-settlement"),
    Key("law", Prose(), "The statute that sets the term.",
        "De wet die de termijn bepaalt.", "law: Tax Act art. 7"),
)

_LABEL = Key("label", Wording(), "What people call such records.", "Hoe mensen zulke gegevens noemen.",
    "label: {nl: verkoop op afstand, en: distance sales}")

TAGGED = Shape(make=retention_rule, keys=(*_TERM, _LABEL))

BY_PURPOSE = Shape(
    make=retention_rule,
    keys=(
        *_TERM,
        Key("begins", Word(), "The event with which this purpose begins; without it, the purpose holds every record.",
            "De gebeurtenis waarmee dit doel begint; zonder geldt het doel voor elk gegeven.", "begins: consent-given"),
    ),
)

RETENTION = Shape(
    make=retention_rule,
    keys=(
        *_TERM,
        Key("then", Word(("erase", "anonymise", "pseudonymise", "hash", "mask")), "What happens when the term is over.",
            "Wat er na de termijn gebeurt.", "then: erase"),
        Key("staff_access", Word(("ends-at-once", "ends", "custodian-only", "goes-on")),
            "Staff access after the person left.",
            "Toegang van medewerkers nadat iemand vertrok.", "staff_access: ends-at-once"),
        Key("seen_by", ListOf(Word()), "Roles that may see what is still kept.",
            "Rollen die mogen zien wat nog bewaard wordt.", "seen_by: [custodian]"),
        Key("applicable_term", Flag(), 'The text says "the applicable term" and gives no number.',
            'De tekst zegt "de toepasselijke termijn" en noemt geen getal.', "applicable_term: true"),
        Key("why", Prose(), "Why this long, where no law says so.",
            "Waarom zo lang, waar geen wet het zegt.", 'why: "complaints come within three months"'),
        Key("reset_by_activity", Flag(), "Whether new activity starts the term again.",
            "Of nieuwe activiteit de termijn opnieuw laat beginnen.", "reset_by_activity: false"),
        Key("tagged", Named(TAGGED, "category"), "Longer terms for records with a tag; the map says which have it.",
            "Langere termijnen voor gegevens met een merk; de kaart zegt welke het hebben.",
            "tagged: {oss: {exactly: 10 years, after: year-of-supply}}"),
        Key("by_purpose", Named(BY_PURPOSE, "category"), "How long each purpose needs it: the last one decides.",
            "Hoe lang elk doel het nodig heeft: het laatste beslist.",
            "by_purpose: {service: {until: left}, newsletter: {until: consent-withdrawn}}"),
        Key("covers", ListOf(Word()), "What else falls under the term.",
            "Wat nog meer onder de termijn valt.", "covers: [exports, mailboxes]"),
    ),
)
