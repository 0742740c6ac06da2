"""``init``, ``schema`` and ``explain``, as a person calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from belofte.cli.main import run
from belofte.cli.policy import app
from belofte.domain.errors import WrongUse
from belofte.loading.folder import load_policy_folder

EXAMPLE = Path(__file__).parents[2] / "examples" / "linprofs"


def test_a_first_folder_loads_and_counts_its_holes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "policy"
    app(["init", "--policy", str(folder), "--json"], standalone_mode=False)
    told = json.loads(capsys.readouterr().out)
    loaded = load_policy_folder(folder)
    assert told["todos"] == len(loaded.policy.todos) > 10
    assert {"policy.yaml", "clauses.yaml", ".gitattributes", ".belofte/policy.schema.json"} <= set(told["files"])
    assert "published/** -text" in (folder / ".gitattributes").read_text()


def test_a_policy_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("format: 1\n")
    with pytest.raises(WrongUse, match="There is a policy here already"):
        app(["init", "--policy", str(tmp_path)], standalone_mode=False)
    assert [path.name for path in tmp_path.iterdir()] == ["policy.yaml"]


def test_schemas_need_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "--policy", str(tmp_path / "none")]) == 2
    assert "belofte init" in capsys.readouterr().err
    assert run(["schema", "--policy", str(tmp_path)]) == 0
    assert (tmp_path / ".belofte" / "system.schema.json").is_file()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("retention.visit.at_most", ["Kept no longer than this.", "Niet langer bewaard dan dit.", "policy.yaml:"]),
        ("rights.answer_within", ["Clauses that rest on it: RGT-9", "Bepalingen die hierop rusten: RGT-9"]),
        ("dpo", ["Added: G-05", "Toegevoegd: G-05"]),
        ("email", ["A kind of data: e-mail address.", "Een soort gegeven: e-mailadres."]),
        ("sql", ["Postgres", "url: env:CRM_URL"]),
        ("NWS-2", ["Rests on: recipients.mailchimp.never_uses", "Kan niet tegelijk waar zijn met: NWS-10"]),
        ("retention.at_most", ["Kept no longer than this."]),
        ("ANA-3", ["Rests on: retention.visit", "(policy.yaml:192:", "Checked by: retention-term", "clauses.yaml:"]),
        (
            "visit",
            [
                "(category)",
                "It stands at policy.yaml:",
                "Kept: at most: 14 months",
                "Goes to: ",
                "google (policy.yaml:",
            ],
        ),
        ("invoicing", ["(purpose)", "Legal basis: basis: ", "Gebruikt: ", "invoice (policy.yaml:"]),
        ("transip", ["(recipient)", "documents/transip-agreement.txt", "Bepalingen die hierop rusten: "]),
        ("crm", ["(system)", "systems/crm.yaml:1:1", "customers (systems/crm.yaml:17:3)", "(systems/crm.yaml:5:1)"]),
        (
            "crm.customers",
            ["(table)", "systems/crm.yaml:17:3", "Category: profile (policy.yaml:59:3)", "Eén rij is één persoon."],
        ),
        ("crm.customers.email", ["(column)", "systems/crm.yaml:21:5", "Holds: e-mail address"]),
        ("crm.erase", ["(verb)", "crm may do it: ", "(systems/crm.yaml:5:1)", "(handeling)"]),
        ("erase", ["Erase or clear a person's records.", "crm mag het"]),
        ("crm.tell", ["crm may not do it; it becomes a task for a person"]),
        ("rights.restriction.for", ["Words that are known: anyone, law-grounds"]),
    ],
)
def test_a_name_is_explained_in_both_languages(name: str, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", name, "--policy", str(EXAMPLE)]) == 0
    said = capsys.readouterr().out
    assert [word for word in words if word not in said] == []


def test_one_language_is_enough_if_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "email", "--policy", str(EXAMPLE), "--language", "nl"]) == 0
    assert "kind of data" not in capsys.readouterr().out


def test_built_in_names_need_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "email", "--policy", str(tmp_path / "none"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["schema"], told["found"][0]["what"]) == ("belofte.explanation/1", "kind")


@pytest.mark.parametrize("name", ["retention.vist", "RGT-99", "nothing-like-it"])
def test_a_name_nobody_knows(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", name, "--policy", str(EXAMPLE)]) == 2
    assert f'Nothing is called "{name}".' in capsys.readouterr().err


def test_a_folder_that_cannot_be_read_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "policy.yaml").write_text("format: 1\nrigths: {}\n")
    assert run(["explain", "email", "--policy", str(tmp_path)]) == 1
    assert 'policy.yaml:2:1: The key "rigths" is not known here. Did you mean "rights"?' in capsys.readouterr().err
