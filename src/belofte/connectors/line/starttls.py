"""Asking for TLS inside a plain conversation, and what a mail server allows before it: SMTP, IMAP, POP3."""

from __future__ import annotations

import socket
from dataclasses import dataclass

from belofte.connectors.line.dialing import MOST_LINES, NoAnswer, Talk

OURSELVES = "looking.belofte.invalid"
"""The name we greet with: ``.invalid`` never exists (RFC 2606)."""


class NotOffered(Exception):
    """The server does not offer TLS."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What a server said before TLS: whether it offers it, and whether passwords are taken in plain."""

    tls: bool
    plain_sign_in: bool


def offers(talk: Talk, protocol: str) -> Offered:
    """Greet, and read what the server offers. Raises :class:`NoAnswer` where it is no such server."""
    match protocol:
        case "smtp":
            return _smtp(talk)
        case "imap":
            return _imap(talk)
        case _:
            return _pop3(talk)


def ask_for_tls(connection: socket.socket, protocol: str) -> None:
    """Bring a conversation to the point at which TLS begins. Raises :class:`NotOffered`, :class:`NoAnswer`."""
    talk = Talk(connection)
    if not offers(talk, protocol).tls:
        raise NotOffered
    command, agreed = {"smtp": ("STARTTLS", "220"), "imap": ("b STARTTLS", "b OK"), "pop3": ("STLS", "+OK")}[protocol]
    talk.send(f"{command}\r\n")
    if not talk.line().startswith(agreed):
        raise NotOffered


def _smtp(talk: Talk) -> Offered:
    if not _reply(talk)[-1].startswith("220"):
        raise NoAnswer("it answers, and not as a mail server that takes mail now")
    talk.send(f"EHLO {OURSELVES}\r\n")
    words = [line[4:].upper() for line in _reply(talk)]
    return Offered("STARTTLS" in words, any(word.startswith("AUTH") for word in words))


def _reply(talk: Talk) -> list[str]:
    """One reply of SMTP: all lines but the last have a hyphen behind the number."""
    lines = [talk.line()]
    while lines[-1][3:4] == "-" and len(lines) < MOST_LINES:
        lines.append(talk.line())
    return lines


def _imap(talk: Talk) -> Offered:
    if not talk.line().startswith("* OK"):
        raise NoAnswer("it answers, and not as an IMAP server")
    talk.send("a CAPABILITY\r\n")
    told = " ".join(talk.lines_until("a ")).upper().split()
    return Offered("STARTTLS" in told, "LOGINDISABLED" not in told)


def _pop3(talk: Talk) -> Offered:
    if not talk.line().startswith("+OK"):
        raise NoAnswer("it answers, and not as a POP3 server")
    talk.send("CAPA\r\n")
    first = talk.line()
    told = [line.upper() for line in talk.lines_until(".")] if first.startswith("+OK") else []
    signs_in = not told or "USER" in told or any(line.startswith("SASL") and "PLAIN" in line for line in told)
    return Offered("STLS" in told, signs_in)
