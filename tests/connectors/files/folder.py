"""A folder of logs and scans to try the connector on."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from belofte.connectors.files.connector import FilesConnector
from belofte.connectors.files.local import LocalFiles
from belofte.connectors.files.storage import Storage
from belofte.domain.identity import Identifier
from belofte.domain.located import Found, Key
from belofte.domain.plan import Decision
from belofte.domain.system_map import Collection, EraseRow, FoundBy, SystemMap, Verb
from belofte.ports import Ask, Order, OrderLine

JAN, PIET = "jan@x.example", "piet@y.example"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Standing:
    def now(self) -> datetime:
        return NOW


def logs(root: Path | str, **changes: Any) -> Collection:
    at = {"paths": (f"{root}/log/*.log", f"{root}/log/*.gz"), "format": ("lines",), **changes.pop("at", {})}
    stated: dict[str, Any] = {
        "name": "access_logs",
        "category": "visit",
        "kinds": {"ip-address": ("ip",), "email": ("email",)},
        "found_by": (FoundBy("ip", "ip-address"), FoundBy("email", "email")),
        "erase": EraseRow(),
        "at": at,
    }
    return Collection(**{**stated, **changes})


def scans(root: Path | str, **changes: Any) -> Collection:
    stated: dict[str, Any] = {
        "name": "scans",
        "category": "order",
        "kinds": {"customer-number": ("number",)},
        "erase": EraseRow(),
        "clock": {"collected": "modified"},
        "files": {"original": "application/pdf"},
        "at": {"paths": (f"{root}/scans/{{customer-number}}/*.pdf",), "format": ("whole",)},
    }
    return Collection(**{**stated, **changes})


def files_system(*collections: Collection, allow: Iterable[Verb] = Verb, **changes: Any) -> SystemMap:
    stated: dict[str, Any] = {
        "name": "server",
        "kind": "files",
        "allow": frozenset(allow),
        "collections": {one.name: one for one in collections},
        "scopes": {"customer-number": ""},
        "settings": {"ours": ("linprofs.example",)},
        "hash": "h1",
    }
    return SystemMap(**{**stated, **changes})


def connector(*collections: Collection, storage: Storage | None = None, **changes: Any) -> FilesConnector:
    return FilesConnector(files_system(*collections, **changes), storage or LocalFiles(), Standing())


def ask(request: str, **values: str) -> Ask:
    kinds = {"email": "email", "number": "customer-number", "ip": "ip-address"}
    return Ask(request, tuple(Identifier(kinds[name], "", value) for name, value in values.items()))


def order(one: Ask, collection: str, decision: Decision, keys: Iterable[Key] | None, **more: Any) -> Order:
    line = OrderLine(collection, decision, frozenset(keys) if keys is not None else None, **more)
    return Order(one.request, one.identifiers, (line,), Verb.ERASE)


def keys(found: Iterable[Found]) -> list[Key]:
    return [one.key for one in found]


def put(path: Path, text: str) -> Path:
    """A file with these words, packed where its name says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


def text_of(path: Path) -> str:
    raw = path.read_bytes()
    return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
