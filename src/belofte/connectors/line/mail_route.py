"""Whether mail to a domain can be held back from TLS by somebody on the way: MTA-STS (RFC 8461) or DANE (RFC 7672).

STARTTLS alone gives way to anybody who takes the offer out of the conversation. Either of the two makes other mail
servers insist: a policy under ``https://mta-sts.DOMAIN``, or signed records with the key of every mail host.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256, sha512
from socket import socket
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from belofte.connectors.line.dialing import NoAnswer
from belofte.connectors.line.names import Names
from belofte.connectors.line.web import get

ABSENT, INVALID, ENFORCE = "absent", "invalid", "enforce"
_MODES = (ENFORCE, "testing", "none")
_WELL_KNOWN = "/.well-known/mta-sts.txt"
_USAGES = (2, 3)  # DANE-TA and DANE-EE: the usages mail servers heed (RFC 7672, 3.1)


class NotTrusted(Exception):
    """The host of the policy shows a certificate that other mail servers do not trust."""


@dataclass(frozen=True, slots=True)
class MtaSts:
    """What a domain's policy says: its mode, and whether it covers every mail host."""

    mode: str
    covers_all: bool = False


def mta_sts(domain: str, names: Names, open_page: Callable[[str], socket]) -> MtaSts:
    """The policy of a domain: ``absent`` without a record, ``invalid`` where record and policy do not work together.

    ``open_page`` opens a *trusted* connection to a host's https port; other mail servers refuse a policy whose
    certificate is not (:class:`NotTrusted`). Raises :class:`NoAnswer`.
    """
    marks = [text for text in names.texts(f"_mta-sts.{domain}") if text.replace(" ", "").startswith("v=STSv1;")]
    if not marks:
        return MtaSts(ABSENT)
    if len(marks) > 1:
        return MtaSts(INVALID)
    host = f"mta-sts.{domain}"
    try:
        page = get(lambda: open_page(host), host, _WELL_KNOWN)
    except NotTrusted:
        return MtaSts(INVALID)
    stated = _stated(page.body.decode("utf-8", "replace")) if page.status == 200 else {}
    mode = (stated.get("mode") or [""])[0]
    if stated.get("version") != ["STSv1"] or mode not in _MODES:
        return MtaSts(INVALID)
    patterns = [pattern.lower() for pattern in stated.get("mx", [])]
    hosts = names.mail_hosts(domain)
    return MtaSts(mode, bool(hosts) and all(_covered(host, patterns) for host in hosts))


def _stated(text: str) -> dict[str, list[str]]:
    stated: dict[str, list[str]] = {}
    for line in text.splitlines():
        key, _, value = line.partition(":")
        stated.setdefault(key.strip().lower(), []).append(value.strip())
    return stated


def _covered(host: str, patterns: Sequence[str]) -> bool:
    parent = host.partition(".")[2]
    return host in patterns or f"*.{parent}" in patterns


@dataclass(frozen=True, slots=True)
class Dane:
    """A mail host's TLSA records: whether there are any, are signed, and one is of the key the host shows."""

    present: bool
    signed: bool = False
    fits: bool = False

    @property
    def protects(self) -> bool:
        """Whether other mail servers insist on TLS because of them."""
        return self.present and self.signed and self.fits


def dane(host: str, names: Names, chain: Callable[[], Sequence[bytes]]) -> Dane:
    """What DNS says of a mail host's key, beside the certificates it shows (``chain``, its own first)."""
    answer = names.ask(f"_25._tcp.{host}", "TLSA")
    records = [record for record in answer.found if record.usage in _USAGES]
    if not records:
        return Dane(bool(answer.found), answer.signed)
    shown = chain()
    fits = any(_is_of(record, certificate) for record in records for certificate in _meant(record, shown))
    return Dane(True, answer.signed, fits)


def _meant(record: Any, chain: Sequence[bytes]) -> Sequence[bytes]:  # dnspython's TLSA record
    return chain[:1] if record.usage == 3 else chain


def _is_of(record: Any, certificate: bytes) -> bool:
    whole = certificate
    if record.selector == 1:
        key = x509.load_der_x509_certificate(certificate).public_key()
        whole = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    match record.mtype:
        case 0:
            return whole == record.cert
        case 1:
            return sha256(whole).digest() == record.cert
        case 2:
            return sha512(whole).digest() == record.cert
        case _:
            return False


def shown_certificate(connection: ssl.SSLSocket) -> bytes:
    """The certificate the other side shows, DER. Raises :class:`NoAnswer` where it shows none."""
    shown = connection.getpeercert(binary_form=True)
    if not shown:
        raise NoAnswer("it shows no certificate")
    return shown
