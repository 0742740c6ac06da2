"""A mailbox in the sandbox: Dovecot on this machine, over messages in a folder that outlives it.

Several processes may each have a server over the same folder: a Maildir is made for that. Its cache of headers is in
memory: on disk it would hold what was expunged until Dovecot next tidies it. Dovecot lets nobody read mail as root:
there its mail is read as ``nobody``, who must be able to enter the folder.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_urlsafe
from tempfile import mkdtemp

from belofte.domain.system_map import SystemMap
from belofte.ports import SystemUnreachable
from belofte.sandbox.local.lacking import dovecot
from belofte.sandbox.local.part import Placed, Wanted, files_with
from belofte.sandbox.seeds import mailbox

_START_SECONDS = 60
_CONFIGURATION = """
base_dir = {run}/run
state_dir = {run}/state
log_path = {run}/log
protocols = imap
mail_plugins = acl
protocol imap {{
  mail_plugins = acl imap_acl
}}
plugin {{
  acl = vfile:{run}/rights
}}
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain
auth_failure_delay = 0
{people}
mail_location = maildir:{mail}:INDEX=MEMORY
first_valid_uid = 1
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {run}/passwords
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={mail}
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""
_WATCHED = '"$0" -F -c "$1" & child=$!; read -r _; kill "$child"; wait "$child"'
"""The server ends when standard input does: with whoever started it, however that one ends."""


class MailServer:
    """The mailbox of one system; started, and filled the first time."""

    def __init__(self, wanted: Wanted) -> None:
        self._system, self.mail = wanted.system, wanted.folder.absolute() / "mail"
        self._fill(wanted)
        if _is_root():
            self._given_to_nobody()
        self._run = Path(mkdtemp(prefix="belofte-mail-"))
        self._password, self._port = token_urlsafe(12), _free_port()
        self._configure()
        command = ["/bin/sh", "-c", _WATCHED, str(dovecot()), str(self._run / "dovecot.conf")]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self._wait()

    def placed(self) -> Placed:
        here = {**self._system.settings, "host": "127.0.0.1", "port": str(self._port), "security": "none"}
        secrets = {str(here[name]): self._password for name in ("password",) if here.get(name)}
        return Placed(replace(self._system, settings=here), secrets)

    def holds(self, text: str) -> list[str]:
        return files_with(self.mail, text)

    def stop(self) -> None:
        self._process.communicate()
        shutil.rmtree(self._run, ignore_errors=True)

    def _fill(self, wanted: Wanted) -> None:
        """Whole or not at all; who comes second leaves it to the first."""
        if self.mail.exists():
            return
        half = self.mail.with_name(f"mail.{os.getpid()}.half")
        shutil.rmtree(half, ignore_errors=True)
        half.parent.mkdir(parents=True, exist_ok=True)
        now = datetime.fromtimestamp(wanted.clock(), UTC)
        for folder in mailbox.folders(self._system):
            _make_folder(half, folder)
        for place, message in enumerate(mailbox.seeded(self._system, wanted.people(), now)):
            box = half if message.folder == "INBOX" else half / f".{message.folder.replace('/', '.')}"
            _put(box, place, message)
        try:
            half.rename(self.mail)
        except OSError:
            shutil.rmtree(half)

    def _given_to_nobody(self) -> None:
        nobody = pwd.getpwnam("nobody")
        for path in (self.mail, *self.mail.rglob("*")):
            if path.stat().st_uid == 0:
                os.chown(path, nobody.pw_uid, nobody.pw_gid)

    def _configure(self) -> None:
        self._run.chmod(0o755)
        account = str(self._system.settings.get("user", ""))
        (self._run / "passwords").write_text(f"{account}:{{PLAIN}}{self._password}\n", "utf-8")
        (self._run / "rights").write_text(_rights(self._system), "utf-8")
        me = pwd.getpwuid(os.geteuid())
        people = "" if _is_root() else f"default_internal_user = {me.pw_name}\ndefault_login_user = {me.pw_name}"
        who = pwd.getpwnam("nobody") if _is_root() else me
        text = _CONFIGURATION.format(
            run=self._run, mail=self.mail, people=people, uid=who.pw_uid, gid=who.pw_gid, port=self._port
        )
        (self._run / "dovecot.conf").write_text(text, "utf-8")

    def _wait(self) -> None:
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            try:
                with socket.create_connection(("127.0.0.1", self._port), timeout=1) as answer:
                    if answer.recv(4):
                        return
            except OSError:
                time.sleep(0.02)
        self.stop()
        raise SystemUnreachable(f"{self._system.name} could not be played: Dovecot did not start.", "try again")


def _rights(system: SystemMap) -> str:
    """What the account may do (Dovecot's ACL file, RFC 4314): as much as this map takes. Restricted messages go to a
    folder of their own, in which folders are made."""
    apart = {str((one.restrict or {}).get("folder", "")) for one in system.collections.values()} - {""}
    lines = [f'"{name}{below}" owner lrwstiek' for name in sorted(apart) for below in ("", "/*")]
    return "\n".join(("* owner lrite", *lines, ""))


def _make_folder(root: Path, folder: str) -> None:
    box = root if folder == "INBOX" else root / f".{folder.replace('/', '.')}"
    for name in ("cur", "new", "tmp"):
        (box / name).mkdir(parents=True, exist_ok=True)
    if box != root:
        (box / "maildirfolder").touch()


def _put(box: Path, place: int, message: mailbox.Message) -> None:
    path = box / "cur" / f"{int(message.received.timestamp())}.{place}.sandbox:2,S"
    path.write_bytes(message.raw)
    os.utime(path, (message.received.timestamp(), message.received.timestamp()))


def _is_root() -> bool:
    return os.geteuid() == 0


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
