"""What a receipt says in the terminal."""

from __future__ import annotations

import pytest

from belofte.cli.show import receipt_text
from belofte.domain.plan import Decision, Failure, Outcome, Receipt, ReceiptLine
from belofte.domain.system_map import Verb


def said(*lines: ReceiptLine) -> str:
    return receipt_text(Receipt("r-1", "s-1", "crm", Verb.RESTRICT, Outcome.DONE, lines=lines))


@pytest.mark.parametrize("decision", [Decision.WITHHOLD, Decision.KEEP])
def test_what_is_left_alone_is_no_gap_in_the_count(decision: Decision) -> None:
    done = ReceiptLine("subscriptions", Decision.DO, 1, acted=1, remains=0)
    assert "acted 1 " in said(done, ReceiptLine("customers", decision, 1))


def test_an_act_that_nobody_could_count_is_called_unknown_and_not_none() -> None:
    assert "unknown (done again after an interruption)" in said(ReceiptLine("subscriptions", Decision.DO, 1))


def test_what_broke_off_and_could_not_be_looked_at_is_not_said_to_be_gone() -> None:
    problem = Failure(False, "contacts", "Renew it: belofte connect exact.")
    line = ReceiptLine("contacts", Decision.DELETE, 2)
    told = receipt_text(Receipt("r-1", "s-1", "exact", Verb.ERASE, Outcome.FAILED, lines=(line,), problem=problem))
    assert "acted unknown (it broke off)" in told
    assert "remains unknown · contacts → Renew it: belofte connect exact." in told


def test_what_a_person_did_is_on_their_word_and_no_program_was_interrupted() -> None:
    line = ReceiptLine("shipments", Decision.DELETE, 1)
    told = receipt_text(Receipt("r-1", "s-1", "dhl", Verb.ASK_PERSON, Outcome.MANUAL, lines=(line,)))
    assert "on a person's word" in told
    assert "interruption" not in told
