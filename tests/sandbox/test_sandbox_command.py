"""``belofte sandbox break|mend|show`` on a policy's simulated systems."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from belofte.bootstrap import make_demo
from belofte.cli.main import run

MAILCHIMP = """kind: mailchimp
name: {nl: MailChimp, en: MailChimp}
key: file:mailchimp.key
allow: [find]
ignore: [members]
"""


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    made = make_demo(tmp_path / "demo", 60).home.policy
    if not (made / "systems" / "mailchimp.yaml").exists():
        (made / "systems" / "mailchimp.yaml").write_text(MAILCHIMP)
    return made


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(list(arguments)) == 0
    return capsys.readouterr().out


def test_what_is_broken_is_shown_and_mended(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    of = ("--policy", str(policy))
    broken = said(capsys, "sandbox", "break", "mailchimp", "down", "429,times=2", *of)
    assert broken == "mailchimp: down · 429,times=2\n"
    shown = json.loads(said(capsys, "sandbox", "show", "mailchimp", "--json", *of))
    assert shown["systems"]["mailchimp"]["broken"] == ["down", "429,times=2"]
    assert "mailchimp: 1 mended" in said(capsys, "sandbox", "mend", "mailchimp", "down", *of)
    assert "429,times=2" in said(capsys, "sandbox", "show", *of)
    assert "mailchimp: 1 mended" in said(capsys, "sandbox", "mend", *of)
    assert said(capsys, "sandbox", "mend", *of) == "Nothing was broken.\n"


def test_a_fault_nobody_knows_is_refused(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sandbox", "break", "mailchimp", "fire", "--policy", str(policy)]) == 2
    assert "lost-answer" in capsys.readouterr().err


def test_a_system_that_is_not_simulated_is_refused(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sandbox", "break", "crm", "down", "--policy", str(policy)]) == 2
    assert "mailchimp" in capsys.readouterr().err


def test_a_policy_that_is_no_sandbox_has_no_switches(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main = policy / "policy.yaml"
    main.write_text(main.read_text("utf-8").replace("environment: sandbox\n", ""), "utf-8")
    assert run(["sandbox", "show", "--policy", str(policy)]) == 1
    assert "Only a sandbox" in capsys.readouterr().err
