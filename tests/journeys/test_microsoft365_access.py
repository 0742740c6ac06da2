"""Who can get at the mail of customers, from map to verdict: T-83, the account of somebody who left is still a member
of the group. Its members are counted and never named."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.connectors.rest.office import BOSS, fill
from tests.worlds import World

from belofte.bootstrap import make_demo
from belofte.cli.main import run
from belofte.sandbox.rest.simulator import Simulator, simulate

STAFF = "technical-staff"
OFFICE = """\
kind: microsoft365
name: {{nl: kantoor, en: office}}
url: {url}
tenant: {tenant}
client_id: {client_id}
client_secret: file:m365.secret
allow: [observe]
groups: [{staff}]
ignore: [messages, contacts, events, files, users]
expect:
  closed-accounts-with-access: none
  guests-with-access: none
"""
OURS = (
    "OWN-3: {facts: staff.roles, check: settings-as-expected, "
    "parameters: {settings: [closed-accounts-with-access, guests-with-access]}}"
)


class Company:
    """The reference company, its office at a simulated Microsoft 365, and a sentence that rests on who has access."""

    def __init__(self, home: Path, vendor: Simulator) -> None:
        self.world = World(make_demo(home, 50))
        self.policy = self.world.made.home.policy
        (home / "m365.secret").write_text(vendor.secrets["client_secret"], "utf-8")
        given = {"url": vendor.api_url, "tenant": vendor.secrets["tenant"], "client_id": vendor.secrets["client_id"]}
        (self.policy / "systems" / "office.yaml").write_text(OFFICE.format(**given, staff=STAFF), "utf-8")
        path = self.policy / "clauses.yaml"
        written, changed = re.subn(r"^OWN-3: .*$", OURS, path.read_text("utf-8"), flags=re.MULTILINE)
        assert changed == 1
        path.write_text(written, "utf-8")


@pytest.fixture
def vendor(tmp_path: Path) -> Iterator[Simulator]:
    with simulate("microsoft365", tmp_path / "graph.sqlite") as simulator:
        fill(simulator)
        simulator.put("members", [{"_group": STAFF, "id": f"s{number}"} for number in range(3)])
        yield simulator


def judged(company: Company, capsys: pytest.CaptureFixture[str]) -> tuple[dict[str, Any], str]:
    capsys.readouterr()
    run(["check", "OWN-3", "--json", "--policy", str(company.policy)])
    printed = capsys.readouterr().out
    return next(v for v in json.loads(printed)["verdicts"] if v["clause"] == "OWN-3"), printed


def test_t_83_a_former_employee_s_account_in_the_group_breaks_the_promise(
    vendor: Simulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    company = Company(tmp_path / "home", vendor)
    before, _ = judged(company, capsys)
    assert before["state"] == "kept", before
    left = {"_group": STAFF, "id": "left", "accountEnabled": False, "mail": BOSS, "displayName": "Baas Vertrokken"}
    vendor.put("members", [left])
    after, printed = judged(company, capsys)
    assert after["state"] == "broken", after
    assert "closed-accounts-with-access" in printed
    assert BOSS not in printed
    assert "Vertrokken" not in printed
    assert vendor.calls().writing == 0


def test_an_office_that_cannot_be_looked_at_is_never_fine(
    vendor: Simulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    company = Company(tmp_path / "home", vendor)
    vendor.break_("expired-token")
    verdict, _ = judged(company, capsys)
    assert verdict["state"] == "unknown", verdict
