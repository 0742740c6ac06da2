"""``sign_in: person``: instead of an app's own key, a person signs in by ``belofte connect``: at Microsoft with a code
on another device, at Google in a browser."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from belofte.bootstrap import make_demo
from belofte.cli.main import run
from belofte.domain.rest_person import as_signed_in
from belofte.loading.rest_files import rest_connector
from belofte.sandbox.rest.simulator import Simulator, simulate
from belofte.testing import Reading, read_connector


def everything(kind: str) -> str:
    connector = rest_connector(kind)
    assert connector is not None
    return ", ".join(connector.records)


MICROSOFT = f"""kind: microsoft365
name: {{nl: zakelijke e-mail, en: business e-mail}}
tenant: linprofs.example
client_id: 1b3f9d0e-0000-4000-8000-5a5a5a5a5a5a
mailboxes: [klantenservice@linprofs.example]
sign_in: person
allow: [find]
ignore: [{everything("microsoft365")}]
"""
GOOGLE = f"""kind: google_analytics
name: {{nl: bezoekcijfers, en: visitor statistics}}
client_id: 1234-abcd.apps.googleusercontent.example
client_secret: file:google.secret
sign_in: person
allow: [find]
ignore: [{everything("google_analytics")}]
"""
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    made = make_demo(tmp_path / "demo", 60).home.policy
    (made / "systems" / "microsoft365.yaml").write_text(MICROSOFT)
    (made / "systems" / "google-analytics.yaml").write_text(GOOGLE)
    return made


def kept_by(policy: Path, system: str) -> dict[str, str]:
    (file,) = policy.parent.rglob(f"connectors/{system}/sign-in.json")
    assert file.stat().st_mode & 0o077 == 0, "readable by its owner only"
    found: dict[str, str] = json.loads(file.read_text())
    return found


@pytest.mark.parametrize(
    ("system", "how", "options"), [("microsoft365", "device", ["--device"]), ("google-analytics", "browser", [])]
)
def test_a_person_signs_in_once_and_no_token_is_told(
    policy: Path,
    system: str,
    how: str,
    options: list[str],
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    of = ("--policy", str(policy))
    assert run(["doctor", system, *of]) == 3
    assert f"belofte connect {system}" in capsys.readouterr().out
    with caplog.at_level(logging.DEBUG):
        assert run(["connect", system, *options, "--json", *of]) == 0
        said = capsys.readouterr()
        assert json.loads(said.out)["how"] == how
        assert run(["doctor", system, *of]) == 0
        told = capsys.readouterr()
    kept = kept_by(policy, system)
    assert kept["refresh"] and kept["access"]
    for text in (said.out, said.err, told.out, told.err, caplog.text):
        assert kept["refresh"] not in text and kept["access"] not in text
    assert "more than the map needs" not in told.out and "cannot be asked" not in told.out


def test_the_rights_that_are_asked_of_a_person_have_the_names_they_have_for_persons() -> None:
    file = rest_connector("microsoft365")
    assert file is not None
    calls = as_signed_in(file, {"sign_in": "person"}).operations.values()
    theirs = {one.scoped for one in calls} | {one.permission for one in calls}
    assert {"Mail.ReadWrite.Shared", "Contacts.ReadWrite.Shared", "User.Read.All", "Sites.Selected"} <= theirs
    assert not [name for name in theirs if name and name.startswith("Application ")]
    assert as_signed_in(file, {"sign_in": "app"}) is file


def test_google_gives_no_code_for_another_device(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["connect", "google-analytics", "--device", "--policy", str(policy)]) == 2
    assert "cannot be signed in to that way" in capsys.readouterr().err


@pytest.mark.parametrize(("system", "without"), [("microsoft365", "client_id"), ("google-analytics", "client_secret")])
def test_a_map_is_told_what_the_chosen_way_needs(
    policy: Path, system: str, without: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = policy / "systems" / f"{system}.yaml"
    whole = file.read_text()
    file.write_text("".join(line for line in whole.splitlines(True) if not line.startswith(without)))
    assert run(["lint", "--policy", str(policy)]) != 0
    assert f'needs "{without}"' in capsys.readouterr().err
    file.write_text(whole.replace("sign_in: person\n", ""))
    assert run(["lint", "--policy", str(policy)]) != 0
    theirs = {"microsoft365": "client_secret", "google-analytics": "service_account"}[system]
    assert f'needs "{theirs}"' in capsys.readouterr().err


def test_microsoft_gives_a_token_once_the_code_is_typed_and_to_no_app_with_a_secret(tmp_path: Path) -> None:
    with simulate("microsoft365", tmp_path / "there.sqlite") as vendor, httpx.Client(trust_env=False) as client:
        vendor.give("User.Read.All")
        token, app = f"{vendor.origin}/t/oauth2/v2.0/token", {"client_id": "c"}
        code = client.post(f"{vendor.origin}/t/oauth2/v2.0/devicecode", data={**app, "scope": "x"}).json()
        asked = {**app, "grant_type": DEVICE, "device_code": code["device_code"]}
        assert error_of(client, token, asked) == "authorization_pending"
        assert client.post(code["verification_uri"], data={"code": "WRONG"}).status_code == 400
        assert client.post(code["verification_uri"], data={"code": code["user_code"]}).status_code == 200
        assert error_of(client, token, {**asked, "client_secret": "s"}) == "invalid_client"
        given = client.post(token, data=asked).json()
        assert given["scope"].split()[0] == "User.Read.All"
        assert error_of(client, token, asked) == "expired_token", "a code works once"
        renewal = {**app, "grant_type": "refresh_token", "refresh_token": given["refresh_token"]}
        assert client.post(token, data=renewal).json()["refresh_token"] != given["refresh_token"]
        assert error_of(client, token, {**renewal, "refresh_token": "made-up"}) == "invalid_grant"
        assert vendor.calls().writing == 0


def test_google_gives_a_token_to_who_asked_for_the_code_only(tmp_path: Path) -> None:
    with simulate("google_analytics", tmp_path / "there.sqlite") as vendor, httpx.Client(trust_env=False) as client:
        verifier, challenge = "v" * 43, "7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM"
        app = {"client_id": "c", "client_secret": vendor.secrets["client_secret"]}
        form = {**app, "grant_type": "authorization_code", "redirect_uri": "http://127.0.0.1:1/x"}
        form |= {"code": code_of(client, vendor, challenge)}
        token = f"{vendor.origin}/token"
        assert error_of(client, token, {**form, "code_verifier": "another"}) == "invalid_grant"
        assert error_of(client, token, {**form, "code_verifier": verifier, "client_secret": "no"}) == "invalid_client"
        given = client.post(token, data={**form, "code_verifier": verifier}).json()
        renewal = {**app, "grant_type": "refresh_token", "refresh_token": given["refresh_token"]}
        again = client.post(token, data=renewal).json()
        assert again["scope"] == given["scope"] == "look" and "refresh_token" not in again


def code_of(client: httpx.Client, vendor: Simulator, challenge: str) -> str:
    asked = {"redirect_uri": "http://127.0.0.1:1/x", "state": "s", "scope": "look", "code_challenge": challenge}
    answer = client.get(f"{vendor.origin}/o/oauth2/v2/auth", params=asked)
    return parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]


VISITS = """tables:
  clients: {category: visit, found_by: {client_id: ga-client-id}, not_personal: [client_id]}
"""


def test_a_person_is_asked_for_what_the_map_needs_and_a_wider_map_is_told_what_is_missing(
    policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, of = policy / "systems" / "google-analytics.yaml", ("--policy", str(policy))
    file.write_text(GOOGLE.replace("clients, ", "") + VISITS)
    assert run(["connect", "google-analytics", *of]) == 0
    assert run(["doctor", "google-analytics", *of]) == 0
    capsys.readouterr()
    file.write_text(file.read_text().replace("allow: [find]", "allow: [find, erase]"))
    assert run(["doctor", "google-analytics", *of]) != 0
    assert "analytics.edit" in capsys.readouterr().out


def test_a_scope_that_a_narrower_map_does_not_need_any_more_is_named_as_too_wide(
    policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, of = policy / "systems" / "google-analytics.yaml", ("--policy", str(policy))
    file.write_text(GOOGLE.replace("clients, ", "").replace("allow: [find]", "allow: [find, erase]") + VISITS)
    assert run(["connect", "google-analytics", *of]) == 0
    assert run(["doctor", "google-analytics", *of]) == 0
    capsys.readouterr()
    file.write_text(file.read_text().replace("allow: [find, erase]", "allow: [find]"))
    assert run(["doctor", "google-analytics", *of]) == 1
    said = capsys.readouterr().out
    assert "too wide: https://www.googleapis.com/auth/analytics.edit is more than the map needs." in said
    assert said.count("too wide: ") == 1 and "lacks " not in said


FILE = """
kind: parcels
name: {nl: proef, en: probe}
about: {nl: Een proef., en: A probe.}
source: https://vendor.example/api
seen_on: 2026-11-23
base: https://api.vendor.example
settings: {client: {needed: true}, sign_in: {choices: [app, person], default: app}}
auth: {kind: oauth2_client, url: https://login.vendor.example/token, user: "{client}"}
person:
  kind: oauth2_refresh
  url: https://login.vendor.example/token
  ask: https://login.vendor.example/authorize
  user: "{client}"
  rights: {Look: Look.Shared}
operations:
  probe: {call: GET /probe, permission: Look}
records:
  things: {key: [id], find: {by: email, one: probe}, map: {email: [email]}}
"""


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("", "", ""),
        ("choices: [app, person], default: app", "default: app", "No map can choose"),
        ("  ask: https://login.vendor.example/authorize\n", "", "nothing that a person signs in to"),
        ("{Look: Look.Shared}", "{Lok: Look.Shared}", 'No permission or scoped of a call is called "Lok"'),
        ('  user: "{client}"\n', '  user: "{clint}"\n', "Nothing gives {clint} a value"),
    ],
)
def test_a_connector_file_that_offers_a_person_nothing_is_told_so(right: str, wrong: str, says: str) -> None:
    reading = Reading()
    read_connector(FILE.replace(right, wrong) if right else FILE, "parcels.yaml", reading)
    found = "\n".join(str(problem) for problem in reading.problems)
    assert says in found and bool(says) == bool(found)


def error_of(client: httpx.Client, address: str, form: dict[str, str]) -> str:
    answer = client.post(address, data=form)
    assert answer.status_code in (400, 401)
    return str(answer.json()["error"])
