"""Published versions: ``published/<n>/`` beside the policy, immutable, and checked at every reading.

A version holds its facts (``facts.json``), its pages, the folder's files it was made from (``source/``) and
``version.json`` with the days and the SHA-256 of each file. What runs is the newest version whose day has come. A file
that is no longer what was published is refused by name; line ends turned by a version control system are told apart.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from belofte.domain.canonical import canonical_json
from belofte.domain.country import Countries
from belofte.domain.errors import Refused, WrongUse
from belofte.domain.notice.shown import PageMarks, marks_of
from belofte.domain.policy import Policy
from belofte.domain.system_map import SystemMap
from belofte.loading.countries import day_there
from belofte.loading.folder import PolicyFolder
from belofte.loading.unchanged import policy_folder

DIRECTORY, VERSION_FILE, FACTS_FILE, SOURCE = "published", "version.json", "facts.json", "source"
SCHEMA = "belofte.published/1"


class PublishedChanged(Refused):
    """A published version is no longer what was published."""


@dataclass(frozen=True, slots=True)
class PublishedFolder:
    """One published version as it lies on disk. ``files`` are the hashes it was published with, by path in it."""

    number: int
    path: Path
    digest: str
    published_at: datetime
    in_force: date
    files: Mapping[str, str]

    def starts(self) -> date:
        """A version holds from its day, but not before it was published."""
        return max(self.in_force, self.published_at.date())


def published_versions(folder: Path) -> tuple[PublishedFolder, ...]:
    """Every published version of a policy folder, by number."""
    found = [_read_version(path) for path in (folder / DIRECTORY).glob("*") if path.name.isdigit() and path.is_dir()]
    return tuple(sorted(found, key=lambda version: version.number))


def read_pages(folder: Path, number: int) -> Mapping[str, PageMarks]:
    """By what the pages of one version are recognised, by language; none where they are not in the folder."""
    found = sorted((folder / DIRECTORY / str(number)).glob("notice.*.html"))
    return {path.suffixes[0].removeprefix("."): marks_of(path.read_bytes()) for path in found}


def page_in_force(folder: Path, language: str, now: datetime, countries: Countries) -> bytes | None:
    """The page of the version in force in one language; None where there is none."""
    version = version_in_force(folder, day_there(now, policy_folder(folder).policy, countries))
    page = version.path / f"notice.{language}.html" if version else None
    return page.read_bytes() if page and page.is_file() else None


def version_in_force(folder: Path, today: date) -> PublishedFolder | None:
    """The newest version whose day has come: exactly one, from the first one's day on."""
    ready = [version for version in published_versions(folder) if version.starts() <= today]
    return ready[-1] if ready else None


def load_published(folder: Path, now: datetime, countries: Countries) -> PolicyFolder:
    """The facts in force with the maps of now; an unpublished edit of a fact changes nothing. A version's day begins
    when it begins where the company is.

    A folder without published versions is read as it is (version 0). Raises :class:`PublishedChanged` for a version
    that was touched, ``Refused`` for a map that needs a category which is not published.
    """
    live = policy_folder(folder)
    version = version_in_force(folder, day_there(now, live.policy, countries))
    if version is None:
        return live
    policy = load_version(version)
    for system in live.systems.values():
        _must_fit(system, policy, version.number)
    return PolicyFolder(folder, policy, live.systems, live.on_behalf, live.connectors)


def load_version(version: PublishedFolder) -> Policy:
    """The policy of one published version, after its files were checked."""
    check_version(version)
    return replace(policy_folder(version.path / SOURCE).policy, version=version.number)


def check_version(version: PublishedFolder) -> None:
    """Raise :class:`PublishedChanged` naming the first file that is missing, added or different."""
    present = {path.relative_to(version.path).as_posix() for path in version.path.rglob("*") if path.is_file()} - {
        VERSION_FILE
    }
    for name in sorted(present ^ set(version.files)):
        what = "is not part of it" if name in present else "is missing"
        raise PublishedChanged(f"Version {version.number} was changed: {name} {what}.", "Restore it from a copy.")
    for name, digest in version.files.items():
        data = (version.path / name).read_bytes()
        if sha256(data).hexdigest() != digest:
            raise PublishedChanged(
                f"Version {version.number} was changed: {name} {_how(data, digest)}.", "Restore it from a copy."
            )


def version_digest(files: Mapping[str, str]) -> str:
    """One hash for a whole version: SHA-256 over the canonical list of its files and their hashes."""
    return sha256(canonical_json(dict(files)).encode()).hexdigest()


def _how(data: bytes, digest: str) -> str:
    """Turned line ends are an accident of version control (``published/** -text`` prevents it), not tampering."""
    unix = data.replace(b"\r\n", b"\n")
    if digest in {sha256(form).hexdigest() for form in (unix, unix.rstrip(b"\n"), unix.rstrip(b"\n") + b"\n")}:
        return "has other line ends; add `published/** -text` to .gitattributes"
    return "is not what was published"


def _read_version(path: Path) -> PublishedFolder:
    try:
        stated: dict[str, Any] = json.loads((path / VERSION_FILE).read_text("utf-8"))
        version = PublishedFolder(
            number=int(stated["version"]),
            path=path,
            digest=str(stated["digest"]),
            published_at=datetime.fromisoformat(stated["published_at"]),
            in_force=date.fromisoformat(stated["in_force"]),
            files={str(name): str(digest) for name, digest in stated["files"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise WrongUse(
            f"Published version {path.name} has no readable {VERSION_FILE}.", "Restore it from a copy."
        ) from wrong
    if version_digest(version.files) != version.digest or str(version.number) != path.name:
        raise PublishedChanged(f"Version {path.name} was changed: {VERSION_FILE}.", "Restore it from a copy.")
    return version


def _must_fit(system: SystemMap, policy: Policy, number: int) -> None:
    """A map may only speak of categories and kinds that the version in force knows."""
    for collection in system.collections.values():
        if collection.category is None:
            continue
        category = policy.data.get(collection.category)
        if category is None:
            raise _unpublished(system, collection.name, f"in category {collection.category!r}", number)
        for kind in collection.kinds:
            if kind not in category.kinds:
                raise _unpublished(system, collection.name, f"{kind!r} in category {category.name!r}", number)


def _unpublished(system: SystemMap, collection: str, what: str, number: int) -> Refused:
    return Refused(
        f"systems/{system.name}.yaml puts {collection} {what}, which version {number} of the policy does not know.",
        "Publish the policy first: belofte publish.",
    )
