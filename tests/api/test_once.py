"""The same call twice does its work once; and what is wrong is said without repeating it."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from openapi_spec_validator import validate
from tests.api.conftest import Api

from belofte.domain.api_token import Scope

BODY = {"right": "access", "address": "iemand@post.example"}


def count(api: Api) -> int:
    return len(api.belofte.office.queue())


def test_the_same_key_and_body_get_the_same_answer_and_one_request(api: Api) -> None:
    token = api.token(Scope.RECEIVE)
    first = api.post("/requests", token, BODY, key="k")
    again = api.post("/requests", token, BODY, key="k")
    assert (again.status_code, again.json(), again.headers["Location"]) == (
        201,
        first.json(),
        first.headers["Location"],
    )
    assert again.headers["Idempotency-Replayed"] == "true"
    assert count(api) == 1


def test_another_body_under_the_same_key_is_refused(api: Api) -> None:
    token = api.token(Scope.RECEIVE)
    api.post("/requests", token, BODY, key="k")
    assert api.post("/requests", token, {**BODY, "right": "erasure"}, key="k").status_code == 422
    assert count(api) == 1


def test_a_key_is_the_tokens_own_and_lasts_a_day(api: Api) -> None:
    token, other = api.token(Scope.RECEIVE), api.token(Scope.RECEIVE, name="other")
    api.post("/requests", token, BODY, key="k")
    api.post("/requests", other, BODY, key="k")
    assert count(api) == 2
    api.clock.forward(days=1, seconds=1)
    assert "Idempotency-Replayed" not in api.post("/requests", token, BODY, key="k").headers
    assert count(api) == 3


def test_without_a_key_nothing_is_done(api: Api) -> None:
    token = api.token(Scope.RECEIVE)
    headers = {"Authorization": f"Bearer {token}"}
    answer = api.client.post("/api/v1/requests", json=BODY, headers=headers)
    assert (answer.status_code, count(api)) == (400, 0)


def test_what_was_refused_may_be_sent_again_under_its_key(api: Api) -> None:
    token = api.token(Scope.RECEIVE)
    wrong = {**BODY, "address": "no address"}
    assert api.post("/requests", token, wrong, key="k").status_code == 400
    assert api.post("/requests", token, BODY, key="k").status_code == 201


def test_what_was_begun_and_never_ended_is_not_done_again(api: Api) -> None:
    """The process died in between: nobody can tell from here whether it was done."""
    token = api.token(Scope.RECEIVE)
    held = api.post("/requests", token, BODY, key="first")
    assert held.status_code == 201
    with api.belofte.parts.store.transaction() as tx:
        mine = tx.tokens.find(token)
        assert mine is not None
        asked = 'receiveRequest {} {"right": "access", "address": "iemand@post.example"}'
        assert tx.answers.begin(mine.id, "k", asked, api.clock.now()) is None
    answer = api.post("/requests", token, BODY, key="k")
    assert (answer.status_code, answer.json()["type"]) == (409, "/api/v1/problems#under-way")
    assert count(api) == 1


def test_of_many_at_the_same_time_one_does_it(api: Api) -> None:
    token = api.token(Scope.RECEIVE)
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k"}
    codes: list[int] = []

    def send() -> None:
        codes.append(api.client.post("/api/v1/requests", json=BODY, headers=headers).status_code)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(api) == 1
    assert set(codes) <= {201, 409}
    assert codes.count(201) >= 1


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/right"),
        ({**BODY, "right": "vengeance"}, "/right"),
        ({**BODY, "address": 7}, "/address"),
        ({**BODY, "address": ""}, "/address"),
        ({**BODY, "received_at": "2026-11-22T10:00:00"}, "/received_at"),
        ({**BODY, "received_at": "gisteren"}, "/received_at"),
        ({**BODY, "ends_on": "1-1-2027"}, "/ends_on"),
        ({**BODY, "geheim veld": "Anna Jansen"}, "/"),
        ({**BODY, "identity_asserted": "yes"}, "/identity_asserted"),
        ({**BODY, "purposes": "all"}, "/purposes"),
        ({**BODY, "purposes": ["a"] * 101}, "/purposes"),
        ({**BODY, "text": "x" * 10_001}, "/text"),
        ({**BODY, "corrections": [{"kind": "name"}]}, "/corrections/0/should_be"),
        ({**BODY, "corrections": ["Anna"]}, "/corrections"),
    ],
)
def test_a_wrong_field_is_named_and_its_value_is_not_repeated(api: Api, body: dict[str, Any], pointer: str) -> None:
    answer = api.post("/requests", api.token(Scope.RECEIVE), body)
    assert answer.status_code == 400
    assert pointer in [one["pointer"] for one in answer.json()["errors"]]
    for sent in ("iemand@", "vengeance", "gisteren", "Anna", "geheim"):
        assert sent not in answer.text


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"{", b"\xff\xfe", b"[" * 5000, b'"text"'])
def test_what_is_no_json_object_is_told(api: Api, content: bytes) -> None:
    headers = {"Authorization": f"Bearer {api.token(Scope.RECEIVE)}", "Idempotency-Key": "k"}
    answer = api.client.post(
        "/api/v1/requests", content=content, headers={**headers, "Content-Type": "application/json"}
    )
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    form = api.client.post("/api/v1/requests", data={"right": "access"}, headers=headers)
    assert form.status_code == 415


def test_a_body_that_is_too_large_is_not_read(api: Api) -> None:
    headers = {"Authorization": f"Bearer {api.token(Scope.RECEIVE)}", "Idempotency-Key": "k"}
    headers["Content-Type"] = "application/json"
    answer = api.client.post("/api/v1/requests", content=b" " * (300 * 1024), headers=headers)
    assert (answer.status_code, answer.json()["status"]) == (413, 413)


def test_a_parameter_that_is_none_is_told(api: Api) -> None:
    token = api.token(Scope.READ)
    for query in ("limit=0", "limit=201", "limit=x", "limit=1&limit=2", "who=anna", "state=gone", "cursor=%00"):
        answer = api.client.get(f"/api/v1/requests?{query}", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 400, query
        assert "anna" not in answer.text


def test_the_document_is_openapi_and_says_everything_that_is_served(api: Api) -> None:
    whole = api.client.get("/api/v1/openapi.json").json()
    validate(whole)
    assert whole["openapi"] == "3.1.0"
    from belofte.web.api.app import OPERATIONS

    told = {item["operationId"] for path in whole["paths"].values() for item in path.values()}
    assert told == {operation.name for operation in OPERATIONS}


def test_the_guide_names_every_operation_and_scope(api: Api) -> None:
    from pathlib import Path

    guide = (Path(__file__).parents[2] / "docs" / "api.md").read_text("utf-8")
    whole = api.client.get("/api/v1/openapi.json").json()
    lacking = [
        f"{method.upper()} {path}"
        for path, item in whole["paths"].items()
        for method in item
        if f"`{method.upper()} {path}`" not in guide
    ]
    assert lacking == []
    assert all(f"`{scope}`" in guide for scope in Scope)
