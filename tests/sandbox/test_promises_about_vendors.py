"""What is promised about suppliers, judged on their systems in the sandbox: kept, broken by name, or unknown."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from tests.sandbox.landscape_world import verdict, whole_landscape
from tests.worlds import World

from belofte.bootstrap import open_landscape
from belofte.sandbox.local.aws_account import AwsAccount
from belofte.sandbox.local.aws_kept import Thing

pytest.importorskip("moto", reason="2026-11-23: without moto there is no cloud to look at.")


@pytest.fixture
def world() -> Iterator[World]:
    with whole_landscape() as made:
        yield made


def test_a_bucket_in_ireland_is_in_the_union_and_breaks_the_promise_of_frankfurt(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """T-78: "only in eu-central-1" is said in those words, and a bucket in eu-west-1 is named."""
    assert verdict(world, capsys, "AWS-6")["state"] == "kept"
    with open_landscape(world.made.home.policy) as landscape:
        account = landscape.part("aws")
        assert isinstance(account, AwsAccount)
        with account.kept.alone():
            account.kept.put([Thing("bucket", "linprofs-ierland", {"versions": False, "region": "eu-west-1"})])
    broken = verdict(world, capsys, "AWS-6")
    assert broken["state"] == "broken"
    assert "linprofs-ierland" in json.dumps(broken) and "eu-west-1" in json.dumps(broken)


def test_a_service_in_use_that_nobody_declared_breaks_what_the_supplier_does(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """A server at TransIP, which is there for the domain and its mail; a bucket that no table of the map names."""
    assert (verdict(world, capsys, "TIP-1")["state"], verdict(world, capsys, "AWS-1")["state"]) == ("kept", "kept")
    with open_landscape(world.made.home.policy) as landscape:
        landscape.simulator("transip").put("servers", [{"name": "linprofs-vps9", "availabilityZone": "ams0"}])
        account = landscape.part("aws")
        assert isinstance(account, AwsAccount)
        with account.kept.alone():
            account.kept.put([Thing("bucket", "linprofs-oud", {"versions": False, "region": "eu-central-1"})])
    judged = {clause: verdict(world, capsys, clause) for clause in ("TIP-1", "AWS-1")}
    assert {clause: one["state"] for clause, one in judged.items()} == {"TIP-1": "broken", "AWS-1": "broken"}
    assert "servers" in json.dumps(judged["TIP-1"])
    assert "linprofs-oud" in json.dumps(judged["AWS-1"])


def test_a_payment_link_in_an_invoice_of_the_books_breaks_the_promise(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """T-80: a Mollie link in the text of an invoice in Exact; the promise is broken, and the place is named."""
    assert verdict(world, capsys, "PAY-1")["state"] == "kept"
    with open_landscape(world.made.home.policy) as landscape:
        books = landscape.simulator("exact")
        newest = max(books.rows("sales_invoices"), key=lambda row: str(row["InvoiceDate"]))
        paid_by = {"Remarks": "Betaal hier: https://www.mollie.com/checkout/test"}
        books.put("sales_invoices", [{**newest, **paid_by}])
    broken = verdict(world, capsys, "PAY-1")
    assert broken["state"] == "broken"
    assert "exact" in json.dumps(broken) and "payment-links" in json.dumps(broken)
    assert "mollie" not in json.dumps(broken), "what stands in an invoice is told to nobody"


def test_a_document_behind_a_delete_marker_is_still_there(world: World) -> None:
    """T-63: who only deletes in a bucket with versions hides: the search still finds it, and erasing takes the versions
    and the marker."""
    boto3 = pytest.importorskip("boto3", reason="2026-11-23: without the extra aws there is no cloud to look at.")
    canary = world.made.company.cast.canary
    with open_landscape(world.made.home.policy) as landscape:
        account = landscape.part("aws")
        assert isinstance(account, AwsAccount)
        keys = {"aws_access_key_id": "look", "aws_secret_access_key": "look", "region_name": "eu-central-1"}
        s3 = boto3.client("s3", endpoint_url=account.endpoint, **keys)
        place = {"Bucket": "linprofs-documents", "Prefix": f"klanten/{canary.customer_nos[0]}/"}
        for one in s3.list_objects_v2(**place)["Contents"]:
            s3.delete_object(Bucket=place["Bucket"], Key=one["Key"])
        assert "Contents" not in s3.list_objects_v2(**place), "to everybody else it is gone"
        s3.close()
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", canary.email)
        plan = belofte.office.show(reference).plan
        assert plan is not None
        hidden = [line for step in plan.steps for line in step.lines if line.collection == "documents"]
        assert sum(line.count for line in hidden) > 0, "a promise that it is gone would be broken"
        world.approve(belofte, reference)
    with open_landscape(world.made.home.policy) as landscape:
        account = landscape.part("aws")
        assert isinstance(account, AwsAccount)
        s3 = boto3.client("s3", endpoint_url=account.endpoint, **keys)
        listed = s3.list_object_versions(**place)
        s3.close()
    assert not listed.get("Versions") and not listed.get("DeleteMarkers")


def test_a_probe_that_cannot_reach_a_system_is_neither_yes_nor_no(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """T-82: Google is down; what is said of it is unknown, not kept and not broken."""
    assert verdict(world, capsys, "ANA-4")["state"] == "kept"
    with open_landscape(world.made.home.policy) as landscape:
        landscape.simulator("google-analytics").break_("down")
    assert verdict(world, capsys, "ANA-4")["state"] == "unknown"
    with open_landscape(world.made.home.policy) as landscape:
        landscape.simulator("google-analytics").mend()
    assert verdict(world, capsys, "ANA-4")["state"] == "kept"


def test_a_property_linked_to_an_advertising_product_breaks_what_google_may_do(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_landscape(world.made.home.policy) as landscape:
        google = landscape.simulator("google-analytics")
        google.put("display_video_links", [{"name": "properties/314159265/d/1", "_property": "314159265"}])
    judged = verdict(world, capsys, "ANA-4")
    assert (judged["state"], "display-video-links" in str(judged["reason"])) == ("broken", True)
    with open_landscape(world.made.home.policy) as landscape:
        state = landscape.simulator("google-analytics").state
        state.delete(state.select("display_video_links", [])[0])
    assert verdict(world, capsys, "ANA-4")["state"] == "kept"


def test_the_line_and_the_pages_are_encrypted(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """The hosts behind the line stand here with real certificates: the two sentences are judged by looking."""
    assert verdict(world, capsys, "KPN-2")["state"] == "kept"
    assert verdict(world, capsys, "KPN-3")["state"] == "kept"
