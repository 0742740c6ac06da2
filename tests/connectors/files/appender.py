"""A program that writes a log as fast as it can: with the file held open, or opened anew for each line."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path


def main(path: str, way: str, count: str, stop: str) -> None:
    """Numbered lines until ``count`` are written and ``stop`` is there."""
    log = Path(path)
    held = os.open(log, os.O_WRONLY | os.O_APPEND) if way == "held" else None
    number, most = 0, int(count)
    while number < most or not Path(stop).exists():
        line = f"10:00:00 n={number} x=jan@x.example\n" if number % 3 == 0 else f"10:00:00 n={number} x=-\n"
        if held is not None:
            os.write(held, line.encode())
        else:
            with log.open("ab", buffering=0) as opened:
                opened.write(line.encode())
        number += 1
        if number % 200 == 0:
            time.sleep(0.001)
        if number > most * 20:
            break
    sys.stdout.write(str(number))


if __name__ == "__main__":
    main(*sys.argv[1:])
