"""Letters over real SMTP: what counts as delivered, what is tried again, what is final, and what never leaks."""

from __future__ import annotations

import email
import gc
import logging
import socket
import warnings
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from email.headerregistry import Address
from email.policy import default
from threading import Event
from typing import Any

import pytest
from tests.connectors.line_world import Server as TalkingServer
from tests.connectors.line_world import lines
from tests.ports import free_port

from belofte.mail.smtp import Server, SmtpMailer
from belofte.ports import Delivery, Letter
from belofte.settings import SecretMissing, SettingsError
from belofte.wire.imap import Security
from belofte.wire.sign_in import PasswordSignIn, TokenSignIn

USER, PASSWORD, TOKEN = "privacy@company.example", "correct horse", "token-1"
SENDER = Address("Privacykantoor Café", "privacy", "company.example")
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LETTER = Letter("anna@dvries.example", "Uw verzoek", "Goedendag,\n\nEén zin.\n", "<p>Eén zin.</p>", "nl")

ServerOf = Callable[..., Any]

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
"""The test server on this computer takes passwords in the clear, and says so."""


class StandingClock:
    def now(self) -> datetime:
        return NOW


def mailer(port: int, **changes: Any) -> SmtpMailer:
    server = replace(Server("127.0.0.1", port, Security.NONE, timeout=60.0), **changes)
    return SmtpMailer(server, SENDER, StandingClock())


def read(raw: bytes) -> Any:
    return email.message_from_bytes(raw, policy=default)


def test_a_letter_arrives_as_text_and_html_and_says_that_a_program_wrote_it(server_of: ServerOf) -> None:
    server = server_of()
    delivery = mailer(server.port).send(LETTER)
    assert delivery == Delivery(True, delivery.message_id)
    message = read(server.kept[0])
    assert message["To"] == "anna@dvries.example"
    assert message["From"] == "Privacykantoor Café <privacy@company.example>"
    assert message["Subject"] == "Uw verzoek"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "nl"
    assert message["Date"].datetime == NOW
    assert message["Message-ID"] == delivery.message_id
    assert message.get_body(("plain",)).get_content().splitlines() == LETTER.text.splitlines()
    assert message.get_body(("html",)).get_content().strip() == LETTER.html


def test_a_letter_that_is_sent_again_keeps_its_message_id(server_of: ServerOf) -> None:
    server = server_of()
    again = replace(LETTER, headers={"Message-ID": "<letter-7@company.example>"})
    for _ in range(2):
        assert mailer(server.port).send(again).message_id == "<letter-7@company.example>"
    assert {read(raw)["Message-ID"] for raw in server.kept} == {"<letter-7@company.example>"}


@pytest.mark.parametrize(
    ("answers", "transient", "part"),
    [
        ({"rcpt": "450 4.2.0 <anna@dvries.example> greylisted"}, True, "recipient (450 4.2.0)"),
        ({"rcpt": "452 4.2.2 mailbox full"}, True, "recipient (452 4.2.2)"),
        ({"rcpt": "550 5.1.1 <anna@dvries.example>: no such user"}, False, "recipient (550 5.1.1)"),
        ({"rcpt": "550 <anna@dvries.example>: no such user"}, False, "recipient (550)"),
        ({"data": "451 4.3.0 try later"}, True, "(451 4.3.0)"),
        ({"data": "554 5.6.0 content of anna@dvries.example refused"}, False, "(554 5.6.0)"),
        ({"sender": "553 5.7.1 sender not allowed"}, True, "mail_from"),
        ({"drop": "sender"}, True, "failed while handing over"),
        ({"drop": "rcpt"}, True, "failed while handing over"),
    ],
)
def test_a_refusal_is_told_from_a_disturbance_and_quotes_nobody(
    server_of: ServerOf, answers: dict[str, str], transient: bool, part: str
) -> None:
    server = server_of(**answers)
    delivery = mailer(server.port).send(LETTER)
    assert (delivery.accepted, delivery.transient) == (False, transient)
    assert delivery.why is not None
    assert part in delivery.why
    assert "anna" not in delivery.why
    assert server.kept == []


def test_a_lost_answer_counts_as_not_delivered_and_the_letter_keeps_its_id(server_of: ServerOf) -> None:
    server = server_of(drop="data")
    delivery = mailer(server.port).send(LETTER)
    assert (delivery.accepted, delivery.transient) == (False, True)
    assert [read(raw)["Message-ID"] for raw in server.kept] == [delivery.message_id]


def test_what_happens_after_the_letter_was_taken_does_not_undo_it(server_of: ServerOf) -> None:
    server = server_of(drop="quit")
    assert mailer(server.port).send(LETTER).accepted
    assert len(server.kept) == 1


def test_a_server_that_says_nothing_is_left_after_the_time_that_was_set(server_of: ServerOf) -> None:
    server = server_of(silent="rcpt")
    delivery = mailer(server.port, timeout=2.0).send(LETTER)
    assert (delivery.accepted, delivery.transient) == (False, True)
    assert "did not answer within 2 seconds while handing over" in (delivery.why or "")


def test_nobody_listening_is_a_disturbance() -> None:
    delivery = mailer(free_port()).send(LETTER)
    assert (delivery.accepted, delivery.transient) == (False, True)
    assert "failed while connecting" in (delivery.why or "")


class TestSignIn:
    def test_a_password(self, server_of: ServerOf) -> None:
        server = server_of(auth=True)
        sign_in = PasswordSignIn(USER, lambda: PASSWORD)
        assert mailer(server.port, sign_in=sign_in).send(LETTER).accepted
        assert server.signed_in in (["PLAIN"], ["LOGIN"])

    def test_an_access_token(self, server_of: ServerOf) -> None:
        server = server_of(auth=True)
        assert mailer(server.port, sign_in=TokenSignIn(USER, lambda: TOKEN)).send(LETTER).accepted
        assert server.signed_in == ["xoauth2"]

    @pytest.mark.parametrize("way", [PasswordSignIn(USER, lambda: "wr0ng"), TokenSignIn(USER, lambda: "wr0ng")])
    def test_a_wrong_secret_keeps_the_letter_and_says_what_to_check(self, server_of: ServerOf, way: Any) -> None:
        server = server_of(auth=True)
        delivery = mailer(server.port, sign_in=way).send(LETTER)
        assert (delivery.accepted, delivery.transient) == (False, True)
        assert "refused our sign-in (535 5.7.8): check smtp_user" in (delivery.why or "")
        assert "wr0ng" not in (delivery.why or "")

    def test_no_sign_in_where_one_is_needed_is_our_fault_and_not_the_recipients(self, server_of: ServerOf) -> None:
        server = server_of(auth=True)
        delivery = mailer(server.port).send(LETTER)
        assert (delivery.accepted, delivery.transient) == (False, True)

    def test_a_secret_that_is_not_there_keeps_the_letter(self, server_of: ServerOf) -> None:
        def missing() -> str:
            raise SecretMissing("The environment variable SMTP is not set.")

        server = server_of()
        delivery = mailer(server.port, sign_in=PasswordSignIn(USER, missing)).send(LETTER)
        assert delivery == Delivery(False, "", True, "The environment variable SMTP is not set.")


class TestEncryption:
    def test_starttls(self, server_of: ServerOf, encryption: Any) -> None:
        server = server_of(encryption.server)
        assert mailer(server.port, security=Security.STARTTLS, tls=encryption.client).send(LETTER).accepted

    def test_the_connection_is_let_go_before_the_server_does(self, encryption: Any) -> None:
        """Under TLS a connection stays open until both have said goodbye: one a letter, where a server never does."""
        answers = {"EHLO": "250 fine\r\n", "DATA": "354 go on\r\n", "QUIT": "221 bye\r\n"}
        always = dict.fromkeys(("MAIL", "RCPT", "."), "250 fine\r\n")
        over = Event()

        def stays(connection: socket.socket) -> None:
            lines("220 mail\r\n", {**answers, **always, "": ""})(connection)
            over.wait(60)

        with closing(TalkingServer(stays, encryption.server)) as server, warnings.catch_warnings(record=True) as left:
            warnings.simplefilter("always")
            gc.collect()
            left.clear()  # what others left is not this letter's
            assert mailer(server.port, security=Security.TLS, tls=encryption.client).send(LETTER).accepted
            gc.collect()
            over.set()
        assert [str(each.message) for each in left if each.category is ResourceWarning] == []

    def test_a_certificate_that_nobody_vouches_for_is_not_trusted(self, server_of: ServerOf, encryption: Any) -> None:
        server = server_of(encryption.server)
        delivery = mailer(server.port, security=Security.STARTTLS).send(LETTER)
        assert (delivery.accepted, delivery.transient) == (False, True)
        assert "certificate" in (delivery.why or "")
        assert server.kept == []

    def test_a_server_without_encryption_gets_nothing_in_the_clear(self, server_of: ServerOf) -> None:
        server = server_of()
        delivery = mailer(server.port, security=Security.STARTTLS).send(LETTER)
        assert (delivery.accepted, delivery.transient) == (False, True)
        assert "check smtp_security" in (delivery.why or "")
        assert server.kept == []

    def test_in_the_clear_only_on_this_computer(self) -> None:
        with pytest.raises(SettingsError, match="only for a server on this computer"):
            Server("mail.company.example", 25, Security.NONE)


class TestAddresses:
    def test_a_name_of_a_site_in_other_letters_is_sent_in_ascii(self, server_of: ServerOf) -> None:
        server = server_of()
        assert mailer(server.port).send(replace(LETTER, to="anna@münchen.example")).accepted
        assert read(server.kept[0])["To"] == "anna@xn--mnchen-3ya.example"

    def test_a_mailbox_in_other_letters_needs_a_server_that_can(self, server_of: ServerOf) -> None:
        server = server_of()
        delivery = mailer(server.port).send(replace(LETTER, to="änna@dvries.example"))
        assert (delivery.accepted, delivery.transient) == (False, False)
        assert "SMTPUTF8" in (delivery.why or "")

    @pytest.mark.parametrize("to", ["", "anna", "@dvries.example", "anna@", "anna@dvries.example\nBcc: x@y.example"])
    def test_what_is_no_address_is_final_and_nothing_is_sent(self, server_of: ServerOf, to: str) -> None:
        server = server_of()
        delivery = mailer(server.port).send(replace(LETTER, to=to))
        assert (delivery.accepted, delivery.transient) == (False, False)
        assert server.kept == []

    def test_a_subject_cannot_smuggle_in_a_header(self, server_of: ServerOf) -> None:
        server = server_of()
        delivery = mailer(server.port).send(replace(LETTER, subject="Hallo\r\nBcc: x@y.example"))
        assert (delivery.accepted, delivery.transient) == (False, False)
        assert server.kept == []


def test_the_log_says_what_became_of_a_letter_and_names_nobody(
    server_of: ServerOf, caplog: pytest.LogCaptureFixture
) -> None:
    refusing, taking = server_of(rcpt="550 5.1.1 <anna@dvries.example> unknown", auth=True), server_of()
    with caplog.at_level(logging.DEBUG):
        mailer(refusing.port, sign_in=PasswordSignIn(USER, lambda: PASSWORD)).send(LETTER)
        mailer(taking.port).send(LETTER)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("belofte")]
    assert ours == [
        "letter kept: The receiving server refused the recipient (550 5.1.1).",
        "letter handed over",
    ]
