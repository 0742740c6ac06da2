"""A real SSH server on loopback that answers a list of commands from a fixture, refuses every other one, and keeps what
it was asked."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import asyncssh

AT = "env LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin "

LSBLK = """{"blockdevices": [
  {"name":"vda","type":"disk","mountpoint":null,"children":[
    {"name":"vda1","type":"part","mountpoint":"/boot"},
    {"name":"vda2","type":"part","mountpoint":null,"children":[
      {"name":"luks-1","type":"crypt","mountpoint":null,"children":[
        {"name":"rhel-root","type":"lvm","mountpoint":"/"},{"name":"rhel-srv","type":"lvm","mountpoint":"/srv"}]}]}]},
  {"name":"loop0","type":"loop","mountpoint":"/snap/x"}]}
"""
LOGROTATE = """\
/etc/logrotate.conf:weekly
/etc/logrotate.conf:rotate 4
/etc/logrotate.conf:include /etc/logrotate.d
/etc/logrotate.conf:/var/log/wtmp {
/etc/logrotate.conf:    monthly
/etc/logrotate.conf:    rotate 1
/etc/logrotate.conf:}
/etc/logrotate.d/app:/srv/app/*.log
/etc/logrotate.d/app:{
/etc/logrotate.d/app:    daily
/etc/logrotate.d/app:    rotate -1
/etc/logrotate.d/app:}
/etc/logrotate.d/nginx:/var/log/nginx/*.log /var/log/nginx/*.err {
/etc/logrotate.d/nginx:    daily   # each night
/etc/logrotate.d/nginx:    postrotate
/etc/logrotate.d/nginx:        [ -f /run/nginx.pid ] && { kill -USR1 1; }
/etc/logrotate.d/nginx:        }
/etc/logrotate.d/nginx:    endscript
/etc/logrotate.d/nginx:    rotate 14
/etc/logrotate.d/nginx:}
/etc/logrotate.d/syslog:/var/log/messages
/etc/logrotate.d/syslog:/var/log/secure
/etc/logrotate.d/syslog:{
/etc/logrotate.d/syslog:    sharedscripts
/etc/logrotate.d/syslog:}
/etc/logrotate.d/zed:/var/log/zed {
/etc/logrotate.d/zed:    maxage 30
/etc/logrotate.d/zed:}
"""
PASSWD = """\
root:x:0:0:root:/root:/bin/bash
daemon:x:2:2:daemon:/sbin:/usr/sbin/nologin
toor:x:0:0::/root:/bin/sh
j.jansen:x:1000:1000:Jan Jansen:/home/j.jansen:/bin/bash
p.smit:x:1001:1001:Piet Smit:/home/p.smit:/usr/sbin/nologin
nobody:x:65534:65534:Nobody:/:/usr/sbin/nologin
"""
GROUP = "root:x:0:\nwheel:x:10:j.jansen,p.smit\ndocker:x:990:j.jansen\nj.jansen:x:1000:p.smit\n"
SSHD = """port 22
permitrootlogin without-password
passwordauthentication no
x11forwarding yes
maxauthtries 6
allowusers j.jansen
ciphers aes256-gcm@openssh.com
"""
SS = """LISTEN 0 128 0.0.0.0:22 0.0.0.0:*
LISTEN 0 511 *:443 *:*
LISTEN 0 128 127.0.0.1:5432 0.0.0.0:*
LISTEN 0 128 127.0.0.53%lo:53 0.0.0.0:*
LISTEN 0 128 [::1]:631 [::]:*
LISTEN 0 128 [::]:22 [::]:*
"""
CRON = (
    "sudo -n /usr/bin/grep -rHs ^ /etc/os-release /etc/crontab /etc/anacrontab /etc/cron.d /etc/cron.hourly "
    "/etc/cron.daily /etc/cron.weekly /etc/cron.monthly /var/spool/cron"
)
UNITS = f"{AT}grep -rHs ^ /etc/os-release /etc/systemd/system"
MAIL_RULES = (
    "sudo -n /usr/bin/grep -RHs --include=os-release --include=aliases --include=.forward --include=.dovecot.sieve ^ "
    "/etc/os-release /etc/aliases /home /var/vmail /var/lib/dovecot"
)
CRON_TABLES = """\
/etc/os-release:ID=rhel
/etc/crontab:SHELL=/bin/bash
/etc/crontab:MAILTO=j.jansen@linprofs.example
/etc/crontab:# rsync /srv backup@old.example:/srv
/etc/cron.d/0hourly:01 * * * * root run-parts /etc/cron.hourly
/etc/cron.d/copies:15 3 * * 1-5 root rsync -a /srv/app backup@Copies.example:/vault
/etc/cron.d/copies:@daily root curl -s -u jan:geheim https://hooks.partner.example/in?token=geheim -d @/srv/list.csv
/etc/cron.daily/logrotate:#!/bin/sh
/etc/cron.daily/logrotate:/usr/sbin/logrotate /etc/logrotate.conf
/etc/cron.weekly/export:#!/bin/sh
/etc/cron.weekly/export:pg_dump -h db.linprofs.example crm > /tmp/x
/etc/cron.weekly/export:scp /tmp/x report.example:/in/
/var/spool/cron/j.jansen:30 2 * * * /home/j.jansen/bin/nightly.sh --all
/var/spool/cron/j.jansen:0 * * * * cd /srv && mail -s list a.visser@elsewhere.example < list
"""
UNIT_FILES = """\
/etc/os-release:ID=rhel
/etc/systemd/system/push.timer:[Timer]
/etc/systemd/system/push.timer:OnCalendar=daily
/etc/systemd/system/push.service:[Service]
/etc/systemd/system/push.service:ExecStart=/usr/bin/aws s3 sync /srv s3://Our-Copies/srv
/etc/systemd/system/web.service:[Service]
/etc/systemd/system/web.service:ExecStart=/usr/sbin/nginx
/etc/systemd/system/odd.timer:[Timer]
"""
RULES = """\
/etc/os-release:ID=rhel
/etc/aliases:# abuse: x@comment.example
/etc/aliases:root: beheer@linprofs.example, |/usr/local/bin/ticket
/home/j.jansen/.forward:jan@private.example
/home/p.smit/.dovecot.sieve:require ["copy"];
/home/p.smit/.dovecot.sieve:# redirect "nobody@comment.example";
/home/p.smit/.dovecot.sieve:if header :contains "subject" "a@b.example" { redirect :copy "piet@Sent-On.example"; }
"""
TREE: Mapping[str, tuple[int, str]] = {
    f"{AT}update-crypto-policies --show": (0, "FUTURE\n"),
    "sudo -n /usr/sbin/sshd -T": (0, SSHD),
    f"{AT}lsblk -J -o NAME,TYPE,MOUNTPOINT": (0, LSBLK),
    f"{AT}systemd-analyze cat-config systemd/journald.conf": (
        0,
        "# /etc/systemd/journald.conf\n[Journal]\n#MaxRetentionSec=1year\nMaxRetentionSec=2week\n",
    ),
    f"{AT}grep -rHs ^ /etc/logrotate.conf /etc/logrotate.d": (0, LOGROTATE),
    f"{AT}getent group": (0, GROUP),
    f"{AT}getent passwd": (0, PASSWD),
    f"{AT}cat /etc/os-release": (0, 'NAME="Red Hat Enterprise Linux"\nVERSION_ID="9.4"\nID=rhel\n'),
    "sudo -n /usr/sbin/auditctl -s": (0, "enabled 1\nfailure 1\npid 700\nlost 3\nbacklog 0\n"),
    f"{AT}ss -Hltn": (0, SS),
    f"{AT}timedatectl show --property=NTPSynchronized --value": (0, "yes\n"),
    f"{AT}getenforce": (0, "Enforcing\n"),
    CRON: (2, CRON_TABLES),
    UNITS: (0, UNIT_FILES),
    MAIL_RULES: (2, RULES),
}
"""Command -> exit status and what it prints: a Red Hat server that is well kept."""


@dataclass
class LinuxServer:
    """What the server shows and keeps. ``tree`` may be changed by a test."""

    account: str = "belofte"
    tree: dict[str, tuple[int, str]] = field(default_factory=lambda: dict(TREE))
    silent: set[str] = field(default_factory=set[str])  # commands that never end
    asked: list[str] = field(default_factory=list[str])
    sign_ins: int = 0
    port: int = 0
    key: asyncssh.SSHKey = field(default_factory=lambda: asyncssh.generate_private_key("ssh-ed25519"))
    host_key: asyncssh.SSHKey = field(default_factory=lambda: asyncssh.generate_private_key("ssh-ed25519"))

    @property
    def public(self) -> str:
        return self.host_key.export_public_key().decode()

    @property
    def private(self) -> str:
        return self.key.export_private_key().decode()

    async def answer(self, process: asyncssh.SSHServerProcess[str]) -> None:
        command = process.command or "a shell"
        self.asked.append(command)
        if command in self.silent:
            await asyncio.sleep(60)
        status, text = self.tree.get(command, (126, "refused\n"))
        process.stdout.write(text)
        process.exit(status)


class _Door(asyncssh.SSHServer):
    def __init__(self, server: LinuxServer) -> None:
        self._server = server

    def begin_auth(self, username: str) -> bool:
        return True

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        known = self._server.key.export_public_key() == key.export_public_key()
        return known and username == self._server.account

    def auth_completed(self) -> None:
        self._server.sign_ins += 1


@contextmanager
def linux_server() -> Iterator[LinuxServer]:
    """The server in a thread of its own, on a free port of loopback."""
    server, ready = LinuxServer(), threading.Event()
    loop = asyncio.new_event_loop()
    over = asyncio.Event()

    async def serve() -> None:
        listening = await asyncssh.listen(
            "127.0.0.1",
            0,
            server_factory=lambda: _Door(server),
            server_host_keys=[server.host_key],
            process_factory=server.answer,
        )
        server.port = listening.get_port()
        ready.set()
        await over.wait()
        listening.close()
        await listening.wait_closed()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    assert ready.wait(120)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()
