"""The line and a server of the company, from map to verdict: kept while it is so, broken the day it is not, unknown
when nobody could look; and a request of a person goes through the same folder untroubled."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from tests.connectors.line_world import Authority, Server, answers_pages, server_context, smtp_server
from tests.connectors.linux_world import AT, LinuxServer, linux_server
from tests.ports import free_port
from tests.worlds import World

from belofte.bootstrap import make_demo
from belofte.cli.main import run

WWW, MAIL = "www.linprofs.example", "mail.linprofs.example"
HSTS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
KPN = """\
kind: line
name: {{nl: de lijn, en: the line}}
recipient: kpn
allow: [observe]
hosts: {{{www}: [https], {mail}: [smtp]}}
own_ca: ca.pem
addresses: {addresses}
expect:
  https-redirect: true
  hsts: {{days: at_least 180}}
  certificate: {{trusted: true, name_fits: true, days_left: at_least 14}}
  protocols: [TLSv1.2, TLSv1.3]
  starttls: true
  mixed-content: none
  plain-protocols: none
"""
SERVER = """\
kind: linux
name: {{nl: de server, en: the server}}
allow: [observe]
host: 127.0.0.1
port: {port}
account: belofte
key: file:linux.key
host_key: "{host_key}"
expect:
  crypto-policy: [FUTURE, FIPS]
  log-terms: at_most 30 days
  open-ports: [22, 443]
"""


class Company:
    """The reference company with its line and one server, all on this machine."""

    def __init__(self, stack: ExitStack, home: Path) -> None:
        self.world = World(make_demo(home, 50))
        self.policy, self.home = self.world.made.home.policy, home
        self.authority = Authority(home)
        self.authority.file.rename(home / "ca.pem")
        self._stack = stack
        self.addresses: dict[str, str] = {}
        self.site(self.authority.issue(WWW))
        self.listen(WWW, 80, answers_pages({"/": (301, {"Location": f"https://{WWW}/"}, "")}))
        port = stack.enter_context(smtp_server(self.authority.issue(MAIL)))
        self.addresses[f"{MAIL}:25"] = f"127.0.0.1:{port}"
        self.server: LinuxServer = stack.enter_context(linux_server())
        self.server.tree[f"{AT}grep -rHs ^ /etc/logrotate.conf /etc/logrotate.d"] = (1, "")
        (home / "linux.key").write_text(self.server.private)
        self._clauses("LOG-9: retention.log")
        self.write()

    def site(self, pem: Path) -> None:
        self.listen(WWW, 443, answers_pages({"/": (200, HSTS, "<p>welcome</p>")}), server_context(pem))

    def listen(self, host: str, port: int, talker: Any, tls: Any = None) -> Server:
        server = Server(talker, tls)
        self._stack.callback(server.close)
        self.addresses[f"{host}:{port}"] = f"127.0.0.1:{server.port}"
        return server

    def write(self) -> None:
        text = KPN.format(www=WWW, mail=MAIL, addresses=json.dumps(self.addresses))
        (self.policy / "systems" / "kpn.yaml").write_text(text, "utf-8")
        text = SERVER.format(port=self.server.port, host_key=self.server.public.strip())
        (self.policy / "systems" / "web1.yaml").write_text(text, "utf-8")

    def _clauses(self, line: str) -> None:
        path = self.policy / "clauses.yaml"
        path.write_text(f"{path.read_text('utf-8')}{line}\n", "utf-8")


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    with ExitStack() as stack:
        yield Company(stack, tmp_path / "home")


def check(company: Company, capsys: pytest.CaptureFixture[str], *clauses: str) -> dict[str, Any]:
    company.write()
    run(["check", *clauses, "--json", "--policy", str(company.policy)])
    printed = json.loads(capsys.readouterr().out)
    return {verdict["clause"]: verdict for verdict in printed["verdicts"]}


def test_the_line_and_the_pages_are_encrypted_until_one_thing_is_not(
    company: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    found = check(company, capsys, "KPN-2", "KPN-3")
    assert {name: verdict["state"] for name, verdict in found.items()} == {"KPN-2": "kept", "KPN-3": "kept"}, found
    company.listen(WWW, 21, answers_pages({}))
    telnet = company.listen(MAIL, 23, lambda connection: connection.sendall(b"\xff\xfb\x01login: "))
    found = check(company, capsys, "KPN-2", "KPN-3")
    assert {name: verdict["state"] for name, verdict in found.items()} == {"KPN-2": "broken", "KPN-3": "kept"}
    assert found["KPN-2"]["instances"] == [{"count": 1, "place": f"kpn plain-protocols {MAIL}"}]
    assert "telnet:23" in found["KPN-2"]["reason"]["nl"]
    assert telnet.connections == 1


def test_a_certificate_that_ends_breaks_the_promise_about_pages(
    company: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    company.site(company.authority.issue(WWW, days=10))
    verdict = check(company, capsys, "KPN-3")["KPN-3"]
    assert verdict["state"] == "broken"
    assert verdict["reason"]["en"] == f"kpn certificate {WWW}:https days_left is 10, expected: at_least 14"


def test_a_line_nobody_can_look_at_keeps_nothing(company: Company, capsys: pytest.CaptureFixture[str]) -> None:
    company.addresses = {f"{WWW}:443": f"127.0.0.1:{free_port()}", f"{MAIL}:25": f"127.0.0.1:{free_port()}"}
    verdict = check(company, capsys, "KPN-3")["KPN-3"]
    assert verdict["state"] == "unknown" and "nothing listens" in verdict["reason"]["en"]


def test_how_long_a_server_keeps_its_logs_is_compared_with_the_promise(
    company: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(company, capsys, "LOG-9")["LOG-9"]["state"] == "kept"
    company.server.tree[f"{AT}systemd-analyze cat-config systemd/journald.conf"] = (0, "[Journal]\n")
    verdict = check(company, capsys, "LOG-9")["LOG-9"]
    assert verdict["state"] == "broken"
    assert verdict["reason"]["nl"] == "web1 log-terms journald is unlimited, verwacht: at_most 30 days"
    company.server.tree[f"{AT}systemd-analyze cat-config systemd/journald.conf"] = (1, "")
    assert check(company, capsys, "LOG-9")["LOG-9"]["state"] == "unknown"


def test_a_request_is_searched_for_and_answered_with_systems_that_only_look(company: Company) -> None:
    made = company.world.made
    with company.world.open() as belofte:
        reference = company.world.ask(belofte, "access", made.asks)
        case = company.world.approve(belofte, reference)
        assert case.plan is not None
        assert set(case.plan.maps) >= {"crm", "kpn", "web1"}
        assert "kpn" not in {item.system for item in case.plan.blind}
        assert not {step.system for step in case.plan.steps} & {"kpn", "web1"}
    about_us = {f"{AT}sudo -n -l", f"{AT}id -Gn"}
    assert set(company.server.asked) <= about_us, "nobody looks for a person in a server's settings"


def test_a_map_says_what_is_wrong_with_it(company: Company, capsys: pytest.CaptureFixture[str]) -> None:
    path = company.policy / "systems" / "kpn.yaml"
    good = path.read_text("utf-8")
    for wrong, said in (
        (good.replace("[smtp]", "[smpt]"), '"smpt" is not one of the words for this.'),
        (good.replace("at_least 14", "at_least soon"), '"soon" is neither a number nor a period.'),
        (good.replace("  starttls:", "  Start TLS:"), '"Start TLS" is not the name of a setting.'),
        (good.replace("hosts:", "domains: [linprofs.example]\n#"), 'A system of the kind line needs "hosts".'),
    ):
        path.write_text(wrong, "utf-8")
        assert run(["lint", str(company.policy)]) != 0
        told = capsys.readouterr()
        assert said in told.out + told.err and "systems/kpn.yaml" in told.out + told.err


def test_outside_a_sandbox_a_map_cannot_say_where_a_host_stands(
    company: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    path = company.policy / "policy.yaml"
    path.write_text(path.read_text("utf-8").replace("environment: sandbox\n", ""), "utf-8")
    assert run(["check", "KPN-3", "--policy", str(company.policy)]) == 3, "it was not looked at, and nothing else was"
    assert "only a sandbox may" in capsys.readouterr().out
