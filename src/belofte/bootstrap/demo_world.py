"""The world of ``belofte demo``: the reference company's policy as a sandbox, its sample database, its mailbox."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from belofte.bootstrap.shipped import shipped
from belofte.domain.errors import Refused, WrongUse
from belofte.domain.reference import NotAReference, normalise_reference
from belofte.procedures.desks import LinkPurpose
from belofte.settings import Home, load_settings

if TYPE_CHECKING:
    from belofte.bootstrap.installation import Belofte
    from belofte.sandbox.company import Company
    from belofte.sandbox.landscape import Landscape
    from belofte.sandbox.personas import Persona


DATABASE = frozenset({"crm"})
"""The sample company's own customer database alone: what most of its requests are about."""


@dataclass(frozen=True, slots=True)
class DemoWorld:
    """What ``belofte demo`` made: the folder, rows by table, and the named people of the sample company. ``left_out``:
    systems that cannot be played on this machine, and what to do about it."""

    home: Home
    company: Company
    left_out: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def asks(self) -> str:
        """The address of who asks for a copy."""
        return self.company.cast.anna.email

    @property
    def leaves(self) -> str:
        """The address of who wants to be forgotten, with invoices the law keeps."""
        return self.company.cast.bram.email

    @property
    def couple_address(self) -> str:
        """One address, two people."""
        return self.company.cast.couple[0].email

    def expected_of(self, address: str) -> Mapping[str, int]:
        """How many records of each table are this person's alone."""
        return self._persona(address).expected

    def name_of(self, address: str) -> str:
        return self._persona(address).name

    def number_of(self, address: str) -> str:
        return self._persona(address).customer_nos[0]

    def _persona(self, address: str) -> Persona:
        return next(persona for persona in self.company.cast.everyone if persona.email == address)


def make_demo(folder: Path, people: int, systems: frozenset[str] | None = DATABASE) -> DemoWorld:
    """Make the sample company in ``folder``: LinProfs' policy as a sandbox, and its customer database.

    ``systems`` are those of its systems that are taken along, by name; None: all of them that can be played here.

    Raises ``WrongUse`` when something is there already: nothing is overwritten.
    """
    import shutil

    from belofte.sandbox.company import make_company

    home = Home(folder.absolute())
    if home.path.exists() and any(home.path.iterdir()):
        raise WrongUse(f"{folder} is not empty.", "choose another folder with --dir, or remove this one")
    shutil.copytree(shipped("examples") / "linprofs", home.policy)
    for file in (home.policy / "systems").glob("*.yaml"):
        if systems is not None and file.stem not in systems:
            file.unlink()
    left_out = dict(_leave_out(home))
    _into_sandbox(home.policy)
    company = make_company(home.sandbox / "crm.sqlite", people, today=datetime.now(UTC).date())
    return DemoWorld(home, company, left_out)


def _leave_out(home: Home) -> Generator[tuple[str, str]]:
    """A system that cannot stand on this machine is no part of this world: nobody could look there."""
    from belofte.sandbox.local.lacking import lacking

    for file in sorted((home.policy / "systems").glob("*.yaml")):
        kind = re.search(r"^kind: (\S+)", file.read_text("utf-8"), re.MULTILINE)
        away = lacking(kind.group(1), home.sandbox) if kind else None
        if away is not None:
            file.unlink()
            yield file.stem, f"{away.why} {away.remedy}"


def _into_sandbox(policy: Path) -> None:
    """Two lines change: the environment, and where the customer database lies."""
    main = policy / "policy.yaml"
    main.write_text(main.read_text("utf-8").replace("format: 1\n", "format: 1\nenvironment: sandbox\n", 1), "utf-8")
    crm = policy / "systems" / "crm.yaml"
    lines = crm.read_text("utf-8").splitlines(keepends=True)
    place = "url: sqlite:///data/sandbox/crm.sqlite   # the sample database of this demo\n"
    crm.write_text("".join(place if line.startswith("url:") else line for line in lines), "utf-8")


@contextmanager
def open_landscape(policy: Path, clock: Callable[[], float] = time.time) -> Generator[Landscape]:
    """The simulated systems of one policy folder, for who turns their switches, at the moment of ``clock``.

    Raises ``WrongUse`` for a folder that is not there and ``Refused`` where the policy is no sandbox.
    """
    from belofte.bootstrap.installation import folder_in_force
    from belofte.bootstrap.simulating import rights_there
    from belofte.sandbox.landscape import Landscape

    if not policy.is_dir():
        raise WrongUse(f"There is no policy folder at {policy}.", "name it with --policy, or make one: belofte demo")
    home = Home.of_policy(policy)
    folder = folder_in_force(home, datetime.now(UTC))
    if folder.policy.environment != "sandbox":
        raise Refused("Only a sandbox has simulated systems.", "belofte demo makes one")
    home = Home(home.path, Path(load_settings(home.path).data))
    with Landscape(folder.systems, home.sandbox, clock, rights=rights_there) as landscape:
        yield landscape


def sandbox_letters(home: Home) -> list[tuple[str, str]]:
    """The letters the sandbox's mail server kept, oldest first: (to, text)."""
    from belofte.sandbox.mailsink import list_messages, show_message

    folder = home.sandbox / "mail"
    kept = sorted(list_messages(folder), key=lambda message: message.id)
    return [(message.to, show_message(folder, message.id).text) for message in kept]


def mailed_token(belofte: Belofte, written: str, purpose: LinkPurpose = LinkPurpose.CONFIRM) -> str:
    """The token of the newest link for this purpose that was mailed for a reference, in a sandbox; where there is none,
    of the newest link at all, and anything else than a reference as it is.

    Raises ``WrongUse`` for a reference outside a sandbox: only the person's own mailbox holds the link there.
    """
    try:
        reference = normalise_reference(written)
    except NotAReference:
        return written
    if belofte.parts.policy.environment != "sandbox":
        raise WrongUse(
            "Only who holds the mailed link can confirm.",
            "give the last part of the link, or: belofte request identify",
        )
    letters = [text for _, text in reversed(sandbox_letters(belofte.home)) if reference in text]
    tokens = [found.group(1) for text in letters if (found := re.search(r"/l/([0-9a-f]{48})", text))]
    if not tokens:
        raise WrongUse("No letter with a link was sent for this reference yet.", "belofte work sends what is due")
    return next((token for token in tokens if belofte.public.link(token).purpose is purpose), tokens[0])
