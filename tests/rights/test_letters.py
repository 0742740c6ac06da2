"""Letters: by case what must stand in them, in both languages and both forms; and the company's own words for them."""

from __future__ import annotations

import html
import io
import json
import re
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import World

from belofte.cli.main import run as command_line
from belofte.domain.answer import LetterFacts, LetterKind
from belofte.domain.letter_contents import (
    PLACES,
    REQUIRED,
    is_usable,
    missing_places,
    own_letter,
    unknown_places,
)
from belofte.domain.policy import Text
from belofte.mail.bilingual import LANGUAGES
from belofte.mail.letters import Letters
from belofte.mail.samples import sample_facts
from belofte.mail.wording import values_of
from belofte.ports import Letter

TODAY = date(2026, 11, 22)
COMPANY = LetterFacts(
    "nl",
    "Voorbeeld B.V.",
    office_email="privacy@company.example",
    authority="Autoriteit Persoonsgegevens",
    authority_url="https://authority.example",
    court="de rechtbank",
    court_weeks=6,
)


def facts_of(kind: LetterKind, language: str = "nl") -> LetterFacts:
    return sample_facts(kind, replace(COMPANY, language=language), TODAY)


def write(kind: LetterKind, language: str = "nl", own: str | None = None, **changes: Any) -> Letter:
    texts = {own_letter(kind): Text({language: own})} if own else {}
    return Letters(texts).write(kind, "anna@post.example", replace(facts_of(kind, language), **changes))


def flat(text: str) -> str:
    return " ".join(text.split())


def shown(place: str, kind: LetterKind, language: str) -> list[str]:
    """What a reader must find for one required fact."""
    facts = facts_of(kind, language)
    if place == "answer":
        assert facts.answer is not None
        return [line.category for line in facts.answer.lines] + ["Example Cloud"]
    if place == "words":
        return [paragraph for paragraph in (facts.words or "").split("\n\n") if paragraph]
    if place in ("rows", "waiting_on", "stopped_in", "open_matters"):
        return list(getattr(facts, place))
    return [values_of(facts, language)[place]]


def test_every_kind_of_letter_has_its_line_in_the_table() -> None:
    assert set(REQUIRED) == set(LetterKind)
    assert {place for places in REQUIRED.values() for place in places} <= PLACES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LetterKind)
def test_what_a_letter_must_hold_stands_in_it_in_text_and_in_html(kind: LetterKind, language: str) -> None:
    if kind in (LetterKind.REFUSED, LetterKind.NOTHING_FOUND):
        assert {"authority", "court"} <= set(REQUIRED[kind])
    letter = write(kind, language)
    text, page = flat(letter.text).lower(), flat(html.unescape(re.sub(r"<[^>]+>", " ", letter.html))).lower()
    for place in REQUIRED[kind]:
        for words in shown(place, kind, language):
            if not words:
                continue
            assert flat(words).lower() in text, f"{place} is not in {kind}"
            assert flat(words).lower() in (letter.html.lower() if place == "link" else page), f"{place} not in the page"


@pytest.mark.parametrize("kind", [kind for kind in LetterKind if "court" in REQUIRED[kind]])
def test_the_weeks_for_the_court_run_from_the_day_the_person_has_the_answer(kind: LetterKind) -> None:
    assert "6 weken na de dag waarop u dit antwoord kreeg" in flat(write(kind).text)
    assert "6 weeks of the day on which you received this answer" in flat(write(kind, "en").text)


def test_an_extension_gives_the_old_day_the_new_day_and_the_reasons() -> None:
    """T-21: what must reach the person within the first month."""
    text = flat(write(LetterKind.EXTENSION).text)
    assert "U zou uiterlijk op 15 december 2026 antwoord krijgen. Dat wordt uiterlijk 14 februari 2027." in text
    assert "De reden: het gaat om veel gegevens in vijf systemen." in text


def test_a_receipt_says_that_it_is_no_answer() -> None:
    """T-23."""
    assert "Dit is nog niet ons antwoord" in write(LetterKind.RECEIPT).text
    assert "This is not our answer yet" in flat(write(LetterKind.RECEIPT, "en").text)


def test_a_receipt_of_a_question_does_not_say_that_every_system_is_searched() -> None:
    for language, said, unsaid in (("nl", "kregen wij uw vraag", "systemen"), ("en", "your question", "systems")):
        text = flat(write(LetterKind.RECEIPT, language, right="question").text)
        assert said in text
        assert unsaid not in text


def test_an_unidentified_person_gets_reasons_authority_and_court_and_no_data() -> None:
    """T-08."""
    text = flat(write(LetterKind.UNIDENTIFIED).text)
    assert "hebben wij niets gegeven, veranderd of gewist" in text
    assert "Example Cloud" not in text


def test_a_rejected_objection_says_until_when_it_stays_stopped() -> None:
    """T-49: told first, lifted later."""
    assert "Tot 25 november 2026 blijft het gebruik gestopt" in flat(write(LetterKind.OBJECTION_REJECTED).text)


def test_words_about_a_request_do_not_say_that_a_question_was_asked() -> None:
    about = write(LetterKind.REPLY, right="portability")
    assert about.subject == "Over uw verzoek (B-7K3M-22Q)"
    assert "U stelde ons een vraag" not in about.text
    assert "eindigt op 25 november 2026" in flat(about.text)
    assert "eindigt op" not in write(LetterKind.REPLY).text


def test_an_answer_with_reasons_for_what_was_not_done_says_where_to_turn() -> None:
    answer = facts_of(LetterKind.ANSWER).answer
    assert answer is not None
    done = replace(answer, lines=answer.lines[1:])
    for kind, changes in ((LetterKind.ANSWER, {"answer": done}), (LetterKind.NOTHING_FOUND, {})):
        text = flat(write(kind, **changes).text)
        assert "De reden: het gaat om veel gegevens" in text
        assert "https://authority.example" in text
    assert "https://authority.example" not in write(LetterKind.ANSWER, answer=done, reasons=None).text


def test_who_leaves_without_asking_for_erasure_is_not_told_that_everything_goes() -> None:
    text = flat(write(LetterKind.LEFT).text)
    assert "Wilt u dat wij de rest wissen? Dat kunt u ons altijd vragen." in text
    assert "nog niet ons antwoord" not in text


def test_taking_data_along_ends_nothing() -> None:
    """T-31."""
    answer = write(LetterKind.ANSWER, right="portability")
    assert "Er is niets gewist, en wat u met ons hebt afgesproken loopt gewoon door." in flat(answer.text)


class TestOwnWords:
    own = "Onderwerp: Nee, en waarom\n\nBeste klant,\nwij doen dit niet. {ground}.\n\n{remedies}\n"

    def test_they_stand_between_greeting_and_end_and_keep_the_reference(self) -> None:
        letter = write(LetterKind.REFUSED, own=self.own)
        assert letter.subject == "Nee, en waarom (B-7K3M-22Q)"
        text = flat(letter.text)
        assert text.startswith("Goedendag, Beste klant, wij doen dit niet. artikel 15 lid 4 AVG.")
        assert "https://authority.example" in text
        assert "Uw kenmerk is B-7K3M-22Q" in text

    @pytest.mark.parametrize(
        "words",
        [
            "Nee: {ground}.",  # authority and court are not there
            "Nee: {ground} {remedies} {ground.__class__.__mro__}",
            "Nee: {ground} {remedies} {facts}",
            "Nee: {ground!r} {remedies}",
            "Nee: {ground:>999999999} {remedies}",
            "Nee: {ground} {remedies} {",
            "Nee: {ground} {remedies} {0}",
            "Nee: {ground} {remedies} {}",
            "  ",
        ],
    )
    def test_words_that_cannot_be_used_are_not_and_ours_are(self, words: str) -> None:
        assert not is_usable(LetterKind.REFUSED, words)
        assert write(LetterKind.REFUSED, own=words) == write(LetterKind.REFUSED)

    def test_a_paragraph_whose_fact_is_not_there_is_left_out(self) -> None:
        own = "Nee. {ground}.\n\nBinnenkort: {new_due}.\n\n{remedies}"
        assert "Binnenkort" in write(LetterKind.REFUSED, own=own).text
        assert "Binnenkort" not in write(LetterKind.REFUSED, own=own, new_due=None).text

    def test_a_place_alone_becomes_a_button_or_a_list(self) -> None:
        own = "Uw gegevens:\n\n{answer}\n\n{link}\n\n{remedies}"
        letter = write(LetterKind.ANSWER, own=own)
        assert '<a href="https://privacy.company.example/l/example"' in letter.html
        assert "<li>Facturen: 2 gegevens bewaard" in letter.html

    def test_words_in_one_language_leave_the_other_as_it_was(self) -> None:
        texts = {own_letter(LetterKind.STOPPED): Text({"nl": "Gestopt."})}
        for language, expected in (("nl", "Gestopt."), ("en", "was stopped")):
            letter = Letters(texts).write(LetterKind.STOPPED, "a@b.example", facts_of(LetterKind.STOPPED, language))
            assert expected in letter.text

    @given(st.text(max_size=80), st.sampled_from(list(LetterKind)))
    def test_no_text_breaks_a_letter_or_lets_anything_through(self, words: str, kind: LetterKind) -> None:
        unknown_places(words)
        missing_places(kind, words)
        letter = write(kind, own=words or None)
        assert letter.subject
        assert "<script" not in letter.html


class TestCommand:
    def cli(self, world: World, *words: str) -> tuple[int, str]:
        out = io.StringIO()
        with redirect_stdout(out), redirect_stderr(out):
            status = command_line([*words, "--policy", str(world.made.home.policy)])
        return status, out.getvalue()

    def test_every_letter_is_listed_and_can_be_read_beforehand(self, world: World) -> None:
        status, out = self.cli(world, "letters", "list", "--json")
        assert status == 0
        listed = json.loads(out)["letters"]
        assert [one["kind"] for one in listed] == [kind.value for kind in LetterKind]
        status, out = self.cli(world, "letters", "show", "refused", "--language", "en")
        assert (status, "LinProfs" in out, "Article 15(4) GDPR" in out) == (0, True, True)
        assert self.cli(world, "letters", "show", "refused", "--html")[1].startswith("<!doctype html>")
        assert self.cli(world, "letters", "show", "farewell")[0] == 2

    def test_own_words_of_the_folder_reach_the_person(self, world: World) -> None:
        own = world.made.home.policy / "texts" / "letter.stopped.nl.md"
        own.write_text("Subject: Klaar\n\nWij zijn gestopt, zoals u vroeg. Groet van {controller}.\n", "utf-8")
        listed = json.loads(self.cli(world, "letters", "list", "--json")[1])["letters"]
        assert [one["kind"] for one in listed if one["own_words"]] == ["stopped"]
        with world.open() as belofte:
            reference = world.ask(belofte, "access", world.made.asks)
            belofte.office.stop(reference, "P. de Boer")
            belofte.work.tend()
        assert "Wij zijn gestopt, zoals u vroeg. Groet van LinProfs B.V." in world.letters_to(world.made.asks)[-1]

    def test_the_linter_refuses_own_words_that_lack_what_the_law_asks(self, world: World) -> None:
        assert command_line(["lint", str(world.made.home.policy), "--json"]) == 0
        own = world.made.home.policy / "texts" / "letter.extension.nl.md"
        own.write_text("Het duurt langer, tot {new_due}.\n", "utf-8")
        status = command_line(["lint", str(world.made.home.policy), "--json"])
        assert status == 1

    def test_a_letter_nobody_knows_is_a_problem_of_the_folder(self, world: World) -> None:
        (world.made.home.policy / "texts" / "letter.farewell.nl.md").write_text("Dag.", "utf-8")
        status, out = self.cli(world, "letters", "list")
        assert status == 1
        assert "letter.farewell" in out
