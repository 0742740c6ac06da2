"""A mailbox over IMAP (RFC 3501, RFC 6851): polled, with a password or an access token, never deleted from.

How far it was read is ``UIDVALIDITY:UID``. When the server numbers its messages anew, all are looked at again; those
that bear our keyword are left out, and the book of messages knows the others.
"""

from __future__ import annotations

import imaplib
import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import cast

from belofte.domain.message import OurSide
from belofte.ports import Arrived, MailboxPurpose, MailboxUnreachable
from belofte.wire.imap import (
    ImapRefused,
    ImapServer,
    Trouble,
    capabilities,
    folder_on_the_wire,
    quoted,
    signed_in,
    uid_validity,
)

KEYWORD = "BelofteTaken"
"""The flag of a message that was taken in."""
MEGABYTE = 1_000_000
_INTERNALDATE = re.compile(rb'INTERNALDATE "([^"]{1,40})"')
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_REMEDY = {
    Trouble.CREDENTIAL: "check the secret of [mailbox.…]",
    Trouble.SECURITY: "check security in [mailbox.…], or own_authorities for an authority of your own",
    Trouble.ADDRESS: "check host and port in [mailbox.…]",
    Trouble.ACCOUNT: "check account and its secret in [mailbox.…]",
    Trouble.PROXY: "check own_proxy in belofte.toml, with the proxy's keeper",
}
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(frozen=True, slots=True)
class ImapPlace:
    """Where the mailbox is and what is read of it. ``largest`` in bytes."""

    server: ImapServer
    folder: str = "INBOX"
    done_folder: str = ""
    since: date | None = None
    largest: int = 25 * MEGABYTE


class ImapMailbox:
    """The :class:`belofte.ports.Mailbox` over IMAP; a connection a call."""

    def __init__(self, place: ImapPlace, purpose: MailboxPurpose, ours: OurSide) -> None:
        self._place, self._purpose, self._ours = place, purpose, ours

    @property
    def purpose(self) -> MailboxPurpose:
        return self._purpose

    @property
    def ours(self) -> OurSide:
        return self._ours

    def fetch(self, mark: str, limit: int) -> Iterator[tuple[Arrived, str]]:
        """See :class:`belofte.ports.Mailbox`. The connection is kept while the messages are handed out."""
        with self._session(readonly=True) as imap:
            validity = uid_validity(imap)
            read_to = int(mark.partition(":")[2]) if mark.startswith(f"{validity}:") else 0
            found = [uid for uid in self._search(imap, read_to) if uid > read_to][:limit]
            for uid in found:
                arrived = self._read(imap, str(uid))
                if arrived is not None:
                    yield arrived, f"{validity}:{uid}"

    def get(self, uid: str) -> Arrived | None:
        """See :class:`belofte.ports.Mailbox`. ``uid`` is what :meth:`fetch` gave."""
        with self._session(readonly=True) as imap:
            validity, _, number = uid.rpartition(":")
            return self._read(imap, number) if validity in ("", str(uid_validity(imap))) else None

    def taken(self, uids: Sequence[str]) -> None:
        """See :class:`belofte.ports.Mailbox`: the keyword, and the move where a folder is named."""
        if self._purpose is MailboxPurpose.SHARED or not uids:
            return
        numbers = ",".join(uid.rpartition(":")[2] for uid in uids)
        with self._session(readonly=False) as imap:
            imap.uid("STORE", numbers, "+FLAGS.SILENT", f"({KEYWORD})")
            if not self._place.done_folder:
                return
            if "MOVE" not in capabilities(imap):
                raise MailboxUnreachable("The mail server cannot move messages.", "leave done_folder out")
            answer, _ = imap.uid("MOVE", numbers, _folder(self._place.done_folder))
            if answer != "OK":
                raise MailboxUnreachable("The messages cannot be moved.", "make the folder of done_folder first")

    def _search(self, imap: imaplib.IMAP4, read_to: int) -> list[int]:
        asked = [f"UID {read_to + 1}:*"]
        if self._purpose is MailboxPurpose.PRIVACY:
            asked.append(f"UNKEYWORD {KEYWORD}")
        if self._place.since:
            day = self._place.since
            asked.append(f"SINCE {day.day:02}-{_MONTHS[day.month - 1]}-{day.year}")
        answer, data = imap.uid("SEARCH", " ".join(asked))
        if answer != "OK":
            raise MailboxUnreachable("The mail server does not search.", "look at the mailbox by hand")
        lines = cast("list[bytes | None]", data)
        return sorted(int(uid) for line in lines for uid in (line or b"").split())

    def _read(self, imap: imaplib.IMAP4, number: str) -> Arrived | None:
        parts = f"(RFC822.SIZE INTERNALDATE BODY.PEEK[]<0.{self._place.largest}>)"
        answer, data = imap.uid("FETCH", number, parts)
        for line in data:
            if answer == "OK" and isinstance(line, tuple):
                told, raw = cast("tuple[bytes, bytes]", line)
                size = _SIZE.search(told)
                whole = size is None or int(size[1]) <= self._place.largest
                return Arrived(f"{uid_validity(imap)}:{number}", raw, _arrived(told), whole)
        return None

    @contextmanager
    def _session(self, *, readonly: bool) -> Generator[imaplib.IMAP4]:
        try:
            with signed_in(self._place.server) as imap:
                answer, _ = imap.select(_folder(self._place.folder), readonly)
                if answer != "OK":
                    raise MailboxUnreachable("The folder is not in this mailbox.", "check folder in [mailbox.…]")
                yield imap
        except ImapRefused as refused:
            raise MailboxUnreachable(refused.why, _REMEDY[refused.trouble]) from None


def _folder(name: str) -> str:
    return quoted(folder_on_the_wire(name))


def _arrived(told: bytes) -> datetime | None:
    found = _INTERNALDATE.search(told)
    try:
        moment = datetime.strptime(found[1].decode("ascii").strip(), "%d-%b-%Y %H:%M:%S %z") if found else None
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment else None
