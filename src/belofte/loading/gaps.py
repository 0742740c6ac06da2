"""``gaps.yaml``: a company's own numbered list of gaps, and which rule of the linter finds each. Optional.

``A-1: privacy-office-missing`` · ``A-2: {rules: [retention-missing], facts: [retention.order]}`` ·
``A-3: {not_decidable: "typing errors are in the wording, not in the facts"}``
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from belofte.domain.errors import WrongUse
from belofte.domain.policy import FactPath
from belofte.domain.policy_rules.own_gaps import Gap
from belofte.domain.policy_rules.registry import RULES
from belofte.loading.problems import did_you_mean

GAPS_FILE = "gaps.yaml"

_YAML: Any = YAML(typ="safe", pure=True)  # ruamel.yaml carries no types


class GapsFileError(WrongUse):
    """``gaps.yaml`` could not be read. The message names the place and what would be right."""


class _Gap(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    rules: tuple[str, ...] = ()
    facts: tuple[FactPath, ...] = ()
    not_decidable: str | None = None


_FILE = TypeAdapter(dict[str, str | _Gap])


def read_gaps(folder: Path) -> Mapping[str, Gap]:
    """The folder's own gaps by id, in the order of the file; none where there is no such file.

    Raises :class:`GapsFileError` for a file that is not whole, an unknown rule, or a gap that says nothing.
    """
    file = folder / GAPS_FILE
    if not file.is_file():
        return {}
    try:
        read = _FILE.validate_python(_YAML.load(file.read_text("utf-8")) or {})
    except (OSError, UnicodeDecodeError, YAMLError) as problem:
        raise GapsFileError(f"{GAPS_FILE} cannot be read as YAML in UTF-8.") from problem
    except ValidationError as problem:
        where = ".".join(str(part) for part in problem.errors()[0]["loc"])
        raise GapsFileError(f"{GAPS_FILE}, at {where}: {problem.errors()[0]['msg']}.") from problem
    return {name: _gap(name, stated) for name, stated in read.items()}


def _gap(name: str, stated: str | _Gap) -> Gap:
    known = _Gap(rules=(stated,)) if isinstance(stated, str) else stated
    if bool(known.rules) == bool(known.not_decidable):
        raise GapsFileError(f"{GAPS_FILE}, {name}: name the rules that find it, or say why none can (not_decidable).")
    for rule in known.rules:
        if rule not in RULES:
            raise GapsFileError(f'{GAPS_FILE}, {name}: no rule is called "{rule}". {did_you_mean(rule, RULES)}')
    return Gap(name, known.rules, known.facts, known.not_decidable)
