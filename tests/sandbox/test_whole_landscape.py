"""One erasure through every system that is connected: vendors, cloud, mailbox, disk and database. Afterwards every
corner is searched for the canary."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from tests.inbox.dovecot import ABSENT, PROGRAM
from tests.sandbox.landscape_world import CARRIERS, later, standing, whole_landscape
from tests.worlds import World

from belofte.bootstrap import open_landscape
from belofte.procedures.desks import CaseView
from belofte.sandbox.local.aws_account import AwsAccount
from belofte.sandbox.seeds.mailchimp import CUSTOMERS, NEWSLETTER, digest

boto3 = pytest.importorskip("boto3", reason="2026-11-23: without the extra aws there is no cloud to look at.")
pytest.importorskip("moto", reason="2026-11-23: without moto there is no cloud to look at.")
if PROGRAM is None:
    pytest.skip(ABSENT, allow_module_level=True)

WITHOUT_PEOPLE = {"kpn", "servers", "website"}
"""A line, a server and a website of which only settings are looked at."""


@pytest.fixture(scope="module")
def erased() -> Iterator[tuple[World, CaseView]]:
    """The canary before (looked at here) and after one erasure."""
    with whole_landscape() as world:
        canary = world.made.company.cast.canary
        before = standing(world, canary.email, "Proefvogel", number(world))
        systems = {file.stem for file in (world.made.home.policy / "systems").glob("*.yaml")}
        assert before.keys() == systems - WITHOUT_PEOPLE, f"planted in every system there is: {before}"
        with world.open() as belofte:
            reference = world.ask(belofte, "erasure", canary.email)
            case = world.approve(belofte, reference)
        yield world, case


def number(world: World) -> str:
    """The canary's customer number as other systems have it: all that Google knows of somebody."""
    return world.made.company.cast.canary.customer_nos[0].removeprefix("K")


def test_nothing_of_the_canary_is_left_where_only_a_number_stands_for_a_person(erased: tuple[World, CaseView]) -> None:
    world, _ = erased
    left = standing(world, number(world))
    assert left.pop("google-analytics") == ["visits"], "until the next run of Google's, whose day was told"
    assert not left.keys() & {"exact", "mailchimp", "mailbox", "disk", "transip"}, left
    assert "object" not in left.get("aws", []), left


def test_nothing_of_the_canary_is_left_in_any_system_file_or_database(erased: tuple[World, CaseView]) -> None:
    world, _ = erased
    canary = world.made.company.cast.canary
    left = standing(world, canary.email, "Proefvogel", canary.phone)
    assert left.pop("aws") == ["event"], "a line of a log at AWS goes when its term ends, and its day was told"
    assert left.pop("microsoft365") == ["purges"], "out of everybody's sight, and gone on the day that was told"
    assert {name: places for name, places in left.items() if name not in CARRIERS} == {}


def test_what_is_not_gone_yet_is_told_with_its_day_and_is_gone_then(erased: tuple[World, CaseView]) -> None:
    world, case = erased
    waiting = {(one.system, one.verb): one.until for one in case.receipts if str(one.outcome) == "pending"}
    assert waiting["aws", "erase"] is not None and waiting["microsoft365", "erase"] is not None
    days = (waiting["aws", "erase"] - world.made.company.today).days + 1
    done = later(world, case.row.reference, days=days)
    assert {("aws", "read_back", "done"), ("microsoft365", "read_back", "done")} <= set(done), done
    assert not {"aws", "microsoft365"} & standing(world, world.made.company.cast.canary.email, days=days).keys()
    assert "google-analytics" not in standing(world, number(world), days=days)


def test_a_bucket_with_versions_holds_none(erased: tuple[World, CaseView]) -> None:
    """T-63: neither a version nor a marker is left under the person's folder."""
    world, _ = erased
    number = world.made.company.cast.canary.customer_nos[0]
    with open_landscape(world.made.home.policy) as landscape:
        account = landscape.part("aws")
        assert isinstance(account, AwsAccount)
        s3 = boto3.client(
            "s3", endpoint_url=account.endpoint, region_name="eu-central-1", aws_access_key_id="look",
            aws_secret_access_key="look",
        )  # fmt: skip
        listed = s3.list_object_versions(Bucket="linprofs-documents", Prefix=f"klanten/{number}/")
        others = s3.list_object_versions(Bucket="linprofs-documents")
        s3.close()
    assert not listed.get("Versions") and not listed.get("DeleteMarkers")
    assert others["Versions"] and others["DeleteMarkers"], "everybody else's are there, markers too"


def test_mailchimp_answers_as_after_delete_permanent(erased: tuple[World, CaseView]) -> None:
    """T-62: what a program of ours puts back is refused for ever; only the person's own sign-up brings them back."""
    world, _ = erased
    email = world.made.company.cast.canary.email
    with open_landscape(world.made.home.policy) as landscape:
        vendor = landscape.simulator("mailchimp")
        signed_in = ("any", vendor.secrets["api_key"])
        for audience in (NEWSLETTER, CUSTOMERS):
            at = f"{vendor.api_url}/lists/{audience}/members/{digest(email)}"
            assert httpx.get(at, auth=signed_in).status_code == 404
            wanted = {"email_address": email, "status_if_new": "subscribed", "status": "subscribed"}
            refused = httpx.put(at, auth=signed_in, json=wanted)
            assert (refused.status_code, refused.json()["title"]) == (400, "Forgotten Email Not Subscribed")
        assert vendor.holds(email) == []


def test_the_mailbox_is_expunged_on_disk_and_others_mail_is_there(erased: tuple[World, CaseView]) -> None:
    world, _ = erased
    mail = world.made.home.sandbox / "mailbox" / "mail"
    messages = [file.read_bytes() for file in mail.rglob("*") if file.parent.name in ("cur", "new")]
    canary, anna = world.made.company.cast.canary.email, world.made.asks
    assert not [one for one in messages if canary.encode() in one]
    assert [one for one in messages if anna.encode() in one]


def test_every_system_got_one_erasure_and_no_look_only_system_a_write(erased: tuple[World, CaseView]) -> None:
    """No write is done twice: one delete-permanent for each audience, one delete for each object."""
    world, case = erased
    assert case.plan is not None
    erasures = [step.system for step in case.plan.steps if str(step.verb) == "erase"]
    assert len(erasures) == len(set(erasures)) and not set(erasures) & {"kpn", "servers"}
    with open_landscape(world.made.home.policy) as landscape:
        counted = landscape.simulator("mailchimp").calls().by_operation
        assert counted["delete-permanent"] == 2
