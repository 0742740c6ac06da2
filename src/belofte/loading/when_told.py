"""When staff is told of work, where a policy says nothing (``belofte/data/telling.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from belofte.domain.policy import PrivacyOffice


@dataclass(frozen=True, slots=True)
class WhenTold:
    """Working days before a request must be done and after which a second person is told; local time of daily mail."""

    tell_before: int
    second_after: int
    daily_at: time


def when_told(office: PrivacyOffice) -> WhenTold:
    """The policy's own numbers, and the shipped ones where it states none."""
    shipped = _shipped()
    before = shipped["tell_before"]["working_days"] if office.tell_before is None else office.tell_before
    after = shipped["second_after"]["working_days"] if office.second_after is None else office.second_after
    return WhenTold(before, after, time.fromisoformat(shipped["daily_at"]["time"]))


@cache
def _shipped() -> Mapping[str, Mapping[str, Any]]:
    reader: Any = YAML(typ="safe", pure=True)
    return reader.load((files("belofte") / "data" / "telling.yaml").read_text("utf-8"))
