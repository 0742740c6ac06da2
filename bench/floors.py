"""The plain programs we are compared with: their data, their addresses, their numbers.

They lie outside this repository. Without them the bench makes its own data and measures ours alone.
"""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from database import own_address, own_data


class Floors(Protocol):
    """Where the data comes from and what the plain programs need for it; None where there are none."""

    def generate(self, address: str, customers: int) -> None: ...
    def address_of(self, number: int) -> str: ...

    def one(self, address: str, customers: int, count: int) -> dict[str, float] | None:
        """Right → median milliseconds of the raw statements for one person."""
        ...

    def batch(self, address: str, customers: int, count: int) -> float | None:
        """People a second whose rows are fetched together."""
        ...

    def work(self, address: str, customers: int, count: int) -> float | None:
        """People a second erased together with keys, a ledger, a second look and receipts, by hand."""
        ...


class OwnData:
    """No plain programs: data of our own, nothing to divide by."""

    def generate(self, address: str, customers: int) -> None:
        own_data(address, customers)

    def address_of(self, number: int) -> str:
        return own_address(number)

    def one(self, address: str, customers: int, count: int) -> dict[str, float] | None:
        del address, customers, count

    def batch(self, address: str, customers: int, count: int) -> float | None:
        del address, customers, count

    def work(self, address: str, customers: int, count: int) -> float | None:
        del address, customers, count


class PlainPrograms:
    """``gen.py``, ``floor.py``, ``batchfloor.py`` and ``workfloor.py`` of one folder, which is on the Python path."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._email_of: Callable[[int], str] = importlib.import_module("gen").email_of

    def generate(self, address: str, customers: int) -> None:
        self._run("gen", address, customers)

    def address_of(self, number: int) -> str:
        return self._email_of(number)

    def one(self, address: str, customers: int, count: int) -> dict[str, float] | None:
        out = self._run("floor", address, customers, count)
        return {
            "access": _number(out, r"\| access \|.*?median ([\d.]+) ms"),
            "erasure": _number(out, r"\| erase with DELETE \|.*?median ([\d.]+) ms"),
        }

    def batch(self, address: str, customers: int, count: int) -> float | None:
        return _number(self._run("batchfloor", address, customers, count), r"access .*= ([\d.]+) people/s")

    def work(self, address: str, customers: int, count: int) -> float | None:
        return _number(self._run("workfloor", address, customers, count), r": ([\d.]+) people/s")

    def _run(self, name: str, *arguments: object) -> str:
        command = [sys.executable, str(self._folder / f"{name}.py"), *map(str, arguments)]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


def floors_of(folder: Path | None) -> Floors:
    """The plain programs of a folder, or data of our own where there is none."""
    return PlainPrograms(folder) if folder is not None and (folder / "gen.py").exists() else OwnData()


def _number(text: str, pattern: str) -> float:
    found = re.search(pattern, text)
    if found is None:
        raise SystemExit(f"the plain program did not print what was expected: {pattern}\n{text}")
    return float(found.group(1))
