"""What an error says on a page has its Dutch: every plain sentence in the code is looked up, as the office does."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from tests.repository.refused_sentences import error_names, refused_in

from belofte.domain.errors import Refused
from belofte.domain.request import RequestState
from belofte.domain.rights.names import RIGHTS as ALL_RIGHTS
from belofte.domain.said import REFUSED, SAID, sentences
from belofte.domain.said.names_filled import RIGHTS, STATES
from belofte.procedures import refusals
from belofte.procedures.using.use_desk import TOLD_LOOKS
from belofte.web.texts import TEXTS

SRC = Path(__file__).parents[2] / "src" / "belofte"
FILES = sorted(SRC.rglob("*.py"))
REACHED = ("domain", "procedures", "storage", "engine", "web")
"""What the office and the public pages call. The others speak on the command line, or when Belofte starts."""
NOT_READ = {
    "engine/database.py": "told when Belofte starts",
    "engine/durable.py": "told when Belofte starts",
    "procedures/answering/package_check.py": "belofte package check, on the command line",
    "procedures/programs/api_desk.py": "programs read it, in English",
    "procedures/proving/verify.py": "belofte verify, on the command line",
    "procedures/publish.py": "belofte publish, on the command line",
    "procedures/spans.py": "told when the policy is read",
    "procedures/watching/attesting.py": "belofte attest, on the command line",
    "storage/backup.py": "belofte backup, on the command line",
    "storage/evidence_log.py": "belofte prove, on the command line",
    "storage/migrating.py": "told when Belofte starts",
    "storage/restore.py": "belofte restore, on the command line",
    "storage/store.py": "a fault in the code",
    "web/server.py": "told when Belofte starts",
}
"""Modules whose refusals nobody reads on a page, and why."""
NOT_READ_ALONE = {
    "Who {} must be named": "on a page whoever signed in is named",
    'for example --by "P. de Boer"': "on a page whoever signed in is named",
    "Line {} cannot be read: {}": "belofte uses import, on the command line",
    TOLD_LOOKS: "belofte uses import, on the command line",
    "The store cannot live in {}": "told when Belofte starts",
    "Set the store's URL to sqlite:///… or postgresql://…, or leave it out": "told when Belofte starts",
}
"""Sentences that nobody reads on a page, and why."""


@cache
def _told() -> dict[str, str]:
    """Every plain sentence of an error → where it stands first."""
    errors = error_names(FILES)
    found: dict[str, str] = {}
    for file in FILES:
        for line, text in refused_in(file, errors):
            for one in sentences(text):
                found.setdefault(_open(one), f"{file.relative_to(SRC)}:{line}")
    return found


def test_every_refusal_that_reaches_a_page_has_its_dutch() -> None:
    known = {_open(english) for english, _ in SAID}
    lacking = [
        f"{where}: {one}"
        for one, where in _told().items()
        if where.split("/")[0] in REACHED and where.rpartition(":")[0] not in NOT_READ
        if one not in known and one not in NOT_READ_ALONE
    ]
    assert not lacking, "put them into belofte.domain.said.refused_…, or give both languages where they are raised"


def test_nothing_is_kept_that_no_code_says_any_more() -> None:
    told = _told()
    assert not [english for english, _ in REFUSED if _open(english) not in told]
    assert not [name for name in NOT_READ if not (SRC / name).is_file()]
    assert not NOT_READ_ALONE.keys() - told.keys()


def test_a_sentence_is_short() -> None:
    each = [one for _, dutch in REFUSED for part in re.split(r"; |: ", dutch) for one in sentences(part)]
    assert not [one for one in each if len(one.split()) > 20]


def test_a_button_that_is_named_stands_on_a_page() -> None:
    labels = {dutch for dutch, _ in TEXTS.values()}
    named = [one for _, dutch in REFUSED for one in re.findall("‘([^’]+)’", dutch) if "{" not in one]
    assert named and not [one for one in named if one not in labels]


def test_the_names_that_fill_a_sentence_are_all_there() -> None:
    assert {state.value: text.in_("nl") for state, text in refusals.STATES.items()} == STATES
    assert set(STATES) == set(RequestState) and set(RIGHTS) == set(ALL_RIGHTS)


def test_an_error_is_read_in_the_language_of_the_page() -> None:
    told = Refused("The request is answered: there is nothing left to extend.", "see belofte request show")
    assert told.message_in("nl") == "De stand van het verzoek is ‘beantwoord’: er valt niets meer te verlengen."
    assert told.remedy_in("nl") == "Kijk op de pagina van het verzoek."
    assert str(told) == "The request is answered: there is nothing left to extend.\n  → see belofte request show"
    assert told.remedy_in("en") == "see belofte request show"


def _open(told: str) -> str:
    return re.sub(r"\{\w*\}", "{}", told).removesuffix(".")
