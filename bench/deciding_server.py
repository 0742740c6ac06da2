"""The office with its API, as it is served, on one core: usage: deciding_server.py POLICY; prints its port."""

from __future__ import annotations

import os
import socket
import sys
from dataclasses import replace
from pathlib import Path

from belofte.bootstrap import open_belofte
from belofte.bootstrap.fronts import office_front, site_of
from belofte.web.health import Health
from belofte.web.server import serve


def main(policy: str) -> None:
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    with open_belofte(Path(policy)) as belofte:
        front = office_front(belofte, site_of(belofte), Health((), tuple), lambda: None)
        serve([replace(front, port=port)], lambda: print(port, flush=True), lambda: None)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
