"""What has to be installed before a system can stand on this machine, and what to do where it is not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from belofte.ports import SystemUnreachable

DOVECOT_PLACES = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin"
_LIBRARIES: Mapping[str, Mapping[str, str]] = {
    "aws": {"moto": '"moto[server]"', "boto3": "boto3"},
    "linux": {"asyncssh": "asyncssh"},
    "line": {"dns": "dnspython"},
}
"""Kind of system -> module -> what pip calls it."""


def lacking(kind: str, folder: Path) -> SystemUnreachable | None:
    """Why a system of this kind cannot be played in a folder of this machine; None where it can."""
    away = [named for module, named in _LIBRARIES.get(kind, {}).items() if find_spec(module) is None]
    if away:
        why = f"It needs {' and '.join(away)}, which is not installed."
        return SystemUnreachable(why, f"pip install {' '.join(away)}", transient=False)
    return _no_mail(folder.absolute()) if kind == "imap" else None


def dovecot() -> str | None:
    """Where Dovecot's program is."""
    return shutil.which("dovecot", path=DOVECOT_PLACES)


def _no_mail(folder: Path) -> SystemUnreachable | None:
    """Dovecot lets nobody read mail as root, so its own user must be able to enter the folder there."""
    if dovecot() is None:
        why = "It needs the mail server Dovecot, which is not installed."
        return SystemUnreachable(why, "apt-get install dovecot-imapd", transient=False)
    there = [path for path in (folder, *folder.parents) if path.exists()]
    if os.geteuid() == 0 and not all(path.stat().st_mode & 0o001 for path in there):
        why = "As root, Dovecot's own user must enter this folder, and may not."
        return SystemUnreachable(why, "work as an ordinary user, or in a folder below /srv", transient=False)
    return None
