"""The keys of ``recipients`` and ``sharing``: who outside gets data, and how they are bound (Art. 13, 28, 44)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from belofte.domain.policy import (
    POINTS,
    Agreement,
    LegalBasis,
    Recipient,
    RecipientRole,
    Secrecy,
    Sharing,
    SubProcessor,
    Transfer,
)
from belofte.loading.shape import Key, Named, One, Shape
from belofte.loading.times import Day, Term
from belofte.loading.values import Choice, CountryCode, Flag, KindName, ListOf, Prose, Word, Wording

BINDING = ("contract", "oath", "statute")

# fmt: off
SECRECY = Shape(
    make=Secrecy,
    short="basis",
    needs="basis",
    keys=(
        Key("basis", Word(BINDING), "What binds them to secrecy.",
            "Wat hen tot geheimhouding verplicht.", "basis: contract"),
        Key("document", Prose(), "The document, as a path in the policy folder.",
            "Het document, als pad in de beleidsmap.", "document: documents/agreement.pdf"),
        Key("signed", Day(), "The day it was signed.",
            "De dag waarop het is ondertekend.", "signed: 2018-05-01"),
        Key("until", Day(), "The last day on which it holds.",
            "De laatste dag waarop het geldt.", "until: 2030-12-31"),
    ),
)

TRANSFER = Shape(
    make=Transfer,
    short="basis",
    needs="basis",
    keys=(
        Key("basis", Word(("adequacy", "dpf", "scc", "bcr", "none-needed")),
            "On which ground data leaves the EEA: an adequacy decision, the Data Privacy Framework, standard clauses, "
            "binding rules of a group, or not needed.",
            "Op welke grond gegevens de EER verlaten: adequaatheidsbesluit, Data Privacy Framework, "
            "modelcontract, regels van een concern, of niet nodig.", "basis: dpf"),
        Key("review", Day(), "The day on which the ground is looked at again.",
            "De dag waarop de grond opnieuw bekeken wordt.", "review: 2027-06-01"),
        Key("fallback", Prose(), "What holds if the ground falls away.",
            "Wat geldt als de grond wegvalt.", "fallback: scc"),
        Key("copy_from", Prose(), "Where a copy of the safeguards can be had.",
            "Waar een afschrift van de waarborgen te krijgen is.", "copy_from: privacy@shop.example"),
    ),
)

SUB_PROCESSOR = Shape(
    make=SubProcessor,
    keys=(
        Key("country", CountryCode(), "Where it works.", "Waar het werkt.", "country: IE"),
        Key("does", Prose(), "What it does.", "Wat het doet.", "does: storage"),
        Key("starts", Day(), "The day from which it works, where that was announced.",
            "De dag vanaf wanneer het werkt, als dat is aangekondigd.", "starts: 2027-02-01"),
        Key("object_by", Day(), "The last day on which you can object to it (Art. 28(2)).",
            "De laatste dag om bezwaar te maken (art. 28 lid 2).", "object_by: 2027-01-15"),
    ),
)

_POINTS_MEAN = {
    "a": ("It acts on documented instructions only.", "Alleen op schriftelijke instructie."),
    "b": ("Its people are bound to secrecy.", "De mensen zijn tot geheimhouding verplicht."),
    "c": ("It takes the security measures of Art. 32.", "Beveiliging volgens art. 32."),
    "d": ("Other processors come in by the rules of Art. 28(2) and (4).",
          "Andere verwerkers alleen volgens art. 28 lid 2 en 4."),
    "e": ("It helps with the rights of people.", "Hulp bij de rechten van betrokkenen."),
    "f": ("It helps with security, breaches and impact assessments (Art. 32-36).",
          "Hulp bij beveiliging, datalekken en effectbeoordelingen (art. 32-36)."),
    "g": ("At the end everything is erased or returned.", "Aan het eind wordt alles gewist of teruggegeven."),
    "h": ("It shows that it complies, and allows audits.", "Aantonen dat het klopt, en audits toestaan."),
}


def points(**stated: str) -> dict[str, str]:
    """The points as written: letter and place."""
    return stated


AGREEMENT_POINTS = Shape(
    make=points,
    keys=tuple(
        Key(letter, Prose(), f"Where it says: {_POINTS_MEAN[letter][0]} Art. 28(3)({letter}).",
            f"Waar staat: {_POINTS_MEAN[letter][1]} Art. 28 lid 3 onder {letter}.", f'{letter}: "art. 4"')
        for letter in POINTS
    ),
)

AGREEMENT = Shape(
    make=Agreement,
    short="document",
    needs="document",
    keys=(
        Key("document", Prose(), "The document, as a path in the policy folder.",
            "Het document, als pad in de beleidsmap.", "document: documents/hosting-agreement.pdf"),
        Key("signed", Day(), "The day it was signed.", "De dag waarop het is ondertekend.", "signed: 2018-05-01"),
        Key("until", Day(), "The last day on which it holds.", "De laatste dag waarop het geldt.",
            "until: 2030-12-31"),
        Key("review", Day(), "The day on which somebody looks at it again.",
            "De dag waarop iemand er opnieuw naar kijkt.", "review: 2027-05-01"),
        Key("points", One(AGREEMENT_POINTS), "Where each point of Art. 28(3) stands in it, by the law's letters.",
            "Waar elk punt van art. 28 lid 3 erin staat, met de letters van de wet.",
            'points: {a: "art. 2", b: "art. 5"}'),
    ),
)


def recipient(sub_processors: Mapping[str, SubProcessor] = MappingProxyType({}), **stated: Any) -> Recipient:
    """A recipient as written; its sub-processors are a tuple."""
    return Recipient(sub_processors=tuple(sub_processors.values()), **stated)


RECIPIENT = Shape(
    make=recipient,
    keys=(
        Key("role", Choice(RecipientRole), "What it is under the law.",
            "Wat het voor de wet is.", "role: processor"),
        Key("label", Wording(), "Its name in the notice.",
            "De naam in de verklaring.", "label: {nl: PostNL, en: PostNL}"),
        Key("does", ListOf(Word()), "What it is needed for.",
            "Waarvoor het nodig is.", "does: [web-hosting, email]"),
        Key("gets", ListOf(Word()), "The categories it gets; anything for authorities.",
            "De categorieën die het krijgt; anything voor de overheid.", "gets: [profile, order]"),
        Key("sees", Word(("nothing-readable", "everything", "support-only")), "What its staff can see.",
            "Wat zijn medewerkers kunnen zien.", "sees: nothing-readable"),
        Key("country", CountryCode(), "The country it works from.",
            "Het land van waaruit het werkt.", "country: NL"),
        Key("only_in", Word(), "The one region in which data may lie.",
            "De enige regio waar gegevens mogen liggen.", "only_in: eu-north-1"),
        Key("vendor", Word(), "The vendor's key in the shipped facts, where it is not this name.",
            "De sleutel in de meegeleverde feiten over leveranciers, als die anders is.", "vendor: google-analytics"),
        Key("transfer", One(TRANSFER), "Why data may leave the EEA.",
            "Waarom gegevens de EER mogen verlaten.", "transfer: dpf"),
        Key("secrecy", One(SECRECY), "Why it keeps silent.",
            "Waarom het zwijgt.", "secrecy: contract"),
        Key("own_use", Word(("never", "reserved", "own-controller")), "Whether it uses data for its own ends.",
            "Of het gegevens voor eigen doelen gebruikt.", "own_use: never"),
        Key("never_uses", ListOf(KindName()), "Kinds that it never uses for its own ends.",
            "Soorten die het nooit voor eigen doelen gebruikt.", "never_uses: [name, email]"),
        Key("only_for", Word(), "The one thing its results serve.",
            "Het enige waarvoor de uitkomsten dienen.", "only_for: trend-analysis"),
        Key("shares_on", Flag(), "Whether it may pass data on.",
            "Of het gegevens mag doorgeven.", "shares_on: false"),
        Key("purposes", ListOf(Word()), "The purposes it gets data for, by their names.",
            "De doelen waarvoor het gegevens krijgt, bij hun naam.", "purposes: [service, invoicing]"),
        Key("basis", Choice(LegalBasis), "Why it may be given data, where it does not act on our behalf (Art. 6).",
            "Waarom het gegevens mag krijgen, als het niet in onze opdracht werkt (art. 6).", "basis: contract"),
        Key("agreement", One(AGREEMENT), "The processor agreement (Art. 28(3)).",
            "De verwerkersovereenkomst (art. 28 lid 3).", "agreement: documents/hosting-agreement.pdf"),
        Key("metadata", Word(("not-personal", "personal")), "What the text says its usage metadata is.",
            "Wat de tekst zegt dat metagegevens over het gebruik zijn.", "metadata: personal"),
        Key("measures", Prose(), 'The document behind "appropriate measures", or: stated.',
            'Het document achter "passende maatregelen", of: stated.', "measures: documents/iso-27001.pdf"),
        Key("only_if", Word(("forced-by-law",)), "The condition without which it gets nothing.",
            "De voorwaarde zonder welke het niets krijgt.", "only_if: forced-by-law"),
        Key("encrypted", Flag(), "Whether all that passes is encrypted.",
            "Of alles wat erlangs gaat versleuteld is.", "encrypted: true"),
        Key("sub_processors", Named(SUB_PROCESSOR), "Who works for it in turn (Art. 28(2)).",
            "Wie er op zijn beurt voor werkt (art. 28 lid 2).",
            "sub_processors: {cloud: {country: IE, does: storage}}"),
        Key("tracking", Word(("disclosed", "off", "asked")), "What holds for seeing whether mail is opened and read.",
            "Wat geldt voor het zien of mail geopend en gelezen wordt.", "tracking: off"),
        Key("records", ListOf(KindName()), "Kinds it records by itself.",
            "Soorten die het zelf vastlegt.", "records: [browser, site-use]"),
        Key("closed", Flag(), 'False where the text says "such as".',
            'False waar de tekst "zoals" zegt.', "closed: false"),
        Key("contact", Prose(), "The e-mail address that is told of corrections, erasures and restrictions (Art. 19).",
            "Het e-mailadres dat hoort van verbetering, wissing en beperking (art. 19).",
            "contact: privacy@carrier.example"),
        Key("ends", Day(), "Its last day with us; then all it holds is returned or erased (Art. 28(3)(g)).",
            "De laatste dag bij ons; daarna komt alles terug of wordt het gewist (art. 28 lid 3 onder g).",
            "ends: 2026-12-31"),
    ),
)


SHARING = Shape(
    make=Sharing,
    keys=(
        Key("only_for", ListOf(Word()), "The closed list of what data is passed on for.",
            "De volledige lijst van waarvoor gegevens worden gedeeld.", "only_for: [bookkeeping, delivery]"),
        Key("all_bound_to_secrecy", Flag(), "Whether the text says that all recipients are bound to secrecy.",
            "Of de tekst zegt dat alle ontvangers tot geheimhouding verplicht zijn.", "all_bound_to_secrecy: true"),
        Key("papers_within", Term(), "How long after the first notice a bond may be without its document.",
            "Hoe lang na de eerste verklaring een verplichting zonder document mag zijn.", "papers_within: 3 months"),
        Key("bound_by", ListOf(Word(BINDING)), "The ways in which they are bound.",
            "De manieren waarop zij verplicht zijn.", "bound_by: [contract, statute]"),
    ),
)
