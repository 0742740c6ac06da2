"""What Belofte itself holds about somebody who asks for access: open requests, consents, their state, uses noted.

These are personal data like any other (Art. 15), though no company system has them. What hangs on an address that two
people share is told to neither. A hold is not told here: one that
follows from a secret order may not be, and what a hold keeps stands with its ground in the answer's own lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from belofte.domain.access_information import Told
from belofte.domain.clock import local_date
from belofte.domain.consent import ConsentRecord
from belofte.domain.notice.labels import purpose_label
from belofte.domain.notice.wording import Both, day
from belofte.domain.request import Request
from belofte.domain.subject_state import LEFT, OBJECTION, RESTRICTED, Bits
from belofte.procedures.parts import Parts
from belofte.procedures.planning.told_apart import somebody_elses_too
from belofte.procedures.rights.standing import identifiers_of
from belofte.store_port import Transaction

REQUESTS = Both("Uw verzoeken die nog lopen", "Your open requests")
CONSENT = Both("Uw toestemming", "Your consent")
STATE = Both("Wat wij onthouden te laten", "What we remember not to do")
USES = Both("Vastgelegd gebruik van uw gegevens", "Uses of your data on record")
_OPEN = Both("Een verzoek, ontvangen op {day}.", "A request, received on {day}.")
_GIVEN = Both("{purpose}: gegeven op {day}", "{purpose}: given on {day}")
_ENDED = Both("ingetrokken op {day}", "taken back on {day}")
_OBJECTED = Both("Bezwaar tegen: {purpose}.", "Objection to: {purpose}.")
_USED = Both("{purpose}: {n} keer.", "{purpose}: {n} times.")
_FIXED = {
    RESTRICTED: Both("Uw gegevens zijn beperkt.", "Your data is restricted."),
    LEFT: Both("U bent weggegaan.", "You have left."),
}


def own_told(parts: Parts, tx: Transaction, request: Request) -> tuple[Told, ...]:
    """What stands in our own books of the person of this request."""
    shared, language = somebody_elses_too(tx, request.id), request.language
    known = [one for one in identifiers_of(tx, request.id) if one not in shared]
    found = tx.states.of(known) if known else []
    bits = tx.states.bits()
    consents = [record for one in found for record in tx.consents.of(one.subject)]
    state = sorted({words for one in found for words in _stopped(parts, bits, one.state, language)})
    uses = Counter(use.purpose for one in found for use in tx.uses.of(one.subject))
    cases = list(tx.requests.get_many(tx.index.open_cases(known) if known else []).values())
    told = {
        "requests": (REQUESTS, list(_requests(parts, cases, language))),
        "consents": (CONSENT, [_consent(parts, record, language) for record in consents]),
        "state": (STATE, state),
        "uses": (USES, [_words(_USED, language, _purpose(parts, p, language), n=n) for p, n in sorted(uses.items())]),
    }
    return tuple(
        Told(name, heading.in_(language), tuple(sentences), len(sentences))
        for name, (heading, sentences) in told.items()
        if sentences
    )


def _requests(parts: Parts, cases: Iterable[Request], language: str) -> Iterator[str]:
    for case in sorted(cases, key=lambda one: one.received_at):
        yield _OPEN.in_(language).format(day=_day(parts, case.received_at, language))


def _consent(parts: Parts, record: ConsentRecord, language: str) -> str:
    given = _day(parts, record.given_at, language)
    said = _words(_GIVEN, language, _purpose(parts, record.purpose, language), day=given)
    if record.withdrawn_at is not None:
        said += ", " + _ENDED.in_(language).format(day=_day(parts, record.withdrawn_at, language))
    return f"{said}."


def _stopped(parts: Parts, bits: Bits, state: int, language: str) -> Iterator[str]:
    for bit, words in _FIXED.items():
        if state & bit:
            yield words.in_(language)
    for name, bit in bits.items():
        kind, _, purpose = name.partition(" ")
        if kind == OBJECTION and state & bit:
            yield _words(_OBJECTED, language, _purpose(parts, purpose, language))


def _day(parts: Parts, moment: datetime, language: str) -> str:
    return day(local_date(moment, parts.country.time_zone)).in_(language)


def _purpose(parts: Parts, purpose: str, language: str) -> str:
    return purpose_label(parts.policy, purpose, language)


def _words(words: Both, language: str, purpose: str, **more: object) -> str:
    return words.in_(language).format(purpose=purpose, **more)
