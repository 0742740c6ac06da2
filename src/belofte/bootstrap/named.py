"""Who works at the command line: a name is an account's where the settings want it, and taken as typed in a sandbox."""

from __future__ import annotations

from pathlib import Path

from belofte.bootstrap.installation import SANDBOX, open_belofte
from belofte.domain.account import Act
from belofte.procedures.sign_in.accounts_desk import Accounts


def named(policy: Path, by: str, act: Act) -> str:
    """The name that is written down for ``--by``. Raises ``Refused`` where it must be an account that may do ``act``
    and is not (setting ``cli_accounts``), and what opening an installation raises."""
    with open_belofte(policy) as belofte:
        if belofte.settings.cli_accounts == "no" or belofte.parts.policy.environment == SANDBOX:
            return by
        return belofte.desk(Accounts).acting(by, act)
