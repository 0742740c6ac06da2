"""The behaviours every connector is held to, by files and logs in folders."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest
from tests.connectors.files.folder import Standing, files_system, logs, put, scans

from belofte.connectors.files.connector import FilesConnector
from belofte.connectors.files.local import LocalFiles
from belofte.domain.identity import Identifier
from belofte.domain.policy import Period, Unit
from belofte.domain.system_map import SystemMap
from belofte.ports import SystemConnector
from belofte.testing import ConnectorSuite, World

_OLD = datetime(2025, 3, 4, tzinfo=UTC).timestamp()


class Counted(LocalFiles):
    """The disk, with a count of what changes it."""

    def __init__(self) -> None:
        super().__init__()
        self.written = 0

    def removed(self, *what: Any, **how: Any) -> None:
        self.written += 1
        super().removed(*what, **how)

    def rewritten(self, *what: Any, **how: Any) -> None:
        self.written += 1
        super().rewritten(*what, **how)


class Folders(World):
    """A folder of scans a customer, and logs in which both people stand."""

    person = (Identifier("customer-number", "", "K-1"), Identifier("email", "", "jan@x.example"))
    other = (Identifier("customer-number", "", "K-2"), Identifier("email", "", "piet@y.example"))
    facts = ("undeclared",)

    def __init__(self, root: Path) -> None:
        self._root, self._disk = root, Counted()
        self.system: SystemMap = files_system(logs(root), scans(root), backups=Period(35, Unit.DAYS))
        for number in ("K-1", "K-2"):
            at = put(root / "scans" / number / "form.pdf", f"%PDF of {number}")
            os.utime(at, (_OLD, _OLD))
        put(root / "log" / "a.log", "1.2.3.4 jan@x.example GET /\n5.6.7.8 piet@y.example GET /\n9.9.9.9 - GET /\n")
        put(root / "log" / "b.gz", "1.2.3.4 jan@x.example GET /old\n")

    def connect(self, system: SystemMap) -> SystemConnector:
        return FilesConnector(system, self._disk, Standing())

    def writing_calls(self) -> int:
        return self._disk.written

    def state(self) -> dict[str, bytes]:
        return {str(at): at.read_bytes() for at in sorted(self._root.rglob("*")) if at.is_file()}

    def holds(self, text: str) -> bool:
        return any(text in name or text.encode() in content for name, content in self.state().items())

    @contextmanager
    def away(self) -> Iterator[object]:
        """The disk is not mounted."""
        shutil.move(self._root, f"{self._root}-elsewhere")
        try:
            yield
        finally:
            shutil.move(f"{self._root}-elsewhere", self._root)


class TestFiles(ConnectorSuite):
    KINDS: ClassVar = ("files",)

    @pytest.fixture
    def world(self, tmp_path: Path) -> World:
        return Folders(tmp_path / "data")
