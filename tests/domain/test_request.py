"""A request goes its way in order; what is not allowed is refused in a sentence."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belofte.domain.reference import ALPHABET, NotAReference, normalise_reference, reference_from
from belofte.domain.register import RegisterRow
from belofte.domain.request import NEXT, NotAllowed, Request, RequestState, Waiting, move, wait
from belofte.domain.task import Task, TaskIsOver, TaskState, finish

NOW = datetime(2026, 11, 22, tzinfo=UTC)
WHOLE_WAY = [
    RequestState.RECEIVED,
    RequestState.IDENTIFIED,
    RequestState.LOCATED,
    RequestState.PLANNED,
    RequestState.APPROVED,
    RequestState.ACTING,
    RequestState.ANSWERED,
    RequestState.CLOSED,
]


def request_in(state: RequestState) -> Request:
    return Request("c-1", "erasure", "web", NOW, NOW, "nl", 1, state)


def test_the_whole_way() -> None:
    request = request_in(RequestState.RECEIVED)
    for _, state in pairwise(WHOLE_WAY):
        request = move(wait(request, Waiting.OFFICE), state)
        assert (request.state, request.waiting) == (state, None)


@pytest.mark.parametrize("at", RequestState)
@pytest.mark.parametrize("to", RequestState)
def test_only_listed_moves_are_made(at: RequestState, to: RequestState) -> None:
    if to in NEXT[at]:
        assert move(request_in(at), to).state is to
    else:
        with pytest.raises(NotAllowed, match=r"The request (is|can)"):
            move(request_in(at), to)


def test_a_request_can_be_stopped_until_the_first_act_and_the_refusal_says_so() -> None:
    assert move(request_in(RequestState.APPROVED), RequestState.STOPPED).state is RequestState.STOPPED
    with pytest.raises(NotAllowed, match="the first act has been done"):
        move(request_in(RequestState.ACTING), RequestState.STOPPED)


@pytest.mark.parametrize("state", [RequestState.CLOSED, RequestState.STOPPED, RequestState.REFUSED])
def test_what_is_over_waits_for_nothing(state: RequestState) -> None:
    with pytest.raises(NotAllowed):
        wait(request_in(state), Waiting.OFFICE)


@given(st.binary(min_size=5, max_size=16))
def test_a_reference_is_read_however_it_was_heard(entropy: bytes) -> None:
    reference = reference_from(entropy)
    assert len(reference) == 10
    assert set(reference[2:].replace("-", "")) <= set(ALPHABET)
    heard = reference.lower().replace("1", "l").replace("0", "o").replace("-", " ")
    for typed in (reference, heard, reference[2:]):
        assert normalise_reference(typed) == reference


@pytest.mark.parametrize("typed", ["", "B-7K3N", "B-7K3M-22QX", "B-7K3M-22U", "jan@post.example"])
def test_what_is_no_reference_is_not_repeated(typed: str) -> None:
    with pytest.raises(NotAReference) as refused:
        normalise_reference(typed)
    assert not typed or typed not in str(refused.value)


def test_the_register_row_of_an_erasure_has_no_days() -> None:
    with pytest.raises(ValueError, match="months only"):
        RegisterRow("2026-11", "g-1", "2026-11", "erasure", "done", True, True, 1, 0, 1, 1, date(2026, 11, 22))


def test_a_task_is_done_once() -> None:
    done = finish(Task("t-1", "choose", NOW), "Jo", NOW)
    assert (done.state, done.done_by) == (TaskState.DONE, "Jo")
    with pytest.raises(TaskIsOver, match="done already"):
        finish(done, "Jo", NOW)
