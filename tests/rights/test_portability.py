"""Portability, end to end: what may be taken along, and a hand-over nobody but the person can start (POR, Art. 20)."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from tests.rights.commands import typed
from tests.worlds import LINK, World, carry_out

from belofte.bootstrap import Belofte
from belofte.domain.errors import BelofteError, Refused
from belofte.domain.plan import Decision
from belofte.domain.system_map import Verb
from belofte.domain.task import TaskState
from belofte.domain.wish import Wish
from belofte.procedures.desks import Submission
from belofte.procedures.rights.handing_over import HandingDesk
from belofte.procedures.rights.service_decision import decide_service

PARTY = "import@elders.example"


WORKED_OUT = "    language: [language]\n    origins: {language: derived, town: observed}\n"


def unzip(parts: Iterator[bytes] | None) -> zipfile.ZipFile:
    assert parts is not None
    return zipfile.ZipFile(io.BytesIO(b"".join(parts)))


def ask(world: World, belofte: Belofte, address: str, party: str = "") -> str:
    wish = Wish(hand_over_to=party)
    reference = belofte.public.submit(Submission("portability", address, "nl", wish=wish))
    belofte.work.tend()
    assert belofte.public.confirm(world.link_for(address)) == "open"
    return reference


def link_in(letter: str) -> str:
    found = LINK.search(letter)
    assert found
    return found.group(1)


def own_link(world: World, address: str) -> str:
    return link_in(letter_about(world, address, "staan klaar"))


def letter_about(world: World, address: str, words: str) -> str:
    return next(letter for letter in reversed(world.letters_to(address)) if re.search(words, letter))


def test_copies_and_a_task_and_nothing_ended_or_erased(world: World) -> None:
    """T-31: the case closes with copies; the contract is active, nothing was erased, a person decides."""
    address = world.made.asks
    count = "SELECT (SELECT count(*) FROM customers), (SELECT count(*) FROM orders), (SELECT count(*) FROM mails)"
    with closing(sqlite3.connect(world.made.home.sandbox / "crm.sqlite")) as crm:
        before = crm.execute(count).fetchall()
    with world.open() as belofte:
        case = world.approve(belofte, ask(world, belofte, address))
        assert case.row.state == "answered"
        assert {receipt.verb for receipt in case.receipts} == {Verb.EXPORT, Verb.TELL}
        data = json.loads(unzip(belofte.public.download(world.link_for(address))).read("data.json"))
        with belofte.parts.store.reading() as tx:
            tasks = [task for task in tx.tasks.in_state(TaskState.OPEN) if task.kind == "can-service-go-on"]
    assert len(tasks) == 1
    status, said = typed(world, "task", "done", tasks[0].id, "--by", "P. de Boer")
    assert (status, "ticking it off decides nothing" in said) == (1, True)
    assert sum(data["counts"].values()) == sum(world.made.expected_of(address).values())
    assert {record["origin"] for record in data["records"]} == {"provided", "observed"}
    with closing(sqlite3.connect(world.made.home.sandbox / "crm.sqlite")) as crm:
        assert crm.execute(count).fetchall() == before
        assert crm.execute("SELECT left_on FROM customers WHERE email = ?", (address,)).fetchall() == [(None,)]


def test_an_end_by_the_company_is_told_before_and_is_no_leave_notice(world: World) -> None:
    """T-32: no leaving, no erasure is opened; the person hears it before the day, from a named person."""
    address = world.made.asks
    with world.open() as belofte:
        reference = ask(world, belofte, address)
        world.approve(belofte, reference)
        with pytest.raises(BelofteError, match="before the service ends"):
            decide_service(belofte.parts, reference, "P. de Boer", "Wij stoppen.", belofte.parts.today())
        soon = belofte.parts.today() + timedelta(days=365)
        decide_service(belofte.parts, reference, "P. de Boer", "Zonder uw gegevens kunnen wij niet leveren.", soon)
        carry_out(belofte)
        belofte.work.tend()
        assert "Zonder uw gegevens" in world.letters_to(address)[-1]
        assert not belofte.office.queue()
        with pytest.raises(Refused, match="Nothing is to be decided"):
            decide_service(belofte.parts, reference, "P. de Boer", "Nog eens.", soon)


def test_a_contact_person_of_a_company_gets_a_copy_by_promise(world: World) -> None:
    """T-33: the contract is not with them, so the law does not reach it; the promise does, and the plan says so."""
    contact = world.made.company.cast.contact
    with world.open() as belofte:
        reference = ask(world, belofte, contact.email)
        plan = belofte.office.show(reference).plan
        assert plan is not None
        assert "promise-goes-further: crm.contacts 1" in plan.questions
        lines = [line for step in plan.steps for line in step.lines if line.collection == "contacts"]
        assert [line.decision for line in lines] == [Decision.EXPORT]
        assert world.approve(belofte, reference).row.state == "answered"


def test_without_the_wider_promise_only_the_law_s_part_goes_along(world: World) -> None:
    """R-20: consent or contract, provided or observed; what stays behind is named with its ground."""
    main = world.made.home.policy / "policy.yaml"
    main.write_text(
        main.read_text("utf-8").replace("portability: {scope: all-data", "portability: {scope: provided-data")
    )
    with world.open() as belofte:
        plan = belofte.office.show(ask(world, belofte, world.made.asks)).plan
        assert plan is not None
        by_table = {line.collection: line for step in plan.steps for line in step.lines}
    assert by_table["customers"].decision is Decision.EXPORT
    assert by_table["page_views"].decision is Decision.EXPORT
    assert by_table["invoices"].decision is Decision.WITHHOLD
    assert by_table["tickets"].ground == "Art. 20(1) GDPR"


def test_the_party_gets_a_link_only_after_the_person_confirmed_and_it_works_once(world: World) -> None:
    """POR-1: named and confirmed by the identified person; without what the law does not reach."""
    address = world.made.asks
    with world.open() as belofte:
        reference = ask(world, belofte, address, PARTY)
        assert not world.letters_to(PARTY)
        world.approve(belofte, reference)
        belofte.work.tend()
        assert not world.letters_to(PARTY)
        desk = belofte.desk(HandingDesk)
        asked = link_in(letter_about(world, address, "elders"))
        assert desk.party(asked) == PARTY
        assert desk.fetch(asked) is None
        assert desk.confirm(asked) == "open"
        assert desk.confirm(asked) == "used"
        belofte.work.tend()
        fetch = link_in(world.letters_to(PARTY)[-1])
        assert fetch != asked
        data = json.loads(unzip(desk.fetch(fetch)).read("data.json"))
        assert desk.fetch(fetch) is None
        shown = desk.show(reference)
    assert shown.fetched_at
    tables = {record["collection"] for record in data["records"]}
    assert "customers" in tables
    assert not tables & {"invoices", "tickets", "mails"}
    assert sum(data["counts"].values()) == len(data["records"])


def test_a_column_that_was_worked_out_is_in_the_persons_copy_and_not_in_the_partys(world: World) -> None:
    """T-30: the rest of the row was given by the person, and goes along."""
    crm = world.made.home.policy / "systems" / "crm.yaml"
    crm.write_text(crm.read_text("utf-8").replace("    language: [language]\n", WORKED_OUT, 1), "utf-8")
    address = world.made.asks
    with world.open() as belofte:
        world.approve(belofte, ask(world, belofte, address, PARTY))
        belofte.work.tend()
        desk = belofte.desk(HandingDesk)
        desk.confirm(link_in(letter_about(world, address, "elders")))
        belofte.work.tend()
        partys = json.loads(unzip(desk.fetch(link_in(world.letters_to(PARTY)[-1]))).read("data.json"))
        persons = json.loads(unzip(belofte.public.download(own_link(world, address))).read("data.json"))
    for data, has in ((partys, False), (persons, True)):
        fields = next(r["fields"] for r in data["records"] if r["collection"] == "customers")
        about = data["collections"]["crm.customers"]
        assert ("language" in fields, "language" in about["columns"], "language" in about["origins"]) == (has,) * 3
        assert {"full_name", "email"} <= fields.keys()


def test_a_hand_over_link_ends_with_the_window_of_the_copy(world: World) -> None:
    with world.open() as belofte:
        reference = ask(world, belofte, world.made.asks, PARTY)
        world.approve(belofte, reference)
        belofte.work.tend()
        asked = link_in(letter_about(world, world.made.asks, "elders"))
        late = belofte.parts.now().replace(year=belofte.parts.now().year + 1)
    with world.open(late.isoformat()) as belofte:
        assert belofte.desk(HandingDesk).confirm(asked) in ("expired", "unknown")
        assert not world.letters_to(PARTY)
