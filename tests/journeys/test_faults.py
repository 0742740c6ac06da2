"""A system that is away or added, a map that changed, a verb that is not allowed: nothing is called done that was not,
and the request says what it waits for."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from tests.worlds import World, carry_out

from belofte.bootstrap import make_demo, open_landscape
from belofte.domain.errors import BelofteError, CouldNotLook, Refused
from belofte.domain.plan import Outcome
from belofte.domain.system_map import Verb
from belofte.domain.task import TaskState
from belofte.procedures.acting.by_hand import finish_task


def crm_file(world: World):
    return world.made.home.sandbox / "crm.sqlite"


def edit(world: World, old: str, new: str, file: str = "systems/crm.yaml") -> None:
    path = world.made.home.policy / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_system_that_cannot_be_seen_stops_the_approval_and_is_searched_again(world: World) -> None:
    away = crm_file(world).with_suffix(".away")
    with world.open() as belofte:
        crm_file(world).rename(away)
        reference = world.ask(belofte, "erasure", world.made.leaves)
        case = belofte.office.show(reference)
        assert case.plan is not None
        assert [blind.system for blind in case.plan.blind] == ["crm"]
        assert case.row.waiting_on == "crm"
        with pytest.raises(Refused, match="crm"):
            belofte.office.approve(reference, case.plan.id, "P. de Boer")
        away.rename(crm_file(world))
        later = (belofte.parts.now() + timedelta(minutes=6)).isoformat()
    with world.open(later) as belofte:
        belofte.work.tend()
        seen = belofte.office.show(reference)
        assert seen.plan is not None
        assert not seen.plan.blind
        assert world.approve(belofte, reference).row.state == "answered"


def test_a_database_that_goes_away_after_approval_keeps_the_request_open(world: World) -> None:
    away = crm_file(world).with_suffix(".away")
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", world.made.leaves)
        plan = belofte.office.show(reference).plan
        assert plan is not None
        belofte.office.approve(reference, plan.id, "P. de Boer")
        crm_file(world).rename(away)
        carry_out(belofte)
        case = belofte.office.show(reference)
        assert case.row.state == "approved", "nothing was begun: it can still be stopped"
        assert case.row.waiting_on == "crm"
        assert case.held_up is not None
        assert case.held_up.remedy
        assert case.receipts == ()
        away.rename(crm_file(world))
        later = (belofte.parts.now() + timedelta(minutes=10)).isoformat()
    with world.open(later) as belofte:
        carry_out(belofte)
        assert belofte.office.show(reference).row.state == "answered"


def test_before_the_due_date_the_person_hears_once_that_a_system_is_down_and_no_date_moves(world: World) -> None:
    away = crm_file(world).with_suffix(".away")
    with world.open() as belofte:
        crm_file(world).rename(away)
        reference = world.ask(belofte, "erasure", world.made.leaves)
        asked = belofte.office.show(reference).row
        belofte.work.tend()
        assert not interim(world), "there is time yet"
        assert asked.work_by is not None
        near = f"{asked.work_by - timedelta(days=1)}T09:00:00+00:00"
    with world.open(near) as belofte:
        belofte.work.tend()
        belofte.work.tend()
        (letter,) = interim(world)
        assert "klantenadministratie" in letter
        assert "niet te bereiken" in letter
        row = belofte.office.show(reference).row
        assert (row.due, row.state, row.waiting_on) == (asked.due, asked.state, "crm")


def interim(world: World) -> list[str]:
    return [text for text in world.letters_to(world.made.leaves) if "nog niet klaar" in text]


def test_what_could_not_begin_can_still_be_stopped(world: World) -> None:
    away = crm_file(world).with_suffix(".away")
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", world.made.leaves)
        plan = belofte.office.show(reference).plan
        assert plan is not None
        belofte.office.approve(reference, plan.id, "P. de Boer")
        crm_file(world).rename(away)
        carry_out(belofte)
        belofte.office.stop(reference, "P. de Boer")
        away.rename(crm_file(world))
        later = (belofte.parts.now() + timedelta(hours=1)).isoformat()
    with world.open(later) as belofte:
        carry_out(belofte)
        assert belofte.office.show(reference).receipts == ()
        assert belofte.work.due() == []


def test_a_verb_that_is_no_longer_allowed_is_noticed_before_approval_and_before_the_act(world: World) -> None:
    with world.open() as belofte:
        late = world.ask(belofte, "erasure", world.made.leaves)
        approved = world.ask(belofte, "erasure", world.made.company.cast.leaver.email)
        plan = belofte.office.show(approved).plan
        assert plan is not None
        belofte.office.approve(approved, plan.id, "P. de Boer")
    edit(world, "allow: ", "allow: [find, export, observe, read_back]   # was ")
    with world.open() as belofte:
        plan = belofte.office.show(late).plan
        assert plan is not None
        with pytest.raises(Refused, match="changed since"):
            belofte.office.approve(late, plan.id, "P. de Boer")
        carry_out(belofte)
        case = belofte.office.show(approved)
        assert (case.row.state, case.row.waiting) == ("planned", "office")
        again = belofte.office.plan(approved)
        assert {step.verb for step in again.steps} == {Verb.ASK_PERSON, Verb.TELL}


def test_a_changed_map_sends_an_approved_plan_back_to_the_office(world: World) -> None:
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", world.made.leaves)
        plan = belofte.office.show(reference).plan
        assert plan is not None
        belofte.office.approve(reference, plan.id, "P. de Boer")
    edit(world, "backups: 35 days", "backups: 36 days")
    with world.open() as belofte:
        carry_out(belofte)
        case = belofte.office.show(reference)
        assert case.row.state == "planned"
        assert case.row.waiting == "office"
        belofte.office.plan(reference)
        assert world.approve(belofte, reference).row.state == "answered"


def test_a_system_added_while_a_request_is_open_is_searched_too(world: World) -> None:
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", world.made.leaves)
        plan = belofte.office.show(reference).plan
        assert plan is not None
        belofte.office.approve(reference, plan.id, "P. de Boer")
    add_second_system(world)
    with world.open() as belofte:
        carry_out(belofte)
        case = belofte.office.show(reference)
        assert case.row.state == "planned"
        assert case.plan is not None
        assert set(case.plan.maps) == {"crm", "old"}
        assert case.plan.records > 0
        done = world.approve(belofte, reference)
        assert done.row.state == "answered"
        assert {receipt.system for receipt in done.receipts} >= {"crm", "old", "letters"}


def add_second_system(world: World) -> None:
    """The old shop: a copy of the customer database under a map of its own."""
    systems = world.made.home.policy / "systems"
    shutil.copy(crm_file(world), world.made.home.sandbox / "old.sqlite")
    text = (systems / "crm.yaml").read_text("utf-8").replace("crm.sqlite", "old.sqlite")
    (systems / "old.yaml").write_text(text, "utf-8")


def test_what_the_company_does_not_allow_becomes_a_task_and_the_answer_waits(world: World) -> None:
    edit(world, "allow: ", "allow: [find, export, observe, read_back]   # was ")
    with world.open() as belofte:
        case = world.approve(belofte, world.ask(belofte, "erasure", world.made.leaves))
        assert case.row.state == "acting"
        assert case.row.waiting == "office"
        with belofte.parts.store.reading() as tx:
            tasks = [task for task in tx.tasks.in_state(TaskState.OPEN) if task.kind == "ask_person"]
        assert [task.system for task in tasks] == ["crm"]
        finish_task(belofte.parts, tasks[0].id, "P. de Boer")
        carry_out(belofte)
        done = belofte.office.show(case.row.reference)
    assert done.row.state == "answered"
    manual = next(receipt for receipt in done.receipts if receipt.verb is Verb.ASK_PERSON)
    assert manual.outcome is Outcome.MANUAL


def test_an_edited_folder_is_taken_whole_or_not_at_all(world: World) -> None:
    with world.open() as belofte:
        before = belofte.parts.systems["crm"].hash
        edit(world, "backups: 35 days", "backups: a while")
        with pytest.raises(BelofteError, match="nothing was loaded"):
            belofte.reload()
        assert belofte.parts.systems["crm"].hash == before
        edit(world, "backups: a while", "backups: 36 days")
        belofte.reload()
        assert belofte.parts.systems["crm"].hash != before


def test_the_clock_cannot_be_set_outside_a_sandbox(world: World) -> None:
    edit(world, "environment: sandbox\n", "", "policy.yaml")
    with pytest.raises(Refused, match="sandbox"), world.open("2027-01-01T09:00:00Z"):
        pass


def test_reloading_when_nothing_runs_says_so(world: World) -> None:
    from belofte.bootstrap.reloading import ask_to_reload

    with pytest.raises(CouldNotLook):
        ask_to_reload(world.made.home)


def test_what_had_begun_in_one_system_ends_with_a_receipt_when_another_sends_the_plan_back(tmp_path: Path) -> None:
    """One vendor is away in the middle of the act, another refuses: the office plans again. The step that had begun
    ends with its plan, with a receipt; the new plan has what is left, and is carried out whole."""
    names = frozenset({"crm", "google-analytics", "mailchimp"})
    world = World(make_demo(tmp_path / "demo", 60, systems=names))
    canary, policy = world.made.company.cast.canary, world.made.home.policy
    with world.open() as belofte, open_landscape(policy) as landscape:
        reference = world.ask(belofte, "erasure", canary.email)
        landscape.simulator("mailchimp").break_("down,on=delete-permanent")
        landscape.simulator("google-analytics").break_("wrong-type,on=user-deletion")
        world.approve(belofte, reference)
        assert belofte.office.show(reference).row.state == "planned", "it went back to the office"
        for name in ("mailchimp", "google-analytics"):
            assert landscape.simulator(name).mend() == 1
        belofte.office.plan(reference)
        later = (belofte.parts.now() + timedelta(hours=7)).isoformat()
    with world.open(later) as belofte:
        assert carry_out(belofte).problems == ()
        ended = {(one.system, str(one.verb), str(one.outcome)) for one in belofte.office.show(reference).receipts}
        assert {("mailchimp", "erase", "failed"), ("google-analytics", "erase", "failed")} <= ended
        belofte.office.plan(reference)
        case = world.approve(belofte, reference)
        assert case.row.state == "answered"
        assert ("mailchimp", "done") in {(one.system, str(one.outcome)) for one in case.receipts}
    with open_landscape(policy) as landscape:
        assert landscape.simulator("mailchimp").holds(canary.email) == []
        assert landscape.simulator("google-analytics").calls().by_operation["user-deletion"] >= 1
