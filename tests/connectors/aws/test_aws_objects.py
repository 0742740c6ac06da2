"""S3: everything under a person's keys is found, copied and taken away, every version and marker of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.connectors.aws.cloud import NOW, Cloud, ask, documents, email, erased, exported, number, order

from belofte.domain.plan import Decision, Outcome
from belofte.domain.system_map import Collection, Verb
from belofte.ports import Order, SystemUnreachable

CANARY = number("4711")


def _everything(s3: Any, bucket: str) -> list[tuple[str, str]]:
    found = s3.list_object_versions(Bucket=bucket)
    return [(v["Key"], v["VersionId"]) for v in [*found.get("Versions", []), *found.get("DeleteMarkers", [])]]


def test_a_canary_with_three_versions_and_a_marker_is_erased_and_the_bucket_holds_nothing(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents", versions=True)
    for body in (b"first", b"second", b"third"):
        s3.put_object(Bucket="documents", Key="klanten/4711/contract.pdf", Body=body)
    s3.delete_object(Bucket="documents", Key="klanten/4711/contract.pdf")
    assert len(_everything(s3, "documents")) == 4
    acted, looked = erased(cloud.connector(documents()), CANARY)
    assert acted.outcome is Outcome.DONE
    assert acted.lines[0].acted == 1
    assert looked.outcome is Outcome.DONE
    assert looked.lines[0].remains == 0
    assert _everything(s3, "documents") == []


def test_one_number_does_not_find_what_belongs_to_a_longer_one(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents")
    for key in ("klanten/12/a.txt", "klanten/123/b.txt", "klanten/1/c.txt"):
        s3.put_object(Bucket="documents", Key=key, Body=b"x")
    found = list(cloud.connector(documents()).find([ask(number("12"))]))
    assert [record.key for record in found] == [("klanten/12/a.txt",)]


def test_what_is_left_in_the_bucket_is_told_as_left(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents", versions=True)
    s3.put_object(Bucket="documents", Key="klanten/4711/a.txt", Body=b"x")
    connector = cloud.connector(documents())
    found = list(connector.find([ask(CANARY)]))
    wanted = order(found, Decision.DELETE, CANARY, verb=Verb.ERASE)
    (looked,) = connector.read_back([wanted])
    assert looked.outcome is Outcome.FAILED
    assert looked.lines[0].remains == 1


def test_the_copy_has_the_original_and_its_older_versions(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents", versions=True)
    for body in (b"first", b"second"):
        s3.put_object(Bucket="documents", Key="klanten/4711/contract.pdf", Body=body, Metadata={"by": "shop"})
    (record,) = exported(cloud.connector(documents()), CANARY)
    assert record.files == {"contract.pdf": b"second", "contract.version-1.pdf": b"first"}
    assert record.fields["versions"] == 2
    assert record.fields["metadata.by"] == "shop"


def test_a_bucket_without_versions_is_emptied_too(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents")
    s3.put_object(Bucket="documents", Key="klanten/4711/a.txt", Body=b"x")
    acted, looked = erased(cloud.connector(documents()), CANARY)
    assert (acted.outcome, looked.outcome) == (Outcome.DONE, Outcome.DONE)
    assert _everything(s3, "documents") == []


def test_an_e_mail_address_in_a_key_is_found_however_it_is_written(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents")
    s3.put_object(Bucket="documents", Key="uploads/Jan.Bakker@Shop.example/photo.jpg", Body=b"x")
    s3.put_object(Bucket="documents", Key="uploads/piet@shop.example/photo.jpg", Body=b"x")
    uploads = Collection(
        name="uploads",
        category="documents",
        kinds={"email": ("key",)},
        at={"service": ("s3",), "bucket": ("documents",), "prefix": ("uploads/{email}/",)},
    )
    found = list(cloud.connector(uploads).find([ask(email("jan.bakker@shop.example"))]))
    assert [record.key for record in found] == [("uploads/Jan.Bakker@Shop.example/photo.jpg",)]


def test_an_upload_that_nobody_finished_is_found_and_broken_off(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents")
    begun = s3.create_multipart_upload(Bucket="documents", Key="klanten/4711/film.mp4")
    part = {"Bucket": "documents", "Key": "klanten/4711/film.mp4", "UploadId": begun["UploadId"]}
    s3.upload_part(**part, PartNumber=1, Body=b"x" * 100)
    acted, looked = erased(cloud.connector(documents()), CANARY)
    assert (acted.outcome, looked.outcome) == (Outcome.DONE, Outcome.DONE)
    assert s3.list_multipart_uploads(Bucket="documents").get("Uploads", []) == []


def test_more_than_a_thousand_versions_go_in_batches_of_a_thousand(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents", versions=True)
    for number_ in range(1003):
        s3.put_object(Bucket="documents", Key=f"klanten/4711/{number_ % 400}.txt", Body=b"x")
    acted, looked = erased(cloud.connector(documents()), CANARY)
    assert acted.lines[0].acted == 400
    assert looked.lines[0].remains == 0
    assert cloud.calls["DeleteObjects"] == 2
    assert _everything(s3, "documents") == []


def test_an_object_found_by_its_tag_whatever_its_key(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents", versions=True)
    s3.put_object(Bucket="documents", Key="scans/0001.pdf", Body=b"x", Tagging="subject=4711")
    s3.put_object(Bucket="documents", Key="scans/0002.pdf", Body=b"x", Tagging="subject=4712")
    tagged = _tagged()
    acted, looked = erased(cloud.connector(tagged), CANARY)
    assert (acted.outcome, looked.outcome) == (Outcome.DONE, Outcome.DONE)
    assert [key for key, _ in _everything(s3, "documents")] == ["scans/0002.pdf"]


def test_an_object_whose_tag_names_two_people_is_never_erased_for_one_of_them(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents")
    s3.put_object(Bucket="documents", Key="scans/0001.pdf", Body=b"x", Tagging="subject=4711 4712")
    connector = cloud.connector(_tagged())
    (found,) = connector.find([ask(CANARY)])
    assert found.shared
    wanted = order([found], Decision.DELETE, CANARY, verb=Verb.ERASE)
    (acted,) = connector.erase([wanted])
    assert acted.outcome is Outcome.FAILED
    assert len(_everything(s3, "documents")) == 1


def test_what_lies_under_a_declared_shared_prefix_is_never_erased_for_one_of_them(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents")
    s3.put_object(Bucket="documents", Key="klanten/4711/samen/huur.pdf", Body=b"x")
    s3.put_object(Bucket="documents", Key="klanten/4711/cv.pdf", Body=b"x")
    connector = cloud.connector(documents(shared="klanten/{customer-number}/samen/"))
    found = list(connector.find([ask(CANARY)]))
    assert {record.key[0]: record.shared for record in found} == {
        "klanten/4711/samen/huur.pdf": True,
        "klanten/4711/cv.pdf": False,
    }
    own = [record for record in found if not record.shared]
    lines = (
        *order(own, Decision.DELETE, CANARY).lines,
        *order([r for r in found if r.shared], Decision.ASK, CANARY).lines,
    )
    wanted = Order("r-1", (CANARY,), lines, Verb.ERASE)
    (acted,) = connector.erase([wanted])
    (looked,) = connector.read_back([wanted])
    assert (acted.outcome, looked.outcome) == (Outcome.DONE, Outcome.DONE)
    assert [key for key, _ in _everything(s3, "documents")] == ["klanten/4711/samen/huur.pdf"]
    assert [r.collection for r in connector.export([wanted])] == []


def test_an_object_under_a_lock_stays_until_its_day_and_the_rest_goes(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents", ObjectLockEnabledForBucket=True)
    until = NOW + timedelta(days=400)
    s3.put_object(Bucket="documents", Key="klanten/4711/free.txt", Body=b"x")
    s3.put_object(
        Bucket="documents",
        Key="klanten/4711/locked.txt",
        Body=b"x",
        ObjectLockMode="COMPLIANCE",
        ObjectLockRetainUntilDate=until,
    )
    acted, looked = erased(cloud.connector(documents()), CANARY)
    assert (acted.outcome, acted.until) == (Outcome.RETAINED, until.date())
    assert (looked.outcome, looked.until) == (Outcome.RETAINED, until.date())
    assert (acted.lines[0].acted, looked.lines[0].remains) == (1, 1)
    assert [key for key, _ in _everything(s3, "documents")] == ["klanten/4711/locked.txt"]


def test_a_legal_hold_makes_erasing_impossible_and_says_what_to_do(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents", ObjectLockEnabledForBucket=True)
    s3.put_object(Bucket="documents", Key="klanten/4711/a.txt", Body=b"x", ObjectLockLegalHoldStatus="ON")
    acted, looked = erased(cloud.connector(documents()), CANARY)
    assert (acted.outcome, looked.outcome) == (Outcome.IMPOSSIBLE, Outcome.IMPOSSIBLE)
    assert acted.problem is not None
    assert "legal hold" in acted.problem.remedy


def test_a_bucket_that_is_copied_elsewhere_names_where_copies_stay(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents", versions=True)
    cloud.bucket("documents-copy", versions=True)
    destination = {"Bucket": "arn:aws:s3:::documents-copy"}
    rule = {"ID": "all", "Status": "Enabled", "Prefix": "", "Destination": destination}
    s3.put_bucket_replication(
        Bucket="documents",
        ReplicationConfiguration={"Role": "arn:aws:iam::123456789012:role/copy", "Rules": [rule]},
    )
    s3.put_object(Bucket="documents", Key="klanten/4711/a.txt", Body=b"x")
    acted, looked = erased(cloud.connector(documents()), CANARY)
    assert acted.outcome is Outcome.MANUAL
    assert acted.problem is not None
    assert "documents-copy" in acted.problem.where
    assert (looked.outcome, looked.lines[0].remains) == (Outcome.DONE, 0)
    copies = replace(documents(bucket="documents-copy"), name="copies")
    s3.put_object(Bucket="documents", Key="klanten/4711/a.txt", Body=b"x")
    acted, _ = erased(cloud.connector(documents(), copies), CANARY)
    assert acted.outcome is Outcome.DONE


def test_a_large_object_comes_in_parts_that_together_are_it(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents")
    body = bytes(range(256)) * (140 * 1024)  # 35 MiB
    s3.put_object(Bucket="documents", Key="klanten/4711/film.mp4", Body=body)
    records = exported(cloud.connector(documents()), CANARY)
    parts = {name: content for record in records for name, content in record.files.items()}
    assert list(parts) == [f"film.mp4.part-{n}-of-3" for n in (1, 2, 3)]
    assert b"".join(parts.values()) == body
    assert max(map(len, parts.values())) <= 16 * 2**20


def test_restricting_puts_a_tag_and_lifting_takes_it_away(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents", versions=True)
    s3.put_object(Bucket="documents", Key="klanten/4711/a.txt", Body=b"x", Tagging="kind=cv")
    marked = replace(documents(), not_personal=("tag.restricted",), restrict={"tag.restricted": True})
    connector = cloud.connector(marked)
    found = list(connector.find([ask(CANARY)]))
    wanted = order(found, Decision.DO, CANARY, verb=Verb.RESTRICT, values={"tag.restricted": True})
    (before,) = connector.read_back([wanted])
    assert before.lines[0].remains == 1
    (acted,) = connector.restrict([wanted])
    (looked,) = connector.read_back([wanted])
    assert (acted.outcome, looked.outcome, looked.lines[0].remains) == (Outcome.DONE, Outcome.DONE, 0)
    tags = s3.get_object_tagging(Bucket="documents", Key="klanten/4711/a.txt")["TagSet"]
    assert {tag["Key"]: tag["Value"] for tag in tags} == {"kind": "cv", "restricted": "true"}
    back = order(found, Decision.DO, CANARY, verb=Verb.LIFT, values={"tag.restricted": None})
    connector.lift([back])
    (acted,) = connector.lift([back])
    (looked,) = connector.read_back([back])
    assert (acted.outcome, looked.outcome) == (Outcome.DONE, Outcome.DONE)


def test_many_people_share_one_pass_over_a_bucket(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents")
    for customer in range(200):
        s3.put_object(Bucket="documents", Key=f"klanten/{customer}/a.txt", Body=b"x")
    connector = cloud.connector(documents())
    connector.fingerprint()
    cloud.calls.clear()
    asks = [ask(number(str(customer)), request=f"r-{customer}") for customer in range(150)]
    found = list(connector.find(asks))
    assert {(r.request, r.key[0]) for r in found} == {(f"r-{n}", f"klanten/{n}/a.txt") for n in range(150)}
    assert cloud.calls["ListObjectVersions"] == 1
    assert cloud.calls.total() <= 3


def test_a_few_people_in_a_large_bucket_are_looked_for_where_they_are(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents", versions=True)
    for customer in range(1200):
        s3.put_object(Bucket="documents", Key=f"klanten/{customer:05}/a.txt", Body=b"x")
    for _ in range(3):
        s3.put_object(Bucket="documents", Key="klanten/00999/a.txt", Body=b"y")
    asks = [ask(number(n), request=n) for n in ("00001", "00999", "01100", "01101")]
    found = list(cloud.connector(documents()).find(asks))
    assert sorted(record.key[0] for record in found) == [f"klanten/{n}/a.txt" for n in (*(a.request for a in asks),)]


def test_the_day_an_object_was_stored_starts_its_term(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents")
    s3.put_object(Bucket="documents", Key="klanten/4711/a.txt", Body=b"x")
    dated = replace(documents(), not_personal=("last_modified",), clock={"stored": "last_modified"})
    (found,) = cloud.connector(dated).find([ask(CANARY)])
    assert found.events["stored"] is not None


def test_a_bucket_that_is_not_there_is_told_by_its_name(cloud: Cloud) -> None:
    with pytest.raises(SystemUnreachable, match="has no bucket documents") as caught:
        cloud.connector(documents()).fingerprint()
    assert not caught.value.transient


def test_a_record_that_came_after_the_plan_goes_along_and_is_read_back(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents")
    s3.put_object(Bucket="documents", Key="klanten/4711/a.txt", Body=b"x")
    connector = cloud.connector(documents())
    wanted = order(list(connector.find([ask(CANARY)])), Decision.DELETE, CANARY, verb=Verb.ERASE)
    s3.put_object(Bucket="documents", Key="klanten/4711/b.txt", Body=b"x")
    (acted,) = connector.erase([wanted])
    assert acted.lines[0].acted == 2
    assert _everything(s3, "documents") == []


def test_look_only_makes_no_writing_call(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents", versions=True)
    s3.put_object(Bucket="documents", Key="klanten/4711/a.txt", Body=b"x", Tagging="kind=cv")
    look_only = (Verb.FIND, Verb.EXPORT, Verb.READ_BACK, Verb.OBSERVE)
    connector = cloud.connector(documents(), allow=look_only)
    exported(connector, CANARY)
    wanted = order(list(connector.find([ask(CANARY)])), Decision.DELETE, CANARY, verb=Verb.ERASE)
    list(connector.read_back([wanted]))
    for act in (connector.erase, connector.restrict, connector.lift, connector.rectify, connector.purge):
        with pytest.raises(SystemUnreachable, match="does not allow"):
            list(act([wanted]))
    assert cloud.calls
    assert [act for act in cloud.calls if not act.startswith(("Get", "List", "Head", "Describe", "Filter"))] == []


def _tagged() -> Collection:
    return Collection(
        name="scans",
        category="documents",
        kinds={"customer-number": ("tag.subject",), "documents": ("body",)},
        at={"service": ("s3",), "bucket": ("documents",), "prefix": ("scans/",), "tag": ("subject",)},
    )
