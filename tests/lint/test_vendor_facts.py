"""What vendors do is data: each fact has a source and a date, and a file that is not whole is refused in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from belofte.domain.policy import Recipient
from belofte.domain.policy_rules import VendorKnowledge
from belofte.loading.vendors import VendorFileError, load_vendors

_WHOLE = """
format: 1
adequate: {are: [JP], source: https://commission.example, seen: 2026-01-01}
vendors:
  counter:
    also: [teller]
    facts:
      - {country: JP, source: https://counter.example, seen: 2026-01-01}
"""


def _file(folder: Path, text: str) -> Path:
    path = folder / "vendors.yaml"
    path.write_text(text, "utf-8")
    return path


def test_every_fact_that_ships_has_a_source_and_a_day(vendors: VendorKnowledge) -> None:
    assert len(vendors.vendors) > 8
    for vendor in vendors.vendors.values():
        assert vendor.sources, vendor.name
        for fact, source in vendor.sources.items():
            assert getattr(vendor, fact) is not None
            assert source.where.startswith("https://")
            assert source.seen <= date.today()


def test_no_name_means_two_vendors(vendors: VendorKnowledge) -> None:
    names = [name for vendor in vendors.vendors.values() for name in (vendor.name, *vendor.also)]
    assert len(names) == len(set(names))


def test_a_recipient_is_known_by_its_name_its_other_name_or_its_vendor(tmp_path: Path) -> None:
    known = load_vendors(_file(tmp_path, _WHOLE))
    for recipient in (Recipient("counter"), Recipient("teller"), Recipient("statistics", vendor="counter")):
        assert known.country_of(recipient) == "JP"
    assert known.country_of(Recipient("somebody")) is None


def test_what_the_policy_says_of_the_place_counts_before_what_the_vendor_does(vendors: VendorKnowledge) -> None:
    assert vendors.country_of(Recipient("aws")) == "US"
    assert vendors.country_of(Recipient("aws", country="IE")) == "IE"
    assert vendors.country_of(Recipient("aws", country="US", only_in="eu-central-1")) == "DE"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (_WHOLE.replace("country: JP, ", ""), "exactly one fact"),
        (_WHOLE.replace("country: JP", "country: JP, parent: JP"), "exactly one fact"),
        (_WHOLE.replace(", seen: 2026-01-01}\n", "}\n", 2), "seen"),
        (_WHOLE.replace("country", "kountry"), "kountry"),
        (_WHOLE.replace("format: 1", "format: 2"), "format"),
        ("vendors: [", "not YAML"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(VendorFileError, match=says):
        load_vendors(_file(tmp_path, text))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VendorFileError, match="cannot be read"):
        load_vendors(tmp_path / "none.yaml")
