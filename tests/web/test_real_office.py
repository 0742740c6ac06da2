"""The office over the sample company: breaches, a question answered, an objection, what needs a person. Real desks."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from tests.inbox.mails import multipart
from tests.rights.keeping import ARCHIVE
from tests.worlds import fresh_world

from belofte.bootstrap import Belofte, open_belofte, sandbox_letters
from belofte.bootstrap.desks import further_links, office_desks, practice_of
from belofte.bootstrap.fronts import site_of
from belofte.bootstrap.inbox import inbox_desk, write_mail
from belofte.domain.task import Task, TaskState
from belofte.engine.inline import complete
from belofte.procedures.acting.by_hand import SAYS_WHAT
from belofte.procedures.desks import Submission
from belofte.procedures.rights.recipient_ending import ENDED_CASE
from belofte.sandbox.mailbox import keep
from belofte.web.health import Health
from belofte.web.office import ACTS, office_routes
from belofte.web.pages import fault_pages, office_fault_pages
from belofte.web.public import public_routes
from belofte.web.server import FrontParts, build_office_app, build_public_app

sys.path.insert(0, str(Path(__file__).parent))

from browsing import next_page, open_page
from test_accessibility import judge


@dataclass
class Company:
    """The sample company with both its fronts open."""

    belofte: Belofte
    office: TestClient[Litestar]
    public: TestClient[Litestar]

    def asks(self, **data: str) -> str:
        """Somebody sends the form in; returns the reference."""
        answer = self.public.post("/nl/request", data=data)
        reference = re.search(r"B-[0-9A-Z]{4}-[0-9A-Z]{3}", answer.text)
        assert reference, answer.text
        self.works()
        return reference.group()

    def presses(self, address: str) -> str:
        """They press the button of their newest letter; returns the page that follows."""
        letters = [text for to, text in sandbox_letters(self.belofte.home) if address in to]
        found = re.findall(r"/l/[0-9a-f]{48}", letters[-1])
        answer = self.public.post(found[-1])
        self.works()
        return answer.text

    def does(self, act: str, reference: str, **fields: str):
        """Somebody of the office fills in the form of one act."""
        return self.sends(f"/nl/requests/{reference}", act, **fields)

    def sends(self, page: str, act: str, **fields: str):
        form = re.search(
            rf'action="([^"]*/{act})"[^>]*>\s*<input type="hidden" name="seal" value="(\w+)"', self.see(page)
        )
        assert form, f"there is no form for {act} on {page}"
        answer = self.office.post(form[1], data={"seal": form[2], **fields})
        self.works()
        return answer

    def see(self, address: str) -> str:
        answer = self.office.get(address)
        assert answer.status_code == 200, answer.text
        return answer.text

    def works(self) -> None:
        with self.belofte.bench() as bench:
            complete(self.belofte.work, bench, lambda: not self.belofte.work.due(), lambda _end: None)


@pytest.fixture
def company(tmp_path: Path, door_for) -> Iterator[Company]:
    with open_belofte(fresh_world(tmp_path / "demo").made.home.policy) as belofte:
        site = site_of(belofte)
        parts = FrontParts(Health((), tuple), "http://127.0.0.1:8081", faults=office_fault_pages(site))
        routes = office_routes(office_desks(belofte), site, practice_of(belofte))
        pages = public_routes(belofte.public, site, further_links(belofte))
        public_parts = FrontParts(Health((), tuple), site.public_url, faults=fault_pages(site))
        with (
            TestClient(build_office_app(routes, parts, door_for(site)), base_url="http://127.0.0.1:8081") as office,
            TestClient(build_public_app(pages, public_parts)) as public,
        ):
            office.cookies.set("belofte-office", "here")
            yield Company(belofte, office, public)


def test_a_dossier_is_handed_out_and_that_is_noted(company: Company) -> None:
    asked = Submission("access", "iemand@elders.example", "nl")
    reference = company.belofte.public.submit(asked)
    company.works()
    answer = company.sends(f"/nl/requests/{reference}", "dossier", reasons="voor onze jurist")
    assert answer.headers["content-disposition"] == f'attachment; filename="dossier-{reference}.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as dossier:
        assert dossier.testzip() is None
        assert "manifest.json" in dossier.namelist()
    assert "dossier uitgegeven" in company.see(f"/nl/requests/{reference}")
    less = company.sends(f"/nl/requests/{reference}", "dossier", **{"leave-out": "voor onze jurist\n\nnergens"})
    assert less.status_code == 200
    assert b"voor onze jurist" not in zipfile.ZipFile(io.BytesIO(less.content)).read("decisions.json")
    refused = company.sends(f"/nl/requests/{reference}", "dossier", others="yes")
    assert refused.status_code == 409, "other people's data only with a reason"


def test_what_is_disputed_is_restricted_from_the_office_page_too(company: Company) -> None:
    address = "anna@dvries.example"
    reference = company.asks(right="rectification", address=address, kind_1="phone", should_1="+31 6 12345678")
    company.presses(address)
    answer = company.does("rule", reference, number="1", ruling="disputed", reasons="Wij zoeken het uit.")
    assert answer.status_code == 200, answer.text
    assert "Beperking" in company.see("/nl/?right=restriction")
    assert "?done=rule" in str(answer.url)


BREACH = {
    "kind": "wrong-recipient",
    "aware": "2026-01-05T10:30",
    "role": "controller",
    "happened": "Een kopie ging mis.",
}


def test_a_breach_is_recorded_decided_reported_and_closed(company: Company) -> None:
    answer = company.sends("/nl/breaches", "breach-open", **BREACH)
    assert "Vastgelegd: de klok loopt." in answer.text
    here = str(answer.url.path)
    assert "te laat" in company.see("/nl/breaches")
    assert here in company.see("/nl/needs")
    company.sends(here, "breach-describe", measures="De kopie is ongelezen gewist.")
    assert "De kopie is ongelezen gewist." in company.see(here)
    company.sends(here, "breach-decide", report="report", persons_told="no-tell", reasons="Groot risico.")
    late = company.sends(here, "breach-reported", at="2026-01-09T09:00")
    assert late.status_code == 409  # reported late, without the reasons for the delay
    done = company.sends(here, "breach-reported", at="2026-01-09T09:00", late_because="Het was weekend.")
    assert "Vastgelegd: gemeld." in done.text
    assert "Gesloten" in company.sends(here, "breach-close").text
    assert "breach-describe" not in company.see(here)
    assert here not in company.see("/nl/needs")


def test_as_processor_the_customer_is_told_and_the_page_offers_no_decision(company: Company) -> None:
    opened = company.sends("/nl/breaches", "breach-open", **BREACH | {"role": "processor"})
    here = str(opened.url.path)
    assert "/breach-decide" not in opened.text, "Art. 33(2): the customer decides"
    assert company.sends(here, "breach-close").status_code == 409, "the customer was not told yet"
    company.sends(here, "breach-describe", measures="De kopie is ongelezen gewist.")
    company.sends(here, "breach-tell", to="klant@bedrijf.example")
    company.works()
    assert "Gesloten" in company.sends(here, "breach-close").text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"kind": "bad luck"}, "Kies alleen uit wat hier staat."),
        ({"aware": "gisteren"}, "Vul dag en tijd in."),
        ({"aware": "2026-01-05"}, "Vul dag en tijd in."),
        ({"aware": "2999-01-05T10:30"}, ""),
    ],
)
def test_a_breach_that_cannot_be_is_not_recorded(company: Company, wrong, says) -> None:
    answer = company.sends("/nl/breaches", "breach-open", **BREACH | wrong)
    assert answer.status_code in (409, 422)
    assert says in answer.text
    assert "Een kopie ging mis." in answer.text
    assert "Er is geen datalek vastgelegd." in answer.text


LETTER = {"right": "right-access", "channel": "channel-post", "received": "2026-01-05T09:00"}


def test_a_letter_is_registered_with_the_day_it_reached_the_company(company: Company) -> None:
    answer = company.sends("/nl/register", "receive", **LETTER, address="anna@dvries.example", text="Graag inzage.")
    assert answer.status_code == 200, answer.text
    assert "5 januari 2026, 09:00" in answer.text
    assert ">brief<" in answer.text
    assert 'class="clock late"' in answer.text
    assert re.search(r"Ingeschreven op [^<]*, \d+ dagen nadat het ons bereikte", answer.text)


def test_an_extension_on_another_ground_is_shown_as_doubtful_from_the_decision_on(company: Company) -> None:
    reference = company.asks(right="access", address="iemand@elders.example")
    page = f"/nl/requests/{reference}"
    assert "Twijfelachtig" not in company.see(page)
    company.does("extend", reference, ground="other", reasons="Het is druk.", decided="on")
    assert "Twijfelachtig: verlengd op een grond die AVG 12(3) niet noemt" in company.see(page)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"right": "right-toString"}, "Kies alleen uit wat hier staat."),
        ({"channel": "channel-web"}, "Kies alleen uit wat hier staat."),
        ({"received": "vorige week"}, "Vul dag en tijd in."),
        ({"received": "2999-01-05T09:00"}, ""),
        ({"address": "anna"}, "Dit lijkt geen e-mailadres."),
    ],
)
def test_what_cannot_be_registered_is_said_and_stays_typed(company: Company, wrong, says) -> None:
    fields = {**LETTER, "address": "anna@dvries.example", "text": "Graag inzage."} | wrong
    answer = company.sends("/nl/register", "receive", **fields)
    assert answer.status_code in (409, 422)
    assert says in answer.text
    assert "Graag inzage." in answer.text
    assert "0 verzoeken" in company.see("/nl/")


def test_a_question_is_taken_read_and_answered(company: Company) -> None:
    address = "bram.kuipers@post.example"
    reference = company.asks(right="question", address=address, text="Hoe lang bewaren jullie dit?")
    assert reference in company.see("/nl/needs")
    company.does("take", reference)
    assert "Mieke de Boer" in company.see(f"/nl/requests/{reference}")
    assert "Hoe lang bewaren jullie dit?" in company.does("asked", reference).text
    assert "Het antwoord gaat op weg." in company.does("reply", reference, words="Zeven jaar.").text
    assert "Zeven jaar." in [text for to, text in sandbox_letters(company.belofte.home) if address in to][-1]
    assert reference in company.see("/nl/?state=answered")
    assert reference not in company.see("/nl/")


def test_withdrawing_the_newsletter_takes_one_field(company: Company) -> None:
    page = company.public.get("/nl/request?right=withdrawal&purpose=newsletter").text
    assert "onze nieuwsbrief per e-mail" in page
    reference = company.asks(right="withdrawal", only="newsletter", address="noor@veenstra.example")
    page = company.see(f"/nl/requests/{reference}")
    assert "Toestemming intrekken" in page


def test_an_objection_to_advertising_offers_nothing_to_weigh_that_could_be_lost(company: Company) -> None:
    reference = company.asks(right="objection", purposes="newsletter", address="noor@veenstra.example")
    page = company.see(f"/nl/requests/{reference}")
    assert "/reject" not in page


def test_a_wrong_value_is_put_right_from_the_form_to_the_receipt(company: Company) -> None:
    address = "anna@dvries.example"
    fields = {"kind_1": "name", "now_1": "Anna de Vries", "should_1": "Anna Vermeer"}
    reference = company.asks(right="rectification", address=address, **fields)
    company.presses(address)
    assert "Anna Vermeer" in company.does("changes", reference).text
    plan = re.search(r'name="plan" value="([^"]+)"', company.see(f"/nl/requests/{reference}"))
    assert plan
    answer = company.does("approve", reference, plan=plan[1], read="yes")
    assert "is goedgekeurd" in answer.text
    assert "verbeteren" in company.see(f"/nl/requests/{reference}")


def test_what_is_wrong_is_called_what_the_form_called_it(company: Company) -> None:
    address = "anna@dvries.example"
    reference = company.asks(right="rectification", address=address, kind_1="organisation", should_1="Vermeer B.V.")
    company.presses(address)
    for act in ("changes", "asked"):
        page = company.does(act, reference).text
        assert ">organisatie</t" in page, act
        assert "opzeggen" not in page


@pytest.mark.parametrize("right", ["restriction", "portability"])
def test_a_plan_is_in_words_and_not_in_the_names_of_the_program(company: Company, right: str) -> None:
    address = "anna@dvries.example"
    reference = company.asks(right=right, address=address, because="Ik wil dit niet.")
    company.presses(address)
    page = company.see(f"/nl/requests/{reference}")
    said = {"restriction": "valt onder de klant erboven", "portability": "Onze belofte gaat verder"}[right]
    assert said in page
    for name in ("covered-by-its-customer", "promise-goes-further", "not-concerned", "was-so-already", "by-hand<"):
        assert name not in page


def test_the_neighbour_is_left_out_of_the_copy(company: Company) -> None:
    address = "anna@dvries.example"
    reference = company.asks(right="access", address=address)
    company.presses(address)
    page = company.does("read", reference).text
    found = [
        record for record, text in re.findall(r"(crm\.\S+#\d+) · body</span>\s*<p[^>]*>([^<]*)", page) if "Henk" in text
    ]
    assert len(found) == 1, page
    passage = {"record": found[0], "column": "body", "passage": "Henk Postma", "because": "others"}
    assert company.does("redact", reference, **passage | {"passage": "Piet"}).status_code == 409
    assert 'class="box good" role="status"' in company.does("redact", reference, **passage).text
    assert found[0] in company.does("records", reference).text


def test_a_letter_of_the_case_can_be_read_and_it_is_noted(company: Company) -> None:
    address = "anna@dvries.example"
    reference = company.asks(right="access", address=address)
    found = re.search(r'name="letter" value="([^"]+)"', company.see(f"/nl/requests/{reference}"))
    assert found
    page = company.does("letter", reference, letter=found[1]).text
    assert address in page
    assert "persoonsgegevens bekeken" in company.see(f"/nl/requests/{reference}")
    assert company.does("letter", reference, letter="letter-0").status_code == 409


def test_the_queue_of_the_store_is_narrowed_and_finds_a_reference(company: Company) -> None:
    first = company.asks(right="access", address="anna@dvries.example")
    second = company.asks(right="erasure", address="carla@hoekstra.example")
    assert {first, second} <= set(re.findall(r"B-[0-9A-Z]{4}-[0-9A-Z]{3}", company.see("/nl/")))
    assert first not in company.see("/nl/?right=erasure")
    found = company.see(f"/nl/?reference={second.lower()}")
    assert f"/requests/{second}" in found
    assert "Niets past" in company.see("/nl/?reference=nonsense")


def test_the_status_page_tells_how_far_a_right_has_come(company: Company) -> None:
    address = "evert@wiersma.example"
    reference = company.asks(right="objection", purposes="answering", address=address)
    page = company.public.post("/nl/status", data={"reference": reference, "address": address}).text
    assert "Wij zijn gestopt met wat u niet wilt." in page
    assert "Het gaat om: het beantwoorden van uw vraag." in page


def arrives(company: Company, subject: str, text: str) -> str:
    """A message for the privacy office comes in and waits; returns its id."""
    write_mail(company.belofte, "privacy", "Bram Kuipers <bram.kuipers@post.example>", subject, text)
    inbox_desk(company.belofte).fetch()
    found = re.search(r"/nl/inbox/([^/]+)/mail-read", company.see("/nl/inbox"))
    assert found, company.see("/nl/inbox")
    return found[1]


def test_a_message_is_read_by_a_named_person_and_becomes_a_request(company: Company) -> None:
    message = arrives(company, "Vraagje", "Kunnen jullie eens kijken? Er staat iets van mij bij jullie. Bram")
    assert "bram.kuipers" not in company.see("/nl/inbox")
    page = company.sends("/nl/inbox", "mail-read").text
    assert "bram.kuipers@post.example" in page
    assert "Vastgelegd: Mieke de Boer heeft dit gelezen." in page
    assert "mail-delete" not in page, "nothing came along"
    seal = re.search(rf'inbox/{message}/mail-take"[^>]*>\s*<input type="hidden" name="seal" value="(\w+)"', page)
    assert seal
    where = f"/nl/inbox/{message}/mail-take"
    wrong = company.office.post(where, data={"seal": seal[1], "right": "right-toString"})
    assert (wrong.status_code, "Kies alleen uit wat hier staat." in wrong.text) == (422, True)
    yesterday = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    answer = company.office.post(where, data={"seal": seal[1], "right": "right-access", "received": yesterday})
    found = re.search("<h1>Verzoek (B-[^<]+)", answer.text)
    assert found
    assert "Gedaan: dit bericht is nu dit verzoek." in answer.text
    assert "Er wacht geen e-mail op iemand." in company.see("/nl/inbox")
    _its_mail_stands_on_the_page_of_the_request(company, found[1])


def test_whoever_takes_an_objection_says_what_it_is_about(company: Company) -> None:
    """What the words name stands ticked; nothing stands for all but the tick that says so."""
    message = arrives(company, "Folders", "Hou op met die brieven! Is dat geen bezwaar waard?")
    page = company.sends("/nl/inbox", "mail-read").text
    assert re.findall(r'name="purposes" value="([^"]+)" checked', page) == ["post"]
    seal = re.search(rf'inbox/{message}/mail-take"[^>]*>\s*<input type="hidden" name="seal" value="(\w+)"', page)
    assert seal
    where, asked = f"/nl/inbox/{message}/mail-take", {"seal": seal[1], "right": "right-objection"}
    for more, words in (({}, "Kies waar het over gaat"), ({"purposes": "improving"}, "Hierbij hoort dit recht niet")):
        answer = company.office.post(where, data=asked | more)
        assert (answer.status_code, words in answer.text) == (422, True), answer.text
    answer = company.office.post(where, data=asked | {"purposes": ["post", "newsletter"]})
    assert "Gedaan: dit bericht is nu dit verzoek." in answer.text
    found = re.search("<h1>Verzoek (B-[^<]+)", answer.text)
    assert found
    assert purposes_of(company, found[1]) == ["post", "newsletter"]


def test_a_letter_that_objects_says_what_it_is_about(company: Company) -> None:
    page = company.see("/nl/register")
    seal = re.search(r'name="seal" value="(\w+)"', page)
    assert seal
    letter = {"seal": seal[1], "right": "right-withdrawal", "channel": "channel-post", "address": "bea@post.example"}
    letter["received"] = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert "Kies waar het over gaat" in company.office.post("/nl/register/receive", data=letter).text
    answer = company.office.post("/nl/register/receive", data=letter | {"every": "yes"})
    found = re.search("<h1>Verzoek (B-[^<]+)", answer.text)
    assert found, answer.text
    assert "Gedaan: het verzoek is vastgelegd." in answer.text
    assert len(purposes_of(company, found[1])) == 3


def purposes_of(company: Company, reference: str) -> list[str]:
    with company.belofte.parts.store.reading() as tx:
        return list(tx.requests.by_reference(reference).course.purposes)


def _its_mail_stands_on_the_page_of_the_request(company: Company, reference: str) -> None:
    """Direction, moment and state of each; what somebody wrote is read behind its button, with what came along."""
    scan = 'Content-Type: application/pdf; name="volmacht.pdf"\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQK'
    words = "Content-Type: text/plain; charset=utf-8\n\nHierbij de volmacht die ik vergat."
    keep(
        company.belofte.home.sandbox / "mail",
        multipart("bram.kuipers@post.example", [words, scan], subject=f"Re: {reference}"),
    )
    inbox_desk(company.belofte).fetch()
    company.works()
    here = f"/nl/requests/{reference}"
    began = company.see(here).partition('<ol class="story">')[2].partition("</li>")[0]
    assert "ontvangen, vastgelegd op" in began, "it reached us before anybody decided what it is"
    table = company.see(here).partition('id="letters"')[2].partition("</table>")[0]
    rows = [re.sub(r"<[^>]+>|\s+", " ", row) for row in table.split("<tr>")[2:]]
    said = [" ".join(row.split()) for row in rows]
    assert [("aan ons" in one, "ontvangen" in one, "bijlagen: 1" in one) for one in said if "e-mail" in one] == [
        (True, True, False),
        (True, True, True),
    ], said
    assert any("van ons" in one and "verstuurd" in one for one in said)
    assert not re.search("bram.kuipers|volmacht", table)
    forms = re.findall(
        r'action="(/nl/inbox/[^"]+/mail-read)"[^>]*>\s*<input type="hidden" name="seal" value="(\w+)"', table
    )
    page = company.office.post(forms[-1][0], data={"seal": forms[-1][1]}).text
    assert "Hierbij de volmacht die ik vergat." in page
    assert f'href="{here}#letters"' in page
    assert "mail-take" not in page, "it was decided what it is"
    seal = re.search(r'mail-attachment"><input type="hidden" name="seal" value="(\w+)"', page)
    assert seal
    handed = company.office.post(forms[-1][0].replace("read", "attachment"), data={"seal": seal[1], "number": "1"})
    assert handed.content == b"%PDF-1.4\n"
    assert handed.headers["content-disposition"] == "attachment; filename*=UTF-8''volmacht.pdf"
    assert handed.headers["content-type"].startswith("application/octet-stream")


def test_an_attachment_nobody_asked_for_is_deleted_by_one_button(company: Company) -> None:
    """T-03: a scan of a whole passport beside a question; marked first, then deleted, and it is said what stays."""
    scan = 'Content-Type: application/pdf; name="bijlage.pdf"\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQK'
    words = "Content-Type: text/plain; charset=utf-8\n\nKunnen jullie eens kijken? Er staat iets van mij."
    keep(company.belofte.home.sandbox / "mail", multipart("bram.kuipers@post.example", [words, scan]))
    inbox_desk(company.belofte).fetch()
    (row,) = inbox_desk(company.belofte).list()
    page = company.sends("/nl/inbox", "mail-read").text

    def presses(act: str, number: str):
        seal = re.search(rf'{row.id}/{act}"[^>]*>\s*<input type="hidden" name="seal" value="(\w+)"', page)
        assert seal
        return company.office.post(f"/nl/inbox/{row.id}/{act}", data={"seal": seal[1], "number": number})

    none = presses("mail-delete", "2")
    assert none.status_code == 409
    assert "bijlage wordt van dit bericht niet bewaard" in none.text
    assert presses("mail-mark", "x").status_code == 409
    assert "Genoteerd: u wordt eraan herinnerd" in presses("mail-mark", "1").text
    assert "Verwijder een bijlage die een bewijs van identiteit is" in company.see("/nl/needs")
    gone = presses("mail-delete", "1").text
    assert "De bijlage is hier verwijderd. In de mailbox staat het bericht nog" in gone
    assert "bewijs van identiteit is" not in company.see("/nl/needs")
    assert presses("mail-delete", "1").status_code == 409


def test_a_message_that_asks_nothing_is_put_away(company: Company) -> None:
    message = arrives(company, "Gefeliciteerd", "Wat een mooie website hebben jullie, groetjes van Bram")
    page = company.sends("/nl/inbox", "mail-read").text
    seal = re.search(r'mail-dismiss"[^>]*>\s*<input type="hidden" name="seal" value="(\w+)"', page)
    assert seal
    answer = company.office.post(f"/nl/inbox/{message}/mail-dismiss", data={"seal": seal[1]})
    assert "Genoteerd: het vroeg niets." in answer.text
    assert company.office.post(f"/nl/inbox/{message}/mail-read", data={"seal": "x"}).status_code == 403


def test_work_at_a_keeper_is_finished_on_the_page_with_a_number(company: Company) -> None:
    """A system that only people can look into: nobody knows how much lies there until a person says it."""
    (company.belofte.home.policy / "systems" / "archive.yaml").write_text(ARCHIVE.format(contact="", more=""), "utf-8")
    company.belofte.reload()
    address = "iemand@elders.example"
    reference = company.belofte.public.submit(Submission("erasure", address, "nl"))
    company.works()
    company.presses(address)
    plan = company.belofte.office.show(reference).plan
    assert plan is not None
    company.belofte.office.approve(reference, plan.id, "P. de Boer")
    company.works()
    task = keeper_task(company)
    refused = company.sends("/nl/needs", f"{task}/finish", outcome="done")
    assert refused.status_code == 422
    assert "tenzij u het zegt" in refused.text
    assert company.sends("/nl/needs", f"{task}/finish", outcome="done", count="veel").status_code == 422
    assert company.sends("/nl/needs", f"{task}/finish", outcome="done", count="2").status_code == 200
    done = company.belofte.office.show(reference)
    assert [line.planned for r in done.receipts if r.system == "archive" for line in r.lines] == [2]
    assert done.row.state == "answered"


def test_what_is_done_only_with_words_asks_them_on_the_page(company: Company) -> None:
    parts = company.belofte.parts
    parts.store.open_cases([ENDED_CASE])
    for kind in sorted(SAYS_WHAT):
        with parts.store.transaction() as tx:
            tx.tasks.add([Task(f"task-{kind}", kind, parts.now(), system="mailchimp")])
        assert f'id="words-task-{kind}"' in company.see("/nl/needs")
        assert company.sends("/nl/needs", f"task-{kind}/finish", words="").status_code == 422, "nothing was said"
        assert company.sends("/nl/needs", f"task-{kind}/finish", words="Bezwaar, brief van 3 mei.").status_code == 200
        with parts.store.reading() as tx:
            assert tx.tasks.get(f"task-{kind}").state is TaskState.DONE


def test_no_button_of_the_office_works_with_the_seal_of_another(company: Company) -> None:
    """Whatever is pressed: a form that was not shown to whoever is signed in does nothing."""
    reference = company.asks(right="access", address="anna@dvries.example")
    site = site_of(company.belofte)
    routes = office_routes(office_desks(company.belofte), site, practice_of(company.belofte))
    paths = {path for one in routes if "POST" in one.http_methods for path in one.paths if path.startswith("/nl/")}
    answers = dict[str, int]()
    for path in sorted(paths):
        names = [act.name for act in ACTS] if "{act" in path else ["x"]
        for name in names:
            address = re.sub(r"\{act[^}]*\}", name, path).replace("{reference:str}", reference)
            address = re.sub(r"\{[^}]*\}", "x", address)
            sent: dict[str, Any] = {"files": {"file": ("a.pdf", b"%PDF")}} if name == "x" and "receive" in path else {}
            answers[address] = company.office.post(address, data={"seal": "0" * 32}, **sent).status_code
    assert len(answers) > 50
    assert {address: status for address, status in answers.items() if status not in (403, 404)} == {}
    assert list(answers.values()).count(403) > 40, "most of them are there"


def keeper_task(company: Company) -> str:
    with company.belofte.parts.store.reading() as tx:
        (task,) = [one for one in tx.tasks.in_state(TaskState.OPEN) if one.system == "archive"]
    return task.id


def test_axe_finds_nothing_on_the_pages_of_mail_breaches_and_registering(company: Company, axe, request) -> None:
    arrives(company, "Vraagje", "Kunnen jullie eens kijken? Bram")
    company.sends("/nl/breaches", "breach-open", **BREACH)
    extended = company.asks(right="access", address="iemand@elders.example")
    company.does("extend", extended, ground="other", reasons="Het is druk.", decided="on")
    page = open_page(request.getfixturevalue("browser"), company.office)  # its loop would be in the way of the mail
    page.context.add_cookies([{"name": "belofte-office", "value": "here", "url": "http://127.0.0.1:8081"}])
    for language in ("nl", "en"):
        for name in ("inbox", "breaches", "register", "needs"):
            page.goto(f"/{language}/{name}")
            judge(page, axe, f"real-{language}-{name}")
        page.goto(f"/{language}/breaches")
        with next_page(page):
            page.locator("tbody a").first.click()
        judge(page, axe, f"real-{language}-breach")
        page.goto(f"/{language}/requests/{extended}")
        judge(page, axe, f"real-{language}-extended")
        page.goto(f"/{language}/inbox")
        with next_page(page):
            page.locator("tbody button").first.click()
        judge(page, axe, f"real-{language}-message")
