"""``belofte publish``, ``belofte diff`` and ``belofte notice``: from the folder to the page people read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.errors import WrongUse

if TYPE_CHECKING:
    from belofte.domain.change import Change
    from belofte.domain.facts import Value
    from belofte.domain.policy import Policy


def publish(policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False) -> None:
    """Lint, render and keep the next version of the notice. From its day on it is what runs.

    Example: belofte publish --policy policy
    """
    from belofte.bootstrap import open_belofte
    from belofte.cli.linting import look_at
    from belofte.loading.countries import load_countries
    from belofte.procedures.publish import publish as publish_version
    from belofte.procedures.publish import record

    looked = look_at(policy, None)
    with open_belofte(policy, now) as belofte:
        parts = belofte.parts
        findings = looked.report.findings
        version = publish_version(looked.folder, findings, load_countries(), parts.now(), parts.today())
        record(parts.store, version)
    if as_json:
        print_json(
            "publish",
            version=version.number,
            in_force=version.in_force,
            published_at=version.published_at,
            digest=version.digest,
            path=str(version.path),
            files=version.files,
        )
    else:
        typer.echo(f"Version {version.number} holds from {version.in_force}; it lies in {version.path}.")


def diff(
    other: Annotated[
        str | None, typer.Argument(help="A published version's number or another folder; default: the newest version.")
    ] = None,
    policy: PolicyDir = DEFAULT_POLICY,
    as_json: AsJson = False,
) -> None:
    """What the folder changes against a published version, and for whom that is better or worse.

    Example: belofte diff --policy policy
    """
    from belofte.domain.change import changes
    from belofte.loading.folder import load_policy_folder

    if not policy.is_dir():
        raise WrongUse(f"There is no policy folder {policy}.", "Name it with --policy.")
    found = changes(_old(policy, other), load_policy_folder(policy).policy)
    if as_json:
        print_json("diff", changes=[_as_fields(change) for change in found], material=any(c.is_material for c in found))
    else:
        typer.echo("\n".join(diff_lines(found)))


def notice(
    language: Annotated[str, typer.Option("--lang", help="The language of the page.")] = "nl",
    html: Annotated[bool, typer.Option("--html", help="The page instead of plain text.")] = False,
    policy: PolicyDir = DEFAULT_POLICY,
    as_json: AsJson = False,
) -> None:
    """The notice as the folder would give it now, unpublished edits included; with ``--json`` the trace.

    Example: belofte notice --lang en --policy examples/linprofs
    """
    from belofte.domain.notice import notice as make
    from belofte.domain.notice import render_html, render_text
    from belofte.loading.countries import load_countries
    from belofte.loading.folder import load_policy_folder

    if not policy.is_dir():
        raise WrongUse(f"There is no policy folder {policy}.", "Name it with --policy.")
    page = make(load_policy_folder(policy).policy, language, load_countries())
    if as_json:
        print_json("notice", language=language, title=page.title, sentences=list(page.all_sentences()))
    else:
        typer.echo(render_html(page) if html else render_text(page), nl=False)


def diff_lines(found: tuple[Change, ...]) -> Iterator[str]:
    """The differences as lines on a terminal, those people must be told of first."""
    if not found:
        yield "Nothing has changed."
    for change in sorted(found, key=lambda change: (not change.is_material, change.path)):
        mark = "!" if change.is_material else " "
        touched = f"  ({', '.join(sorted(change.categories))})" if change.categories else ""
        yield f"{mark} {change.kind.value:<14} {change.path}: {_shown(change.before)} → {_shown(change.after)}{touched}"
    told = sum(change.is_material for change in found)
    if told:
        yield f"{told} of {len(found)} must be told to the people concerned before they take effect."


def _old(folder: Path, other: str | None) -> Policy:
    from belofte.loading.folder import load_policy_folder
    from belofte.loading.published import load_version, published_versions

    if other is not None and Path(other).is_dir():
        return load_policy_folder(Path(other)).policy
    versions = published_versions(folder)
    if other is None and versions:
        return load_version(versions[-1])
    wanted = [version for version in versions if str(version.number) == other]
    if not wanted:
        known = ", ".join(str(version.number) for version in versions) or "none"
        raise WrongUse(
            f"There is nothing to compare with (published versions: {known}).", "Name a version or a folder."
        )
    return load_version(wanted[0])


def _as_fields(change: Change) -> dict[str, object]:
    return {
        "path": change.path,
        "kind": change.kind,
        "before": _shown(change.before) if change.before is not None else None,
        "after": _shown(change.after) if change.after is not None else None,
        "categories": sorted(change.categories),
        "material": change.is_material,
    }


def _shown(value: Value | None) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, frozenset):
        return ", ".join(sorted(value)) or "nothing"
    return str(value)
