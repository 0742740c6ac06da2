"""What one process knows at one moment: the policy in force, compiled, and everybody's state. Answers are kept by
question and profile, so that the second person in the same state costs a look-up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from belofte.domain.decided import Clauses, Decision, decision
from belofte.domain.decision import Question, Table, Why, compiled, may
from belofte.domain.own_term import within_term
from belofte.domain.policy import Policy
from belofte.domain.subject_state import FIXED
from belofte.may.records import CODE_OF
from belofte.may.sources import Changes
from belofte.may.states import SubjectStates

Key = tuple[str, str | None, str | None]
"""A question: purpose, category, role."""
QUESTIONS = 10_000
"""Different questions whose answers are kept; beyond that each is worked out anew. No company has so many."""


class View:
    """One policy with one set of bits over the states. Replaced as a whole when either changes."""

    def __init__(
        self, policy: Policy, bits: Mapping[str, int], states: SubjectStates, closed: frozenset[bytes]
    ) -> None:
        self.policy, self.bits, self.states, self.closed = policy, bits, states, closed
        self.table: Table = compiled(policy, bits)
        self.clauses = Clauses.of(policy)
        self.answers: dict[Key, dict[int, Decision]] = {}
        self.codes: dict[Key, dict[int, int]] = {}
        self._others: dict[tuple[str, Why], Decision] = {}

    def followed(self, changes: Changes) -> View:
        """The view after these changes: this one where only states changed, which are put in place."""
        if changes.whole or changes.bits != self.bits or changes.closed != self.closed:
            states = SubjectStates() if changes.whole else self.states
            _apply(states, changes)
            return View(self.policy, changes.bits, states, changes.closed)
        _apply(self.states, changes)
        return self

    def under(self, policy: Policy) -> View:
        """The same states under another version of the policy."""
        return View(policy, self.bits, self.states, self.closed)

    def decide(self, purpose: str, category: str | None, subject: int, role: str | None) -> Decision:
        """The answer for one subject, worked out the first time and kept."""
        profile = self.states.profile(subject)
        key = (purpose, category, role)
        kept = self.answers.get(key)
        if kept is not None and profile in kept:
            return kept[profile]
        state = self.states.states[profile]
        question = Question(purpose, category, role)
        answer = self.of_state(state, question)
        if kept is not None or len(self.answers) < QUESTIONS:
            self.codes.setdefault(key, {})[profile] = CODE_OF[answer.why]
            self.answers.setdefault(key, {})[profile] = answer
        return answer

    def of_state(self, state: int | None, question: Question) -> Decision:
        """The answer for a state; None: no such subject."""
        why = Why.UNKNOWN_SUBJECT if state is None else may(self.table, state, question)
        return decision(self.policy, self.clauses, why, question.purpose, question.category, self.names(state))

    def while_it_lasts(self, answer: Decision, question: Question, today: date) -> Decision:
        """``answer``, or no where the days of the record say that the term of this use is over."""
        why = within_term(self.policy, answer.why, question, today)
        if why is answer.why:
            return answer
        return decision(self.policy, self.clauses, why, question.purpose, question.category, answer.state)

    def no(self, purpose: str, why: Why) -> Decision:
        """An answer that needs nobody's state."""
        known = self._others.get((purpose, why))
        if known is None:
            known = decision(self.policy, self.clauses, why, purpose)
            if len(self._others) < QUESTIONS:
                self._others[purpose, why] = known
        return known

    def told(self, why: Why, purpose: str, subject: int) -> Decision:
        """An answer about a contact or a shipment, with the names of the subject's state."""
        return replace(self.no(purpose, why), state=tuple(self.names(self.states.state(subject))))

    def names(self, state: int | None) -> Sequence[str]:
        """The names of the bits that stand in a state."""
        return [name for name, bit in (*FIXED.items(), *self.bits.items()) if state and state & bit]


def _apply(states: SubjectStates, changes: Changes) -> None:
    states.put(zip(changes.subjects, changes.states, strict=True))
    states.drop(changes.gone)
