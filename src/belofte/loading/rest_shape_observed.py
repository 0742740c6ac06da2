"""What a connector file goes through, and the settings it can see: keys of ``ranges:``,
``observe:`` and ``readers:``, and how records are seen by their age."""

from __future__ import annotations

from belofte.domain.rest import Ending, Observed, OldWay, Range, ReadersOf, Sealing, Within
from belofte.loading.shape import Key, Shape
from belofte.loading.values import ByName, Flag, ListOf, Prose, Wording

# fmt: off
RANGE = Shape(
    make=Range,
    keys=(
        Key("setting", Prose(), "The setting with the values.", "De instelling met de waarden.", "setting: audiences"),
        Key("read", Prose(), "The operation that lists them.", "De operatie die ze opsomt.", "read: audiences"),
        Key("value", Prose(), "The field of a row that is the value.", "Het veld van een rij dat de waarde is.",
            "value: id"),
        Key("each", ByName(Prose()), "Ranges it is itself repeated for.", "Reeksen waarvoor het zelf herhaald wordt.",
            "each: {mailbox: mailboxes}"),
        Key("beyond", Prose(), "The operation that lists what there is besides; counted, never gone through.",
            "De operatie die opsomt wat er nog meer is; geteld, nooit doorlopen.", "beyond: all-mailboxes"),
        Key("also", ListOf(Prose()), "Ranges whose values belong to it too.",
            "Reeksen waarvan de waarden er ook bij horen.", "also: [drives-of-sites]"),
        Key("match", Prose(), "The value is the first group of this pattern, inside a longer name.",
            "De waarde is de eerste groep van dit patroon, in een langere naam.", "match: properties/(.+)"),
    ),
)

OBSERVED = Shape(
    make=Observed,
    keys=(
        Key("text", Wording(), "What it says, for people.", "Wat het zegt, voor mensen.", "text: {nl: x, en: x}"),
        Key("read", Prose(), "The operation.", "De operatie.", "read: audience"),
        Key("each", ByName(Prose()), "Variables, and the range each goes through.",
            "Variabelen, en de reeks die elk doorloopt.", "each: {audience: audiences}"),
        Key("value", Prose(), "Where the value lies in a row (JMESPath).",
            "Waar de waarde in een rij ligt (JMESPath).", "value: double_optin"),
        Key("counted", Flag(), "How many rows have it.", "Hoeveel rijen het hebben.", "counted: true"),
        Key("together", Flag(), "The value is read in the list of all rows.",
            "De waarde wordt gelezen in de lijst van alle rijen.", "together: true"),
        Key("by", Prose(), "The variable of `each` under which a value is told.",
            "De variabele van `each` waaronder een waarde genoemd wordt.", "by: domain"),
        Key("words", ByName(Prose()), "What words of the vendor's are in ours.",
            "Wat woorden van de leverancier in de onze zijn.", "words: {TWO_MONTHS: 2 months}"),
        Key("days", ListOf(Prose()), "Parts of the value that are a moment, told as days from now.",
            "Delen van de waarde die een moment zijn, verteld als dagen vanaf nu.", "days: [days_left]"),
        Key("ages", ListOf(Prose()), "Parts of the value that are a moment, told as days since.",
            "Delen van de waarde die een moment zijn, verteld als dagen sindsdien.", "ages: [key_days]"),
        Key("outside", Flag(), "Of addresses only the domain is told, and none of our own.",
            "Van adressen wordt alleen het domein verteld, en niet die van onszelf.", "outside: true"),
        Key("flow", Flag(), "It shows what leaves the system, and is held against the map's flows.",
            "Het toont wat het systeem verlaat, en wordt naast flows van de kaart gelegd.", "flow: true"),
        Key("absent", Wording(), "Why this vendor's API cannot tell.", "Waarom de API dit niet kan zeggen.",
            "absent: {nl: staat niet in de API, en: not in the API}"),
    ),
)

READERS = Shape(
    make=ReadersOf,
    keys=(
        Key("text", Wording(), "By what they can read, for people.", "Waardoor zij kunnen lezen, voor mensen.",
            "text: {nl: lid van de groep, en: member of the group}"),
        Key("read", Prose(), "The operation that lists them.", "De operatie die hen opsomt.", "read: members-of-group"),
        Key("each", ByName(Prose()), "Variables, and the range each goes through.",
            "Variabelen, en de reeks die elk doorloopt.", "each: {group: groups}"),
        Key("account", Prose(), "Where the name of the account lies in a row (JMESPath).",
            "Waar de naam van het account in een rij ligt (JMESPath).", "account: userPrincipalName"),
        Key("names", ListOf(Prose()), "What else the account is known by.", "Waaronder het account nog bekend is.",
            "names: [mail, id]"),
        Key("active", Prose(), "Whether it can still sign in.", "Of het zich nog kan aanmelden.",
            "active: accountEnabled"),
        Key("guest", Prose(), "Whether it is another organisation's.", "Of het van een andere organisatie is.",
            "guest: \"userType == 'Guest'\""),
        Key("group", Prose(), "The variable whose value is the group.", "De variabele waarvan de waarde de groep is.",
            "group: group"),
        Key("groups", Prose(), "Where the groups or roles of a row lie (JMESPath).",
            "Waar de groepen of rollen van een rij liggen (JMESPath).", 'groups: "[Description]"'),
        Key("adds_to", Prose(), "The readers of whom these rows only tell more: their roles.",
            "De lezers over wie deze rijen alleen meer zeggen: hun rollen.", "adds_to: users"),
        Key("absent", Wording(), "What this API does not tell of who reads.",
            "Wat deze API niet zegt over wie leest.", "absent: {nl: staat niet in de API, en: not in the API}"),
    ),
)

OLD = Shape(
    make=OldWay, needs="all",
    keys=(
        Key("all", ListOf(Prose()), "Operations that list them; {before} is the first day that is left out.",
            "Operaties die ze opsommen; {before} is de eerste dag die er niet bij hoort.", "all: [messages-before]"),
        Key("by", Prose(), "The column it is asked by; without it everything is listed, and compared here.",
            "De kolom waarop het gevraagd wordt; zonder dit wordt alles opgesomd, en hier vergeleken.",
            "by: receivedDateTime"),
    ),
)

SEAL = Shape(
    make=Sealing,
    keys=(
        Key("all", Prose(), "The operation that lists them, perhaps among others, where `find` has none.",
            "De operatie die ze opsomt, misschien tussen andere, als `find` er geen heeft.", "all: every-attachment"),
        Key("besides", ListOf(Prose()), "Columns the vendor takes from another record: they may change.",
            "Kolommen die de leverancier uit een ander record haalt: die mogen veranderen.", "besides: [AccountName]"),
    ),
)

ENDS = Shape(
    make=Ending,
    keys=(
        Key("why", Wording(), "How they end, for people.", "Hoe ze eindigen, voor mensen.",
            "why: {nl: de vervoerder wist zelf, en: the carrier erases by itself}"),
        Key("by", ListOf(Prose()), "The settings of observe that say when.",
            "De instellingen van observe die zeggen wanneer.", "by: [event-retention]"),
    ),
)

WITHIN = Shape(
    make=Within, needs="read",
    keys=(
        Key("read", Prose(), "The operation that reads the list.", "De operatie die de lijst leest.",
            "read: contacts-of"),
        Key("value", Prose(), "What is sent back of it (JMESPath).", "Wat ervan teruggestuurd wordt (JMESPath).",
            'value: "[].entry"'),
    ),
)
# fmt: on
