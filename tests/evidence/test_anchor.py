"""A checkpoint goes outside, and what comes back from there shows whether the log was rewritten."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from shutil import which

import pytest

from belofte.domain.time_stamp import time_stamp_request
from belofte.domain.verification import FaultKind
from belofte.procedures.proving.anchor import anchor_letter
from belofte.procedures.proving.verify import newest_note, verify

from .conftest import KEY, make_log


def as_text(note: str) -> bytes:
    return note.encode()


def as_windows_text(note: str) -> bytes:
    return note.replace("\n", "\r\n").encode()


def as_saved_mail(note: str) -> bytes:
    letter = anchor_letter(note, "witness@notary.example", "nl")
    message = EmailMessage()
    message["Subject"], message["To"] = letter.subject, letter.to
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message.as_bytes()


def as_page(note: str) -> bytes:
    return f"Our notice.\n\nNewest checkpoint:\n{note}\nThat was all.\n".encode()


@pytest.mark.parametrize("kept", [as_text, as_windows_text, as_saved_mail, as_page])
def test_what_was_kept_outside_is_read_however_it_was_kept(tmp_path: Path, kept: Callable[[str], bytes]) -> None:
    then = make_log((2, 3)).write(tmp_path / "then")
    outside = tmp_path / "kept"
    outside.write_bytes(kept(newest_note(then, KEY.public)))
    assert verify(then, KEY.public, [outside]).whole
    faults = verify(make_log((2,)).write(tmp_path / "now"), KEY.public, [outside]).faults
    assert [fault.kind for fault in faults] == [FaultKind.ROLLED_BACK]


def test_a_file_without_any_checkpoint_is_said_to_say_nothing(tmp_path: Path) -> None:
    outside = tmp_path / "kept"
    outside.write_text("Nothing to see here.\n")
    faults = verify(make_log((2,)).write(tmp_path / "log"), KEY.public, [outside]).faults
    assert [fault.kind for fault in faults] == [FaultKind.ANCHOR]


@pytest.mark.parametrize(("language", "word"), [("nl", "Bewaar dit bericht"), ("en", "Please keep this message")])
def test_the_letter_explains_itself(tmp_path: Path, language: str, word: str) -> None:
    note = newest_note(make_log((2, 3)).write(tmp_path), KEY.public)
    letter = anchor_letter(note, "witness@notary.example", language)
    assert word in letter.text
    assert note in letter.text
    assert "5" in letter.subject


@pytest.mark.skipif(which("openssl") is None, reason="Not compared with openssl: it is not installed. 2026-11-22")
@pytest.mark.parametrize("nonce", [1, 127, 128, 2**63 + 5])
def test_the_time_stamp_request_is_what_openssl_reads(tmp_path: Path, nonce: int) -> None:
    query = tmp_path / "request.tsq"
    query.write_bytes(time_stamp_request("a note\n", nonce))
    (tmp_path / "note").write_text("a note\n")
    told = subprocess.run(
        ["openssl", "ts", "-query", "-in", query, "-text"], capture_output=True, text=True, check=True
    )
    assert "Hash Algorithm: sha256" in told.stdout
    assert f"Nonce: 0x{nonce:02X}" in told.stdout
    assert "Certificate required: yes" in told.stdout
