"""A company's own connector: the example of docs/connectors.md, word for word, against a service that listens."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.connectors.rest.clubkast import KEY, Clubkast, Wrong
from tests.connectors.rest.systems import NOW, NoPause, StillClock

from belofte.cli.main import run
from belofte.connectors.http.connector import HttpConnector
from belofte.connectors.http.making import Surroundings, make_connector
from belofte.domain.identity import Identifier
from belofte.domain.plan import Decision, Outcome
from belofte.domain.promise import Reach
from belofte.domain.system_map import Verb
from belofte.loading.folder import PolicyFolder, load_policy_folder
from belofte.loading.problems import PolicyFolderError
from belofte.ports import Ask, Order, OrderLine, Record, SystemUnreachable

PAGE = Path(__file__).parents[3] / "docs" / "connectors.md"
EXAMPLE = re.compile(r"<!-- example: (\S+) -->\n```yaml\n(.*?)```", re.DOTALL)
POLICY = """
format: 1
environment: sandbox
controller: {name: Sportschool Proef B.V., country: NL, email: info@proef.example}
privacy_office: {email: privacy@proef.example}
data:
  member: {needed: [email, member-number, name, preferences, photo]}
  visit: {needed: [visit-time]}
"""


def written(folder: Path, url: str, **changes: tuple[str, str]) -> Path:
    """The folder as the page writes it, at the address of the test's service; ``changes`` are replacements."""
    (folder / "policy.yaml").parent.mkdir(parents=True, exist_ok=True)
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    for name, text in EXAMPLE.findall(PAGE.read_text(encoding="utf-8")):
        for old, new in changes.values():
            text = text.replace(old, new)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        added = f"url: {url}\n" if name.startswith("systems/") else ""
        (folder / name).write_text(text + added, encoding="utf-8")
    return folder


@pytest.fixture
def service() -> Iterator[Clubkast]:
    with Clubkast() as service:
        service.add(1, "anna@dvries.example", "Anna de Vries", photo=True)
        service.add(2, "bram@bakker.example", "Bram Bakker")
        service.visits[7] = {"id": 7, "member_id": 1, "at": "2026-11-01T18:00:00Z", "gate": "south"}
        service.visits[8] = {"id": 8, "member_id": 2, "at": "2026-11-02T18:00:00Z", "gate": "south"}
        yield service


@pytest.fixture
def pause() -> NoPause:
    return NoPause()


@pytest.fixture
def folder(tmp_path: Path, service: Clubkast) -> PolicyFolder:
    return load_policy_folder(written(tmp_path / "policy", service.url))


@pytest.fixture
def club(tmp_path: Path, folder: PolicyFolder, pause: NoPause) -> Iterator[HttpConnector]:
    around = Surroundings(StillClock(), {"file:clubkast.key": KEY}.__getitem__, tmp_path / "kept", pause=pause)
    with closing(make_connector(folder.systems["club"], around)) as connector:
        yield connector


ANNA = Identifier("email", "", "anna@dvries.example")


def order(
    club: HttpConnector, decision: Decision, verb: Verb | None = None, who: Identifier = ANNA, **more: object
) -> Order:
    lines: dict[str, set] = {}
    for found in club.find([Ask("r", (who,))]):
        lines.setdefault(found.collection, set()).add(found.key)
    values = {"values": more} if more else {}
    only = {"members": lines["members"]} if more or verb in (Verb.RESTRICT, Verb.LIFT) else lines
    return Order("r", (who,), tuple(OrderLine(n, decision, frozenset(k), **values) for n, k in only.items()), verb)


def test_a_person_is_found_with_what_hangs_on_them(club: HttpConnector) -> None:
    found = {f.collection: f for f in club.find([Ask("r", (ANNA,))])}
    assert found["members"].key == (1,)
    assert found["visits"].via == "email → members → visits"
    assert Identifier("member-number", "club.members.number", "L1") in found["members"].identifiers
    assert str(found["members"].events["joined"]) == "2024-02-01"


def test_a_copy_has_the_photo_and_the_visits(club: HttpConnector) -> None:
    records: dict[str, Record] = {r.collection: r for r in club.export([order(club, Decision.EXPORT)])}
    assert records["members"].files["photo"].startswith(b"\x89PNG")
    assert records["visits"].fields["at"] == "2026-11-01T18:00:00Z"
    assert records["visits"].origin == "observed"


def test_a_correction_is_made_and_read_back(club: HttpConnector, service: Clubkast) -> None:
    wanted = order(club, Decision.DO, Verb.RECTIFY, name="Anna Bakker-de Vries")
    (result,) = club.rectify([wanted])
    assert result.outcome is Outcome.DONE
    assert service.members[1]["name"] == "Anna Bakker-de Vries"
    (looked,) = club.read_back([wanted])
    assert [line.remains for line in looked.lines] == [0]


def test_a_correction_that_did_not_hold_is_seen(club: HttpConnector, service: Clubkast) -> None:
    wanted = order(club, Decision.DO, Verb.RECTIFY, name="Anna Bakker-de Vries")
    list(club.rectify([wanted]))
    service.members[1]["name"] = "Anna de Vries"
    (looked,) = club.read_back([wanted])
    assert looked.outcome is Outcome.FAILED
    assert [line.remains for line in looked.lines] == [1]


def test_a_column_that_the_api_cannot_change_is_a_person_s_work(club: HttpConnector, service: Clubkast) -> None:
    (result,) = club.rectify([order(club, Decision.DO, Verb.RECTIFY, number="L99")])
    assert result.outcome is Outcome.FAILED
    assert result.problem is not None and result.problem.where == "members.number"
    assert service.writing() == []


def test_restricting_and_lifting(club: HttpConnector, service: Clubkast) -> None:
    assert [r.outcome for r in club.restrict([order(club, Decision.DO, Verb.RESTRICT)])] == [Outcome.DONE]
    assert service.members[1]["blocked"] is True
    lifting = order(club, Decision.DO, Verb.LIFT)
    assert [r.outcome for r in club.lift([lifting])] == [Outcome.DONE]
    assert service.members[1]["blocked"] is False
    assert [r.outcome for r in club.read_back([lifting])] == [Outcome.DONE]


def test_erasing_says_what_goes_by_itself_and_when(club: HttpConnector, service: Clubkast) -> None:
    wanted = order(club, Decision.DELETE, Verb.ERASE)
    (result,) = club.erase([wanted])
    assert result.outcome is Outcome.PENDING
    assert result.until is not None and (result.until - NOW.date()).days == 30
    assert {line.collection: line.acted for line in result.lines} == {"members": 1, "visits": 1}
    assert list(service.members) == [2]
    assert service.writing() == ["DELETE /members/N"]


def test_what_is_settled_in_the_service_can_be_observed(club: HttpConnector) -> None:
    seen = {o.name: o for o in club.observe(["setting/keeps-visits", "setting/region", "rows/members", "rows/visits"])}
    assert (seen["setting/keeps-visits"].value, seen["rows/members"].value) == (30, 2)
    assert seen["setting/region"].why == "Not in the API."
    assert seen["rows/visits"].reach is Reach.ABSENT


def test_a_new_field_of_the_service_is_reported(club: HttpConnector, service: Clubkast) -> None:
    assert [o.value for o in club.observe(["undeclared"])] == [0]
    service.members[2]["shoe_size"] = 43
    assert [o.value for o in club.observe(["undeclared"])] == [1]


def test_many_people_cost_pages_and_not_calls_each(club: HttpConnector, service: Clubkast) -> None:
    for number in range(10, 260):
        service.add(number, f"lid{number}@leden.example", f"Lid {number}")
    asks = [Ask(f"r{n}", (Identifier("email", "", f"lid{n}@leden.example"),)) for n in range(10, 210)]
    service.calls.clear()
    found = [f for f in club.find(asks) if f.collection == "members"]
    assert len({f.request for f in found}) == 200
    assert service.calls.count("GET /members") <= 12


def test_a_filter_takes_several_values_and_none_breaks_out(club: HttpConnector, service: Clubkast) -> None:
    service.add(3, "o'hara@leden.example", "Scarlett O'Hara")
    sly = Identifier("email", "", "x' or email eq 'bram@bakker.example")
    asks = [Ask("a", (Identifier("email", "", "o'hara@leden.example"),)), Ask("b", (sly,))]
    assert {(f.request, f.key) for f in club.find(asks) if f.collection == "members"} == {("a", (3,))}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ([Wrong(status=500)] * 9, "failed on"),
        ([Wrong(status=429)] * 9, "fewer calls"),
        ([Wrong(status=302, headers={"Location": "http://elsewhere.example/"})], "elsewhere"),
        ([Wrong(status=200, body=b"<html>Sign in to the proxy</html>", media="text/html")], "cannot be read"),
        ([Wrong(status=200, body=b'{"items": [], "count": 0}', media="text/html")], "cannot be read"),
        ([Wrong(status=403)], "does not let us"),
        ([Wrong(hang_up=True)] * 9, "does not answer"),
    ],
)
def test_could_not_look_is_never_nothing_found(
    club: HttpConnector, service: Clubkast, wrong: list[Wrong], says: str
) -> None:
    service.wrong["GET /members"] = list(wrong)
    with pytest.raises(SystemUnreachable) as raised:
        list(club.find([Ask("r", (ANNA,))]))
    assert says in raised.value.why
    assert "anna" not in f"{raised.value.why} {raised.value.remedy}".lower()


def test_half_a_page_is_no_answer(club: HttpConnector, service: Clubkast) -> None:
    service.short_by = 1
    with pytest.raises(SystemUnreachable, match="only a part"):
        list(club.find([Ask("r", (ANNA,))]))


def test_a_trouble_that_passes_is_waited_out_as_long_as_the_vendor_says(
    club: HttpConnector, service: Clubkast, pause: NoPause
) -> None:
    service.wrong["GET /members"] = [Wrong(status=429, headers={"Retry-After": "7"}), Wrong(status=503)]
    assert {f.key for f in club.find([Ask("r", (ANNA,))]) if f.collection == "members"} == {(1,)}
    assert pause.waited[0] == 7
    assert 0 < pause.waited[1] <= 1


def test_a_key_that_is_not_taken_asks_for_a_person(tmp_path: Path, folder: PolicyFolder) -> None:
    around = Surroundings(StillClock(), {"file:clubkast.key": "old"}.__getitem__, tmp_path / "kept")
    with (
        closing(make_connector(folder.systems["club"], around)) as connector,
        pytest.raises(SystemUnreachable) as raised,
    ):
        connector.fingerprint()
    assert not raised.value.transient
    assert "put one that works where its map points" in raised.value.remedy


def test_a_delete_whose_answer_was_lost_is_not_called_undone(club: HttpConnector, service: Clubkast) -> None:
    wanted = order(club, Decision.DELETE, Verb.ERASE)
    service.wrong["DELETE /members/N"] = [Wrong(hang_up=True, done=True)]
    (result,) = club.erase([wanted])
    assert result.outcome is Outcome.PENDING
    assert list(service.members) == [2]


def test_the_vendor_s_words_about_a_person_go_nowhere(club: HttpConnector, service: Clubkast) -> None:
    wanted = order(club, Decision.DELETE, Verb.ERASE)
    service.wrong["DELETE /members/N"] = [Wrong(status=422)]
    (result,) = club.erase([wanted])
    assert result.outcome is Outcome.FAILED
    assert "anna" not in str(result.problem).lower()
    assert "422 broken" in str(result.problem)


def test_no_more_calls_at_once_than_the_file_says(club: HttpConnector, service: Clubkast) -> None:
    asks = [
        Ask(f"r{n}", (Identifier("email", "", who),))
        for n, who in enumerate(["anna@dvries.example", "bram@bakker.example"])
    ]
    list(club.find(asks))
    assert service.most_at_once <= 2


def test_a_person_who_came_after_the_plan_is_not_taken_along(club: HttpConnector, service: Clubkast) -> None:
    wanted = order(club, Decision.DELETE, Verb.ERASE)
    service.add(3, "anna@dvries.example", "Anna de Vries")
    (result,) = club.erase([wanted])
    assert result.outcome is Outcome.FAILED
    assert service.writing() == []


def test_two_members_who_share_an_address_and_differ_are_shared(club: HttpConnector, service: Clubkast) -> None:
    service.add(3, "anna@dvries.example", "Kees Zwart")
    found = [f for f in club.find([Ask("r", (ANNA,))]) if f.collection == "members"]
    assert [f.shared for f in found] == [True, True]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('some: members-by-filter, term: "email', 'some: members-by-filtr, term: "email', "members-by-filter"),
        ("select: items", "select: items[", "cannot be read"),
        ("{by: key, one: member}", "{by: key}", "says not how"),
        ("kind: clubkast\nname: {nl: Clubkast", "kind: clubkost\nname: {nl: Clubkast", "clubkost"),
        ("call: GET /me", "call: FETCH /me", "not a call"),
        ('value: "{key}"}', 'value: "{key}", colour: red}', "colour"),
        ('member: "{changes}"', 'member: "{chnges}"', "{chnges}"),
        ('filter: "{terms}"', 'filter: "{termz}"', "{termz}"),
        ("email eq '{email}'", "email eq '{emial}'", "{emial}"),
        ('"GET /members/{id}"', '"GET /members/{nr}"', "{nr}"),
        ('{member: "{member_id}"}', '{member: "{membr_id}"}', "{membr_id}"),
        ('value: "{key}"', 'value: "{email}"', "{email}"),
        ("fields: [email, name, newsletter", "fields: [email, nmae, newsletter", 'column of the map is called "nmae"'),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_place(
    tmp_path: Path, service: Clubkast, old: str, new: str, says: str
) -> None:
    with pytest.raises(PolicyFolderError) as raised:
        load_policy_folder(written(tmp_path / "policy", service.url, mistake=(old, new)))
    assert any(says in str(p) and p.at.file == "connectors/clubkast.yaml" for p in raised.value.problems)


def test_records_that_the_company_says_nothing_about_are_asked_for(tmp_path: Path, service: Clubkast) -> None:
    with pytest.raises(PolicyFolderError, match='also has "visits"'):
        load_policy_folder(written(tmp_path / "p", service.url, gap=("  visits: {category: visit}\n", "")))


COMPARE = re.compile(r"<!-- compare: (\S+) -->\n```python\n(.*?)```", re.DOTALL)
ANSWER: dict[str, Any] = {"content": {"application/json": {"schema": {"type": "object"}}}}


def clubkast_contract() -> dict[str, Any]:
    """What the vendor would publish: every call of the page's file, without the fields of its answers."""
    listed = [{"in": "query", "name": name} for name in ("filter", "page", "per_page", "member")]
    paths: dict[str, dict[str, Any]] = {}
    for path in ("/me", "/members", "/visits", "/settings", "/members/{id}", "/members/{id}/photo"):
        paths[path] = {"get": {"parameters": listed, "responses": {"200": ANSWER}}}
    paths["/members/{id}"]["patch"] = {"requestBody": ANSWER, "responses": {"200": ANSWER}}
    paths["/members/{id}"]["delete"] = {"responses": {"204": {}}}
    return {"openapi": "3.1.0", "servers": [{"url": "https://clubkast.example/v2"}], "paths": paths}


def test_the_page_s_program_compares_a_file_with_its_contract(tmp_path: Path) -> None:
    written(tmp_path / "policy", "https://clubkast.example")
    ((name, program),) = COMPARE.findall(PAGE.read_text(encoding="utf-8"))
    (tmp_path / name).write_text(program, encoding="utf-8")

    def compared(contract: dict[str, Any]) -> str:
        (tmp_path / "clubkast.openapi.json").write_text(json.dumps(contract), encoding="utf-8")
        run = subprocess.run([sys.executable, name], cwd=tmp_path, capture_output=True, text=True, check=True)
        return run.stdout

    contract = clubkast_contract()
    assert compared(contract) == ""
    del contract["paths"]["/members/{id}"]["delete"]
    assert compared(contract) == "operations.delete-member: the vendor has no DELETE /members/{id}.\n"


def test_explain_tells_what_the_company_s_own_kind_can_and_its_keys(
    tmp_path: Path, service: Clubkast, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = written(tmp_path / "policy", service.url)
    (policy / "systems" / "club.yaml").unlink()
    assert run(["explain", "clubkast", "--policy", str(policy)]) == 0, "also while no system uses it"
    said = capsys.readouterr().out
    assert "Finds members by e-mail address or number" in said and "key: The Clubkast key." in said
    assert run(["explain", "clubkas", "--policy", str(policy)]) != 0
    assert 'Did you mean "clubkast"?' in capsys.readouterr().err


def test_a_connector_file_of_another_ending_is_not_passed_over_in_silence(tmp_path: Path, service: Clubkast) -> None:
    policy = written(tmp_path / "policy", service.url)
    (policy / "connectors" / "clubkast.yaml").rename(policy / "connectors" / "clubkast.yml")
    with pytest.raises(PolicyFolderError) as wrong:
        load_policy_folder(policy)
    assert "connectors/clubkast.yml:1:1: This file is not read. Call it clubkast.yaml." in str(wrong.value)


def test_an_editor_completes_the_keys_of_the_company_s_own_kind(tmp_path: Path, service: Clubkast) -> None:
    policy = written(tmp_path / "policy", service.url)
    assert run(["schema", "--policy", str(policy)]) == 0
    schema = json.loads((policy / ".belofte" / "system.schema.json").read_text())
    assert "clubkast" in json.dumps(schema["properties"]["kind"])
    assert "The Clubkast key." in json.dumps(schema["properties"]["key"])
