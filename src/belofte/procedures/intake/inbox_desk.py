"""The office's desk for mail: what waits for a decision, what was stopped, what seems to be missed elsewhere.

Every decision is a named person's. A message is shown to a named person only, and that is noted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from belofte.domain.access_log import Place
from belofte.domain.errors import CouldNotLook, Refused, WrongUse, require_name
from belofte.domain.identity import Identifier
from belofte.domain.kinds import shown
from belofte.domain.message import Attachment, OurSide, own_words, reached_at
from belofte.domain.plan import Receipt
from belofte.domain.request import Request
from belofte.domain.rights.names import QUESTION
from belofte.domain.said import said
from belofte.domain.wish import EMPTY, Wish
from belofte.ports import Mailboxes, MailboxUnreachable
from belofte.procedures.cases import find_request
from belofte.procedures.intake.attachments import delete_attachment, mark_as_proof, no_such_attachment
from belofte.procedures.intake.floods import stopped_today
from belofte.procedures.intake.inbox import fetch_mail, submission_of
from belofte.procedures.intake.inbox_keeping import (
    MAIL,
    Came,
    end_tasks,
    is_own_case,
    move_to,
    sorted_words,
    tell_reader,
)
from belofte.procedures.intake.inbox_views import MessageRow, MessageView, Stopped, not_kept, row_of
from belofte.procedures.intake.intake import submit
from belofte.procedures.intake.naming import proposed, purposes_for
from belofte.procedures.intake.passing_on import ToController, checked, pass_on
from belofte.procedures.intake.sampling import settle_missed
from belofte.procedures.parts import Current, Parts
from belofte.procedures.staffing.looking import note_look, note_message
from belofte.store_port import Transaction, Unknown
from belofte.store_port.inbox_book import MailboxMark, MessageState, StoredMessage

OPEN = (MessageState.WAITING, MessageState.MISSED, MessageState.STOPPED)
"""States in which a message can still become something."""
READ_BY = "inbox.read"
"""Event: a named person was shown a message."""


@dataclass(frozen=True, slots=True)
class Take:
    """What a named person makes of a message. ``received`` None: as it was found; ``address`` "": who wrote it. A
    ``wish`` without purposes: those its words name."""

    right: str
    by: str
    received: datetime | None = None
    address: str = ""
    wish: Wish = EMPTY


class InboxDesk:
    """Mail for the privacy office."""

    def __init__(self, current: Current, mailboxes: Mailboxes) -> None:
        self._current, self._mailboxes = current, mailboxes

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def fetch(self) -> Mapping[str, int]:
        """Look into every mailbox now."""
        return fetch_mail(self._parts, self._mailboxes)

    def boxes(self) -> Sequence[MailboxMark]:
        """Every mailbox: when it was last looked into, and what is wrong."""
        with self._parts.store.reading() as tx:
            return [tx.inbox.mark(name) for name in self._mailboxes.boxes]

    def look(self, mailbox: str) -> MailboxUnreachable | None:
        """Whether one mailbox can be looked into now; what is wrong where it cannot."""
        try:
            for _ in self._mailboxes.boxes[mailbox].fetch("", 0):
                break
        except MailboxUnreachable as away:
            return away
        return None

    def list(self, states: Sequence[MessageState] = (MessageState.WAITING, MessageState.MISSED)) -> list[MessageRow]:
        """The messages that wait for a decision, by the day it must be worked by."""
        with self._parts.store.reading() as tx:
            rows = [row_of(one) for one in tx.inbox.in_states(states)]
        return sorted(rows, key=lambda row: (row.work_by or date.max, row.received_at))

    def stopped(self) -> Stopped:
        """What was stopped at a limit, and how many attachments were set aside."""
        with self._parts.store.reading() as tx:
            counts = {why: n for (state, why), n in tx.inbox.counts().items() if state is MessageState.STOPPED}
            rows = tx.inbox.in_states([MessageState.STOPPED])
            everything = tx.inbox.in_states(list(MessageState), limit=10_000)
            form = stopped_today(self._parts, tx)
        newest = sorted(rows, key=lambda one: one.seen_at, reverse=True)
        return Stopped(counts, tuple(row_of(one) for one in newest), sum(one.aside for one in everything), form)

    def show(self, message: str, by: str) -> MessageView:
        """One message for a named person; raises ``CouldNotLook`` where its mailbox cannot be reached."""
        require_name(by, "does this")
        row = self._get(message)
        came = self._came(row)
        with self._parts.store.transaction() as tx:
            self._note(tx, row, came.message.sender or "", {"by": by})
            is_decided = row.case is not None and not is_own_case(row.case)
            reference = tx.requests.reference_of(row.case) if row.case and is_decided else ""
        read = came.message
        return MessageView(
            row_of(row),
            shown(Identifier("email", "", read.sender)) if read.sender else "",
            read.sender_name,
            read.subject,
            read.text,
            came.sorted.words,
            came.sorted.others,
            read.attachments,
            shown(Identifier("email", "", read.forwarded.sender)) if read.forwarded and read.forwarded.sender else "",
            read.forwarded.claimed_at if read.forwarded else None,
            read.broken,
            reference,
            proposed(self._parts.policy, read.subject, own_words(read.text)),
        )

    def attachment(self, message: str, number: int, by: str) -> tuple[Attachment, bytes]:
        """One attachment for a named person, as it came; that it was handed out is noted. Raises ``Refused`` for one
        that was set aside: an archive or a program is opened where nothing can happen, not here."""
        require_name(by, "does this")
        row = self._get(message)
        came = self._came(row)
        data = self._mailboxes.attachment(came.raw, number)
        if data is None or number > len(came.message.attachments):
            raise WrongUse("The message has no such attachment.", "see belofte inbox show; they are counted from 1")
        found = came.message.attachments[number - 1]
        if not found.kept:
            raise Refused(
                "Art. 5(1)(c), 12(6) GDPR: a picture, and what comes with an answer to who somebody is, is never kept.",
                "look at it in the mailbox, note how you knew, and delete it there",
            )
        if found.aside:
            raise Refused(
                "This attachment was set aside: it is an archive or a program.", "ask the sender for a document instead"
            )
        with self._parts.store.transaction() as tx:
            self._note(tx, row, came.message.sender or "", {"by": by, "attachment": number})
        return found, data

    def delete_attachment(self, message: str, number: int, by: str) -> Receipt:
        """Delete one attachment from what we keep: a copy of a document that nobody asked for. In its mailbox it
        stays, for nothing is ever deleted there. Returns the receipt; raises ``WrongUse`` or ``Refused``."""
        require_name(by, "does this")
        row = self._get(message)
        with self._parts.store.transaction() as tx:
            return delete_attachment(self._parts, self._mailboxes, tx, row, number, by)

    def mark_as_proof(self, message: str, number: int, by: str) -> None:
        """Note that one attachment is proof of identity, still to be looked at: somebody is reminded until it is
        deleted. Raises ``WrongUse`` where there is none."""
        require_name(by, "does this")
        row = self._get(message)
        held = self._came(row).message.attachments
        if not (row.entry and 1 <= number <= len(held) and held[number - 1].kept):
            raise no_such_attachment()
        with self._parts.store.transaction() as tx:
            mark_as_proof(self._parts, tx, row, number, by)

    def _note(self, tx: Transaction, row: StoredMessage, sender: str, data: Mapping[str, object]) -> None:
        tx.events.add(READ_BY, row.case or row.id, self._parts.now(), data)
        if row.case and not is_own_case(row.case):
            note_look(self._parts, tx, tx.requests.get(row.case), str(data["by"]), Place.MAIL)
        else:  # what asked nothing yet is nobody's request
            note_message(self._parts, tx, sender, str(data["by"]))

    def of_request(self, reference: str, by: str) -> list[MessageView]:
        """The messages of one request, for a named person."""
        require_name(by, "does this")
        with self._parts.store.reading() as tx:
            held = tx.inbox.of_case(find_request(tx, reference).id)
        return [self.show(one.id, by) if one.entry else not_kept(one) for one in held]

    def take(self, message: str, take: Take) -> str:
        """It is a request (or a question: right ``question``), with the moment it reached the company; returns the
        reference. Raises ``WrongUse`` or ``Refused`` as intake does; then nothing has changed."""
        return self._become(message, take, MessageState.REQUEST)

    def pass_on(self, message: str, by: str, to: ToController, received: datetime | None = None) -> str:
        """It is about data we hold for another controller: sent there at once, and the person is told whom to ask."""
        to, words = checked(self._parts, to), self._came(self._open(message)).message

        def also(tx: Transaction, request: Request) -> None:
            pass_on(self._parts, tx, request, to, f"{words.subject}\n\n{own_words(words.text)}", by)

        return self._become(message, Take(QUESTION, by, received), MessageState.PASSED_ON, also)

    def join(self, message: str, reference: str, by: str) -> None:
        """It belongs to a request that is open."""
        require_name(by, "does this")
        row, parts = self._open(message), self._parts
        came = self._came(row)
        with parts.store.transaction() as tx:
            request = find_request(tx, reference)
            self._hand_over(tx, row, came, request.id, by, MessageState.JOINED)
            tell_reader(parts, tx, request.id)
        self._drop(row)

    def dismiss(self, message: str, by: str) -> None:
        """It asks nothing of us: advertising, a mistake. Nothing of it is kept; in its mailbox it stays."""
        require_name(by, "does this")
        row, parts = self._open(message), self._parts
        with parts.store.transaction() as tx:
            for one in tx.inbox.of_case(row.case) if row.case else [row]:
                done = replace(one, case=None, entry=None, state=MessageState.NOTHING, work_by=None)
                tx.inbox.save(replace(done, decided_by=by, decided_at=parts.now()))
            if row.case:
                end_tasks(parts, tx, row.case, by)
            settle_missed(parts, tx, row, by)
        self._drop(row)

    def _become(
        self,
        message: str,
        take: Take,
        state: MessageState,
        then: Callable[[Transaction, Request], None] | None = None,
    ) -> str:
        require_name(take.by, "does this")
        row, parts = self._open(message), self._parts
        came = self._came(row)
        asked = submission_of(parts, replace(came, received_at=take.received or row.received_at), take.right)
        forwarded = came.message.forwarded
        address = take.address or (forwarded.sender if forwarded else "") or asked.address
        name = asked.name if address == asked.address else ""

        def also(tx: Transaction, request: Request, reference: str) -> None:
            del reference
            reached = replace(request, course=replace(request.course, reached_by=_reached_by(row)))
            tx.requests.save(reached)
            self._hand_over(tx, row, came, request.id, take.by, state)
            if then is not None:
                then(tx, reached)

        words = (came.message.subject, own_words(came.message.text))
        purposes = purposes_for(parts.policy, take.right, take.wish.purposes, *words)
        wish = replace(take.wish, purposes=purposes)
        reference = submit(parts, replace(asked, address=address, name=name, wish=wish), also)
        self._drop(row)
        return reference

    def _hand_over(
        self, tx: Transaction, row: StoredMessage, came: Came, case: str, by: str, state: MessageState
    ) -> None:
        """What is kept of the message goes to another case; of one that lay in its mailbox only, it is kept now."""
        parts = self._parts
        if row.case:
            move_to(parts, tx, row.case, case, by, state)
            return
        settle_missed(parts, tx, row, by)
        entry = tx.vault.put(case, MAIL, self._mailboxes.as_kept(came.raw))
        kept = replace(row, case=case, entry=entry, state=state, work_by=None)
        tx.inbox.save(replace(kept, decided_by=by, decided_at=parts.now()))

    def _drop(self, row: StoredMessage) -> None:
        if row.case and is_own_case(row.case):
            self._parts.store.drop_cases([row.case])

    def _get(self, message: str) -> StoredMessage:
        try:
            with self._parts.store.reading() as tx:
                return tx.inbox.get(message.strip().upper())
        except Unknown as unknown:
            raise WrongUse("There is no such message here.", "see belofte inbox list") from unknown

    def _open(self, message: str) -> StoredMessage:
        row = self._get(message)
        if row.state not in OPEN:
            raise Refused(f"It was decided what this message is ({row.state}).", "see belofte inbox show")
        return row

    def _came(self, row: StoredMessage) -> Came:
        """The message again: from the vault, or from its mailbox where nothing of it is kept."""
        box = self._mailboxes.boxes.get(row.mailbox)
        ours = box.ours if box else OurSide()
        if row.entry:
            with self._parts.store.reading() as tx:
                raw, arrived_at = tx.vault.get(row.entry), row.received_at
        else:
            raw, arrived_at = self._from_mailbox(row), row.received_at
        read = self._mailboxes.read(raw, ours)
        received_at = min(row.received_at, reached_at(read, ours.servers, arrived_at, self._parts.now()))
        return Came(row.mailbox, row.uid, raw, read, received_at, sorted_words(read, own_words(read.text)))

    def _from_mailbox(self, row: StoredMessage) -> bytes:
        box = self._mailboxes.boxes.get(row.mailbox)
        if box is None:
            raise CouldNotLook("Its mailbox is no longer in the settings.", "put [mailbox.…] back into belofte.toml")
        try:
            found = box.get(row.uid)
        except MailboxUnreachable as away:
            raise CouldNotLook(said(away.why), said(away.remedy)) from away
        if found is None:
            raise CouldNotLook("It is no longer in its mailbox, and nothing of it was kept.", "ask who took it out")
        return found.raw


def _reached_by(row: StoredMessage) -> str | None:
    """Whoever passed it on to us: a colleague, or the shared mailbox it lay in."""
    if row.state is MessageState.MISSED:
        return row.mailbox
    return row.why if row.why in ("forwarded", "colleague") else None


__all__ = ["InboxDesk", "MessageRow", "MessageView", "Stopped", "Take", "ToController"]
