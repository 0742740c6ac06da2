"""The list of our own people as Microsoft 365 holds it: name, days, role by group; what it does not know stays."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from tests.rights.commands import told, typed
from tests.staff.people import DOCUMENT, person, put_on_the_list
from tests.worlds import World

from belofte.domain.staff import Bond, Listed, Reader
from belofte.domain.system_map import SystemMap
from belofte.procedures.parts import Current
from belofte.procedures.staffing.staff_desk import StaffDesk

JAN = Listed("Jan Jansen", "jan@linprofs.example", ("jan-id",), date(2021, 3, 1))
ELS = Listed("Els de Wit", "els@linprofs.example", starts_on=date(2020, 1, 1), ends_on=date(2026, 10, 31),
             bond=Bond.CONTRACTOR, is_active=False)  # fmt: skip
KEES = Listed("Kees Mol", "kees@linprofs.example", starts_on=date(2019, 5, 1), function="Bookkeeper", is_active=False)
PIET = Listed("Piet Smit", "piet@linprofs.example", starts_on=date(2022, 1, 1), function="Sales")


class Tenant:
    """A small world behind the port: a list of people, and the members of one group."""

    def __init__(self, *listed: Listed) -> None:
        self._listed = listed

    def own_people(self) -> Sequence[Listed]:
        return self._listed

    def readers(self) -> Sequence[Reader]:
        names = ("jan@linprofs.example", "els@linprofs.example")
        return [Reader(name, ("member",), ("support",)) for name in names]


@contextmanager
def desk(world: World, *listed: Listed) -> Generator[StaffDesk]:
    system = SystemMap("office", "microsoft365", frozenset(), readers={"technical-staff": ("support",)})
    with world.open() as belofte:
        parts = belofte.parts
        there = replace(parts, systems={**parts.systems, "office": system},
                        connectors={**parts.connectors, "office": Tenant(*listed)})  # fmt: skip
        yield StaffDesk(Current(there))


def test_it_is_shown_first_then_taken_over_and_taken_over_again_changes_nothing(world: World) -> None:
    with desk(world, JAN, ELS, KEES, PIET) as staff:
        trial = staff.take_over("office", "", is_trial=True)
        assert (len(trial.added), trial.without_role, staff.members()) == (3, ("Piet Smit",), [])
        staff.take_over("office", "P. de Boer")
        members = {one.name: one for one in staff.members()}
        again = staff.take_over("office", "P. de Boer")
        today = staff.report("crm").on
    assert set(members) == {"Jan Jansen", "Els de Wit", "Kees Mol"}
    jan, els, kees = members["Jan Jansen"], members["Els de Wit"], members["Kees Mol"]
    assert (jan.role, jan.starts_on, jan.ends_on, jan.source) == ("technical-staff", date(2021, 3, 1), None, "office")
    assert jan.accounts == (("", "jan@linprofs.example"), ("office", "jan-id"))
    assert (els.role, els.bond, els.ends_on) == ("technical-staff", Bond.CONTRACTOR, date(2026, 10, 31))
    assert (kees.role, kees.ends_on) == ("bookkeeper", today), "shut, and nobody said since when: from today"
    assert (again.added, again.changed, again.known) == ((), (), 3)


def test_what_microsoft_does_not_know_stays_as_the_table_had_it(world: World) -> None:
    put_on_the_list(world, person("J. Jansen", "bookkeeper", email="jan@linprofs.example", accounts="crm=jan"))
    with desk(world, JAN) as staff:
        taken = staff.take_over("office", "P. de Boer")
        (jan,) = staff.members()
    assert [one.name for one in taken.changed] == ["Jan Jansen"], "known by the work address, with the name of today"
    assert (jan.role, jan.signed_on, bool(jan.digest)) == ("technical-staff", date(2019, 12, 15), True)
    assert ("crm", "jan") in jan.accounts


def test_at_the_command_line(world: World) -> None:
    assert typed(world, "staff", "import")[0] == 2
    status, said = typed(world, "staff", "import", "--from", "crm", "--dry-run")
    assert (status, "holds no list of your own people" in said) == (1, True), said
    assert typed(world, "staff", "import", "--from", "nowhere", "--dry-run")[0] == 2
    put_on_the_list(world, person("Jan Jansen", signed=""))
    assert (
        typed(world, "staff", "signed", "Jan Jansen", "--document", "documents/lost.txt", "--on", "2026-11-30")[0] == 2
    )
    signed = told(world, "staff", "signed", "Jan Jansen", "--document", DOCUMENT, "--on", "2026-11-30")["member"]
    assert (signed["signed_on"], len(signed["digest"])) == ("2026-11-30", 64)
