"""The commands of this subject, as a person types them: what is printed, and with which status they end."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import typer

from belofte.cli.clock import due
from belofte.cli.main import run
from belofte.cli.notice import diff, notice
from belofte.domain.errors import WrongUse

EXAMPLE = Path(__file__).parents[2] / "examples" / "linprofs"


def test_due_gives_every_date_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    """T-20."""
    assert run(["due", "--received", "2026-03-06", "--policy", str(EXAMPLE), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["schema"] == "belofte.due/1"
    dates = {name: printed[name] for name in ("promise_due", "law_due", "due", "work_by", "law_ext_due")}
    assert dates == {
        "promise_due": "2026-04-05",
        "law_due": "2026-04-07",
        "due": "2026-04-05",
        "work_by": "2026-04-02",
        "law_ext_due": "2026-06-08",
    }
    assert all(printed["reasons"][name] for name in dates)
    assert "Mon 2026-04-06 is Easter Monday" in printed["reasons"]["law_due"]


def test_due_for_people_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["due", "--received", "2026-03-06", "--policy", str(EXAMPLE)]) == 0
    text = capsys.readouterr().out
    assert "promise ends earlier than the law's month" in text and "Good Friday" in text


def test_due_without_a_policy_knows_the_law_only(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert (
        run(["due", "--received", "2026-03-06", "--country", "BE", "--policy", str(tmp_path / "none"), "--json"]) == 0
    )
    printed = json.loads(capsys.readouterr().out)
    assert printed["promise_due"] is None and printed["due"] == printed["law_due"] == "2026-04-07"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--received", "2026-02-30"], "is not a day"),
        (["--received", "9999-12-31"], "No holidays are known"),
        (["--received", "2026-03-06", "--right", "everything"], "There is no right"),
        (["--received", "2026-03-06", "--country", "XX"], "No authority"),
    ],
)
def test_due_refuses_in_a_sentence(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run(["due", *arguments, "--policy", "nowhere", *(["--country", "NL"] if "--country" not in arguments else [])])
        == 2
    )
    printed = capsys.readouterr().err
    assert said in printed and "→" in printed


def test_the_notice_as_text_page_and_trace(capsys: pytest.CaptureFixture[str]) -> None:
    notice(language="en", policy=EXAMPLE)
    assert "within 30 days" in capsys.readouterr().out
    notice(language="nl", html=True, policy=EXAMPLE)
    assert capsys.readouterr().out.startswith("<!doctype html>")
    notice(language="en", policy=EXAMPLE, as_json=True)
    sentences = json.loads(capsys.readouterr().out)["sentences"]
    assert all(sentence["facts"] for sentence in sentences)
    assert any("RGT-9" in sentence["clauses"] for sentence in sentences)


def test_diff_names_what_people_must_be_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = tmp_path / "policy"
    shutil.copytree(EXAMPLE, folder)
    file = folder / "policy.yaml"
    file.write_text(
        file.read_text("utf-8").replace("visit:        {at_most: 14 months", "visit:        {at_most: 26 months"),
        "utf-8",
    )
    diff(other=str(EXAMPLE), policy=folder)
    text = capsys.readouterr().out
    assert "! retention" in text and "14 months → 26 months  (visit)" in text and "1 of 1 must be told" in text
    diff(other=str(EXAMPLE), policy=folder, as_json=True)
    printed = json.loads(capsys.readouterr().out)
    assert printed["material"] is True and printed["changes"][0]["path"] == "retention.visit.at_most"
    diff(other=str(EXAMPLE), policy=EXAMPLE)
    assert capsys.readouterr().out == "Nothing has changed.\n"


def test_diff_without_anything_to_compare_with_is_refused() -> None:
    with pytest.raises(WrongUse, match="nothing to compare with"):
        diff(other=None, policy=EXAMPLE)


def test_the_commands_are_plain_functions_of_typer() -> None:
    app = typer.Typer()
    for command in (due, diff, notice):
        app.command()(command)
    assert len(app.registered_commands) == 3
