"""Who works at the command line: a name is an account's where the settings want it, and taken as typed in a sandbox."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from belofte.bootstrap.installation import SANDBOX, folder_in_force, home_of, open_belofte
from belofte.domain.account import Act
from belofte.procedures.sign_in.accounts_desk import Accounts


def named(policy: Path, by: str, act: Act) -> str:
    """The name that is written down for ``--by``. Raises ``Refused`` where it must be an account that may do ``act``
    and is not (setting ``cli_accounts``), and what opening an installation raises."""
    if _as_typed(policy):
        return by
    with open_belofte(policy) as belofte:
        return belofte.desk(Accounts).acting(by, act)


def _as_typed(policy: Path) -> bool:
    """Looked up without the store: a sandbox has no accounts anybody must have."""
    home, settings = home_of(policy)
    if settings.cli_accounts == "no":
        return True
    return folder_in_force(home, datetime.now(UTC)).policy.environment == SANDBOX
