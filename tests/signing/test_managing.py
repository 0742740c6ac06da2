"""The office runs itself on its own pages: accounts, tokens, webhooks, the register, tables that are taken over."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from tests.web.browsing import DESKTOP, PHONE, faults, is_wider_than_the_screen, next_page, open_page, picture

from belofte.domain.account import Role
from belofte.procedures.programs.tokens_desk import Tokens
from belofte.procedures.programs.webhooks_desk import Webhooks

from .conftest import MIEKE, Browser, Office, Person

OURS = "https://kantoor.linprofs.example"
BOOKS = ("accounts", "tokens", "webhooks", "handled", "restored", "take-over")
OPEN = "Recht;Ontvangen;E-mail\n"


def sends(browser: Browser, book: str, act: str, **fields: str) -> Any:
    """Fill in the form of an act on its page, and press its button."""
    page = browser.get(f"/nl/{book}").text
    seal = re.search(rf'action="/nl/{book}/{act}"[^>]*>\s*<input type="hidden" name="seal" value="(\w+)"', page)
    assert seal, f"there is no form for {act} on {book}"
    return browser.post(f"/nl/{book}/{act}", data={"seal": seal[1], **fields})


@pytest.fixture
def officer(office: Office) -> Browser:
    return office.signed_in()


def test_a_colleague_gets_an_account_and_signs_in_with_it(office: Office, officer: Browser) -> None:
    done = sends(officer, "accounts", "account-add", name="Piet", role="role-staff")
    link = re.search(r"/nl/enrol/(\w+)</pre>", done.text)
    assert link, done.text
    piet = Person(office, "Piet", "")
    assert piet.enrol(office.browser(), link[1]).status_code == 303
    assert "Piet" in officer.get("/en/accounts").text
    assert "password and code" in officer.get("/en/accounts").text
    assert link[1] not in officer.get("/nl/accounts").text, "it was shown once"


def test_after_enrolling_the_office_keeps_the_language_of_the_page(office: Office) -> None:
    link = office.accounts.add(MIEKE, Role.STAFF)
    browser = office.browser()
    page = browser.post(f"/en/enrol/{link}/codes").text
    person = Person(office, MIEKE, re.search(r"secret=([A-Z2-7]+)", page)[1])
    token = re.search(r'name="token" value="(\w+)"', page)[1]
    fields = {"token": token, "password": person.password, "repeated": person.password, "code": person.code}
    done = browser.post(
        f"/en/enrol/{link}/password", data=fields, follow_redirects=False, headers={"accept-language": "nl"}
    )
    assert done.headers["location"] == "/en/"


def test_a_role_changes_and_an_account_is_closed(office: Office, officer: Browser) -> None:
    office.enrolled("Piet", Role.STAFF)
    sends(officer, "accounts", "account-role", row="Piet", role="role-auditor")
    sends(officer, "accounts", "account-close", row="Piet")
    piet = next(row for row in office.accounts.rows() if row.name == "Piet")
    assert piet.role is Role.AUDITOR
    assert piet.disabled_at is not None


def test_who_pressed_is_noted_with_what_was_done(office: Office, officer: Browser) -> None:
    office.enrolled("Piet", Role.STAFF)
    piet = next(row for row in office.accounts.rows() if row.name == "Piet")
    sends(officer, "accounts", "account-role", row="Piet", role="role-auditor")
    sends(officer, "accounts", "account-reset", row="Piet")
    sends(officer, "accounts", "account-close", row="Piet")
    sends(officer, "tokens", "token-make", name="webshop", scope="receive", until="2027-01-31")
    token = office.belofte.desk(Tokens).rows()[0]
    sends(officer, "tokens", "token-revoke", row=token.id)
    with office.belofte.parts.store.reading() as tx:
        noted = {event.kind: event.data.get("by") for about in (piet.id, token.id) for event in tx.events.about(about)}
    assert noted == {
        "account.added": None,  # at the command line
        "account.enrolled": None,
        "account.role": MIEKE,
        "account.reset": MIEKE,
        "account.disabled": MIEKE,
        "token.made": MIEKE,
        "token.revoked": MIEKE,
    }


@pytest.mark.parametrize("act", ["account-close", "account-reset"])
def test_nobody_shuts_themselves_out(officer: Browser, act: str) -> None:
    answer = sends(officer, "accounts", act, row=MIEKE)
    assert answer.status_code == 409
    assert "Dit is uw eigen account." in answer.text


def test_a_token_is_shown_once_and_taken_back(office: Office, officer: Browser) -> None:
    done = sends(officer, "tokens", "token-make", name="portaal", scope="decide", until="2027-06-30")
    secret = re.search(r"<pre>(belofte_\w+)</pre>", done.text)
    assert secret, done.text
    caller = office.belofte.desk(Tokens).caller(secret[1])
    assert caller is not None
    assert caller.account is not None
    assert caller.account.name == MIEKE, "it decides in the name of who made it"
    assert secret[1] not in officer.get("/nl/tokens").text
    row = office.belofte.desk(Tokens).rows()[0]
    sends(officer, "tokens", "token-revoke", row=row.id)
    assert office.belofte.desk(Tokens).caller(secret[1]) is None


def test_a_webhook_inside_the_network_is_refused_and_one_outside_is_added(office: Office, officer: Browser) -> None:
    refused = sends(officer, "webhooks", "webhook-add", name="crm", url="https://10.0.0.8/in")
    assert refused.status_code == 409
    done = sends(officer, "webhooks", "webhook-add", name="crm", url="https://93.184.215.14/in")
    assert "whsec_" in done.text
    sends(officer, "webhooks", "webhook-end", row="crm")
    assert office.belofte.desk(Webhooks).rows()[0].ended_at is not None


def test_the_register_goes_out_as_csv_and_json(officer: Browser) -> None:
    csv, told = officer.get("/nl/handled/register.csv"), officer.get("/nl/handled/register.json")
    assert csv.content.decode("utf-8-sig").startswith("month_out,id,month_in,right,outcome")
    assert json.loads(told.content) == {"schema": "belofte.register/1", "rows": []}
    assert "attachment" in csv.headers["content-disposition"]


def looks(browser: Browser, kind: str, name: str = "", content: bytes = b"", table: str = "") -> Any:
    """Send a file, or paste a table, on the page of taking over."""
    page = browser.get("/nl/take-over").text
    seal = re.search(r'look-table"[^>]*>\s*<input type="hidden" name="seal" value="(\w+)"', page)
    assert seal, "there is no form to look at a table"
    fields = {"seal": (None, seal[1]), "kind": (None, f"table-{kind}"), "table": (None, table)}
    sent = {**fields, "file": (name, content)} if name else fields
    return browser.post("/nl/take-over/look-table", files=sent)


def confirms(browser: Browser, looked: Any) -> Any:
    """Press the button under what was looked at."""
    hidden = dict(re.findall(r'<input type="hidden" name="(kind|name|content)" value="([^"]*)"', looked.text))
    seal = re.search(r'take-table"[^>]*>\s*<input type="hidden" name="seal" value="(\w+)"', looked.text)
    assert seal, looked.text
    return browser.post("/nl/take-over/take-table", data={"seal": seal[1], **hidden})


def test_a_table_is_looked_at_first_and_goes_in_whole_or_not_at_all(office: Office, officer: Browser) -> None:
    table = "name,role\nPiet,staff\nKarin,auditor\n"
    looked = looks(officer, "staff", table=table)
    assert "2 zouden worden overgenomen" in looked.text, looked.text
    assert [row.name for row in office.accounts.rows()] == [MIEKE]
    wrong = looks(officer, "staff", table=table + "Kees,king\n")
    assert wrong.status_code == 409
    assert "Kees,king" in wrong.text, "nothing typed is lost"
    assert ">4</th>" in wrong.text and "kies uit: auditor, privacy-officer, staff" in wrong.text, "row and remedy"
    assert 'action="/nl/take-over/take-table"' not in wrong.text, "there is nothing to confirm"
    assert "Overgenomen: 2 rijen" in confirms(officer, looked).text
    assert {row.name for row in office.accounts.rows()} == {MIEKE, "Piet", "Karin"}
    assert "al eens overgenomen" in confirms(officer, looked).text, "the same file goes in once"


def test_a_spreadsheet_is_taken_over_as_it_was_looked_at(office: Office, officer: Browser) -> None:
    book = openpyxl.Workbook()
    for row in (("naam", "rol"), ("Piet", "staff")):
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    looked = looks(officer, "staff", "mensen.xlsx", file.getvalue())
    assert "1 zouden worden overgenomen" in looked.text, looked.text
    confirms(officer, looked)
    assert {row.name for row in office.accounts.rows()} == {MIEKE, "Piet"}
    assert officer.get("/nl/take-over/staff.csv").text.lstrip("\ufeff") == "naam,rol\n"


def test_what_is_no_table_is_refused_with_what_to_do(officer: Browser) -> None:
    assert "Kies een bestand, of plak de tabel." in looks(officer, "staff").text
    assert "Het bestand is geen .xlsx." in looks(officer, "staff", "a.xlsx", b"PK no").text
    assert "groter dan 4 MB" in looks(officer, "staff", "a.csv", b"naam\n" + b"x" * (4 * 2**20)).text


def test_facts_become_lines_for_the_policy_and_are_written_nowhere(officer: Browser) -> None:
    looked = looks(officer, "recipients", table="naam;rol\ndrukker;processor\n")
    assert "drukker:" in looked.text and 'action="/nl/take-over/take-table"' not in looked.text


def test_a_confirmation_that_was_put_together_elsewhere_goes_in_no_further(office: Office, officer: Browser) -> None:
    """Without the page's own seal, or with letters that are no table, nothing changes."""
    made = {"kind": "staff", "name": "table.csv", "content": b64encode(b"name,role\nPiet,staff\n").decode()}
    assert officer.post("/nl/take-over/take-table", data={"seal": "0" * 64, **made}).status_code == 403
    assert [row.name for row in office.accounts.rows()] == [MIEKE]


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR])
def test_others_look_and_change_nothing(office: Office, role: Role) -> None:
    browser = office.signed_in(role=role)
    for book in BOOKS:
        page = browser.get(f"/nl/{book}")
        assert page.status_code == 200
        assert 'name="seal"' not in page.text
    assert browser.post("/nl/take-over/take-table", data={"kind": "staff"}).status_code == 403
    assert browser.post("/nl/accounts/account-add", data={"name": "Piet", "role": "role-staff"}).status_code == 403
    assert [row.name for row in office.accounts.rows()] == [MIEKE]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_axe_finds_nothing_there(open_office: Callable[..., Office], browser: Any, axe: str, language: str) -> None:
    office = open_office(office_url=OURS)
    client = office.signed_in(base=OURS)
    office.accounts.add("Piet van der Veen-Oudkerk", Role.STAFF)
    sends(client, "tokens", "token-make", name="portaal van de klanten", scope="read", until="2027-06-30")
    sends(client, "webhooks", "webhook-add", name="crm", url="https://93.184.215.14/een/heel/lang/adres/in")
    page = open_page(browser, client)
    for book in BOOKS:
        page.goto(f"/{language}/{book}")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        picture(page, f"manage-{language}-{book}")
        for size in (DESKTOP, PHONE):
            page.set_viewport_size(size)
            assert faults(page, axe) == [], book
            assert not is_wider_than_the_screen(page), book
    for table in ("name,role\nPiet,king\n", "name,role\nJan,staff\n"):  # a fault by row, and something to confirm
        page.goto(f"/{language}/take-over")
        page.select_option("#take-kind", "table-staff")
        sheet = {"name": "mensen.csv", "mimeType": "text/csv", "buffer": table.encode()}
        page.set_input_files("#take-file", files=[sheet])
        with next_page(page):
            page.click("form[enctype] button")
        assert faults(page, axe) == []
        assert not is_wider_than_the_screen(page)
    with next_page(page):
        page.click("form[action$='take-table'] button")
    assert "Jan" in {row.name for row in office.accounts.rows()}


def test_what_a_backup_brought_back_is_looked_at_and_let_through_by_name(office: Office, officer: Browser) -> None:
    assert sends(officer, "restored", "restored-look", system="niets", since="").status_code == 409
    done = sends(officer, "restored", "restored-look", system="crm", since="")
    assert "Gekeken: 0 gegevens" in done.text
    (row,) = re.findall(r'name="row" value="(again-\w+)"', done.text)
    assert "wacht op akkoord" in done.text
    done = sends(officer, "restored", "restored-approve", row=row)
    assert "Akkoord genoteerd" in done.text
    assert f'value="{row}"' not in done.text, "it is let through once"
