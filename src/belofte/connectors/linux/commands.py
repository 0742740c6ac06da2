"""The fixed list of commands, each a fact. They only read; nothing of a map ever becomes part of one.

Four of them read what only root may. The account needs these in sudoers, and no more (``belofte doctor NAME --grants``
prints them whole):

```
ACCOUNT ALL=(root) NOPASSWD: /usr/sbin/sshd -T, /usr/sbin/auditctl -s, /usr/bin/grep -rHs ^ ..., /usr/bin/grep -RHs ...
```
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from belofte.connectors.linux import facts, log_retention, outgoing

AT = "env LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin "
"""What stands before every command that is not root's."""
_AS_ROOT = "sudo -n /usr/sbin/"
NOT_FOUND = 127
"""What a shell and ``env`` answer for a command that is not there (POSIX 2.8.2)."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command as it is sent, and the exit statuses with which its answer counts."""

    line: str
    counts: tuple[int, ...] = (0,)

    @property
    def shown(self) -> str:
        """The command without its surroundings, for people."""
        return self.line.removeprefix(AT)


@dataclass(frozen=True, slots=True)
class Fact:
    """A setting: the commands it is read from, and what their answers come to. ``read`` raises ``ValueError`` for
    answers that are not of the form these commands give."""

    commands: tuple[Command, ...]
    read: Callable[..., object]


def _at(line: str, *counts: int) -> Command:
    return Command(AT + line, (0, *counts))


_CRON = Command(
    f"sudo -n /usr/bin/grep -rHs ^ {outgoing.SENTINEL} /etc/crontab /etc/anacrontab /etc/cron.d /etc/cron.hourly "
    "/etc/cron.daily /etc/cron.weekly /etc/cron.monthly /var/spool/cron",
    (0, 1, 2),  # grep says 2 where one of them is not there
)
_MAIL_RULES = Command(
    "sudo -n /usr/bin/grep -RHs --include=os-release --include=aliases --include=.forward --include=.dovecot.sieve ^ "
    f"{outgoing.SENTINEL} /etc/aliases /home /var/vmail /var/lib/dovecot",
    (0, 1, 2),
)
FACTS: Mapping[str, Fact] = {
    "crypto-policy": Fact((_at("update-crypto-policies --show"),), facts.one_word),
    "ssh-settings": Fact((Command(f"{_AS_ROOT}sshd -T"),), facts.ssh_settings),
    "disk-encryption": Fact((_at("lsblk -J -o NAME,TYPE,MOUNTPOINT"),), facts.disk_encryption),
    "log-terms": Fact(
        (
            _at("systemd-analyze cat-config systemd/journald.conf"),
            _at("grep -rHs ^ /etc/logrotate.conf /etc/logrotate.d", 1),
        ),
        log_retention.log_retention,
    ),
    "groups": Fact((_at("getent group"),), facts.groups),
    "accounts": Fact((_at("getent passwd"),), facts.accounts),
    "os-version": Fact((_at("cat /etc/os-release"),), facts.os_version),
    "audit-log": Fact((Command(f"{_AS_ROOT}auditctl -s"),), facts.auditing),
    "open-ports": Fact((_at("ss -Hltn"),), facts.open_ports),
    "clock-synchronised": Fact((_at("timedatectl show --property=NTPSynchronized --value"),), facts.clock_synchronised),
    "jobs": Fact((_CRON, _at(f"grep -rHs ^ {outgoing.SENTINEL} /etc/systemd/system", 1, 2)), outgoing.jobs),
    "forwards": Fact((_MAIL_RULES,), outgoing.forwards),
    "selinux": Fact((_at("getenforce"),), facts.one_word),
}
"""Every setting of a server, by name."""

ALL_COMMANDS = tuple(dict.fromkeys(command for fact in FACTS.values() for command in fact.commands))
"""Everything that settings are read by; :mod:`belofte.connectors.linux.rights` has the two that ask what we may."""
