"""Files that lie somewhere else, through fsspec's own file systems of this machine."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from typing import IO, cast

import pytest
from tests.connectors.files.folder import JAN, ask, connector, keys, logs, order, scans

from belofte.connectors.files.remote import RemoteFiles
from belofte.domain.plan import Decision, Outcome
from belofte.ports import SystemUnreachable

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed: pip install 'belofte[files]'")


def put(url: str, body: bytes) -> None:
    with fsspec.open(url, "wb", auto_mkdir=True) as file:
        file.write(body)


@pytest.mark.parametrize("scheme", ["memory://bucket", "file://{}"])
def test_files_elsewhere_are_found_copied_and_erased(tmp_path: Path, scheme: str) -> None:
    root = scheme.format(tmp_path)
    put(f"{root}/scans/10023/a.pdf", b"a")
    put(f"{root}/scans/100234/a.pdf", b"b")
    server, who = connector(scans(""), storage=RemoteFiles(root, {})), ask("r1", number="10023")
    found = keys(server.find([who]))
    assert found == [("/scans/10023/a.pdf",)]
    [copied] = server.export([order(who, "scans", Decision.EXPORT, found)])
    assert copied.files == {"original": b"a"}
    approved = order(who, "scans", Decision.DELETE, found)
    assert [(r.outcome, r.lines[0].acted) for r in server.erase([approved])] == [(Outcome.DONE, 1)]
    assert [line.remains for r in server.read_back([approved]) for line in r.lines] == [0]
    storage = RemoteFiles(root, {})
    assert [one.name for one in storage.listed("/scans") or ()] == ["100234"]


@pytest.mark.parametrize("scheme", ["memory://logs", "file://{}"])
def test_logs_elsewhere_are_written_anew(tmp_path: Path, scheme: str) -> None:
    root = scheme.format(tmp_path)
    put(f"{root}/log/a.log", f"1 {JAN}\n2 -\n".encode())
    put(f"{root}/log/b.log.gz", gzip.compress(f"1 {JAN}\n2 -\n".encode()))
    server, who = connector(logs("", at={"held_open": ("false",)}), storage=RemoteFiles(root, {})), ask("r1", email=JAN)
    assert [one.count for one in server.find([who])] == [2]
    [acted] = server.erase([order(who, "access_logs", Decision.DELETE, None)])
    assert (acted.outcome, acted.lines[0].acted) == (Outcome.DONE, 2)
    assert list(server.find([who])) == []
    with fsspec.open(f"{root}/log/b.log.gz", "rb") as packed:
        assert gzip.decompress(packed.read()) == b"2 -\n"


def test_a_place_nobody_can_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(SystemUnreachable, match=r"cannot be opened|not installed"):
        RemoteFiles("nonsense://x", {})


class _BrokenOff(io.RawIOBase):
    """A file of which the connection breaks off while it is read."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        raise TimeoutError("/scans/10023/a.pdf")


class _BreaksOff(RemoteFiles):
    """A place that lists and opens, and gives no byte."""

    def opened(self, path: str) -> IO[bytes]:
        del path
        return cast("IO[bytes]", _BrokenOff())


def test_a_file_that_breaks_off_while_it_is_read_is_told_as_that_and_not_by_its_name() -> None:
    put("memory://broken/scans/10023/a.pdf", b"a")
    files, who = connector(scans(""), storage=_BreaksOff("memory://broken", {})), ask("r1", number="10023")
    found = keys(files.find([who]))
    assert found == [("/scans/10023/a.pdf",)]
    for look in (
        lambda: list(files.contents("scans", ())),
        lambda: list(files.export([order(who, "scans", Decision.EXPORT, found)])),
    ):
        with pytest.raises(SystemUnreachable, match="cannot be read to its end") as away:
            look()
        assert "10023" not in f"{away.value.why} {away.value.remedy}"
