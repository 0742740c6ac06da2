"""What a person is told of disclosures: in an access answer (Art. 15(1)(c) GDPR), and by letter once it may be told.

A secret order leaves no trace in an answer. That something was left out is noted under the order's own key, where only
those see it who may know of the order.
"""

from __future__ import annotations

from dataclasses import replace

from belofte.domain.access_information import Disclosed
from belofte.domain.answer import LetterKind
from belofte.domain.disclosure import Disclosure
from belofte.domain.identity import Identifier
from belofte.domain.notice.labels import category_label
from belofte.domain.policy import Text
from belofte.domain.request import Request
from belofte.loading.authorities import authorities_of
from belofte.procedures.answering.letters import queue_letter
from belofte.procedures.disclosing.kept import note_left_out
from belofte.procedures.parts import IDENTIFIERS, Parts, decode_identifiers
from belofte.store_port import Transaction


def label_of(parts: Parts, authority: str) -> Text:
    """The authority's name in each language; what somebody named is said as it was written."""
    known = authorities_of(parts.policy.controller.country or "").get(authority)
    return known.label if known else Text({"nl": authority, "en": authority})


def disclosed_about(parts: Parts, tx: Transaction, request: Request) -> list[Disclosed]:
    """What was disclosed of the person who asks. Of a secret one: that it may not be told, which is noted there."""
    own = _identifiers(tx, request.id)
    told: list[Disclosed] = []
    for one in tx.disclosures.all():
        if not own & _identifiers(tx, one.id):
            continue
        if one.is_secret:
            note_left_out(tx, one, parts.today(), request.right)
        if one.handed_on is not None:
            categories = tuple(dict.fromkeys(line.category for line in one.handed if line.written and line.category))
            label = label_of(parts, one.authority)
            told.append(Disclosed(one.authority, categories, told=not one.is_secret, label=label, article=one.article))
    return told


def address_of_subject(tx: Transaction, disclosure: str) -> str:
    """The e-mail address under which the person is known; "" where none is."""
    return next((one.value for one in sorted(_identifiers(tx, disclosure)) if one.kind == "email"), "")


def queue_told(parts: Parts, tx: Transaction, disclosure: Disclosure, to: str) -> None:
    """The letter to the person: what went to whom, by which article, on which day. To no address: a letter to post."""
    language = parts.policy.languages[0]
    categories = dict.fromkeys(line.category for line in disclosure.handed if line.written and line.category)
    facts = replace(
        parts.letter_facts(language),
        recipient=label_of(parts, disclosure.authority).in_(language),
        ground=disclosure.article,
        on=disclosure.handed_on,
        words=_NOT_BEFORE.in_(language) if disclosure.lifted_on else None,
        rows=tuple(category_label(parts.policy, name, language) for name in categories),
    )
    queue_letter(parts, tx, disclosure.id, LetterKind.DISCLOSED, to, facts)


_NOT_BEFORE = Text(
    {"nl": "Tot nu toe mochten wij u dit niet vertellen.", "en": "Until now we were not allowed to tell you this."}
)


def _identifiers(tx: Transaction, case: str) -> set[Identifier]:
    data = tx.vault.newest(IDENTIFIERS, [case]).get(case)
    return set(decode_identifiers(data)) if data else set()
