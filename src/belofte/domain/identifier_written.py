"""An identifier as somebody writes it, at the command line or in a form."""

from __future__ import annotations

from belofte.domain.errors import WrongUse
from belofte.domain.identity import Identifier
from belofte.domain.kinds import KINDS, normalise


def identifier_of(who: str) -> Identifier:
    """``KIND=VALUE``, or an e-mail address. Raises ``WrongUse``, never repeating the value."""
    kind, equals, value = who.strip().partition("=")
    kind = kind.replace("_", "-")  # as vendors write theirs: ga_client_id
    if not equals:
        kind, value = "email", who.strip()
    if kind not in KINDS:
        raise WrongUse("That is no kind of data.", "write it like email=… or customer-number=…; see belofte explain")
    if not value or (kind == "email" and "@" not in value):
        raise WrongUse("That is no e-mail address.", "for another identifier write KIND=VALUE")
    return Identifier(kind, "", normalise(kind, value))
