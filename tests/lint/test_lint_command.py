"""``belofte lint``: exit status, JSON, two languages, the three things to start with."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from belofte.cli.main import run

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def belofte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "100")

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        status = run([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return call


def test_a_folder_with_errors_is_refused(belofte: Run, examples: Path) -> None:
    status, out, _ = belofte("lint", examples / "linprofs-as-published", "--json")
    answer = json.loads(out)
    assert status == 1
    assert answer["schema"] == "belofte.lint/1"
    assert answer["publishable"] is False
    assert {"G-01", "G-32"} <= {number for finding in answer["findings"] for number in finding["gaps"]}
    assert answer["findings"][0] == {
        "rule": "privacy-office-missing",
        "gaps": ["G-01"],
        "severity": "error",
        "facts": ["privacy_office"],
        "position": answer["findings"][0]["position"],
        "message": answer["findings"][0]["message"],
        "mend": answer["findings"][0]["mend"],
        "article": "Art. 12(2), 13(1)(a) GDPR",
    }
    assert answer["findings"][0]["position"]["file"] == "policy.yaml"
    assert set(answer["findings"][0]["message"]) == {"nl", "en"}
    assert [gap["state"] for gap in answer["gaps"] if gap["id"] == "G-39"] == ["not decidable"]


@pytest.mark.parametrize("name", ["linprofs", "webshop", "clinic"])
def test_a_complete_folder_is_clean(belofte: Run, examples: Path, name: str) -> None:
    status, out, err = belofte("lint", examples / name)
    assert (status, err) == (0, "")
    assert out.startswith("Nothing found")


def test_policy_names_the_folder_too(belofte: Run, examples: Path) -> None:
    assert belofte("lint", "--policy", examples / "clinic")[0] == 0


@pytest.mark.parametrize(
    ("language", "refused", "start"),
    [("nl", "Publiceren wordt geweigerd: ", "Begin hiermee:"), ("en", "Publication is refused: ", "Start with these:")],
)
def test_people_read_it_in_their_language(
    belofte: Run, examples: Path, language: str, refused: str, start: str
) -> None:
    status, out, _ = belofte("lint", examples / "linprofs-as-published", "--lang", language)
    assert status == 1
    last = out.rstrip().splitlines()[-1]
    assert last.startswith(refused)
    assert "G-24" in out
    three = out[out.index(start) :]
    assert [line.strip()[:2] for line in three.splitlines() if line.strip()[:2] in ("1.", "2.", "3.", "4.")] == [
        "1.",
        "2.",
        "3.",
    ]


def test_todos_are_counted(belofte: Run, examples: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    shutil.copytree(examples / "webshop", folder)
    policy = folder / "policy.yaml"
    policy.write_text(policy.read_text("utf-8").replace('kvk: "00000017"', "kvk: TODO ask the office"), "utf-8")
    status, out, _ = belofte("lint", folder, "--json")
    answer = json.loads(out)
    assert status == 1
    assert answer["counts"]["todo"] == 1
    assert answer["todos"][0]["fact"] == "controller.kvk"
    assert answer["todos"][0]["position"]["file"] == "policy.yaml"
    assert [finding["rule"] for finding in answer["findings"]] == ["controller-identity-incomplete"]
    assert "controller.kvk  ask the office" in belofte("lint", folder)[1]


def test_a_warning_alone_may_be_published(belofte: Run, examples: Path, tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    shutil.copytree(examples / "clinic", folder)
    policy = folder / "policy.yaml"
    policy.write_text(policy.read_text("utf-8").replace("languages: [nl, en]", "languages: [nl]"), "utf-8")
    status, out, _ = belofte("lint", folder)
    assert status == 0
    assert "one-language" in out
    assert out.rstrip().endswith("1 warning(s) want a change or a recorded decision.")


def test_a_folder_that_is_not_there_is_wrong_use(belofte: Run, tmp_path: Path) -> None:
    status, out, err = belofte("lint", tmp_path / "none")
    assert (status, out) == (2, "")
    assert "There is no folder" in err


def test_a_folder_that_cannot_be_read_is_wrong_use_and_says_where(belofte: Run, tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("format: 1\ncontroler: {}\n", "utf-8")
    status, _, err = belofte("lint", tmp_path)
    assert status == 2
    assert "policy.yaml:2:1" in err


def test_a_list_of_gaps_that_names_no_rule_is_wrong_use(belofte: Run, examples: Path, tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    shutil.copytree(examples / "clinic", folder)
    (folder / "gaps.yaml").write_text("X-1: no-such-rule\n", "utf-8")
    status, _, err = belofte("lint", folder)
    assert status == 2
    assert "no-such-rule" in err


def test_a_map_that_does_not_erase_is_refused_with_its_place(belofte: Run, examples: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    shutil.copytree(examples / "webshop", folder)
    shop = folder / "systems" / "shop.yaml"
    text = shop.read_text("utf-8")
    where = text.index("erase: row", text.index("  invoices:"))
    shop.write_text(text[:where] + "erase: {clear: [bill_name]}" + text[where + len("erase: row") :], "utf-8")
    status, out, _ = belofte("lint", folder, "--json")
    findings = json.loads(out)["findings"]
    assert status == 1
    assert [finding["rule"] for finding in findings] == ["clear-leaves-identifier"]
    assert findings[0]["position"]["file"] == "systems/shop.yaml"
    assert "number, bill_address" in findings[0]["message"]["en"]
