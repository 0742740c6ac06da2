"""Signing in over SSH: one server whose key is known, one account, one private key, and commands that are sent as they
stand. Nothing of this machine's own SSH set-up is used: no agent, no configuration, no other key."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import asyncssh

from belofte.domain.errors import BelofteError
from belofte.ports import SystemUnreachable
from belofte.wire.route import DIRECT, ProxyRefused, Route

LARGEST_ANSWER = 4 * 1024 * 1024
"""Characters of one answer that are read; a longer one was not read whole and does not count."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command came to. ``status`` None: it gave none in time, or was cut off."""

    status: int | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class SignIn:
    """Where and how to sign in. ``key`` reads the private key at the moment of use; ``patience`` is in seconds."""

    host: str
    port: int
    account: str
    key: Callable[[], str]
    host_key: str
    here_only: bool = False
    patience: float = 15.0
    route: Route = DIRECT

    def run(self, commands: Sequence[str]) -> list[Answer]:
        """Send each command, one after the other, over one connection. Raises :class:`SystemUnreachable`."""
        if self.here_only and not _is_here(self.host):
            raise SystemUnreachable("A sandbox reaches this machine only.", "let host: be 127.0.0.1", transient=False)
        with ThreadPoolExecutor(max_workers=1) as own_thread:  # the caller's thread may have a loop of its own
            return own_thread.submit(asyncio.run, self._run(commands)).result()

    async def _run(self, commands: Sequence[str]) -> list[Answer]:
        try:
            async with asyncio.timeout(self.patience):
                connection = await self._connect()
        except TimeoutError:
            raise SystemUnreachable("The server does not answer.", "look whether it runs and port: is right") from None
        answers: list[Answer] = []
        try:
            async with connection:
                answers = [await self._answer(connection, command) for command in commands]
        except (asyncssh.Error, OSError):
            raise SystemUnreachable("The connection was lost.", "try again") from None
        return answers

    async def _connect(self) -> asyncssh.SSHClientConnection:
        try:
            if self.route.proxy is None:
                return await self._signed_in(host=self.host, port=self.port)
            opened = await asyncio.to_thread(self.route.open, self.host, self.port, self.patience)
            opened.setblocking(False)
            try:
                return await self._signed_in(sock=opened)
            except BaseException:
                opened.close()
                raise
        except asyncssh.HostKeyNotVerifiable:
            why, remedy = "The server shows another key than host_key:.", "find out why before you change host_key:"
        except asyncssh.PermissionDenied:
            why, remedy = "The server refuses the account or its key.", "look at account:, key: and authorized_keys"
        except asyncssh.Error:
            raise SystemUnreachable("The server ended the sign-in.", "try again, look at its log") from None
        except ProxyRefused as refused:
            remedy = "look at proxy: (or own_proxy in belofte.toml), with its keeper"
            why = f"No way to the server: {refused.why}."
            raise SystemUnreachable(why, remedy, transient=not refused.lasting) from None
        except OSError:
            raise SystemUnreachable("The server cannot be reached.", "look at host: and port:") from None
        raise SystemUnreachable(why, remedy, transient=False)

    async def _signed_in(self, **where: Any) -> asyncssh.SSHClientConnection:
        return await asyncssh.connect(
            **where,
            username=self.account,
            client_keys=[self._private_key()],
            known_hosts=([self._server_key()], [], []),
            agent_path=None,
            config=None,
            preferred_auth="publickey",
        )

    def _private_key(self) -> asyncssh.SSHKey:
        try:
            return asyncssh.import_private_key(self.key())
        except BelofteError as missing:
            raise SystemUnreachable(missing.message, missing.remedy or "look at key:", transient=False) from None
        except asyncssh.KeyImportError:
            why = "What key: names is not a private key without a passphrase."
            raise SystemUnreachable(why, "name an OpenSSH private key", transient=False) from None

    def _server_key(self) -> asyncssh.SSHKey:
        try:
            return asyncssh.import_public_key(self.host_key)
        except asyncssh.KeyImportError:
            why = "host_key: is not a public key."
            raise SystemUnreachable(why, "copy it from ssh-keyscan: ssh-ed25519 AAAA…", transient=False) from None

    async def _answer(self, connection: asyncssh.SSHClientConnection, command: str) -> Answer:
        async with connection.create_process(
            command, stdin=asyncssh.DEVNULL, stderr=asyncssh.DEVNULL, errors="replace"
        ) as process:
            try:
                async with asyncio.timeout(self.patience):
                    text = await _whole(process)
                    ended = await process.wait()
            except TimeoutError:
                process.close()
                return Answer(None)
        return Answer(ended.exit_status, text) if text is not None else Answer(None)


async def _whole(process: asyncssh.SSHClientProcess[str]) -> str | None:
    """Everything a command says; None where it says too much."""
    parts: list[str] = []
    size = 0
    while part := await process.stdout.read(65536):
        parts.append(part)
        size += len(part)
        if size > LARGEST_ANSWER:
            process.close()
            return None
    return "".join(parts)


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
