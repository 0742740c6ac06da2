"""A server's settings over SSH: which commands are sent, what they come to, and what is said when one is not seen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import asyncssh
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.connectors.linux_world import AT, CRON, MAIL_RULES, TREE, UNITS, LinuxServer, linux_server
from tests.ports import free_port

from belofte.connectors.linux import facts, log_retention
from belofte.connectors.linux.commands import ALL_COMMANDS, FACTS
from belofte.connectors.linux.connector import LinuxConnector
from belofte.connectors.linux.rights import ASKED, NEEDED
from belofte.connectors.linux.sign_in import SignIn
from belofte.domain.promise import Observation, Reach
from belofte.domain.system_map import SystemMap, Verb
from belofte.loading.connector_kinds.linux import LINUX
from belofte.ports import Ask, Order, SystemUnreachable
from belofte.settings.errors import SecretMissing

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SYSTEM = SystemMap("servers", "linux", frozenset({Verb.OBSERVE}), hash="h")


class Fixed:
    def now(self) -> datetime:
        return NOW


@pytest.fixture
def server() -> Iterator[LinuxServer]:
    with linux_server() as running:
        yield running


def sign_in(server: LinuxServer, **changed: Any) -> SignIn:
    usual = SignIn("127.0.0.1", server.port, server.account, lambda: server.private, server.public, here_only=True)
    return replace(usual, patience=60.0, **changed)


def connector(server: LinuxServer, **changed: Any) -> LinuxConnector:
    return LinuxConnector(SYSTEM, Fixed(), sign_in(server, **changed))


def look(server: LinuxServer, setting: str) -> Observation:
    [seen] = connector(server).observe([f"setting/{setting}"])
    return seen


EXPECTED: dict[str, object] = {
    "crypto-policy": "FUTURE",
    "ssh-settings": {
        "maxauthtries": 6,
        "passwordauthentication": False,
        "permitrootlogin": "without-password",
        "x11forwarding": True,
    },
    "disk-encryption": {"/": True, "/boot": False, "/srv": True},
    "log-terms": {
        "journald": 14,
        "/srv/app/*.log": "unlimited",
        "/var/log/messages /var/log/secure": 35,
        "/var/log/nginx/*.log /var/log/nginx/*.err": 15,
        "/var/log/wtmp": 62,
        "/var/log/zed": 37,
    },
    "groups": {"root": 0, "wheel": 2, "docker": 1},
    "accounts": {"people": 2, "root": 2, "with_shell": 3},
    "os-version": "Red Hat Enterprise Linux 9.4",
    "audit-log": {"enabled": True, "lost": 3},
    "open-ports": [22, 443],
    "clock-synchronised": True,
    "selinux": "Enforcing",
    "jobs": [
        "copies.example",
        "db.linprofs.example",
        "elsewhere.example",
        "hooks.partner.example",
        "nightly.sh",
        "odd.timer",
        "our-copies",
        "report.example",
    ],
    "forwards": ["linprofs.example", "private.example", "sent-on.example", "ticket"],
}


def test_every_fact_of_a_server(server: LinuxServer) -> None:
    assert set(EXPECTED) == set(FACTS)
    found = list(connector(server).observe([f"setting/{name}" for name in FACTS]))
    assert all(one.reach is Reach.SEEN and one.seen_at == NOW and one.system == "servers" for one in found)
    told = {one.name.removeprefix("setting/"): one.value for one in found}
    read = {k: json.loads(v) if isinstance(v, str) and v[0] in "{[" else v for k, v in told.items()}
    assert read == EXPECTED
    assert server.sign_ins == 1, "one connection for all of them"


def test_only_the_fixed_list_is_ever_sent_and_each_once(server: LinuxServer) -> None:
    names = [f"setting/{name}" for name in FACTS]
    list(connector(server).observe([*names, *names, "setting/; reboot", "rows/x", "undeclared"]))
    assert server.asked == [command.line for command in ALL_COMMANDS]
    assert set(server.asked) == set(TREE), "the server would have refused anything else"


def test_nobody_is_named(server: LinuxServer) -> None:
    told = " ".join(str(one.value) for one in connector(server).observe([f"setting/{name}" for name in FACTS]))
    for name in ("jansen", "smit", "Piet", "toor"):
        assert name not in told


def test_a_server_that_lets_nobody_look_at_its_jobs_was_not_looked_at(server: LinuxServer) -> None:
    """``sudo`` that refuses ends with 1, as ``grep`` does that finds nothing."""
    server.tree[CRON] = server.tree[MAIL_RULES] = (1, "")
    assert {look(server, name).reach for name in ("jobs", "forwards")} == {Reach.UNREACHABLE}
    server.tree[CRON] = server.tree[UNITS] = server.tree[MAIL_RULES] = (2, "/etc/os-release:ID=rhel\n")
    assert [look(server, name).value for name in ("jobs", "forwards")] == ["[]", "[]"]


def test_no_word_of_a_job_but_its_place_goes_on(server: LinuxServer) -> None:
    told = " ".join(str(look(server, name).value) for name in ("jobs", "forwards"))
    secret = ("jansen", "jan", "geheim", "piet", "visser", "comment", "old.example")
    assert not [word for word in secret if word in told]


def test_what_a_map_says_never_becomes_a_command(server: LinuxServer) -> None:
    system = replace(SYSTEM, settings={"host": "127.0.0.1; reboot", "account": "$(reboot)", "command": "reboot"})
    list(LinuxConnector(system, Fixed(), sign_in(server)).observe(["setting/crypto-policy"]))
    assert server.asked == [f"{AT}update-crypto-policies --show"]


def test_a_command_that_is_not_there_is_absent_and_one_that_is_refused_was_not_seen(server: LinuxServer) -> None:
    server.tree[f"{AT}update-crypto-policies --show"] = (127, "")
    server.tree["sudo -n /usr/sbin/auditctl -s"] = (1, "")
    absent, refused = look(server, "crypto-policy"), look(server, "audit-log")
    assert (absent.reach, absent.why) == (Reach.ABSENT, "the server has no update-crypto-policies")
    assert refused.reach is Reach.UNREACHABLE
    assert refused.why == "sudo -n /usr/sbin/auditctl -s failed (status 1): the account may not run it"


@pytest.mark.parametrize("setting", sorted(FACTS))
def test_an_answer_of_another_form_is_never_taken_for_a_value(server: LinuxServer, setting: str) -> None:
    for command in FACTS[setting].commands:
        server.tree[command.line] = (0, "MaxRetentionSec=soon\n")
    seen = look(server, setting)
    assert seen.reach is Reach.UNREACHABLE and "cannot be read" in (seen.why or "")


def test_a_command_that_never_ends_is_left(server: LinuxServer) -> None:
    server.silent.add(f"{AT}getenforce")
    [slow, next_one] = LinuxConnector(SYSTEM, Fixed(), replace(sign_in(server), patience=3.0)).observe(
        ["setting/selinux", "setting/os-version"]
    )
    assert slow.reach is Reach.UNREACHABLE and "in time" in (slow.why or "")
    assert next_one.reach is Reach.SEEN


def test_an_answer_without_end_is_not_read_whole(server: LinuxServer) -> None:
    server.tree[f"{AT}getent group"] = (0, "wheel:x:10:\n" * 500_000)
    assert look(server, "groups").reach is Reach.UNREACHABLE


# --- signing in


def test_another_key_of_the_server_is_refused_before_anything_is_sent(server: LinuxServer) -> None:
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    with pytest.raises(SystemUnreachable, match="another key") as refused:
        list(connector(server, host_key=other).observe(["setting/selinux"]))
    assert not refused.value.transient
    assert server.asked == [] and server.sign_ins == 0


def test_a_key_the_server_does_not_know_is_told(server: LinuxServer) -> None:
    other = asyncssh.generate_private_key("ssh-ed25519").export_private_key().decode()
    with pytest.raises(SystemUnreachable, match="refuses the account"):
        list(connector(server, key=lambda: other).observe(["setting/selinux"]))
    with pytest.raises(SystemUnreachable, match="refuses the account"):
        list(connector(server, account="root").observe(["setting/selinux"]))
    assert server.asked == []


def test_what_cannot_be_signed_in_with_is_told_without_the_secret(server: LinuxServer) -> None:
    def missing() -> str:
        raise SecretMissing("The environment variable KEY is not set.")

    for wrong in ({"key": lambda: "not a key s3cret"}, {"key": missing}, {"host_key": "not a key s3cret"}):
        with pytest.raises(SystemUnreachable) as told:
            list(connector(server, **wrong).observe(["setting/selinux"]))
        assert "s3cret" not in f"{told.value.why} {told.value.remedy}" and not told.value.transient


def test_a_server_that_is_not_there(server: LinuxServer) -> None:
    with pytest.raises(SystemUnreachable, match="cannot be reached") as gone:
        list(connector(server, port=free_port()).observe(["setting/selinux"]))
    assert gone.value.transient


def test_a_sandbox_never_leaves_this_machine(server: LinuxServer) -> None:
    with pytest.raises(SystemUnreachable, match="this machine only"):
        list(connector(server, host="db1.linprofs.example").observe(["setting/selinux"]))


# --- the connector


def test_it_only_looks(server: LinuxServer) -> None:
    linux = connector(server)
    assert set(linux.can) == {Verb.OBSERVE}
    assert "update-crypto-policies --show" in linux.can[Verb.OBSERVE].permissions
    assert list(linux.find([Ask("r", ())])) == [] and list(linux.export([])) == []
    for act in (linux.rectify, linux.restrict, linux.lift, linux.erase, linux.purge, linux.read_back):
        with pytest.raises(SystemUnreachable, match="holds no records"):
            list(act([Order("r", (), ())]))
    assert server.asked == [command.line for command in ASKED], "it is asked what the account may do, and nothing else"


def may(server: LinuxServer, sudo: str, groups: str = "belofte", status: int = 0) -> LinuxConnector:
    """The server answers so when it is asked what the account may do."""
    told = f"User belofte may run the following commands on db1:\n{sudo}\n"
    server.tree |= {ASKED[0].line: (status, told), ASKED[1].line: (0, f"{groups}\n")}
    return connector(server)


def test_a_command_that_sudo_refuses_is_told_to_lack(server: LinuxServer) -> None:
    linux = may(server, "    (root) NOPASSWD: /usr/sbin/sshd -T\n    (root) PASSWD: /usr/sbin/auditctl -s")
    lacking = linux.can[Verb.OBSERVE].lacking
    assert lacking == tuple(f"sudo {one}" for one in NEEDED if "sshd" not in one)
    assert any("auditctl" in one for one in lacking), "nobody is there to type its password"
    assert (linux.rights_told(), linux.too_wide()) == (True, ())


def test_the_line_that_is_printed_is_what_is_needed_as_sudo_itself_tells_it_back(server: LinuxServer) -> None:
    [line] = connector(server).grants("belofte")
    linux = may(server, f"    (root) {line.partition('(root) ')[2]}")
    assert (linux.can[Verb.OBSERVE].lacking, linux.too_wide()) == ((), ())
    assert "--include\\=os-release" in line, "a sign that sudoers reads in its own way"


def test_who_may_do_everything_is_told_so(server: LinuxServer) -> None:
    linux = may(
        server, "    (ALL : ALL) NOPASSWD: ALL\n    (root) /usr/bin/systemctl restart jansen", "belofte wheel docker"
    )
    assert linux.can[Verb.OBSERVE].lacking == ()
    assert linux.too_wide() == (
        "sudo lets it run /usr/bin/systemctl, which is more than it takes",
        "sudo lets it run every command",
        "it is a member of wheel",
        "it is a member of docker",
    )


def test_an_account_without_sudo_lacks_every_command_of_root_s(server: LinuxServer) -> None:
    linux = may(server, "", status=1)
    assert len(linux.can[Verb.OBSERVE].lacking) == len(NEEDED) == 4


def test_a_server_that_does_not_answer_has_told_nothing(server: LinuxServer) -> None:
    linux = connector(server)
    assert (linux.rights_told(), linux.too_wide(), linux.can[Verb.OBSERVE].lacking) == (False, (), ())


def test_what_a_server_does_not_have_is_absent(server: LinuxServer) -> None:
    [seen] = connector(server).observe(["setting/double-opt-in"])
    assert seen.reach is Reach.ABSENT and seen.why and server.sign_ins == 0


def test_the_loader_names_every_setting() -> None:
    for name in FACTS:
        assert name in LINUX.en and name in LINUX.nl, name


def test_every_command_only_reads() -> None:
    """The list is short enough to be read; this keeps what would make a command do more than it says out of it."""
    for command in (*ALL_COMMANDS, *ASKED):
        assert not set(command.line) & set(";|&<>`$*\n"), command.line


# --- log terms


@pytest.mark.parametrize(
    ("stated", "days"),
    [
        ("MaxRetentionSec=30day", 30),
        ("MaxRetentionSec=1month", 31),
        ("MaxRetentionSec=2week 1d", 15),
        ("MaxRetentionSec=86401", 2),
        ("MaxRetentionSec=0", "unlimited"),
        ("#MaxRetentionSec=30day", "unlimited"),
        ("SystemMaxUse=1G", "unlimited"),
        ("MaxRetentionSec=90day\n[Journal]\nMaxRetentionSec=7day", 7),
    ],
)
def test_how_long_the_journal_lives(stated: str, days: object) -> None:
    assert log_retention.journald_retention(f"[Journal]\n{stated}\n") == days


def test_a_folder_without_its_own_rules_follows_the_main_file() -> None:
    own = "/etc/logrotate.d/a:/var/log/a {\n/etc/logrotate.d/a:}\n"
    text = f"{own}/etc/logrotate.conf:daily\n/etc/logrotate.conf:rotate 2\n"
    assert dict(log_retention.logrotate_retention(text)) == {"/var/log/a": 3}


@given(st.text(max_size=200))
def test_no_text_is_read_wrongly_by_accident(text: str) -> None:
    for fact in FACTS.values():
        try:
            fact.read(*(text for _ in fact.commands))
        except ValueError:
            continue


@given(
    st.recursive(
        st.none() | st.text(max_size=4) | st.integers(),
        lambda inner: (
            st.lists(inner, max_size=2)
            | st.dictionaries(st.sampled_from(["blockdevices", "children", "mountpoint", "type"]), inner, max_size=3)
        ),
        max_leaves=8,
    )
)
def test_no_answer_of_lsblk_is_read_wrongly_by_accident(whole: object) -> None:
    try:
        found = facts.disk_encryption(json.dumps(whole))
    except ValueError:
        return
    assert found and all(isinstance(place, str) for place in found)


def test_a_port_on_every_address_is_open_whatever_its_family() -> None:
    assert facts.open_ports("LISTEN 0 1 [::ffff:127.0.0.1]:8080 *:*\nLISTEN 0 1 10.0.0.5:3306 *:*\n") == [3306]
    assert facts.open_ports("") == []
