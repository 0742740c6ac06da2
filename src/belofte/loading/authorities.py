"""The authorities that can demand data, from the data file that ships: with source and date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from belofte.domain.authority import Authorities, OrderArticle, PublicAuthority
from belofte.domain.policy import Text

_YAML: Any = YAML(typ="safe", pure=True)  # ruamel.yaml carries no types


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Words(_Strict):
    nl: str
    en: str

    @property
    def text(self) -> Text:
        return Text({"nl": self.nl, "en": self.en})


class _Article(_Strict):
    article: str
    ground: str
    kinds: tuple[str, ...] = ()
    special: bool = False
    secret: str = ""
    tells: _Words | None = None


class _Authority(_Strict):
    name: _Words
    articles: tuple[_Article, ...]


class _File(_Strict):
    countries: Mapping[str, Mapping[str, _Authority]]
    source: str
    seen_on: date


def authorities_of(country: str) -> Authorities:
    """The authorities of one country; none where nothing is known of it."""
    known = _read().countries.get(country, {})
    return {name: _authority(name, form) for name, form in known.items()}


def _authority(name: str, form: _Authority) -> PublicAuthority:
    articles = tuple(
        OrderArticle(one.article, one.ground, one.kinds, one.special, one.secret, one.tells.text if one.tells else None)
        for one in form.articles
    )
    return PublicAuthority(name, form.name.text, articles)


@cache
def _read() -> _File:
    text = files("belofte.data").joinpath("authorities.yaml").read_text("utf-8")
    return _File.model_validate(_YAML.load(text))
