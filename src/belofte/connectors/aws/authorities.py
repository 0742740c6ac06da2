"""Trusting the company's own certificate authorities beside those that AWS's library trusts: it takes one file."""

from __future__ import annotations

from pathlib import Path

import botocore
from cryptography.x509 import load_pem_x509_certificates

from belofte.domain.errors import WrongUse

BOTH = "authorities.pem"


def bundle(own: Path, kept: Path) -> str:
    """A file with both, made in ``kept``. Raises ``WrongUse`` for a file without certificates."""
    try:
        load_pem_x509_certificates(own.read_bytes())
        mine = own.read_text("utf-8")
    except (OSError, ValueError):  # not there, or no certificates in it
        raise WrongUse(
            "The file of ca (or own_authorities) cannot be read as certificates.", "let it name a PEM file"
        ) from None
    usual = (Path(botocore.__file__).parent / "cacert.pem").read_text("utf-8")
    kept.mkdir(parents=True, exist_ok=True)
    both = kept / BOTH
    both.write_text(f"{usual}\n{mine}", "utf-8")
    return str(both)
