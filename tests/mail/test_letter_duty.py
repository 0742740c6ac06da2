"""Belofte's own letters are obliged, each by one duty; what is not obliged never leaves."""

from __future__ import annotations

import pytest

from belofte.domain.answer import LetterKind
from belofte.domain.errors import Refused
from belofte.domain.letter_duty import OWED, Duty, duty_of, require_owed


@pytest.mark.parametrize("kind", LetterKind)
def test_every_kind_of_letter_is_owed_by_exactly_one_duty(kind: LetterKind) -> None:
    assert len([duty for duty, kinds in OWED.items() if kind in kinds]) == 1
    require_owed(kind)


def test_every_duty_has_its_letters() -> None:
    assert set(OWED) == set(Duty) and all(OWED.values())


def test_a_letter_that_nothing_obliges_is_unsolicited_and_stays() -> None:
    assert duty_of("spring-folder") is None
    with pytest.raises(Refused, match="unsolicited"):
        require_owed("spring-folder")
