"""What vendors do, from the data file that ships (or a company's own of the same form), with source and date.

A file that cannot be read whole is refused with a sentence that names it: a linter that silently knew nothing would
call a notice right that is wrong.
"""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from belofte.domain.errors import WrongUse
from belofte.domain.policy_rules.vendors import Source, Vendor, VendorKnowledge
from belofte.loading.countries import load_countries

_YAML: Any = YAML(typ="safe", pure=True)  # ruamel.yaml carries no types


class VendorFileError(WrongUse):
    """The file of vendor facts could not be read. The message names the file, the place and what would be right."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Countries(_Strict):
    are: tuple[str, ...]
    source: str
    seen: date


class _Fact(_Strict):
    """One fact with its source. Exactly one of the facts is set."""

    source: str
    seen: date
    does: tuple[str, ...] | None = None
    country: str | None = None
    parent: str | None = None
    never_records: tuple[str, ...] | None = None
    sets_cookies: bool | None = None
    tracks_mail: bool | None = None
    delete_archives: bool | None = None
    clock_restarts: bool | None = None
    aggregates_stay: bool | None = None
    open_source: bool | None = None

    @model_validator(mode="after")
    def one_fact(self) -> _Fact:
        if len(self.stated) != 1:
            raise ValueError("state exactly one fact beside source and seen, so that each has its own source")
        return self

    @property
    def stated(self) -> dict[str, object]:
        """The fact's name and value."""
        return self.model_dump(exclude={"source", "seen"}, exclude_none=True)


class _Vendor(_Strict):
    also: tuple[str, ...] = ()
    facts: tuple[_Fact, ...]


class _File(_Strict):
    format: Literal[1]
    adequate: _Countries
    vendors: dict[str, _Vendor]


def load_vendors(path: Path | None = None) -> VendorKnowledge:
    """The facts that ship, or those of ``path``. Raises :class:`VendorFileError` if the file is not whole."""
    name = str(path) if path else "belofte/data/vendors.yaml"
    try:
        text = path.read_text("utf-8") if path else files("belofte.data").joinpath("vendors.yaml").read_text("utf-8")
        known = _File.model_validate(_YAML.load(text))
    except OSError as problem:
        raise VendorFileError(f"{name} cannot be read: {problem.strerror}. Name a file that exists.") from problem
    except YAMLError as problem:
        raise VendorFileError(f"{name} is not YAML: {problem}") from problem
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise VendorFileError(f"{name}, at {where}: {first['msg']}.") from problem
    return VendorKnowledge(
        vendors={key: _vendor(key, vendor) for key, vendor in known.vendors.items()},
        countries=load_countries(),
        adequate=frozenset(known.adequate.are),
    )


def _vendor(name: str, read: _Vendor) -> Vendor:
    values: dict[str, object] = {}
    sources: dict[str, Source] = {}
    for fact in read.facts:
        for key, value in fact.stated.items():
            values[key], sources[key] = value, Source(fact.source, fact.seen)
    return Vendor(name=name, also=read.also, sources=sources, **values)  # pyright: ignore[reportArgumentType]
