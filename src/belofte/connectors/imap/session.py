"""One conversation with the mail server: folders by the names people see, searches, heads, whole messages.

Looking is done with EXAMINE and PEEK only, so that nothing a look touches is changed, not even the mark "read".
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

from belofte.connectors.imap.heads import FIELDS, Head, head_of
from belofte.ports import SystemUnreachable
from belofte.wire.imap import (
    ImapRefused,
    ImapServer,
    Trouble,
    capabilities,
    folder_by_name,
    folder_on_the_wire,
    quoted,
    signed_in,
    uid_validity,
)

PAGE = 1000
"""Heads in one answer."""
WINDOW = 100_000
"""Message numbers one search looks at: the client takes no line of more than a million letters."""
LINE = 7_500
"""Letters in one command; servers take at least 8,000 (RFC 7162, section 4)."""

_LISTED = re.compile(rb'\((?P<flags>[^)]*)\) (?:"(?P<mark>(?:\\.|[^"])*)"|NIL) (?P<name>.+)', re.DOTALL)
_REMEDY = {
    Trouble.CREDENTIAL: "password, token or its secret",
    Trouble.SECURITY: "security, or ca for an authority of your own,",
    Trouble.ADDRESS: "host and port",
    Trouble.ACCOUNT: "user and its password or token",
    Trouble.PROXY: "proxy (or own_proxy in belofte.toml)",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The folder a session is in. Numbers hold as long as ``validity`` is the same."""

    folder: str
    validity: int
    exists: int
    next_uid: int


class Session:
    """What a connector says to the server."""

    def __init__(self, system: str, imap: imaplib.IMAP4) -> None:
        self._system, self._imap = system, imap
        self.can = capabilities(imap)
        self._wire: dict[str, str] = {}
        self._mark = "/"

    def folders(self) -> list[str]:
        """Every folder that can hold messages, by the name people see, levels divided by ``/``."""
        answer, data = self._imap.list()
        if answer != "OK":
            raise self._refused("does not tell its folders")
        self._wire = {}
        for line in cast("list[bytes | tuple[bytes, bytes] | None]", data):
            if (found := _folder(line)) is not None:
                flags, mark, wire = found
                self._mark = mark or self._mark
                if not flags & {rb"\noselect", rb"\nonexistent"}:
                    name = folder_by_name(wire)
                    self._wire[name.replace(mark, "/") if mark else name] = wire
        return sorted(self._wire)

    def look_into(self, folder: str) -> Chosen:
        """Choose a folder to read it; nothing in it can be changed then."""
        return self._choose(folder, is_read=True)

    def work_in(self, folder: str) -> Chosen:
        """Choose a folder to change it."""
        return self._choose(folder, is_read=False)

    def search(self, chosen: Chosen, criteria: str) -> list[int]:
        """The numbers of the messages that the server finds."""
        found: list[int] = []
        for start in range(1, max(chosen.next_uid, 2), WINDOW):
            within = "" if chosen.next_uid <= WINDOW else f"UID {start}:{start + WINDOW - 1} "
            answer, data = self._imap.uid("SEARCH", f"{within}{criteria}")
            if answer != "OK":
                raise self._refused("does not search")
            lines = cast("list[bytes | None]", data)
            found += [int(uid) for line in lines for uid in (line or b"").split()]
        return sorted(set(found))

    def heads(self, uids: Sequence[int]) -> Iterator[Head]:
        """The heads of these messages, a page at a time."""
        for start in range(0, len(uids), PAGE):
            yield from self._heads(uid_set(uids[start : start + PAGE]))

    def all_heads(self, chosen: Chosen) -> Iterator[Head]:
        """The heads of every message of the folder, a page at a time, by their place in it."""
        for start in range(1, chosen.exists + 1, PAGE):
            answer, data = self._imap.fetch(f"{start}:{min(start + PAGE - 1, chosen.exists)}", _ASKED)
            yield from self._parsed(answer, data)

    def raw(self, uid: int, most: int | None = None) -> bytes | None:
        """A message as it came, at most so many bytes of it; None when it is there no more."""
        part = "BODY.PEEK[]" if most is None else f"BODY.PEEK[]<0.{most}>"
        answer, data = self._imap.uid("FETCH", str(uid), f"({part})")
        for line in cast("list[object]", data):
            if answer == "OK" and isinstance(line, tuple):
                return cast("tuple[bytes, bytes]", line)[1]
        return None

    def there(self, chosen: Chosen, uids: Iterable[int]) -> list[int]:
        """Those of these messages that are still in the folder."""
        asked = sorted(set(uids))
        found: list[int] = []
        for part in uid_sets(asked):
            found += self.search(chosen, f"UID {part}")
        return found

    def say(self, command: str, *parts: str) -> bool:
        """One command about messages by number; whether the server did it."""
        answer, _ = self._imap.uid(command, *parts)
        return answer == "OK"

    def expunge(self) -> bool:
        """Everything in the folder that is marked as deleted goes, whoever marked it."""
        answer, _ = self._imap.expunge()
        return answer == "OK"

    def has(self, folder: str) -> bool:
        """Whether the folder was there when the folders were told."""
        return folder in self._wire

    def make(self, folder: str) -> None:
        """The folder, if it is not there yet."""
        if folder not in self._wire:
            self._imap.create(self.wire(folder))
            self._wire[folder] = folder_on_the_wire(folder.replace("/", self._mark))

    def wire(self, folder: str) -> str:
        """A folder's name as a command takes it."""
        known = self._wire.get(folder)
        return quoted(folder_on_the_wire(folder.replace("/", self._mark)) if known is None else known)

    def rights(self, folder: str) -> frozenset[str]:
        """What the account may do in a folder, a letter each (RFC 4314, 3.5); nothing where it may not even ask."""
        answer, data = self._imap.myrights(self.wire(folder))
        told = b"".join(one for one in cast("list[object]", data) if isinstance(one, bytes))
        letters = told.rpartition(b" ")[2].decode("ascii", "replace") if answer == "OK" else ""
        return frozenset(letter for letter in letters if letter.isalpha())

    def quota(self) -> list[bytes] | None:
        """What the server says of the room in this mailbox; None where it does not tell."""
        if "QUOTA" not in self.can:
            return None
        answer, data = self._imap.getquotaroot("INBOX")
        return [line for line in cast("list[list[bytes | None]]", data)[-1] if line] if answer == "OK" else None

    def protocol(self) -> str | None:
        """The version of TLS the connection speaks; None where it is not encrypted."""
        connection = self._imap.socket()
        return connection.version() if isinstance(connection, ssl.SSLSocket) else None

    def _heads(self, numbers: str) -> Iterator[Head]:
        answer, data = self._imap.uid("FETCH", numbers, _ASKED)
        yield from self._parsed(answer, data)

    def _parsed(self, answer: str, data: object) -> Iterator[Head]:
        if answer != "OK":
            raise self._refused("does not show its messages")
        lines = cast("list[bytes | tuple[bytes, bytes] | None]", data)
        for line, after in zip(lines, [*lines[1:], None], strict=True):
            if isinstance(line, tuple):
                told = line[0] + (b" " + after if isinstance(after, bytes) else b"")
                if (head := head_of(told, line[1])) is not None:
                    yield head

    def _choose(self, folder: str, *, is_read: bool) -> Chosen:
        try:
            answer, data = self._imap.select(self.wire(folder), is_read)
        except imaplib.IMAP4.readonly:
            raise self._refused("lets this account only read a folder that is to be changed") from None
        if answer != "OK":
            raise self._refused("does not open a folder that it lists")
        exists = int(cast("list[bytes]", data)[0] or b"0")
        _, told = self._imap.response("UIDNEXT")
        following = cast("list[bytes | None]", told)
        next_uid = int(following[-1]) if following and following[-1] else 2**31
        return Chosen(folder, uid_validity(self._imap), exists, next_uid)

    def _refused(self, what: str) -> SystemUnreachable:
        return SystemUnreachable(
            f"The mail server of system {self._system} {what}.",
            "Look at the rights of the account on the mail server.",
            transient=False,
        )


_ASKED = f"(UID INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS ({FIELDS})])"


@contextmanager
def session(system: str, server: ImapServer) -> Generator[Session]:
    """A signed-in session. Raises :class:`SystemUnreachable`, also for what breaks inside."""
    try:
        with signed_in(server) as imap:
            yield Session(system, imap)
    except ImapRefused as refused:
        raise SystemUnreachable(
            refused.why,
            f"Check {_REMEDY[refused.trouble]} in systems/{system}.yaml.",
            transient=refused.passes,
        ) from None


def uid_set(uids: Sequence[int]) -> str:
    """Numbers as IMAP writes them: ``1:4,7``."""
    spans: list[list[int]] = []
    for uid in uids:
        if spans and uid == spans[-1][1] + 1:
            spans[-1][1] = uid
        else:
            spans.append([uid, uid])
    return ",".join(str(a) if a == b else f"{a}:{b}" for a, b in spans)


def uid_sets(uids: Sequence[int]) -> Iterator[str]:
    """Numbers in as few commands as a line has room for."""
    for start in range(0, len(uids), LINE // 12):
        yield uid_set(uids[start : start + LINE // 12])


def _folder(line: bytes | tuple[bytes, bytes] | None) -> tuple[set[bytes], str, str] | None:
    """Flags, mark between levels and name on the wire, of one line of the answer to LIST."""
    if line is None:
        return None
    whole = (
        line[0].rpartition(b"{")[0] + b'"' + line[1].replace(b'"', b'\\"') + b'"' if isinstance(line, tuple) else line
    )
    found = _LISTED.match(whole)
    if found is None:
        return None
    name = found["name"].strip()
    if name.startswith(b'"'):
        name = re.sub(rb"\\(.)", rb"\1", name[1:-1])
    mark = re.sub(rb"\\(.)", rb"\1", found["mark"] or b"")
    return set(found["flags"].lower().split()), mark.decode("ascii", "replace"), name.decode("utf-8", "replace")
