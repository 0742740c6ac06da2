"""How long records of a category stay, in a few words for a list: the policy's term, as the notice words it."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.notice.vocabulary import AFTER, TAGS, UNTIL, word
from belofte.domain.notice.wording import Both, term
from belofte.domain.policy import Period, RetentionRule, Text
from belofte.domain.worded import joined, worded


def kept_words(rule: RetentionRule) -> Text | None:
    """``exactly 7 years after ...``; what has a tag or a purpose of its own behind it. None: no term is stated."""
    said = [*_part(rule)]
    said += [_own(purpose, part) for purpose, part in rule.by_purpose.items()]
    said += [_own(part.label or word(tag, TAGS), part) for tag, part in rule.tagged.items()]
    return joined(said) if said else None


def _own(name: str | Text | Both, part: RetentionRule) -> Text:
    """One part with what it is about; a part without a term of its own stays as long as the rest."""
    long = joined(_part(part), ", ")
    about = worded("{name}", "{name}", name=Text(name._asdict()) if isinstance(name, Both) else name)
    return worded("{about}: {long}", "{about}: {long}", about=about, long=long) if long.in_("nl") else about


def _part(rule: RetentionRule) -> Iterator[Text]:
    begun = word(rule.after, AFTER) if rule.after else Both("", "")
    since = {"since": Text({"nl": f" {begun.nl}".rstrip(), "en": f" {begun.en}".rstrip()})}
    if rule.until:
        until = word(rule.until, UNTIL)
        yield Text({"nl": until.nl, "en": until.en})
    if rule.floor and rule.floor == rule.ceiling:
        yield worded("precies {long}{since}", "exactly {long}{since}", long=_long(rule.floor), **since)
    elif rule.ceiling:
        yield worded("niet langer dan {long}{since}", "no longer than {long}{since}", long=_long(rule.ceiling), **since)
    if rule.floor and rule.floor != rule.ceiling:
        yield worded("niet korter dan {long}{since}", "no less than {long}{since}", long=_long(rule.floor), **since)


def _long(period: Period) -> Text:
    return Text(term(period)._asdict())
