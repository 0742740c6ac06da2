"""A ground names an article, however people of the field write one (Art. 12(4) GDPR)."""

from __future__ import annotations

import pytest

from belofte.domain.ground import articles_named, names_article
from belofte.domain.untold import is_ground_told


@pytest.mark.parametrize(
    ("ground", "articles"),
    [
        ("Art. 15(4) GDPR", ["15", "15(4)"]),
        ("AVG 17(3)(e), lopende zaak", ["17", "17(3)"]),
        ("artikel 12 lid 5 AVG", ["12", "12(5)"]),
        ("article 23 GDPR", ["23"]),
        ("UAVG 41: onderzoek", ["41"]),
        ("§ 34 BDSG", []),
    ],
)
def test_a_ground_with_an_article_is_one(ground: str, articles: list[str]) -> None:
    assert names_article(ground)
    assert list(articles_named(ground)) == articles


@pytest.mark.parametrize("ground", ["G", "een lopende zaak", "the start of 2024", "startup 12", "artefact 7", "17"])
def test_words_alone_are_no_ground(ground: str) -> None:
    assert not names_article(ground)


def test_a_ground_of_which_nobody_may_know_is_not_for_the_person() -> None:
    assert not is_ground_told("not told: order of the examining magistrate")
    assert is_ground_told("Art. 23 GDPR: not told before the case is over")
