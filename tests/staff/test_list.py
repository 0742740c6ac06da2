"""The list of our own people, and what it says of who can really read the customer database."""

from __future__ import annotations

import pytest
from tests.connectors.staff_world import PASSWORD, Staff
from tests.rights.commands import told, typed
from tests.staff.people import person, put_on_the_list
from tests.worlds import World


def findings(world: World) -> dict[str, list[str]]:
    """By account: what is wrong with it."""
    found: dict[str, list[str]] = {}
    for system in told(world, "staff", "access", "crm")["systems"]:
        assert system["why"] is None, system["why"]
        for one in system["findings"]:
            found.setdefault(one["account"], []).append(one["wrong"])
    return found


def test_the_list_is_taken_over_changed_and_shown(world: World) -> None:
    status, said = put_on_the_list(world, person("Jan Jansen", email="jan@linprofs.example"))
    assert (status, "1 rows taken over" in said) == (0, True), said
    assert put_on_the_list(world, person("Jan Jansen", email="jan@linprofs.example"), person("Els de Wit"))[0] == 0
    members = told(world, "staff", "list")["members"]
    assert [one["name"] for one in members] == ["Els de Wit", "Jan Jansen"]
    assert len(members[1]["digest"]) == 64
    ended = told(world, "staff", "end", "jan jansen", "--on", "2026-11-01")["member"]
    assert (ended["ends_on"], ended["id"]) == ("2026-11-01", members[1]["id"])
    status, said = typed(world, "staff", "show", "Jan Jansen")
    assert (status, "2026-11-01" in said, "jan@linprofs.example" in said) == (0, True, True)
    assert typed(world, "staff", "show", "Nobody")[0] == 2


def test_a_system_that_does_not_tell_is_not_called_looked_at(world: World) -> None:
    drawer = "kind: person\nname: {nl: la, en: drawer}\nallow: []\n"
    (world.made.home.policy / "systems" / "mailbox.yaml").write_text(drawer, "utf-8")
    status, said = typed(world, "staff", "access", "mailbox")
    assert (status, "mailbox: could not look" in said, "mailbox: looked" in said) == (3, True, False), said


@pytest.mark.parametrize(
    ("row", "named"),
    [
        (person("Jan", start="2026-02-30"), "row 2, start"),
        (person("Jan", start="2026-02-02", end="2026-01-01"), "last day lies before"),
        (person("Jan", accounts="nowhere=jan"), "system that is not there"),
        (person("Jan", email="no address"), "no e-mail address"),
        (person("Jan").replace("staff-secrecy", "lost"), "not in the policy folder"),
    ],
)
def test_a_row_that_cannot_be_is_refused_by_number_and_without_its_words(world: World, row: str, named: str) -> None:
    status, said = put_on_the_list(world, row)
    assert (status, named in said) == (1, True), said
    assert "Jan" not in said
    assert told(world, "staff", "list")["members"] == []


def test_who_can_read_is_held_against_the_list(world: World, company: Staff) -> None:
    """The role, the signature, the last day, and accounts that are nobody's."""
    support, books = company.people[company.support], company.people[company.books]
    assert findings(world) == {support: ["nobody-on-the-list"], books: ["nobody-on-the-list"]}
    put_on_the_list(
        world,
        person("Jan Jansen", accounts=f"crm={support}"),
        person("Els de Wit", "bookkeeper", accounts=f"crm={books}"),
    )
    assert findings(world) == {}
    assert typed(world, "staff", "access", "crm")[0] == 0

    put_on_the_list(
        world,
        person("Jan Jansen", accounts=f"crm={support}", end="2026-01-31"),
        person("Els de Wit", "technical-staff", accounts=f"crm={books}", signed=""),
    )
    assert findings(world) == {
        support: ["after-the-end"],
        books: ["before-the-signature", "outside-the-role"],
    }
    status, said = typed(world, "staff", "access", "crm")
    assert (status, "after the last day since 2026-01-31" in said) == (1, True), said


def test_a_second_role_that_somebody_got_in_the_database_is_outside_their_own(world: World, company: Staff) -> None:
    """Whichever role the map names first: support that also reads as bookkeeping, and books as support."""
    support, books = company.people[company.support], company.people[company.books]
    put_on_the_list(
        world,
        person("Jan Jansen", accounts=f"crm={support}"),
        person("Els de Wit", "bookkeeper", accounts=f"crm={books}"),
    )
    for role, account in ((company.books, support), (company.support, books)):
        if company.world.dialect == "postgresql":
            company.world.do(f"GRANT {role} TO {account}")
        else:
            company.world.outside(f"GRANT {role} TO {account}@'%%'")
    assert findings(world) == {support: ["outside-the-role"], books: ["outside-the-role"]}


def test_somebody_on_the_list_in_a_group_of_machines_is_no_machine(world: World, company: Staff) -> None:
    file = world.made.home.policy / "systems" / "crm.yaml"
    named = f"bookkeeper: [{company.books}]}}"
    written = file.read_text("utf-8")
    assert named in written
    file.write_text(written.replace(named, f"machines: [{company.books}]}}"), "utf-8")
    books = company.people[company.books]
    assert books not in findings(world), "an account that is nobody's, in a group of programs"
    put_on_the_list(world, person("Els de Wit", "technical-staff", accounts=f"crm={books}"))
    assert findings(world)[books] == ["outside-the-role"]


def test_an_account_with_a_right_of_its_own_and_one_that_is_shut(world: World, company: Staff) -> None:
    loose = f"{company.support}_sales"
    if company.world.dialect == "postgresql":
        company.world.do(
            f"CREATE ROLE {loose} LOGIN PASSWORD '{PASSWORD}'", f"GRANT SELECT (full_name) ON customers TO {loose}",
            f"GRANT USAGE ON SCHEMA public TO {loose}",
        )  # fmt: skip
    else:
        company.world.outside(f"CREATE USER {loose}@'%%' IDENTIFIED BY '{PASSWORD}'")
        own = company.world.one("SELECT database()")
        company.world.outside(f"GRANT SELECT (full_name) ON {own}.customers TO {loose}@'%%'")
    found = told(world, "staff", "access", "crm")["systems"][0]["readers"]
    ways = {one["reader"]["account"]: one["reader"]["ways"] for one in found}
    assert ways[loose] == ["SELECT on customers"]
    if company.world.dialect == "postgresql":
        company.world.do(f"ALTER ROLE {loose} VALID UNTIL '2020-01-01'")
    else:
        company.world.outside(f"ALTER USER {loose}@'%%' ACCOUNT LOCK")
    assert loose not in findings(world)


def test_a_system_that_cannot_tell_is_named_and_never_fine(world: World) -> None:
    status, said = typed(world, "staff", "access")
    assert status == 3
    assert "could not look: System crm is a file" in said
    assert typed(world, "staff", "access", "nowhere")[0] == 2
