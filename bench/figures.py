"""What a run of the bench says: one figure a promise, with its limit and whether it was kept."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. ``most`` or ``least`` is its limit; without one it is shown beside the others. ``goal`` is
    what we aim at beyond the limit; ``note`` says what was divided by what."""

    name: str
    value: float | None
    unit: str = ""
    most: float | None = None
    least: float | None = None
    goal: float | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """``met``, ``not met``, ``not measured``, or nothing where there is no limit."""
        if self.most is None and self.least is None:
            return ""
        if self.value is None:
            return "not measured"
        kept = (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)
        return "met" if kept else "not met"

    @property
    def limit(self) -> str:
        """The limit in words, with the goal behind it."""
        words = f"at most {_short(self.most)}{self.unit}" if self.most is not None else ""
        words = f"at least {_short(self.least)}{self.unit}" if self.least is not None else words
        return f"{words} (goal {_short(self.goal)}{self.unit})" if self.goal is not None else words

    @property
    def shown(self) -> str:
        """The number as it is printed."""
        return "-" if self.value is None else f"{_short(self.value)}{self.unit}"


def _short(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def table(figures: Sequence[Figure]) -> str:
    """The figures as a Markdown table."""
    rows = [("number", "measured", "limit", "verdict", "how")]
    rows += [(f.name, f.shown, f.limit, f.verdict, f.note) for f in figures]
    widths = [max(len(row[n]) for row in rows) for n in range(5)]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(r, widths, strict=True)) + " |" for r in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def as_json(figures: Iterable[Figure], sizes: dict[str, int]) -> str:
    """The figures, what they were measured on, and how big the data was."""
    whole = {
        "schema": "belofte.bench/1",
        "machine": machine(),
        "sizes": sizes,
        "figures": [{**asdict(figure), "verdict": figure.verdict} for figure in figures],
    }
    return json.dumps(whole, indent=1, ensure_ascii=False)


def machine() -> dict[str, object]:
    """What the run was made on, as far as it matters: ratios are compared, never times of two machines."""
    total = next(line for line in Path("/proc/meminfo").read_text("ascii").splitlines() if line.startswith("MemTotal"))
    return {
        "processors": os.cpu_count(),
        "memory_gib": round(int(total.split()[1]) / 2**20),
        "python": platform.python_version(),
        "load_at_the_end": round(os.getloadavg()[0], 1),
    }
