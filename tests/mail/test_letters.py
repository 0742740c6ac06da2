"""Letters: the same content in both languages, in text and in HTML; what a person must be told is there."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from string import Formatter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belofte.domain.answer import Answer, AnswerLine, LetterFacts, LetterKind
from belofte.domain.plan import Decision
from belofte.mail.bilingual import LANGUAGES, MONTHS
from belofte.mail.letters import Letters
from belofte.mail.words import SUBJECTS, WORDS
from belofte.mail.words_answer import DECISIONS, DONE, GROUND, KEPT_OPEN, KEPT_UNTIL, RIGHTS
from belofte.mail.words_others import ACTIONS
from belofte.ports import Letter

ANSWER = Answer(
    "erasure",
    (
        AnswerLine("facturen", Decision.KEEP, 2, "AWR art. 52(4)", date(2031, 12, 31)),
        AnswerLine("facturen", Decision.KEEP, 1, "AWR art. 52(4)"),
        AnswerLine("bestellingen", Decision.DELETE, 5),
        AnswerLine("bestellingen", Decision.CLEAR, 4),
        AnswerLine("brieven", Decision.ASK, 3),
        AnswerLine("bezoek", Decision.DELETE, 0),
    ),
    ("MailChimp",),
    ("Exact",),
    date(2026, 12, 27),
)

LINK = "https://privacy.company.example/c/x?a=1&b=2"


FACTS = LetterFacts(
    "nl",
    "LinProfs B.V.",
    office_email="privacy@linprofs.example",
    reference="B-7K3M-22Q",
    right="erasure",
    link=LINK,
    link_until=date(2026, 12, 1),
    received_on=date(2026, 11, 22),
    due=date(2026, 12, 22),
    answer=ANSWER,
    authority="Autoriteit Persoonsgegevens",
    authority_url="https://authority.example",
    court="de rechtbank",
    court_weeks=6,
    ground="dat verzoek is al uitgevoerd",
    waiting_on=("boekhouding",),
    example=True,
)


def write(kind: LetterKind, language: str = "nl", **changes: Any) -> Letter:
    return Letters().write(kind, "anna@dvries.example", replace(FACTS, language=language, **changes))


def flat(text: str) -> str:
    return " ".join(text.split())


class Words(HTMLParser):
    """The words of a page, and the addresses it links to or loads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "href":
                self.links.append(value or "")
            if name in ("src", "background", "srcset") or "url(" in (value or ""):
                self.loads.append(value or "")

    def handle_data(self, data: str) -> None:
        self.words += data.split()


def test_everything_we_say_exists_in_both_languages_with_the_same_facts() -> None:
    tables = (WORDS, RIGHTS, DECISIONS, DONE, ACTIONS)
    texts = [*(text for table in tables for text in table.values()), KEPT_UNTIL, KEPT_OPEN, GROUND]
    assert len(WORDS) == sum(len(subject) for subject in SUBJECTS), "two subjects use the same key"
    for text in texts:
        assert tuple(text.by_language) == LANGUAGES
        named = [{field for _, field, _, _ in Formatter().parse(words) if field} for words in text.by_language.values()]
        assert named[0] == named[1], text
        assert len(set(text.by_language.values())) == len(LANGUAGES), text
    assert {len(months) for months in MONTHS.values()} == {12}
    assert set(DECISIONS) == set(Decision)


@pytest.mark.parametrize("kind", LetterKind)
def test_both_languages_make_the_same_number_of_blocks_and_leave_no_gap(kind: LetterKind) -> None:
    dutch, english = (write(kind, language) for language in LANGUAGES)
    assert dutch.text.count("\n\n") == english.text.count("\n\n")
    assert dutch.html.count("<p>") == english.html.count("<p>")
    assert (dutch.language, english.language) == LANGUAGES
    for letter in (dutch, english):
        assert "{" not in letter.text + letter.subject
        assert "None" not in letter.text + letter.subject
        assert not re.search(r" [.,]|\(\)|  ", flat(letter.text))
        assert letter.subject.endswith("(B-7K3M-22Q)")


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_text_and_html_say_the_same_and_load_nothing_from_outside(kind: LetterKind, language: str) -> None:
    letter = write(kind, language)
    page = Words(letter.html)
    text = letter.text.replace(f":\n{LINK}", "").replace("\n- ", "\n")
    assert [word for word in text.split() if word] == page.words[len(letter.subject.split()) :]
    assert page.loads == []
    assert page.links == ([LINK] if LINK in letter.text else [])
    assert f'<html lang="{language}">' in letter.html


@pytest.mark.parametrize("kind", LetterKind)
def test_with_the_fewest_facts_a_letter_is_still_whole_sentences(kind: LetterKind) -> None:
    for language in LANGUAGES:
        letter = Letters().write(kind, "a@b.example", LetterFacts(language, "De Firma"))
        assert "None" not in letter.text
        assert not re.search(r" [.,]|\(\)|[:,] *\.|\{", flat(letter.text)), letter.text


class TestAnswer:
    def test_kept_lines_name_their_ground_and_their_end(self) -> None:
        text = flat(write(LetterKind.ANSWER).text)
        assert "Facturen: 2 gegevens bewaard tot en met 31 december 2031, op grond van AWR art. 52(4)." in text
        assert "Facturen: 1 gegeven bewaard (een einddatum is er nog niet), op grond van AWR art. 52(4)." in text

    def test_what_was_erased_what_waits_for_a_person_and_what_was_not_there(self) -> None:
        text = flat(write(LetterKind.ANSWER, "en").text)
        assert "Bestellingen: 5 records erased." in text
        assert "Brieven: 3 records not yet judged, because this may be about somebody else too." in text
        assert "Bezoek" not in text
        assert "by hand: Exact" in text
        assert "By 27 December 2026 at the latest it will be gone there too." in text

    def test_what_happened_to_one_category_stands_together(self) -> None:
        mixed = replace(ANSWER, lines=(*ANSWER.lines[1:], ANSWER.lines[0]))
        text = write(LetterKind.ANSWER, answer=mixed).text
        starts = [line.split(":")[0] for line in text.splitlines() if line.startswith("- ")]
        assert starts == ["- Facturen", "- Facturen", "- Bestellingen", "- Bestellingen", "- Brieven"]

    def test_whoever_keeps_something_names_the_authority_and_the_court(self) -> None:
        text = flat(write(LetterKind.ANSWER).text)
        assert "klacht indienen bij Autoriteit Persoonsgegevens. https://authority.example" in text
        assert "naar de rechtbank gaan. Doe dat binnen 6 weken na de dag waarop u dit antwoord kreeg." in text

    def test_a_full_answer_has_no_remedies(self) -> None:
        full = Answer("erasure", (AnswerLine("profiel", Decision.DELETE, 3),))
        assert "Autoriteit" not in write(LetterKind.ANSWER, answer=full).text


@pytest.mark.parametrize("kind", [LetterKind.REFUSED, LetterKind.NOTHING_FOUND, LetterKind.DELAYED])
def test_who_does_not_get_what_was_asked_is_told_where_to_turn(kind: LetterKind) -> None:
    for language in LANGUAGES:
        text = write(kind, language).text
        assert "https://authority.example" in text
        assert "6 we" in text


def test_a_refusal_gives_its_reason() -> None:
    assert "De reden: dat verzoek is al uitgevoerd." in flat(write(LetterKind.REFUSED).text)


def test_a_delay_names_the_systems_and_the_day() -> None:
    text = write(LetterKind.DELAYED).text
    assert "- boekhouding" in text
    assert "22 december 2026" in text


def test_a_letter_with_a_link_says_that_opening_does_nothing_yet() -> None:
    assert "Alleen openen doet nog niets" in flat(write(LetterKind.CONFIRM).text)
    assert f"\n{LINK}\n" in write(LetterKind.CONFIRM).text


def test_a_made_up_company_says_so_first() -> None:
    assert write(LetterKind.STOPPED).text.startswith("Dit is een voorbeeld.")
    assert "voorbeeld" not in write(LetterKind.STOPPED, example=False).text


def test_an_unknown_language_is_answered_in_the_first() -> None:
    assert write(LetterKind.STOPPED, "fr").language == "nl"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=40))
def test_nothing_in_a_fact_becomes_markup(name: str) -> None:
    page = write(LetterKind.STOPPED, controller=f"<b>{name}</b>").html
    assert "<b>" not in page
    assert html.escape("<b>") in page
