"""The acts every request has: read, look again, vouch, approve, stop, refuse, and what is shown to a named person."""

from __future__ import annotations

from collections.abc import Sequence

from belofte.domain.account import WITH_OTHERS
from belofte.domain.errors import Refused
from belofte.domain.policy import Text
from belofte.domain.request import RequestState
from belofte.procedures.desks import PLANNABLE, CaseView
from belofte.procedures.planning.texts import TextToRead
from belofte.web.acts import (
    VOUCHED,
    Act,
    Desks,
    Field,
    Given,
    Handed,
    Look,
    Shown,
    can_become,
    has_texts,
    is_blind,
    is_undecided,
)
from belofte.web.forms import LONGEST
from belofte.web.signing.present import present

WAYS = ("way.called-back", "way.own-facts", "way.signed-in", "way.shown")
"""Ways of knowing who somebody is, least asked first; offered while typing, so that a word can be added."""
GROUNDS = ("ground.unfounded", "ground.excessive", "ground.unidentified")
_GROUPED = str.maketrans("", "", " .,\u00a0\u202f")
"""What people put between thousands, in Dutch and in English."""


def count_of(text: str) -> int | None:
    """A number as people type it, 1.500 and 1,500 alike; None where it is none."""
    digits = text.translate(_GROUPED)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 12 else None


def grouped(texts: Sequence[TextToRead]) -> list[tuple[str, list[TextToRead]]]:
    """The texts by system and collection, each place once, in the order the systems gave them."""
    groups: dict[str, list[TextToRead]] = {}
    for text in texts:
        groups.setdefault(f"{text.system}: {text.collection}", []).append(text)
    return list(groups.items())


def _read(desks: Desks, given: Given) -> Shown:
    """The free text itself, as the answer to the button: it has no address of its own and is stored nowhere."""
    texts = desks.office.read(given.reference, given.by)
    return Shown("free_text.html", {"by": given.by, "count": len(texts), "groups": grouped(texts)})


def _approve(desks: Desks, given: Given) -> None:
    desks.office.approve(given.reference, given["plan"], given.by, count_of(given["records"]))


def _asked(desks: Desks, given: Given) -> Shown:
    return Shown("asked.html", {"by": given.by, "asked": desks.case.asked(given.reference, given.by)})


def _letter(desks: Desks, given: Given) -> Shown:
    letter = desks.case.letter(given.reference, given["letter"], given.by)
    return Shown("letter.html", {"by": given.by, "letter": letter})


def _dossier(desks: Desks, given: Given) -> Handed:
    if given["others"] and not _may_decide_on_others():
        raise Refused(
            Text(
                {
                    "nl": "Dat gegevens van anderen meegaan, beslist wie mag besluiten.",
                    "en": "That other people's data goes along is for who may decide.",
                }
            ),
            Text({"nl": "Laat het vinkje weg, of vraag het die persoon.", "en": "leave the tick out, or ask them"}),
        )
    wanted = (given["reasons"], given["others"], given["copy"], given["leave-out"])
    body = desks.more["dossier"](given.reference, given.by, *wanted)
    return Handed(f"dossier-{given.reference}.zip", "application/zip", body)


def _may_decide_on_others() -> bool:
    """Whoever is signed in, where anybody is."""
    somebody = present()
    return somebody is None or somebody.account.may(WITH_OTHERS)


def _may_approve(case: CaseView) -> bool:
    """There is a plan to approve, and whoever looks has not approved it as the first of two."""
    somebody = present()
    is_first = somebody is not None and case.first_approver == somebody.account.name
    return is_undecided(case) and not is_first


ACTS: tuple[Act, ...] = (
    Act("read", has_texts, _read, tone="ask", is_open=True),
    Act(
        "approve",
        _may_approve,
        _approve,
        (
            Field("plan", Look.HIDDEN, value=lambda case: case.plan.id if case.plan else ""),
            Field("read", Look.TICK),
            Field("blind", Look.TICK, when=is_blind),
            Field("records", Look.NUMBER, optional=True, after_refusal=True),
        ),
        tone="",
        is_open=True,
    ),
    Act(
        "look",
        lambda case: case.row.state in PLANNABLE,
        lambda desks, given: desks.office.plan(given.reference),
        tone="quiet",
        is_open=True,
    ),
    Act(
        "identify",
        lambda case: case.row.state in VOUCHED,
        lambda desks, given: desks.office.identify(given.reference, given.by, given["how"], given["number"]),
        (Field("how", options=WAYS), Field("number", optional=True, most=LONGEST["number"])),
        tone="quiet",
    ),
    Act(
        "stop",
        can_become(RequestState.STOPPED),
        lambda desks, given: desks.office.stop(given.reference, given.by),
    ),
    Act(
        "refuse",
        can_become(RequestState.REFUSED),
        lambda desks, given: desks.office.refuse(given.reference, given.by, given["ground"], given["reasons"]),
        (Field("ground", options=GROUNDS), Field("reasons", Look.AREA, optional=True)),
    ),
    Act("asked", lambda _case: True, _asked, tone="quiet", is_open=True, section="asked"),
    Act(
        "dossier",
        lambda _case: True,
        _dossier,
        (
            Field("reasons", Look.AREA, optional=True),
            Field("others", Look.TICK, optional=True, when=lambda _case: _may_decide_on_others()),
            Field("copy", Look.TICK, optional=True),
            Field("leave-out", Look.AREA, optional=True),
        ),
        tone="quiet",
        section="asked",
        desk="dossier",
    ),
    Act(
        "letter",
        lambda _case: True,
        _letter,
        (Field("letter", Look.HIDDEN),),
        tone="quiet",
        is_open=True,
        section="letters",
    ),
)
"""In the order of the page: the next step first, what ends a request last."""
