"""What an account may do and lacks, and what is told when AWS does not do what was asked."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber
from tests.connectors.aws.cloud import Cloud, ask, documents, number

from belofte.connectors.aws.access import Access, Aws, only_here
from belofte.connectors.aws.connector import AwsConnector
from belofte.connectors.aws.faults import unreachable
from belofte.connectors.aws.permissions import beyond
from belofte.domain.errors import WrongUse
from belofte.domain.system_map import Collection, SystemMap, Verb
from belofte.ports import SystemUnreachable

LOOK_ONLY = (Verb.FIND, Verb.EXPORT, Verb.READ_BACK)
LOG = Collection(
    name="visits",
    category="visits",
    kinds={"email": ("message",)},
    at={"service": ("logs",), "group": ("/web",)},
)


def test_the_policy_for_looking_holds_nothing_that_changes_anything(cloud: Cloud) -> None:
    (text,) = cloud.connector(documents(), LOG, allow=LOOK_ONLY).grants()
    actions = {action for statement in json.loads(text)["Statement"] for action in statement["Action"]}
    assert {"s3:ListBucketVersions", "s3:GetObjectVersion", "logs:FilterLogEvents"} <= actions
    assert [a for a in actions if a.partition(":")[2].startswith(("Put", "Delete", "Update", "Abort"))] == []


def test_the_policy_names_the_bucket_and_its_objects_and_no_other(cloud: Cloud) -> None:
    (text,) = cloud.connector(documents(), allow=(Verb.FIND, Verb.ERASE)).grants()
    by_resource = {statement["Resource"]: statement["Action"] for statement in json.loads(text)["Statement"]}
    assert set(by_resource) == {"arn:aws:s3:::documents", "arn:aws:s3:::documents/*"}
    assert "s3:DeleteObjectVersion" in by_resource["arn:aws:s3:::documents/*"]
    assert "s3:ListBucketVersions" in by_resource["arn:aws:s3:::documents"]


def test_a_region_nobody_knows_is_a_slip_and_no_network_that_is_down() -> None:
    aws = Aws(Access("eu-centraal-1", access_key=lambda: "a", secret_key=lambda: "b"))
    with pytest.raises(SystemUnreachable, match="no region eu-centraal-1") as raised:
        aws.call("s3", "list_buckets")
    assert not raised.value.transient


def test_a_column_that_its_service_does_not_have_is_named(cloud: Cloud) -> None:
    cloud.bucket("documents")
    slip = Collection(
        name="readers",
        category="visits",
        kinds={"email": ("email",), "name": ("atributes",)},
        at={"service": ("ses",), "list": ("news",)},
    )
    assert cloud.connector(documents(), slip, LOG).drift() == ("readers.atributes is no field of ses",)


def test_a_right_that_is_missing_is_named_at_the_verb_that_needs_it(cloud: Cloud) -> None:
    """moto has no simulation (2026-11-23): IAM's answers, one a resource, held against AWS's own model of them."""
    cloud.bucket("documents")
    connector = cloud.connector(documents(), allow=(Verb.FIND, Verb.ERASE))
    denied = {"EvalActionName": "s3:DeleteObjectVersion", "EvalDecision": "implicitDeny"}
    allowed = {"EvalActionName": "s3:ListBucketVersions", "EvalDecision": "allowed"}
    with Stubber(connector.aws.speaker("iam")) as stub:
        for result in (denied, allowed):
            stub.add_response("simulate_principal_policy", {"EvaluationResults": [result]})
        can = connector.can
        stub.assert_no_pending_responses()
    assert can[Verb.ERASE].lacking == ("s3:DeleteObjectVersion on arn:aws:s3:::documents/*",)
    assert can[Verb.FIND].lacking == ()


def test_where_iam_may_not_be_asked_nothing_is_called_lacking(cloud: Cloud) -> None:
    cloud.bucket("documents")
    connector = cloud.connector(documents(), allow=LOOK_ONLY)
    with Stubber(connector.aws.speaker("iam")) as stub:
        stub.add_client_error("simulate_principal_policy", "AccessDenied", http_status_code=403)
        assert all(ability.lacking == () for ability in connector.can.values())
        assert connector.too_wide() == ()


def test_rights_that_the_map_does_not_need_are_named(cloud: Cloud) -> None:
    """An account that may do everything, under a map that only looks: what it may change, read of the settings, or do
    to the whole account is too wide. What looking needs is not."""
    cloud.bucket("documents")
    connector = cloud.connector(documents(), allow=LOOK_ONLY)
    told = _too_wide(connector, LOOK_ONLY, lambda _action: True)
    assert "s3:DeleteObjectVersion on arn:aws:s3:::documents/*: the map allows nothing that needs it" in told
    assert "iam:CreateUser: the map allows nothing that needs it" in told
    assert any(one.startswith("iam:ListAccessKeys:") for one in told)
    assert not any(one.startswith(("s3:ListBucketVersions", "s3:GetObjectVersion ")) for one in told)


def test_an_eraser_with_a_whole_service_is_told_so_and_one_with_its_own_rights_is_not(cloud: Cloud) -> None:
    cloud.bucket("documents")
    connector = cloud.connector(documents(), allow=Verb)
    whole = _too_wide(connector, Verb, lambda action: action.startswith("s3:"))
    assert whole == tuple(f"s3:{n}: the map allows nothing that needs it" for n in ("DeleteBucket", "PutBucketPolicy"))
    assert _too_wide(connector, Verb, lambda _action: False) == ()


def _too_wide(connector: AwsConnector, allow: Iterable[Verb], may: Callable[[str], bool]) -> tuple[str, ...]:
    """What is told where IAM's simulation answers so (moto has none, 2026-11-23)."""
    by_resource: dict[str, list[str]] = {}
    system = SystemMap(name="aws", kind="aws", allow=frozenset(allow), collections={"documents": documents()})
    for need in sorted(beyond(system)):
        by_resource.setdefault(need.resource, []).append(need.action)
    with Stubber(connector.aws.speaker("iam")) as stub:
        for actions in by_resource.values():
            results = [{"EvalActionName": a, "EvalDecision": "allowed" if may(a) else "implicitDeny"} for a in actions]
            stub.add_response("simulate_principal_policy", {"EvaluationResults": results})
        told = connector.too_wide()
        stub.assert_no_pending_responses()
    return told


def test_a_verb_that_no_service_of_the_map_has_is_not_offered(cloud: Cloud) -> None:
    cloud.bucket("documents")
    assert Verb.RECTIFY not in cloud.connector(documents()).can


@pytest.mark.parametrize(
    ("code", "status", "transient", "says"),
    [
        ("SlowDown", 503, True, "less often"),
        ("ThrottlingException", 400, True, "less often"),
        ("InternalError", 500, True, "cannot answer"),
        ("SomethingNew", 502, True, "refused"),
        ("SomethingNew", 400, False, "refused"),
        ("RequestTimeTooSkewed", 403, False, "clock"),
        ("ExpiredToken", 400, False, "sign-in"),
        ("InvalidAccessKeyId", 403, False, "sign-in"),
        ("AccessDenied", 403, False, "may not do"),
        ("NoSuchBucket", 404, False, "does not exist"),
        ("PermanentRedirect", 301, False, "another region"),
    ],
)
def test_each_refusal_says_whether_it_passes_and_what_helps(code: str, status: int, transient: bool, says: str) -> None:
    secret = "klanten/4711/jan@shop.example"
    answer: Any = {"Error": {"Code": code, "Message": secret}, "ResponseMetadata": {"HTTPStatusCode": status}}
    told = unreachable(ClientError(answer, "ListObjectVersions"), "s3", "ListObjectVersions")
    assert told.transient is transient
    assert says in told.why
    assert told.remedy
    assert secret not in f"{told.why} {told.remedy} {told}"


@pytest.mark.parametrize(("hours", "says"), [(0, "may not do HeadBucket"), (-5, "clock differs"), (5, "clock differs")])
def test_a_bare_refusal_of_a_call_that_a_wrong_clock_signed_asks_for_the_clock(hours: int, says: str) -> None:
    """A HEAD is answered without a body, so S3 cannot say RequestTimeTooSkewed: its own Date does."""
    theirs = format_datetime(datetime.now(UTC) + timedelta(hours=hours), usegmt=True)
    metadata = {"HTTPStatusCode": 403, "HTTPHeaders": {"date": theirs}}
    answer: Any = {"Error": {"Code": "403", "Message": "Forbidden"}, "ResponseMetadata": metadata}
    told = unreachable(ClientError(answer, "HeadBucket"), "s3", "HeadBucket")
    assert says in told.why and not told.transient
    del metadata["HTTPHeaders"]
    assert "may not do" in unreachable(ClientError(answer, "HeadBucket"), "s3", "HeadBucket").why


def test_an_account_that_cannot_be_reached_is_waited_for(cloud: Cloud) -> None:
    with pytest.raises(SystemUnreachable) as caught:
        list(cloud.connector(documents(), endpoint="http://127.0.0.1:9", attempts=1).find([ask(number("1"))]))
    assert caught.value.transient


@pytest.mark.parametrize(
    ("answer", "says", "transient"),
    [
        ("407 Proxy Authentication Required", "The proxy does not let us through to s3 of AWS.", False),
        ("503 Service Unavailable", "s3 of AWS cannot be reached.", True),
    ],
)
def test_a_proxy_that_refuses_is_a_person_s_matter_and_one_out_of_order_is_waited_for(
    answer: str, says: str, transient: bool
) -> None:
    with answering(answer) as proxy:
        keys = {"access_key": lambda: "testing", "secret_key": lambda: "testing", "proxy": lambda: proxy}
        aws = Aws(Access("eu-central-1", "https://s3.example", attempts=1, **keys))
        with closing(aws), pytest.raises(SystemUnreachable) as caught:
            aws.call("s3", "list_buckets")
    assert (caught.value.why, caught.value.transient) == (says, transient)
    assert "secret" not in f"{caught.value.why} {caught.value.remedy}"


@contextmanager
def answering(status: str) -> Iterator[str]:
    """The address of a proxy that answers everybody so."""

    class Proxy(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while self.rfile.readline().strip():
                pass
            self.wfile.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Proxy) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,)).start()
        try:
            yield f"http://us:secret@127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def test_busy_answers_are_tried_again_before_they_count(cloud: Cloud) -> None:
    aws = cloud.connector(documents()).aws
    with Stubber(aws.speaker("s3")) as stub:
        stub.add_client_error("list_buckets", "SlowDown", http_status_code=503)
        with pytest.raises(SystemUnreachable) as caught:
            aws.call("s3", "list_buckets")
    assert caught.value.transient
    assert aws.speaker("s3").meta.config.retries["mode"] == "adaptive"


def test_a_key_that_is_not_where_the_map_points_is_told_and_never_shown() -> None:
    aws = Aws(Access("eu-central-1", profile="nobody-has-this-profile"))
    with pytest.raises(SystemUnreachable, match="no keys") as caught:
        aws.call("s3", "list_buckets")
    assert not caught.value.transient


def test_a_sandbox_never_leaves_this_machine() -> None:
    for endpoint in (None, "https://s3.eu-central-1.amazonaws.com", "http://127.0.0.1.evil.example"):
        with pytest.raises(WrongUse, match="would leave this machine"):
            only_here("aws", Access("eu-central-1", endpoint=endpoint))
    kept = only_here("aws", Access("eu-central-1", endpoint="http://127.0.0.1:5000", profile="live"))
    assert (kept.profile, kept.access_key is not None) == (None, True)


def test_a_table_in_no_known_service_is_refused_in_words(cloud: Cloud) -> None:
    odd = Collection(name="odd", category=None, at={"service": ("dynamodb",)})
    with pytest.raises(SystemUnreachable, match="lies in no service"):
        cloud.connector(odd).fingerprint()
    odd = Collection(name="odd", category=None, at={"service": ("s3",), "bukket": ("documents",)})
    with pytest.raises(SystemUnreachable, match="bukket"):
        cloud.connector(odd).fingerprint()
