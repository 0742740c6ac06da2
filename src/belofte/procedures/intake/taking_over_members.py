"""The list of our own people out of a table of the company's: who is new is added, who changed is changed.

Who no longer stands in a table stays on the list: leaving is a last day, not a missing row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from belofte.domain.account import NotAName, tidy_name
from belofte.domain.errors import WrongUse
from belofte.domain.staff import EVERYWHERE, Bond, Member
from belofte.loading.documents import read_digests
from belofte.loading.import_forms import said
from belofte.loading.importing import Cells
from belofte.procedures.intake.taking_over import Looked, Rows
from belofte.procedures.parts import Parts
from belofte.store_port import Transaction

MEMBER_CHANGED = "member.changed"
"""Event: somebody was put on the list of staff, or what it says of them changed; about their id, without a name."""


def look_at_members(parts: Parts, tx: Transaction, rows: Rows, by: str) -> Looked:
    """One member a row, known by name. Equal to what is there: passed over."""
    del by  # the import's own event says that a table was taken over
    found, known, seen = Looked(), {one.name.casefold(): one for one in tx.members.all()}, set[str]()
    for number, row in rows:
        with found.row(number, "name"):
            _name(row["name"])
        with found.row(number, "end"):
            _days(row)
        with found.row(number, "document"):
            _signed(parts, row)
        with found.row(number, "email"):
            _address(row)
        with found.row(number, "accounts"):
            _accounts(parts, row)
        if number in found.unsound:
            continue
        with found.row(number):
            member = _member(parts, row)
            if member.name.casefold() in seen:
                raise WrongUse(
                    said("Deze naam staat twee keer in de tabel.", "This name stands in the table twice."),
                    said("geef iedereen één rij", "give each person one row"),
                )
            seen.add(member.name.casefold())
            held = known.get(member.name.casefold())
            if held is not None:
                member = replace(member, id=held.id)
            if member == held:
                found.known += 1
                continue
            found.acts.append(lambda tx, member=member: keep_member(parts, tx, member))
    return found


def keep_member(parts: Parts, tx: Transaction, member: Member) -> None:
    """Put somebody on the list, or change what it says of them."""
    tx.members.put(member, parts.now())
    tx.events.add(MEMBER_CHANGED, member.id, parts.now(), {"source": member.source})


def _days(row: Cells) -> tuple[date, date | None]:
    start = date.fromisoformat(row["start"])
    end = date.fromisoformat(row["end"]) if row["end"] else None
    if end is not None and end < start:
        raise WrongUse(
            said("De laatste dag ligt voor de eerste.", "The last day lies before the first."),
            said("kijk beide dagen na", "check both days"),
        )
    return start, end


def _signed(parts: Parts, row: Cells) -> tuple[str | None, date | None]:
    """What the signed document is known by again, and when it was signed."""
    signed = date.fromisoformat(row["signed"]) if row["signed"] else None
    if signed is not None and not row["document"]:
        raise WrongUse(
            said("Bij een handtekening hoort het document.", "A signature needs its document."),
            said(
                "schrijf het pad in de beleidsmap onder document", "write its path in the policy folder under document"
            ),
        )
    return _digest(parts, row["document"]) if row["document"] else None, signed


def _member(parts: Parts, row: Cells) -> Member:
    (start, end), (digest, signed) = _days(row), _signed(parts, row)
    return Member(
        id=parts.new_id("member"),
        name=_name(row["name"]),
        role=row["role"],
        starts_on=start,
        bond=Bond(row["bond"]),
        ends_on=end,
        accounts=(*_address(row), *_accounts(parts, row)),
        document=row["document"] or None,
        digest=digest,
        signed_on=signed,
    )


def _name(typed: str) -> str:
    try:
        return tidy_name(typed)
    except NotAName as wrong:
        raise WrongUse(str(wrong), said("schrijf de naam van de medewerker", "write the person's name")) from None


def _address(row: Cells) -> Sequence[tuple[str, str]]:
    if row["email"] and "@" not in row["email"]:
        raise WrongUse(
            said("Het werkadres is geen e-mailadres.", "The work address is no e-mail address."),
            said("schrijf het als jan@bedrijf.example", "write it like jan@company.example"),
        )
    return [(EVERYWHERE, row["email"])] if row["email"] else []


def _accounts(parts: Parts, row: Cells) -> Sequence[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for written in row["accounts"].split():
        system, equals, account = written.partition("=")
        if not equals or not account:
            raise WrongUse(
                said("Een account schrijft u als SYSTEEM=ACCOUNT.", "An account is written SYSTEM=ACCOUNT."),
                said("bijvoorbeeld crm=jan", "for example crm=jan"),
            )
        if system not in parts.systems:
            raise WrongUse(
                said("Een account noemt een systeem dat er niet is.", "An account names a system that is not there."),
                said(f"gebruik: {', '.join(parts.systems)}", f"use: {', '.join(parts.systems)}"),
            )
        found.append((system, account))
    return found


def _digest(parts: Parts, path: str) -> str:
    digest = read_digests(parts.folder, [path])[path]
    if digest is None:
        raise WrongUse(
            said(
                "Het ondertekende document staat niet in de beleidsmap.",
                "The signed document is not in the policy folder.",
            ),
            said("zet het daar, of schrijf het pad zoals het is", "put it there, or write its path as it is"),
        )
    return digest
