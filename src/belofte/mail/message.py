"""One letter as a MIME message: text and HTML, in the form that a mail server takes and no auto-reply answers."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTPUTF8
from email.utils import format_datetime
from secrets import token_hex

import idna

from belofte.ports import Letter

AUTO_SUBMITTED = "auto-generated"
"""RFC 3834: written by a program, so that out-of-office replies stay away."""

LETTER_ID = "X-Belofte-Letter"
"""Header with our own name of a letter; its Message-ID is made of it, so that replies and reports lead back to it."""


class AddressUnusable(ValueError):
    """The address, or another header of the letter, cannot be written into a mail. The message holds neither."""


def message_of(letter: Letter, sender: Address, written_at: datetime) -> EmailMessage:
    """The MIME message of ``letter``. A ``Message-ID`` among the letter's own headers is used, so that a letter that is
    sent again is recognised as the same. Raises :class:`AddressUnusable`."""
    message = EmailMessage(policy=SMTPUTF8)
    headers = {
        "From": sender,
        "To": address_of(letter.to),
        "Subject": letter.subject,
        "Date": format_datetime(written_at),
        "Message-ID": f"<{letter.headers.get(LETTER_ID) or token_hex(16)}@{sender.domain}>",
        "Auto-Submitted": AUTO_SUBMITTED,
        "X-Auto-Response-Suppress": "All",
        **letter.headers,
    }
    try:
        for name, value in headers.items():
            message[name] = value
    except ValueError:
        raise AddressUnusable("A header of this letter cannot be written into a mail.") from None
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = letter.language
    return message


def address_of(address: str, name: str = "") -> Address:
    """``address`` with its domain in ASCII (IDNA). Raises :class:`AddressUnusable`."""
    local, _, domain = address.strip().rpartition("@")
    try:
        ascii_domain = idna.encode(domain, uts46=True).decode()
        return Address(display_name=name, username=local, domain=ascii_domain) if local else _unusable()
    except (ValueError, IndexError):
        return _unusable()


def _unusable() -> Address:
    raise AddressUnusable("This address cannot be written into a mail.") from None
