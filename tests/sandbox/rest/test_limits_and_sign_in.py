"""What a vendor lets one caller do, and how it wants to know who asks."""

from __future__ import annotations

import threading
from pathlib import Path

import httpx
from tests.sandbox.rest.moments import Moment
from tests.sandbox.rest.signed_in import client_of, exact, transip

from belofte.sandbox.landscape import Landscape
from belofte.sandbox.rest.simulator import simulate
from belofte.sandbox.seeds import exact_online, people

EXACT = f"/api/v1/{exact_online.DIVISION}/crm"


def test_exact_takes_sixty_calls_a_minute_and_says_what_is_left(landscape: Landscape, moment: Moment) -> None:
    simulator = landscape.simulator("exact-online")
    with client_of(simulator) as client:
        answers = [client.get(f"{EXACT}/Accounts", params={"$top": "1"}) for _ in range(61)]
        assert [answer.status_code for answer in answers] == [200] * 60 + [429]
        assert [int(answer.headers["X-RateLimit-Minutely-Remaining"]) for answer in answers[:60]] == list(
            range(59, -1, -1)
        )
        assert simulator.calls().most_in_a_minute == 61
        moment.pass_(61)
        assert client.get(f"{EXACT}/Accounts").status_code == 200


def test_exact_closes_after_too_many_errors_of_one_kind_and_opens_after_an_hour(
    landscape: Landscape, moment: Moment
) -> None:
    simulator = landscape.simulator("exact-online")
    with client_of(simulator) as client:
        gone = f"{EXACT}/Contacts(guid'00000000-0000-4000-8000-000000000000')"
        assert [client.get(gone).status_code for _ in range(12)] == [404] * 11 + [429]
        assert client.get(f"{EXACT}/Accounts").status_code == 429
        moment.pass_(3601)
        token = simulator.state.database.execute("SELECT token FROM tokens WHERE kind = 'refresh' AND NOT used")
        exact(simulator, client, token.fetchone()[0])
        assert client.get(f"{EXACT}/Accounts").status_code == 200


def test_a_refresh_token_of_exact_works_once_and_not_too_soon(landscape: Landscape, moment: Moment) -> None:
    simulator = landscape.simulator("exact-online")
    with httpx.Client(trust_env=False) as client:
        first = exact(simulator, client)
        following = first.json()["refresh_token"]
        early = exact(simulator, client, following)
        assert (early.status_code, early.json()["error"]) == (400, "access_denied")
        moment.pass_(571)
        used = exact(simulator, client)
        assert (used.status_code, used.json()["error"]) == (400, "invalid_grant")
        assert exact(simulator, client, following).status_code == 200


def test_a_token_of_exact_lasts_ten_minutes(landscape: Landscape, moment: Moment) -> None:
    with client_of(landscape.simulator("exact-online")) as client:
        moment.pass_(599)
        assert client.get(f"{EXACT}/Accounts").status_code == 200
        moment.pass_(2)
        assert client.get(f"{EXACT}/Accounts").status_code == 401


def test_mailchimp_takes_ten_calls_at_once(landscape: Landscape) -> None:
    simulator = landscape.simulator("mailchimp")
    with client_of(simulator) as client:
        simulator.break_("slow,seconds=2")
        answers: list[int] = []
        threads = [threading.Thread(target=lambda: answers.append(client.get("/ping").status_code)) for _ in range(14)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert 200 in answers
    assert 429 in answers
    assert simulator.calls().most_at_once > 10


def test_transip_wants_the_body_signed_and_a_look_only_token_changes_nothing(landscape: Landscape) -> None:
    simulator = landscape.simulator("transip")
    with httpx.Client(base_url=simulator.api_url, trust_env=False) as client:
        wrong = client.post(
            "/auth", json={"login": simulator.secrets["login"], "nonce": "n"}, headers={"Signature": "bm8="}
        )
        assert (wrong.status_code, wrong.json()) == (401, {"error": "The provided signature is invalid."})
        transip(simulator, client, read_only=True)
        looked = client.get("/domains")
        assert (looked.status_code, looked.headers["X-Rate-Limit-Limit"]) == (200, "1000")
        contacts = f"/domains/{people.OUR_DOMAIN}/contacts"
        assert client.put(contacts, json={"contacts": []}).status_code == 403
        assert len(simulator.rows("contacts")) == 3


def test_a_token_that_has_run_out_is_told_from_one_that_never_was(landscape: Landscape, moment: Moment) -> None:
    with client_of(landscape.simulator("transip")) as client:
        moment.pass_(86401)
        assert client.get("/domains").json() == {"error": "Your access token has expired."}
        client.headers["Authorization"] = "Bearer nothing"
        assert client.get("/domains").json() == {"error": "Your access token is invalid."}


def test_the_secrets_are_made_once_for_each_system_and_never_the_same(tmp_path: Path) -> None:
    with simulate("postnl", tmp_path / "a.sqlite") as first, simulate("postnl", tmp_path / "b.sqlite") as second:
        assert first.secrets["api_key"] != second.secrets["api_key"]
        kept = first.secrets
    with simulate("postnl", tmp_path / "a.sqlite") as again:
        assert again.secrets == kept


def test_looking_signing_in_and_writing_are_counted_apart(landscape: Landscape) -> None:
    simulator = landscape.simulator("google-analytics")
    with client_of(simulator) as client:
        client.post("/v1beta/properties/314159265:runReport", json={})
        after = simulator.calls().last
        client.post("/v1alpha/properties/314159265:submitUserDeletion", json={"clientId": "1.2"})
    assert (simulator.calls().writing, simulator.calls().reading) == (1, 2)
    assert simulator.calls(after).by_operation == {"user-deletion": 1}
    assert simulator.calls().most_in_a_minute == 2
