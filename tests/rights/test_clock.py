"""Two clocks, two results: what was promised and what the law allows (T-05, T-06, T-18 to T-25)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.clocks import GOLDEN, Clock
from tests.rights.commands import approve, change_policy, told, typed
from tests.rights.mail_servers import mail_answers
from tests.worlds import World, carry_out, keep_word

from belofte.cli.main import run
from belofte.domain.clock import due_dates, local_date
from belofte.domain.country import Holidays
from belofte.domain.policy import Period, Unit
from belofte.loading.countries import load_countries, load_holidays
from belofte.ports import Delivery, Letter, Mailer

REFERENCE = Path(__file__).parents[2] / "examples" / "linprofs"
BY = ("--by", "P. de Boer")
THIRTY_DAYS = Period(30, Unit.DAYS)
FIRST, LAST = date(2024, 1, 1), date(2040, 12, 31)

NAMES = ("received", "law_due", "promise_due", "due", "work_by", "law_ext_due")


@pytest.mark.parametrize("row", GOLDEN)
def test_the_command_gives_every_golden_date_with_its_reason(capsys: pytest.CaptureFixture[str], row: str) -> None:
    """T-18 (T-19 is the first line, T-20 the fifth)."""
    wanted = dict(zip(NAMES, row.split(), strict=True))
    assert run(["due", "--received", wanted["received"], "--policy", str(REFERENCE), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert {name: shown[name] for name in NAMES} == wanted
    assert all(shown["reasons"][name] for name in NAMES[1:])
    assert shown["calendar"].startswith("NL ")


def every_day() -> Iterator[date]:
    return (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))


@pytest.mark.parametrize("country", ["NL", "BE"])
def test_what_holds_for_every_day_of_seventeen_years(country: str) -> None:
    """T-18, for both countries: the law never ends on a day off, the office never works on one, nothing is skipped."""
    holidays = load_holidays(country, 2023, 2042)
    before = due_dates(FIRST - timedelta(days=1), THIRTY_DAYS, holidays)
    for day in every_day():
        dates = due_dates(day, THIRTY_DAYS, holidays)
        promised = day + timedelta(days=30)
        assert dates.promise_due == promised
        assert day < dates.work_by <= dates.due <= dates.law_due < dates.law_ext_due
        assert dates.due == min(dates.law_due, promised)
        for last in (dates.law_due, dates.law_ext_due):
            assert last.weekday() < 5 and last not in holidays.undisputed
        assert dates.work_by.weekday() < 5 and dates.work_by not in holidays.widest
        assert all(is_off(skipped, holidays.widest) for skipped in between(dates.work_by, dates.due))
        assert dates.law_due >= before.law_due and dates.due >= before.due
        before = dates


def is_off(day: date, holidays: frozenset[date]) -> bool:
    return day.weekday() >= 5 or day in holidays


def between(after: date, until: date) -> list[date]:
    return [after + timedelta(days=n) for n in range(1, (until - after).days + 1)]


@pytest.mark.parametrize("country", ["NL", "BE"])
def test_the_widest_set_holds_the_undisputed_one(country: str) -> None:
    holidays = load_holidays(country, 2024, 2040)
    assert holidays.undisputed < holidays.widest


@pytest.mark.parametrize(
    ("written", "law_due", "work_by"),
    [
        ([], "2027-05-07", "2027-05-04"),
        (["2027-05-07"], "2027-05-10", "2027-05-04"),
        (["2027-05-07:law"], "2027-05-10", "2027-05-04"),
        (["2027-05-07:office"], "2027-05-07", "2027-05-04"),
        (["2027-05-04:office"], "2027-05-07", "2027-05-03"),
        (["2027-05-04:law"], "2027-05-07", "2027-05-04"),
    ],
)
def test_a_decreed_day_is_entered_in_one_set_or_both(
    world: World, written: list[str], law_due: str, work_by: str
) -> None:
    """T-25: 5 May and Ascension Day lie side by side in 2027; the Friday after may be decreed free."""
    days = ", ".join(f'"{day}"' for day in written)
    (world.made.home.path / "belofte.toml").write_text(f"decreed_days = [{days}]\n", "utf-8")
    shown = told(world, "due", "--received", "2027-04-05")
    assert (shown["law_due"], shown["work_by"]) == (law_due, work_by)
    assert all(day in shown["calendar"] for day in written)


def test_a_decreed_day_that_is_no_day_is_refused_by_name(world: World) -> None:
    (world.made.home.path / "belofte.toml").write_text('decreed_days = ["7 May"]\n', "utf-8")
    status, said = typed(world, "due", "--received", "2027-04-05")
    assert status == 2
    assert "decreed_days" in said and "2027-05-07" in said


def test_the_day_is_the_policys_through_the_change_of_the_clock(world: World) -> None:
    """Summer time begins on 29 March 2026 and ends on 25 October: 22:30 UTC is another day in summer only."""
    for moment, day in (
        ("2027-03-27T22:59:00+00:00", "2027-03-27"),
        ("2027-03-27T23:00:00+00:00", "2027-03-28"),
        ("2027-03-28T21:59:00+00:00", "2027-03-28"),
        ("2027-03-28T22:00:00+00:00", "2027-03-29"),
        ("2027-10-30T21:59:00+00:00", "2027-10-30"),
        ("2027-10-30T22:00:00+00:00", "2027-10-31"),
        ("2027-10-31T22:59:00+00:00", "2027-10-31"),
        ("2027-10-31T23:00:00+00:00", "2027-11-01"),
    ):
        assert str(local_date(datetime.fromisoformat(moment), "Europe/Amsterdam")) == day
    reference = received(world, "2027-03-28T22:00:00Z")
    assert clock(world, reference, "2027-03-29T08:00:00Z")["received_on"] == "2027-03-29"


def test_each_country_brings_its_own_zone_and_days() -> None:
    countries = load_countries().by_code
    assert {code: country.time_zone for code, country in countries.items()} == {
        "NL": "Europe/Amsterdam",
        "BE": "Europe/Brussels",
    }
    belgian: Holidays = load_holidays("BE", 2026, 2026)
    assert due_dates(date(2026, 6, 21), None, belgian).law_due == date(2026, 7, 22)


# From here on: one request, on the command line. Received Thursday 4 February 2027, 10:00 in Amsterdam: promised by
# Saturday 6 March, by law on Thursday 4 March, extended by Tuesday 4 May.
DAY_0 = "2027-02-04T09:00:00Z"
LAW, EXTENDED, PROMISED = "2027-03-04", "2027-05-04", "2027-03-06"


def received(world: World, now: str = DAY_0, *more: str) -> str:
    words = ("request", "receive", "--right", "access", "--from", world.made.asks, "--now", now, *more)
    return str(told(world, *words)["reference"])


def clock(world: World, reference: str, now: str) -> dict[str, Any]:
    return told(world, "request", "clock", reference, "--now", now)["clock"]


def on(day: str, time: str = "10:00") -> str:
    return f"{day}T{time}:00Z"


def extended(world: World, reference: str, now: str, *more: str) -> tuple[int, str]:
    ground = more or ("--ground", "complexity")
    words = ("request", "extend", reference, *ground, "--reasons", "seven systems hold your data", *BY)
    return typed(world, *words, "--now", now)


def answered(world: World, reference: str, now: str) -> None:
    vouched = ("request", "identify", reference, "--how", "called back on the known number", *BY, "--now", now)
    assert typed(world, *vouched)[0] == 0
    plan = told(world, "request", "show", reference, "--now", now)["case"]["plan"]
    typed(world, "request", "read", reference, *BY, "--now", now)
    status, said = typed(world, "request", "approve", reference, "--plan", plan["id"], *BY, "--now", now)
    assert status == 0, said


def test_a_timely_question_moves_the_laws_day_and_never_the_promise(world: World) -> None:
    """T-05: asked one day after receipt, answered nine days later."""
    reference = received(world)
    words = ("request", "ask-identity", reference, "--doubt", "the name is another one than we know", *BY)
    assert typed(world, *words, "--now", on("2027-02-05"))[0] == 0
    waiting = clock(world, reference, on("2027-02-08"))
    assert (waiting["law"], waiting["promise"], waiting["suspended_days"]) == ("suspended", "running", 3)
    vouched = ("request", "identify", reference, "--how", "called back on the known number", *BY)
    assert typed(world, *vouched, "--now", on("2027-02-14"))[0] == 0
    seen = clock(world, reference, on("2027-02-14"))
    assert (seen["suspended_from"], seen["suspended_until"], seen["suspended_days"]) == ("2027-02-05", "2027-02-14", 9)
    assert (seen["law_due"], seen["law_due_without_waiting"]) == ("2027-03-15", LAW), "13 March is a Saturday"
    assert (seen["promise_due"], seen["due"], seen["late_asked"]) == (PROMISED, PROMISED, False)
    said = typed(world, "request", "show", reference, "--now", on("2027-02-15"))[1]
    assert LAW in said and "2027-03-15" in said and PROMISED in said, "both dates are shown"


def test_a_question_asked_late_credits_nothing_and_is_flagged(world: World) -> None:
    """T-06: asked on day 25."""
    reference = received(world)
    words = ("request", "ask-identity", reference, "--doubt", "the name is another one than we know", *BY)
    assert typed(world, *words, "--now", on("2027-03-01"))[0] == 0
    seen = clock(world, reference, on("2027-03-02"))
    assert (seen["late_asked"], seen["suspended_days"], seen["law_due"]) == (True, 0, LAW)
    typed(world, "request", "identify", reference, "--how", "called back", *BY, "--now", on("2027-03-03"))
    assert clock(world, reference, on("2027-03-03"))["law_due"] == LAW
    assert "too late" in typed(world, "request", "show", reference, "--now", on("2027-03-03"))[1]


def test_what_is_timely_is_the_policys_to_say(world: World) -> None:
    """T-06: the company promises to ask within a day; then the third day is late."""
    change_policy(world, "  answer_within: 30 days", "  ask_identity_within: 1 days\n  answer_within: 30 days")
    reference = received(world)
    words = ("request", "ask-identity", reference, "--doubt", "the name is another one than we know", *BY)
    typed(world, *words, "--now", on("2027-02-07"))
    assert clock(world, reference, on("2027-02-08"))["late_asked"] is True


def test_a_question_that_was_not_delivered_stops_nothing(world: World) -> None:
    reference = received(world)
    words = ("request", "ask-identity", reference, "--doubt", "the name is another one than we know", *BY)
    with mail_answers(world, "550 5.1.1 no such mailbox"):
        typed(world, *words, "--now", on("2027-02-05"))
    seen = clock(world, reference, on("2027-02-10"))
    assert (seen["law"], seen["suspended_from"], seen["law_due"]) == ("running", None, LAW)


def test_told_longer_in_time_is_lawful_and_the_promise_is_broken(world: World) -> None:
    """T-21: told with reasons on day 20, answered on day 60; two results in case, queue and register."""
    reference = received(world)
    assert extended(world, reference, on("2027-02-24"))[0] == 0
    assert any("seven systems hold your data" in letter for letter in world.letters_to(world.made.asks))
    seen = clock(world, reference, on("2027-03-10"))
    assert (seen["promise"], seen["law"], seen["extension"]) == ("broken", "running", "in-force")
    assert (seen["law_end"], seen["promise_due"]) == (EXTENDED, PROMISED)
    row = told(world, "request", "list", "--now", on("2027-03-10"))["requests"][0]
    assert (row["promise"], row["law"]) == ("broken", "running")
    answered(world, reference, on("2027-04-05"))
    seen = clock(world, reference, on("2027-04-06"))
    assert (seen["promise"], seen["law"]) == ("broken", "kept")
    with world.open(on("2027-04-06")) as belofte:
        assert keep_word(belofte), "the processors that are not connected were promised to be asked"
    typed(world, "work", "--now", on("2027-07-01"))
    kept = told(world, "register", "--now", on("2027-07-01"))["rows"][0]
    assert (kept["promise_kept"], kept["law_kept"]) == (False, True)


def test_an_extension_after_the_month_is_refused_with_the_article(world: World) -> None:
    """T-22: the day after."""
    reference = received(world)
    status, said = extended(world, reference, on("2027-03-05"))
    assert status == 1
    assert "Art. 12(3)" in said and LAW in said
    seen = clock(world, reference, on("2027-03-08"))
    assert (seen["promise"], seen["law"], seen["extension"]) == ("broken", "broken", None)


def test_an_extension_that_arrives_after_the_month_is_void(world: World) -> None:
    """T-22: written on the last day; the mail server takes it the day after."""
    reference = received(world)
    with mail_answers(world, "451 4.3.2 not now"):
        extended(world, reference, on(LAW, "20:00"))
    assert clock(world, reference, on(LAW, "21:00"))["extension"] == "asked"
    typed(world, "work", "--now", on("2027-03-05"))
    seen = clock(world, reference, on("2027-03-08"))
    assert (seen["extension"], seen["promise"], seen["law"], seen["law_end"]) == ("void", "broken", "broken", LAW)
    tasks = told(world, "task", "list", "--now", on("2027-03-08"))["tasks"]
    assert "extension-void" in [task["kind"] for task in tasks]


def test_an_extension_that_bounced_was_not_told(world: World) -> None:
    """T-22: a bounced letter is not delivered."""
    reference = received(world)
    with mail_answers(world, "550 5.1.1 no such mailbox"):
        extended(world, reference, on("2027-02-20"))
    seen = clock(world, reference, on("2027-03-08"))
    assert (seen["extension"], seen["law"], seen["law_end"]) == ("asked", "broken", LAW)
    tasks = told(world, "task", "list", "--now", on("2027-03-08"))["tasks"]
    assert "letter-not-delivered" in [task["kind"] for task in tasks]


def test_another_ground_is_a_persons_decision_and_shows_as_doubtful(world: World) -> None:
    """T-21."""
    reference = received(world)
    assert extended(world, reference, on("2027-02-20"), "--ground", "holidays of our staff")[0] == 0
    seen = clock(world, reference, on("2027-02-21"))
    assert (seen["extension"], seen["extension_doubtful"]) == ("in-force", True)
    assert "does not name" in typed(world, "request", "show", reference, "--now", on("2027-02-21"))[1]


def test_an_outage_is_no_ground_for_an_extension(world: World) -> None:
    reference = received(world)
    database = world.made.home.sandbox / "crm.sqlite"
    elsewhere = database.rename(database.with_suffix(".away"))
    try:
        typed(world, "request", "identify", reference, "--how", "called back", *BY, "--now", on("2027-02-19"))
        typed(world, "request", "plan", reference, "--now", on("2027-02-19"))
    finally:
        elsewhere.rename(database)
    status, said = extended(world, reference, on("2027-02-20"), "--ground", "the database is down")
    assert status == 1 and "waits for crm, and an outage is no ground for an extension" in said
    assert clock(world, reference, on("2027-02-21"))["extension"] is None
    assert extended(world, reference, on("2027-02-20"))[0] == 0, "a complex request stays one"


@pytest.mark.parametrize("ground", ["outage", "een storing bij KPN", "the database was down"])
def test_an_outage_is_no_ground_either_where_nothing_waits_for_a_system(world: World, ground: str) -> None:
    """Whether it is over or never was: what breaks at the company is not the person's to wait for."""
    reference = received(world)
    status, said = extended(world, reference, on("2027-02-20"), "--ground", ground)
    assert status == 1 and "An outage is no ground for an extension" in said, said


@pytest.mark.parametrize("given", [("--reasons", ""), ("--reasons", "  "), ("--ground", "")])
def test_no_extension_without_ground_and_reasons(world: World, given: tuple[str, str]) -> None:
    reference = received(world)
    words = {"--ground": "complexity", "--reasons": "seven systems"} | dict([given])
    flat = [word for pair in words.items() for word in pair]
    status, said = typed(world, "request", "extend", reference, *flat, *BY, "--now", on("2027-02-20"))
    assert status == 2
    assert "Art. 12(3)" in said


def test_a_term_is_extended_once_and_not_after_the_answer(world: World) -> None:
    reference = received(world)
    extended(world, reference, on("2027-02-10"))
    status, said = extended(world, reference, on("2027-02-12"))
    assert status == 1 and "once" in said
    answered(world, reference, on("2027-02-13"))
    other = received(world, on("2027-02-14"))
    answered(world, other, on("2027-02-15"))
    status, said = extended(world, other, on("2027-02-16"))
    assert status == 1 and "answered" in said


def test_an_automatic_receipt_is_no_reaction(world: World) -> None:
    """T-23: the receipt went out on day 0, the reminder after it, and nothing else."""
    reference = received(world)
    assert len(world.letters_to(world.made.asks)) >= 1
    typed(world, "work", "--now", on("2027-02-20"))
    before, after = clock(world, reference, on(LAW)), clock(world, reference, on("2027-03-05"))
    assert (before["promise"], before["law"]) == ("running", "running")
    assert (after["promise"], after["law"]) == ("running", "broken")
    late = clock(world, reference, on("2027-03-07"))
    assert (late["promise"], late["law"], late["accepted_at"]) == ("broken", "broken", None)


@dataclass
class SlowMail:
    """A mail route on which the other side takes two minutes to accept the answer."""

    route: Mailer
    hands: Clock

    def send(self, message: Letter) -> Delivery:
        delivery = self.route.send(message)
        if "Uw gegevens staan klaar" in message.text:
            self.hands.moment += timedelta(minutes=2)
        return delivery


def test_sent_at_a_minute_to_midnight_and_accepted_after_it_is_in_time_with_a_warning(world: World) -> None:
    """T-24: 23:59 in Amsterdam on the law's last day, accepted at 00:01; both moments are kept."""
    change_policy(world, "  answer_within: 30 days", "  answer_within: 28 days")
    reference = received(world)
    typed(world, "request", "confirm", reference, "--now", DAY_0)
    typed(world, "request", "read", reference, *BY, "--now", on("2027-03-01"))
    sent = datetime(2027, 3, 4, 22, 59, tzinfo=UTC)
    with world.open(sent.isoformat()) as belofte:
        hands = Clock(sent)
        slow = replace(belofte.parts, clock=hands, mailer=SlowMail(belofte.parts.mailer, hands))
        belofte.current.parts = slow
        plan = belofte.office.show(reference).plan
        assert plan is not None
        belofte.office.approve(reference, plan.id, "P. de Boer")
        carry_out(belofte)
    seen = clock(world, reference, on("2027-03-05"))
    assert (seen["promise"], seen["law"], seen["accepted_later"]) == ("kept", "kept", True)
    assert (seen["sending_began_at"], seen["accepted_at"]) == ("2027-03-04T22:59:00+00:00", "2027-03-04T23:01:00+00:00")
    assert "accepted after the day had ended" in typed(world, "request", "show", reference)[1]


def test_a_second_attempt_after_midnight_is_late(world: World) -> None:
    """T-24, the other way round: the first attempt was not accepted."""
    reference = received(world)
    typed(world, "request", "confirm", reference, "--now", DAY_0)
    with mail_answers(world, "451 4.3.2 not now"):
        plan = told(world, "request", "show", reference)["case"]["plan"]["id"]
        typed(world, "request", "read", reference, *BY, "--now", on("2027-03-01"))
        typed(world, "request", "approve", reference, "--plan", plan, *BY, "--now", on(LAW, "22:50"))
    typed(world, "work", "--now", on(LAW, "23:30"))
    seen = clock(world, reference, on("2027-03-05"))
    assert (seen["law"], seen["promise"], seen["accepted_later"]) == ("broken", "kept", False)


def test_a_refusal_that_bounced_is_no_answer(world: World) -> None:
    reference = received(world)
    with mail_answers(world, "550 5.1.1 no such mailbox"):
        words = ("request", "refuse", reference, "--ground", "Art. 15(4) GDPR", *BY)
        typed(world, *words, "--now", on("2027-02-10"))
    late = clock(world, reference, on("2027-03-08"))
    assert (late["promise"], late["law"], late["accepted_at"]) == ("broken", "broken", None)


def test_the_delay_until_registration_is_kept_and_shown(world: World) -> None:
    """The letter lay on a desk for six days; the clock ran from its arrival."""
    reference = received(world, on("2027-02-10"), "--received", "2027-02-04T10:00:00+01:00", "--channel", "post")
    shown = told(world, "request", "clock", reference, "--now", on("2027-02-10"))
    assert (shown["clock"]["received_on"], shown["clock"]["registered_on"]) == ("2027-02-04", "2027-02-10")
    assert (shown["delay_days"], shown["clock"]["law_due"]) == (6, LAW)
    assert "6 days after it reached us" in typed(world, "request", "show", reference, "--now", on("2027-02-10"))[1]


def test_the_reason_of_every_date_is_told_for_one_request_too(world: World) -> None:
    reference = received(world)
    why = told(world, "request", "clock", reference, "--now", on("2027-02-10"))["why"]
    assert set(why) == {"law_due", "promise_due", "due", "work_by", "law_ext_due"}
    assert all(why.values())


def test_an_approved_request_shows_both_results_after_its_answer(world: World) -> None:
    reference = received(world)
    typed(world, "request", "confirm", reference, "--now", DAY_0)
    case = approve(world, reference)
    assert (case["clock"]["promise"], case["clock"]["law"]) == ("kept", "kept")
    assert (case["row"]["promise"], case["row"]["law"]) == ("kept", "kept")


def test_a_folder_of_its_own_can_describe_the_country(world: World, tmp_path: Path) -> None:
    """T-25: the calendar is data; a company can overrule it beside its policy folder."""
    del tmp_path
    shipped = (Path(__file__).parents[2] / "src/belofte/data/countries.yaml").read_text("utf-8")
    own = shipped.replace("decreed: []", "decreed: [2027-05-07]", 1)
    (world.made.home.path / "countries.yaml").write_text(own, "utf-8")
    assert told(world, "due", "--received", "2027-04-05")["law_due"] == "2027-05-10"


def test_a_day_that_is_decreed_later_moves_the_dates_of_open_requests(world: World) -> None:
    """T-25: the promise stays; the law's day and the office's follow the calendar."""
    reference = received(world, "2027-04-05T09:00:00Z")
    typed(world, "work", "--now", "2027-04-05T10:00:00Z")
    assert clock(world, reference, "2027-04-06T09:00:00Z")["law_due"] == "2027-05-07"
    days = '"2027-05-07", "2027-05-04:office"'
    (world.made.home.path / "belofte.toml").write_text(f"decreed_days = [{days}]\n", "utf-8")
    typed(world, "work", "--now", "2027-04-06T10:00:00Z")
    seen = clock(world, reference, "2027-04-06T11:00:00Z")
    assert (seen["law_due"], seen["promise_due"], seen["work_by"]) == ("2027-05-10", "2027-05-05", "2027-05-03")


def test_nothing_leaves_while_the_question_who_it_is_stands_open(world: World) -> None:
    """T-05: pressing the link does not answer a doubt that was named."""
    reference = received(world)
    words = ("request", "ask-identity", reference, "--doubt", "the name is another one than we know", *BY)
    typed(world, *words, "--now", DAY_0)
    typed(world, "request", "confirm", reference, "--now", DAY_0)
    case = told(world, "request", "show", reference, "--now", DAY_0)["case"]
    assert case["row"]["waiting"] == "identity"
    typed(world, "request", "read", reference, *BY, "--now", DAY_0)
    status, said = typed(world, "request", "approve", reference, "--plan", case["plan"]["id"], *BY, "--now", DAY_0)
    assert status == 1 and "not answered yet" in said
    typed(world, "request", "identify", reference, "--how", "called back", *BY, "--now", DAY_0)
    assert approve(world, reference)["row"]["state"] == "answered"
