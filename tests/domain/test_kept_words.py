"""A list says in a few words how long records stay: every part of a rule, in both languages."""

from __future__ import annotations

from belofte.domain.kept_words import kept_words
from belofte.domain.policy import Period, RetentionRule, Unit

SEVEN, TEN = Period(7, Unit.YEARS), Period(10, Unit.YEARS)


def test_floor_ceiling_event_tags_and_purposes_are_all_said() -> None:
    longer = RetentionRule("invoice", floor=TEN, ceiling=TEN, after="paid")
    rule = RetentionRule("invoice", floor=SEVEN, until="left", after="paid", tagged={"real-estate": longer})
    words = kept_words(rule)
    assert words is not None
    assert words.in_("en").startswith("until you tell us that you are leaving; no less than 7 years after payment; ")
    assert words.in_("en").endswith(": exactly 10 years after payment")
    assert words.in_("nl").endswith(": precies 10 jaar na de betaling")
    post = RetentionRule("profile", by_purpose={"post": RetentionRule("profile", ceiling=SEVEN, after="left")})
    said = kept_words(post)
    assert said is not None
    assert said.in_("nl") == "post: niet langer dan 7 jaar nadat u bij ons weg bent"


def test_a_rule_without_a_term_says_nothing() -> None:
    assert kept_words(RetentionRule("profile")) is None
