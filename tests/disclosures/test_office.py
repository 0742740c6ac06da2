"""Disclosures and holds on the pages: two approve, one hands over, and a secret order is nobody else's (T-81, T-60)."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

from tests.disclosures.rooms import Room, rooms
from tests.rights.commands import crm, typed
from tests.web.browsing import open_page
from tests.web.test_accessibility import judge
from tests.worlds import World

PAGE = "/nl/disclosures"
DEMAND = {"authority": "tax-office", "article": "AWR 53", "channel": "letter", "categories": "invoice"}


def written_down(room: Room, order: str, whom: str, **fields: str) -> Any:
    with Path(order).open("rb") as file:
        files = {"document": ("vordering.pdf", file, "application/pdf")}
        return room.sends(PAGE, "disclosure-receive", files=files, person=whom, **{**DEMAND, **fields})


def test_t_81_on_the_pages_from_the_demand_to_the_package(world: World, order: str) -> None:
    with rooms(world, "P. de Boer", "J. Smit", "K. Mol") as (_, (boer, smit, mol)):
        answer = written_down(boer, order, world.made.asks, hold_until="2030-01-01")
        assert answer.status_code == 200, answer.text
        here = answer.url.path
        assert "Vastgelegd." in answer.text
        assert "de Belastingdienst" in mol.see(PAGE)
        assert here in mol.see("/nl/needs")
        assert "AWR 53" in boer.see("/nl/holds")
        assert "Uw akkoord is vastgelegd." in boer.sends(here, "disclosure-approve").text
        again = boer.sends(here, "disclosure-approve")
        assert again.status_code == 409, "the same person"
        assert "Het tweede akkoord moet van iemand anders komen." in again.text
        assert "disclosure-hand-over" not in mol.see(here)
        assert mol.sends(here, "disclosure-approve").status_code == 200
        assert "disclosure-hand-over" not in mol.see(here), "only who may decide hands over"
        assert "nageteld" in smit.sends(here, "disclosure-hand-over").text
        package = smit.sends(here, "disclosure-fetch")
        assert package.headers["content-disposition"] == 'attachment; filename="package.zip"'
        with zipfile.ZipFile(io.BytesIO(package.content)) as archive:
            assert archive.testzip() is None
        assert here not in mol.see("/nl/needs")
        assert "is weg" in smit.sends(here, "disclosure-close").text
        assert "opgeheven door" in boer.see("/nl/holds")
        assert "disclosure-fetch" not in smit.see(here)


def test_a_secret_order_is_on_nobody_elses_pages(world: World, order: str) -> None:
    asked = {"authority": "public-prosecutor", "article": "Sv 126nd", "known_to": "J. Smit", "hold_until": "2030-01-01"}
    with rooms(world, "P. de Boer", "J. Smit", "K. Mol") as (_, (boer, smit, mol)):
        nothing = mol.see(PAGE)
        answer = written_down(boer, order, world.made.asks, **asked)
        assert answer.status_code == 200, answer.text
        here = answer.url.path
        assert "Geheim: Sv 126bb(5)." in smit.see(here)
        assert "geheim" in smit.see(PAGE)
        seals = r'value="[0-9a-f]{64}"'
        assert without(seals, mol.see(PAGE)) == without(seals, nothing)
        gone = mol.see("/nl/disclosures/disclosure-0000", 404)
        assert mol.see(here, 404) == gone.replace("/disclosures/disclosure-0000", here.removeprefix("/nl"))
        for page in ("/nl/needs", "/nl/holds", "/nl/", "/nl/register"):
            assert "126nd" not in mol.see(page) + boer.see(page)
        assert mol.client.post(f"{here}/disclosure-lift", data={"seal": "x"}).status_code == 403


def test_a_second_approver_of_a_secret_order_is_let_in_on_its_page(world: World, order: str) -> None:
    asked = {"authority": "public-prosecutor", "article": "Sv 126nd"}
    with rooms(world, "P. de Boer", "J. Smit", "K. Mol") as (_, (boer, smit, mol)):
        here = written_down(boer, order, world.made.asks, **asked).url.path
        assert "alleen u weet ervan" in boer.see(here)
        smit.see(here, 404)
        nobody = boer.sends(here, "disclosure-let-in", who="K. Mol")
        assert nobody.status_code == 409
        assert "een account nodig dat mag beslissen" in nobody.text
        mol.see(here, 404)
        assert boer.sends(here, "disclosure-let-in", who="J. Smit").status_code == 200
        shown = smit.see(here)
        assert "J. Smit is toegelaten door P. de Boer op " in shown
        assert "alleen u weet ervan" not in shown
        assert here in smit.see(PAGE)
        mol.see(here, 404)
        assert boer.sends(here, "disclosure-approve").status_code == 200
        assert smit.sends(here, "disclosure-approve").status_code == 200
        assert "nageteld" in smit.sends(here, "disclosure-hand-over").text


def without(pattern: str, page: str) -> str:
    return re.sub(pattern, "", page)


def test_what_is_refused_says_why_and_nothing_typed_is_lost(world: World, order: str) -> None:
    with rooms(world, "P. de Boer") as (_, (boer,)):
        answer = boer.sends(PAGE, "disclosure-receive", files={"document": ("", b"")}, person="x@y.example", **DEMAND)
        assert "geweigerd: niets op papier" in " ".join(answer.text.split())
        wrong = written_down(boer, order, world.made.asks, categories="nonsense")
        assert wrong.status_code == 409
        assert 'value="nonsense"' in wrong.text
        assert written_down(boer, order, world.made.asks, channel="dove").status_code == 422


def test_t_60_a_hold_is_placed_and_released_on_its_page(world: World) -> None:
    whom = world.made.leaves
    (customer,) = crm(world, "SELECT id FROM customers WHERE email = ?", whom)[0]
    with rooms(world, "P. de Boer", "K. Mol") as (_, (boer, mol)):
        assert "hold-place" not in mol.see("/nl/holds"), "staff look; who may decide places"
        answer = boer.sends("/nl/holds", "hold-place", person=whom, ground="art. 17 lid 3 AVG", review="2030-01-01")
        assert "Het slot is geplaatst." in answer.text
        assert "art. 17 lid 3 AVG" in mol.see("/nl/holds")
        past = boer.sends("/nl/holds", "hold-place", person=whom, ground="art. 17 lid 3 AVG", review="2020-01-01")
        assert past.status_code == 409
        released = boer.sends("/nl/holds", "hold-release")
        assert "Opgeheven" in released.text
        assert crm(world, "SELECT email FROM customers WHERE id = ?", customer) == [(whom,)]


def test_axe_finds_nothing_on_the_pages_of_disclosures_and_holds(world: World, order: str, axe: str, request) -> None:
    assert typed(world, "hold", "place", "--person", world.made.leaves, "--ground", "Art. 17(3)(e) GDPR",
                 "--by", "P. de Boer", "--review", "2030-01-01")[0] == 0  # fmt: skip
    with rooms(world, "P. de Boer", "J. Smit") as (_, (boer, _smit)):
        asked = {"authority": "public-prosecutor", "article": "Sv 126nd", "known_to": "J. Smit"}
        here = written_down(boer, order, world.made.asks, **asked).url.path
        page = open_page(request.getfixturevalue("browser"), boer.client)
        page.context.add_cookies([{"name": "belofte-office", "value": "PdeBoer", "url": "http://127.0.0.1:8081"}])
        for language in ("nl", "en"):
            for path in ("/disclosures", here.removeprefix("/nl"), "/holds"):
                page.goto(f"/{language}{path}")
                for one in page.locator("details").all():
                    one.evaluate("one => one.open = true")
                judge(page, axe, f"disclosures-{language}-{path.strip('/').split('/')[0]}-{path.count('/')}")
