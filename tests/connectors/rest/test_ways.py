"""The ways of finding and acting that the example of the page does not show, and the limits of a vendor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.connectors.rest.clubkast import KEY, Clubkast, Wrong
from tests.connectors.rest.systems import NOW, NoPause, folder_with

from belofte.connectors.http.connector import HttpConnector
from belofte.connectors.http.making import Surroundings, make_connector
from belofte.connectors.http.templates import Unwritable, in_header, in_path, in_query
from belofte.domain.errors import WrongUse
from belofte.domain.identity import Identifier
from belofte.domain.plan import Decision, Outcome
from belofte.domain.system_map import Verb
from belofte.loading.folder import load_policy_folder
from belofte.ports import Ask, Order, OrderLine, SystemUnreachable

FILE = """
kind: club
name: {nl: club, en: club}
about: {nl: Een club., en: A club.}
source: https://club.example
seen_on: 2026-11-23
base: https://api.club.example/v2
settings: {key: {type: reference, needed: true}}
auth: {kind: bearer, value: "{key}"}
LIMITS
operations:
  members:
    call: GET /members
    select: items
    total: count
    paging: {by: page, start: page, size: per_page, largest: 100, first: 1}
  by-email: {call: GET /members, query: {filter: "email eq '{email}'", page: "1", per_page: "100"}, select: items}
  by-name: {call: GET /members, query: {page: "1", per_page: "100"}, select: "items[?name != null]"}
  member: {call: "GET /members/{id}", gone: 404}
  search: {call: GET /search, query: {q: "{email}"}, select: items}
  change: {call: "PATCH /members/{id}", json: {member: "{changes}"}}
  sign-out: {call: POST /sign-out, ok: 204, returns: nothing}
  delete: {call: "DELETE /members/{id}", ok: 204, gone: 404, returns: nothing}
  note: {call: POST /sign-out, json: {who: "{cookie-id}"}, ok: 204, returns: nothing}
records:
  members:
    key: [id]
    find: [{by: email, one: by-email}, {by: name, one: by-name}, {by: key, one: member}]
    map:
      email: [email]
      name: [name]
      not_personal: [id, number, newsletter, blocked, confirmed_at, joined_on]
      restrict: {blocked: true}
      erase: {clear: {email: "gone-{random}@club.example", name: null}}
    change: {do: change, fields: [email, name, blocked], then: [sign-out]}
  notes:
    key: [id]
    find: {by: email, one: search, inside: note}
    map: {notes: [note], not_personal: [id, member_id, at, gate]}
    parties: [note]
  visitors:
    key: [cookie-id]
    find: {by: [cookie-id, key], given: true}
    map: {cookie-id: [cookie-id]}
    erase: {do: note, outcome: pending, days: 60}
"""
TABLES = "{members: {category: customer}, notes: {category: customer}, visitors: {category: customer}}"


class Clock:
    at = NOW

    def now(self):
        return self.at


Club = Callable[..., HttpConnector]


@pytest.fixture
def service() -> Iterator[Clubkast]:
    with Clubkast() as service:
        service.add(1, "anna@dvries.example", "Anna de Vries")
        service.add(2, "bram@bakker.example", "Bram Bakker")
        service.visits[7] = {"id": 7, "member_id": 2, "at": "2026-11-01", "note": "called anna@dvries.example"}
        yield service


@pytest.fixture
def club(tmp_path: Path, service: Clubkast) -> Iterator[Club]:
    """Makes connectors that share what they keep, as two processes do."""
    with ExitStack() as stack:

        def make(limits: str = "", **keys: str) -> HttpConnector:
            home = tmp_path / "policy"
            (home / "connectors").mkdir(parents=True, exist_ok=True)
            (home / "connectors" / "club.yaml").write_text(FILE.replace("LIMITS", limits), encoding="utf-8")
            more = "".join(f"{name}: {value}\n" for name, value in keys.items())
            system = f"kind: club\nkey: file:k\nallow: all\ntables: {TABLES}\n{more}"
            system += "" if "url" in keys else f"url: {service.url}\n"
            folder_with(home, "club", system, "email, name, notes, cookie-id")
            make.clock, make.pause = Clock(), NoPause()
            around = Surroundings(make.clock, {"file:k": KEY}.__getitem__, tmp_path / "kept", pause=make.pause)
            return stack.enter_context(closing(make_connector(load_policy_folder(home).systems["club"], around)))

        yield make


ANNA = Identifier("email", "", "anna@dvries.example")
COOKIE = Identifier("cookie-id", "", "12345.678")


def test_a_search_in_content_is_looked_into(club: Club, service: Clubkast) -> None:
    service.visits[8] = {"id": 8, "member_id": 2, "at": "2026-11-01", "note": "called johanna@dvries.example"}
    service.visits[9] = {
        "id": 9,
        "member_id": 2,
        "at": "2026-11-01",
        "note": "anna@dvries.example.org",
    }
    found = [f for f in club().find([Ask("r", (ANNA,))]) if f.collection == "notes"]
    assert [(f.key, f.shared) for f in found] == [((7,), True)], "the note is about somebody else besides"


def test_a_name_finds_candidates_only(club: Club) -> None:
    asked = (Identifier("name", "", "bram bakker"),)
    found = list(club().find([Ask("r", asked)]))
    assert [(f.key, f.candidate) for f in found] == [((2,), True)]


def test_what_cannot_be_looked_for_is_told_whom_it_concerns(club: Club, service: Clubkast) -> None:
    connector = club()
    found = [f for f in connector.find([Ask("r", (COOKIE,))]) if f.collection == "visitors"]
    order = Order(
        "r", (COOKIE,), (OrderLine("visitors", Decision.DELETE, frozenset(f.key for f in found)),), Verb.ERASE
    )
    (result,) = connector.erase([order])
    assert result.outcome is Outcome.PENDING
    assert result.until == NOW.date() + timedelta(days=60)
    (looked,) = connector.read_back([order])
    assert looked.outcome is Outcome.PENDING, "nobody can look: it is not said to be gone"
    assert service.calls[-1] == "POST /sign-out"


def test_fields_are_emptied_where_the_record_stays(club: Club, service: Clubkast) -> None:
    connector = club()
    order = Order("r", (ANNA,), (
        OrderLine("members", Decision.CLEAR, frozenset({(1,)})),
        OrderLine("notes", Decision.ASK, frozenset({(7,)})),
    ), Verb.ERASE)  # fmt: skip
    (result,) = connector.erase([order])
    assert result.outcome is Outcome.DONE
    assert re.fullmatch(r"gone-[0-9a-f]+@club\.example", service.members[1]["email"])
    assert service.members[1]["name"] is None
    assert service.calls[-1] == "POST /sign-out", "what follows a change is done"
    (looked,) = connector.read_back([order])
    assert [line.remains for line in looked.lines if line.decision is Decision.CLEAR] == [0]


def test_the_calls_of_a_minute_are_kept_to(club: Club, service: Clubkast) -> None:
    connector = club("limits: {per_minute: 5}")
    for n in range(12):
        list(connector.find([Ask(f"r{n}", (ANNA,))]))
    assert sum(club.pause.waited) > 60
    assert all(wait <= 60 for wait in club.pause.waited)


def test_the_calls_of_a_day_are_counted_between_processes(club: Club, service: Clubkast) -> None:
    first = club("limits: {per_day: 3}")
    list(first.find([Ask("r", (ANNA,))]))
    second = club("limits: {per_day: 3}")
    with pytest.raises(SystemUnreachable) as raised:
        list(second.find([Ask("r", (ANNA,))]))
        list(second.find([Ask("r", (ANNA,))]))
    assert raised.value.transient
    assert len(service.calls) == 3
    club.clock.at = NOW + timedelta(days=1)
    assert list(second.find([Ask("r", (ANNA,))]))


def test_answers_that_lock_us_out_are_not_provoked(club: Club, service: Clubkast) -> None:
    limits = "limits: {budget: {statuses: [400, 404], most: 10}}"
    order = Order("r", (ANNA,), (OrderLine("members", Decision.KEEP, frozenset({(99,)})),))
    for _ in range(5):
        list(club(limits).read_back([order]))
    with pytest.raises(SystemUnreachable, match="lock us out"):
        list(club(limits).read_back([order]))
    assert service.calls.count("GET /members/N") == 5


def test_a_long_wait_is_left_to_later(club: Club, service: Clubkast) -> None:
    service.wrong["GET /members"] = [Wrong(status=429, headers={"Retry-After": "3600"})]
    connector = club()
    with pytest.raises(SystemUnreachable, match="fewer calls"):
        list(connector.find([Ask("r", (ANNA,))]))
    assert club.pause.waited == []


def test_a_bare_403_means_later_where_the_vendor_says_so(club: Club, service: Clubkast) -> None:
    bare = Wrong(status=403, body=b"Forbidden", media="text/plain")
    service.wrong["GET /members"] = [bare]
    assert list(club("limits: {throttled_unless_json: [403]}").find([Ask("r", (ANNA,))]))
    service.wrong["GET /members"] = [bare]
    with pytest.raises(SystemUnreachable, match="does not let us"):
        list(club().find([Ask("r", (ANNA,))]))


def test_the_wait_is_foretold(club: Club) -> None:
    connector = club("limits: {per_minute: 60}")
    told = connector.foretell(20, Verb.ERASE)
    assert str(told) == f"{-(-told.calls // 60)} min at 60 calls a minute"
    assert told.seconds == told.calls
    assert connector.foretell(1).calls < connector.foretell(1, Verb.ERASE).calls


def test_a_key_goes_over_no_open_line_and_nothing_leaves_a_sandbox(club: Club) -> None:
    with pytest.raises(WrongUse, match="unencrypted"):
        club(url="http://api.club.example/v2")


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_a_path_segment_cannot_climb(value: str) -> None:
    with pytest.raises(Unwritable):
        in_path("/members/{id}", {"id": value})


@given(st.text(min_size=1))
def test_no_value_leaves_its_place_in_a_path(value: str) -> None:
    try:
        written = in_path("/a/{id}/b(guid'{id}')", {"id": value})
    except (Unwritable, UnicodeEncodeError):
        return
    assert re.fullmatch(r"/a/[^/?#]*/b\(guid'[^/?#']*'\)", written)


@given(st.text())
def test_no_value_ends_its_quotes_in_a_filter(value: str) -> None:
    written = in_query("Email eq '{email}'", {"email": value})
    inner = written.removeprefix("Email eq '").removesuffix("'")
    assert "'" not in inner.replace("''", "")
    assert inner.replace("''", "'") == value


@given(st.text())
def test_no_value_ends_its_quotes_in_a_search(value: str) -> None:
    written = in_query('"participants:{email}"', {"email": value})
    inner = written[len('"participants:') : -1]
    assert '"' not in re.sub(r"\\.", "", inner, flags=re.DOTALL)


@pytest.mark.parametrize("value", ["a\r\nX: y", "ü", "\x00"])
def test_no_value_adds_a_header(value: str) -> None:
    with pytest.raises(Unwritable):
        in_header("x {v}", {"v": value})


@pytest.mark.parametrize("value", ["1 or 1 eq 1", "a'b", "x&y"])
def test_a_bare_value_beside_text_must_be_plain(value: str) -> None:
    with pytest.raises(Unwritable):
        in_query("id eq {id}", {"id": value})
