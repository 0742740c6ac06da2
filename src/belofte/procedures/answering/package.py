"""The copy a person receives (Art. 15(3), 20 GDPR), from the records as they were exported.

What is stored is one stream of JSON lines per case, encrypted: a head (who, when, what the columns mean, in the
person's language), the records, a tail (counts, processors that really held something). The zip with JSON, CSV, a
readable page, the originals and a manifest of hashes is rendered from it at download: ``open_package``.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

from belofte.domain.kinds import KINDS
from belofte.domain.notice.labels import category_label, recipient_label
from belofte.domain.policy import Policy
from belofte.domain.rights.portability import Portable
from belofte.domain.system_map import SystemMap
from belofte.ports import Record
from belofte.procedures.answering.package_page import AUTHORITY, page_parts

SCHEMA = "belofte.package/1"
Lines = Callable[[], Iterator[bytes]]
"""Opens the stored stream of JSON lines from its start; may be called more than once."""

SCHEMA_FILE = "package.schema.json"
PART = 256 * 1024
_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str)


@dataclass(frozen=True, slots=True)
class PackageHead:
    """What the stream begins with. ``collections``: "system.collection" -> labels in the person's language."""

    language: str
    made_at: datetime
    policy_version: int
    controller: str
    collections: Mapping[str, Mapping[str, Any]]
    processors: Mapping[str, Mapping[str, str]]
    reader: str = ""


def package_head(policy: Policy, systems: Mapping[str, SystemMap], language: str, made_at: datetime) -> PackageHead:
    """The meaning of every column, so that the package explains itself when the policy has long changed."""
    collections: dict[str, Mapping[str, Any]] = {}
    processors: dict[str, Mapping[str, str]] = {}
    portable = Portable(policy)
    for system in systems.values():
        label = system.label.in_(language) if system.label else system.name
        recipient = policy.recipients.get(system.recipient or "")
        if recipient is not None:
            processors[system.name] = {
                "name": recipient_label(policy, recipient.name, language),
                "role": recipient.role.value if recipient.role else "",
                "country": recipient.country or "",
            }
        for collection in system.collections.values():
            collections[f"{system.name}.{collection.name}"] = {
                "system": label,
                "category": category_label(policy, collection.category or "", language),
                "origin": collection.origin,
                "portable": portable.is_by_law(collection),
                **({"origins": dict(collection.origins)} if collection.origins else {}),
                "columns": {
                    column: KINDS[kind].nl if language == "nl" else KINDS[kind].en
                    for kind, columns in collection.kinds.items()
                    if kind in KINDS
                    for column in columns
                },
            }
    return PackageHead(language, made_at, policy.version, policy.controller.name or "", collections, processors)


def for_an_authority(head: PackageHead, collections: Set[str]) -> PackageHead:
    """The head of what an authority gets: it explains these collections and none of the others."""
    kept = {name: meaning for name, meaning in head.collections.items() if name in collections}
    return replace(head, collections=kept, reader=AUTHORITY)


def head_line(head: PackageHead) -> bytes:
    """The first line of the stream."""
    return _line(
        {
            "schema": SCHEMA,
            "language": head.language,
            "made_at": head.made_at.astimezone(UTC).isoformat(),
            "policy_version": head.policy_version,
            "controller": head.controller,
            "collections": head.collections,
            **({"reader": head.reader} if head.reader else {}),
        }
    )


def record_line(system: str, record: Record) -> bytes:
    """One exported record as one line. Originals travel in base64."""
    start = _record_start(system, record.collection, record.category, record.via, record.origin)
    line = f"{start}{_WRITER.encode(record.fields)}"
    if record.files:
        originals = {name: base64.b64encode(body).decode() for name, body in record.files.items()}
        line = f'{line},"files":{_WRITER.encode(originals)}'
    return f"{line}}}\n".encode()


@lru_cache(maxsize=1000)
def _record_start(system: str, collection: str, category: str, via: str, origin: str) -> str:
    """What all records found in one place by one path begin with, up to their fields."""
    start = {"system": system, "collection": collection, "category": category, "via": via, "origin": origin}
    return _WRITER.encode(start)[:-1] + ',"fields":'


def tail_line(head: PackageHead, counts: Mapping[str, int]) -> bytes:
    """The last line: records a collection (``system.collection``), and the processors that really held something."""
    held = {key.split(".", 1)[0] for key, count in counts.items() if count}
    return _line({"counts": counts, "processors": [head.processors[s] for s in sorted(held) if s in head.processors]})


def lines_of_packages(opened: Sequence[Callable[[], Iterator[bytes]]]) -> Lines:
    """One stream from the packages of several systems: the first head, all records, one tail with the sums."""

    def lines() -> Iterator[bytes]:
        counts: Counter[str] = Counter()
        processors: dict[str, Any] = {}
        for number, pieces in enumerate(opened):
            for line in _lines_in(pieces()):
                if line.startswith(b'{"counts"'):
                    tail: dict[str, Any] = json.loads(line)
                    counts.update(tail["counts"])
                    processors.update({held["name"]: held for held in tail["processors"]})
                elif number == 0 or not line.startswith(b'{"schema"'):
                    yield line
        yield _line({"counts": dict(counts), "processors": list(processors.values())})

    return lines


def _lines_in(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Whole lines out of pieces that end anywhere."""
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole


def zip_parts(lines: Lines, extra: Iterable[tuple[str, bytes]] = ()) -> Iterator[bytes]:
    """The package as a zip, in parts of some hundred kilobytes. The stream is read once a file and never held.
    ``extra`` are small files that explain it."""
    hashes: dict[str, str] = {}
    head, tail = _ends(lines)
    written = _Written()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1, allowZip64=True) as archive:

        def entry(name: str, parts: Iterable[bytes]) -> Iterator[bytes]:
            digest = hashlib.sha256()
            with archive.open(name, "w", force_zip64=True) as file:
                for part in parts:
                    digest.update(part)
                    file.write(part)
                    yield from written.enough()
            hashes[name] = digest.hexdigest()

        yield from entry("data.json", _json_parts(lines, head, tail))
        for collection in sorted(tail["counts"]):
            yield from entry(f"csv/{collection}.csv", _csv_parts(lines, collection))
        for name, body in _originals(lines):
            yield from entry(f"originals/{name}", (body,))
        yield from entry("index.html", page_parts(_records(lines), head, tail))
        for name, body in (*extra, (SCHEMA_FILE, _schema())):
            yield from entry(name, (body,))
        yield from entry("manifest.json", (_manifest(head, tail, hashes),))
    yield written.rest()


def _manifest(head: Mapping[str, Any], tail: Mapping[str, Any], hashes: Mapping[str, str]) -> bytes:
    manifest = {
        "schema": "belofte.manifest/1",
        "files": dict(hashes),
        "counts": tail["counts"],
        "origins": _origins(head, tail),
        "processors": tail["processors"],
        "made_at": head["made_at"],
        "policy_version": head["policy_version"],
    }
    return json.dumps(manifest, indent=1, ensure_ascii=False).encode()


def _origins(head: Mapping[str, Any], tail: Mapping[str, Any]) -> dict[str, int]:
    """How many records were provided, observed or derived (Art. 20)."""
    counts = Counter[str]()
    for name, count in tail["counts"].items():
        counts[head["collections"].get(name, {}).get("origin", "provided")] += count
    return dict(counts)


def _schema() -> bytes:
    """The published schema of ``data.json``, so that the package explains itself."""
    return files("belofte.data").joinpath(SCHEMA_FILE).read_bytes()


class _Written:
    """What the zip writer has written and nobody has taken yet: a file that can only be appended to."""

    def __init__(self) -> None:
        self._data = bytearray()

    def write(self, data: bytes, /) -> int:
        self._data += data
        return len(data)

    def flush(self) -> None:
        """Nothing to do: what is written is there."""

    def close(self) -> None:
        """Nothing to do: what was written is still to be taken."""

    def enough(self) -> Iterator[bytes]:
        """All of it once it is worth sending."""
        if len(self._data) >= PART:
            yield self.rest()

    def rest(self) -> bytes:
        """All of it."""
        taken = bytes(self._data)
        self._data.clear()
        return taken


def _line(value: Mapping[str, Any]) -> bytes:
    return _WRITER.encode(value).encode() + b"\n"


def _records(lines: Lines) -> Iterator[dict[str, Any]]:
    for line in lines():
        value: dict[str, Any] = json.loads(line)
        if "fields" in value:
            yield value


def _ends(lines: Lines) -> tuple[dict[str, Any], dict[str, Any]]:
    first: bytes | None = None
    last = b"{}"
    for line in lines():
        first = first or line
        last = line
    return json.loads(first or b"{}"), json.loads(last)


def _json_parts(lines: Lines, head: Mapping[str, Any], tail: Mapping[str, Any]) -> Iterator[bytes]:
    yield json.dumps({**head, **tail}, ensure_ascii=False)[:-1].encode() + b', "records": [\n'
    separator = b""
    for number, record in enumerate(_records(lines)):
        if originals := record.pop("files", None):
            record["originals"] = [f"originals/{_place(record, number, name)}" for name in originals]
        yield separator + json.dumps(record, ensure_ascii=False).encode()
        separator = b",\n"
    yield b"\n]}\n"


def _csv_parts(lines: Lines, collection: str) -> Iterator[bytes]:
    """A row a record. Records differ in their columns: where a file stays behind, only that record says so."""

    def fields() -> Iterator[dict[str, Any]]:
        return (r["fields"] for r in _records(lines) if f"{r['system']}.{r['collection']}" == collection)

    columns = list(dict.fromkeys(column for record in fields() for column in record))
    if not columns:
        return
    yield _csv_row(columns)
    for record in fields():
        yield _csv_row([_cell(record.get(column)) for column in columns])


def _csv_row(cells: Sequence[object]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()


def _cell(value: object) -> object:
    """A CSV cell. Text that a spreadsheet would run as a formula keeps its characters behind a quote mark."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") and not value[1:].isdigit():
        return "'" + value
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return value


def _originals(lines: Lines) -> Iterator[tuple[str, bytes]]:
    for number, record in enumerate(_records(lines)):
        for name, body in record.get("files", {}).items():
            yield _place(record, number, name), base64.b64decode(body)


def _place(record: Mapping[str, Any], number: int, name: str) -> str:
    """Where an original of this record lies in the package."""
    return f"{record['system']}.{record['collection']}/{number}-{_safe(name)}"


def _safe(name: str) -> str:
    return "".join(c if c.isalnum() or c in "._-" else "_" for c in name)[-80:] or "file"
