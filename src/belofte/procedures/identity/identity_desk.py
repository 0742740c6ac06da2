"""The desk of who asks: ``belofte.desk(IdentityDesk)``. Every decision has a name under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from belofte.domain.errors import Refused
from belofte.domain.request import NotAllowed, Request
from belofte.procedures.answering.posting import PrintedLetter, copy_to_print, letters_to_print, redirect, report_bounce
from belofte.procedures.cases import find_request
from belofte.procedures.desks import PLANNABLE, LinkState
from belofte.procedures.identity.asking import AskedBy, Who, asked_by, who
from belofte.procedures.identity.identifying import ask_identity
from belofte.procedures.identity.identifying_closing import close_unidentified, refuse_to_close, withdraw
from belofte.procedures.identity.proofs import keep_proof
from belofte.procedures.identity.reaching_change import ask_address_change, change_address
from belofte.procedures.identity.representing import check_mandate
from belofte.procedures.identity.telling_more import tell_more
from belofte.procedures.intake.joining import join_by
from belofte.procedures.parts import Current, Parts
from belofte.procedures.planning.drafting import draft_plans


class IdentityDesk:
    """Who asks, for whom, from where, and by which way the answer reaches them."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def asked_by(self, reference: str) -> AskedBy:
        """How far it is settled who asks. No personal data."""
        with self._parts.store.reading() as tx:
            return asked_by(self._parts, tx, find_request(tx, reference))

    def who(self, reference: str, by: str) -> Who:
        """Address (so that look-alikes show), name, words and what was given, for a named person; that is noted."""
        return who(self._parts, self._request(reference), by)

    def ask(self, reference: str, by: str, doubt: str = "") -> None:
        """Ask who somebody is, by letter. Refused where nothing gives reason to doubt (Art. 12(6))."""
        ask_identity(self._parts, self._request(reference), by, doubt)

    def asked_aloud(self, reference: str, by: str, doubt: str = "") -> None:
        """The same, on the telephone or at the counter: it was asked just now."""
        ask_identity(self._parts, self._request(reference), by, doubt, spoken=True)

    def keep_proof(self, reference: str, by: str, proof: bytes) -> None:
        """Words that show who somebody is, kept until the check. Documents and national numbers are refused."""
        request = self._request(reference)
        with self._parts.store.transaction() as tx:
            keep_proof(self._parts, tx, request, proof)
            tx.vault.put(request.id, "proof taken in by", by.encode())

    def check_mandate(
        self,
        reference: str,
        by: str,
        how: str,
        *,
        born: date | None = None,
        number: str = "",
        subject_chose: str = "",
    ) -> None:
        """A named person looked at what shows that somebody may ask for another; then the systems are searched."""
        request = check_mandate(
            self._parts,
            self._request(reference),
            by,
            how,
            born=born,
            number=number,
            subject_chose=subject_chose,
        )
        if request.state in PLANNABLE:
            draft_plans(self._parts, [request])

    def close(self, reference: str, by: str, ended: str, reasons: str) -> None:
        """End a request that was ``withdrawn`` by its person, or whose person stayed ``unidentified``; all else is
        refused with the article."""
        request = self._request(reference)
        if ended == "withdrawn":
            withdraw(self._parts, request, by, reasons)
        elif ended == "unidentified":
            close_unidentified(self._parts, request, by, reasons)
        else:
            raise refuse_to_close(request)

    def join(self, reference: str, into: str, by: str) -> None:
        """Two requests are one: the earlier date counts, one answer goes out."""
        kept = join_by(self._parts, self._request(reference), self._request(into), by)
        if kept.state in PLANNABLE:
            draft_plans(self._parts, [kept])

    def redirect(self, reference: str, by: str, how: str, *, other_address: str = "", post_address: str = "") -> None:
        """Another route after identification, for what did not arrive and for what comes."""
        request = self._request(reference)
        try:
            moved = redirect(self._parts, request, by, how, other_address=other_address, post_address=post_address)
        except NotAllowed as no:
            raise Refused(str(no)) from no
        if moved.state in PLANNABLE:
            draft_plans(self._parts, [moved])

    def bounced(self, reference: str, by: str) -> None:
        """An answer came back after it was accepted: it was not given, and the due date stays."""
        report_bounce(self._parts, self._request(reference), by)

    def letters(self, reference: str, by: str) -> Sequence[PrintedLetter]:
        """The letters of a request that go by post, to print."""
        return letters_to_print(self._parts, self._request(reference), by)

    def copy_by_post(self, reference: str) -> Iterator[bytes] | None:
        """The copy as a zip, where it goes by post; else None."""
        return copy_to_print(self._parts, self._request(reference))

    def ask_address_change(self, reference: str, new_address: str, by: str) -> None:
        """Write to the old address; nothing changes before the button there was pressed."""
        ask_address_change(self._parts, self._request(reference), new_address, by)

    def change_address(self, token: str, _choice: str = "") -> LinkState:
        """The button in the letter to the old address was pressed."""
        return change_address(self._parts, token)

    def tell_more(self, token: str, words: str) -> LinkState:
        """The person wrote who they are, on the page behind the link in the letter that asked it."""
        state, request = tell_more(self._parts, token, words)
        if request is not None and request.state in PLANNABLE:
            draft_plans(self._parts, [request])
        return state

    def _request(self, reference: str) -> Request:
        with self._parts.store.reading() as tx:
            return find_request(tx, reference)
