"""What makes a form the office's own: a seal only this process can make, bound to one address.

There is no session before there is sign-in, so a seal proves that the page came from here, not who sends it. The server
lets in only this machine's own names and origins; the seal holds even where a browser says nothing about origins.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Seal:
    """Seals die with the process: a page opened before a restart must be opened again."""

    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def of(self, address: str) -> str:
        """The seal of a form that is sent to ``address``."""
        return hmac.new(self.secret, address.encode(), sha256).hexdigest()

    def fits(self, address: str, seal: str) -> bool:
        """Whether ``seal`` was made here for ``address``."""
        return hmac.compare_digest(self.of(address).encode(), seal.encode("utf-8", "replace"))
