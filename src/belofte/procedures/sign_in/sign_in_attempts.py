"""How often somebody may try to sign in with a password, without letting anybody lock somebody else out.

Attempts are counted before they are looked at, so that many at the same time do not get through either. They are
counted per name and network, per network, and per name over all networks. Only strangers are held by the last count: a
browser that signed in as this account before has a count of its own, so guessing elsewhere does not keep its person
out. Passkeys and sign-in providers are not counted here and stay open in any case.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from belofte.domain.account import Account, same_name
from belofte.domain.network_named import network_named
from belofte.procedures.intake.intake import FLOOD_WINDOW
from belofte.procedures.parts import Parts
from belofte.procedures.sign_in.sign_in_refusals import TooManyAttempts
from belofte.store_port.account_books import Pass

FROM_ONE_PLACE = 10
"""Attempts an hour for one name from one network, or from one known browser."""
FROM_ONE_NETWORK = 60
"""Attempts an hour from one network, whatever the name: a whole office may sit behind one address."""
FROM_ANYWHERE = 30
"""Attempts an hour for one name from browsers that never signed in as it."""
KNOWN_FOR = timedelta(days=90)
"""How long a browser is known."""
BROWSER = "browser"
log = logging.getLogger("belofte.sign_in")


@dataclass(frozen=True, slots=True)
class Source:
    """Where an attempt comes from: the caller's address, and the token of a browser that was here before."""

    address: str
    browser: str = ""

    @property
    def network(self) -> str:
        """The network that the attempts of this address are counted by."""
        return network_named(self.address) or "unknown"


def count_attempt(parts: Parts, name: str, source: Source) -> None:
    """Count one attempt. Raises :class:`TooManyAttempts`."""
    now, who = parts.now(), same_name(name)
    with parts.store.transaction() as tx:
        account = tx.accounts.by_name(name)
        known = tx.sessions.peek(source.browser, BROWSER, now)
        if known is not None and account is not None and known.account == account.id:
            counts = {f"sign-in-browser:{source.browser}": FROM_ONE_PLACE}
        else:
            counts = {
                f"sign-in:{source.network}:{who}": FROM_ONE_PLACE,
                f"sign-in-network:{source.network}": FROM_ONE_NETWORK,
                f"sign-in-name:{who}": FROM_ANYWHERE,
            }
        over = [most for what, most in counts.items() if tx.floods.hit(what, now, FLOOD_WINDOW) > most]
    if over:
        log.warning("too many attempts to sign in", extra={"account": account.id if account else None})
        raise TooManyAttempts


def remember_browser(parts: Parts, account: Account) -> str:
    """A token by which a browser that signed in is known again. It opens nothing by itself."""
    token, now = parts.entropy(32).hex(), parts.now()
    with parts.store.transaction() as tx:
        tx.sessions.give(token, Pass(BROWSER, now + KNOWN_FOR, account.id), now)
    return token
