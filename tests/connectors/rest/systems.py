"""A policy folder with one REST system on a simulated vendor, as a company would write it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from textwrap import indent

from belofte.connectors.http.connector import HttpConnector
from belofte.connectors.http.making import Surroundings, make_connector
from belofte.loading.folder import PolicyFolder, load_policy_folder

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class StillClock:
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOW


class NoPause:
    """Waits no time, and remembers how long it should have."""

    def __init__(self) -> None:
        self.waited: list[float] = []
        self._at = 0.0

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self._at += seconds

    def go(self, seconds: float) -> None:
        """So much time goes by."""
        self._at += seconds

    def monotonic(self) -> float:
        self._at += 0.001
        return self._at


POLICY = """
format: 1
environment: sandbox
controller: {name: Proef B.V., country: NL, email: info@proef.example}
privacy_office: {email: privacy@proef.example}
data:
  customer:
    needed: [%s]
"""


def folder_with(folder: Path, kind: str, system: str, kinds: str) -> PolicyFolder:
    """A folder with one system; ``kinds`` are those of its only category, ``customer``."""
    (folder / "systems").mkdir(parents=True, exist_ok=True)
    (folder / "policy.yaml").write_text(POLICY % kinds, encoding="utf-8")
    (folder / "systems" / f"{kind}.yaml").write_text(system, encoding="utf-8")
    return load_policy_folder(folder)


def system_text(kind: str, url: str, keys: Mapping[str, str], tables: str, allow: str = "all") -> str:
    """``systems/KIND.yaml``."""
    lines = "\n".join(f"{name}: {value}" for name, value in keys.items())
    return f"kind: {kind}\nurl: {url}\nallow: {allow}\n{lines}\ntables:\n{indent(tables, '  ')}\n"


def connector_of(folder: PolicyFolder, kind: str, secrets: Mapping[str, str], kept: Path) -> HttpConnector:
    """The connector of the folder's system; ``secrets`` by reference."""
    pause = NoPause()
    around = Surroundings(StillClock(), secrets.__getitem__, kept, only_here=True, pause=pause)
    return make_connector(folder.systems[kind], around)
