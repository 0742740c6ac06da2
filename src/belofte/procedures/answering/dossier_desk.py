"""The desk that makes a dossier of one case: for a lawyer, a court or an authority, by a named person, and noted."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from belofte.domain.access_log import Place
from belofte.domain.errors import Refused, WrongUse, require_name
from belofte.domain.notice.wording import day
from belofte.domain.plan import Decision, Outcome, Receipt, ReceiptLine
from belofte.domain.request import Request
from belofte.domain.system_map import Verb
from belofte.procedures.answering.dossier import DOSSIERS, Include, Material, dossiers_of, gather
from belofte.procedures.answering.dossier_files import NoPdf, Typeset, Written, write_zip
from belofte.procedures.answering.dossier_page import WORDS, page_of
from belofte.procedures.answering.dossier_words import OfficeWords, Telling
from belofte.procedures.answering.package import lines_of_packages, zip_parts
from belofte.procedures.cases import find_request
from belofte.procedures.parts import Current, Parts
from belofte.procedures.staffing.looking import note_look
from belofte.store_port import Transaction

EXPORTED = "case.exported"
"""Event: a dossier of the case was made; the data says of how many files, and what went with it."""
SHORTEST = 3
"""Characters of a passage to leave out: a shorter one would tear words apart."""
DOSSIER = "dossier"
"""The place named in the receipt of an export."""


@dataclass(frozen=True, slots=True)
class DossierAsk:
    """Of which request, by which named person, why, what goes with it beside the case's own papers, and which passages
    about others stay out that no program recognised."""

    reference: str
    by: str
    reasons: str = ""
    include: frozenset[Include] = frozenset()
    leave_out: tuple[str, ...] = ()


class DossierDesk:
    """Makes dossiers: ``belofte.desk(DossierDesk)``."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def export(self, ask: DossierAsk, to: Path, typeset: Typeset | NoPdf, words: OfficeWords) -> Written:
        """Write the dossier to a new file that only its owner can read. It is noted before the file has its name.
        ``words``: what the page calls events, letters and decisions.

        Raises ``WrongUse`` for a request that is not there, a file that is, or a missing name or reason; ``Refused``
        where the copy is asked for and none is kept.
        """
        _check(ask, to)
        with self._parts.store.reading() as tx:
            request = find_request(tx, ask.reference)
            material = gather(self._parts, tx, request, ask.include, ask.leave_out)
            copy = _copy(self._parts, tx, request) if Include.COPY in ask.include else None
        unfinished = to.with_name(f".{to.name}.unfinished")
        try:
            written = self._write(unfinished, ask, material, typeset, copy, words)
            self._note(request, ask, written)
            unfinished.replace(to)
        finally:
            unfinished.unlink(missing_ok=True)
        return written

    def _write(
        self,
        file: Path,
        ask: DossierAsk,
        material: Material,
        typeset: Typeset | NoPdf,
        copy: Iterable[bytes] | None,
        words: OfficeWords,
    ) -> Written:
        parts = self._parts
        about = {
            "reference": material.reference,
            "controller": parts.policy.controller.name,
            "made_at": parts.now(),
            "made_by": ask.by,
            "reasons": ask.reasons,
            "included": sorted(ask.include),
            "policy_version": parts.policy.version,
        }
        telling = Telling(material.language, parts.country.time_zone, words)
        page = page_of(material, _intro(parts, ask, material), parts.today(), telling)
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as failed:
            raise WrongUse(f"{file.parent} cannot be written in.", "name a file in a folder that exists") from failed
        with os.fdopen(handle, "w+b") as out:
            return write_zip(out, material, page, typeset, copy, about)

    def _note(self, request: Request, ask: DossierAsk, written: Written) -> None:
        """Who, when, why and with what into the vault; a receipt that commits to the manifest into the evidence."""
        parts = self._parts
        line = ReceiptLine(DOSSIER, Decision.DO, written.files, acted=written.files, digest=written.manifest)
        receipt = Receipt(parts.new_id("r"), "", DOSSIER, Verb.TELL, Outcome.DONE, lines=(line,), looked=("manifest",))
        included = sorted(one.value for one in ask.include)
        with parts.store.transaction() as tx:
            row = {"by": ask.by, "at": parts.now().isoformat(), "reasons": ask.reasons, "included": included}
            rows = [*dossiers_of(tx, request.id), {**row, "manifest": written.manifest}]
            tx.vault.put(request.id, DOSSIERS, json.dumps(rows, ensure_ascii=False).encode())
            tx.receipts.add([(request.id, receipt)], parts.today())
            tx.events.add(EXPORTED, request.id, parts.now(), {"files": written.files, "included": included})
            note_look(parts, tx, request, ask.by, Place.DOSSIER)


def _check(ask: DossierAsk, to: Path) -> None:
    require_name(ask.by, "makes the dossier")
    if Include.OTHERS in ask.include and not ask.reasons.strip():
        raise WrongUse(
            "Why other people's data goes with the dossier must be said (Art. 5(1)(c), 6(1) GDPR).",
            'for example --reasons "the court asked for the whole file"',
        )
    if Include.OTHERS in ask.include and ask.leave_out:
        raise WrongUse("Other people's data stays, or passages of it are left out: not both.", "choose one of the two")
    if any(len(one.strip()) < SHORTEST for one in ask.leave_out):
        raise WrongUse("A passage so short stands in other words too.", "copy the words as they stand there, in full")
    if to.exists():
        raise WrongUse(f"{to.name} is there already; a dossier is never written over.", "name another file")


def _copy(parts: Parts, tx: Transaction, request: Request) -> Iterable[bytes]:
    """The copy as the person got it: what was redacted is out of it."""
    stored = tx.vault.packages(request.id)
    if not stored:
        raise Refused("No copy is kept of this request (any more).", "leave --with-copy out")
    return zip_parts(lines_of_packages([lambda p=p: parts.store.packages.read(p) for p in stored]))


def _intro(parts: Parts, ask: DossierAsk, material: Material) -> list[str]:
    language = material.language
    made = WORDS["made"].in_(language)
    others = "others-in" if Include.OTHERS in ask.include else "others-out"
    return [
        made.format(
            day=day(parts.today()).in_(language),
            by=ask.by,
            controller=(parts.policy.controller.name or "").removesuffix("."),
        ),
        *([WORDS["why"].in_(language).format(reasons=ask.reasons)] if ask.reasons else []),
        WORDS[others].in_(language).format(count=material.left_out),
        WORDS["check"].in_(language),
    ]
