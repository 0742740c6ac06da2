""" "Erased" is not one state: what goes later is looked at on its day, what only a person can finish is a task."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from tests.worlds import World, carry_out

from belofte.bootstrap import Belofte
from belofte.domain.errors import Refused
from belofte.domain.plan import Outcome
from belofte.domain.recipients import NoticeState
from belofte.domain.register import RegisterRow
from belofte.domain.task import TaskState
from belofte.procedures.acting.by_hand import finish_task
from belofte.procedures.acting.outcomes import SEE_GONE, STILL_THERE
from belofte.procedures.restoring.noticing import notice_returned
from belofte.procedures.restoring.replay_desk import ReplayDesk
from belofte.procedures.rights.recipients import note_told
from belofte.sandbox.rest.simulator import Simulator
from belofte.sandbox.seeds import mailchimp
from belofte.sandbox.seeds.people import read_people
from belofte.store_port import DueDate

KINDS = "consent-record, date-of-birth, ip-address, language, location, mail-opens, notes, phone, preferences"
LATER = "- {do: delete-permanently, outcome: pending, days: 2}"
NEVER = "- {do: archive-member, outcome: pending, days: 2}"
A_PERSON = "- {outcome: manual, why: {nl: Vraag het de leverancier., en: Ask the vendor.}}"


@pytest.fixture
def service(world: World, tmp_path: Path) -> Iterator[Simulator]:
    """A newsletter service with a connector of the company's own, on the simulated vendor."""
    simulator = Simulator("mailchimp", tmp_path / "service.sqlite")
    mailchimp.seed(simulator, read_people(world.made.home.sandbox / "crm.sqlite"))
    running = simulator.start()
    yield running
    running.stop()


def connect(world: World, service: Simulator, erase: str) -> None:
    """The map of the service, and how it erases."""
    policy = world.made.home.policy
    text = (files("belofte.connectors.rest") / "mailchimp.yaml").read_text("utf-8")
    head, _, rest = text.partition("    erase:\n")
    own = head + "    erase:\n      " + erase + "\n" + rest[rest.index("    more:") :]
    own = own.replace("kind: mailchimp", "kind: postlijst", 1)
    (policy / "connectors").mkdir()
    (policy / "connectors" / "postlijst.yaml").write_text(own, "utf-8")
    (world.made.home.path / "list.key").write_text(service.secrets["api_key"], "utf-8")
    (policy / "systems" / "list.yaml").write_text(
        f"kind: postlijst\nurl: {service.api_url}\nkey: file:list.key\nname: {{nl: postlijst, en: mailing list}}\n"
        "allow: all\nperson: {sure: [email]}\ntables: {members: {category: subscription}}\n",
        "utf-8",
    )
    main = policy / "policy.yaml"
    main.write_text(main.read_text("utf-8").replace("optional: [address]", f"optional: [address, {KINDS}]", 1), "utf-8")


def erased(world: World, belofte: Belofte) -> str:
    reference = world.ask(belofte, "erasure", world.made.leaves)
    case = world.approve(belofte, reference)
    assert case.row.state == "answered"
    return reference


def days(belofte: Belofte, count: int) -> str:
    return (belofte.parts.now() + timedelta(days=count)).isoformat()


def open_tasks(belofte: Belofte, reference: str, kind: str) -> list[str]:
    with belofte.parts.store.reading() as tx:
        tasks = tx.tasks.of_request(tx.requests.by_reference(reference).id)
    return [task.id for task in tasks if task.kind == kind and task.state is TaskState.OPEN]


def finish_all(belofte: Belofte, by: str) -> None:
    """Every task that is open for anybody, the telling of recipients included."""
    with belofte.parts.store.reading() as tx:
        tasks, cases = tx.tasks.in_state(TaskState.OPEN), {t.request for t in tx.tasks.in_state(TaskState.OPEN)}
        notices = [n for case in cases if case for n in tx.recipients.of_request(case)]
    for notice in notices:
        if notice.state is NoticeState.TO_TELL:
            note_told(belofte.parts, notice.id, by)
    for task in tasks:
        with suppress(Refused):
            finish_task(belofte.parts, task.id, by)


def register(belofte: Belofte) -> list[RegisterRow]:
    with belofte.parts.store.reading() as tx:
        return list(tx.register.rows())


def test_what_is_gone_later_is_looked_at_on_that_day_and_the_look_has_its_receipt(
    world: World, service: Simulator
) -> None:
    connect(world, service, LATER)
    with world.open() as belofte:
        reference = erased(world, belofte)
        later = next(r for r in belofte.office.show(reference).receipts if r.system == "list")
        assert later.outcome is Outcome.PENDING
        assert later.until == belofte.parts.today() + timedelta(days=2)
        answer = world.letters_to(world.made.leaves)[-1]
        assert "Hier is nog niet alles weg" in answer
        assert "postlijst (2 gegevens): uiterlijk op" in answer
        after = days(belofte, 4)
    with world.open(after) as belofte:
        belofte.work.tend()
        seen = [r for r in belofte.office.show(reference).receipts if r.system == "list"][-1]
        assert (seen.verb, seen.outcome) == ("read_back", Outcome.DONE)
        assert open_tasks(belofte, reference, STILL_THERE) == []


def test_what_is_still_there_on_its_day_is_a_task_and_the_case_waits_for_it(world: World, service: Simulator) -> None:
    connect(world, service, NEVER)
    with world.open() as belofte:
        reference = erased(world, belofte)
        after, closed = days(belofte, 4), days(belofte, 60)
    with world.open(after) as belofte:
        belofte.work.tend()
        assert len(open_tasks(belofte, reference, STILL_THERE)) == 1
    with world.open(closed) as belofte:
        belofte.work.tend()
        assert register(belofte) == []
        finish_all(belofte, "P. de Boer")
        belofte.work.tend()
        assert len(register(belofte)) == 1


def test_what_is_to_be_gone_later_is_no_backup_that_came_back(world: World, service: Simulator) -> None:
    connect(world, service, NEVER)
    with world.open() as belofte:
        erased(world, belofte)
        next_day = days(belofte, 1)
    with world.open(next_day) as belofte:
        assert notice_returned(belofte.parts) == 0
        assert belofte.desk(ReplayDesk).all() == []


def test_whose_data_goes_later_is_known_however_many_wait_for_such_a_day(world: World, service: Simulator) -> None:
    connect(world, service, NEVER)
    with world.open() as belofte:
        erased(world, belofte)
        with belofte.parts.store.transaction() as tx:
            tx.dates.put([DueDate(SEE_GONE, f"another-{n}", belofte.parts.now()) for n in range(1001)])
        next_day = days(belofte, 1)
    with world.open(next_day) as belofte:
        assert notice_returned(belofte.parts) == 0


def test_a_service_that_is_away_on_that_day_is_looked_at_later_and_no_case_closes_before(
    world: World, service: Simulator
) -> None:
    connect(world, service, LATER)
    with world.open() as belofte:
        erased(world, belofte)
        closed, again = days(belofte, 60), days(belofte, 61)
    address = service.api_url
    service.stop()
    with world.open(closed) as belofte:
        belofte.work.tend()
        assert register(belofte) == [], "nobody has seen it gone"
    back = Simulator("mailchimp", world.made.home.path.parent / "service.sqlite").start()
    systems = world.made.home.policy / "systems" / "list.yaml"
    systems.write_text(systems.read_text("utf-8").replace(address, back.api_url), "utf-8")
    with world.open(again) as belofte:
        belofte.work.tend()
        finish_all(belofte, "P. de Boer")
        belofte.work.tend()
        assert len(register(belofte)) == 1
    back.stop()


def test_what_the_service_offers_no_way_for_is_a_persons_task_and_the_answer_waits(
    world: World, service: Simulator
) -> None:
    connect(world, service, A_PERSON)
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", world.made.leaves)
        assert world.approve(belofte, reference).row.state == "acting"
        (task,) = open_tasks(belofte, reference, "ask_person")
        finish_task(belofte.parts, task, "P. de Boer")
        carry_out(belofte)
        case = belofte.office.show(reference)
        assert case.row.state == "answered"
        assert [r.outcome for r in case.receipts if r.system == "list"] == [Outcome.MANUAL]
        assert "postlijst" in world.letters_to(world.made.leaves)[-1]
