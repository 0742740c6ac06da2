"""Does anybody have a file open for writing? A read lease is granted only then (fcntl(2), F_SETLEASE)."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import time

_STEP = 0.02
_QUIET = 1.0
"""Seconds without a new byte that stand for "closed" on a disk that knows no leases."""
_HELD = frozenset({errno.EAGAIN})


def nobody_writes(fd: int, patience: float) -> bool:
    """Waits at most ``patience`` seconds until nobody has the file open for writing; ``fd`` is open for reading."""
    until = time.monotonic() + patience
    while not (closed := _closed(fd)):
        if time.monotonic() >= until:
            break
        time.sleep(_STEP)
    return closed


def _closed(fd: int) -> bool:
    try:
        fcntl.fcntl(
            fd, fcntl.F_SETSIG, signal.SIGURG
        )  # who opens it meanwhile is told to us by a signal that is ignored
        fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as refused:
        return False if refused.errno in _HELD else _is_quiet(fd)
    return True


def _is_quiet(fd: int) -> bool:
    before = os.fstat(fd).st_size
    time.sleep(_QUIET)
    return os.fstat(fd).st_size == before
