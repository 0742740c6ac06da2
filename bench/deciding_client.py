"""Asks ``use`` in batches of a hundred over a few connections, as light as a client can be: sockets and bytes."""

from __future__ import annotations

import json
import os
import random
import selectors
import socket
import time

CONNECTIONS = 16
BATCH = 100
SECONDS = 4.0
DIFFERENT = 200


def batches_a_second(port: int, token: str, subjects: int) -> float:
    """Answers a second; ends the bench where one is not right."""
    core = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(core)})
    try:
        return _run(port, [_request(token, subjects, seed) for seed in range(DIFFERENT)])
    finally:
        os.sched_setaffinity(0, core)


def _request(token: str, subjects: int, seed: int) -> bytes:
    chance = random.Random(seed)
    people = [chance.randrange(1, subjects + 1) for _ in range(BATCH)]
    asked = {"purpose": "newsletter", "category": "subscription", "role": "technical-staff", "reason": "november issue"}
    body = json.dumps({**asked, "subjects": people}).encode()
    head = (
        f"POST /api/v1/use HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _run(port: int, requests: list[bytes]) -> float:
    chosen, done, waiting = selectors.DefaultSelector(), 0, dict[socket.socket, bytes]()
    for number in range(CONNECTIONS):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        chosen.register(connection, selectors.EVENT_READ)
        connection.sendall(requests[number])
        waiting[connection] = b""
    start = time.perf_counter()
    while time.perf_counter() - start < SECONDS:
        for key, _ in chosen.select(1):
            connection = key.fileobj
            if not isinstance(connection, socket.socket):
                continue
            waiting[connection] += connection.recv(65536)
            if _is_whole(waiting[connection]):
                waiting[connection] = b""
                done += 1
                connection.sendall(requests[done % len(requests)])
    took = time.perf_counter() - start
    for connection in waiting:
        connection.close()
    return done / took


def _is_whole(answer: bytes) -> bool:
    head, found, body = answer.partition(b"\r\n\r\n")
    if not found:
        return False
    if not head.startswith(b"HTTP/1.1 200"):
        raise SystemExit(f"a batch was answered with {head[:40]!r} {body[:300]!r}")
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
    return len(body) >= length
