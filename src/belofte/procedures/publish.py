"""Publishing: lint, render, keep. A version is written once and never touched again.

1. the gate: a finding of severity error refuses, by name;
2. the days: exactly one version is valid at any instant, so a new one needs a day of its own and may leave no gap;
3. the files are made in full beside ``published/`` and put in place by one rename: a killed publication leaves nothing;
4. the store learns of it in one commit with its leaf of evidence, and the version before it ends.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from belofte.domain.canonical import canonical_json, moment_text
from belofte.domain.country import Countries
from belofte.domain.errors import Refused
from belofte.domain.facts import Value, facts_of
from belofte.domain.notice import notice, render_html
from belofte.domain.policy import Period, Policy
from belofte.domain.policy_rules import Finding, Severity
from belofte.loading.folder import CLAUSES_FILE, PolicyFolder, policy_files
from belofte.loading.published import (
    DIRECTORY,
    FACTS_FILE,
    SCHEMA,
    SOURCE,
    VERSION_FILE,
    PublishedFolder,
    published_versions,
    version_digest,
)
from belofte.store_port import LeafDraft, PublishedVersion, Store


class NotPublishable(Refused):
    """The policy cannot be published as it is."""


def publish(
    folder: PolicyFolder, findings: Sequence[Finding], countries: Countries, published_at: datetime, today: date
) -> PublishedFolder:
    """Write the next version. ``today`` is the policy's own day. Raises :class:`NotPublishable`; nothing is changed."""
    versions = published_versions(folder.path)
    _gate(findings)
    source = _source(folder.path)
    if versions and _hashes(source) == {n: d for n, d in versions[-1].files.items() if n.startswith(f"{SOURCE}/")}:
        raise NotPublishable(f"Nothing has changed since version {versions[-1].number}.", "See: belofte diff.")
    in_force = _day_of(folder.policy, versions, today)
    number = versions[-1].number + 1 if versions else 1
    policy = replace(folder.policy, version=number)
    files = {**source, **_rendered(policy, countries)}
    hashes = _hashes(files)
    head: dict[str, object] = {
        "schema": SCHEMA,
        "version": number,
        "published_at": moment_text(published_at),
        "in_force": in_force.isoformat(),
        "languages": list(policy.languages),
        "digest": version_digest(hashes),
        "files": hashes,
    }
    path = _put_in_place(folder.path, number, {**files, VERSION_FILE: f"{canonical_json(head)}\n".encode()})
    return PublishedFolder(number, path, version_digest(hashes), published_at, in_force, hashes)


def record(store: Store, version: PublishedFolder) -> None:
    """Tell the store and the evidence log of a version. Saying it twice changes nothing."""
    with store.transaction() as tx:
        if any(known.version == version.number for known in tx.published.all()):
            return
        tx.published.add(PublishedVersion(version.number, version.digest, version.published_at, version.in_force))
        fields = {"digest": version.digest, "on": version.published_at.date().isoformat(), "version": version.number}
        tx.evidence.append([LeafDraft("published", fields)])


def _gate(findings: Sequence[Finding]) -> None:
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        rules = ", ".join(dict.fromkeys(finding.rule for finding in errors))
        raise NotPublishable(
            f"The policy is not complete: {len(errors)} errors ({rules}). {errors[0].message.in_('en')}",
            "See all of them: belofte lint.",
        )


def _day_of(policy: Policy, versions: Sequence[PublishedFolder], today: date) -> date:
    """The day the new version holds from; there may be no time without a valid version, and none with two."""
    if policy.in_force is None:
        raise NotPublishable("The policy does not say from when it holds.", "Write in_force: and a day.")
    if not versions:
        return policy.in_force
    last = versions[-1]
    if policy.in_force <= last.in_force:
        raise NotPublishable(
            f"Version {last.number} holds from {last.in_force}; the new one must hold from a later day.",
            "Change in_force.",
        )
    if policy.in_force < today:
        raise NotPublishable(
            f"The new version would hold from {policy.in_force}, which is past.", "Set in_force to today or later."
        )
    if policy.ends_earlier_at == "publication" and policy.in_force > today:
        raise NotPublishable(
            f"Publishing ends version {last.number} today, and the new one holds only from {policy.in_force}: "
            "in between no version would be valid.",
            "Publish on that day, or write ends_earlier_at: in-force.",
        )
    return policy.in_force


def _hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: sha256(data).hexdigest() for name, data in sorted(files.items())}


def _source(folder: Path) -> dict[str, bytes]:
    """The public files of the folder as they are; nothing of ``systems/`` is ever published."""
    return {f"{SOURCE}/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in _public_files(folder)}


def _public_files(folder: Path) -> Iterator[Path]:
    yield from policy_files(folder)
    if (folder / CLAUSES_FILE).is_file():
        yield folder / CLAUSES_FILE
    yield from sorted(path for path in (folder / "texts").glob("*") if path.is_file())


def _rendered(policy: Policy, countries: Countries) -> dict[str, bytes]:
    facts = {path: _plain(value) for path, value in facts_of(policy).items()}
    whole = {"schema": "belofte.facts/1", "version": policy.version, "facts": facts}
    files = {FACTS_FILE: f"{canonical_json(whole)}\n".encode()}
    for language in policy.languages:
        others = [(code, f"notice.{code}.html") for code in policy.languages if code != language]
        files[f"notice.{language}.html"] = render_html(notice(policy, language, countries), others).encode()
    return files


def _plain(value: Value) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return value.iso if isinstance(value, Period) else value


def _put_in_place(folder: Path, number: int, files: Mapping[str, bytes]) -> Path:
    """Everything in a folder of its own first, synced, then one rename."""
    directory = folder / DIRECTORY
    directory.mkdir(exist_ok=True)
    made, final = directory / f".{number}", directory / str(number)
    if made.exists():
        shutil.rmtree(made)
    for name, data in files.items():
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        path.chmod(0o444)
    made.rename(final)
    _sync(directory)
    return final


def _sync(directory: Path) -> None:
    """Make the rename durable, where the system can."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
