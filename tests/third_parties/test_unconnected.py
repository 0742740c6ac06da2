"""Processors whose system is not connected: named at the approval, one task each, told in the answer while open."""

from __future__ import annotations

from tests.rights.commands import approve, received, told, typed
from tests.rights.mailing import add_mailing
from tests.worlds import World

MAILING = "privacy@mailchimp.example"
TASK = "ask-processor"


def tasks(world: World) -> dict[str, dict[str, object]]:
    return {t["system"]: t for t in told(world, "task", "list")["tasks"] if t["kind"] == TASK}


def asked(world: World, right: str = "access") -> str:
    reference = received(world, right, world.made.asks)
    assert typed(world, "request", "confirm", reference)[0] == 0
    return reference


def names_in(question: str) -> set[str]:
    return {name.strip() for name in question.partition(":")[2].split(",")}


def test_approving_makes_one_task_a_processor_that_nobody_could_search(world: World) -> None:
    reference = asked(world)
    plan = told(world, "request", "show", reference)["case"]["plan"]
    (named,) = [question for question in plan["questions"] if question.startswith("no system is connected for")]
    assert not tasks(world)
    approve(world, reference)
    made = tasks(world)
    assert "mailchimp" in made
    assert set(made) == names_in(named), "who is named becomes a task, and nobody else is named"
    (others,) = [question for question in plan["questions"] if question.startswith("not-connected-and-answer")]
    assert {"postnl", "bank"} <= names_in(others), "a carrier and a bank answer for their own data"
    assert "authority" not in str(plan["questions"]), "an authority is nobody's processor: disclosures have a register"
    assert all(task["due_at"] for task in made.values())


def test_the_processor_gets_what_it_needs_to_search_and_the_person_hears_what_is_open(world: World) -> None:
    reference = asked(world)
    approve(world, reference)
    assert typed(world, "work")[0] == 0
    letter = world.letters_to(MAILING)[-1]
    assert world.made.asks in letter
    assert "verzoek" in letter
    answer = world.letters_to(world.made.asks)[-1]
    assert "nog met de hand" in answer
    assert "MailChimp" in answer
    task = str(tasks(world)["mailchimp"]["id"])
    assert typed(world, "task", "done", task, "--by", "P. de Boer")[0] == 0
    assert typed(world, "work")[0] == 0
    assert "MailChimp" in world.letters_to(world.made.asks)[-1]
    assert "mailchimp" not in tasks(world)
    assert told(world, "request", "show", reference)["case"]["row"]["state"] == "answered"


def test_an_erasure_is_not_asked_of_the_same_processor_by_two_letters(world: World) -> None:
    """Article 19 tells it when it was done; the task stands from the approval on."""
    approve(world, asked(world, "erasure"))
    assert typed(world, "work")[0] == 0
    assert "mailchimp" in tasks(world)
    assert len(world.letters_to(MAILING)) == 1


def test_a_connected_processor_is_no_task(world: World) -> None:
    add_mailing(world)
    approve(world, asked(world))
    assert "mailchimp" not in tasks(world)
