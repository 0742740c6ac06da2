"""Amazon AWS."""

from __future__ import annotations

from belofte.domain.system_map import Verb
from belofte.loading.connector_kinds.kind import ConnectorKind, Table
from belofte.loading.shape import Key
from belofte.loading.values import Prose, SecretName

_CHANGING = frozenset({Verb.RECTIFY, Verb.RESTRICT, Verb.LIFT})
_TAG = "tag."


def _by_hand(table: Table) -> frozenset[Verb]:
    """Only mail contacts, and the tags of objects, can be changed where they lie."""
    (service, *_) = (*table.at.get("service", ()), "")
    tagged = service == "s3" and any(column.startswith(_TAG) for column in table.columns)
    return frozenset() if tagged or service == "ses" else _CHANGING


# fmt: off
AWS = ConnectorKind(
    "aws",
    "An account at Amazon AWS, or a server that speaks S3. A table's `at:` says where it lies: "
    "`{service: s3, bucket: documents, prefix: \"customers/{customer-number}/\"}` (or `tag:`, `metadata:`), "
    "`{service: ses}` for mail contacts, `{service: suppression}`, `{service: logs, group: /web, by: [email]}`, "
    "`{service: snapshots, instance: shop}`. Objects go with every version and marker; a line of a log goes when its "
    "group's term ends, a snapshot when its retention does. `belofte doctor NAME --grants` prints the policy its "
    "account needs for what `allow` names.",
    "Een account bij Amazon AWS, of een server die S3 spreekt. `at:` van een tabel zegt waar hij ligt: "
    "`{service: s3, bucket: documenten, prefix: \"klanten/{customer-number}/\"}` (of `tag:`, `metadata:`), "
    "`{service: ses}` voor mailcontacten, `{service: suppression}`, `{service: logs, group: /web, by: [email]}`, "
    "`{service: snapshots, instance: winkel}`. Objecten gaan weg met elke versie en markering; een regel in een "
    "logboek als de termijn van zijn groep eindigt, een momentopname als zijn bewaartermijn eindigt. "
    "`belofte doctor NAME --grants` toont de rechten die het account nodig heeft voor wat `allow` noemt.",
    (
        Key("region", Prose(), "The region in which everything lies; whatever lies elsewhere is named.",
            "De regio waarin alles staat; wat ergens anders staat, wordt genoemd.", "region: eu-central-1"),
        Key("access_key", SecretName(), "The key's name, by reference; without keys or profile: this machine's role.",
            "De naam van de sleutel, als verwijzing; zonder sleutels of profiel: de rol van deze machine.",
            "access_key: env:AWS_BELOFTE_KEY"),
        Key("secret_key", SecretName(), "The key itself, by reference.", "De sleutel zelf, als verwijzing.",
            "secret_key: env:AWS_BELOFTE_SECRET"),
        Key("session_token", Prose(), "What belongs to a key for a limited time, by reference.",
            "Wat bij een tijdelijke sleutel hoort, als verwijzing.", "session_token: env:AWS_BELOFTE_TOKEN"),
        Key("profile", Prose(), "A profile of this machine's AWS configuration, instead of keys.",
            "Een profiel uit de AWS-configuratie van deze machine, in plaats van sleutels.", "profile: privacy"),
        Key("endpoint", Prose(), "Where all calls go instead: a server of your own that speaks S3.",
            "Waar alle aanroepen in plaats daarvan heen gaan: een eigen server die S3 spreekt.",
            "endpoint: https://storage.company.example"),
        Key("proxy", Prose(), "The company's proxy for this system, by reference if it holds a password.",
            "De proxy van het bedrijf voor dit systeem, als verwijzing als er een wachtwoord in staat.",
            "proxy: http://proxy.company.example:3128"),
        Key("ca", Prose(), "A file with the company's own certificate authorities.",
            "Een bestand met eigen certificaatautoriteiten van het bedrijf.", "ca: company-ca.pem"),
    ),
    needs=("region",),
    by_hand=_by_hand,
)
# fmt: on
