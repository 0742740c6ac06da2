"""The keys of a REST connector file about a company's own people: ``access_log:`` and ``staff:``."""

from __future__ import annotations

from belofte.domain.rest_staff import LogOf, StaffOf
from belofte.loading.shape import Key, Shape
from belofte.loading.values import ListOf, Prose, Wording

# fmt: off
LOG = Shape(
    make=LogOf,
    keys=(
        Key("read", Prose(), "The operation that lists it since a moment, {since}.",
            "De operatie die het opsomt sinds een moment, {since}.", "read: sign-ins-since"),
        Key("account", Prose(), "Where the account stands in a row (JMESPath).",
            "Waar het account in een rij staat (JMESPath).", "account: userPrincipalName"),
        Key("names", ListOf(Prose()), "What else the account is known by.", "Waaronder het account nog bekend is.",
            "names: [userId]"),
        Key("at", Prose(), "Where the moment stands in a row.", "Waar het moment in een rij staat.",
            "at: createdDateTime"),
        Key("what", Prose(), "Where it stands what was read.", "Waar staat wat er gelezen is.", "what: objectId"),
        Key("coarse", Wording(), "Why it tells who came, and not what they read.",
            "Waarom het zegt wie er kwam, en niet wat die las.", "coarse: {nl: x, en: x}"),
        Key("absent", Wording(), "Why there is none.", "Waarom er geen is.",
            "absent: {nl: staat niet in de API, en: not in the API}"),
    ),
)

STAFF = Shape(
    make=StaffOf, needs="read",
    keys=(
        Key("read", Prose(), "The operation that lists them.", "De operatie die hen opsomt.", "read: staff"),
        Key("name", Prose(), "Where the name stands in a row (JMESPath).", "Waar de naam in een rij staat (JMESPath).",
            "name: displayName"),
        Key("email", Prose(), "Where the work address stands.", "Waar het werkadres staat.", "email: mail"),
        Key("names", ListOf(Prose()), "What else the account is known by.", "Waaronder het account nog bekend is.",
            "names: [userPrincipalName]"),
        Key("starts", ListOf(Prose()), "Where the first day stands; the first that is filled counts.",
            "Waar de eerste dag staat; de eerste die gevuld is telt.", "starts: [employeeHireDate, createdDateTime]"),
        Key("ends", Prose(), "Where the last day stands.", "Waar de laatste dag staat.", "ends: employeeLeaveDateTime"),
        Key("function", Prose(), "Where the function stands.", "Waar de functie staat.", "function: jobTitle"),
        Key("bond", Prose(), "Where it stands how somebody works here.", "Waar staat hoe iemand hier werkt.",
            "bond: employeeType"),
        Key("contractors", ListOf(Prose()), "What stands there for a contractor.",
            "Wat daar staat bij wie ingehuurd is.", "contractors: [Contractor]"),
        Key("active", Prose(), "Whether the account is open.", "Of het account open is.", "active: accountEnabled"),
    ),
)
# fmt: on
