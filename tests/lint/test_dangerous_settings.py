"""Settings a folder can hold and the linter must refuse: erasure that still singles somebody out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from belofte.cli.linting import look_at

WEBSHOP = Path(__file__).parents[2] / "examples" / "webshop"
DANGERS = {
    "retention-end-not-erasure": ("then: erase", "then: hash"),
    "register-not-anonymous": ("erasures: anonymous", "erasures: hashed"),
}


@pytest.mark.parametrize("rule", DANGERS)
def test_a_hash_is_not_an_erasure(rule: str, tmp_path: Path) -> None:
    folder = tmp_path / "policy"
    shutil.copytree(WEBSHOP, folder)
    text = (folder / "policy.yaml").read_text("utf-8")
    right, wrong = DANGERS[rule]
    assert right in text
    (folder / "policy.yaml").write_text(text.replace(right, wrong, 1), "utf-8")
    report = look_at(folder, None).report
    assert [finding.rule for finding in report.findings] == [rule]
    assert not report.publishable
