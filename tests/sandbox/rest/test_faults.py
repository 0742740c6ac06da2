"""What can be broken at a simulated vendor, and that it breaks the same way for the same seed."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import httpx
import pytest
from tests.sandbox.rest.moments import Moment
from tests.sandbox.rest.signed_in import client_of, exact

from belofte.sandbox.landscape import Landscape
from belofte.sandbox.rest.faults import FAULTS, NoSuchFault, read_fault
from belofte.sandbox.rest.simulator import Simulator, simulate
from belofte.sandbox.seeds import exact_online, mailchimp, microsoft365

ANNA = "anna@dvries.example"


def test_too_many_carries_the_vendors_headers_and_is_over_after_its_times(landscape: Landscape) -> None:
    simulator = landscape.simulator("microsoft365")
    with client_of(simulator) as client:
        simulator.break_("429,times=2,on=messages")
        path = f"/users/{microsoft365.DESK}/messages"
        refused = [client.get(path) for _ in range(2)]
        assert [answer.status_code for answer in refused] == [429, 429]
        assert refused[0].headers["Retry-After"] == "1"
        assert refused[0].json()["error"]["code"] == "ApplicationThrottled"
        assert client.get(path).status_code == 200
        assert simulator.calls().struck == {"429": 2}


def test_one_fifth_of_the_calls_fail_the_same_ones_each_time(tmp_path: Path) -> None:
    def failing(name: str, seed: int) -> list[int]:
        with simulate("mailchimp", tmp_path / f"{name}.sqlite") as simulator, client_of(simulator) as client:
            simulator.break_(f"500,chance=0.2,seed={seed}")
            return [client.get("/ping").status_code for _ in range(60)]

    first, again, other = failing("a", 1), failing("b", 1), failing("c", 2)
    assert first == again != other
    assert 5 <= first.count(500) <= 20
    assert set(first) == {200, 500}


def test_a_lost_answer_was_carried_out(landscape: Landscape) -> None:
    simulator = landscape.simulator("mailchimp")
    path = f"/lists/{mailchimp.NEWSLETTER}/members/{mailchimp.digest(ANNA)}"
    with client_of(simulator) as client:
        simulator.break_("lost-answer,times=1,on=delete-permanent")
        with pytest.raises(httpx.TransportError):
            client.post(f"{path}/actions/delete-permanent")
        assert simulator.rows("members", list_id=mailchimp.NEWSLETTER, email_address=ANNA) == []
        assert client.get(path).status_code == 404


def test_down_carries_nothing_out_and_mending_ends_it(landscape: Landscape) -> None:
    simulator = landscape.simulator("mailchimp")
    path = f"/lists/{mailchimp.NEWSLETTER}/members/{mailchimp.digest(ANNA)}"
    with client_of(simulator) as client:
        simulator.break_("down")
        with pytest.raises(httpx.TransportError):
            client.post(f"{path}/actions/delete-permanent")
        assert simulator.mend("down") == 1
        assert client.get(path).json()["email_address"] == ANNA


def test_what_is_deleted_late_is_seen_until_its_time(landscape: Landscape, moment: Moment) -> None:
    simulator = landscape.simulator("mailchimp")
    path = f"/lists/{mailchimp.NEWSLETTER}/members/{mailchimp.digest(ANNA)}"
    with client_of(simulator) as client:
        simulator.break_("late,seconds=30,times=1,on=delete-permanent")
        assert client.post(f"{path}/actions/delete-permanent").status_code == 204
        assert client.get(path).status_code == 200
        assert client.post(f"{path}/actions/delete-permanent").status_code == 404
        moment.pass_(31)
        assert client.get(path).status_code == 404


def test_half_pages_still_lead_to_every_row(landscape: Landscape) -> None:
    simulator = landscape.simulator("exact-online")
    wanted, seen = len(simulator.rows("accounts")), list[str]()
    with client_of(simulator) as client:
        simulator.break_("half-page,chance=0.5")
        path: str | None = f"/api/v1/{exact_online.DIVISION}/crm/Accounts"
        while path:
            page = client.get(path).json()["d"]
            seen += [row["ID"] for row in page["results"]]
            path = page.get("__next")
    assert len(seen) == len(set(seen)) == wanted


def test_a_wrong_type_and_a_cut_answer_are_no_data(landscape: Landscape) -> None:
    simulator = landscape.simulator("mailchimp")
    with client_of(simulator) as client:
        simulator.break_("wrong-type,times=1")
        page = client.get("/lists")
        assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html")
        simulator.break_("cut-off,times=1")
        with pytest.raises(httpx.RemoteProtocolError):
            client.get("/lists")
        assert client.get("/lists").status_code == 200


def test_slow_is_slow(landscape: Landscape) -> None:
    simulator = landscape.simulator("mailchimp")
    with client_of(simulator) as client:
        simulator.break_("slow,seconds=0.3,times=1")
        began = time.monotonic()
        client.get("/ping")
        assert time.monotonic() - began >= 0.3


def test_after_an_expired_token_signing_in_helps(landscape: Landscape) -> None:
    simulator = landscape.simulator("exact-online")
    with client_of(simulator) as client:
        simulator.break_("expired-token,times=1")
        path = f"/api/v1/{exact_online.DIVISION}/crm/Accounts"
        assert [client.get(path).status_code for _ in range(2)] == [401, 401]
        newest = simulator.state.database.execute("SELECT token FROM tokens WHERE kind = 'refresh' AND NOT used")
        assert exact(simulator, client, newest.fetchone()[0]).status_code == 200
        assert client.get(path).status_code == 200


def test_a_hold_keeps_what_was_purged(landscape: Landscape, moment: Moment) -> None:
    simulator = landscape.simulator("microsoft365")
    free, held = (row["id"] for row in simulator.rows("messages")[:2])
    with client_of(simulator) as client:
        client.post(f"/users/{microsoft365.DESK}/messages/{free}/permanentDelete")
        simulator.break_("hold")
        client.post(f"/users/{microsoft365.DESK}/messages/{held}/permanentDelete")
    assert {row["id"] for row in simulator.waiting("purges")} == {free, held}
    moment.pass_(15 * 86400)
    assert {row["id"] for row in simulator.waiting("purges")} == {held}


def test_a_running_server_sees_a_switch_of_another_process_at_once(landscape: Landscape) -> None:
    simulator = landscape.simulator("mailchimp")
    elsewhere = Simulator("mailchimp", simulator.state.path)
    with client_of(simulator) as client:
        assert client.get("/ping").status_code == 200
        elsewhere.break_("500")
        assert client.get("/ping").status_code == 500
        assert elsewhere.mend() == 1
        assert client.get("/ping").status_code == 200
    elsewhere.state.close()


@pytest.mark.parametrize("written", ["fire", "500,chance=often", "429,when=now", ""])
def test_a_fault_that_is_none_is_refused_with_what_there_is(written: str) -> None:
    with pytest.raises(NoSuchFault):
        read_fault(written)


def test_every_fault_says_what_it_does() -> None:
    assert all(read_fault(name).name == name and says for name, says in FAULTS.items())


def test_many_at_once_lose_no_row_and_are_counted(landscape: Landscape) -> None:
    simulator = landscape.simulator("exact-online")
    with client_of(simulator) as client:
        path, answers = f"/api/v1/{exact_online.DIVISION}/crm/Accounts", list[int]()

        def add(number: int) -> None:
            answers.append(client.post(path, json={"Name": f"N {number}"}).status_code)

        threads = [threading.Thread(target=add, args=(number,)) for number in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == [201] * 12
    assert len([row for row in simulator.rows("accounts") if str(row["Name"]).startswith("N ")]) == 12
    assert simulator.calls().writing == 12
