"""The keys of ``systems/NAME.yaml``: one system, what is allowed there, and the map of its tables."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import available_timezones

from belofte.domain.policy import FactPath
from belofte.domain.system_map import LogFiles, LogFormat, Verb
from belofte.loading.connector_kinds import CONNECTOR_KINDS
from belofte.loading.connector_kinds.kind import ConnectorKind
from belofte.loading.expecting import EXPECT
from belofte.loading.flows import FLOWS
from belofte.loading.nodes import Items, Node
from belofte.loading.problems import did_you_mean
from belofte.loading.reading import Reading
from belofte.loading.shape import Key, Named, One, Shape
from belofte.loading.shape_table import COLLECTION
from belofte.loading.times import Term
from belofte.loading.values import (
    ANY_NAME,
    ByName,
    Choice,
    Custom,
    Flag,
    KindName,
    ListOf,
    Prose,
    Word,
    Wording,
    texts_of,
)

ALL = "all"
_VERBS = tuple(verb.value for verb in Verb if verb not in (Verb.TELL, Verb.ASK_PERSON, Verb.PUBLISH))


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


def _zone(node: Node, _path: FactPath, reading: Reading) -> str | None:
    """A time zone by its IANA name."""
    for scalar in texts_of(node, reading):
        if scalar.text in available_timezones():
            return scalar.text
        reading.problem(scalar.at, f'"{scalar.text}" is no time zone.', "Write it like UTC or Europe/Amsterdam.")
    return None


def _groups(node: Node, _path: FactPath, reading: Reading) -> tuple[tuple[str, ...], ...]:
    """Kinds that together are a hint: ``[[name, address], [name, postcode]]``."""
    rows = node.items if isinstance(node, Items) else (node,)
    return tuple(tuple(scalar.text for scalar in texts_of(row, reading)) for row in rows)


# fmt: off
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

_LOG = Shape(
    make=LogFiles, needs="format",
    keys=(
        Key("format", Choice(LogFormat),
            "postgres-csv (log_destination and log_statement), mariadb-audit, combined (nginx, Apache), or json.",
            "postgres-csv (log_destination en log_statement), mariadb-audit, combined (nginx, Apache) of json.",
            "format: postgres-csv"),
        Key("paths", ListOf(Prose()), "Where the files lie; packed ones are read too.",
            "Waar de bestanden liggen; ingepakte worden ook gelezen.", 'paths: ["/var/log/postgresql/*.csv"]'),
        Key("columns", ByName(Prose()), "In a JSON log: the names under which at and account stand.",
            "In een JSON-logboek: de namen waaronder at en account staan.", "columns: {at: time, account: user}"),
        Key("zone", Custom(_zone, {"type": "string"}), "The time zone of that machine, where the log writes none.",
            "De tijdzone van die computer, als het logboek er geen schrijft.", "zone: UTC"),
        Key("storage", Prose(), "Where the files are, as a URL of fsspec; absent: on this machine.",
            "Waar de bestanden zijn, als URL van fsspec; afwezig: op deze computer.", "storage: sftp://logs.example"),
        Key("options", ByName(Prose()), "What that place needs, in its own words; secrets by reference.",
            "Wat die plek nodig heeft, in haar eigen woorden; geheimen als verwijzing.",
            "options: {username: env:LOG_USER}"),
    ),
)

_COMMON = (
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
    Key("readers", ByName(ListOf(Prose())),
        "Who of our people may read here by themselves: by role of the policy, the roles, groups or accounts there.",
        "Wie van onze mensen hier zelf mag lezen: per rol uit het beleid de rollen, groepen of accounts daar.",
        "readers: {technical-staff: [crm_support], bookkeeper: [crm_books]}"),
    Key("access_log", One(_LOG),
        "The files in which it notes who read there (belofte staff reads); AWS and Microsoft are asked themselves.",
        "De bestanden waarin staat wie er las (belofte staff reads); AWS en Microsoft worden zelf gevraagd.",
        'access_log: {format: postgres-csv, paths: ["/var/log/postgresql/*.csv"]}'),
    Key("hides", Flag(),
        "Own databases: rows of who left or is restricted are hidden from the readers (belofte staff enforce).",
        "Eigen databases: rijen van wie vertrok of beperkt is, zijn voor de lezers verborgen (belofte staff enforce).",
        "hides: true"),
    Key("flows", FLOWS, "What may leave it, by what it is seen, and to whom; whatever else is seen is named.",
        "Wat eruit mag gaan, waaraan het te zien is, en naar wie; al het andere dat te zien is wordt genoemd.",
        "flows: {webhooks: {www.shop.example: own}, forwards: {office.example: accountant}}"),
    Key("expect", EXPECT, "What must be so there: a setting and its value, [one of these], at_least, at_most or none.",
        "Wat daar zo moet zijn: een instelling en haar waarde, [een hiervan], at_least, at_most of none.",
        "expect: {certificate: {days_left: at_least 14}, crypto-policy: [FUTURE, FIPS], open-ports: none}"),
)
# fmt: on
SYSTEM_FIELDS = frozenset({"kind", *(key.target for key in _COMMON)})


def _kind_key(kinds: tuple[str, ...]) -> Key:
    return Key("kind", Word(kinds), "The kind of system; belofte explain tells what it can.",
               "Het soort systeem; belofte explain vertelt wat het kan.", "kind: sql")  # fmt: skip


COMMON_SHAPE = Shape(keys=(_kind_key(tuple(CONNECTOR_KINDS)), *_COMMON))
"""The keys that systems of every kind have."""


def system_shape(kind: str, own: Iterable[ConnectorKind] = ()) -> Shape:
    """The keys of a system file of this kind; for a kind nobody offers, and for "", those of every kind. ``own`` are
    kinds as the company's own connector files describe them."""
    theirs = {one.name: one for one in own}
    known = theirs.get(kind) or CONNECTOR_KINDS.get(kind)
    kinds = (known,) if known else (*CONNECTOR_KINDS.values(), *theirs.values())
    words = tuple(dict.fromkeys((*CONNECTOR_KINDS, *theirs)))
    settings = {key.name: key for kind in kinds for key in kind.settings}
    return Shape(keys=(_kind_key(words), *_COMMON, *settings.values()))
