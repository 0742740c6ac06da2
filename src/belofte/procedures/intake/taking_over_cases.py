"""Open requests with their true dates, and the register that was kept before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from belofte.domain.clock import local_date
from belofte.domain.errors import WrongUse
from belofte.domain.identity import Identifier
from belofte.domain.kinds import normalise
from belofte.domain.register import ANONYMOUS, RegisterRow
from belofte.domain.request import Request, RequestState, move
from belofte.domain.rights.names import QUESTION
from belofte.loading.import_forms import said
from belofte.loading.importing import Cells
from belofte.procedures.desks import Submission
from belofte.procedures.identity.proofs import check_words
from belofte.procedures.intake.intake import Prepared, check_address, enter, in_the_future, prepare
from belofte.procedures.intake.taking_over import Looked, Rows
from belofte.procedures.parts import Parts
from belofte.procedures.rights.standing import stop_for_known
from belofte.store_port import Transaction

TAKEN_OVER = "taken-over"
"""How the id of a register row begins that was kept before Belofte: nobody here saw the request."""
CAME_OVER = "request.taken-over"
"""Event: the request was open elsewhere before."""
TAKEN_OVER_BY = "taken over by"
"""Vault column: the named person."""
EMPTY: Mapping[str, bool | None] = {"yes": True, "no": False, "": None}


def look_at_requests(parts: Parts, tx: Transaction, rows: Rows, by: str) -> Looked:
    """Open requests. The clock starts when each reached the company; who was not identified gets the link as always."""
    found = Looked()
    for number, row in rows:
        with found.row(number, "received"):
            if _received(parts, row) > parts.now():
                raise in_the_future()
        with found.row(number, "address"):
            if row["address"]:
                check_address(row["address"])
        with found.row(number, "identified"):
            check_words(row["identified"])
        if number in found.unsound:
            continue
        with found.row(number):
            one = _prepared(parts, row)
            if _is_open(tx, one):
                found.known += 1
                continue
            found.cases.append(one.request.id)
            found.references.append(one.reference)
            found.acts.append(lambda tx, one=one, how=row["identified"]: _enter(parts, tx, one, how, by))
    return found


def _received(parts: Parts, row: Cells) -> datetime:
    zone = ZoneInfo(parts.country.time_zone)
    received = datetime.fromisoformat(row["received"])
    received = received.astimezone(zone) if received.tzinfo else received.replace(tzinfo=zone)
    return received.astimezone(parts.now().tzinfo)


def _prepared(parts: Parts, row: Cells) -> Prepared:
    submission = Submission(
        right=row["right"],
        address=row["address"],
        language=row["language"],
        name=row["name"],
        number=row["number"],
        text=row["words"],
        channel=row["channel"],
        received_at=_received(parts, row),
    )
    one = prepare(parts, submission)
    settled = one.request.state is not RequestState.RECEIVED  # a withdrawal concerns nothing but its address
    if not row["identified"] or settled or one.request.right == QUESTION:  # a question is answered, whoever asks
        return one
    return replace(one, request=replace(move(one.request, RequestState.IDENTIFIED), identified_by="office"))


def _is_open(tx: Transaction, one: Prepared) -> bool:
    """The same right of the same address with the same receipt is here already."""
    if not one.address:
        return False
    cases = tx.index.open_cases([Identifier("email", "", normalise("email", one.address))])
    held = tx.requests.get_many(cases).values()
    return any((r.right, r.received_at) == (one.request.right, one.request.received_at) for r in held)


def _enter(parts: Parts, tx: Transaction, one: Prepared, how: str, by: str) -> None:
    request: Request = one.request
    enter(parts, tx, one)
    tx.vault.put(request.id, TAKEN_OVER_BY, by.encode())
    tx.events.add(CAME_OVER, request.id, parts.now())
    if how and request.state is RequestState.IDENTIFIED:
        tx.vault.put(request.id, "identification", f"{by}: {how}".encode())
        stop_for_known(parts, tx, request)
        tx.events.add("request.identified", request.id, parts.now())


def look_at_register(parts: Parts, tx: Transaction, rows: Rows, by: str) -> Looked:
    """Rows of the old register, marked by their id. Erasures keep their months only, whatever the table says."""
    del by  # the register names nobody
    found = Looked()
    sealed, this_month = tx.register.sealed_months(), f"{local_date(parts.now(), parts.country.time_zone):%Y-%m}"
    for number, cells in rows:
        with found.row(number, "closed"):
            row = _register_row(parts, cells)
            if row.month_out > this_month:
                raise WrongUse(
                    said("Deze maand moet nog komen.", "This month is still to come."),
                    said("kijk de maand na", "check the month"),
                )
            if row.month_out < row.month_in:
                raise WrongUse(
                    said("Het werd afgesloten voordat het binnenkwam.", "It was closed before it came in."),
                    said("kijk beide maanden na", "check both months"),
                )
            if row.month_out in sealed:
                raise WrongUse(
                    said(
                        "Het register van deze maand is in het bewijs verzegeld; er kan niets meer bij.",
                        "The register of this month is sealed in the evidence; nothing can be added to it.",
                    ),
                    said(
                        "bewaar het oude register van die maand hiernaast",
                        "keep the old register of that month beside this one",
                    ),
                )
            found.acts.append(lambda tx, row=row: _register(tx, row))
    return found


def _register(tx: Transaction, row: RegisterRow) -> None:
    tx.register.add([row])
    tx.register.count_handled([row])


def _register_row(parts: Parts, cells: Cells) -> RegisterRow:
    days = cells["right"] not in ANONYMOUS
    received = cells["received"]
    return RegisterRow(
        month_out=cells["closed"][:7],
        id=f"{TAKEN_OVER}-{parts.entropy(8).hex()}",
        month_in=received[:7],
        right=cells["right"],
        outcome=cells["outcome"],
        promise_kept=EMPTY[cells["promise_kept"]],
        law_kept=cells["law_kept"] == "yes",
        records=int(cells["records"]),
        kept=int(cells["kept"]),
        systems=int(cells["systems"]),
        policy_version=0,  # before the first version that Belofte published
        received_on=date.fromisoformat(received) if days and len(received) > 7 else None,
        answered_on=date.fromisoformat(cells["answered"]) if days and cells["answered"] else None,
    )
