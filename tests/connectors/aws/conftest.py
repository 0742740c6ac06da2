"""One moto server for the session, ended by its process id; every test gets an empty account."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

import pytest
from tests.connectors.aws.cloud import Cloud
from tests.ports import free_port

pytest.importorskip("boto3", reason="2026-11-23: without the extra aws there is nothing to test.")


@pytest.fixture(scope="session")
def aws_endpoint() -> Iterator[str]:
    pytest.importorskip("moto", reason="2026-11-23: moto, the account these tests look at, is not installed.")
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-c", "from moto.server import main; main()"]
    process = subprocess.Popen(
        [*command, "-H", "127.0.0.1", "-p", str(port)],
        env={**os.environ, "MOTO_EC2_LOAD_DEFAULT_AMIS": "false"},  # else every region has 1,300 snapshots of its own
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(120)


@pytest.fixture
def cloud(aws_endpoint: str) -> Iterator[Cloud]:
    reset = urllib.request.Request(f"{aws_endpoint}/moto-api/reset", method="POST")
    urllib.request.urlopen(reset).close()
    made = Cloud(aws_endpoint)
    yield made
    made.close()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError("moto ended before it answered")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("moto did not answer within two minutes")
