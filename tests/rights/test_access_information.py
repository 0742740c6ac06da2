"""An access answer gives all of Art. 15(1) and (2), from the facts and what was found (T-27, T-34; ACC)."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from tests.worlds import World

from belofte.bootstrap import make_demo
from belofte.domain.access_information import AccessInformation, Disclosed, access_information
from belofte.domain.access_sections import HEADINGS, access_sections
from belofte.domain.answer import answer_of
from belofte.domain.plan import Decision, Outcome, Receipt, ReceiptLine
from belofte.domain.policy import AutomatedDecisions
from belofte.domain.system_map import SystemMap, Verb
from belofte.domain.untold import NOT_TOLD
from belofte.loading.countries import load_countries
from belofte.loading.folder import load_policy_folder
from belofte.procedures.answering.package_information import decode_information, encode_information

ROOT = Path(__file__).parents[2]
FOLDER = load_policy_folder(ROOT / "examples" / "linprofs")
POLICY, CRM, COUNTRIES = FOLDER.policy, FOLDER.systems["crm"], load_countries()
NEWS = "aanmelding voor nieuws"


def held_by(name: str, recipient: str) -> SystemMap:
    return replace(CRM, name=name, recipient=recipient)


SYSTEMS = {
    "crm": CRM,
    "mailchimp": held_by("mailchimp", "mailchimp"),
    "exact": held_by("exact", "exact"),
    "google": held_by("google", "google"),
}


def found(system: str, *lines: ReceiptLine) -> Receipt:
    return Receipt(f"r-{system}", f"s-{system}", system, Verb.EXPORT, Outcome.DONE, lines=lines)


def copied(collection: str, count: int) -> ReceiptLine:
    return ReceiptLine(collection, Decision.EXPORT, count, count)


RECEIPTS = (
    found("crm", copied("customers", 1), copied("orders", 3), copied("shipments", 0)),
    found("mailchimp", copied("subscriptions", 1)),
    found("exact", copied("invoices", 2)),
    found("google", copied("page_views", 0)),
)


def tell(language: str = "nl", receipts: tuple[Receipt, ...] = RECEIPTS, **more: object) -> AccessInformation:
    return access_information(POLICY, COUNTRIES, SYSTEMS, receipts, language, **more)


def words_of(told: AccessInformation) -> str:
    return " ".join(" ".join((s.heading, *s.sentences, *s.items)) for s in access_sections(told))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_point_of_the_article_is_answered_in_both_languages(language: str) -> None:
    assert {section.article for section in access_sections(tell(language))} == set(HEADINGS)


def test_only_those_that_held_something_are_named_and_not_the_whole_list() -> None:
    """T-27: two processors held records, so two are named."""
    told = tell()
    assert [(one.label, one.got) for one in told.recipients] == [
        ("MailChimp", ((NEWS, 1),)),
        ("Exact", (("facturen", 2),)),
    ]
    assert "Google" not in words_of(told)
    assert "KPN" not in words_of(told)


def test_who_could_not_be_searched_is_not_passed_over() -> None:
    told = tell()
    assert "onze accountant" in [name.lower() for name in told.perhaps]
    assert "PostNL" not in told.perhaps, "no parcel was found, so no carrier got one"
    assert "de overheid" not in words_of(told).lower()


def test_nobody_is_told_that_perhaps_an_authority_got_data() -> None:
    """T-34: a guess would be as telling as an answer; what was passed on openly is told as what it is."""
    named = replace(POLICY.recipients["authority"], gets=("profile",), only_if="forced-by-law")
    policy = replace(POLICY, recipients={**POLICY.recipients, "authority": named})
    told = access_information(policy, COUNTRIES, SYSTEMS, RECEIPTS, "nl")
    assert "De overheid" not in told.perhaps
    openly = access_information(
        policy, COUNTRIES, SYSTEMS, RECEIPTS, "nl", disclosed=[Disclosed("authority", ("profile",))]
    )
    assert "De overheid" in [one.label for one in openly.recipients]


def test_purposes_terms_and_sources_are_those_of_what_was_found() -> None:
    told = tell()
    assert [one.name for one in told.categories] == ["profile", "order", "invoice", "subscription"]
    assert {one.name for one in told.purposes} == {"service", "invoicing", "newsletter", "post"}
    text = words_of(told)
    assert "artikel 6 lid 1 onder c AVG" in text
    assert "precies 7 jaar" in text
    assert "14 maanden" not in text, "the term of website visits is not this person's"
    assert "van uzelf" in text


def test_a_transfer_outside_the_union_comes_with_its_safeguards_and_where_to_get_them() -> None:
    mailchimp = tell("en").recipients[0]
    text = " ".join(mailchimp.sentences)
    assert "outside the EEA" in text
    assert "Data Privacy Framework" in text
    assert "copy of these safeguards" in text


def test_consent_can_be_withdrawn_only_where_something_rests_on_it() -> None:
    without = tell(receipts=(found("crm", copied("orders", 1)),))
    assert "withdrawal" in [one.name for one in tell().rights]
    assert "withdrawal" not in [one.name for one in without.rights]


def test_the_authority_is_named_whatever_the_policy_says() -> None:
    silent = replace(POLICY, rights=replace(POLICY.rights, complaint=None, described=(), complaint_url=None))
    told = access_information(silent, COUNTRIES, SYSTEMS, RECEIPTS, "nl")
    assert "https://autoriteitpersoonsgegevens.nl" in " ".join(told.complaint)


def test_what_the_policy_does_not_state_is_work_for_the_office_and_not_told() -> None:
    policy = replace(
        POLICY,
        automated_decisions=AutomatedDecisions(),
        data={**POLICY.data, "order": replace(POLICY.data["order"], source=None)},
        purposes={**POLICY.purposes, "service": replace(POLICY.purposes["service"], basis=None)},
    )
    told = access_information(policy, COUNTRIES, SYSTEMS, RECEIPTS, "nl")
    assert set(told.missing) == {"automated_decisions.used", "data.order.source", "purposes.service.basis"}
    assert "missing" not in json.loads(encode_information(told))


class TestSecretOrder:
    """T-34: an access request while a secret order runs. The answer shows nothing of it; the receipt does."""

    secret = ReceiptLine("tickets", Decision.WITHHOLD, 2, 0, ground=f"{NOT_TOLD}: order of 3 November")

    def test_no_letter_line_no_category_no_recipient_no_remedy_shows_it(self) -> None:
        plain = (found("crm", copied("customers", 1)),)
        with_order = (found("crm", copied("customers", 1), self.secret),)
        assert answer_of("access", POLICY, SYSTEMS, with_order, "nl") == answer_of(
            "access", POLICY, SYSTEMS, plain, "nl"
        )
        order = Disclosed("authority", ("contact", "profile"), told=False)
        assert tell(receipts=with_order, disclosed=(order,)) == tell(receipts=plain)

    def test_a_recipient_that_only_held_secret_records_stays_out(self) -> None:
        receipts = (*RECEIPTS, found("google", self.secret))
        assert tell(receipts=receipts) == tell()
        assert answer_of("access", POLICY, SYSTEMS, receipts, "nl").processors == ("MailChimp", "Exact")

    def test_what_is_withheld_on_a_ground_that_is_told_is_told(self) -> None:
        open_ground = replace(self.secret, ground="Art. 15(4) GDPR")
        receipts = (found("crm", copied("customers", 1), open_ground),)
        answer = answer_of("access", POLICY, SYSTEMS, receipts, "nl")
        assert answer.partial
        assert "contact" in [one.name for one in tell(receipts=receipts).categories]

    def test_an_ordinary_disclosure_is_told_with_what_was_passed_on(self) -> None:
        told = tell(disclosed=(Disclosed("accountant", ("invoice",)),))
        assert ("facturen", None) in next(one.got for one in told.recipients if one.name == "accountant")


def test_what_was_told_survives_the_vault_and_fits_its_schema() -> None:
    schema = json.loads((ROOT / "src/belofte/data/access-information.schema.json").read_text("utf-8"))
    for language in ("nl", "en"):
        told = tell(language, disclosed=(Disclosed("accountant", ("invoice",)),))
        data = encode_information(told)
        jsonschema.Draft202012Validator(schema).validate(json.loads(data))
        assert decode_information(data) == told
    broken = {**json.loads(encode_information(tell())), "complaint": []}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(broken)


def test_letter_page_and_json_of_a_real_answer_say_the_same(tmp_path: Path) -> None:
    """ACC-1 … ACC-4, from the form to the copy."""
    world = World(make_demo(tmp_path / "home", 60))
    address = world.made.asks
    with world.open() as belofte:
        world.approve(belofte, world.ask(belofte, "access", address))
        letter = world.letters_to(address)[-1]
        parts = belofte.public.download(world.link_for(address))
        assert parts is not None
        copy = zipfile.ZipFile(io.BytesIO(b"".join(parts)))
    told = decode_information(copy.read("information.json"))
    page = copy.read("information.html").decode()
    assert told.missing == ()
    held = {line["name"]: line["records"] for line in json.loads(copy.read("information.json"))["categories"]}
    assert sum(held.values()) == len(json.loads(copy.read("data.json"))["records"])
    for section in access_sections(told):
        assert section.heading in letter
        assert section.heading in page
        for sentence in (*section.sentences, *section.items):
            assert sentence in letter, sentence
    jsonschema.validate(
        json.loads(copy.read("information.json")), json.loads(copy.read("access-information.schema.json"))
    )
