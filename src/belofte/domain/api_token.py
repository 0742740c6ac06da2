"""What a program that calls Belofte may do: a token with a name, scopes, an end date, and who its decisions are by.

A token decides nothing by itself. One that may approve or refuse was made for an account of the office: every decision
carries that person's name, and stops with their account.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Scope(StrEnum):
    """One thing a token may do."""

    RECEIVE = "receive"  # register a request, and follow it as its person would
    ASSERT_IDENTITY = "assert-identity"  # vouch for the person of a request: they are signed in at a portal
    READ = "read"  # queue, plans, receipts, tasks, register, verdicts: no personal data in any of them
    DECIDE = "decide"  # search, approve, stop, refuse, tick off a task, in the name of one account
    USE = "use"  # ask may(), and use(): each use, contact and shipment is logged in the token's name
    CALENDAR = "calendar"  # the calendar feed, and nothing else


@dataclass(frozen=True, slots=True)
class ApiToken:
    """One token; its secret is known to whoever was given it. ``account`` is the id of who its decisions are by."""

    id: str
    name: str
    scopes: frozenset[Scope]
    made_at: datetime
    expires_at: datetime
    account: str | None = None
    revoked_at: datetime | None = None
    used_at: datetime | None = None

    def is_live(self, now: datetime) -> bool:
        """Whether it opens anything at ``now``."""
        return self.revoked_at is None and now < self.expires_at
