"""What leaves the systems of the sample company, seen by real connectors: declared, undeclared, or not to be seen."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from tests.sandbox.landscape_world import verdict, whole_landscape
from tests.worlds import World

from belofte.bootstrap import open_landscape

pytest.importorskip("moto", reason="2026-11-23: without moto there is no cloud to look at.")


@pytest.fixture
def world() -> Iterator[World]:
    with whole_landscape() as made:
        yield made


def test_carriers_are_those_that_are_declared_and_another_is_named(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """LOG-2: the carriers that were used stand in the policy; a third one is named with how many parcels it took."""
    assert verdict(world, capsys, "LOG-2")["state"] == "kept"
    (file,) = world.made.home.sandbox.glob("crm*.sqlite")
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE shipments SET carrier = 'snelbode' WHERE id IN (SELECT id FROM shipments LIMIT 2)")
    database.close()
    broken = verdict(world, capsys, "LOG-2")
    assert broken["state"] == "broken"
    assert broken["instances"] == [{"place": "crm shipments.carrier snelbode", "count": 2}]


def test_a_webhook_that_nobody_declared_is_named_by_its_host(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """SHR-2, PUR-1: MailChimp sends changes to somebody else; the secret in the address is told nowhere."""
    for clause in ("SHR-2", "PUR-1"):
        before = verdict(world, capsys, clause)
        assert before["state"] == "unknown", before
        assert "mailchimp connected-apps" in before["reason"]["en"], "what MailChimp does not show is said to be unseen"
        assert "webhooks" not in before["reason"]["en"], "that there are none was seen"
    with open_landscape(world.made.home.policy) as landscape:
        mailchimp = landscape.simulator("mailchimp")
        list_id = min(row["list_id"] for row in mailchimp.rows("members"))
        mailchimp.put("webhooks", [{"list_id": list_id, "url": "https://relay.example/hook?token=s3cr3t"}])
    for clause in ("SHR-2", "PUR-1"):
        broken = verdict(world, capsys, clause)
        assert broken["state"] == "broken"
        assert "relay.example" in json.dumps(broken) and "s3cr3t" not in json.dumps(broken)
    file = world.made.home.policy / "systems" / "mailchimp.yaml"
    text = file.read_text("utf-8").replace(", webhooks: none", "")
    file.write_text(text + "flows: {webhooks: {relay.example: own}}\n", "utf-8")
    assert verdict(world, capsys, "SHR-2")["state"] == "unknown", "it was declared"


def test_what_is_expected_of_webhooks_is_kept_by_there_being_none_and_broken_by_one(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """NWS-5, EXA-2: ``webhooks: none`` in the maps of the newsletter and the books."""
    for clause in ("NWS-5", "EXA-2"):
        assert "webhooks" not in verdict(world, capsys, clause)["reason"]["en"], "it was seen that there are none"
    with open_landscape(world.made.home.policy) as landscape:
        mailchimp, exact = landscape.simulator("mailchimp"), landscape.simulator("exact")
        list_id = min(row["list_id"] for row in mailchimp.rows("members"))
        mailchimp.put("webhooks", [{"list_id": list_id, "url": "https://relay.example/hook"}])
        exact.put("webhooks", [{"CallbackURL": "https://relay.example/books", "Topic": "Accounts"}])
    for clause, system in (("NWS-5", "mailchimp"), ("EXA-2", "exact")):
        broken = verdict(world, capsys, clause)
        assert broken["state"] == "broken", broken
        assert any(one["place"].startswith(f"{system} webhooks") for one in broken["instances"])


def test_a_mailbox_that_forwards_to_outside_is_counted(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    with open_landscape(world.made.home.policy) as landscape:
        transip = landscape.simulator("transip")
        box = transip.rows("mailboxes")[0]
        transip.put("mailboxes", [{**box, "forwardTo": "jan@private.example"}])
    broken = verdict(world, capsys, "SHR-2")
    assert broken["state"] == "broken"
    assert {"place": "transip forwarding", "count": 1} in broken["instances"]
    assert "private.example" not in json.dumps(broken) and "jan" not in json.dumps(broken["instances"])
