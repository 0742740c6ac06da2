"""A server of the company in the sandbox: SSH on this machine that answers a fixed list of commands, and no other."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace

import asyncssh
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from belofte.ports import SystemUnreachable
from belofte.sandbox.local.linux_answers import ANSWERS, REFUSED
from belofte.sandbox.local.part import Placed, Wanted

_START_SECONDS = 60


class LinuxServer:
    """The server of one system, with keys of its own that live as long as it does."""

    def __init__(self, wanted: Wanted) -> None:
        self._system = wanted.system
        self._account = str(wanted.system.settings.get("account", ""))
        self._key, self._host_key = _fresh_key(), _fresh_key()
        self._port = 0
        self._ready, self._loop = threading.Event(), asyncio.new_event_loop()
        self._over = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="sandbox-ssh", daemon=True)
        self._thread.start()
        if not self._ready.wait(_START_SECONDS):
            raise SystemUnreachable(f"{self._system.name} could not be played: SSH did not start.", "try again")

    def placed(self) -> Placed:
        public = self._host_key.export_public_key().decode().strip()
        here = {**self._system.settings, "host": "127.0.0.1", "port": self._port, "host_key": public}
        secrets = {str(here["key"]): self._key.export_private_key().decode()}
        return Placed(replace(self._system, settings=here), secrets)

    def holds(self, text: str) -> list[str]:
        return sorted(command for command, (_, answer) in ANSWERS.items() if text in answer)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    def may_enter(self, account: str, key: asyncssh.SSHKey) -> bool:
        """Whether this account signs in with this key."""
        return account == self._account and key.export_public_key() == self._key.export_public_key()

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        listening = await asyncssh.listen(
            "127.0.0.1",
            0,
            server_factory=lambda: _Door(self),
            server_host_keys=[self._host_key],
            process_factory=_answer,
        )
        self._port = listening.get_port()
        self._ready.set()
        await self._over.wait()
        listening.close()
        await listening.wait_closed()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()


class _Door(asyncssh.SSHServer):
    """Lets in one account, by its key."""

    def __init__(self, server: LinuxServer) -> None:
        self._server = server

    def begin_auth(self, username: str) -> bool:
        del username
        return True

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        return self._server.may_enter(username, key)


def _fresh_key() -> asyncssh.SSHKey:
    pem = ed25519.Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    return asyncssh.import_private_key(pem)


async def _answer(process: asyncssh.SSHServerProcess[str]) -> None:
    status, text = ANSWERS.get(process.command or "", REFUSED)
    process.stdout.write(text)
    process.exit(status)
