"""Who may know of a disclosure, and who may do what with it. Of a secret order others learn nothing, not even a gap."""

from __future__ import annotations

from belofte.domain.account import Account, Act
from belofte.domain.disclosure import Disclosure, may_see
from belofte.domain.errors import Refused, WrongUse
from belofte.domain.worded import worded
from belofte.procedures.parts import Parts
from belofte.store_port import Transaction, Unknown


def check_known(parts: Parts, entry: Disclosure) -> None:
    """Who may know of a secret order has an account that may decide: nobody else could ever see it again."""
    if not entry.is_secret:
        return
    with parts.store.reading() as tx:
        lacking = [name for name in entry.known_to if not may_see(entry, account_of(tx, name))]
    if lacking:
        raise WrongUse(
            worded(
                "Wie een geheime vordering ontvangt of ervan mag weten, heeft een account nodig dat mag beslissen.",
                "Who receives a secret order, and whom --known-to names, needs an account that may decide.",
            ),
            'belofte user add "P. de Boer" --role privacy-officer',
        )


def find_for(tx: Transaction, disclosure: str, by: str) -> Disclosure:
    """The same words for one that is not there and for one that ``by`` may not know of."""
    nothing = WrongUse(
        worded("Zo'n verstrekking staat niet in de administratie.", "There is no such disclosure in the register."),
        "see belofte disclose list",
    )
    try:
        entry = tx.disclosures.get(disclosure)
    except Unknown:
        raise nothing from None
    if not may_see(entry, account_of(tx, by)):
        raise nothing
    return entry


def account_of(tx: Transaction, name: str) -> Account | None:
    """The account of this name, if there is one."""
    return tx.accounts.by_name(name) if name.strip() else None


def must_have(tx: Transaction, by: str, act: Act, does: str) -> Account:
    """The account of who does this. Raises ``Refused`` where there is none, or none that may."""
    account = account_of(tx, by)
    if account is None or not account.may(act):
        raise Refused(
            worded("Hiervoor is een account nodig dat dit mag.", f"To {does} takes an account that may."),
            "see belofte user list",
        )
    return account
