"""Microsoft 365: how it is set up, who can get at it, what leads outside; people are counted and never named."""

from __future__ import annotations

import json

import pytest
from tests.connectors.rest.office import ANNA, BOOKS, BOSS, DESK, DRIVE, TABLES, Connected, address
from tests.connectors.rest.systems import NOW

from belofte.connectors.http.permissions import rights
from belofte.domain.promise import Reach
from belofte.domain.system_map import Verb
from belofte.loading.rest_files import rest_connector
from belofte.sandbox.rest.simulator import Simulator

STAFF = "staff-group"
ALL = tuple(rest.observe) if (rest := rest_connector("microsoft365")) else ()


def seen(connected: Connected, *names: str, **keys: str) -> dict[str, object]:
    """The values of settings; one that is absent or could not be looked at is told so."""
    answers = connected(**keys).observe([f"setting/{name}" for name in names])
    return {o.name.removeprefix("setting/"): o.value if o.reach is Reach.SEEN else str(o.reach.value) for o in answers}


def test_a_former_employee_s_account_that_is_still_in_the_group_is_seen_t_83(
    connected: Connected, vendor: Simulator
) -> None:
    vendor.put("members", [{"_group": STAFF, "id": f"s{n}"} for n in range(3)])
    vendor.put("members", [{"_group": "other", "id": "s9"}])
    names = ("staff-access", "closed-accounts-with-access", "guests-with-access")
    assert seen(connected, *names, groups=f"[{STAFF}]") == {
        "staff-access": json.dumps({STAFF: 3}, separators=(",", ":")),
        "closed-accounts-with-access": 0,
        "guests-with-access": 0,
    }
    vendor.put("members", [{"_group": STAFF, "id": "left", "accountEnabled": False}])
    vendor.put("members", [{"_group": STAFF, "id": "guest", "userType": "Guest"}])
    assert seen(connected, *names, groups=f"[{STAFF}]") == {
        "staff-access": json.dumps({STAFF: 5}, separators=(",", ":")),
        "closed-accounts-with-access": 1,
        "guests-with-access": 1,
    }


def test_without_named_groups_nobody_is_asked_for_and_that_is_not_called_fine(
    connected: Connected, vendor: Simulator
) -> None:
    assert seen(connected, "closed-accounts-with-access") == {"closed-accounts-with-access": "absent"}
    assert vendor.calls().by_operation["group-members"] == 0


def test_rules_that_forward_to_outside_are_counted_and_their_addresses_not_told(
    connected: Connected, vendor: Simulator
) -> None:
    rules = {
        "in": {"forwardTo": [address(BOOKS)]},
        "out": {"redirectTo": [address("boss@elsewhere.example")]},
        "attached": {"forwardAsAttachmentTo": [address("x@third.example"), address(DESK)]},
        "moved": {"moveToFolder": "later"},
    }
    vendor.put("rules", [{"_mailbox": DESK, "id": name, "actions": actions} for name, actions in rules.items()])
    off = {"_mailbox": DESK, "id": "off", "isEnabled": False, "actions": {"forwardTo": [address("y@third.example")]}}
    vendor.put("rules", [off])
    assert seen(connected, "forwarding") == {"forwarding": 2}


def test_links_that_anybody_can_open_are_counted(connected: Connected, vendor: Simulator) -> None:
    for name, scope in (("s1", "anonymous"), ("s2", "organization"), ("s3", "users")):
        vendor.put("items", [{"id": name, "_drive": DRIVE, "name": name, "shared": {"scope": scope}}])
    vendor.put("sharing", [{"_one": "1", "sharingCapability": "externalUserAndGuestSharing"}])
    assert seen(connected, "anonymous-links", "sharing") == {
        "anonymous-links": 1,
        "sharing": "anybody with the link",
    }


def test_keys_of_own_applications_are_told_with_their_age(connected: Connected, vendor: Simulator) -> None:
    old, new = "2025-11-23T09:00:00Z", "2026-11-13T09:00:00Z"
    keys = [{"startDateTime": new, "endDateTime": "2027-11-13T09:00:00Z"}]
    passwords = [{"startDateTime": old, "endDateTime": "2026-12-03T09:00:00Z"}]
    vendor.put("applications", [{"displayName": "Belofte", "passwordCredentials": passwords, "keyCredentials": keys}])
    told = json.loads(str(seen(connected, "api-keys")["api-keys"]))
    assert told == {"app": "Belofte", "key_days": 365, "days_left": 10}
    assert NOW.isoformat() > new


def test_connected_applications_and_what_they_were_given_consent_for(connected: Connected, vendor: Simulator) -> None:
    vendor.put("service_principals", [{"displayName": "Planning"}, {"displayName": "Sign"}])
    vendor.put("service_principals", [{"displayName": "Microsoft's own", "tags": []}])
    vendor.put("permission_grants", [{"clientId": "sp1", "scope": "Mail.Read", "principalId": "u1", "resourceId": "g"}])
    told = seen(connected, "connected-apps", "consents")
    assert json.loads(str(told["connected-apps"])) == ["Planning", "Sign"]
    assert json.loads(str(told["consents"])) == {"app": "sp1", "for": "AllPrincipals", "scopes": "Mail.Read"}


@pytest.mark.parametrize(
    ("policies", "asked"),
    [
        ([], False),
        ([{"state": "disabled", "grantControls": {"builtInControls": ["mfa"]}}], False),
        ([{"state": "enabled", "grantControls": {"builtInControls": ["block"]}}], False),
        ([{"state": "enabled", "grantControls": {"builtInControls": ["mfa"]}}], True),
    ],
)
def test_whether_a_second_step_is_asked_for(
    connected: Connected, vendor: Simulator, policies: list[dict[str, object]], asked: bool
) -> None:
    vendor.put("access_policies", policies)
    vendor.put("registrations", [{}, {"isMfaRegistered": False}])
    names = ("second-factor", "accounts-without-second-factor")
    assert seen(connected, *names) == {"second-factor": asked, "accounts-without-second-factor": 1}


def test_a_log_that_nobody_keeps_is_seen(connected: Connected, vendor: Simulator) -> None:
    assert seen(connected, "sign-in-log", "audit-log") == {"sign-in-log": False, "audit-log": False}
    vendor.put("sign_ins", [{}, {}])
    vendor.put("audits", [{}])
    assert seen(connected, "sign-in-log", "audit-log") == {"sign-in-log": True, "audit-log": True}


def test_what_the_vendor_does_not_tell_is_absent_with_the_reason(connected: Connected, vendor: Simulator) -> None:
    told = list(connected().observe(["setting/deleted-items-days", "setting/backups", "setting/vendor-access"]))
    assert {one.reach for one in told} == {Reach.ABSENT}
    assert "Get-Mailbox" in str(told[0].why)


def test_a_setting_that_could_not_be_looked_at_is_never_fine(connected: Connected, vendor: Simulator) -> None:
    vendor.break_("500")
    told = seen(connected, "forwarding", "anonymous-links", "guests")
    assert set(told.values()) == {"unreachable"}
    vendor.mend()


def test_every_setting_is_seen_or_has_its_reason_and_names_nobody(connected: Connected, vendor: Simulator) -> None:
    vendor.put("users", [{"id": "g1", "mail": "guest@elsewhere.example", "userType": "Guest"}])
    vendor.put("labels", [{"displayName": "Facturen", "actionAfterRetentionPeriod": "delete"}])
    vendor.put("subscriptions", [{"notificationUrl": "https://hook.elsewhere.example/m365"}])
    vendor.put("sharing", [{"_one": "1"}])
    vendor.put("cases", [{"status": "active"}, {"status": "closed"}])
    vendor.put("members", [{"_group": STAFF, "id": "s1", "mail": BOSS, "displayName": "Baas"}])
    told = seen(connected, *ALL, groups=f"[{STAFF}]")
    assert (told["region"], told["guests"], told["holds"]) == ("NL", 2, 1)
    assert told["webhooks"] == "https://hook.elsewhere.example/m365"
    assert json.loads(str(told["retention-labels"])) == {"afterwards": "delete", "label": "Facturen"}
    assert told["sharing"] == "nobody outside"
    assert "unreachable" not in told.values()
    for name in (ANNA.value, BOSS, "guest@elsewhere.example", "Baas"):
        assert name not in str(told)
    assert vendor.calls().writing == 0


def test_a_map_without_accounts_asks_for_no_right_to_them() -> None:
    file = rest_connector("microsoft365")
    assert file is not None

    def names(verb: Verb, collections: list[str]) -> tuple[str, ...]:
        return tuple(right.name for right in rights(file, verb, collections))

    mail = names(Verb.ERASE, ["messages"])
    assert mail == ("Application Mail.ReadWrite", "Organization.Read.All")
    both = names(Verb.ERASE, ["messages", "users"])
    assert {"User.ReadWrite.All", "User.DeleteRestore.All"} <= set(both)
    assert "Policy.Read.All" in names(Verb.OBSERVE, ["messages"])
    assert "Policy.Read.All" not in names(Verb.FIND, ["messages", "users"])


def test_a_right_that_is_given_for_places_is_not_missed_in_the_sign_in(connected: Connected) -> None:
    can = connected(tables=TABLES).can
    assert "Application Mail.ReadWrite" in can[Verb.ERASE].permissions
    assert can[Verb.ERASE].lacking == ()
