"""What is shown and what is measured: the published notice, and who reads the newsletter."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.checks.small_worlds import NOW, PUBLISHED, VERSION, World, measuring, showing
from tests.checks.test_settings_expected import judge

from belofte.domain.notice.shown import PageMarks, marks_of
from belofte.domain.policy import LegalBasis
from belofte.domain.promise import VerdictState

KEPT, BROKEN, UNKNOWN = VerdictState.KEPT, VerdictState.BROKEN, VerdictState.UNKNOWN


@pytest.mark.parametrize("stated", ["disclosed", "off"])
def test_telling_that_opens_are_measured_is_not_asking(stated: str) -> None:
    """T-70: the notice tells of it, nobody was asked: broken all the same."""
    found = judge(measuring(stated, opens=True))
    assert found.state is BROKEN
    assert [one.place for one in found.instances] == ["letters open-tracking", "letters click-tracking"]


def test_asking_needs_a_purpose_on_consent() -> None:
    """T-70: the policy says that it is asked, and nothing in it asks."""
    assert judge(measuring("asked", opens=True, basis=LegalBasis.LEGITIMATE_INTEREST)).state is BROKEN


def test_measured_and_asked_is_not_known() -> None:
    """The yes of every reader stands in no setting: a person vouches, or it is not known."""
    assert judge(measuring("asked", opens=True)).state is UNKNOWN


def test_an_older_version_that_a_server_still_shows_is_named_with_its_digest() -> None:
    """T-75: version 2 is published, and the page still shows version 1."""
    first = replace(VERSION, pages={"nl": PUBLISHED})
    second = replace(first, number=2, published_at=NOW - timedelta(days=1), pages={"nl": PageMarks("p2", "w2")})
    found = judge(showing(PUBLISHED, versions=(first, second)))
    assert found.state is BROKEN
    assert "still shows version 1 in nl" in found.reason.in_("en") and "page-1" in found.reason.in_("en")
    assert judge(showing(PageMarks("p2", ""), versions=(first, second))).state is KEPT


def test_a_language_without_a_page_is_not_seen() -> None:
    version = replace(VERSION, pages={"nl": PUBLISHED, "en": PageMarks("en", "en")})
    found = judge(showing(PUBLISHED, versions=(version,)))
    assert found.state is UNKNOWN and "en" in found.reason.in_("en")


def test_a_page_without_sections_is_compared_byte_for_byte() -> None:
    """Two pages without a section have no words in common by which they would be the same."""
    published = replace(VERSION, pages={"nl": marks_of(b"<p>one</p>")})
    other: World = showing(marks_of(b"<p>two</p>"), versions=(published,))
    assert judge(other).state is BROKEN
