"""Every connector file that ships, beside its vendor's contract; and mistakes that must be found."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from belofte.connectors.http.contract import lint_contract
from belofte.domain.rest import RestConnector
from belofte.loading.reading import Reading
from belofte.loading.rest_files import SHIPPED, read_connector, rest_connector, shipped_kinds

SPECS = Path(__file__).parents[4] / "shared" / "specs"
OWN = Path(__file__).parent / "contracts"
ABSENT = "Not compared: the vendors' contracts are not on this machine (noted 2026-11-23)."


@cache
def contract(name: str) -> dict[str, Any]:
    found = OWN / name if (OWN / name).is_file() else SPECS / name
    if not found.is_file():
        pytest.skip(ABSENT)
    return json.loads(found.read_text(encoding="utf-8"))


def findings(connector: RestConnector) -> tuple[str, ...]:
    return lint_contract(connector, [contract(name) for name in connector.contract])


@pytest.mark.parametrize("kind", shipped_kinds())
def test_a_shipped_file_agrees_with_the_vendor_s_contract(kind: str) -> None:
    connector = rest_connector(kind)
    assert connector is not None
    assert connector.source, "a file says which pages of the vendor it was written from"
    assert connector.seen_on is not None, "and when"
    if connector.contract:
        assert findings(connector) == ()


MISTAKES = [
    ("call: GET /lists/{audience}/members/{email}\n", "call: GET /lists/{audience}/member/{email}\n", "no GET"),
    ("query: {status: archived}", "query: {state: archived}", "takes no state"),
    ("call: POST /lists/{audience}/members/{id}/actions/delete-permanent\n    ok: 204",
     "call: POST /lists/{audience}/members/{id}/actions/delete-permanent\n    ok: 202", "answers 202"),
    ("select: merge_fields\n", "select: mergefields\n", 'no "mergefields"'),
    ("value: double_optin", "value: double_opt_in", 'no "double_opt_in"'),
    ("total: total_items", "total: total", 'no "total"'),
    ("value: tracking.opens", "value: tracking.opened", 'no "opened"'),
    ("skip_merge_validation", "skip_validation", "takes no skip_validation"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "says"), MISTAKES, ids=[m[2] for m in MISTAKES])
def test_a_mistake_in_a_file_is_found(right: str, wrong: str, says: str) -> None:
    text = (SHIPPED / "mailchimp.yaml").read_text(encoding="utf-8")
    assert right in text
    reading = Reading()
    connector = read_connector(text.replace(right, wrong), "mailchimp.yaml", reading)
    assert connector is not None, reading.problems
    assert any(says in finding for finding in findings(connector)), findings(connector)


def test_a_column_the_vendor_does_not_have_is_found_where_it_is_read_and_where_it_is_changed() -> None:
    text = (SHIPPED / "mailchimp.yaml").read_text(encoding="utf-8")
    for right in ("email: [email_address]", "fields: [email_address, merge_fields"):
        assert right in text
        text = text.replace(right, right.replace("[email_address", "[email"))
    reading = Reading()
    connector = read_connector(text, "mailchimp.yaml", reading)
    assert connector is not None, reading.problems
    told = findings(connector)
    assert any('has no "email"' in finding for finding in told), told
    assert any('takes no "email"' in finding for finding in told), told


def test_what_the_vendor_confirms_of_an_erasure_stands_in_its_answer() -> None:
    text = (SHIPPED / "google_analytics.yaml").read_text(encoding="utf-8")
    reading = Reading()
    wrong = text.replace("confirmed: deletionRequestTime", "confirmed: deletionTime")
    connector = read_connector(wrong, "google_analytics.yaml", reading)
    assert connector is not None, reading.problems
    assert any('"deletionTime"' in finding for finding in findings(connector)), findings(connector)
