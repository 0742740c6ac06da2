"""The notice says it: the fact has its sentence in every language of the policy.

For promises the text itself keeps: the controller is named, the complaint is told, the contact details stand at the
end. The evidence is the notice made from the facts in force.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from belofte.checks.shape import Parameters, Records, broken, kept, newest, unknown
from belofte.domain.notice import Notice, is_about
from belofte.domain.policy import Text
from belofte.domain.promise import Instance, Observation, Verdict
from belofte.domain.worded import worded


def judge_sentence(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Each fact has at least one sentence in every language."""
    del observations
    if not records.notices:
        return unknown(
            parameters,
            now,
            worded("er is nog geen privacyverklaring om te bekijken", "there is no notice to look at yet"),
        )
    missing = [
        Instance(f"notice in {language}: {fact}", 1)
        for language, notice in records.notices.items()
        for fact in parameters.facts
        if not any(is_about(fact, told) for sentence in notice.all_sentences() for told in sentence.facts)
    ]
    if missing:
        return broken(parameters, now, worded("de verklaring zegt het niet", "the notice does not say it"), missing)
    return kept(
        parameters,
        now,
        worded(
            "de verklaring zegt het in {languages}", "the notice says it in {languages}", languages=languages(records)
        ),
    )


def judge_contact_at_end(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """The last part holds an e-mail address or form, and a postal address."""
    del observations
    if not records.notices:
        return unknown(
            parameters,
            now,
            worded("er is nog geen privacyverklaring om te bekijken", "there is no notice to look at yet"),
        )
    office = parameters.policy.privacy_office
    wanted = {"an e-mail address or a form": (office.email, office.form), "a postal address": (office.address,)}
    missing = [
        Instance(f"notice in {language}: {what}", 1)
        for language, page in records.notices.items()
        for what, values in wanted.items()
        if not any(value and value in _last_words(page) for value in values)
    ]
    if missing:
        return broken(
            parameters,
            now,
            worded("de contactgegevens staan niet aan het eind", "the contact details do not stand at the end"),
            missing,
        )
    return kept(
        parameters,
        now,
        worded(
            "de contactgegevens staan aan het eind, in {languages}",
            "the contact details stand at the end, in {languages}",
            languages=languages(records),
        ),
    )


def judge_authority_link(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """The link to the authority is https and leads to its own site; that it works must have been seen."""
    country = parameters.countries.by_code.get(parameters.policy.controller.country or "")
    link = parameters.policy.rights.complaint_url or (country.authority.url if country else "")
    if country is None or not link:
        return broken(
            parameters,
            now,
            worded("er is geen link naar de toezichthouder", "there is no link to the supervisory authority"),
        )
    host, own = urlsplit(link).hostname or "", urlsplit(country.authority.url).hostname or ""
    if urlsplit(link).scheme != "https" or not (host == own or host.endswith(f".{own.removeprefix('www.')}")):
        return broken(
            parameters,
            now,
            worded("de link leidt niet over https naar {own}", "the link does not lead to {own} over https", own=own),
            [Instance("notice", 1)],
        )
    absent = [Instance(f"notice in {lang}", 1) for lang, page in records.notices.items() if link not in _text(page)]
    if absent:
        return broken(
            parameters,
            now,
            worded("de link staat niet in de verklaring", "the link does not stand in the notice"),
            absent,
        )
    seen = newest(observations, "web", f"link/{link}", now, parameters.fresh)
    if seen.why_not:
        return unknown(
            parameters,
            now,
            worded(
                "de link staat erin; of hij werkt, is niet bekend: {why}",
                "the link stands in the notice; whether it works is not known: {why}",
                why=seen.why_not,
            ),
        )
    if seen.value is not True:
        return broken(parameters, now, worded("de link werkt niet", "the link does not work"), [Instance("notice", 1)])
    return kept(parameters, now, worded("de link staat erin en werkt", "the link stands in the notice and works"))


def _last_words(page: Notice) -> str:
    return " ".join(sentence.text for sentence in page.sections[-1].all_sentences()) if page.sections else ""


def _text(page: Notice) -> str:
    return " ".join(sentence.text for sentence in page.all_sentences())


def languages(records: Records) -> Text:
    """The languages that were looked at."""
    found = sorted(records.notices)
    return Text({"nl": " en ".join(found), "en": " and ".join(found)})
