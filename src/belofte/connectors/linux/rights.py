"""What the account may do on a server beside signing in, held against what the fixed commands take (sudoers(5)).

A command of root's that sudo does not let it run is lacking; every other one, and a group that can read what others
cannot, is too much. What cannot be read is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from belofte.connectors.linux.commands import ALL_COMMANDS, AT, Command
from belofte.connectors.linux.facts import POWERFUL
from belofte.connectors.linux.sign_in import Answer

ASKED = (Command(f"{AT}sudo -n -l", (0, 1)), Command(f"{AT}id -Gn"))
"""The commands by which the server tells what the account may: what sudo lets it run, and its groups."""
_SUDO = "sudo -n "
NEEDED = tuple(one.line.removeprefix(_SUDO) for one in ALL_COMMANDS if one.line.startswith(_SUDO))
"""What is run as root."""
_ROW = re.compile(r"^\s+\((?P<whom>[^)]*)\)\s*(?P<rest>\S.*)$")
_TAG = re.compile(r"^(?P<tag>[A-Z_]+):\s*")
_SPECIAL = re.compile(r"([,:=\\])")  # in a command of sudoers
_ALL = "ALL"


@dataclass(frozen=True, slots=True)
class Rights:
    """What was found: sentences. ``told`` is False where the server did not answer."""

    told: bool
    lacking: tuple[str, ...] = ()
    too_wide: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Allowed:
    """One command sudo lets the account run; ``freely``: without a password, which nobody is there to type."""

    command: str
    as_root: bool
    freely: bool

    def covers(self, needed: str) -> bool:
        """Whether it lets this be run: the same, everything, or the program with whatever follows it."""
        same = self.command in (needed, _ALL, needed.partition(" ")[0]) or fnmatchcase(needed, self.command)
        return same and self.as_root and self.freely


def rights_of(answers: Sequence[Answer]) -> Rights:
    """Read the answers to :data:`ASKED`."""
    sudo, groups = answers
    if groups.status != 0 or sudo.status not in (0, 1):
        return Rights(told=False)
    allowed = list(_allowed(sudo.text)) if sudo.status == 0 else []
    lacking = tuple(f"sudo {one}" for one in NEEDED if not any(each.covers(one) for each in allowed))
    more = sorted({one.command for one in allowed if one.command not in NEEDED})
    wide = ["sudo lets it run every command" if one == _ALL else f"sudo lets it run {_program(one)}" for one in more]
    wide += [f"it is a member of {name}" for name in groups.text.split() if name in POWERFUL]
    return Rights(told=True, lacking=lacking, too_wide=tuple(dict.fromkeys(wide)))


def grants(account: str) -> tuple[str, ...]:
    """The line of sudoers that lets ``account`` run what is needed, and no more."""
    return (f"{account} ALL=(root) NOPASSWD: {', '.join(_SPECIAL.sub(_escaped, one) for one in NEEDED)}",)


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[1]}"


def _program(command: str) -> str:
    """A command as it may be told: what follows the program may name somebody."""
    return f"{command.partition(' ')[0]}, which is more than it takes"


def _allowed(told: str) -> Iterator[_Allowed]:
    """The rows of ``sudo -l``: ``(root) NOPASSWD: /usr/sbin/sshd -T, /usr/sbin/auditctl -s``; a tag holds on."""
    for line in re.sub(r"\n {8,}", " ", told).splitlines():
        row = _ROW.match(line)
        if row is None:
            continue
        whom = row["whom"].partition(":")[0].split(",")
        freely = False
        for part in re.split(r"(?<!\\),\s*", row["rest"].strip()):
            command = part
            while tag := _TAG.match(command):
                freely = tag["tag"] == "NOPASSWD" if tag["tag"].endswith("PASSWD") else freely
                command = command[tag.end() :]
            as_root = any(one.strip() in ("root", _ALL) for one in whom)
            yield _Allowed(re.sub(r"\\(.)", r"\1", command.strip()), as_root, freely)
