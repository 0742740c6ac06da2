"""Objects and mail contacts past their term go whole; a delete marker erases nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.connectors.aws.cloud import NOW, Cloud, documents, number
from tests.connectors.by_term import due_keys, goes_by_term, lacking

from belofte.connectors.aws.connector import AwsConnector
from belofte.domain.plan import Decision, Outcome
from belofte.domain.retention import Term, Unless, tag_event
from belofte.domain.system_map import Collection
from belofte.ports import DueAsk, SweepOrder

TODAY = NOW.date()
OLD, NONE = Term("collected", date(2026, 2, 2)), Term("collected", date(2026, 2, 1))
DATED = {"collected": "metadata.day"}


def kept_in(s3: Any, bucket: str) -> list[str]:
    found = s3.list_object_versions(Bucket=bucket)
    return [v["Key"] for v in [*found.get("Versions", []), *found.get("DeleteMarkers", [])]]


def put(s3: Any, key: str, day: str, **more: Any) -> None:
    s3.put_object(Bucket="documents", Key=key, Body=b"x", Metadata={"day": day} if day else {}, **more)


def test_objects_go_on_the_day_in_their_metadata_with_every_version(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents", versions=True)
    for day in ("2026-02-02", "2026-02-02"):
        put(s3, "klanten/12/a.pdf", day)
    put(s3, "klanten/13/b.pdf", "2026-02-03")
    put(s3, "klanten/14/c.pdf", "")
    put(s3, "elders/d.pdf", "2020-01-01")
    aws = cloud.connector(replace(documents(), clock=DATED))
    assert lacking(aws, "documents", "collected") == {("klanten/14/c.pdf",)}
    goes_by_term(aws, "documents", OLD, NONE)
    assert sorted(kept_in(s3, "documents")) == ["elders/d.pdf", "klanten/13/b.pdf", "klanten/14/c.pdf"]


def test_t_63_a_delete_marker_alone_leaves_the_object_due_until_every_version_has_gone(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents", versions=True)
    put(s3, "klanten/12/a.pdf", "2026-02-02")
    s3.delete_object(Bucket="documents", Key="klanten/12/a.pdf")
    aws = cloud.connector(replace(documents(), clock={"collected": "last_modified"}))
    past = Term("collected", TODAY)
    assert due_keys(aws, "documents", past) == {("klanten/12/a.pdf",)}
    order = SweepOrder("s", "documents", Decision.DELETE, (("klanten/12/a.pdf",),), (past,))
    assert aws.look_again(order).outcome is Outcome.FAILED, "hidden is not erased"
    assert aws.sweep(order).lines[0].acted == 1
    assert kept_in(s3, "documents") == []


def test_t_59_a_tag_on_an_object_chooses_the_longer_term(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents")
    put(s3, "klanten/12/a.pdf", "2026-02-02", Tagging="vat=oss")
    put(s3, "klanten/12/b.pdf", "2026-02-02")
    aws = cloud.connector(replace(documents(), clock=DATED, tagged={"oss": {"tag.vat": ("oss",)}}))
    longer = Unless(tag_event("oss"), (Term("collected", date(2023, 1, 1)),))
    found = [one.key for one in aws.due(DueAsk("documents", (OLD,), (longer,)))]
    assert found == [("klanten/12/b.pdf",)]


def test_what_hangs_on_a_row_elsewhere_is_found_by_what_both_hold(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents")
    put(s3, "klanten/12/a.pdf", "")
    put(s3, "klanten/123/b.pdf", "")
    aws = cloud.connector(replace(documents(), clock={"left": "crm.customers.left_on"}))
    found = list(aws.hanging_on("documents", [[number("13")], [number("12")]]))
    assert [(n, one.key) for n, one in found] == [(1, ("klanten/12/a.pdf",))]


def test_mail_contacts_go_by_the_day_they_were_added(cloud: Cloud) -> None:
    ses = cloud.client("sesv2")
    ses.create_contact_list(ContactListName="storingen")
    for address in ("jan@x.example", "piet@y.example"):
        ses.create_contact(ContactListName="storingen", EmailAddress=address)
    contacts = Collection(
        "contacts",
        "profile",
        {"email": ("email",)},
        at={"service": ("ses",), "list": ("storingen",)},
        clock={"collected": "created"},
    )
    aws = cloud.connector(contacts)
    goes_by_term(aws, "contacts", Term("collected", TODAY), Term("collected", TODAY - timedelta(days=3)))
    assert ses.list_contacts(ContactListName="storingen")["Contacts"] == []


def test_an_object_that_was_written_over_or_hidden_says_something_else_and_what_lies_elsewhere_nothing(
    cloud: Cloud,
) -> None:
    s3 = cloud.bucket("documents", versions=True)
    for key in ("klanten/12/a.pdf", "klanten/12/b.pdf", "elders/c.pdf"):
        put(s3, key, "2026-02-02")
    aws = cloud.connector(replace(documents(), clock=DATED))
    assert aws.shows("documents")
    before = said(aws)
    assert before.keys() == {"klanten/12/a.pdf", "klanten/12/b.pdf"}
    put(s3, "klanten/12/a.pdf", "2026-02-02")
    assert said(aws) == before, "the same bytes once more"
    s3.put_object(Bucket="documents", Key="klanten/12/a.pdf", Body=b"y", Metadata={"day": "2026-02-02"})
    assert {key for key, text in said(aws).items() if text != before[key]} == {"klanten/12/a.pdf"}
    s3.delete_object(Bucket="documents", Key="klanten/12/b.pdf")
    assert said(aws).get("klanten/12/b.pdf") != before["klanten/12/b.pdf"]


def said(aws: AwsConnector) -> dict[str, str]:
    return {str(found.key[0]): text for found, text in aws.contents("documents", ("collected",))}
