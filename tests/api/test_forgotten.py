"""An import job asks before it writes, and a shop says who came back (T-50, T-62)."""

from __future__ import annotations

from tests.api.conftest import Api

from belofte.domain.api_token import Scope
from belofte.domain.identity import Identifier
from belofte.domain.subject_state import ERASED, Cause

ANNA, BRAM = "anna.bakker@post.example", "bram.visser@post.example"


def erased(api: Api, address: str) -> None:
    with api.belofte.parts.store.transaction() as tx:
        tx.states.change(
            [Identifier("email", "", address)], Cause("erasure", "subject"), api.belofte.parts.now(), ERASED
        )


def test_who_was_erased_is_named_by_place_and_comes_back_by_an_act_of_their_own(api: Api) -> None:
    token = api.token(Scope.USE, name="webshop")
    erased(api, ANNA)
    asked = {"people": [BRAM, ANNA.upper()]}
    answer = api.post("/forgotten", token, asked)
    assert answer.status_code == 200, answer.text
    assert answer.json()["stopped"] == [[], ["forgotten"]]
    assert ANNA not in answer.text.lower()
    assert api.post("/came-back", token, {"who": ANNA, "act": "ordered"}).json()["changed"] is True
    assert api.post("/forgotten", token, asked).json()["stopped"] == [[], []]


def test_it_needs_the_scope_and_names_what_is_wrong(api: Api) -> None:
    assert api.post("/forgotten", api.token(Scope.READ), {"people": [ANNA]}).status_code == 403
    token = api.token(Scope.USE)
    assert api.post("/forgotten", token, {}).status_code == 400
    assert api.post("/forgotten", token, {"people": ["nobody"]}).status_code in (400, 422)
