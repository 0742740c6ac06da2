"""From ``systems/NAME.yaml`` to a connector that works."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.loading.folders import POLICY, make

from belofte.bootstrap.connecting import Making, connector_of
from belofte.domain.errors import WrongUse
from belofte.domain.identity import Identifier
from belofte.domain.system_map import Verb
from belofte.loading.countries import country_of, load_countries
from belofte.loading.folder import load_policy_folder
from belofte.ports import Ask, SystemConnector
from belofte.settings import Home

LOGS = """\
kind: files
allow: all
ours: voorbeeld.example
scopes: {{customer-number: company}}
tables:
  logs:
    category: profile
    at: {{paths: ["{root}/log/*.log", "{root}/log/*.gz"], format: lines, held_open: false,
         time: "%Y-%m-%d %H:%M:%S", number: "klant={{}}"}}
    email: [mail]
    customer-number: [number]
    found_by: {{mail: email, number: customer-number}}
    clock: {{left: time}}
    not_personal: [line]
    erase: {{clear: {{mail: "-"}}}}
  scans:
    category: profile
    at: {{paths: "{root}/scans/{{customer-number}}/*.pdf", format: whole}}
    customer-number: [nr]
    files: {{original: application/pdf}}
    not_personal: [original]
    erase: row
"""
MAIL = """\
kind: imap
host: {host}
port: 993
security: tls
user: info@voorbeeld.example
password: env:MAIL_PASSWORD
allow: all
tables:
  messages:
    category: profile
    at: {{folders: [INBOX, "Archief/*"]}}
    email: [from, to, cc]
    not_personal: [subject, body, date, original]
    free_text: [body]
    found_by: {{from: email, to: email, cc: email}}
    files: {{original: message/rfc822}}
    clock: {{left: date}}
    restrict: {{folder: Beperkt}}
    erase: row
ignore: [Spam]
"""


class Standing:
    def now(self) -> object:
        raise AssertionError("nobody asks for the time")


def made(tmp_path: Path, text: str, *, is_sandbox: bool = False) -> SystemConnector:
    folder = load_policy_folder(make(tmp_path / "policy", POLICY, more={"systems/own.yaml": text}))
    country = country_of(load_countries(), "NL")
    return connector_of(Making(folder.systems["own"], Home(tmp_path), Standing(), country, is_sandbox=is_sandbox))


def test_files_and_logs_of_a_map_are_looked_into(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log/a.log").write_text("2026-11-22 10:00:00 jan@x.example\n2026-11-22 10:00:00 klant=10023\n")
    (tmp_path / "scans/10023").mkdir(parents=True)
    (tmp_path / "scans/10023/a.pdf").write_text("a")
    server = made(tmp_path, LOGS.format(root=tmp_path))
    who = (Identifier("email", "", "jan@x.example"), Identifier("customer-number", "company", "10023"))
    found = sorted((one.collection, one.count) for one in server.find([Ask("r1", who)]))
    assert found == [("logs", 2), ("scans", 1)]
    assert set(server.can) >= {Verb.FIND, Verb.ERASE}
    assert Verb.RECTIFY not in server.can


def test_a_mailbox_of_a_map_is_made_and_never_leaves_a_sandbox(tmp_path: Path) -> None:
    box = made(tmp_path, MAIL.format(host="imap.transip.example"))
    assert {Verb.RESTRICT, Verb.LIFT, Verb.ERASE} <= set(box.can)
    assert Verb.RECTIFY not in box.can
    with pytest.raises(WrongUse, match="this is a sandbox"):
        made(tmp_path / "again", MAIL.format(host="imap.transip.example"), is_sandbox=True)
    with pytest.raises(WrongUse, match="anybody on the way"):
        made(tmp_path / "open", MAIL.format(host="imap.transip.example").replace("security: tls", "security: none"))
    with pytest.raises(WrongUse, match="this is a sandbox"):
        made(tmp_path / "s3", "storage: s3://x\n" + LOGS.format(root=tmp_path), is_sandbox=True)
