"""What can go wrong with a call, typed and told without a word of the vendor's: its texts may hold personal data."""

from __future__ import annotations

import socket
from datetime import datetime, timedelta
from enum import StrEnum

import httpx

from belofte.connectors.http.pause import LONGEST
from belofte.domain.plan import Failure
from belofte.ports import SystemUnreachable


class Trouble(StrEnum):
    """Why a call did not do what was asked."""

    AWAY = "away"  # no connection, no answer in time
    NOWHERE = "nowhere"  # DNS knows no such name, or is itself away
    BROKEN = "broken"  # the vendor says that it failed
    THROTTLED = "throttled"
    SIGN_IN = "sign-in"
    CUT_OFF = "cut-off"  # a renewal of the sign-in ended before its answer was kept
    FORBIDDEN = "forbidden"
    REFUSED = "refused"  # the vendor does not accept this call
    ODD = "odd"  # an answer that cannot be read
    PARTIAL = "partial"  # fewer rows than the vendor says there are
    REDIRECTED = "redirected"
    CERTIFICATE = "certificate"
    PROXY = "proxy"  # the company's own proxy lets us not through
    USED_UP = "used-up"  # what the vendor takes in a day
    BUDGET = "budget"
    UNWRITABLE = "unwritable"
    SKEW = "skew"  # the clocks differ too much to sign in


TRANSIENT = frozenset(
    {Trouble.AWAY, Trouble.NOWHERE, Trouble.BROKEN, Trouble.THROTTLED, Trouble.PARTIAL, Trouble.USED_UP, Trouble.BUDGET}
)
LATER = frozenset({Trouble.USED_UP, Trouble.BUDGET})
"""Our own count says that there may be no call for now; nobody was asked."""
OF_THE_SYSTEM = frozenset(Trouble) - {Trouble.REFUSED, Trouble.UNWRITABLE, Trouble.BROKEN, Trouble.ODD}
"""Troubles that the next call would meet as well."""

_DAY = 86_400  # seconds

_NO_NAME = "{system} has no name for this right: look in its console what our account or key may do."
_NO_RECORD = (
    "Check url and the settings in systems/{system}.yaml, and the vendor's status page. Where the vendor changed its "
    "API, the connector file must follow."
)
"""Where a call was refused that is about no record: signing in, a list, a search."""

_WHY: dict[Trouble, tuple[str, str]] = {
    Trouble.AWAY: ("{system} does not answer.", "Nothing is needed: it is tried again. See the vendor's status page."),
    Trouble.NOWHERE: (
        "The address of {system} cannot be found.",
        "Look at url and proxy in systems/{name}.yaml, and at the network (DNS) of this machine; it is tried again.",
    ),
    Trouble.BROKEN: ("{system} failed on {call} ({code}).", "Nothing is needed: it is tried again."),
    Trouble.THROTTLED: ("{system} wants fewer calls.", "Nothing is needed: it is tried again later."),
    Trouble.SIGN_IN: (
        "{system} does not accept our sign-in.",
        "Where a person signs in: belofte connect {name}. Where a key does: put one that works where its map points.",
    ),
    Trouble.CUT_OFF: (
        "A renewal of our sign-in at {system} was cut off, and what it brought is lost.",
        "Sign in again: belofte connect {name}.",
    ),
    Trouble.FORBIDDEN: ("{system} does not let us do {call} ({code}).", "Give the account this right: {right}."),
    Trouble.REFUSED: ("{system} refused {call} ({code}).", "Look at the record in {system} itself, and do it there."),
    Trouble.ODD: ("The answer of {system} to {call} cannot be read.", "Check url, proxy and the vendor's status page."),
    Trouble.PARTIAL: ("{system} gave only a part of the answer to {call}.", "Nothing is needed: it is tried again."),
    Trouble.REDIRECTED: ("{system} sends {call} elsewhere.", "Check url in systems/{name}.yaml; it is not followed."),
    Trouble.CERTIFICATE: (
        "The certificate of {system} cannot be trusted.",
        "Where it is your own authority's: name that as ca: in systems/{name}.yaml, or as own_authorities in "
        "belofte.toml.",
    ),
    Trouble.PROXY: ("The proxy does not let us through to {system}.", "Check proxy: and its sign-in, with its keeper."),
    Trouble.USED_UP: ("{system} takes no more calls today.", "Nothing is needed: the rest is looked at tomorrow."),
    Trouble.BUDGET: ("{system} would lock us out after more refused calls.", "Nothing is needed: it goes on later."),
    Trouble.UNWRITABLE: ("A value cannot be sent to {system} in {call}.", "Do it in {system} itself."),
    Trouble.SKEW: ("The clock of this machine differs from that of {system}.", "Set this machine's clock (NTP)."),
}


def unanswered(error: httpx.HTTPError) -> Trouble:
    """Why no answer came: an untrusted certificate and a proxy that refuses do not pass by waiting. A proxy that cannot
    reach the vendor, or is out of order, says so with a status of 500 or more (RFC 9110, 15.6)."""
    if isinstance(error, httpx.ProxyError):
        return Trouble.AWAY if str(error).startswith("5") else Trouble.PROXY
    if isinstance(error, httpx.ConnectError) and "CERTIFICATE" in str(error).upper():
        return Trouble.CERTIFICATE
    return Trouble.NOWHERE if _is_not_found(error) else Trouble.AWAY


def _is_not_found(error: BaseException | None) -> bool:
    """Whether a name was looked up in vain. The HTTP client tells it only by what its error came from."""
    while error is not None and not isinstance(error, socket.gaierror):
        error = error.__cause__ or error.__context__
    return error is not None


class CallFailed(Exception):
    """One call failed. ``lost``: it may have been carried out all the same; ``after`` seconds it may be tried again,
    at ``until``; ``said``: the code of a vendor that gives tokens (RFC 6749, 5.2). ``right``: what the vendor calls
    what it takes, ``path`` that of the call itself, without a value (``GET /lists/{list}``)."""

    def __init__(
        self,
        trouble: Trouble,
        system: str,
        call: str,
        *,
        status: int = 0,
        code: str = "",
        right: str = "",
        path: str = "",
        lost: bool = False,
        after: float | None = None,
        said: str = "",
    ) -> None:
        words = {"system": system, "name": system, "code": code or str(status or "no answer"), "right": right}
        why, remedy = _WHY[trouble]
        if trouble is Trouble.FORBIDDEN and not right:
            remedy = _NO_NAME
        shown = f"{call}, its {path}" if path and trouble is Trouble.FORBIDDEN else call
        self.why, self.remedy = why.format(**words, call=shown), remedy.format(**words, call=call)
        super().__init__(self.why)
        self._of_all = _NO_RECORD.format(**words) if trouble is Trouble.REFUSED else self.remedy
        self.trouble, self.call, self.status, self.lost, self.after = trouble, call, status, lost, after
        self.said = said
        self.until: datetime | None = None

    def wait_for(self, after: float | None, now: datetime) -> None:
        """The vendor wants to be asked again in so many seconds. Nobody is believed who says more than a day."""
        self.after = after
        self.until = None if after is None else now + timedelta(seconds=min(after, _DAY))

    @property
    def transient(self) -> bool:
        """Whether waiting may help."""
        return self.trouble in TRANSIENT

    @property
    def unreachable(self) -> SystemUnreachable:
        """The same, where the system as a whole could not be looked at."""
        why = self.why
        if self.until is not None and (self.after or 0) > LONGEST:
            why = f"{why.rstrip('.')}, until {self.until:%Y-%m-%d %H:%M} UTC."
        return SystemUnreachable(why, self._of_all, transient=self.transient, until=self.until)

    def failure(self, collection: str) -> Failure:
        """The same, where it concerns one request."""
        return Failure(self.transient, collection, f"{self.why} {self.remedy}")
