"""Publishing: the gate, the days, files nobody may touch, and exactly one valid version at any instant (VER, CHG)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from belofte.domain.change import ChangeKind, changes
from belofte.domain.errors import Refused
from belofte.domain.policy_rules import lint
from belofte.loading.countries import load_countries
from belofte.loading.folder import load_policy_folder
from belofte.loading.published import (
    PublishedChanged,
    PublishedFolder,
    check_version,
    load_published,
    load_version,
    published_versions,
    version_in_force,
)
from belofte.loading.vendors import load_vendors
from belofte.procedures.publish import NotPublishable, publish

EXAMPLE = Path(__file__).parents[2] / "examples" / "linprofs"
COUNTRIES = load_countries()
FIRST = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = datetime(2026, 12, 10, 9, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "policy"
    shutil.copytree(EXAMPLE, target)
    return target


def put_out(folder: Path, at: datetime = FIRST) -> PublishedFolder:
    loaded = load_policy_folder(folder)
    findings = lint(loaded.policy, loaded.systems, load_vendors(), at.date())
    return publish(loaded, findings, COUNTRIES, at, at.date())


def edit(folder: Path, old: str, new: str) -> None:
    file = folder / "policy.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_a_version_holds_facts_pages_sources_hashes_and_days(folder: Path) -> None:
    version = put_out(folder)
    assert (version.number, version.in_force) == (1, date(2018, 5, 25))
    names = {path.relative_to(version.path).as_posix() for path in version.path.rglob("*") if path.is_file()}
    assert {"facts.json", "notice.nl.html", "notice.en.html", "version.json", "source/policy.yaml"} <= names
    assert not any("systems" in name for name in names)
    facts = json.loads((version.path / "facts.json").read_text("utf-8"))["facts"]
    assert facts["rights.answer_within"] == "P30D" and facts["retention.visit.at_most"] == "P14M"
    assert 'href="notice.en.html"' in (version.path / "notice.nl.html").read_text("utf-8")
    check_version(version)


def test_an_incomplete_policy_is_refused_and_nothing_is_written(folder: Path) -> None:
    """T-76: the contact details are the first thing that is missing."""
    shutil.rmtree(folder)
    shutil.copytree(EXAMPLE.parent / "linprofs-as-published", folder)
    with pytest.raises(NotPublishable, match="not complete"):
        put_out(folder)
    assert published_versions(folder) == () and not list((folder).glob("published/*"))


def test_an_unpublished_edit_changes_nothing_that_runs(folder: Path) -> None:
    put_out(folder)
    edit(folder, "answer_within: 30 days", "answer_within: 60 days")
    running = load_published(folder, FIRST, load_countries()).policy
    assert (str(running.rights.answer_within), running.version) == ("30 days", 1)
    assert str(load_policy_folder(folder).policy.rights.answer_within) == "60 days"


def test_publishing_the_same_again_is_refused(folder: Path) -> None:
    put_out(folder)
    with pytest.raises(NotPublishable, match="Nothing has changed"):
        put_out(folder, LATER)


def test_a_new_version_takes_over_on_its_day_and_not_before(folder: Path) -> None:
    put_out(folder)
    edit(folder, "answer_within: 30 days", "answer_within: 14 days")
    edit(folder, "in_force: 2018-05-25", "in_force: 2027-01-15")
    second = put_out(folder, LATER)
    assert second.number == 2
    for day, number in ((date(2027, 1, 14), 1), (date(2027, 1, 15), 2)):
        in_force = version_in_force(folder, day)
        assert in_force is not None and in_force.number == number
    found = changes(load_version(published_versions(folder)[0]), load_version(second))
    assert {c.path: c.kind for c in found}["rights.answer_within"] is ChangeKind.NARROWER


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ([], "must hold from a later day"),
        ([("in_force: 2018-05-25", "in_force: 2026-12-01")], "which is past"),
        (
            [
                ("in_force: 2018-05-25", "in_force: 2027-01-15"),
                ("ends_earlier_at: in-force", "ends_earlier_at: publication"),
            ],
            "no version would be valid",
        ),
    ],
)
def test_days_that_leave_none_or_two_are_refused(folder: Path, edits: list[tuple[str, str]], said: str) -> None:
    put_out(folder)
    edit(folder, "answer_within: 30 days", "answer_within: 14 days")  # else there is nothing to publish
    for old, new in edits:
        edit(folder, old, new)
    with pytest.raises(NotPublishable, match=said):
        put_out(folder, LATER)
    assert len(published_versions(folder)) == 1


def change_a_page(version: PublishedFolder) -> None:
    page = version.path / "notice.nl.html"
    page.chmod(0o644)
    page.write_text(page.read_text("utf-8").replace("30 dagen", "90 dagen"), "utf-8")


def add_a_file(version: PublishedFolder) -> None:
    (version.path / "source" / "texts" / "X.nl.md").write_text("x", "utf-8")


def drop_a_file(version: PublishedFolder) -> None:
    (version.path / "source" / "clauses.yaml").unlink()


def change_the_day(version: PublishedFolder) -> None:
    file = version.path / "version.json"
    file.chmod(0o644)
    file.write_text(file.read_text("utf-8").replace('"facts.json":"', '"facts.json":"0'), "utf-8")


@pytest.mark.parametrize(
    ("touch", "said"),
    [
        (change_a_page, "notice.nl.html is not what was published"),
        (add_a_file, "X.nl.md is not part of it"),
        (drop_a_file, "clauses.yaml is missing"),
        (change_the_day, r"version\.json"),
    ],
)
def test_a_version_that_was_touched_is_refused_by_name(
    folder: Path, touch: Callable[[PublishedFolder], None], said: str
) -> None:
    version = put_out(folder)
    touch(version)
    with pytest.raises(PublishedChanged, match=said):
        load_published(folder, FIRST, load_countries())


def test_turned_line_ends_are_told_apart_from_tampering(folder: Path) -> None:
    version = put_out(folder)
    file = version.path / "source" / "policy.yaml"
    file.chmod(0o644)
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    with pytest.raises(PublishedChanged, match="line ends"):
        load_published(folder, FIRST, load_countries())


def test_a_publication_that_was_killed_leaves_no_version(folder: Path) -> None:
    half = folder / "published" / ".1"
    half.mkdir(parents=True)
    (half / "facts.json").write_text("{}", "utf-8")
    assert published_versions(folder) == ()
    assert put_out(folder).number == 1


def test_a_map_that_needs_an_unpublished_category_is_refused(folder: Path) -> None:
    put_out(folder)
    edit(
        folder,
        "  log:          {needed",
        "  newlog:       {needed: [ip-address, browser, site-use], source: observed}\n  log:          {needed",
    )
    crm = folder / "systems" / "crm.yaml"
    text = crm.read_text("utf-8")
    assert "category: visit" in text
    crm.write_text(text.replace("category: visit", "category: newlog", 1), "utf-8")
    with pytest.raises(Refused, match="which version 1 of the policy does not know"):
        load_published(folder, FIRST, load_countries())


def test_a_folder_without_versions_runs_as_it_is(folder: Path) -> None:
    assert load_published(folder, FIRST, load_countries()).policy.version == 0


def test_a_map_that_needs_an_unpublished_kind_is_refused(folder: Path) -> None:
    put_out(folder)
    edit(folder, "visit:        {needed: [ip-address,", "visit:        {needed: [ip-address, visit-time,")
    crm = folder / "systems" / "crm.yaml"
    text = crm.read_text("utf-8")
    assert "not_personal: [id, at]" in text
    crm.write_text(text.replace("not_personal: [id, at]", "visit-time: [at]\n    not_personal: [id]", 1), "utf-8")
    with pytest.raises(Refused, match="visit-time"):
        load_published(folder, FIRST, load_countries())


def test_a_versions_day_begins_when_it_begins_where_the_company_is(folder: Path) -> None:
    """At 23:00 UTC it is tomorrow in Amsterdam, in winter."""
    put_out(folder)
    edit(folder, "answer_within: 30 days", "answer_within: 14 days")
    edit(folder, "in_force: 2018-05-25", "in_force: 2027-01-15")
    put_out(folder, LATER)
    for moment, number in ((datetime(2027, 1, 14, 22, 59, tzinfo=UTC), 1), (datetime(2027, 1, 14, 23, tzinfo=UTC), 2)):
        assert load_published(folder, moment, load_countries()).policy.version == number
