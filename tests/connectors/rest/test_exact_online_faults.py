"""Exact Online when things go wrong: its limits, its error budget, refresh tokens that work once, lost answers."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.connectors.rest.books import (
    ANNA,
    BRAM,
    RECORDS,
    Books,
    account,
    digest,
    guid,
    opened_books,
    planned,
    whole_life,
)

from belofte.domain.identity import Identifier
from belofte.domain.plan import Decision, Outcome
from belofte.domain.promise import Reach
from belofte.domain.system_map import Verb
from belofte.ports import Ask, Order, OrderLine, SystemUnreachable
from belofte.sandbox.rest.faults import switched_on


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    with opened_books(tmp_path) as made:
        yield made


def test_the_limit_a_minute_is_never_passed(books: Books) -> None:
    for n in range(300):
        account(books.vendor, f"klant{n}@klanten.example", f"Klant {n}", n)
    connector = books.connector()
    for n in range(20):  # a few people are asked for by filters: twenty times more than a minute's calls
        assert len(list(connector.find([Ask("r", (Identifier("email", "", f"klant{n}@klanten.example"),))]))) == 1
    calls = books.vendor.calls()
    assert calls.total > 120
    assert calls.most_in_a_minute <= 60
    assert 429 not in calls.by_status
    assert books.pause.waited >= 60


def test_the_connector_stops_at_half_of_the_errors_that_would_lock_it_out(books: Books) -> None:
    for n in range(12):
        key = account(books.vendor, f"klant{n}@klanten.example", f"Klant {n}", n)
        elsewhere = {"Account": key, "Division": 4711}  # where the sign-in may not look: each deletion will be refused
        books.vendor.put("receivables", [elsewhere])
    connector = books.connector()
    orders = [planned(connector, Identifier("email", "", f"klant{n}@klanten.example"), str(n)) for n in range(12)]
    one_by_one = [result.outcome for order in orders for result in connector.erase([order])]
    assert one_by_one == [Outcome.DONE] * 12, "what may not be deleted is emptied, and so is what is not tried any more"
    assert books.vendor.calls().by_status[400] == 5
    books.clock.at += timedelta(minutes=61)
    assert [r.outcome for r in connector.erase(orders)] == [Outcome.DONE] * 12
    assert 429 not in books.vendor.calls().by_status


def test_one_token_lasts_its_time_and_no_second_is_asked_before_the_vendor_gives_it(books: Books) -> None:
    connector = books.connector()
    for _ in range(9):
        connector.fingerprint()
        books.clock.at += timedelta(seconds=62)
    assert books.vendor.calls().by_operation["sign-in"] == 1
    books.clock.at += timedelta(seconds=62)
    connector.fingerprint()
    assert books.vendor.calls().by_operation["sign-in"] == 2
    assert 400 not in books.vendor.calls().by_status


def test_a_token_that_the_vendor_takes_back_is_waited_for_and_not_fought_over(books: Books) -> None:
    connector = books.connector()
    connector.fingerprint()
    books.clock.at += timedelta(seconds=61)
    with books.vendor.state.writing() as database:
        database.execute("DELETE FROM tokens WHERE kind = 'access'")
    with pytest.raises(SystemUnreachable) as raised:
        connector.fingerprint()
    assert raised.value.transient
    assert books.vendor.calls().by_operation["sign-in"] == 1
    books.clock.at += timedelta(seconds=571)
    assert connector.fingerprint()


@pytest.mark.parametrize(("fault", "transient"), [("no-right", False), ("refused", False), ("429", True)])
def test_a_sign_in_that_is_refused_is_no_vendor_that_wants_fewer_calls(
    books: Books, fault: str, transient: bool
) -> None:
    """Only a word of the vendor's own may mean "too soon"; an error in another form asks for a person."""
    books.vendor.break_(f"{fault},on=sign-in")
    with pytest.raises(SystemUnreachable) as raised:
        books.connector().fingerprint()
    assert raised.value.transient is transient
    assert ("belofte connect" in raised.value.remedy) is not transient, raised.value.why


@pytest.mark.parametrize("fault", ["no-right", "refused", "429"])
def test_a_renewal_that_was_refused_is_not_told_as_one_that_was_cut_off(books: Books, fault: str) -> None:
    """The vendor answered: nothing is lost, and the refresh token works once the vendor takes it again."""
    books.connector().fingerprint()
    books.clock.at += timedelta(seconds=600)
    for broken in (fault, "refused"):
        books.vendor.break_(f"{broken},on=sign-in")
        with pytest.raises(SystemUnreachable) as raised:
            books.connector().fingerprint()
        books.vendor.mend()
    assert raised.value.why == "exact does not accept our sign-in."
    assert books.connector().fingerprint()


def test_a_token_that_would_run_out_while_a_call_waits_for_its_minute_is_renewed_first(books: Books) -> None:
    account(books.vendor, "anna@dvries.example", "Anna de Vries", 1001)
    connector = books.connector()
    connector.fingerprint()
    books.clock.at += timedelta(seconds=540)
    for _ in range(20):
        assert list(connector.find([Ask("r", (ANNA,))]))
    calls = books.vendor.calls()
    assert books.pause.waited >= 60, "the token ran out while calls waited"
    assert (calls.by_status[200], calls.by_operation["sign-in"]) == (calls.total, 2), "and no call was refused for it"


def test_a_token_that_another_process_has_renewed_is_not_thrown_away(books: Books) -> None:
    first, second = books.connector(), books.connector()
    first.fingerprint()
    second.fingerprint()
    books.clock.at += timedelta(seconds=575)
    with books.vendor.state.writing() as database:
        database.execute("DELETE FROM tokens WHERE kind = 'access'")
    first.fingerprint()
    assert second.fingerprint(), "its own token is refused; the one that was renewed meanwhile is not"
    assert books.vendor.calls().by_operation["sign-in"] == 2


def test_killed_between_the_vendor_s_answer_and_the_disk_a_person_is_told_why_and_what_to_do(books: Books) -> None:
    """A refresh token works once: the vendor gave the next one to a process that was gone."""
    books.connector().fingerprint()
    kept = books.folder / "kept" / "sign-in.json"
    used_up = json.loads(kept.read_text())["refresh"]
    books.clock.at += timedelta(seconds=600)
    books.vendor.break_("slow,seconds=2,on=sign-in")
    held = books.vendor.secrets
    secrets = {"file:id": held["client_id"], "file:secret": held["client_secret"], "file:token": held["refresh_token"]}
    told = [str(books.folder / "policy"), str(kept.parent), str(books.clock.seconds()), json.dumps(secrets)]
    process = subprocess.Popen([sys.executable, str(Path(__file__).with_name("renewing.py")), *told])
    _until(lambda: any(fault.done for fault in switched_on(books.vendor.state)))  # the vendor has the question
    assert "asked" in json.loads(kept.read_text())
    process.kill()
    assert process.wait() != 0
    _until(lambda: books.vendor.calls().by_operation["sign-in"] == 2)
    books.vendor.mend()
    with pytest.raises(SystemUnreachable) as soon:
        books.connector().fingerprint()
    assert soon.value.transient, "the vendor gives nobody a token yet, so nothing is lost yet either"
    books.clock.at += timedelta(seconds=600)
    for _ in range(2):
        with pytest.raises(SystemUnreachable) as raised:
            books.connector().fingerprint()
        assert not raised.value.transient
        assert raised.value.why == "A renewal of our sign-in at exact was cut off, and what it brought is lost."
        assert raised.value.remedy == "Sign in again: belofte connect exact."
        assert used_up not in f"{raised.value.why} {raised.value!r}"


def test_a_renewal_whose_answer_got_lost_is_no_end_where_the_vendor_had_not_given_it(books: Books) -> None:
    books.connector().fingerprint()
    books.clock.at += timedelta(seconds=600)
    books.vendor.break_("down,on=sign-in")
    with pytest.raises(SystemUnreachable):
        books.connector().fingerprint()
    books.vendor.mend()
    assert books.connector().fingerprint()
    assert "asked" not in json.loads((books.folder / "kept" / "sign-in.json").read_text())


def _until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_without_any_sign_in_a_person_is_asked_and_nothing_is_called(books: Books) -> None:
    with pytest.raises(SystemUnreachable) as raised:
        books.connector(token=False).fingerprint()
    assert raised.value.remedy.startswith("Where a person signs in: belofte connect exact.")
    assert books.vendor.calls().total == 0


def test_a_change_whose_answer_was_lost_is_looked_up(books: Books) -> None:
    whole_life(books.vendor)
    connector, before = books.connector(), digest(books.vendor)
    order = planned(connector, ANNA)
    books.vendor.break_("lost-answer,times=2,on=delete", "lost-answer,times=1,on=put")
    assert [r.outcome for r in connector.erase([order])] == [Outcome.MANUAL]
    assert digest(books.vendor) == before
    assert books.vendor.holds("anna@dvries.example") == []


def test_with_a_fifth_of_the_calls_broken_every_erasure_ends_right(books: Books) -> None:
    for n in range(25):
        key = account(books.vendor, f"klant{n}@klanten.example", f"Klant {n}", n)
        if n % 2:
            books.vendor.put("sales_invoices", [{"InvoiceID": guid("bill", n), "InvoiceTo": key, "AmountDC": n}])
    connector = books.connector()
    who = [Identifier("email", "", f"klant{n}@klanten.example") for n in range(25)]
    orders = {i.value: planned(connector, i, i.value) for i in who}
    bills = books.vendor.rows("sales_invoices")
    for fault in ("500,chance=0.1", "429,chance=0.05", "lost-answer,chance=0.05,on=delete"):
        books.vendor.break_(fault)
    waiting = dict(orders)
    for _ in range(30):
        try:
            for result in connector.erase(list(waiting.values())):
                assert result.problem is None or result.problem.transient
                if result.outcome is Outcome.DONE:
                    del waiting[result.request]
        except SystemUnreachable as away:
            assert away.transient
            books.clock.at += timedelta(minutes=10)
        if not waiting:
            break
    assert not waiting
    books.vendor.mend()
    books.clock.at += timedelta(minutes=61)
    assert [r.outcome for r in connector.read_back(list(orders.values()))] == [Outcome.DONE] * 25
    assert len(books.vendor.rows("accounts")) == 12
    assert books.vendor.rows("sales_invoices") == bills
    assert sum(books.vendor.calls().struck.values()) > 10


def test_t_82_what_cannot_be_reached_is_unreachable_and_nothing_else(books: Books) -> None:
    """T-82: a probe that cannot reach Exact says so; it says neither yes nor no."""
    connector = books.connector()
    books.vendor.break_("down")
    seen = list(connector.observe(["setting/second-factor", "setting/region", "undeclared"]))
    assert [o.reach for o in seen] == [Reach.UNREACHABLE, Reach.ABSENT, Reach.UNREACHABLE]
    assert all(o.value is None and o.why for o in seen)
    books.vendor.mend()
    with pytest.raises(StopIteration):
        next(iter(connector.find([Ask("r", (BRAM,))])))


def test_a_look_only_connector_makes_no_writing_call(books: Books) -> None:
    whole_life(books.vendor)
    connector = books.connector(allow="[find, export, observe]")
    order = planned(connector, ANNA)
    lines = tuple(OrderLine(one.collection, Decision.EXPORT, one.keys) for one in order.lines)
    assert len(list(connector.export([Order("r", (ANNA,), lines)]))) == len(RECORDS)
    assert books.vendor.calls().writing == 0
    with pytest.raises(SystemUnreachable):
        list(connector.erase([Order("r", (ANNA,), order.lines, Verb.ERASE)]))
