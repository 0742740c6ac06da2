"""The hours of a breach, from the data file that ships: with source and date, so that a change of law is one line."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict, PositiveInt
from ruamel.yaml import YAML

from belofte.domain.breach import BreachHours

_YAML: Any = YAML(typ="safe", pure=True)  # ruamel.yaml carries no types


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Hours(_Strict):
    hours: PositiveInt
    source: str
    seen_on: date


class _Marks(_Strict):
    hours: tuple[PositiveInt, ...]
    source: str
    seen_on: date


class _File(_Strict):
    report_within: _Hours
    tell_customer_within: _Hours
    remind_after: _Marks


@cache
def breach_hours() -> BreachHours:
    """The terms that hold now."""
    text = files("belofte.data").joinpath("breach.yaml").read_text("utf-8")
    stated = _File.model_validate(_YAML.load(text))
    return BreachHours(
        report_within=timedelta(hours=stated.report_within.hours),
        tell_customer_within=timedelta(hours=stated.tell_customer_within.hours),
        remind_after=tuple(timedelta(hours=hours) for hours in stated.remind_after.hours),
        source=stated.report_within.source,
    )
