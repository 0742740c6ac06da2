"""Counts and ages in the text form that Prometheus reads (exposition format 0.0.4). No value here is about a person."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from belofte.logs import withheld

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_STARTED = time.time()


@dataclass(frozen=True, slots=True)
class Metric:
    """One number. ``labels`` hold names of systems, verbs, states and workers, nothing else."""

    name: str
    meaning: str
    value: float
    kind: Literal["gauge", "counter"] = "gauge"
    labels: Mapping[str, str] = field(default_factory=dict[str, str])


def exposition(metrics: Iterable[Metric]) -> str:
    """The page: a head for each name, its numbers under it."""
    by_name: dict[str, list[Metric]] = {}
    for metric in metrics:
        by_name.setdefault(metric.name, []).append(metric)
    lines: list[str] = []
    for name, same in sorted(by_name.items()):
        lines += [f"# HELP {name} {same[0].meaning}", f"# TYPE {name} {same[0].kind}"]
        lines += [f"{name}{_labels(metric.labels)} {metric.value:.10g}" for metric in same]
    return "\n".join(lines) + "\n"


def process_metrics() -> list[Metric]:
    """Start, memory, and what the log had to withhold."""
    return [
        Metric(
            "belofte_log_withheld_total",
            "Values kept out of the log because they looked like a person's; should be 0.",
            withheld(),
            "counter",
        ),
        Metric("process_start_time_seconds", "When this process started, in seconds since 1970.", _STARTED),
        Metric("process_resident_memory_bytes", "Memory this process holds.", float(_resident_bytes())),
    ]


def _resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _labels(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in sorted(labels.items())) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
