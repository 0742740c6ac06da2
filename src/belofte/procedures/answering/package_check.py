"""Does a package keep what is promised of copies? Whole, machine-readable, every item with its category, hashes right.

Looks at the file alone, as the person or another controller would: a copy of pictures or PDF only is not
machine-readable (Art. 20(1) GDPR), however complete it looks. Problems name files and tables, never a value.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from belofte.domain.errors import CouldNotLook
from belofte.procedures.answering.package import SCHEMA

DATA, MANIFEST = "data.json", "manifest.json"
ORIGINS = frozenset({"provided", "observed", "derived"})
_PIECE = 1024 * 1024


def check_package(file: Path) -> tuple[str, ...]:
    """Everything that is wrong with this package; () where nothing is. Raises ``CouldNotLook`` without the file."""
    if not file.is_file():
        raise CouldNotLook(f"There is no file {file.name}.", "name the zip that was fetched")
    try:
        if not zipfile.is_zipfile(file):
            return (f"{file.name} is no package: it is one file, and not one that other systems can read",)
        with zipfile.ZipFile(file) as package:
            return tuple(_problems(package))
    except OSError as unreadable:
        raise CouldNotLook(f"{file.name} cannot be read.", "name the zip that was fetched") from unreadable


def _problems(package: zipfile.ZipFile) -> Iterator[str]:
    names = set(package.namelist())
    if lacking := [name for name in (DATA, MANIFEST) if name not in names]:
        yield f"{' and '.join(lacking)} is missing: pictures and PDF alone are no machine-readable copy"
        return
    try:
        manifest: dict[str, Any] = json.loads(package.read(MANIFEST))
        data: dict[str, Any] = json.loads(package.read(DATA))
    except (UnicodeDecodeError, json.JSONDecodeError):
        yield f"{DATA} or {MANIFEST} is not JSON in UTF-8"
        return
    yield from _files(package, names, manifest.get("files", {}))
    yield from _records(data)
    yield from _tables(package, names, data.get("counts", {}))
    if manifest.get("counts") != data.get("counts"):
        yield f"{MANIFEST} counts other records than {DATA}"


def _files(package: zipfile.ZipFile, names: set[str], hashes: Mapping[str, str]) -> Iterator[str]:
    """Every file is in the manifest, and is what the manifest says."""
    for name in sorted((names - {MANIFEST}) ^ set(hashes)):
        yield f"{name} is {'not in the manifest' if name in names else 'missing'}"
    for name in sorted(names & set(hashes)):
        digest = hashlib.sha256()
        with package.open(name) as part:
            while piece := part.read(_PIECE):
                digest.update(piece)
        if digest.hexdigest() != hashes[name]:
            yield f"{name} is not what the manifest says: its hash differs"


def _records(data: Mapping[str, Any]) -> Iterator[str]:
    """As many records as counted, each with a category and an origin."""
    if data.get("schema") != SCHEMA:
        yield f"{DATA} does not say that it is {SCHEMA}"
    counted, without, strange = Counter[str](), Counter[str](), Counter[str]()
    for record in data.get("records", ()):
        place = f"{record.get('system')}.{record.get('collection')}"
        counted[place] += 1
        without[place] += not record.get("category")
        strange[place] += record.get("origin") not in ORIGINS
    counts: Mapping[str, int] = data.get("counts", {})
    for place in sorted(counted.keys() | counts.keys()):
        if counted[place] != counts.get(place, 0):
            yield f"{place}: {counted[place]} records, and {counts.get(place, 0)} were counted"
        if without[place]:
            yield f"{place}: {without[place]} records without a category"
        if strange[place]:
            yield f"{place}: {strange[place]} records that do not say whether they were given, seen or worked out"


def _tables(package: zipfile.ZipFile, names: set[str], counts: Mapping[str, int]) -> Iterator[str]:
    """Each table as CSV too, with as many rows."""
    for place, count in sorted(counts.items()):
        name = f"csv/{place}.csv"
        if name not in names:
            yield f"{name} is missing"
            continue
        with package.open(name) as part:
            rows = sum(1 for _ in csv.reader(io.TextIOWrapper(part, "utf-8", newline="")))
        if rows != (count + 1 if count else 0):
            yield f"{name}: {max(rows - 1, 0)} rows, and {count} were counted"
