"""Who may sign in at all: accounts are made, changed and closed by whoever runs the machine (``belofte user``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from belofte.domain.account import Account, Act, Means, NotAName, Role, tidy_name
from belofte.domain.errors import Refused, WrongUse
from belofte.domain.policy import Text
from belofte.procedures.parts import Current
from belofte.procedures.sign_in.enrolling import ENROLMENT
from belofte.procedures.sign_in.sign_in_attempts import BROWSER
from belofte.store_port import Transaction
from belofte.store_port.account_books import Pass

LINK_LASTS = timedelta(hours=72)
"""How long an enrolment link works."""


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account as it is listed. ``means``: what it can sign in with; empty: not enrolled yet."""

    id: str
    name: str
    role: Role
    means: tuple[Means, ...]
    made_at: datetime
    disabled_at: datetime | None


class NotTheirs(Refused):
    """Who is named may not do this. Says what stands in the way, and how it is put right; never the name itself."""

    def __init__(self, account: Account | None) -> None:
        super().__init__(_why(account), _REMEDY)


def _why(account: Account | None) -> Text:
    if account is None:
        return Text({"nl": "Niemand met die naam heeft een account.", "en": "Nobody of that name has an account."})
    if account.disabled_at is not None:
        return Text({"nl": "Dat account is gesloten.", "en": "That account is closed."})
    return Text(
        {
            "nl": f"De rol van dat account ({account.role}) mag dit niet.",
            "en": f"The role of that account ({account.role}) may not do this.",
        }
    )


_REMEDY = Text(
    {
        "nl": "Noem met --by iemand die het mag: belofte user list; een nieuw account: belofte user add NAAM.",
        "en": "name somebody with --by who may: belofte user list; a new account: belofte user add NAME",
    }
)


class Accounts:
    """The accounts of one installation."""

    def __init__(self, current: Current) -> None:
        self._current = current

    def add(self, name: str, role: Role, by: str = "") -> str:
        """Make an account; returns the token of its enrolment link. ``by``: who did it in the office, "" at the command
        line. Raises ``WrongUse`` for a name that is taken."""
        parts = self._current.parts
        try:
            account = Account(parts.new_id("acc"), tidy_name(name), role, parts.now())
        except NotAName as wrong:
            raise WrongUse(str(wrong), 'for example belofte user add "P. de Boer"') from None
        with parts.store.transaction() as tx:
            if not tx.accounts.add(account):
                raise WrongUse("There is an account of this name.", "see belofte user list, or belofte user link NAME")
            tx.events.add("account.added", account.id, parts.now(), {"role": role.value, **_done(by)})
            return self._link(tx, account)

    def rows(self) -> Sequence[AccountRow]:
        """Every account, by name."""
        with self._current.parts.store.reading() as tx:
            return [_row(tx, account) for account in tx.accounts.all()]

    def acting(self, name: str, act: Act) -> str:
        """The name of the account somebody works under, as it is written there. Raises ``Refused`` where there is no
        such account, it is closed, or its role may not do ``act``."""
        with self._current.parts.store.reading() as tx:
            account = tx.accounts.by_name(name)
        if account is None or not account.may(act):
            raise NotTheirs(account)
        return account.name

    def disable(self, name: str, by: str = "") -> None:
        """Close the account: its sessions and links end at once; what it decided keeps its name."""
        parts = self._current.parts
        with parts.store.transaction() as tx:
            account = _named(tx, name)
            tx.accounts.save(replace(account, disabled_at=account.disabled_at or parts.now()))
            _end_everything(tx, account)
            tx.events.add("account.disabled", account.id, parts.now(), _done(by))

    def give_role(self, name: str, role: Role, by: str = "") -> None:
        """Another role, from the next page on."""
        parts = self._current.parts
        with parts.store.transaction() as tx:
            account = _named(tx, name)
            tx.accounts.save(replace(account, role=role))
            tx.events.add("account.role", account.id, parts.now(), {"role": role.value, **_done(by)})

    def reset(self, name: str, by: str = "") -> str:
        """Forget all it signs in with, end its sessions, open it again if it was closed; returns a new link's token."""
        parts = self._current.parts
        with parts.store.transaction() as tx:
            account = _named(tx, name)
            tx.accounts.forget(account.id)
            _end_everything(tx, account)
            tx.accounts.save(replace(account, disabled_at=None))
            tx.events.add("account.reset", account.id, parts.now(), _done(by))
            return self._link(tx, account)

    def link(self, name: str) -> str:
        """A further link, for a second passkey or a lost link; an older one stops working."""
        with self._current.parts.store.transaction() as tx:
            account = _named(tx, name)
            if account.disabled_at is not None:
                raise Refused("The account is disabled.", "belofte user reset NAME opens it again")
            return self._link(tx, account)

    def _link(self, tx: Transaction, account: Account) -> str:
        parts = self._current.parts
        token, now = parts.entropy(32).hex(), parts.now()
        tx.sessions.withdraw(account.id, ENROLMENT)
        tx.sessions.give(token, Pass(ENROLMENT, now + LINK_LASTS, account.id), now)
        return token


def _end_everything(tx: Transaction, account: Account) -> None:
    tx.sessions.end_of(account.id)
    tx.sessions.withdraw(account.id, ENROLMENT)
    tx.sessions.withdraw(account.id, BROWSER)


def _done(by: str) -> dict[str, str]:
    """Who pressed; nothing where it was done at the command line, which knows no account."""
    return {"by": by} if by else {}


def _named(tx: Transaction, name: str) -> Account:
    account = tx.accounts.by_name(name)
    if account is None:
        raise WrongUse("There is no account of this name.", "see belofte user list")
    return account


def _row(tx: Transaction, account: Account) -> AccountRow:
    means = tuple(dict.fromkeys(credential.means for credential in tx.accounts.credentials(account.id)))
    return AccountRow(account.id, account.name, account.role, means, account.made_at, account.disabled_at)
