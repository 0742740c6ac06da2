"""The keys of a REST connector file that tell how one gets in, and how often one may ask."""

from __future__ import annotations

from typing import Any

from belofte.domain.policy import FactPath
from belofte.domain.rest_access import Auth, AuthKind, Budget, Limits, RestSetting, SettingType
from belofte.loading.nodes import Items, Keyed, Node
from belofte.loading.reading import Reading
from belofte.loading.shape import Key, One, Shape
from belofte.loading.values import ByName, Choice, Custom, Flag, ListOf, Number, Prose, Schema, Wording, plain_value

ANYTHING: Schema = {}


def read_json(node: Node, path: FactPath, reading: Reading) -> Any:
    """A body as it is written: keys, lists, texts, numbers, true, false, null."""
    if isinstance(node, Keyed):
        return {entry.key.text: read_json(entry.value, path, reading) for entry in node.entries}
    if isinstance(node, Items):
        return tuple(read_json(item, path, reading) for item in node.items)
    return plain_value(node)


# fmt: off
SETTING = Shape(
    make=RestSetting,
    keys=(
        Key("type", Choice(SettingType), "What is written: text, list, reference (to a secret), flag, number.",
            "Wat er staat: tekst, lijst, reference (naar een geheim), ja/nee, getal.", "type: reference"),
        Key("text", Wording(), "What it is for, in Dutch and English.",
            "Waar het voor is, in het Nederlands en Engels.",
            "text: {nl: de sleutel, en: the key}"),
        Key("example", Prose(), "How a company writes it.", "Hoe een bedrijf het schrijft.",
            'example: "key: file:shop.key"'),
        Key("default", Prose(), "What counts where nobody writes it.", "Wat geldt als niemand het schrijft.",
            "default: permanently"),
        Key("needed", Flag(), "Without it there is nothing to connect to.",
            "Zonder dit is er niets om mee te verbinden.",
            "needed: true"),
        Key("choices", ListOf(Prose()), "The only values it may have.", "De enige waarden die mogen.",
            "choices: [permanently, archive]"),
        Key("part_of", Prose(), "Not written by anybody: taken out of this other setting.",
            "Door niemand geschreven: gehaald uit deze andere instelling.", "part_of: key"),
        Key("match", Prose(), "The pattern whose first group is that part.",
            "Het patroon waarvan de eerste groep dat deel is.", 'match: "-([a-z0-9]+)$"'),
    ),
)

AUTH = Shape(
    make=Auth,
    keys=(
        Key("kind", Choice(AuthKind), "How the vendor wants to know who asks.",
            "Hoe de leverancier wil weten wie er vraagt.", "kind: basic"),
        Key("user", Prose(), "The user, client or login.", "De gebruiker, client of login.", "user: belofte"),
        Key("value", Prose(), "The password, token, key or client secret, as {setting}.",
            "Het wachtwoord, token, de sleutel of het clientgeheim, als {instelling}.", 'value: "{key}"'),
        Key("name", Prose(), "The header or query parameter it goes into.", "De header of parameter waar het in gaat.",
            "name: apikey"),
        Key("url", Prose(), "Where a token is given.", "Waar een token gegeven wordt.",
            "url: https://login.vendor.example/token"),
        Key("scope", Prose(), "The rights that are asked for.", "De rechten die gevraagd worden.", "scope: read"),
        Key("refresh", Prose(), "The first refresh token; later ones are kept.",
            "Het eerste refresh token; latere worden bewaard.", 'refresh: "{refresh_token}"'),
        Key("json", Custom(read_json, ANYTHING), "The body of a token exchange.", "De inhoud van een tokenruil.",
            'json: {key: "{key}"}'),
        Key("select", Prose(), "Where the token lies in the answer.", "Waar het token in het antwoord ligt.",
            "select: accessToken"),
        Key("lives", Number(), "Seconds a token lives, where the answer does not say it.",
            "Hoeveel seconden een token leeft, als het antwoord dat niet zegt.", "lives: 600"),
        Key("early", Number(), "Seconds before its end at which a new one is asked for.",
            "Hoeveel seconden voor het einde een nieuwe gevraagd wordt.", "early: 30"),
        Key("apart", Number(), "Seconds within which no second token is given.",
            "Hoeveel seconden er geen tweede token gegeven wordt.", "apart: 570"),
        Key("ask", Prose(), "Where a person signs in for the first refresh token (belofte connect).",
            "Waar een mens aanmeldt voor het eerste refresh token (belofte connect).",
            "ask: https://login.vendor.example/authorize"),
        Key("pkce", Flag(), "That sign-in is bound to this machine by PKCE (RFC 7636).",
            "Dat aanmelden is met PKCE (RFC 7636) aan deze machine gebonden.", "pkce: true"),
        Key("device", Prose(), "Where a code is given that a person types on another device (RFC 8628).",
            "Waar een code gegeven wordt die een mens op een ander apparaat intikt (RFC 8628).",
            "device: https://login.vendor.example/devicecode"),
        Key("rights", ByName(Prose()), "What a right of a call (permission, scoped) is called when a person has it.",
            "Hoe een recht van een aanroep (permission, scoped) heet als een mens het heeft.",
            "rights: {Application Mail.ReadWrite: Mail.ReadWrite.Shared}"),
    ),
)

PERSON = Key(
    "person", One(AUTH), "How a person signs in, in the place of auth and auths, where the map says sign_in: person.",
    "Hoe een mens aanmeldt, in plaats van auth en auths, als de kaart sign_in: person zegt.",
    "person: {kind: oauth2_refresh, url: https://login.vendor.example/token}",
)

_BUDGET = Shape(
    make=Budget,
    keys=(
        Key("statuses", ListOf(Number()), "Answers that the vendor counts against a caller.",
            "Antwoorden die de leverancier een beller aanrekent.", "statuses: [400, 401, 403, 404]"),
        Key("most", Number(), "How many lock the caller out.", "Hoeveel er de beller buitensluiten.", "most: 10"),
        Key("seconds", Number(), "In how many seconds.", "Binnen hoeveel seconden.", "seconds: 3600"),
    ),
)

LIMITS = Shape(
    make=Limits,
    keys=(
        Key("at_once", Number(), "Calls at the same time.", "Aanroepen tegelijk.", "at_once: 10"),
        Key("per_minute", Number(), "Calls a minute.", "Aanroepen per minuut.", "per_minute: 60"),
        Key("per_day", Number(), "Calls a day; counted between processes.",
            "Aanroepen per dag; geteld over processen heen.", "per_day: 5000"),
        Key("throttled", ListOf(Number()), "Statuses that mean: too much, later.",
            "Statussen die zeggen: te veel, later.",
            "throttled: [429]"),
        Key("throttled_unless_json", ListOf(Number()), "Statuses that mean it when the answer is not JSON.",
            "Statussen die dat zeggen als het antwoord geen JSON is.", "throttled_unless_json: [403]"),
        Key("remaining", Prose(), "The header with the calls left.", "De header met de aanroepen die over zijn.",
            "remaining: X-Rate-Limit-Remaining"),
        Key("reset", Prose(), "The header that says when counting begins again.",
            "De header die zegt wanneer het tellen opnieuw begint.", "reset: X-Rate-Limit-Reset"),
        Key("budget", One(_BUDGET), "Answers that must not be provoked.", "Antwoorden die niet uitgelokt mogen worden.",
            "budget: {statuses: [404], most: 10}"),
    ),
)
# fmt: on
