"""What the account may do with the files, as this machine's own system tells it, held against ``allow``."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.connectors.files.folder import connector, logs, scans
from tests.rights.commands import typed
from tests.worlds import World

from belofte.bootstrap import make_demo
from belofte.connectors.files.remote import RemoteFiles
from belofte.connectors.files.rights import MOST
from belofte.domain.system_map import Verb

NOT_ALL = ["--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]
STARTED = "import sys; from belofte.cli.main import run; sys.exit(run(sys.argv[1:]))"
WITHOUT = "On 2026-11-23: root may do everything, and there is no setpriv (util-linux) here to run as less than root"


@pytest.fixture
def company(tmp_path: Path) -> World:
    made = World(make_demo(tmp_path / "home", 60, frozenset({"crm", "disk"})))
    assert typed(made, "doctor", "disk")[0] == 0, "the disk is filled when it is first looked at"
    return made


def doctor(world: World, *more: str) -> tuple[int, dict[str, Any]]:
    """``belofte doctor disk`` under an account for which rights count: root is refused nothing."""
    prefix = ["setpriv", *NOT_ALL] if os.geteuid() == 0 else []
    if prefix and shutil.which("setpriv") is None:
        pytest.skip(WITHOUT)
    command = [*prefix, sys.executable, "-c", STARTED, "doctor", "disk", "--json", *more]
    whole = [*command, "--policy", str(world.made.home.policy)]
    said = subprocess.run(whole, capture_output=True, check=False, timeout=60)
    return said.returncode, json.loads(said.stdout)["systems"][0]


def at(world: World, where: str) -> Path:
    return world.made.home.sandbox / "disk" / where


def test_an_account_that_may_do_what_the_map_takes_lacks_nothing(company: World) -> None:
    status, seen = doctor(company)
    assert (status, seen["rights_told"], seen["too_wide"]) == (0, True, [])
    assert not any(ability["lacking"] for ability in seen["abilities"].values())


def test_a_folder_in_which_nothing_may_be_removed_is_named_for_what_it_keeps_from_being_done(company: World) -> None:
    folder, log = at(company, "var/log/nginx"), at(company, "var/log/nginx/access.log")
    log.chmod(0o444)
    folder.chmod(0o555)
    status, seen = doctor(company)
    folder.chmod(0o755)
    assert status == 1
    assert "make and remove files in 1 of 2 folders of web_log" in seen["abilities"]["erase"]["lacking"]
    assert any(one.startswith("write in 1 of ") for one in seen["abilities"]["erase"]["lacking"])
    assert (seen["abilities"]["erase"]["best"], seen["abilities"]["find"]["lacking"]) == ("impossible", [])


def test_files_that_may_not_be_read_keep_everything_from_being_done(company: World) -> None:
    first, *_ = sorted(at(company, "srv/scans").rglob("*.pdf"))
    first.chmod(0o000)
    status, seen = doctor(company)
    first.chmod(0o644)
    [lacks] = seen["abilities"]["find"]["lacking"]
    assert status == 1 and lacks.startswith("read 1 of ") and lacks.endswith(" files of scans")
    assert lacks in seen["abilities"]["erase"]["lacking"]
    assert first.parent.name not in str(seen), "a folder is named after a customer"


def test_a_folder_that_may_not_be_looked_into_is_told(company: World) -> None:
    first = min(path for path in at(company, "srv/scans").iterdir())
    first.chmod(0o000)
    status, seen = doctor(company)
    first.chmod(0o755)
    assert status == 1
    assert any(one.startswith("look into 1 of ") for one in seen["abilities"]["find"]["lacking"])


def test_who_only_looks_and_may_write_is_told_so(company: World) -> None:
    path = company.made.home.policy / "systems" / "disk.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("allow: [find, export, erase, purge, observe]", "allow: [find, observe]"), "utf-8")
    status, seen = doctor(company)
    assert status == 1
    assert [one for one in seen["too_wide"] if one.startswith("make and remove files in ") and "scans" in one]
    assert [one for one in seen["too_wide"] if one.startswith("write in ") and "web_log" in one]
    for one in sorted(at(company, "").rglob("*"), reverse=True):
        one.chmod(0o555 if one.is_dir() else 0o444)
    status, seen = doctor(company)
    for one in at(company, "").rglob("*"):
        one.chmod(0o755 if one.is_dir() else 0o644)
    assert (status, seen["too_wide"]) == (0, [])


def test_what_is_done_by_hand_needs_no_right_to_write(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "a.log").write_text("192.0.2.1 -\n", "utf-8")
    ours = logs(tmp_path, by_hand=frozenset({Verb.ERASE}))
    assert [one for one in connector(ours).too_wide() if one.startswith("write in 1 of 1 files of access_logs")]
    assert not connector(logs(tmp_path)).too_wide()


def test_a_place_elsewhere_tells_nothing_before_it_is_tried() -> None:
    there = connector(scans(""), storage=RemoteFiles("memory://rights", {}))
    assert (there.rights_told(), there.too_wide(), there.grants("belofte")) == (False, (), ())
    assert not any(ability.lacking for ability in there.can.values())


def test_the_commands_give_what_the_map_takes_once_a_place(tmp_path: Path) -> None:
    given = connector(logs("/srv"), scans("/srv")).grants("belofte")
    assert "setfacl -m u:belofte:rwx /srv/log" in given, "files in one folder are rewritten in two ways"
    assert "setfacl -m u:belofte:rw '/srv/log/'*.log" in given or "setfacl -m u:belofte:rw /srv/log/*.log" in given
    assert "setfacl -m u:belofte:r /srv/scans/*/*.pdf" in given
    looks = connector(scans("/srv"), allow=[Verb.FIND]).grants("belofte")
    assert [one.split()[-2] for one in looks if "-d" not in one] == ["u:belofte:rx", "u:belofte:rx", "u:belofte:r"]


def test_an_account_without_a_name_gets_its_rights_by_its_number(tmp_path: Path) -> None:
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("On 2026-11-23: only root, with setpriv (util-linux), can run something under another number")
    nobody = max(one.pw_uid for one in pwd.getpwall() if one.pw_uid < 2**30) + 70_001
    asks = (
        "import sys; from pathlib import Path; sys.path[:0] = %r\n"
        "from tests.connectors.files.folder import connector, scans\n"
        "print(connector(scans('/srv')).grants()[0])"
    ) % [path for path in sys.path if path]
    command = ["setpriv", f"--reuid={nobody}", "--clear-groups", sys.executable, "-c", asks]
    env = {name: value for name, value in os.environ.items() if name not in ("LOGNAME", "USER", "LNAME", "USERNAME")}
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=env, cwd="/")
    if said.returncode != 0 and "Permission denied" in said.stderr:
        pytest.skip("On 2026-11-23: this Python lies where no other account can read it")
    assert said.returncode == 0, said.stderr
    assert f" u:{nobody}:" in said.stdout


def test_that_not_every_file_was_asked_about_is_said(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    for number in range(MOST + 1):
        (tmp_path / "log" / f"{number}.log").touch()
    assert connector(logs(tmp_path)).rights_unseen() == (f"the first {MOST} files of access_logs, and not the others",)
    (tmp_path / "log" / "0.log").unlink()
    assert connector(logs(tmp_path)).rights_unseen() == ()


def test_doctor_says_what_it_asked_about_and_not_that_none_lacks(company: World) -> None:
    at(company, "srv/scans/K999999").mkdir()
    for number in range(MOST + 1):
        at(company, f"srv/scans/K999999/{number}.pdf").touch()
    status, said = typed(company, "doctor", "disk")
    assert status == 0 and f"rights: asked about the first {MOST} files of scans, and not the others" in said
    assert "none lacks" not in said
