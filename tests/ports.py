"""A port of this machine on which nobody listens, and which nobody else takes meanwhile.

What the system gives for port 0 is free again once it was closed: another test, or any connection that goes out, may
have it before the server stands there. These ports lie below the range from which the system gives, and as long as this
process lives, no other process of the tests gets the same one: its UDP side is held."""

from __future__ import annotations

import atexit
import socket
from contextlib import ExitStack
from random import SystemRandom

PORTS = range(20_000, 32_000)
_HELD = ExitStack()
atexit.register(_HELD.close)


def free_port() -> int:
    """Its number, of 127.0.0.1."""
    for port in SystemRandom().sample(PORTS, 1000):
        held = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            held.bind(("127.0.0.1", port))
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            held.close()
        else:
            _HELD.enter_context(held)
            return port
    raise AssertionError("of a thousand ports none was free")
