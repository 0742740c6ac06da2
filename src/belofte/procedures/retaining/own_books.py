"""Belofte's own data is swept by the same rules as any other: opened as a system for as long as a sweep lasts.

What goes with its case, or by a clock of its own, is not swept a second time. The register goes here, a whole month at
a time: its rows have no day to sweep by, and a month is sealed as a whole.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time

from belofte.domain.clock import before
from belofte.domain.own_books import OWN, term_of, with_own_rules
from belofte.domain.plan import Decision, Outcome, Receipt, ReceiptLine
from belofte.domain.policy import Period, Text
from belofte.domain.sweeping import SweepList, Swept
from belofte.domain.system_map import Verb
from belofte.domain.worded import worded
from belofte.procedures.parts import Parts
from belofte.store_port import Transaction

REGISTER, NUMBERS = "register", "numbers"


@contextmanager
def own_books(parts: Parts, wanted: str | None = None) -> Generator[Sequence[Parts]]:
    """The parts with Belofte's own store as the only system; none where another system is wanted, or nobody gave the
    way into it."""
    if parts.own_store is None or wanted not in (None, OWN):
        yield []
        return
    own = parts.own_store(parts)
    try:
        own_parts = replace(parts, systems={OWN: own.system}, connectors={OWN: own.connector})
        yield [replace(own_parts, policy=with_own_rules(parts.policy))]
    finally:
        own.close()
    parts.store.drop_swept()


def with_own_clocks(parts: Parts, shown: SweepList) -> SweepList:
    """The list with what no sweep is needed for: it goes by a clock of its own, and is shown so."""
    with parts.store.reading() as tx:
        rows = len(tx.register.rows())
    last, term = parts.store.ledger.last_day(), parts.policy.rights.register_term
    told = {
        "case-files": worded(
            "gaan met hun dossier: de sleutel wordt vernietigd als de termijn van het verzoek voorbij is",
            "go with their case: its key is destroyed when the request's term is over",
        ),
        REGISTER: _register_words(rows, term),
        NUMBERS: worded(
            "gaan als er van iemand niets meer bekend is, na de termijn van het bewijs van toestemmingen",
            "go when nothing is known of somebody any more, after the term of the proof of consents",
        ),
        "ledger": worded(
            "gaat als de laatste back-up weg is{until}",
            "goes when the last backup has gone{until}",
            until=Text({"nl": f", uiterlijk {last}", "en": f", by {last}"}) if last else "",
        ),
    }
    lines = [Swept(name, "", problem=words) for name, words in told.items()]
    return replace(shown, lines=(*shown.lines, *lines))


def _register_words(rows: int, term: Period | None) -> Text:
    if term is None:
        return worded("{n} rijen; het beleid noemt geen termijn", "{n} rows; the policy names no term", n=rows)
    return worded(
        "{n} rijen; gaan per hele maand als hun termijn voorbij is",
        "{n} rows; go by whole months when their term is over",
        n=rows,
    )


def forget_register(parts: Parts) -> int:
    """Rows of the register whose term is over go, whole months, with a receipt; returns how many."""
    term = parts.policy.rights.register_term
    if term is None:
        return 0
    first = f"{before(date(parts.today().year, parts.today().month, 1), term):%Y-%m}"
    with parts.store.transaction() as tx:
        gone = tx.register.forget_before(first)
        if gone:
            _note(parts, tx, REGISTER, gone, "months")
    return gone


def forget_numbers(parts: Parts) -> int:
    """Numbers of people of whom nothing is known any more go with their way to a person, a term after their state last
    changed: that of the proof of consents. Returns how many; none where the policy says no such term."""
    rule = term_of("consents", parts.policy)
    if rule is None or rule.ceiling is None:
        return 0
    last = datetime.combine(before(parts.today(), rule.ceiling), time.min, UTC)
    with parts.store.transaction() as tx:
        gone = tx.states.forget_idle(last, parts.today())
        if gone:
            _note(parts, tx, NUMBERS, gone, "keys")
    return gone


def _note(parts: Parts, tx: Transaction, book: str, gone: int, looked: str) -> None:
    line = ReceiptLine(book, Decision.DELETE, gone, acted=gone, remains=0)
    receipt = Receipt(parts.new_id("r"), book, OWN, Verb.ERASE, Outcome.DONE, lines=(line,), looked=(looked,))
    tx.sweeps.add_receipt(book, receipt, parts.today())
