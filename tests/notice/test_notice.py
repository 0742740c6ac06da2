"""One fact, one sentence, two languages: every key of the folder is told, and no sentence stands alone."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from belofte.domain.notice import Notice, notice, render_html, render_text, trace, untold
from belofte.domain.notice.page import said
from belofte.domain.policy import Clause, ClauseId, FactPath, Policy, Text
from belofte.loading.countries import load_countries

COUNTRIES = load_countries()
LANGUAGES = ("nl", "en")


def both(policy: Policy) -> tuple[Notice, Notice]:
    return notice(policy, "nl", COUNTRIES), notice(policy, "en", COUNTRIES)


def test_the_full_policy_knows_every_key_of_the_folder(policy: Policy, known_keys: list[tuple[str, ...]]) -> None:
    """A key that the loader learns and this yardstick does not have fails here."""
    for path in known_keys:
        pattern = re.compile(r"\.".join("[^.]+" if part == "*" else re.escape(part) for part in path))
        assert any(pattern.fullmatch(known) for known in policy.positions), ".".join(path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_has_its_sentence(policy: Policy, language: str) -> None:
    assert untold(policy, notice(policy, language, COUNTRIES)) == ()


def test_every_closed_word_and_both_answers_to_yes_or_no_are_told(variant_policy: Policy) -> None:
    dutch, english = both(variant_policy)
    assert (untold(variant_policy, dutch), untold(variant_policy, english)) == ((), ())


def test_a_fact_nobody_tells_is_found(policy: Policy) -> None:
    page = notice(policy, "en", COUNTRIES)
    silent = replace(page, sections=tuple(s for s in page.sections if s.name != "staff"))
    assert "staff.roles" in untold(policy, silent)


def test_a_sentence_without_a_fact_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="name the fact"):
        said("Wij geven om u.", "We care.")


def test_every_sentence_states_facts_of_the_folder(policy: Policy) -> None:
    known = set(policy.positions)
    for sentence in notice(policy, "nl", COUNTRIES).all_sentences():
        assert any(fact in known for fact in sentence.facts), sentence.text


def test_an_empty_policy_promises_nothing() -> None:
    assert list(notice(Policy(), "en", COUNTRIES).all_sentences()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_sentences(policy: Policy, language: str) -> None:
    for sentence in notice(policy, language, COUNTRIES).all_sentences():
        assert re.search(r"[.!?]$", sentence.text), sentence.text
        assert not re.search(r"  |\.\.| ,|None|\{|\}", sentence.text), sentence.text
        assert sentence.text[0].isupper() or sentence.text[0].isdigit(), sentence.text


def test_both_languages_say_the_same_in_the_same_order(policy: Policy) -> None:
    dutch, english = both(policy)
    assert [s.facts for s in dutch.all_sentences()] == [s.facts for s in english.all_sentences()]
    assert [s.name for s in dutch.sections] == [s.name for s in english.sections]


def test_the_contact_details_come_last(policy: Policy) -> None:
    for page in both(policy):
        assert page.sections[-1].name == "contact"
        assert "privacy@shop.example" in " ".join(s.text for s in page.sections[-1].all_sentences())


def test_a_promised_term_keeps_its_unit_in_both_languages(policy: Policy) -> None:
    dutch, english = (render_text(page) for page in both(policy))
    assert "binnen 30 dagen antwoord" in dutch and "within 30 days" in english
    assert "precies 7 jaar na het boekjaar" in dutch and "exactly 7 years after the financial year" in english


def test_the_authority_and_the_court_come_with_the_country(policy: Policy) -> None:
    plain = replace(policy, rights=replace(policy.rights, complaint_url=None))
    dutch = render_text(notice(plain, "nl", COUNTRIES))
    assert "Autoriteit Persoonsgegevens: https://autoriteitpersoonsgegevens.nl" in dutch
    assert "de rechtbank" in dutch and "binnen 6 weken" in dutch
    belgian = replace(plain, controller=replace(plain.controller, country="BE"))
    text = render_text(notice(belgian, "nl", COUNTRIES))
    assert "Gegevensbeschermingsautoriteit" in text and "Doe dat binnen" not in text


def test_a_recipient_outside_the_eea_is_named_as_such(policy: Policy) -> None:
    assert "de Verenigde Staten, buiten de Europese Economische Ruimte" in render_text(notice(policy, "nl", COUNTRIES))


def with_clauses(policy: Policy, *clauses: Clause, texts: dict[str, Text] | None = None) -> Policy:
    return replace(policy, clauses={c.id: c for c in clauses}, texts=texts or {})


ANSWER = Clause(ClauseId("X-1"), facts=(FactPath("rights.answer_within"),))
INVOICES = Clause(ClauseId("X-2"), facts=(FactPath("retention.invoice"),))
ACCESS_ENDS = Clause(ClauseId("X-3"), facts=(FactPath("retention.profile.staff_access"),))
NOTHING = Clause(ClauseId("X-4"), not_checkable="a stance")


def test_clauses_and_sentences_point_at_each_other(policy: Policy) -> None:
    judged = with_clauses(policy, ANSWER, INVOICES, ACCESS_ENDS, NOTHING)
    table = trace(notice(judged, "en", COUNTRIES))
    said_for = {clause: [table.by_sentence[n][0] for n in numbers] for clause, numbers in table.by_clause.items()}
    assert said_for[ANSWER.id] == ["You get an answer to your request within 30 days."]
    assert len(said_for[INVOICES.id]) == 2 and all("invoice" in s or "law" in s for s in said_for[INVOICES.id])
    assert len(said_for[ACCESS_ENDS.id]) == 1 and "staff" in said_for[ACCESS_ENDS.id][0]
    assert table.silent(judged) == ()
    assert trace(notice(replace(judged, rights=replace(judged.rights, answer_within=None)), "en", COUNTRIES)).silent(
        judged
    ) == (ANSWER.id,)


def test_wording_can_be_the_company_s_own_and_facts_stay(policy: Policy) -> None:
    own = with_clauses(policy, INVOICES, texts={"X-2": Text({"en": "Invoices stay seven years, full stop."})})
    page = notice(own, "en", COUNTRIES)
    mine = [s for s in page.all_sentences() if s.own]
    assert [s.text for s in mine] == ["Invoices stay seven years, full stop."]
    assert "retention.invoice.law" in mine[0].facts
    assert untold(own, page) == ()
    assert "precies 7 jaar" in render_text(notice(own, "nl", COUNTRIES))


def test_free_text_of_a_fact_can_be_given_in_both_languages(policy: Policy) -> None:
    texts = {"purposes.service.if_not_given": Text({"nl": "wij kunnen niet bezorgen", "en": "we cannot deliver"})}
    page = render_text(notice(with_clauses(policy, texts=texts), "nl", COUNTRIES))
    assert "wij kunnen niet bezorgen" in page and "we cannot deliver" not in page


def test_the_page_is_accessible_and_loads_nothing(policy: Policy) -> None:
    html = render_html(notice(policy, "nl", COUNTRIES), [("en", "/privacy/en")])
    assert html.startswith('<!doctype html>\n<html lang="nl">')
    assert "<script" not in html and "@import" not in html and "url(" not in html and "<img" not in html
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert all(target in ids for target in re.findall(r'href="#([^"]+)"', html))
    assert '<a href="mailto:privacy@shop.example">' in html and 'hreflang="en"' in html
    assert "@media print" in html


def test_an_example_says_so_on_every_page(policy: Policy) -> None:
    assert 'class="example"' in render_html(notice(policy, "en", COUNTRIES))
    assert 'class="example"' not in render_html(notice(replace(policy, example=False), "en", COUNTRIES))


def test_what_stands_in_the_folder_cannot_become_markup(policy: Policy) -> None:
    wild = replace(policy, controller=replace(policy.controller, name='<script>alert("x")</script> & Co'))
    html = render_html(notice(wild, "en", COUNTRIES))
    assert "<script" not in html and "&lt;script&gt;" in html and "&amp; Co" in html
