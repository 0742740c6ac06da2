"""What a system tells is read in Dutch; what it names keeps its name, or a remedy points at what is not there."""

from __future__ import annotations

import re

import pytest

from belofte.domain.said import SAID, said_in

WORDS = [(english, dutch) for english, dutch in SAID if re.fullmatch(r"[\w-]+", english)]
"""Single words that have a Dutch of their own: a system, a table or a column may be called so too."""
NAMED = {
    "Add erase to allow in systems/{}.yaml, or let a person do it.": (
        "Zet erase bij allow in systems/{}.yaml, of laat een mens het doen."
    ),
    "it refers to {0}.{0}, which is not there": "het verwijst naar {0}.{0}, en dat is er niet",
    "Put it in a list under {}: a kind of data, or not_personal.": (
        "Zet het in een lijst onder {}: een soort gegeven, of not_personal."
    ),
    "The map of system crm does not fit its database: {}: this table is not in the map (and 2 more).": (
        "De kaart van systeem crm past niet bij de database: {}: deze tabel staat niet in de kaart (en nog 2)."
    ),
    "{}: this table is not in the map; {}: this table is not in the map": (
        "{}: deze tabel staat niet in de kaart; {}: deze tabel staat niet in de kaart"
    ),
    "{} does not let us do {}, its GET /{} (403).": "{} staat ons {}, daar GET /{} niet toe (403).",
    "Give the account this right: {}.": "Geef het account dit recht: {}.",
    "System {} could not be read: rights at {}.": "Systeem {} kon niet gelezen worden: rechten bij {}.",
    "The secret {} cannot be read from {}: {}.": "Het geheim {} is niet te lezen uit {}: {}.",
}


@pytest.mark.parametrize("english", NAMED)
@pytest.mark.parametrize("word", [*(english for english, _ in WORDS), "crm"])
def test_a_name_stays_what_it_is(word: str, english: str) -> None:
    assert said_in("nl", _of(word, english)) == _of(word, NAMED[english])


def test_there_are_such_words() -> None:
    assert {"backups", "gone", "kept", "other", "empty", "rights", "reference", "busy", "read"} <= dict(WORDS).keys()


@pytest.mark.parametrize(("english", "dutch"), WORDS)
def test_a_word_that_is_all_that_is_told_is_read_in_dutch(english: str, dutch: str) -> None:
    assert said_in("nl", english) == dutch


def test_a_clause_that_fills_a_sentence_is_read_in_dutch() -> None:
    told = {
        "a file cannot be written (Permission denied)": "een bestand kan niet worden geschreven (Permission denied)",
        "a file cannot be looked at (Permission denied)": "een bestand kan niet worden bekeken (Permission denied)",
        "web is a server's settings: it holds no records.": (
            "web is instellingen van een server: daar liggen geen gegevens van personen."
        ),
        "e (expunge messages) in 2 of 3 folders of messages": (
            "e (verwijderde berichten wissen) in 2 van de 3 mappen van messages"
        ),
        "Check host and port in systems/mail.yaml.": "Kijk naar host en port in systems/mail.yaml.",
    }
    assert {one: said_in("nl", one) for one in told} == told


@pytest.mark.parametrize("name", ["crm", "other"])
def test_what_helps_is_read_in_dutch_behind_an_arrow(name: str) -> None:
    """A round that stopped keeps both in one text; the full stop before the arrow hid what comes after."""
    why = f"The database of system {name} could not be reached."
    remedy = f"See whether it runs and whether url in systems/{name}.yaml is right."
    assert said_in("nl", f"{why} → {remedy}") == (
        f"De database van systeem {name} was niet bereikbaar. → "
        f"Kijk of hij draait en of url in systems/{name}.yaml klopt."
    )
    assert said_in("nl", f"no file of it is there → {remedy}").startswith("daar is geen bestand van → Kijk of")


def _of(word: str, sentence: str) -> str:
    return re.sub(r"\{\d?\}", word, sentence)
