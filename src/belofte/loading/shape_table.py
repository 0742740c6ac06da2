"""The keys of one table of a map (``tables:``): what it holds of people, how it is found, changed and erased."""

from __future__ import annotations

from typing import Any

from belofte.domain.kinds import KINDS
from belofte.domain.policy import FactPath
from belofte.domain.system_map import EraseClear, EraseKeep, EraseRow, EraseRule, Verb
from belofte.loading.nodes import Items, Keyed, Node, Scalar
from belofte.loading.problems import did_you_mean
from belofte.loading.reading import Reading, under
from belofte.loading.shape import Key, One, Others, Shape
from belofte.loading.values import (
    ByName,
    Custom,
    Flag,
    KindName,
    ListOf,
    Plain,
    Prose,
    Schema,
    Word,
    plain_value,
    texts_of,
)

_TEXTS: Schema = {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}]}
_PLAIN: Schema = {"type": ["string", "number", "boolean", "null"]}
_PLAINS: Schema = {"type": "object", "additionalProperties": _PLAIN}
_ACTS = tuple(v.value for v in (Verb.EXPORT, Verb.RECTIFY, Verb.RESTRICT, Verb.LIFT, Verb.ERASE, Verb.PURGE))
_VERBS: Schema = {"anyOf": [{"enum": list(_ACTS)}, {"type": "array", "items": {"enum": list(_ACTS)}}]}
_PLACE: Schema = {"type": "object", "additionalProperties": _TEXTS}
_STOPS: Schema = {"type": "object", "additionalProperties": _PLAINS}
_TAGS: Schema = {"type": "object", "additionalProperties": {"type": "object"}}
_WHEN: Schema = {"type": "object", "additionalProperties": {"anyOf": [_PLAIN, {"type": "array", "items": _PLAIN}]}}


def _plains(node: Node, path: FactPath, reading: Reading) -> dict[str, Plain] | None:
    """Columns and the values to put there."""
    keyed = reading.keyed(node, "This")
    values: dict[str, Plain] = {}
    for entry in keyed.entries if keyed else ():
        inner = under(path, entry.key.text)
        reading.stands(inner, entry.key.at)
        if isinstance(entry.value, Scalar):
            values[entry.key.text] = plain_value(entry.value)
        else:
            reading.problem(entry.value.at, "Here stands one value.", "A text, a number, true, false or null.")
    return values if keyed else None


def _stops(node: Node, path: FactPath, reading: Reading) -> dict[str, dict[str, Plain]] | None:
    """Purposes, and for each the columns and values that stop it."""
    keyed = reading.keyed(node, "This")
    values: dict[str, dict[str, Plain]] = {}
    for entry in keyed.entries if keyed else ():
        inner = under(path, entry.key.text)
        reading.stands(inner, entry.key.at)
        values[entry.key.text] = _plains(entry.value, inner, reading) or {}
    return values if keyed else None


def _when(node: Node, path: FactPath, reading: Reading) -> dict[str, tuple[Plain, ...]] | None:
    """Columns, and for each the value or values that count: ``{status: [open, sent], paid_on: null}``."""
    keyed = reading.keyed(node, "This")
    values: dict[str, tuple[Plain, ...]] = {}
    for entry in keyed.entries if keyed else ():
        reading.stands(under(path, entry.key.text), entry.key.at)
        items = entry.value.items if isinstance(entry.value, Items) else (entry.value,)
        values[entry.key.text] = tuple(plain_value(item) for item in items if isinstance(item, Scalar))
        if len(values[entry.key.text]) != len(items):
            reading.problem(entry.value.at, "Here stand values.", "Write one value, or [one, other].")
    return values if keyed else None


def _tags(node: Node, path: FactPath, reading: Reading) -> dict[str, dict[str, tuple[Plain, ...]]] | None:
    """Tags, and for each the columns and values by which a row has it; ``{}`` where no row has it."""
    keyed = reading.keyed(node, "This")
    values: dict[str, dict[str, tuple[Plain, ...]]] = {}
    for entry in keyed.entries if keyed else ():
        inner = under(path, entry.key.text)
        reading.stands(inner, entry.key.at)
        values[entry.key.text] = _when(entry.value, inner, reading) or {}
    return values if keyed else None


def _verbs(node: Node, _path: FactPath, reading: Reading) -> frozenset[Verb]:
    words = texts_of(node, reading)
    for word in words:
        if word.text not in _ACTS:
            reading.problem(word.at, f'"{word.text}" is not done with rows.', did_you_mean(word.text, _ACTS))
    return frozenset(Verb(word.text) for word in words if word.text in _ACTS)


def _place(node: Node, path: FactPath, reading: Reading) -> dict[str, tuple[str, ...]] | None:
    """Words of the connector, each with one text or several."""
    keyed = reading.keyed(node, "This")
    for entry in keyed.entries if keyed else ():
        reading.stands(under(path, entry.key.text), entry.key.at)
    return {
        entry.key.text: tuple(scalar.text for scalar in texts_of(entry.value, reading))
        for entry in (keyed.entries if keyed else ())
    }


def _clear(node: Node, path: FactPath, reading: Reading) -> dict[str, Plain]:
    """Columns to empty, or columns with the values to put."""
    if isinstance(node, Keyed):
        return _plains(node, path, reading) or {}
    columns = texts_of(node, reading)
    for column in columns:
        reading.stands(under(path, column.text), column.at)
    return dict.fromkeys((column.text for column in columns), None)


# fmt: off
ERASE = Shape(
    keys=(
        Key("clear", Custom(_clear, {"anyOf": [_TEXTS, _PLAINS]}), "The row stays and these columns get these values.",
            "De rij blijft en deze kolommen krijgen deze waarden.", 'clear: {email: "gone-{random}@invalid"}'),
        Key("keep", Prose(), "The row stays as it is, on this ground.",
            "De rij blijft zoals hij is, op deze grond.", "keep: Tax Act art. 7"),
        Key("why", Prose(), "Why the row does not go.",
            "Waarom de rij niet weg kan.", 'why: "stock figures need the row"'),
    ),
)
# fmt: on


def _erase(node: Node, path: FactPath, reading: Reading) -> EraseRule | None:
    """``row``, ``{clear: ..., why: ...}`` or ``{keep: ground}``."""
    if isinstance(node, Scalar):
        if node.text == "row":
            return EraseRow()
        reading.problem(node.at, f'"{node.text}" is not a way to erase.', "Write row, {clear: ...} or {keep: ground}.")
        return None
    stated: dict[str, Any] = One(ERASE).read(node, path, reading)
    if ("clear" in stated) == ("keep" in stated):
        reading.problem(node.at, "Erasing is one of: row, clear, keep.", "Write {clear: ...} or {keep: ground}.")
        return None
    if "clear" in stated:
        return EraseClear(stated["clear"], stated.get("why"))
    return EraseKeep(stated["keep"], stated.get("why"))


def _contact(node: Node, path: FactPath, reading: Reading) -> dict[str, str | None] | None:
    """``{email: email_since}``, or ``[email]`` where nothing says since when."""
    if isinstance(node, Keyed):
        return ByName(Prose()).read(node, path, reading)
    return {scalar.text: None for scalar in texts_of(node, reading)}


def _references(node: Node, _path: FactPath, _reading: Reading) -> Node:
    return node  # resolved when all tables of all systems are known


_KIND_MEANINGS = {name: f"Columns with: {kind.en}\nKolommen met: {kind.nl}" for name, kind in KINDS.items()}

# fmt: off
COLLECTION = Shape(
    others=Others(_KIND_MEANINGS, ListOf(Prose()), "kinds"),
    keys=(
        Key("category", Word(), "The category of policy.yaml this table holds; its term and basis come along.",
            "De categorie uit policy.yaml in deze tabel; termijn en grond gaan mee.", "category: profile"),
        Key("person", Flag(), "One row is one person.", "Eén rij is één persoon.", "person: true"),
        Key("key", ListOf(Prose()), "The columns that name a row, where the schema has no primary key.",
            "De kolommen die een rij aanwijzen, als het schema geen sleutel heeft.", "key: [order_no, line_no]"),
        Key("not_personal", ListOf(Prose()), "Columns that say nothing of a person.",
            "Kolommen die niets over een persoon zeggen.", "not_personal: [id, status]"),
        Key("contact", Custom(_contact, {"anyOf": [_TEXTS, _PLAINS]}),
            "An address we know somebody by, and the column that says since when.",
            "Een adres waarop we iemand kennen, en de kolom die zegt sinds wanneer.", "contact: {email: email_since}"),
        Key("agrees", ListOf(Prose()), "Columns that must be equal before two rows are one person.",
            "Kolommen die gelijk moeten zijn voordat twee rijen één persoon zijn.", "agrees: [full_name]"),
        Key("of", Custom(_references, {"type": ["object", "array"]}),
            "Columns that name a row elsewhere: here, or in another system. Always followed.",
            "Kolommen die een rij elders aanwijzen: hier of in een ander systeem. Wordt altijd gevolgd.",
            "of: {customer_id: customers.id}"),
        Key("found_by", ByName(KindName()), "No reference: rows are found by a value of this kind.",
            "Geen verwijzing: rijen worden gevonden met een waarde van deze soort.", "found_by: {to_address: email}"),
        Key("free_text", ListOf(Prose()), "Columns that may speak of others; read before a copy leaves.",
            "Kolommen die over anderen kunnen gaan; gelezen voordat een kopie weggaat.", "free_text: [body]"),
        Key("files", ByName(Prose()), "Columns with an original, and its media type.",
            "Kolommen met een origineel, en het mediatype.", "files: {pdf: application/pdf}"),
        Key("clock", ByName(Prose()), "Which column holds the day of an event.",
            "Welke kolom de dag van een gebeurtenis bevat.", "clock: {left: left_on}"),
        Key("without_clock", Prose(), "Why no column holds that day, and who ends these rows then.",
            "Waarom geen kolom die dag bevat, en wie deze rijen dan wist.",
            'without_clock: "an unsubscribed address goes at once, by the web site itself"'),
        Key("tagged", Custom(_tags, _TAGS),
            "Which rows have a tag of the policy, and so its longer term; {} where none has it.",
            "Welke rijen een merk uit het beleid hebben, en dus de langere termijn daarvan; {} als geen rij het heeft.",
            "tagged: {oss: {vat_scheme: [oss]}}"),
        Key("erase", Custom(_erase, {"type": ["string", "object"]}), "How erasing is done: the row, clearing, or not.",
            "Hoe wissen gaat: de rij, leegmaken, of niet.", "erase: row"),
        Key("keeps", ListOf(Prose()), "Columns elsewhere without which a kept row is no longer valid.",
            "Kolommen elders zonder welke een bewaarde rij niet meer geldig is.", "keeps: [customers.full_name]"),
        Key("restrict", Custom(_plains, _PLAINS), "What to set while processing is restricted; absent: a task.",
            "Wat te zetten zolang verwerking beperkt is; afwezig: een taak.", "restrict: {blocked: true}"),
        Key("stop", Custom(_stops, _STOPS),
            "What to set when a purpose ends for somebody: after an objection, or when consent is withdrawn.",
            "Wat te zetten als een doel voor iemand ophoudt: na bezwaar, of als toestemming is ingetrokken.",
            "stop: {newsletter: {status: unsubscribed}}"),
        Key("open_when", Custom(_when, _WHEN),
            "Which rows are matters still open: shown to somebody who leaves, before anything is erased.",
            "Welke rijen zaken zijn die nog lopen: getoond aan wie vertrekt, voordat er iets gewist wordt.",
            "open_when: {paid_on: null}"),
        Key("organisation_when", Custom(_when, _WHEN),
            "Which rows are organisations and not people: a person says who may give notice for one.",
            "Welke rijen organisaties zijn en geen mensen: een mens zegt wie er voor zo'n rij mag opzeggen.",
            "organisation_when: {kind: company}"),
        Key("controller", Flag(), "False: held for a customer, as its processor; never touched for our requests.",
            "False: voor een klant bewaard, als verwerker; nooit geraakt bij onze verzoeken.", "controller: false"),
        Key("customer", Prose(), "Whose data it is, where we are the processor.",
            "Van wie de gegevens zijn, als wij de verwerker zijn.", "customer: the customer in customer_id"),
        Key("origin", Word(("provided", "observed", "derived")), "Whether people gave it, it was seen, or worked out.",
            "Of mensen het gaven, of dat het gezien of afgeleid is.", "origin: observed"),
        Key("origins", ByName(Word(("provided", "observed", "derived"))),
            "Columns of another origin than the rest of their row: what is derived is not handed over (Art. 20).",
            "Kolommen van andere herkomst dan de rest van de rij: wat afgeleid is, gaat niet naar een ander (art. 20).",
            "origins: {opens: observed, rating: derived}"),
        Key("synced_from", ByName(Prose()), "Columns that another system writes: put right there first (Art. 16).",
            "Kolommen die een ander systeem schrijft: daar eerst verbeteren (art. 16).",
            "synced_from: {first_name: crm.customers.full_name}"),
        Key("statement", Prose(), "The column for a person's own statement beside disputed data (Art. 16).",
            "De kolom voor iemands eigen verklaring naast betwiste gegevens (art. 16).", "statement: own_statement"),
        Key("at", Custom(_place, _PLACE), "Where in the system these rows lie, in the words of its kind of system.",
            "Waar in het systeem deze rijen liggen, in de woorden van dat soort systeem.",
            "at: {bucket: documents, prefix: customers}"),
        Key("by_hand", Custom(_verbs, _VERBS), "What a person does with these rows, though the system could.",
            "Wat een mens met deze rijen doet, ook al kan het systeem het.", "by_hand: [erase]"),
        Key("as_it_was", Prose(), "Why a value in these rows is not corrected: it tells what happened then.",
            "Waarom een waarde in deze rijen niet verbeterd wordt: zij zegt wat er toen gebeurde.",
            'as_it_was: "the label as it went to the carrier"'),
        Key("unused", ListOf(Prose()), "Fields that this kind of system has and your account does not use. One that is "
            "filled all the same is named.", "Velden die dit soort systeem heeft en uw account niet gebruikt. Staat er "
            "toch iets in, dan wordt het genoemd.", "unused: [BIRTHDAY]"),
    ),
)
# fmt: on
