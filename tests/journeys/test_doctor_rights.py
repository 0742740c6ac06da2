"""What a vendor tells with the sign-in is held by belofte doctor against ``allow``: what lacks and what is too much is
named by the vendor's own words."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.rights.commands import told, typed
from tests.worlds import World

from belofte.bootstrap import make_demo, open_landscape

OFFICE, VISITS = "microsoft365", "google-analytics"
EDIT = "https://www.googleapis.com/auth/analytics.edit"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(make_demo(tmp_path_factory.mktemp("rights") / "home", 60, frozenset({"crm", OFFICE, VISITS})))


def given(world: World, system: str, *, less: str = "", more: tuple[str, ...] = ()) -> None:
    """Somebody gives our account what ``--grants`` prints, in the vendor's console; without one, or with another."""
    _, said = typed(world, "doctor", system, "--grants")
    needed = [line for line in said.splitlines() if line and not line.startswith("--") and line != less]
    with open_landscape(world.made.home.policy) as landscape:
        landscape.simulator(system).give(*needed, *more)


def test_whose_rights_are_those_of_the_map_is_told_nothing(company: World) -> None:
    for system in (OFFICE, VISITS):
        given(company, system)
        status, said = typed(company, "doctor", system)
        assert status == 0 and "cannot be asked" not in said, said
        assert told(company, "doctor", system)["systems"][0]["rights_told"] is True


def test_microsoft_tells_which_right_lacks_and_which_is_too_much(company: World) -> None:
    given(company, OFFICE, less="AuditLog.Read.All", more=("Mail.ReadWrite", "Directory.Read.All"))
    status, said = typed(company, "doctor", OFFICE)
    assert status == 1
    assert "lacks AuditLog.Read.All → belofte doctor microsoft365 --grants" in said
    assert said.count("lacks ") == 1
    assert "too wide: Mail.ReadWrite is more than the map needs." in said, "it opens every mailbox of the company"
    assert "too wide: Directory.Read.All" in said and said.count("too wide: ") == 2
    [seen] = told(company, "doctor", OFFICE)["systems"]
    assert {verb: one["lacking"] for verb, one in seen["abilities"].items() if one["lacking"]} == {
        "observe": ["AuditLog.Read.All"]
    }
    assert seen["abilities"]["observe"]["best"] == "impossible"


def test_google_tells_which_scope_it_did_not_give(company: World) -> None:
    given(company, VISITS, less=EDIT)
    status, said = typed(company, "doctor", VISITS)
    assert (status, f"lacks {EDIT}" in said) == (1, True)
    [seen] = told(company, "doctor", VISITS)["systems"]
    assert {verb for verb, one in seen["abilities"].items() if one["lacking"]} == {"erase"}
    assert seen["too_wide"] == []


def test_a_scope_that_nothing_of_the_map_takes_is_not_asked_for(company: World) -> None:
    """Google gives a service account what its key asks for, and no more."""
    path = company.made.home.policy / "systems" / f"{VISITS}.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("allow: [find, export, erase, observe]", "allow: [observe]"), "utf-8")
    status, said = typed(company, "doctor", VISITS)
    assert EDIT not in typed(company, "doctor", VISITS, "--grants")[1]
    path.write_text(text, "utf-8")
    assert status == 0, said


def test_to_ask_for_rights_writes_nothing(company: World) -> None:
    typed(company, "doctor", "--no-mail")
    with open_landscape(company.made.home.policy) as landscape:
        assert {name: landscape.simulator(name).calls().writing for name in (OFFICE, VISITS)} == {OFFICE: 0, VISITS: 0}


def test_a_refusal_says_what_was_refused_in_the_vendor_s_words_and_which_right_it_takes(tmp_path: Path) -> None:
    club = World(make_demo(tmp_path / "home", 60, frozenset({"crm", "mailchimp", OFFICE})))
    with open_landscape(club.made.home.policy) as landscape:
        landscape.simulator("mailchimp").break_("no-right")
        landscape.simulator(OFFICE).break_("no-right,on=organization")
    _, said = typed(club, "doctor", "mailchimp")
    assert "mailchimp does not let us do ping, its GET /ping (403" in said
    assert "mailchimp has no name for this right: look in its console what our account or key may do." in said
    _, said = typed(club, "doctor", OFFICE)
    assert "microsoft365 does not let us do organization, its GET /organization (403 " in said
    assert "Give the account this right: Organization.Read.All." in said
