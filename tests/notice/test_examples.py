"""The examples that ship: each fact is told in both languages, each clause has its sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from belofte.domain.notice import notice, render_html, render_text, trace, untold
from belofte.domain.policy import Policy
from belofte.loading.countries import load_countries
from belofte.loading.folder import load_policy_folder

EXAMPLES = Path(__file__).parents[2] / "examples"
COUNTRIES = load_countries()


@pytest.fixture(params=sorted(folder.name for folder in EXAMPLES.iterdir() if (folder / "policy.yaml").is_file()))
def policy(request: pytest.FixtureRequest) -> Policy:
    return load_policy_folder(EXAMPLES / request.param).policy


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_fact_is_told_and_every_clause_has_its_sentence(policy: Policy, language: str) -> None:
    page = notice(policy, language, COUNTRIES)
    assert untold(policy, page) == ()
    assert trace(page).silent(policy) == ()


def test_the_dutch_page_is_dutch_and_the_english_page_english(policy: Policy) -> None:
    """Free text of the folder has its words in the other language under ``texts/``."""
    dutch, english = (render_text(notice(policy, language, COUNTRIES)) for language in ("nl", "en"))
    assert not re.findall(r"\b(?:the|your|our|which|with the|after|they|people|until)\b", dutch)
    assert not re.findall(r"\b(?:wij|uw|gegevens|het|een|niet|naar|bewaren)\b", english)


def test_sentences_are_sentences(policy: Policy) -> None:
    for language in ("nl", "en"):
        for sentence in notice(policy, language, COUNTRIES).all_sentences():
            assert re.fullmatch(r"[A-ZÀ-Þ0-9].*[.!?]", sentence.text), sentence.text
            assert not re.search(r"  |\.\.| ,|None|[{}]", sentence.text), sentence.text


def test_no_section_is_empty_and_contact_is_last(policy: Policy) -> None:
    page = notice(policy, "nl", COUNTRIES)
    assert all(list(section.all_sentences()) for section in page.sections)
    if policy.privacy_office.email:
        assert page.sections[-1].name == "contact"
        assert policy.privacy_office.email in render_html(page).split('id="contact"')[1]


def test_the_page_of_the_example_is_small_enough_to_read(policy: Policy) -> None:
    """An upper bound on the bytes of the page: everything is in it, nothing is fetched."""
    assert len(render_html(notice(policy, "nl", COUNTRIES)).encode()) < 100_000
