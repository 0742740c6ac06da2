"""Which right somebody means: plain words are enough, anything less is only proposed, with the words that led to it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belofte.domain.message import language_of, number_in, references_in
from belofte.domain.rights.names import HANDLED
from belofte.domain.sorting import sentences, sort_words
from belofte.loading.request_words import request_words

PLAIN = {
    "Ik wil graag inzage in mijn persoonsgegevens.": "access",
    "Graag ontvang ik een kopie van al mijn gegevens.": "access",
    "Welke gegevens heeft u over mij?": "access",
    "Please send me a copy of all my data.": "access",
    "This is a subject access request.": "access",
    "Verwijder alstublieft al mijn gegevens.": "erasure",
    "Ik wil dat u mijn gegevens wist.": "erasure",
    "Ik doe een beroep op mijn recht op vergetelheid.": "erasure",
    "I want you to delete all my data.": "erasure",
    "Mijn naam is bij u verkeerd gespeld.": "rectification",
    "Mijn geboortedatum klopt niet.": "rectification",
    "Please correct my personal data.": "rectification",
    "Ik wil dat u de verwerking van mijn gegevens beperkt: recht op beperking.": "restriction",
    "Please restrict the processing.": "restriction",
    "Ik wil mijn gegevens laten overdragen.": "portability",
    "I would like to use data portability.": "portability",
    "Ik maak bezwaar tegen dit gebruik.": "objection",
    "I object to the use of my address.": "objection",
    "Hierbij trek ik mijn toestemming in.": "withdrawal",
    "I withdraw my consent.": "withdrawal",
    "Ik zeg mijn abonnement op.": "leaving",
    "Hierbij wil ik mijn contract per direct opzeggen.": "leaving",
    "Ik ben geen klant meer.": "leaving",
    "Please cancel my subscription.": "leaving",
    "Wis al mijn gegevens, op grond van artikel 17 AVG.": "erasure",
    "I want a copy of all my data, under the GDPR.": "access",
}


@pytest.mark.parametrize("text", PLAIN)
def test_plain_words_of_one_right_are_enough(text: str) -> None:
    found = sort_words(text, request_words())
    assert (found.right, found.plain, found.others) == (PLAIN[text], True, ())
    assert found.words, "the words that led to it can be pointed at"


NOT_PLAIN = {
    "Hoe kan ik mijn gegevens verwijderen?": "erasure",
    "Ik wil niet dat u mijn gegevens verwijdert.": "erasure",
    "Als u mijn gegevens niet verwijdert, dien ik een klacht in.": "erasure",
    "Verwijder mijn gegevens en stuur mij eerst een kopie van mijn gegevens.": "erasure",
    "Ik wil de nieuwsbrief niet meer.": "withdrawal",
    "Ik ben verhuisd.": "rectification",
    "Ik heb een klacht over uw bezorger.": "question",
    "How can I delete my account?": "erasure",
    "Wis mijn gegevens, en ik heb een klacht.": "erasure",
    "Ik schrijf u over de AVG.": "question",
}


@pytest.mark.parametrize("text", NOT_PLAIN)
def test_anything_less_is_proposed_and_a_person_decides(text: str) -> None:
    found = sort_words(text, request_words())
    assert (found.right, found.plain) == (NOT_PLAIN[text], False)


@pytest.mark.parametrize("text", ["", "Tot morgen!", "Waar blijft mijn pakje?", "Zeg eens, hoe gaat het op het werk?"])
def test_what_uses_no_right_is_not_made_into_one(text: str) -> None:
    assert sort_words(text, request_words()).right is None


def test_every_right_that_is_handled_has_words_in_both_languages() -> None:
    of_right = {right: [r for r in request_words() if r.right == right] for right in HANDLED}
    assert all(of_right.values())
    for right, texts in {right: [t for t, r in PLAIN.items() if r == right] for right in HANDLED}.items():
        assert right == "question" or len(texts) >= 2


def test_a_phrase_is_enough_by_itself_or_a_hint_and_stands_once() -> None:
    for right in HANDLED:
        phrases = [phrase for rule in request_words() if rule.right == right for phrase in rule.phrases]
        assert sorted(set(phrases)) == sorted(phrases)


def test_a_line_of_a_mail_program_is_a_sentence_of_its_own_and_a_line_of_the_writer_is_not() -> None:
    cut = "Delete the data\nsent from my old account"
    assert sentences(cut) == ["delete the data sent from my old account"]
    assert sentences("Verwijder de gegevens\nverzonden met mijn account") == [
        "verwijder de gegevens verzonden met mijn account"
    ]
    for line in ("Sent from my iPhone", "Verstuurd vanaf mijn iPad", "Verzonden via Outlook voor iOS", "--"):
        assert sentences(f"Delete my data\n{line}")[0] == "delete my data"


def test_words_over_a_line_end_with_accents_and_capitals_are_found() -> None:
    assert sort_words("IK WIL INZAGE\nIN MIJN GEGEVENS", request_words()).plain
    assert sort_words("Ik wil mijn abonnement beëindigen.", request_words()).right == "leaving"
    assert sort_words("inzage. gegevens.", request_words()).plain is False, "two sentences are two things"


@given(st.text(max_size=300))
def test_any_text_is_sorted_the_same_way_twice(text: str) -> None:
    assert sort_words(text, request_words()) == sort_words(text, request_words())


@pytest.mark.parametrize("piece", ["welke ", "a. ", "verwijder mijn ", "niet ", "\u0301", "gegevens? "])
def test_hostile_texts_are_sorted_in_no_time(piece: str) -> None:
    began = time.thread_time()  # a hundredth of a second of work; what grows with the square takes hours
    sort_words(piece * 100_000, request_words())
    assert time.thread_time() - began < 10


def test_what_stands_in_a_message_beside_the_right() -> None:
    assert number_in("Mijn klantnummer is K-10023.") == "K-10023"
    assert number_in("Mijn klantnummer: 10023") == "10023"
    assert number_in("Ik ben mijn klantnummer kwijt.") == ""
    assert references_in("Re: uw verzoek B-7K3M-22Q (b-7k3m-22q)") == ("B-7K3M-22Q",)
    assert language_of("I would like to see my data, with kind regards", ("nl", "en")) == "en"
    assert language_of("Graag inzage in mijn gegevens", ("nl", "en")) == "nl"
    assert language_of("???", ("nl", "en")) == "nl"
