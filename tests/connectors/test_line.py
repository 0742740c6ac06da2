"""A line looked at from the outside: real TLS, mail, DNS and plain servers on this machine."""

from __future__ import annotations

import json
import selectors
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.connectors.line_world import (
    NOW,
    Authority,
    Server,
    Talker,
    Zone,
    answers_pages,
    der_of,
    dns_server,
    lines,
    says,
    server_context,
    smtp_server,
)
from tests.ports import free_port

from belofte.connectors.line.connector import SETTINGS, LineConnector
from belofte.connectors.line.declared import SERVICES
from belofte.connectors.line.dialing import Dialer, NoAnswer
from belofte.connectors.line.handshakes import Handshakes
from belofte.connectors.line.names import Names
from belofte.connectors.line.plain import PROTOCOLS
from belofte.domain.promise import Observation, Reach
from belofte.domain.system_map import SystemMap, Verb
from belofte.loading.connector_kinds import line as keys
from belofte.ports import Ask, Order, SystemUnreachable

WWW, MAIL, SHOP = "www.linprofs.example", "mail.linprofs.example", "shop.linprofs.example"
FRONT = answers_pages({"/": (200, {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}, "<p>Hi</p>")})
MOVED = answers_pages({"/": (301, {"Location": f"https://{WWW}/"}, "")})


class Fixed:
    def now(self) -> datetime:
        return NOW


class World:
    """Hosts on this machine: their services, what listens where, and the map of the line."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self.stack, self.authority = stack, Authority(folder)
        self.addresses: dict[str, str] = {}
        self.hosts: dict[str, tuple[str, ...]] = {}
        self.domains: tuple[str, ...] = ()
        self.resolver = ""
        self.patience = 30.0  # as long as a slow machine needs; short where nobody will answer
        self.pages: tuple[str, ...] = ()
        self.notice: dict[str, str] = {}

    def serve(self, host: str, port: int, talker: Talker, tls: ssl.SSLContext | None = None) -> Server:
        server = Server(talker, tls)
        self.stack.callback(server.close)
        self.addresses[f"{host}:{port}"] = f"127.0.0.1:{server.port}"
        return server

    def site(self, host: str, pem: Path, talker: Talker = FRONT, only: ssl.TLSVersion | None = None) -> Server:
        self.hosts[host] = (*self.hosts.get(host, ()), "https")
        return self.serve(host, 443, talker, server_context(pem, only))

    def mail(self, host: str, pem: Path | None) -> None:
        self.hosts[host] = (*self.hosts.get(host, ()), "smtp")
        self.addresses[f"{host}:25"] = f"127.0.0.1:{self.stack.enter_context(smtp_server(pem))}"

    def dns(self, zone: Zone) -> None:
        self.domains = ("linprofs.example",)
        self.resolver = self.stack.enter_context(dns_server(zone))

    def connector(self, *, proxy: str = "", trusting: bool = True, here_only: bool = True) -> LineConnector:
        settings: dict[str, object] = {"hosts": self.hosts, "domains": self.domains}
        settings |= {"pages": self.pages, "notice": self.notice}
        system = SystemMap("kpn", "line", frozenset({Verb.OBSERVE}), recipient="kpn", settings=settings, hash="h")
        dialer = Dialer(self.addresses, proxy, self.patience, here_only=here_only)
        names = Names(self.resolver, self.patience, here_only=True)
        return LineConnector(system, Fixed(), dialer, names, self.authority.file if trusting else None)

    def look(self, setting: str, **how: Any) -> Observation:
        [seen] = self.connector(**how).observe([f"setting/{setting}"])
        assert seen.name == f"setting/{setting}" and seen.system == "kpn" and seen.seen_at == NOW
        return seen

    def value(self, setting: str, **how: Any) -> Mapping[str, Any]:
        seen = self.look(setting, **how)
        assert seen.reach is Reach.SEEN, seen.why
        assert isinstance(seen.value, str)
        return json.loads(seen.value)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with ExitStack() as stack:
        yield World(stack, tmp_path)


# --- pages


def test_plain_pages_that_only_lead_to_https_are_as_good_as_none(world: World) -> None:
    world.site(WWW, world.authority.issue(WWW))
    world.serve(WWW, 80, MOVED)
    world.site(SHOP, world.authority.issue(SHOP))
    assert world.value("https-redirect") == {WWW: True, SHOP: True}
    assert world.value("plain-protocols") == {WWW: [], SHOP: []}


@pytest.mark.parametrize(
    "plain",
    [
        answers_pages({"/": (200, {}, "read along")}),
        answers_pages({"/": (302, {"Location": "http://www.linprofs.example/start"}, "")}),
        answers_pages({"/": (302, {"Location": "/start"}, "")}),
        answers_pages({"/": (403, {}, "no")}),
    ],
)
def test_pages_in_plain_are_named(world: World, plain: Talker) -> None:
    world.site(WWW, world.authority.issue(WWW))
    world.serve(WWW, 80, plain)
    assert world.value("https-redirect") == {WWW: False}
    assert world.value("plain-protocols") == {WWW: ["http:80"]}


@pytest.mark.parametrize(
    ("header", "seen"),
    [
        ({"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}, {"days": 365, "below": True}),
        ({"Strict-Transport-Security": 'Max-Age="86400"'}, {"days": 1, "below": False}),
        ({"Strict-Transport-Security": "max-age=soon"}, {"days": 0, "below": False}),
        ({"Strict-Transport-Security": "includeSubDomains"}, {"days": 0, "below": False}),
        ({}, {"days": 0, "below": False}),
    ],
)
def test_hsts_in_days(world: World, header: dict[str, str], seen: dict[str, object]) -> None:
    world.site(WWW, world.authority.issue(WWW), answers_pages({"/": (200, header, "")}))
    assert world.value("hsts") == {WWW: seen}


def test_what_a_front_page_loads_in_plain_is_counted_and_a_link_is_not(world: World) -> None:
    page = """<html><head><link rel=stylesheet href="http://cdn.example/a.css"><link rel=canonical href="http://x/">
      <script src="//cdn.example/a.js"></script></head><body><a href="http://elsewhere.example/">a link</a>
      <img src="/logo.png" srcset="http://cdn.example/1.png 1x, https://cdn.example/2.png 2x">
      <form action="http://www.linprofs.example/contact"></form><iframe src="HTTP://maps.example/"></iframe>"""
    world.site(WWW, world.authority.issue(WWW), answers_pages({"/": (200, {}, page)}))
    assert world.value("mixed-content") == {WWW: 4}


def test_a_front_page_elsewhere_is_followed_to_declared_hosts_only(world: World) -> None:
    plain = '<img src="http://cdn.example/x.png">'
    away = answers_pages({"/": (302, {"Location": "https://tracker.example/"}, "")})
    steps = answers_pages({"/": (302, {"Location": "/nl/?a=b"}, ""), "/nl/?a=b": (200, {}, plain)})
    world.site(WWW, world.authority.issue(WWW), steps)
    world.site(SHOP, world.authority.issue(SHOP), away)
    seen = world.value("mixed-content")
    assert seen == {WWW: 1, SHOP: {"unreachable": "its front page leads to a host that is not declared"}}


# --- certificates and versions


def test_a_good_certificate(world: World) -> None:
    world.site(WWW, world.authority.issue("linprofs.example", "*.linprofs.example", days=90))
    world.mail(MAIL, world.authority.issue(MAIL, days=20))
    assert world.value("certificate") == {
        f"{WWW}:https": {"trusted": True, "name_fits": True, "days_left": 90},
        f"{MAIL}:smtp": {"trusted": True, "name_fits": True, "days_left": 20},
    }


def test_an_expired_one_and_one_for_another_host_are_told_apart(world: World) -> None:
    world.site(WWW, world.authority.issue(WWW, days=-3))
    world.site(SHOP, world.authority.issue("elsewhere.example", "*.other.linprofs.example"))
    assert world.value("certificate") == {
        f"{WWW}:https": {"trusted": True, "name_fits": True, "days_left": -3},
        f"{SHOP}:https": {"trusted": True, "name_fits": False, "days_left": 90},
    }


def test_a_chain_nobody_trusts_says_why(world: World, tmp_path: Path) -> None:
    world.site(WWW, world.authority.issue(WWW))
    stranger = Authority(tmp_path, "A stranger")
    world.site(SHOP, stranger.issue(SHOP))
    [seen, other] = (world.value("certificate")[f"{host}:https"] for host in (WWW, SHOP))
    assert seen["trusted"] and not other["trusted"]
    assert "issuer" in other["why_not"]
    assert not world.value("certificate", trusting=False)[f"{WWW}:https"]["trusted"]


def test_expired_and_untrusted_is_both(world: World, tmp_path: Path) -> None:
    world.site(WWW, Authority(tmp_path, "A stranger").issue(WWW, days=-3))
    [seen] = world.value("certificate").values()
    assert seen["days_left"] == -3 and not seen["trusted"]


def test_the_versions_a_server_accepts(world: World) -> None:
    world.site(WWW, world.authority.issue(WWW))
    world.site(SHOP, world.authority.issue(SHOP), only=ssl.TLSVersion.TLSv1_2)
    assert world.value("protocols") == {f"{WWW}:https": ["TLSv1.2", "TLSv1.3"], f"{SHOP}:https": ["TLSv1.2"]}


def _can_do_tls_1_0(folder: Path) -> bool:
    """Whether this machine's OpenSSL can still speak TLS 1.0, on both sides."""
    authority = Authority(folder, "Try")
    server = Server(lambda _: None, server_context(authority.issue("a.example"), ssl.TLSVersion.TLSv1))
    try:
        with ExitStack() as stack:
            stack.callback(server.close)
            dialer = Dialer({"a.example:443": f"127.0.0.1:{server.port}"}, patience=60)
            return "TLSv1" in Handshakes().accepted(lambda: dialer.open("a.example", 443), "a.example")
    except (NoAnswer, ssl.SSLError):
        return False


def test_a_server_that_speaks_only_what_nobody_should_speak_any_more(world: World, tmp_path: Path) -> None:
    if not _can_do_tls_1_0(tmp_path):
        pytest.skip(f"{ssl.OPENSSL_VERSION} of this machine can no longer speak TLS 1.0 (2026-11-23)")
    world.site(WWW, world.authority.issue(WWW), only=ssl.TLSVersion.TLSv1)
    assert world.value("protocols") == {f"{WWW}:https": ["TLSv1"]}
    assert world.value("certificate")[f"{WWW}:https"]["trusted"] is True, "its certificate is another matter"


def test_a_service_that_does_not_answer_was_not_looked_at(world: World) -> None:
    world.site(WWW, world.authority.issue(WWW))
    world.hosts[SHOP] = ("https",)
    world.addresses[f"{SHOP}:443"] = f"127.0.0.1:{free_port()}"
    seen = world.value("protocols")
    assert seen[f"{WWW}:https"] == ["TLSv1.2", "TLSv1.3"]
    assert seen[f"{SHOP}:https"] == {"unreachable": "nothing listens on port 443"}
    del world.hosts[WWW]
    gone = world.look("protocols")
    assert gone.reach is Reach.UNREACHABLE and gone.value is None and SHOP in (gone.why or "")


def test_a_port_that_is_open_and_silent_was_not_looked_at(world: World) -> None:
    world.hosts[WWW], world.patience = ("https",), 0.5
    world.serve(WWW, 443, says())
    for setting in ("protocols", "certificate", "hsts", "mixed-content"):
        assert world.look(setting).reach is Reach.UNREACHABLE


# --- mail


def test_starttls_is_offered_and_works_or_it_is_not(world: World) -> None:
    world.mail(MAIL, world.authority.issue(MAIL))
    world.mail("old.linprofs.example", None)
    assert world.value("starttls") == {f"{MAIL}:smtp": True, "old.linprofs.example:smtp": False}
    assert world.value("plain-protocols") == {MAIL: [], "old.linprofs.example": ["smtp:25"]}
    assert world.value("protocols")[f"{MAIL}:smtp"] == ["TLSv1.2", "TLSv1.3"]
    assert world.value("certificate")["old.linprofs.example:smtp"] == {"unreachable": "it does not offer TLS"}


def test_mailboxes_begin_tls_inside_the_conversation(world: World) -> None:
    tls = server_context(world.authority.issue(MAIL))
    imap = {"a CAPABILITY": "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\na OK\r\n", "b STARTTLS": "b OK go\r\n"}
    world.serve(MAIL, 143, lines("* OK here\r\n", imap, tls, "b STARTTLS"))
    pop = {"CAPA": "+OK\r\nSTLS\r\nUIDL\r\n.\r\n", "STLS": "+OK go\r\n"}
    world.serve(MAIL, 110, lines("+OK here\r\n", pop, tls, "STLS"))
    world.hosts[MAIL] = ("imap", "pop3")
    assert world.value("starttls") == {f"{MAIL}:imap": True, f"{MAIL}:pop3": True}
    assert world.value("plain-protocols") == {MAIL: []}


def test_a_password_that_may_be_given_in_plain_is_plain_even_where_tls_is_offered(world: World) -> None:
    world.hosts[MAIL] = ("imap", "pop3", "submission")
    world.serve(MAIL, 143, lines("* OK here\r\n", {"a CAP": "* CAPABILITY IMAP4rev1 STARTTLS\r\na OK\r\n"}))
    world.serve(MAIL, 110, lines("+OK here\r\n", {"CAPA": "+OK\r\nSTLS\r\nUSER\r\n.\r\n"}))
    world.serve(MAIL, 587, lines("220 here\r\n", {"EHLO": "250-here\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN\r\n"}))
    assert world.value("plain-protocols") == {MAIL: ["submission:587", "pop3:110", "imap:143"]}


def zone_of(mail: str = MAIL, **more: list[str]) -> Zone:
    records = {("linprofs.example", "MX"): [f"10 {mail}."], ("linprofs.example", "NS"): ["ns.elsewhere.example."]}
    return Zone(records | {(name, kind): found for (name, kind), found in _by_kind(more)})


def _by_kind(more: Mapping[str, list[str]]) -> Iterator[tuple[tuple[str, str], list[str]]]:
    for written, found in more.items():
        kind, _, name = written.partition("__")
        yield (name, kind.upper()), found


POLICY = "version: STSv1\r\nmode: {mode}\r\nmx: {mx}\r\nmax_age: 604800\r\n"


def with_policy(world: World, zone: Zone, mode: str = "enforce", mx: str = MAIL, name: str = "") -> None:
    """A domain with an MTA-STS policy, and a mail host."""
    zone.records[("_mta-sts.linprofs.example", "TXT")] = ['"v=STSv1; id=20260101"']
    host = "mta-sts.linprofs.example"
    pages = {"/.well-known/mta-sts.txt": (200, {"Content-Type": "text/plain"}, POLICY.format(mode=mode, mx=mx))}
    pem = world.authority.issue(name or host)
    world.serve(host, 443, answers_pages(pages), server_context(pem))
    world.mail(MAIL, world.authority.issue(MAIL))
    world.dns(zone)


@pytest.mark.parametrize(
    ("mode", "mx", "name", "seen", "protected"),
    [
        ("enforce", MAIL, "", "enforce", True),
        ("enforce", "*.linprofs.example", "", "enforce", True),
        ("enforce", "mail.elsewhere.example", "", "enforce", False),
        ("enforce", "*.example", "", "enforce", False),  # a star stands for one word (RFC 8461, 4.1)
        ("testing", MAIL, "", "testing", False),
        ("perhaps", MAIL, "", "invalid", False),
        ("enforce", MAIL, "another.example", "invalid", False),
    ],
)
def test_the_policy_that_makes_other_mail_servers_insist(
    world: World, mode: str, mx: str, name: str, seen: str, protected: bool
) -> None:
    with_policy(world, zone_of(), mode, mx, name)
    assert world.value("mta-sts") == {"linprofs.example": seen}
    assert world.value("mail-transport") == {"linprofs.example": protected}


def test_without_a_policy_and_without_records_mail_can_be_held_back_from_tls(world: World) -> None:
    world.mail(MAIL, world.authority.issue(MAIL))
    world.dns(zone_of())
    assert world.value("mta-sts") == {"linprofs.example": "absent"}
    assert world.value("dane") == {MAIL: False}
    assert world.value("mail-transport") == {"linprofs.example": False}


@pytest.mark.parametrize(
    ("signed", "own_key", "protected"), [(True, True, True), (False, True, False), (True, False, False)]
)
def test_signed_records_with_the_key_of_the_mail_host_do_it_too(
    world: World, signed: bool, own_key: bool, protected: bool
) -> None:
    pem = world.authority.issue(MAIL)
    digest = sha256(der_of(pem if own_key else world.authority.issue(MAIL))).hexdigest()
    name = f"_25._tcp.{MAIL}"
    zone = zone_of(**{f"tlsa__{name}": [f"3 0 1 {digest}"]})
    zone.signed |= {name} if signed else set()
    world.mail(MAIL, pem)
    world.dns(zone)
    assert world.value("dane") == {MAIL: protected}
    assert world.value("mail-transport") == {"linprofs.example": protected}


def test_a_policy_that_leaves_out_one_of_two_mail_hosts_protects_neither(world: World) -> None:
    zone = zone_of()
    zone.records[("linprofs.example", "MX")] = [f"10 {MAIL}.", "20 spare.linprofs.example."]
    with_policy(world, zone, mx=MAIL)
    assert world.value("mta-sts") == {"linprofs.example": "enforce"}
    assert world.value("mail-transport") == {"linprofs.example": False}


def test_signed_records_of_one_of_two_mail_hosts_protect_neither(world: World) -> None:
    pem, spare, name = world.authority.issue(MAIL), "spare.linprofs.example", f"_25._tcp.{MAIL}"
    zone = zone_of(**{f"tlsa__{name}": [f"3 0 1 {sha256(der_of(pem)).hexdigest()}"]})
    zone.records[("linprofs.example", "MX")] = [f"10 {MAIL}.", f"20 {spare}."]
    zone.signed |= {name}
    world.mail(MAIL, pem)
    world.mail(spare, world.authority.issue(spare))
    world.dns(zone)
    assert world.value("dane") == {MAIL: True, spare: False}
    assert world.value("mail-transport") == {"linprofs.example": False}


def test_a_mail_host_that_is_not_declared_is_not_touched(world: World) -> None:
    world.site(WWW, world.authority.issue(WWW))
    name = "_25._tcp.mx.elsewhere.example"
    world.dns(zone_of("mx.elsewhere.example", **{f"tlsa__{name}": [f"3 1 1 {'ab' * 32}"]}))
    assert world.look("dane").why == "mx.elsewhere.example: it takes the domain's mail and is not declared"


# --- plain protocols


def when(fits: Callable[[bytes], bool], answer: bytes) -> Talker:
    """Answers what is said as the protocol writes it, and hangs up on anything else."""

    def talk(connection: socket.socket) -> None:
        while fits(connection.recv(4096)):
            connection.sendall(answer)

    return talk


def is_pre_login(said: bytes) -> bool:
    """[MS-TDS] 2.2.6.5, with the ENCRYPTION byte where its option says, asking for TLS."""
    whole = said[:2] == b"\x12\x01" and int.from_bytes(said[2:4]) == len(said)
    return whole and said[8:19] == bytes.fromhex("00000b00060100110001ff") and said[8 + 0x11] == 1


def is_hello(said: bytes) -> bool:
    """MongoDB's OP_MSG with one BSON document: {hello: 1, $db: "admin"}."""
    document = b"\x10hello\0\x01\0\0\0\x02$db\0\x06\0\0\0admin\0\0"
    sizes = [int.from_bytes(said[at : at + 4], "little") for at in (0, 12, 16, 21)]
    return sizes == [len(said), 2013, 0, 4 + len(document)] and said[20] == 0 and said[25:] == document


def pre_login_answer(encryption: int) -> bytes:
    return bytes.fromhex("0401002b0000010000001a00060100200001020021000103002200000400220001ff") + (
        bytes.fromhex("1000103e0000") + bytes([encryption, 0, 0])
    )


_MONGO_ANSWER = bytes.fromhex("2d0000000700000001000000dd0700000000000000") + b"\x18\0\0\0\x10ok\0" + bytes(16)
_GREETING = b"\x0a5.5.5-MariaDB\0" + b"\0" * 4 + b"abcdefgh\0"
PLAIN_SERVERS: Mapping[str, Callable[[], Talker]] = {
    "http": lambda: answers_pages({}),
    "ftp": lambda: lines("220-welcome\r\n220 ftp\r\n", {}),
    "telnet": lambda: says(first=b"\xff\xfd\x18login: "),
    "smtp": lambda: lines("220 mail\r\n", {"EHLO": "250 mail\r\n"}),
    "submission": lambda: lines("220 mail\r\n", {"EHLO": "250 AUTH LOGIN\r\n"}),
    "pop3": lambda: lines("+OK\r\n", {"CAPA": "-ERR\r\n"}),
    "imap": lambda: lines("* OK\r\n", {"a ": "* CAPABILITY IMAP4\r\na OK\r\n"}),
    "ldap": lambda: says(then=bytes.fromhex("300c02010178070a010204000400")),
    "smb": lambda: says(then=b"\0\0\0\x40\xfeSMB"),
    "rsync": lambda: says(first=b"@RSYNCD: 31.0\n"),
    "sqlserver": lambda: when(is_pre_login, pre_login_answer(2)),
    "mysql": lambda: says(first=b"\x4a\0\0\0" + _GREETING + b"\xff\xf7"),
    "sip": lambda: says(then=b"SIP/2.0 200 OK\r\n\r\n"),
    "postgresql": lambda: says(then=b"N"),
    "vnc": lambda: says(first=b"RFB 003.008\n"),
    "redis": lambda: says(then=b"-NOAUTH Authentication required.\r\n"),
    "memcached": lambda: says(then=b"VERSION 1.6\r\n"),
    "mongodb": lambda: when(is_hello, _MONGO_ANSWER),
}
PROTECTED_SERVERS: Mapping[str, Callable[[], Talker]] = {
    "http": lambda: MOVED,
    "ftp": lambda: lines("220 ftp\r\n", {"AUTH TLS": "234 go\r\n"}),
    "telnet": lambda: says(first=b"\x15\x03\x01\0\x02\x02\x28"),
    "smtp": lambda: lines("220 mail\r\n", {"EHLO": "250-mail\r\n250 STARTTLS\r\n"}),
    "submission": lambda: lines("220 mail\r\n", {"EHLO": "250-mail\r\n250 STARTTLS\r\n"}),
    "pop3": lambda: lines("+OK\r\n", {"CAPA": "+OK\r\nSTLS\r\n.\r\n"}),
    "imap": lambda: lines("* OK\r\n", {"a ": "* CAPABILITY IMAP4 STARTTLS LOGINDISABLED\r\na OK\r\n"}),
    "ldap": lambda: says(then=bytes.fromhex("300c02010178070a010004000400")),
    "smb": lambda: says(),
    "rsync": lambda: says(),
    "sqlserver": lambda: when(is_pre_login, pre_login_answer(1)),
    "mysql": lambda: says(first=b"\x4a\0\0\0" + _GREETING + b"\xff\xff"),
    "sip": lambda: says(then=b"\x15\x03\x03\0\x02\x02\x28"),
    "postgresql": lambda: says(then=b"S"),
    "vnc": lambda: says(),
    "redis": lambda: says(then=b"\x15\x03\x03\0\x02\x02\x28"),
    "memcached": lambda: says(then=b"ERROR\r\n"),
    "mongodb": lambda: when(lambda said: said[:2] == b"\x16\x03", b""),
}


def test_every_protocol_has_a_server_that_speaks_it_in_plain_and_one_that_does_not() -> None:
    assert [protocol.name for protocol in PROTOCOLS] == list(PLAIN_SERVERS) == list(PROTECTED_SERVERS)


def test_everything_that_answers_in_plain_is_named(world: World) -> None:
    world.site(WWW, world.authority.issue(WWW))
    counted = [world.serve(WWW, protocol.port, PLAIN_SERVERS[protocol.name]()) for protocol in PROTOCOLS]
    assert world.value("plain-protocols") == {WWW: [str(protocol) for protocol in PROTOCOLS]}
    assert [server.connections for server in counted] == [1] * len(PROTOCOLS), "one connection a port"


def test_what_asks_for_tls_or_says_nothing_is_not_named(world: World) -> None:
    world.patience = 2.0
    world.site(WWW, world.authority.issue(WWW))
    for protocol in PROTOCOLS:
        world.serve(WWW, protocol.port, PROTECTED_SERVERS[protocol.name]())
    assert world.value("plain-protocols") == {WWW: []}


@pytest.mark.parametrize(
    ("answer", "is_plain"),
    [
        (pre_login_answer(0), True),
        (pre_login_answer(2), True),
        (pre_login_answer(1), False),
        (pre_login_answer(3), False),
        (pre_login_answer(2)[:20], False),
        (b"\x04" + bytes(7) + b"\x00" * 40, False),
        (b"\x12" + pre_login_answer(2)[1:], False),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", False),
    ],
)
def test_sql_server_says_in_its_first_answer_whether_it_can_do_tls(world: World, answer: bytes, is_plain: bool) -> None:
    world.site(WWW, world.authority.issue(WWW))
    world.serve(WWW, 1433, when(is_pre_login, answer))
    assert world.value("plain-protocols") == {WWW: ["sqlserver:1433"] if is_plain else []}


def test_a_host_that_is_not_there_has_no_clean_ports(world: World) -> None:
    world.site(WWW, world.authority.issue(WWW))
    world.hosts[SHOP] = ("https",)
    seen = world.value("plain-protocols")
    assert seen[WWW] == [] and "unreachable" in seen[SHOP]


# --- other hosts


def test_hosts_that_dns_or_a_certificate_shows_are_reported_and_not_touched(world: World) -> None:
    world.site(WWW, world.authority.issue(WWW, "intranet.linprofs.example", "www.elsewhere.example"))
    forgotten = world.serve("vpn.linprofs.example", 443, FRONT)
    more = {
        "a__vpn.linprofs.example": ["192.0.2.1"],
        f"cname__{WWW}": ["web7.linprofs.example."],
        "srv___sip._tcp.linprofs.example": ["0 0 5060 voip.linprofs.example."],
    }
    world.dns(zone_of(**more))
    listed = ["intranet", "mail", "voip", "vpn", "web7"]
    assert world.value("undeclared-hosts") == {"linprofs.example": [f"{name}.linprofs.example" for name in listed]}
    assert forgotten.connections == 0


def test_without_dns_nobody_knows_which_hosts_there_are(world: World) -> None:
    world.site(WWW, world.authority.issue(WWW))
    world.domains = ("linprofs.example",)
    assert world.look("undeclared-hosts").reach is Reach.UNREACHABLE
    world.resolver, world.patience = f"127.0.0.1:{free_port()}", 0.5
    assert world.look("mta-sts").why == "linprofs.example: DNS does not answer"


# --- the way there


def test_a_proxy_is_used_for_every_connection(world: World) -> None:
    site = world.site(WWW, world.authority.issue(WWW))
    asked: list[str] = []

    def proxy(connection: socket.socket) -> None:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += connection.recv(1)
        asked.append(head.split(b" ")[1].decode())
        if asked[-1] != f"{WWW}:443":
            connection.sendall(b"HTTP/1.1 403 Forbidden\r\n\r\n")
            return
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        with socket.create_connection(("127.0.0.1", site.port)) as onward:
            _both_ways(connection, onward)

    at = world.serve("proxy", 3128, proxy)
    world.addresses.clear()
    through = f"http://127.0.0.1:{at.port}"
    assert world.value("hsts", proxy=through, here_only=False)[WWW]["days"] == 365
    assert set(asked) == {f"{WWW}:443"}
    assert world.look("https-redirect", proxy=through, here_only=False).why == (
        f"{WWW}: the proxy gives no way to port 80"
    )


def _both_ways(one: socket.socket, other: socket.socket) -> None:
    with selectors.DefaultSelector() as selector:
        selector.register(one, selectors.EVENT_READ, other)
        selector.register(other, selectors.EVENT_READ, one)
        while True:
            for key, _ in selector.select(timeout=3):
                assert isinstance(key.fileobj, socket.socket)
                data = key.fileobj.recv(65536)
                if not data:
                    return
                key.data.sendall(data)


def test_a_sandbox_never_leaves_this_machine(world: World) -> None:
    world.hosts[WWW], world.pages, world.notice = ("https",), (f"{WWW}/",), {"nl": f"{WWW}/privacy"}
    for setting in SETTINGS.keys() - {"starttls", "mta-sts", "dane", "mail-transport", "undeclared-hosts"}:
        seen = world.look(setting)
        assert seen.reach is Reach.UNREACHABLE and "this machine only" in (seen.why or ""), setting


def test_an_authority_that_cannot_be_read_is_said(world: World) -> None:
    world.site(WWW, world.authority.issue(WWW))
    world.authority.file.write_text("no certificate")
    with pytest.raises(SystemUnreachable, match="own_ca"):
        world.look("certificate")


# --- the connector


def test_it_only_looks(world: World) -> None:
    line = world.connector()
    assert set(line.can) == {Verb.OBSERVE}
    assert list(line.find([Ask("r", ())])) == [] and list(line.export([])) == []
    for act in (line.rectify, line.restrict, line.lift, line.erase, line.purge, line.read_back):
        with pytest.raises(SystemUnreachable, match="holds no records"):
            list(act([Order("r", (), ())]))


def test_what_a_line_does_not_have_is_absent_with_the_reason(world: World) -> None:
    world.hosts[WWW] = ("https",)
    asked = ["undeclared", "rows/x", "setting/double-opt-in", "setting/starttls", "setting/mta-sts", "nonsense"]
    found = list(world.connector().observe(asked))
    assert [one.name for one in found] == asked
    assert {one.reach for one in found} == {Reach.ABSENT} and all(one.why for one in found)


def test_the_loader_and_the_connector_know_the_same_services() -> None:
    assert set(keys.SERVICES) == set(SERVICES)
    for name in SETTINGS:
        assert name in keys.LINE.en and name in keys.LINE.nl, name
