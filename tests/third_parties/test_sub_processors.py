"""Who works for a processor in turn: a change opens a task, shows in the differences, and is decided by somebody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.rights.commands import told, typed
from tests.worlds import World

from belofte.domain.change import ChangeKind, changes
from belofte.domain.policy import Policy, Recipient, SubProcessor
from belofte.loading.changing import WrittenFact, change_facts
from belofte.loading.folder import load_policy_folder
from belofte.procedures.office.needs_desk import NeedsDesk
from belofte.procedures.publish import publish


def states(world: World, name: str, **facts: str | None) -> None:
    folder = world.made.home.policy
    at = f"recipients.mailchimp.sub_processors.{name}"
    change_facts(folder, [WrittenFact(f"{at}.{key}", value) for key, value in facts.items()])


def tasks(world: World) -> list[dict[str, str]]:
    return [t for t in told(world, "task", "list")["tasks"] if t["kind"] == "sub-processor-changed"]


def needs(world: World) -> list[str]:
    with world.open() as belofte:
        return [f"{need.about.in_('en')} {need.by}" for need in belofte.desk(NeedsDesk).needs().more]


def day(world: World, days: int) -> str:
    with world.open() as belofte:
        return (belofte.parts.today() + timedelta(days=days)).isoformat()


def test_the_first_look_remembers_and_a_change_opens_one_task(world: World) -> None:
    states(world, "mail-cloud", country="IE", does="storage")
    assert typed(world, "work")[0] == 0
    assert tasks(world) == [], "who was there when it began was agreed to"
    states(world, "mail-cloud", country="US")
    for _ in range(2):
        assert typed(world, "work")[0] == 0
    (task,) = tasks(world)
    assert task["system"] == "mailchimp" and task["due_at"]
    assert typed(world, "task", "done", task["id"], "--by", "P. de Boer")[0] != 0, "accepted, or objected?"
    said = ("--by", "P. de Boer", "--words", "objected, letter of today")
    assert typed(world, "task", "done", task["id"], *said)[0] == 0
    assert typed(world, "work")[0] == 0
    assert tasks(world) == []


def test_one_that_was_announced_is_due_on_the_last_day_to_object(world: World) -> None:
    last = day(world, 20)
    states(world, "new-cloud", country="US", does="sending", starts=day(world, 40), object_by=last)
    assert typed(world, "work")[0] == 0
    (task,) = tasks(world)
    assert str(task["due_at"]).startswith(last)
    assert f"Objection to new-cloud (MailChimp): last day {last}" in needs(world)


def test_one_that_is_published_but_not_in_force_yet_is_asked_about_before_it_is_too_late(world: World) -> None:
    """People are told of a new sub-processor weeks beforehand; the processor's day to object is often before that."""
    folder, last = world.made.home.policy, day(world, 20)
    for days, sub in ((-3, None), (30, "new-cloud")):
        with world.open() as belofte:
            at, countries = belofte.parts.now() - timedelta(days=1), belofte.parts.countries
        if sub:
            states(world, sub, country="US", does="sending", starts=day(world, 40), object_by=last)
        change_facts(folder, [WrittenFact("in_force", day(world, days))])
        publish(load_policy_folder(folder), (), countries, at, at.date())
        assert typed(world, "work")[0] == 0
    (task,) = tasks(world)
    assert str(task["due_at"]).startswith(last)
    assert f"Objection to new-cloud (MailChimp): last day {last}" in needs(world)


def published_later(world: World) -> Path:
    """Two versions: one in force, and one that names somebody new, in thirty days. Returns the later one's facts."""
    folder, last = world.made.home.policy, day(world, 20)
    for days, sub in ((-3, None), (30, "new-cloud")):
        with world.open() as belofte:
            at, countries = belofte.parts.now() - timedelta(days=1), belofte.parts.countries
        if sub:
            states(world, sub, country="US", does="sending", starts=day(world, 40), object_by=last)
        change_facts(folder, [WrittenFact("in_force", day(world, days))])
        publish(load_policy_folder(folder), (), countries, at, at.date())
    return folder / "published" / "2" / "source" / "policy.yaml"


def test_a_later_version_that_was_touched_is_a_need_and_stops_nothing(world: World) -> None:
    """Who is announced in it cannot be seen: a person hears which version, and all else goes on."""
    facts = published_later(world)
    as_published = facts.read_bytes()
    assert typed(world, "work")[0] == 0
    assert len(tasks(world)) == 1
    for _ in range(2):
        facts.write_bytes(as_published + b"# touched\n")
        assert typed(world, "work")[0] == 0
        (need,) = [need for need in needs(world) if "version 2" in need.lower()]
        assert "restore it from a copy" in need.lower() and day(world, 30) in need
        assert "new-cloud" not in str(needs(world)), "what was touched is not read"
        facts.write_bytes(as_published)
        assert typed(world, "work")[0] == 0
        assert not [need for need in needs(world) if "version 2" in need.lower()], "it is as it was published"
        assert any("new-cloud" in need for need in needs(world))
        assert len(tasks(world)) == 1, "nobody is asked twice"


def test_fewer_hands_need_no_objection_and_are_remembered(world: World) -> None:
    states(world, "one", country="IE", does="storage")
    states(world, "two", country="IE", does="storage")
    assert typed(world, "work")[0] == 0
    change_facts(world.made.home.policy, [WrittenFact("recipients.mailchimp.sub_processors.two", None)])
    assert typed(world, "work")[0] == 0
    assert tasks(world) == []
    states(world, "two", country="IE", does="storage")
    assert typed(world, "work")[0] == 0
    assert len(tasks(world)) == 1, "who comes back is new again"


def test_it_shows_in_the_differences_as_one_line() -> None:
    def policy(*subs: SubProcessor) -> Policy:
        return Policy(recipients={"mail": Recipient("mail", gets=("x",), sub_processors=subs)})

    one, two = SubProcessor("one", "IE", "storage"), SubProcessor("two", "US", "sending")
    (new,) = changes(policy(one), policy(one, two))
    assert (new.kind, new.path) == (ChangeKind.NEW_SUB_PROCESSOR, "recipients.mail.sub_processors.two")
    assert new.is_material and new.categories == {"x"}
    (gone,) = changes(policy(one, two), policy(one))
    assert gone.kind is ChangeKind.NARROWER
    (moved,) = changes(policy(one), policy(replace(one, country="US")))
    assert moved.kind is ChangeKind.NEW_TRANSFER
    announced = policy(replace(one, object_by=date(2027, 1, 1)))
    assert [change.kind for change in changes(policy(one), announced)] == [ChangeKind.EDITORIAL]
    assert [c.kind for c in changes(Policy(), policy(one))] == [ChangeKind.NEW_RECIPIENT]


@pytest.mark.parametrize(
    ("fact", "told_as"),
    [
        ("recipients.transip.agreement.until", "Agreement with TransIP"),
        ("recipients.transip.secrecy.until", "Secrecy of TransIP"),
        ("recipients.transip.agreement.review", "Agreement with TransIP: review"),
        ("recipients.google.transfer.review", "Transfer to Google: review"),
        ("purposes.improving.dpia.review", "Impact assessment improving: review"),
        ("on_behalf.korenbloem.until", "What we process for Bakkerij De Korenbloem B.V."),
        ("recipients.dhl.ends", "Last day of DHL"),
    ],
)
def test_an_end_is_shown_ahead_with_its_day(world: World, fact: str, told_as: str) -> None:
    soon, far = day(world, 30), day(world, 300)
    folder: Path = world.made.home.policy
    change_facts(folder, [WrittenFact(fact, far)])
    assert not any(told_as in need for need in needs(world))
    change_facts(folder, [WrittenFact(fact, soon)])
    assert f"{told_as} {soon}" in needs(world)


def verdict(world: World, clause: str) -> dict[str, str]:
    (one,) = [v for v in told(world, "check", clause)["verdicts"] if v["clause"] == clause]
    return {"state": one["state"], "reason": one["reason"]["en"]}


def test_an_agreement_warns_before_its_end_and_breaks_the_promise_after_it(world: World) -> None:
    """T-79: expired yesterday, so both the sentence about this company and the one about all of them are broken."""
    folder = world.made.home.policy
    clauses = folder / "clauses.yaml"
    text = clauses.read_text("utf-8")
    plain = "TIP-5: recipients.transip.secrecy\n"
    clauses.write_text("\n".join(plain if x.startswith("TIP-5:") else x for x in text.split("\n")), "utf-8")
    fact = "recipients.transip.agreement.until"
    change_facts(folder, [WrittenFact(fact, day(world, 400))])
    far = verdict(world, "TIP-5")
    assert far["state"] == "kept" and "days left" not in far["reason"]
    change_facts(folder, [WrittenFact(fact, day(world, 12))])
    soon = verdict(world, "TIP-5")
    assert soon["state"] == "kept" and "12 days left" in soon["reason"]
    change_facts(folder, [WrittenFact(fact, day(world, -1))])
    assert verdict(world, "TIP-5")["state"] == "broken"
    assert verdict(world, "SHR-3")["state"] == "broken"
    assert f"Agreement with TransIP {day(world, -1)}" in needs(world)
