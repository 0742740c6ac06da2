"""A company that reaches the vendors through a proxy only, and whose own authority vouches for what it sees there."""

from __future__ import annotations

import select
import socket
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from tests.connectors.line_world import Authority, Server, server_context
from tests.connectors.rest import test_mailchimp, visits
from tests.connectors.rest.systems import NOW, NoPause, StillClock, folder_with, system_text

from belofte.connectors.http.connector import HttpConnector
from belofte.connectors.http.making import Surroundings, make_connector
from belofte.domain.errors import WrongUse
from belofte.domain.identity import Identifier
from belofte.domain.plan import Decision, Outcome
from belofte.domain.said import said_in
from belofte.domain.system_map import Verb
from belofte.ports import Ask, Order, OrderLine, SystemUnreachable
from belofte.sandbox.rest.simulator import Simulator, simulate

ANNA = Identifier("email", "", "anna@dvries.example")
PASSWORD = "wachtwoord-van-de-proxy"
WITH_PASSWORD = "Basic " + b64encode(f"belofte:{PASSWORD}".encode()).decode()


def relay(one: socket.socket, other: socket.socket) -> None:
    """What either says is passed on to the other, until one of them is silent for good."""
    across = {one: other, other: one}
    while ready := [s for s in across if getattr(s, "pending", int)()] or select.select([*across], [], [], 5)[0]:
        for end in ready:
            said = end.recv(65536)
            if not said:
                return
            across[end].sendall(said)


def passing_on(port: int, connection: socket.socket) -> None:
    with socket.create_connection(("127.0.0.1", port), 5) as vendor:
        relay(connection, vendor)


@dataclass
class Proxy:
    """A proxy (RFC 9110, 9.3.6) that asks for a password, and gives a way to one port of this machine. ``status`` is
    what it says in place of that."""

    to: int
    status: str = ""
    asked: list[str] = field(default_factory=list[str])

    def talk(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            head += connection.recv(4096)
        lines = head.decode("latin-1").split("\r\n")
        self.asked.append(lines[0])
        allowed = any(line.lower().startswith("proxy-auth") and WITH_PASSWORD in line for line in lines)
        status = self.status or ("200 OK" if allowed else "407 Proxy Authentication Required")
        connection.sendall(f"HTTP/1.1 {status}\r\n\r\n".encode())
        if status.startswith("200"):
            passing_on(self.to, connection)


@dataclass
class Company:
    """A vendor that nobody reaches but through the proxy, at an address where otherwise nobody listens."""

    folder: Path
    vendor: Simulator
    authority: Authority
    proxy: Proxy
    proxy_port: int
    address: str
    stack: ExitStack

    def connector(self, password: str = PASSWORD, **keys: str) -> HttpConnector:
        kind, url = self.vendor.kind, f"https://{self.address}{self.vendor.vendor.base}"
        key, secret, tables, kinds = KINDS[kind]
        text = system_text(kind, url, {key: "file:k", **keys}, tables)
        at = f"http://belofte:{password}@127.0.0.1:{self.proxy_port}"
        secrets = {"file:k": self.vendor.secrets[secret], "file:proxy": at}
        policy = folder_with(self.folder / "policy", kind, text, kinds)
        around = Surroundings(
            StillClock(), secrets.__getitem__, self.folder / "kept", only_here=True, pause=NoPause(), beside=self.folder
        )
        return self.stack.enter_context(closing(make_connector(policy.systems[kind], around)))

    def through(self, **more: str) -> HttpConnector:
        return self.connector(**{"proxy": "file:proxy", "ca": self.authority.file.name, **more})


KINDS = {
    "mailchimp": ("key", "api_key", test_mailchimp.TABLES, test_mailchimp.KINDS),
    "google_analytics": ("service_account", "service_account", visits.TABLES, visits.KINDS),
}
"""One that shows its key at every call, and one that first fetches a token."""


@contextmanager
def company(kind: str, folder: Path) -> Iterator[Company]:
    with simulate(kind, folder / "vendor.sqlite", NOW.timestamp) as vendor, ExitStack() as stack:
        authority = Authority(folder)
        tls = server_context(authority.issue("localhost"))
        front = stack.enter_context(closing(Server(partial(passing_on, vendor.server.port), tls)))
        proxy = Proxy(front.port)
        listening = stack.enter_context(closing(Server(proxy.talk)))
        silent = stack.enter_context(socket.socket())
        silent.bind(("127.0.0.1", 0))  # taken, and not listening: whoever goes there directly is refused
        address = f"localhost:{silent.getsockname()[1]}"
        yield Company(folder, vendor, authority, proxy, listening.port, address, stack)


@pytest.fixture(params=sorted(KINDS))
def anywhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Company]:
    with company(request.param, tmp_path) as made:
        yield made


@pytest.fixture
def at_mailchimp(tmp_path: Path) -> Iterator[Company]:
    with company("mailchimp", tmp_path) as made:
        made.vendor.put("lists", [{"id": "news", "name": "Nieuws"}])
        made.vendor.put("members", [{"list_id": "news", "email_address": ANNA.value}])
        yield made


def away(connector: HttpConnector) -> SystemUnreachable:
    with pytest.raises(SystemUnreachable) as raised:
        connector.fingerprint()
    assert PASSWORD not in f"{raised.value.why} {raised.value.remedy}"
    return raised.value


def test_everything_goes_through_the_proxy_under_the_company_s_own_authority(at_mailchimp: Company) -> None:
    connector = at_mailchimp.through()
    keys = frozenset(found.key for found in connector.find([Ask("r", (ANNA,))]))
    order = Order("r", (ANNA,), (OrderLine("members", Decision.DELETE, keys),), Verb.ERASE)
    assert [result.outcome for result in connector.erase([order])] == [Outcome.DONE]
    assert [result.outcome for result in connector.read_back([order])] == [Outcome.DONE]
    assert at_mailchimp.vendor.holds(ANNA.value) == []
    assert set(at_mailchimp.proxy.asked) == {f"CONNECT {at_mailchimp.address} HTTP/1.1"}


def test_signing_in_goes_that_way_too(anywhere: Company) -> None:
    assert anywhere.through().fingerprint()
    assert anywhere.proxy.asked


def test_without_the_proxy_nobody_answers_and_it_is_tried_again(anywhere: Company) -> None:
    refused = away(anywhere.connector(ca=anywhere.authority.file.name))
    assert (refused.transient, "does not answer" in refused.why) == (True, True)
    assert anywhere.vendor.calls().total == 0


def test_a_name_that_does_not_exist_asks_to_look_at_the_address_and_the_network(anywhere: Company) -> None:
    """To wait would help nobody where a letter of the address is wrong."""
    kind, (key, secret, tables, kinds) = anywhere.vendor.kind, KINDS[anywhere.vendor.kind]
    text = system_text(kind, "https://nowhere.invalid", {key: "file:k"}, tables)
    policy = folder_with(anywhere.folder / "elsewhere", kind, text, kinds)
    secrets = {"file:k": anywhere.vendor.secrets[secret]}
    around = Surroundings(StillClock(), secrets.__getitem__, anywhere.folder / "kept-elsewhere", pause=NoPause())
    with closing(make_connector(policy.systems[kind], around)) as connector:
        refused = away(connector)
    assert (refused.transient, refused.why) == (True, f"The address of {kind} cannot be found.")
    assert f"Look at url and proxy in systems/{kind}.yaml, and at the network (DNS)" in refused.remedy
    for told in (refused.why, refused.remedy):
        assert said_in("nl", told) != told


def test_without_the_authority_a_person_is_told_to_name_it(anywhere: Company) -> None:
    refused = away(anywhere.connector(proxy="file:proxy"))
    assert (refused.transient, refused.why) == (False, f"The certificate of {anywhere.vendor.kind} cannot be trusted.")
    assert f"ca: in systems/{anywhere.vendor.kind}.yaml" in refused.remedy
    assert "own_authorities in belofte.toml" in refused.remedy, "one place for the whole company"
    assert said_in("nl", refused.remedy).startswith("Is het er een van uw eigen certificaatautoriteit")
    assert anywhere.vendor.calls().total == 0


def test_another_authority_does_not_vouch(anywhere: Company) -> None:
    other = Authority(anywhere.folder, "Somebody else")
    refused = away(anywhere.through(ca=other.file.name))
    assert (refused.transient, "cannot be trusted" in refused.why) == (False, True)


def test_a_proxy_that_refuses_us_is_for_a_person_and_its_password_is_not_told(anywhere: Company) -> None:
    refused = away(anywhere.through(password="verlopen"))
    assert (refused.transient, refused.why) == (False, f"The proxy does not let us through to {anywhere.vendor.kind}.")
    assert "verlopen" not in refused.why + refused.remedy


def test_a_proxy_that_reaches_nobody_is_tried_again(anywhere: Company) -> None:
    anywhere.proxy.status = "504 Gateway Timeout"
    refused = away(anywhere.through())
    assert (refused.transient, "does not answer" in refused.why) == (True, True)


@pytest.mark.parametrize("file", ["missing.pem", "empty.pem"])
def test_a_file_without_certificates_is_told_before_anything_is_sent(at_mailchimp: Company, file: str) -> None:
    (at_mailchimp.folder / "empty.pem").write_text("no certificate", "utf-8")
    with pytest.raises(WrongUse, match="cannot be read as certificates"):
        at_mailchimp.through(ca=file)
    assert at_mailchimp.proxy.asked == []
