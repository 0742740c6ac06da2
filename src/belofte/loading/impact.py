"""The criteria for an impact assessment, from the data file that ships, each with its source and date."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveInt
from ruamel.yaml import YAML

from belofte.domain.impact import Criteria, Criterion, Weight
from belofte.domain.policy import Text

_YAML: Any = YAML(typ="safe", pure=True)  # ruamel.yaml carries no types


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Source(_Strict):
    source: str
    seen: date
    country: str | None = None


class _Criterion(_Strict):
    weight: Weight
    origin: str = Field(alias="from")
    nl: str
    en: str


class _File(_Strict):
    format: Literal[1]
    signs: PositiveInt
    sources: dict[str, _Source]
    criteria: dict[str, _Criterion]


@cache
def load_criteria() -> Criteria:
    """The criteria that ship."""
    text = files("belofte.data").joinpath("impact.yaml").read_text("utf-8")
    stated = _File.model_validate(_YAML.load(text))
    return Criteria(
        {name: _made(name, one, stated.sources[one.origin]) for name, one in stated.criteria.items()}, stated.signs
    )


def impact_criteria() -> frozenset[str]:
    """Their names."""
    return frozenset(load_criteria().by_name)


def _made(name: str, one: _Criterion, origin: _Source) -> Criterion:
    label = Text({"nl": one.nl, "en": one.en})
    return Criterion(name, one.weight, label, origin.source, origin.seen, origin.country)
