"""Breaches: the hours from awareness, a named person decides, both roles, the register (T-17; Art. 33 and 34)."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import World

from belofte.cli.main import run as command_line
from belofte.domain.breach import Breach, BreachKind, OurRole, decided, opened, reported
from belofte.domain.errors import Refused, WrongUse
from belofte.domain.register import RegisterRow
from belofte.domain.task import TaskState
from belofte.loading.breach_hours import breach_hours
from belofte.procedures.office.breaching import overdue_breaches

AWARE = datetime(2026, 11, 27, 15, 30, tzinfo=UTC)
"""A Friday afternoon: the weekend counts."""
BY = ("--by", "P. de Boer")


def at(hours: float) -> str:
    return (AWARE + timedelta(hours=hours)).isoformat()


def cli(world: World, *words: str, now: float = 1) -> tuple[int, str]:
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        status = command_line([*words, "--policy", str(world.made.home.policy), "--now", at(now)])
    return status, out.getvalue()


def answer(world: World, *words: str, now: float = 1) -> dict[str, Any]:
    status, out = cli(world, *words, "--json", now=now)
    assert status == 0, out
    return json.loads(out)


def open_one(world: World, *more: str, now: float = 1, kind: str = "wrong-recipient") -> str:
    made = answer(world, "breach", "open", "--kind", kind, "--aware", at(0), *BY, *more, now=now)
    return made["breach"]["id"]


def tasks(world: World, now: float) -> list[str]:
    return [one["kind"] for one in answer(world, "task", "list", now=now)["tasks"]]


class TestWrongPerson:
    """T-17: a copy reached the wrong person."""

    def asked(self, world: World) -> str:
        with world.open(at(-24)) as belofte:
            reference = world.ask(belofte, "access", world.made.asks)
            world.approve(belofte, reference)
        return reference

    def test_a_breach_opens_with_its_hours_from_awareness_and_a_task_for_a_person(self, world: World) -> None:
        reference = self.asked(world)
        breach = open_one(world, "--request", reference)
        shown = answer(world, "breach", "show", breach)["view"]
        assert shown["breach"]["tell_by"] == at(72), "Monday, at the same hour: the weekend counts"
        assert shown["as_sealed"]
        assert "breach-decide" in tasks(world, 1)
        assert "71 hours left" in cli(world, "breach", "list")[1]

    def test_awareness_in_the_companys_own_zone_is_told_back_in_utc(self, world: World) -> None:
        here = AWARE.astimezone(timezone(timedelta(hours=2))).isoformat()
        said = cli(world, "breach", "open", "--kind", "lost", "--aware", here, *BY)[1]
        assert f"to be told by {AWARE + timedelta(hours=72):%Y-%m-%d %H:%M} UTC" in said

    def test_the_link_to_the_case_names_nobody_and_goes_with_the_case(self, world: World) -> None:
        reference = self.asked(world)
        breach = open_one(world, "--request", reference)
        linked = answer(world, "breach", "show", breach)["view"]["breach"]["case"]
        assert linked
        assert world.made.asks not in cli(world, "breach", "show", breach)[1]
        with world.open(at(2)) as belofte:
            row = RegisterRow("2026-11", "reg-x", "2026-11", "access", "done", True, True, 1, 0, 1, 0)
            belofte.parts.store.close_case(linked, row)
        cli(world, "work", now=3)
        later = answer(world, "breach", "show", breach, now=3)["view"]
        assert later["breach"]["case"] is None
        assert later["as_sealed"], "cutting the link is not tampering"

    def test_a_reference_that_does_not_exist_opens_nothing(self, world: World) -> None:
        status, out = cli(world, "breach", "open", "--kind", "lost", "--aware", at(0), *BY, "--request", "B-0000-000")
        assert status == 2, out
        assert answer(world, "breach", "list")["breaches"] == []


class TestAsController:
    def test_reported_told_and_closed(self, world: World) -> None:
        breach = open_one(world, "--happened", "Een kopie ging naar een ander.", "--category", "profile")
        for step in ("close", "tell"):
            more = ("--to", "anna@post.example") if step == "tell" else ()
            assert cli(world, "breach", step, breach, *more, *BY)[0] == 1
        answer(world, "breach", "decide", breach, "--report", "--tell-persons", "--reasons", "Groot risico.", *BY)
        assert "breach-decide" not in tasks(world, 2)
        assert cli(world, "breach", "tell", breach, "--to", "anna@post.example", *BY)[0] == 1, "no measures yet"
        answer(world, "breach", "describe", breach, "--measures", "De kopie is gewist.", "--advice", "Let op.", *BY)
        answer(world, "breach", "tell", breach, "--to", "anna@post.example", "--language", "nl", *BY, now=3)
        letter = world.letters_to("anna@post.example")[-1]
        for told in ("Een kopie ging naar een ander", "De kopie is gewist", "Let op", "27 november 2026"):
            assert told in letter
        assert "https://autoriteitpersoonsgegevens.nl" in letter
        assert cli(world, "breach", "close", breach, *BY, now=4)[0] == 1, "the authority was not told"
        answer(world, "breach", "report", breach, "--sent", at(4), *BY, now=5)
        closed = answer(world, "breach", "close", breach, *BY, now=6)["breach"]
        assert (closed["closed_by"], closed["decided_by"]) == ("P. de Boer", "P. de Boer")
        assert answer(world, "breach", "list", now=7)["breaches"] == []
        assert len(answer(world, "breach", "list", "--all", now=7)["breaches"]) == 1
        assert tasks(world, 100) == []

    def test_the_text_for_the_form_says_what_is_known_and_what_will_follow(self, world: World) -> None:
        breach = open_one(world, "--happened", "A copy went astray.", "--category", "profile", "--persons", "1")
        fields = {f["name"]: f for f in answer(world, "breach", "report", breach, "--language", "en")["fields"]}
        assert fields["aware"]["value"] == "27 November 2026 16:30", "in the company's time zone"
        assert fields["categories"]["value"] == "customer profile"
        assert not fields["measures"]["known"]
        assert "Waarschijnlijke gevolgen: Nog niet bekend" in cli(world, "breach", "report", breach)[1]

    def test_no_report_is_a_named_persons_decision_with_reasons_and_stays_in_the_register(self, world: World) -> None:
        breach = open_one(world)
        assert cli(world, "breach", "decide", breach, "--no-report", *BY, "--reasons", " ")[0] == 2
        assert cli(world, "breach", "decide", breach, "--no-report", "--by", "", "--reasons", "x")[0] == 2
        answer(world, "breach", "decide", breach, "--no-report", "--reasons", "Ongelezen gewist.", *BY)
        answer(world, "breach", "close", breach, *BY)
        view = answer(world, "breach", "show", breach)["view"]
        assert (view["breach"]["report"], view["words"]["reasons"]) == (False, "Ongelezen gewist.")
        assert cli(world, "breach", "decide", breach, "--report", "--reasons", "Toch.", *BY)[0] == 1

    def test_a_late_report_gives_the_reasons_for_the_delay(self, world: World) -> None:
        breach = open_one(world)
        answer(world, "breach", "decide", breach, "--report", "--reasons", "Risico.", *BY)
        status, out = cli(world, "breach", "report", breach, "--sent", at(73), *BY, now=74)
        assert status == 1
        assert "reasons for the delay" in out
        late = ("--late-because", "The mail server was down.")
        answer(world, "breach", "report", breach, "--sent", at(73), *late, *BY, now=74)
        assert "late" in cli(world, "breach", "list", now=75)[1]


class TestAsProcessor:
    def test_the_customer_is_told_and_decides(self, world: World) -> None:
        breach = open_one(
            world,
            "--role",
            "processor",
            "--happened",
            "A laptop was stolen.",
            "--measures",
            "It was wiped.",
            kind="lost",
        )
        assert answer(world, "breach", "show", breach)["view"]["breach"]["tell_by"] == at(24)
        assert cli(world, "breach", "decide", breach, "--report", "--reasons", "x", *BY)[0] == 1
        answer(world, "breach", "tell", breach, "--to", "office@customer.example", "--language", "en", *BY)
        assert "Article 33(2)" in world.letters_to("office@customer.example")[-1]
        answer(world, "breach", "close", breach, *BY, now=2)


def test_somebody_is_asked_again_while_there_is_time_and_once_more_when_there_is_none(world: World) -> None:
    open_one(world)
    counts: dict[float, list[str]] = {}
    for hours in (23, 25, 49, 73):
        cli(world, "work", now=hours)
        counts[hours] = sorted(tasks(world, hours))
    assert counts[23] == ["breach-decide"]
    assert counts[25] == ["breach-after-24h", "breach-decide"]
    assert counts[73] == ["breach-after-24h", "breach-after-48h", "breach-after-72h", "breach-decide"]
    assert "OVERDUE by 1 hours" in cli(world, "breach", "list", now=73)[1]
    with world.open(at(73)) as belofte:
        assert overdue_breaches(belofte.parts) == (1, 1)


def test_a_row_that_was_changed_behind_our_back_is_noticed(world: World) -> None:
    breach = open_one(world)
    with world.open(at(2)) as belofte, belofte.parts.store.transaction() as tx:
        tx.breaches.save(replace(tx.breaches.get(breach), report=False))
    status, out = cli(world, "breach", "show", breach, now=2)
    assert status == 1
    assert "NOT what was sealed" in out


def test_what_happened_lies_in_the_vault_and_nowhere_in_the_open(world: World) -> None:
    open_one(world, "--happened", "De kopie van Wilhelmina lag op straat.")
    files = [f for f in world.made.home.data.rglob("*") if f.is_file() and "sandbox" not in f.parts]
    assert files
    assert not [f.name for f in files if b"Wilhelmina" in f.read_bytes()]


def test_a_task_about_a_breach_can_be_shown(world: World) -> None:
    open_one(world)
    task = answer(world, "task", "list")["tasks"][0]
    assert task["state"] == TaskState.OPEN
    assert answer(world, "task", "show", task["id"])["reference"] is None


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC))


@given(MOMENTS)
def test_the_hours_run_through_weekends_holidays_and_the_change_of_the_clock(aware: datetime) -> None:
    breach = made(aware)
    assert breach.tell_by - breach.aware_at == timedelta(hours=72)
    assert not breach.is_overdue(breach.tell_by)
    assert breach.is_overdue(breach.tell_by + timedelta(seconds=1))


def made(aware: datetime, role: OurRole = OurRole.CONTROLLER) -> Breach:
    return opened("breach-1", BreachKind.LOST, role, aware, aware, "P. de Boer", breach_hours())


def test_a_high_risk_without_a_report_is_refused_by_its_article() -> None:
    with pytest.raises(Refused, match=r"Art\. 33\(1\) and 34\(1\)"):
        decided(made(AWARE), False, True, AWARE, "P. de Boer", "x")


def test_a_moment_that_cannot_be_is_refused() -> None:
    with pytest.raises(WrongUse, match="future"):
        opened("b", BreachKind.LOST, OurRole.CONTROLLER, AWARE + timedelta(hours=1), AWARE, "P", breach_hours())
    report = decided(made(AWARE), True, False, AWARE, "P. de Boer", "x")
    for sent in (AWARE - timedelta(hours=1), AWARE + timedelta(hours=2)):
        with pytest.raises(WrongUse, match="cannot have been sent"):
            reported(report, sent, AWARE + timedelta(hours=1), "P. de Boer", "")
    with pytest.raises(Refused, match="Nobody decided"):
        reported(made(AWARE), AWARE, AWARE, "P. de Boer", "")
