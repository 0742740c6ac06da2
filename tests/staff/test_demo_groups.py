"""The reference company's own map: who is in the group that gets at customers' files in Microsoft 365, and who of them
should not be. The way that a newcomer goes in the demo."""

from __future__ import annotations

import pytest
from tests.rights.commands import told, typed
from tests.worlds import World

from belofte.bootstrap import make_demo
from belofte.sandbox.rest.simulator import simulate
from belofte.sandbox.seeds.microsoft365 import ADVISER, GROUP, STAFF, TRAINEE

NEW = "iemand@linprofs.example"
ONE = ("staff", "access", "microsoft365")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(make_demo(tmp_path_factory.mktemp("groups") / "home", 60, frozenset({"crm", "microsoft365"})))


def wrong(world: World) -> dict[str, str]:
    """Account -> what is wrong with its reading."""
    (report,) = told(world, *ONE)["systems"]
    assert {one["declared"] for one in report["readers"]} == {"technical-staff"}, "the groups were looked at"
    return {one["account"]: one["wrong"] for one in report["findings"]}


def test_who_is_in_the_group_and_should_not_be_is_named_and_who_is_on_the_list_is_not(world: World) -> None:
    nobodys = "nobody-on-the-list"
    assert wrong(world) == {STAFF: nobodys, TRAINEE: nobodys, ADVISER: "guest"}
    status, said = typed(world, *ONE)
    assert status == 1
    assert f"{TRAINEE}: is nobody's on the list" in said
    status, said = typed(world, "staff", "import", "--from", "microsoft365", "--by", "P. de Boer")
    assert status == 1, "two shared mailboxes have no role"
    assert "Klantenservice" in said
    (member,) = told(world, "staff", "list")["members"]
    assert (member["name"], member["role"], member["source"]) == ("Marloes Techniek", "technical-staff", "microsoft365")
    assert wrong(world) == {STAFF: "before-the-signature", TRAINEE: nobodys, ADVISER: "guest"}
    simulate("microsoft365", world.made.home.sandbox / "microsoft365.sqlite").put(
        "members", [{"_group": GROUP, "id": "new", "mail": NEW, "userPrincipalName": NEW, "accountEnabled": True}]
    )
    assert wrong(world)[NEW] == nobodys, "whoever comes into the group unexpected is named"
