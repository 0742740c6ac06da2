"""``may`` and ``use`` over the API: batches, a scope of their own, logged before they are answered."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from tests.api.conftest import Api

from belofte.domain.api_token import Scope
from belofte.domain.identity import Identifier
from belofte.may import May
from belofte.procedures.programs.tokens_desk import Tokens
from belofte.procedures.rights.consent_desk import ConsentDesk
from belofte.procedures.using.use_desk import UseDesk
from belofte.web.api.decisions import BODY_BYTES, LARGEST_BATCH, MAY, Decisions

ANNA, BRAM = "anna.bakker@post.example", "bram.visser@post.example"


def numbers(api: Api, token: str) -> list[int]:
    answer = api.post("/subjects", token, {"people": [ANNA, BRAM]})
    assert answer.status_code == 200, answer.text
    return answer.json()["numbers"]


def consents(api: Api, who: str, purpose: str) -> None:
    api.belofte.desk(ConsentDesk).give(Identifier("email", "", who), purpose, "form", "site form")


def test_a_batch_is_answered_with_why_and_the_clauses(api: Api) -> None:
    token = api.token(Scope.USE, name="newsletter job")
    consents(api, ANNA, "newsletter")
    anna, bram = numbers(api, token)
    answer = api.post(
        "/may", token, {"purpose": "newsletter", "subjects": [anna, bram, 999_999], "role": "technical-staff"}
    )
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["answers"] == ["yes", "no-consent", "unknown-subject"]
    assert "NWS-8" in told["decisions"]["no-consent"]["clauses"]
    assert told["decisions"]["no-consent"]["missing"] == ["consent to newsletter"]


def test_a_use_is_logged_in_the_name_of_the_token(api: Api) -> None:
    token = api.token(Scope.USE, name="newsletter job")
    consents(api, ANNA, "newsletter")
    people = numbers(api, token)
    answer = api.post("/use", token, {"purpose": "newsletter", "subjects": people, "reason": "november issue"})
    assert answer.json()["answers"] == ["yes", "no-consent"]
    rows = api.belofte.desk(UseDesk).newest()
    assert {(row.subject, row.answer, row.by, row.reason) for row in rows} == {
        (people[0], "yes", "newsletter job", "november issue"),
        (people[1], "no-consent", "newsletter job", "november issue"),
    }


def test_each_may_rest_on_its_own_order_and_a_closed_one_carries_nothing(api: Api) -> None:
    token = api.token(Scope.USE)
    people = numbers(api, token)
    assert api.post("/closed", token, {"basis": "order:2"}).status_code == 200
    body = {"purpose": "delivery", "category": "parcel", "subjects": people, "reason": "labels"}
    told = api.post("/use", token, {**body, "bases": ["order:1", "order:2"]}).json()
    assert told["answers"] == ["yes", "closed"]
    assert api.post("/use", token, body).json()["answers"] == ["no-basis", "no-basis"]


def test_what_changed_counts_at_once(api: Api) -> None:
    token = api.token(Scope.USE)
    anna, _ = numbers(api, token)
    body = {"purpose": "newsletter", "subjects": [anna]}
    assert api.post("/may", token, body).json()["answers"] == ["no-consent"]
    consents(api, ANNA, "newsletter")
    until = time.monotonic() + 60
    while api.post("/may", token, body).json()["answers"] != ["yes"]:
        assert time.monotonic() < until


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"purpose": "newsletter"}, 400),
        ({"purpose": "newsletter", "subjects": ["anna@post.example"]}, 400),
        ({"purpose": "newsletter", "subjects": [-1]}, 400),
        ({"purpose": "newsletter", "subjects": [1], "reason": " "}, 400),
        ({"purpose": "newsletter", "subjects": [1], "reason": "x", "basis": "whim:1"}, 400),
        ({"purpose": "newsletter", "subjects": [1, 2], "reason": "x", "bases": ["order:1"]}, 400),
        ({"purpose": "newsletter", "subjects": [1], "reason": "x", "extra": 1}, 400),
    ],
)
def test_what_cannot_be_read_is_refused_and_not_repeated(api: Api, body: dict[str, object], status: int) -> None:
    answer = api.post("/use", api.token(Scope.USE), body)
    assert answer.status_code == status
    assert "anna@post.example" not in answer.text


def test_only_a_live_token_of_this_scope(api: Api) -> None:
    body = {"purpose": "newsletter", "subjects": [1]}
    assert api.post("/may", "", body).status_code == 401
    assert api.post("/may", api.token(Scope.READ), body).status_code == 403
    token = api.token(Scope.USE, name="job")
    assert api.post("/may", token, body).status_code == 200
    api.belofte.desk(Tokens).revoke("job")
    time.sleep(1.05)
    assert api.post("/may", token, body).status_code == 401, "a second later at the latest"


def test_a_contact_and_a_parcel_ask_over_the_api_too(api: Api) -> None:
    token = api.token(Scope.USE, name="mailer")
    contact = {"who": ANNA, "channel": "post", "purpose": "post", "reason": "folder"}
    told = api.post("/contacts", token, contact).json()["answer"]
    assert (told["allowed"], told["why"]) == (False, "no-consent")
    consents(api, ANNA, "post")
    assert api.post("/contacts", token, contact).json()["answer"]["allowed"]
    parcel = {"who": ANNA, "carrier": "postnl", "kinds": ["name", "address"], "order": "7", "reason": "label"}
    assert api.post("/shipments", token, parcel).json()["answer"]["allowed"]
    told = api.post("/shipments", token, {**parcel, "kinds": ["name", "email"]}).json()["answer"]
    assert (told["why"], "LOG-3" in told["clauses"]) == ("too-much", True)
    assert api.post("/shipments", token, {**parcel, "carrier": "ups"}).json()["answer"]["why"] == "other-carrier"


def test_the_days_of_each_record_end_its_use(api: Api) -> None:
    token = api.token(Scope.USE)
    people = numbers(api, token)
    body = {"purpose": "service", "category": "profile", "subjects": people, "events": ["left=2020-01-01", ""]}
    told = api.post("/may", token, body).json()
    assert told["answers"] == ["term-ended", "yes"]
    assert "RET-1" in told["decisions"]["term-ended"]["clauses"]
    used = api.post("/use", token, {**body, "reason": "repair", "basis": "order:7"}).json()
    assert used["answers"] == ["term-ended", "yes"]
    wrong = [{**body, "events": ["left=2020-01-01"]}, {**body, "events": ["lefft=2020-01-01", ""]}]
    wrong += [{**body, "events": ["left=once", ""]}, {**body, "category": None}]
    for one in wrong:
        assert api.post("/may", token, one).status_code == 400, one
        assert api.post("/use", token, {**one, "reason": "repair"}).status_code == 400, one


def test_a_call_has_a_largest_size(api: Api) -> None:
    token = api.token(Scope.USE)
    many = api.post("/may", token, {"purpose": "newsletter", "subjects": list(range(1, LARGEST_BATCH + 2))})
    assert (many.status_code, "At most 10000" in many.text) == (400, True)
    whole = api.post("/may", token, {"purpose": "newsletter", "subjects": list(range(1, LARGEST_BATCH + 1))})
    assert (whole.status_code, len(whole.json()["answers"])) == (200, LARGEST_BATCH)
    large = api.post("/may", token, {"purpose": "n" * BODY_BYTES, "subjects": [1]})
    assert large.status_code == 413


def test_more_at_once_than_fit_are_turned_away_before_they_are_read() -> None:
    """A clear limit: the calls under way hold no more than so many bodies, whoever sends them."""
    decisions = Decisions(_never, lambda _authorization: "job", at_once=1)
    sent: list[dict[str, Any]] = []
    read: list[str] = []

    async def both() -> None:
        gate, under_way = asyncio.Event(), asyncio.Event()

        async def waits() -> Any:
            under_way.set()
            await gate.wait()
            return {"type": "http.disconnect"}

        async def reads() -> Any:
            read.append("body")
            return {"type": "http.request", "body": b"{}"}

        async def send(message: Any) -> None:
            sent.append(message)

        scope: dict[str, Any] = {"path": MAY, "headers": [(b"content-type", b"application/json")]}
        first = asyncio.create_task(decisions.answer(scope, waits, send))
        await under_way.wait()
        await decisions.answer(scope, reads, send)
        gate.set()
        await first
        await decisions.answer(scope, reads, send)

    asyncio.run(both())
    starts = [one for one in sent if one["type"] == "http.response.start"]
    assert [one["status"] for one in starts] == [429, 400, 400]
    assert (b"retry-after", b"1") in starts[0]["headers"]
    assert len(read) == 1, "only the last was read"


def _never() -> May:
    raise AssertionError("nobody comes so far")
