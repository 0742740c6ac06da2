"""What the answers of the commands come to. Names of people become counts here; nothing else of them goes on.

Every function raises ``ValueError`` for a text that is not of the command's form: then nobody looked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import cast

POWERFUL = ("root", "wheel", "sudo", "admin", "adm", "docker", "lxd", "libvirt", "disk", "shadow", "systemd-journal")
"""Groups whose members can read what others cannot. Other groups may be named after a person and are left out."""
SSH_SETTINGS = (
    "allowagentforwarding", "allowtcpforwarding", "gatewayports", "hostbasedauthentication", "ignorerhosts",
    "kbdinteractiveauthentication", "loglevel", "maxauthtries", "passwordauthentication", "permitemptypasswords",
    "permitrootlogin", "pubkeyauthentication", "usepam", "x11forwarding",
)  # fmt: skip
"""What is told of ``sshd -T``: not whom it lets in, which would be names."""
_FIRST_PERSON, _NOBODY = 1000, 65534
_NO_SHELL = ("nologin", "false", "sync", "shutdown", "halt")


def one_word(text: str) -> str:
    """The one word a command prints: ``FUTURE``, ``Enforcing``."""
    word = text.strip()
    if not re.fullmatch(r"[A-Za-z0-9_.:-]{1,80}", word):
        raise ValueError("not one word")
    return word


def ssh_settings(text: str) -> Mapping[str, object]:
    """``sshd -T``: setting -> value; yes and no become true and false, digits a number."""
    said = dict(line.split(" ", 1) for line in text.splitlines() if " " in line)
    found = {name: _typed(said[name]) for name in SSH_SETTINGS if name in said}
    if not found:
        raise ValueError("no setting of sshd")
    return found


def _typed(value: str) -> object:
    if value in ("yes", "no"):
        return value == "yes"
    return int(value) if value.isdecimal() else value


def disk_encryption(text: str) -> Mapping[str, bool]:
    """``lsblk -J``: each mount point, and whether what lies there is encrypted on the disk."""
    try:
        whole = cast("object", json.loads(text))
    except RecursionError:
        raise ValueError("not lsblk's answer") from None
    if not isinstance(whole, dict):
        raise ValueError("not lsblk's answer")
    found: dict[str, bool] = {}
    _walk(cast("dict[str, object]", whole).get("blockdevices"), encrypted=False, found=found)
    if not found:
        raise ValueError("nothing is mounted")
    return found


def _walk(devices: object, *, encrypted: bool, found: dict[str, bool]) -> None:
    if not isinstance(devices, list):
        raise ValueError("not lsblk's answer")
    for one in cast("list[object]", devices):
        if not isinstance(one, dict):
            raise ValueError("not lsblk's answer")
        device = cast("dict[str, object]", one)
        inside = encrypted or device.get("type") == "crypt"
        mounted = device.get("mountpoint")
        if isinstance(mounted, str) and device.get("type") != "loop":
            found[mounted] = inside
        if "children" in device:
            _walk(device["children"], encrypted=inside, found=found)


def groups(text: str) -> Mapping[str, int]:
    """``getent group``: how many members each powerful group has. Members are counted, never named."""
    rows = _rows(text, 4)
    return {name: len([one for one in members.split(",") if one]) for name, _, _, members in rows if name in POWERFUL}


def accounts(text: str) -> Mapping[str, int]:
    """``getent passwd``: how many accounts are of people, can sign in, or are root. Counts only."""
    rows = [(int(row[2]), row[6].rpartition("/")[2]) for row in _rows(text, 7)]
    return {
        "people": sum(_FIRST_PERSON <= number < _NOBODY for number, _ in rows),
        "root": sum(number == 0 for number, _ in rows),
        "with_shell": sum(shell not in _NO_SHELL for _, shell in rows),
    }


def _rows(text: str, fields: int) -> list[list[str]]:
    rows = [line.split(":") for line in text.splitlines() if line]
    if not rows or any(len(row) != fields for row in rows):
        raise ValueError("not a database of getent")
    return rows


def os_version(text: str) -> str:
    """``os-release``: ``Red Hat Enterprise Linux 9.4``."""
    said = {name: value.strip("\"'") for name, _, value in (line.partition("=") for line in text.splitlines())}
    if not said.get("NAME"):
        raise ValueError("no name")
    return f"{said['NAME']} {said.get('VERSION_ID', '')}".strip()


def auditing(text: str) -> Mapping[str, object]:
    """``auditctl -s``: whether auditing is on (2: and locked until a restart), and how many events were lost."""
    said = dict(line.split(" ", 1) for line in text.splitlines() if " " in line)
    if "enabled" not in said:
        raise ValueError("not auditctl's answer")
    return {"enabled": said["enabled"].strip() in ("1", "2"), "lost": int(said.get("lost", "0"))}


def open_ports(text: str) -> list[int]:
    """``ss -Hltn``: every TCP port that answers others than this machine."""
    found: set[int] = set()
    for line in text.splitlines():
        words = line.split()
        if len(words) < 4 or words[0] != "LISTEN":
            raise ValueError("not ss's answer")
        address, _, port = words[3].rpartition(":")
        if not _is_here(address):
            found.add(int(port))
    return sorted(found)


def _is_here(address: str) -> bool:
    bare = address.partition("%")[0].strip("[]").removeprefix("::ffff:")
    return bare.startswith("127.") or bare == "::1"


def clock_synchronised(text: str) -> bool:
    """``timedatectl``: whether the clock follows others; log entries are worth no more than their times."""
    word = one_word(text)
    if word not in ("yes", "no"):
        raise ValueError("neither yes nor no")
    return word == "yes"
