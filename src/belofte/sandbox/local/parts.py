"""Which systems stand on this machine for real in a sandbox, by their kind, and which map says so itself already.

A part is imported when it is made: what it needs may not be installed, and then only that system is away.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from belofte.domain.system_map import SystemMap
from belofte.ports import SystemUnreachable
from belofte.sandbox.local.lacking import lacking
from belofte.sandbox.local.part import Part, Wanted, is_here

PARTS: Mapping[str, tuple[str, str]] = {
    "aws": ("aws_account", "AwsAccount"),
    "imap": ("mail_server", "MailServer"),
    "files": ("folder", "Folder"),
    "linux": ("linux_server", "LinuxServer"),
    "line": ("line_hosts", "LineHosts"),
}
"""Kind of system -> the module here, and the class in it, that plays it."""


def is_part(system: SystemMap) -> bool:
    """Whether this system is put on this machine; one whose map names a place of its own is left as it is."""
    return system.kind in PARTS and not _names_its_place(system)


def make_part(wanted: Wanted) -> Part:
    """The part of one system. Raises :class:`SystemUnreachable` where what it needs is not installed."""
    away = lacking(wanted.system.kind, wanted.folder)
    if away is not None:
        raise SystemUnreachable(f"{wanted.system.name} cannot be played here. {away.why}", away.remedy, transient=False)
    module, name = PARTS[wanted.system.kind]
    made: Part = getattr(import_module(f"belofte.sandbox.local.{module}"), name)(wanted)
    return made


def _names_its_place(system: SystemMap) -> bool:
    said = {name: system.settings.get(name) for name in ("host", "endpoint", "addresses", "storage")}
    return (
        bool(said["addresses"])
        or is_here(str(said["host"] or ""))
        or is_here(str(said["endpoint"] or "").partition("://")[2].partition(":")[0].partition("/")[0])
        or str(said["storage"] or "").rstrip("/") not in ("", "file:")
    )
