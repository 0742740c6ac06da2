"""Who can read in Microsoft 365 and in Exact, as their own APIs tell it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.connectors.rest.office import Connected, office

from belofte.domain.late_reads import Late, LateRead, Readership, late_reads
from belofte.domain.staff import Bond, Member, Wrong, findings
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


def test_sign_ins_after_the_last_day_are_found_and_what_was_read_is_not_told(
    at: tuple[Simulator, Connected],
) -> None:
    vendor, connected = at
    rows = [("els", "2026-11-02T09:00:00Z"), ("jan", "2026-11-03T09:00:00Z"), ("els", "2026-10-30T09:00:00Z")]
    vendor.put("sign_ins", [
        {"id": f"s{n}", "userPrincipalName": f"{who}@linprofs.example", "userId": who, "createdDateTime": when}
        for n, (who, when) in enumerate(rows)
    ])  # fmt: skip
    connector = connected()
    seen = list(connector.reads(datetime(2026, 11, 1, tzinfo=UTC), []))
    assert sorted(one.account for one in seen) == ["els@linprofs.example", "jan@linprofs.example"]
    assert "not what they read" in (connector.coarse() or "")
    system = SystemMap("microsoft365", "microsoft365", frozenset())
    readership = Readership([member("jan"), member("els", ends_on=date(2026, 10, 31))])
    assert late_reads(system, seen, readership, {}, lambda moment: moment.date()) == (
        LateRead("microsoft365", Late.ENDED, "technical-staff", date(2026, 11, 2), 1),
    )


def test_the_list_of_staff_with_its_days_comes_from_microsoft(at: tuple[Simulator, Connected]) -> None:
    vendor, connected = at
    vendor.put("users", [
        {"id": "u1", "displayName": "Jan Jansen", "mail": "jan@linprofs.example", "jobTitle": "Technical staff",
         "userPrincipalName": "jan@linprofs.example", "employeeHireDate": "2021-03-01T00:00:00Z"},
        {"id": "u2", "displayName": "Els de Wit", "mail": "els@linprofs.example", "employeeType": "Contractor",
         "userPrincipalName": "els@x.example", "createdDateTime": "2020-01-01T10:00:00Z",
         "employeeLeaveDateTime": "2026-10-31T10:00:00Z", "accountEnabled": False},
        {"id": "u3", "displayName": "A guest", "mail": "g@x.example", "userType": "Guest"},
    ])  # fmt: skip
    listed = {one.name: one for one in connected().own_people()}
    jan, els = listed["Jan Jansen"], listed["Els de Wit"]
    assert "A guest" not in listed
    assert (jan.starts_on, jan.ends_on, jan.is_active) == (date(2021, 3, 1), None, True)
    assert jan.function == "Technical staff"
    assert (els.starts_on, els.ends_on, els.bond, els.is_active) == (
        date(2020, 1, 1), date(2026, 10, 31), Bond.CONTRACTOR, False,
    )  # fmt: skip
    assert els.accounts == ("els@x.example", "u2")
