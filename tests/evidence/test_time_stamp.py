"""An authority outside stamps the newest checkpoint: a real one, made of openssl, behind a real HTTP server."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from shutil import which

import pytest
from tests.worlds import World

from belofte.bootstrap import make_demo
from belofte.bootstrap.time_stamps import stamper_of
from belofte.cli.main import run
from belofte.domain.time_stamp import NotATimeStamp, read_time_stamp
from belofte.procedures.proving.stamping import stamp
from belofte.procedures.watching.attesting import attest

pytestmark = pytest.mark.skipif(which("openssl") is None, reason="No authority: openssl is not installed. 2026-11-22")

CONFIG = """
[ tsa ]
default_tsa = tsa1
[ tsa1 ]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
[ req ]
distinguished_name = name
x509_extensions = ext
prompt = no
[ name ]
CN = Time of the Notary
[ ext ]
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
"""


@dataclass
class Authority:
    """A time-stamp authority on this machine. ``answer`` makes of openssl's answer what is sent."""

    folder: Path
    url: str = ""
    asked: list[bytes] = field(default_factory=list[bytes])
    answer: Callable[[bytes], bytes] = lambda stamp: stamp

    def make(self) -> None:
        config = self.folder / "tsa.cnf"
        config.write_text(CONFIG.format(folder=self.folder))
        (self.folder / "serial").write_text("01\n")
        self.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                     "-config", "tsa.cnf", "-keyout", "key.pem", "-out", "authority.pem")  # fmt: skip

    def openssl(self, *arguments: str) -> str:
        told = subprocess.run(["openssl", *arguments], cwd=self.folder, capture_output=True, text=True, check=False)
        assert told.returncode == 0, told.stderr
        return told.stdout

    def reply(self, request: bytes) -> bytes:
        self.asked.append(request)
        (self.folder / "request.tsq").write_bytes(request)
        self.openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "request.tsq", "-signer", "authority.pem",
                     "-inkey", "key.pem", "-out", "answer.tsr")  # fmt: skip
        return self.answer((self.folder / "answer.tsr").read_bytes())


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[Authority]:
    folder = tmp_path / "authority"
    folder.mkdir()
    made = Authority(folder)
    made.make()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/timestamp-query"
            body = made.reply(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Door)
    made.url = f"http://127.0.0.1:{server.server_port}/stamp"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def world(tmp_path: Path, authority: Authority) -> World:
    """A sample company whose settings name the authority, and whose log has a leaf."""
    made = World(make_demo(tmp_path / "home", 50))
    made.made.home.settings_file.write_text(f'time_stamp_url = "{authority.url}"\n')
    with made.open() as belofte:
        attest(belofte.parts, "TIP-5", "P. de Boer")
    return made


def stamped(world: World, later: timedelta = timedelta()) -> bool:
    with world.open((datetime.now(UTC) + later).isoformat()) as belofte:
        stamper = stamper_of(belofte)
        assert stamper is not None
        return stamp(belofte.parts, stamper)


def test_the_newest_checkpoint_is_stamped_once_a_day_and_openssl_agrees(world: World, authority: Authority) -> None:
    assert stamped(world)
    kept = world.made.home.evidence / "time-stamps"
    assert sorted(file.name for file in kept.iterdir()) == ["1.note", "1.tsr"]
    (authority.folder / "1.note").write_bytes((kept / "1.note").read_bytes())
    (authority.folder / "1.tsr").write_bytes((kept / "1.tsr").read_bytes())
    told = authority.openssl("ts", "-verify", "-data", "1.note", "-in", "1.tsr", "-CAfile", "authority.pem")
    assert "OK" in told
    assert not stamped(world), "nothing was added since"
    with world.open() as belofte:
        attest(belofte.parts, "TIP-5", "P. de Boer")
    assert not stamped(world), "one was stamped today"
    assert stamped(world, timedelta(days=1))
    assert len(authority.asked) == 2


def test_verify_says_when_the_log_was_stamped(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert stamped(world)
    policy = str(world.made.home.policy)
    assert run(["verify", "--policy", policy]) == 0
    assert f"Its first 1 leaves bear a time stamp of {datetime.now(UTC):%Y-%m-%d}" in capsys.readouterr().out
    assert run(["verify", "--policy", policy, "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["time_stamps"]
    assert told["size"] == 1


def test_verify_notices_a_stamp_on_something_else(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert stamped(world)
    note = world.made.home.evidence / "time-stamps" / "1.note"
    note.write_text(note.read_text() + "\n")
    assert run(["verify", "--policy", str(world.made.home.policy)]) == 1
    assert "1.tsr does not hold: it is a stamp on something else" in capsys.readouterr().out


def test_verify_notices_a_log_that_was_rolled_back_behind_its_stamp(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    with world.open() as belofte:
        attest(belofte.parts, "TIP-5", "P. de Boer")
    assert stamped(world)
    evidence = world.made.home.evidence
    for name, lines in (("leaves.jsonl", 1), ("hashes", 1), ("checkpoints", 6)):
        whole = (evidence / name).read_text().splitlines(keepends=True)
        (evidence / name).write_text("".join(whole[:lines]))
    assert run(["verify", "--policy", str(world.made.home.policy), "--json"]) == 1
    assert "rolled back" in {fault["kind"] for fault in json.loads(capsys.readouterr().out)["faults"]}


@pytest.mark.parametrize(
    "answer",
    [
        lambda stamp: b"",
        lambda stamp: stamp[: len(stamp) // 2],
        lambda stamp: b"<html>busy</html>",
        lambda stamp: bytes.fromhex("30053003020102"),
        lambda stamp: b"x" * 100_000,
    ],
    ids=["nothing", "half", "a page", "refused", "far too much"],
)
def test_an_answer_that_is_no_stamp_is_not_kept(
    world: World, authority: Authority, answer: Callable[[bytes], bytes]
) -> None:
    authority.answer = answer
    assert not stamped(world)
    assert not list((world.made.home.evidence / "time-stamps").glob("*"))
    authority.answer = lambda stamp: stamp
    assert stamped(world), "it is asked again"


def test_an_old_answer_is_not_taken_for_a_new_one(world: World, authority: Authority) -> None:
    assert stamped(world)
    old = (world.made.home.evidence / "time-stamps" / "1.tsr").read_bytes()
    with world.open() as belofte:
        attest(belofte.parts, "TIP-5", "P. de Boer")
    authority.answer = lambda stamp: old
    assert not stamped(world, timedelta(days=1))


def test_an_authority_that_is_away_stops_nothing(world: World) -> None:
    world.made.home.settings_file.write_text('time_stamp_url = "http://127.0.0.1:9/stamp"\n')
    assert not stamped(world)


def test_a_refusal_is_named() -> None:
    with pytest.raises(NotATimeStamp, match=r"refused the time stamp \(status 2\)"):
        read_time_stamp(bytes.fromhex("30053003020102"))
