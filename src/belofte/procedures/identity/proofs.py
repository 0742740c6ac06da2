"""Proof of who somebody is: kept until the check and not a moment longer, and its end has a receipt (Art. 12(6))."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from belofte.domain.errors import Refused, WrongUse
from belofte.domain.plan import Decision, Outcome, Receipt, ReceiptLine
from belofte.domain.policy import Text
from belofte.domain.proof import NotKept, holds_national_number, names_a_copy, not_kept, says_how
from belofte.domain.request import Request
from belofte.domain.system_map import Verb
from belofte.procedures.clock.clocks import OVER
from belofte.procedures.parts import Parts
from belofte.store_port import Transaction

PROOF_KEPT = "identity.proof-kept"
"""Event: a proof came in; its data names the vault entry."""
PROOF_DESTROYED = "identity.proof-destroyed"
IDENTITY = "identity"
"""The place named in the receipt: the case's own vault, the part where proofs lie."""

_WHY = {
    NotKept.DOCUMENT: "This is a file, not text: a photograph, a scan or a copy of a document is never kept.",
    NotKept.MACHINE_LINES: "This holds the lines of a passport or identity card: a copy of a document is never kept.",
    NotKept.NATIONAL_NUMBER: "This holds a citizen service number or national register number: it is never kept.",
}

_SAY_HOW = Text({"nl": "Zeg hoe u weet wie het is.", "en": "Say how you know who it is."})
_NO_COPY = Text(
    {
        "nl": "Art. 12(6) AVG: een kopie van een identiteitsbewijs vraagt te veel, en telt hier niet.",
        "en": "Art. 12(6) GDPR: a copy of an identity document asks too much, and does not count here.",
    }
)
_WAYS = Text(
    {
        "nl": "kies wat het minst vraagt: teruggebeld op het nummer dat wij hadden, gegevens genoemd die alleen deze "
        "persoon weet, ingelogd in de eigen omgeving, of een document getoond zonder kopie",
        "en": "choose what asks least: called back on the number we had, told what only this person knows, signed in "
        "at our own portal, or a document shown with no copy made",
    }
)


def may_be_checked(request: Request) -> bool:
    """Whether there is still something to check: nobody vouched for who asks, and the request is not over."""
    return request.identified_by != "office" and request.state not in OVER


def keep_proof(parts: Parts, tx: Transaction, request: Request, data: bytes) -> None:
    """Keep words that show who somebody is, in the vault, until the check.

    Raises ``Refused`` for what may not be kept at all, and for all of it once who asks is settled; then nothing was.
    """
    if not may_be_checked(request):
        raise Refused(
            "Art. 5(1)(c) GDPR: who asks is settled; a proof that nobody needs is not kept.",
            "destroy what you were sent; see belofte request show",
        )
    if reason := not_kept(data):
        raise Refused(
            f"Art. 5(1)(c), 12(6) GDPR: {_WHY[reason]}",
            "look at it with the person and note how you knew: belofte request identify … --how",
        )
    _keep(parts, tx, request, data)


def keep_mail_as_proof(parts: Parts, tx: Transaction, request: Request, message: bytes, words: str) -> str | None:
    """Keep an answer that came by mail until the check; None where its words are such that nothing of it may be kept:
    then it lies in the mailbox only."""
    if not may_be_checked(request) or not_kept(words.encode()):
        return None
    return _keep(parts, tx, request, message)


def _keep(parts: Parts, tx: Transaction, request: Request, data: bytes) -> str:
    entry = tx.vault.put(request.id, "proof", data)
    tx.events.add(PROOF_KEPT, request.id, parts.now(), {"entry": entry})
    return entry


def check_way(words: str) -> None:
    """Raises ``WrongUse`` where a note says nothing of how somebody was known, ``Refused`` where it names a copy of an
    identity document, or would keep a national number for ever after the check."""
    if not says_how(words):
        raise WrongUse(_SAY_HOW, _WAYS)
    if names_a_copy(words):
        raise Refused(_NO_COPY, _WAYS)
    check_words(words)


def check_words(words: str) -> None:
    """Raises ``Refused`` where a note would keep a national number for ever after the check."""
    if holds_national_number(words):
        raise Refused(
            f"Art. 12(6) GDPR: {_WHY[NotKept.NATIONAL_NUMBER]}", "leave the number out and say by which means you knew"
        )


def kept_proofs(tx: Transaction, case: str) -> list[str]:
    """The vault entries of proofs that were not destroyed yet."""
    events = tx.events.about(case)
    gone = {entry for event in events if event.kind == PROOF_DESTROYED for entry in _names(event.data.get("entries"))}
    return [
        entry
        for event in events
        if event.kind == PROOF_KEPT and isinstance(entry := event.data["entry"], str) and entry not in gone
    ]


def destroy_proofs(parts: Parts, tx: Transaction, case: str) -> int:
    """Destroy the proofs of a case and write the receipt of it; returns how many there were."""
    entries = kept_proofs(tx, case)
    if not entries:
        return 0
    for message in tx.inbox.of_case(case):
        if message.entry in entries:
            tx.inbox.save(replace(message, entry=None))
    tx.vault.remove(entries)
    remains = len(tx.vault.newest("proof", [case]))
    line = ReceiptLine("proof", Decision.DELETE, len(entries), acted=len(entries), remains=remains)
    receipt = Receipt(
        parts.new_id("r"), "", IDENTITY, Verb.PURGE, Outcome.DONE, lines=(line,), looked=("the vault itself",)
    )
    tx.receipts.add([(case, receipt)], parts.today())
    tx.events.add(PROOF_DESTROYED, case, parts.now(), {"entries": entries})
    return len(entries)


def _names(entries: object) -> list[str]:
    return [str(entry) for entry in cast("list[object]", entries)] if isinstance(entries, list) else []
