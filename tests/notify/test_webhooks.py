"""Events go out as signed messages: once each when all goes well, again when it does not, and never anybody's data."""

from __future__ import annotations

import base64
import hmac
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from tests.notify.conftest import Place, Receiver

from belofte.domain.errors import Refused, WrongUse
from belofte.domain.task import TaskState
from belofte.domain.webhook import RETRY, TOLD, signed
from belofte.procedures.programs.webhooks import LEASE, UNDELIVERED, send_messages
from belofte.procedures.programs.webhooks_desk import Webhooks
from belofte.web.api.sending import Sender, is_public

SENDER = Sender(allows_private=True)


def add(place: Place, receiver: Receiver, *events: str) -> bytes:
    secret, _ = place.belofte.desk(Webhooks).add("crm", receiver.url, events, SENDER.check)
    return base64.b64decode(secret.removeprefix("whsec_"))


def send(place: Place) -> int:
    return send_messages(place.belofte.parts, SENDER.post)


def test_the_signature_is_the_one_of_the_standard() -> None:
    """The vector of the specification's reference libraries."""
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    headers = signed(
        secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", datetime.fromtimestamp(1614265330, UTC), b'{"test": 2432232314}'
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_an_event_goes_out_signed_and_without_a_person_in_it(place: Place, receiver: Receiver) -> None:
    secret = add(place, receiver)
    reference = place.receive(name="Anna Jansen", text="Ik woon op de Dorpsstraat.")
    place.tend()
    assert send(place) >= 1
    headers, body = receiver.got[0]
    said = receiver.bodies()[0]
    assert (said["type"], said["data"]["reference"], said["data"]["right"]) == ("request.received", reference, "access")
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.digest(secret, content, "sha256")).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    everything = b"".join(body for _, body in receiver.got)
    assert b"Anna" not in everything
    assert b"Dorpsstraat" not in everything
    assert place.world.made.asks.encode() not in everything


def test_each_goes_once_and_what_happened_before_is_not_told(place: Place, receiver: Receiver) -> None:
    place.receive()
    add(place, receiver, "request.received")
    reference = place.receive("erasure")
    for _ in range(3):
        place.tend()
        send(place)
    assert [body["data"]["reference"] for body in receiver.bodies()] == [reference]


def test_what_is_not_taken_is_tried_again_later_under_the_same_id(place: Place, receiver: Receiver) -> None:
    add(place, receiver, "request.received")
    receiver.answers = [(500, {}), (429, {"Retry-After": "900"}), (200, {})]
    place.receive()
    place.tend()
    assert send(place) == 0
    assert send(place) == 0, "not before its time"
    place.clock.forward(seconds=RETRY[0].total_seconds())
    assert send(place) == 0
    place.clock.forward(seconds=RETRY[1].total_seconds())
    assert send(place) == 0, "the other side asked for a quarter of an hour"
    place.clock.forward(seconds=900 - RETRY[1].total_seconds())
    assert send(place) == 1
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    stamps = [int(headers["webhook-timestamp"]) for headers, _ in receiver.got]
    assert stamps == sorted(stamps) and len(set(stamps)) == 3


def test_what_nobody_takes_is_given_up_somebody_is_asked_and_it_can_be_sent_anew(
    place: Place, receiver: Receiver
) -> None:
    add(place, receiver, "request.received")
    receiver.answers = [(503, {})] * (len(RETRY) + 1)
    place.receive()
    place.tend()
    for wait in (timedelta(), *RETRY):
        place.clock.forward(seconds=wait.total_seconds())
        assert send(place) == 0
    row = place.belofte.desk(Webhooks).rows()[0]
    assert [(one.kind, one.attempts, one.status) for one in row.given_up] == [("request.received", len(RETRY) + 1, 503)]
    with place.belofte.parts.store.reading() as tx:
        assert [t.system for t in tx.tasks.in_state(TaskState.OPEN) if t.kind == "webhook-undelivered"] == ["crm"]
    assert place.belofte.desk(Webhooks).replay("crm") == 1
    assert send(place) == 1
    assert place.belofte.desk(Webhooks).rows()[0].given_up == ()


def test_everything_after_a_number_can_be_sent_anew(place: Place, receiver: Receiver) -> None:
    add(place, receiver, "request.received")
    for right in ("access", "erasure", "portability"):
        place.receive(right)
    place.tend()
    assert send(place) == 3
    with place.belofte.parts.store.reading() as tx:
        numbers = [event.number for event in tx.events.after(0) if event.kind == "request.received"]
    assert place.belofte.desk(Webhooks).replay("crm", numbers[0]) == 2
    assert send(place) == 2
    ids = [headers["webhook-id"] for headers, _ in receiver.got]
    assert ids[3:] == ids[1:3], "the other side knows them again"


def test_a_sender_that_dies_half_way_loses_nothing(place: Place, receiver: Receiver) -> None:
    add(place, receiver, "request.received")
    place.receive()
    place.tend()

    def dies(*_: object) -> None:
        raise MemoryError

    with pytest.raises(MemoryError):
        send_messages(place.belofte.parts, dies)
    assert send(place) == 0, "somebody seems to have it in hand"
    place.clock.forward(seconds=LEASE.total_seconds())
    assert send(place) == 1


def test_one_that_is_gone_is_told_nothing_more(place: Place, receiver: Receiver) -> None:
    add(place, receiver, "request.received")
    receiver.answers = [(410, {})]
    place.receive()
    place.tend()
    send(place)
    place.receive("erasure")
    place.tend()
    place.clock.forward(days=1)
    send(place)
    assert len(receiver.got) == 1
    assert place.belofte.desk(Webhooks).rows()[0].ended_at is not None
    with place.belofte.parts.store.reading() as tx:
        kinds = [task.kind for task in tx.tasks.in_state(TaskState.OPEN)]
    assert kinds.count(UNDELIVERED) == 1, "somebody must know that nothing goes there any more"


def test_a_redirection_is_not_followed(place: Place, receiver: Receiver) -> None:
    add(place, receiver, "request.received")
    receiver.answers = [(302, {"Location": "http://127.0.0.1:1/"})]
    place.receive()
    place.tend()
    assert send(place) == 0
    assert len(receiver.got) == 1


def test_the_other_side_may_be_away(place: Place, receiver: Receiver) -> None:
    place.belofte.desk(Webhooks).add("away", "http://127.0.0.1:1/in", (), SENDER.check)
    place.receive()
    place.tend()
    assert send(place) == 0
    reply = place.belofte.desk(Webhooks).try_out("away", SENDER.post)
    assert (reply.is_taken, reply.problem) == (False, "ConnectError")


def test_a_message_goes_with_its_case(place: Place, receiver: Receiver) -> None:
    """What tells which case it was is gone from the store when the case is closed."""
    add(place, receiver)
    reference = place.receive()
    place.tend()
    place.belofte.office.stop(reference, "P. de Boer")
    place.tend()
    place.clock.forward(days=400)
    place.tend()
    with closing(sqlite3.connect(place.belofte.home.store)) as store:
        left = store.execute("SELECT count(*) FROM webhook_deliveries WHERE request IS NOT NULL").fetchone()
    assert left == (0,)


def test_the_secret_is_not_readable_in_the_store(place: Place, receiver: Receiver) -> None:
    secret = add(place, receiver)
    stored = b"".join(file.read_bytes() for file in place.belofte.home.data.glob("store.sqlite*"))
    assert secret not in stored
    assert base64.b64encode(secret) not in stored


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.8", "192.168.1.1", "172.16.3.4", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "::1", "fe80::1", "fc00::1", "::ffff:10.0.0.8", "64:ff9b::a00:8", "2002:a00:8::1", "ff02::1", "255.255.255.255",
    ],
)  # fmt: skip
def test_an_address_inside_is_refused(place: Place, address: str) -> None:
    assert not is_public(ip_address(address))
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(Refused):
        Sender().check(f"https://{host}/in")
    assert Sender().post(f"https://{host}/in", b"", {}).problem == "the address is not a public one"


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_a_public_address_is_not(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("name", ["localhost", "127.1", "2130706433", "0x7f.1"])
def test_another_way_to_write_it_leads_nowhere_either(name: str) -> None:
    with pytest.raises((Refused, WrongUse)):
        Sender().check(f"https://{name}/in")


def test_plain_http_is_for_the_own_network_only() -> None:
    with pytest.raises(Refused):
        Sender().check("http://93.184.215.14/in")


@pytest.mark.parametrize("url", ["ftp://crm.example/", "crm.example", "https://u:p@93.184.215.14/", "https://"])
def test_what_is_no_address_is_told(url: str) -> None:
    with pytest.raises(WrongUse):
        Sender(allows_private=True).check(url)


def test_an_event_that_is_not_told_cannot_be_asked_for(place: Place, receiver: Receiver) -> None:
    with pytest.raises(WrongUse):
        add(place, receiver, "account.signed-in")


def test_every_event_of_a_request_was_decided_on() -> None:
    """A new kind of event goes nowhere until somebody decided about it here or in the list of what is told."""
    source = Path(__file__).parents[2] / "src" / "belofte"
    text = "".join(file.read_text("utf-8") for file in sorted(source.rglob("*.py")))
    named = dict(re.findall(r'^([A-Z_]+) = "([a-z]+\.[a-z-]+)"$', text, re.MULTILINE))
    used = set(re.findall(r'events\.add\(\s*"([a-z]+\.[a-z-]+)"', text))
    used |= {named[name] for name in re.findall(r"events\.add\(\s*([A-Z_]+)", text) if name in named}
    assert used - TOLD.keys() - set(NOT_TOLD) == set()


NOT_TOLD = """
access.incomplete account.added account.disabled account.enrolled account.reset account.role account.signed-in
webhook.added webhook.ended webhook.replayed webhook.tried
breach.letter case.exported case.looked case.message-came case.reduced changes.shown correction.disputed
correction.noted
correction.statement correction.stayed erasure.held-back erasure.remembered identity.proof-destroyed
identity.proof-kept import.taken inbox.read inbox.attachment-deleted inbox.proof-marked inbox.sampled keeper.asked
keeper.answered
keeper.reminded keeper.silent letter.came-back letter.printed objection.goes-on
objection.weighed plan.approved-by-policy question.answer-written question.answered recipient.answered
recipient.sub-processors-seen recipient.sub-processors-changed recipient.sub-processors-decided
recipient.told recipient.ended-asked recipient.ended-confirmed recipient.ended-reminded
rectification.told-new-address request.accepted-later request.approved-second
request.contact-moved request.extension-asked request.identity-answered request.known-address-asked
request.mandate-checked restored.looked restored.asked restored.answered restored.came-back request.system-added
sweep.by-hand request.taken request.taken-over request.took-in request.waiting
restriction.asked-to-lift wall.built wall.taken-down wall.tried wall.hidden member.changed looks.named
record.theirs service.decided texts.read texts.redacted token.made token.revoked
""".split()
"""What staff did or saw among themselves; the state that follows from it is told. Decided on 2026-11-22."""


def test_the_guide_names_every_event_and_fact() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text("utf-8")
    assert [kind for kind in TOLD if f"`{kind}`" not in guide] == []
    assert [fact for facts in TOLD.values() for fact in facts if f"`{fact}`" not in guide] == []
