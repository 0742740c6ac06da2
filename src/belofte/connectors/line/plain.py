"""Protocols anybody on the way can read along with: which of them answer on a host.

One connection a port. What is said is what any such conversation begins with; nothing is signed in to and nothing asked
for. A port is named when it *answers* in plain: an open port that says nothing, or speaks TLS, is not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from belofte.connectors.line.dialing import Dialer, NoAnswer, Talk
from belofte.connectors.line.starttls import offers
from belofte.connectors.line.web import get, leads_to_https

Answers = Callable[[Talk], bool]
"""Whether the other side of a conversation speaks in plain."""


@dataclass(frozen=True, slots=True)
class Plain:
    """One protocol in plain, its usual port, and how to tell."""

    name: str
    port: int
    answers: Answers

    def __str__(self) -> str:
        return f"{self.name}:{self.port}"


def plain_on(dialer: Dialer, host: str, protocol: Plain) -> bool:
    """Whether a host speaks this protocol in plain. Raises ``NothingListens`` or :class:`NoAnswer` where no
    connection comes about; one on which nothing is said that can be told apart is no plain answer."""
    if protocol.name == "http":
        return _plain_pages(dialer, host, protocol.port)
    with Talk(dialer.open(host, protocol.port)) as talk:
        try:
            return protocol.answers(talk)
        except NoAnswer:
            return False


def _plain_pages(dialer: Dialer, host: str, port: int) -> bool:
    opened = dialer.open(host, port)
    try:
        return not leads_to_https(get(lambda: opened, host))
    except NoAnswer:
        return False


def _says(*marks: bytes, after: bytes = b"") -> Answers:
    """A protocol that begins with one of these, by itself or after it was said ``after``."""

    def answers(talk: Talk) -> bool:
        if after:
            talk.send(after)
        return talk.first_bytes().startswith(marks)

    return answers


def _anything(talk: Talk) -> bool:
    """A protocol that exists in plain only: whatever it says, save a TLS alert."""
    said = talk.first_bytes()
    return bool(said) and not said.startswith(b"\x15\x03")


def _ftp(talk: Talk) -> bool:
    """FTP that knows no TLS (RFC 4217)."""
    if not talk.lines_until("220 ")[-1].startswith("220 "):
        return False
    talk.send("AUTH TLS\r\n")
    return not talk.line().startswith("234")


def _mail_without_tls(talk: Talk) -> bool:
    return not offers(talk, "smtp").tls


def _mail_with_plain_sign_in(talk: Talk) -> bool:
    offered = offers(talk, "smtp")
    return offered.plain_sign_in or not offered.tls


def _imap(talk: Talk) -> bool:
    return offers(talk, "imap").plain_sign_in


def _pop3(talk: Talk) -> bool:
    return offers(talk, "pop3").plain_sign_in


def _mysql(talk: Talk) -> bool:
    """MySQL and MariaDB: the greeting says whether the server can do TLS (CLIENT_SSL in the capability flags)."""
    said = talk.first_bytes()
    version_ends = said.find(b"\0", 5)
    flags = said[version_ends + 14 : version_ends + 16]
    return len(said) > 5 and said[4] == 10 and version_ends > 0 and not int.from_bytes(flags, "little") & 0x0800


def _sqlserver(talk: Talk) -> bool:
    """SQL Server that can do no TLS, or only for its sign-in: the ENCRYPTION byte of its answer to a pre-login that
    asks for TLS ([MS-TDS] 2.2.6.5): 1 on, 3 required; 2 not supported, 0 off."""
    talk.send(_TDS_FIRST)
    said = talk.first_bytes()
    options, at = said[8:], 0
    while said[:1] == b"\x04" and len(options) >= at + 5 and options[at] != _LAST_OPTION:
        if options[at] == _ENCRYPTION:
            where = int.from_bytes(options[at + 1 : at + 3])
            return options[where : where + 1] in (b"\x00", b"\x02")
        at += 5
    return False


def _mongodb(talk: Talk) -> bool:
    """MongoDB that answers ``hello`` without TLS (OP_MSG of its wire protocol); one that requires TLS hangs up."""
    talk.send(_HELLO)
    return talk.first_bytes()[8:16] == _ASKED + _OP_MSG


def _ldap(talk: Talk) -> bool:
    """LDAP whose StartTLS (RFC 4511, 4.14) does not succeed."""
    talk.send(b"\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037")
    said = talk.first_bytes()
    return b"\x78" in said[:16] and b"\x0a\x01\x00" not in said[:24]


def _smb(talk: Talk) -> bool:
    """File sharing that answers at all: it has no place on a line others see."""
    talk.send(_NEGOTIATE)
    return talk.first_bytes()[4:8] in (b"\xfeSMB", b"\xffSMB")


_OPTIONS = (
    "OPTIONS sip:{0} SIP/2.0\r\nVia: SIP/2.0/TCP {0};branch=z9hG4bKbelofte\r\nMax-Forwards: 0\r\n"
    "From: <sip:looking@{0}>;tag=1\r\nTo: <sip:looking@{0}>\r\nCall-ID: belofte@{0}\r\n"
    "CSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
).format("looking.belofte.invalid")
_NEGOTIATE = bytes.fromhex(  # SMB_COM_NEGOTIATE with the one dialect "SMB 2.???" ([MS-SMB2] 3.2.4.2.2.1)
    "0000002e" "ff534d42" "72" "00000000" "18" "43c8" "0000" "0000000000000000" "0000" "ffff" "fffe" "0000" "0000"
    "00" "0b00" "02534d4220322e3f3f3f00"
)  # fmt: skip
_PG_SSL = bytes.fromhex("0000000804d2162f")
_ENCRYPTION, _LAST_OPTION = 0x01, 0xFF
_TDS_FIRST = bytes.fromhex(  # [MS-TDS] 2.2.6.5: VERSION (6 bytes at 11), ENCRYPTION (1 byte at 17: on)
    "1201" "001a" "0000" "01" "00" "00000b0006" "0100110001" "ff" "000000000000" "01"
)  # fmt: skip
_ASKED, _OP_MSG = (1).to_bytes(4, "little"), (2013).to_bytes(4, "little")
_HELLO = (
    bytes.fromhex("34000000") + _ASKED + bytes(4) + _OP_MSG  # length, number, no answer to another, what it is
    + bytes.fromhex("00000000" "00" "1f000000" "10") + b"hello\0" + bytes.fromhex("01000000")
    + b"\x02$db\0" + bytes.fromhex("06000000") + b"admin\0" + b"\0"
)  # fmt: skip

PROTOCOLS: Sequence[Plain] = (
    Plain("http", 80, _anything),
    Plain("ftp", 21, _ftp),
    Plain("telnet", 23, _anything),
    Plain("smtp", 25, _mail_without_tls),
    Plain("submission", 587, _mail_with_plain_sign_in),
    Plain("pop3", 110, _pop3),
    Plain("imap", 143, _imap),
    Plain("ldap", 389, _ldap),
    Plain("smb", 445, _smb),
    Plain("rsync", 873, _says(b"@RSYNCD:")),
    Plain("sqlserver", 1433, _sqlserver),
    Plain("mysql", 3306, _mysql),
    Plain("sip", 5060, _says(b"SIP/2.0", after=_OPTIONS.encode("ascii"))),
    Plain("postgresql", 5432, _says(b"N", after=_PG_SSL)),
    Plain("vnc", 5900, _says(b"RFB ")),
    Plain("redis", 6379, _says(b"+PONG", b"-NOAUTH", b"-DENIED", after=b"PING\r\n")),
    Plain("memcached", 11211, _says(b"VERSION", after=b"version\r\n")),
    Plain("mongodb", 27017, _mongodb),
)
"""Every protocol that is looked for."""
