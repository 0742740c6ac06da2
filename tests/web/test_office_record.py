"""The record of processing on the office's own page, over the sample company, and as files."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from tests.worlds import fresh_world

from belofte.bootstrap import open_belofte
from belofte.bootstrap.desks import office_desks
from belofte.bootstrap.fronts import site_of
from belofte.bootstrap.sheets import read_sheets
from belofte.web.health import Health
from belofte.web.office import office_routes
from belofte.web.pages import office_fault_pages
from belofte.web.server import FrontParts, build_office_app

sys.path.insert(0, str(Path(__file__).parent))

from browsing import open_page
from test_accessibility import judge


@pytest.fixture
def office(tmp_path: Path, door_for) -> Iterator[TestClient[Litestar]]:
    with open_belofte(fresh_world(tmp_path / "demo").made.home.policy) as belofte:
        site = site_of(belofte)
        parts = FrontParts(Health((), tuple), "http://127.0.0.1:8081", faults=office_fault_pages(site))
        app = build_office_app(office_routes(office_desks(belofte), site), parts, door_for(site))
        with TestClient(app, base_url="http://127.0.0.1:8081") as staff:
            staff.cookies.set("belofte-office", "here")
            yield staff


def test_the_page_tells_both_sides_in_both_languages(office: TestClient[Litestar]) -> None:
    dutch, english = office.get("/nl/record"), office.get("/en/record")
    assert (dutch.status_code, english.status_code) == (200, 200)
    assert "Verwerkingen per doel" in dutch.text and "Bakkerij De Korenbloem" in dutch.text
    assert "Processing by purpose" in english.text and "systematic monitoring" in english.text
    assert "Art. 30 lid 1 onder a AVG" in dutch.text and "Art. 30(1)(a) GDPR" in english.text


def test_the_files_are_the_same_record(office: TestClient[Litestar]) -> None:
    told = office.get("/en/record/record.json").json()
    schema = json.loads(files("belofte.data").joinpath("record-of-processing.schema.json").read_text("utf-8"))
    jsonschema.validate(told, schema)
    book = office.get("/en/record/record.xlsx")
    assert book.headers["content-disposition"] == 'attachment; filename="record.xlsx"'
    sheets = {sheet.head[0]: sheet for sheet in read_sheets("record.xlsx", book.content)}
    table = office.get("/en/record/table/purposes.csv")
    (csv,) = read_sheets("t.csv", table.content)
    names = [row["name"] for one in told["tables"] if one["name"] == "purposes" for row in one["rows"]]
    assert names == [cells[0] for _, cells in csv.rows] == [cells[0] for _, cells in sheets["purposes"].rows]
    assert office.get("/en/record/record.html").text.startswith("<!doctype html>")
    assert office.get("/en/record/table/nothing.csv").status_code == 404


def test_nobody_sees_it_who_is_not_signed_in(office: TestClient[Litestar]) -> None:
    office.cookies.clear()
    for path in ("/nl/record", "/nl/record/record.xlsx", "/nl/record/table/recipients.csv"):
        assert office.get(path, follow_redirects=False).status_code in (302, 303, 401, 403)


def test_axe_finds_nothing_on_the_record(office: TestClient[Litestar], axe, request) -> None:
    kept = {language: office.get(f"/{language}/record/record.html").text for language in ("nl", "en")}
    page = open_page(request.getfixturevalue("browser"), office)
    page.context.add_cookies([{"name": "belofte-office", "value": "here", "url": "http://127.0.0.1:8081"}])
    for language in ("nl", "en"):
        page.goto(f"/{language}/record")
        judge(page, axe, f"record-{language}")
        page.set_content(kept[language])
        judge(page, axe, f"record-kept-{language}")
