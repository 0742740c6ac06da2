"""Copies the state, without keys; and the keys, apart.

A copy of the state opens no case: case keys are not in it. Keep copies of the keys for a few days only and those of
the state as long as you like: when the keys' copies have gone, a case that was closed is unreadable in every old copy
of the store. The copy is made while Belofte runs: store first, then ledger, packages and evidence, so that whatever is
newer completes the store and never the other way round.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path

from belofte.domain.canonical import canonical_json, moment_text
from belofte.storage.key_files import make_folder, sync_folder
from belofte.storage.migrating import current_revision
from belofte.storage.opening import open_engine, sqlite_alone, sqlite_url
from belofte.storage.places import Places
from belofte.store_port import StoreError

MANIFEST = "manifest.json"
STATE, KEYS = "belofte.backup/1", "belofte.keys-backup/1"
DATABASES = ("store.sqlite", "ledger.sqlite")
FIRST = "uses"
"""Copied before the store: what is taken into it meanwhile is then in both, and the store knows how far it came."""
FOLDERS = ("evidence", "vault", FIRST)


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was made: where, of which kind, when, and which files with which hash."""

    folder: Path
    schema: str
    made_at: datetime
    files: dict[str, str]
    revision: str | None = None

    @property
    def has_store(self) -> bool:
        """False where the store is a Postgres: its own backup has it."""
        return "store.sqlite" in self.files


def back_up_state(places: Places, target: Path, now: datetime) -> Backup:
    """Copy the state into a new folder below ``target``. Raises :class:`StoreError` when that cannot be written."""
    with_store = places.url is None
    if with_store and not (places.data / "store.sqlite").exists():
        raise StoreError("There is no store to copy yet.", "Run `belofte serve` or a request first.")
    draft, folder = _begin(target, "belofte-state", now)
    _copy_folder(places.data / FIRST, draft / FIRST)
    for name in DATABASES if with_store else DATABASES[1:]:
        if (places.data / name).exists():
            _copy_database(places.data / name, draft / name)
    for name in FOLDERS[:-1]:
        _copy_folder(places.data / name, draft / name)
    return _finish(draft, folder, STATE, now, _revision(places.store_url))


def back_up_keys(places: Places, target: Path, now: datetime) -> Backup:
    """Copy the keys into a new folder below ``target``, which should lie elsewhere than the state's copies and be
    emptied within days."""
    if not places.keys.exists():
        raise StoreError("There are no keys to copy yet.", "Run `belofte serve` or a request first.")
    draft, folder = _begin(target, "belofte-keys", now)
    for file in sorted(places.keys.glob("*.key")):
        shutil.copy2(file, draft / file.name)
    if (places.keys / "cases.sqlite").exists():
        _copy_database(places.keys / "cases.sqlite", draft / "cases.sqlite")
    return _finish(draft, folder, KEYS, now, None)


def read_backup(folder: Path, schema: str) -> Backup:
    """A copy, checked file by file. Raises :class:`StoreError` when it is of another kind or a file is damaged."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
        made_at = datetime.fromisoformat(manifest["made_at"])
        backup = Backup(folder, manifest["schema"], made_at, dict(manifest["files"]), manifest["revision"])
    except (OSError, ValueError, KeyError, TypeError):
        raise StoreError(
            "This folder is not a copy made by `belofte backup`, or its manifest is damaged.",
            "Name the folder that holds manifest.json.",
        ) from None
    if backup.schema != schema:
        raise StoreError(f"This copy is of the kind {backup.schema}; {schema} is needed.", "Name the other folder.")
    for name, digest in backup.files.items():
        if not (folder / name).is_file() or _digest(folder / name) != digest:
            raise StoreError(
                f"The file {name} of this copy is missing or damaged; nothing was restored.", "Use another copy."
            )
    return backup


def _begin(target: Path, name: str, now: datetime) -> tuple[Path, Path]:
    folder = target / f"{name}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    draft = target / f".{folder.name}.part"
    if folder.exists():
        raise StoreError(f"There is a copy called {folder.name} already.", "Wait a second, or name another folder.")
    if draft.exists():
        shutil.rmtree(draft)
    make_folder(draft)
    return draft, folder


def _finish(draft: Path, folder: Path, schema: str, now: datetime, revision: str | None) -> Backup:
    files = {file.relative_to(draft).as_posix(): _digest(file) for file in sorted(draft.rglob("*")) if file.is_file()}
    manifest = {"schema": schema, "made_at": moment_text(now), "revision": revision, "files": files}
    (draft / MANIFEST).write_text(canonical_json(manifest) + "\n")
    draft.rename(folder)
    sync_folder(folder.parent)
    return Backup(folder, schema, now, files, revision)


def _copy_database(source: Path, target: Path) -> None:
    """A whole copy made by SQLite itself: one moment of the database, whatever is being written."""
    engine = open_engine(sqlite_url(source))
    try:
        sqlite_alone(engine, "VACUUM INTO ?", str(target))
    finally:
        engine.dispose()
    target.chmod(0o600)


def _copy_folder(source: Path, target: Path) -> None:
    make_folder(target)
    for file in sorted(source.glob("[!.]*")) if source.exists() else ():
        try:
            shutil.copy2(file, target / file.name)
        except FileNotFoundError:
            continue  # a package whose window just ended: it must not be in the copy either


def _revision(url: str) -> str | None:
    engine = open_engine(url)
    try:
        return current_revision(engine)
    finally:
        engine.dispose()


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()
