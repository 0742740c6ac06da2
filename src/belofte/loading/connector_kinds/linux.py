"""A server of the company's own: facts over SSH by a fixed list of commands that only read."""

from __future__ import annotations

from belofte.loading.connector_kinds.kind import ConnectorKind
from belofte.loading.shape import Key
from belofte.loading.values import Number, Prose, SecretName

# fmt: off
LINUX = ConnectorKind(
    "linux",
    "A Linux server of your own, looked at over SSH by a fixed list of commands that only read. Settings for `expect`: "
    "crypto-policy, ssh-settings, disk-encryption, log-terms, groups, accounts, os-version, audit-log, open-ports, "
    "clock-synchronised, selinux; jobs and forwards are flows.",
    "Een eigen Linux-server, bekeken over SSH met een vaste lijst opdrachten die alleen lezen. Instellingen voor "
    "`expect`: crypto-policy, ssh-settings, disk-encryption, log-terms, groups, accounts, os-version, audit-log, "
    "open-ports, clock-synchronised, selinux; jobs en forwards zijn stromen.",
    (
        Key("host", Prose(), "The server.", "De server.", "host: db1.company.example"),
        Key("port", Number(), "Where its SSH answers, where that is not the usual port.",
            "Waar SSH antwoordt, als dat niet de gewone poort is.", "port: 2222"),
        Key("account", Prose(), "The account to sign in with; it needs to read, and no more.",
            "Het account om mee aan te melden; het hoeft alleen te lezen.", "account: belofte"),
        Key("key", SecretName(), "The private key of that account, by reference.",
            "De geheime sleutel van dat account, als verwijzing.", "key: file:linux.key"),
        Key("host_key", Prose(), "The server's public key: another one is refused. `ssh-keyscan HOST` prints it.",
            "De publieke sleutel van de server: een andere wordt geweigerd. `ssh-keyscan HOST` toont hem.",
            'host_key: "ssh-ed25519 AAAAC3Nza..."'),
        Key("proxy", Prose(), "The company's proxy for this system, by reference if it holds a password; absent: "
            "`own_proxy` of belofte.toml.", "De proxy van het bedrijf voor dit systeem, als verwijzing als er een "
            "wachtwoord in staat; afwezig: `own_proxy` van belofte.toml.",
            "proxy: http://proxy.company.example:3128"),
    ),
    needs=("host", "account", "key", "host_key"),
)
# fmt: on
