"""A copy, an objection and a correction through everything that is connected."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.inbox.dovecot import ABSENT, PROGRAM
from tests.rights.commands import received
from tests.rights.test_package import data_of, fetched
from tests.sandbox.landscape_world import whole_landscape
from tests.worlds import World

from belofte.bootstrap import open_landscape
from belofte.procedures.answering.package_check import check_package

pytest.importorskip("moto", reason="2026-11-23: without moto there is no cloud to look at.")
if PROGRAM is None:
    pytest.skip(ABSENT, allow_module_level=True)


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with whole_landscape() as made:
        yield made


@pytest.fixture(scope="module")
def copy(world: World, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """Anna's copy from all systems, and what the receipts say was copied."""
    return fetched(world, "access", world.made.asks, tmp_path_factory.mktemp("copy"))


def test_the_copy_holds_what_every_system_had_each_with_its_category(world: World, copy: tuple[Path, Any]) -> None:
    """T-26: counts a system equal the receipts, in cloud, mailbox, disk, vendors and carriers alike."""
    file, copied = copy
    data = data_of(file)
    assert {name: count for name, count in data["counts"].items() if count} == copied
    assert {name.split(".")[0] for name in copied} >= {"crm", "aws", "mailbox", "disk", "mailchimp", "postnl", "dhl"}
    with world.open() as belofte:
        assert {record["category"] for record in data["records"]} <= set(belofte.parts.policy.data)
    assert check_package(file) == ()


def test_only_processors_that_hold_something_are_named(world: World, copy: tuple[Path, Any], tmp_path: Path) -> None:
    """T-27: a reader of the newsletter who buys nothing is told of MailChimp alone."""
    everywhere = {held["name"] for held in data_of(copy[0])["processors"]}
    assert {"MailChimp", "Amazon AWS"} <= everywhere
    reader = world.made.company.cast.subscriber.email
    few = data_of(fetched(world, "access", reader, tmp_path)[0])["processors"]
    assert {held["name"] for held in few} == {"MailChimp"}


def test_what_mailchimp_saw_somebody_read_is_in_the_copy(copy: tuple[Path, Any]) -> None:
    """T-30: opens and the rating MailChimp gives are in it, marked as what was seen and what was worked out."""
    members = [r["fields"] for r in data_of(copy[0])["records"] if r["system"] == "mailchimp"]
    assert any(one.get("member_rating") is not None for one in members)
    assert any("open" in json.dumps(one.get("activity")) for one in members)
    origins = data_of(copy[0])["collections"]["mailchimp.members"]["origins"]
    assert (origins["activity"], origins["member_rating"]) == ("observed", "derived")
    assert "manifest.json" in zipfile.ZipFile(copy[0]).namelist()


def test_who_objects_to_the_newsletter_is_taken_off_before_the_next_one(world: World) -> None:
    """T-48: MailChimp itself says unsubscribed, in every audience, before anything else is sent."""
    debtor = world.made.company.cast.debtor.email
    assert "subscribed" in statuses(world, debtor)
    received(world, "objection", debtor, "--purpose", "newsletter")
    assert "subscribed" not in statuses(world, debtor)


def statuses(world: World, email: str) -> set[str]:
    """What MailChimp says of somebody's memberships."""
    with open_landscape(world.made.home.policy) as landscape:
        rows = landscape.simulator("mailchimp").rows("members", email_address=email)
    return {row["status"] for row in rows}
