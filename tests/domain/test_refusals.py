"""What the office's desk refuses stands in Dutch and in English beside it, and quotes nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from belofte.domain.errors import BelofteError, Refused
from belofte.domain.request import NEXT, RequestState
from belofte.procedures import refusals
from belofte.procedures.planning import record_refusals

EVERY: dict[str, Callable[[], BelofteError]] = {
    "TooManyRecords": lambda: refusals.TooManyRecords(1500, 1000),
    "no_plan": refusals.no_plan,
    "which_purposes": lambda: refusals.which_purposes(("newsletter", "post")),
    "not_the_newest": lambda: refusals.not_the_newest("p-2"),
    "not_plannable": lambda: refusals.not_plannable(RequestState.RECEIVED),
    "turned": lambda: refusals.turned(RequestState.REFUSED),
    "not_now": refusals.not_now,
    "not_found": refusals.not_found,
    "changed_since": lambda: refusals.changed_since("shop"),
    "not_all_seen": lambda: refusals.not_all_seen("shop, crm", "belofte connect crm"),
    "no_ground_in_an_outage": lambda: refusals.no_ground_in_an_outage("shop"),
    "lacking_rights": lambda: refusals.lacking_rights("lacking-right: shop DELETE on orders"),
    "new_address": refusals.new_address,
    "shared_address": refusals.shared_address,
    "nobody_can_tell": refusals.nobody_can_tell,
    "elsewhere": refusals.elsewhere,
    "agent_route": refusals.agent_route,
    "known_elsewhere": refusals.known_elsewhere,
    "identity_open": refusals.identity_open,
    "mandate_first": refusals.mandate_first,
    "texts_not_read": lambda: refusals.texts_not_read(3),
    "no_ground": record_refusals.no_ground,
    "ground_without_article": record_refusals.ground_without_article,
    "not_decidable": lambda: record_refusals.not_decidable("restriction"),
    "shared": record_refusals.shared,
    "no_reasons_whose": record_refusals.no_reasons_whose,
    "theirs_already": record_refusals.theirs_already,
    "no_row_of_a_person": record_refusals.no_row_of_a_person,
    "nothing_decided": record_refusals.nothing_decided,
    "no_such_record": record_refusals.no_such_record,
    "no_such_text": record_refusals.no_such_text,
    "no_such_passage": record_refusals.no_such_passage,
    "settled": lambda: record_refusals.settled(RequestState.APPROVED),
    "not_allowed": lambda: refusals.not_allowed(RequestState.ANSWERED, RequestState.APPROVED),
}


def test_every_refusal_is_looked_at_here():
    made = {
        name
        for module in (refusals, record_refusals)
        for name, what in vars(module).items()
        if callable(what) and what.__module__ == module.__name__ and not name.startswith("_")
    }
    assert made == EVERY.keys()


@pytest.mark.parametrize("name", EVERY)
def test_a_refusal_says_in_both_languages_what_is_wrong_and_what_helps(name):
    error = EVERY[name]()
    assert error.message_in("nl") != error.message_in("en") == error.message
    if name != "not_allowed":  # a request that is answered is answered: nothing helps
        assert error.remedy_in("nl") != error.remedy_in("en") == error.remedy
    assert "{" not in error.message_in("nl") + error.message_in("en") + error.remedy_in("nl") + error.remedy


@pytest.mark.parametrize("at", list(RequestState))
def test_what_a_state_does_not_allow_is_said_in_words(at):
    for to in set(RequestState) - NEXT[at]:
        refused = refusals.not_allowed(at, to)
        assert refused.message_in("nl") != refused.message


def test_an_error_written_once_is_the_same_in_every_language():
    error = Refused("The store is busy.", "ask the moon")
    assert (error.message_in("nl"), error.remedy_in("nl")) == ("The store is busy.", "ask the moon")
    assert str(error) == "The store is busy.\n  → ask the moon"
