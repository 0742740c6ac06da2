"""The company's own sign-in, with a provider that runs as a process of its own and can be told to misbehave."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from tests.ports import free_port

from belofte.bootstrap.office_door import provider_of
from belofte.domain.account import Role
from belofte.settings import Settings, SettingsError

from .conftest import HERE, MIEKE, Browser, Office

sys.path.insert(0, str(Path(__file__).parents[1] / "engine"))

from processes import running, until

PROVIDER = Path(__file__).parent / "provider_process.py"
TENANT, OTHER_TENANT = "11111111-2222-4333-8444-555555555555", "99999999-2222-4333-8444-555555555555"
OBJECT = "aaaaaaaa-2222-4333-8444-555555555555"


@dataclass
class Provider:
    """The provider's process, as a test speaks with it."""

    issuer: str
    root: str

    def told(self, **what: object) -> None:
        assert httpx.post(f"{self.root}/told", json=what).status_code == 200

    def visit(self, address: str) -> str:
        """What a browser does there: it is sent straight back. Returns where to."""
        answer = httpx.get(address, follow_redirects=False)
        assert answer.status_code == 302, answer.text
        return answer.headers["location"].removeprefix(HERE)


def started(folder: Path, path: str = "") -> Iterator[Provider]:
    port = free_port()
    with running(PROVIDER, [str(port), path], folder / "provider.log") as process:
        assert process.says("listening"), process.text()
        root = f"http://127.0.0.1:{port}"
        yield Provider(root + path, root)


@pytest.fixture(scope="module")
def running_provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    yield from started(tmp_path_factory.mktemp("provider"))


@pytest.fixture(scope="module")
def running_entra(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    yield from started(tmp_path_factory.mktemp("entra"), f"/{TENANT}/v2.0")


@pytest.fixture
def provider(running_provider: Provider) -> Provider:
    running_provider.told()
    return running_provider


@pytest.fixture
def entra(running_entra: Provider) -> Provider:
    running_entra.told()
    return running_entra


@pytest.fixture
def office(open_office: Callable[..., Office], provider: Provider, tmp_path: Path) -> Office:
    return at(open_office, provider, tmp_path)


def at(open_office: Callable[..., Office], provider: Provider, folder: Path, **more: str) -> Office:
    (folder / "secret").write_text("hunter two\n")
    secret = f"file:{folder / 'secret'}"
    return open_office(oidc_issuer=provider.issuer, oidc_client="belofte", oidc_secret=secret, **more)


def bind(office: Office, provider: Provider, name: str = MIEKE) -> Any:
    """Connect the provider's account behind an enrolment link."""
    link, browser = office.accounts.add(name, Role.PRIVACY_OFFICER), office.browser()
    there = browser.get(f"/nl/enrol/{link}/company", follow_redirects=False)
    return browser.get(provider.visit(there.headers["location"]), follow_redirects=False)


def leave(browser: Browser, place: str = "/nl/mailbox", more: str = "") -> str:
    """The address at the provider to which the browser is sent."""
    answer = browser.get(f"/nl/sign-in/company?next={place}{more}", follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def sign_in(office: Office, provider: Provider) -> Any:
    browser = office.browser()
    return browser.get(provider.visit(leave(browser)), follow_redirects=False)


def test_who_was_bound_once_signs_in_with_the_companys_account(office: Office, provider: Provider) -> None:
    assert bind(office, provider).status_code == 303
    browser = office.browser()
    there = leave(browser)
    asked = parse_qs(urlsplit(there).query)
    assert asked["scope"] == ["openid"], "no e-mail and no name is asked for"
    answer = browser.get(provider.visit(there), follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/nl/mailbox")
    assert MIEKE in browser.get("/nl/").text


def test_an_account_nobody_bound_does_not_get_in_whatever_its_address(office: Office, provider: Provider) -> None:
    bind(office, provider)
    provider.told(claims={"sub": "u-2", "email": "mieke@linprofs.example", "email_verified": True})
    answer = sign_in(office, provider)
    assert answer.status_code == 403
    assert "Hiermee kunt u hier niet binnen." in answer.text


def test_another_address_of_the_same_person_changes_nothing(office: Office, provider: Provider) -> None:
    bind(office, provider)
    provider.told(claims={"email": "married@linprofs.example"})
    assert sign_in(office, provider).status_code == 303


WRONG: dict[str, dict[str, object]] = {
    "meant for another application": {"aud": "another"},
    "meant for another application among several": {"aud": ["another", "third"]},
    "meant for several, given to another": {"aud": ["belofte", "another"], "azp": "another"},
    "meant for several, given to nobody": {"aud": ["belofte", "another"]},
    "from another issuer": {"iss": "https://evil.example"},
    "expired": {"exp": 1_700_000_000},
    "expired, as text": {"exp": "4000000000"},
    "without an end": {"exp": None},
    "without a beginning": {"iat": None},
    "from the future": {"iat": 4_000_000_000},
    "very old": {"iat": 1_700_000_000},
    "not yet valid": {"nbf": 4_000_000_000},
    "the answer to another question": {"nonce": "another"},
    "the answer to no question": {"nonce": None},
    "about nobody": {"sub": None},
    "about nobody at all": {"sub": ""},
    "about a list": {"sub": ["u-1"]},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_token_that_is_not_right_lets_nobody_in(office: Office, provider: Provider, wrong: str) -> None:
    bind(office, provider)
    provider.told(claims=WRONG[wrong])
    assert sign_in(office, provider).status_code == 403


@pytest.mark.parametrize(
    "sign", ["unsigned", "shared secret", "public key as secret", "stranger", "stranger nameless", "stranger posing"]
)
def test_a_signature_that_is_not_the_providers_lets_nobody_in(office: Office, provider: Provider, sign: str) -> None:
    bind(office, provider)
    provider.told(sign=sign)
    assert sign_in(office, provider).status_code == 403


def test_a_token_that_names_no_key_is_held_against_all_of_them(office: Office, provider: Provider) -> None:
    bind(office, provider)
    provider.told(sign="right nameless")
    assert sign_in(office, provider).status_code == 303


def test_a_new_key_of_the_provider_is_taken_at_once(office: Office, provider: Provider) -> None:
    bind(office, provider)
    provider.told(rotate=True)
    assert sign_in(office, provider).status_code == 303


def test_an_answer_counts_once(office: Office, provider: Provider) -> None:
    bind(office, provider)
    browser = office.browser()
    back = provider.visit(leave(browser))
    under_way = browser.cookies["belofte-signing-in"]
    assert browser.get(back, follow_redirects=False).status_code == 303
    assert "belofte-signing-in" not in browser.cookies
    again = browser.get(back, follow_redirects=False, headers={"cookie": f"belofte-signing-in={under_way}"})
    assert again.status_code == 403
    assert "verlopen of al gebruikt" in again.text


def test_an_answer_in_another_browser_finds_nothing(office: Office, provider: Provider) -> None:
    """Somebody sends a colleague a link that would sign them in as somebody else."""
    bind(office, provider)
    back = provider.visit(leave(office.browser()))
    victim = office.browser()
    assert victim.get(back, follow_redirects=False).status_code == 403
    leave(victim)
    assert victim.get(back, follow_redirects=False).status_code == 403, "also while they are at the provider themselves"


@pytest.mark.parametrize("state", ["", "made-up", "é"])
def test_an_answer_without_the_state_we_gave_is_refused(office: Office, provider: Provider, state: str) -> None:
    bind(office, provider)
    browser = office.browser()
    back = re.sub(r"state=\w+", f"state={state}", provider.visit(leave(browser)))
    answer = browser.get(back, follow_redirects=False)
    assert answer.status_code == 403
    assert "verlopen of al gebruikt" in answer.text


def test_an_answer_that_comes_too_late_is_refused(office: Office, provider: Provider) -> None:
    bind(office, provider)
    browser = office.browser()
    back = provider.visit(leave(browser))
    office.clock.forward(minutes=11)
    assert browser.get(back, follow_redirects=False).status_code == 403


@pytest.mark.parametrize(
    "answer",
    [{"iss": "https://evil.example"}, {"iss": ""}, {"error": "access_denied"}, {"code": "made-up"}, {"code": ""}],
)
def test_what_the_browser_brings_back_is_not_believed_by_itself(
    office: Office, provider: Provider, answer: dict[str, str]
) -> None:
    bind(office, provider)
    provider.told(answer=answer)
    assert sign_in(office, provider).status_code == 403


def test_a_code_is_worth_nothing_without_the_proof_of_who_asked(office: Office, provider: Provider) -> None:
    """PKCE: the code of another sign-in, with a state of our own."""
    bind(office, provider)
    other, browser = office.browser(), office.browser()
    stolen = parse_qs(urlsplit(provider.visit(leave(other))).query)["code"][0]
    back = re.sub(r"code=\w+", f"code={stolen}", provider.visit(leave(browser)))
    assert browser.get(back, follow_redirects=False).status_code == 403


def test_a_fresh_proof_means_a_fresh_one_at_the_provider_too(office: Office, provider: Provider) -> None:
    bind(office, provider)
    for auth_time, status in ((None, 403), (1_700_000_000, 403), (4_000_000_000, 303)):
        provider.told(claims={"auth_time": auth_time})
        browser = office.browser()
        there = leave(browser, more="&again=yes")
        assert "prompt=login" in there
        assert browser.get(provider.visit(there), follow_redirects=False).status_code == status


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": "ftp://evil.example/keys"},
        {"authorization_endpoint": None},
    ],
)
def test_a_provider_that_describes_itself_wrongly_is_not_used(
    open_office: Callable[..., Office], provider: Provider, tmp_path: Path, described: dict[str, object]
) -> None:
    bind(at(open_office, provider, tmp_path), provider)
    provider.told(described=described)
    office = at(open_office, provider, tmp_path)
    browser = office.browser()
    answer = browser.get("/nl/sign-in/company", follow_redirects=False)
    if answer.status_code == 303:
        answer = browser.get(provider.visit(answer.headers["location"]), follow_redirects=False)
    assert answer.status_code == 503
    assert "geeft geen antwoord" in answer.text


def test_a_provider_that_is_away_is_said_and_the_other_ways_stay(open_office: Callable[..., Office]) -> None:
    office = open_office(oidc_issuer=f"http://127.0.0.1:{free_port()}", oidc_client="belofte")
    answer = office.browser().get("/nl/sign-in/company", follow_redirects=False)
    assert answer.status_code == 503
    assert 'name="password"' in answer.text


def test_one_account_of_the_provider_belongs_to_one_of_ours(office: Office, provider: Provider) -> None:
    bind(office, provider)
    answer = bind(office, provider, "Jan Smit")
    assert answer.status_code == 403
    assert "hoort al bij een account" in answer.text


def test_a_disabled_account_stays_out(office: Office, provider: Provider) -> None:
    bind(office, provider)
    office.accounts.disable(MIEKE)
    assert sign_in(office, provider).status_code == 403


ENTRA = {"sub": "pairwise-1", "tid": TENANT, "oid": OBJECT}


def test_at_entra_an_account_is_tenant_and_object(
    open_office: Callable[..., Office], entra: Provider, tmp_path: Path
) -> None:
    office = at(open_office, entra, tmp_path, oidc_tenant=TENANT)
    entra.told(claims=ENTRA)
    assert bind(office, entra).status_code == 303
    entra.told(claims={**ENTRA, "sub": "pairwise-2"})
    assert sign_in(office, entra).status_code == 303
    for wrong in ({"tid": OTHER_TENANT}, {"tid": None}, {"oid": OTHER_TENANT}, {"oid": None}):
        entra.told(claims={**ENTRA, **wrong})
        assert sign_in(office, entra).status_code == 403, wrong


@pytest.mark.parametrize(
    "given",
    [
        {"oidc_issuer": "https://login.microsoftonline.com/common/v2.0", "oidc_client": "x"},
        {"oidc_issuer": "https://login.microsoftonline.com/common/v2.0", "oidc_client": "x", "oidc_tenant": TENANT},
        {"oidc_issuer": f"https://login.microsoftonline.com/{TENANT}/v2.0", "oidc_client": "x"},
        {"oidc_issuer": "https://sign-in.example"},
        {"oidc_client": "x"},
    ],
)
def test_settings_that_would_let_in_everybody_or_nobody_are_refused(given: dict[str, str]) -> None:
    with pytest.raises(SettingsError):
        provider_of(Settings(**given))


def test_with_a_provider_that_others_wrote(open_office: Callable[..., Office], tmp_path: Path) -> None:
    """oidc-provider-mock stands on Authlib's server: an implementation of the same standards by other people."""
    port = free_port()
    arguments = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "oidc_provider_mock",
        "--port",
        str(port),
        "--require-nonce",
        "true",
    ]
    with (tmp_path / "mock.log").open("wb") as log, subprocess.Popen(arguments, stdout=log, stderr=log) as process:
        try:
            root = f"http://127.0.0.1:{port}"
            assert until(lambda: answers(root)), (tmp_path / "mock.log").read_text()
            office = open_office(oidc_issuer=root, oidc_client="belofte", oidc_secret="env:PATH")
            link, browser = office.accounts.add(MIEKE, Role.STAFF), office.browser()
            there = browser.get(f"/nl/enrol/{link}/company", follow_redirects=False).headers["location"]
            assert browser.get(pressed(there), follow_redirects=False).status_code == 303
            second = office.browser()
            answer = second.get(pressed(leave(second)), follow_redirects=False)
            assert (answer.status_code, answer.headers["location"]) == (303, "/nl/mailbox")
        finally:
            process.terminate()


def answers(root: str) -> bool:
    try:
        return httpx.get(f"{root}/.well-known/openid-configuration").status_code == 200
    except httpx.HTTPError:
        return False


def pressed(address: str) -> str:
    """Somebody signs in on the provider's page; returns where they are sent."""
    answer = httpx.post(address, data={"sub": "mieke"}, follow_redirects=False)
    assert answer.status_code == 302, answer.text
    return answer.headers["location"].removeprefix(HERE)
