"""Accounts for staff, and consents that were given before Belofte kept them (Art. 7(1) GDPR)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from zoneinfo import ZoneInfo

from belofte.domain.account import Account, NotAName, Role, tidy_name
from belofte.domain.consent import ConsentRecord
from belofte.domain.errors import WrongUse
from belofte.domain.identity import Identifier
from belofte.domain.kinds import KINDS, normalise
from belofte.domain.subject_state import Cause, consent_bit, consented, uses_of
from belofte.loading.import_forms import said
from belofte.loading.importing import Cells
from belofte.procedures.intake.taking_over import Looked, Rows
from belofte.procedures.parts import Parts, pick_language
from belofte.procedures.rights.consent_desk import stopped_before
from belofte.procedures.rights.states_desk import spellings
from belofte.store_port import Transaction


def look_at_staff(parts: Parts, tx: Transaction, rows: Rows, by: str) -> Looked:
    """Accounts without a way to sign in yet: each person gets a link from ``belofte user link NAME``."""
    del by  # accounts are made by whoever runs the machine
    found, names = Looked(), set[str]()
    for number, row in rows:
        with found.row(number, "name"):
            account = _account(parts, row)
            held = tx.accounts.by_name(account.name)
            if held is not None and held.role is not account.role:
                raise WrongUse(
                    said(
                        "Er is een account met deze naam en een andere rol.",
                        "There is an account of this name with another role.",
                    ),
                    said("belofte user role verandert die", "belofte user role changes it"),
                )
            if held is not None or account.name.casefold() in names:
                found.known += 1
                continue
            names.add(account.name.casefold())
            found.acts.append(lambda tx, account=account: _add(parts, tx, account))
    return found


def _account(parts: Parts, row: Cells) -> Account:
    try:
        return Account(parts.new_id("acc"), tidy_name(row["name"]), Role(row["role"]), parts.now())
    except NotAName as wrong:
        raise WrongUse(str(wrong), said("schrijf de naam van de medewerker", "write the person's name")) from None


def _add(parts: Parts, tx: Transaction, account: Account) -> None:
    if not tx.accounts.add(account):
        raise WrongUse(
            said(
                "Intussen is een account met een van deze namen gemaakt; er is niets overgenomen.",
                "An account of one of these names was made meanwhile; nothing was taken over.",
            ),
            said("probeer het opnieuw", "try again"),
        )
    tx.events.add("account.added", account.id, parts.now(), {"role": account.role.value})


def look_at_consents(parts: Parts, tx: Transaction, rows: Rows, by: str) -> Looked:
    """Consents with the moment and the words of then. What the person stopped is not started again by a table."""
    found, seen = Looked(), set[tuple[Identifier, str, datetime]]()
    for number, row in rows:
        with found.row(number, "who"):
            _who(row["who"])
        with found.row(number, "purpose"):
            _check_purpose(parts, row["purpose"])
        with found.row(number, "given"):
            _moments(parts, row)
        if number in found.unsound:
            continue
        with found.row(number):
            who, (given, ended) = _who(row["who"]), _moments(parts, row)
            if (who, row["purpose"], given) in seen or _is_kept(parts, tx, who, row["purpose"], given):
                found.known += 1
                continue
            if ended is None:
                stopped_before(parts, tx, who, row["purpose"])
            seen.add((who, row["purpose"], given))
            record = _record(parts, row, given, ended, by)
            found.acts.append(lambda tx, who=who, record=record: _keep(parts, tx, who, record))
    return found


def _moments(parts: Parts, row: Cells) -> tuple[datetime, datetime | None]:
    given = _moment(parts, row["given"])
    ended = _moment(parts, row["withdrawn"]) if row["withdrawn"] else None
    if given > parts.now() or (ended is not None and not given <= ended <= parts.now()):
        raise WrongUse(
            said(
                "Gegeven en ingetrokken staan niet in volgorde, of moeten nog komen.",
                "Given and withdrawn are not in order, or still to come.",
            ),
            said("kijk beide tijdstippen na", "check both moments"),
        )
    return given, ended


def _record(parts: Parts, row: Cells, given: datetime, ended: datetime | None, by: str) -> ConsentRecord:
    """For the data the purpose uses today: what it used then is not in the table."""
    return ConsentRecord(
        id=parts.new_id("consent"),
        purpose=row["purpose"],
        uses=tuple(sorted(uses_of(parts.policy.purposes[row["purpose"]]))),
        policy_version=0,  # before the first version that Belofte published
        text_digest=hashlib.sha256(row["words"].encode()).hexdigest(),
        language=pick_language(parts.policy, row["language"]),
        method="import",
        given_at=given,
        noted_by=by,
        withdrawn_at=ended,
        withdrawn_by="subject" if ended else None,
    )


def _keep(parts: Parts, tx: Transaction, who: Identifier, record: ConsentRecord) -> None:
    on = 0
    if record.withdrawn_at is None:
        name = consent_bit(record.purpose, record.uses)
        on = tx.states.bits([name])[name]
    state = tx.states.change([who], Cause("consent", record.noted_by), parts.now(), on)
    tx.consents.add(state.subject, record)


def _is_kept(parts: Parts, tx: Transaction, who: Identifier, purpose: str, given: datetime) -> bool:
    records = [record for one in tx.states.of(spellings(parts, who)) for record in tx.consents.of(one.subject)]
    return any((record.purpose, record.given_at) == (purpose, given) for record in records)


def _who(written: str) -> Identifier:
    kind, found, value = written.partition("=")
    if not found:
        kind, value = "email", written
    if kind not in KINDS or (kind == "email" and "@" not in value) or not value.strip():
        raise WrongUse(
            said("Dit noemt niemand.", "This names nobody."),
            said(
                "schrijf een e-mailadres, of SOORT=WAARDE zoals customer-number=1042",
                "write an e-mail address, or KIND=VALUE such as customer-number=1042",
            ),
        )
    return Identifier(kind, "", normalise(kind, value))


def _check_purpose(parts: Parts, purpose: str) -> None:
    known = consented(parts.policy)
    if purpose not in known:
        raise WrongUse(
            said("Niemand geeft toestemming voor dit doel.", "Nobody consents to this purpose."),
            said(f"gebruik: {', '.join(known)}", f"use: {', '.join(known)}"),
        )


def _moment(parts: Parts, written: str) -> datetime:
    at = datetime.fromisoformat(written)
    local = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(parts.country.time_zone))
    return local.astimezone(parts.now().tzinfo)
