"""AWS in the sandbox: an account on this machine, played by moto in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

from belofte.ports import SystemUnreachable
from belofte.sandbox.local.aws_kept import Kept
from belofte.sandbox.local.part import Placed, Wanted
from belofte.sandbox.seeds import aws

_KEY = "sandbox"
_START_SECONDS = 30


class AwsAccount:
    """The account of one system; started, and filled the first time."""

    def __init__(self, wanted: Wanted) -> None:
        self._system = wanted.system
        self._file = wanted.folder / "account.sqlite"
        self.kept = Kept(self._file)
        self._fill(wanted)
        command = ["-W", "ignore", "-m", "belofte.sandbox.local.aws_playing", str(self._file), str(wanted.clock())]
        self._process = subprocess.Popen(
            [sys.executable, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._port = self._first_line()

    @property
    def endpoint(self) -> str:
        """Where all of AWS is."""
        return f"http://127.0.0.1:{self._port}"

    def placed(self) -> Placed:
        here = {**self._system.settings, "endpoint": self.endpoint}
        for gone in ("profile", "session_token", "proxy", "ca"):
            here.pop(gone, None)
        keys = {str(here[name]): _KEY for name in ("access_key", "secret_key") if here.get(name)}
        return Placed(replace(self._system, settings=here), keys)

    def holds(self, text: str) -> list[str]:
        return self.kept.holding(text)

    def stop(self) -> None:
        self._process.communicate()
        self.kept.close()

    def _fill(self, wanted: Wanted) -> None:
        if self.kept.is_empty:
            people = wanted.people()
            with self.kept.alone():
                if self.kept.is_empty:
                    now = datetime.fromtimestamp(wanted.clock(), UTC)
                    self.kept.put(aws.seeded(wanted.system, people, now))

    def _first_line(self) -> int:
        line = self._process.stdout.readline() if self._process.stdout else b""
        if not line.strip().isdigit():
            self.stop()
            raise SystemUnreachable(f"{self._system.name} could not be played: moto ended at once.", "try again")
        return int(line)
