"""No telemetry: no module for it, and every module that can reach a network is listed here with what it is for."""

from __future__ import annotations

import ast
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

TELEMETRY = {
    "amplitude", "analytics", "bugsnag", "datadog", "ddtrace", "elasticapm", "honeycomb", "mixpanel", "newrelic",
    "opentelemetry", "posthog", "rollbar", "scarf", "segment", "sentry_sdk", "statsd",
}  # fmt: skip

NETWORK = {
    "aiohttp", "aiosmtplib", "aiosmtpd", "asyncio", "asyncssh", "dns", "ftplib", "granian", "http.client", "httpx",
    "imaplib", "requests", "smtplib", "socket", "socketserver", "ssl", "urllib.request", "urllib3", "websockets",
    "xmlrpc",
}  # fmt: skip

ALLOWED = {
    "mail/smtp.py": "Hands letters to the mail server of the settings.",
    "wire/sign_in.py": "Fetches an access token for a mail server from the address of the settings or the map.",
    "wire/route.py": "Opens connections for mail and servers, through the company's proxy where the settings name one.",
    "wire/imap.py": "Signs in to the mail servers of the settings and of the maps.",
    "mail/imap.py": "Looks into the mailboxes of the settings.",
    "connectors/line/*": "Looks at the hosts that a map declares, and asks DNS about their domains.",
    "connectors/linux/*": "Looks at the server that a map names, over SSH.",
    "connectors/imap/*": "Works in the mailboxes that a map names.",
    "connectors/http/*": "Asks the REST systems that a map names, at the places of their connector files.",
    "mail/graph.py": "Looks into the mailboxes of the settings, at the address of the settings.",
    "bootstrap/time_stamps.py": "Sends a hash of the evidence log to the time-stamp authority of the settings.",
    "sandbox/mailsink.py": "Listens on 127.0.0.1 for the sandbox's letters.",
    "sandbox/rest/server.py": "Listens on 127.0.0.1 as the simulated vendors.",
    "sandbox/local/*": "Listens on 127.0.0.1 as the sandbox's real systems.",
    "web/api/sending.py": "Sends signed messages to the webhooks that were added, never into the own network.",
    "web/*": "Listens on the addresses of the settings.",
    "cli/*": "Asks a server that runs here whether it is alive.",
    "bootstrap.py": "Finds a free port on 127.0.0.1 for the sandbox.",
    "bootstrap/*": "Finds a free port on 127.0.0.1 for the sandbox.",
}


@cache
def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def reaches(path: Path, modules: set[str]) -> set[str]:
    return {m for m in modules for name in imported(path) if name == m or name.startswith(f"{m}.")}


def test_no_telemetry_is_imported(source: Path) -> None:
    wrong = {path.relative_to(source).as_posix(): reaches(path, TELEMETRY) for path in source.rglob("*.py")}
    assert {name: modules for name, modules in wrong.items() if modules} == {}


def test_every_module_that_can_reach_a_network_is_known_and_says_what_for(source: Path) -> None:
    unknown: dict[str, list[str]] = {}
    for path in source.rglob("*.py"):
        name, modules = path.relative_to(source).as_posix(), reaches(path, NETWORK)
        if modules and not any(fnmatch(name, pattern) for pattern in ALLOWED):
            unknown[name] = sorted(modules)
    assert unknown == {}


def test_an_import_would_be_seen_in_every_form(tmp_path: Path) -> None:
    module = tmp_path / "x.py"
    module.write_text(
        "import urllib.request as u\nfrom opentelemetry import trace\ndef f():\n    from http import client\n"
    )
    assert reaches(module, NETWORK) == {"urllib.request", "http.client"}
    assert reaches(module, TELEMETRY) == {"opentelemetry"}


def test_the_readme_says_so(root: Path) -> None:
    assert "no telemetry" in (root / "README.md").read_text(encoding="utf-8").lower()
