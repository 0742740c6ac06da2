"""Mails as they lie in a mailbox, put together by hand: what a mail program would not write must be written too."""

from __future__ import annotations

from secrets import token_hex

OFFICE = "privacy@linprofs.example"
SERVER = "mx.linprofs.example"
ASKS_ACCESS = "Geachte heer/mevrouw,\n\nIk wil graag inzage in mijn gegevens.\n\nMet vriendelijke groet"


def received(at: str, by: str = SERVER, source: str = "out.post.example", network: str = "192.0.2.7") -> str:
    """One line of a mail server."""
    return f"Received: from {source} ({source} [{network}]) by {by} with ESMTPS id x; {at}"


def mail(
    sender: str,
    text: str = ASKS_ACCESS,
    *headers: str,
    subject: str = "Verzoek",
    message_id: str = "",
    content: str = "text/plain; charset=utf-8",
) -> bytes:
    """A message; ``headers`` are lines that stand above the usual ones."""
    lines = [
        *headers,
        f"From: {sender}",
        f"To: {OFFICE}",
        f"Subject: {subject}",
        f"Message-ID: {message_id or f'<{token_hex(8)}@post.example>'}",
        "MIME-Version: 1.0",
        f"Content-Type: {content}",
        "Content-Transfer-Encoding: 8bit",
        "",
        *text.splitlines(),
        "",
    ]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape")


def multipart(sender: str, parts: list[str], *headers: str, kind: str = "mixed", subject: str = "Verzoek") -> bytes:
    """A message of several parts, each with its own headers."""
    body = "".join(f"--grens\n{part}\n" for part in parts) + "--grens--\n"
    return mail(sender, body, *headers, subject=subject, content=f'multipart/{kind}; boundary="grens"')


def bounce(letter: bytes, status: str = "5.1.1", action: str = "failed") -> bytes:
    """What a mail server reports when it cannot deliver this letter (RFC 3464)."""
    head = letter.replace(b"\r\n", b"\n").partition(b"\n\n")[0].decode()
    of_one = f"Final-Recipient: rfc822; a@post.example\nAction: {action}\nStatus: {status}\n"
    report = f"Reporting-MTA: dns; mx.post.example\n\n{of_one}"
    parts = [
        "Content-Type: text/plain\n\nYour message could not be delivered.",
        f"Content-Type: message/delivery-status\n\n{report}",
        f"Content-Type: text/rfc822-headers\n\n{head}",
    ]
    kind = "report; report-type=delivery-status"
    body = "".join(f"--grens\n{part}\n" for part in parts) + "--grens--\n"
    headers = ("Return-Path: <>", "Auto-Submitted: auto-replied")
    return mail("MAILER-DAEMON@mx.post.example", body, *headers, content=f'multipart/{kind}; boundary="grens"')
