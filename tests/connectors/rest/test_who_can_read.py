"""Who can read in Microsoft 365 and in Exact, as their own APIs tell it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.connectors.rest.office import Connected, office

from belofte.domain.staff import Member, Wrong, findings
from belofte.domain.system_map import SystemMap
from belofte.ports import SystemUnreachable
from belofte.sandbox.rest.simulator import Simulator

TODAY = date(2026, 11, 22)
STAFF = "staff-group"


@pytest.fixture
def at(tmp_path: Path) -> Iterator[tuple[Simulator, Connected]]:
    with office(tmp_path) as made:
        yield made


def member(name: str, **more: object) -> Member:
    signed = {"document": "d", "digest": "0" * 64, "signed_on": date(2020, 1, 1)}
    return Member(
        f"m-{name}", name, "technical-staff", date(2020, 1, 1),
        accounts=(("", f"{name}@linprofs.example"),), **{**signed, **more},
    )  # fmt: skip


def test_a_former_employee_in_the_group_is_found_by_the_list_t_83(at: tuple[Simulator, Connected]) -> None:
    vendor, connected = at
    rows = [{"id": name, "userPrincipalName": f"{name}@linprofs.example"} for name in ("jan", "els", "kees")]
    vendor.put("members", [{"_group": STAFF, **row} for row in rows])
    vendor.put("members", [{"_group": STAFF, "id": "shut", "accountEnabled": False}])
    vendor.put("members", [{"_group": STAFF, "id": "guest", "userType": "Guest", "userPrincipalName": "g@x.example"}])
    connector = connected(groups=f"[{STAFF}]")
    readers = connector.readers()
    assert {one.account: one.is_active for one in readers}["shut"] is False
    members = [member("jan"), member("els", ends_on=date(2026, 10, 31)), member("kees", signed_on=None)]
    system = SystemMap("microsoft365", "microsoft365", frozenset(), readers={"technical-staff": (STAFF,)})
    found = findings(members, system, readers, frozenset({"technical-staff"}), TODAY)
    assert {(one.account, one.wrong, one.since) for one in found} == {
        ("els@linprofs.example", Wrong.ENDED, date(2026, 10, 31)),
        ("kees@linprofs.example", Wrong.UNSIGNED, None),
        ("g@x.example", Wrong.GUEST, None),
    }
    assert "Get-MailboxPermission" in connector.untold()[0]


def test_without_a_named_group_nobody_looked(at: tuple[Simulator, Connected]) -> None:
    _, connected = at
    with pytest.raises(SystemUnreachable, match="names no place"):
        connected().readers()
