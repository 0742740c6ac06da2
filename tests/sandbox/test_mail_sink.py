"""The mail sink: letters arrive over real SMTP, stay in a folder, and can be listed and read."""

from __future__ import annotations

import smtplib
from datetime import UTC, datetime
from email.headerregistry import Address
from pathlib import Path

import pytest

from belofte.mail.smtp import Server, SmtpMailer
from belofte.ports import Letter
from belofte.sandbox.mailsink import MailSink, NoSuchMessage, list_messages, show_message
from belofte.wire.imap import Security

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


class StandingClock:
    def now(self) -> datetime:
        return NOW


def send(sink: MailSink, subject: str) -> None:
    sender = Address("Privacykantoor", "privacy", "linprofs.example")
    mailer = SmtpMailer(Server(sink.host, sink.port, Security.NONE), sender, StandingClock())
    letter = Letter("anna@dvries.example", subject, "Goedendag, één brief.\n", "<p>Goedendag, één brief.</p>", "nl")
    assert mailer.send(letter).accepted


def test_letters_are_kept_listed_newest_first_and_shown(tmp_path: Path) -> None:
    with MailSink(tmp_path / "mail") as sink:
        send(sink, "Eerste")
        send(sink, "Tweede")
    kept = list_messages(tmp_path / "mail")
    assert [message.subject for message in kept] == ["Tweede", "Eerste"]
    shown = show_message(tmp_path / "mail", kept[0].id)
    assert shown.kept == kept[0]
    assert (kept[0].to, kept[0].sender) == ("anna@dvries.example", "Privacykantoor <privacy@linprofs.example>")
    assert kept[0].written_at == NOW
    assert shown.text.strip() == "Goedendag, één brief."
    assert shown.html.strip() == "<p>Goedendag, één brief.</p>"
    assert ("Auto-Submitted", "auto-generated") in shown.headers


def test_what_was_kept_outlives_the_server(tmp_path: Path) -> None:
    for subject in ("Eerste", "Tweede"):
        with MailSink(tmp_path) as sink:
            send(sink, subject)
    assert len(list_messages(tmp_path)) == 2


def test_after_stopping_nobody_listens_and_nothing_half_is_left(tmp_path: Path) -> None:
    with MailSink(tmp_path) as sink:
        send(sink, "Eerste")
        port = sink.port
    with pytest.raises(ConnectionRefusedError):
        smtplib.SMTP("127.0.0.1", port)
    assert {path.suffix for path in tmp_path.iterdir()} == {".eml"}


def test_stopping_with_an_open_conversation_does_not_hang(tmp_path: Path) -> None:
    sink = MailSink(tmp_path)
    sink.start()
    with smtplib.SMTP("127.0.0.1", sink.port) as client:
        client.ehlo()
        sink.stop()
        client.close()
    assert list_messages(tmp_path) == ()


def test_an_empty_or_missing_folder_is_an_empty_list(tmp_path: Path) -> None:
    assert list_messages(tmp_path) == ()
    assert list_messages(tmp_path / "nowhere") == ()


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "0" * 16 + "-" + "0" * 8, "x\n"])
def test_only_the_name_of_a_kept_message_shows_one(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.eml").write_text("Subject: no\n\nno")
    with pytest.raises(NoSuchMessage):
        show_message(tmp_path, name)
    assert list_messages(tmp_path) == ()
