"""The desk for consent: given, shown and withdrawn, each with what must be shown later (Art. 7 GDPR).

Withdrawing is a request like any other, so that the systems stop and the receipts exist; it takes no more than giving
did: one act, and no proof of who asks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

from belofte.domain.access_log import Place
from belofte.domain.consent import METHODS, OWN_ACT, REPRESENTED, ConsentRecord, is_too_young, notice_of
from belofte.domain.errors import Refused, WrongUse
from belofte.domain.identity import Identifier
from belofte.domain.notice.labels import purpose_label
from belofte.domain.policy import FactPath, Policy
from belofte.domain.rights.names import WITHDRAWAL
from belofte.domain.subject_state import Cause, consent_bit, consented, uses_of
from belofte.domain.wish import Wish
from belofte.procedures.desks import Submission
from belofte.procedures.intake.intake import submit
from belofte.procedures.parts import Current, Parts, pick_language
from belofte.procedures.restoring.forgetting import allow_again, comes_back, forgotten_among
from belofte.procedures.rights.standing import objections
from belofte.procedures.rights.states_desk import spellings
from belofte.procedures.staffing.looking import note_search
from belofte.store_port import Transaction


class ConsentDesk:
    """Keeps consents."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def give(
        self, who: Identifier, purpose: str, method: str, by: str, language: str = "", born: date | None = None
    ) -> ConsentRecord:
        """Note a yes: for the data the purpose uses today, in the words of today. ``born`` is compared and kept
        nowhere. Raises ``WrongUse`` for a purpose nobody can consent to, ``Refused`` for an import that would revive
        what the person stopped, and for a yes of who is too young to give it alone."""
        parts, policy = self._parts, self._parts.policy
        _check(policy, (purpose,))
        if method not in METHODS:
            raise WrongUse("A yes is not given that way.", f"use one of: {', '.join(METHODS)}")
        if not by.strip():
            raise WrongUse("Who noted it must be named.", 'for example --by "P. de Boer", or the name of the form')
        self._of_age(born, method)
        uses = tuple(sorted(uses_of(policy.purposes[purpose])))
        spoken = pick_language(policy, language)
        now = parts.now()
        digest = hashlib.sha256(words_asked(policy, purpose, spoken).encode()).hexdigest()
        record = ConsentRecord(parts.new_id("consent"), purpose, uses, policy.version, digest, spoken, method, now, by)
        with parts.store.transaction() as tx:
            if method not in OWN_ACT:
                stopped_before(parts, tx, who, purpose)
            else:
                comes_back(parts, tx, [who], Cause("consent", by))
            name = consent_bit(purpose, uses)
            on, off = tx.states.bits([name])[name], objections(tx, [purpose])
            state = tx.states.change([who], Cause("consent", by), now, on, off)
            tx.consents.add(state.subject, record)
        if method in OWN_ACT:
            allow_again(parts, [who])
        return record

    def _of_age(self, born: date | None, method: str) -> None:
        country = self._parts.country
        if born is None or method == REPRESENTED or not is_too_young(born, self._parts.today(), country.consent_age):
            return
        raise Refused(
            f"Art. 8 GDPR and the law of {country.code}: under {country.consent_age} a yes counts only if who has "
            "parental responsibility gives it.",
            f"ask a parent, look whether it is one, and note it with --method {REPRESENTED}",
        )

    def withdraw(self, address: str, purposes: Sequence[str], channel: str = "web", language: str = "nl") -> str:
        """Take a yes back; returns the reference. ``may()`` says no at once, the systems follow within seconds."""
        _check(self._parts.policy, purposes)
        wish = Wish(purposes=tuple(purposes))
        return submit(self._parts, Submission(WITHDRAWAL, address, language, channel=channel, wish=wish))

    def show(self, who: Identifier) -> Sequence[Mapping[str, object]]:
        """Every yes of this person, with what shows it, ended ones too; the look is noted before it is shown."""
        with self._parts.store.transaction() as tx:
            note_search(self._parts, tx, spellings(self._parts, who), Place.CONSENTS)
            found = tx.states.of(spellings(self._parts, who))
            records = [record for one in found for record in tx.consents.of(one.subject)]
        return [notice_of(self._parts.policy, record) for record in records]


def stopped_before(parts: Parts, tx: Transaction, who: Identifier, purpose: str) -> None:
    """Raises ``Refused`` where the person took this back, objected or was erased: only an act of their own starts it
    again."""
    if forgotten_among(parts, tx, who):
        raise Refused(
            "The person was erased; an import does not bring them back (Art. 17 GDPR).",
            "ask them: a yes of their own, given now, counts (--method form)",
        )
    found = tx.states.of(spellings(parts, who))
    objected = any(one.state & objections(tx, [purpose]) for one in found)
    records = [record for one in found for record in tx.consents.of(one.subject) if record.purpose == purpose]
    if objected or any(record.withdrawn_at for record in records):
        raise Refused(
            "The person stopped this; an import does not start it again (Art. 7(3), 21(3) GDPR).",
            "ask them: a yes of their own, given now, counts (--method form)",
        )


def words_asked(policy: Policy, purpose: str, language: str) -> str:
    """The words somebody says yes to: the company's own text, else the purpose's plain name."""
    own = policy.texts.get(FactPath(f"purposes.{purpose}.ask"))
    return own.in_(language) if own else purpose_label(policy, purpose, language)


def _check(policy: Policy, purposes: Sequence[str]) -> None:
    if others := [name for name in purposes if name not in consented(policy)]:
        raise WrongUse(f"Nobody consents to this: {', '.join(others)}.", f"use: {', '.join(consented(policy))}")
