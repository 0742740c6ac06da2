"""May we? The look at one integer, held against what the law and the policy say in words (Art. 6, 7, 18, 21 GDPR)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from belofte.domain.decision import FRESH, Question, Why, compiled, may, may_now
from belofte.domain.policy import LegalBasis, Policy, Purpose, RetentionRule, Rights, Staff, Use
from belofte.domain.subject_state import (
    ERASED,
    FIRST_NAMED_BIT,
    HELD,
    LEFT,
    RESTRICTED,
    all_consents,
    consent_bit,
    merged,
    objectable,
    objection_bit,
    uses_of,
)

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
BASES = (LegalBasis.CONTRACT, LegalBasis.CONSENT, LegalBasis.LEGITIMATE_INTEREST, LegalBasis.LEGAL_DUTY)
purposes = {basis.value: Purpose(basis.value, (Use("profile"), Use("order", "needed")), basis=basis) for basis in BASES}
purposes["mail"] = Purpose("mail", (Use("profile", "needed"),), basis=LegalBasis.CONSENT, direct_marketing=True)
POLICY = Policy(
    purposes=purposes,
    rights=Rights(restriction_still=("storage",)),
    staff=Staff(roles=("engineer",), custodian="bookkeeper"),
    retention={"profile": RetentionRule("profile", staff_access="ends-at-once")},
)
NAMES = [objection_bit(name) for name in purposes] + [
    consent_bit(name, uses_of(purpose)) for name, purpose in purposes.items() if purpose.basis is LegalBasis.CONSENT
]
BITS = {name: 1 << (FIRST_NAMED_BIT + n) for n, name in enumerate(NAMES)}
TABLE = compiled(POLICY, BITS)

states = st.integers(0, (1 << (FIRST_NAMED_BIT + len(NAMES))) - 1)
asked = st.builds(
    Question,
    st.sampled_from([*purposes, "storage", "legal-claims", "nothing"]),
    st.sampled_from([None, "profile", "order", "invoice"]),
    st.sampled_from([None, "engineer", "bookkeeper", "subject", "sales"]),
)


@given(states, asked)
def test_a_role_that_stands_nowhere_in_the_policy_sees_nothing(state: int, question: Question) -> None:
    answer = may(TABLE, state, question)
    assert (answer is Why.UNKNOWN_ROLE) == (question.role == "sales")


@given(states, asked)
def test_no_further_prohibition_turns_a_no_into_a_yes(state: int, question: Question) -> None:
    """Restricting, leaving, erasing and objecting only ever take away; so does losing a consent."""
    if may(TABLE, state, question) is Why.YES:
        return
    for bit in (RESTRICTED, LEFT, ERASED, *(BITS[objection_bit(name)] for name in purposes)):
        assert may(TABLE, state | bit, question) is not Why.YES
    assert may(TABLE, state & ~all_consents(BITS), question) is not Why.YES


@given(states, asked)
def test_restricted_data_is_stored_and_nothing_else(state: int, question: Question) -> None:
    answer = may(TABLE, state | RESTRICTED, question)
    if answer is Why.YES:
        assert question.purpose in ("storage", "legal-claims") or question.role == "subject"


@given(states, asked)
def test_a_purpose_on_consent_needs_one(state: int, question: Question) -> None:
    if question.purpose in ("consent", "mail") and may(TABLE, state, question) is Why.YES:
        assert state & BITS[consent_bit(question.purpose, uses_of(purposes[question.purpose]))]


@given(states, asked)
def test_nobody_of_the_staff_sees_a_profile_after_leaving(state: int, question: Question) -> None:
    if question.role == "engineer" and question.category == "profile" and question.purpose in purposes:
        assert may(TABLE, state | LEFT, question) is not Why.YES


@given(states, asked)
def test_a_hold_forbids_no_use(state: int, question: Question) -> None:
    """It keeps from erasing, not from working."""
    assert may(TABLE, state | HELD, question) is may(TABLE, state & ~HELD, question)


@given(states, st.integers(-5_000, 5_000), asked)
def test_what_was_read_too_long_ago_is_no(state: int, milliseconds: int, question: Question) -> None:
    read_at = NOW - timedelta(milliseconds=milliseconds)
    answer = may_now(TABLE, state, read_at, NOW, question)
    if timedelta() <= NOW - read_at <= FRESH:
        assert answer is may(TABLE, state, question)
    else:
        assert answer is Why.COULD_NOT_LOOK


def test_what_could_not_be_read_is_no() -> None:
    assert may_now(TABLE, None, NOW, NOW, Question("contract")) is Why.COULD_NOT_LOOK


@given(st.lists(states, min_size=1, max_size=4))
def test_for_a_shared_address_every_prohibition_counts_and_a_consent_only_of_all(several: list[int]) -> None:
    consents = all_consents(BITS)
    together = merged(several, consents)
    for one in several:
        assert together & ~consents & one == one & ~consents
        assert together & consents & ~one == 0


def test_nobody_known_has_consented_to_nothing() -> None:
    assert may(TABLE, merged([], all_consents(BITS)), Question("mail")) is Why.NO_CONSENT
    assert may(TABLE, 0, Question("contract")) is Why.YES


def test_only_interests_and_marketing_can_be_objected_to() -> None:
    assert objectable(POLICY) == ("legitimate-interest", "mail")


def test_a_consent_to_a_part_does_not_cover_the_whole() -> None:
    wider = Policy(purposes={"mail": Purpose("mail", (Use("profile"),), basis=LegalBasis.CONSENT)})
    given_for_part = {consent_bit("mail", ["profile.needed"]): 1 << 8}
    assert may(compiled(wider, given_for_part), 1 << 8, Question("mail")) is Why.NO_CONSENT
    given_for_whole = {consent_bit("mail", ["profile"]): 1 << 8}
    assert may(compiled(POLICY, given_for_whole), 1 << 8, Question("mail")) is Why.YES
