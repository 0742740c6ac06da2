"""What became of rectification, restriction, portability, objection and leaving, as promises: each kept, and each
broken on purpose the way it breaks in a company (OBJ-1..3, RES-1..3, REC-1, REC-2, POR-1, POR-3, RET-3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.rights.commands import approve, change_policy, crm, done_by_hand, received, told, typed
from tests.worlds import World, carry_out, fresh_world

from belofte.procedures.rights.handing_over import HandingDesk
from belofte.procedures.rights.service_decision import decide_service

BOER = ("--by", "P. de Boer")
INTEREST = (
    "improving:  {uses: [visit], basis: consent, ask: statistics,",
    'improving:  {uses: [visit], basis: legitimate-interest, interest: "a better site",',
)
"""The statistics rest on legitimate interest: nobody can be told to stop them by a column, a person does it."""
ALL = ("OBJ-1", "OBJ-2", "OBJ-3", "RES-1", "RES-2", "RES-3", "REC-1", "REC-2", "POR-1", "POR-3", "RET-3")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return fresh_world(tmp_path / "home")


def verdict(world: World, clause: str, *more: str) -> dict[str, Any]:
    (found,) = told(world, "check", clause, *more)["verdicts"]
    return found


def state(world: World, clause: str, *more: str) -> str:
    return str(verdict(world, clause, *more)["state"])


def in_(world: World, **span: int) -> tuple[str, str]:
    """The same moment, so much later, as the command line takes it."""
    with world.open() as belofte:
        return "--now", (belofte.parts.now() + timedelta(**span)).isoformat()


def confirmed(world: World, right: str, *more: str) -> str:
    reference = received(world, right, world.made.asks, *more)
    assert typed(world, "request", "confirm", reference)[0] == 0
    return reference


def restricted(world: World) -> str:
    reference = confirmed(world, "restriction")
    approve(world, reference)
    done_by_hand(world)
    return reference


def corrected(world: World) -> str:
    reference = received(world, "rectification", world.made.asks)
    name = ("request", "correct", reference, "--kind", "name", "--to", "Anna Bakker", *BOER)
    assert typed(world, *name)[0] == 0
    assert typed(world, "request", "confirm", reference)[0] == 0
    approve(world, reference)
    done_by_hand(world)
    return reference


@pytest.fixture
def away(world: World) -> Iterator[World]:
    """The customer database does not answer."""
    place = world.made.home.sandbox / "crm.sqlite"
    moved = place.rename(place.with_suffix(".away"))
    yield world
    place.unlink(missing_ok=True)
    moved.rename(place)


@pytest.mark.parametrize("clause", ALL)
def test_before_the_first_request_nothing_is_kept_and_it_says_so(world: World, clause: str) -> None:
    found = verdict(world, clause)
    assert found["state"] == "unknown"
    assert not any("no record of this" in text for text in found["reason"].values())


def test_an_objection_that_stopped_at_once_is_kept_with_its_measure(world: World) -> None:
    received(world, "objection", world.made.asks, "--purpose", "newsletter")
    found = verdict(world, "OBJ-2")
    assert found["state"] == "kept", found
    assert "in the systems within" in found["reason"]["en"]
    assert state(world, "OBJ-1") == "kept"
    assert state(world, "OBJ-3") == "kept"


def test_a_sync_that_subscribes_who_objected_breaks_the_stop_and_the_stop_for_good(world: World) -> None:
    received(world, "objection", world.made.asks, "--purpose", "newsletter")
    crm(world, "UPDATE subscriptions SET status = 'subscribed' WHERE email = ?", world.made.asks)
    for clause in ("OBJ-2", "OBJ-3"):
        found = verdict(world, clause)
        assert found["state"] == "broken", found
        (place,) = found["instances"]
        assert place["place"].endswith(": crm")
        assert world.made.asks not in str(found)


def test_who_says_yes_again_after_objecting_breaks_nothing(world: World) -> None:
    received(world, "objection", world.made.asks, "--purpose", "newsletter")
    given = ("consent", "give", world.made.asks, "--purpose", "newsletter", "--method", "form", *BOER)
    assert typed(world, *given)[0] == 0
    crm(world, "UPDATE subscriptions SET status = 'subscribed' WHERE email = ?", world.made.asks)
    assert state(world, "OBJ-2") == "kept"


def test_a_system_that_is_away_is_first_not_seen_and_past_the_bound_broken(away: World) -> None:
    received(away, "objection", away.made.asks, "--purpose", "newsletter")
    assert state(away, "OBJ-2", *in_(away, minutes=30)) == "unknown"
    found = verdict(away, "OBJ-2", *in_(away, minutes=90))
    assert found["state"] == "broken"
    assert [one["place"].partition(": ")[2] for one in found["instances"]] == ["stopped late"]


def test_a_stop_that_cannot_be_looked_at_today_is_not_kept(world: World) -> None:
    received(world, "objection", world.made.asks, "--purpose", "newsletter")
    place = world.made.home.sandbox / "crm.sqlite"
    moved = place.rename(place.with_suffix(".away"))
    for clause in ("OBJ-2", "OBJ-3"):
        found = verdict(world, clause)
        assert found["state"] == "unknown"
        assert "could not look in crm" in found["reason"]["en"]
    place.unlink(missing_ok=True)
    moved.rename(place)


def test_an_objection_that_lay_about_before_it_was_registered_was_not_stopped_at_once(world: World) -> None:
    with world.open() as belofte:
        days_ago = (belofte.parts.now() - timedelta(days=2)).isoformat()
    received(world, "objection", world.made.asks, "--purpose", "newsletter", "--received", days_ago)
    assert state(world, "OBJ-2") == "broken"


@pytest.mark.parametrize("how", ["", "called back on the known number"])
def test_an_objection_that_was_taken_over_is_measured_from_then_and_the_delay_is_said(
    world: World, tmp_path: Path, how: str
) -> None:
    """It came in days before there was anything here that could stop it."""
    with world.open() as belofte:
        day = belofte.parts.today() - timedelta(days=6)
    file = tmp_path / "open.csv"
    file.write_text(f"received,right,address,identified\n{day},objection,{world.made.asks},{how}\n", "utf-8")
    assert typed(world, "import", str(file), "--kind", "requests", *BOER)[0] == 0
    typed(world, "work")
    done_by_hand(world)
    found = verdict(world, "OBJ-2")
    assert found["state"] == "kept", found
    assert "1 taken over and measured from then: it lay elsewhere for up to 6 days" in found["reason"]["en"]
    assert "6 dagen na ontvangst" in found["reason"]["nl"]


def test_what_was_taken_over_and_not_stopped_within_the_bound_is_broken(away: World, tmp_path: Path) -> None:
    with away.open() as belofte:
        day = belofte.parts.today() - timedelta(days=6)
    file = tmp_path / "open.csv"
    file.write_text(f"received,right,address\n{day},objection,{away.made.asks}\n", "utf-8")
    assert typed(away, "import", str(file), "--kind", "requests", *BOER)[0] == 0
    assert state(away, "OBJ-2", *in_(away, minutes=90)) == "broken"


def test_work_by_hand_has_until_the_end_of_the_working_day(world: World) -> None:
    change_policy(world, *INTEREST)
    received(world, "objection", world.made.asks, "--purpose", "improving")
    found = verdict(world, "OBJ-2")
    assert found["state"] == "unknown"
    assert "by hand are open, in time" in found["reason"]["en"]
    late = verdict(world, "OBJ-2", *in_(world, days=8))
    assert late["state"] == "broken"
    assert "end of the working day" in late["reason"]["en"]
    assert done_by_hand(world) == 1
    assert state(world, "OBJ-2") == "kept"


def test_a_rejection_is_told_first_and_what_is_taken_up_afterwards_is_no_late_stop(world: World) -> None:
    change_policy(world, *INTEREST)
    reference = confirmed(world, "objection", "--purpose", "improving")
    done_by_hand(world)
    assert state(world, "OBJ-3") == "unknown"
    assert typed(world, "request", "weigh", reference, "--reject", "--reasons", "zwaarder", *BOER)[0] == 0
    assert state(world, "OBJ-3") == "kept"
    assert state(world, "OBJ-2", *in_(world, days=8)) == "kept", "taking up again has no such day"
    done_by_hand(world)
    assert [state(world, clause) for clause in ("OBJ-2", "OBJ-3")] == ["kept"] * 2


def test_an_answer_that_came_back_confirms_nothing(world: World) -> None:
    reference = restricted(world)
    assert state(world, "RES-2") == "kept"
    status, said = typed(world, "request", "bounced", reference, *BOER)
    assert status == 0, said
    found = verdict(world, "RES-2")
    assert (found["state"], "came back" in found["reason"]["en"]) == ("unknown", True)


def test_a_refused_objection_in_the_register_breaks_the_right_to_object(world: World, tmp_path: Path) -> None:
    """Brought along from before: somebody refused it at the door."""
    received(world, "objection", world.made.asks, "--purpose", "newsletter")
    file = tmp_path / "register.csv"
    file.write_text("received,closed,right,outcome,law_kept\n2025-01,2025-02,objection,refused,yes\n", "utf-8")
    status, said = typed(world, "import", str(file), "--kind", "register", *BOER)
    assert status == 0, said
    found = verdict(world, "OBJ-1")
    assert (found["state"], found["instances"]) == ("broken", [{"place": "register 2025-02", "count": 1}])


def test_a_restriction_is_kept_while_it_stands_in_every_system(world: World) -> None:
    reference = confirmed(world, "restriction")
    assert state(world, "RES-1") == "unknown"
    approve(world, reference)
    assert state(world, "RES-1") == "unknown", "what a person does is not done yet"
    done_by_hand(world)
    assert [state(world, clause) for clause in ("RES-1", "RES-2", "RES-3")] == ["kept"] * 3


def test_a_mark_that_somebody_takes_away_breaks_the_restriction(world: World) -> None:
    restricted(world)
    crm(world, "UPDATE customers SET blocked = 0 WHERE email = ?", world.made.asks)
    assert [state(world, clause) for clause in ("RES-1", "RES-3")] == ["broken"] * 2


def test_a_restriction_refused_for_want_of_a_ground_is_a_broken_promise(world: World) -> None:
    reference = confirmed(world, "restriction")
    assert typed(world, "request", "refuse", reference, "--ground", "Art. 18(1) GDPR", *BOER)[0] == 0
    assert state(world, "RES-1") == "broken"
    change_policy(world, "restriction: {for: anyone", "restriction: {for: law-grounds")
    assert state(world, "RES-1") == "unknown"


def test_a_restriction_that_the_company_lifts_itself_is_a_broken_promise(world: World) -> None:
    """Under a policy that let it, and that was changed back."""
    reference = restricted(world)
    change_policy(world, "lifted_by: subject", "lifted_by: controller")
    assert typed(world, "request", "lift", reference, *BOER, "--reasons", "Het adres klopt.")[0] == 0
    done_by_hand(world)
    assert state(world, "RES-3") == "kept", "told before it was lifted"
    change_policy(world, "lifted_by: controller", "lifted_by: subject")
    found = verdict(world, "RES-3")
    assert (found["state"], "only the person may" in found["reason"]["en"]) == ("broken", True)


def test_lifted_by_the_person_is_kept(world: World) -> None:
    reference = restricted(world)
    assert typed(world, "request", "lift", reference)[0] == 0
    done_by_hand(world)
    assert state(world, "RES-3") == "kept"


def test_a_restriction_that_a_keeper_would_not_carry_out_was_confirmed_in_vain(world: World) -> None:
    reference = confirmed(world, "restriction")
    approve(world, reference)
    (task,) = [one for one in told(world, "task", "list")["tasks"] if one["kind"] == "ask_person"]
    refused = ("task", "done", task["id"], *BOER, "--outcome", "refused", "--words", "Dat kan het systeem niet.")
    status, said = typed(world, *refused)
    assert status == 0, said
    assert [state(world, clause) for clause in ("RES-1", "RES-2")] == ["broken"] * 2


def test_a_correction_is_kept_until_an_old_value_comes_back(world: World) -> None:
    old = world.made.name_of(world.made.asks)
    corrected(world)
    with world.open() as belofte:
        carry_out(belofte)
    tell = [one for one in told(world, "task", "list")["tasks"] if one["kind"] == "tell-recipients"]
    for task in tell:
        assert state(world, "REC-1") == "unknown"
        assert typed(world, "task", "done", task["id"], *BOER)[0] == 0
    assert [state(world, clause) for clause in ("REC-1", "REC-2")] == ["kept"] * 2
    crm(world, "UPDATE customers SET full_name = ? WHERE email = ?", old, world.made.asks)
    found = verdict(world, "REC-1")
    assert found["state"] == "broken", found
    assert old not in str(found)


def test_a_later_correction_of_the_same_breaks_no_earlier_one(world: World) -> None:
    corrected(world)
    reference = received(world, "rectification", world.made.asks)
    name = ("request", "correct", reference, "--kind", "name", "--to", "Anna de Bakker", *BOER)
    assert typed(world, *name)[0] == 0
    assert typed(world, "request", "confirm", reference)[0] == 0
    approve(world, reference)
    done_by_hand(world)
    assert state(world, "REC-1") != "broken"


def test_a_copy_taken_along_is_kept_and_a_denied_one_breaks_it(world: World) -> None:
    with world.open() as belofte:
        reference = world.ask(belofte, "portability", world.made.asks)
        world.approve(belofte, reference)
        belofte.desk(HandingDesk).name_party(reference, "import@elders.example", "P. de Boer")
        belofte.work.tend()
        desk = belofte.desk(HandingDesk)
        assert desk.confirm(world.link_for(world.made.asks)) == "open"
        belofte.work.tend()
        assert b"".join(desk.fetch(world.link_for("import@elders.example")) or ())[:2] == b"PK"
    found = verdict(world, "POR-1")
    assert (found["state"], "handed over 1 times" in found["reason"]["en"]) == ("kept", True)
    other = received(world, "portability", world.made.leaves)
    assert typed(world, "request", "refuse", other, "--ground", "Art. 20(1) GDPR", *BOER)[0] == 0
    assert state(world, "POR-1") == "broken"


def test_a_decision_about_the_service_is_kept_once_the_person_has_the_letter(world: World) -> None:
    with world.open() as belofte:
        reference = world.ask(belofte, "portability", world.made.asks)
        world.approve(belofte, reference)
    assert state(world, "POR-3") == "kept", "nothing ends by itself"
    with world.open() as belofte:
        decide_service(belofte.parts, reference, "P. de Boer", "De dienst gaat door.")
    assert state(world, "POR-3") == "unknown", "the letter is on its way"
    with world.open() as belofte:
        belofte.work.tend()
    assert state(world, "POR-3") == "kept"


def test_a_notice_of_leaving_without_its_erasure_breaks_the_promise(world: World) -> None:
    told(world, "leave", world.made.leaves)
    assert state(world, "RET-3") == "kept"
    change_policy(world, "leaving: counts-as-erasure", "leaving: ends-contract-only")
    told(world, "leave", world.made.asks)
    change_policy(world, "leaving: ends-contract-only", "leaving: counts-as-erasure")
    found = verdict(world, "RET-3")
    assert (found["state"], found["instances"]) == ("broken", [{"place": "notices of leaving", "count": 1}])
