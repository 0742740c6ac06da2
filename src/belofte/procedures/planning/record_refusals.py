"""What is refused about single records, each in Dutch and in English, with what would help."""

from __future__ import annotations

from belofte.domain.errors import Refused, WrongUse
from belofte.domain.request import RequestState
from belofte.domain.worded import worded
from belofte.procedures.refusals import SEE, STATES

_GROUND = worded('Bijvoorbeeld --ground "AVG 17(3)(e): lopende zaak"', 'for example --ground "Art. 17(3)(e): a claim"')


def no_ground() -> WrongUse:
    """A decision without its ground."""
    return WrongUse(
        worded("Noem de grond waarop dit gegeven anders gaat.", "Name the ground on which this record goes otherwise."),
        _GROUND,
    )


def ground_without_article() -> WrongUse:
    """The person is told on which ground a record stays (Art. 12(4)); words alone are none."""
    return WrongUse(
        worded(
            "De persoon krijgt de grond te lezen, en deze noemt geen artikel.",
            "The person is told the ground, and this one names no article.",
        ),
        _GROUND,
    )


def not_decidable(right: str) -> Refused:
    """This right withholds and keeps nothing."""
    return Refused(
        worded(
            "Bij een verzoek om {right} wordt niets per gegeven achtergehouden of bewaard.",
            "Nothing is withheld or kept by record for a request of the kind {right}.",
            right=right,
        ),
        worded(
            "Wijs het verzoek af met een grond, of keur het plan goed.", "refuse with a ground, or approve the plan"
        ),
    )


def shared() -> Refused:
    """Two people share the record; whose it is comes first."""
    return Refused(
        worded(
            "Twee mensen delen dit gegeven; het gaat al naar geen van beiden.",
            "Two people share this record; it goes to neither of them as it is.",
        ),
        worded(
            "Stel vast van wie het is: belofte request whose …, of belofte request identify … --number NUMMER.",
            "find out whose it is: belofte request whose …, or belofte request identify … --number NUMBER",
        ),
    )


def no_reasons_whose() -> WrongUse:
    """Whose a record is was decided without saying how that is known."""
    return WrongUse(
        worded("Zeg waaruit blijkt dat dit de verzoeker is.", "Say what shows that this is the person who asks."),
        worded(
            'Bijvoorbeeld --reasons "teruggebeld: Johannes is zijn doopnaam".',
            'for example --reasons "called back: Johannes is his name in full"',
        ),
    )


def theirs_already() -> Refused:
    """Nobody doubts this record."""
    return Refused(
        worded("Dit gegeven is al van de verzoeker.", "This record is already taken to be of the person who asks."),
        worded("belofte request whose noemt waarover te beslissen is.", "belofte request whose names what is open"),
    )


def no_row_of_a_person() -> Refused:
    """A letter, an order, a visit: whose it is follows from a row that stands for somebody."""
    return Refused(
        worded(
            "Dit gegeven staat niet voor een persoon: van wie het is, volgt uit de rij waar het aan hangt.",
            "This record stands for nobody: whose it is follows from the row it hangs on.",
        ),
        worded(
            "Beslis over die rij: belofte request whose noemt haar.",
            "decide about that row: belofte request whose names it",
        ),
    )


def nothing_decided() -> WrongUse:
    """There is nothing to take back."""
    return WrongUse(
        worded("Over dit gegeven is niets besloten.", "Nothing was decided about this record."),
        worded("Zie belofte request records.", "see belofte request records"),
    )


def no_such_record() -> WrongUse:
    """The handle names no record of the newest plan."""
    return WrongUse(
        worded("Zo'n gegeven staat niet in het nieuwste plan.", "There is no such record in the newest plan."),
        worded("belofte request records noemt ze.", "belofte request records names them"),
    )


def no_such_text() -> WrongUse:
    """That record has no filled free text of that name in the copy."""
    return WrongUse(
        worded("In dat gegeven staat geen vrije tekst met die naam.", "That record has no free text of that name."),
        worded("belofte request read noemt ze.", "belofte request read names them"),
    )


def no_such_passage() -> WrongUse:
    """The passage does not stand in the text, letter by letter."""
    return WrongUse(
        worded("Die woorden staan zo niet in de tekst.", "Those words do not stand in the text like that."),
        worded(
            "Neem ze letterlijk over uit belofte request read.", "copy them letter by letter from belofte request read"
        ),
    )


def settled(state: RequestState) -> Refused:
    """The plan was approved, or there is none any more."""
    return Refused(
        worded(
            "Over gegevens wordt besloten zolang het plan open ligt; de stand is ‘{state}’.",
            "Records are decided about while the plan is open; the state is ‘{state}’.",
            state=STATES[state],
        ),
        SEE,
    )
