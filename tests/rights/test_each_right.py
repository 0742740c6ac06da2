"""Every right asked once on the public form and once by mail, each to its answer or to the work that is open for it.

The form is sent over HTTP as a browser sends it; the mail is a whole message that lies in the mailbox.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from tests.inbox.mails import mail
from tests.rights.commands import approve, done_by_hand, told, typed
from tests.worlds import World, carry_out

from belofte.bootstrap.desks import further_links
from belofte.bootstrap.fronts import site_of
from belofte.domain.rights.names import HANDLED
from belofte.sandbox.mailbox import keep
from belofte.web.health import Health
from belofte.web.pages import fault_pages
from belofte.web.public import public_routes
from belofte.web.server import FrontParts, build_public_app

BY = ("--by", "P. de Boer")
REFERENCE = re.compile(r"B-[0-9A-Z]{4}-[0-9A-Z]{3}")


@dataclass(frozen=True)
class Ask:
    """One right as people use it. ``form``: what they fill in besides their address; ``words``: what they write in a
    mail; ``told``: what the letter at the end says; ``taken``: how a person of ours sorts that mail, where its words
    alone are not enough."""

    form: Mapping[str, str]
    words: str
    told: str
    taken: tuple[str, ...] = ()


ASKS = {
    "rectification": Ask(
        {"kind_1": "name", "should_1": "Anna Vermeer"}, "Mijn naam is verkeerd gespeld.", "Anna Vermeer"
    ),
    "erasure": Ask({}, "Verwijder alstublieft al mijn gegevens.", "antwoord op uw verzoek om uw gegevens te wissen"),
    "restriction": Ask(
        {"because": "Ik heb ze nodig."},
        "Ik doe een beroep op mijn recht op beperking.",
        "U vroeg ons het gebruik van uw gegevens stil te leggen. Dat is gebeurd",
    ),
    "portability": Ask({}, "Ik wil mijn gegevens laten overdragen.", "uw verzoek om uw gegevens mee te nemen"),
    "objection": Ask(
        {"because": "Ik word gepest."},
        "Ik maak bezwaar tegen het gebruik van mijn gegevens.",
        "Wij geven u gelijk en stoppen hier voorgoed mee",
    ),
    "withdrawal": Ask({}, "Hierbij trek ik mijn toestemming in.", "U hebt uw toestemming ingetrokken"),
    "leaving": Ask({}, "Ik zeg mijn abonnement op.", "Daarna wissen wij uw gegevens", ("--right", "leaving")),
}


@contextmanager
def front(world: World) -> Iterator[TestClient[Litestar]]:
    """The public pages of the company; what was sent in is taken up before it closes."""
    with world.open() as belofte:
        site = site_of(belofte)
        parts = FrontParts(Health((), tuple), site.public_url, faults=fault_pages(site))
        with TestClient(build_public_app(public_routes(belofte.public, site, further_links(belofte)), parts)) as client:
            yield client
        carry_out(belofte)


def by_form(world: World, right: str, address: str) -> str:
    with front(world) as client:
        page = client.get(f"/nl/request?right={right}").text
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        answer = client.post("/nl/request", data={**hidden, "address": address, **ASKS[right].form})
    found = REFERENCE.search(answer.text)
    assert found, answer.text
    return found.group()


def by_mail(world: World, right: str, address: str) -> str:
    keep(world.made.home.sandbox / "mail", mail(address, ASKS[right].words))
    done = told(world, "inbox", "fetch")["done"]
    how = ASKS[right].taken
    assert done == ({"waiting": 1} if how else {"request": 1})
    for message in told(world, "inbox", "list")["messages"]:
        status, said = typed(world, "inbox", "take", message["id"], *how, *BY)
        assert status == 0, said
    assert typed(world, "work")[0] == 0
    references = {found for letter in world.letters_to(address) for found in REFERENCE.findall(letter)}
    return next(one for one in references if shown(world, one)["row"]["right"] == right)


def press(world: World, address: str) -> None:
    """They press the button of the newest letter that has one."""
    found = [link for letter in world.letters_to(address) for link in re.findall(r"/l/[0-9a-f]{48}", letter)]
    if found:
        with front(world) as client:
            assert client.post(found[-1]).status_code == 200


def shown(world: World, reference: str) -> dict[str, Any]:
    return told(world, "request", "show", reference)["case"]


WAYS = {"form": by_form, "mail": by_mail}
ELSEWHERE = {
    ("access", "form"): "tests/web/test_whole_run.py",
    ("erasure", "form"): "tests/web/test_whole_run.py",
    ("question", "form"): "tests/web/test_real_office.py",
    ("access", "mail"): "tests/inbox/test_by_mail.py",
    ("question", "mail"): "tests/inbox/test_by_mail.py",
}
"""What another file takes the same way to its answer already."""
HERE = [(right, way) for right in ASKS for way in WAYS if (right, way) not in ELSEWHERE]


def note_what_is_wrong(world: World, reference: str) -> None:
    """Of a mail that says no more than that it is wrong, somebody of ours notes what it should be."""
    if "nothing-to-correct-yet" in shown(world, reference)["plan"]["questions"]:
        noted = ("request", "correct", reference, "--kind", "name", "--to", "Anna Vermeer", *BY)
        status, said = typed(world, *noted)
        assert status == 0, said


def finish(world: World, right: str, reference: str) -> None:
    """What is left to people, for each right as it is promised: nothing, a decision or a weighing."""
    if right == "objection":
        done_by_hand(world)
        status, said = typed(world, "request", "weigh", reference, "--uphold", *BY)
        assert status == 0, said
        approve(world, reference)
        done_by_hand(world)
    elif right == "leaving":
        done_by_hand(world)
    elif right != "withdrawal":
        note_what_is_wrong(world, reference)
        approve(world, reference)
        done_by_hand(world)


def test_every_right_that_is_handled_is_asked_in_both_ways_here_or_elsewhere() -> None:
    assert {*HERE, *ELSEWHERE} == {(right, way) for right in HANDLED for way in WAYS}
    assert all((Path(__file__).parents[2] / file).is_file() for file in ELSEWHERE.values())


@pytest.mark.parametrize(("right", "way"), HERE)
def test_a_request_of_each_right_comes_to_its_answer(world: World, right: str, way: str) -> None:
    address = world.made.leaves if right == "leaving" else world.made.asks
    reference = WAYS[way](world, right, address)
    row = shown(world, reference)["row"]
    assert row["state"] == "answered" or row["waiting"] in ("confirmation", "office"), "it waits for nobody"
    press(world, address)
    finish(world, right, reference)
    assert typed(world, "work")[0] == 0
    case = shown(world, reference)
    assert (case["row"]["right"], case["row"]["state"]) == (right, "answered")
    letters = [letter for letter in world.letters_to(address) if reference in letter]
    assert any(ASKS[right].told in letter for letter in letters), letters
