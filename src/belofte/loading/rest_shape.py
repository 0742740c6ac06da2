"""The keys of a REST connector file (``connectors/KIND.yaml``): one list for reader, schema and documentation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from belofte.domain.plan import Outcome
from belofte.domain.policy import FactPath
from belofte.domain.rest import (
    Change,
    Clearing,
    EraseWay,
    FilePart,
    Operation,
    Paging,
    PagingKind,
    RestConnector,
    RestRecord,
    Returns,
    Way,
)
from belofte.loading.nodes import Items, Keyed, Node
from belofte.loading.reading import Reading
from belofte.loading.rest_likeness import with_likeness
from belofte.loading.rest_shape_access import ANYTHING, AUTH, LIMITS, PERSON, SETTING, read_json
from belofte.loading.rest_shape_observed import ENDS, OBSERVED, OLD, RANGE, READERS, SEAL, WITHIN
from belofte.loading.rest_shape_staff import LOG, STAFF
from belofte.loading.shape import Key, Named, One, Shape, read_fields, shape_schema
from belofte.loading.shape_table import COLLECTION
from belofte.loading.times import Day
from belofte.loading.values import ByName, Choice, Custom, Flag, ListOf, Number, Prose, Schema, Wording

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_CALL = re.compile(rf"({'|'.join(_METHODS)}) (/\S*)")


@dataclass(frozen=True, slots=True)
class Several:
    """A list of records; one alone is a list of one."""

    shape: Shape

    def read(self, node: Node, path: FactPath, reading: Reading, /) -> tuple[Any, ...]:
        """The records, in the order of the file."""
        items = node.items if isinstance(node, Items) else (node,)
        return tuple(self.shape.make(**read_fields(self.shape, item, path, reading)) for item in items)

    def schema(self) -> Schema:
        """One, or a list."""
        one = shape_schema(self.shape)
        return {"anyOf": [one, {"type": "array", "items": one}]}


def _call(node: Node, _path: FactPath, reading: Reading) -> dict[str, str]:
    """``GET /path/{name}``."""
    scalar = reading.scalar(node, "a call")
    match = _CALL.fullmatch(scalar.text) if scalar else None
    if scalar is not None and match is None:
        reading.problem(scalar.at, "This is not a call.", "Write a method and a path, such as: GET /members/{email}")
    return {"method": match[1], "path": match[2]} if match else {"method": "GET", "path": "/"}


def _map(node: Node, path: FactPath, reading: Reading) -> dict[str, Any]:
    """What a table says by default, in the words of ``tables:``."""
    return read_fields(COLLECTION, node, path, reading)


def _fields(node: Node, path: FactPath, reading: Reading) -> dict[str, str]:
    """``{column: path.in.body}``, or ``[column]`` where the two are the same."""
    if isinstance(node, Keyed):
        return ByName(Prose()).read(node, path, reading) or {}
    listed: tuple[str, ...] = ListOf(Prose()).read(node, path, reading) or ()
    return dict(zip(listed, listed, strict=True))


def _operation(name: str, *, call: dict[str, str] | None = None, **fields: Any) -> Operation:
    said = call or {"method": "GET", "path": "/"}
    fields.setdefault("writes", said["method"] != "GET")
    return Operation(name, said["method"], said["path"], **fields)


def _connector(*, operations: dict[str, Operation] | None = None, **fields: Any) -> RestConnector:
    stated = operations or {}
    return RestConnector(operations={name: with_likeness(one, stated) for name, one in stated.items()}, **fields)


_NAMES: Schema = {"anyOf": [{"type": "object"}, {"type": "array", "items": {"type": "string"}}]}

# fmt: off
_PAGING = Shape(
    make=Paging, needs="by",
    keys=(
        Key("by", Choice(PagingKind), "How the next page is asked for.", "Hoe om de volgende bladzijde gevraagd wordt.",
            "by: offset"),
        Key("start", Prose(), "The parameter with the offset, page number or cursor.",
            "De parameter met de plaats, het nummer of de cursor.", "start: offset"),
        Key("size", Prose(), "The parameter with the size of a page.", "De parameter met de grootte van een bladzijde.",
            "size: count"),
        Key("largest", Number(), "The largest page the vendor gives.",
            "De grootste bladzijde die de leverancier geeft.",
            "largest: 1000"),
        Key("next", Prose(), "Where the answer says what comes next (JMESPath).",
            "Waar het antwoord zegt wat er volgt (JMESPath).", 'next: "d.__next"'),
        Key("first", Number(), "The number of the first page.", "Het nummer van de eerste bladzijde.", "first: 1"),
        Key("in_body", Flag(), "`start` is a {name} in the body, no parameter.",
            "`start` is een {naam} in de inhoud, geen parameter.", "in_body: true"),
    ),
)

OPERATION = Shape(
    make=_operation,
    keys=(
        Key("call", Custom(_call, {"type": "string", "pattern": f"^({'|'.join(_METHODS)}) /"}), "Method and path.",
            "Methode en pad.", "call: GET /members/{email}"),
        Key("host", Prose(), "One of hosts, where it is not base.", "Een van hosts, als het niet base is.",
            "host: data"),
        Key("query", ByName(Prose()), "Query parameters.", "Parameters in de vraag.", "query: {fields: id}"),
        Key("headers", ByName(Prose()), "Headers beside those of every call.", "Headers naast die van elke aanroep.",
            "headers: {Prefer: x}"),
        Key("json", Custom(read_json, ANYTHING), "The body; {changes} stands for the values to put.",
            "De inhoud; {changes} staat voor de te zetten waarden.", "json: {status: archived}"),
        Key("form", ByName(Prose()), "A form as body.", "Een formulier als inhoud.", "form: {id: x}"),
        Key("select", Prose(), "Where the rows lie in the answer (JMESPath).",
            "Waar de rijen in het antwoord liggen (JMESPath).", "select: members"),
        Key("total", Prose(), "Where the vendor's own count of them lies.",
            "Waar de eigen telling van de leverancier ligt.", "total: total_items"),
        Key("ok", ListOf(Number()), "Statuses that mean it was done.", "Statussen die zeggen dat het gedaan is.",
            "ok: 204"),
        Key("gone", ListOf(Number()), "Statuses that mean the record is not there.",
            "Statussen die zeggen dat het er niet is.", "gone: 404"),
        Key("paging", One(_PAGING), "How long answers are cut.", "Hoe lange antwoorden verdeeld zijn.",
            "paging: {by: next_url, next: next}"),
        Key("returns", Choice(Returns), "What the answer holds.", "Wat het antwoord bevat.", "returns: bytes"),
        Key("writes", Flag(), "Whether it changes something; default: every method but GET.",
            "Of het iets verandert; zonder dit: elke methode behalve GET.", "writes: false"),
        Key("like", Prose(), "Another operation; what this one does not say is as there.",
            "Een andere operatie; wat hier niet staat, is zoals daar.", "like: accounts"),
        Key("page", Prose(), "The vendor's page with this call, where the contract lacks it.",
            "De pagina van de leverancier met deze aanroep, als het contract hem mist.",
            "page: https://vendor.example/api/files"),
        Key("permission", Prose(), "The vendor's name for the right it needs.",
            "De naam van de leverancier voor het recht dat het vraagt.", "permission: Mail.ReadWrite"),
        Key("scoped", Prose(), "A right that the vendor gives for certain places; no sign-in tells of it.",
            "Een recht dat de leverancier voor bepaalde plekken geeft; geen aanmelding vertelt ervan.",
            "scoped: Application Mail.ReadWrite"),
        Key("leads_to", ListOf(Prose()), "Domains of the vendor at which the answer may lie.",
            "Domeinen van de leverancier waar het antwoord mag liggen.", "leads_to: [files.vendor.example]"),
        Key("auth", Prose(), "One of auths, where it is not the usual one.",
            "Een van auths, als het niet de gewone is.", "auth: parcel"),
    ),
)

_WAY = Shape(
    make=Way,
    keys=(
        Key("by", ListOf(Prose()), "Kinds of identifier, a column of `of`, or `key`.",
            "Soorten kenmerk, een kolom van `of`, of `key`.", "by: email"),
        Key("one", Prose(), "The operation that takes one value.", "De operatie die één waarde neemt.", "one: member"),
        Key("some", Prose(), "The operation that takes several values as {terms}.",
            "De operatie die meer waarden neemt als {terms}.", "some: contacts"),
        Key("all", ListOf(Prose()), "Operations whose every page is read and compared here.",
            "Operaties waarvan elke bladzijde gelezen en hier vergeleken wordt.", "all: [members]"),
        Key("term", Prose(), "How one value stands in {terms}.", "Hoe één waarde in {terms} staat.",
            "term: \"Email eq '{email}'\""),
        Key("joined", Prose(), "What stands between two terms.", "Wat er tussen twee termen staat.", 'joined: " or "'),
        Key("most", Number(), "The most values in one call.", "Hoeveel waarden hoogstens in één aanroep.", "most: 20"),
        Key("inside", Prose(), "The column or file the vendor searches in; it is looked into before a record counts.",
            "De kolom of het bestand waarin de leverancier zoekt; er wordt in gekeken voor een record telt.",
            "inside: original"),
        Key("also", ListOf(Prose()), "Operations asked in the same way.", "Operaties die net zo gevraagd worden.",
            "also: [deleted-users]"),
        Key("longest", Number(), "The most characters of {terms}.", "Hoeveel tekens {terms} hoogstens heeft.",
            "longest: 1500"),
        Key("gives_up_at", Number(), "The most rows the vendor gives to one question; so many are never taken for all.",
            "Hoeveel rijen de leverancier op één vraag hoogstens geeft; zoveel telt nooit als alles.",
            "gives_up_at: 1000"),
        Key("given", Flag(), "Nothing is asked: the identifier itself is the record.",
            "Er wordt niets gevraagd: het kenmerk zelf is het record.", "given: true"),
    ),
)

_CHANGE = Shape(
    make=Change, needs="do",
    keys=(
        Key("do", Prose(), "The operation; its body has {changes}.", "De operatie; de inhoud heeft {changes}.",
            "do: change-member"),
        Key("fields", Custom(_fields, _NAMES), "Columns that can be changed, and their path in the body.",
            "Kolommen die te veranderen zijn, en hun pad in de inhoud.", "fields: [email_address]"),
        Key("whole", ListOf(Prose()), "Columns that must go along with every change.",
            "Kolommen die bij elke wijziging mee moeten.", "whole: [Name]"),
        Key("then", ListOf(Prose()), "Operations that follow, in this order.",
            "Operaties die erop volgen, in deze volgorde.", "then: [sign-out-everywhere]"),
        Key("within", One(WITHIN), "The vendor takes the whole list: {changes} is the list with this record changed.",
            "De leverancier neemt de hele lijst: {changes} is de lijst met dit record gewijzigd.",
            "within: {read: contacts-of}"),
    ),
)

_CLEAR = Shape(
    make=Clearing,
    keys=(
        Key("delete", Prose(), "The operation that deletes the record instead, where it may go.",
            "De operatie die het record in plaats daarvan verwijdert, als het weg mag.", "delete: delete-account"),
        Key("unless", ListOf(Prose()), "Records that refer to it: where one is found, it is cleared.",
            "Records die ernaar verwijzen: is er een gevonden, dan wordt het leeggemaakt.", "unless: [invoices]"),
        Key("along", Custom(read_json, ANYTHING), "Fields that are put with every clearing, whatever the map names.",
            "Velden die bij elk leegmaken mee gaan, wat de kaart ook noemt.", "along: {BSN: null}"),
        Key("follows", ListOf(Prose()), "Columns nobody can write: the vendor makes them of others, and they go along.",
            "Kolommen die niemand kan schrijven: de leverancier maakt ze uit andere, en ze gaan mee.",
            "follows: [FullName]"),
    ),
)

_ERASE = Shape(
    make=EraseWay,
    keys=(
        Key("do", Prose(), "The operation.", "De operatie.", "do: delete-permanently"),
        Key("outcome", Choice(Outcome),
            "What it comes to.", "Waar het op uitkomt.", "outcome: done"),
        Key("days", Number(), "For pending: days until it is really gone.",
            "Bij pending: dagen tot het echt weg is.", "days: 30"),
        Key("days_from", Prose(), "A setting that says how many days.", "Een instelling die zegt hoeveel dagen.",
            "days_from: deleted_items_days"),
        Key("among", ByName(Prose()), "Only where a column is one of the values of a range.",
            "Alleen als een kolom een van de waarden van een reeks is.", "among: {mailbox: holds}"),
        Key("when", ByName(Prose()), "Only where settings have these values.",
            "Alleen als instellingen deze waarden hebben.", "when: {erase: archive}"),
        Key("ground", Prose(), "For retained: the law.", "Bij retained: de wet.", "ground: AWR art. 52"),
        Key("why", Wording(), "For manual and impossible: what a person does.",
            "Bij manual en impossible: wat een mens doet.", "why: {nl: bel, en: call}"),
        Key("then", ListOf(Prose()), "Operations that follow, in this order.",
            "Operaties die erop volgen, in deze volgorde.", "then: [sign-out-everywhere]"),
        Key("within", One(WITHIN), "The vendor takes the whole list: {others} is the list without this record.",
            "De leverancier neemt de hele lijst: {others} is de lijst zonder dit record.",
            'within: {read: entries-of, value: "[].entry"}'),
        Key("confirmed", Prose(), "What the vendor confirms (JMESPath); kept in the receipt.",
            "Wat de leverancier bevestigt (JMESPath); blijft in het bewijs.", "confirmed: deletionRequestTime"),
    ),
)

_FILE = Shape(
    make=FilePart,
    keys=(
        Key("read", Prose(), "The operation that returns bytes.", "De operatie die bytes geeft.", "read: original"),
        Key("type", Prose(), "The media type.", "Het mediatype.", "type: message/rfc822"),
    ),
)

RECORD = Shape(
    make=RestRecord,
    keys=(
        Key("text", Wording(), "What it is, for people.", "Wat het is, voor mensen.", "text: {nl: leden, en: members}"),
        Key("key", ListOf(Prose()), "Columns and variables of `each` that name a record.",
            "Kolommen en variabelen van `each` die een record aanwijzen.", "key: [audience, id]"),
        Key("each", ByName(Prose()), "Variables, and the range each goes through.",
            "Variabelen, en de reeks die elk doorloopt.", "each: {audience: audiences}"),
        Key("find", Several(_WAY), "The ways to find records.", "De manieren om records te vinden.",
            "find: [{by: email, one: member}]"),
        Key("old", Several(OLD), "How records past a day are listed, to be swept by their age.",
            "Hoe records van voor een dag opgesomd worden, om ze op ouderdom te wissen.",
            "old: {by: receivedDateTime, all: messages-before}"),
        Key("ends", One(ENDS), "The vendor ends them itself; no program can.",
            "De leverancier wist ze zelf; geen programma kan dat.", "ends: {by: [event-retention]}"),
        Key("map", Custom(_map, {"type": "object"}), "What a table of this name says by default.",
            "Wat een tabel met deze naam zegt als er niets anders staat.", "map: {email: [email_address]}"),
        Key("columns", ByName(Prose()), "Columns whose place in a row has another name (JMESPath).",
            "Kolommen waarvan de plaats in een rij anders heet (JMESPath).", "columns: {sender: from.address}"),
        Key("inside", ListOf(Prose()), "Objects whose fields are columns of the record.",
            "Objecten waarvan de velden kolommen van het record zijn.", "inside: [merge_fields]"),
        Key("dates", ByName(Prose()), "How columns of the clock are written, where not ISO 8601: ms, s, odata.",
            "Hoe kolommen van de klok geschreven zijn, als dat niet ISO 8601 is: ms, s, odata.",
            "dates: {Created: odata}"),
        Key("spread", ByName(Prose()), "A column, and the list of which each value is a record of its own.",
            "Een kolom, en de lijst waarvan elke waarde een eigen record is.", "spread: {entry: entries}"),
        Key("parties", ListOf(Prose()), "Columns that may hold somebody else besides; then the record is shared.",
            "Kolommen waar ook iemand anders in kan staan: dan delen twee mensen het record.", "parties: [to]"),
        Key("mixed", ByName(Prose()), "Settings under which a record may be about several people: always asked.",
            "Instellingen waarbij een record over meer mensen kan gaan: altijd gevraagd.",
            "mixed: {files_hold: several}"),
        Key("change", One(_CHANGE), "How values are put into it (rectify, restrict, lift, stop, clear).",
            "Hoe er waarden in gezet worden (verbeteren, beperken, opheffen, stoppen, leegmaken).",
            "change: {do: change-member, fields: [name]}"),
        Key("clear", One(_CLEAR), "What clearing is beside the values of the map.",
            "Wat leegmaken is naast de waarden van de kaart.", "clear: {delete: delete-account, unless: [invoices]}"),
        Key("seal", One(SEAL), "How what is kept by law is seen to stay as it is.",
            "Hoe te zien is dat wat de wet laat bewaren, blijft zoals het is.", "seal: {besides: [AccountName]}"),
        Key("erase", Several(_ERASE), "How it is erased; the first whose `when` fits.",
            "Hoe het gewist wordt; de eerste waarvan `when` past.", "erase: {do: delete, outcome: done}"),
        Key("more", ByName(Prose()), "Columns that a further call brings, for a copy.",
            "Kolommen die een verdere aanroep brengt, voor een kopie.", "more: {activity: member-activity}"),
        Key("files", ByName(One(_FILE)),
            "Originals that are downloaded for a copy.", "Originelen die voor een kopie opgehaald worden.",
            "files: {mime: {read: original, type: message/rfc822}}"),
    ),
)

CONNECTOR = Shape(
    make=_connector,
    keys=(
        Key("kind", Prose(), "Its name, as in systems/NAME.yaml.", "De naam, zoals in systems/NAAM.yaml.",
            "kind: mailchimp"),
        Key("name", Wording(), "The vendor or service, for people.", "De leverancier of dienst, voor mensen.",
            "name: {nl: MailChimp, en: MailChimp}"),
        Key("about", Wording(), "What it can do, what it needs and costs; `belofte explain KIND` prints it.",
            "Wat het kan, wat het nodig heeft en kost; `belofte explain SOORT` toont het.", "about: {nl: x, en: x}"),
        Key("source", ListOf(Prose()), "The vendor's pages it was written from.",
            "De pagina's van de leverancier waar het op rust.", "source: https://vendor.example/api"),
        Key("seen_on", Day(), "The day those were read.", "De dag waarop die gelezen zijn.", "seen_on: 2026-11-22"),
        Key("contract", ListOf(Prose()), "The file names of the vendor's contracts, for the test that compares them.",
            "De bestandsnamen van de contracten van de leverancier, voor de test die ze vergelijkt.",
            "contract: vendor.openapi.json"),
        Key("base", Prose(), "Where the API is.", "Waar de API is.", "base: https://api.vendor.example/v1"),
        Key("hosts", ByName(Prose()), "Other places of the same vendor.", "Andere plaatsen van dezelfde leverancier.",
            "hosts: {data: https://data.vendor.example}"),
        Key("settings", Named(SETTING), "The keys a system of this kind has.",
            "De sleutels die een systeem van deze soort heeft.", "settings: {key: {type: reference, needed: true}}"),
        Key("auth", One(AUTH), "Signing in.", "Aanmelden.", 'auth: {kind: bearer, value: "{key}"}'),
        Key("auths", ByName(One(AUTH)), "Other ways to sign in, for operations that name one as auth.",
            "Andere manieren van aanmelden, voor operaties die er een als auth noemen.",
            'auths: {parcel: {kind: bearer, value: "{token}"}}'),
        PERSON,
        Key("limits", One(LIMITS), "What the vendor lets one caller do.", "Wat de leverancier één beller toestaat.",
            "limits: {per_minute: 60}"),
        Key("error_code", Prose(), "Where the vendor's code of an error lies; never its text.",
            "Waar de foutcode van de leverancier ligt; nooit de tekst.", "error_code: error.code"),
        Key("headers", ByName(Prose()), "Headers of every call.", "Headers van elke aanroep.",
            "headers: {Accept: application/json}"),
        Key("operations", Named(OPERATION), "The calls, by name.", "De aanroepen, met een naam.",
            'operations: {member: {call: "GET /members/{email}"}}'),
        Key("ranges", Named(RANGE), "What calls are repeated for.", "Waarvoor aanroepen herhaald worden.",
            "ranges: {audiences: {read: audiences}}"),
        Key("records", Named(RECORD), "What lies there of people.", "Wat daar van mensen ligt.",
            "records: {members: {key: [id]}}"),
        Key("observe", Named(OBSERVED), "Settings that promises speak of.", "Instellingen waar beloften over gaan.",
            "observe: {double-opt-in: {read: audience, value: double_optin}}"),
        Key("readers", Named(READERS), "Who can read, as the API tells it.", "Wie kan lezen, zoals de API het zegt.",
            "readers: {members: {read: members-of-group, account: userPrincipalName}}"),
        Key("access_log", One(LOG), "The vendor's own log of who came or read.",
            "Het eigen logboek van de leverancier van wie er kwam of las.",
            "access_log: {read: sign-ins-since, account: userPrincipalName, at: createdDateTime}"),
        Key("staff", One(STAFF), "The list of the company's own people, where the vendor holds it.",
            "De lijst van de eigen mensen van het bedrijf, als de leverancier die heeft.",
            "staff: {read: staff, name: displayName, email: mail}"),
        Key("check", Prose(), "The cheapest operation that shows that signing in works.",
            "De goedkoopste operatie die laat zien dat aanmelden lukt.", "check: ping"),
    ),
)
# fmt: on
