"""What a vendor's API tells of a company's own people: who they are, and who came or read
(:mod:`belofte.domain.rest`)."""

from __future__ import annotations

from dataclasses import dataclass

from belofte.domain.policy import Text


@dataclass(frozen=True, slots=True)
class LogOf:
    """The vendor's own log of who came or read. ``read`` is filled in with ``{since}`` (ISO 8601, UTC); ``account``,
    ``names`` and ``at`` say where that stands in a row (JMESPath); ``what``: what was read, where a row tells it;
    ``coarse``: why it tells who came only. ``absent``: why there is none."""

    read: str | None = None
    account: str = "id"
    names: tuple[str, ...] = ()
    at: str = "at"
    what: str | None = None
    coarse: Text | None = None
    absent: Text | None = None


@dataclass(frozen=True, slots=True)
class StaffOf:
    """The list of the company's own people as the vendor holds it: where in a row (JMESPath) the name, the work
    address, other names of the account, the first and last day, the function, the kind of bond and whether the account
    is open stand. ``contractors`` are the values of ``bond`` that mean a contractor."""

    read: str
    name: str
    email: str
    names: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()  # the first that is filled counts
    ends: str | None = None
    function: str | None = None
    bond: str | None = None
    contractors: tuple[str, ...] = ()
    active: str | None = None
