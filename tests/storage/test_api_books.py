"""The books of programs on both kinds of store: tokens, answers under a key, webhooks, what staff was told."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

from tests.storage.conftest import NOW, TODAY, a_request

from belofte.domain.api_token import ApiToken, Scope
from belofte.domain.request import RequestState
from belofte.domain.task import Task
from belofte.storage.store import SqlStore
from belofte.store_port import Wanted
from belofte.store_port.api_books import Delivery, DeliveryState, KeptAnswer, Webhook

MINUTE = timedelta(minutes=1)
OPEN = (RequestState.RECEIVED,)


def test_a_token_is_found_by_its_secret_and_lives_as_it_was_saved(store: SqlStore) -> None:
    token = ApiToken("tok-1", "portal", frozenset({Scope.RECEIVE, Scope.READ}), NOW, NOW + MINUTE, "acc-1")
    with store.transaction() as tx:
        tx.tokens.add("secret", token)
        tx.tokens.save(replace(token, revoked_at=NOW, used_at=NOW))
    with store.reading() as tx:
        assert tx.tokens.find("secret") == replace(token, revoked_at=NOW, used_at=NOW)
        assert tx.tokens.find("Secret") is None
        assert [one.id for one in tx.tokens.all()] == ["tok-1"]


def test_an_answer_is_begun_by_one_and_kept_for_its_question(store: SqlStore) -> None:
    begun: list[KeptAnswer | None] = []

    def begin() -> None:
        with store.transaction() as tx:
            begun.append(tx.answers.begin("tok-1", "k", "POST {}", NOW))

    threads = [threading.Thread(target=begin) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert begun.count(None) == 1
    assert begun.count(KeptAnswer(True, None, None)) == 3
    with store.transaction() as tx:
        tx.answers.end("tok-1", "k", 201, '{"reference": "B-7K3M-22Q"}')
        assert tx.answers.begin("tok-1", "k", "POST {}", NOW) == KeptAnswer(True, 201, '{"reference": "B-7K3M-22Q"}')
        other = tx.answers.begin("tok-1", "k", "POST other", NOW)
        assert other is not None
        assert not other.fits
        assert tx.answers.begin("tok-2", "k", "POST {}", NOW) is None
        assert tx.answers.purge(NOW + MINUTE) == 2


def a_hook(name: str = "crm") -> Webhook:
    return Webhook(f"hook-{name}", name, "https://crm.example/in", b"s" * 32, NOW, 0, 0)


def a_delivery(number: int) -> Delivery:
    return Delivery(
        f"msg-{number}", "hook-crm", number, "request.received", NOW, NOW, {"right": "access"}, f"case-{number}"
    )


def test_an_event_is_queued_once_and_claimed_by_one(store: SqlStore) -> None:
    with store.transaction() as tx:
        assert tx.webhooks.add(a_hook())
        assert not tx.webhooks.add(replace(a_hook(), id="hook-2"))
        assert tx.webhooks.queue([a_delivery(1), a_delivery(2)]) == 2
        assert tx.webhooks.queue([replace(a_delivery(1), id="msg-again"), a_delivery(3)]) == 1
        assert tx.webhooks.all() == [a_hook()]
    with store.transaction() as tx:
        first = tx.webhooks.claim(NOW, NOW + MINUTE, 2)
        assert [one.number for one in first] == [1, 2]
        assert [one.number for one in tx.webhooks.claim(NOW, NOW + MINUTE, 2)] == [3]
        tx.webhooks.save(replace(first[0], state=DeliveryState.DEAD, attempts=3, status=500))
    with store.transaction() as tx:
        assert [one.number for one in tx.webhooks.claim(NOW + MINUTE, NOW + 2 * MINUTE, 9)] == [2, 3]
        assert [one.number for one in tx.webhooks.of("hook-crm", DeliveryState.DEAD)] == [1]
        assert tx.webhooks.again("hook-crm", NOW) == 1
        assert tx.webhooks.again("hook-crm", NOW, above=1) == 2
        assert tx.webhooks.of("hook-crm")[0].data == {"right": "access"}


def test_two_senders_share_the_work(store: SqlStore) -> None:
    with store.transaction() as tx:
        tx.webhooks.add(a_hook())
        tx.webhooks.queue([a_delivery(number) for number in range(40)])
    got: list[int] = []

    def claim() -> None:
        with store.transaction() as tx:
            got.extend(one.number for one in tx.webhooks.claim(NOW, NOW + MINUTE, 10))

    threads = [threading.Thread(target=claim) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == len(set(got))
    assert set(got) <= set(range(40))


def test_what_was_told_is_not_told_again(store: SqlStore) -> None:
    cases = [f"case-{n}" for n in range(3)]
    store.open_cases([*cases, "staff"])
    with store.transaction() as tx:
        for n, case in enumerate(cases):
            request = replace(a_request(case), work_by=TODAY + timedelta(days=n))
            tx.requests.add(request, f"B-0000-00{n}")
        tx.tasks.add([Task("task-1", "choose", NOW), Task("task-2", "choose", NOW, due_at=NOW)])
        tx.events.add("request.taken", "case-1", NOW + MINUTE)
        tx.events.add("request.soon", "case-2", NOW + MINUTE)
    with store.transaction() as tx:
        assert [r.id for r in tx.told.requests("new", Wanted(OPEN), 9)] == cases
        tx.told.note("new", [(cases[0], cases[0]), ("task-1", None)], NOW)
        tx.told.note("new", [(cases[0], cases[0])], NOW)
        assert [r.id for r in tx.told.requests("new", Wanted(OPEN), 9)] == cases[1:]
        near = Wanted(OPEN, worked_before=TODAY + timedelta(days=1))
        assert [r.id for r in tx.told.requests("soon", near, 9)] == cases[:1]
        assert [t.id for t in tx.told.tasks("new", 9)] == ["task-2"]
        assert [t.id for t in tx.told.tasks("overdue", 9, due_before=NOW + MINUTE)] == ["task-2"]
        assert tx.told.quiet(cases, NOW, ["request.soon"]) == {"case-0", "case-2"}


def test_the_next_page_begins_where_the_last_one_ended(store: SqlStore) -> None:
    days = [TODAY, TODAY, TODAY + timedelta(days=1), None, None]
    cases = [f"case-{n}" for n in range(len(days))]
    store.open_cases(cases)
    with store.transaction() as tx:
        for n, (case, day) in enumerate(zip(cases, days, strict=True)):
            tx.requests.add(replace(a_request(case), work_by=day), f"B-0000-00{n}")
    with store.reading() as tx:
        for n, (case, day) in enumerate(zip(cases, days, strict=True)):
            rest = tx.queue.page(Wanted(OPEN, after=(day, case)), 9)
            assert [request.id for request in rest] == cases[n + 1 :]
        gone = tx.queue.page(Wanted(OPEN, after=(TODAY, "case-that-was-closed")), 9)
        assert {request.id for request in gone} == set(cases), "nothing is skipped, at worst one day is told twice"
