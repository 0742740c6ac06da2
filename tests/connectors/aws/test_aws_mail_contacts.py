"""SES: contacts on lists are found, copied, stopped and taken off; the suppression list as the map says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.stub import Stubber
from tests.connectors.aws.cloud import Cloud, ask, email, erased, exported, order

from belofte.connectors.aws.connector import AwsConnector
from belofte.domain.plan import Decision, Outcome
from belofte.domain.system_map import Collection, Contact, Verb
from belofte.ports import Order, OrderLine, SystemUnreachable
from belofte.procedures.acting.carrying_out import act_and_look

JAN = email("jan.bakker@shop.example")
CONTACTS = Collection(
    name="contacts",
    category="newsletter",
    kinds={"email": ("email",), "preferences": ("attributes",)},
    contact=(Contact("email", "email", "created"),),
    person=True,
    restrict={"unsubscribe_all": True},
    stop={"newsletter": {"topic.news": "OPT_OUT"}},
    at={"service": ("ses",)},
)
LISTED = {"TopicName": "news", "DisplayName": "news", "DefaultSubscriptionStatus": "OPT_OUT"}


def _list(cloud: Cloud, *addresses: str) -> Any:
    ses = cloud.client("sesv2")
    ses.create_contact_list(ContactListName="customers", Topics=[LISTED, {**LISTED, "TopicName": "offers"}])
    for address in addresses:
        ses.create_contact(
            ContactListName="customers",
            EmailAddress=address,
            TopicPreferences=[
                {"TopicName": "news", "SubscriptionStatus": "OPT_IN"},
                {"TopicName": "offers", "SubscriptionStatus": "OPT_IN"},
            ],
            UnsubscribeAll=False,
            AttributesData='{"first":"Jan"}',
        )
    return ses


def test_a_contact_is_found_however_its_address_is_written_and_is_known_since_then(cloud: Cloud) -> None:
    _list(cloud, "Jan.Bakker@Shop.example", "piet@shop.example")
    (found,) = cloud.connector(CONTACTS).find([ask(JAN)])
    assert found.key == ("customers", "Jan.Bakker@Shop.example")
    assert found.identifiers == (JAN,)
    assert isinstance(found.known_since["email"], datetime)


def test_a_contact_that_is_erased_is_not_on_the_list_and_the_others_are(cloud: Cloud) -> None:
    ses = _list(cloud, "jan.bakker@shop.example", "piet@shop.example")
    acted, looked = erased(cloud.connector(CONTACTS), JAN)
    assert (acted.outcome, looked.outcome, looked.lines[0].remains) == (Outcome.DONE, Outcome.DONE, 0)
    assert [c["EmailAddress"] for c in ses.list_contacts(ContactListName="customers")["Contacts"]] == [
        "piet@shop.example"
    ]


def test_a_contact_that_is_still_there_is_told_as_left(cloud: Cloud) -> None:
    _list(cloud, "jan.bakker@shop.example")
    connector = cloud.connector(CONTACTS)
    wanted = order(list(connector.find([ask(JAN)])), Decision.DELETE, JAN, verb=Verb.ERASE)
    (looked,) = connector.read_back([wanted])
    assert (looked.outcome, looked.lines[0].remains) == (Outcome.FAILED, 1)


def test_the_copy_says_what_somebody_is_subscribed_to(cloud: Cloud) -> None:
    _list(cloud, "jan.bakker@shop.example")
    (record,) = exported(cloud.connector(CONTACTS), JAN)
    assert record.fields["topic.news"] == "OPT_IN"
    assert record.fields["unsubscribe_all"] is False
    assert record.fields["attributes"] == '{"first":"Jan"}'


@pytest.mark.parametrize(
    ("values", "then"),
    [
        ({"topic.news": "OPT_OUT"}, {"news": "OPT_OUT", "offers": "OPT_IN"}),
        ({"unsubscribe_all": True}, {"news": "OPT_IN", "offers": "OPT_IN"}),
    ],
)
def test_a_stop_changes_its_own_topic_and_leaves_the_rest(
    cloud: Cloud, values: dict[str, object], then: dict[str, str]
) -> None:
    ses = _list(cloud, "jan.bakker@shop.example")
    connector = cloud.connector(CONTACTS)
    found = list(connector.find([ask(JAN)]))
    wanted = order(found, Decision.DO, JAN, verb=Verb.RESTRICT, values=values)
    (before,) = connector.read_back([wanted])
    assert before.outcome is Outcome.FAILED
    (acted,) = connector.restrict([wanted])
    (looked,) = connector.read_back([wanted])
    assert (acted.outcome, looked.outcome) == (Outcome.DONE, Outcome.DONE)
    contact = ses.get_contact(ContactListName="customers", EmailAddress="jan.bakker@shop.example")
    assert {t["TopicName"]: t["SubscriptionStatus"] for t in contact["TopicPreferences"]} == then
    assert contact["UnsubscribeAll"] is ("unsubscribe_all" in values)
    assert contact["AttributesData"] == '{"first":"Jan"}'


def test_an_address_is_put_right_by_a_person_and_the_rest_of_the_correction_is_done(cloud: Cloud) -> None:
    """SES names a contact by its address: that line alone waits for somebody, and the case goes on."""
    ses = _list(cloud, "jan.bakker@shop.example")
    wrong = replace(CONTACTS, name="wrong")
    connector = cloud.connector(CONTACTS, wrong)
    (one, other) = connector.find([ask(JAN)])
    lines = tuple(
        OrderLine(name, Decision.DO, frozenset({found.key}), values=values)
        for name, found, values in (
            ("wrong", one, {"email": "jan@shop.example"}),
            ("contacts", other, {"attributes": '{"first":"Johan"}'}),
        )
    )
    results = act_and_look(connector, Verb.RECTIFY, [Order("r-1", (JAN,), lines, Verb.RECTIFY)])
    done = results["r-1"]
    assert done.outcome is Outcome.MANUAL
    assert done.problem is not None
    assert (done.problem.where, "add the right address" in done.problem.remedy) == ("wrong", True)
    assert {line.collection: (line.acted, line.remains) for line in done.lines} == {"wrong": (0, 1), "contacts": (1, 0)}
    contact = ses.get_contact(ContactListName="customers", EmailAddress="jan.bakker@shop.example")
    assert contact["AttributesData"] == '{"first":"Johan"}'


def test_a_contact_that_ses_refuses_to_change_is_no_trouble_of_another_person(cloud: Cloud) -> None:
    """SES's own answer to one address fails the order of that person, with what to do; the others are put right."""
    ses, piet = _list(cloud, "jan.bakker@shop.example", "piet@shop.example"), email("piet@shop.example")
    connector = cloud.connector(CONTACTS)
    speaker = connector.aws.speaker("sesv2")
    speaker.meta.events.register("before-call.sesv2.UpdateContact", _refuses("jan.bakker"))
    asks = [ask(JAN), ask(piet, request="r-2")]
    found = list(connector.find(asks))
    values = {"attributes": '{"first":"Bo"}'}
    orders = [
        order(found, Decision.DO, *asked.identifiers, request=asked.request, verb=Verb.RECTIFY, values=values)
        for asked in asks
    ]
    results = act_and_look(connector, Verb.RECTIFY, orders)
    assert {name: result.outcome for name, result in results.items()} == {"r-1": Outcome.FAILED, "r-2": Outcome.DONE}
    problem = results["r-1"].problem
    assert problem is not None
    assert (problem.where, problem.transient) == ("contacts", False)
    assert "SES does not take these values" in problem.remedy
    first = ses.get_contact(ContactListName="customers", EmailAddress="jan.bakker@shop.example")
    assert first["AttributesData"] == '{"first":"Jan"}'


def test_what_was_put_right_before_a_refusal_is_told(cloud: Cloud) -> None:
    """Two contacts of one person: the first is changed, the second refused. Nobody may think that nothing was done."""
    ses, also = _list(cloud, "a.bakker@shop.example", "jan.bakker@shop.example"), email("a.bakker@shop.example")
    connector = cloud.connector(CONTACTS)
    speaker = connector.aws.speaker("sesv2")
    speaker.meta.events.register("before-call.sesv2.UpdateContact", _refuses("jan.bakker"))
    found = list(connector.find([ask(JAN, also)]))
    values = {"attributes": '{"first":"Bo"}'}
    wanted = order(found, Decision.DO, JAN, also, verb=Verb.RECTIFY, values=values)
    (result,) = connector.rectify([wanted])
    assert result.outcome is Outcome.FAILED
    assert [(line.collection, line.planned, line.acted) for line in result.lines] == [("contacts", 2, 1)]
    (looked,) = connector.read_back([wanted])
    assert [line.remains for line in looked.lines] == [1]
    first = ses.get_contact(ContactListName="customers", EmailAddress="a.bakker@shop.example")
    assert first["AttributesData"] == '{"first":"Bo"}'


def _refuses(address: str) -> Callable[..., tuple[Any, dict[str, Any]] | None]:
    """AWS's answer to a change of one contact with a topic that its list does not have."""

    def answer(params: dict[str, Any], **_more: Any) -> tuple[Any, dict[str, Any]] | None:
        if address not in params["url"]:
            return None
        error = {"Error": {"Code": "BadRequestException", "Message": "no such topic"}}
        return AWSResponse(params["url"], 400, {}, None), {**error, "ResponseMetadata": {"HTTPStatusCode": 400}}

    return answer


def test_a_list_that_is_not_there_is_told_by_its_name(cloud: Cloud) -> None:
    _list(cloud)
    with pytest.raises(SystemUnreachable, match="has no list members"):
        cloud.connector(replace(CONTACTS, at={"service": ("ses",), "list": ("members",)})).fingerprint()


# moto has no suppression list (2026-11-23): botocore's stub holds requests and answers against AWS's own model of it.
SUPPRESSED = Collection(
    name="suppressed", category="newsletter", kinds={"email": ("email",)}, at={"service": ("suppression",)}
)
ENTRY = {"EmailAddress": "Jan.Bakker@shop.example", "Reason": "COMPLAINT", "LastUpdateTime": datetime.now(UTC)}
OTHER = {**ENTRY, "EmailAddress": "piet@shop.example"}


@pytest.fixture
def stubbed(cloud: Cloud) -> Iterator[tuple[AwsConnector, Stubber]]:
    connector = cloud.connector(SUPPRESSED)
    with Stubber(connector.aws.speaker("sesv2")) as stub:
        yield connector, stub
        stub.assert_no_pending_responses()


def _lists(stub: Stubber, *entries: dict[str, Any]) -> None:
    stub.add_response(
        "list_suppressed_destinations", {"SuppressedDestinationSummaries": [OTHER], "NextToken": "more"}, {}
    )
    stub.add_response(
        "list_suppressed_destinations", {"SuppressedDestinationSummaries": list(entries)}, {"NextToken": "more"}
    )


def test_an_entry_on_the_suppression_list_is_copied(stubbed: tuple[AwsConnector, Stubber]) -> None:
    connector, stub = stubbed
    _lists(stub, ENTRY)
    _lists(stub, ENTRY)
    (record,) = exported(connector, JAN)
    assert record.fields["reason"] == "COMPLAINT"


def test_an_entry_that_the_map_lets_go_is_taken_off(stubbed: tuple[AwsConnector, Stubber]) -> None:
    connector, stub = stubbed
    _lists(stub, ENTRY)
    _lists(stub, ENTRY)
    stub.add_response("delete_suppressed_destination", {}, {"EmailAddress": "Jan.Bakker@shop.example"})
    _lists(stub)
    acted, looked = erased(connector, JAN)
    assert (acted.outcome, acted.lines[0].acted) == (Outcome.DONE, 1)
    assert (looked.outcome, looked.lines[0].remains) == (Outcome.DONE, 0)


def test_an_entry_that_the_map_keeps_stays_and_is_counted(stubbed: tuple[AwsConnector, Stubber]) -> None:
    connector, stub = stubbed
    _lists(stub, ENTRY)
    found = list(connector.find([ask(JAN)]))
    wanted = order(found, Decision.KEEP, JAN, verb=Verb.ERASE)
    _lists(stub, ENTRY)
    (acted,) = connector.erase([wanted])
    _lists(stub, ENTRY)
    (looked,) = connector.read_back([wanted])
    assert (acted.lines[0].present, looked.lines[0].present) == (1, 1)
    assert looked.outcome is Outcome.DONE
    _lists(stub)
    (lost,) = connector.read_back([wanted])
    assert lost.outcome is Outcome.FAILED
