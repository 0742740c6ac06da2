"""A portal and the office's own programs: register, follow, look at, decide; what is refused and how it is said."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from tests.api.conftest import MIEKE, Api
from tests.rights.keeping import add_archive
from tests.worlds import carry_out

from belofte.domain.account import Role
from belofte.domain.api_token import Scope
from belofte.domain.task import TaskState
from belofte.procedures.programs.tokens_desk import Tokens
from belofte.procedures.sign_in.accounts_desk import Accounts

STRANGER = "niemand@nergens.example"


def receive(api: Api, token: str, **more: object) -> str:
    body = {"right": "access", "address": api.asks(), **more}
    answer = api.post("/requests", token, body)
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == f"/api/v1/requests/{answer.json()['reference']}"
    return answer.json()["reference"]


def test_a_request_over_the_api_is_confirmed_by_its_person_like_any_other(api: Api) -> None:
    token = api.token(Scope.RECEIVE)
    reference = receive(api, token)
    status = api.get(f"/requests/{reference}/status", token).json()["status"]
    assert (status["state"], status["waiting"]) == ("received", "confirmation")
    api.belofte.work.tend()
    assert api.belofte.public.confirm(api.world.link_for(api.asks())) == "open"
    assert api.get(f"/requests/{reference}/status", token).json()["status"]["state"] == "planned"


def test_a_portal_where_the_person_is_signed_in_vouches_for_them(api: Api) -> None:
    token = api.token(Scope.RECEIVE, Scope.ASSERT_IDENTITY, Scope.READ, name="mijn-omgeving")
    reference = receive(api, token, identity_asserted=True)
    api.belofte.work.tend()
    case = api.get(f"/requests/{reference}", token).json()["case"]
    assert case["row"]["state"] == "planned"
    assert (case["about"]["identified_by"], case["about"]["asserted_by"]) == ("portal", "mijn-omgeving")
    with api.belofte.parts.store.reading() as tx:
        assert tx.requests.by_reference(reference).course.asserted_by == "mijn-omgeving"
    letters = api.world.letters_to(api.asks())
    assert not any("/l/" in letter for letter in letters), "no link: it is settled who asks"
    assert letters, "the owner of the address hears of it"


def test_the_list_gives_what_must_be_answered_before_a_day(api: Api) -> None:
    """Page after page too: the cursor keeps to what was asked for."""
    token = api.token(Scope.RECEIVE, Scope.READ)
    today = api.belofte.parts.now()
    made = [receive(api, token, received_at=(today - timedelta(days=days)).isoformat()) for days in (20, 10, 0)]
    rows = {row["reference"]: row["due"] for row in api.get("/requests", token).json()["requests"]}
    assert set(rows) == set(made)

    def before(day: str, **more: int) -> list[str]:
        found = api.get("/requests", token, due_before=day, **more)
        assert found.status_code == 200, found.text
        return [row["reference"] for row in found.json()["requests"]]

    assert before(rows[made[2]]) == made[:2], "before the day, not on it"
    assert before(rows[made[0]]) == []
    assert before(rows[made[2]], limit=1) == made[:1]
    wrong = api.get("/requests", token, due_before="soon")
    assert wrong.status_code == 400
    assert "due_before" in wrong.text
    (listed,) = [one for one in _operation(api, "/requests", "get")["parameters"] if one["name"] == "due_before"]
    assert (listed["schema"]["format"], listed["required"]) == ("date", False)


def _operation(api: Api, path: str, verb: str) -> dict[str, Any]:
    document = api.client.get("/api/v1/openapi.json").json()
    return document["paths"][f"/api/v1{path}"][verb]


def test_a_portal_vouches_for_no_address_that_no_system_held(api: Api) -> None:
    token = api.token(Scope.RECEIVE, Scope.ASSERT_IDENTITY)
    body = {"right": "access", "address": STRANGER, "identity_asserted": True}
    answer = api.post("/requests", token, body)
    assert answer.status_code == 409
    assert STRANGER not in answer.text
    assert api.post("/requests", token, {**body, "identity_asserted": False}).status_code == 201


@pytest.mark.parametrize(
    "holds",
    [
        "INSERT INTO tickets(email, subject) VALUES (:it, 'a question')",
        "UPDATE customers SET email = :it, email_since = '2999-01-01T00:00:00Z' WHERE customer_no = :no",
        "UPDATE customers SET email = :it, email_since = NULL WHERE customer_no = :no",
    ],
)
def test_a_portal_vouches_for_no_address_that_is_new(api: Api, holds: str) -> None:
    """Held somewhere is not known: a question was once asked from it, or nobody can say since when it is there."""
    number = api.world.made.number_of(api.asks())
    with closing(sqlite3.connect(api.world.made.home.sandbox / "crm.sqlite")) as crm, crm:
        crm.execute(holds, {"it": STRANGER, "no": number})
    body = {"right": "access", "address": STRANGER, "identity_asserted": True}
    answer = api.post("/requests", api.token(Scope.RECEIVE, Scope.ASSERT_IDENTITY), body)
    assert (answer.status_code, "before the request came" in answer.text) == (409, True)


def test_a_portal_vouches_for_no_mandate(api: Api) -> None:
    token = api.token(Scope.RECEIVE, Scope.ASSERT_IDENTITY)
    body = {"right": "access", "address": api.asks(), "identity_asserted": True, "represents": "agent"}
    assert api.post("/requests", token, body).status_code == 400


def test_vouching_needs_its_own_scope(api: Api) -> None:
    body = {"right": "access", "address": api.asks(), "identity_asserted": True}
    answer = api.post("/requests", api.token(Scope.RECEIVE), body)
    assert answer.status_code == 403
    assert answer.json()["remedy"] == "it needs the scope assert-identity"


def test_a_plan_is_approved_in_the_name_of_the_tokens_account(api: Api) -> None:
    reference = receive(api, api.token(Scope.RECEIVE, Scope.ASSERT_IDENTITY), right="erasure", identity_asserted=True)
    api.belofte.work.tend()
    tool = api.decider()
    fresh = api.post(f"/requests/{reference}/plan", tool).json()["plan"]
    answer = api.post(f"/requests/{reference}/approve", tool, {"plan": fresh["id"]})
    assert answer.status_code == 200, answer.text
    assert answer.json()["case"]["approved"]
    with api.belofte.parts.store.reading() as tx:
        assert tx.requests.by_reference(reference).approved_by == MIEKE


def test_another_plan_than_the_newest_is_not_approved(api: Api) -> None:
    reference = receive(api, api.token(Scope.RECEIVE, Scope.ASSERT_IDENTITY), right="erasure", identity_asserted=True)
    api.belofte.work.tend()
    answer = api.post(f"/requests/{reference}/approve", api.decider(), {"plan": "p-0000"})
    assert answer.status_code == 409
    assert answer.json()["type"] == "/api/v1/problems#refused"


def test_a_decision_stops_with_the_account_it_is_by(api: Api) -> None:
    reference = receive(api, api.token(Scope.RECEIVE))
    tool = api.decider()
    api.belofte.desk(Accounts).disable(MIEKE)
    assert api.post(f"/requests/{reference}/stop", tool).status_code == 409
    assert api.get(f"/requests/{reference}", tool).json()["case"]["row"]["state"] == "received"


def test_staff_may_stop_and_not_refuse(api: Api) -> None:
    reference = receive(api, api.token(Scope.RECEIVE))
    tool = api.decider(Role.STAFF)
    refused = api.post(f"/requests/{reference}/refuse", tool, {"ground": "Art. 15(4) GDPR"})
    assert refused.status_code == 409
    assert api.post(f"/requests/{reference}/stop", tool).json()["case"]["row"]["state"] == "stopped"


def test_a_refusal_needs_its_article(api: Api) -> None:
    reference = receive(api, api.token(Scope.RECEIVE))
    tool = api.decider()
    assert api.post(f"/requests/{reference}/refuse", tool, {"ground": "we would rather not"}).status_code == 409
    done = api.post(f"/requests/{reference}/refuse", tool, {"ground": "Art. 15(4) GDPR"})
    assert done.json()["case"]["row"]["state"] == "refused"


def test_pages_go_on_where_the_last_one_ended_though_the_queue_changes(api: Api) -> None:
    token = api.token(Scope.RECEIVE, Scope.READ)
    made = [receive(api, token, address=f"{n}@post.example") for n in range(7)]
    first = api.get("/requests", token, limit=3)
    seen = [row["reference"] for row in first.json()["requests"]]
    api.belofte.office.stop(seen[0], MIEKE)  # it leaves the queue between the pages
    api.belofte.office.stop(seen[2], MIEKE)  # and so does the very last one that was shown
    link = first.headers.get("Link")
    while link:
        page = api.client.get(link[1 : link.index(">")] + "&limit=3", headers={"Authorization": f"Bearer {token}"})
        assert page.status_code == 200, page.text
        seen += [row["reference"] for row in page.json()["requests"]]
        link = page.headers.get("Link")
    assert seen == made


@pytest.mark.parametrize("cursor", ["x", "bnVsbA==", "WyJ4IiwgInkiXQ==", "WzEsIDJd", "W10="])
@pytest.mark.parametrize("path", ["/requests", "/tasks", "/register"])
def test_a_cursor_that_was_never_given_out_is_told(api: Api, path: str, cursor: str) -> None:
    answer = api.get(path, api.token(Scope.READ), cursor=cursor)
    assert answer.status_code in (200, 400) if path != "/requests" else answer.status_code == 400


def test_what_is_not_there_is_not_found(api: Api) -> None:
    tool = api.decider()
    assert api.get("/requests/B-0000-000", tool).status_code == 404
    assert api.post("/requests/B-0000-000/stop", tool).status_code == 404
    assert api.get("/tasks/task-none", tool).status_code == 404
    assert api.client.get("/api/v1/nothing").json()["status"] == 404
    assert api.client.put("/api/v1/requests").headers["content-type"] == "application/problem+json"


def test_the_other_books(api: Api) -> None:
    tool = api.decider()
    receive(api, api.token(Scope.RECEIVE))
    api.belofte.work.tend()
    register = api.get("/register", tool).json()
    assert (register["rows"], register["complete"]) == ([], True)
    assert api.get("/register", tool, period="soon").status_code == 400
    assert api.get("/verdicts", tool).json()["schema"] == "belofte.check/1"
    due = api.get("/due", tool, received="2026-03-06", right="access").json()
    assert due["received"] == "2026-03-06"
    assert due["reasons"]["law_due"]
    assert api.get("/due", tool).status_code == 400
    assert api.get("/due", tool, received="1850-01-01").status_code == 400


def test_tasks_are_listed_shown_and_done_by_the_tokens_account(api: Api) -> None:
    tool = api.decider()
    token = api.token(Scope.RECEIVE)
    receive(api, token, represents="parent")
    tasks = api.get("/tasks", tool).json()["tasks"]
    assert [task["kind"] for task in tasks] == ["mandate"] or tasks
    task = tasks[0]["id"]
    assert api.get(f"/tasks/{task}", tool).json()["reference"].startswith("B-")
    assert api.post(f"/tasks/{task}/done", tool).json()["task"]["done_by"] == MIEKE
    assert api.post(f"/tasks/{task}/done", tool).status_code == 409


def test_the_json_is_the_one_of_the_command_line(api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    import json

    from belofte.cli.main import run

    token = api.token(Scope.RECEIVE, Scope.READ)
    reference = receive(api, token)
    policy = ["--policy", str(api.world.made.home.policy), "--json"]
    for path, words in (
        ("/requests", ["request", "list"]),
        (f"/requests/{reference}", ["request", "show", reference]),
        ("/tasks", ["task", "list"]),
        ("/register", ["register"]),
        ("/due?received=2026-03-06", ["due", "--received", "2026-03-06"]),
    ):
        capsys.readouterr()
        assert run([*words, *policy]) == 0
        printed = json.loads(capsys.readouterr().out)
        assert api.client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"}).json() == printed


class TestTokens:
    def test_without_one_nothing_opens_and_a_wrong_one_is_not_repeated(self, api: Api) -> None:
        assert api.get("/requests").status_code == 401
        answer = api.get("/requests", "belofte_wrong")
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
        assert "belofte_wrong" not in answer.text

    def test_it_opens_its_scopes_and_nothing_else(self, api: Api) -> None:
        assert api.get("/requests", api.token(Scope.RECEIVE)).status_code == 403
        assert api.post("/requests", api.token(Scope.READ), {}).status_code == 403
        assert api.get("/requests", api.token(Scope.CALENDAR)).status_code == 403

    def test_it_ends_on_its_day_and_when_it_is_taken_back(self, api: Api) -> None:
        token, other = api.token(Scope.READ, days=10), api.token(Scope.READ, name="other", days=10)
        assert api.get("/requests", token).status_code == 200
        api.belofte.desk(Tokens).revoke("other")
        assert api.get("/requests", other).status_code == 401
        api.clock.forward(days=10)
        assert api.get("/requests", token).status_code == 401

    def test_the_secret_is_nowhere_in_the_store(self, api: Api) -> None:
        token = api.token(Scope.READ)
        assert api.get("/requests", token).status_code == 200
        stored = b"".join(file.read_bytes() for file in api.belofte.home.data.glob("store.sqlite*"))
        assert token.encode() not in stored
        assert token.removeprefix("belofte_").encode() not in stored

    def test_it_may_call_so_often_in_a_minute(self, api: Api) -> None:
        token = api.token(Scope.READ)
        api.clock.moment = api.clock.moment.replace(second=1)
        most = api.belofte.settings.api_per_minute
        codes = {
            api.client.get("/api/v1/due", headers={"Authorization": f"Bearer {token}"}).status_code for _ in range(most)
        }
        assert codes == {400}
        answer = api.get("/tasks", token)
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "59")
        assert api.get("/tasks", api.token(Scope.READ, name="other")).status_code == 200
        api.clock.forward(seconds=60)
        assert api.get("/tasks", token).status_code == 200

    def test_a_session_of_the_office_opens_nothing_here(self, api: Api) -> None:
        api.client.cookies.set("belofte-office", "anything")
        assert api.get("/requests").status_code == 401

    def test_one_that_decides_is_made_for_an_account(self, api: Api) -> None:
        desk, until = api.belofte.desk(Tokens), api.clock.now() + timedelta(days=1)
        for scopes, by in (([Scope.DECIDE], ""), ([Scope.READ], MIEKE), ([Scope.DECIDE], "nobody"), ([], "")):
            with pytest.raises(Exception, match=r"name|nobody|account|scope"):
                desk.create("x", scopes, until, by)


def paper_task(api: Api, right: str) -> str:
    """A request that waits for who looks into the paper archive; the id of that task."""
    add_archive(api.world, contact="")
    api.belofte.reload()
    reference = receive(api, api.token(Scope.RECEIVE, Scope.ASSERT_IDENTITY), right=right, identity_asserted=True)
    api.belofte.work.tend()
    plan = api.belofte.office.show(reference).plan
    assert plan is not None
    api.belofte.office.read(reference, MIEKE)
    api.belofte.office.approve(reference, plan.id, MIEKE)
    carry_out(api.belofte)
    with api.belofte.parts.store.reading() as tx:
        (task,) = [one.id for one in tx.tasks.in_state(TaskState.OPEN) if one.system == "archive"]
    return task


def test_how_work_by_hand_ended_is_said_with_its_numbers(api: Api) -> None:
    """The receipt holds what the person counted."""
    tool, task = api.decider(), paper_task(api, "erasure")
    wrong = api.post(f"/tasks/{task}/done", tool, {"outcome": "perhaps"})
    assert wrong.status_code == 400, "an outcome nobody knows"
    alone = api.post(f"/tasks/{task}/done", tool, {"outcome": "refused"})
    assert alone.status_code == 400, "refused needs its reasons"
    both = api.post(f"/tasks/{task}/done", tool, {"outcome": "nothing-there", "counts": [{"count": 2}]})
    assert both.status_code == 400, "nothing there cannot be counted"
    assert api.get(f"/tasks/{task}", tool).json()["task"]["state"] == "open"
    done = api.post(f"/tasks/{task}/done", tool, {"counts": [{"count": 2}], "words": "blue folder"})
    assert (done.status_code, done.json()["task"]["done_by"]) == (200, MIEKE), done.text
    case = api.get(f"/requests/{done.json()['reference']}", tool).json()["case"]
    (receipt,) = [one for one in case["receipts"] if one["system"] == "archive"]
    assert [line["planned"] for line in receipt["lines"]] == [2]
