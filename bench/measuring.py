"""What every measurement needs: the sizes, a folder, the databases, the plain programs."""

from __future__ import annotations

import random
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from database import Databases
from floors import Floors
from shop import Shop, open_shop

RIGHTS = ("access", "erasure")
WARM = 10
"""Requests that are done before the clock runs."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured."""

    customers: int
    one: int
    batch: int
    many: int
    small: int
    grown: int
    rows: int
    runs: int


@dataclass
class Bench:
    """One run."""

    sizes: Sizes
    folder: Path
    databases: Databases
    floors: Floors
    models: dict[int, str] = field(default_factory=dict[int, str])
    homes: int = 0

    @contextmanager
    def database(self, customers: int) -> Generator[str]:
        """A fresh copy of the data of one size; its address."""
        if customers not in self.models:
            self.models[customers] = self.databases.model(f"shop{customers}", customers, self.floors.generate)
        address = self.databases.copy(self.models[customers])
        try:
            yield address
        finally:
            self.databases.drop(address)

    @contextmanager
    def shop(self, address: str) -> Generator[Shop]:
        """A new installation over the database."""
        with self.open(self.home(), address) as shop:
            yield shop

    def open(self, home: Path, address: str) -> AbstractContextManager[Shop]:
        """One installation; a home folder that is not there yet is made."""
        return open_shop(home, address)

    def home(self) -> Path:
        """A home folder that is not there yet."""
        self.homes += 1
        return self.folder / f"home{self.homes}"

    def people(self, customers: int, count: int) -> list[str]:
        """Addresses of so many customers, by chance, the same in every run."""
        chosen = random.Random(17).sample(range(1, customers), count)
        return [self.floors.address_of(number) for number in chosen]
