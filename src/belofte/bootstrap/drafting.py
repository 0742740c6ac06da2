"""The first map of a database: read from its schema, written into the policy folder, never over what is there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from belofte.bootstrap.connecting import database_url
from belofte.domain.errors import CouldNotLook, WrongUse
from belofte.ports import SystemUnreachable
from belofte.settings import Home

NAME = re.compile(r"[a-z][a-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Drafted:
    """A drafted map and where it belongs; nothing is written yet."""

    file: Path
    text: str

    def write(self) -> Path:
        """Write it; returns the file."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(self.text, "utf-8")
        return self.file


def draft_system(policy: Path, written: str, name: str) -> Drafted:
    """``systems/NAME.yaml`` for the database at ``written`` (a reference or an address without password).

    Raises ``WrongUse`` for a password in the open, a bad name or a file that is there already, ``CouldNotLook`` when
    the database cannot be read.
    """
    from belofte.connectors.sql.draft import draft_map

    if urlsplit(written).password:
        raise WrongUse(
            "The address holds a password, which everyone on this machine could read.",
            "put it into a variable: CRM_URL=… belofte init --database env:CRM_URL",
        )
    url = database_url(written, Home.of_policy(policy))
    system = name or re.sub(r"[^a-z0-9_-]+", "-", Path(urlsplit(url).path).stem.lower()).strip("-")
    if not NAME.fullmatch(system):
        raise WrongUse("The system needs a short name of small letters.", "give one with --name")
    file = policy / "systems" / f"{system}.yaml"
    if file.exists():
        raise WrongUse(f"{file} is there already.", "choose another --name, or remove it first")
    try:
        drafted = draft_map(url, system)
    except SystemUnreachable as away:
        raise CouldNotLook(away.why, away.remedy) from away
    lines = [f"url: {written}" if line.startswith("url:") else line for line in drafted.splitlines()]
    return Drafted(file, "\n".join(lines) + "\n")
