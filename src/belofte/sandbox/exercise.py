"""What an exercise for the office is: a request with a known trap, the facts it is judged by, what is said either way.

An exercise judges facts of the request alone, never what somebody meant; each finding says what was done well or what
was missed, with the article.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from belofte.domain.course import Phase
from belofte.domain.policy import Text
from belofte.domain.request import RequestState
from belofte.domain.wish import EMPTY, Wish


@dataclass(frozen=True, slots=True)
class Facts:
    """What can be known of an exercise's request. ``records_sent``: handed out in a copy; ``records_gone``: erased or
    cleared; ``records_changed``: put right; ``others``: rights that are open from the same address beside it."""

    state: RequestState
    happened: frozenset[str]
    records_sent: int = 0
    records_gone: int = 0
    records_changed: int = 0
    by_office: bool = False  # a named person vouched for who it is
    number_used: bool = False
    mandate_checked: bool = False
    late_asked: bool = False
    extension_doubtful: bool = False
    answered_late: bool = False
    phase: Phase | None = None
    others: tuple[str, ...] = ()

    @property
    def is_refused(self) -> bool:
        return self.state is RequestState.REFUSED

    @property
    def is_over(self) -> bool:
        return self.state in (
            RequestState.ANSWERED,
            RequestState.REFUSED,
            RequestState.STOPPED,
            RequestState.CLOSED,
        )


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to have seen: the facts that show it, and what is said either way."""

    holds: Callable[[Facts], bool]
    good: Text
    missed: Text


@dataclass(frozen=True, slots=True)
class Exercise:
    """One request with a trap, that nothing but an act of the trainee ends. ``address`` may be nobody's, or empty for a
    letter or a call; ``before``: how long ago it reached the company;
    ``presses``: whether its person presses the button in the letter."""

    name: str
    title: Text
    story: Text
    hint: Text
    right: str
    address: str
    checks: tuple[Check, ...]
    text: str = ""
    person: str = ""
    number: str = ""
    wish: Wish = EMPTY
    channel: str = "web"
    before: timedelta = timedelta()
    presses: bool = True


def said(nl: str, en: str) -> Text:
    """The same words in both languages of the office."""
    return Text({"nl": nl, "en": en})


IN_TIME = Check(
    lambda facts: not facts.answered_late,
    said("Beide klokken zijn gehaald.", "Both clocks were kept."),
    said("Het antwoord kwam te laat (AVG 12(3)).", "The answer was late (GDPR 12(3))."),
)
STOPPED = Check(
    lambda facts: "request.stopped-in-systems" in facts.happened,
    said("U zag wie het vroeg, en toen stopte het.", "You saw who asked, and then it stopped."),
    said(
        "Het stopte niet: zolang niemand weet van wie het verzoek is, gaat de mail door (AVG 7(3), 21(3)).",
        "It did not stop: while nobody knows whose request it is, the mail goes on (GDPR 7(3), 21(3)).",
    ),
)
NOT_ABUSE = Check(
    lambda facts: not facts.is_refused,
    said("U hebt niet te snel geweigerd.", "You did not refuse too soon."),
    said(
        "U weigerde. Een weigering moet u kunnen aantonen (AVG 12(5)); hier was er geen grond voor.",
        "You refused. You must be able to show why (GDPR 12(5)); here there was no ground for it.",
    ),
)
