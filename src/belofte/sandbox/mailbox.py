"""Mailboxes of the made-up company: what people wrote to one of its addresses, out of the sandbox's mail folder.

The same folder in which the mail server keeps our own letters; those are left out by the header that marks them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, compat32
from email.utils import format_datetime, getaddresses
from pathlib import Path
from secrets import token_hex

from belofte.domain.message import OurSide
from belofte.ports import Arrived, MailboxPurpose
from belofte.sandbox.mailsink import MESSAGE_ID

SERVER = "mail.sandbox.example"
"""The name by which the sandbox's mail server signs its lines."""


class SandboxMailbox:
    """One address of the made-up company, behind :class:`belofte.ports.Mailbox`. Nothing is marked: what was taken in
    is known by its place in the order of arrival."""

    def __init__(self, folder: Path, address: str, purpose: MailboxPurpose) -> None:
        self._folder, self._address, self._purpose = folder, address.lower(), purpose

    @property
    def purpose(self) -> MailboxPurpose:
        return self._purpose

    @property
    def ours(self) -> OurSide:
        return OurSide((SERVER,), (self._address.rpartition("@")[2],))

    def fetch(self, mark: str, limit: int) -> Iterator[tuple[Arrived, str]]:
        """See :class:`belofte.ports.Mailbox`; the mark is the name of the newest message."""
        names = sorted(path.stem for path in self._folder.glob("*.eml") if MESSAGE_ID.fullmatch(path.stem))
        count = 0
        for name in names:
            if count >= limit:
                return
            arrived = self.get(name) if name > mark else None
            if arrived is not None:
                count += 1
                yield arrived, name

    def get(self, uid: str) -> Arrived | None:
        """See :class:`belofte.ports.Mailbox`."""
        file = self._folder / f"{uid}.eml"
        if not MESSAGE_ID.fullmatch(uid) or not file.is_file():
            return None
        raw = file.read_bytes()
        headers = message_from_bytes(raw, policy=compat32)
        to = [address.lower() for _, address in getaddresses([str(headers.get("To", ""))])]
        ours = headers.get("X-Belofte-Letter") is not None
        return None if ours or self._address not in to else Arrived(uid, raw, None)

    def taken(self, uids: Sequence[str]) -> None:
        """Nothing is marked: the order of arrival is enough."""


def write_to(folder: Path, to: str, sender: str, subject: str, text: str, at: datetime) -> str:
    """Somebody writes to the made-up company at this moment; returns the name the message is kept by."""
    message = EmailMessage(policy=SMTP)
    domain = sender.rpartition("@")[2]
    message["Received"] = f"from mail.{domain} ([192.0.2.10]) by {SERVER} with ESMTPS; {format_datetime(at)}"
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(at.astimezone(UTC))
    message["Message-ID"] = f"<{token_hex(8)}@{domain}>"
    message.set_content(text)
    return keep(folder, message.as_bytes())


def keep(folder: Path, raw: bytes) -> str:
    """Put a message into the folder as the mail server does, whole or not at all; returns its name. Names go up."""
    folder.mkdir(parents=True, exist_ok=True)
    newest = max(
        (int(path.stem[:16], 16) for path in folder.glob("*.eml") if MESSAGE_ID.fullmatch(path.stem)), default=0
    )
    name = f"{max(newest + 1, _nanoseconds()):016x}-{token_hex(4)}"
    half = folder / f"{name}.half"
    half.write_bytes(raw)
    half.rename(folder / f"{name}.eml")
    return name


def _nanoseconds() -> int:
    return int(datetime.now(UTC).timestamp() * 1_000_000_000)
