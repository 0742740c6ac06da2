"""Each right in plain words, with what the company promises beyond the law (Art. 7(3), 15-18, 20-22 GDPR)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from belofte.domain.notice.headings import RIGHTS
from belofte.domain.notice.page import Part, Said, part, said
from belofte.domain.notice.vocabulary import word
from belofte.domain.notice.wording import Both, listed, term
from belofte.domain.policy import Rights

MEANING = {
    "access": Both(
        "U mag weten of wij gegevens over u gebruiken, en u krijgt er een kopie van (artikel 15 AVG).",
        "You may know whether we use data about you, and you get a copy of it (Article 15 GDPR).",
    ),
    "rectification": Both(
        "Kloppen uw gegevens niet of ontbreekt er iets? Dan passen wij ze aan, overal waar ze staan (artikel 16 AVG).",
        "Is your data wrong or incomplete? Then we correct it everywhere it is kept (Article 16 GDPR).",
    ),
    "erasure": Both(
        "U kunt ons vragen uw gegevens te wissen. Wij bewaren dan alleen nog wat wij van de wet moeten bewaren, of wat "
        "nodig is voor een juridisch geschil, en wij zeggen u wat dat is en tot wanneer (artikel 17 AVG).",
        "You can ask us to erase your data. We then keep only what the law obliges us to keep, or what is needed for a "
        "legal claim, and we tell you what that is and until when (Article 17 GDPR).",
    ),
    "restriction": Both(
        "U kunt ons vragen uw gegevens een tijd alleen te bewaren en er verder niets mee te doen (artikel 18 AVG).",
        "You can ask us to only store your data for a while and do nothing else with it (Article 18 GDPR).",
    ),
    "portability": Both(
        "U kunt uw gegevens meenemen naar een andere partij, in een vorm die een computer kan lezen (artikel 20 AVG).",
        "You can take your data to another party, in a form a computer can read (Article 20 GDPR).",
    ),
    "objection": Both(
        "Bent u het niet eens met wat wij met uw gegevens doen? Dan kunt u bezwaar maken (artikel 21 AVG).",
        "Do you disagree with what we do with your data? Then you can object (Article 21 GDPR).",
    ),
    "withdrawal": Both(
        "Hebt u ergens toestemming voor gegeven, dan kunt u die altijd weer intrekken. Wat wij daarvoor deden, blijft "
        "geldig (artikel 7 lid 3 AVG).",
        "If you agreed to something, you can always withdraw that consent. What we did before stays lawful "
        "(Article 7(3) GDPR).",
    ),
    "automated-decisions": Both(
        "U hebt het recht dat een mens kijkt naar een belangrijk besluit over u (artikel 22 AVG).",
        "You have the right that a human being looks at an important decision about you (Article 22 GDPR).",
    ),
}


def each_right(stated: Rights, name: str) -> Part:
    """One right: what it means where the text explains it, and what this company adds to it."""
    meaning, heading = MEANING[name], RIGHTS[name]
    first = said(meaning.nl, meaning.en, "rights.described", f"rights.described.{name}")
    explained = (first,) if name in stated.described else ()
    more: dict[str, Callable[[Rights], Iterator[Said]]] = {
        "access": _access,
        "erasure": _erasure,
        "restriction": _restriction,
        "portability": _portability,
        "objection": _objection,
        "withdrawal": _withdrawal,
    }
    follows = tuple(more[name](stated)) if name in more else ()
    return part(f"right-{name}", heading.nl, heading.en, (*explained, *follows))


def _access(stated: Rights) -> Iterator[Said]:
    gives = {
        "all-data": Both("al uw gegevens", "all your data"),
        "processors": Both("welke verwerkers ze hebben", "which processors hold it"),
        "categories": Both("in welke categorie ze staan", "in which category it is kept"),
    }
    if stated.access_gives:
        what = listed(gives[name] for name in stated.access_gives)
        yield said(f"U krijgt van ons: {what.nl}.", f"You get from us: {what.en}.", "rights.access_gives")


def _erasure(stated: Rights) -> Iterator[Said]:
    if stated.leaving == "counts-as-erasure":
        yield said(
            "Laat u ons weten dat u bij ons weggaat, dan zien wij dat ook als een verzoek om uw gegevens te wissen.",
            "If you tell us that you are leaving, we also take that as a request to erase your data.",
            "rights.leaving",
        )
    elif stated.leaving:
        yield said(
            "Weggaan bij ons beëindigt uw overeenkomst; wissen vraagt u apart.",
            "Leaving us ends your contract; erasure is asked for apart.",
            "rights.leaving",
        )
    if stated.leaving_copy_first:
        yield said(
            "Wij bieden u dan eerst een kopie aan, want wissen kan niet ongedaan worden gemaakt.",
            "We then offer you a copy first, because erasure cannot be undone.",
            "rights.leaving_copy_first",
        )
    elif stated.leaving_copy_first is False:
        yield said(
            "U krijgt dan vooraf geen kopie aangeboden.",
            "You are then not offered a copy first.",
            "rights.leaving_copy_first",
        )
    if stated.pause:
        long = term(stated.pause)
        yield said(
            f"Voordat wij iets doen dat niet terug te draaien is, wachten wij {long.nl}. Zolang kunt u het stoppen.",
            f"Before we do anything that cannot be undone we wait {long.en}. Until then you can still stop it.",
            "rights.pause",
        )
    if stated.ask_above:
        yield said(
            f"Gaat het om meer dan {stated.ask_above} gegevens tegelijk, dan kijkt eerst nog iemand mee.",
            f"If more than {stated.ask_above} records are concerned at once, somebody else looks at it first.",
            "rights.ask_above",
        )


def _restriction(stated: Rights) -> Iterator[Said]:
    if stated.restriction_for == "anyone":
        yield said(
            "U kunt dit altijd vragen en hoeft er geen reden voor te geven.",
            "You can always ask for this and need not give a reason.",
            "rights.restriction.for",
        )
    elif stated.restriction_for:
        yield said(
            "Dit kan in de gevallen die de wet noemt.",
            "This can be done in the cases the law names.",
            "rights.restriction.for",
        )
    if stated.restriction_lifted_by:
        by_subject = stated.restriction_lifted_by == "subject"
        nl = "Alleen uzelf kunt" if by_subject else "Wij kunnen"
        en = "Only you can" if by_subject else "We can"
        yield said(f"{nl} de beperking weer opheffen.", f"{en} lift the restriction.", "rights.restriction.lifted_by")
    if stated.restriction_told_before_lifting:
        yield said(
            "U hoort het van ons voordat een beperking wordt opgeheven.",
            "We tell you before a restriction is lifted.",
            "rights.restriction.told_before_lifting",
        )
    elif stated.restriction_told_before_lifting is False:
        yield said(
            "U hoort het achteraf als een beperking is opgeheven.",
            "We tell you afterwards when a restriction has been lifted.",
            "rights.restriction.told_before_lifting",
        )
    if stated.restriction_still:
        what = listed(word(item) for item in stated.restriction_still)
        yield said(f"Wat wel doorgaat: {what.nl}.", f"What still goes on: {what.en}.", "rights.restriction.still")


def _portability(stated: Rights) -> Iterator[Said]:
    if stated.portability:
        all_data = stated.portability == "all-data"
        nl = "alle gegevens die wij over u hebben" if all_data else "de gegevens die u ons gaf"
        en = "all data we have about you" if all_data else "the data you gave us"
        yield said(f"Dit geldt voor {nl}.", f"This holds for {en}.", "rights.portability.scope")
    if stated.portability_direct:
        yield said(
            "Als dat technisch kan, sturen wij ze rechtstreeks naar de partij die u aanwijst.",
            "Where it can be done technically, we send it straight to the party you name.",
            "rights.portability.direct",
        )
    elif stated.portability_direct is False:
        yield said(
            "U krijgt ze zelf; wij sturen ze niet naar de andere partij.",
            "You get it yourself; we do not send it to the other party.",
            "rights.portability.direct",
        )
    if stated.portability_ends_service:
        yield said(
            "Het kan zijn dat wij onze dienst aan u daarna niet kunnen voortzetten. Dat beslist een mens, die het u "
            "vooraf laat weten.",
            "It may be that we cannot continue our service to you afterwards. A person then decides that and tells you "
            "beforehand.",
            "rights.portability.ends_service",
        )
    elif stated.portability_ends_service is False:
        yield said(
            "Onze dienst aan u stopt daardoor nooit vanzelf. Zou hij moeten stoppen, dan beslist een mens dat en hoort "
            "u het vooraf.",
            "Our service to you never ends by itself because of this. If it should end, a person decides that and "
            "tells you beforehand.",
            "rights.portability.ends_service",
        )


def _objection(stated: Rights) -> Iterator[Said]:
    if stated.objection_pointed_out:
        yield said(
            "Let op: dit recht noemen wij hier apart en met nadruk, omdat de wet dat wil.",
            "Please note: we point out this right apart and explicitly, because the law wants it so.",
            "rights.objection.pointed_out",
        )
    if stated.objection_marketing_absolute:
        yield said(
            "Bezwaar tegen reclame telt altijd: wij stoppen dan zonder afweging.",
            "An objection to direct marketing always counts: we then stop without weighing anything.",
            "rights.objection.marketing_absolute",
        )
    if stated.objection_stop:
        yield said(
            "Zodra uw bezwaar binnen is, stoppen wij meteen met waar u bezwaar tegen hebt, tot wij hebben beslist.",
            "As soon as your objection is in, we stop at once what you object to, until we have decided.",
            "rights.objection.stop",
        )
    if stated.objection_answer_within:
        long = term(stated.objection_answer_within)
        yield said(
            f"U hoort binnen {long.nl} wat wij beslissen.",
            f"You hear within {long.en} what we decide.",
            "rights.objection.answer_within",
        )
    if stated.objection_upheld:
        copies = stated.objection_upheld == "copies-then-stop"
        nl = "geven wij u eerst een kopie van uw gegevens en stoppen wij daarna" if copies else "stoppen wij"
        en = "we first give you a copy of your data and then stop" if copies else "we stop"
        yield said(f"Hebt u gelijk, dan {nl} voorgoed.", f"If you are right, {en} for good.", "rights.objection.upheld")


def _withdrawal(stated: Rights) -> Iterator[Said]:
    if stated.withdrawal:
        yield said(
            "Intrekken is net zo makkelijk als toestemming geven.",
            "Withdrawing is as easy as agreeing was.",
            "rights.withdrawal",
        )
