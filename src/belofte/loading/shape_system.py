"""The keys of ``systems/NAME.yaml``: one system, what is allowed there, and the map of its tables."""

from __future__ import annotations

from typing import Any

from belofte.domain.kinds import KINDS
from belofte.domain.policy import FactPath
from belofte.domain.system_map import EraseClear, EraseKeep, EraseRow, EraseRule, Verb
from belofte.loading.connector_kinds import CONNECTOR_KINDS
from belofte.loading.nodes import Items, Keyed, Node, Scalar
from belofte.loading.problems import did_you_mean
from belofte.loading.reading import Reading, under
from belofte.loading.shape import Key, Named, One, Others, Shape
from belofte.loading.times import Term
from belofte.loading.values import (
    ANY_NAME,
    ByName,
    Custom,
    Flag,
    KindName,
    ListOf,
    Plain,
    Prose,
    Schema,
    Word,
    Wording,
    plain_value,
    texts_of,
)

ALL = "all"
_VERBS = tuple(verb.value for verb in Verb if verb not in (Verb.TELL, Verb.ASK_PERSON, Verb.PUBLISH))
_TEXTS: Schema = {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}]}
_PLAIN: Schema = {"type": ["string", "number", "boolean", "null"]}
_PLAINS: Schema = {"type": "object", "additionalProperties": _PLAIN}
_PLACE: Schema = {"type": "object", "additionalProperties": _TEXTS}
_STOPS: Schema = {"type": "object", "additionalProperties": _PLAINS}
_WHEN: Schema = {"type": "object", "additionalProperties": {"anyOf": [_PLAIN, {"type": "array", "items": _PLAIN}]}}


def _allow(node: Node, _path: FactPath, reading: Reading) -> frozenset[Verb]:
    """``all``, or the verbs. Who may find may read back; who may restrict may lift."""
    words = {scalar.text: scalar for scalar in texts_of(node, reading)}
    if set(words) == {ALL}:
        return frozenset(Verb)
    for word, scalar in words.items():
        if word not in _VERBS:
            reading.problem(scalar.at, f'"{word}" is not a verb.', did_you_mean(word, (*_VERBS, ALL)))
    allowed = {Verb(word) for word in words if word in _VERBS}
    if Verb.FIND in allowed:
        allowed.add(Verb.READ_BACK)
    if Verb.RESTRICT in allowed:
        allowed.add(Verb.LIFT)
    return frozenset(allowed)


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


def _groups(node: Node, _path: FactPath, reading: Reading) -> tuple[tuple[str, ...], ...]:
    """Kinds that together are a hint: ``[[name, address], [name, postcode]]``."""
    rows = node.items if isinstance(node, Items) else (node,)
    return tuple(tuple(scalar.text for scalar in texts_of(row, reading)) for row in rows)


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
        Key("synced_from", ByName(Prose()), "Columns that another system writes: put right there first (Art. 16).",
            "Kolommen die een ander systeem schrijft: daar eerst verbeteren (art. 16).",
            "synced_from: {first_name: crm.customers.full_name}"),
        Key("statement", Prose(), "The column for a person's own statement beside disputed data (Art. 16).",
            "De kolom voor iemands eigen verklaring naast betwiste gegevens (art. 16).", "statement: own_statement"),
        Key("at", Custom(_place, _PLACE), "Where in the system these rows lie, in the words of its kind of system.",
            "Waar in het systeem deze rijen liggen, in de woorden van dat soort systeem.",
            "at: {bucket: documents, prefix: customers}"),
        Key("as_it_was", Prose(), "Why a value in these rows is not corrected: it tells what happened then.",
            "Waarom een waarde in deze rijen niet verbeterd wordt: zij zegt wat er toen gebeurde.",
            'as_it_was: "the label as it went to the carrier"'),
    ),
)

_PERSON = Shape(
    keys=(
        Key("rows", ListOf(Prose()), "Tables with one row a person.", "Tabellen met één rij per persoon.",
            "rows: [customers, contacts]"),
        Key("sure", ListOf(KindName()), "Kinds of which one value is enough to find records.",
            "Soorten waarvan één waarde genoeg is om iets te vinden.", "sure: [customer-number, email]"),
        Key("agrees", ListOf(KindName()), "Kinds that must be equal before two rows are one person.",
            "Soorten die gelijk moeten zijn voordat twee rijen één persoon zijn.", "agrees: [name, phone]"),
        Key("hints", Custom(_groups, {"type": "array"}), "Kinds that together are worth a look; never merged.",
            "Soorten die samen iemand een blik waard maken; nooit samengevoegd.", "hints: [[name, address]]"),
    ),
)

_COMMON = (
    Key("kind", Word(tuple(CONNECTOR_KINDS)), "The kind of system; belofte explain tells what it can.",
        "Het soort systeem; belofte explain vertelt wat het kan.", "kind: sql"),
    Key("name", Wording(), "Its name for people.", "De naam voor mensen.",
        "name: {nl: klantenadministratie, en: customer database}", "label"),
    Key("recipient", Word(), "The recipient of policy.yaml this system makes true.",
        "De ontvanger uit policy.yaml die dit systeem waarmaakt.", "recipient: mailchimp"),
    Key("allow", Custom(_allow, {"anyOf": [{"enum": [ALL, *_VERBS]},
                                           {"type": "array", "items": {"enum": list(_VERBS)}}]}),
        "What may be done here; all for everything. Anything else becomes a task.",
        "Wat hier mag; all voor alles. Al het andere wordt een taak.", "allow: [find, export, observe]"),
    Key("if_not_allowed", Word(("ask",)), "What happens with the rest: a person is asked.",
        "Wat er met de rest gebeurt: een mens krijgt een taak.", "if_not_allowed: ask"),
    Key("backups", Term(), "The longest any copy lives.", "Hoe lang een kopie hoogstens blijft.",
        "backups: 4 weeks"),
    Key("person", One(_PERSON), "How somebody is recognised.", "Hoe iemand herkend wordt.",
        "person: {rows: customers, sure: [email]}"),
    Key("scopes", ByName(Prose()), "Where a kind of number counts; absent: where it stands.",
        "Waar een soort nummer geldt; afwezig: waar het staat.", "scopes: {customer-number: company}"),
    Key("tables", Named(COLLECTION, names=ANY_NAME), "The map: every table, every column in one list.",
        "De kaart: elke tabel, elke kolom in één lijst.", "tables: {visits: {category: visit}}"),
    Key("ignore", ListOf(Prose()), "Tables without personal data, named on purpose.",
        "Tabellen zonder persoonsgegevens, met opzet genoemd.", "ignore: [vat_rates]"),
)
# fmt: on
SYSTEM_FIELDS = frozenset(key.target for key in _COMMON)


def system_shape(kind: str) -> Shape:
    """The keys of a system file of this kind; for a kind nobody offers those of every kind."""
    known = CONNECTOR_KINDS.get(kind)
    kinds = (known,) if known else CONNECTOR_KINDS.values()
    own = {key.name: key for kind in kinds for key in kind.settings}
    return Shape(keys=(*_COMMON, *own.values()))


SYSTEM = system_shape("")
"""The keys of every kind together: for editors and the reference page."""
