"""The mailboxes of one installation: those of its settings, or in a sandbox the one its own mail server keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belofte.bootstrap.installation import Belofte
from belofte.bootstrap.network import Network
from belofte.domain.errors import Refused, WrongUse
from belofte.settings import load_mailboxes

if TYPE_CHECKING:
    from belofte.engine.rounds import Round
    from belofte.ports import Mailbox, Mailboxes
    from belofte.procedures.intake.inbox_desk import InboxDesk

SANDBOX_BOXES = ("privacy", "support")
"""The made-up company's mailboxes: one of the privacy office, one that others share."""


def mailboxes_of(belofte: Belofte) -> Mailboxes:
    """Every mailbox by name. Raises :class:`belofte.settings.SettingsError` for one that cannot be set up so."""
    from belofte.mail.boxes import mailbox_of
    from belofte.mail.leaving_out import as_kept, without_attachment, words_only
    from belofte.mail.reading_mail import attachment_of, read_mail
    from belofte.ports import Mailboxes

    home, office = belofte.home.path, belofte.parts.policy.privacy_office.email or ""
    route = Network.of(belofte.settings).route(home)
    boxes = {name: mailbox_of(name, each, home, office, route) for name, each in load_mailboxes(home).items()}
    if not boxes and belofte.parts.policy.environment == "sandbox":
        boxes = _sandbox_boxes(belofte)
    return Mailboxes(boxes, read_mail, attachment_of, as_kept, words_only, without_attachment)


def inbox_desk(belofte: Belofte) -> InboxDesk:
    """The office's desk for mail."""
    from belofte.procedures.intake.inbox_desk import InboxDesk

    return InboxDesk(belofte.current, mailboxes_of(belofte))


def mail_round(belofte: Belofte) -> Round:
    """Looks into the mailboxes again and again, beside the rounds that must never wait for a mail server."""
    from belofte.engine.rounds import Round
    from belofte.procedures.intake.inbox import fetch_mail

    mailboxes = mailboxes_of(belofte)
    seconds = belofte.settings.mail_every * 60.0

    def look() -> None:
        fetch_mail(belofte.parts, mailboxes)

    return Round("mail", seconds, look)


def write_mail(belofte: Belofte, box: str, sender: str, subject: str, text: str) -> None:
    """In a sandbox: somebody writes to the company. Raises ``Refused`` elsewhere, ``WrongUse`` for another mailbox."""
    from belofte.sandbox.mailbox import write_to

    if belofte.parts.policy.environment != "sandbox":
        raise Refused("Only a sandbox has a mailbox of its own.", "send a real mail to the real mailbox")
    if box not in SANDBOX_BOXES:
        raise WrongUse("The sandbox has no such mailbox.", f"use one of: {', '.join(SANDBOX_BOXES)}")
    write_to(belofte.home.sandbox / "mail", _address(belofte, box), sender, subject, text, belofte.parts.now())


def _sandbox_boxes(belofte: Belofte) -> dict[str, Mailbox]:
    from belofte.ports import MailboxPurpose
    from belofte.sandbox.mailbox import SandboxMailbox

    folder = belofte.home.sandbox / "mail"
    purposes = dict(zip(SANDBOX_BOXES, (MailboxPurpose.PRIVACY, MailboxPurpose.SHARED), strict=True))
    return {name: SandboxMailbox(folder, _address(belofte, name), purpose) for name, purpose in purposes.items()}


def _address(belofte: Belofte, box: str) -> str:
    office = belofte.parts.policy.privacy_office.email or "privacy@sandbox.example"
    return office if box == "privacy" else f"support@{office.rpartition('@')[2]}"
