"""TLS from the outside: which versions a service accepts, and what its certificate is worth.

Each version is offered alone. Old versions are offered with OpenSSL's lowest security level, because a library that
refuses them would take its own refusal for the server's; where this machine's OpenSSL cannot offer one at all, that is
said, and the service was not looked at.
"""

from __future__ import annotations

import ssl
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from socket import socket

from cryptography import x509

from belofte.connectors.line.dialing import NoAnswer

VERSIONS: Mapping[str, ssl.TLSVersion] = {
    "TLSv1": ssl.TLSVersion.TLSv1,
    "TLSv1.1": ssl.TLSVersion.TLSv1_1,
    "TLSv1.2": ssl.TLSVersion.TLSv1_2,
    "TLSv1.3": ssl.TLSVersion.TLSv1_3,
}
_OUR_OWN_LIMIT = ("NO_PROTOCOLS_AVAILABLE", "NO_CIPHERS_AVAILABLE")
_NOT_BY_TIME = ssl.VerifyFlags(0x200000)  # X509_V_FLAG_NO_CHECK_TIME of OpenSSL's x509_vfy.h; ssl has no name for it
_TIME_IS_WRONG = (9, 10)  # X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED

Reach = Callable[[], socket]
"""Opens a connection to a service and brings it to the point where TLS begins."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A service's certificate: whether its chain is trusted and why not, whether it is for this host, when it ends, and
    every name it is for."""

    trusted: bool
    why_not: str
    name_fits: bool
    ends: datetime
    names: tuple[str, ...]


class Handshakes:
    """Every way in which TLS is begun. ``own_ca`` is a file with certificates of the company's own authority."""

    def __init__(self, own_ca: Path | None = None) -> None:
        self._blind = _blind()
        self._trusting = _trusting(own_ca)
        self._trusting_for_ever = _trusting(own_ca)
        self._trusting_for_ever.verify_flags |= _NOT_BY_TIME
        self._trusting_old = _with_old_versions(_trusting(own_ca))
        with warnings.catch_warnings():  # naming an old version is deprecated; here it is what we look for
            warnings.simplefilter("ignore", DeprecationWarning)
            self._only = {name: _only(version) for name, version in VERSIONS.items()}

    def accepted(self, reach: Reach, host: str) -> list[str]:
        """The versions a service accepts, old to new. Raises :class:`NoAnswer`, also where it accepts none at all."""
        found = [name for name, context in self._only.items() if self._accepts(reach, host, name, context)]
        if not found:
            raise NoAnswer("it does not answer with TLS")
        return found

    def certificate(self, reach: Reach, host: str) -> Certificate:
        """What a service's certificate is worth. Raises :class:`NoAnswer`."""
        try:
            error = self._fault(reach, host, self._trusting)
        except NoAnswer:  # perhaps it only speaks what is no longer spoken
            error = self._fault(reach, host, self._trusting_old)
        with self._begun(reach, host, self._blind) as begun:
            certificate = x509.load_der_x509_certificate(begun.getpeercert(binary_form=True) or b"")
        ends, starts = certificate.not_valid_after_utc, certificate.not_valid_before_utc
        if error and error.verify_code in _TIME_IS_WRONG and not starts <= datetime.now(starts.tzinfo) <= ends:
            error = self._fault(reach, host, self._trusting_for_ever)
        names = _names(certificate)
        fits = any(_fits(name, host) for name in names)
        return Certificate(error is None, error.verify_message if error else "", fits, ends, names)

    def open(self, reach: Reach, host: str) -> ssl.SSLSocket:
        """A connection to read a page over; nothing secret is sent, so the certificate is judged elsewhere."""
        return self._begun(reach, host, self._blind)

    def _accepts(self, reach: Reach, host: str, name: str, context: ssl.SSLContext) -> bool:
        plain = reach()
        try:
            with context.wrap_socket(plain, server_hostname=host):
                return True
        except ssl.SSLError as refused:
            if refused.reason in _OUR_OWN_LIMIT:
                raise NoAnswer(f"this machine's {ssl.OPENSSL_VERSION} cannot offer {name}") from None
            return False
        except TimeoutError:
            raise NoAnswer("it does not answer") from None
        except OSError:
            return False  # hung up on the version it was offered
        finally:
            plain.close()

    def _fault(self, reach: Reach, host: str, context: ssl.SSLContext) -> ssl.SSLCertVerificationError | None:
        try:
            self._begun(reach, host, context).close()
        except _Untrusted as untrusted:
            return untrusted.error
        return None

    def _begun(self, reach: Reach, host: str, context: ssl.SSLContext) -> ssl.SSLSocket:
        plain = reach()
        try:
            return context.wrap_socket(plain, server_hostname=host)
        except ssl.SSLCertVerificationError as error:
            plain.close()
            raise _Untrusted(error) from None
        except OSError:
            plain.close()
            raise NoAnswer("it does not answer with TLS") from None


class _Untrusted(Exception):
    def __init__(self, error: ssl.SSLCertVerificationError) -> None:
        super().__init__(error.verify_message)
        self.error = error


def _blind() -> ssl.SSLContext:
    """Accepts every certificate and every strength of cipher: it is for looking, not for trusting."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return _with_old_versions(context)


def _with_old_versions(context: ssl.SSLContext) -> ssl.SSLContext:
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
    return context


def _only(version: ssl.TLSVersion) -> ssl.SSLContext:
    context = _blind()
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.maximum_version = version
    context.minimum_version = version
    return context


def _trusting(own_ca: Path | None) -> ssl.SSLContext:
    """Trusts what this machine trusts, and the company's own authority. Names are compared apart."""
    context = ssl.create_default_context()
    context.check_hostname = False
    if own_ca is not None:
        context.load_verify_locations(own_ca)
    return context


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    """The host names a certificate is for; the common name counts no more (RFC 9525)."""
    try:
        listed = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    return tuple(name.lower() for name in listed.get_values_for_type(x509.DNSName))


def _fits(name: str, host: str) -> bool:
    """Whether a certificate's name is for a host; a star stands for one whole label at the front (RFC 9525)."""
    first, _, rest = host.partition(".")
    return name == host or (bool(first) and name == f"*.{rest}")
