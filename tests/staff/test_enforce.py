"""Staff who sign in at the customer database themselves: their reads end when somebody leaves, and come back never."""

from __future__ import annotations

from tests.clocks import in_days
from tests.connectors.staff_world import Staff
from tests.rights.commands import approve, done_by_hand, may, received, told, typed
from tests.worlds import World

from belofte.procedures.clock.daily import Lasting
from belofte.procedures.staffing.wall_desk import TRIED, WALL
from belofte.store_port import Event

BY = ("--by", "P. de Boer")
TABLES = ("customers", "orders", "invoices", "tickets", "mails")


def enforced(world: World) -> dict[str, object]:
    status, said = typed(world, "staff", "enforce", "crm", "--apply", *BY)
    assert status == 0, said
    return told(world, "staff", "enforce", "crm", "--prove")


def of(staff: Staff, address: str) -> int | None:
    return staff.sees(staff.support, "customers", f"email = '{address}'")


def test_after_a_notice_staff_reads_nothing_and_the_record_stays(world: World, company: Staff) -> None:
    """T-54, T-57: the role of a member of staff, signed in for real, before and after."""
    address = world.made.leaves
    assert of(company, address) == 1
    status, said = typed(world, "staff", "enforce", "crm")
    assert (status, of(company, address)) == (0, 1), said
    assert "nothing has been done yet" in said
    enforced(world)
    everyone = {table: company.sees(company.support, table) for table in TABLES}

    notice = told(world, "leave", address)["reference"]
    assert typed(world, "request", "confirm", notice)[0] == 0
    assert typed(world, "work")[0] == 0

    assert of(company, address) == 0
    assert company.world.one(f"SELECT count(*) FROM customers WHERE email = '{address}'") == 1
    assert (company.sees(company.support, "customers") or 0) < (everyone["customers"] or 0)
    invoices = company.world.one("SELECT count(*) FROM invoices")
    assert company.sees(company.support, "invoices") < invoices == company.sees(company.books, "invoices")
    tried = told(world, "staff", "enforce", "crm", "--prove")["tried"]
    assert all(one["holds"] for one in tried)
    kept = next(one for one in tried if one["collection"] == "invoices" and one["account"] == company.books)
    assert (kept["ground"], kept["sees_marked"] > 0) == ("AWR art. 52(4)", True)
    show = told(world, "request", "show", notice)["case"]
    assert all(line["remains"] in (0, None) for receipt in show["receipts"] for line in receipt["lines"])


def test_restriction_hides_and_the_person_lifts_it(world: World, company: Staff) -> None:
    """T-43"""
    address = world.made.leaves
    enforced(world)
    reference = received(world, "restriction", address)
    assert typed(world, "request", "confirm", reference)[0] == 0
    approve(world, reference)
    typed(world, "work")
    assert of(company, address) == 0
    assert may(world, address, "service", "--role", "technical-staff") == "restricted"
    done_by_hand(world)
    assert typed(world, "request", "lift", reference, "--from", address)[0] == 0
    status, said = typed(world, "request", "lift", reference, "--token", world.link_for(address))
    assert status == 0, said
    typed(world, "work")
    assert of(company, address) == 1


def test_a_mark_that_a_restored_database_lost_is_set_again_and_goes_with_its_own_lifting(
    world: World, postgres_company: Staff
) -> None:
    """The mark lies in the database, so an old backup has none; what is set again is the mark of the same case."""
    address = world.made.leaves
    enforced(world)
    reference = received(world, "restriction", address)
    assert typed(world, "request", "confirm", reference)[0] == 0
    approve(world, reference)
    typed(world, "work")
    done_by_hand(world)
    assert of(postgres_company, address) == 0
    postgres_company.world.do("DELETE FROM belofte.marks", "UPDATE customers SET blocked = false")
    assert of(postgres_company, address) == 1
    done = told(world, "restore-replay", "crm", *BY)
    assert (done["done"]["refused"], done["done"]["went"] > 1) == ([], True)
    assert of(postgres_company, address) == 0
    assert told(world, "restore-replay", "crm", *BY)["done"]["went"] == 0
    assert typed(world, "request", "lift", reference, "--from", address)[0] == 0
    assert typed(world, "request", "lift", reference, "--token", world.link_for(address))[0] == 0
    typed(world, "work")
    assert of(postgres_company, address) == 1
    assert postgres_company.world.one("SELECT count(*) FROM belofte.marks") == 0


def test_a_wall_built_later_hides_who_left_before(world: World, company: Staff) -> None:
    address = world.made.leaves
    notice = told(world, "leave", address)["reference"]
    typed(world, "request", "confirm", notice)
    typed(world, "work")
    assert of(company, address) == 1, "nothing hides it yet"
    built = told(world, "staff", "enforce", "crm", "--apply", *BY)
    assert built["cases"] == 1
    assert of(company, address) == 0
    before, after = built["before"], built["after"]
    assert [one["sees_marked"] for one in before if one["collection"] == "customers"] == [0, 0]
    assert [one["marked"] for one in after if one["collection"] == "customers"] == [1, 1]


def test_it_is_taken_back_cleanly_and_needs_a_name(world: World, company: Staff) -> None:
    assert typed(world, "staff", "enforce", "crm", "--apply")[0] == 2
    enforced(world)
    assert typed(world, "staff", "enforce", "crm", "--undo", "--forget-marks")[0] == 2
    undone = told(world, "staff", "enforce", "crm", "--undo", "--forget-marks", *BY)
    assert (undone["marks_forgotten"], bool(undone["statements"])) == (0, True)
    assert of(company, world.made.leaves) == 1
    assert typed(world, "staff", "enforce", "crm", "--prove")[0] == 0  # nobody is marked, so nobody sees a mark
    assert company.sees(company.support, "customers") == company.world.one("SELECT count(*) FROM customers")


def test_a_system_that_hides_nothing_says_what_to_write(world: World) -> None:
    status, said = typed(world, "staff", "enforce", "crm")
    assert (status, "hides: true" in said) == (1, True)
    assert typed(world, "staff", "enforce", "nowhere")[0] == 2
    file = world.made.home.policy / "systems" / "crm.yaml"
    readers = "hides: true\nreaders: {technical-staff: [support]}\nif_not_allowed:"
    file.write_text(file.read_text("utf-8").replace("if_not_allowed:", readers, 1), "utf-8")
    status, said = typed(world, "staff", "enforce", "crm")
    assert (status, "SQLite has no roles" in said) == (1, True), said


def test_the_lasting_process_tries_it_once_a_day(world: World, postgres_company: Staff) -> None:
    """T-54: nobody has to remember it; what stopped holding is seen on the day."""
    enforced(world)
    before = tries(world)
    with world.open(f"{in_days(8)}T09:00:00Z") as belofte:
        lasting = Lasting(belofte.current, "")
        assert (lasting.tend()["proven"], lasting.tend()["proven"]) == (1, 0)
    assert tries(world) == before + 1
    postgres_company.world.do(f"GRANT pg_read_all_data TO {postgres_company.support}",
                              "ALTER TABLE customers DISABLE ROW LEVEL SECURITY")  # fmt: skip
    with world.open(f"{in_days(9)}T09:30:00Z") as belofte:
        assert Lasting(belofte.current, "").tend()["proven"] == 1
    assert [one.data["holds"] for one in _events(world) if one.kind == TRIED][-1] is False


def test_who_left_before_the_wall_and_is_forgotten_here_is_hidden_by_a_named_person(
    world: World, postgres_company: Staff
) -> None:
    address = world.made.leaves
    assert typed(world, "staff", "hide", "crm", address, *BY)[0] == 1, "there is no wall yet"
    enforced(world)
    assert of(postgres_company, address) == 1
    assert typed(world, "staff", "hide", "crm", address, "--by", " ")[0] == 2
    hidden = told(world, "staff", "hide", "crm", address, *BY)["records"]
    assert (of(postgres_company, address), hidden > 1) == (0, True)
    assert postgres_company.world.one(f"SELECT count(*) FROM customers WHERE email = '{address}'") == 1
    assert typed(world, "staff", "hide", "crm", "nobody@post.example", *BY)[0] == 1


def tries(world: World) -> int:
    return sum(one.kind == TRIED for one in _events(world))


def _events(world: World) -> list[Event]:
    with world.open() as belofte, belofte.parts.store.reading() as tx:
        return list(tx.events.about(f"{WALL}crm"))
