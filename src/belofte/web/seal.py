"""What makes a form the office's own: a seal only this process can make, bound to one address and one session.

The server lets in only the office's own names and origins; the seal holds even where a browser says nothing about
origins, and a form that somebody else was shown does not fit.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from hashlib import sha256

from belofte.web.signing.present import present


@dataclass(frozen=True, slots=True)
class Seal:
    """Seals die with the process and with the session: a page opened before must be opened again."""

    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def of(self, address: str) -> str:
        """The seal of a form that is sent to ``address`` by whoever is signed in now."""
        somebody = present()
        joined = self.secret + (somebody.seal if somebody else b"")
        return hmac.new(joined, address.encode(), sha256).hexdigest()

    def fits(self, address: str, seal: str) -> bool:
        """Whether ``seal`` was made here for ``address`` and this session."""
        return hmac.compare_digest(self.of(address).encode(), seal.encode("utf-8", "replace"))
