"""What came along with a message and must not stay: a copy of an identity document that nobody asked for.

A picture is never kept; a scan in a document looks like any other document, so a person sees what it is. It is deleted
by one act, with a receipt, or marked first while somebody still looks; who marked it is reminded every working day
until it is gone (Art. 5(1)(c), 12(6) GDPR).
"""

from __future__ import annotations

from dataclasses import replace

from belofte.domain.errors import Refused, WrongUse
from belofte.domain.message import OurSide
from belofte.domain.plan import Decision, Outcome, Receipt, ReceiptLine
from belofte.domain.system_map import Verb
from belofte.domain.task import Task, TaskState, finish
from belofte.domain.worded import worded
from belofte.ports import Mailboxes
from belofte.procedures.identity.proofs import IDENTITY
from belofte.procedures.intake.inbox_keeping import DELETE_PROOF, MAIL, OFFICE
from belofte.procedures.parts import Parts
from belofte.procedures.planning.at_once import end_of_working_day
from belofte.store_port import Transaction
from belofte.store_port.inbox_book import StoredMessage

MARKED, DELETED = "inbox.proof-marked", "inbox.attachment-deleted"
"""Events about a message: its attachment of this number is proof of identity; it was deleted."""


def mark_as_proof(parts: Parts, tx: Transaction, row: StoredMessage, number: int, by: str) -> None:
    """A named person saw that attachment ``number`` is proof of identity: it stays on the list, and in the mail of
    every morning, until it is deleted."""
    tx.events.add(MARKED, row.id, parts.now(), {"number": number, "by": by})
    if not _open_tasks(tx, row):
        due = end_of_working_day(parts)
        task = Task(parts.new_id("task"), DELETE_PROOF, parts.now(), request=row.case, assigned_to=OFFICE, due_at=due)
        tx.tasks.add([task])


def delete_attachment(
    parts: Parts, mailboxes: Mailboxes, tx: Transaction, row: StoredMessage, number: int, by: str
) -> Receipt:
    """Take attachment ``number`` out of what we keep of a message, read back, with a receipt; its place stays, empty.

    Raises ``WrongUse`` where there is none, ``Refused`` where nothing is kept or it cannot be taken apart.
    """
    if row.entry is None or row.case is None:
        raise Refused(
            worded("Van dit bericht wordt hier niets bewaard.", "Nothing of this message is kept here."),
            worded("Verwijder het in zijn mailbox.", "delete it in its mailbox"),
        )
    raw = tx.vault.get(row.entry)
    if not _is_kept(mailboxes, raw, number):
        raise no_such_attachment()
    left = mailboxes.without(raw, number)
    entry = tx.vault.put(row.case, MAIL, left)
    if _is_kept(mailboxes, tx.vault.get(entry), number):
        raise Refused(
            worded("Dit bericht kan niet uit elkaar gehaald worden.", "This message cannot be taken apart."),
            worded(
                "Zeg dat het niets vraagt, of sluit het verzoek: dan gaat alles ervan weg.",
                "say that it asks nothing, or close its request: all of it goes then",
            ),
        )
    tx.vault.remove([row.entry])
    tx.inbox.save(replace(row, entry=entry))
    line = ReceiptLine("attachment", Decision.DELETE, 1, acted=1, remains=0)
    receipt = Receipt(
        parts.new_id("r"), "", IDENTITY, Verb.PURGE, Outcome.DONE, lines=(line,), looked=("the vault itself",)
    )
    tx.receipts.add([(row.case, receipt)], parts.today())
    tx.events.add(DELETED, row.id, parts.now(), {"number": number, "by": by})
    _nothing_left(parts, tx, row, by)
    return receipt


def no_such_attachment() -> WrongUse:
    """Nothing is kept under this number: there is none, or it went already."""
    return WrongUse(
        worded("Zo'n bijlage wordt van dit bericht niet bewaard.", "The message keeps no such attachment."),
        worded("Kijk bij het bericht; ze tellen vanaf 1.", "see belofte inbox show; they are counted from 1"),
    )


def marked(tx: Transaction, row: StoredMessage) -> frozenset[int]:
    """The attachments of a message that were marked as proof of identity and are still here."""
    numbers: dict[str, set[object]] = {MARKED: set(), DELETED: set()}
    for event in tx.events.about(row.id):
        if event.kind in numbers:
            numbers[event.kind].add(event.data.get("number"))
    return frozenset(number for number in numbers[MARKED] - numbers[DELETED] if isinstance(number, int))


def _is_kept(mailboxes: Mailboxes, raw: bytes, number: int) -> bool:
    held = mailboxes.read(raw, OurSide()).attachments
    return 1 <= number <= len(held) and held[number - 1].kept


def _nothing_left(parts: Parts, tx: Transaction, row: StoredMessage, by: str) -> None:
    """Every marked attachment of the case is gone: the task is done."""
    if row.case is not None and any(marked(tx, one) for one in tx.inbox.of_case(row.case)):
        return
    for task in _open_tasks(tx, row):
        tx.tasks.save(finish(task, by, parts.now()))


def _open_tasks(tx: Transaction, row: StoredMessage) -> list[Task]:
    held = tx.tasks.of_request(row.case) if row.case else []
    return [task for task in held if task.kind == DELETE_PROOF and task.state is TaskState.OPEN]
