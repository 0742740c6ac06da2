"""The policy folder as a whole: read everything, tell everything that is wrong, or return the typed facts.

This module decides only whether the folder can be read. Whether its facts are complete is the linter's question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from belofte.domain.answer import LetterKind
from belofte.domain.letter_contents import own_letter
from belofte.domain.policy import FactPath, OnBehalf, Policy, Position, Text
from belofte.domain.rest import RestConnector
from belofte.domain.system_map import SystemMap
from belofte.loading.clauses import check_clauses, read_clauses
from belofte.loading.nodes import Entry, Keyed, Node, Scalar, read_nodes
from belofte.loading.problems import PolicyFolderError
from belofte.loading.reading import Reading
from belofte.loading.references import check_added, check_references
from belofte.loading.rest_files import FOLDER, own_connectors
from belofte.loading.secrets import open_secrets
from belofte.loading.shape import read_fields
from belofte.loading.shape_on_behalf import check_on_behalf, read_on_behalf
from belofte.loading.shape_policy import POLICY
from belofte.loading.systems import join_systems, read_draft
from belofte.loading.values import NAME

POLICY_FILE, CLAUSES_FILE, GAPS_FILE = "policy.yaml", "clauses.yaml", "gaps.yaml"
ON_BEHALF_FILE = "on_behalf.yaml"
ROOT_FILES = (POLICY_FILE, CLAUSES_FILE, GAPS_FILE, ON_BEHALF_FILE)
_TEXT_FILE = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)\.(?P<language>[a-z]{2,3})\.(md|txt)")


@dataclass(frozen=True, slots=True)
class PolicyFolder:
    """A folder that was read whole: its facts, its systems' maps, and what is processed for others, by name."""

    path: Path
    policy: Policy
    systems: Mapping[str, SystemMap]
    on_behalf: Mapping[str, OnBehalf] = field(default_factory=dict[str, OnBehalf])
    connectors: Mapping[str, RestConnector] = field(default_factory=dict[str, RestConnector])
    """The company's own kinds of systems, by name."""


def load_policy_folder(path: Path) -> PolicyFolder:
    """Read ``policy.yaml`` or ``policy/*.yaml``, ``systems/*.yaml``, ``on_behalf.yaml``, ``clauses.yaml``, ``texts/``.

    Raises :class:`PolicyFolderError` with every problem of the folder: nothing is half-loaded.
    """
    reading = Reading()
    _check_file_names(path, reading)
    fields = read_fields(POLICY, _read_policy_files(path, reading), FactPath(""), reading)
    fields.pop("format", None)
    clauses = read_clauses(_read_optional(path, CLAUSES_FILE, reading), reading)
    work = read_on_behalf(_read_optional(path, ON_BEHALF_FILE, reading), reading)
    own = own_connectors(path, reading)
    drafts = {
        file.stem: read_draft(file.stem, _read_file(path, file, reading), reading, own)
        for file in sorted((path / "systems").glob("*.yaml"))
    }
    if reading.unreadable:
        raise PolicyFolderError(reading.problems)
    check_references(fields, reading)
    check_clauses(clauses, reading)
    check_added(reading)
    texts = _read_texts(path, _named(fields, clauses, reading), reading)
    systems = join_systems(drafts, fields, reading)
    check_on_behalf(work, systems, reading)
    if reading.problems:
        raise PolicyFolderError(reading.problems)
    places: dict[str, Any] = {"added": reading.added, "todos": tuple(reading.todos), "positions": reading.positions}
    return PolicyFolder(path, Policy(**fields, **places, clauses=clauses, texts=texts), systems, work, own)


def _named(fields: Mapping[str, Any], clauses: Iterable[str], reading: Reading) -> set[str]:
    """Everything that can have words of its own: a fact, a clause, a consent, a letter."""
    asked = {f"consent.{purpose.ask}" for purpose in fields.get("purposes", {}).values() if purpose.ask}
    return {*reading.positions, *clauses, *asked, *map(own_letter, LetterKind)}


def policy_files(path: Path) -> Iterator[Path]:
    """The files the policy's facts may stand in, in the order they are read."""
    if (path / POLICY_FILE).is_file():
        yield path / POLICY_FILE
    yield from sorted((path / "policy").glob("*.yaml"))


def _check_file_names(path: Path, reading: Reading) -> None:
    """A file that would be passed over in silence is a problem: somebody believes that it counts."""
    for file in sorted(
        (
            *path.glob("*.y*ml"),
            *(path / "policy").glob("*.yml"),
            *(path / "systems").glob("*.y*ml"),
            *(path / FOLDER).glob("*.yml"),
        )
    ):
        at = Position(file.relative_to(path).as_posix(), 1, 1)
        if file.suffix != ".yaml":
            reading.problem(at, "This file is not read.", f"Call it {file.stem}.yaml.")
        elif file.parent == path and file.name not in ROOT_FILES:
            reading.dangling(at, "This file is not read.", file.name, ROOT_FILES)
        elif file.parent != path and not NAME.fullmatch(file.stem):
            hint = "Name the file with small letters, digits and hyphens: systems/shop-orders.yaml."
            reading.problem(at, f'"{file.stem}" cannot be the name of a system.', hint)


def _read_policy_files(path: Path, reading: Reading) -> Keyed:
    files = list(policy_files(path))
    start = Position(POLICY_FILE, 1, 1)
    if not files:
        reading.problem(start, f"There is no {POLICY_FILE} here.", "Make one with: belofte init.")
        reading.unreadable = True
    entries: dict[str, Entry] = {}
    for file in files:
        for entry in _read_file(path, file, reading).entries:
            first = entries.get(entry.key.text)
            if first is not None:
                hint = f"A top key belongs in one file only; it stands at {first.key.at} already."
                reading.problem(entry.key.at, f'"{entry.key.text}" stands in two files.', hint)
            else:
                entries[entry.key.text] = entry
    if files and "format" not in entries and not reading.unreadable:
        reading.problem(start, "The format is not stated.", "Begin the file with: format: 1")
    return Keyed(tuple(entries.values()), start)


def _read_optional(path: Path, name: str, reading: Reading) -> Keyed:
    file = path / name
    return _read_file(path, file, reading) if file.is_file() else Keyed((), Position(name, 1, 1))


def _read_file(path: Path, file: Path, reading: Reading) -> Keyed:
    name = file.relative_to(path).as_posix()
    text = _text_of(file, name, reading)
    node, problems = read_nodes(text, name)
    reading.unreadable |= bool(problems) and not node.entries
    reading.problems.extend(problems)
    reading.problems.extend(open_secrets(node))
    return node


def _text_of(file: Path, name: str, reading: Reading) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        reading.problem(Position(name, 1, 1), "This file is not UTF-8 text.", "Save it as UTF-8.")
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        reading.problem(Position(name, 1, 1), f"This file cannot be read: {reason}.", "Check its rights.")
    reading.unreadable = True
    return ""


def _read_texts(path: Path, known: set[str], reading: Reading) -> dict[str, Text]:
    """Own wording: ``texts/NAME.nl.md`` gives the Dutch words of NAME: a clause, a fact, ``consent.NAME`` or
    ``letter.KIND``."""
    words: dict[str, dict[str, str]] = {}
    for file in sorted((path / "texts").glob("*")) if (path / "texts").is_dir() else ():
        name = file.relative_to(path).as_posix()
        match = _TEXT_FILE.fullmatch(file.name)
        if match is None:
            hint = "Call it NAME.nl.md or NAME.en.md, NAME being a clause, a fact, consent.NAME or letter.KIND."
            reading.problem(Position(name, 1, 1), "The name of this text says no language.", hint)
            continue
        if match["name"] not in known:
            what = f'No clause or fact is called "{match["name"]}".'
            reading.dangling(Position(name, 1, 1), what, match["name"], known)
        words.setdefault(match["name"], {})[match["language"]] = _text_of(file, name, reading).strip()
    return {name: Text(by_language) for name, by_language in words.items()}


def leaves(node: Node, path: str = "") -> Iterator[tuple[FactPath, Scalar]]:
    """Every written value below ``node`` with its path; the items of a list share the list's path."""
    if isinstance(node, Scalar):
        yield FactPath(path), node
    elif isinstance(node, Keyed):
        for entry in node.entries:
            yield from leaves(entry.value, f"{path}.{entry.key.text}" if path else entry.key.text)
    else:
        for item in node.items:
            yield from leaves(item, path)
