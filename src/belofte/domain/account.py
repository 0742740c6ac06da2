"""Who of the controller's people may come into the office, and what each role may do there.

An account is a person with a role. How somebody proves to be that person stands in its credentials; one from a sign-in
provider is known by issuer plus subject, never by an e-mail address: addresses are given to other people.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LONGEST_NAME = 80
"""Characters a name may have."""
_SIGNS = re.compile(r"[\x00-\x1f\x7f<>\"]")


class Role(StrEnum):
    PRIVACY_OFFICER = "privacy-officer"
    STAFF = "staff"
    AUDITOR = "auditor"


class Act(StrEnum):
    """What can be done in the office, as far as roles differ in it."""

    LOOK = "look"  # the queue, plans, receipts, register and evidence: nothing that tells of a person
    READ = "read"  # what tells of a person: words, letters, free text
    HANDLE = "handle"  # register, identify, search, plan, answer, tick off a task
    APPROVE = "approve"  # let a plan be carried out
    DECIDE = "decide"  # refuse, weigh, lift, withhold, report: what only a named responsible person decides


MAY: Mapping[Role, frozenset[Act]] = {
    Role.PRIVACY_OFFICER: frozenset(Act),
    Role.STAFF: frozenset({Act.LOOK, Act.READ, Act.HANDLE, Act.APPROVE}),
    Role.AUDITOR: frozenset({Act.LOOK}),
}
"""What each role may do: the one table of it."""

BUTTONS: Mapping[str, Act] = {
    "look": Act.HANDLE,
    "identify": Act.HANDLE,
    "stop": Act.HANDLE,
    "read": Act.READ,
    "asked": Act.READ,
    "letter": Act.READ,
    "finish": Act.HANDLE,
    "approve": Act.APPROVE,
    "refuse": Act.DECIDE,
    "ask-identity": Act.HANDLE,
    "asked-aloud": Act.HANDLE,
    "mandate": Act.HANDLE,
    "join": Act.HANDLE,
    "redirect": Act.HANDLE,
    "bounced": Act.HANDLE,
    "pass-on": Act.HANDLE,
    "address-change": Act.HANDLE,
    "correct": Act.HANDLE,
    "statement": Act.HANDLE,
    "take": Act.HANDLE,
    "breach-open": Act.HANDLE,
    "breach-describe": Act.HANDLE,
    "uses-close": Act.HANDLE,
    "sweep-approve": Act.APPROVE,
    "sweep-put-off": Act.APPROVE,
    "sweep-decide": Act.HANDLE,
    "disclosure-receive": Act.HANDLE,
    "disclosure-plan": Act.HANDLE,
    "disclosure-order": Act.READ,
    "disclosure-approve": Act.APPROVE,
    "begin": Act.HANDLE,
    "receive": Act.HANDLE,
    "mail-read": Act.READ,
    "mail-attachment": Act.READ,
    "mail-take": Act.HANDLE,
    "mail-join": Act.HANDLE,
    "mail-pass-on": Act.HANDLE,
    "mail-dismiss": Act.HANDLE,
    "mail-mark": Act.HANDLE,
    "mail-delete": Act.HANDLE,
    "reply": Act.HANDLE,
    "party": Act.HANDLE,
    "recipient-told": Act.HANDLE,
    "recipient-answer": Act.HANDLE,
    "dossier": Act.READ,
    "records": Act.LOOK,
    "whose": Act.HANDLE,
    "theirs": Act.HANDLE,
    "theirs-back": Act.HANDLE,
    "changes": Act.READ,
    "print": Act.READ,
}
"""What a button of the office is, by the last part of the address it is sent to. One that nobody listed is for who may
decide: :func:`act_of_button`."""

WITH_OTHERS = Act.DECIDE
"""Who may let other people's data stay in a dossier: it is left out unless a named responsible person decides
otherwise. Who only reads makes a dossier without it; an auditor makes none."""

PROVEN_AGAIN = frozenset({Act.APPROVE})
"""Acts before which somebody who signed in a while ago proves again who is sitting there."""


class Means(StrEnum):
    """By what somebody signed in."""

    PASSKEY = "passkey"
    TYPED = "password"  # a password and the code of the moment
    PROVIDER = "provider"  # OpenID Connect
    SANDBOX = "sandbox"  # a button, in the sandbox only: everything in it is made up


@dataclass(frozen=True, slots=True)
class Account:
    """One person of the office. ``id`` is random and may stand in logs; ``name`` may not. ``disabled_at`` None: may
    sign in."""

    id: str
    name: str
    role: Role
    made_at: datetime
    disabled_at: datetime | None = None

    def may(self, act: Act) -> bool:
        """Whether this account may do ``act`` now."""
        return self.disabled_at is None and act in MAY[self.role]


class NotAName(ValueError):
    """The name cannot be one. The message says what would be right."""


def tidy_name(typed: str) -> str:
    """The name as it is shown. Raises :class:`NotAName`."""
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    if not name or len(name) > LONGEST_NAME or _SIGNS.search(name):
        raise NotAName(f"A name has 1 to {LONGEST_NAME} characters, on one line, without < > or quotes.")
    return name


def same_name(typed: str) -> str:
    """What two ways to write one name have in common; accounts differ in it."""
    return " ".join(unicodedata.normalize("NFKC", typed).casefold().split())


def act_of_button(address: str) -> Act:
    """What a button sent to ``address`` does, for the roles."""
    return BUTTONS.get(address.rstrip("/").rpartition("/")[2], Act.DECIDE)
