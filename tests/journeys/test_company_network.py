"""One proxy and authority for the whole company (``own_proxy``, ``own_authorities``): vendors, mailboxes, the cloud,
servers, databases and our own letters. Real servers on this machine; whoever goes there directly is refused."""

from __future__ import annotations

import select
import socket
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.connectors.line_world import Authority, Server, server_context
from tests.connectors.linux_world import linux_server

from belofte.bootstrap.connecting import connectors_of
from belofte.bootstrap.network import Network
from belofte.connectors.sql.engine import trusted_url
from belofte.domain.country import Country
from belofte.domain.errors import WrongUse
from belofte.domain.system_map import SystemMap, Verb
from belofte.loading.countries import country_of, load_countries
from belofte.mail.boxes import mailbox_of
from belofte.mail.connect import mailer_of
from belofte.ports import Delivery, Letter, MailboxUnreachable, SystemUnreachable
from belofte.settings import Home, MailboxSettings, Settings, SettingsError, load_settings
from belofte.wire.route import ProxyRefused, Route, tunnel

PASSWORD = "wachtwoord-van-de-proxy"
ALLOWED = "Basic " + b64encode(f"belofte:{PASSWORD}".encode()).decode()
VENDOR = "localhost"


@dataclass
class Proxy:
    """It asks for a password, and leads to one port of this machine, whatever it is asked for."""

    to: int = 0
    asked: list[str] = field(default_factory=list[str])

    def talk(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            head += connection.recv(4096)
        said = head.decode("latin-1").split("\r\n")
        self.asked.append(said[0])
        if not any(ALLOWED in line for line in said):
            connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
            return
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        with socket.create_connection(("127.0.0.1", self.to), 5) as there:
            across = {connection: there, there: connection}
            while ready := select.select([*across], [], [], 5)[0]:
                for end in ready:
                    said_here = end.recv(65536)
                    if not said_here:
                        return
                    across[end].sendall(said_here)


@dataclass
class Company:
    """The network of one company: its proxy, its authority, a port where nobody listens."""

    home: Path
    proxy: Proxy
    proxy_port: int
    authority: Authority
    silent: int
    stack: ExitStack

    def behind(self, talker: Callable[[socket.socket], None], *, tls: bool = False) -> None:
        """What the proxy leads to."""
        context = server_context(self.authority.issue(VENDOR)) if tls else None
        self.proxy.to = self.stack.enter_context(closing(Server(talker, context))).port

    def network(self, password: str = PASSWORD) -> Network:
        (self.home / "proxy.secret").write_text(f"http://belofte:{password}@127.0.0.1:{self.proxy_port}")
        return Network("file:proxy.secret", self.authority.file.name)

    def connector(self, kind: str, network: Network | None = None, **settings: object) -> Any:
        system = SystemMap("there", kind, frozenset({Verb.OBSERVE, Verb.FIND}), settings=settings, hash="h")
        around = network or self.network()
        made = connectors_of({"there": system}, Home(self.home), Now(), NL, is_sandbox=False, network=around)
        return made["there"]


class Now:
    def now(self) -> datetime:
        return datetime.now(UTC)


NL: Country = country_of(load_countries(), "NL")


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    with ExitStack() as stack:
        proxy = Proxy()
        listening = stack.enter_context(closing(Server(proxy.talk)))
        taken = stack.enter_context(socket.socket())
        taken.bind(("127.0.0.1", 0))  # taken, and not listening: whoever goes there directly is refused
        yield Company(tmp_path, proxy, listening.port, Authority(tmp_path), taken.getsockname()[1], stack)


def imap(connection: socket.socket) -> None:
    """As much of a mail server as signing in needs."""
    connection.sendall(b"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n")
    with connection.makefile("rb") as said:
        for raw in said:
            tag, _, rest = raw.decode().strip().partition(" ")
            word = rest.split(" ")[0].upper()
            if word == "CAPABILITY":
                connection.sendall(b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n")
            elif word == "AUTHENTICATE":
                connection.sendall(b"+ \r\n")
                said.readline()
            elif word == "LIST":
                connection.sendall(b'* LIST () "/" INBOX\r\n')
            elif word == "LOGOUT":
                connection.sendall(b"* BYE\r\n")
            connection.sendall(f"{tag} OK done\r\n".encode())


def mailbox(company: Company, network: Network | None = None) -> Any:
    return company.connector(
        "imap", network, host=VENDOR, port=company.silent, user="info@company.example", password="file:proxy.secret"
    )


def test_a_mailbox_is_reached_through_the_proxy_under_the_company_s_authority(company: Company) -> None:
    company.behind(imap, tls=True)
    [seen] = mailbox(company).observe(["encrypted"])
    assert seen.value is True
    assert company.proxy.asked == [f"CONNECT {VENDOR}:{company.silent} HTTP/1.1"]


def test_without_the_authority_the_mailbox_is_not_trusted(company: Company) -> None:
    company.behind(imap, tls=True)
    with pytest.raises(SystemUnreachable, match="not trusted"):
        list(mailbox(company, Network(company.network().proxy)).observe(["encrypted"]))


def test_a_proxy_that_lets_us_not_through_is_told_and_its_password_is_not(company: Company) -> None:
    company.behind(imap, tls=True)
    with pytest.raises(SystemUnreachable) as raised:
        list(mailbox(company, company.network("vergeten")).observe(["encrypted"]))
    assert "proxy" in raised.value.why and "proxy" in raised.value.remedy
    assert "vergeten" not in f"{raised.value.why} {raised.value.remedy}"


def test_the_mailbox_requests_come_in_by_says_what_is_wrong_with_the_way_there(company: Company) -> None:
    company.behind(imap, tls=True)
    box = MailboxSettings(host=VENDOR, port=company.silent, account="privacy", password="file:proxy.secret")

    def told(network: Network) -> str:
        made = mailbox_of("privacy", box, company.home, "privacy@company.example", network.route(company.home))
        with pytest.raises(MailboxUnreachable) as raised:
            list(made.fetch("", 5))
        return f"{raised.value.why} {raised.value.remedy}"

    refused, untrusted = told(company.network("vergeten")), told(Network(company.network().proxy))
    assert "name and password" in refused and "own_proxy" in refused and "vergeten" not in refused
    assert "not trusted" in untrusted and "own_authorities" in untrusted


def test_a_proxy_that_refuses_waits_for_a_person_and_one_that_is_away_does_not(company: Company) -> None:
    def passes(network: Network) -> bool:
        with pytest.raises(SystemUnreachable) as raised:
            list(mailbox(company, network).observe(["encrypted"]))
        return raised.value.transient

    assert not passes(company.network("vergeten"))
    company.proxy_port = company.silent
    assert passes(company.network())


def test_a_server_is_signed_in_to_through_the_proxy(company: Company) -> None:
    with linux_server() as server:
        company.proxy.to = server.port
        (company.home / "linux.key").write_text(server.private)
        made = company.connector(
            "linux", host=VENDOR, port=company.silent, account="belofte", key="file:linux.key",
            host_key=server.public.strip(),
        )  # fmt: skip
        made.fingerprint()
        [seen] = made.observe(["setting/crypto-policy"])
    assert seen.value is not None
    assert company.proxy.asked[0].startswith(f"CONNECT {VENDOR}:{company.silent}")


def test_the_line_goes_through_a_proxy_that_asks_for_a_password(company: Company) -> None:
    company.behind(lambda connection: connection.sendall(b"* OK\r\n"), tls=True)
    made = company.connector("line", hosts={"www.company.example": ("https",)}, own_ca=company.authority.file.name)
    [seen] = made.observe(["setting/certificate"])
    assert '"name_fits":false' in str(seen.value) and '"trusted":true' in str(seen.value)
    assert company.proxy.asked and all("www.company.example:443" in line for line in company.proxy.asked)


def test_the_cloud_is_reached_through_the_proxy_under_the_company_s_authority(company: Company) -> None:
    pytest.importorskip("boto3", reason="2026-11-23: without the extra aws there is no cloud to look at.")
    account = (
        "<GetCallerIdentityResponse xmlns='https://sts.amazonaws.com/doc/2011-06-15/'><GetCallerIdentityResult>"
        "<Account>123456789012</Account><Arn>arn</Arn><UserId>u</UserId></GetCallerIdentityResult>"
        "</GetCallerIdentityResponse>"
    )

    def aws(connection: socket.socket) -> None:
        with connection.makefile("rb") as said:  # all of it: what is left unread would reset the connection
            length = next(int(line.split(b":")[1]) for line in said if line.lower().startswith(b"content-length"))
            while said.readline().strip():
                pass
            said.read(length)
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: {len(account)}\r\n\r\n"
        connection.sendall(f"{head}{account}".encode())

    company.behind(aws, tls=True)
    (company.home / "key").write_text("k")
    made = company.connector(
        "aws", region="eu-central-1", endpoint=f"https://{VENDOR}:{company.silent}", access_key="file:key",
        secret_key="file:key",
    )  # fmt: skip
    assert made.aws.call("sts", "get_caller_identity")["Account"] == "123456789012"
    assert company.proxy.asked[0].startswith(f"CONNECT {VENDOR}:{company.silent} ")
    here = {"endpoint": f"https://{VENDOR}:{company.silent}", "access_key": "file:key", "secret_key": "file:key"}
    bare = company.connector("aws", Network(company.network().proxy), region="eu-central-1", **here)
    bare.aws.access = replace(bare.aws.access, attempts=1)
    with pytest.raises(SystemUnreachable):
        bare.aws.call("sts", "get_caller_identity")


def test_letters_leave_through_the_proxy_under_the_company_s_authority(company: Company) -> None:
    kept: list[bytes] = []

    def smtp(connection: socket.socket) -> None:
        connection.sendall(b"220 mail\r\n")
        with connection.makefile("rb") as said:
            for raw in said:
                word = raw.split()[0].upper() if raw.split() else b""
                if word == b"DATA":
                    connection.sendall(b"354 go\r\n")
                    kept.append(b"".join(iter(said.readline, b".\r\n")))
                connection.sendall(b"221 bye\r\n" if word == b"QUIT" else b"250 fine\r\n")

    company.behind(smtp, tls=True)
    settings = Settings(smtp_host=VENDOR, smtp_port=company.silent, smtp_security="tls")
    letter = Letter("anna@post.example", "Onderwerp", "Tekst", "<p>Tekst", "nl")

    def send(network: Network) -> Delivery:
        route = network.route(company.home)
        made = mailer_of(settings, company.home, Now(), sender="privacy@company.example", name="P", route=route)
        return made.send(letter)

    assert send(company.network()).accepted
    assert len(kept) == 1 and company.proxy.asked == [f"CONNECT {VENDOR}:{company.silent} HTTP/1.1"]
    refused = send(company.network("vergeten"))
    assert "own_proxy" in str(refused) and "vergeten" not in str(refused)
    untrusted = send(Network(company.network().proxy))
    assert "not trusted" in str(untrusted) and "own_authorities" in str(untrusted)


@pytest.mark.parametrize(
    ("url", "trusted"),
    [
        ("postgresql://b@db.example/crm", "sslmode=verify-full&sslrootcert=%2Fca.pem"),
        ("mariadb://b:p%40ss@db.example/crm", "ssl_ca=%2Fca.pem&ssl_check_hostname=true"),
        ("postgresql://b@db.example/crm?sslmode=verify-ca", "sslmode=verify-ca&sslrootcert=%2Fca.pem"),
        ("postgresql:///crm", ""),
        ("sqlite:///crm.sqlite", ""),
        ("not a url", ""),
    ],
)
def test_a_database_server_is_checked_under_the_company_s_authority(url: str, trusted: str) -> None:
    """A database goes through no proxy; its own words about certificates win; a file has none."""
    seen = trusted_url(url, Path("/ca.pem"))
    assert seen == (f"{url.partition('?')[0]}?{trusted}" if trusted else url)
    assert trusted_url(url, None) == url


def test_what_a_map_says_itself_wins_and_a_line_gets_no_authority() -> None:
    network = Network("http://proxy.example:3128", "company.pem")
    own = SystemMap("there", "imap", frozenset(), settings={"proxy": "http://other.example:1", "ca": "other.pem"})
    assert network.around(own).settings == own.settings
    line = network.around(SystemMap("line", "line", frozenset())).settings
    assert line == {"proxy": "http://proxy.example:3128"}, "it looks at what visitors trust"
    assert network.around(SystemMap("disk", "files", frozenset())).settings == {}


def test_a_sandbox_goes_through_no_proxy(company: Company) -> None:
    system = SystemMap("there", "imap", frozenset({Verb.FIND, Verb.OBSERVE}), hash="h", settings={
        "host": "127.0.0.1", "port": str(company.silent), "user": "u", "password": "file:proxy.secret"})  # fmt: skip
    network = company.network()
    made = connectors_of({"there": system}, Home(company.home), Now(), NL, is_sandbox=True, network=network)["there"]
    with pytest.raises(SystemUnreachable):
        list(made.observe(["encrypted"]))
    assert company.proxy.asked == []


@pytest.mark.parametrize("written", ["http://me:secret@proxy.example:3128", "https://proxy.example", "proxy.example"])
def test_a_proxy_that_is_written_wrongly_or_with_its_password_is_refused(tmp_path: Path, written: str) -> None:
    (tmp_path / "belofte.toml").write_text(f'own_proxy = "{written}"\n', "utf-8")
    with pytest.raises(SettingsError) as raised:
        load_settings(tmp_path)
    assert "own_proxy" in str(raised.value) and "secret@" not in str(raised.value)


def test_a_file_without_certificates_is_told(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("nothing")
    with pytest.raises(WrongUse, match="PEM"):
        Route(ca=tmp_path / "ca.pem").trusting()


def test_a_proxy_that_is_not_there_passes_and_one_that_refuses_does_not(company: Company) -> None:
    with pytest.raises(ProxyRefused) as away:
        tunnel(f"http://127.0.0.1:{company.silent}", "there.example", 993, 2)
    with pytest.raises(ProxyRefused) as refused:
        tunnel(f"http://127.0.0.1:{company.proxy_port}", "there.example", 993, 2)
    assert (away.value.lasting, refused.value.lasting) == (False, True)
