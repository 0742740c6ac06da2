"""A sentence in Dutch and English at once, filled in with names, counts and days, or with words in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from belofte.domain.policy import Text

LANGUAGES = ("nl", "en")


def worded(nl: str, en: str, /, **values: str | int | date | Text) -> Text:
    """The two templates, filled in. Raises ``KeyError`` for a name that is not given."""
    return Text(
        {language: _filled(template, language, values) for language, template in zip(LANGUAGES, (nl, en), strict=True)}
    )


def counted(number: int, nl: tuple[str, str], en: tuple[str, str]) -> Text:
    """``1 verzoek`` and ``3 verzoeken``, ``1 request`` and ``3 requests``: the words for one and for more."""
    one = 0 if number == 1 else 1
    return Text({"nl": f"{number} {nl[one]}", "en": f"{number} {en[one]}"})


def joined(parts: Iterable[Text], between: str = "; ") -> Text:
    """Several as one, each said once."""
    once = {(part.in_("nl"), part.in_("en")): None for part in parts}
    return Text({"nl": between.join(nl for nl, _ in once), "en": between.join(en for _, en in once)})


def _filled(template: str, language: str, values: dict[str, str | int | date | Text]) -> str:
    return template.format_map(
        {name: value.in_(language) if isinstance(value, Text) else value for name, value in values.items()}
    )
