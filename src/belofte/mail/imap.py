"""A mailbox over IMAP (RFC 3501, RFC 6851): polled, with a password or an access token, never deleted from.

How far it was read is ``UIDVALIDITY:UID``. When the server numbers its messages anew, all are looked at again; those
that bear our keyword are left out, and the book of messages knows the others.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import cast

from belofte.domain.message import OurSide
from belofte.mail.sign_in import PasswordSignIn, SignIn, TokenRefused, TokenSignIn
from belofte.mail.smtp import Security
from belofte.ports import Arrived, MailboxPurpose, MailboxUnreachable
from belofte.settings import SecretMissing

KEYWORD = "BelofteTaken"
"""The flag of a message that was taken in."""
MEGABYTE = 1_000_000
_INTERNALDATE = re.compile(rb'INTERNALDATE "([^"]{1,40})"')
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(frozen=True, slots=True)
class ImapPlace:
    """Where the mailbox is and how it is signed in to. ``largest`` in bytes; ``timeout`` in seconds for each answer."""

    host: str
    port: int
    security: Security
    sign_in: SignIn | None
    folder: str = "INBOX"
    done_folder: str = ""
    since: date | None = None
    timeout: float = 20.0
    largest: int = 25 * MEGABYTE
    tls: ssl.SSLContext | None = None


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
            validity = _validity(imap)
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
            return self._read(imap, number) if validity in ("", str(_validity(imap))) else None

    def taken(self, uids: Sequence[str]) -> None:
        """See :class:`belofte.ports.Mailbox`: the keyword, and the move where a folder is named."""
        if self._purpose is MailboxPurpose.SHARED or not uids:
            return
        numbers = ",".join(uid.rpartition(":")[2] for uid in uids)
        with self._session(readonly=False) as imap:
            imap.uid("STORE", numbers, "+FLAGS.SILENT", f"({KEYWORD})")
            if not self._place.done_folder:
                return
            _, told = imap.capability()  # asked again: before signing in a server tells less
            if b"MOVE" not in cast("list[bytes]", told)[0].split():
                raise MailboxUnreachable("The mail server cannot move messages.", "leave done_folder out")
            answer, _ = imap.uid("MOVE", numbers, _quoted(self._place.done_folder))
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
                return Arrived(f"{_validity(imap)}:{number}", raw, _arrived(told), whole)
        return None

    @contextmanager
    def _session(self, *, readonly: bool) -> Generator[imaplib.IMAP4]:
        imap: imaplib.IMAP4 | None = None
        try:
            imap = _connect(self._place)
            _sign_in(imap, self._place.sign_in)
            answer, _ = imap.select(_quoted(self._place.folder), readonly)
            if answer != "OK":
                raise MailboxUnreachable("The folder is not in this mailbox.", "check folder in [mailbox.…]")
            yield imap
        except (SecretMissing, TokenRefused) as missing:
            raise MailboxUnreachable(str(missing), "check the secret of [mailbox.…]") from None
        except ssl.SSLError:
            raise MailboxUnreachable(
                "No safe connection to the mail server: its certificate or encryption is not trusted.",
                "check security in [mailbox.…]",
            ) from None
        except (imaplib.IMAP4.error, OSError, EOFError) as error:
            # What a mail server says may quote an address, so only the kind of fault is told.
            raise MailboxUnreachable(
                f"The mail server cannot be worked with ({type(error).__name__}).", "check host and port in [mailbox.…]"
            ) from None
        finally:
            _end(imap)


def _connect(place: ImapPlace) -> imaplib.IMAP4:
    context = place.tls or ssl.create_default_context()
    if place.security is Security.TLS:
        return imaplib.IMAP4_SSL(place.host, place.port, ssl_context=context, timeout=place.timeout)
    imap = imaplib.IMAP4(place.host, place.port, timeout=place.timeout)
    if place.security is Security.STARTTLS:
        imap.starttls(context)
    return imap


def _sign_in(imap: imaplib.IMAP4, way: SignIn | None) -> None:
    try:
        match way:
            case PasswordSignIn(account, secret):
                if "AUTH=PLAIN" in imap.capabilities:
                    imap.authenticate("PLAIN", lambda _: f"\0{account}\0{secret()}".encode())
                else:
                    imap.login(_quoted(account), secret())
            case TokenSignIn(account, secret):
                imap.authenticate("XOAUTH2", _xoauth2(account, secret()))
            case None:
                raise MailboxUnreachable("No way to sign in is set.", "set password, token or oauth_url")
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        raise MailboxUnreachable(
            "The mail server refused our sign-in.", "check account and its secret in [mailbox.…]"
        ) from None


def _xoauth2(account: str, token: str) -> Callable[[bytes], bytes]:
    """Google's and Microsoft's mechanism; a refusal is a challenge that is answered by an empty line."""
    said = [f"user={account}\x01auth=Bearer {token}\x01\x01".encode()]
    return lambda _challenge: said.pop() if said else b""


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _validity(imap: imaplib.IMAP4) -> int:
    _, data = imap.response("UIDVALIDITY")
    told = cast("list[bytes | None]", data)
    if told and told[-1]:
        imap.untagged_responses["UIDVALIDITY"] = [told[-1]]  # reading it takes it off the list
        return int(told[-1])
    return 0


def _arrived(told: bytes) -> datetime | None:
    found = _INTERNALDATE.search(told)
    try:
        moment = datetime.strptime(found[1].decode("ascii").strip(), "%d-%b-%Y %H:%M:%S %z") if found else None
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment else None


def _end(imap: imaplib.IMAP4 | None) -> None:
    """Say goodbye; what a server does after that changes nothing."""
    if imap is None:
        return
    try:
        imap.logout()
    except (imaplib.IMAP4.error, OSError, EOFError):
        imap.shutdown()
