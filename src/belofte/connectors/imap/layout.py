"""What a map says of a mailbox: which folders belong to which collection, which headers are whose, who "we" are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from belofte.domain.kinds import normalise
from belofte.domain.system_map import Collection, EraseClear, SystemMap
from belofte.ports import SystemUnreachable

ADDRESSED = ("from", "to", "cc", "bcc", "reply_to", "sender")
"""Columns with addresses: who stands here is addressed, or writes."""
WRITTEN = ("subject", "body")
"""Columns with words: who is only mentioned here is shown as perhaps also meant."""
DAYS = ("date", "received")
COLUMNS = frozenset((*ADDRESSED, *WRITTEN, *DAYS, "message_id", "size", "folder", "attachments", "original"))
"""Everything a message has: ``date`` is the sender's own, ``received`` the day the mailbox got it, ``original`` the
whole message as it came (under ``files:``)."""
OWN_FOLDER = "Belofte erasing"
"""Where messages are moved to be expunged on a server without UIDPLUS; empty but for that moment."""
_FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class Place:
    """One collection: the folders that hold it, and the folder its messages are set apart in, "" for none."""

    collection: Collection
    folders: tuple[re.Pattern[str], ...]
    named: tuple[str, ...]  # folders that must be there
    apart: str

    def holds(self, folder: str) -> bool:
        """Whether messages of this folder belong to the collection."""
        return self.is_apart(folder) or any(pattern.fullmatch(_upper(folder)) for pattern in self.folders)

    def is_apart(self, folder: str) -> bool:
        """Whether messages of this folder are set apart: restricted."""
        return bool(self.apart) and (folder == self.apart or folder.startswith(f"{self.apart}/"))

    def before(self, folder: str) -> str:
        """The folder a message set apart in ``folder`` came from."""
        return folder.removeprefix(f"{self.apart}/") if folder != self.apart else "INBOX"


@dataclass(frozen=True, slots=True)
class Layout:
    """One mailbox's map. ``ours`` are our own domains and addresses, compared."""

    system: SystemMap
    places: Mapping[str, Place]
    ignored: tuple[re.Pattern[str], ...]
    ours: frozenset[str]

    def place_of(self, folder: str) -> Place | None:
        """The collection whose messages lie in this folder."""
        if self.is_ignored(folder):
            return None
        return next((place for place in self.places.values() if place.holds(folder)), None)

    def is_ignored(self, folder: str) -> bool:
        """Whether the map says that this folder holds nothing of people."""
        return folder == OWN_FOLDER or any(pattern.fullmatch(_upper(folder)) for pattern in self.ignored)

    def is_ours(self, address: str) -> bool:
        """Whether an address, compared, is our own."""
        return address in self.ours or address.rpartition("@")[2] in self.ours


def layout_of(system: SystemMap) -> Layout:
    """What the map says. Raises :class:`SystemUnreachable` for what a mailbox cannot be."""
    places = {name: _place(system.name, collection) for name, collection in system.collections.items()}
    return Layout(system, places, tuple(map(_pattern, system.ignore)), _ours(system))


def texts(value: object) -> tuple[str, ...]:
    """A setting that is one text or several."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    return tuple(str(item) for item in cast("Sequence[object]", value))


def _ours(system: SystemMap) -> frozenset[str]:
    own = texts(system.settings.get("ours"))
    domain = str(system.settings.get("user") or "").rpartition("@")[2]
    return frozenset(_compared(one) for one in (*own, domain) if one)


def _compared(domain_or_address: str) -> str:
    if "@" in domain_or_address:
        return normalise("email", domain_or_address)
    return normalise("email", f"x@{domain_or_address}").partition("@")[2]


def _place(system: str, collection: Collection) -> Place:
    folders = collection.at.get("folders", ())
    if not folders:
        raise _wrong(system, collection.name, "does not say where its messages lie", "at: {folders: [INBOX]}")
    if not collection.found_by:
        hint = "write found_by: {from: email, to: email, cc: email}"
        raise _wrong(system, collection.name, "does not say by which headers somebody is found", hint)
    if isinstance(collection.erase, EraseClear):
        raise _wrong(system, collection.name, "clears a message, which nobody can", "erase: row, or {keep: ground}")
    if strange := sorted(_columns(collection) - COLUMNS):
        raise _wrong(system, collection.name, f"names {strange[0]}, which no message has", ", ".join(sorted(COLUMNS)))
    if late := sorted(c for c in set(collection.clock.values()) - set(DAYS) if "." not in c):
        raise _wrong(system, collection.name, f"counts from {late[0]}, which is no day", " or ".join(DAYS))
    restrict = dict(collection.restrict or {})
    apart = str(restrict.pop(_FOLDER, "") or "")
    if restrict:
        raise _wrong(system, collection.name, "restricts by more than a folder", "restrict: {folder: Restricted}")
    named = tuple(name for name in folders if not any(c in name for c in "*%"))
    return Place(collection, tuple(map(_pattern, folders)), named, apart)


def _columns(collection: Collection) -> frozenset[str]:
    return collection.columns | frozenset(collection.files) | frozenset(collection.free_text)


def _wrong(system: str, collection: str, what: str, hint: str) -> SystemUnreachable:
    return SystemUnreachable(
        f"The map of system {system} does not fit a mailbox: {collection} {what}.",
        f"Write in systems/{system}.yaml: {hint}",
        transient=False,
    )


def _pattern(folder: str) -> re.Pattern[str]:
    """``*`` stands for anything, ``%`` for one level; INBOX in any letters (RFC 3501, 5.1)."""
    parts = (".*" if c == "*" else "[^/]*" if c == "%" else re.escape(c) for c in _upper(folder))
    return re.compile("".join(parts), re.DOTALL)


def _upper(folder: str) -> str:
    head, slash, rest = folder.partition("/")
    return f"INBOX{slash}{rest}" if head.upper() == "INBOX" else folder


def missing(named: Iterable[str], there: Iterable[str]) -> list[str]:
    """The folders that a map names and that are not there."""
    known = {_upper(folder) for folder in there}
    return [name for name in named if _upper(name) not in known]
