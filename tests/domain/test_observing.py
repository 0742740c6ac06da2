"""A question and its name are the same thing twice."""

from datetime import date

import pytest

from belofte.domain.observing import PastTerm, Question, Rows, Undeclared, WithoutStart, name_of, question_of


@pytest.mark.parametrize(
    "question",
    [
        PastTerm("crm.orders", "left", date(2026, 11, 21)),
        WithoutStart("invoices", "book-year-of-settlement"),
        Rows("customers"),
        Undeclared(),
    ],
)
def test_a_question_survives_its_name(question: Question) -> None:
    assert question_of(name_of(question)) == question


def test_an_unknown_name_is_no_question() -> None:
    assert question_of("region") is None
