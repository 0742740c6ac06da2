"""Questions that are no request: an owner, an answer in the office's own words, a row in the register."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.rights.commands import received, typed
from tests.worlds import World

from belofte.cli.main import run as command_line

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ASKER = "vraag@nergens.example"
BY = ("--by", "P. de Boer")


def cli(world: World, *words: str, days: float = 0) -> tuple[int, str]:
    out = io.StringIO()
    now = (START + timedelta(days=days)).isoformat()
    with redirect_stdout(out), redirect_stderr(out):
        status = command_line([*words, "--policy", str(world.made.home.policy), "--now", now])
    return status, out.getvalue()


def told(world: World, *words: str, days: float = 0) -> dict[str, Any]:
    status, out = cli(world, *words, "--json", days=days)
    assert status == 0, out
    return json.loads(out)


def ask(world: World, *more: str) -> str:
    received = told(world, "request", "receive", "--right", "question", "--from", ASKER, "--channel", "web", *more)
    return received["reference"]


@pytest.fixture
def words(tmp_path: Path) -> Path:
    file = tmp_path / "answer.txt"
    file.write_text("Wij bewaren geen camerabeelden.\n\nU kunt dat nalezen in onze verklaring.", "utf-8")
    return file


def test_a_question_gets_a_receipt_an_owner_an_answer_and_a_row(world: World, words: Path) -> None:
    reference = ask(world)
    receipt = world.letters_to(ASKER)[-1]
    assert "Dit is nog niet ons antwoord" in receipt
    assert "/l/" not in receipt, "nothing is handed over, so nobody need press a button"
    assert told(world, "request", "list")["requests"][0]["waiting"] == "office"
    task = told(world, "task", "list")["tasks"][0]
    assert (task["kind"], task["assigned_to"]) == ("answer-question", "privacy-office")

    told(world, "request", "take", reference, *BY)
    assert told(world, "task", "list")["tasks"][0]["assigned_to"] == "P. de Boer"

    answered = told(world, "request", "answer", reference, "--text", str(words), *BY, days=3)
    assert answered["case"]["row"]["state"] == "answered"
    letter = world.letters_to(ASKER)[-1]
    assert "Wij bewaren geen camerabeelden. U kunt dat nalezen" in letter
    assert told(world, "task", "list", days=3)["tasks"] == []

    cli(world, "work", days=60)
    (row,) = told(world, "register", days=60)["rows"]
    assert (row["right"], row["outcome"], row["law_kept"], row["promise_kept"]) == ("question", "answered", True, True)


def test_nobody_is_reminded_to_press_a_button_that_was_never_sent(world: World) -> None:
    ask(world)
    cli(world, "work", days=25)
    assert len(world.letters_to(ASKER)) == 1
    assert [task["kind"] for task in told(world, "task", "list", days=25)["tasks"]] == ["answer-question"]


def test_a_question_that_nobody_answered_in_time_is_too_late_in_the_register(world: World, words: Path) -> None:
    reference = ask(world)
    told(world, "request", "answer", reference, "--text", str(words), *BY, days=45)
    cli(world, "work", days=120)
    (row,) = told(world, "register", days=120)["rows"]
    assert (row["law_kept"], row["promise_kept"]) == (False, False)


def test_what_is_a_request_is_not_answered_with_words(world: World, words: Path) -> None:
    reference = told(world, "request", "receive", "--right", "access", "--from", ASKER)["reference"]
    status, out = cli(world, "request", "answer", reference, "--text", str(words), *BY)
    assert status == 1
    assert "made from what is done" in out


def test_an_answer_needs_a_name_words_and_is_given_once(world: World, words: Path, tmp_path: Path) -> None:
    reference = ask(world)
    empty = tmp_path / "empty.txt"
    empty.write_text(" \n")
    assert cli(world, "request", "answer", reference, "--text", str(words), "--by", " ")[0] == 2
    assert cli(world, "request", "answer", reference, "--text", str(empty), *BY)[0] == 2
    assert cli(world, "request", "answer", reference, "--text", str(tmp_path / "none"), *BY)[0] == 2
    assert cli(world, "request", "take", reference, "--by", "")[0] == 2
    assert cli(world, "request", "answer", reference, "--text", str(words), *BY)[0] == 0
    assert cli(world, "request", "answer", reference, "--text", str(words), *BY)[0] == 1
    assert cli(world, "request", "take", reference, *BY)[0] == 1


def test_a_question_by_post_is_answered_by_post(world: World, words: Path) -> None:
    reference = told(world, "request", "receive", "--right", "question", "--from", "", "--channel", "post")["reference"]
    told(world, "request", "answer", reference, "--text", str(words), *BY)
    assert told(world, "request", "show", reference)["case"]["row"]["state"] != "answered", "it was not posted yet"
    posts = [task["id"] for task in told(world, "task", "list")["tasks"] if task["kind"] == "post-letter"]
    for task in posts:
        assert cli(world, "task", "done", task, *BY, days=1)[0] == 0
    assert told(world, "request", "show", reference, days=1)["case"]["row"]["state"] == "answered"


def test_a_question_can_be_refused_and_stands_in_the_register_too(world: World) -> None:
    reference = ask(world)
    told(world, "request", "refuse", reference, *BY, "--ground", "Art. 12(5) GDPR", "--reasons", "Sent 200 times.")
    cli(world, "work", days=60)
    assert told(world, "register", days=60)["rows"][0]["outcome"] == "refused"


@pytest.mark.parametrize(("right", "said"), [("question", "colleague answers"), ("withdrawal", "from its receipt")])
def test_confirming_what_needs_no_confirmation_says_so(world: World, right: str, said: str) -> None:
    reference = received(world, right, world.made.asks)
    status, out = typed(world, "request", "confirm", reference)
    assert status == 2
    assert "needs no confirmation" in out
    assert said in out


def test_work_beside_a_living_process_says_who_works_and_what_was_not_done(world: World) -> None:
    """`--now` moves this command's clock and not that of the process that serves."""
    with world.open() as belofte, belofte.bench() as bench:
        bench.workers.beat("serve-1")
        status, said = typed(world, "work", "--now", "2027-06-01T09:00:00Z")
        assert status == 1
        assert "nothing was done for 2027-06-01" in said
        bench.workers.beat("serve-1")
        status, said = typed(world, "work")
        assert (status, "a running process" in said) == (0, True)
        bench.workers.leave("serve-1")
    assert typed(world, "work", "--now", "2027-06-01T09:00:00Z")[0] == 0
